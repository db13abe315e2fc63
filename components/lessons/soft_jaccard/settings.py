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
    SEPARATION,
    THIRD,
    THIRD_RATE,
    N,
)
from components.page import Box, Buttons, Fold, Select, Slider

DATA = Box("settings", Slider(L2), Slider(N), Slider(PREVALENCE), Slider(SEPARATION), Slider(MISLABELLED))
# For a lesson of which the training itself is not the subject.
FOLDED = Fold(
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
    DATA,
)
