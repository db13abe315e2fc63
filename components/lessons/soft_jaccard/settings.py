"""The settings of the training, as every lesson on it has them."""

from __future__ import annotations

from components.lessons.soft_jaccard.models import (
    FIRST,
    GRADIENT,
    L2,
    MISLABELLED,
    PREVALENCE,
    RATE,
    SECOND,
    SECOND_RATE,
    SEED,
    SEPARATION,
    THIRD,
    THIRD_RATE,
    N,
)
from components.page import Box, Buttons, Content, Fold, NumberField, Select, Slider

DATA: tuple[Content, ...] = (Slider(L2), Slider(N), Slider(PREVALENCE), Slider(SEPARATION), Slider(MISLABELLED))


def folded(*more: Content) -> Fold:
    """Return the settings for a lesson of which the training itself is not the subject."""
    return Fold(
        "The settings",
        Box(
            "settings",
            Select(FIRST),
            Slider(RATE),
            Select(SECOND),
            Buttons(GRADIENT),
            Slider(SECOND_RATE),
            Select(THIRD),
            Slider(THIRD_RATE),
        ),
        Box("settings", *DATA, *more),
    )


# For models on the data of one seed.
FOLDED = folded(NumberField(SEED))
