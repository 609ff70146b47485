"""Finding the paragraphs of a text that has lost its line breaks. Lessons import it from `kit.read`."""

import re
from itertools import pairwise

ARABIC = (
    "\N{ARABIC LETTER HAMZA}-\N{ARABIC LETTER YEH}\N{ARABIC LETTER ALEF WASLA}-\N{ARABIC LETTER YEH BARREE}"
)
QUOTES = '"«»“”'
WORD = rf"[^\s.؟!?{QUOTES}()\[\]]"
LOST_BREAK = re.compile(
    rf"""
    (?<! {WORD} ) (?P<word> {WORD}++ )          # العراق, from its beginning
    (?P<closed> [{QUOTES})\]]* )                # a quotation or bracket that ends before the stop
    (?: \. | [؟!?]+ ) (?! [.…] )                # one full stop, not dots
    (?P<mark> [{QUOTES})\]]? )                  # a quotation that ends after it, or begins
    (?= (?: [-–—]\s* )? ["«»“(]? [{ARABIC}]     # and then, with no space, وتواصل
      | (?<= [{ARABIC}]\. ) [A-Z\d] )           # or a name in Latin letters, or a number
    """,
    re.VERBOSE,
)
SUBHEADING = re.compile(r"[-–—]\s*[^-–—.،؛:]{2,60}?\s[-–—](?=\w)")


def paragraphs(text: str) -> list[str]:
    """Split a text into paragraphs: at line breaks, and where a full stop has no space after it.

    A page copied without its layout loses its line breaks, so "العراق.وتواصل" was the end of one paragraph
    and the beginning of the next. A sub-heading between dashes that runs into the next word is a paragraph
    of its own. Numbers (2.5), initials (ا.ف.ب), addresses and dots (...) stay whole. Nothing but the spaces
    between paragraphs is lost.

    >>> paragraphs('غرب "العراق".وتواصل القوات، وفق ا.ف.ب')
    ['غرب "العراق".', 'وتواصل القوات، وفق ا.ف.ب']
    """
    parts = [part for line in text.splitlines() for part in _split_at_lost_breaks(line.strip())]
    return [piece.strip() for part in parts for piece in _split_off_subheading(part) if piece.strip()]


def _split_at_lost_breaks(line: str) -> list[str]:
    """Split one line where a stop has no space after it."""
    cuts = [0]
    for stop in LOST_BREAK.finditer(line):
        letters = re.findall(r"[^\W\d_]", stop["word"])
        initial = len(letters) == 1 and not stop["closed"]
        list_number = stop["word"].isdigit() and stop.start() == cuts[-1]
        address = re.search("[A-Za-z].*/", stop["word"])
        if initial or list_number or address:
            continue
        # Quotes are not told apart by their shape (texts swap them) but by number: an even one begins anew.
        quotes = sum(line.count(quote, cuts[-1], stop.start("mark")) for quote in QUOTES)
        begins = stop["mark"] in tuple(QUOTES) and quotes % 2 == 0
        cuts.append(stop.start("mark") if begins else stop.end())
    return [line[start:end] for start, end in pairwise([*cuts, len(line)])]


def _split_off_subheading(part: str) -> list[str]:
    """Split "- sub-heading -text" in two."""
    found = SUBHEADING.match(part)
    return [found[0], part[found.end() :]] if found else [part]
