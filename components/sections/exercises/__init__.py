"""Exercises: three tasks that check themselves, each with hints and a worked answer that stay folded until they are wanted."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from dash import html

from components.page import Checks, Fold, Made, Part, Section
from components.page.pieces import pieces
from components.progress import progress
from components.sections.exercises import micro_and_macro, same_accuracy, two_losses

__all__ = ["SECTION", "Exercises"]

# The notebook's own two, and the papers that the course leans on.
REFERENCES = {
    "scikit-learn: jaccard_score": "https://scikit-learn.org/stable/modules/generated/sklearn.metrics.jaccard_score.html",
    "Wikipedia: Jaccard index": "https://en.wikipedia.org/wiki/Jaccard_index",
    "Lipton, Elkan and Narayanaswamy (2014): thresholds that maximise F1": "https://arxiv.org/abs/1402.1892",
    "Berman, Triki and Blaschko (2018): the Lovász-softmax loss": "https://arxiv.org/abs/1705.08790",
}


# A dataclass takes the fields of its last base first, so the keys are in the order of the page.
@dataclass(frozen=True)
class Exercises(two_losses.TwoLosses, micro_and_macro.MicroAndMacro, same_accuracy.SameAccuracy):
    """What the reader has built in the first two tasks, and the experiment of the third."""


_LINKS = [html.A(words, href=to, target="_blank", rel="noreferrer") for words, to in REFERENCES.items()]

_PARTS: tuple[Part[Any], ...] = (same_accuracy.PART, micro_and_macro.PART, two_losses.PART)
# The questions are counted over the whole course, and told on the first page.
_TASKS = [piece for part in _PARTS for piece in pieces(part.contents()) if isinstance(piece, Checks)]

SECTION = Section(
    name="exercises",
    number="10",
    topic="Exercises",
    title="Exercises",
    summary="Three tasks that check themselves, each with hints and a worked answer.",
    idea=[
        "Whoever evaluates a model chooses a score and an average, and whoever trains one chooses a loss. Each task is about "
        "one of these choices. It says at every step what is right already and what is missing, and it accepts every answer "
        "that meets its conditions.",
    ],
    state=Exercises,
    parts=_PARTS,
    below=[
        Made(lambda _: html.Div(progress(_TASKS, clears=True), className="below")),
        html.Section([html.H2("To read on"), html.Ul([html.Li(link) for link in _LINKS])], className="panel below"),
    ],
    folds=[Fold("The numbers", *(task.TABLE for task in (same_accuracy, micro_and_macro, two_losses)))],
)
