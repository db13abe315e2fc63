"""Training for overlap: a loss that is the Jaccard score of probabilities, and what one wrong division does to it."""

from __future__ import annotations

from dataclasses import dataclass

import core
from components.page import Code, Fold, Section, paragraph
from components.sections.soft_jaccard import chosen, evaluation, seeds, training
from components.words.formula import static_formula


@dataclass(frozen=True)
class SoftJaccard(training.Training, seeds.Repeated):
    """The models, the iteration that is looked at, and the many seeds: the evaluation needs the models alone."""


MISTAKES = Fold(
    "Common mistakes",
    static_formula(
        "printed step",
        "exact step",
        "n = 700",
        spoken="the printed step is the exact step divided by n, which is 700",
    ),
    paragraph(
        "Only the gradient of a mean is divided by the number of items n. The log loss is a mean. The soft Jaccard loss is "
        "not: it is a ratio of two sums. The notebook that this course grew from divides its gradient by n all the same. "
        "With 700 training items each step is 700 times too small."
    ),
    paragraph(
        "A gradient that is too small also makes the penalty on the weights too strong, because nothing divides the "
        "penalty. In the notebook the penalty weighs 700 times as much as it should. Its run has the learning rate 1 and "
        "the L2 penalty 0.01. The exact gradient does just the same with the learning rate 1/700 and the L2 penalty 7. The "
        "model hardly leaves its start: all its test probabilities lie between 0.491 and 0.515."
    ),
    paragraph(
        "A grid of thresholds can miss the best one. The notebook tries a threshold every 0.01, and only two of them lie "
        "in so narrow a band. Its best score of 0.2857 belongs to the grid, not to the model. Among all thresholds the same "
        "model reaches 0.7667, at 0.5072. That is as much as log loss reaches. The model puts the items in good order, but "
        "the grid steps over the best threshold."
    ),
    paragraph(
        "A test set that helped to choose the threshold is no longer a test, and its score is too high. The notebook picks "
        "its thresholds on the test set and reports the scores on the same set. Log loss then shows 0.7667. With the "
        "threshold picked on the training set it is 0.7143."
    ),
    paragraph(
        "One small test set may not decide between models. The notebook’s has 28 positives. With the exact gradient J is "
        "23 of 31, for log loss it is 18 of 29. The difference on the same items has a 95 % interval from −0.029 to +0.282, "
        "with 0 in it. Change the seed and see, or look at many seeds at once above."
    ),
)

SECTION = Section(
    name="soft-jaccard",
    number="7",
    topic="Training for overlap",
    title="Training for overlap",
    summary="Let a model learn the Jaccard score itself, and see what one division too many does to it.",
    idea=[
        "A model can be trained for the Jaccard score itself. Watch one learn, beside a model trained with log loss, the "
        "usual choice. If you compare such models, know two things: a better score may come from the threshold alone, and "
        "one wrong division can make a good loss look useless.",
    ],
    state=SoftJaccard,
    parts=[training.PART, evaluation.PART, chosen.PART, seeds.PART],
    folds=[
        Fold("The numbers", training.TABLE, chosen.TABLE, seeds.TABLE),
        Code(
            [
                core.soft_jaccard_loss,
                core.gradient_descent,
                core.best_exact,
                core.paired_difference,
                core.train_on_seeds,
            ],
            evaluation.SNIPPET,
            evaluation.CHECK,
        ),
        MISTAKES,
    ],
)
