"""Training for overlap: a loss that is the Jaccard score of probabilities, and what one wrong division does to it."""
