"""Texts as sets of words, against a definition that goes sign by sign."""

import re
import unicodedata

import hypothesis.strategies as st
import pytest
from hypothesis import given

import core
from tests.states import LINES


def slow_words(text):
    """The same by taking signs away from both ends of each piece, on decomposed letters, with the type of apostrophe last."""
    found = []
    for piece in re.split(r"\s+", unicodedata.normalize("NFD", text).casefold()):
        signs = [c for c in unicodedata.normalize("NFD", piece) if unicodedata.category(c) != "Cf"]
        while signs and not signs[0].isalnum():
            signs.pop(0)
        while signs and not _ends_a_word(signs):
            signs.pop()
        word = unicodedata.normalize("NFC", "".join(signs)).replace("\u2019", "'")
        if word and word not in found:
            found.append(word)
    return found


def _ends_a_word(signs):
    last = max(k for k, c in enumerate(signs) if not unicodedata.category(c).startswith("M"))
    return signs[last].isalnum()


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("", []),
        (" \t\n … — !? ❤️ 🍕", []),
        ("The cat, the CAT; “the cat”!", ["the", "cat"]),
        ("Straße STRASSE strasse", ["strasse"]),
        ("café cafe\u0301 CAFÉ", ["café"]),
        ("don't don’t 'don't' DON’T.", ["don't"]),
        ("well-known 3.14 (C++) $5", ["well-known", "3.14", "c", "5"]),
        ("שלום, עולם! שלום", ["שלום", "עולם"]),
        ("नमस्ते दुनिया", ["नमस्ते", "दुनिया"]),
        ("می\u200cخواهم soft\u00adhyphen \u202eabc\u202c", ["میخواهم", "softhyphen", "abc"]),
        ("I ❤️ pizza❤️ 🍕pizza", ["i", "pizza"]),
        ("<b>bold</b> a&b", ["b>bold</b", "a&b"]),
    ],
)
def test_what_counts_as_a_word(text, words):
    assert core.words(text) == words


@given(st.text(max_size=40) | st.lists(st.sampled_from(LINES), max_size=3).map(" ".join))
def test_words_are_those_of_the_definition(text):
    assert core.words(text) == slow_words(text)


@given(st.text(max_size=40))
def test_the_words_of_words_are_the_same_words(text):
    words = core.words(text)
    assert core.words(" ".join(words)) == words
    assert core.words(text + " " + text) == words
    assert all(word[0].isalnum() for word in words)
