"""Paper: nothing is folded on it, and nothing cut."""

from __future__ import annotations

from tests.browser.conftest import Tab

FOLDED = "() => document.querySelectorAll('main details:not(.export, [open])').length"


def test_what_is_folded_is_open_on_paper(tab: Tab) -> None:
    page = tab.page
    page.goto(f"{tab.address}/exercises/3")
    count = page.evaluate(FOLDED)
    assert count
    page.emulate_media(media="print")
    tab.wait(f"() => ({FOLDED})() === 0")
    page.emulate_media(media="screen")
    tab.wait(f"count => ({FOLDED})() === count", count)
    page.evaluate(f"() => addEventListener('beforeprint', () => {{ window.left = ({FOLDED})(); }})")
    page.pdf()
    assert page.evaluate("window.left") == 0
    assert page.evaluate(FOLDED) == count


# In a column of paper that is narrower than the screen: how far each drawing reaches beyond its place.
CUT = """() => [...document.querySelectorAll('.chart')].map((chart) => {
  chart.style.width = '420px';
  const [drawn, place] = ['.main-svg', '.graph'].map((part) => chart.querySelector(part).getBoundingClientRect().right);
  chart.style.width = '';
  return Math.round(drawn - place);
})"""


def test_a_figure_that_plotly_has_drawn_is_whole_on_narrower_paper(tab: Tab) -> None:
    tab.open("/thresholds")
    assert max(tab.page.evaluate(CUT)) > 100, "on the screen plotly draws it anew"
    tab.page.emulate_media(media="print")
    tab.wait("() => document.querySelector('.main-svg[viewBox]')")
    assert set(tab.page.evaluate(CUT)) == {0}
    tab.page.emulate_media(media="screen")
    tab.wait("() => !document.querySelector('.main-svg[viewBox]')")
