"""Find where sentences end: at . ؟ ! … but not at every one of them, and where a line ends.

A text copied from the web has lost spaces and line breaks: "العراق.وتواصل" is two sentences, and a
sub-heading "- … -" may stand in the middle of a line. Arabic has no capital letters to tell a new sentence
by, so the rules look at what stands on either side of the stop.
"""

import re

from kit.clean import MARKS

_STOPS = ".؟!?…\N{ARABIC FULL STOP}"
_QUOTES = '"«»“”'
_BREAK = re.compile(
    rf"(?P<stop>[{_STOPS}]+) | (?P<quote>[{_QUOTES}]) | (?P<line>[\n\v\f\r\x1c-\x1e\x85\u2028\u2029])",
    re.VERBOSE,
)
_LETTER = re.compile(r"[^\W\d_]")
_CLOSING = re.compile(r"[)\]]*")
_CLOSING_QUOTED = re.compile(rf"[)\]]*[{_QUOTES}]?[)\]]*")
_GOES_ON = re.compile(rf"\s?[،؛:,{_STOPS}]")
_INITIAL = re.compile(rf"(?<![\w{MARKS}])[^\W\d_]$")
_INITIAL_NEXT = re.compile(r"[^\W\d_]\.")
_NO_INITIAL = re.compile(r"(?:\d|(?<!\S)[^\W\d_])\s+(?:\S\.)*\S$")
_HEADING = re.compile(rf"\s*([-–—])\s?[^\n\r{_STOPS}–—-]{{3,80}}\s?\1")
_INK = re.compile(r"\S(?:.*\S)?", re.DOTALL)


def sentences(text: str) -> list[str]:
    """Split a text into its sentences, and what stands between them: headings, captions, leftovers.

    A piece that is a sentence ends in a stop; `is_sentence` tells it from the others.

    >>> sentences("خسر في العراق.وتواصل القوات 2.5 كم. - في القائم -تشكل")
    ['خسر في العراق.', 'وتواصل القوات 2.5 كم.', '- في القائم -', 'تشكل']
    """
    return [text[start:end] for start, end in sentence_spans(text)]


def is_sentence(piece: str) -> bool:
    """Tell a sentence from a heading or a leftover: it ends in a stop, perhaps inside a quotation.

    >>> [is_sentence(piece) for piece in ["خسر التنظيم.", "- القوات العراقية في القائم -", "مشاركة :"]]
    [True, False, False]
    """
    return piece.rstrip(f"{_QUOTES})] \n").endswith(tuple(_STOPS))


def sentence_spans(text: str) -> list[tuple[int, int]]:
    """Say where each piece of `sentences` starts and ends: `text[start:end]` is the piece.

    >>> sentence_spans("خسر. فاز.")
    [(0, 4), (5, 9)]
    """
    pieces, start, quoted = [], 0, False
    letter = _LETTER.search(text)
    for found in _BREAK.finditer(text):
        if found["quote"]:
            quoted = not quoted and found.start() >= start
            continue
        if found["line"]:
            end, quoted = found.start(), False
        else:
            end = _end(text, found, quoted)
            if end is None or not letter or letter.start() > end:  # "1." is no sentence, but begins one
                continue
        if end < start:  # a line break before a heading, which is a piece already
            continue
        pieces.append((start, end))
        start = end
        if found["stop"] and (heading := _HEADING.match(text, start)):
            pieces.append(heading.span())
            start = heading.end()
        if letter and letter.start() < start:
            letter = _LETTER.search(text, start)
    pieces.append((start, len(text)))
    return [ink.span() for start, end in pieces if (ink := _INK.search(text, start, end))]


def _end(text: str, stop: re.Match, quoted: bool) -> int | None:
    """Give the place where the sentence ends, brackets and quotes included, or None if it goes on."""
    before, after = text[max(stop.start() - 12, 0) : stop.start()], text[stop.end() : stop.end() + 2]
    space_follows = not after[1:].strip()  # then a quote here can only close
    end = (_CLOSING_QUOTED if quoted or space_follows else _CLOSING).match(text, stop.end()).end()
    if _GOES_ON.match(text, end):  # "لماذا؟"، قال
        return None
    if before.endswith("("):  # (!)
        return None
    if stop[0].startswith("..") and before[-1:].isspace():  # words .. words: a pause
        return None
    if stop[0] == "." and _is_inside(before, after):
        return None
    return end


def _is_inside(before: str, after: str) -> bool:
    """Whether a full stop stands in a number (2.5), in a name (bbc.com, ق.م) or after an initial (د. أ.)."""
    left, right = before[-1:], after[:1]
    if left.isdigit() and right.isdigit():
        return True
    if left.isascii() and left.isalnum() and right.isascii() and right.isalnum():
        return True
    if not _INITIAL.search(before):
        return False
    if left.isascii():
        return after.strip().isascii()  # George W. Bush, but not vitamin C. and Arabic after it
    if _INITIAL_NEXT.match(after):
        return True
    return not _NO_INITIAL.search(before)  # 1990 م. and أ ف ب. can end a sentence
