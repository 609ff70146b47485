"""What bytes tell about a file: which encoding, or that it is no text. The evidence behind `kit.read`."""

import codecs
import contextlib
import re
from functools import cache

from kit.characters import ARABIC_LETTERS, VOWELS
from kit.errors import TextError
from kit.language import say, to_say

__all__ = [
    "arabic_score",
    "binary_kind",
    "detect",
    "encoding_scores",
    "fit",
    "has_controls",
    "misreading",
    "reread",
    "second_encoding",
]

# The order settles ties: UTF-8 before all, then the encoding that old Arabic files most often have.
ENCODINGS = ("utf-8", "windows-1256", "iso-8859-6", "utf-16-le", "utf-16-be")
BYTE_ORDER_MARKS = {
    codecs.BOM_UTF8: "utf-8-sig",
    codecs.BOM_UTF32_LE: "utf-32",  # It comes before UTF-16, because it begins with the mark of UTF-16.
    codecs.BOM_UTF32_BE: "utf-32",
    codecs.BOM_UTF16_LE: "utf-16",
    codecs.BOM_UTF16_BE: "utf-16",
}
# Wrong readings that are looked for: the encoding of the bytes, and the encoding in which they were read.
MISREADINGS = (
    ("utf-8", "windows-1252"),
    ("utf-8", "windows-1256"),
    ("windows-1256", "windows-1252"),
    ("iso-8859-6", "windows-1252"),
    ("windows-1256", "iso-8859-6"),
    ("iso-8859-6", "windows-1256"),
)
SIGNATURES = {
    b"%PDF-": to_say("a PDF"),
    b"{\\rtf": to_say("an RTF document"),
    b"\xd0\xcf\x11\xe0": to_say("an old Office document (.doc or .xls)"),
    b"\x89PNG": to_say("an image (PNG)"),
    b"\xff\xd8\xff": to_say("an image (JPEG)"),
    b"GIF8": to_say("an image (GIF)"),
    b"II*\0": to_say("an image (TIFF)"),
    b"MM\0*": to_say("an image (TIFF)"),
    b"\x1f\x8b": to_say("a gzip archive"),
    b"Rar!\x1a": to_say("a RAR archive"),
    b"7z\xbc\xaf": to_say("a 7-Zip archive"),
}
ZIP_SIGNATURE = b"PK\x03\x04"
ZIP_MEMBERS = {
    b"word/": to_say("a Word document (.docx)"),
    b"xl/": to_say("an Excel workbook (.xlsx)"),
    b"ppt/": to_say("a PowerPoint presentation (.pptx)"),
    b"opendocument": to_say("a LibreOffice document (.odt)"),
    b"epub": to_say("an e-book (.epub)"),
}

COMMON_WORDS = (
    "في|من|على|إلى|الى|عن|أن|إن|ان|مع|بعد|قبل|كان|كانت|هذا|هذه|ذلك|ما|لا|لم|قد|هو|هي|كما|بين|كل|أو|او|حتى|غير|"
    "منذ|عند|أي|ثم|هل|أنا|نحن|فيه|به|له|لها"
)
# It finds, in words with a space before each, those that are common or begin with the article.
KNOWN = re.compile(rf" (?:(?:{COMMON_WORDS})(?!\S)|[وفبك]?ال|لل)")
ARABIC_WORD = re.compile(f"[{ARABIC_LETTERS}{VOWELS}]{{2,}}")
NEUTRAL = re.compile(r"[\s\x20-\x7E،؛؟ـ٪«»“”‘’–—…]+")  # Any text has them, so they are no evidence.
CONTROLS = re.compile(rb"[\x00-\x08\x0e-\x1f]")
# Three Arabic letters in UTF-8: hardly any text in windows-1256 has what these bytes are there, "ط،ظ…ع؛".
UTF8_WORD = re.compile(rb"(?:[\xd8-\xdb][\x80-\xbf]){3}")

# A text with this score is taken for Arabic; of 31,965 pieces of 30 characters of news, 20 do not have it.
LIKELY = 0.9
SURE = 0.3  # A lead of this much decides; in pieces of 30 characters of news, 3 of 2,286 leads were wrong.
SAMPLE = 2**16  # This many bytes are enough to judge by.


def arabic_score(text: str) -> float:
    """Return how much a text looks like Arabic, from 0 (not at all) to 2.

    The score adds two shares: of the characters beyond ASCII, those in Arabic words of two letters or more;
    and of these words, those that are very common or begin with the article.

    >>> round(arabic_score("خسر تنظيم الدولة"), 2)
    1.33
    >>> arabic_score("ÎÓÑ ÊäÙíã ÇáÏæáÉ")
    0.0
    """
    evidence = NEUTRAL.sub("", text)
    words = ARABIC_WORD.findall(text)
    if not evidence or not words:
        return 0.0
    known = len(KNOWN.findall(" " + " ".join(words)))
    return min(1.0, sum(map(len, words)) / len(evidence)) + known / len(words)


def fit(data: bytes, encoding: str) -> float:
    """Score the text that an encoding makes of some bytes; 0 if it can make none.

    UTF-16 that is all ASCII scores 1, because bytes in another encoding do not decode to that.

    >>> round(fit("خسر تنظيم الدولة".encode("windows-1256"), "iso-8859-6"), 2)
    1.0
    """
    try:
        text = codecs.getincrementaldecoder(encoding)().decode(data[:SAMPLE], final=len(data) <= SAMPLE)
    except UnicodeDecodeError:
        return 0.0
    if encoding.startswith("utf-16") and text and text.isascii():
        return 0.0 if CONTROLS.search(text.encode()) else 1.0
    return arabic_score(text)


def encoding_scores(data: bytes) -> dict[str, float]:
    """Score the text that each of `ENCODINGS` makes of some bytes, the best first.

    >>> encoding_scores("خسر تنظيم الدولة".encode("windows-1256"))
    {'windows-1256': 1.33, 'iso-8859-6': 1.0, 'utf-8': 0.0, 'utf-16-le': 0.0, 'utf-16-be': 0.0}
    """
    scores = {encoding: round(fit(data, encoding), 2) for encoding in ENCODINGS}
    return dict(sorted(scores.items(), key=lambda item: -item[1]))


def detect(data: bytes) -> str | None:
    r"""Name the encoding of some bytes, or None if they are Arabic in none of those we know.

    A byte order mark decides; else UTF-8 if the bytes allow it; else the likeliest.

    >>> detect(b"\xce\xd3\xd1")
    'windows-1256'
    """
    for mark, encoding in BYTE_ORDER_MARKS.items():
        if data.startswith(mark):
            return encoding
    if not has_controls(data):
        with contextlib.suppress(UnicodeDecodeError):
            data.decode("utf-8")
            return "utf-8"
    likely = (name for name, score in encoding_scores(data).items() if score >= LIKELY and name != "utf-8")
    return next(likely, None)


def has_controls(data: bytes) -> bool:
    r"""Return whether some bytes, taken as ASCII or as any extension of it, are too odd to be a text.

    >>> has_controls(b"one\ttwo\n"), has_controls("one two".encode("utf-16-le"))
    (False, True)
    """
    sample = data[:SAMPLE]
    return b"\0" in sample or len(CONTROLS.findall(sample)) > len(sample) / 10


def second_encoding(data: bytes) -> str | None:
    r"""Name the encoding of the lines that are no UTF-8, if other lines are in UTF-8, or None.

    >>> second_encoding("خسر تنظيم\n".encode() + "خسر تنظيم".encode("windows-1256"))
    'windows-1256'
    """
    if not UTF8_WORD.search(data):
        return None
    others = [line for line in data.splitlines() if line.decode("utf-8", errors="ignore").encode() != line]
    return detect(b"\n".join(others)) if others else None


def binary_kind(data: bytes) -> str | None:
    """Name, in English, the kind of file that bytes begin like, or None if they may be text.

    >>> binary_kind(b"%PDF-1.7")
    'a PDF'
    """
    if data.startswith(ZIP_SIGNATURE):
        return next((kind for part, kind in ZIP_MEMBERS.items() if part in data), to_say("a ZIP archive"))
    return next((kind for start, kind in SIGNATURES.items() if data.startswith(start)), None)


def reread(text: str, *, was: str, read_as: str) -> str:
    """Turn a misread text back into its bytes and read them rightly.

    Bytes that `read_as` has no character for are expected as browsers show them: as the control character
    of that number (WHATWG Encoding, windows-1252). Letters that are lost come back as U+FFFD.

    >>> reread("ÎÓÑ", was="windows-1256", read_as="windows-1252")
    'خسر'

    Raises:
        TextError: the text has a character that `read_as` cannot give.
    """
    try:
        return _reread(text, was, read_as)
    except UnicodeEncodeError as error:
        said = say(
            "reread: {character} is no character of {encoding}, so this text was not read so.",
            character=str(error.object)[error.start],
            encoding=read_as,
        )
        raise TextError(said) from None


def _reread(text: str, was: str, read_as: str) -> str:
    """Do as `reread`, but raise a plain UnicodeEncodeError, which is faster: a corpus tries every text."""
    return codecs.charmap_encode(text, "strict", _byte_of(read_as))[0].decode(was, errors="replace")


@cache
def _byte_of(read_as: str) -> dict[int, int]:
    """Return the byte of each character in `read_as`; one without a character has its own number."""
    byte_of = {ord("\N{REPLACEMENT CHARACTER}"): ord("?")} | {byte: byte for byte in range(256)}
    for byte in range(256):
        byte_of[ord(bytes([byte]).decode(read_as, errors="ignore") or chr(byte))] = byte
    return byte_of


def misreading(text: str) -> tuple[str, str] | None:
    """Return which encoding a text was in and which it was wrongly read as, or None if it looks right.

    >>> misreading("ط®ط³ط± طھظ†ط¸ظٹظ…")
    ('utf-8', 'windows-1256')
    >>> misreading("خسر تنظيم")
    """
    sample = text[: SAMPLE // 16]
    best, likeliest = max(LIKELY, arabic_score(sample) + SURE), None
    for was, read_as in MISREADINGS:
        try:
            right = _reread(sample, was, read_as)
        except UnicodeEncodeError:
            continue
        latin = len(re.findall("[A-Za-z]", right))
        if (score := arabic_score(right)) > best and latin < len(right) / 2:
            best, likeliest = score, (was, read_as)
    return likeliest
