"""Calls of jaccard_score to compare with scikit-learn: pairs of targets, and options."""

import warnings
from array import array
from itertools import product

import numpy as np
import pandas as pd
import scipy.sparse as sp

from tests.states import every

NAN = float("nan")
AVERAGES = ("binary", "micro", "macro", "weighted", "samples", None)


def outcome(function, y_true, y_pred, options):
    """What a call comes to: ("value", type, shape, list, warnings) or ("error", kinds)."""
    with warnings.catch_warnings(record=True) as caught:
        warnings.simplefilter("always")
        try:
            score = function(y_true, y_pred, **options)
        except (ValueError, TypeError, ZeroDivisionError, IndexError) as error:
            kinds = (ValueError, TypeError, ZeroDivisionError, IndexError)
            return "error", {kind for kind in kinds if isinstance(error, kind)}, str(error)
    names = sorted(w.category.__name__ for w in caught)
    return "value", type(score), getattr(score, "dtype", None), np.shape(score), np.asarray(score), names


def same(theirs, ours):
    """Whether our outcome is theirs: the same value and as many warnings, or an error of the same kinds."""
    if theirs[0] != ours[0]:
        return False
    if theirs[0] == "error":
        # An IndexError is an accident of their implementation; a ValueError says the same on purpose.
        # What they refuse as a list and as an array with different errors, ours refuses with one that is both.
        return theirs[1] <= ours[1] <= {ValueError, TypeError} or theirs[1] == {IndexError}
    return (
        theirs[1:4] == ours[1:4]
        and np.allclose(theirs[4], ours[4], rtol=1e-12, atol=1e-14, equal_nan=True)
        and theirs[5] == ours[5]
    )


def rows(*values):
    return np.array(values)


def objects(*values):
    return np.array(values, dtype=object)


ML_TRUE, ML_PRED = rows([1, 0, 1], [0, 1, 0], [1, 1, 0], [0, 0, 0]), rows([1, 1, 1], [0, 1, 0], [0, 1, 0], [0, 0, 0])
EXPLICIT_ZERO = sp.csr_array((rows(1, 0, 1, 1), ([0, 0, 1, 2], [0, 1, 2, 0])), shape=(4, 3))
REPEATED = sp.coo_array((rows(1, 1, 1), ([0, 0, 1], [0, 0, 2])), shape=(4, 3))

TARGETS = {
    # binary
    "lists": ([1, 1, 0, 0, 1, 0], [1, 0, 0, 0, 1, 1]),
    "tuples": ((1, 0, 1), (1, 1, 0)),
    "range": (range(3), range(3)),
    "array.array": (array("i", [1, 0, 1]), array("i", [1, 1, 1])),
    "ints": (rows(1, 1, 0, 0, 1, 0), rows(1, 0, 0, 0, 1, 1)),
    "uint8": (rows(1, 1, 0).astype("u1"), rows(1, 0, 0).astype("u1")),
    "bools": (rows(True, True, False, False), rows(True, False, False, True)),
    "bool list": ([True, False, True], [True, True, False]),
    "bool and int": (rows(True, True, False, False), rows(1, 0, 0, 1)),
    "int and float": (rows(1, 1, 0, 0), rows(1.0, 0.0, 0.0, 1.0)),
    "whole floats": (rows(1.0, 1.0, 0.0, 0.0), rows(1.0, 0.0, 0.0, 1.0)),
    "float16 and float32": (rows(1, 1, 0, 0).astype("f2"), rows(1, 0, 0, 1).astype("f4")),
    "all 0": (rows(0, 0, 0), rows(0, 0, 0)),
    "all 1": (rows(1, 1, 1), rows(1, 1, 1)),
    "all 2": (rows(2, 2, 2), rows(2, 2, 2)),
    "no true": (rows(0, 0, 0), rows(0, 1, 0)),
    "1 and 2": (rows(1, 2, 2, 1), rows(1, 1, 2, 1)),
    "-1 and 1": (rows(-1, 1, 1, -1), rows(-1, -1, 1, 1)),
    "5 and 7": (rows(5, 7, 7), rows(5, 5, 7)),
    "two by union": (rows(0, 0, 0), rows(2, 2, 2)),
    "one sample": ([1], [1]),
    "column": (rows([1], [0], [1], [1]), rows([1], [1], [1], [0])),
    "column and vector": (rows([1], [0], [1], [1]), rows(1, 1, 1, 0)),
    "strided": (np.arange(12)[::4] % 2, np.arange(12)[::-4] % 2),
    "read only": (np.frombuffer(b"\1\0\1", "u1"), np.frombuffer(b"\1\1\1", "u1")),
    # multiclass
    "multiclass": ([0, 1, 2, 2, 1, 0], [0, 2, 2, 1, 1, 0]),
    "three by union": (rows(0, 0, 1), rows(2, 2, 1)),
    "disjoint": (rows(0, 0, 1), rows(2, 3, 3)),
    "int8 ends": (rows(-100, 100, 2, 2).astype("i1"), rows(0, 2, -100, 2).astype("i1")),
    "uint8 ends": (rows(0, 255, 2).astype("u1"), rows(0, 2, 255).astype("u1")),
    "uint64": (np.array([0, 2**63 + 5, 2], "u8"), np.array([0, 2, 2**63 + 5], "u8")),
    "int64 ends": (rows(-(2**63), 2**63 - 1, 3), rows(-(2**63), 3, 3)),
    "far apart": (rows(10**15, -(10**15), 3), rows(10**15, 3, 3)),
    "float classes": (rows(0.0, 1, 2, 2), rows(0.0, 2, 2, 1)),
    "big endian": (np.array([1, 0, 2], ">i8"), np.array([1, 1, 2], ">i4")),
    "column classes": ([[1], [0], [2]], [1, 1, 0]),
    "many classes": (np.random.default_rng(0).integers(0, 50, 200), np.random.default_rng(1).integers(0, 50, 200)),
    # strings
    "strings": (["a", "b", "a", "c"], ["a", "a", "b", "c"]),
    "string array": (rows("no", "yes", "yes"), rows("no", "no", "yes")),
    "digits": (["0", "1", "1"], ["0", "0", "1"]),
    "object strings": (objects("a", "b", "a"), objects("a", "a", "b")),
    "object and string": (objects("a", "b", "a"), rows("a", "a", "b")),
    "one string": (["a", "a"], ["a", "a"]),
    "string column": ([["a"], ["b"]], ["a", "a"]),
    "StringDType": (np.array(["a", "b"], np.dtypes.StringDType()), np.array(["a", "a"], np.dtypes.StringDType())),
    "mixed list": (["a", 1, "b"], ["a", "b", "b"]),
    # multilabel
    "multilabel lists": (ML_TRUE.tolist(), ML_PRED.tolist()),
    "multilabel": (ML_TRUE, ML_PRED),
    "multilabel uint8": (ML_TRUE.astype("u1"), ML_PRED.astype("u1")),
    "multilabel bool": (ML_TRUE > 0, ML_PRED > 0),
    "multilabel float": (ML_TRUE * 1.0, ML_PRED),
    "multilabel Fortran": (np.asfortranarray(ML_TRUE), np.asfortranarray(ML_PRED)),
    "multilabel strided": (ML_TRUE[::2, ::-1], ML_PRED[::2, ::-1]),
    "multilabel 1 and 2": (rows([1, 2], [2, 1]), rows([1, 1], [2, 1])),
    "multilabel 0 and 2": (rows([0, 2], [2, 0]), rows([0, 2], [0, 0])),
    "multilabel -1 and 0": (rows([0, -1], [-1, 0]), rows([0, -1], [0, 0])),
    "multilabel 5": (rows([5, 5], [5, 5]), rows([1, 0], [0, 0])),
    "multilabel zeros": (np.zeros((3, 2), int), np.zeros((3, 2), int)),
    "multilabel ones": (np.ones((3, 2), int), np.ones((3, 2), int)),
    "one row": (rows([1, 0, 1, 1]), rows([1, 1, 1, 0])),
    # pandas
    "Series": (pd.Series([1, 0, 1, 1], index=[5, 6, 7, 8]), pd.Series([1, 1, 0, 1], index=list("abcd"))),
    "Series multiclass": (pd.Series([1, 0, 2, 1]), [1, 1, 0, 2]),
    "Series of strings": (pd.Series(["a", "b", "a"]), ["a", "a", "b"]),
    "Series of objects": (pd.Series(["a", "b", "a"], dtype=object), pd.Series(["a", "a", "b"])),
    "Series of bools": (pd.Series([True, False, True]), pd.Series([True, True, False])),
    "Series Int64": (pd.Series([1, 0, 1], dtype="Int64"), pd.Series([1, 1, 0], dtype="Int64")),
    "Series boolean": (pd.Series([True, False], dtype="boolean"), pd.Series([True, True], dtype="boolean")),
    "Series category": (pd.Series(["a", "b"], dtype="category"), pd.Series(["a", "a"], dtype="category")),
    "Series NA": (pd.Series([1, None, 1], dtype="Int64"), pd.Series([1, 1, 0], dtype="Int64")),
    "Series string NA": (pd.Series(["a", None, "a"]), pd.Series(["a", "a", "b"])),
    "Index": (pd.Index([1, 0, 1]), pd.Index([1, 1, 0])),
    "SparseArray": (pd.arrays.SparseArray([1, 0, 1]), [1, 1, 0]),
    "DataFrame": (pd.DataFrame(ML_TRUE), pd.DataFrame(ML_PRED)),
    "DataFrame and array": (pd.DataFrame(ML_TRUE > 0), ML_PRED),
    "DataFrame column": (pd.DataFrame({"a": [1, 0, 1]}), pd.DataFrame({"a": [1, 1, 1]})),
    "DataFrame mixed": (pd.DataFrame({"a": [1, 0], "b": [False, True]}), pd.DataFrame({"a": [1, 1], "b": [0, 1]})),
    # sparse
    "csr": (sp.csr_array(ML_TRUE), sp.csr_array(ML_PRED)),
    "csr matrix": (sp.csr_matrix(ML_TRUE), sp.csr_matrix(ML_PRED)),
    "csc and coo": (sp.csc_array(ML_TRUE), sp.coo_array(ML_PRED)),
    "lil and dok": (sp.lil_array(ML_TRUE), sp.dok_array(ML_PRED)),
    "csr and dense": (sp.csr_array(ML_TRUE), ML_PRED),
    "dense and csr": (ML_TRUE, sp.csr_array(ML_PRED)),
    "csr bool": (sp.csr_array(ML_TRUE > 0), sp.csr_array(ML_PRED > 0)),
    "csr fractions": (sp.csr_array(ML_TRUE * 0.5), sp.csr_array(ML_PRED)),
    "csr 1 and 2": (sp.csr_array(rows([1, 0, 2], [0, 2, 0])), sp.csr_array(ML_PRED[:2])),
    "csr zeros": (sp.csr_array((4, 3), dtype=int), sp.csr_array((4, 3), dtype=int)),
    "csr explicit zero": (EXPLICIT_ZERO, sp.csr_array(ML_PRED)),
    "coo repeated": (REPEATED, sp.csr_array(ML_PRED)),
    "csr column": (sp.csr_array(rows([1], [0])), sp.csr_array(rows([1], [1]))),
    "csr and vector": (sp.csr_array(rows([1, 0], [0, 1])), [1, 1]),
    "csr empty": (sp.csr_array((0, 2), dtype=int), sp.csr_array((0, 2), dtype=int)),
}

REFUSED = {
    "fractions": (rows(1.0, 0.5, 0.0), rows(1.0, 0.0, 0.0)),
    "probabilities": (rows(1, 1, 0), rows(0.9, 0.4, 0.2)),
    "nan": (rows(1.0, NAN, 0.0), rows(1.0, 0.0, 0.0)),
    "inf": (rows(1.0, np.inf, 0.0), rows(1.0, 0.0, 0.0)),
    "complex": (rows(1j, 0, 1), rows(1, 0, 1)),
    "strings and ints": (["a", "b", "a"], [0, 1, 0]),
    "mixed objects": (objects("a", 1, "b"), objects("a", "b", "b")),
    "object ints": (objects(0, 1, 1), objects(0, 1, 0)),
    "None among strings": (objects("a", None, "b"), objects("a", "b", "b")),
    "bytes": ([b"a", b"b"], [b"a", b"a"]),
    "empty": ([], []),
    "empty rows": (np.zeros((0, 2), int), np.zeros((0, 2), int)),
    "no columns": (np.zeros((2, 0), int), np.zeros((2, 0), int)),
    "lengths": ([1, 0, 1], [1, 0]),
    "row numbers": (ML_TRUE, ML_PRED[:3]),
    "label numbers": (ML_TRUE, ML_PRED[:, :2]),
    "scalars": (1, 1),
    "0-d": (np.array(1), np.array(1)),
    "None": (None, [1, 0]),
    "text": ("abc", "abd"),
    "sets": ({0, 1}, {0, 1}),
    "dicts": ({0: 1, 1: 0}, {0: 1, 1: 1}),
    "matrix": (np.matrix([[1, 0], [0, 1]]), np.matrix([[1, 0], [1, 1]])),
    "ragged": ([[1], [0, 2], []], [[1], [0, 2], []]),
    "multioutput": (rows([1, 2, 0], [0, 1, 2]), rows([1, 2, 0], [0, 1, 2])),
    "multilabel and classes": (rows([1, 1, 0], [0, 1, 1]), rows(0, 1)),
    "multilabel nan": (rows([NAN, 0.0], [0.0, 1.0]), rows([1, 0], [0, 1])),
    "multilabel strings": (rows(["a", "b"], ["b", "a"]), rows(["a", "b"], ["b", "b"])),
    "3-d": (np.zeros((2, 2, 2), int), np.zeros((2, 2, 2), int)),
}
TARGETS |= REFUSED


def sample_count(y):
    shape = getattr(y, "shape", None)
    if shape is None:
        return len(y) if hasattr(y, "__len__") else 3
    return shape[0] if shape else 3


IN_FULL = {
    *("ints", "all 0", "no true", "5 and 7", "column", "multiclass", "far apart", "strings", "string array"),
    *("multilabel", "multilabel uint8", "multilabel zeros", "csr", "Series", "DataFrame"),
}


def options_for(name):
    """Every average with every other option at a time, and then several together.

    All of them for each way of counting; a part where the container is another, and where everything is refused.
    """
    options = list(_options(sample_count(TARGETS[name][0])))
    apart = (1, 11, 5) if every() else (3, 17, 10)  # none of them divides how many there are of an average
    return options[:: apart[0] if name in IN_FULL else apart[1] if name in REFUSED else apart[2]]


def _options(n):
    rng = np.random.default_rng(n)
    weights = [
        np.ones(n),
        np.arange(n) % 3,
        list(rng.random(n)),
        rng.random(n).astype("f4"),
        (np.arange(n) == 0),
        pd.Series(rng.random(n)),
        rng.normal(size=n),
        np.zeros(n),
        np.ones(n + 1),
        np.ones((n, 1)),
        np.full(n, NAN),
        ["a"] * n,
        sp.csr_array(np.ones((n, 1))),
        2.0,
    ]
    labels = [[0, 1], [1, 0], [0, 0, 1], [2, 0], [7], [0, 1, 7], [-1], [], ["b", "a"], ["z"], rows(1, 0), (1,), 1]
    labels += [objects("a", 1), sp.csr_array([[0, 1]])]
    for average in AVERAGES:
        yield {"average": average}
        yield from ({"average": average, "zero_division": value} for value in (0, 1, 1.0, True))
        yield from ({"average": average, "sample_weight": weight} for weight in weights)
        yield from ({"average": average, "labels": chosen} for chosen in labels)
        yield from ({"average": average, "pos_label": label} for label in (0, 2, "a", "yes", True, None, 1.5))
        for weight, chosen in product(weights[1:3], labels[:4]):
            yield {"average": average, "sample_weight": weight, "labels": chosen, "zero_division": len(chosen) % 2}


BAD_OPTIONS = (
    {"average": "x"},
    {"average": 1},
    {"average": ["macro"]},
    {"average": True},
    {"zero_division": 0.5},
    {"zero_division": "x"},
    {"zero_division": None},
    {"zero_division": [0]},
    {"pos_label": [1]},
    {"pos_label": 1j},
)
