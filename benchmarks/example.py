"""Makes the example of the page for a reader's own predictions: `python -m benchmarks.example` writes it to its place.

Two models of `core` judge 569 lumps of the breast, from measures of cell nuclei: one has seen three of them, the other thirty.
Each score is of a model that has not seen the lump: they were fitted ten times, each time without a tenth of the lumps.
Data: W. Wolberg, O. Mangasarian, N. Street and W. Street, "Breast Cancer Wisconsin (Diagnostic)", UCI Machine Learning
Repository (1993), CC BY 4.0, as scikit-learn has it.
"""

from __future__ import annotations

from typing import Any

import numpy as np
from sklearn.datasets import load_breast_cancer

import core
from components.own.page import EXAMPLE

PARTS = 10
FEW = ["mean radius", "mean texture", "mean smoothness"]


def unseen(X: Any, y: Any, part: Any) -> Any:
    """Return the probability of each row by the model that was fitted to the other parts."""
    p = np.empty(len(y))
    for k in range(PARTS):
        held, rest = part == k, part != k
        middle, spread = X[rest].mean(axis=0), X[rest].std(axis=0)
        scaled = np.column_stack([np.ones(len(y)), (X - middle) / spread])
        fit = core.fit_logistic(scaled[rest], y[rest], learning_rate=1.0, iterations=400)
        p[held] = core.predict_proba(scaled[held], fit.weights)
    return p


def example() -> str:
    """Return the table: the truth, 1 for a malignant lump, and the scores of both models."""
    data = load_breast_cancer()
    y = (data.target == 0).astype(int)  # scikit-learn's 0 is malignant
    part = np.random.default_rng(42).permutation(len(y)) % PARTS
    few = [list(data.feature_names).index(name) for name in FEW]
    scores = [unseen(data.data[:, columns], y, part) for columns in (few, range(data.data.shape[1]))]
    rows = [f"{true},{a:.3f},{b:.3f}" for true, a, b in zip(y, *scores, strict=True)]
    return "\n".join(["malignant,score_three,score_thirty", *rows]) + "\n"


if __name__ == "__main__":
    EXAMPLE.write_text(example(), encoding="utf-8")
