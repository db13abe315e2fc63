"""What the client code needs to move a part of a still picture (assets/asleep/still.js): its name, and its axes."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from components.figures.base import moves
from components.figures.still.plot import Axis
from components.figures.still.svg import number


def moving(part: Mapping[str, Any], name: str, x: Axis | None, y: Axis | None) -> str:
    """Return the attributes of an element that moves; "" for a part that does not.

    `data-part` is the place in the figure, `data-x` and `data-y` are the axes: where the axis starts in the frame, how
    long it is, its range, and 1 for a logarithmic one. None is an axis along which the part does not move.
    """
    if not moves(part):
        return ""
    axes = "".join(f' {key}="{axis}"' for key, axis in axes_of(x, y).items())
    return f' data-part="{name}"{axes}'


def axes_of(*axes: Axis | None) -> dict[str, str]:
    """Return the attributes that say where axes lie, without those that are None."""
    return {f"data-{axis.name[0]}": _axis(axis) for axis in axes if axis}


def _axis(axis: Axis) -> str:
    """Return an axis as numbers: the share of the frame at the low end of its range, that at the high end, and the range."""
    low, high = axis.spec["range"]
    ends = (axis.part(0), axis.part(1))
    return " ".join(
        [*(number(end, 5) for end in ends), f"{low:g}", f"{high:g}", str(int(axis.spec.get("type") == "log"))]
    )
