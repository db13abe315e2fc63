"""TEMPORARY while sections are converted: lists those that can be imported. The final form replaces this file."""

from __future__ import annotations

import importlib
from typing import Any

from components.page import Section

_NAMES = "sets binary masks true_negatives errors f1 averaging thresholds soft_jaccard trade_offs pitfalls exercises"
_AFTER_HOME: list[Section[Any]] = []
for _name in _NAMES.split():
    try:
        _AFTER_HOME.append(importlib.import_module(f"components.sections.{_name}").SECTION)
    except (ImportError, AttributeError) as error:
        print(f"not converted: {_name} ({error})")
try:
    SECTIONS: tuple[Section[Any], ...] = (
        importlib.import_module("components.sections.home").section(_AFTER_HOME),
        *_AFTER_HOME,
    )
except (ImportError, AttributeError) as error:
    print(f"not converted: home ({error})")
    SECTIONS = tuple(_AFTER_HOME)
