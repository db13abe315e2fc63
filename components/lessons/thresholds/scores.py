"""What makes scores of probabilities: a temperature that makes them too sure or too unsure, and a shift of the odds."""

from __future__ import annotations

import math
from dataclasses import dataclass

from components.state import Number, Whole


@dataclass(frozen=True)
class Temperature(Number):
    """A temperature on a logarithmic scale: the number is its power of two."""

    def counted(self, value: float) -> float:
        """Return the temperature."""
        return float(2**value)

    def show(self, value: float) -> str:
        """Return the temperature as the page shows it."""
        return f"{self.counted(value):.2f}"


@dataclass(frozen=True)
class Odds(Whole):
    """By how much the odds of a positive are multiplied, on a logarithmic scale: the number is the power of two."""

    def counted(self, value: float) -> float:
        """Return the shift of the logit."""
        return value * math.log(2)

    def show(self, value: float) -> str:
        """Return the factor as the page shows it."""
        return f"÷ {2**-value:g}" if value < 0 else f"× {2**value:g}"


def sureness(temperature: float, *, all_half: bool = False) -> str:
    """Return what a temperature makes of scores, as a sentence; `all_half` says that each of them is one half."""
    if temperature != 1 and all_half:
        return f"Temperature {temperature:.2f} changes nothing here: all probabilities are one half."
    if temperature == 1:
        return "At temperature 1 the scores are as sure as they should be."
    if temperature < 1:
        return f"At temperature {temperature:.2f} the scores are over-confident: too close to 0 and 1."
    return f"At temperature {temperature:.2f} the scores are under-confident: too close to one half."
