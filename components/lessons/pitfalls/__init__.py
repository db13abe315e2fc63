"""Pitfalls: four ways in which a Jaccard score misleads, each to be seen happening."""
