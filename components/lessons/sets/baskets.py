"""Two shopping baskets: who buys alike, and what to recommend to whom."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from dash import html

import core
from components.figures.base import Drawn
from components.figures.membership_grid import membership_grid
from components.lessons import chapters
from components.lessons.sets import LETTERS, UNION, half, union_bar
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
    TablePlace,
    Task,
    Toggles,
    paragraph,
)
from components.page.clicks import Advances
from components.state import State, Subset, of
from components.words.formula import jaccard_formula, jaccard_texts
from components.words.line import Line
from components.words.numbers import exact, listed, score, zero_over_zero

GOODS = (
    "milk", "bread", "butter", "eggs", "cheese", "apples", "pears", "tea", "coffee", "pasta", "rice", "fish",
)  # fmt: skip
IN_A_ROW = 4

A = Subset("a", "Basket A", (0, 1, 2, 5, 8), len(GOODS))
B = Subset("b", "Basket B", (0, 1, 2, 4, 6, 8), len(GOODS))


@dataclass(frozen=True)
class Baskets(State):
    """What two customers have bought."""

    a: tuple[int, ...] = of(A)
    b: tuple[int, ...] = of(B)


SHELF = Graph(
    "shelf",
    "The goods of the shop as cells, each with the baskets that it is in",
    height=250,
    least=190,
    click=Advances((A, B)),
)
FORMULA = jaccard_formula("formula")
SAY = Line("say", "{number} {lesson}")
SUGGEST = Line("suggest", "{to_a} {to_b}", live=False)
CHECKS = Checks("sets-baskets", ("half", "each"))
TABLE = TablePlace("table")

MUCH_LARGER = {"a": (0, 1), "b": tuple(range(10))}
STATES: dict[str, dict[str, Any]] = {
    "Nearly the same": {"a": (0, 1, 2, 5, 8), "b": (0, 1, 2, 5, 7)},
    "Nothing in common": {"a": (0, 1, 3), "b": (7, 9, 11)},
    "A small and a large one": MUCH_LARGER,
    "Both empty": {"a": (), "b": ()},
}
WHERE = ("in neither basket", "only in A", "only in B", "in both baskets")


def view(state: Baskets) -> View:
    """Return the lesson in one state."""
    goods = range(len(GOODS))
    kinds = core.membership(goods, state.a, state.b).tolist()
    counts = core.confusion_counts([x in state.a for x in goods], [x in state.b for x in goods])
    j = core.set_jaccard(state.a, state.b, zero_division=math.nan)
    only_a, only_b, both = ([GOODS[x] for x, k in enumerate(kinds) if k == kind] for kind in (1, 2, 3))
    ratio = f"{counts.tp}/{counts.union}"
    checks = {"half": half(counts), "each": _each(counts)}
    return View(
        figures={SHELF.id: _shelf(kinds), UNION.id: union_bar(counts, j, [*map(listed, (both, only_a, only_b))])},
        texts={
            **jaccard_texts(
                FORMULA,
                counts.tp,
                counts.fp,
                counts.fn,
                f"{ratio} = {score(j)}" if counts.union else zero_over_zero(),
            ),
            **SAY.texts(number=f"J is {score(j) if counts.union else zero_over_zero()}.", lesson=_lesson(counts)),
            **CHECKS.texts(checks),
            **SUGGEST.texts(
                to_a=_suggested(only_b, "A", "B") if both else "",
                to_b=_suggested(only_a, "B", "A") if both else "",
            ),
        },
        tables={TABLE.id: _tables(kinds, ratio, j)},
        props=CHECKS.marks(checks),
    )


def _shelf(kinds: Sequence[int]) -> Drawn:
    def rows(items: Sequence[Any]) -> list[list[Any]]:
        return [list(items[i : i + IN_A_ROW]) for i in range(0, len(items), IN_A_ROW)]

    goods = list(zip(GOODS, kinds, strict=True))
    return membership_grid(
        rows(kinds),
        rows([f"<b>{name}</b><br>{LETTERS[kind].replace('<br>', ' ')}" for name, kind in goods]),
        rows([f"{name}: {WHERE[kind]}" for name, kind in goods]),
        rows([[x, 0, 1] for x in range(len(GOODS))]),
    )


# ---- words ---------------------------------------------------------------------------------------------------------


def _lesson(counts: core.Counts) -> str:
    if not counts.union:
        return "Both baskets are empty, so nobody can say how alike the customers are."
    if counts.tp == counts.union:
        return "The baskets are the same, so neither customer can learn of anything from the other."
    if not counts.tp:
        return "The baskets share nothing, so these customers tell each other nothing."
    return f"The baskets share {counts.tp} of the {counts.union} goods that are in either of them."


def _each(counts: core.Counts) -> Check:
    met = bool(counts.fn and counts.fp)
    return Check(
        met,
        f"Something only in A, and something only in B: {'yes' if met else 'not yet'}, {counts.fn} and {counts.fp}.",
    )


def _suggested(goods: Sequence[str], to: str, source: str) -> str:
    if not goods:
        return ""
    return f"A recommender would suggest to {to} what only {source} has bought: {listed(goods)}."


def _tables(kinds: Sequence[int], ratio: str, j: float) -> list[Table]:
    return [
        Table(
            ["good", "A", "B", "both", "either"],
            [
                [name, *(Cell(held, "yes" if held else "–") for held in (k in (1, 3), k in (2, 3), k == 3, k > 0))]
                for name, k in zip(GOODS, kinds, strict=True)
            ],
            caption="Both baskets",
        ),
        Table(
            ["fraction", "value"],
            [[ratio, Cell(j, exact(j, undefined=zero_over_zero()))]],
            caption="The score, with all its digits",
        ),
    ]


# ---- the page ------------------------------------------------------------------------------------------------------

LESSON = Lesson(
    path="/sets/baskets",
    chapter=chapters.SETS,
    title="Two shopping baskets",
    summary="How alike do two customers buy, and what would a shop recommend to them?",
    minutes=2,
    further=True,
    idea=[
        "A shop that wants to recommend something to a customer looks for others who buy alike.",
    ],
    state=Baskets,
    view=view,
    lead=[
        Toggles(A, GOODS, columns=IN_A_ROW, meaning="fn goods"),
        Toggles(B, GOODS, columns=IN_A_ROW, meaning="fp goods"),
        FORMULA,
    ],
    figures=[
        html.P(
            ["The shelf", html.Span(": click a cell to put it into a basket or back", className="served")],
            className="chart-title",
        ),
        SHELF,
        html.P("Both baskets together: how much of it is shared?", className="chart-title"),
        UNION,
        SAY,
        SUGGEST,
    ],
    controls=[Presets(STATES)],
    question=Predict(
        "A has 2 goods. B has 10, and the 2 of A are among them. How alike do they buy, by the Jaccard score?",
        {
            "1": "All that A has is in basket B. But B has 8 goods that A does not have, and they belong to the union.",
            "0.5": "The score does not take the mean of A's view and B's view. It divides the 2 shared goods by the union.",
            "0.2": "2 goods are shared, and the union has 10: 2/10. A much larger basket has a low score with a small one.",
        },
        right="0.2",
        see=("See the two baskets", MUCH_LARGER),
        hides=(UNION, SAY),
    ),
    called=[
        paragraph(
            "To look for people with similar sets, and to suggest what they have, is called ",
            html.B("collaborative filtering"),
            ". J is one of its measures of similarity, for what people have bought, seen or liked.",
        )
    ],
    task=Task("Fill the baskets so that J is exactly 1/2 and each customer gets a suggestion.", CHECKS),
    folds=[
        Fold("The numbers", TABLE),
        Code([core.set_jaccard]),
        Fold(
            "Common mistakes",
            paragraph(
                html.B("What everybody buys. "),
                "Two customers who share nothing but milk look alike, although nearly everybody buys milk. Recommenders "
                "give rare goods more weight for this reason.",
            ),
        ),
    ],
)
