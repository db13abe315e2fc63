"""Thresholds: where to cut, whether the scores are probabilities, and a threshold that needs no labels."""

from __future__ import annotations

from dataclasses import dataclass

import core
from components.page import Code, Fold, Predict, Section, paragraph
from components.sections.thresholds import calibrated, cut, without_labels
from components.words.formula import static_formula

__all__ = ["SECTION", "Thresholds"]


@dataclass(frozen=True)
class Thresholds(without_labels.WithoutLabels):
    """The threshold and its sample, what is done to its probabilities, and the many small samples."""


SECTION = Section(
    name="thresholds",
    number="6",
    topic="Thresholds",
    title="Where to cut",
    summary="A score becomes a decision by a threshold. Move it and see which errors it trades.",
    idea=[
        "A model gives each item a score, and the Jaccard score needs a yes or a no. The threshold decides: an item whose "
        "score reaches it is predicted positive. Move it and watch how false positives turn into false negatives. The "
        "same model can look good or bad by this choice alone.",
    ],
    state=Thresholds,
    parts=[cut.PART, calibrated.PART, without_labels.PART],
    below=[
        Predict(
            "If positives become rarer, where does the best threshold go?",
            {
                "lower": "A lower threshold would find a few more positives. But every negative that it lets through makes "
                "the union larger, and there are more negatives now.",
                "stays": "The curve of one sample can look that way for a while, because its best threshold jumps from one "
                "peak to the next. With many items the move is steady: the threshold goes up.",
                "higher": "There are fewer positives to win and more negatives to let in by mistake, so it pays to be "
                "strict. This holds for scores as they are drawn here. Probabilities shrink by themselves when positives "
                "are rare, and then their best threshold goes down.",
            },
            right="higher",
            see=("See it with 5% positives", {"n": 5000, "prevalence": 0.05}),
        ),
    ],
    folds=[
        Fold("The numbers", cut.TABLE, calibrated.TABLE, without_labels.TABLE),
        Code(
            [
                core.threshold_counts,
                core.best_on_grid,
                core.best_exact,
                core.calibration_bins,
                core.threshold_without_labels,
            ],
            cut.SNIPPET,
        ),
        Fold(
            "Common mistakes",
            static_formula("t*", "J*", "1 + J*", spoken="t star equals J star over 1 plus J star"),
            paragraph(
                "Scores are not probabilities just because they lie between 0 and 1. For true probabilities the best "
                "threshold is never above one half: it is J*/(1 + J*), where J* is the best score that can be reached. The "
                "notebook that this course grew from adds the separation to the logits, which are the scores before they "
                "are squeezed into 0 to 1. It leaves out how rare positives are, so a score of 0.5 means far less than one "
                "in two. That is why its best threshold is so high: 0.778 for very many items, and 0.845 for these 400 by "
                "chance. Choose calibrated scores above and a large sample, and see the best threshold move to J*/(1 + J*)."
            ),
            paragraph(
                "A grid of thresholds can miss the best one. Only thresholds between different scores make a difference, "
                "so trying each score once is exact. The notebook’s grid of 201 thresholds misses nothing here, but its "
                "grid in section 7 does."
            ),
        ),
    ],
)
