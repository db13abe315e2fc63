"""The terms of the field: each declared once, underlined once, and none used that cannot be looked up."""

from __future__ import annotations

import re
from graphlib import TopologicalSorter
from html.parser import HTMLParser
from typing import Any

import pytest
from dash import dcc, html

from components import glossary, shell
from components.course import LESSONS
from components.markup import finished
from components.page import Lesson
from components.page.terms import MOST, explained
from components.words.glossary import PATH, TERMS, Term, found
from tests.conftest import components, plain, with_sections

# Words of the field, whether a page uses them today or not.
FIELD = r"""
    (?:true|false)[ ](?:positive|negative)s? | false[ ]alarms? | [Jj]accard | \bunions?\b | \bintersections? | \bprecision
    | \brecall | \bspecificity | \bsensitivity | \baccurac(?:y|ies) | \bF1 | \bDice\b | \bIoU\b | \bmasks? | \bsegmentation\b
    | \bdetect(?:or|ion)s? | \bmAP\b | \bAP\b | \bmulti-?label | \bmulti-?class | \bmicro\b | \bmacro\b | \bsupports?\b
    | \bprevalence | \bthresholds? | \blogits? | \bsigmoid | \bcalibrat\w+ | \btemperatures? | \bodds\b
    | \bWilson | \bbootstrap\w* | \bresampl\w+ | \bStudent | \bstandard[ ]errors? | \bp-values? | \bsignifican\w+
    | \bconfidence[ ]interval | \b0/0 | zero_division | \bgradients? | \blog[ ]loss | \bcross[- ]entropy
    | \b(?:training|validation|test)[ ](?:set|data)s? | \bseeds?\b | \blearning[ ]rates? | \biterations?\b | \bepochs?
    | \bpenalt\w+
    | \bregulari[sz]\w+ | \bsoft[ ](?:J|Jaccard|Dice|counts?)\b | \bLovász | \bfinite[ ]differences | \bstandardised
    | \boverfit\w* | \bhyperparameters? | \bAUC\b | \bROC\b | \bconfusion | \bkappa\b | \bhinge\b | \bbaselines?\b
"""
NO_TERMS = {"A", "Button", "Code", "Pre", "H1", "H2", "H3", "Label", "Legend", "Summary", "Table"}


def said(layout: Any) -> list[str]:
    """What stands on a page to be read, paragraph by paragraph, without its code."""
    paragraphs = [
        c for c in components(layout) if isinstance(c, html.P | html.Li | html.Caption | html.Th | html.Label)
    ]
    return [re.sub(r"<[^>]*>", " ", finished.html(plain(each))) for each in paragraphs]


def test_a_term_is_known_by_one_name_and_no_spelling_is_that_of_two() -> None:
    assert len({term.id for term in TERMS}) == len(TERMS)
    spellings = [spelling.lower() for term in TERMS for spelling in term.spellings]
    assert len(set(spellings)) == len(spellings)
    for term in TERMS:
        for spelling in term.spellings:
            assert [each.term for each in found(f"One {spelling}, said.")] == [term]


@pytest.mark.parametrize("term", TERMS, ids=lambda term: term.id)
def test_what_a_term_means_is_two_short_sentences_without_numbers(term: Term) -> None:
    assert term.meaning.endswith(".")
    assert len(re.split(r"(?<=\.)\s", term.meaning)) == 2
    assert len(term.meaning.split()) <= 40
    assert not re.search(r"\d", term.meaning.replace("0/0", "").replace("F1", ""))
    assert term.taught in [lesson.path for lesson in LESSONS]


def test_no_term_is_explained_by_itself_in_a_roundabout_way() -> None:
    uses = {term.id: {each.term.id for each in found(term.meaning)} - {term.id} for term in TERMS}
    TopologicalSorter(uses).prepare()  # raises where there is a circle


@pytest.mark.parametrize("of", [*LESSONS, *TERMS], ids=lambda each: each.name)
def test_no_word_of_the_field_is_used_that_cannot_be_looked_up(of: Lesson[Any] | Term) -> None:
    for text in [of.meaning] if isinstance(of, Term) else [of.title, of.summary, *said(of.layout())]:
        known = [range(each.start, each.end) for each in found(text)]
        for word in re.finditer(rf"(?<!\w)(?:{FIELD})(?!\w)", text, re.VERBOSE):  # what has a _ is a name in the code
            assert any(word.start() in span for span in known), (word[0], text)


PROSE = [
    html.H2("Precision"),
    html.P("Nothing of the field.", className="say"),
    html.P(
        ["A ", dcc.Link("union", href="/"), html.B("recall"), " and precision, and more precision."], className="remark"
    ),
    html.P("A union at last.", id="filled"),
    html.Div([html.P("The union.", className="intro"), html.Table(html.Tr(html.Td("Dice")))]),
    html.Details([html.Summary("IoU"), html.P("Precision, the union and the IoU.")]),
]


def terms_in(content: list[Any]) -> list[str]:
    """The words that are underlined, in order."""
    return re.findall(r'class="word"[^>]*>([^<]*)<', finished.html(plain(content)))


def test_the_first_use_in_prose_is_underlined_and_nothing_else() -> None:
    before = str(PROSE)
    changed = explained(PROSE, lambda name: f"page-{name}", {"filled"})
    assert terms_in(changed) == ["precision", "union", "IoU"]
    assert str(PROSE) == before, "what is declared once stands on many pages"
    text = finished.html(plain(changed))
    assert (
        '<span aria-describedby="finished-page-term-precision" class="word" role="button" tabindex="0">precision</span>'
        in text
    )
    assert "and precision" not in text
    assert ", and more precision." in text
    assert f'href="{PATH}#precision"' in text


def test_of_too_many_terms_those_that_the_course_comes_to_first_stay_without_a_line() -> None:
    names = [term.name for term in TERMS[: MOST + 2]]
    content = [html.P(f"{name}, then.") for name in reversed(names)]
    assert terms_in(explained(content, str, ())) == list(reversed(names))[:MOST]
    assert terms_in(explained([*content, html.Details(html.P(names[0]))], str, ()))[MOST:] == [names[0]]


class Outline(HTMLParser):
    """The elements around every term of a page."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.open: list[tuple[str, str]] = []
        self.around: list[list[tuple[str, str]]] = []
        self.ids: list[str] = []
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = dict(attrs)
        if given.get("class") == "term":
            self.around.append(list(self.open))
        if given.get("class") == "word":
            self.ids.append(given["aria-describedby"] or "")
        if tag not in finished.VOID:
            self.open.append((tag, "live" if "aria-live" in given else given.get("class") or ""))

    def handle_endtag(self, tag: str) -> None:
        while self.open and self.open.pop()[0] != tag:
            pass


@with_sections
def test_a_page_underlines_few_terms_each_once_and_only_in_prose(section: Lesson[Any]) -> None:
    outline = Outline(finished.html(plain(shell.lesson_page(section))))
    assert len(set(outline.ids)) == len(outline.ids)
    above = 0
    for around in outline.around:
        tags = [tag for tag, _ in around]
        assert "p" in tags
        assert not {tag.lower() for tag in NO_TERMS} & set(tags)
        assert around[-1][1] != "live"
        above += "details" not in tags
    assert above <= MOST


def test_the_glossary_has_every_term_in_order_and_what_links_to_it_arrives() -> None:
    page = shell.glossary_page()
    (entries,) = (c for c in components(page) if getattr(c, "className", None) == "glossary")
    names = [c.children for c in components(entries) if isinstance(c, html.B)]
    assert names == sorted((term.name for term in TERMS), key=str.casefold)
    text = finished.html(plain(page))
    there = set(re.findall(r'<dt id="([^"]+)"', text))
    pages = [text, *(finished.html(plain(lesson.layout())) for lesson in LESSONS)]
    asked = {id for each in pages for id in re.findall(rf'href="{PATH}#([^"]*)"', each)}
    assert asked <= there == {term.id for term in TERMS}


def test_an_entry_leads_to_the_lessons_that_use_the_term_and_first_to_the_one_that_teaches_it() -> None:
    (entries,) = (c for c in components(shell.glossary_page()) if getattr(c, "className", None) == "glossary")
    pages = {lesson.path: str(lesson.layout()) for lesson in LESSONS}
    for entry, term in zip(entries.children, sorted(TERMS, key=lambda term: term.name.casefold()), strict=True):
        links = [c.href for c in components(entry.children[-1]) if hasattr(c, "href")]
        assert links[0] == term.taught
        assert len(set(links)) == len(links)
        assert {path for path, page in pages.items() if f"-term-{term.id}'" in page} <= set(links)


def test_the_lessons_of_a_term_are_found_without_computing_any(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(Lesson, "show", lambda *_: pytest.fail("a lesson was computed"))
    glossary.glossary()
