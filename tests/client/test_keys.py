"""Which keys are the page's, by what has the focus."""

from __future__ import annotations

from tests.client.run import answer

SLIDER, FIELD, CHOICE = ["input", "input[type=range]"], ["input", "input[type=number]"], ["input", "input[type=radio]"]
SELECT, LINK, BUTTON, BOX = ["select"], ["a"], ["button"], ["[tabindex='0']"]
# What has the focus, a key, and whether it is the page's.
CASES: list[tuple[list[str], str, bool]] = [
    *((focus, key, False) for focus in (SLIDER, FIELD, CHOICE, SELECT) for key in (" ", "arrowright", "r", "d")),
    # the presenter's keys walk on, whatever has the focus; outside of a lecture they have their usual meaning (lecture.js)
    *((focus, key, True) for focus in (SLIDER, FIELD, CHOICE, SELECT, LINK, BUTTON) for key in ("pagedown", "pageup")),
    # a link that was pressed keeps the focus, and does nothing at Space
    (LINK, " ", True),
    (LINK, "arrowright", True),
    (BUTTON, " ", False),
    (BUTTON, "arrowright", True),
    *((BOX, key, False) for key in (" ", "arrowright")),
    (BOX, "r", True),
]


def test_a_key_belongs_to_the_page_or_to_what_has_the_focus() -> None:
    told = answer("keys", [[focus, key] for focus, key, _ in CASES])
    assert [(focus, key, acted) for (focus, key, _), acted in zip(CASES, told, strict=True)] == CASES
