"""Two sets: the Jaccard score is the share of what either has that both have."""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from enum import StrEnum
from typing import Any, TypeVar

from dash import html
from dash.development.base_component import Component

import core
from components import controls, page
from components.elements import Element, element
from components.figures import bars, cells
from components.figures.bars import Part
from components.formula import Formula, Line, Tiles, score, static_formula
from components.predict import predict
from components.theme import LIGHT
from components.url import Number, Param, Subset, bounded, href
from components.view import Target, View, compose, control_id

T = TypeVar("T")

NAME = "sets"
PATH = "/sets"
NUMBER = "1"
OVER = "1 · Sets"
TITLE = "Two sets"
SUMMARY = "The score is what two sets share, as a part of what they have together."

MOST = 20
IN_A_ROW = 10


class Id(StrEnum):
    """The components that this section fills."""

    STRIP = "sets-strip"
    UNION = "sets-union"
    FORMULA = "sets-formula"
    TILES = "sets-tiles"
    SAY = "sets-say"
    REST = "sets-rest"
    SNIPPET = "sets-snippet"
    TABLE = "sets-table"


A = Subset("a", "Set A", (1, 2, 3, 5, 8), MOST)
B = Subset("b", "Set B", (2, 3, 4, 8, 9), MOST)
SIZE = Number("size", "Size of the universe", 10, 10, MOST, 1)
PARAMS: tuple[Param, ...] = (A, B, SIZE)
SLIDERS = (SIZE,)

FORMULA = Formula(
    Id.FORMULA,
    "J",
    "{tp}",
    "{tp2} + {fn} + {fp}",
    "{j}",
    "J equals {tp} over {tp2} plus {fn} plus {fp}, that is {j}",
)
TILES = Tiles(Id.TILES, ("in both", "only in B", "only in A", "in neither"))
SAY = Line(Id.SAY, "{start} {tp}{end} {lesson}")
REST = Line(Id.REST, "In full: {value}. {neither} {outside}")
SNIPPET = Line(
    Id.SNIPPET,
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
WORDS = ("in neither set", "only in A", "only in B", "in both sets")


def view(*, a: Sequence[int], b: Sequence[int], size: int) -> View:
    """Return the section in one state; members of A and B beyond the universe are left out of both."""
    universe = range(size)
    in_a, in_b = [x for x in a if x in universe], [x for x in b if x in universe]
    kinds = core.membership(universe, in_a, in_b).tolist()
    counts = core.confusion_counts([x in in_a for x in universe], [x in in_b for x in universe])
    j = core.set_jaccard(in_a, in_b, zero_division=math.nan)
    shares = core.safe_divide([counts.tp, counts.fn, counts.fp], counts.union).tolist()
    ratio = f"{counts.tp}/{counts.union}"
    both = [x for x, kind in zip(universe, kinds, strict=True) if kind == 3]

    figures: dict[str, Any] = {
        Id.STRIP: cells.cells_figure(
            _rows(kinds, None),
            # three lines in each cell, so that a letter keeps its place: A above B
            _rows([f"<b>{x}</b><br>{LETTERS[kind]}" for x, kind in zip(universe, kinds, strict=True)], ""),
            _rows([f"{x}: {WORDS[kind]}" for x, kind in zip(universe, kinds, strict=True)], ""),
            _rows([[x, 0, 1] for x in universe], []),
        ),
        Id.UNION: bars.share_bar(
            [
                Part(share, f"<b>{count}</b><br>{words}", f"{count} {words}: {_listed(members)}", LIGHT[colour])
                for share, count, words, colour, members in (
                    (shares[0], counts.tp, "in both", "tp", both),
                    (shares[1], counts.fn, "only in A", "fn", [x for x in in_a if x not in in_b]),
                    (shares[2], counts.fp, "only in B", "fp", [x for x in in_b if x not in in_a]),
                )
                if count
            ],
            mark=shares[0],
            text=f"J = {score(j)}" if counts.union else "The union is empty.",
        ),
    }
    texts = {
        **FORMULA.texts(
            tp=counts.tp, tp2=counts.tp, fn=counts.fn, fp=counts.fp,
            j=f"{ratio} = {score(j)}" if counts.union else "undefined",
        ),
        **TILES.texts(tp=counts.tp, fp=counts.fp, fn=counts.fn, tn=counts.tn),
        **SAY.texts(**_sentence(counts, both, j)),
        **REST.texts(
            value=f"{ratio} = {j!r}" if counts.union else "0/0, which has no value",
            neither=_neither(counts.tn, size),
            outside=_outside(sorted({*a, *b} - set(universe))),
        ),
        **SNIPPET.texts(
            a=_as_code(in_a), b=_as_code(in_b), size=size, size2=size,
            j=score(j, 4) if counts.union else "ZeroDivisionError: 0/0",
            peer=score(j, 4) if counts.union else "0.0 and a warning, its convention for 0/0",
        ),
    }  # fmt: skip
    return compose(
        NAME,
        {"size": size},
        SLIDERS,
        figures=figures,
        texts=texts,
        parts={
            Target(Id.TABLE): _table(kinds, ratio if counts.union else "0/0", j),
            Target(control_id(NAME, A.key), "options"): controls.cells(_labels(size)),
            Target(control_id(NAME, B.key), "options"): controls.cells(_labels(size)),
        },
    )


def layout(**given: object) -> Component:
    """Return the section's page in the state that an address gives."""
    values = bounded(PARAMS, given)
    shown = view(**values)
    labels = _labels(values["size"])
    return page.section(
        NAME,
        path=PATH,
        over=OVER,
        title=TITLE,
        idea=[
            "How alike are two sets? Count what both have, and divide it by what they have together. "
            "The result lies between 0, nothing in common, and 1, the very same set.",
        ],
        params=PARAMS,
        values=values,
        view=shown,
        lead=[
            controls.toggles(NAME, A, values["a"], labels, columns=IN_A_ROW, meaning="fn"),
            controls.toggles(NAME, B, values["b"], labels, columns=IN_A_ROW, meaning="fp"),
            static_formula(
                "J(A, B)", "|A ∩ B|", "|A ∪ B|",
                spoken="J of A and B equals the size of the intersection over the size of the union",
            ),
            FORMULA.layout(shown.texts),
            TILES.layout(shown.texts),
        ],
        controls=[
            controls.slider(NAME, SIZE, values["size"]),
            controls.presets(PATH, PARAMS, STATES),
        ],
        figures=[
            html.P("Every element of the universe: click one to move it in or out", className="chart-title"),
            page.graph(
                Id.STRIP,
                shown.figures[Id.STRIP],
                described="The universe as a row of cells, each with the sets that its element belongs to",
                height=170,
            ),
            html.P("The union alone: how much of it is shared?", className="chart-title"),
            page.graph(
                Id.UNION,
                shown.figures[Id.UNION],
                described="The union as a bar of full length; the part that both sets have is the Jaccard score",
                height=185,
            ),
            SAY.layout(shown.texts),
            REST.quiet(shown.texts),
        ],
        below=[
            predict(
                NAME,
                "Two sets have 4 elements each, and 2 of them are in both. What is their score?",
                {
                    "1/2": "Half of each set is shared, but the score does not look at one set. It asks how much of "
                    "the union is shared, and the union has 6 elements.",
                    "1/3": "The union has 4 + 4 − 2 = 6 elements, because the 2 in both count once. 2 of 6 is 1/3.",
                    "1/4": "The union does not have 8 elements: the 2 that are in both sets count once.",
                },
                right="1/3",
                see=("See the two sets", href(PATH, PARAMS, a=(0, 1, 2, 3), b=(2, 3, 4, 5))),
            ),
        ],
        folds=[
            page.fold(
                "The numbers",
                page.slot(Id.TABLE, shown.parts),
            ),
            page.code_fold(NAME, [core.membership, core.set_jaccard], SNIPPET, shown.texts),
            page.fold(
                "When both sets are empty",
                page.paragraph(
                    "Two empty sets share nothing and cover nothing. The score would be 0/0, and no rule of arithmetic "
                    "gives that a value, so somebody has to choose one."
                ),
                page.paragraph(
                    "1 says that two empty sets are equal. 0 says that nothing was found in common. The third way is "
                    "to leave such a pair out of every average. A function that computes the score has a setting for "
                    "it, often called zero_division; say which one you used."
                ),
            ),
        ],
    )  # fmt: skip


def _rows(cells: Sequence[T], empty: T) -> list[list[T]]:
    """Return cells in rows as long as the universe is at first, the last one filled up."""
    filled = [*cells, *[empty] * (-len(cells) % IN_A_ROW)]
    return [filled[i : i + IN_A_ROW] for i in range(0, len(filled), IN_A_ROW)]


def _labels(size: int) -> list[str]:
    return [str(x) for x in range(size)]


def _sentence(counts: core.Counts, both: Sequence[int], j: float) -> dict[str, str]:
    if not counts.union:
        return {
            "start": "Both sets are empty: there is nothing to share and nothing to cover.",
            "tp": "",
            "end": "",
            "lesson": "The score is 0/0, which is undefined until you choose: 1 because the sets are equal, 0 because "
            "nothing is shared, or leave the pair out.",
        }
    whole = f"Together A and B have {_elements(counts.union)}"
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
            f"{inner} lies wholly inside {outer}. Even so the {extra} that only {outer} has "
            f"{'keeps' if extra == 1 else 'keep'} the score at {score(j)}."
        )
    return (
        f"The {counts.fn} only in A and the {counts.fp} only in B make the union larger than what is shared, "
        "and that pulls the score below 1."
    )


def _neither(count: int, size: int) -> str:
    if not count:
        return "Every element of the universe is in A or in B."
    if count == size:
        return f"All {size} elements of the universe are in neither set, and those do not count."
    verb, change = ("is", "changes") if count == 1 else ("are", "change")
    return f"{_elements(count)} {verb} in neither set and {change} nothing: let the universe grow, and the score stays."


def _outside(members: Sequence[int]) -> str:
    if not members:
        return ""
    return f"The universe ends before {_listed(members)}, so {'it is' if len(members) == 1 else 'they are'} left out."


def _elements(count: int) -> str:
    return "1 element" if count == 1 else f"{count} elements"


def _listed(members: Iterable[int]) -> str:
    words = [str(x) for x in members]
    return " and ".join([", ".join(words[:-1]), words[-1]] if len(words) > 1 else words)


def _as_code(members: Sequence[int]) -> str:
    return "{" + ", ".join(str(x) for x in members) + "}" if members else "set()"


def _table(kinds: Sequence[int], ratio: str, j: float) -> Element:
    yes = {True: "yes", False: "–"}
    return element(
        "Div",
        [
            page.table(
                ["element", "A", "B", "both", "either"],
                [
                    [x, yes[kind in (1, 3)], yes[kind in (2, 3)], yes[kind == 3], yes[kind > 0]]
                    for x, kind in enumerate(kinds)
                ],
                caption="Membership of every element",
            ),
            page.table(
                ["fraction", "value"],
                [[ratio, "undefined" if math.isnan(j) else repr(j)]],
                caption="The score, with all its digits",
            ),
        ],
    )
