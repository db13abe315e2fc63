"""`jaccard_score` against scikit-learn's: values, types, errors and warnings."""

import copy
import subprocess
import sys
import types
import warnings

import hypothesis.strategies as st
import numpy as np
import pytest
import scipy.sparse as sp
from hypothesis import given, settings
from sklearn.metrics import jaccard_score as reference

import core
from tests.core.conformance import AVERAGES, BAD_OPTIONS, TARGETS, options_for, outcome, same, sample_count
from tests.states import every, examples


@pytest.mark.parametrize("name", TARGETS)
def test_every_kind_of_target_with_every_option(name):
    y_true, y_pred = TARGETS[name]
    for options in options_for(name):
        theirs, ours = (outcome(f, y_true, y_pred, options) for f in (reference, core.jaccard_score))
        assert same(theirs, ours), f"{options}\nscikit-learn: {theirs}\ncore:         {ours}"


@pytest.mark.parametrize("options", BAD_OPTIONS, ids=str)
def test_bad_options(options):
    theirs, ours = (outcome(f, [0, 1], [1, 1], options) for f in (reference, core.jaccard_score))
    assert theirs[0] == ours[0] == "error"
    assert ours[1] == {ValueError, TypeError}  # theirs is both, too


@pytest.mark.parametrize("name", ["ints", "multiclass", "strings", "multilabel", "csr"])
@pytest.mark.parametrize("average", AVERAGES)
def test_weights_of_unusual_types(name, average):
    y_true, y_pred = TARGETS[name]
    n = sample_count(y_true)
    several = (np.full(n, 1.5, dtype) for dtype in (object, np.longdouble, np.float16))
    for weight in (*several, np.ones(n, "M8[s]"), np.ones(n, complex), {1, 2}, (1 for _ in range(n))):
        options = {"average": average, "sample_weight": weight}
        theirs, ours = (outcome(f, y_true, y_pred, options) for f in (reference, core.jaccard_score))
        assert same(theirs, ours), f"{options}\nscikit-learn: {theirs}\ncore:         {ours}"


def test_labels_without_a_type_in_common_with_the_targets():
    dates = np.array(["2020", "2021"], "M8[D]")
    for y, labels in ((dates, ["a"]), (dates, [0.5]), (["a", "b"], dates), ([0, 1], dates)):
        for function in (reference, core.jaccard_score):
            with pytest.raises(TypeError):
                function(y, y, labels=labels, average="macro")


def test_a_weight_without_dimensions():
    for average in ("binary", "macro", None):
        with pytest.raises(TypeError, match="at least one dimension"):
            core.jaccard_score([0, 1], [1, 1], average=average, sample_weight=np.array(2.0))


@pytest.mark.parametrize("labels", [["a"], ["z", "0"], np.array(["b", "a"])], ids=str)
@pytest.mark.parametrize("name", ["bool and int", "int and float", "bool and float"])
def test_string_labels_for_numbers_of_two_kinds(name, labels):
    # A number that prints in two ways (True and 1, 1 and 1.0) is no one string.
    kinds = {"bool": np.array([True, False]), "int": np.array([1, 0]), "float": np.array([1.0, 0.0])}
    y_true, y_pred = (kinds[kind] for kind in name.split(" and "))
    for function in (reference, core.jaccard_score):
        with pytest.raises(ValueError, match=r"unseen labels|two kinds"):
            function(y_true, y_pred, labels=labels, average="macro")


@pytest.mark.parametrize("dtype", [bool, int, np.uint8, np.float32, float])
def test_string_labels_are_numbers_as_they_print(dtype):
    y_true, y_pred = np.array([1, 0, 1], dtype), np.array([1, 1, 1], dtype)
    for labels in (["1", "0"], ["1.0", "0.0"], ["False", "True"], ["1", 0]):
        options = {"average": None, "labels": labels}
        theirs, ours = (outcome(f, y_true, y_pred, options) for f in (reference, core.jaccard_score))
        assert same(theirs, ours), f"{options}\nscikit-learn: {theirs}\ncore:         {ours}"


def calls(draw, element, width):
    n = draw(st.integers(1, 8))
    row = st.lists(element, min_size=width, max_size=width) if width else element
    return tuple(draw(st.lists(row, min_size=n, max_size=n)) for _ in range(2))


@st.composite
def any_call(draw):
    width = draw(st.sampled_from([0, 0, 2, 3]))
    element = st.integers(0, 1) if width else draw(st.sampled_from([st.integers(0, 1), st.integers(-2, 3)]))
    y_true, y_pred = calls(draw, element, width)
    if not width and draw(st.booleans()):
        y_true, y_pred = ([chr(100 + y) for y in ys] for ys in (y_true, y_pred))
    kind = draw(st.sampled_from([list, np.array] + [sp.csr_array] * (width > 0)))
    weight = st.lists(st.sampled_from([0, 0.1, 0.7, 1, 2.5]), min_size=len(y_true), max_size=len(y_true))
    possible = (
        list(range(width)) if width else sorted({*y_true, *y_pred}) + (["q"] if isinstance(y_true[0], str) else [9])
    )
    options = {
        "average": draw(st.sampled_from(AVERAGES)),
        "labels": draw(st.none() | st.lists(st.sampled_from(possible), min_size=1, max_size=4)),
        "pos_label": draw(st.sampled_from([1, 0, "d", "e", possible[0]])),
        "sample_weight": draw(st.none() | weight),
        "zero_division": draw(st.sampled_from(["warn", 0, 1])),
    }
    return kind(y_true), kind(y_pred), options


@given(any_call())
@settings(max_examples=examples(500))
def test_any_call(call):
    theirs, ours = (outcome(f, *call) for f in (reference, core.jaccard_score))
    assert same(theirs, ours), f"scikit-learn: {theirs}\ncore:         {ours}"


CLASSES, DTYPES = [2, 3, 60, 513, 3000], ["i8", "i2", "f8", "U"]


# a fixed half of the pairs, in which every number of classes and every type stands twice at least
@pytest.mark.parametrize(
    ("classes", "dtype"),
    [(c, d) for i, c in enumerate(CLASSES) for j, d in enumerate(DTYPES) if every() or (i + j) % 2 == 0],
)
def test_large_input(classes, dtype):
    # More than one block of samples, and each of the ways of counting classes.
    rng = np.random.default_rng(classes)
    t = rng.integers(-1, classes - 1, 300_000)
    p = np.where(rng.random(t.size) < 0.7, t, rng.permutation(t))
    if dtype == "U":
        t, p = t[:20_000], p[:20_000]
    t, p = t.astype(dtype), p.astype(dtype)
    for options in (
        {"average": None},
        {"average": "weighted"},
        {"average": "micro", "sample_weight": rng.random(len(t))},
    ):
        assert same(outcome(reference, t, p, options), outcome(core.jaccard_score, t, p, options)), options


SHAPES = [(70_000, 3), (1000, 255), (1021, 256), (300, 1000), (254, 2), (256, 2)]
KINDS = [np.uint8, np.int64, np.bool_, np.asfortranarray]


@pytest.mark.parametrize(
    ("shape", "kind"),
    [(s, k) for i, s in enumerate(SHAPES) for j, k in enumerate(KINDS) if every() or (i + i // 4 + j) % 2 == 0],
)
def test_large_multilabel(shape, kind):
    # Around the 255 rows, and the 255 columns, that bytes can add up; full columns would overflow first.
    rng = np.random.default_rng(shape[1])
    t, p = rng.random(shape) < 0.8, rng.random(shape) < 0.8
    t[:, 0] = p[:, 0] = True
    t[0] = p[0] = True
    t, p = kind(t), kind(p)
    for average in AVERAGES[1:]:
        for weight in (None, rng.random(len(t)).astype(np.float32)):
            options = {"average": average, "sample_weight": weight, "zero_division": 0}
            assert same(outcome(reference, t, p, options), outcome(core.jaccard_score, t, p, options)), options


def test_float32_weights_are_summed_in_float64():
    weight = np.array([2**24, 1, 1, 1, 1, 1], np.float32)  # in float32, adding 1 to the first changes nothing
    y, pred = np.ones(6, bool), np.arange(6) < 5
    assert core.jaccard_score(y, pred, sample_weight=weight) == (2**24 + 4) / (2**24 + 5)
    counts = core.confusion_counts(y, pred, sample_weight=weight)
    assert (counts.tp, counts.fn) == (2**24 + 4, 1)


class TestNanZeroDivision:
    """Beyond scikit-learn, which documents nan and refuses it."""

    def test_undefined_scores_are_left_out(self):
        options = {"labels": [0, 1, 9], "zero_division": np.nan}
        assert core.jaccard_score([0, 1], [0, 0], average="macro", **options) == 0.25
        assert np.isnan(core.jaccard_score([0, 1], [0, 0], average=None, **options)).tolist() == [False, False, True]
        assert core.jaccard_score([[0, 0], [1, 0]], [[0, 0], [1, 1]], average="samples", zero_division=np.nan) == 0.5

    @pytest.mark.parametrize("average", ["binary", "micro", "macro", "weighted"])
    def test_nothing_left_is_nan(self, average):
        labels = None if average == "binary" else [1]
        score = core.jaccard_score([0, 0], [0, 0], labels=labels, average=average, zero_division=float("nan"))
        assert np.isnan(score)

    def test_weights_belong_to_the_samples_that_are_left(self):
        true, pred = [[0, 0], [1, 0], [1, 1]], [[0, 0], [1, 1], [1, 1]]
        options = {"average": "samples", "zero_division": np.nan}
        assert core.jaccard_score(true, pred, sample_weight=[5, 1, 3], **options) == (0.5 + 3) / 4


@pytest.mark.parametrize(
    "name", ["ints", "strings", "multilabel uint8", "whole floats", "csr", "Series", "lil and dok"]
)
def test_no_input_is_changed(name):
    y_true, y_pred = TARGETS[name]
    labels, weight = np.array([1, 0]), np.linspace(1, 2, y_true.shape[0] if hasattr(y_true, "shape") else len(y_true))
    given_input = (y_true, y_pred, labels, weight)
    before = copy.deepcopy(given_input)
    for average in ("macro", "weighted"):
        core.jaccard_score(y_true, y_pred, labels=labels, average=average, sample_weight=weight, zero_division=0)
    for was, now in zip(before, given_input, strict=True):
        was, now = (x.toarray() if sp.issparse(x) else np.asarray(x) for x in (was, now))
        assert np.array_equal(was, now)


def test_the_warning_names_the_caller():
    with warnings.catch_warnings(record=True) as caught:
        warnings.simplefilter("always")
        core.jaccard_score([0, 0], [0, 0])
        core.jaccard_score([0, 1], [0, 1], average="macro", pos_label=0)
    assert [w.category for w in caught] == [core.UndefinedMetricWarning, UserWarning]
    assert {w.filename for w in caught} == {__file__}


def test_works_where_scipy_and_pandas_are_not():
    code = (
        "import sys; sys.modules.update(scipy=None, pandas=None, sklearn=None); import core;"
        "print(core.jaccard_score([[1, 0], [1, 1]], [[1, 1], [1, 1]], average='macro'))"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout == "0.75\n"


def test_works_while_another_thread_imports_scipy(monkeypatch):
    monkeypatch.setitem(sys.modules, "scipy.sparse", types.ModuleType("scipy.sparse"))  # begun, with nothing in it yet
    assert core.jaccard_score([0, 1], [1, 1]) == 0.5
