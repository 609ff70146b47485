"""Warn a reader of what was assumed of a text, by a note without the place in code that warnings have."""

import warnings
from typing import Any

from kit.language import say

__all__ = ["TextWarning", "warn_reader"]


class TextWarning(UserWarning):
    """A text was read on an assumption; the message names it."""


_format_other = warnings.formatwarning


def _format_note(message: Warning | str, category: type[Warning], *where: Any, **line: Any) -> str:
    """Show a `TextWarning` as a note to a reader, without the place in the code that other warnings show."""
    if issubclass(category, TextWarning):
        return say("Note: {message}", message=message) + "\n"
    return _format_other(message, category, *where, **line)


warnings.formatwarning = _format_note


def warn_reader(message: str, caller: str) -> None:
    """Warn of what the function `caller` assumed, with a note that names no place in the code.

    >>> with warnings.catch_warnings(record=True) as notes:
    ...     warn_reader("letter.txt was read as windows-1256.", "read_text")
    >>> print(notes[0].message)
    letter.txt was read as windows-1256.
    """
    # Not warnings.warn, which would show the number of the process: saved outputs should not change.
    warnings.warn_explicit(message, TextWarning, f"<{caller}>", 1)
