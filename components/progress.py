"""What the reader has done so far, as the browser remembers it: a sentence whose numbers the browser puts in.

assets/asleep/progress.js keeps and counts. Nothing of it goes to a server, and a file has none of it. Where a browser keeps
nothing, the sentence stays hidden and its place empty. The words are attributes, because the style sheet writes them
together with the numbers: so a page has the same elements and texts whoever reads it.
"""

from __future__ import annotations

from collections.abc import Iterable

from dash import html
from dash.development.base_component import Component

from components.markup.attributes import data
from components.page import Checks, Draw, Predict
from components.page.pieces import Content

CLEAR, CLEARED = "Clear my progress", "Cleared. A solved task counts again after your next change to it."


def progress(contents: Iterable[Content], *, clears: bool = False) -> Component:
    """Return how many of the questions and tasks of the course are done; `clears` adds the button to forget all.

    The browser counts all of a kind together, so `contents` has all questions of the course or none, and so with tasks.
    """
    there = list(contents)
    questions = sum(isinstance(each, Predict | Draw) for each in there)
    tasks = sum(isinstance(each, Checks) for each in there)
    words = {
        "answered": (questions, f" of {questions} questions answered, "),
        "right": (questions, " right at first try. "),
        "solved": (tasks, f" of {tasks} tasks solved. "),
    }
    counted = [html.Span(**data(counts=what, words=said)) for what, (count, said) in words.items() if count]
    what = "it" if counted else "what you have answered and solved"
    kept = html.Span(**data(words=f"This browser remembers {what}, and nobody else."))
    button = [
        html.Button(CLEAR, type="button", className="chip", **data(clears="progress")),
        html.Span(role="status", **data(done=CLEARED)),
    ]
    return html.Div([html.P([*counted, kept]), *(button if clears else [])], className="so-far served")
