"""Attributes that keywords of Python cannot write as they are: names with a hyphen, and several classes in one."""

from __future__ import annotations

from typing import Any


def aria(**attributes: str) -> dict[str, Any]:
    """Return aria-* attributes, to be unpacked into a component: html.Nav(..., **aria(label="Lessons"))."""
    return {f"aria-{name}": value for name, value in attributes.items()}


def data(**attributes: str | bool) -> dict[str, Any]:
    """Return data-* attributes, for the client functions to read; True is a mark without a value."""
    return {f"data-{name}": value for name, value in attributes.items()}


def classes(first: str, **others: bool) -> str:
    """Return the attribute of a class and of those others that hold: classes("chart", square=True) is "chart square"."""
    return " ".join([first, *(name for name, holds in others.items() if holds)])
