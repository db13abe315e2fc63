"""A figure of a fixed size, as pictures for links have it, is the still picture that a page shows at that size."""

from __future__ import annotations

import base64

from components.figures.still import still
from components.figures.still.fixed import fixed
from tests.browser.conftest import Tab
from tests.browser.pictures import differing
from tests.browser.walked import WALKED

SIZE = {"width": 440, "height": 360}

SHOW = """([html, width, height]) => {
  document.querySelector('#looked-at')?.remove();
  const box = document.createElement('div');
  box.id = 'looked-at';
  Object.assign(box.style, { position: 'fixed', inset: 0, zIndex: 99, background: '#fff' });
  box.innerHTML = `<div class="graph" style="position:relative;width:${width}px;height:${height}px">${html}</div>`;
  document.body.append(box);
}"""

# In a picture of small pixels half a pixel of the screen moves each edge.
PIXELATED = {("home", "cells"), ("masks-cells", "masks"), ("masks-cells", "photo")}


def test_a_figure_of_a_fixed_size_is_the_still_at_this_size(tab: Tab) -> None:
    tab.page.goto(tab.address + "/trade-offs?theme=light")

    def seen(html: str) -> str:
        tab.page.evaluate(SHOW, [html, *SIZE.values()])
        return base64.b64encode(tab.page.screenshot(clip={"x": 0, "y": 0, **SIZE})).decode()

    for section in WALKED:
        for name, figure in section.show(section.state()).figures.items():
            given = fixed(figure, *SIZE.values())
            # what only this site's style sheet knows
            assert not any(word in given for word in ("var(", "color-mix", "data-", "style=", "cqw"))
            place = [[f"{section.name}, {name}", [0, 0, *SIZE.values()]]]
            share = 0.03 if (section.name, name) in PIXELATED else 0.006
            assert differing(tab.page, [seen(still(figure)), place], [seen(given), place], share) == []
