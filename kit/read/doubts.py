"""What may not suit a student's text: it holds more than text, or is not in Arabic."""

import re
from itertools import pairwise

from kit.characters import FOREIGN_LETTERS, LETTERS, MARKS, PRESENTATION_FORMS, STOPS, TATWEEL
from kit.language import say, to_say

__all__ = ["doubt_about", "what_is_no_text"]

# Tags, comments, and the tags in square brackets of forums and WordPress: [/quote], [gallery ids="1"].
WEB_PAGE = re.compile(
    r"<(!doctype html|html|head|body|div|p|br|span)\b[^<>]*>|<!--"
    r"|\[/[a-z_]{1,20}\]|\[[a-z_]{2,20} [a-z_]+=[^\[\]\n]*\]",
    re.IGNORECASE,
)
# An Arabic letter in UTF-8, read as windows-1252, once or twice, or as windows-1256: its first byte, and the
# second, from 80 to BF.
_SECOND = "".join(bytes(range(0x80, 0xC0)).decode(name, "ignore") for name in ("cp1252", "cp1256", "latin-1"))
_MISREAD = f"[ØÙÃÂطظ][{re.escape(_SECOND)}]"
# The beginning of a message in a chat that was saved: [12/3/2024, 10:15:32] and 12/3/24, 10:15 -
_STAMP = r"^\W{0,3}\d{1,4}[^\w\s]{1,2}\d{1,2}[^\w\s]{1,2}\d{2,4}[,،]?\s\d{1,2}:\d\d[^\n]{0,9}?(?:\]| [-–])\s"
_TIME = r"^(?:\d{1,2}:)?\d{1,2}:\d\d(?: [صمAP]M?)?$"
# The number of a page: on a line of its own, with or without the word, and as libraries of old books mark it.
_PAGE = re.compile(
    r"(?m)^[^\w\n]{0,9}(?:(?:ال)?صفحة |ص )?(\d{1,4})(?: ?(?:من|/) ?\d{1,4})?[^\w\n]{0,9}$"
    r"|[\[(]ص ?: ?(\d{1,4})[\])]"
)
# Signs that a file holds more than text: a pattern, and what to tell the student.
NOT_TEXT = (
    (
        rf"{_MISREAD}(?:{_MISREAD}){{2}}",
        to_say(
            "This is not only text. Letters in it were read in a wrong encoding, as in ط§ظ„: "
            "get the file again."
        ),
    ),
    (
        r"&(#x?[0-9A-Fa-f]+|[a-z]{2,8});",
        to_say("This is not only text. It has HTML entities such as &quot;: use html.unescape(text)."),
    ),
    (
        r"\d\d:\d\d[,.]\d{3} *-->|(?m:^\[\d\d:\d\d[.:]\d\d\]|^Dialogue: ?\d)"  # of subtitles and of lyrics
        rf"|(?m:{_TIME}\n(?:.+\n){{1,3}}{_TIME})"  # lines that are only a time
        r"|(?m:(?:^\[?(?:[\d/-]+ )?\d\d:\d\d:\d\d\b.*\n){3})",  # and lines that begin with one
        to_say("This is not only text. It has the times of subtitles: save only the lines that are spoken."),
    ),
    (
        r"(?m)^\{.*\}\s*\n\{.*\}\s*$",
        to_say(
            "This is not only text. It looks like JSON, a text on each line: "
            "take the texts out with pandas.read_json(path, lines=True)."
        ),
    ),
    (
        r"(?m)^[^\S\n]*(?:\[\s{0,99})?\{\s{0,99}([\"'])[^\"'\n]+\1\s*:|\A\s*\[\s*\"[^\"\n]+\"\s*,",
        to_say("This is not only text. It looks like JSON: take the text out of it with json.loads(text)."),
    ),
    (
        r"(?m)^(######OpenITI#|#META#)|PageV\d+P\d+",
        to_say("This is not only text. It has the marks of OpenITI: delete its #META# and PageV lines."),
    ),
    (
        r"\[\[[^\[\]\n]+\]\]|\{\{[^{}\n]+\}\}",
        to_say(
            "This is not only text. It has the marks of a wiki, such as [[: copy the page as it is shown."
        ),
    ),
    (
        r"<\?xml|<(TEI|teiHeader|text|body|w|s)\b[^<>]*>|</[A-Za-z][\w:.-]*>|<[A-Za-z][\w:.-]*(\s[^<>]*)?/>",
        to_say("This is not only text. It looks like XML: save its text without the tags."),
    ),
    (
        rf"(?m){_STAMP}.*\n(?:.*\n){{0,9}}?{_STAMP}"
        r"|^.{1,40}, \[\d{1,2}\.\d{1,2}\.\d{2,4} \d{1,2}:\d\d",
        to_say(
            "This is not only text. It has the times and names of a chat, which are counted as words: "
            "delete them."
        ),
    ),
    (
        r"\\n",
        to_say(
            r"This is not only text. It has the signs \n where lines should break: "
            r"use text.replace(r'\n', '\n')."
        ),
    ),
    (
        r"\\(?:documentclass|usepackage|begin|section|textbf|emph|cite)\b",
        to_say("This is not only text. It has the commands of LaTeX: save its text without them."),
    ),
    (
        rf"(?:[{LETTERS}][/_][A-Z]{{1,5}}\b[^{LETTERS}]{{0,9}}[{LETTERS}]+){{3}}",
        to_say("This is not only text. Words carry tags, such as /NOUN: delete the tags."),
    ),
    (
        "\N{REPLACEMENT CHARACTER}",
        to_say("This is not only text. It has the sign U+FFFD, where letters were lost: get the file again."),
    ),
    (
        r"(?<![\w?!؟])\?{4,}",  # but not where they ask aloud: ليش????
        to_say(
            "This is not only text. It has ????, where letters were lost: get the file again, saved as UTF-8."
        ),
    ),
    (
        rf"(?<![{LETTERS}])[\u0629\ufe93\ufe94](?=[{LETTERS}])",
        to_say(
            "This is not only text. Words begin with ة, so the letters stand in reverse, as out of a PDF: "
            "take the text from elsewhere."
        ),
    ),
    (
        rf"[{PRESENTATION_FORMS}]{{3}}",
        to_say(
            "This is not only text. It has ready-shaped letters, as out of a PDF: "
            "use kit.clean.fold_presentation_forms(text)."
        ),
    ),
)
_ARABIC_SCRIPT = re.compile(f"[{LETTERS}]+")
_ARABIC_WORD = re.compile(f"[{LETTERS}][{LETTERS}{MARKS}{TATWEEL}]*")
_LETTER_ALONE = (
    re.compile(  # neither و, which many write apart, nor an initial or the sign of a list or a speaker
        rf"(?<![{LETTERS}{MARKS}{TATWEEL}.])(?!و)[{LETTERS}](?![{LETTERS}{MARKS}{TATWEEL}.:)/-])"
    )
)
_CODES = re.compile(r"(?:[%=][0-9A-F]{2}){4}|(?:\\u0[0-9A-Fa-f]{3}){3}")
_NOT_IN_ARABIC = re.compile(f"[{FOREIGN_LETTERS}]")


def doubt_about(text: str) -> str | None:
    """Return why the course's lists and rules may not suit a text, or None if they do.

    >>> doubt_about("ذهب الولد إلى المدرسة") is None, doubt_about("<p>ذهب الولد")
    (True, 'This looks like the source of a web page: save its text as .txt.')
    """
    if WEB_PAGE.search(text):
        return say("This looks like the source of a web page: save its text as .txt.")
    if advice := what_is_no_text(text):
        return say(advice)
    if _is_table(text):
        return say(
            "This is not only text. It looks like a table: take its column of text, as with pandas.read_csv."
        )
    if "\f" in text or _has_pages(text):
        return say(
            "This is not only text. It has the numbers of pages or verses, which are counted as words: "
            "delete them."
        )
    if _is_hard_wrapped(text):
        return say("Lines end within sentences here: kit.read.join_lines(text) joins them.")
    letters = sum(map(str.isalpha, text))
    runs = _ARABIC_SCRIPT.findall(text)
    foreign = len(_NOT_IN_ARABIC.findall(text))
    if 3 * sum(map(len, runs)) < letters:
        if _CODES.search(text):
            return say(
                r"Letters are written as codes here, such as %D8%A7, =D8=A7 or \u0627: "
                "open the page or the e-mail and copy its text."
            )
        return say("Few Arabic letters here: stop words, names and stems are for Arabic.")
    if 100 * foreign > letters and foreign > max(1, text.count("ة")):
        return say(
            "Letters that Arabic lacks, as in Persian or Urdu: stop words, names and stems are for Arabic."
        )
    words = len(_ARABIC_WORD.findall(text))
    if words >= 30 and 10 * len(_LETTER_ALONE.findall(text)) > words:
        return say(
            "Many letters stand alone, as after a bad scan: words are cut. Take the text from elsewhere."
        )
    if 2 * sum(len(run) for run in runs if len(run) >= 20 and len(set(run)) > 5) > letters:  # but no laugh
        return say("Words are written together, as out of a PDF: take the text from elsewhere.")
    return None


def what_is_no_text(text: str) -> str | None:
    """Return, in English, what to tell the student about the first sign of `NOT_TEXT` that is in a text.

    >>> what_is_no_text("ذهب الولد") is None, what_is_no_text("ذهب الولد إلى ????")[:26]
    (True, 'This is not only text. It ')
    """
    return next((advice for pattern, advice in NOT_TEXT if re.search(pattern, text)), None)


def _has_pages(text: str) -> bool:
    r"""Return whether lines or marks number the pages: three count on, as the years of a chronicle do not.

    >>> _has_pages("ذهب\n7\nالولد\n8\nإلى\n9"), _has_pages("1917\nثورة\n1920\nحرب\n1925\nثورة")
    (True, False)
    """
    numbers = [int(match[1] or match[2]) for match in _PAGE.finditer(text)]
    return sum(after == before + 1 for before, after in pairwise(numbers)) >= 2


def _is_table(text: str) -> bool:
    r"""Return whether lines have three columns, as many signs that part them, and no space behind, or two.

    >>> _is_table("id,date,text\n1,2020,نعم\n2,2021,لا")
    True
    >>> _is_table("نعم, لا, ربما\nثم, بل, أو\nفي, من, إلى")
    False
    """
    lines = [line for line in text[:10_000].splitlines() if line.strip() and line[0] != "#"]
    pairs = sum(re.search(r',".*"$|\t\d+$|^\d+\t', line) is not None for line in lines)
    if pairs >= 3 and 5 * pairs >= 4 * (len(lines) - 1):  # "id","text" and a list of words with their counts
        return True
    for sign in ("\t", ",", ";", "|"):
        counts = [line.count(sign) - line.count(f"{sign} ") for line in lines]
        if len(counts) >= 3 and counts[0] >= 2:
            return 5 * sum(count >= counts[0] for count in counts) >= 4 * len(counts)
    return False


def _is_hard_wrapped(text: str) -> bool:
    r"""Return whether lines were cut at a fixed length: hardly a first word had room in the line before.

    In verse two of ten have room there. Fewer than ten lines tell nothing.

    >>> _is_hard_wrapped("ذهب الولد\nإلى\nالمدرسة")
    False
    """
    lines = [line.strip() for line in text.splitlines()]
    width = max(map(len, lines), default=0)
    inside = [(line, after) for line, after in pairwise(lines) if line and after and line[-1] not in STOPS]
    had_room = sum(len(f"{line} {after.split()[0]}") <= width for line, after in inside)
    return len(inside) >= 10 and width > 30 and 10 * had_room <= len(inside)
