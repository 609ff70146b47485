"""Translate the notes on a submission into the reader's language; tables and results keep them in English.

A note is written before it is known who will read it, so it is kept in English. The sentences that it may
have are in kit/data/messages/notes.txt.
"""

import re
from functools import cache

from kit.data import read_messages
from kit.language import say


def noted(note: str) -> str:
    """Return a note in the current language, or unchanged if it is not a known sentence.

    >>> noted("the latest of 3 files"), noted("a.pdf: it is a PDF, not a notebook")
    ('the latest of 3 files', 'a.pdf: it is a PDF, not a notebook')
    """
    bare = note.removesuffix(".")
    for message, pattern in _patterns():
        if written := pattern.fullmatch(bare):
            fields = {
                name: noted(part) if name in ("why", "kind") else part
                for name, part in written.groupdict().items()
            }
            return say(message, **fields) + note[len(bare) :]
    start, colon, rest = note.partition(": ")
    return f"{start}{colon}{noted(rest)}" if rest else note


@cache
def _patterns() -> list[tuple[str, re.Pattern[str]]]:
    """Return each note with a pattern for it; notes with more fixed words come first."""
    patterns = []
    notes = [message for message, _ in read_messages("notes.txt")]
    for message in sorted(notes, key=lambda note: -len(re.sub(r"\{\w+\}", "", note))):
        parts = re.split(r"\{(\w+)\}", message)
        written = "".join(
            rf"(?P<{part}>{'[0-9,]+' if part == 'n' else '.+?'})" if odd % 2 else re.escape(part)
            for odd, part in enumerate(parts)
        )
        patterns.append((message, re.compile(written, re.DOTALL)))
    return patterns
