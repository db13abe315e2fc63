"""Attributes with a hyphen in their name, which Python cannot write as keywords."""

from __future__ import annotations

from typing import Any


def aria(**attributes: str) -> dict[str, Any]:
    """Return aria-* attributes, to be unpacked into a component: html.Nav(..., **aria(label="Sections"))."""
    return {f"aria-{name}": value for name, value in attributes.items()}


def data(**attributes: str | bool) -> dict[str, Any]:
    """Return data-* attributes, for the client functions to read; True is a mark without a value."""
    return {f"data-{name}": value for name, value in attributes.items()}
