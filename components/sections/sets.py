"""Two sets: the Jaccard score is the share of the union that both sets hold."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, TypeVar

from dash import html

import core
from components.figures.bars import Share, share_bar
from components.figures.cells import cells_figure
from components.live.target import Target
from components.live.view import View
from components.markup.table import Cell, Table
from components.page import (
    Code,
    Fold,
    Graph,
    Part,
    Predict,
    Presets,
    Section,
    Slider,
    TablePlace,
    Toggles,
    paragraph,
)
from components.page.clicks import Advances
from components.page.controls import cells
from components.state import State, Subset, Whole, of
from components.theme import Colour
from components.words.formula import Formula, Tiles, static_formula
from components.words.line import Line
from components.words.numbers import exact, listed, many, score, zero_over_zero

T = TypeVar("T")

MOST = 20
IN_A_ROW = 10

A = Subset("a", "Set A", (1, 2, 3, 5, 8), MOST)
B = Subset("b", "Set B", (2, 3, 4, 8, 9), MOST)
SIZE = Whole("size", "Size of the universe", 10, 10, MOST, 1)


@dataclass(frozen=True)
class Sets(State):
    """The members of two sets, and how many elements there are in all."""

    a: tuple[int, ...] = of(A)
    b: tuple[int, ...] = of(B)
    size: int = of(SIZE)


STRIP = Graph(
    "strip",
    "The universe as a row of cells, each with the sets that its element belongs to",
    height=170,
    click=Advances(A, B),
)
UNION = Graph(
    "union", "The union as a bar of full length; the part that both sets hold is the Jaccard score", height=185
)
FORMULA = Formula(
    "formula",
    "J",
    "{tp}",
    "{tp2} + {fn} + {fp}",
    "{j}",
    "J equals {tp} over {tp2} plus {fn} plus {fp}, that is {j}",
)
TILES = Tiles("tiles", ("in both", "only in B", "only in A", "in neither"))
SAY = Line("say", "{start} {tp}{end} {lesson}")
REST = Line("rest", "In full: {value}. {neither} {outside}", live=False)
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

# What membership calls an element, by its number: neither, A only, B only, both.
LETTERS = (" <br> ", "A<br> ", " <br>B", "A<br>B")
MEMBERSHIP = ("in neither set", "only in A", "only in B", "in both sets")


def view(state: Sets) -> View:
    """Return the section in one state; members of A and B beyond the universe are left out of both."""
    universe = range(state.size)
    in_a, in_b = ([x for x in members if x in universe] for members in (state.a, state.b))
    kinds = core.membership(universe, in_a, in_b).tolist()
    counts = core.confusion_counts([x in in_a for x in universe], [x in in_b for x in universe])
    j = core.set_jaccard(in_a, in_b, zero_division=math.nan)
    ratio = f"{counts.tp}/{counts.union}"
    both, only_a, only_b = ([x for x, kind in enumerate(kinds) if kind == code] for code in (3, 1, 2))
    options = cells([str(x) for x in universe])
    return View(
        figures={
            STRIP.id: cells_figure(
                _rows(kinds, None),
                # three lines in each cell, so that a letter keeps its place: A above B
                _rows([f"<b>{x}</b><br>{LETTERS[kind]}" for x, kind in enumerate(kinds)], ""),
                _rows([f"{x}: {MEMBERSHIP[kind]}" for x, kind in enumerate(kinds)], ""),
                _rows([[x, 0, 1] for x in universe], []),
            ),
            UNION.id: share_bar(
                [
                    Share(
                        core.safe_divide(len(members), counts.union),
                        (f"<b>{len(members)}</b><br>{where}", f"<b>{len(members)}</b>"),
                        f"{len(members)} {where}: {_listed(members)}",
                        colour,
                    )
                    for members, where, colour in (
                        (both, "in both", Colour.TP),
                        (only_a, "only in A", Colour.FN),
                        (only_b, "only in B", Colour.FP),
                    )
                    if members
                ],
                mark=0 if math.isnan(j) else j,
                text=f"J = {score(j)}" if counts.union else "The union is empty.",
            ),
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
            **SAY.texts(**_sentence(counts, both, j)),
            **REST.texts(
                value=f"{ratio} = {j!r}" if counts.union else zero_over_zero(),
                neither=_neither(counts.tn, state.size),
                outside=_outside(sorted({*state.a, *state.b} - set(universe))),
            ),
            **SNIPPET.texts(
                a=_as_code(in_a),
                b=_as_code(in_b),
                size=state.size,
                size2=state.size,
                j=score(j, 4) if counts.union else "ZeroDivisionError: 0/0",
                peer=score(j, 4) if counts.union else "0.0 and a warning, its convention for 0/0",
            ),
        },
        tables={TABLE.id: _tables(kinds, ratio if counts.union else "0/0", j)},
        props={Target(param.key, "options"): options for param in (A, B)},
    )


def _rows(cells: Sequence[T], empty: T) -> list[list[T]]:
    """Return cells in rows as long as the universe is at first, the last one filled up."""
    filled = [*cells, *[empty] * (-len(cells) % IN_A_ROW)]
    return [filled[i : i + IN_A_ROW] for i in range(0, len(filled), IN_A_ROW)]


def _tables(kinds: Sequence[int], ratio: str, j: float) -> list[Table]:
    yes = {True: "yes", False: "–"}
    return [
        Table(
            ["element", "A", "B", "both", "either"],
            [
                [x, yes[kind in (1, 3)], yes[kind in (2, 3)], yes[kind == 3], yes[kind > 0]]
                for x, kind in enumerate(kinds)
            ],
            caption="Membership of every element",
        ),
        Table(["fraction", "value"], [[ratio, Cell(j, exact(j))]], caption="The score, with all its digits"),
    ]


def _as_code(members: Sequence[int]) -> str:
    return "{" + ", ".join(map(str, members)) + "}" if members else "set()"


# ---- words ---------------------------------------------------------------------------------------------------------


def _sentence(counts: core.Counts, both: Sequence[int], j: float) -> dict[str, str]:
    if not counts.union:
        return {
            "start": "Both sets are empty, and so is their union.",
            "tp": "",
            "end": "",
            "lesson": "The score is 0/0. It is undefined until you choose: 1 because the sets are equal, 0 because "
            "nothing is shared, or leave the pair out.",
        }
    whole = f"Together A and B have {many(counts.union, 'element')}"
    if counts.union == 1:
        return {
            "start": f"{whole},",
            "tp": "",
            "end": "and both have it." if counts.tp else "and only one of them has it.",
            "lesson": _lesson(counts, j),
        }
    if not both:
        return {"start": f"{whole};", "tp": "none", "end": " of them is in both.", "lesson": _lesson(counts, j)}
    return {
        "start": f"{whole};",
        "tp": "all" if counts.tp == counts.union else str(counts.tp),
        "end": f" of them {'is' if counts.tp == 1 else 'are'} in both ({_listed(both)}).",
        "lesson": _lesson(counts, j),
    }


def _lesson(counts: core.Counts, j: float) -> str:
    if not counts.support or not counts.predicted:
        return f"{'B' if counts.support else 'A'} is empty, so nothing can be shared and the score is 0."
    if not counts.tp:
        return "Sets without a common element score 0, however large they are."
    if counts.tp == counts.union:
        return "The two sets are the same, and 1 is the highest score there is."
    if not counts.fn or not counts.fp:
        inner, outer, extra = ("A", "B", counts.fp) if not counts.fn else ("B", "A", counts.fn)
        return (
            f"{inner} lies wholly inside {outer}. Still the score is only {score(j)}, because of the "
            f"{many(extra, 'element')} that only {outer} has."
        )
    return (
        f"The {counts.fn} only in A and the {counts.fp} only in B make the union larger than what is shared. "
        "That pulls the score below 1."
    )


def _neither(count: int, size: int) -> str:
    if not count:
        return "Every element of the universe is in A or in B."
    if count == size:
        return f"All {size} elements of the universe are in neither set, and such elements do not count."
    verb, change = ("is", "changes") if count == 1 else ("are", "change")
    return (
        f"{many(count, 'element')} {verb} in neither set and {change} nothing. Let the universe grow: the score stays."
    )


def _outside(members: Sequence[int]) -> str:
    if not members:
        return ""
    return f"The universe ends before {_listed(members)}, so {'it is' if len(members) == 1 else 'they are'} left out."


def _listed(members: Sequence[int]) -> str:
    return listed(list(map(str, members)))


# ---- the page ------------------------------------------------------------------------------------------------------

SECTION = Section(
    name="sets",
    number="1",
    topic="Sets",
    title="Two sets",
    summary="The score is what two sets share, as a part of what they hold together.",
    idea=[
        "How alike are two sets? Count the elements that both sets hold, and divide by the number of elements that either "
        "of them holds. The score lies between 0, nothing in common, and 1, the very same set. Every use of the score that "
        "follows, for labels, for pixels and for a model's predictions, is this one comparison.",
    ],
    state=Sets,
    parts=[
        Part(
            view,
            lead=[
                Toggles(A, columns=IN_A_ROW, meaning="fn"),
                Toggles(B, columns=IN_A_ROW, meaning="fp"),
                static_formula(
                    "J(A, B)",
                    "|A ∩ B|",
                    "|A ∪ B|",
                    spoken="J of A and B equals the size of the intersection over the size of the union",
                ),
                FORMULA,
                TILES,
            ],
            figures=[
                html.P("Every element of the universe: click one to move it in or out", className="chart-title"),
                STRIP,
                html.P("The union alone: how much of it is shared?", className="chart-title"),
                UNION,
                SAY,
                REST,
            ],
            controls=[Slider(SIZE), Presets(STATES)],
        )
    ],
    below=[
        Predict(
            "Two sets have 4 elements each, and 2 of them are in both. What is their score?",
            {
                "1/2": "Half of each set is shared. But the score does not look at one set: it asks how much of the union "
                "is shared, and the union has 6 elements.",
                "1/3": "The union has 4 + 4 − 2 = 6 elements, because the 2 in both count once. 2 of 6 is 1/3.",
                "1/4": "The union does not have 8 elements: the 2 that are in both sets count once.",
            },
            right="1/3",
            see=("See the two sets", {"a": (0, 1, 2, 3), "b": (2, 3, 4, 5)}),
        ),
    ],
    folds=[
        Fold("The numbers", TABLE),
        Code([core.membership, core.set_jaccard], SNIPPET),
        Fold(
            "When both sets are empty",
            paragraph(
                "Two empty sets share nothing, and their union is empty. The score would be 0/0. No rule of arithmetic gives "
                "that a value, so somebody has to choose one."
            ),
            paragraph(
                "There are three choices. Taken as 1, it says that two empty sets are equal. Taken as 0, it says that nothing "
                "was found in common. Or such a pair is left out of every average. A function that computes the score has a "
                "setting for this, often called zero_division. Say which choice you made."
            ),
        ),
    ],
)
