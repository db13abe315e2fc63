"""Two sets: the Jaccard score is what both sets have, divided by what they have together."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, TypeVar

from dash import html

import core
from components.figures.bars import Share, share_bar
from components.figures.base import Drawn
from components.figures.membership_grid import membership_grid
from components.lessons import chapters
from components.live.view import View
from components.markup.table import Cell, Table
from components.page import (
    Check,
    Checks,
    Code,
    Fold,
    Graph,
    Lesson,
    Predict,
    Presets,
    Slider,
    TablePlace,
    Task,
    Toggles,
    paragraph,
)
from components.page.clicks import Advances
from components.state import State, Subset, Whole, of
from components.theme import Colour
from components.words.formula import Formula, Tiles, static_formula
from components.words.line import Line
from components.words.numbers import agreeing, exact, listed, many, score, zero_over_zero

T = TypeVar("T")

MOST = 20
IN_A_ROW = 10

A = Subset("a", "Set A", (1, 2, 3, 5, 8), MOST)
B = Subset("b", "Set B", (2, 3, 4, 8, 9), MOST)
SIZE = Whole("size", "Size of the universe", 10, 10, MOST, 1)


@dataclass(frozen=True)
class Sets(State):
    """Two sets, and the universe that their members come from."""

    a: tuple[int, ...] = of(A)
    b: tuple[int, ...] = of(B)
    size: int = of(SIZE)


IN_A = Toggles(A, columns=IN_A_ROW, meaning="fn")
IN_B = Toggles(B, columns=IN_A_ROW, meaning="fp")
STRIP = Graph(
    "strip",
    "The universe as a row of cells, each with the sets that its element belongs to",
    height=170,
    least=145,
    click=Advances((A, B)),
)
UNION = Graph(
    "union",
    "The union as a bar of full length; the share of it that both sets have is the Jaccard score",
    height=185,
    least=170,
)
FORMULA = Formula(
    "formula",
    "J",
    "{tp}",
    "{tp2} + {fn} + {fp}",
    "{j}",
)
TILES = Tiles("tiles", ("in both", "only in A", "only in B", "in neither"), order=("tp", "fn", "fp", "tn"))
SAY = Line("say", "{number} {tp} {lesson}")
REST = Line("rest", "{neither} {outside}", live=False)
CHECKS = Checks("sets", ("half", "more"))
TABLE = TablePlace("table")
SNIPPET = Line(
    "snippet",
    "A = {a}\nB = {b}\n"
    "len(A & B) / len(A | B)  # {j}\n\n"
    "from sklearn.metrics import jaccard_score\n\n"
    "in_A = [element in A for element in range({size})]\n"
    "in_B = [element in B for element in range({size2})]\n"
    "jaccard_score(in_A, in_B)  # {peer}\n",
)

STATES: dict[str, dict[str, Any]] = {
    "Identical": {"b": A.default},
    "Disjoint": {"a": (0, 1, 2, 3, 4), "b": (5, 6, 7, 8, 9)},
    "A inside B": {"a": (2, 3, 8)},
    "Both empty": {"a": (), "b": ()},
    "A larger universe": {"size": MOST},
}

# By the number of an element's membership: neither, A only, B only, both. A cell has three lines, with A above B, so that
# a letter keeps its place.
LETTERS = (" <br> ", "A<br> ", " <br>B", "A<br>B")
MEMBERSHIPS = ("in neither set", "only in A", "only in B", "in both sets")


def view(state: Sets) -> View:
    """Return the lesson in one state; members of A and B beyond the universe are left out of both."""
    universe = range(state.size)
    a, b = ([x for x in members if x in universe] for members in (state.a, state.b))
    kinds = core.membership(universe, a, b).tolist()
    counts = core.confusion_counts([x in a for x in universe], [x in b for x in universe])
    j = core.set_jaccard(a, b, zero_division=math.nan)
    ratio = f"{counts.tp}/{counts.union}"
    elements = {x: str(x) for x in universe}
    checks = {"half": half(counts), "more": _more(counts)}
    return View(
        figures={
            STRIP.id: _strip(kinds),
            UNION.id: union_bar(counts, j, [_elements(_of_kind(kinds, kind)) for kind in (3, 1, 2)]),
        },
        texts={
            **FORMULA.texts(
                tp=counts.tp,
                tp2=counts.tp,
                fn=counts.fn,
                fp=counts.fp,
                j=f"{ratio} = {score(j)}" if counts.union else zero_over_zero(),
            ),
            **TILES.texts(tp=counts.tp, fp=counts.fp, fn=counts.fn, tn=counts.tn),
            **SAY.texts(**_said(counts, j)),
            **CHECKS.texts(checks),
            **REST.texts(
                neither=_neither(counts.tn, state.size),
                outside=_outside(sorted({*state.a, *state.b} - set(universe))),
            ),
            **SNIPPET.texts(
                a=_as_code(a),
                b=_as_code(b),
                size=state.size,
                size2=state.size,
                j=score(j, 4, undefined="ZeroDivisionError: 0/0"),
                peer=score(j, 4, undefined="0.0 and a warning: 0/0"),
            ),
        },
        tables={TABLE.id: _tables(kinds, ratio, j)},
        props={**IN_A.props(elements), **IN_B.props(elements), **CHECKS.marks(checks)},
    )


def _of_kind(kinds: Sequence[int], wanted: int) -> list[int]:
    return [x for x, kind in enumerate(kinds) if kind == wanted]


def _strip(kinds: Sequence[int]) -> Drawn:
    return membership_grid(
        _rows(kinds, None),
        # three lines in each cell, so that a letter keeps its place: A above B
        _rows([f"<b>{x}</b><br>{LETTERS[kind]}" for x, kind in enumerate(kinds)], ""),
        _rows([f"{x}: {MEMBERSHIPS[kind]}" for x, kind in enumerate(kinds)], ""),
        _rows([[x, 0, 1] for x in range(len(kinds))], []),
    )


def _rows(items: Sequence[T], empty: T) -> list[list[T]]:
    """Return items in rows as long as the universe is at first, the last one filled up."""
    filled = [*items, *[empty] * (-len(items) % IN_A_ROW)]
    return [filled[i : i + IN_A_ROW] for i in range(0, len(filled), IN_A_ROW)]


def union_bar(counts: core.Counts, j: float, names: Sequence[str]) -> Drawn:
    """Return the union as a bar; `names` say what is in both sets, only in A and only in B."""
    regions = [
        (counts.tp, "in both", Colour.TP),
        (counts.fn, "only in A", Colour.FN),
        (counts.fp, "only in B", Colour.FP),
    ]
    shares = core.safe_divide([count for count, *_ in regions], counts.union).tolist()
    return share_bar(
        [
            Share(
                share,
                (f"<b>{count}</b><br>{where}", f"<b>{count}</b>"),
                f"{count} {where}{name and ': '}{name}",
                colour,
            )
            for share, (count, where, colour), name in zip(shares, regions, names, strict=True)
            if count
        ],
        mark=shares[0],
        text=f"J = {score(j)}" if counts.union else "The union is empty.",
    )


def half(counts: core.Counts) -> Check:
    """Return whether J is exactly 1/2."""
    met = bool(counts.union) and 2 * counts.tp == counts.union
    ratio = f"{counts.tp}/{counts.union}" if counts.union else zero_over_zero()
    return Check(met, f"J exactly 1/2: {'yes' if met else 'not yet'}, it is {ratio}.")


def _more(counts: core.Counts) -> Check:
    met = counts.fn > counts.fp
    return Check(met, f"More only in A than only in B: {'yes' if met else 'not yet'}, {counts.fn} and {counts.fp}.")


# ---- words ---------------------------------------------------------------------------------------------------------


def _said(counts: core.Counts, j: float) -> dict[str, str]:
    """Return the words of the sentence by its slots."""
    if not counts.union:
        lesson = "Both sets are empty, so there is nothing to share and nothing to divide by."
        return {"number": f"J is {zero_over_zero()}.", "tp": "", "lesson": lesson}
    number, tp = f"J is {score(j)}.", ""
    if not counts.support or not counts.predicted:
        lesson = f"{'B' if counts.support else 'A'} is empty, so the sets share nothing."
    elif not counts.tp:
        lesson = f"The sets share none of their {counts.union} elements."
    elif counts.tp == counts.union:
        lesson = f"The two sets have the same {'element' if counts.tp == 1 else f'{counts.tp} elements'}."
    else:
        tp = f"{counts.tp}"
        lesson = f"of {counts.union} elements {agreeing('is', counts.tp)} in both sets. {_alone(counts)}"
    return {"number": number, "tp": tp, "lesson": lesson}


def _alone(counts: core.Counts) -> str:
    """Return what only one of the sets has."""
    if counts.fn and counts.fp:
        return f"A has {counts.fn} for itself, and B has {counts.fp}."
    inner, outer, extra = ("B", "A", counts.fn) if counts.fn else ("A", "B", counts.fp)
    return f"{inner} lies wholly inside {outer}, which has {extra} more."


def _neither(count: int, size: int) -> str:
    if not count:
        return "Every element of the universe is in A or in B."
    if count == size:
        return f"All {size} elements of the universe are in neither set, and such elements do not count."
    verb, change = ("is", "It changes") if count == 1 else ("are", "They change")
    return (
        f"{many(count, 'element')} {verb} in neither set. {change} nothing: with more of them the score stays the same."
    )


def _outside(members: Sequence[int]) -> str:
    if not members:
        return ""
    return f"The universe ends before {_elements(members)}, so {'it is' if len(members) == 1 else 'they are'} left out."


def _elements(members: Sequence[int]) -> str:
    return listed([str(x) for x in members])


def _as_code(members: Sequence[int]) -> str:
    return "{" + ", ".join(str(x) for x in members) + "}" if members else "set()"


def _tables(kinds: Sequence[int], ratio: str, j: float) -> list[Table]:
    return [
        Table(
            ["element", "A", "B", "both", "either"],
            [
                [x, *(Cell(held, "yes" if held else "–") for held in (k in (1, 3), k in (2, 3), k == 3, k > 0))]
                for x, k in enumerate(kinds)
            ],
            caption="Membership of every element",
        ),
        Table(
            ["fraction", "value"],
            [[ratio, Cell(j, exact(j, undefined=zero_over_zero()))]],
            caption="The score, with all its digits",
        ),
    ]


# ---- the page ------------------------------------------------------------------------------------------------------

LESSON = Lesson(
    path="/sets",
    chapter=chapters.SETS,
    title="Two sets",
    summary="The score is what two sets share, as a part of what they have together.",
    minutes=3,
    idea=[
        "Whoever compares what is there with what was found, or one list with another, asks how alike two sets are.",
    ],
    state=Sets,
    view=view,
    lead=[
        IN_A,
        IN_B,
        FORMULA,
        TILES,
    ],
    figures=[
        html.P(
            [
                "Every element of the universe",
                html.Span(": click one to move it in or out", className="served"),
            ],
            className="chart-title",
        ),
        STRIP,
        html.P("The union alone: how much of it is shared?", className="chart-title"),
        UNION,
        SAY,
        REST,
    ],
    controls=[Slider(SIZE), Presets(STATES)],
    question=Predict(
        "Two sets have 4 elements each, and 2 of them are in both. What is their score?",
        {
            "1/2": "Half of each set is shared, but the score does not look at one set alone. It asks how much of the "
            "union is shared, and the union has 6 elements.",
            "1/3": "The 2 elements in both count once, so the union has 4 + 4 − 2 = 6 elements. Of these, 2 are "
            "shared: 2/6 = 1/3.",
            "1/4": "The union does not have 8 elements: the 2 elements that are in both sets count once.",
        },
        right="1/3",
        see=("See the two sets", {"a": (0, 1, 2, 3), "b": (2, 3, 4, 5)}),
        hides=(FORMULA, UNION, SAY),
    ),
    called=[
        paragraph(
            "The elements in both sets are the ",
            html.B("intersection"),
            " A ∩ B, those in at least one are the ",
            html.B("union"),
            " A ∪ B. The size of the first over the size of the second is the ",
            html.B("Jaccard score"),
            ", also Jaccard index or similarity.",
        ),
        static_formula(
            "J(A, B)",
            "|A ∩ B|",
            "|A ∪ B|",
            spoken="J of A and B equals the size of the intersection over the size of the union",
        ),
    ],
    task=Task("Make J exactly 1/2, with more elements only in A than only in B.", CHECKS),
    folds=[
        Fold("The numbers", TABLE),
        Code([core.membership, core.set_jaccard], SNIPPET),
        Fold(
            "When both sets are empty",
            paragraph(
                "Two empty sets share nothing, and their union is empty too. So their score is 0/0. Arithmetic gives 0/0 no "
                "value, so you have to choose one."
            ),
            paragraph(
                "There are three choices. 1 says that two empty sets are equal. 0 says that nothing was found in common. "
                "The third choice is to leave such a pair out of every average. Functions that compute the score have a "
                "setting for this, often called zero_division. Say which choice you used."
            ),
        ),
    ],
)
