"""Say why Python cannot read a cell."""

import itertools
import re
import unicodedata
from collections.abc import Collection

from kit.characters import LETTERS
from kit.check.source import outside_quotes
from kit.check.stopped.meanings import first_seen, meaning_of_error
from kit.check.stopped.side_by_side import arabic_words, other_language, words_side_by_side
from kit.language import say, to_say

__all__ = ["explain_syntax"]

QUOTES = "\N{LEFT DOUBLE QUOTATION MARK}\N{RIGHT DOUBLE QUOTATION MARK}\N{DOUBLE LOW-9 QUOTATION MARK}"
QUOTES += "\N{LEFT SINGLE QUOTATION MARK}\N{RIGHT SINGLE QUOTATION MARK}\N{ACUTE ACCENT}«»`"

STRANGE = {  # characters that Arabic keyboards or word processors type instead of Python's own
    "\N{ARABIC COMMA}": (to_say("an Arabic comma"), ","),
    "\N{ARABIC SEMICOLON}": (to_say("an Arabic semicolon"), ","),
    "\N{ARABIC DECIMAL SEPARATOR}": (to_say("an Arabic decimal sign"), "."),
    "\N{ARABIC THOUSANDS SEPARATOR}": (to_say("an Arabic thousands sign"), to_say("nothing")),
    "\N{ARABIC PERCENT SIGN}": (to_say("an Arabic percent sign"), to_say("no sign at all")),
    "\N{ARABIC QUESTION MARK}": (to_say("an Arabic question mark"), to_say("nothing")),
    "\N{MINUS SIGN}": (to_say("a printer's minus sign"), "-"),
    "\N{EN DASH}": (to_say("a dash"), "-"),
    "\N{EM DASH}": (to_say("a dash"), "-"),
    "\N{MULTIPLICATION SIGN}": (to_say("a times sign"), "*"),
    "\N{MIDDLE DOT}": (to_say("a times sign"), "*"),
    "\N{DOT OPERATOR}": (to_say("a times sign"), "*"),
    "\N{DIVISION SIGN}": (to_say("a division sign"), "/"),
    "\N{HORIZONTAL ELLIPSIS}": (to_say("a sign of three dots"), to_say("your answer")),
    "\N{ARABIC TATWEEL}": (to_say("a tatweel"), to_say("_ or -")),
}
STRANGE |= dict.fromkeys(
    "（）［］｛｝﴾﴿【】", (to_say("a bracket of another script"), to_say("one of ( ) [ ]"))
)


def explain_syntax(code: str, message: str, line: int, known: Collection[str] = ()) -> str:
    """Say why Python cannot read a cell; `known` are the names that the page defines.

    >>> explain_syntax("x = (3", "'(' was never closed", 1)
    'A bracket, `(`, is opened and never closed: put its partner where it ends.'
    """
    bare = outside_quotes(code)
    if any(code.count(three) % 2 for three in ('"""', "'''")):
        return say("Three quotes open a text, and three must end it: put them where it ends.")
    if message.startswith("f-string: ") and (says := _by_message(message, "")):
        return says
    if re.search(r"'\w+'(?:s|t|re|ll|ve|d|m)\b", code):
        return say("An apostrophe ends a text that begins with one: put such a text between double quotes.")
    return (
        other_language(bare)
        or _strange_sign(bare)
        or words_side_by_side(bare, message, known)
        or _by_message(message, _at_line(code, line))
        or _by_look(bare, code, message, line)
    )


def _at_line(code: str, line: int) -> str:
    lines = code.splitlines()
    return lines[line - 1].strip()[:60].replace("`", "'") if 0 < line <= len(lines) else ""


def _strange_sign(bare: str) -> str | None:
    """Name a character that Python does not know, such as an Arabic keyboard or a word processor types."""
    quotes = next((sign for sign in bare if sign in QUOTES), None)
    if quotes:
        shown = say("a backtick") if quotes == "`" else quotes
        return say(
            "Python does not know these quotes, {sign}. It wants straight ones: `\"…\"` or `'…'`.", sign=shown
        )
    digits = re.search(r"[٠-٩۰-۹]+(?:[٫٬.,][٠-٩۰-۹]+)*", bare)
    if digits:
        latin = "".join(
            {"٫": ".", "٬": ""}.get(sign, str(unicodedata.digit(sign, 0)) if sign.isdigit() else sign)
            for sign in digits[0]
        )
        return say(
            "The digits are Arabic ones. In code, Python reads only 0 to 9: write `{number}`, not `{written}`.",
            number=latin,
            written=digits[0],
        )
    thousands = re.search(r"(?<!\d)(\d{1,3})[،٬](\d{3})(?!\d)", bare)
    if thousands:
        number = thousands[1] + thousands[2]
        return say(
            "There is an Arabic comma inside a number. Python writes it without any: `{number}`.",
            number=number,
        )
    if re.search(rf"[{LETTERS}][ \t]*[،؛؟]", bare) and (words := arabic_words(bare)):
        return words
    for sign in bare:
        if sign in STRANGE:
            name, instead = STRANGE[sign]
            if re.search(rf"[)\]}}\w]{re.escape(sign)}[ \t]*$", bare, re.MULTILINE):
                instead = to_say("nothing")  # Python needs no character at the end of a line.
            instead = f"`{instead}`" if len(instead) == 1 else say(instead)
            return say(
                "There is {what}, {sign}, in the code. Python does not know it: write {instead} instead.",
                what=say(name),
                sign=sign,
                instead=instead,
            )
        if unicodedata.category(sign) in ("Cf", "Zs") and sign != " ":
            return say(
                "There is an invisible character in the code, as pasting brings it in. Type the line afresh."
            )
    return None


def _by_message(message: str, line: str) -> str | None:
    plain = re.sub(r" \((?:<[^>]*>|[\w.-]+), line \d+\)$", "", message)
    known = meaning_of_error("SyntaxError", plain)
    if not known:
        return None
    says = say(known[0], **known[1])
    if line and re.search(r"\bline\b", known[0]):
        return " ".join([says, say("It is the line `{line}`.", line=line)])
    return says


def _by_look(bare: str, code: str, message: str, line: int) -> str:
    lines = bare.splitlines()
    for number, (above, below) in enumerate(itertools.pairwise(lines)):
        new = re.match(r"[ \t]*(?:return|if|for|def|\w+[ \t]*=[^=])", below)
        if new and above.count("(") > above.count(")"):
            return say(
                "A bracket is opened in the line `{line}` and not closed in it.",
                line=_at_line(code, number + 1),
            )
    for sign, partner in ("()", "[]", "{}"):
        if bare.count(sign) > bare.count(partner):
            return say(
                "A bracket is opened and never closed: count every `{sign}` and its partner.", sign=sign
            )
        if bare.count(sign) < bare.count(partner):
            return say(
                "A bracket is closed and was never opened: count every `{sign}` and its partner.", sign=sign
            )
    if re.search(r"['\"]\s+['\"]|['\"]\s*\n\s*['\"]", bare) or "forgot a comma" in message:
        return say("A comma is missing between two things: each is followed by `,`.")
    if says := first_seen("looks.txt", bare):
        return says
    if re.search(
        r"['\"][ \t]*(?!(?:and|or|in|is|not|if|else|for|as)\b)\w|\w['\"]",
        re.sub(r"\b[rbfuRBFU]{1,2}(?=['\"])", "", bare),
    ):
        return say("A word stands directly beside a text: is a quote, a comma or a `+` missing?")
    if re.search(r",\s*,|\(\s*,|\[\s*,", bare):
        return say("There is a comma too many.")
    where = _at_line(code, line)
    if where:
        return say(
            "Python cannot read the line `{line}`: look for a sign that is missing or one too many.",
            line=where,
        )
    return say("Python cannot read a line of it: look for a sign that is missing or one too many.")
