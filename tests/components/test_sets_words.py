"""/sets/words: what is typed, counted by hand, by random sentences and by scikit-learn."""

from __future__ import annotations

import json
import re
from fractions import Fraction
from typing import Any

import pytest
from flask.testing import FlaskClient
from sklearn.feature_extraction.text import CountVectorizer
from sklearn.metrics import jaccard_score

import core
from components.lessons.sets import UNION
from components.lessons.sets.words import FORMULA, GROUPS, LESSON, MOST_WORDS, SAY, SNIPPET, STATES, Sentences
from components.live.target import Target
from components.live.view import Shown
from components.markup.finished import html
from components.state import href
from tests.components.cells import alike, cells, over
from tests.components.sentences import found, sentences, states, wrongly_written
from tests.conftest import application, components, plain
from tests.states import LINES, every

ALL = [
    *(Sentences.read({"a": a, "b": b}) for a in LINES for b in ("", "The cat sat on the mat.", a)),
    *states(LESSON, 60),
]
each_state = pytest.mark.parametrize("state", ALL, ids=ascii if every() else None)


def view(**values: Any) -> Shown:
    return LESSON.show(Sentences.read(values))


def counted(state: Sentences) -> tuple[list[str], list[str]]:
    return core.words(state.a)[:MOST_WORDS], core.words(state.b)[:MOST_WORDS]


def groups(shown: Shown) -> dict[str, list[str]]:
    """The words that stand in each group, in order."""
    text = html(shown.output(Target(GROUPS.id)))
    return {
        meaning: re.findall(r"<li[^>]*>(.*?)</li>", inside)
        for meaning, inside in re.findall(r'<div class="(fn|tp|fp)">(.*?)</div>', text, re.DOTALL)
    }


def test_the_first_state_counted_by_hand() -> None:
    shown = view()
    assert groups(shown) == {"fn": ["sat"], "tp": ["the", "cat", "on", "mat"], "fp": ["a", "lay"]}
    assert shown.texts[FORMULA.target("j")] == "4/7 = 0.571"
    assert SAY.said(shown.texts) == (
        "J is 0.571. The sentences share 4 of their 7 different words. The distance is 0.429."
    )


@pytest.mark.parametrize(
    ("preset", "score"),
    [("Who bit whom?", "4/4 = 1.000"), ("A headline, reworded", "7/10 = 0.700"), ("A translation", "0/11 = 0.000"),
     ("Nothing written", "0/0, undefined")],
)  # fmt: skip
def test_every_preset_is_a_state_of_the_page(preset: str, score: str) -> None:
    assert view(**STATES[preset]).texts[FORMULA.target("j")] == score
    assert href(LESSON.path, LESSON.state, **STATES[preset])


@each_state
def test_what_stands_on_the_page_are_the_words_of_the_sentences(state: Sentences) -> None:
    shown = LESSON.show(state)
    a, b = counted(state)
    escaped = {word: html(word) for word in (*a, *b)}
    assert groups(shown) == {
        "fn": [escaped[word] for word in a if word not in b],
        "tp": [escaped[word] for word in a if word in b],
        "fp": [escaped[word] for word in b if word not in a],
    }
    union = list(dict.fromkeys([*a, *b]))
    sheet = [[word, *(cell.value for cell in row)] for word, *row in shown.sheets()["table"].rows]
    assert sheet == [[word, word in a, word in b, word in a and word in b] for word in union]
    j = over(len({*a} & {*b}), len(union))
    alike(cells(shown, "table-2"), [[f"{len({*a} & {*b})}/{len(union)}", j, 1 - j]])
    if union:
        assert j == jaccard_score([word in a for word in union], [word in b for word in union])


@each_state
def test_what_is_said_holds(state: Sentences) -> None:
    said = sentences(LESSON, LESSON.show(state))
    a, b = map(set, counted(state))
    union, both = a | b, a & b
    assert len(said["say"].split()) <= 30
    assert not [*wrongly_written(said["say"])]
    if not union:
        assert said["say"].startswith("J is 0/0, undefined. Neither field has a word")
    else:
        j = Fraction(len(both), len(union))
        number, apart = found(r"^J is (\S+)\. .* The distance is (\S+)\.$", said["say"])
        assert (number, apart) == (f"{float(j):.3f}", f"{float(1 - j):.3f}")
        claims = {
            f"Both sentences have all {len(union)} different words.": a == b and len(a) > 1,
            "Both sentences have the only word.": a == b and len(a) == 1,
            "Sentence A has no word, so none is shared.": not a,
            "Sentence B has no word, so none is shared.": not b,
            f"The sentences share none of their {len(union)} different words.": bool(a and b) and not both,
            f"The sentences share {len(both)} of their {len(union)} different words.": bool(both) and a != b,
        }
        assert [claim for claim in claims if claim in said["say"]] == [
            claim for claim, holds in claims.items() if holds
        ]
    assert ("their sets are" in said["rest"]) == (a == b != set() and state.a != state.b)
    long = [name for name, text in (("A", state.a), ("B", state.b)) if len(core.words(text)) > MOST_WORDS]
    which = {0: "", 1: f"of sentence {''.join(long)} ", 2: "of both sentences "}[len(long)]
    assert ("Only the first 20" in said["rest"]) == bool(long)
    assert which in said["rest"]


def test_two_words_that_count_alike_for_scikit_learn_too() -> None:
    """Its own cut into words is another one; on plain sentences both are the same."""
    for state in (Sentences(), Sentences.read(STATES["Who bit whom?"])):
        vectors = CountVectorizer(binary=True, token_pattern=r"\S+", preprocessor=lambda t: t.lower().replace(".", ""))
        a, b = vectors.fit_transform([state.a, state.b]).toarray().astype(bool)
        assert core.set_jaccard(core.words(state.a), core.words(state.b)) == jaccard_score(a, b)


@each_state
def test_the_code_on_the_page_gives_the_score_on_the_page(state: Sentences) -> None:
    code = SNIPPET.said(LESSON.show(state).texts)
    a, b = counted(state)
    names: dict[str, Any] = {}
    exec(code.partition("len(")[0], names)
    assert (names["A"], names["B"]) == (set(a), set(b))


def test_the_bar_has_no_word_of_the_reader() -> None:
    """plotly reads markup and templates in what a hover says."""
    shown = view(a="<i>x</i> %{x}", b="")
    assert "%{x}" not in json.dumps(plain(shown.figures[UNION.id]))
    assert "<i>" not in json.dumps(plain(shown.figures[UNION.id]))


@pytest.fixture
def client() -> FlaskClient:
    return application.server.test_client()


MARKUP = "<script>alert(1)</script> <img/src=x> \"'&amp;"


def test_markup_in_an_address_is_text_on_the_page(client: FlaskClient) -> None:
    address = href(LESSON.path, LESSON.state, a=MARKUP, b="</script><b>")
    body = client.get(address).get_data(as_text=True)
    assert "<script>alert" not in body
    assert "<img/src" not in body
    assert "</script><b>" not in body
    assert 'value="&lt;script&gt;alert(1)&lt;/script&gt; &lt;img/src=x&gt; &quot;&#x27;&amp;amp;"' in body
    assert "script&gt;alert(1)&lt;/script" in body


@pytest.mark.parametrize("line", LINES, ids=ascii)
def test_the_page_opens_whatever_was_typed(client: FlaskClient, line: str) -> None:
    state = Sentences.read({"a": line, "b": line})
    assert client.get(href(LESSON.path, LESSON.state, **state.values())).status_code == 200


def test_dash_hears_of_each_key_in_a_line_of_text_at_once() -> None:
    """Where Dash waits (`debounce`), it puts the caret back a moment after each key, and what is typed fast is shuffled."""
    fields = [each for each in components(LESSON.layout()) if getattr(each, "type", "") == "text"]
    assert len(fields) == 2
    assert not [each.id for each in fields if getattr(each, "debounce", False)]
