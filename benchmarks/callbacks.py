"""What a change of a parameter costs the server: `python -m benchmarks.callbacks [--only thresholds]`.

Sends each section's callback random states, through the whole application. Conditions are as in the image: no
scikit-learn, Python's own JSON module, and existing objects excluded from garbage collection as in gunicorn.conf.py.
Prints the processor time and the size of an answer.
"""

from __future__ import annotations

import argparse
import gc
import json
import random
import time
from collections.abc import Iterator, Mapping
from typing import Any
from unittest.mock import patch

import plotly.io
from dash import Dash

from app import create_app
from benchmarks.report import Figure, median, p95, show
from components import peer
from components.course import LESSONS
from components.live.frames import control_id
from components.page import Lesson
from components.state import Bitmap, Choice, Number, Param, Subset, Text

WARM = 5
STATES = 60
AIM = 5  # ms of processor time, median


def some_value(p: Param, chance: random.Random) -> Any:
    if isinstance(p, Number):
        return p.at(chance.randrange(p.count))
    if isinstance(p, Choice):
        return chance.choice(list(p.choices))
    if isinstance(p, Text):
        return " ".join(chance.choices(p.default.split(), k=6))
    if isinstance(p, Bitmap):
        return p.bound("".join(chance.choices("AZaz09-_", k=p.letters)))
    assert isinstance(p, Subset)
    return tuple(i for i in range(p.size) if chance.random() < 0.5)


def some_values(section: Lesson[Any], chance: random.Random) -> dict[str, Any]:
    return {p.key: some_value(p, chance) for p in section.params}


def change(application: Dash, section: Lesson[Any], values: Mapping[str, Any]) -> str:
    """Return the body that the browser sends to the section's callback once its controls have these values."""
    state = {"id": control_id(section.name, "state"), "property": "data"}
    (output,) = (name for name, entry in application.callback_map.items() if entry["inputs"] == [state])
    ends = [dict(zip(("id", "property"), end.rsplit(".", 1), strict=True)) for end in output.strip(".").split("...")]
    inputs = [{**state, "value": values}]
    changed = [f"{state['id']}.data"]
    return json.dumps({"output": output, "outputs": ends, "inputs": inputs, "changedPropIds": changed})


def measure(app: Dash, section: Lesson[Any]) -> Iterator[Figure]:
    client = app.server.test_client()
    times, sizes = [], []
    chance = random.Random(section.name)
    for k in range(WARM + STATES):
        body = change(app, section, some_values(section, chance))
        start = time.process_time()
        answer = client.post("/_dash-update-component", data=body, content_type="application/json")
        spent = time.process_time() - start
        assert answer.status_code == 200, answer.text
        if k >= WARM:
            times.append(1000 * spent)
            sizes.append(len(answer.data) / 1000)
    yield Figure(f"a change in {section.name}, median", median(times), "ms", at_most=AIM)
    yield Figure(f"a change in {section.name}, p95", p95(times), "ms")
    yield Figure(f"a change in {section.name}, answer", median(sizes), "kB")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--only", default="", help="only sections whose name contains this")
    only = parser.parse_args().only
    plotly.io.json.config.default_engine = "json"  # otherwise plotly uses orjson if it is installed
    app = create_app().app
    gc.collect()
    gc.freeze()
    with patch.object(peer, "installed", return_value=False):
        show([figure for s in LESSONS if s.params and only in s.name for figure in measure(app, s)])


if __name__ == "__main__":
    main()
