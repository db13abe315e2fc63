"""How fast sliders and handles respond: the time from a key press or a pointer's move to the painted frame, and the updates
painted during a drag.

`python -m benchmarks.feel [--quick]` compares ours with peers, which show one line with a marker and its value: two
plain Dash applications, whose callback on the server returns a figure or a patch of it, and a page with plotly.js alone.
All take turns in one Chromium, so that a busy machine slows all of them. Everything is then repeated with 100 ms of
network latency. Prints tables, and one line of JSON for each row.
"""

from __future__ import annotations

import argparse
import asyncio
import json
import os
import random
import statistics
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any, NamedTuple

import plotly.graph_objects as go
from dash import Dash, Input, Output, Patch, dcc, html
from flask import Flask
from playwright.async_api import Browser, CDPSession, Page, async_playwright
from plotly.offline import get_plotlyjs
from werkzeug.serving import WSGIRequestHandler, make_server

from app import create_app
from benchmarks.pages import DRAWN
from tests.browser import chromium

TURNS, STEPS, SECONDS = 5, 8, 1.5  # of each turn: steps of each kind, and the length of a drag
PACE = (0.1, 0.3)  # s between the key presses of somebody who taps along
RATE = 60  # events of the pointer a second
NETWORKS = (0, 100)  # ms of latency
OURS = "window.dash_clientside.jaccard.rests()"


class Case(NamedTuple):
    """A slider, the JavaScript that reads what is drawn, and the aims: a step in ms (median, p95), painted updates per second.

    With a `grip`, a CSS selector, that is what is moved: across and down by so many pixels for a step of the slider.
    """

    name: str
    path: str
    label: str
    drawn: str
    bar: tuple[float, float, float] | None = None
    grip: str = ""
    step: tuple[float, float] = (0, 0)


def point(figure: str) -> str:
    return f"[...document.querySelectorAll('#{figure} .scatterlayer .point')].at(-1).getAttribute('transform')"


LINE, MASK = (18, 25, 45), (25, 40, 40)
CASES = [
    Case("Threshold", "/thresholds", "Threshold", point("thresholds-sweep"), LINE),
    Case("FP", "/errors", "False positives (FP)", point("errors-map"), LINE),
    Case("TN", "/true-negatives", "True negatives (TN)", point("true-negatives-growth"), LINE),
    Case("Training iteration", "/soft-jaccard", "Training iteration", point("soft-jaccard-train"), LINE),
    Case(
        "Circle offset", "/masks", "Circle offset",
        "document.querySelector('#masks-pixels .heatmaplayer image').href.baseVal", MASK,
    ),
    Case(
        "Threshold's line, dragged", "/thresholds", "Threshold", point("thresholds-sweep"), LINE,
        "#thresholds-sweep-grips g.grip circle", (3, 0),
    ),
    Case(
        "Circle, dragged across and down", "/masks", "Circle offset",
        "document.querySelector('#masks-pixels .heatmaplayer image').href.baseVal", MASK,
        "#masks-pixels-grips g.grip circle", (9, 9),
    ),
]  # fmt: skip
PEERS = [
    Case("peer: server callback, whole figure", "/whole/", "Threshold", point("line")),
    Case("peer: server callback, Patch", "/patch/", "Threshold", point("line")),
    Case("peer: plotly.js alone", "/alone", "Threshold", point("line")),
]

# ---- the peers: a line of 201 points, a marker on it and its value ---------------------------------------------------

X = [i / 200 for i in range(201)]
Y = [round(4 * x * x * (1 - x) + 0.2 * x, 4) for x in X]


def readout(i: int) -> str:
    return f"J = {Y[i]:.3f} at {X[i]:.3f}"


def whole(i: int) -> go.Figure:
    return go.Figure(
        [
            go.Scatter(x=X, y=Y, mode="lines"),
            go.Scatter(x=[X[i]], y=[Y[i]], text=[f"{Y[i]:.3f}"], mode="markers+text", textposition="top center"),
        ],
        layout={"showlegend": False},
    )


def patch(i: int) -> Patch:
    changed = Patch()
    changed["data"][1].update({"x": [X[i]], "y": [Y[i]], "text": [f"{Y[i]:.3f}"]})
    return changed


def peers() -> Flask:
    server = Flask("peers")
    given: Any = server
    for name, draw in (("whole", whole), ("patch", patch)):
        dash = Dash(name, server=given, url_base_pathname=f"/{name}/", use_pages=False, include_assets_files=False)
        dash.layout = html.Div(
            [
                html.Label("Threshold", htmlFor="slider"),
                dcc.Input(id="slider", type="range", min=0, max=200, step=1, value=100, style={"width": "300px"}),
                html.Span(id="readout"),
                dcc.Graph(id="line", figure=whole(100), className="graph"),
            ]
        )

        def moved(value: object, draw: Any = draw) -> tuple[Any, str]:
            return draw(int(str(value))), readout(int(str(value)))

        dash.callback(Output("line", "figure"), Output("readout", "children"), Input("slider", "value"))(moved)

    @server.get("/plotly.js")
    def library() -> tuple[str, dict[str, str]]:
        return get_plotlyjs(), {"Content-Type": "text/javascript; charset=utf-8"}

    @server.get("/alone")
    def alone() -> str:
        return f"""<!DOCTYPE html><meta charset="utf-8"><script src="plotly.js"></script><main><h1>Alone</h1></main>
<label for="slider">Threshold</label><input id="slider" type="range" min="0" max="200" step="1" value="100" style="width:300px">
<span id="readout"></span><div class="graph" id="line"></div><script>
const figure = {whole(100).to_json()}, [{{x, y}}] = figure.data, said = {json.dumps([readout(i) for i in range(201)])};
Plotly.newPlot("line", figure.data, figure.layout);
document.getElementById("slider").addEventListener("input", ({{target: {{value: i}}}}) => {{
  document.getElementById("readout").textContent = said[i];
  Plotly.restyle("line", {{x: [[x[i]]], y: [[y[i]]], text: [[y[i].toFixed(3)]]}}, [1]);
}});</script>"""

    return server


# ---- measuring -------------------------------------------------------------------------------------------------------

# Looks at the start of each frame whether something else stands in the page than before: this frame then shows it. A
# step lasts from the event to the first task after that frame; a painted update is a frame that shows a change.
WATCH = """([id, drawn]) => {
  const look = new Function("return " + drawn), slider = document.getElementById(id);
  const feel = window.feel = { steps: [], watching: false, frames: 0, painted: 0, events: 0, counting: false };
  feel.after = new MessageChannel();
  feel.after.port1.onmessage = ({ data }) => feel.steps.push(performance.now() - data);
  const step = ({ timeStamp }) => {
    const before = look();
    const frame = () => look() === before ? requestAnimationFrame(frame) : feel.after.port2.postMessage(timeStamp);
    requestAnimationFrame(frame);
  };
  slider.addEventListener("keydown", step, true);
  // a browser hands on the moves of a pointer at the start of a frame, so what it paints can be seen at once
  window.addEventListener("pointermove", (event) => {
    if (!feel.watching) return;
    feel.watching = false;
    step(event);
  }, true);
  window.addEventListener("input", () => { feel.events += feel.counting }, true);
  feel.count = () => {
    feel.counting = true;
    let before = look();
    const frame = () => {
      const now = look();
      feel.frames += 1;
      feel.painted += now !== before;
      before = now;
      if (feel.counting) requestAnimationFrame(frame);
    };
    requestAnimationFrame(frame);
  };
}"""


class Tab:
    """A page with one slider, and its measurements."""

    def __init__(self, case: Case, page: Page, cdp: CDPSession) -> None:
        self.case, self.page, self.cdp = case, page, cdp
        self.requests = self.answers = 0
        self.dragged = 0.0
        self.steps: dict[str, list[float]] = {"rested": [], "tapped": []}
        self.slider = page.get_by_label(case.label, exact=True)

    @classmethod
    async def opened(cls, browser: Browser, case: Case, address: str, latency: int) -> Tab:
        context = await browser.new_context(viewport={"width": 1440, "height": 900}, bypass_csp=True)
        page = await context.new_page()
        await page.goto(address + case.path)
        await page.mouse.move(1, 1)  # wakes a page of ours
        await page.wait_for_function(DRAWN if case.bar else "document.querySelector('#line .points .point')")
        tab = cls(case, page, await context.new_cdp_session(page))
        await tab.page.evaluate(WATCH, [await tab.slider.get_attribute("id"), case.drawn])
        await tab.cdp.send("Network.enable")
        await tab.cdp.send(
            "Network.emulateNetworkConditions",
            {"offline": False, "latency": latency, "downloadThroughput": -1, "uploadThroughput": -1},
        )
        await asyncio.sleep(1)
        page.on("request", tab.asked)
        page.on("requestfinished", tab.answered)
        page.on("requestfailed", tab.answered)
        return tab

    def asked(self, _: object) -> None:
        self.requests += 1

    def answered(self, _: object) -> None:
        self.answers += 1

    async def rest(self) -> None:
        while self.answers < self.requests:
            await asyncio.sleep(0.05)
        await asyncio.sleep(0.3 + random.random() / RATE)  # so that a key press falls on a random moment of a frame
        if self.case.bar:
            await self.page.wait_for_function(OURS)

    async def press(self, kind: str) -> None:
        """Move the slider some steps forth and back: each after the page has come to rest, or at the pace of tapping."""
        await self.page.bring_to_front()
        if self.case.grip:
            await self.pull(kind)
            return
        await self.slider.focus()
        await self.rest()
        there, back = "ArrowRight", "ArrowLeft"
        if await self.slider.evaluate("e => 2 * e.value > Number(e.max) + Number(e.min)"):
            there, back = back, there
        for k in range(STEPS):
            await self.page.keyboard.press(there if k < STEPS / 2 else back)
            await self.page.wait_for_function("window.feel.steps.length")
            self.steps[kind] += await self.page.evaluate("window.feel.steps.splice(0)")
            await (self.rest() if kind == "rested" else asyncio.sleep(random.uniform(*PACE)))

    async def pull(self, kind: str) -> None:
        """Do the same with the grip, which is held all the time."""
        x, y = await self.held()
        for k in range(STEPS):
            by = k + 1 if k < STEPS / 2 else STEPS - 1 - k
            await self.page.evaluate("() => { window.feel.watching = true }")
            await self.page.mouse.move(x + by * self.case.step[0], y + by * self.case.step[1])
            await self.page.wait_for_function("window.feel.steps.length")
            self.steps[kind] += await self.page.evaluate("window.feel.steps.splice(0)")
            await asyncio.sleep(random.uniform(*PACE))
        await self.page.mouse.up()
        await self.rest()

    async def held(self) -> tuple[float, float]:
        """Press on the middle of the grip and return where that is."""
        await self.rest()
        grip = self.page.locator(self.case.grip).first
        await grip.scroll_into_view_if_needed()
        box = await grip.bounding_box()
        assert box
        x, y = box["x"] + box["width"] / 2, box["y"] + box["height"] / 2
        await self.page.mouse.move(x, y)
        await self.page.mouse.down()
        return x, y

    async def drag(self) -> None:
        """Drag the thumb forth and back; every event moves it to another position of the slider."""
        await self.page.bring_to_front()
        await self.slider.scroll_into_view_if_needed()
        box = await self.slider.bounding_box()
        assert box
        count = await self.slider.evaluate("e => Math.round((e.max - e.min) / e.step) + 1")
        stride, thumb = max(1, count // 50), 20
        width, y = box["width"] - thumb, box["y"] + box["height"] / 2

        def on_slider(place: int) -> tuple[float, float]:
            at = abs((place * stride + count - 1) % (2 * count - 2) - (count - 1))
            return box["x"] + thumb / 2 + width * at / (count - 1), y

        def on_grip(place: int) -> tuple[float, float]:
            away = abs((place + 10) % 40 - 20) - 10  # forth and back, ten steps to either side
            return start_x + away * self.case.step[0], start_y + away * self.case.step[1]

        def pointer(kind: str, place: int) -> asyncio.Task[Any]:
            x, y = (on_grip if self.case.grip else on_slider)(place)
            event = {"type": kind, "x": x, "y": y, "button": "left", "buttons": 1, "clickCount": 1}
            return asyncio.create_task(self.cdp.send("Input.dispatchMouseEvent", event))

        if self.case.grip:
            start_x, start_y = await self.held()
        else:
            await pointer("mouseMoved", 0)
            await pointer("mousePressed", 0)
        await self.page.evaluate("window.feel.count()")
        start, sent = time.perf_counter(), []
        for k in range(1, round(SECONDS * RATE) + 1):
            await asyncio.sleep(start + k / RATE - time.perf_counter())
            sent.append(pointer("mouseMoved", k))
        await self.page.evaluate("() => { window.feel.counting = false }")
        self.dragged += time.perf_counter() - start
        await asyncio.gather(*sent)
        if self.case.grip:
            await pointer("mouseMoved", 0)  # back to where it was, or the next drag would lead it out of the figure
        await pointer("mouseReleased", 0 if self.case.grip else k)
        await self.rest()

    async def result(self, latency: int) -> dict[str, Any]:
        feel = json.loads(await self.page.evaluate("JSON.stringify(window.feel)"))
        found: dict[str, Any] = {"measurement": self.case.name, "latency_ms": latency}
        for kind, ms in self.steps.items():
            found[f"{kind}_ms_median"] = round(statistics.median(ms), 1)
            found[f"{kind}_ms_p95"] = round(statistics.quantiles(ms, n=20, method="inclusive")[-1], 1)
        for key in ("painted", "frames", "events"):
            found[f"{key}_per_s"] = round(feel[key] / self.dragged, 1)
        found |= {"steps": len(ms), "requests": self.requests, "load": round(os.getloadavg()[0], 1)}
        if bar := self.case.bar:
            steps_met = found["rested_ms_median"] <= bar[0] and found["rested_ms_p95"] <= bar[1]
            found["met"] = steps_met and found["painted_per_s"] >= bar[2] and not self.requests
        return found


async def measure(address: str, beside: str, latency: int, turns: int) -> list[dict[str, Any]]:
    async with async_playwright() as playwright:
        browser = await playwright.chromium.launch(executable_path=chromium.find(), args=chromium.ARGS)
        tabs = [await Tab.opened(browser, case, address if case.bar else beside, latency) for case in CASES + PEERS]
        for _ in range(turns):
            for tab in tabs:
                await tab.press("rested")
            for tab in tabs:
                await tab.press("tapped")
            for tab in tabs:
                await tab.drag()
        found = [await tab.result(latency) for tab in tabs]
        await browser.close()
    return found


def report(found: list[dict[str, Any]]) -> None:
    line = found[0]
    print(
        f"\n{'ms, median / p95; drag of ' + str(RATE) + ' events/s':36} {'a step':>15} {'tapped along':>15}   painted/s  requests"
    )
    for row in found:
        ratio = f"{row['rested_ms_median'] / line['rested_ms_median']:.1f} x the step of {line['measurement']}"
        print(
            f"{row['measurement']:36} {row['rested_ms_median']:7.1f} {row['rested_ms_p95']:7.1f} "
            f"{row['tapped_ms_median']:7.1f} {row['tapped_ms_p95']:7.1f} {row['painted_per_s']:11.1f} {row['requests']:9}   "
            + ({True: "met", False: "MISSED"}[row["met"]] if "met" in row else ratio)
        )
    for row in found:
        print(json.dumps(row))


class Quiet(WSGIRequestHandler):
    def log_request(self, *_: object) -> None:
        pass


@contextmanager
def served(application: Flask) -> Iterator[str]:
    server = make_server("127.0.0.1", 0, application, threaded=True, request_handler=Quiet)
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_port}"
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--quick", action="store_true", help="one turn")
    turns = 1 if parser.parse_args().quick else TURNS
    with served(create_app().app.server) as address, served(peers()) as beside:
        for latency in NETWORKS:
            print(f"\n{latency} ms of network")
            report(asyncio.run(measure(address, beside, latency, turns)))


if __name__ == "__main__":
    main()
