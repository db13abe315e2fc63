"""scikit-learn's value beside ours, where scikit-learn is installed; where it is not, the pages do not speak of it."""

from __future__ import annotations

import importlib
import warnings
from functools import cache
from importlib.util import find_spec
from threading import Lock
from typing import Any

_FILTERING = Lock()


def installed() -> bool:
    """Return whether scikit-learn can be imported."""
    return find_spec("sklearn") is not None


def value(metric: str, y_true: Any, y_pred: Any, **options: Any) -> Any:
    """Return what `sklearn.metrics.<metric>` gives, or None where there is no scikit-learn."""
    if not installed():
        return None
    # the filters of warnings are shared by all threads, so one that leaves would switch them on again for the others
    with _FILTERING, warnings.catch_warnings():
        warnings.simplefilter("ignore")  # 0/0 is explained on the page
        return getattr(_metrics(), metric)(y_true, y_pred, **options)


@cache
def _metrics() -> Any:
    # imported when a page first asks for it: that takes a second
    return importlib.import_module("sklearn.metrics")
