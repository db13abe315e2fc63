"""A figure that moves in a lesson, standing still."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np

from components.figures.base import Drawn, Figure, put


def standing(drawn: Drawn, places: Mapping[str, Mapping[str, Any]]) -> Figure:
    """Return a figure with the first of the values that its places would move along."""
    for place, props in places.items():
        for prop, values in props.items():
            value = values[0]
            for path in drawn.paths(place, prop):
                put(drawn.figure, path, value.tolist() if isinstance(value, np.ndarray | np.generic) else value)
    return drawn.figure
