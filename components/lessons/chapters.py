"""The chapters of the notebook. Every figure and number of it is in a lesson of its chapter."""

from __future__ import annotations

from components.page import Chapter

START = Chapter("", "Jaccard Lab")
SETS = Chapter("1", "Sets")
BINARY = Chapter("2", "Binary labels")
MASKS = Chapter("2.1", "Masks")
TRUE_NEGATIVES = Chapter("2.2", "What Jaccard leaves out")
ERRORS = Chapter("3", "Errors")
F1 = Chapter("4", "Precision, recall, F1")
AVERAGING = Chapter("5", "Averaging")
THRESHOLDS = Chapter("6", "Thresholds")
TRAINING = Chapter("7", "Training for overlap")
TRADE_OFFS = Chapter("8", "Trade-offs")
PITFALLS = Chapter("9", "Pitfalls")
EXERCISES = Chapter("10", "Exercises")
