"""What axe-core finds wrong with the accessibility of a page as it stands."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from playwright.sync_api import Page

AXE = Path(__file__).parents[2] / "node_modules" / "axe-core" / "axe.min.js"
FIND = "axe.run({ resultTypes: ['violations'] }).then(r => r.violations.map(v => [v.id, v.nodes.map(n => n.html.slice(0, 200))]))"


def violations(page: Page) -> Any:
    """Return the rules that a page breaks, each with the elements which break it."""
    if page.evaluate("typeof axe === 'undefined'"):
        page.evaluate(AXE.read_text(encoding="utf-8"))
    return page.evaluate(FIND)
