"""The environment decides how the app is served; what cannot be meant stops it with a sentence."""

from __future__ import annotations

import os
import re
import socket
import subprocess
import sys

import pytest
from hypothesis import given
from hypothesis import strategies as st

from serving import VERSION
from serving.settings import SettingError, Settings, everywhere, read
from tests.test_imports import ROOT


def test_an_empty_environment_gives_the_defaults() -> None:
    assert read({}) == Settings()
    assert read({"PORT": "", "URL_PREFIX": " "}) == Settings()


def test_every_variable_arrives() -> None:
    assert read(
        {
            "HOST": "127.0.0.1",
            "PORT": "80",
            "WEB_CONCURRENCY": "4",
            "URL_PREFIX": "/math/jaccard/",
            "PUBLIC_URL": "https://lab.example.org:8443",
            "TRUSTED_PROXIES": "2",
            "FRAME_ANCESTORS": "'self' https://*.example.org:8443 moodle.example.org",
            "LOG_LEVEL": "WARNING",
            "METRICS": "on",
            "STOP_SECONDS": "30",
        }
    ) == Settings(
        host="127.0.0.1",
        port=80,
        workers=4,
        prefix="/math/jaccard/",
        public_url="https://lab.example.org:8443",
        trusted_proxies=2,
        frame_ancestors="'self' https://*.example.org:8443 moodle.example.org",
        log_level="warning",
        metrics=True,
        stop_seconds=30,
    )


@pytest.mark.parametrize(
    ("variable", "value"),
    [
        ("HOST", "nosuch.invalid"),
        ("HOST", "[::1]"),
        ("HOST", "192.0.2.1"),
        ("PORT", "0"),
        ("PORT", "65536"),
        ("PORT", "http"),
        ("PORT", "8050.0"),
        ("PORT", "²"),
        ("PORT", "9" * 5000),
        ("WEB_CONCURRENCY", "0"),
        ("WEB_CONCURRENCY", "-1"),
        ("WEB_CONCURRENCY", "1.5"),
        ("WEB_CONCURRENCY", "auto"),
        ("STOP_SECONDS", "2"),
        ("URL_PREFIX", "lab"),
        ("URL_PREFIX", "/lab"),
        ("URL_PREFIX", "//"),
        ("URL_PREFIX", "/../"),
        ("URL_PREFIX", "/a b/"),
        ("URL_PREFIX", "/./"),
        ("URL_PREFIX", "/healthz/"),
        ("URL_PREFIX", "/files/lab/"),
        ("URL_PREFIX", "/" + "a" * 5000 + "/"),
        ("PUBLIC_URL", "jaccard.example.org"),
        ("PUBLIC_URL", "https://a.example/lab"),
        ("PUBLIC_URL", 'https://a.example"><script>'),
        ("PUBLIC_URL", "https://a.example:0"),
        ("PUBLIC_URL", "https://a.example:99999"),
        ("TRUSTED_PROXIES", "yes"),
        ("FRAME_ANCESTORS", "'self'; script-src *"),
        ("FRAME_ANCESTORS", "https://a.example\nX-Evil: 1"),
        ("FRAME_ANCESTORS", "https://a.example,https://b.example"),
        ("FRAME_ANCESTORS", "https://a.example\x1fhttps://b.example"),
        ("FRAME_ANCESTORS", "'none' https://a.example"),
        ("FRAME_ANCESTORS", "self https://a.example"),
        ("FRAME_ANCESTORS", "none"),
        ("FRAME_ANCESTORS", "https://a.example:99999"),
        ("FRAME_ANCESTORS", " ".join(f"https://a{k}.example" for k in range(1000))),
        ("LOG_LEVEL", "loud"),
        ("METRICS", "1"),
    ],
)
def test_a_wrong_value_is_named_with_what_was_expected(variable: str, value: str) -> None:
    with pytest.raises(SettingError, match=rf"^{variable} is .*; expected .+\.$") as error:
        read({variable: value})
    assert len(str(error.value)) < 300


def test_all_wrong_values_are_named_at_once() -> None:
    with pytest.raises(SettingError, match=r"PORT is 'x'.*METRICS is 'y'"):
        read({"PORT": "x", "METRICS": "y"})


@given(st.text(max_size=60))
def test_no_text_brings_a_second_rule_into_the_policy(text: str) -> None:
    try:
        ancestors = read({"FRAME_ANCESTORS": text}).frame_ancestors
    except SettingError:
        return
    assert not re.search(r"[;,\x00-\x1f]", ancestors)


def python_with(environment: dict[str, str], *arguments: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, *arguments],
        cwd=ROOT,
        env={**os.environ, **environment},
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )


@pytest.mark.parametrize("command", [["-m", "serving"], ["app.py"]], ids=" ".join)
def test_the_start_is_refused_with_a_sentence_and_no_traceback(command: list[str]) -> None:
    ended = python_with({"PORT": "harbour", "WEB_CONCURRENCY": "auto"}, *command)
    assert ended.returncode != 0
    assert "PORT is 'harbour'; expected a whole number from 1 to 65535." in ended.stderr
    assert "WEB_CONCURRENCY is 'auto'; expected a whole number from 1 to 64." in ended.stderr
    assert "Traceback" not in ended.stderr


def test_an_empty_number_of_workers_counts_as_unset() -> None:
    """gunicorn reads this variable before its configuration, and takes no empty text for a number."""
    started = python_with({"WEB_CONCURRENCY": ""}, "-m", "serving", "--print-config")
    assert started.returncode == 0, started.stderr
    assert re.search(r"^workers += 2$", started.stdout + started.stderr, re.MULTILINE)


def test_too_few_files_are_a_sentence() -> None:
    limit = "resource.setrlimit(resource.RLIMIT_NOFILE, (64, 64))"
    code = f"import resource, runpy; {limit}; runpy.run_path('gunicorn.conf.py')"
    ended = python_with({}, "-c", code)
    assert (ended.returncode, ended.stdout) == (1, "")
    assert ended.stderr.startswith("The limit on open files is 64; expected at least 256")


def test_every_platform_waits_as_long_as_the_app_is_told() -> None:
    compose = (ROOT / "deploy" / "compose.yaml").read_text(encoding="utf-8")
    kubernetes = (ROOT / "deploy" / "kubernetes.yaml").read_text(encoding="utf-8")
    (told,) = re.findall(r'STOP_SECONDS: "(\d+)"', compose)
    (waits,) = re.findall(r"stop_grace_period: (\d+)s", compose)
    assert told == waits
    (told,) = re.findall(r'STOP_SECONDS, value: "(\d+)"', kubernetes)
    (whole,) = re.findall(r"terminationGracePeriodSeconds: (\d+)", kubernetes)
    (before,) = re.findall(r'command: \[sleep, "(\d+)"\]', kubernetes)
    assert int(told) == int(whole) - int(before)


@pytest.mark.parametrize(("host", "bind"), [("127.0.0.1", "127.0.0.1:8050"), ("::", "[::]:8050"), ("", "")])
def test_gunicorn_listens_where_host_says(host: str, bind: str) -> None:
    code = "import runpy; print(runpy.run_path('gunicorn.conf.py')['bind'])"
    environment = {**os.environ, "PORT": "", "HOST": host}
    done = subprocess.run(
        [sys.executable, "-c", code], cwd=ROOT, env=environment, capture_output=True, text=True, timeout=60, check=True
    )
    assert done.stdout.strip() == bind or (not bind and done.stdout.strip() in ("[::]:8050", "0.0.0.0:8050"))


def test_everywhere_is_reached_over_ipv4_and_where_there_is_over_ipv6() -> None:
    host = everywhere()
    with socket.socket(socket.AF_INET6 if ":" in host else socket.AF_INET) as server:
        server.bind((host, 0))
        server.listen()
        for reached in ("127.0.0.1", "::1") if ":" in host else ("127.0.0.1",):
            with socket.create_connection((reached, server.getsockname()[1]), timeout=10):
                pass


def test_importing_the_app_builds_nothing_and_reads_no_setting() -> None:
    # gunicorn runs on Unix alone, `python app.py` everywhere
    nothing = "('gunicorn' in sys.modules, dash.page_registry, dash._callback.GLOBAL_CALLBACK_LIST)"
    code = f"import app, dash, sys; assert not any({nothing}), {nothing}"
    imported = python_with({"PORT": "harbour"}, "-c", code)
    assert (imported.returncode, imported.stdout, imported.stderr) == (0, "", "")


def test_what_the_readme_and_the_deployment_name_is_read() -> None:
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    named = set(re.findall(r"^\| `([A-Z_]{2,})` \|", readme, re.MULTILINE))
    assert len(named) == 11
    deployed = (ROOT / "deploy" / "compose.yaml").read_text(encoding="utf-8")
    deployed += (ROOT / "deploy" / "kubernetes.yaml").read_text(encoding="utf-8")
    named |= set(re.findall(r"^ +([A-Z_]+):", deployed, re.MULTILINE)) | set(
        re.findall(r"\{name: ([A-Z_]+),", deployed)
    )
    for variable in named:
        with pytest.raises(SettingError, match=f"^{variable} is"):
            read({variable: "\x00"})
    assert f"jaccard-lab:{VERSION}\n" in deployed
