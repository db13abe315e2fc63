"""What the reader sees: shared parts, figures, and one module per section."""
