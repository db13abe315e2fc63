"""One module per section of the document."""
