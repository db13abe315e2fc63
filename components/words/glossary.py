"""The words of the field: what each means, in two sentences, and the spellings by which it is known on a page.

A word is declared here and nowhere else. Pages underline it where they use it first (components/page/terms.py), and the
glossary lists all (components/glossary.py).
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from typing import NamedTuple

PATH = "/glossary"


@dataclass(frozen=True)
class Term:
    """A word of the field: its name, two sentences that say what it means, and the lesson that teaches it, by its path.

    `formula` is (left, right) or (left, numerator, denominator). `also` are other names of it. They count as it on a page,
    and so do `forms`, which no list needs to show; each also with a capital and in the plural.
    """

    name: str
    meaning: str
    taught: str
    formula: tuple[str, ...] = ()
    also: tuple[str, ...] = ()
    forms: tuple[str, ...] = ()

    @cached_property
    def id(self) -> str:
        """Its place in the glossary, as an address says it."""
        return "zero-over-zero" if self.name == "0/0" else re.sub(r"[^a-z0-9]+", "-", self.name.lower()).strip("-")

    @property
    def spellings(self) -> tuple[str, ...]:
        """All that counts as it on a page."""
        return self.name, *self.also, *self.forms

    @property
    def address(self) -> str:
        """The path of its place in the glossary."""
        return f"{PATH}#{self.id}"


TERMS = (
    Term(
        "Jaccard score",
        "The share of what two sets have in common in all that is in either of them. To judge a model, one set is what is "
        "true, and the other is what it predicts.",
        "/sets",
        formula=("J(A, B)", "|A ∩ B|", "|A ∪ B|"),
        also=("Jaccard index",),
        forms=("Jaccard",),
    ),
    Term(
        "Jaccard distance",
        "How different two sets are: one less their Jaccard score. Equal sets have the distance zero.",
        "/sets",
        formula=("distance", "1 − J"),
    ),
    Term(
        "Intersection",
        "The elements that are in both of two sets. Of a prediction, these are the true positives.",
        "/sets",
        formula=("A ∩ B", "in A and in B"),
    ),
    Term(
        "Union",
        "The elements that are in at least one of two sets, each counted once. Of a prediction, these are the true positives "
        "and all errors.",
        "/sets",
        formula=("A ∪ B", "in A or in B"),
    ),
    Term(
        "0/0",
        "What a score comes to where its union is empty. Arithmetic gives 0/0 no value, so one chooses a rule, such as the "
        "setting zero_division of scikit-learn.",
        "/pitfalls/empty",
        also=("zero_division",),
    ),
    Term(
        "True positive",
        "An item that is positive and is predicted positive. It is also called a hit.",
        "/binary",
        also=("TP",),
    ),
    Term(
        "False positive",
        "An item that is predicted positive but is negative. It is also called a false alarm.",
        "/binary",
        also=("FP", "false alarm"),
    ),
    Term(
        "False negative",
        "An item that is positive but is predicted negative. It is also called a miss.",
        "/binary",
        also=("FN",),
    ),
    Term(
        "True negative",
        "An item that is negative and is predicted negative. Accuracy counts it, the Jaccard score does not.",
        "/true-negatives",
        also=("TN",),
    ),
    Term(
        "Accuracy",
        "The share of all items that are predicted right. Where positives are rare, it is high even for a model that finds "
        "none of them.",
        "/true-negatives",
        formula=("accuracy", "TP + TN", "TP + FP + FN + TN"),
    ),
    Term(
        "Precision",
        "The share of true positives in all that is predicted positive. It falls with every false positive.",
        "/errors",
        formula=("precision", "TP", "TP + FP"),
    ),
    Term(
        "Recall",
        "The share of true positives in all that is positive. It falls with every false negative.",
        "/errors",
        formula=("recall", "TP", "TP + FN"),
    ),
    Term(
        "Specificity",
        "The share of true negatives in all that is negative. It rewards what the Jaccard score leaves out.",
        "/trade-offs",
        formula=("specificity", "TN", "TN + FP"),
    ),
    Term(
        "F1",
        "A score between precision and recall, their harmonic mean. It puts two results in the same order as the Jaccard "
        "score does.",
        "/f1",
        formula=("F1", "2 TP", "2 TP + FP + FN"),
        also=("F1 score",),
    ),
    Term(
        "Dice",
        "What F1 is called where masks are compared. It is never lower than IoU.",
        "/masks",
        formula=("Dice", "2 |A ∩ B|", "|A| + |B|"),
        also=("Dice score",),
    ),
    Term(
        "Mask",
        "A yes or a no for every pixel of an image, which says whether it belongs to an object. Two masks are compared as "
        "sets of pixels.",
        "/masks",
    ),
    Term(
        "IoU",
        "Intersection over union, which is what the Jaccard score is called for masks and boxes. It says how well two "
        "regions of an image cover each other.",
        "/masks",
        formula=("IoU", "|A ∩ B|", "|A ∪ B|"),
        also=("intersection over union",),
        forms=("intersection over union (IoU)",),
    ),
    Term(
        "Segmentation",
        "To say of every pixel of an image whether it belongs to an object. The result is a mask.",
        "/masks",
    ),
    Term(
        "Detection",
        "To find the objects in an image and draw a box around each. A program that does so is a detector.",
        "/masks/boxes",
        forms=("detector",),
    ),
    Term(
        "Pooled IoU",
        "The IoU of all images together, with their pixels in one count. Large objects weigh most in it.",
        "/masks/images",
    ),
    Term(
        "Confidence",
        "How sure a detector says it is of a box. One keeps the boxes from some confidence on.",
        "/masks/detections",
    ),
    Term(
        "Average precision",
        "The area below the curve of precision over recall, which is drawn as the lowest confidence falls. So it is one number "
        "for every choice of that confidence.",
        "/masks/detections",
        also=("AP",),
        forms=("average precision (AP)",),
    ),
    Term(
        "mAP",
        "The mean of the average precision over several classes. Some reports take the mean over several thresholds too.",
        "/masks/detections",
    ),
    Term(
        "Multilabel",
        "Each item may have several labels at once, or none. Every label is a yes or a no of its own.",
        "/averaging",
        forms=("multi-label",),
    ),
    Term(
        "Multiclass",
        "Each item has exactly one of several classes. To score a class, it is taken as positive and all others as negative.",
        "/averaging/classes",
    ),
    Term(
        "Micro average",
        "One score from the counts of all labels or classes, added up. Frequent ones weigh most in it.",
        "/averaging",
        forms=("micro",),
    ),
    Term(
        "Macro average",
        "The plain mean of the scores of all labels or classes. A rare one weighs as much as a frequent one.",
        "/averaging",
        forms=("macro",),
    ),
    Term(
        "Weighted average",
        "The mean of the scores of all labels or classes, each weighted by its support. Frequent ones weigh most in it.",
        "/averaging",
        forms=("weighted",),
    ),
    Term(
        "Samples average",
        "The mean of the scores of all samples, each over its own labels. It says how good the labels of a typical sample are.",
        "/averaging",
    ),
    Term(
        "Support",
        "How many items truly have a label or are of a class. It is the true positives and the false negatives together.",
        "/averaging",
        formula=("support", "TP + FN"),
    ),
    Term(
        "Prevalence",
        "The share of the items that are positive. It is also the Jaccard score of a model that predicts everything positive.",
        "/thresholds",
        formula=("prevalence", "TP + FN", "TP + FP + FN + TN"),
        also=("share of positives",),
    ),
    Term(
        "Threshold",
        "The value that a score has to reach to count as a yes. A higher one says yes less often: with fewer false positives, "
        "but more false negatives.",
        "/thresholds",
    ),
    Term(
        "Grid",
        "Values at equal steps that are tried one after the other, such as thresholds. The best value may lie between two of "
        "them.",
        "/thresholds",
    ),
    Term(
        "Calibrated",
        "Scores are calibrated if they are probabilities: of many items with the same score, that share is positive. A score "
        "that only puts items in order need not be.",
        "/thresholds/calibration",
        forms=("calibration",),
    ),
    Term(
        "Odds",
        "How many times more likely a yes is than a no. Even odds are a probability of one half.",
        "/thresholds/calibration",
        formula=("odds", "p", "1 − p"),
    ),
    Term(
        "Logit",
        "The logarithm of the odds, a score without a lowest or a highest value. A curve like an S squeezes it into a "
        "probability.",
        "/thresholds/calibration",
        formula=("logit", "log(p / (1 − p))"),
    ),
    Term(
        "Temperature",
        "A number that all logits are divided by. A low one makes probabilities surer, a high one makes them less sure.",
        "/thresholds/calibration",
    ),
    Term(
        "95 % interval",
        "A range around a result that shows how far chance may have moved it. Of many such ranges, all but one in twenty hold "
        "the true value.",
        "/pitfalls/paired",
        also=("confidence interval",),
    ),
    Term(
        "Wilson interval",
        "An interval for a share of independent items, which holds well for few of them too. For the Jaccard score it is the "
        "share of true positives in the union.",
        "/soft-jaccard/test",
        forms=("Wilson’s interval", "Wilson’s formula", "Wilson’s"),
    ),
    Term(
        "Bootstrap",
        "Drawing as many items as there are from the same data, again and again, each time with repeats. How much the score "
        "differs from draw to draw shows its chance.",
        "/pitfalls/paired",
        forms=("paired bootstrap", "drawn anew with replacement", "resample", "resampled"),
    ),
    Term(
        "Paired interval",
        "An interval for the difference of two models on the same items. An item that is hard for both does not widen it.",
        "/pitfalls/paired",
        forms=("95 % paired interval", "paired"),
    ),
    Term(
        "Standard error",
        "How far a result typically lies from its true value by chance. It shrinks with more items.",
        "/pitfalls/paired",
    ),
    Term(
        "Student’s t",
        "The usual interval for a mean of few values, named after its author’s pen name. The more the values differ, the wider "
        "it is.",
        "/soft-jaccard/seeds",
        forms=("Student’s interval",),
    ),
    Term(
        "Seed",
        "The number that a computer draws its random numbers from. The same seed gives the same data again.",
        "/soft-jaccard/seeds",
    ),
    Term(
        "Training set",
        "The data that a model learns from. Its score there is better than on new data, because it has seen the answers.",
        "/soft-jaccard",
        also=("training data",),
    ),
    Term(
        "Validation set",
        "Data kept apart from training, on which one chooses, such as a threshold. The score of what was chosen is too good "
        "there.",
        "/soft-jaccard/threshold",
    ),
    Term(
        "Test set",
        "Data kept apart from training and from every choice. So the score there is what to expect on new data.",
        "/soft-jaccard/test",
    ),
    Term(
        "Loss",
        "A number for how wrong a model is, which training makes smaller. It has to change smoothly with the model, as a count "
        "does not.",
        "/soft-jaccard",
        forms=("losses",),
    ),
    Term(
        "Log loss",
        "The usual loss for probabilities. It is high where a model was sure of what is not so.",
        "/soft-jaccard",
        formula=("log loss", "mean of −log p(true label)"),
    ),
    Term(
        "Gradient",
        "The direction in which a loss rises fastest, and how steeply. Training goes the other way, step by step.",
        "/soft-jaccard",
    ),
    Term(
        "Learning rate",
        "The number that the gradient is multiplied by to make a training step. If it is too small nothing is learned, if too "
        "large the steps overshoot.",
        "/soft-jaccard",
    ),
    Term(
        "Iteration",
        "One step of training, which changes the model a little. Its number says how long the training has run.",
        "/soft-jaccard",
        forms=("training iteration",),
    ),
    Term(
        "Weights of a model",
        "The numbers that training changes. Each feature of an item is multiplied by its weight.",
        "/soft-jaccard",
    ),
    Term(
        "L2 penalty",
        "What large weights add to the loss: the sum of their squares. It holds a model back from following chance.",
        "/soft-jaccard",
        forms=("penalty", "penalty on the weights"),
    ),
    Term(
        "Finite differences",
        "The slope of a function from two of its values close together. It checks a gradient that was worked out on paper.",
        "/soft-jaccard",
    ),
    Term(
        "Standardised",
        "Shifted and stretched so that the mean is zero and the spread is one. Then no feature counts more because of its unit.",
        "/soft-jaccard/test",
    ),
    Term(
        "Soft count",
        "A count in which an item counts by its probability, not by a yes or a no. It changes smoothly, so training can "
        "follow it.",
        "/soft-jaccard",
    ),
    Term(
        "Soft Jaccard",
        "The Jaccard score of soft counts. What it lacks to one is a loss that a model can be trained with.",
        "/soft-jaccard",
        formula=("soft J", "Σ y p", "Σ y + Σ p − Σ y p"),
        also=("soft J",),
    ),
    Term(
        "Accuracy paradox",
        "A model that finds nothing can have a higher accuracy than one that is of use. This happens where one class is much "
        "more frequent than the other.",
        "/exercises/1",
    ),
    Term(
        "Soft Dice",
        "The F1 of soft counts. As a loss it leads to the same model as soft Jaccard, with steps of another length.",
        "/exercises/3",
        formula=("soft Dice", "2 Σ y p", "Σ y + Σ p"),
    ),
    Term(
        "Lovász hinge",
        "A loss that joins the values of the Jaccard score by straight pieces. It sorts the items by how wrong they are.",
        "/soft-jaccard",
        forms=("Lovász-softmax loss",),
    ),
)


class Found(NamedTuple):
    """A term in a text, and where it stands there."""

    term: Term
    start: int
    end: int


def found(text: str) -> Iterator[Found]:
    """Return the terms in a text, in its order; a longer spelling goes before one that it begins with."""
    for match in _PATTERN.finditer(text):
        yield Found(_BY_SPELLING[match[1].lower()], *match.span())


_BY_SPELLING = {spelling.lower(): term for term in TERMS for spelling in term.spellings}


def _pattern() -> re.Pattern[str]:
    spellings = sorted((each for term in TERMS for each in term.spellings), key=len, reverse=True)
    return re.compile(rf"(?<![\w-])({'|'.join(map(_either_case, spellings))})s?(?![\w-])")


def _either_case(spelling: str) -> str:
    """Return the pattern of a spelling whose first letter may be a capital or not; TP and IoU are never written otherwise."""
    word = spelling.split()[0]
    if not word[0].isalpha() or word[1:] != word[1:].lower():
        return re.escape(spelling)
    return f"[{word[0].upper()}{word[0].lower()}]{re.escape(spelling[1:])}"


_PATTERN = _pattern()
