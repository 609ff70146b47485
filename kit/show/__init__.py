"""What a notebook shows: tables, concordances and paragraphs that read from right to left."""

from kit.show.tables import Shown, kwic, rounded, show, show_text

__all__ = ["Shown", "kwic", "rounded", "show", "show_text"]
