"""What the lessons on averages share: the formulas, the sentence on macro and micro, the tables, and scikit-learn."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple

from components import peer
from components.figures.weighted_bars import height_for
from components.lessons.averaging.groups import ScoredGroups
from components.live.target import Target
from components.markup.table import Cell, Table
from components.page import Graph, TablePlace
from components.words.formula import Formula
from components.words.line import Line
from components.words.numbers import apart, listed, order, plural_of, score, zero_over_zero
from core.jaccard import Average
from core.scores import Weighing

# How each average weighs the scores that it is made of.
WEIGHING: Mapping[Average, Weighing] = {"samples": "equal", "micro": "union", "macro": "equal", "weighted": "support"}
RULES: Mapping[Average, str] = {
    "samples": "· equal weights",
    "micro": "· weights by union",
    "macro": "· equal weights",
    "weighted": "· weights by support",
}

LABELS_SNIPPET = Line(
    "snippet",
    "from sklearn.metrics import jaccard_score\n\n"
    "y_true = {true}\n"
    "y_pred = {pred}\n"
    "zero_division = {zero}\n"
    "for average in {averages}\n"
    "    print(average, jaccard_score(y_true, y_pred, average=average, zero_division=zero_division))\n",
)
CLASSES_SNIPPET = Line(
    "snippet",
    "from sklearn.metrics import jaccard_score\n\n"
    "y_true = {true_classes}\n"
    "y_pred = {pred_classes}\n"
    "zero_division = {class_zero}\n"
    "labels = {classes}  # without this, a class that does not occur has no score\n"
    'for average in ("macro", "micro", "weighted", None):\n'
    "    print(average, jaccard_score(\n"
    "        y_true, y_pred, labels=labels, average=average, zero_division=zero_division))\n",
)


def averages(groups: Mapping[Average, ScoredGroups]) -> dict[Average, float]:
    """Return the averages by their names; `groups` are the scores that each is made of."""
    return {name: scored.average(WEIGHING[name]) for name, scored in groups.items()}


# ---- pieces --------------------------------------------------------------------------------------------------------


class Pieces(NamedTuple):
    """What a lesson shows of its averages."""

    micro: Formula
    macro: Formula
    bars: Graph
    table: TablePlace
    peer: Line
    counts: TablePlace

    def texts(self, groups: ScoredGroups, found: Mapping[Average, float]) -> dict[Target, str]:
        """Return the texts of both formulas, and what the scikit-learn column of the table holds."""
        whole = groups.whole
        numerator, denominator = groups.numerator_and_denominator("equal")
        macro = score(found["macro"]) if denominator else zero_over_zero()
        return {
            **self.micro.texts(
                tp=whole.tp, tp2=whole.tp, fp=whole.fp, fn=whole.fn, j=micro_in_words(groups, found["micro"])
            ),
            **self.macro.texts(sum=numerator, count=denominator, j=macro),
            **self.peer.texts(peer=peer_in_words(groups)),
        }


def pieces(averages: Sequence[Average]) -> Pieces:
    """Return the pieces of a lesson."""
    return Pieces(
        Formula(
            "micro",
            "micro",
            "{tp}",
            "{tp2} + {fp} + {fn}",
            "{j}",
            small=True,
        ),
        Formula(
            "macro",
            "macro",
            "{sum}",
            "{count}",
            "{j}",
            small=True,
        ),
        Graph(
            "bars",
            f"The averages {listed([str(name) for name in averages])} as rows of bars. The width of a bar is the weight of "
            "a score, its height is the score.",
            height=height_for(len(averages)),
            least=height_for(len(averages)) * 3 // 4,
        ),
        TablePlace("averages"),
        Line("peer", "{peer}", live=False),
        TablePlace("numbers"),
    )


def micro_in_words(groups: ScoredGroups, value: float) -> str:
    """Return the micro average in words; where nothing is positive, that it is 0/0."""
    return score(value) if groups.whole.union else groups.micro_fraction


# ---- sentences -----------------------------------------------------------------------------------------------------


def micro_and_macro(groups: ScoredGroups, micro: float, macro: float) -> str:
    """Return both averages, and which score does most to set the mean of the scores apart from that of all counts."""
    total = groups.whole.union
    if not total:
        return f"Micro is {groups.micro_fraction}. Macro is {score(macro)}."
    sign = order(macro, micro)
    if not sign:
        return f"Micro and macro are both {score(macro)}."
    averaged = [i for i, empty in enumerate(groups.empty) if not (empty and groups.leaves_out)]

    def pulled(k: int) -> float:
        """Return how far the weight of a group moves macro away from micro; over all groups it adds up to the difference."""
        return float((groups.scores[k] - micro) * (1 / len(averaged) - groups.counts.union[k] / total))

    i = max(averaged, key=lambda k: sign * pulled(k))
    both = "Micro is {}, macro {}.".format(*apart(micro, macro))
    return (
        f"{both} Most of the difference comes from {groups.spoken[i]}: its score, {groups.fractions[i]}, weighs "
        f"{groups.counts.union[i]}/{total} in micro and 1/{len(averaged)} in macro."
    )


def peer_in_words(groups: ScoredGroups) -> str:
    """Return what the scikit-learn column of the table holds; nothing where there is no such column."""
    if not peer.installed():
        return ""
    if len(groups.keys) == 1:
        return (
            "scikit-learn takes a matrix of one column for a vector of classes, and would average over the classes 0 and 1. "
            "So its column is empty now."
        )
    if groups.leaves_out:
        return (
            "scikit-learn cannot leave 0/0 out: its documentation names nan for that, but the function refuses it. So "
            "its column is empty now."
        )
    return "scikit-learn itself computes its column from the same data, after every change."


def zero_in_code(zero_division: float) -> str:
    """Return the rule for 0/0 as the snippet sets it."""
    if zero_division != zero_division:
        return "0  # scikit-learn cannot leave 0/0 out"
    return f"{zero_division:g}"


# ---- tables --------------------------------------------------------------------------------------------------------


def averages_table(
    y_true: Any,
    y_pred: Any,
    found: Mapping[Average, float],
    made_of: Sequence[str],
    groups: ScoredGroups,
    **options: Any,
) -> Table:
    """Return every average and the score of every group, and scikit-learn's beside them where it is installed.

    `made_of` says what each average is.
    """
    names = [*(str(name) for name in found), *groups.names]
    ours = [*found.values(), *groups.scores.tolist()]
    columns: dict[str, Sequence[Any]] = {"score": names, "here": ours}
    if peer.installed():
        theirs = _peer_column(y_true, y_pred, list(found), groups, **options)
        columns["scikit-learn"] = theirs or [Cell(None, "–")] * len(ours)
    columns["made of"] = [*made_of, *groups.fractions]
    return Table(
        list(columns),
        list(zip(*columns.values(), strict=True)),
        caption=f"The averages and the score of each {groups.noun}",
        digits=4,
    )


def _peer_column(
    y_true: Any, y_pred: Any, names: Sequence[Average], groups: ScoredGroups, **options: Any
) -> list[float]:
    """Return scikit-learn's averages, then its score of each group; nothing where it has none."""
    if groups.leaves_out or len(groups.keys) == 1:
        return []
    by_name = [
        peer.value("jaccard_score", y_true, y_pred, average=name, zero_division=groups.zero_division, **options)
        for name in (*names, None)
    ]
    return [*by_name[:-1], *by_name[-1]]


def counts_table(groups: ScoredGroups, weights: Mapping[str, Weighing]) -> Table:
    """Return the counts and the score of every group, and its weight in averages: a column for each of `weights`."""
    counts = (count.tolist() for count in (groups.counts.tp, groups.counts.fp, groups.counts.fn, groups.counts.tn))
    shares = (
        [Cell(share, f"{share:.1%}") if groups.has_weights(by) else Cell(None, "–") for share in groups.weights[by]]
        for by in weights.values()
    )
    return Table(
        [groups.noun, "TP", "FP", "FN", "TN", "TP/union", "J", *weights],
        list(zip(groups.names, *counts, groups.fractions, groups.scores.tolist(), *shares, strict=True)),
        caption=plural_of(groups.noun).capitalize(),
    )
