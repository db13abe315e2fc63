"""What the files of the site are put together from."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from plotly.offline import get_plotlyjs_version

from components.course import LESSONS
from components.shell import ALL_PATH
from serving import bundle
from tests.conftest import application

BUILDER = (bundle.ROOT / "serving" / "plotly.mjs").read_text("utf-8")
CHUNK = b"""/*! a licence */
(self.chunk=self.chunk||[]).push([[384],{12:function(e,t,r){r(345)},345:function(e){e.a={}},678:function(){f(12)}}]);
//# sourceMappingURL=chunk.js.map"""
SHEET = """@charset "UTF-8";/*! Made by somebody */:root,[data-theme=light]{--ink:#000}a:hover{color:red}
.row{display:flex}.row>p,.lead,p:not(.row,.col){margin:0}.lead.row{margin:1rem}/* a rule for print */
@media (min-width:1200px){h1{font-size:2rem}.row{gap:1rem}}@media print{.row{display:none}}
@keyframes spin{to{transform:rotate(360deg)}}.lead{background:url("data:image/svg+xml,%3csvg a='.5,.5'/%3e")}"""


def listed(name: str) -> set[str]:
    """A list of words in the script that builds the small bundle of plotly.js."""
    (words,) = re.findall(rf"^const {name} = \[(.*)\];$", BUILDER, re.MULTILINE)
    return set(re.findall(r'"(\w+)"', words))


def figures() -> Iterator[dict[str, Any]]:
    for section in LESSONS:
        yield from section.show(section.state()).figures.values()


def keys(part: Any) -> Iterator[str]:
    if isinstance(part, dict):
        for key, value in part.items():
            yield key
            yield from keys(value)
    elif isinstance(part, list | tuple):
        for value in part:
            yield from keys(value)


def test_the_small_plotly_is_the_version_that_plotly_was_made_for() -> None:
    name, script = bundle.plotly_js()
    assert name == "plotly-small"
    assert f"plotly.js v{get_plotlyjs_version()}".encode() in script[:400]
    assert len(script) < 1_100_000


def test_the_small_plotly_knows_the_traces_of_the_figures_and_no_other() -> None:
    assert {trace["type"] for figure in figures() for trace in figure["data"]} == {"scatter", *listed("TRACES")}


def test_no_figure_has_a_part_that_the_small_plotly_lacks() -> None:
    used = {key for figure in figures() for key in keys(figure["layout"])}
    assert {"annotations", "shapes"} <= used, "the test looks at the wrong place"
    assert not used & listed("UNUSED_PARTS")


def test_without_npm_the_whole_plotly_serves(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr(bundle, "SMALL_PLOTLY", tmp_path / "plotly.js")
    name, script = bundle.plotly_js()
    assert name == "plotly-full"
    assert f"plotly.js v{get_plotlyjs_version()}".encode() in script[:400]


@pytest.mark.parametrize(("code", "found"), [("/**\n* plotly.js v1.0.0\n", "1.0.0"), ("", "of an unknown version")])
def test_a_plotly_of_another_version_is_refused(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, code: str, found: str
) -> None:
    (tmp_path / "plotly.js").write_text(code, encoding="utf-8")
    monkeypatch.setattr(bundle, "SMALL_PLOTLY", tmp_path / "plotly.js")
    with pytest.raises(RuntimeError, match=rf"is {re.escape(found)}, plotly\.py .* needs"):
        bundle.plotly_js()


def test_of_a_chunk_only_what_is_asked_for_is_kept() -> None:
    start, end = CHUNK.split(b"12:", 1)[0], CHUNK.rsplit(b"}", 1)[1]
    assert bundle.asked_for(CHUNK, b"r(345)") == start + b"345:function(e){e.a={}}}" + end
    assert (
        bundle.asked_for(CHUNK, b"t(12),t(9)") == start + b"12:function(e,t,r){r(345)},345:function(e){e.a={}}}" + end
    )
    assert bundle.asked_for(CHUNK, b"r(678)").count(b":function") == 3


def test_a_chunk_of_another_make_stays_whole() -> None:
    assert bundle.asked_for(b"push([[384],{12:(e)=>{}}])", b"r(12)") == b"push([[384],{12:(e)=>{}}])"


def test_the_script_has_what_figures_need_of_the_shared_chunk_and_no_date_picker() -> None:
    client = application.server.test_client()
    (address,) = re.findall(r'data-script="([^"]+)"', client.get("/").text)
    shared = client.get(address).text.split("[[384],", 1)[1].split("sourceMappingURL", 1)[0]
    assert 1_000 < len(shared) < 5_000


def test_rules_for_other_classes_are_left_out() -> None:
    assert bundle.with_classes(SHEET, {"lead"}) == (
        "/*! Made by somebody */:root,[data-theme=light]{--ink:#000}a:hover{color:red}"
        ".lead,p:not(.row,.col){margin:0}@media (min-width:1200px){h1{font-size:2rem}}"
        """.lead{background:url("data:image/svg+xml,%3csvg a='.5,.5'/%3e")}"""
    )


def bootstrap() -> set[str]:
    """The classes for which Bootstrap has a rule."""
    return set(re.findall(r"\.([a-z][\w-]*)", re.sub(r'url\("[^"]*"\)', "", bundle._bootstrap().decode())))


def test_the_style_sheet_has_bootstraps_classes_of_the_pages_and_no_other() -> None:
    client = application.server.test_client()
    pages = [client.get(path).text for path in (*(section.path for section in LESSONS), ALL_PATH, "/nowhere")]
    classes = {name for page in pages for names in re.findall(r'class="([^"]*)"', page) for name in names.split()}
    assert classes & bootstrap() == bundle.BOOTSTRAP_CLASSES


@pytest.mark.parametrize("folder", ["components", "callbacks", "assets"])
def test_no_other_class_of_bootstrap_is_given_anywhere(folder: str) -> None:
    files = [path for path in (bundle.ROOT / folder).rglob("*") if path.suffix in (".py", ".js")]
    given = re.compile(r"""(?:class_?[nN]ame\s*[=:]|classList\.\w+\(|["']class["']:)\s*f?(["'])(.*?)\1""")
    for path in files:
        classes = {name for _, names in given.findall(path.read_text("utf-8")) for name in names.split()}
        assert classes & bootstrap() <= bundle.BOOTSTRAP_CLASSES, path
