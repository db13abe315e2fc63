"""Two sentences as sets of words: how alike two texts are, and how far apart."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from dash import html

import core
from components.lessons import chapters
from components.lessons.sets import UNION, half, union_bar
from components.live.view import View
from components.markup.table import Cell, Table
from components.page import (
    Box,
    Check,
    Checks,
    Code,
    Fold,
    Lesson,
    Predict,
    Presets,
    TablePlace,
    Task,
    TextField,
    WordGroups,
    caption,
    paragraph,
)
from components.state import State, Text, of
from components.words.formula import Formula
from components.words.line import Line
from components.words.numbers import exact, many, score, zero_over_zero

MOST_WORDS = 20  # of a sentence, so that the page stays one
LONG = 7  # words of the sentence that the task asks for

A = Text("a", "Sentence A", "The cat sat on the mat.", 120)
B = Text("b", "Sentence B", "A cat lay on the mat.", 120)


@dataclass(frozen=True)
class Sentences(State):
    """What the reader has typed into the two fields."""

    a: str = of(A)
    b: str = of(B)


GROUPS = WordGroups(
    "groups",
    {"fn": "only in A", "tp": "in both", "fp": "only in B"},
    "The words of both sentences, by the sentences that they are in",
)
FORMULA = Formula("formula", "J", "{tp}", "{tp2} + {fn} + {fp}", "{j}")
DISTANCE = Formula("distance", "1 − J", "{fn} + {fp}", "{tp} + {fn2} + {fp2}", "{d}", small=True)
SAY = Line("say", "{number} {lesson} {distance}")
REST = Line("rest", "{cut} {order}", live=False)
CHECKS = Checks("sets-words", ("half", "long"))
TABLE = TablePlace("table")
SNIPPET = Line(
    "snippet",
    "A = {a}\nB = {b}\n"
    "len(A & B) / len(A | B)  # {j}\n\n"
    "from sklearn.metrics import jaccard_score\n\n"
    "words = sorted(A | B)\n"
    "in_A = [word in A for word in words]\n"
    "in_B = [word in B for word in words]\n"
    "jaccard_score(in_A, in_B)  # {peer}\n",
)

SAME_WORDS = {"a": "The dog bit the man.", "b": "The man bit the dog."}
STATES: dict[str, dict[str, Any]] = {
    "Who bit whom?": SAME_WORDS,
    "A headline, reworded": {
        "a": "Storm leaves 3,000 homes without power in the north",
        "b": "Storm in the north leaves thousands without power",
    },
    "A translation": {"a": "The cat sat on the mat.", "b": "Die Katze saß auf der Matte."},
    "Nothing written": {"a": "", "b": ""},
}


def view(state: Sentences) -> View:
    """Return the lesson in one state."""
    found_a, found_b = core.words(state.a), core.words(state.b)
    a, b = found_a[:MOST_WORDS], found_b[:MOST_WORDS]
    universe = list(dict.fromkeys([*a, *b]))
    kinds = core.membership(universe, a, b).tolist()
    counts = core.confusion_counts([x in a for x in universe], [x in b for x in universe]) if universe else NO_WORDS
    j = core.set_jaccard(a, b, zero_division=math.nan)
    only_a, only_b, both = ([word for word, k in zip(universe, kinds, strict=True) if k == kind] for kind in (1, 2, 3))
    ratio = f"{counts.tp}/{counts.union}"
    checks = {"half": half(counts), "long": _long(int(counts.predicted))}
    return View(
        figures={UNION.id: union_bar(counts, j, ["", "", ""])},
        texts={
            **FORMULA.texts(
                tp=counts.tp,
                tp2=counts.tp,
                fn=counts.fn,
                fp=counts.fp,
                j=f"{ratio} = {score(j)}" if universe else zero_over_zero(),
            ),
            **DISTANCE.texts(
                fn=counts.fn,
                fp=counts.fp,
                tp=counts.tp,
                fn2=counts.fn,
                fp2=counts.fp,
                d=score(1 - j) if universe else zero_over_zero(),
            ),
            **SAY.texts(**_said(counts, j)),
            **CHECKS.texts(checks),
            **REST.texts(cut=_cut(found_a, found_b), order=_order(state, j)),
            **SNIPPET.texts(
                a=_as_code(a),
                b=_as_code(b),
                j=score(j, 4, undefined="ZeroDivisionError: 0/0"),
                peer=score(j, 4, undefined="0.0 and a warning: 0/0"),
            ),
        },
        tables={TABLE.id: _tables(universe, kinds, ratio, j)},
        props={**GROUPS.props(fn=only_a, tp=both, fp=only_b), **CHECKS.marks(checks)},
    )


NO_WORDS = core.Counts(tp=0, fp=0, fn=0, tn=0)


# ---- words ---------------------------------------------------------------------------------------------------------


def _said(counts: core.Counts, j: float) -> dict[str, str]:
    """Return the words of the sentence by its slots."""
    if not counts.union:
        return {
            "number": f"J is {zero_over_zero()}.",
            "lesson": "Neither field has a word, so there is nothing to share and nothing to divide by.",
            "distance": "",
        }
    different = many(int(counts.union), "different word")
    if counts.tp == counts.union:
        lesson = f"Both sentences have {'the only word' if counts.tp == 1 else f'all {different}'}."
    elif not counts.support or not counts.predicted:
        lesson = f"Sentence {'B' if counts.support else 'A'} has no word, so none is shared."
    else:
        shared = counts.tp or "none"
        lesson = f"The sentences share {shared} of their {different}."
    return {"number": f"J is {score(j)}.", "lesson": lesson, "distance": f"The distance is {score(1 - j)}."}


def _long(words: int) -> Check:
    met = words >= LONG
    return Check(met, f"At least {LONG} different words in B: {'yes' if met else 'not yet'}, {words}.")


def _cut(*found: Sequence[str]) -> str:
    """Return that a sentence has more words than count, or nothing."""
    long = [name for name, words in zip("AB", found, strict=True) if len(words) > MOST_WORDS]
    if not long:
        return ""
    which = "both sentences" if len(long) == 2 else f"sentence {long[0]}"
    return f"Only the first {MOST_WORDS} different words of {which} count here."


def _order(state: Sentences, j: float) -> str:
    """Return why two sentences that are not the same may have the same words, or nothing."""
    if j != 1 or state.a == state.b:
        return ""
    return "The sentences are not the same, but their sets are: a set has no order, and each word is in it once."


def _as_code(words: Sequence[str]) -> str:
    return "{" + ", ".join(map(repr, words)) + "}" if words else "set()"


def _tables(universe: Sequence[str], kinds: Sequence[int], ratio: str, j: float) -> list[Table]:
    return [
        Table(
            ["word", "A", "B", "both"],
            [
                [word, *(Cell(held, "yes" if held else "–") for held in (k in (1, 3), k in (2, 3), k == 3))]
                for word, k in zip(universe, kinds, strict=True)
            ],
            caption="Every different word",
        ),
        Table(
            ["J as a fraction", "J", "distance 1 − J"],
            [[ratio, *(Cell(value, exact(value, undefined=zero_over_zero())) for value in (j, 1 - j))]],
            caption="The score and the distance, with all digits",
        ),
    ]


# ---- the page ------------------------------------------------------------------------------------------------------

LESSON = Lesson(
    path="/sets/words",
    chapter=chapters.SETS,
    title="Two sentences",
    summary="Type two sentences, and see how many of their words they share.",
    minutes=3,
    further=True,
    idea=[
        "Whoever searches millions of texts, for copies or for answers, needs one number for how alike two of them are.",
    ],
    state=Sentences,
    view=view,
    lead=[FORMULA, DISTANCE],
    figures=[
        Box("column", TextField(A), TextField(B), GROUPS, UNION),
        SAY,
        REST,
    ],
    controls=[
        caption(
            "A word is what stands between two spaces, without the punctuation and signs around it. Capitals do not count, "
            "and a word that stands twice counts once. "
            f"Each sentence has at most {A.longest} characters and {MOST_WORDS} different words."
        ),
        Presets(STATES),
    ],
    question=Predict(
        "“The dog bit the man.” and “The man bit the dog.”: what do they score as sets of words?",
        {
            "1/4": "Who bites and who is bitten has changed, but a set does not know. Both sets are {the, dog, bit, man}.",
            "3/5": "Five words stand in each sentence, but “the” stands twice and counts once. And all words are in both.",
            "1": "Both are the set {the, dog, bit, man}. A set has no order, so it cannot know who bit whom.",
        },
        right="1",
        see=("See the two sets", SAME_WORDS),
        hides=(UNION, SAY),
    ),
    called=[
        paragraph(
            "1 − J is the ",
            html.B("Jaccard distance"),
            ": 0 for the same set, 1 for sets that share nothing. A text that is taken as the set of its words, without their "
            "order and number, is compared like any other set; search engines often take runs of words, called ",
            html.B("shingles"),
            ".",
        )
    ],
    task=Task(f"Write a sentence B of at least {LONG} different words that has J exactly 1/2 with A.", CHECKS),
    folds=[
        Fold("The numbers", TABLE),
        Code([core.words, core.set_jaccard], SNIPPET),
        Fold(
            "Common mistakes",
            paragraph(
                html.B("Long texts against short ones. "),
                "A short text that stands word for word in a long one has a low score, because the long one makes the union "
                "large. To find a quotation, divide by the words of the shorter text instead.",
            ),
            paragraph(
                html.B("Common words. "),
                "Nearly all English texts share words such as “the” and “on”. So two texts about different things have a "
                "score above 0. Search engines leave such words out, or compare runs of several words.",
            ),
        ),
    ],
)
