"""Lesson 01: from bytes to text."""

import codecs
import contextlib
import difflib
import re
import warnings
from importlib.resources import files
from pathlib import Path

from kit import encoding as evidence
from kit.errors import TextError, kind_of, text_of
from kit.folders import course_folder, did_you_mean, find, path_of, shown, without_ending, work_folder
from kit.sentences import paragraphs

__all__ = [
    "TextError",
    "TextWarning",
    "article",
    "encoding_of",
    "own_text",
    "paragraphs",
    "read_text",
    "second_article",
    "undo_mojibake",
]

BYTE_ORDER_MARK = "\N{ZERO WIDTH NO-BREAK SPACE}"
# A line that ends so is meant as the name of a file, even if there is none.
FILE_NAME = re.compile(
    r".+\.(txt|text|md|csv|tsv|json|xml|html?|rtf|docx?|odt|pdf|epub|zip|xlsx?|pptx?|png|jpe?g)",
    re.IGNORECASE,
)
# What comes along when a path is copied: quotes, and the invisible marks Windows adds.
AROUND_A_NAME = " \t\r\n\"'“”\N{LEFT-TO-RIGHT EMBEDDING}\N{LEFT-TO-RIGHT MARK}\N{RIGHT-TO-LEFT MARK}"
WEB_PAGE = re.compile(r"<(!doctype html|html|head|body|div|p|br|span)\b[^<>]*>", re.IGNORECASE)
ARABIC_SCRIPT = re.compile(r"(?=[^\W\d_])[\u0620-\u06FF\u0750-\u077F\uFB50-\uFDFF\uFE70-\uFEFC]")
# Letters of Persian, Kurdish, Pashto and Urdu; not ک and ی, which Arabic texts borrow from their keyboards.
NOT_IN_ARABIC = re.compile("[پچژگٹڈڑںہھےۓەێۆڵڕټډړښږځڅڼۍ]")


class TextWarning(UserWarning):
    """A text was read on an assumption; the message names it."""


def read_text(path: str | Path, *, encoding: str | None = None) -> str:
    r"""Return the text of a file.

    Strict UTF-8 is tried first, then UTF-16, windows-1256 and ISO-8859-6; any of those is named in a
    `TextWarning`. With `encoding` given nothing is guessed. The text is as it stands in the file, except
    that a byte order mark is not part of it and that every line break is "\n", as with Python's `open`.

    >>> len(read_text("seeds/000_334c5c13315cfcf7.txt"))
    3919

    Raises:
        TextError: no such file, a folder, no text in it, not a text file, bytes that the encoding does not
            allow, or mojibake (letters read in a wrong encoding). A file that holds mojibake is read as it
            is with `encoding="utf-8"`; `undo_mojibake` can then undo it.
    """
    path = path_of(path, "read_text")
    call = f'read_text("{shown(path)}")'
    data = _bytes_of(path, call)
    found = encoding or _detect(data, call)
    text = _decode(data, found, call).removeprefix(BYTE_ORDER_MARK)
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    if not text.strip():
        raise TextError(f"{call}: there is nothing in it but spaces. Was it saved?")
    if encoding:
        _refuse_wrong_encoding(data, encoding, text, call)
    else:
        _refuse_mojibake(text, call)
        _name_encoding(data, found, path.name)
    return text


def encoding_of(source: str | Path | bytes) -> str:
    """Name the encoding of some bytes, or of a file.

    Gives a name Python knows: "utf-8", "utf-8-sig" (begins with a byte order mark), "utf-16", "utf-16-le",
    "utf-16-be", "windows-1256" or "iso-8859-6". `kit.encoding.encoding_scores` shows the reasoning.

    >>> encoding_of("خسر تنظيم الدولة".encode("windows-1256"))
    'windows-1256'

    Raises:
        TextError: no such file, a folder, nothing in it, not text, or in none of these encodings.
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
    if (found := evidence.misreading(text_of(text, "undo_mojibake"))) is None:
        raise TextError("undo_mojibake: this text does not look like mojibake; there is nothing to undo.")
    was, read_as = found
    return evidence.reread(text, was=was, read_as=read_as)


def article() -> str:
    """Return the course's article, exactly as it was published (seeds/README.md lists what is odd in it).

    >>> article()[:16]
    'خسر تنظيم الدولة'
    """
    return (files("seeds") / "000_334c5c13315cfcf7.txt").read_text(encoding="utf-8")


def second_article() -> str:
    """Return the course's second text: peaceful, of about the same length, and as raw.

    >>> second_article() == article()
    False
    """
    return (files("seeds") / "second.txt").read_text(encoding="utf-8")


def own_text(source: str | Path) -> str:
    """Return your own text: what is in a file, or the string itself.

    A `Path`, the name of a file that exists, and a line that ends like a file name (.txt, .docx, …) are
    files; any other string is the text. A file is looked for as named, then in the nearest folder called
    work/, here or above, then among the course's texts. Quotes around the name and Windows back-slashes do
    no harm.

    >>> own_text("ذهب الولد إلى المدرسة")
    'ذهب الولد إلى المدرسة'

    Raises:
        TextError: there is no such file, `read_text` refuses it, it is the name of a file without its ending,
            or there are no letters in the text.

    A text that is not in Arabic, or is the source of a web page, is given back with a `TextWarning`.
    """
    if not isinstance(source, str | Path):
        raise TextError(f"own_text: give a file name or a text in quotes, not {kind_of(source)}.")
    name = str(source).strip(AROUND_A_NAME)
    if not name:
        raise TextError("own_text: there is no text. Write a file name or your text between the quotes.")
    folders = (Path.cwd(), work_folder() or Path(), course_folder())
    if found := find(name):
        text = read_text(found)
    elif full_name := without_ending(name, *folders):
        raise TextError(f'own_text("{name}"): the name of a file has an ending. Did you mean "{full_name}"?')
    elif isinstance(source, Path) or FILE_NAME.fullmatch(name):
        near = did_you_mean(Path(name).name, *folders)
        raise TextError(f'own_text("{name}"): there is no such file, here or in the folder work.{near}')
    else:
        text = source
    if not any(character.isalpha() for character in text.replace("\N{ARABIC TATWEEL}", "")):
        raise TextError("own_text: there are no letters in this text, so there are no words to count.")
    if doubt := _doubt(text):
        warnings.warn_explicit(doubt, TextWarning, "<own_text>", 1)  # as in _name_encoding
    return text


def _doubt(text: str) -> str | None:
    """Say why the course's lists and rules may not suit a text, if so."""
    if WEB_PAGE.search(text):
        return "This looks like the source of a web page: save its text as .txt."
    letters = sum(map(str.isalpha, text))
    foreign = len(NOT_IN_ARABIC.findall(text))
    if 3 * len(ARABIC_SCRIPT.findall(text)) < letters:
        return "Few Arabic letters here: stop words, names and stems are for Arabic."
    if 100 * foreign > letters and foreign > max(1, text.count("ة")):
        return "Letters that Arabic lacks, as in Persian or Urdu: stop words, names and stems are for Arabic."
    return None


def _bytes_of(path: Path, call: str) -> bytes:
    """Return the bytes of a file that is there and may be text."""
    if path.is_dir():
        raise TextError(f"{call}: that is a folder. Name a file that is in it.")
    try:
        data = path.read_bytes()
    except FileNotFoundError:
        raise TextError(f"{call}: there is no such file.{did_you_mean(path.name, path.parent)}") from None
    except (OSError, ValueError) as error:
        raise TextError(f"{call}: the file cannot be opened ({error}).") from None
    return _checked(data, call)


def _checked(data: bytes, call: str) -> bytes:
    """Return bytes that may be text, or say that there are none or what they are."""
    if not data:
        raise TextError(f"{call}: the file is empty. Was it saved?")
    if kind := evidence.binary_kind(data):
        raise TextError(f"{call}: not text: it looks like {kind}. Save its text as plain text (.txt) first.")
    return data


def _detect(data: bytes, call: str) -> str:
    """Name the encoding of some bytes, or say why they are no text."""
    if found := evidence.detect(data):
        return found
    if evidence.has_controls(data):
        raise TextError(f"{call}: not text: it has bytes that no text has.")
    _decode(data, "utf-8", call)  # raises: what is UTF-8 was detected as UTF-8
    return "utf-8"


def _decode(data: bytes, encoding: str, call: str) -> str:
    """Decode strictly, or say which bytes stand in the way and what can be done."""
    try:
        return data.decode(encoding)
    except UnicodeDecodeError as error:
        where = f"{data[error.start : error.end].hex(' ').upper()} at offset {error.start}"
    except (LookupError, ValueError, TypeError):
        near = difflib.get_close_matches(str(encoding).lower(), evidence.ENCODINGS, n=1) or evidence.ENCODINGS
        known = " or ".join(f'"{name}"' for name in near)
        raise TextError(f'{call}: Python knows no encoding "{encoding}". Did you mean {known}?') from None
    readable = ""
    with contextlib.suppress(UnicodeError):  # some codecs cannot leave anything out
        readable = data.decode(encoding, errors="ignore")
    if evidence.arabic_score(readable) >= evidence.LIKELY:
        hint = "All else is, so the file may be damaged or cut off: get it again."
    else:
        hint = 'If you know its encoding, say so: encoding="windows-1256", "windows-1252" or another.'
    raise TextError(f"{call}: not {encoding}: it has the bytes {where}. {hint}")


def _refuse_wrong_encoding(data: bytes, encoding: str, text: str, call: str) -> None:
    """Raise if an encoding other than the one asked for fits far better."""
    if codecs.lookup(encoding).name in ("utf-8", "utf-8-sig"):
        return  # what is valid UTF-8 is UTF-8; and so one can look at stored mojibake
    best = evidence.detect(data)
    if best and evidence.fit(data, best) > evidence.fit(data, encoding) + evidence.SURE:
        raise TextError(
            f'{call}: read as {encoding} it is mojibake: "{_first_words(text)}". '
            f'Its bytes fit {best}: leave encoding out, or read it with encoding="{best}".'
        )


def _refuse_mojibake(text: str, call: str) -> None:
    """Raise if the letters of a text are those of a wrong reading that was saved."""
    if found := evidence.misreading(text):
        was, read_as = found
        wrong = _first_words(text)
        raise TextError(
            f'{call}: mojibake: "{wrong}" should be "{evidence.reread(wrong, was=was, read_as=read_as)}". '
            f"It was {was}, was once read as {read_as}, and was saved so. Get it again, or mend it with "
            f'undo_mojibake(read_text(path, encoding="utf-8")).'
        )


def _first_words(text: str) -> str:
    """Return some words of a text to show what it looks like."""
    return " ".join(re.split("[ \n\t]+", text.strip())[:3])


def _name_encoding(data: bytes, found: str, name: str) -> None:
    """Warn that an encoding other than UTF-8 was taken, and whether another fits nearly as well."""
    if found.startswith("utf-8"):
        return
    message = f"{name} is not UTF-8; it was read as {found}."
    scores = evidence.encoding_scores(data)
    rivals = [e for e, score in scores.items() if e != found and score > scores.get(found, 9) - evidence.SURE]
    if rivals:
        message += f' {rivals[0]} fits nearly as well: if words look wrong, try encoding="{rivals[0]}".'
    # Not warnings.warn, which would show the number of the process: saved outputs should not change.
    warnings.warn_explicit(message, TextWarning, "<read_text>", 1)
