from __future__ import annotations

import math
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sklearn.metrics import jaccard_score

import core
from callbacks import clicks
from components.lessons import sets
from components.lessons.sets import FORMULA, LESSON, REST, SAY, SNIPPET, STRIP, TABLE, TILES, UNION, Sets
from components.live.target import Target
from components.live.view import Shown
from tests.conftest import components, drawn
from tests.states import examples

members = st.sets(st.integers(0, sets.MOST - 1)).map(lambda found: tuple(sorted(found)))
sizes = st.integers(10, sets.MOST)


def view(**values: Any) -> Shown:
    return LESSON.show(Sets(**values))


def default() -> Shown:
    return view()


def said(shown: Shown) -> str:
    return SAY.said(shown.texts)


def written(shown: Shown) -> str:
    tables = shown.output(Target(TABLE.id))
    return " ".join(str(c.children) for c in components(tables) if isinstance(c.children, str | int))


def strip(shown: Shown) -> list[int]:
    return [kind for row in drawn(shown.figures[STRIP.id]).data[0].z for kind in row if kind is not None]


def formula(shown: Shown) -> dict[str, str]:
    return {slot: shown.texts[FORMULA.target(slot)] for slot in ("tp", "tp2", "fn", "fp", "j")}


def test_the_notebooks_sets_give_the_notebooks_number() -> None:
    shown = default()
    assert formula(shown) == {"tp": "3", "tp2": "3", "fn": "2", "fp": "2", "j": "3/7 = 0.429"}
    assert REST.said(shown.texts).startswith("3 elements are in neither set")
    assert "0.42857142857142855" in written(shown)
    assert shown.texts[TILES.target("tn")] == "3"
    assert said(shown) == "J is 0.429. 3 of 7 elements are in both sets. A has 2 for itself, and B has 2."


def test_the_strip_is_the_notebooks_row_of_categories() -> None:
    heatmap, words = drawn(default().figures[STRIP.id]).data
    assert [list(row) for row in heatmap.z] == [[0, 1, 3, 3, 2, 1, 0, 0, 3, 2]]
    assert heatmap.hovertext[0][2] == "2: in both sets"
    assert [text.replace("<br>", "") for text in words.text[:5]] == [
        "<b>0</b>  ", "<b>1</b>A ", "<b>2</b>AB", "<b>3</b>AB", "<b>4</b> B",
    ]  # fmt: skip


def test_the_union_is_a_whole_of_which_the_shared_part_is_the_score() -> None:
    union = drawn(default().figures[UNION.id])
    *bars, words = union.data
    assert [bar.x[0] for bar in bars] == [3 / 7, 2 / 7, 2 / 7]
    assert list(words.x) == pytest.approx([3 / 14, 8 / 14, 12 / 14]), "each text stands in the middle of its bar"
    assert words.text[0] == "<b>3</b><br>in both"
    assert union.layout.shapes[0].x0 == 3 / 7
    assert union.layout.annotations[0].text == "J = 0.429"


def test_a_larger_universe_adds_cells_and_leaves_the_score() -> None:
    shown = view(size=20)
    assert len(strip(shown)) == 20
    assert formula(shown) == formula(default())
    assert len(shown.props[Target("a", "options")]) == 20
    assert "13 elements are in neither set" in REST.said(shown.texts)


def test_members_beyond_the_universe_are_left_out_and_named() -> None:
    shown = view(a=(1, 12), b=(1, 11, 12, 15), size=12)
    assert formula(shown)["j"] == "1/2 = 0.500"
    assert REST.said(shown.texts).endswith("The universe ends before 12 and 15, so they are left out.")
    assert len(shown.props[Target("b", "options")]) == 12


def test_two_empty_sets_are_undefined() -> None:
    shown = view(a=(), b=(), size=10)
    assert formula(shown)["j"] == "0/0, undefined"
    assert "0/0" in said(shown)
    assert not drawn(shown.figures[UNION.id]).data
    assert not drawn(shown.figures[UNION.id]).layout.shapes
    assert "undefined" in written(shown)
    assert "A = set()" in SNIPPET.said(shown.texts)


@pytest.mark.parametrize(
    ("a", "b", "sentence"),
    [
        ((1, 2), (1, 2), "J is 1.000. The two sets have the same 2 elements."),
        ((1,), (1,), "J is 1.000. The two sets have the same element."),
        ((1,), (), "J is 0.000. B is empty, so the sets share nothing."),
        ((), (1, 2), "J is 0.000. A is empty, so the sets share nothing."),
        ((1,), (2,), "J is 0.000. The sets share none of their 2 elements."),
        ((1,), (1, 2), "J is 0.500. 1 of 2 elements is in both sets. A lies wholly inside B, which has 1 more."),
        ((1, 2, 3), (3,), "J is 0.333. 1 of 3 elements is in both sets. B lies wholly inside A, which has 2 more."),
        ((1, 2, 3), (3, 4), "J is 0.250. 1 of 4 elements is in both sets. A has 2 for itself, and B has 1."),
    ],
)  # fmt: skip
def test_the_sentence_says_what_is_to_be_seen(a: tuple[int, ...], b: tuple[int, ...], sentence: str) -> None:
    assert " ".join(said(view(a=a, b=b, size=10)).split()) == sentence


def test_every_preset_is_a_state_of_the_page() -> None:
    scores = {words: formula(view(**state))["j"] for words, state in sets.STATES.items()}
    assert scores == {
        "Identical": "5/5 = 1.000",
        "Disjoint": "0/10 = 0.000",
        "A inside B": "3/5 = 0.600",
        "Both empty": "0/0, undefined",
        "A larger universe": "3/7 = 0.429",
    }


@settings(max_examples=examples(60))
@given(members, members, sizes)
def test_every_state_agrees_with_scikit_learn(a: tuple[int, ...], b: tuple[int, ...], size: int) -> None:
    shown = view(a=a, b=b, size=size)
    inside = range(size)
    in_a, in_b = [x in a for x in inside], [x in b for x in inside]
    tiles = [int(shown.texts[TILES.target(key)]) for key in ("tp", "fp", "fn", "tn")]
    assert sum(tiles) == size
    assert [strip(shown).count(kind) for kind in (3, 2, 1, 0)] == tiles
    if any(in_a) or any(in_b):
        expected = float(jaccard_score(in_a, in_b))
        assert written(shown).endswith(f"{tiles[0]}/{size - tiles[3]} {expected!r}")
    else:
        assert formula(shown)["j"] == "0/0, undefined"
        assert math.isnan(core.set_jaccard(set(), set(), zero_division=math.nan))


def test_every_cell_tells_a_click_its_element_and_both_sets() -> None:
    rows = drawn(view(size=13).figures[STRIP.id]).data[0].customdata
    cells = [list(cell) for row in rows for cell in row]
    assert cells == [[x, 0, 1] for x in range(13)] + [[]] * 7


def test_a_click_on_the_strip_is_wired_to_both_sets() -> None:
    class App:
        clientside: list[tuple[Any, ...]]

        def __init__(self) -> None:
            self.clientside = []

        def callback(self, *_: Any, **__: Any) -> Any:
            return lambda function: function

        def clientside_callback(self, *args: Any, **_: Any) -> None:
            self.clientside.append(args)

    app = App()
    clicks.wire(app, LESSON)  # type: ignore[arg-type]
    [advance] = [args for args in app.clientside if args[0].function_name == "advance"]
    assert [str(end) for end in advance[1:]] == [
        "sets-a.value", "sets-b.value", "sets-strip.clickData",
        "sets-strip.clickData", "sets-strip.figure", "sets-a.value", "sets-b.value",
    ]  # fmt: skip
