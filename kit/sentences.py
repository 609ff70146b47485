"""Find where sentences and paragraphs end: at . ؟ ! … but not at every one of them, and where a line ends.

A text copied from the web has lost spaces and line breaks: "العراق.وتواصل" is two sentences, and a
sub-heading "- … -" may stand in the middle of a line. Arabic has no capital letters to tell a new sentence
by, so the rules look at what stands on either side of the stop.
"""

import re
from itertools import pairwise

from kit.characters import LINE_BREAKS, MARKS, QUOTES, STOPS
from kit.errors import text_of

__all__ = ["is_sentence", "paragraphs", "sentence_spans", "sentences"]

_BREAK = re.compile(  # begins with one set of characters: that is searched for five times as fast as a choice
    rf"[{STOPS}{QUOTES}{LINE_BREAKS}](?:(?<=[{STOPS}])[{STOPS}]+)?"
)
_PLAIN_END = re.compile(r"[ء-ي]{3}\.\s[ء-ي]{3}")  # the commonest end, which none of the rules below is about
_LETTER = re.compile(r"[^\W\d_]")
_NOTE = r"(?: ?\[[^\W_]{1,3}\])*"  # a footnote belongs to what it stands behind: قال.[1]
_CLOSING = re.compile(rf"[)\]]*{_NOTE}")
_CLOSING_QUOTED = re.compile(rf"[)\]]*[{QUOTES}]?[)\]]*{_NOTE}")
_GOES_ON = re.compile(rf"\s?[،؛:,{STOPS}]|[-–—]\d")  # "لماذا؟"، قال and 1263هـ.-1323هـ.
_INITIAL = re.compile(rf"(?<![\w{MARKS}°/])[^\W\d_\ufdf0-\ufdfd]$")  # not °س, كم/س, ﷺ
_INITIAL_NEXT = re.compile(r"[^\W\d_](?!\w)")
_NO_INITIAL = re.compile(r"(?:\d|(?<!\S)[^\W\d_])\s+(?:\S\.)*\S$")
_SHORT = re.compile(r"(?<!\w)[^\W\d_]{1,2}$")
_SHORT_AGAIN = re.compile(r"\.[^\W\d_]{2}$")
_SHORT_NEXT = re.compile(r"[^\W\d_]{1,2}\.")
_LATIN_NEXT = re.compile(r"\s?[a-z0-9]")
_LIST_NUMBER = re.compile(r":\s?\d{1,2}$")
_ADDRESS = re.compile(r"[a-z]\.[a-z]\S*/\S*$")  # a host and a path
_HEADING = re.compile(rf"\s*([-–—])\s?[^\n\r{STOPS}–—-]{{3,80}}\s?\1")
_LINE_HEADING = re.compile(rf"\s{{0,9}}([-–—])[^\n\r{STOPS}،؛:–—-]{{3,80}}\s\1(?=\w)")  # not a list
_INK = re.compile(r"\S(?:.*\S)?", re.DOTALL)


def sentences(text: str) -> list[str]:
    """Split a text into its sentences, and what stands between them: headings, captions, leftovers.

    A piece that is a sentence ends in a stop; `is_sentence` tells it from the others.

    >>> sentences("خسر في العراق.وتواصل القوات 2.5 كم. - في القائم -تشكل")
    ['خسر في العراق.', 'وتواصل القوات 2.5 كم.', '- في القائم -', 'تشكل']

    Raises:
        TextError: `text` is no string.
    """
    return [text[start:end] for start, end in sentence_spans(text_of(text, "sentences"))]


def is_sentence(piece: str) -> bool:
    """Tell a sentence from a heading or a leftover: it ends in a stop, perhaps inside a quotation.

    >>> [is_sentence(piece) for piece in ["خسر التنظيم.", "- القوات العراقية في القائم -", "مشاركة :"]]
    [True, False, False]
    """
    return piece.rstrip(f"{QUOTES})] \n").endswith(tuple(STOPS))


def sentence_spans(text: str) -> list[tuple[int, int]]:
    """Say where each piece of `sentences` starts and ends: `text[start:end]` is the piece.

    >>> sentence_spans("خسر. فاز.")
    [(0, 4), (5, 9)]
    """
    pieces, start, quoted = [], 0, False
    letter = _LETTER.search(text_of(text, "sentence_spans"))
    if heading := _LINE_HEADING.match(text):
        pieces.append(heading.span())
        start = heading.end()
    for found in _BREAK.finditer(text, start):
        if found[0] in QUOTES:
            quoted = not quoted and found.start() >= start
            continue
        is_stop = found[0][0] in STOPS
        if not is_stop:
            end, quoted = found.start(), False
        else:
            end = _end(text, found, quoted)
            if end is None or not letter or letter.start() >= end:  # "1." is no sentence, but begins one
                continue
            quoted = quoted and text[end : end + 1].isspace()  # a space lost was a line break
        if end < start:  # a line break before a heading, which is a piece already
            continue
        pieces.append((start, end))
        start = end
        if heading := (_HEADING if is_stop else _LINE_HEADING).match(text, start):
            pieces.append(heading.span())
            start = heading.end()
        if letter and letter.start() < start:
            letter = _LETTER.search(text, start)
    pieces.append((start, len(text)))
    return [ink.span() for start, end in pieces if (ink := _INK.search(text, start, end))]


def paragraphs(text: str) -> list[str]:
    """Split a text into paragraphs: at line breaks, and where a sentence ends with no space after it.

    A page copied without its layout loses its line breaks, so "العراق.وتواصل" was the end of one paragraph
    and the beginning of the next. So is a sub-heading between dashes that runs into the next word. Dots (...)
    are no end of a paragraph. Nothing but the spaces between paragraphs is lost.

    >>> paragraphs('خسر "القائم". وعاد.وتواصل القوات، وفق ا.ف.ب')
    ['خسر "القائم". وعاد.', 'وتواصل القوات، وفق ا.ف.ب']
    """
    spans, joined = sentence_spans(text_of(text, "paragraphs")), []
    for (_, before), (start, end) in pairwise([(0, 0), *spans]):
        lost_break = before == start and not text.endswith(("..", "…"), 0, start)
        line_break = len(f"{text[before:start]}.".splitlines()) > 1
        if joined and not lost_break and not line_break:
            start = joined.pop()[0]
        joined.append((start, end))
    return [text[start:end] for start, end in joined]


def _end(text: str, stop: re.Match, quoted: bool) -> int | None:
    """Give the place where the sentence ends, brackets and quotes included, or None if it goes on."""
    if _PLAIN_END.match(text, stop.start() - 3):
        return stop.end()
    before, after = text[max(stop.start() - 12, 0) : stop.start()], text[stop.end() : stop.end() + 4]
    space_follows = not after[1:2].strip()  # then a quote here can only close
    end = (_CLOSING_QUOTED if quoted or space_follows else _CLOSING).match(text, stop.end()).end()
    if _GOES_ON.match(text, end):
        return None
    if before.endswith("("):  # (!)
        return None
    if stop[0].startswith("..") and before[-1:].isspace():  # words .. words: a pause
        return None
    if _is_joined(before[-1:], after[:1]) or (stop[0] == "." and _is_no_end(before, after)):
        return None
    if after[:1].isalpha() and _ADDRESS.search(text, max(stop.start() - 60, 0), stop.start()):
        return None
    return end


def _is_joined(left: str, right: str) -> bool:
    """Whether a stop stands between two digits (2.5) or inside Latin letters (bbc.com, /a?x=1)."""
    if left.isdigit() and right.isdigit():
        return True
    return left.isascii() and left.isalnum() and right.isascii() and right.isalnum()


def _is_no_end(before: str, after: str) -> bool:
    """Whether a full stop is part of a name (.NET, بي.بي.سي), an initial (د. أ.) or a number in a list."""
    left, right = before[-1:], after[:1]
    if "a" <= left <= "z" and _LATIN_NEXT.match(after):  # vol. 12: a sentence would begin with a capital
        return True
    if "a" <= right <= "z" or (left.isspace() and right.isascii() and right.isalpha()):  # تقرير.txt
        return True
    if left.isdigit():
        return bool(_LIST_NUMBER.search(before))  # العناصر هي: 1. الماء
    if not _SHORT.search(before):
        return False
    if _SHORT_NEXT.match(after) or (right.isalpha() and _SHORT_AGAIN.search(before)):
        return True  # بي.بي.سي: no sentence has but two letters
    if not _INITIAL.search(before):
        return False
    if left.isascii():
        return after[:2].strip().isascii()  # George W. Bush, but not vitamin C. and Arabic after it
    if _INITIAL_NEXT.match(after):  # ق.م
        return True
    return not _NO_INITIAL.search(before)  # 1990 م. and أ ف ب. can end a sentence
