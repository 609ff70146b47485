"""Say in the reader's language what was noted of a submission; tables and results keep it in English.

A note is written where something is found, long before it is known who will read it. So it is kept as it
reads in English, and here are the sentences that it may be.
"""

import re
from functools import cache

from kit.language import say, to_say

NOTES = [
    to_say("No file was handed in"),
    to_say("{file} could not be marked: {why}"),
    to_say("This is exercise {other}, not exercise {name}"),
    to_say("This is lesson {other}, not exercise {name}"),
    to_say("this is exercise {name}"),
    to_say("this is lesson {name}"),
    to_say("handed in nothing"),
    to_say("handed in no notebook of this exercise: {why}"),
    to_say("could not be read: {why}"),
    to_say("not on the class list"),
    to_say("{n} submissions are {name}'s on the class list"),
    to_say("{n} students are called {name}"),
    to_say("late"),
    to_say("only a draft, in Working files: it was not turned in"),
    to_say("made from another version of the exercise"),
    to_say("the latest of {n} files"),
    to_say("{n} more files were not opened: too many, or too large together"),
    to_say("and {n} more notes"),
    to_say("{names}: found by the names they define, not by their cells"),
    to_say("its name says nothing of whose it is"),
    to_say("its name is not as {platform} writes names: taken for a student of that name"),
    to_say("named as {platform} names files of {name}, but not taken for that"),
    to_say("a file in it is named as {platform} names files of {name}, but not taken for that"),
    to_say("the file is empty"),
    to_say("it is larger than {n} MB"),
    to_say("it is larger than {n} MB, even without its pictures"),
    to_say("larger than 10 MB: marked without its pictures"),
    to_say("saved as UTF-16 instead of UTF-8"),
    to_say("saved as UTF-32 instead of UTF-8"),
    to_say("an old notebook (nbformat 3)"),
    to_say("it is not a notebook, or a broken one"),
    to_say("the notebook is cut off: it is not a whole file"),
    to_say("it is a Python file, not a notebook: ask for the .ipynb"),
    to_say("it is {kind}, not a notebook"),
    to_say("it is {kind}, not a notebook or a zip"),
    to_say("a PDF"),
    to_say("a Word or Office file"),
    to_say("an old Word or Office file"),
    to_say("a RAR archive"),
    to_say("a 7z archive"),
    to_say("a gzip archive"),
    to_say("a picture"),
    to_say("a picture or a film"),
    to_say("a link to a file elsewhere"),
    to_say("a web page"),
    to_say("a text with formatting (RTF)"),
    to_say("it is a link, not a file"),
    to_say("it is not a file"),
    to_say("it could not be opened: {why}"),
    to_say("the folder could not be opened: {why}"),
    to_say("it needs more memory than there is"),
    to_say("the zip is broken or has a password"),
    to_say("the zip holds more than {n} files"),
    to_say("there are zips in zips, more than {n} deep"),
    to_say("there is no notebook in the zip"),
    to_say("with exit code {n}"),
    to_say("with the whole sandbox"),
    to_say("with {name}"),
]


def noted(note: str) -> str:
    """Return what was noted of a submission in the language of the moment, as far as that is known.

    >>> noted("the latest of 3 files"), noted("a.pdf: it is a PDF, not a notebook")
    ('the latest of 3 files', 'a.pdf: it is a PDF, not a notebook')
    """
    bare = note.removesuffix(".")
    for message, pattern in _patterns():
        found = pattern.fullmatch(bare)
        if found:
            fields = {
                name: noted(part) if name in ("why", "kind") else part
                for name, part in found.groupdict().items()
            }
            return say(message, **fields) + note[len(bare) :]
    start, colon, rest = note.partition(": ")
    return f"{start}{colon}{noted(rest)}" if rest else note


@cache
def _patterns() -> list[tuple[str, re.Pattern[str]]]:
    """Return each note with a pattern of it, those that say more in their own words first."""
    patterns = []
    for message in sorted(NOTES, key=lambda note: -len(re.sub(r"\{\w+\}", "", note))):
        parts = re.split(r"\{(\w+)\}", message)
        written = "".join(
            rf"(?P<{part}>{'[0-9,]+' if part == 'n' else '.+?'})" if odd % 2 else re.escape(part)
            for odd, part in enumerate(parts)
        )
        patterns.append((message, re.compile(written, re.DOTALL)))
    return patterns
