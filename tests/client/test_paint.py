"""What cannot be moved in a drawn figure is handed back, for plotly to draw."""

from __future__ import annotations

from tests.client.run import answer

DRAWN, POINT = "M10,90V80H20V90Z", "M0,0Z"  # plotly draws a bar without height as a point


def test_a_bar_that_was_drawn_is_moved() -> None:
    assert answer("paint", [DRAWN, POINT], [30, 0]) == {"left": [], "bars": ["M10,100V70H20V100Z", POINT]}


def test_a_bar_that_was_a_point_is_left_to_plotly() -> None:
    assert answer("paint", [DRAWN, POINT], [30, 5])["left"] == [[["data", 0, "y"], [30, 5]]]
