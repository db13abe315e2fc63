"""A page without Dash: finished HTML with a style sheet and a script of its own, such as the presenter's view."""

from __future__ import annotations

from html import escape
from typing import NamedTuple

HTML = """<!DOCTYPE html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<script>{first}</script>
<title>{title}</title>
<link rel="icon" type="image/svg+xml" href="{icon}">
<style>{style}</style>
</head>
<body>
{finished}
<script src="{script}"></script>
</body>
</html>
"""


class Plain(NamedTuple):
    """What such a page is made of."""

    title: str
    finished: str
    style: str
    script: str

    def html(self, *, first: str, icon: str, script: str) -> str:
        """Return the page; `first` is the script that every page runs before it is painted, `script` the address of its own."""
        return HTML.format(
            first=first, icon=icon, title=escape(self.title), finished=self.finished, style=self.style, script=script
        )
