"""Predict, then reveal: every question has one right answer, and the answer is true."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl, urlsplit

import dash_bootstrap_components as dbc
import pytest
from dash import dcc
from dash.development.base_component import Component

import core
from components import predict as module
from components.predict import predict
from components.sections import thresholds
from components.shell import SECTIONS, Section
from components.url import bounded
from tests.conftest import components, identified, with_sections

CSS = (Path(__file__).parents[2] / "assets" / "style.css").read_text(encoding="utf-8")
GUESSES = {"up": "It rises.", "down": "It falls.", "stays": "It does not move."}


def answers(card: Component) -> list[Component]:
    return [c for c in components(card) if getattr(c, "className", None) == "answer"]


def test_each_guess_has_its_answer_at_the_same_place_and_one_is_right() -> None:
    card = predict("s", "Which way?", GUESSES, right="down")
    radios: Any = identified(card)["s-predict"]
    assert isinstance(radios, dbc.RadioItems)
    assert [option["label"] for option in radios.options] == list(GUESSES)
    assert getattr(radios, "value", None) is None  # nothing is guessed for the reader
    verdicts = [answer.children for answer in answers(card)]
    assert [why for _, why in verdicts] == list(GUESSES.values())
    assert [verdict.children for verdict, _ in verdicts] == [module.WRONG, module.RIGHT, module.WRONG]


def test_the_guesses_are_one_group_with_the_question_as_its_name() -> None:
    card = predict("s", "Which way?", GUESSES, right="up")
    group = next(c for c in components(card) if getattr(c, "role", None) == "radiogroup")
    question = identified(card)[getattr(group, "aria-labelledby")]
    assert question.children[-1] == "Which way?"
    assert identified(card)["s-predict"].name == "s-predict"  # without a name the arrow keys would not move


@pytest.mark.parametrize(
    ("guesses", "right"),
    [(GUESSES, "sideways"), ({"up": "It rises."}, "up"), ({str(i): "" for i in range(5)}, "0")],
    ids=["the right one is no guess", "no choice", "too many"],
)
def test_a_question_that_cannot_be_answered_is_an_error(guesses: dict[str, str], right: str) -> None:
    with pytest.raises(ValueError, match="must be one of 2 to 4 guesses"):
        predict("s", "Which way?", guesses, right=right)


def test_the_style_sheet_reveals_the_answer_of_every_place() -> None:
    rule = r"\.predict:has\(\.form-check:nth-child\((\d)\) :checked\) \.answer:nth-child\(\1\)"
    assert re.findall(rule, CSS) == [str(place) for place in range(1, module.MOST + 1)]


@with_sections
def test_the_link_to_the_state_that_settles_it_opens_that_state(section: Section) -> None:
    card = asked(section)
    if card is None:
        pytest.skip("no question")
    for link in (c for c in components(card) if isinstance(c, dcc.Link)):
        address = urlsplit(link.href)
        to = next(other for other in SECTIONS if address.path == other.PATH)
        given = dict(parse_qsl(address.query, keep_blank_values=True))
        assert given.keys() <= {p.key for p in to.PARAMS}
        found = bounded(to.PARAMS, given)
        assert {p.key: p.text(found[p.key]) for p in to.PARAMS if p.key in given} == given


def asked(section: Section) -> Component | None:
    found = [c for c in components(section.layout()) if getattr(c, "className", None) == "predict"]
    assert len(found) < 2, "one question a page"
    return found[0] if found else None


def right_guess(section: Section) -> str:
    card = asked(section)
    assert card is not None
    radios: Any = identified(card)[f"{section.NAME}-predict"]
    verdicts = [answer.children[0].children for answer in answers(card)]
    return str(radios.options[verdicts.index(module.RIGHT)]["value"])


# ---- the answers, from core alone ----


def test_half_shared_is_a_third() -> None:
    from components.sections import home

    assert right_guess(home) == "one third"
    assert core.jaccard(core.Counts(25, 25, 25, 0)) == pytest.approx(1 / 3)
    assert core.jaccard(core.Counts(40, 10, 10, 0)) == pytest.approx(2 / 3)


@pytest.mark.parametrize("n", [400, 5000])
def test_rarer_positives_raise_the_best_cut_of_drawn_scores(n: int) -> None:
    def best(seed: int, prevalence: float, *, calibrated: bool = False) -> float:
        drawn = core.scored_labels(seed=seed, n=n, prevalence=prevalence, separation=1.5)
        scores = core.posterior(drawn, prevalence, 1.5) if calibrated else drawn.scores
        return core.best_on_grid(drawn.y_true, scores, thresholds.GRID).threshold

    assert right_guess(thresholds) == "higher"
    assert best(42, 0.05) > best(42, 0.15)
    seeds = range(20)
    assert sum(best(s, 0.05) for s in seeds) > sum(best(s, 0.15) for s in seeds)
    rare, common = (sum(best(s, q, calibrated=True) for s in seeds) for q in (0.05, 0.15))
    assert rare < common  # as the answer says of probabilities
