"""Lesson 01: from bytes to text.

`files` reads a file, `own` a student's text, `encoding` weighs the evidence, `folders` finds files by name,
`notes` tells what was assumed.
"""

from kit.errors import TextError
from kit.read.files import (
    article,
    encoding_of,
    join_lines,
    read_text,
    second_article,
    undo_mojibake,
)
from kit.read.notes import TextWarning
from kit.read.own import beginning, own_text
from kit.sentences import paragraphs

__all__ = [
    "TextError",
    "TextWarning",
    "article",
    "beginning",
    "encoding_of",
    "join_lines",
    "own_text",
    "paragraphs",
    "read_text",
    "second_article",
    "undo_mojibake",
]
