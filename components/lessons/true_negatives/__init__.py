"""True negatives: accuracy counts them and climbs, the Jaccard score leaves them out and stays."""
