"""Strict reading of input: a function gets exactly what it asks for, or a ValueError says what it got instead."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import ArrayLike, NDArray

BoolArray = NDArray[np.bool_]
FloatArray = NDArray[np.float64]


def as_array(values: ArrayLike, name: str) -> NDArray[Any]:
    """An array of one value or more, of any shape and type."""
    try:
        array = np.asarray(values)
    except ValueError as error:
        raise ValueError(f"{name} must be a rectangular array, got rows of different lengths") from error
    if array.size == 0:
        raise ValueError(f"{name} is empty: at least one value is needed")
    return array


def as_bool(array: NDArray[Any], name: str, *, allow_255: bool = False) -> BoolArray:
    """The truth values of an array that holds bools or only 0 and 1 (or 0 and 255 where allowed)."""
    if array.dtype.kind == "b":
        truth: BoolArray = array
        return truth
    if array.dtype.kind not in "iuf":
        raise ValueError(f"{name} must be bool or hold only 0 and 1, got values of type {array.dtype}")
    low, high = array.min(), array.max()
    top = 255 if allow_255 and high == 255 else 1
    allowed = "0 and 1, or only 0 and 255" if allow_255 else "0 and 1"
    # NaN fails both comparisons, because every comparison with it is false.
    if not (low >= 0 and high <= top):
        raise ValueError(f"{name} must be bool or hold only {allowed}, got values from {low} to {high}")
    truth = np.not_equal(array, 0)
    # Other values may still lie between the two ends: fractions always, whole numbers where the top is 255.
    if (top == 255 or array.dtype.kind == "f") and not np.array_equal(array, truth * array.dtype.type(top)):
        raise ValueError(f"{name} must be bool or hold only {allowed}, got other values between {low} and {high}")
    return truth


def binary_vector(values: ArrayLike, name: str) -> BoolArray:
    """A vector of truth values, shape (n,), n >= 1."""
    array = as_array(values, name)
    if array.ndim != 1:
        raise ValueError(f"{name} must have shape (n,), got {array.shape}")
    return as_bool(array, name)


def indicator_matrix(values: ArrayLike, name: str) -> BoolArray:
    """A matrix of truth values, shape (n, labels)."""
    array = as_array(values, name)
    if array.ndim != 2:
        raise ValueError(f"{name} must have shape (n, labels), got {array.shape}")
    return as_bool(array, name)


def class_vector(values: ArrayLike, name: str) -> NDArray[Any]:
    """A vector of class labels: whole numbers, bools or strings."""
    array = as_array(values, name)
    if array.ndim != 1:
        raise ValueError(f"{name} must have shape (n,), got {array.shape}")
    if array.dtype.kind in "OT" and all(isinstance(value, str) for value in array):
        return array.astype(str)
    if array.dtype.kind in "biuU":
        return array
    if array.dtype.kind == "f":
        whole = np.isfinite(array) & (np.trunc(array) == array)
        if whole.all():
            return array
        raise ValueError(f"{name} must hold class labels, got {array[~whole][0]}, which is not a whole number")
    raise ValueError(f"{name} must hold whole numbers, bools or strings, got values of type {array.dtype}")


def float_vector(values: ArrayLike, name: str) -> FloatArray:
    """A vector of real numbers without NaN as float64, shape (n,), n >= 1."""
    return real_vector(values, name).astype(np.float64, copy=False)


def real_vector(values: ArrayLike, name: str) -> NDArray[Any]:
    """A vector of real numbers without NaN in its own type, shape (n,), n >= 1."""
    array = as_array(values, name)
    if array.ndim != 1:
        raise ValueError(f"{name} must have shape (n,), got {array.shape}")
    if array.dtype.kind not in "biuf":
        raise ValueError(f"{name} must hold real numbers, got values of type {array.dtype}")
    if np.isnan(array.min()):  # the minimum of anything with NaN in it is NaN
        raise ValueError(f"{name} must not hold NaN")
    return array


def check_unit_interval(array: NDArray[Any], name: str) -> None:
    """Refuse values outside 0 to 1, and NaN."""
    low, high = array.min(), array.max()
    if not (low >= 0 and high <= 1):  # false for NaN, too
        raise ValueError(f"{name} must lie between 0 and 1, got values from {low} to {high}")


def weight_vector(values: ArrayLike, length: int) -> FloatArray:
    """Sample weights, shape (length,), finite, as float64, because float32 would lose digits in their sums."""
    weight = float_vector(values, "sample_weight")
    if weight.size != length:
        raise ValueError(f"sample_weight must have one weight for each of the {length} samples, got {weight.size}")
    if not np.isfinite(weight).all():
        raise ValueError("sample_weight must be finite")
    return weight
