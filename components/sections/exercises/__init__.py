"""Exercises: three tasks to do oneself, each with a hint and a worked answer that stay folded until they are wanted."""

from __future__ import annotations

from dash import html

from components.page import Section
from components.sections.exercises import micro_and_macro, same_accuracy, two_losses
from components.state import State

__all__ = ["SECTION"]

# The notebook's own two, and the papers that the course leans on.
REFERENCES = {
    "scikit-learn: jaccard_score": "https://scikit-learn.org/stable/modules/generated/sklearn.metrics.jaccard_score.html",
    "Wikipedia: Jaccard index": "https://en.wikipedia.org/wiki/Jaccard_index",
    "Lipton, Elkan and Naryanaswamy (2014): thresholds that maximise F1": "https://arxiv.org/abs/1402.1892",
    "Berman, Triki and Blaschko (2018): the Lovász-softmax loss": "https://arxiv.org/abs/1705.08790",
}

_LINKS = [html.A(words, href=to, target="_blank", rel="noreferrer") for words, to in REFERENCES.items()]

SECTION = Section(
    name="exercises",
    number="10",
    topic="Exercises",
    title="Exercises",
    summary="Three tasks to try with pen, paper and NumPy, each with a hint and a worked answer.",
    idea=[
        "Whoever evaluates a model has to choose a score and an average, and whoever trains one has to choose a loss. Each "
        "of these three tasks is about one of these choices. Try it with pen, paper and NumPy before you open the hint, and "
        "read the hint before you open the answer.",
    ],
    state=State,
    parts=[same_accuracy.PART, micro_and_macro.PART, two_losses.PART],
    below=[
        html.Section([html.H2("To read on"), html.Ul([html.Li(link) for link in _LINKS])], className="panel below"),
    ],
)
