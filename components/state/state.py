"""The state of a lesson as one typed value: a frozen dataclass with a field for each parameter."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, fields
from functools import cache
from typing import Any, Protocol, Self, TypeVar, cast

from components.state.params import Param

V_co = TypeVar("V_co", covariant=True)


class Bounded(Protocol[V_co]):
    """A parameter whose values have the type V."""

    def bound(self, value: object) -> V_co:
        """Return the nearest allowed value."""


def of(param: Bounded[V_co]) -> V_co:
    """Declare the field of a `State` that a parameter bounds: `t: float = of(T)`."""
    declared = field(default=cast(Param, param).default, metadata={"param": param})
    return cast(V_co, declared)  # the dataclass turns it into a value of that type


@dataclass(frozen=True)
class State:
    """The values of the parameters of a page, each inside its bounds.

    A subclass declares one field for each parameter, named after its key. Lessons that share
    parameters inherit from one state that has these.
    """

    @classmethod
    @cache
    def params(cls) -> tuple[Param, ...]:
        """Return the parameters, in the order of the fields."""
        return tuple(each.metadata["param"] for each in fields(cls))

    @classmethod
    def read(cls, given: Mapping[str, object]) -> Self:
        """Return a state from what an address, a control or a request says.

        A value out of bounds becomes the nearest allowed one, what cannot be read becomes the default, and unknown keys
        are dropped.
        """
        return cls(**{p.key: p.bound(given[p.key]) for p in cls.params() if p.key in given})

    def values(self) -> dict[str, Any]:
        """Return the values by the keys of their parameters."""
        return {p.key: getattr(self, p.key) for p in self.params()}
