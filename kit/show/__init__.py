"""What a notebook shows: tables, marked text and large letters that read from right to left."""

from kit.show.boxes import bytes_in_boxes, letters, spellings_in_letters
from kit.show.guesses import guess
from kit.show.marks import marked, marked_words
from kit.show.tables import Shown, kwic, rounded, show, show_text

__all__ = [
    "Shown",
    "bytes_in_boxes",
    "guess",
    "kwic",
    "letters",
    "marked",
    "marked_words",
    "rounded",
    "show",
    "show_text",
    "spellings_in_letters",
]
