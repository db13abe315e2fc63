"""Words: sentences and formulas with live numbers in them, and the one way in which numbers are written."""
