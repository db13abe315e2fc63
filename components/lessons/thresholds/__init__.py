"""Thresholds: where to cut, whether the scores are probabilities, and a threshold that needs no labels."""
