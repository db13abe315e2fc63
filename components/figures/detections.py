"""A scene with true and predicted boxes, each predicted one right or wrong; and precision over recall of such boxes."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, NamedTuple, TypeAlias

import numpy as np
from numpy.typing import NDArray

from components.figures.base import NOTHING, Drawing, Drawn, area, line, marker, note, words
from components.theme import Colour

Box: TypeAlias = tuple[int, int, int, int]  # left, top, right, bottom

WIDE, HIGH = 100, 66
_KEY = 64  # how far down the key stands
OUTSIDE = -99  # where lies what is not shown


class Named(NamedTuple):
    """A predicted box, what is written beside it, and where the middle of that stands."""

    box: Box
    word: str
    at: tuple[float, float]


def scene(true: Sequence[Box], predicted: Sequence[Named], *, truth: str, right: str, wrong: str) -> Drawn:
    """Return the scene; `truth`, `right` and `wrong` are in the key. What changes comes from `outcomes`.

    It has the places "right 0", "wrong 0", ... of the predicted boxes, "missed 0", ... of the true ones, and "right words",
    "wrong words" and "missed words".
    """
    drawing = Drawing()
    for k, box in enumerate(true):
        drawing.trace(area(*_sides(box), Colour.FN_SOFT), f"missed {k}")
    for box in true:
        drawing.trace(line(*_sides(box), color=Colour.FN, line={"width": 2, "dash": "3px,3px"}))
    for place, color in (("wrong", Colour.FP), ("right", Colour.TP)):
        for k, (box, *_) in enumerate(predicted):
            drawing.trace(line(*_sides(box), color=color), f"{place} {k}")
        at = {"x": [each.at[0] for each in predicted], "y": [each.at[1] for each in predicted]}
        drawing.trace({**words(len(predicted), color=color), **at}, f"{place} words")
    middle = {"x": [(box[0] + box[2]) / 2 for box in true], "y": [(box[1] + box[3]) / 2 for box in true]}
    drawing.trace({**words(len(true), color=Colour.FN), **middle}, "missed words")
    for x, word, color in ((0, f"┄ {truth}", Colour.FN), (33, f"━ {right}", Colour.TP), (66, f"━ {wrong}", Colour.FP)):
        drawing.label(note(f"<b>{word}</b>", x, _KEY, color=color, xanchor="left"))
    return drawing.done(
        margin={"l": 4, "r": 4, "t": 4, "b": 4},
        xaxis={"range": [0, WIDE], "visible": False},
        yaxis={"range": [HIGH, 0], "visible": False},
    )


def outcomes(
    true: Sequence[Box],
    predicted: Sequence[Named],
    right: NDArray[np.bool_],
    shown: NDArray[np.bool_],
    missed: NDArray[np.bool_],
) -> dict[str, dict[str, Any]]:
    """Return what stands at the places of a scene in n states.

    `right` and `shown` (n, predicted) say which predicted boxes are right and which are shown, `missed` (n, true) which
    true ones are missed.
    """
    away = [OUTSIDE] * 5
    places: dict[str, dict[str, Any]] = {}
    for place, there in (("right", shown & right), ("wrong", shown & ~right)):
        for k, (box, *_) in enumerate(predicted):
            places[f"{place} {k}"] = {"x": [_sides(box)[0] if yes else away for yes in there[:, k]]}
        mark = "✓" if place == "right" else "✗"
        texts = [f"{mark} {each.word}" for each in predicted]
        places[f"{place} words"] = {"text": _where(there, texts)}
    for k, box in enumerate(true):
        places[f"missed {k}"] = {"x": [_sides(box)[0] if yes else away for yes in missed[:, k]]}
    places["missed words"] = {"text": _where(missed, ["missed"] * len(true))}
    return places


def precision_recall(
    recall: NDArray[np.float64], precision: NDArray[np.float64], *, x_title: str, y_title: str, area_word: str
) -> Drawn:
    """Return precision over recall from the most confident detection on, with the area below it; `area_word` is in it.

    At each recall the edge of the area is the best precision there or at a higher one. The place "now", a point, gets
    its values from frames.
    """
    best = np.maximum.accumulate(precision[::-1])[::-1]
    x = np.stack([np.concatenate([[0.0], recall[:-1]]), recall], axis=1).ravel().round(4).tolist()
    y = np.repeat(best, 2).round(4).tolist()
    drawing = Drawing()
    drawing.trace(area([0, *x, x[-1], 0], [0, *y, 0, 0], Colour.ACCENT_SOFT))
    drawing.trace(line(x, y, color=Colour.ACCENT, line={"width": 2}))
    drawing.trace(
        {
            "type": "scatter", "mode": "markers", "x": recall.round(4).tolist(), "y": precision.round(4).tolist(),
            "marker": {"size": 7, "color": Colour.INK_2},
            "hovertemplate": f"{x_title} %{{x:.3f}}, {y_title} %{{y:.3f}}<extra></extra>", "cliponaxis": False,
        }
    )  # fmt: skip
    drawing.label(note(f"<b>{area_word}</b>", 0.02, 0.08, color=Colour.ACCENT, xanchor="left"))
    drawing.trace(marker(0, 0, NOTHING, mode="markers"), "now")
    ticks = [0, 0.25, 0.5, 0.75, 1]
    return drawing.done(
        xaxis={"range": [-0.04, 1.04], "tickvals": ticks, "title": {"text": x_title}},
        yaxis={"range": [-0.02, 1.06], "tickvals": ticks, "title": {"text": y_title}},
    )


def _sides(box: Box) -> tuple[list[int], list[int]]:
    """Return the corners of a box as a closed line."""
    left, top, right, bottom = box
    return [left, right, right, left, left], [top, top, bottom, bottom, top]


def _where(there: NDArray[np.bool_], texts: Sequence[str]) -> list[list[str]]:
    """Return the texts in each of n states where they are to be there, and nothing elsewhere."""
    return [[text if yes else NOTHING for text, yes in zip(texts, row, strict=True)] for row in there.tolist()]
