"""Clean Arabic text one small choice at a time: each step says what it gains and what it wrongly merges.

A step takes a text and returns a text. `normalize(text, strip_marks, unify_alef)` runs the steps you name,
in your order. Keep the text as it was written for showing; clean only the copy you count with.

Code points: The Unicode Standard, chapter 9.2 "Arabic"; normal forms: Unicode Annex 15.
"""

import re
import unicodedata
from collections.abc import Callable
from functools import lru_cache

from kit.errors import TextError, text_of

TATWEEL = "\N{ARABIC TATWEEL}"
# To stand inside the [...] of a regular expression.
LETTERS = (
    "\u0620-\u063f\u0641-\u064a\u066e\u066f\u0671-\u06d3\u06d5\u06e5\u06e6\u06ee\u06ef\u06fa-\u06fc\u06ff"
    "\u0750-\u077f\u0870-\u0887\u0889-\u088e\u08a0-\u08c9"  # letters other languages added
    "\ufb50-\ufbb1\ufbd3-\ufd3d\ufd50-\ufdc7\ufdf0-\ufdfb\ufe70-\ufefc"  # ready-shaped letters, out of PDFs
)
MARKS = (
    "\u064b-\u065f\u0670"  # fathatan … sukun, combining madda and hamza, superscript alef
    "\u0610-\u061a\u06d6-\u06dc\u06df-\u06e4\u06e7\u06e8\u06ea-\u06ed"  # Quranic signs
    "\u0898-\u089f\u08ca-\u08e1\u08e3-\u08ff"
)
CONTROLS = (
    "\u061c\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069"  # direction marks
    "\u200b\u200c\u200d\u2060\ufeff\u00ad"  # zero-width space, (non-)joiner, word joiner, BOM; soft hyphen
)

_MARKS = re.compile(f"[{MARKS}]")
_VOWELS = dict.fromkeys("\u064b\u064c\u064d\u064e\u064f\u0650\u0651\u0652", "")
_CONTROLS = re.compile(f"[{CONTROLS}]")
_TATWEELS = re.compile(f"{TATWEEL}{TATWEEL}*")
_JOINED = re.compile(f"[{LETTERS}{MARKS}]")
_PRESENTATION_FORMS = re.compile("[\ufb50-\ufdcf\ufdf0-\ufdfc\ufe70-\ufefc]")
_SPACES = re.compile("[\u00a0\u2000-\u200a\u202f\u205f\u3000]")
_LOOKALIKES = {
    "\N{ARABIC LETTER KEHEH}": "ك",
    "\N{ARABIC LETTER FARSI YEH}": "ي",
    "\N{ARABIC LETTER HEH GOAL}": "ه",
    "\N{ARABIC LETTER HEH DOACHASHMEE}": "ه",
    "\N{ARABIC LETTER AE}": "ه",
    "\N{ARABIC LETTER HEH WITH YEH ABOVE}": "ه",
    "\N{ARABIC LETTER TEH MARBUTA GOAL}": "ة",
}
_DIGITS = {chr(zero + n): str(n) for zero in (0x660, 0x6F0) for n in range(10)} | {
    "\N{ARABIC DECIMAL SEPARATOR}": ".",
    "\N{ARABIC THOUSANDS SEPARATOR}": ",",
    "\N{ARABIC PERCENT SIGN}": "%",
}


def _replace(text: str, pairs: dict[str, str]) -> str:
    """Replace each key of `pairs` by its value: one fast pass over the text for each."""
    for old, new in pairs.items():
        text = text.replace(old, new)
    return text


def compose(text: str) -> str:
    r"""Write each letter with one code point where Unicode has one (normal form NFC).

    Gain: alef followed by a combining hamza and the ready-made letter become the same.
    Merges wrongly: nothing; Unicode calls the two spellings equivalent.

    >>> compose("\N{ARABIC LETTER ALEF}\N{ARABIC HAMZA ABOVE}") == "\N{ARABIC LETTER ALEF WITH HAMZA ABOVE}"
    True
    """
    return unicodedata.normalize("NFC", text)


def fold_presentation_forms(text: str) -> str:
    r"""Turn ready-shaped letters, as copied out of a PDF, into ordinary ones.

    Gain: a lam-alef ligature is found when you search for "لا".
    Merges wrongly: one-character phrases such as ﷺ become the words they stand for.

    >>> fold_presentation_forms("\N{ARABIC LIGATURE LAM WITH ALEF ISOLATED FORM}")
    'لا'
    """
    return _PRESENTATION_FORMS.sub(lambda match: unicodedata.normalize("NFKC", match[0]).lstrip(), text)


def strip_controls(text: str) -> str:
    r"""Drop invisible characters: direction marks, zero-width spaces and joiners, a stray BOM.

    Gain: words that look the same are the same.
    Merges wrongly: Persian "mi-khāham" (I want) is spelt with a zero-width non-joiner, and is now misspelt.

    >>> strip_controls("\N{RIGHT-TO-LEFT MARK}القائم\N{ZERO WIDTH NON-JOINER}")
    'القائم'
    """
    return _CONTROLS.sub("", text)


def unify_spaces(text: str) -> str:
    r"""Make every kind of space within a line an ordinary one.

    Gain: a phrase is found whichever space stands in it. A tab and a line break stay: they show a layout.
    Merges wrongly: "37 في" may now be broken over two lines.

    >>> unify_spaces("37\N{NO-BREAK SPACE}في")
    '37 في'
    """
    return _SPACES.sub(" ", text)


def unify_quotes(text: str) -> str:
    """Make « » and curly quotes straight.

    Gain: a quotation is found however it was typed; newspapers often swap « and ».
    Merges wrongly: which quote opened and which closed is lost.

    >>> unify_quotes("»الحياة«")
    '"الحياة"'
    """
    return _replace(text, dict.fromkeys("«»“”„", '"') | dict.fromkeys("‘’‚", "'"))


def strip_marks(text: str) -> str:
    """Drop short vowels, doubling, tanwin, superscript alef and Quranic signs.

    Gain: "تماماً" and "تماما" count as one word.
    Merges wrongly: "عِلم" (knowledge) and "عَلَم" (flag).

    >>> strip_marks("تماماً")
    'تماما'
    """
    if "\N{ARABIC FATHA}" in text:  # a vocalised text: replacing is faster where there is much to do
        text = _replace(text, _VOWELS)
    return _MARKS.sub("", text)


def strip_tatweel(text: str) -> str:
    """Drop the stretching line between two letters; alone or at a word's edge it is a dash and stays.

    Gain: "الكـــويت" and "الكويت" count as one word.
    Merges wrongly: "فـ" written apart for show, as in "فـهم" (so they), becomes "فهم" (understanding).

    >>> strip_tatweel("الكـــويت ـ لـ«الحياة»")
    'الكويت ـ لـ«الحياة»'
    """

    def unless_between_letters(run: re.Match) -> str:
        before, after = text[run.start() - 1 : run.start()], text[run.end() : run.end() + 1]
        return "" if _JOINED.match(before) and _JOINED.match(after) else run[0]

    return _TATWEELS.sub(unless_between_letters, text)


def unify_alef(text: str) -> str:
    """Write أ إ آ ٱ as plain alef.

    Gain: "الإسلامية" and "الاسلامية" count as one word; newspapers write both.
    Merges wrongly: "أن" (that), "إن" (if, indeed) and "آن" (it is time).

    >>> unify_alef("الإسلامية")
    'الاسلامية'
    """
    return _replace(text, dict.fromkeys("أإآٱ", "ا"))


def unify_ya(text: str) -> str:
    """Write ى as ي.

    Gain: "المصرى", as Cairo newspapers write it, and "المصري" count as one word.
    Merges wrongly: "على" (on) and "علي" (Ali).

    >>> unify_ya("المصرى")
    'المصري'
    """
    return text.replace("ى", "ي")


def fold_ta_marbuta(text: str) -> str:
    """Write ة as ه, as hurried writers do.

    Gain: "مدرسه" and "مدرسة" count as one word; worth it for social media only.
    Merges wrongly: "كتابة" (writing) and "كتابه" (his book).

    >>> fold_ta_marbuta("مدرسة")
    'مدرسه'
    """
    return text.replace("ة", "ه")


def fold_hamza(text: str) -> str:
    """Write ؤ as و and ئ as ي, and drop ء.

    Gain: "عائلة" and "عايلة", "سماء" and "سما" count as one word; hurried writers leave hamza out.
    Merges wrongly: "ماء" (water) and "ما" (what).

    >>> fold_hamza("عائلة"), fold_hamza("سماء")
    ('عايلة', 'سما')
    """
    return _replace(text, {"ؤ": "و", "ئ": "ي", "ء": ""})


def unify_lookalikes(text: str) -> str:
    r"""Write Persian and Urdu ک ی ہ ھ ە ۀ ۃ as the Arabic letters they look like.

    Gain: "\u06a9تاب", typed on a Persian keyboard, and "كتاب" count as one word.
    Merges wrongly: in Urdu ہ and ھ are different letters. پ چ ژ گ ڤ are letters of their own and stay.

    >>> unify_lookalikes("\N{ARABIC LETTER KEHEH}تاب")
    'كتاب'
    """
    return _replace(text, _LOOKALIKES)


def unify_digits(text: str) -> str:
    """Write Arabic-Indic and Persian digits as 0–9, and ٫ ٬ ٪ as . , %.

    Gain: ١٩٩٠ and 1990 count as one number, and `float` can read ١٫٥.
    Merges wrongly: nothing in value; how the writer wrote it is lost.

    >>> unify_digits("١٫٥٪")
    '1.5%'
    """
    return _replace(text, _DIGITS)


# `compose` comes after what can bring a letter and its hamza together, and before what looks at letters.
SAFE = (fold_presentation_forms, strip_controls, unify_spaces, compose)
KEY = (*SAFE, strip_marks, strip_tatweel, unify_alef, unify_lookalikes, unify_digits)


def normalize(text: str, *steps: Callable[[str], str]) -> str:
    """Run the cleaning steps you name over the text, in that order.

    Without steps it runs `SAFE`, which changes nothing a reader of Arabic would see.

    >>> normalize("الإِسلاميّة", strip_marks, unify_alef)
    'الاسلامية'

    Raises:
        TextError: `text` is no string, or a step is no function.
    """
    text = text_of(text, "normalize")
    for step in steps or SAFE:
        if not callable(step):
            raise TextError(
                "normalize: name the steps one by one, without quotes or brackets: strip_marks, unify_alef."
            )
        text = step(text)
    return text


@lru_cache(maxsize=2**16)
def key(word: str) -> str:
    """Give the form of a word that counts: words with the same key are counted as one.

    >>> key("أَخرى") == key("اخرى")
    True
    """
    return normalize(word, *KEY)
