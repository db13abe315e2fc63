"""What Dash does not check itself: that every wire has two ends, and that nothing is written twice by accident."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest
from dash import Dash
from dash.development.base_component import Component

from components import shell
from components.course import SECTIONS
from components.page import Section
from tests.conftest import components, defaults, identified, plain, thawed, with_controls, with_sections

SCRIPTS = sorted((Path(__file__).parent.parent / "assets").rglob("*.js"))
REPLACED = {"addressAround", "framesAround"}  # when Dash runs, by what asks Dash


def laid_out() -> dict[str, Component]:
    return identified(shell.all_sections())


def own(app: Dash) -> list[dict[str, Any]]:
    """The callbacks of the project, without those of Dash's own pages."""
    return [c for c in app._callback_list if "_pages_" not in c["output"]]


def ends_of_output(output: str) -> list[tuple[str, str]]:
    """(id, property) of every end in Dash's notation "..a.b...c.d.." or "a.b", marks of duplicates kept."""
    ends = output.strip(".").split("...") if output.startswith("..") else [output]
    return [tuple(end.rpartition(".")[::2]) for end in ends if "." in end]  # type: ignore[misc]


def has_property(component: Component, prop: str) -> bool:
    return prop in component._prop_names or prop.startswith(("aria-", "data-"))


def test_ids_are_unique_over_all_sections_and_carry_their_sections_name() -> None:
    for section in SECTIONS:
        for id in identified(section.layout()):
            assert id == section.name or id.startswith(section.name + "-"), id
    assert laid_out()


def test_every_end_of_every_callback_is_laid_out_with_that_property(app: Dash) -> None:
    page = laid_out()
    for callback in own(app):
        ends = [(end["id"], end["property"]) for end in [*callback["inputs"], *callback["state"]]]
        if not callback["no_output"]:
            ends += ends_of_output(callback["output"])
        for id, prop in ends:
            assert id in page, f"{id} of {callback['output']} is not laid out"
            assert has_property(page[id], prop.partition("@")[0]), f"{id} has no property {prop}"


def test_nothing_is_written_by_two_callbacks_unless_it_is_marked(app: Dash) -> None:
    written = [end for callback in own(app) if not callback["no_output"] for end in ends_of_output(callback["output"])]
    assert len(written) == len(set(written))


def test_client_functions_exist(app: Dash) -> None:
    offered = offered_by(r"Object\.assign\(jaccard, \{([^}]*)\}\)")
    names = {name.strip() for names in offered for name in names.split(",")}
    used = {c["clientside_function"]["function_name"] for c in own(app) if c["clientside_function"]}
    assert used | {"rests", "painted"} == names  # these two tell the browser tests when a page has come to rest


def offered_by(pattern: str) -> list[str]:
    return [found for script in SCRIPTS for found in re.findall(pattern, script.read_text(encoding="utf-8"))]


def test_nothing_is_offered_by_two_scripts_and_no_global_is_patched_twice() -> None:
    lists = offered_by(r"Object\.assign\(jaccard, \{([^}]*)\}\)")
    offered = [name.strip() for names in lists for name in names.split(",")] + offered_by(r"\bjaccard\.(\w+) = ")
    assert {name for name in offered if offered.count(name) > 1} == REPLACED
    assert len(offered) == len(set(offered)) + len(REPLACED)
    patched = offered_by(r"\bwindow\.(\w+) = ") + offered_by(r'\bdefineProperty\(window, "(\w+)"')
    assert sorted(patched) == ["fetch", "jaccard_components"]


def test_the_scripts_are_short_and_say_what_they_may_touch() -> None:
    for script in SCRIPTS:
        text = script.read_text(encoding="utf-8")
        head = text.partition("*/")[0]
        assert head.startswith(("/* ", "/** ")), script.name
        assert re.search(r"\bmay\b|\btouch", head, re.IGNORECASE), f"{script.name} does not say what it may touch"
        assert text.count("\n") <= 350, script.name


@with_sections
def test_every_place_of_a_section_is_filled_by_its_view_and_laid_out_once(section: Section[Any]) -> None:
    assert len(set(section.targets)) == len(section.targets), "a place is declared twice"
    assert section.show(section.state()).targets() == set(section.targets)


@with_sections
def test_the_parts_of_a_section_can_be_shown_alone(section: Section[Any]) -> None:
    names = [part.name for part in section.parts]
    assert len(set(names)) == len(names)
    whole = identified(section.layout())
    for part in section.parts:
        alone = identified(section.alone(part.name))
        assert alone.keys() <= whole.keys()
        page = section.show(section.state(), [part])
        for axis in page.frames["axes"]:
            assert alone[axis["id"]].type == "range"
        for output in page.frames["outputs"]:
            assert output["id"] in whole


@with_controls
def test_every_parameter_has_a_labelled_control_and_two_wires(section: Section[Any], app: Dash) -> None:
    page = identified(section.layout())
    labels = {c.htmlFor for c in components(section.layout()) if getattr(c, "htmlFor", None)}
    legends = sum(type(c).__name__ == "Legend" for c in components(section.layout()))
    groups = 0
    for param in section.params:
        id = f"{section.name}-{param.key}"
        assert page[id].value == (list(param.default) if isinstance(param.default, tuple) else param.default)
        groups += id not in labels
        inputs = [c for c in own(app) if any(end["id"] == id for end in c["inputs"])]
        assert inputs, f"{id} moves nothing"
    assert groups <= legends, "a control has neither label nor legend"


@with_controls
def test_what_frames_write_is_laid_out(section: Section[Any]) -> None:
    page = identified(section.layout())
    frames = section.show(section.state()).frames
    for axis in frames["axes"]:
        assert page[axis["id"]].type == "range"
    for output in frames["outputs"]:
        assert has_property(page[output["id"]], output["prop"])


@with_sections
def test_every_figure_and_text_of_the_view_is_laid_out_as_it_says(section: Section[Any]) -> None:
    page = identified(section.layout())
    shown = section.show(section.state())
    for target in section.targets:
        laid = getattr(page[shown.id(target.id)], target.prop)
        assert plain(laid) == plain(thawed(shown.output(target))), target


def test_paths_numbers_and_names_are_unique() -> None:
    for of in ("path", "name", "title"):
        values = [getattr(section, of) for section in SECTIONS]
        assert len(set(values)) == len(values)


def test_the_reading_order_is_the_documents() -> None:
    assert [s.path for s in SECTIONS if s.path != "/"] == [
        "/sets", "/binary", "/masks", "/true-negatives", "/errors", "/f1", "/averaging", "/thresholds",
        "/soft-jaccard", "/trade-offs", "/pitfalls", "/exercises",
    ]  # fmt: skip


@with_sections
def test_a_layout_takes_any_address(section: Section[Any]) -> None:
    nonsense = {p.key: "\x00<script>1e999,,-" for p in section.params} | {"unknown": "1", "": ["a", "b"]}
    given = section.layout(nonsense)
    assert identified(given).keys() == identified(section.layout()).keys()
    assert section.state.read(nonsense).values().keys() == defaults(section).keys()


@pytest.mark.parametrize(
    "word", ["cdn.", "fonts.googleapis", "unpkg", "jsdelivr", "dbc.themes", "MathJax", "mathjax=True"]
)
def test_nothing_is_loaded_from_elsewhere(word: str) -> None:
    root = Path(__file__).parent.parent
    files = [root / "app.py", *(p for f in ("components", "callbacks", "assets") for p in (root / f).rglob("*.*"))]
    for path in files:
        if path.suffix in (".py", ".js", ".css", ".svg"):
            assert word not in path.read_text(encoding="utf-8"), path
