"""The first page: the idea in one slider, the versions that run, and a map that cannot go stale."""

from __future__ import annotations

import contextlib
import io
import re
from importlib.metadata import version
from typing import Any

import numpy as np
import pytest
from dash import dcc, html
from dash.development.base_component import Component

import core
from components import peer, shell
from components.figures import venn
from components.sections import home
from tests.conftest import components, drawn, identified, thawed


def said(overlap: int) -> str:
    return home.SAY.said(home.view(overlap=overlap).texts)


def words(component: Any) -> str:
    """All text of a part of a page."""
    component = thawed(component)
    if isinstance(component, Component):
        return words(getattr(component, "children", None))
    if isinstance(component, list | tuple):
        return "".join(words(child) for child in component)
    return "" if component is None else str(component)


def test_the_first_state_has_the_score_of_the_documents_sets() -> None:
    texts = {target.id: text for target, text in home.view(overlap=30).texts.items()}
    assert (texts["home-formula-tp"], texts["home-formula-fp"], texts["home-formula-fn"]) == ("30", "20", "20")
    assert texts["home-formula-j"] == f"{core.set_jaccard({1, 2, 3, 5, 8}, {2, 3, 4, 8, 9}):.3f}" == "0.429"
    assert texts["home-overlap-shown"] == "30 of 50"


@pytest.mark.parametrize(
    ("overlap", "sentence"),
    [
        (0, "shares 0 of them with the other, 0%. Nothing is in both, so the score is 0"),
        (25, "shares 25 of them with the other, 50%. Together they hold 75, so the score is 25 of 75, 0.333."),
        (50, "shares 50 of them with the other, 100%. The sets are the same, and the score is 1"),
    ],
)
def test_the_sentence_says_what_the_overlap_is_worth(overlap: int, sentence: str) -> None:
    assert sentence in said(overlap)


@pytest.mark.parametrize("overlap", range(home.SIZE + 1))
def test_the_picture_is_true_to_scale(overlap: int) -> None:
    data = drawn(home.view(overlap=overlap).figures[home.Id.VENN]).to_dict()["data"]
    both, alone = overlap, home.SIZE - overlap
    x, y = np.asarray(data[venn.BOTH]["x"]), np.asarray(data[venn.BOTH]["y"])
    lens = abs(np.sum(x * np.roll(y, -1) - np.roll(x, -1) * y)) / 2
    assert lens == pytest.approx(both / home.SIZE * np.pi, abs=0.02)
    assert list(data[venn.COUNTS]["text"]) == [str(alone), str(both), str(alone)]
    widths = [max(data[trace]["x"]) - min(data[trace]["x"]) for trace in (venn.BAR_A, venn.BAR_BOTH, venn.BAR_B)]
    assert widths == [alone, both, alone]
    assert widths[1] / sum(widths) == pytest.approx(core.jaccard(core.Counts(both, alone, alone, 0)))
    assert np.ptp(data[venn.EXTENT]["x"]) == 2 * alone + both
    assert list(data[venn.EXTENT_TEXT]["text"]) == [f"{2 * alone + both} in A or B"]


@pytest.mark.parametrize(("share", "distance"), [(0, 2), (1, 0)])
def test_circles_touch_or_coincide_at_the_ends(share: float, distance: float) -> None:
    assert venn.distance(share) == pytest.approx(distance, abs=1e-6)


def test_more_shared_is_nearer() -> None:
    distances = [venn.distance(share) for share in np.linspace(0, 1, 51)]
    assert all(np.diff(distances) < 0)


def links(layout: Component) -> list[dcc.Link]:
    return [c for c in components(layout) if isinstance(c, dcc.Link)]


def test_the_map_has_every_section_in_reading_order() -> None:
    page = shell.section_page(home)
    stops = [link for link in links(page) if "stop" in (getattr(link, "className", None) or "").split()]
    others = [section for section in shell.SECTIONS if section is not home]
    assert [link.href for link in stops] == [section.PATH for section in others]
    for link, section in zip(stops, others, strict=True):
        assert section.NUMBER in words(link)
        assert section.TITLE in words(link)
        assert section.SUMMARY in words(link)


def test_start_and_the_link_at_the_end_lead_to_the_first_section() -> None:
    page = shell.section_page(home)
    first = next(section for section in shell.SECTIONS if section is not home)
    start = [link for link in links(page) if "primary" in (getattr(link, "className", None) or "")]
    assert [link.href for link in start] == [first.PATH]
    following = [link for link in links(page) if getattr(link, "className", None) == "following"]
    assert [link.href for link in following] == [first.PATH]


def test_an_address_cannot_reach_the_arguments_of_the_page() -> None:
    given = {"stops": "1", "section": "2", "self": "3", "overlap": "7"}
    assert identified(shell.section_page(home, **given))["home-overlap"].value == 7


def test_on_the_page_of_all_sections_the_map_is_left_out() -> None:
    assert not any("stop" in (getattr(link, "className", None) or "").split() for link in links(home.layout()))


def test_the_versions_are_those_that_run() -> None:
    text = words(home.layout())
    for package in ("numpy", "plotly", "dash", "scikit-learn"):
        assert f"{package}{version(package)}" in text


def test_without_scikit_learn_the_page_says_how_to_get_it(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(peer, "installed", lambda: False)
    assert "scikit-learnnot installed (pip install scikit-learn)" in words(home.layout())


def test_the_quick_start_runs_and_gives_what_it_says() -> None:
    code = words(identified(home.layout())["home-start"])
    promised = [float(value) for value in re.findall(r"# (0\.\d+)$", code, re.MULTILINE)]
    assert promised == [0.5, 0.5]
    printing = re.sub(r"^(\S*jaccard_score\(.*\))  #.*$", r"print(\1)", code, flags=re.MULTILINE)
    with contextlib.redirect_stdout(io.StringIO()) as output:
        exec(printing, {})
    assert [float(line) for line in output.getvalue().split()] == promised


def test_every_sign_of_a_count_wears_its_colour() -> None:
    swatches = {words(c): c.className for c in components(home.layout()) if isinstance(c, html.Span) and _swatch(c)}
    assert swatches == {sign: f"swatch {sign.lower()}" for sign in ("TP", "FP", "FN", "TN")}


def _swatch(span: html.Span) -> bool:
    return "swatch" in (getattr(span, "className", None) or "")
