"""Whether the lessons still give their saved outputs."""
