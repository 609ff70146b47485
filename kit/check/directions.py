"""Isolate Arabic in HTML, so that it reads from the right and never reorders the text around it."""

import re
import unicodedata
from html import escape

from kit.characters import RIGHT_TO_LEFT
from kit.language import direction

__all__ = ["ARABIC", "as_html", "reads_right", "rtl", "set_apart"]

_LETTER = f"[{RIGHT_TO_LEFT}]"
_ARABIC = f"{_LETTER}+"
ARABIC = re.compile(f"{_ARABIC}(?:[ .]+{_ARABIC})*")
_QUOTED = re.compile(r"""(?<=")[^"\n]*(?=")|(?<=')[^'\n]*(?=')""")


def as_html(text: str) -> str:
    """Return the HTML of a sentence that has `code` in backticks.

    >>> as_html("Run `n < 3`.")
    'Run <code dir="ltr">n &lt; 3</code>.'
    """
    prose = escape if direction() == "rtl" else set_apart  # Arabic need not be isolated within Arabic.
    return "".join(_code(part) if odd % 2 else prose(part) for odd, part in enumerate(text.split("`")))


def _code(text: str) -> str:
    whole = len(text) <= 30 and re.search(_LETTER, text)  # A few words of Arabic stay in one line.
    style = ' style="white-space: nowrap"' if whole else ""
    return f'<code dir="ltr"{style}>{set_apart(text)}</code>'


def set_apart(text: str) -> str:
    """Escape text and isolate each run of Arabic, so that it never reorders the text around it.

    Punctuation in quotes stays with its word: the full stop of 'خسر.' belongs on the left of the word.

    >>> set_apart("f('خسر.')")
    'f(&#x27;<bdi dir="rtl" lang="ar">خسر.</bdi>&#x27;)'
    """
    if re.search(_LETTER, text) and not re.search(r"[A-Za-z'\"]", text):
        pieces = [(text, True)]  # The text is one value, whose punctuation belongs to it.
        if re.search(r"[\u2192()\[\]{}=+]", text):
            pieces = [(text, False)]
    else:
        pieces, at = [], 0
        for quoted in _QUOTED.finditer(text):
            if re.search(_LETTER, quoted[0]) and quoted.start() >= at and reads_right(quoted[0]):
                pieces += [(text[at : quoted.start()], False), (quoted[0], True)]
                at = quoted.end()
        pieces.append((text[at:], False))
    return "".join(
        rtl(escape(piece)) if whole else ARABIC.sub(lambda run: rtl(run[0]), escape(piece))
        for piece, whole in pieces
    )


def reads_right(text: str) -> bool:
    """Say whether the first letter of a text is one that is read from the right.

    >>> reads_right("37 كلمة"), reads_right("abc")
    (True, False)
    """
    letter = next((sign for sign in text if unicodedata.bidirectional(sign) in ("L", "R", "AL")), "")
    return bool(letter) and unicodedata.bidirectional(letter) != "L"


def rtl(html: str) -> str:
    """Put HTML into an element that is read from the right.

    >>> rtl("خسر")
    '<bdi dir="rtl" lang="ar">خسر</bdi>'
    """
    return f'<bdi dir="rtl" lang="ar">{html}</bdi>'
