"""Words and bytes taken apart: a box for each letter, and the bytes of a file below their letters.

All of it is a table with words in it, so that whoever cannot see it hears the same: what differs has a
thick frame and the sign ≠, never a colour alone.
"""

import codecs
import unicodedata
from collections.abc import Iterator
from difflib import SequenceMatcher
from html import escape
from itertools import zip_longest

import pandas as pd

from kit.errors import TextError, kind_of, shorten, table_with, text_of, whole_number
from kit.language import say, to_say
from kit.show.tables import Shown, show

__all__ = ["bytes_in_boxes", "letters", "spellings_in_letters"]

MOST_LETTERS = 40  # What is longer is no word.
CELL = "text-align:center;vertical-align:top;padding:0.2em 0.4em;border:1px solid #8BA5BB"
THICK = "text-align:center;vertical-align:top;padding:0.2em 0.4em;border:3px solid #222222"
LARGE = "font-size:2.2em;line-height:1.5"
SMALL = "font-size:0.75em"
NOT_READ = "\N{BALLOT X}"
_SPACES = {" ": to_say("space"), "\n": to_say("new line"), "\t": to_say("tab"), "\r": to_say("return")}


def letters(word: str, other: str = "") -> Shown:
    """Show a word in large letters, each with its code point and its name; or two words, what differs marked.

    >>> letters("دير")
    د U+062F dal
    ي U+064A yeh
    ر U+0631 reh
    >>> letters("أن", "إن")
    أ U+0623 alef with hamza above ≠ إ U+0625 alef with hamza below
    ن U+0646 noon = ن U+0646 noon

    Raises:
        TextError: that is no word, or it has more than 40 characters.
    """
    for given in (word, other):
        if len(text_of(given, "letters")) > MOST_LETTERS:
            said = say(
                "letters: {n} characters are no word. Give one word, {most} at most.",
                n=len(given),
                most=MOST_LETTERS,
            )
            raise TextError(said)
    if not word:
        raise TextError(say("letters: there is no letter to show. Write a word between the quotes."))
    pairs = list(_aligned(word, other)) if other else [(letter, None) for letter in word]
    different = [other != "" and letter != partner for letter, partner in pairs]
    rows = [_letter_row([letter for letter, _ in pairs], different)]
    if other:
        signs = "".join(box("≠" if differs else "=", "border:0") for differs in different)
        rows += [f"<tr>{signs}</tr>", _letter_row([partner for _, partner in pairs], different)]
    plain = [
        _said(letter) + (f" {'≠' if differs else '='} {_said(partner)}" if other else "")
        for (letter, partner), differs in zip(pairs, different, strict=True)
    ]
    return Shown(boxes_table(rows), "\n".join(plain))


def spellings_in_letters(merged: pd.DataFrame) -> Shown:
    """Show a table of merged spellings, and under it the first two of them in large letters.

    merged: columns `spellings` and `count`, as `kit.count.spellings` returns them.

    >>> spellings_in_letters(pd.DataFrame({"spellings": ["أن | إن"], "count": [12]}))
    spellings count
      أن | إن    12
    أ U+0623 alef with hamza above ≠ إ U+0625 alef with hamza below
    ن U+0646 noon = ن U+0646 noon

    Raises:
        TextError: that is no table of spellings.
    """
    table_with(merged, ("spellings",), "spellings_in_letters", advice="spellings(words, key=fold)")
    pairs = (row.split(" | ")[:2] for row in merged["spellings"])
    drawn = next((letters(*pair) for pair in pairs if max(map(len, pair)) <= MOST_LETTERS), Shown("", ""))
    parts = [show(merged), drawn]
    html, plain = ([part._repr_html_() for part in parts], [repr(part) for part in parts])
    return Shown("\n".join(filter(None, html)), "\n".join(filter(None, plain)))


def bytes_in_boxes(data: bytes | str, *encodings: str, limit: int = 12) -> Shown:
    """Show bytes in boxes, from right to left as they follow in the file, and below them how they are read.

    data: the bytes; a text is saved first, in the first of the encodings. encodings: how to read them, one
    row each (UTF-8 if none is named); bytes that stand for nothing there have a ✗. limit: the most bytes.

    >>> bytes_in_boxes("دير", "utf-8", "cp1252")
    bytes: 216 175 217 138 216 177
    utf-8: د ي ر
    cp1252: Ø ¯ Ù Š Ø ±

    Raises:
        TextError: those are no bytes, there are none, or there is no encoding of that name.
    """
    limit = whole_number(limit, "bytes_in_boxes", "limit", least=1)
    encodings = encodings or ("utf-8",)
    for encoding in encodings:
        _known(encoding)
    if isinstance(data, str):
        try:
            data = data.encode(encodings[0])
        except UnicodeEncodeError as error:
            no_byte = {"encoding": encodings[0], "letter": repr(data[error.start])}
            raise TextError(say("bytes_in_boxes: {encoding} has no byte for {letter}.", **no_byte)) from None
    if not isinstance(data, bytes | bytearray):
        raise TextError(say("bytes_in_boxes: give bytes or a text, not {kind}.", kind=kind_of(data)))
    if not data:
        raise TextError(say("bytes_in_boxes: there are no bytes to show."))
    shown = bytes(data[:limit])
    readings = {encoding: list(_read(shown, encoding)) for encoding in encodings}
    head = f'<th scope="row" style="{CELL}">'
    boxes = "".join(box(str(byte), SMALL) for byte in shown)
    name = say("bytes")
    rows = [f"<tr>{head}{name}</th>{boxes}</tr>"]
    for encoding, reading in readings.items():
        cells = "".join(
            box(visible_letter(letter), SMALL if letter in _SPACES else LARGE, span)
            for letter, span in reading
        )
        rows.append(f"<tr>{head}{escape(encoding)}</th>{cells}</tr>")
    told = {"limit": limit, "total": f"{len(data):,}", "bytes": " ".join(map(str, shown))}
    if len(data) > limit:
        plain = [say("bytes (the first {limit} of {total}): {bytes}", **told)]
    else:
        plain = [say("bytes: {bytes}", **told)]
    for encoding, reading in readings.items():
        plain.append(f"{encoding}: " + " ".join(visible_letter(letter) for letter, _ in reading))
    return Shown(boxes_table(rows), "\n".join(plain))


def _aligned(word: str, other: str) -> Iterator[tuple[str | None, str | None]]:
    """Put the letters of two words side by side, equal ones together."""
    for _, *ends in SequenceMatcher(None, word, other, autojunk=False).get_opcodes():
        yield from zip_longest(word[ends[0] : ends[1]], other[ends[2] : ends[3]])


def _read(data: bytes, encoding: str) -> Iterator[tuple[str | None, int]]:
    """Yield each character with the number of its bytes; None where the encoding has none for them."""
    decoder, held = codecs.getincrementaldecoder(encoding)(), 0
    for number, byte in enumerate(data, 1):
        is_last = number == len(data)
        try:
            character = decoder.decode(bytes([byte]), is_last)
        except UnicodeDecodeError:
            decoder.reset()
            if held:  # The bytes so far are no letter, but this byte may begin a letter.
                yield None, held
                held = 0
            try:
                character = decoder.decode(bytes([byte]), is_last)
            except UnicodeDecodeError:
                decoder.reset()
                yield None, 1
                continue
        held += 1
        if character:
            yield character, held
            held = 0
    if held:
        yield None, held


def _known(encoding: str) -> None:
    try:
        codecs.getincrementaldecoder(encoding)()
        "".encode(encoding)
    except (LookupError, TypeError, ValueError):
        known = say(", ").join(["utf-8", "utf-16", "cp1256", "cp1252", "iso-8859-6"])
        said = say(
            'bytes_in_boxes: there is no encoding "{encoding}". Some that there are: {known}.',
            encoding=shorten(encoding),
            known=known,
        )
        raise TextError(said) from None


def _letter_row(word: list[str | None], different: list[bool]) -> str:
    cells = []
    for letter, differs in zip(word, different, strict=True):
        inside = "–" if letter is None else f'<div style="{LARGE}">{escape(visible_letter(letter))}</div>'
        if letter is not None:
            inside += f'<div dir="ltr" lang="en" style="{SMALL};width:7em">{_numbered(letter)}</div>'
        cells.append(f'<td style="{THICK if differs else CELL}">{inside}</td>')
    return f"<tr>{''.join(cells)}</tr>"


def visible_letter(letter: str | None) -> str:
    """Return a character as it can be seen: a mark on a circle, a space by its name."""
    if letter is None:
        return NOT_READ
    if unicodedata.combining(letter[0]):
        return "\N{DOTTED CIRCLE}" + letter
    if letter in _SPACES:
        return say(_SPACES[letter])
    return letter if letter.isprintable() else "·"


def _numbered(letter: str) -> str:
    name = unicodedata.name(letter, "").removeprefix("ARABIC ").removeprefix("LETTER ").lower()
    nameless = say("a sign without a name")
    return f"U+{ord(letter):04X} {name or nameless}"


def _said(letter: str | None) -> str:
    return "–" if letter is None else f"{visible_letter(letter)} {_numbered(letter)}"


def box(text: str, style: str, span: int = 1) -> str:
    """Return one cell, as wide as `span` cells.

    >>> box("ب", "border:0")[-16:]
    'border:0">ب</td>'
    """
    wide = f' colspan="{span}"' if span > 1 else ""
    return f'<td{wide} style="{CELL};{style}">{escape(text)}</td>'


def boxes_table(rows: list[str]) -> str:
    """Return rows of cells as a table that runs from right to left.

    >>> boxes_table(["<tr></tr>"]).count('dir="rtl"')
    2
    """
    style = "border-collapse:collapse;margin-left:0;margin-right:auto"  # It is on the left, below its code.
    return (
        '<div dir="rtl" lang="ar" style="overflow-x:auto">'
        f'<table dir="rtl" lang="ar" style="{style}"><tbody>\n' + "\n".join(rows) + "\n</tbody></table></div>"
    )
