"""A small kit for reading, cleaning, splitting, counting and charting Arabic text, one module a lesson."""
