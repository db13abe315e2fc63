"""The dearest request of every page, handout, preview, table and callback: `python -m benchmarks.dearest [--only masks]`.

For each section it looks for the state that costs most: from the first state, each control in turn takes that of its ends
which costs more; some random states are tried beside them. The dearest states are then asked for in every form that the
site has. Prints the processor time of the dearest answer of each kind, that of other processes included.

What a part declares as its work is done before, as the site does it in a queue of its own; the dearest has a line of its own.
Nothing else is kept from one request to the next. Other conditions are as in `benchmarks.callbacks`.
"""

from __future__ import annotations

import argparse
import gc
import random
import resource
import time
from collections.abc import Iterator, Mapping
from typing import Any, NamedTuple
from unittest.mock import patch

import plotly.io
from werkzeug.test import EnvironBuilder

from app import create_app
from benchmarks.callbacks import change, some_values
from benchmarks.report import Figure, show
from components import cache, peer
from components.cache import Cache
from components.course import LESSONS
from components.page import Lesson
from components.state import Bitmap, Choice, Number, Param, Subset, Text, href
from serving.kept import Kept

RANDOM = 12  # states of each section
DEAREST = 2  # states of each section that are asked for in every form
AIM = 250  # ms of processor time

Values = Mapping[str, Any]


class Cost(NamedTuple):
    """What an answer cost, in ms of processor time, and which one it was."""

    ms: float
    asked: str


def processor_ms() -> float:
    """Return the processor time of this process and of those that it has waited for."""
    children = resource.getrusage(resource.RUSAGE_CHILDREN)
    return 1000 * (time.process_time() + children.ru_utime + children.ru_stime)


def ends(param: Param) -> list[Any]:
    """Return the values of a parameter among which the dearest one is looked for."""
    if isinstance(param, Number):
        return [param.at(0), param.at(param.count - 1)]
    if isinstance(param, Choice):
        return list(param.choices)
    if isinstance(param, Text):
        return ["", param.bound("🍕 a" * param.longest)]
    if isinstance(param, Bitmap):
        return ["", "_" * param.letters]
    assert isinstance(param, Subset)
    return [(), tuple(range(param.size))]


class Asked:
    """The site, which has forgotten what it was asked before."""

    def __init__(self) -> None:
        self._site = create_app()
        self._site.prepare()
        self._client = self._site.app.server.test_client()
        self._worked: dict[str, Any] = {}
        self.work = Cost(0, "none")  # the dearest
        self.handouts = [path.removeprefix("/handout/") for path in self._site.handouts.by_address]
        gc.collect()
        gc.freeze()

    def get(self, path: str) -> Cost:
        """Return the cost of a page or a file."""
        return self._cost(path, "GET", path)

    def change(self, section: Lesson[Any], values: Values) -> Cost:
        """Return the cost of the answer to a change of a parameter."""
        body = change(self._site.app, section, values)
        return self._cost(
            href(section.path, section.state, **values),
            "POST",
            "/_dash-update-component",
            data=body,
            content_type="application/json",
        )

    def _cost(self, name: str, method: str, path: str, **options: Any) -> Cost:
        cache.CACHE = Cache()
        self._site._kept = self._site.pages._kept = self._site.handouts._kept = Kept(cache.CACHE)
        self._work(EnvironBuilder(path, method=method, **options).get_environ())
        before = processor_ms()
        answer = self._client.open(path, method=method, headers={"Accept-Encoding": "br"}, **options)
        spent = processor_ms() - before
        assert answer.status_code == 200, (name, answer.text)
        return Cost(spent, name)

    def _work(self, environ: dict[str, Any]) -> None:
        for work in self._site.work(environ):
            name = f"{work.function.__name__}, {work.options}"
            if name not in self._worked:
                before = processor_ms()
                self._worked[name] = work.function(**work.options)
                self.work = max(self.work, Cost(processor_ms() - before, name))
            work.keep(self._worked[name])


def dearest_states(asked: Asked, section: Lesson[Any]) -> list[tuple[Cost, Values]]:
    """Return what the changes to some states cost, the dearest first."""
    values: dict[str, Any] = {p.key: p.default for p in section.params}
    asked.change(section, values)  # what is made once is made
    found = [(asked.change(section, values), values)]
    for param in section.params:
        tried = [{**values, param.key: end} for end in ends(param)]
        costs = [(asked.change(section, each), each) for each in tried]
        found += costs
        values = max([*costs, found[0]], key=lambda each: each[0].ms)[1]
        found.sort(key=lambda each: -each[0].ms)
    chance = random.Random(section.name)
    for _ in range(RANDOM):
        values = some_values(section, chance)
        found.append((asked.change(section, values), values))
    return sorted(found, key=lambda each: -each[0].ms)


def costs(asked: Asked, section: Lesson[Any]) -> Iterator[tuple[str, Cost]]:
    """Yield the kinds of answers about a section, and what each cost."""
    states: list[Values] = [{}]
    if section.params:
        found = dearest_states(asked, section)
        yield from (("a change", cost) for cost, _ in found)
        states += [values for _, values in found[:DEAREST]]
    sheets = section.show(section.state()).sheets()
    for values in states:
        query = href(section.path, section.state, **values).partition("?")[2]
        end = f"?{query}" if query else ""
        yield "the page", asked.get(section.path + end)
        yield "the preview", asked.get(f"/preview/{section.name}.png{end}")
        for name in asked.handouts:
            if name.partition("/")[0] == section.name:
                yield "a handout", asked.get(f"/handout/{name}{end}")
        for name in sheets:
            yield "a table", asked.get(f"/numbers/{section.name}/{name}.csv{end}")


def main() -> None:
    """Run the benchmark."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--only", default="", help="only sections whose name contains this")
    only = parser.parse_args().only
    plotly.io.json.config.default_engine = "json"  # otherwise plotly uses orjson if it is installed
    with patch.object(peer, "installed", return_value=False):
        asked = Asked()
        figures = []
        for section in LESSONS:
            if only in section.name:
                dearest: dict[str, Cost] = {}
                for kind, cost in costs(asked, section):
                    dearest[kind] = max(cost, dearest.get(kind, cost))
                figures += [
                    Figure(f"{section.name}, {kind}: {cost.asked}", cost.ms, "ms", at_most=AIM)
                    for kind, cost in dearest.items()
                ]
        if not only:
            figures.append(Figure("the handout of the course", asked.get("/handout/course").ms, "ms", at_most=AIM))
            figures.append(
                Figure("a QR code", asked.get("/qr.svg?address=http://localhost/masks").ms, "ms", at_most=AIM)
            )
        figures.append(Figure(f"work in the queue: {asked.work.asked}", asked.work.ms, "ms"))
    show(figures)


if __name__ == "__main__":
    main()
