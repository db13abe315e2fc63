"""The answer to a file that a reader has sent: its report, and how its columns were read, as parts of a page.

It is made in a process of its own, which ends with it, so nothing of the file stays anywhere.
"""

from __future__ import annotations

import base64
import json
import traceback
from collections.abc import Mapping, Sequence
from typing import Any
from urllib.parse import parse_qs

from components.markup.attributes import aria, data
from components.markup.elements import Element, element
from components.own.report import Report, judge
from components.own.roles import Predictions, Wanted, classes_of, read_roles
from components.own.table import Table, UnreadableError, read_table

# In the query: what a select says, where nothing is a guess. A name has this sign before it, so that none looks like nothing.
NAME = "="


class BrokenError(Exception):
    """The report failed. It says where in the program, and nothing of the file, because it goes to the log."""


def answer(body: bytes, query: str, prefix: str) -> list[Any]:
    """Return what the page shows of the file `body`, read as the query says; `prefix` is that of links."""
    try:
        return _answer(body, query, prefix)
    except Exception as error:
        place = traceback.extract_tb(error.__traceback__)[-1]
        sentence = f"{type(error).__name__} in {place.name}, line {place.lineno} of {place.filename}"
    raise BrokenError(sentence)


def _answer(body: bytes, query: str, prefix: str) -> list[Any]:
    wanted = wanted_of(query)
    try:
        table = read_table(body)
    except UnreadableError as error:
        return [_refusal(str(error))]
    try:
        said = read_roles(table, wanted)
        report = judge(said, pictured=True)
    except UnreadableError as error:
        return [_refusal(str(error)), _columns(table, wanted, None)]
    return [*_report(report, prefix), _columns(table, wanted, said)]


def wanted_of(query: str) -> Wanted:
    """Return what a query says of the columns."""
    given = parse_qs(query)

    def name(key: str) -> str | None:
        value = given.get(key, [""])[0]
        return value.removeprefix(NAME) if value.startswith(NAME) else None

    models = tuple(value.removeprefix(NAME) for value in given.get("model", ()) if value.startswith(NAME))
    return Wanted(name("truth"), models, name("group"), name("positive"), "missing" in given)


# ---- the report ------------------------------------------------------------------------------------------------------


def _refusal(sentence: str) -> Element:
    return element("P", sentence, className="refusal", role="alert")


def _report(report: Report, prefix: str) -> list[Any]:
    verdict = [
        element("Li", [sentence.text, " ", element("A", "Why?", href=f"{prefix}{sentence.lesson.lstrip('/')}")])
        for sentence in report.said
    ]
    figures = [
        element(
            "Figure",
            {"type": "Graph", "namespace": "dash_core_components", "props": _graph(k, each.figure, each.height)},
            className="chart",
            **aria(label=each.described),
        )
        for k, each in enumerate(report.figures)
    ]
    tables = [
        element("Details", [element("Summary", table.caption), table.element()], open=k == 0, className="panel")
        for k, table in enumerate(report.tables)
    ]
    return [
        element("H2", "What they are worth", tabIndex=-1),
        element("Ul", verdict, className="verdict"),
        *[
            part
            for each, figure in zip(report.figures, figures, strict=True)
            for part in (element("P", each.described), figure)
        ],
        element("Div", tables, className="folds"),
        element(
            "P",
            [_saved("text", "text/plain", report.text()), _saved("JSON", "application/json", _json(report))],
            className="chips",
        ),
        element("H2", "How the file was read"),
        element("Ul", [element("Li", note) for note in report.notes]),
    ]


def _json(report: Report) -> str:
    return json.dumps(report.plain(), indent=2, allow_nan=False)


def _saved(kind: str, mimetype: str, text: str) -> Element:
    """Return a link that saves a text, which is in it: the server has nothing of it any more."""
    address = f"data:{mimetype};charset=utf-8;base64,{base64.b64encode(text.encode()).decode()}"
    return element(
        "A", f"Save as {kind}", href=address, download=f"report.{'json' if kind == 'JSON' else 'txt'}", className="chip"
    )


def _graph(k: int, figure: Any, height: int) -> dict[str, Any]:
    return {"id": f"own-{k}", "figure": json.loads(json.dumps(figure)), "style": {"height": f"{height}px"}}


# ---- what the columns mean, to be put right --------------------------------------------------------------------------


def _columns(table: Table, wanted: Wanted, said: Predictions | None) -> Element:
    names = [column.name for column in table.columns]
    classes = said.classes if said else classes_of(table, wanted)
    models = [model.name for model in said.models] if said else []
    boxes = [
        element(
            "Label",
            [_input("checkbox", "model", NAME + name, checked=name in wanted.models), " ", name],
            className="chosen" if name in models else None,
        )
        for name in names
    ]
    return element(
        "Form",
        [
            element("H2", "Read it otherwise"),
            _select("truth", "The truth", names, wanted.truth),
            _select("positive", "The positive class", list(classes), wanted.positive),
            _select("group", "Rows that belong together", names, wanted.group, none="no groups"),
            element("Fieldset", [element("Legend", "The models (none chosen: as guessed)"), *boxes]),
            element(
                "Label",
                [
                    _input("checkbox", "missing", NAME, checked=wanted.leave_out_missing),
                    " Leave out rows with a missing value",
                ],
            ),
        ],
        className="columns",
    )


def _select(role: str, words: str, names: Sequence[str], chosen: str | None, none: str = "") -> Element:
    values: Mapping[str, str] = {
        "": "as guessed",
        **({NAME: none} if none else {}),
        **{NAME + name: name for name in names},
    }
    here = "" if chosen is None else NAME + chosen
    options = [element("Option", text, value=value, selected=value == here) for value, text in values.items()]
    select = element("Select", options, className="form-select form-select-sm", **data(role=role))
    return element("Label", [words, " ", select])


def _input(kind: str, role: str, value: str, *, checked: bool) -> Element:
    # not by `element`, whose own argument is called "type"
    props = {"children": None, "type": kind, "value": value, "checked": checked, **data(role=role)}
    return {"type": "Input", "namespace": "dash_html_components", "props": props}
