"""What Dash does not check itself: that every wire has two ends, and that nothing is written twice by accident."""

from __future__ import annotations

import itertools
import re
from pathlib import Path
from typing import Any

import pytest
from dash import Dash
from dash.development.base_component import Component

from components import shell
from components.course import LESSONS, around, shared
from components.page import Lesson
from tests.conftest import components, defaults, identified, plain, thawed, with_controls, with_sections

SCRIPTS = sorted((Path(__file__).parent.parent / "assets").rglob("*.js"))
REPLACED = {"addressAround", "framesAround"}  # when Dash runs, by what asks Dash


def laid_out() -> dict[str, Component]:
    return identified(shell.all_lessons())


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
    for section in LESSONS:
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
def test_every_place_of_a_section_is_filled_by_its_view_and_laid_out_once(section: Lesson[Any]) -> None:
    assert len(set(section.targets)) == len(section.targets), "a place is declared twice"
    assert section.show(section.state()).targets() == set(section.targets)


@with_controls
def test_every_parameter_has_a_labelled_control_and_two_wires(section: Lesson[Any], app: Dash) -> None:
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
def test_what_frames_write_is_laid_out(section: Lesson[Any]) -> None:
    page = identified(section.layout())
    frames = section.show(section.state()).frames
    for axis in frames["axes"]:
        assert page[axis["id"]].type == "range"
    for output in frames["outputs"]:
        assert has_property(page[output["id"]], output["prop"])


@with_sections
def test_every_figure_and_text_of_the_view_is_laid_out_as_it_says(section: Lesson[Any]) -> None:
    page = identified(section.layout())
    shown = section.show(section.state())
    for target in section.targets:
        laid = getattr(page[shown.id(target.id)], target.prop)
        assert plain(laid) == plain(thawed(shown.output(target))), target


def test_paths_numbers_and_names_are_unique() -> None:
    for of in ("path", "name", "title"):
        values = [getattr(section, of) for section in LESSONS]
        assert len(set(values)) == len(values)


def test_the_reading_order_is_the_documents() -> None:
    chapters = [lesson.chapter.number for lesson in LESSONS if lesson.chapter.number]
    assert [number for number, _ in itertools.groupby(chapters)] == [
        "1", "2", "2.1", "2.2", "3", "4", "5", "6", "7", "8", "9", "10",
    ]  # fmt: skip
    assert all(
        len({lesson.path.split("/")[1] for lesson in LESSONS if lesson.chapter == each.chapter}) == 1
        for each in LESSONS
    )


def test_the_core_is_an_hour_and_every_further_lesson_hangs_at_one_of_it_and_leads_back() -> None:
    core = [lesson for lesson in LESSONS if not lesson.further]
    assert 50 <= sum(lesson.minutes for lesson in core) <= 70
    assert [around(lesson).following for lesson in core] == [*core[1:], None]
    assert [around(lesson).previous for lesson in core] == [None, *core[:-1]]
    hanging = [further for lesson in core for further in around(lesson).further]
    assert hanging == [lesson for lesson in LESSONS if lesson.further]
    for lesson in hanging:
        back = around(lesson).previous
        assert back in core
        assert back.chapter == lesson.chapter  # type: ignore[union-attr]
        assert around(lesson).following == around(back).following  # type: ignore[arg-type]
        assert lesson not in around(lesson).further


def test_lessons_of_a_chapter_take_along_what_they_share() -> None:
    by_path = {lesson.path: lesson for lesson in LESSONS}
    training, test = by_path["/soft-jaccard"], by_path["/soft-jaccard/test"]
    assert shared(training, test) == [param.key for param in test.params] != []
    assert shared(by_path["/thresholds"], by_path["/thresholds/without-labels"]) == ["prevalence", "separation", "seed"]
    assert shared(by_path["/thresholds"], test) == [], "another chapter has a seed of its own"


@with_sections
def test_a_layout_takes_any_address(section: Lesson[Any]) -> None:
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
