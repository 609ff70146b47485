"""Find where sentences end: at . ؟ ! … — but not at every one — and at line breaks."""

import re

from kit.clean import MARKS

_BREAK = re.compile(
    r"""
    (?P<line>  [\n\r\v\f\x1c-\x1e\x85\u2028\u2029] )
  | (?P<quote> ["«»“”] )
  | (?P<stop>  [.؟?!…۔]+[)\]]*(?P<closing>["«»“”]?)[)\]]* )
    """,
    re.VERBOSE,
)
_LETTER = re.compile(r"[^\W\d_]")
_HEADING = re.compile(r"\s*([-–—])\s?[^.؟?!…\n\r–—-]{3,80}\s?\1")
_INITIAL = re.compile(rf"(?<![\w{MARKS}])[^\W\d_]$")


def _ends(text: str, stop: re.Match) -> bool:
    """Whether these stops end a sentence, and do not stand in a number, a name or after an initial."""
    before, after = text[max(stop.start() - 12, 0) : stop.start()], text[stop.end() : stop.end() + 1]
    if re.match(r"\s?[،؛:,.؟!?…]", text[stop.end() : stop.end() + 3]) or before.endswith("("):
        return False
    if not stop[0].startswith("."):
        return True
    if stop[0].startswith("..") and before[-1:].isspace():  # " .. " is a pause; dots on a word end it
        return False
    if before[-1:].isdigit() and after.isdigit():
        return False
    if before[-1:].isascii() and after.isascii() and before[-1:].isalnum() and after.isalnum():
        return False
    if _INITIAL.search(before):  # د. أ. but 1990 م. and أ ف ب.
        return bool(re.search(r"(?:\d|(?<!\S)[^\W\d_])\s+\S$", before))
    return True


def sentence_spans(text: str) -> list[tuple[int, int]]:
    """Say where each piece of `sentences` starts and ends: `text[start:end]` is the piece.

    >>> sentence_spans("خسر. فاز.")
    [(0, 4), (5, 9)]
    """
    spans, start, quoted = [], 0, False
    letter = _LETTER.search(text)
    for found in _BREAK.finditer(text):
        end, next_quoted = found.end(), quoted
        if found.lastgroup == "quote":
            quoted = not quoted
            continue
        if found["line"]:
            next_quoted = False
        else:
            if found["closing"]:
                next_quoted = not quoted
            if not letter or letter.start() > end or not _ends(text, found):
                quoted = next_quoted
                continue
            if next_quoted and text[end : end + 1].strip():
                end = found.start("closing")  # the quote opens the next sentence
        spans.append((start, end))
        start, quoted = end, next_quoted
        if found["stop"] and (heading := _HEADING.match(text, start)):
            spans.append(heading.span())
            start = heading.end()
        letter = _LETTER.search(text, start)
    spans.append((start, len(text)))
    return [s for span in spans if (s := _trimmed(text, *span))]


def _trimmed(text: str, start: int, end: int) -> tuple[int, int] | None:
    piece = text[start:end]
    start += len(piece) - len(piece.lstrip())
    return (start, start + len(piece.strip())) if piece.strip() else None


def sentences(text: str) -> list[str]:
    """Split a text into sentences, headings and other lines; sentences are the pieces that end in a stop.

    >>> sentences("خسر في العراق.وتواصل القوات. - في القائم -تشكل")
    ['خسر في العراق.', 'وتواصل القوات.', '- في القائم -', 'تشكل']
    """
    return [text[start:end] for start, end in sentence_spans(text)]
