"""The course: its lessons in their reading order, and the ways from one to the next."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, NamedTuple

from components.lessons import binary, home, masks, sets, trade_offs
from components.lessons.averaging import multiclass, multilabel, ranking
from components.lessons.errors import same_hits, same_positives
from components.lessons.exercises import micro_and_macro, same_accuracy, two_losses
from components.lessons.f1 import two_models, two_scales
from components.lessons.masks import border, boxes, cells, detections, images, paint
from components.lessons.pitfalls import chosen_threshold, empty_union, error_kinds, paired, rare_class
from components.lessons.sets import baskets, words
from components.lessons.soft_jaccard import chosen, evaluation, seeds, training
from components.lessons.thresholds import calibrated, cut, without_labels
from components.lessons.true_negatives import to_a_million, to_two_thousand
from components.page import Lesson

_AFTER_HOME: tuple[Lesson[Any], ...] = (
    sets.LESSON,
    baskets.LESSON,
    words.LESSON,
    binary.LESSON,
    cells.LESSON,
    paint.LESSON,
    masks.LESSON,
    border.LESSON,
    boxes.LESSON,
    detections.LESSON,
    images.LESSON,
    to_two_thousand.LESSON,
    to_a_million.LESSON,
    same_hits.LESSON,
    same_positives.LESSON,
    two_scales.LESSON,
    two_models.LESSON,
    multilabel.LESSON,
    ranking.LESSON,
    multiclass.LESSON,
    cut.LESSON,
    calibrated.LESSON,
    without_labels.LESSON,
    training.LESSON,
    evaluation.LESSON,
    chosen.LESSON,
    seeds.LESSON,
    trade_offs.LESSON,
    empty_union.LESSON,
    chosen_threshold.LESSON,
    rare_class.LESSON,
    error_kinds.LESSON,
    paired.LESSON,
    same_accuracy.LESSON,
    micro_and_macro.LESSON,
    two_losses.LESSON,
)
# A new lesson is a module in components/lessons/, its tests, and a line above.
LESSONS: tuple[Lesson[Any], ...] = (home.lesson(_AFTER_HOME), *_AFTER_HOME)


class Around(NamedTuple):
    """The ways from a lesson: back, on along the core, and to the further lessons that grow from here."""

    previous: Lesson[Any] | None
    following: Lesson[Any] | None
    further: Sequence[Lesson[Any]]


def around(lesson: Lesson[Any]) -> Around:
    """Return the ways from a lesson; those of a further one lead back to the core, and beside it to its sisters."""
    core = [each for each in LESSONS if not each.further]
    grown = LESSONS[: LESSONS.index(lesson) + 1]
    k = max(i for i, each in enumerate(core) if each in grown)
    following = core[k + 1] if k + 1 < len(core) else None
    end = LESSONS.index(following) if following else len(LESSONS)
    further = [each for each in LESSONS[LESSONS.index(core[k]) + 1 : end] if each is not lesson]
    previous = core[k] if lesson.further else core[k - 1] if k else None
    return Around(previous, following, further)


def shared(lesson: Lesson[Any], other: Lesson[Any]) -> list[str]:
    """Return the keys of the parameters that another lesson of the same chapter has too: a link there takes them along."""
    if lesson.chapter != other.chapter:
        return []
    return [param.key for param in lesson.params if param in other.params]
