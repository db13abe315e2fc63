"""The reader's own predictions: a file is read, its columns get their meaning, and the report says what they are worth."""
