"""Read the text of a file, in the encoding it was saved in."""

import codecs
import contextlib
import difflib
import itertools
import re
from pathlib import Path

from kit.characters import STOPS
from kit.data import read_text_of
from kit.errors import TextError, shorten, text_of
from kit.language import say
from kit.read import encoding as evidence
from kit.read.folders import did_you_mean, path_of, shown
from kit.read.notes import warn_reader

__all__ = [
    "article",
    "encoding_of",
    "join_lines",
    "read_text",
    "second_article",
    "undo_mojibake",
]

# The beginning of an item of a list; a dash that a second follows begins a remark: - كما قيل - ثم.
_ITEM = re.compile(r"\s*(?:[-–—•▪*]\s(?!.*\s[-–—]\s)|\(?\d{1,3}[.)]\s?(?!\d)|\d{1,3}\s?[-–]\s)")
BYTE_ORDER_MARK = "\N{ZERO WIDTH NO-BREAK SPACE}"


def read_text(path: str | Path, *, encoding: str | None = None) -> str:
    r"""Return the text of a file.

    Strict UTF-8 is tried first, then UTF-16, windows-1256 and ISO-8859-6; any but UTF-8 is named in a
    `TextWarning`. With `encoding` given nothing is guessed. The text is as it stands in the file, except
    that a byte order mark is not part of it and that every line break is "\n", as with Python's `open`.

    >>> len(read_text("seeds/000_334c5c13315cfcf7.txt"))
    3919

    Raises:
        TextError: the file does not exist, is a folder, has no text, is not a text file, has bytes that the
            encoding does not allow, or holds mojibake (letters read in a wrong encoding). A file of mojibake
            is read as it is with `encoding="utf-8"`, and `undo_mojibake` can undo it.
    """
    path = path_of(path, "read_text")
    call = f'read_text("{shown(path)}")'
    data = _bytes_of(path, call)
    used = _detect(data, call) if encoding is None else encoding
    text = _decode(data, used, call).removeprefix(BYTE_ORDER_MARK)
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    if not text.strip():
        raise TextError(say("{call}: there is nothing in it but spaces. Was it saved?", call=call))
    if encoding is not None:
        _refuse_wrong_encoding(data, encoding, text, call)
    else:
        _refuse_mojibake(text, call)
        _name_encoding(data, used, path.name)
    return text


def encoding_of(source: str | Path | bytes) -> str:
    """Name the encoding of some bytes, or of a file.

    Gives a name Python knows: "utf-8", "utf-8-sig" (begins with a byte order mark), "utf-16", "utf-16-le",
    "utf-16-be", "windows-1256" or "iso-8859-6". `kit.read.encoding.encoding_scores` shows the reasoning.

    >>> encoding_of("خسر تنظيم الدولة".encode("windows-1256"))
    'windows-1256'

    Raises:
        TextError: the file does not exist, or is a folder, empty, not text, or in none of these encodings.
    """
    if isinstance(source, bytes):
        return _detect(_checked(source, "encoding_of"), "encoding_of")
    path = path_of(source, "encoding_of")
    call = f'encoding_of("{shown(path)}")'
    return _detect(_bytes_of(path, call), call)


def undo_mojibake(text: str) -> str:
    """Undo a wrong reading: UTF-8 read as windows-1252 or windows-1256, or Arabic read as windows-1252.

    Letters that the wrong reading has destroyed come back as U+FFFD.

    >>> undo_mojibake("ط®ط³ط± طھظ†ط¸ظٹظ…")
    'خسر تنظيم'

    Raises:
        TextError: the text does not look misread.
    """
    if (misreading := evidence.misreading(text_of(text, "undo_mojibake"))) is None:
        raise TextError(
            say("undo_mojibake: this text does not look like mojibake; there is nothing to undo.")
        )
    was, read_as = misreading
    return evidence.reread(text, was=was, read_as=read_as)


def join_lines(text: str) -> str:
    r"""Join lines that were cut at a fixed length: a long line that ends in no stop goes on in the next.

    Long is more than half as long as the longest. Empty lines stay: they part paragraphs; and so do the signs
    and numbers of a list: they begin a line of their own.

    >>> join_lines("ذهب الولد إلى\nالمدرسة في الصباح.\n\nثم عاد.")
    'ذهب الولد إلى المدرسة في الصباح.\n\nثم عاد.'

    Raises:
        TextError: `text` is not a string.
    """
    lines = text_of(text, "join_lines").split("\n")
    long, joined = max(map(len, lines)) / 2, lines[:1]
    for before, line in itertools.pairwise(lines):
        begins_anew = not line.strip() or _ITEM.match(line)
        goes_on = len(before) > long and not begins_anew and not re.search(rf"[{STOPS}:]\W*$", before)
        if goes_on:
            joined[-1] = f"{joined[-1].rstrip()} {line.lstrip()}"
        else:
            joined.append(line)
    return "\n".join(joined)


def article() -> str:
    """Return the course's article, exactly as it was published (seeds/README.md lists what is odd in it).

    >>> article()[:16]
    'خسر تنظيم الدولة'
    """
    return read_text_of("000_334c5c13315cfcf7.txt")


def second_article() -> str:
    """Return the course's second text: peaceful, of about the same length, and as raw.

    >>> second_article() == article()
    False
    """
    return read_text_of("second.txt")


def _bytes_of(path: Path, call: str) -> bytes:
    """Return the bytes of a file that is there and may be text."""
    try:
        if path.is_dir():
            raise TextError(say("{call}: that is a folder. Name a file that is in it.", call=call))
        data = path.read_bytes()
    except FileNotFoundError:
        said = say("{call}: there is no such file.", call=call) + did_you_mean(path.name, path.parent)
        raise TextError(said) from None
    except (OSError, ValueError) as error:
        if isinstance(error, TextError):
            raise
        reason = getattr(error, "strerror", None) or shorten(str(error))
        said = say("{call}: the file cannot be opened ({reason}).", call=call, reason=reason)
        raise TextError(said) from None
    return _checked(data, call)


def _checked(data: bytes, call: str) -> bytes:
    """Return bytes that may be text, or raise a `TextError` that says what they are."""
    if not data:
        raise TextError(say("{call}: the file is empty. Was it saved?", call=call))
    if kind := evidence.binary_kind(data):
        said = say(
            "{call}: not text: it looks like {kind}. Save its text as plain text (.txt) first.",
            call=call,
            kind=say(kind),
        )
        raise TextError(said)
    return data


def _detect(data: bytes, call: str) -> str:
    """Return the encoding of some bytes, or raise a `TextError` that says why they are no text."""
    encoding = evidence.detect(data)
    if encoding and encoding.startswith("utf"):
        return encoding
    if second := evidence.second_encoding(data):
        said = say(
            "{call}: it has two encodings, UTF-8 and {encoding}. "
            "Save each part in a file of its own, or get it again.",
            call=call,
            encoding=second,
        )
        raise TextError(said)
    if encoding:
        return encoding
    if evidence.has_controls(data):
        raise TextError(say("{call}: not text: it has bytes that no text has.", call=call))
    _decode(data, "utf-8", call)  # This raises, for bytes that are UTF-8 would have been detected.
    return "utf-8"


def _decode(data: bytes, encoding: str, call: str) -> str:
    """Decode strictly, or raise a `TextError` that says which bytes are wrong and what can be done."""
    try:
        return data.decode(encoding)
    except UnicodeDecodeError as error:
        wrong, at = data[error.start : error.end].hex(" ").upper(), error.start
    except (LookupError, ValueError, TypeError):
        near = difflib.get_close_matches(str(encoding).lower(), evidence.ENCODINGS, n=1) or evidence.ENCODINGS
        known = say(" or ").join(f'"{name}"' for name in near)
        said = say(
            '{call}: Python knows no encoding "{encoding}". Did you mean {known}?',
            call=call,
            encoding=shorten(encoding),
            known=known,
        )
        raise TextError(said) from None
    readable = ""
    with contextlib.suppress(UnicodeError):  # Some codecs cannot leave out a byte.
        readable = data.decode(encoding, errors="ignore")
    if evidence.arabic_score(readable) >= evidence.LIKELY:
        hint = say("All else is, so the file may be damaged or cut off: get it again.")
    else:
        hint = say('If you know its encoding, say so: encoding="windows-1256", "windows-1252" or another.')
    said = say(
        "{call}: not {encoding}: it has the bytes {bytes} at offset {at}. {hint}",
        call=call,
        encoding=encoding,
        bytes=wrong,
        at=at,
        hint=hint,
    )
    raise TextError(said)


def _refuse_wrong_encoding(data: bytes, encoding: str, text: str, call: str) -> None:
    """Raise if an encoding other than the one asked for fits far better."""
    if codecs.lookup(encoding).name in ("utf-8", "utf-8-sig"):
        return  # Valid UTF-8 is UTF-8, and a reader must be able to look at mojibake that was saved.
    best = evidence.detect(data)
    if best and evidence.fit(data, best) > evidence.fit(data, encoding) + evidence.SURE:
        said = say(
            '{call}: read as {encoding} it is mojibake: "{wrong}". '
            'Its bytes fit {best}: leave encoding out, or read it with encoding="{best}".',
            call=call,
            encoding=encoding,
            wrong=_first_words(text),
            best=best,
        )
        raise TextError(said)


def _refuse_mojibake(text: str, call: str) -> None:
    """Raise if the letters of a text are those of a wrong reading that was saved."""
    if misreading := evidence.misreading(text):
        was, read_as = misreading
        wrong = _first_words(text)
        said = say(
            '{call}: mojibake: "{wrong}" should be "{right}". It was {was}, was once read as {read_as}, '
            "and was saved so. Get it again, or mend it with "
            'undo_mojibake(read_text(path, encoding="utf-8")).',
            call=call,
            wrong=wrong,
            right=evidence.reread(wrong, was=was, read_as=read_as),
            was=was,
            read_as=read_as,
        )
        raise TextError(said)


def _first_words(text: str) -> str:
    """Return some words of a text to show what it looks like."""
    return " ".join(re.split("[ \n\t]+", text.strip())[:3])


def _name_encoding(data: bytes, encoding: str, name: str) -> None:
    """Warn that an encoding other than UTF-8 was taken, and whether another fits nearly as well."""
    if encoding.startswith("utf-8"):
        return
    message = say("{name} is not UTF-8; it was read as {encoding}.", name=name, encoding=encoding)
    scores = evidence.encoding_scores(data)
    least = scores.get(encoding, 9) - evidence.SURE
    rivals = [rival for rival, score in scores.items() if rival != encoding and score > least]
    if rivals:
        message += " " + say(
            '{rival} fits nearly as well: if words look wrong, try encoding="{rival}".', rival=rivals[0]
        )
    warn_reader(message, "read_text")
