"""Say in the reader's language what was noted of a submission; tables and results keep it in English.

A note is written where something is found, long before it is known who will read it. So it is kept as it
reads in English; kit/data/messages/notes.txt has the sentences that it may be.
"""

import re
from functools import cache

from kit.data import read_messages
from kit.language import say


def noted(note: str) -> str:
    """Return what was noted of a submission in the language of the moment, as far as that is known.

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
    """Return each note with a pattern of it, those that say more in their own words first."""
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
