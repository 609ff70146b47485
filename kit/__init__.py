"""A small kit for reading, cleaning, splitting, counting and charting Arabic text.

The lessons use read, clean, tokens, count, context, chart, names, compare and corpus, one module a lesson,
and show and check beside them. Every other module serves one of these. Instructors: `python -m kit`.
"""
