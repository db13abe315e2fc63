"""Work that takes long: what has to be computed before a lesson can be shown."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, ParamSpec

from components.cache import cached

P = ParamSpec("P")


@dataclass(frozen=True, eq=False)
class Work:
    """A call of a function of `core` that takes long; `keep` takes what it returns, for the view to find it.

    Whoever serves the page chooses when it is computed, and in which process.
    """

    function: Callable[..., Any]
    options: Mapping[str, Any]
    keep: Callable[[Any], None]


def work(function: cached[P, Any], *args: P.args, **options: P.kwargs) -> list[Work]:
    """Return the call of a function by the names of its arguments as work, none if its result is kept."""
    if function.knows(*args, **options):
        return []
    return [Work(function.function, options, lambda result: function.keep(result, *args, **options))]
