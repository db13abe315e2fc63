"""Jaccard and F1: two scales for one result, and averages over labels that let them disagree."""
