"""The page to which a reader brings predictions of their own: what stands on it before there is an answer."""

from __future__ import annotations

from typing import Any

import core
from components.markup.attributes import data
from components.markup.elements import Element, element

PATH = "/own"
TITLE = "Your own predictions"
SUMMARY = "A file with the truth and your predictions in, and what they are worth out."
EXAMPLE_ROWS = 400


def content(limit: int) -> list[Any]:
    """Return what stands on the page; `limit` is the size of the largest file in bytes, 0 where none may be sent."""
    head = element(
        "Header",
        [
            element("Div", "Beyond the course", className="over"),
            element("H1", TITLE),
            element("P", SUMMARY, className="intro"),
        ],
        className="top",
    )
    body = _form(limit) if limit else [element("P", "Whoever runs this site has switched this page off.")]
    command = element(
        "P",
        ["Without a browser: ", element("Code", "python -m components.own FILE"), " in a copy of this site’s program."],
        className="note",
    )
    return [element("Section", [head, *body, command], className="section own")]


def _form(limit: int) -> list[Any]:
    file = {
        "type": "Input",
        "namespace": "dash_html_components",
        "props": {"children": None, "type": "file", "accept": ".csv,.tsv,.txt,text/csv,text/plain", **data(own="file")},
    }
    status = element(
        "P",
        "",
        role="status",
        **data(
            own="status",
            limit=str(limit),
            working="The file is being judged.",
            done="The report is below.",
            refused="The file could not be judged. What is missing is said below.",
            busy="The server is working for other readers. This page asks again by itself.",
            large=f"The file is too large: at most {limit / 1e6:g} MB are read.",
            failed="There was no answer. Choose the file again, or try again later.",
        ),
    )
    return [
        element(
            "P",
            "A table with the names of its columns in the first row: the truth, and a column of scores or of predicted classes "
            "for each model. A column of patients, images or other groups may say which rows belong together.",
        ),
        element(
            "P",
            "The file goes to the server with each question, is worked on in memory and is gone with the answer. Nothing of it "
            "is written to a disk, and the log has its size alone.",
        ),
        element(
            "Div",
            [
                element("Label", ["Choose a file, or drop one anywhere on this page ", file]),
                element(
                    "Label",
                    [
                        "Or paste rows from a spreadsheet ",
                        element("Textarea", "", rows=4, spellCheck="false", **data(own="rows")),
                    ],
                ),
                element(
                    "Div",
                    [_button("Judge these rows", "paste"), _button("Open an example (simulated)", "example")],
                    className="chips",
                ),
                status,
            ],
            className="panel bring",
        ),
        element("Div", "", className="report", **data(own="answer")),
        element("Pre", example(), hidden=True, **data(own="sample")),
    ]


def _button(words: str, does: str) -> Element:
    props = {"children": words, "type": "button", "className": "chip", **data(own=does)}
    return {"type": "Button", "namespace": "dash_html_components", "props": props}


def example() -> str:
    """Return the predictions of two simulated models on the same items, as a table."""
    drawn = core.scored_labels(n=EXAMPLE_ROWS)
    other = core.recalibrated(core.scored_labels(n=EXAMPLE_ROWS, separation=1.0).scores, shift=-1.0)
    better = core.posterior(drawn, 0.15, 1.5)
    rows = [f"{y},{a:.3f},{b:.3f}" for y, a, b in zip(drawn.y_true, better, other, strict=True)]
    return "\n".join(["y_true,score_a,score_b", *rows])
