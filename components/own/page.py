"""The page to which a reader brings predictions of their own: what stands on it before there is an answer."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from components.markup.attributes import data
from components.markup.elements import Element, element

PATH = "/own"
TITLE = "Your own predictions"
SUMMARY = "A file with the truth and your predictions in, and what they are worth out."
# made by benchmarks/example.py, which says what it is
EXAMPLE = Path(__file__).parent / "example.csv"


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
                    [_button("Judge these rows", "paste"), _button("Open an example", "example")],
                    className="chips",
                ),
                status,
                element(
                    "P",
                    [
                        "The example: two models that were trained here judge 569 lumps of the breast, from three measures of "
                        "cell nuclei and from thirty. Each score is of a model that has not seen the lump. The measures are ",
                        element(
                            "A",
                            "Breast Cancer Wisconsin (Diagnostic)",
                            href="https://doi.org/10.24432/C5DW2B",
                        ),
                        ", W. Wolberg and others, 1993, CC BY 4.0.",
                    ],
                    className="note",
                ),
            ],
            className="panel bring",
        ),
        element("Div", "", className="report", **data(own="answer")),
        element("Pre", EXAMPLE.read_text(encoding="utf-8"), hidden=True, **data(own="sample")),
    ]


def _button(words: str, does: str) -> Element:
    props = {"children": words, "type": "button", "className": "chip", **data(own=does)}
    return {"type": "Button", "namespace": "dash_html_components", "props": props}
