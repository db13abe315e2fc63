"""What the reader sees: what lessons share, figures, and one module per lesson."""
