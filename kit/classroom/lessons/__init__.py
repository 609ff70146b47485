"""Check that the lessons still give their saved outputs."""
