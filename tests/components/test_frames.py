"""Frames: what the browser picks for a position is what the page says there, and that is true of that position."""

from __future__ import annotations

import itertools
import json
import math
from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from typing import Any

import numpy as np
import pytest
from scipy import special, stats
from sklearn.metrics import confusion_matrix, f1_score, jaccard_score

import core
from components.course import LESSONS
from components.figures.base import Drawing, numbers
from components.live.frames import frames, pick
from components.live.target import Coded, Columns, Layered, Reaching, Target, in_figure, repeating
from components.live.view import Shown, View, show
from components.page import Lesson
from components.state import Number, State, Whole, of
from tests.conftest import plain, with_controls
from tests.states import every, spread

MANY = 1000
FEW = 12


@cache
def first(name: str) -> Shown:
    section = next(s for s in LESSONS if s.name == name)
    return section.show(section.state())


def dependent(section: Lesson[Any]) -> list[list[Number]]:
    """The sliders whose frames move more than the value beside them, in groups that move something together."""
    frames = first(section.name).frames
    groups: list[set[int]] = []
    for column in frames["columns"]:
        if not all(frames["outputs"][output]["id"].endswith("-shown") for output, _ in column["to"]):
            together = set(column["axes"]).union(*(g for g in groups if g & set(column["axes"])))
            groups = [g for g in groups if not g & together] + [together]
    return [[section.sliders[k] for k in sorted(group)] for group in groups if group]


def points(group: list[Number], many: int = MANY) -> list[dict[str, Any]]:
    """Values of sliders that move something together: the ends of each with the middles of the others, and a few others.

    With `--all` every position; of the many of several sliders every so many-th, like the fields of one colour of a chessboard.
    """
    all_of_them = list(itertools.product(*(p.values() for p in group)))
    middle = [p.values()[p.count // 2] for p in group]
    ends = [(*middle[:k], p.values()[end], *middle[k + 1 :]) for k, p in enumerate(group) for end in (0, -1)]
    chosen = (
        all_of_them[:: 1 + len(all_of_them) // many] + all_of_them[-1:]
        if every()
        else spread(all_of_them, FEW, always=ends)
    )
    return [dict(zip((p.key for p in group), point, strict=True)) for point in chosen]


def picked_at(section: Lesson[Any], state: State) -> dict[Target, Any]:
    """What the frames of the first state have for the sliders of another one."""
    return pick(first(section.name).frames, {f"{section.name}-{p.key}": getattr(state, p.key) for p in section.sliders})


def shown(page: Shown, target: Target) -> Any:
    local = target._replace(id=target.id.removeprefix(page.lesson + "-"))
    if target.prop != "figure":
        return page.texts[local]
    value: Any = page.figures[local.id]
    for step in target.path:
        value = value[step]
    return value


@with_controls
def test_frames_are_the_same_wherever_their_sliders_stand(section: Lesson[Any]) -> None:
    """A view makes its columns anew in every state: none may be that of the present value, or of the first one.

    And what was packed for the way to the browser is, unpacked and picked, what the view has at that place. Both take the
    value from one column, so this says nothing of the numbers: that is the next test.
    """
    page = first(section.name)
    for point in (point for group in dependent(section) for point in points(group)):
        state = section.state(**point)
        there = section.show(state)
        assert there.frames == page.frames, (state, "frames depend on the value of a scrubbed slider")
        for target, value in picked_at(section, state).items():
            assert plain(shown(there, target)) == plain(value), (state, target)


def scores(tp: int, fp: int, fn: int) -> tuple[float, float]:
    """J and F1 of so many items, by scikit-learn."""
    y_true, y_pred = np.repeat([1, 0, 1], (tp, fp, fn)), np.repeat([1, 1, 0], (tp, fp, fn))
    return tuple(float(score(y_true, y_pred, zero_division=0)) for score in (jaccard_score, f1_score))  # type: ignore[return-value]


def counted(name: str, tp: int, fp: int, fn: int) -> dict[str, str]:
    """The slots of a formula."""
    j = f"{scores(tp, fp, fn)[0]:.3f}" if tp + fp + fn else None
    slots = {"tp": f"{tp}", "fp": f"{fp}", "fn": f"{fn}", "j": j}
    return {f"{name}-{slot}": text for slot, text in slots.items() if text is not None}


def disc(x: float, y: float, r: float) -> Any:
    down, across = np.mgrid[:40, :40]
    return (across - x) ** 2 + (down - y) ** 2 <= r**2


def box(side: int, right: int = 0, down: int = 0, larger: int = 0) -> Any:
    image = np.zeros((80, 80), bool)
    image[20 + down - larger : 20 + down + side + larger, 20 + right - larger : 20 + right + side + larger] = True
    return image


def iou(true: Any, pred: Any) -> str:
    return f"{jaccard_score(true.ravel(), pred.ravel(), zero_division=0):.3f}"


def of_brightness(s: Any) -> dict[str, str]:
    image = core.cell_image(seed=s.seed, noise=s.noise, blur=s.blur)
    true, pred = image.true_mask, image.brightness >= s.t
    counts = (int((true & pred).sum()), int((~true & pred).sum()), int((true & ~pred).sum()))
    tp, fp, fn, tn = (f"{n:,}" for n in (*counts, true.size - sum(counts)))
    return {
        **{f"tiles-{key}": n for key, n in zip(("tp", "fp", "fn", "tn"), (tp, fp, fn, tn), strict=True)},
        **{"formula-tp": tp, "formula-tp2": tp, "formula-fp": fp, "formula-fn": fn},
        **{"formula-j": iou(true, pred), "say-iou": iou(true, pred)},
    }


def of_offset(s: Any) -> dict[str, str]:
    true, pred = disc(14, 20, s.truth), disc(14 + s.dx, 20 + s.dy, s.prediction)
    counts = (int((true & pred).sum()), int((~true & pred).sum()), int((true & ~pred).sum()))
    tiles = {f"tiles-{key}": f"{n}" for key, n in zip(("tp", "fp", "fn"), counts, strict=True)}
    dice = {"say-dice": f"{scores(*counts)[1]:.3f}", "say-iou": iou(true, pred)}
    return {**tiles, "tiles-tn": f"{1600 - sum(counts)}", **dice, **counted("formula", *counts)}


def of_border(s: Any) -> dict[str, str]:
    radii = {"small": 3, "middle": 6, "large": 12}
    return {f"say-{key}": iou(disc(20, 20, r), disc(20, 20, r + s.border)) for key, r in radii.items()}


def of_boxes(s: Any) -> dict[str, str]:
    sides = {"small": 8, "large": 32}
    return {f"say-{key}": iou(box(side), box(side, s.right, s.down, s.larger)) for key, side in sides.items()}


def of_detections(s: Any) -> dict[str, str]:
    """At the threshold 0.5, by hand: the boxes from the most confident one on, with 1 for each that is right."""
    shown = [right for confidence, right in zip((95, 90, 80, 75, 65, 50, 35, 20), (1, 1, 0, 0, 1, 0, 1, 0), strict=True)
             if confidence >= round(100 * s.conf)]  # fmt: skip
    tp = sum(shown)
    return {
        "recall-score": f"{tp / 4:.3f}",
        "precision-score": f"{tp / len(shown):.3f}" if shown else "0/0, undefined",
        "say-fp": f"{len(shown) - tp or 'no'} false positive{'s' * (len(shown) - tp != 1)}",
    }


def of_threshold(s: Any) -> dict[str, str]:
    data = core.scored_labels(seed=s.seed, n=s.n, prevalence=s.prevalence, separation=s.separation)
    (tn, fp), (fn, tp) = confusion_matrix(data.y_true, data.scores >= s.t - 1e-12).tolist()
    return {"tiles-tn": f"{tn}", "say-t": f"{s.t:.3f}", "say-fp": f"{fp}", **counted("formula", tp, fp, fn)}


def of_sureness(s: Any) -> dict[str, str]:
    """Where J is best: among very many items at the probabilities that the curves are drawn over, so near to it."""
    p = np.linspace(0, 1, 200_001)[1:-1]
    # the density of the probabilities of two normal distributions that lie `separation` apart
    x = (special.logit(p) - special.logit(s.prevalence)) / s.separation + s.separation / 2
    weight = ((1 - s.prevalence) * stats.norm.pdf(x) + s.prevalence * stats.norm.pdf(x - s.separation)) / (p * (1 - p))
    hit = np.cumsum((weight * p)[::-1])[::-1]
    union = np.cumsum((weight * (1 - p))[::-1])[::-1] + (weight * p).sum()
    best = special.expit(special.logit(p[(hit / union).argmax()]) / 2**s.temp + s.odds * np.log(2))
    return {"say-accent": f"{best:.3f}"}


@cache
def descents() -> tuple[core.TrainingData, dict[str, Any]]:
    """The data, and the weights of each model after every iteration."""
    data = core.training_data()
    options: dict[str, Any] = {
        "first": {"learning_rate": 0.2},
        "second": {"loss": "soft_jaccard", "learning_rate": 1.0, "gradient": "printed"},
        "third": {"loss": "soft_jaccard", "learning_rate": 1.0},
    }
    every_step: Any = {"iterations": 401, "record_every": 1}
    fits = {slot: core.fit_logistic(data.X_train, data.y_train, **every_step, **each) for slot, each in options.items()}
    return data, {slot: fit.history.weights for slot, fit in fits.items()}


def of_iteration(s: Any) -> dict[str, str]:
    data, weights = descents()
    predicted = {slot: data.X_train @ each[s.iteration] >= 0 for slot, each in weights.items()}
    return {f"{slot}-j": f"{jaccard_score(data.y_train, each):.3f}" for slot, each in predicted.items()}


def of_hits(s: Any) -> dict[str, str]:
    (j, f), (j_all, f_all) = scores(s.hits, 4, 10 - s.hits), scores(10 + s.hits, 4, 10 - s.hits)
    found = {"macro_f1": (1 + f) / 2, "macro_j": (1 + j) / 2, "micro_f1": f_all, "micro_j": j_all}
    return {f"means-b-{key}": f"{value:.3f}" for key, value in found.items()}


def of_chosen(s: Any) -> dict[str, str]:
    data = core.scored_labels()
    j = [jaccard_score(data.y_true[i::2], data.scores[i::2] >= s.t - 1e-12) for i in (0, 1)]
    return {"say-validation": f"{j[0]:.3f}", "say-test": f"{j[1]:.3f}"}


def of_found(s: Any) -> dict[str, str]:
    y_true, y_pred = [0] * s.frequent + [1] * 10, [0] * (s.frequent + 10 - s.found) + [1] * s.found
    means = {each: jaccard_score(y_true, y_pred, average=each) for each in ("micro", "macro")}
    return {f"say-{each}": f"{value:.3f}" for each, value in means.items()}


def of_paired(s: Any) -> dict[str, str]:
    """The scores of the two models do not depend on how alike their errors are."""
    scored, positives = {}, 5 * int(s.size)
    for name, share in (("a", 1.0), ("b", s.rate / 100)):
        missed, alarms = round(0.3 * positives * share), round(0.2 * positives * share)
        scored[f"say-{name}"] = f"{scores(positives - missed, alarms, missed)[0]:.3f}"
    return scored


# For the sliders that move something together: what the page says of a state, in words that are computed here alone, by
# scikit-learn or by hand, and not by the sections' own code.
SAID: dict[str, Callable[[Any], dict[str, str]]] = {
    "home overlap": lambda s: {
        **counted("formula", s.overlap, 50 - s.overlap, 50 - s.overlap),
        "say-lesson": {0: "nothing is in both sets.", 50: "the two sets are the same."}.get(
            s.overlap, f"share {s.overlap} of their {100 - s.overlap} items, and each has {50 - s.overlap} for itself."
        ),
    },
    "masks-cells t": of_brightness,
    "masks dx dy": of_offset,
    "masks-border border": of_border,
    "masks-boxes right down larger": of_boxes,
    "masks-detections conf": of_detections,
    "true-negatives tn": lambda s: {
        "tiles-tn": f"{s.tn:,}",
        "accuracy-accuracy": f"{(10 + s.tn) / (20 + s.tn):.3f}",
        "snippet-accuracy": f"{(10 + s.tn) / (20 + s.tn):.4f}",
    },
    "true-negatives-million decade": lambda s: {
        "say-accuracy": f"{10 + round(10**s.decade):,} of {20 + round(10**s.decade):,} items are right"
    },
    "errors fp fn": lambda s: {
        "formula-j": counted("", s.tp, s.fp, s.fn).get("-j", "0.000"),
        "tiles-fp": f"{s.fp}",
        "tiles-fn": f"{s.fn}",
    },
    "errors-positives mfp mfn": lambda s: counted("formula", s.pos - s.mfn, s.mfp, s.mfn),
    "f1 f": lambda s: {
        "say-j": f"{s.f / (2 - s.f):.3f}",
        "to-jaccard-tp": f"{s.f / (2 - s.f):.3f}",
        "say-f": f"{s.f:.2f}",
    },
    "f1-two-models hits": of_hits,
    "thresholds t": of_threshold,
    "thresholds-calibration temp odds": of_sureness,
    "soft-jaccard iteration": of_iteration,
    "pitfalls-threshold t": of_chosen,
    "pitfalls-rare-class found": of_found,
    "pitfalls-paired alike": of_paired,
    "pitfalls-errors misses": lambda s: (
        counted("formula", 10, 10 - s.misses, s.misses)
        | {"say-precision": f"{10 / (20 - s.misses):.3f}", "say-recall": f"{10 / (10 + s.misses):.3f}"}
    ),
}
GROUPS = {
    " ".join([section.name, *(p.key for p in group)]): (section, group)
    for section in LESSONS
    for group in dependent(section)
}


def test_all_that_sliders_move_has_words_to_be_compared_with() -> None:
    assert GROUPS.keys() == SAID.keys()


@pytest.mark.parametrize("name", SAID)
def test_what_is_picked_for_a_position_are_the_words_of_that_position(name: str) -> None:
    """Computed anew at each position: a column in another order, or shifted by one position, says another one's numbers."""
    section, group = GROUPS[name]
    for point in points(group, 250):
        state = section.state(**point)
        picked = picked_at(section, state)
        for id, text in SAID[name](state).items():
            words = picked[Target(f"{section.name}-{id}")]
            assert text in words.split(" ✓") or (len(text) > 9 and text in words), (state, id, words, text)


@with_controls
def test_frames_hold_finished_values_for_every_position(section: Lesson[Any]) -> None:
    frames = first(section.name).frames
    assert plain(frames) == frames, "a frame holds something that JSON does not carry as it is"
    for column in frames["columns"]:
        counts = [frames["axes"][k]["count"] for k in column["axes"]]
        size = len({sum(at) for at in itertools.product(*map(range, counts))}) if column["bySum"] else math.prod(counts)
        values = column["values"]
        if "at" in column:
            at = numbers(frames["codes"][column["at"]])
            assert len(at) % size == 0
            assert set(range(len(values))) >= set(at.ravel().tolist())
        elif isinstance(values, dict) and "mask" in values:
            mask, below = (numbers(values[layer]) for layer in ("mask", "below"))
            assert (np.subtract(mask.shape, below.shape) + 1).tolist() == counts
        elif isinstance(values, dict) and "levels" in values:
            assert len({numbers(values[layer]).shape for layer in values}) == 1
            assert numbers(values["levels"]).min() >= -1
            assert numbers(values["levels"]).max() < size
        else:
            if isinstance(values, dict):
                values = numbers(values)
                assert np.isfinite(values).all()
            assert len(values) == size


@with_controls
def test_frames_are_light(section: Lesson[Any]) -> None:
    assert len(json.dumps(first(section.name).frames)) < 320_000


A = Whole("a", "A", 0, 0, 2, 1)
B = Number("b", "B", 1, 1, 2, 0.5)


@dataclass(frozen=True)
class Both(State):
    a: int = of(A)
    b: float = of(B)


def test_a_column_is_picked_along_its_own_sliders() -> None:
    points = list(itertools.product(A.values(), B.values()))
    moving = [
        Columns(
            (A, B),
            {
                **in_figure("figure", {"bars": {"y": np.array(points)}}),
                Target("say"): [f"{a}, {b}" for a, b in points],
                Target("same"): "x",
            },
        ),
        Columns((A,), {Target("a"): [f"{a}" for a in A.values()]}),
        Columns((A, B), {Target("steps"): [f"{steps} steps" for steps in range(5)]}, by_sum=True),
    ]
    for a, b in points:
        drawing = Drawing()
        drawing.trace({}, "bars")
        page = show("s", "/s", Both(a, b), View(figures={"figure": drawing.done()}, moving=moving), (A, B), {})
        steps = f"{A.index(a) + B.index(b)} steps"
        texts = {"say": f"{a}, {b}", "a": f"{a}", "steps": steps, "a-shown": f"{a}", "b-shown": f"{b}"}
        moved = {Target(id): text for id, text in texts.items()}
        assert page.figures["figure"]["data"][0]["y"] == [a, b]
        assert page.texts == {**moved, Target("same"): "x"}
        assert pick(page.frames, {"s-a": a, "s-b": b}) == {
            **{target._replace(id=f"s-{target.id}"): text for target, text in moved.items()},
            Target("s-figure", "figure", ("data", 0, "y")): [a, b],
        }


def test_a_column_of_repeated_values_has_each_of_them_once() -> None:
    rows = np.array([[1, 2], [0, 0], [1, 2]])
    words, kinds = ["some", "none", "some"], Coded(["no", "yes"], np.array([1, 0, 1]))
    moving = [Columns((A,), {Target("a"): repeating(rows), Target("b"): repeating(words), Target("c"): kinds})]
    made = frames("s", (A,), moving)
    assert [column["values"] for column in made["columns"][:3]] == [[[1, 2], [0, 0]], ["some", "none"], ["no", "yes"]]
    # the first two change together
    assert [column["at"] for column in made["columns"][:3]] == [0, 0, 1]
    for a in A.values():
        picked = pick(made, {"s-a": a})
        assert [picked[Target(f"s-{id}")] for id in "abc"] == [rows[a].tolist(), words[a], kinds[a]]


def test_a_row_of_codes_is_a_row_of_values() -> None:
    column = Coded([0.5, 0.25], np.array([[0, 1], [1, 1], [0, 0]]))
    made = frames("s", (A,), [Columns((A,), {Target("line"): column})])
    assert pick(made, {"s-a": 0})[Target("s-line")] == [0.5, 0.25]
    assert pick(made, {"s-a": 2})[Target("s-line")] == [0.5, 0.5]


def test_codes_of_other_types_with_the_same_bytes_are_two() -> None:
    rows = Coded([0.5, 0.25], np.array([[1, 0], [0, 0], [1, 0]], np.int8))
    words = Coded(["no", "yes"], np.array([1, 0, 1], "<i2"))
    assert rows.at.tobytes() == words.at.tobytes()
    made = frames("s", (A,), [Columns((A,), {Target("line"): rows, Target("word"): words})])
    for a in A.values():
        picked = pick(made, {"s-a": a})
        assert (picked[Target("s-line")], picked[Target("s-word")]) == (rows[a], words[a])


def test_two_layers_of_cells_are_what_the_moved_mask_makes_of_them() -> None:
    rng = np.random.default_rng(3)
    mask = rng.random((4 + 2, 5 + 1)) < 0.5
    below, above = rng.integers(0, 9, (2, 4, 5)).astype(np.int8)
    column = Layered(mask, below, above)
    assert (len(column), column.steps) == (6, (3, 2))
    down, across = Whole("down", "Down", 0, 0, 2, 1), Whole("across", "Across", 0, 0, 1, 1)
    made = frames("s", (down, across), [Columns((down, across), {Target("cells"): column})])
    for i, j in itertools.product(down.values(), across.values()):
        # a step moves the mask down or to the right
        covered = mask[2 - i : 6 - i, 1 - j : 6 - j]
        expected = [[above[k][n] if covered[k, n] else below[k][n] for n in range(5)] for k in range(4)]
        assert pick(made, {"s-down": i, "s-across": j})[Target("s-cells")] == expected


def test_cells_are_above_where_their_level_reaches_the_position() -> None:
    rng = np.random.default_rng(4)
    levels = rng.integers(-1, 4, (3, 5))
    below, above = rng.integers(0, 9, (2, 3, 5)).astype(np.int8)
    column = Reaching(levels, below, above, A.count)
    made = frames("s", (A,), [Columns((A,), {Target("cells"): column})])
    for a in A.values():
        expected = [[above[i][j] if levels[i][j] >= a else below[i][j] for j in range(5)] for i in range(3)]
        assert pick(made, {"s-a": a})[Target("s-cells")] == expected


def test_one_list_for_several_places_is_written_once() -> None:
    words = ["no", "one", "two"]
    made = frames(
        "s", (A,), [Columns((A,), {Target("say"): words, Target("tile"): words, Target("else"): list(words)})]
    )
    found = [[made["outputs"][output]["id"] for output, _ in column["to"]] for column in made["columns"]]
    assert found == [["s-say", "s-tile"], ["s-else"], ["s-a-shown"]]


def test_a_column_of_another_length_is_an_error() -> None:
    with pytest.raises(ValueError, match="2 values for 3 positions"):
        frames("s", (A,), [Columns((A,), {Target("say"): ["0", "1"]})])


def test_an_unknown_slot_is_an_error() -> None:
    with pytest.raises(KeyError):
        pick(frames("s", (A,), []), {"s-b": 1})


def test_an_unknown_place_of_a_figure_is_an_error_that_names_those_there_are() -> None:
    drawing = Drawing()
    drawing.trace({}, "bars")
    moving = [Columns((A,), in_figure("figure", {"bar": {"y": [0, 1, 2]}}))]
    with pytest.raises(KeyError, match=r"\['bars'\], got 'bar'"):
        show("s", "/s", Both(), View(figures={"figure": drawing.done()}, moving=moving), (A, B), {})
