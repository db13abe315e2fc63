"""Averaging: several labels or classes have several scores, and every average of them weighs them differently."""
