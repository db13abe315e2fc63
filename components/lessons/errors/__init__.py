"""Two kinds of error: what a false positive and a false negative cost the Jaccard score."""
