"""The first page: the idea in one slider, and a map that cannot go stale."""

from __future__ import annotations

import contextlib
import io
import re
from typing import Any

import numpy as np
import pytest
from dash import dcc, html
from dash.development.base_component import Component
from sklearn.metrics import jaccard_score

import core
from components import peer, shell
from components.course import LESSONS, around
from components.figures import venn
from components.lessons import home
from components.lessons.home import SAY, VENN, Home
from components.live.view import Shown
from tests.conftest import components, drawn, identified, thawed

FIRST, *OTHERS = LESSONS


def show(overlap: int = 30) -> Shown:
    return FIRST.show(Home(overlap))


def said(overlap: int) -> str:
    return SAY.said(show(overlap).texts)


def words(component: Any) -> str:
    """All text of a part of a page."""
    component = thawed(component)
    if isinstance(component, Component):
        return words(getattr(component, "children", None))
    if isinstance(component, list | tuple):
        return "".join(words(child) for child in component)
    return "" if component is None else str(component)


def test_the_first_state_has_the_score_of_the_documents_sets() -> None:
    texts = {target.id: text for target, text in show().texts.items()}
    assert (texts["formula-tp"], texts["formula-fp"], texts["formula-fn"]) == ("30", "20", "20")
    assert texts["formula-j"] == f"{core.set_jaccard({1, 2, 3, 5, 8}, {2, 3, 4, 8, 9}):.3f}" == "0.429"
    assert texts["overlap-shown"] == "30 of 50"


@pytest.mark.parametrize(
    ("overlap", "sentence"),
    [
        (0, "J is 0.000: nothing is in both sets."),
        (25, "J is 0.333: the sets share 25 of their 75 items, and each has 25 for itself."),
        (50, "J is 1.000: the two sets are the same."),
    ],
)
def test_the_sentence_says_what_the_overlap_is_worth(overlap: int, sentence: str) -> None:
    assert said(overlap) == sentence


@pytest.mark.parametrize("overlap", range(home.SIZE + 1))
def test_the_picture_is_true_to_scale(overlap: int) -> None:
    traces = drawn(show(overlap).figures[VENN.id]).data
    places = venn.venn_figure(home.SIZE, ("A", "B")).places
    data = {place: traces[index] for place, (_, index) in places.items()}
    both, alone = overlap, home.SIZE - overlap
    x, y = np.asarray(data["both"]["x"]), np.asarray(data["both"]["y"])
    lens = abs(np.sum(x * np.roll(y, -1) - np.roll(x, -1) * y)) / 2
    assert lens == pytest.approx(both / home.SIZE * np.pi, abs=0.02)
    assert list(data["counts"]["text"]) == [str(alone), str(both), str(alone)]
    widths = [max(data[trace]["x"]) - min(data[trace]["x"]) for trace in ("a alone", "shared", "b alone")]
    assert widths == [alone, both, alone]
    assert widths[1] / sum(widths) == pytest.approx(core.jaccard(core.Counts(both, alone, alone, 0)))
    assert np.ptp(data["extent"]["x"]) == 2 * alone + both
    assert list(data["extent text"]["text"]) == [f"{2 * alone + both} in A or B"]


@pytest.mark.parametrize(("share", "distance"), [(0, 2), (1, 0)])
def test_circles_touch_or_coincide_at_the_ends(share: float, distance: float) -> None:
    assert venn.distance(share) == pytest.approx(distance, abs=1e-6)


def test_the_cells_are_marked_at_the_threshold_that_marks_them_best() -> None:
    image = core.cell_image(seed=42, noise=5, blur=1.5)
    true, brightness = image.true_mask.ravel(), image.brightness.ravel()
    best = max(jaccard_score(true, brightness >= t) for t in range(101))
    assert f"IoU {best:.3f}" in words(FIRST.layout())
    masks = drawn(show().figures[home.CELLS.id]).data[1]
    kinds = np.bincount(np.asarray(masks.z).ravel().astype(int), minlength=4)
    assert kinds[3] / kinds[1:].sum() == pytest.approx(best)


def test_more_shared_is_nearer() -> None:
    distances = [venn.distance(share) for share in np.linspace(0, 1, 51)]
    assert all(np.diff(distances) < 0)


def links(layout: Component) -> list[Component]:
    return [c for c in components(layout) if isinstance(c, dcc.Link | html.A)]


def test_the_map_has_the_core_path_in_order_and_how_long_it_takes() -> None:
    page = shell.lesson_page(FIRST)
    stops = [link for link in links(page) if "stop" in (getattr(link, "className", None) or "").split()]
    core = [lesson for lesson in OTHERS if not lesson.further]
    assert [link.href for link in stops] == [lesson.path for lesson in core]
    for link, lesson in zip(stops, core, strict=True):
        further = len(around(lesson).further)
        time = f"{lesson.minutes} min" + (f" + {further} further" if further else "")
        assert words(link) == f"{lesson.chapter.number}{lesson.title}{time}"
    assert f"{len(core)} lessons, {sum(lesson.minutes for lesson in core)} minutes" in words(page)


def test_start_and_the_link_at_the_end_lead_to_the_first_section() -> None:
    page = shell.lesson_page(FIRST)
    start = [link for link in links(page) if "primary" in (getattr(link, "className", None) or "")]
    assert [link.href for link in start] == [OTHERS[0].path]
    following = [link for link in links(page) if getattr(link, "className", None) == "following"]
    assert [link.href for link in following] == [OTHERS[0].path]


def test_an_address_cannot_reach_the_arguments_of_the_page() -> None:
    given = {"stops": "1", "section": "2", "self": "3", "overlap": "7"}
    assert identified(shell.lesson_page(FIRST, **given))["home-overlap"].value == 7


def test_on_the_page_of_all_sections_the_map_is_left_out() -> None:
    assert not any("stop" in (getattr(link, "className", None) or "").split() for link in links(shell.all_lessons()))


@pytest.mark.parametrize("path", ["/binary", "/averaging", "/soft-jaccard/test"])
def test_without_scikit_learn_no_page_says_that_it_is_missing(monkeypatch: pytest.MonkeyPatch, path: str) -> None:
    monkeypatch.setattr(peer, "installed", lambda: False)
    (section,) = (each for each in LESSONS if each.path == path)
    said = words(section.layout())
    assert "install" not in said
    assert "scikit-learn’s" not in said


def test_the_quick_start_runs_and_gives_what_it_says() -> None:
    code = words(identified(FIRST.layout())["home-start"])
    promised = [float(value) for value in re.findall(r"# (0\.\d+)$", code, re.MULTILINE)]
    assert promised == [0.5, 0.5]
    assert "import core" not in code, "a reader has no such package"
    printing = re.sub(r"^(.*\))  # 0\..*$", r"print(\1)", code, flags=re.MULTILINE)
    with contextlib.redirect_stdout(io.StringIO()) as output:
        exec(printing, {})
    assert [float(line) for line in output.getvalue().split()] == promised


def test_every_sign_of_a_count_wears_its_colour() -> None:
    swatches = {words(c): c.className for c in components(FIRST.layout()) if isinstance(c, html.Span) and _swatch(c)}
    assert swatches == {sign: f"swatch {sign.lower()}" for sign in ("TP", "FP", "FN", "TN")}


def _swatch(span: html.Span) -> bool:
    return "swatch" in (getattr(span, "className", None) or "")


@pytest.mark.parametrize(("shared", "score"), [(25, "25 of 75, a third"), (38, "38 of 62, which is 0.613")])
def test_the_answers_to_the_question_are_true(shared: int, score: str) -> None:
    alone = home.SIZE - shared
    j = core.jaccard(core.Counts(shared, alone, alone, 0))
    assert score.startswith(f"{shared} of {shared + 2 * alone}")
    assert score in words(FIRST.layout())
    assert f"{j:.3f}" == {25: "0.333", 38: "0.613"}[shared]


def test_33_or_34_of_50_come_closest_to_one_half() -> None:
    scores = [core.jaccard(core.Counts(n, home.SIZE - n, home.SIZE - n, 0)) for n in range(home.SIZE + 1)]
    assert set(np.argsort(np.abs(np.array(scores) - 0.5))[:2]) == {33, 34}
