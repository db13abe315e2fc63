"""The configuration. Each setting is an environment variable; a wrong value stops the start with a sentence."""

from __future__ import annotations

import re
import socket
import sys
from collections.abc import Callable, Mapping
from contextlib import suppress
from dataclasses import dataclass
from typing import Any

LOG_LEVELS = ("debug", "info", "warning", "error", "critical")

# One source in frame-ancestors: 'self', a scheme, or a host with an optional scheme, wildcard and port.
ANCESTOR = re.compile(r"'self'|https?:|(https?://)?(\*\.)?[a-z0-9-]+(\.[a-z0-9-]+)*(:\d{1,5}|:\*)?", re.IGNORECASE)


OWN_PATHS = ("files", "handout", "healthz", "metrics", "numbers", "own", "preview")
LONGEST_PREFIX = 200  # characters; it stands in front of every address of every page
LONGEST_ANCESTORS = 2000


class SettingError(ValueError):
    """An environment variable has a value that cannot be used."""


@dataclass(frozen=True)
class Settings:
    """How the application is served. The defaults apply where the environment says nothing."""

    host: str = ""  # "": `python app.py` listens on this machine alone, gunicorn on all interfaces
    port: int = 8050
    workers: int = 2
    prefix: str = "/"
    public_url: str = ""
    trusted_proxies: int = 0
    frame_ancestors: str = "'self'"
    log_level: str = "info"
    metrics: bool = False
    stop_seconds: int = 10
    uploads: int = 20  # MB, of the largest file that a reader may send; 0: none


def read(environ: Mapping[str, str]) -> Settings:
    """Return the settings in the environment; an empty variable counts as not set.

    Raises SettingError with one sentence per wrong variable: its value, and what was expected.
    """
    known: dict[str, tuple[str, Callable[[str], Any]]] = {
        "HOST": ("host", _host),
        "PORT": ("port", _whole(1, 65535)),
        "WEB_CONCURRENCY": ("workers", _whole(1, 64)),
        "URL_PREFIX": ("prefix", _prefix),
        "PUBLIC_URL": ("public_url", _public_url),
        "TRUSTED_PROXIES": ("trusted_proxies", _whole(0, 10)),
        "FRAME_ANCESTORS": ("frame_ancestors", _ancestors),
        "LOG_LEVEL": ("log_level", _one_of(LOG_LEVELS)),
        "STOP_SECONDS": ("stop_seconds", _whole(3, 300)),
        "UPLOADS": ("uploads", _uploads),
        "METRICS": ("metrics", lambda text: _one_of(("on", "off"))(text) == "on"),
    }
    values: dict[str, Any] = {}
    wrong = []
    for variable, (name, parse) in known.items():
        text = environ.get(variable, "").strip()
        if not text:
            continue
        try:
            values[name] = parse(text)
        except SettingError as error:
            wrong.append(f"{variable} is {text[:80]!r}; expected {error}.")
    if wrong:
        raise SettingError(" ".join(wrong))
    return Settings(**values)


def read_or_exit(environ: Mapping[str, str]) -> Settings:
    """Return the settings in the environment. If one is wrong, say so on standard error and end the process."""
    try:
        return read(environ)
    except SettingError as error:
        sys.exit(f"The configuration cannot be used. {error}")


def _whole(low: int, high: int) -> Callable[[str], int]:
    def parse(text: str) -> int:
        if not re.fullmatch(r"\d{1,9}", text, re.ASCII) or not low <= int(text) <= high:
            raise SettingError(f"a whole number from {low} to {high}")
        return int(text)

    return parse


def _uploads(text: str) -> int:
    if text.lower() == "off":
        return 0
    with suppress(SettingError):
        return _whole(1, 20)(text)
    raise SettingError("off, or a whole number of megabytes from 1 to 20")


def _host(text: str) -> str:
    family = socket.AF_INET6 if ":" in text else socket.AF_INET
    with suppress(OSError, ValueError, TypeError), socket.socket(family) as found:
        found.bind((text, 0))
        return text
    raise SettingError("an address of this machine, such as 127.0.0.1, 0.0.0.0 or ::")


def everywhere() -> str:
    """Return the address of all interfaces: that of IPv6, which takes IPv4 along, wherever the machine has it so."""
    with suppress(OSError), socket.socket(socket.AF_INET6) as found:
        found.bind(("::", 0))
        if not found.getsockopt(socket.IPPROTO_IPV6, socket.IPV6_V6ONLY):
            return "::"
    return "0.0.0.0"


def _one_of(choices: tuple[str, ...]) -> Callable[[str], str]:
    def parse(text: str) -> str:
        if text.lower() not in choices:
            raise SettingError("one of " + ", ".join(choices))
        return text.lower()

    return parse


def _prefix(text: str) -> str:
    steps = text.strip("/").split("/")
    if not re.fullmatch(r"/([A-Za-z0-9._~-]+/)*", text) or any(re.fullmatch(r"\.+", step) for step in steps):
        raise SettingError("a path that begins and ends with a slash, such as /jaccard/")
    if len(text) > LONGEST_PREFIX:
        raise SettingError(f"at most {LONGEST_PREFIX} characters")
    if steps[0] in OWN_PATHS:
        raise SettingError("a path that does not begin with a name of the site's own: " + ", ".join(OWN_PATHS))
    return text


def _is_port(text: str) -> bool:
    return 0 < int(text) < 65536


def _public_url(text: str) -> str:
    found = re.fullmatch(r"https?://[a-z0-9-]+(?:\.[a-z0-9-]+)*(?::(\d{1,5}))?", text, re.IGNORECASE)
    if not found or (found[1] and not _is_port(found[1])):
        raise SettingError("a scheme and a host, such as https://jaccard.example.org, without a path (see URL_PREFIX)")
    return text


def _ancestors(text: str) -> str:
    if re.search(r"(^| )(self|none)( |$)", text, re.IGNORECASE):
        raise SettingError("'self' and 'none' in single quotes, which a shell and a file of Compose need quotes around")
    if len(text) > LONGEST_ANCESTORS:
        raise SettingError(f"at most {LONGEST_ANCESTORS} characters, as it is sent with every answer")
    if not all(map(_is_port, re.findall(r":(\d+)", text))):
        raise SettingError("ports from 1 to 65535")
    if text not in ("*", "'none'") and not all(ANCESTOR.fullmatch(source) for source in re.split(" +", text)):
        raise SettingError(
            "'self', 'none', * or hosts with spaces between them, such as 'self' https://moodle.example.org"
        )
    return text
