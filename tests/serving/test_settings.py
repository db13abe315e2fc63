"""The environment decides how the app is served; what cannot be meant stops it with a sentence."""

from __future__ import annotations

import os
import re
import subprocess
import sys

import pytest
from hypothesis import given
from hypothesis import strategies as st

from serving import VERSION
from serving.settings import SettingError, Settings, read
from tests.test_imports import ROOT


def test_an_empty_environment_gives_the_defaults() -> None:
    assert read({}) == Settings()
    assert read({"PORT": "", "URL_PREFIX": " "}) == Settings()


def test_every_variable_arrives() -> None:
    assert read(
        {
            "HOST": "::1",
            "PORT": "80",
            "WEB_CONCURRENCY": "4",
            "URL_PREFIX": "/math/jaccard/",
            "PUBLIC_URL": "https://lab.example.org:8443",
            "TRUSTED_PROXIES": "2",
            "FRAME_ANCESTORS": "'self' https://*.example.org:8443 moodle.example.org",
            "LOG_LEVEL": "WARNING",
            "METRICS": "on",
        }
    ) == Settings(
        host="::1",
        port=80,
        workers=4,
        prefix="/math/jaccard/",
        public_url="https://lab.example.org:8443",
        trusted_proxies=2,
        frame_ancestors="'self' https://*.example.org:8443 moodle.example.org",
        log_level="warning",
        metrics=True,
    )


@pytest.mark.parametrize(
    ("variable", "value"),
    [
        ("PORT", "0"),
        ("PORT", "65536"),
        ("PORT", "http"),
        ("PORT", "8050.0"),
        ("PORT", "²"),
        ("PORT", "9" * 5000),
        ("WEB_CONCURRENCY", "0"),
        ("WEB_CONCURRENCY", "-1"),
        ("URL_PREFIX", "lab"),
        ("URL_PREFIX", "/lab"),
        ("URL_PREFIX", "//"),
        ("URL_PREFIX", "/../"),
        ("URL_PREFIX", "/a b/"),
        ("PUBLIC_URL", "jaccard.example.org"),
        ("PUBLIC_URL", "https://a.example/lab"),
        ("PUBLIC_URL", 'https://a.example"><script>'),
        ("TRUSTED_PROXIES", "yes"),
        ("FRAME_ANCESTORS", "'self'; script-src *"),
        ("FRAME_ANCESTORS", "https://a.example\nX-Evil: 1"),
        ("FRAME_ANCESTORS", "https://a.example,https://b.example"),
        ("FRAME_ANCESTORS", "https://a.example\x1fhttps://b.example"),
        ("FRAME_ANCESTORS", "'none' https://a.example"),
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


def python_with_a_wrong_port(*arguments: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, *arguments],
        cwd=ROOT,
        env={**os.environ, "PORT": "harbour"},
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )


@pytest.mark.parametrize("command", [["-m", "gunicorn", "--config", "gunicorn.conf.py"], ["app.py"]], ids=" ".join)
def test_the_start_is_refused_with_a_sentence_and_no_traceback(command: list[str]) -> None:
    ended = python_with_a_wrong_port(*command)
    assert ended.returncode != 0
    assert "PORT is 'harbour'; expected a whole number from 1 to 65535." in ended.stderr
    assert "Traceback" not in ended.stderr


def test_importing_the_app_builds_nothing_and_reads_no_setting() -> None:
    code = "import app, dash; assert not dash.page_registry; assert not dash._callback.GLOBAL_CALLBACK_LIST"
    imported = python_with_a_wrong_port("-c", code)
    assert (imported.returncode, imported.stdout, imported.stderr) == (0, "", "")


def test_what_the_readme_and_the_deployment_name_is_read() -> None:
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    named = set(re.findall(r"^\| `([A-Z_]{2,})` \|", readme, re.MULTILINE)) - {"HOST"}  # which may be any text
    assert len(named) == 8
    deployed = (ROOT / "deploy" / "compose.yaml").read_text(encoding="utf-8")
    deployed += (ROOT / "deploy" / "kubernetes.yaml").read_text(encoding="utf-8")
    named |= set(re.findall(r"^ +([A-Z_]+):", deployed, re.MULTILINE)) | set(
        re.findall(r"\{name: ([A-Z_]+),", deployed)
    )
    for variable in named:
        with pytest.raises(SettingError, match=f"^{variable} is"):
            read({variable: "\x00"})
    assert f"jaccard-lab:{VERSION}\n" in deployed
