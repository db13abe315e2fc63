"""What the files of the site are put together from."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from plotly.offline import get_plotlyjs_version

from components.course import SECTIONS
from serving import bundle

BUILDER = (Path(bundle.__file__).parent / "plotly.mjs").read_text("utf-8")


def listed(name: str) -> set[str]:
    """A list of words in the script that builds the small bundle of plotly.js."""
    (words,) = re.findall(rf"^const {name} = \[(.*)\];$", BUILDER, re.MULTILINE)
    return set(re.findall(r'"(\w+)"', words))


def figures() -> Iterator[dict[str, Any]]:
    for section in SECTIONS:
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
