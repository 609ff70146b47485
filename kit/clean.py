"""Clean Arabic text one small choice at a time: each step says what it gains and what it wrongly merges.

A step takes a text, returns a text, and raises a `TextError` for anything else. Keep the text as it was
written for showing, and clean only the copy you count with.

Code points: The Unicode Standard, chapter 9.2 "Arabic"; normal forms: Unicode Annex 15.
"""

import re
import unicodedata
from collections.abc import Callable
from functools import lru_cache, wraps

from kit import characters
from kit.characters import MARKS, NO_BREAK_SPACES, TATWEEL
from kit.errors import TextError, kind_of, text_of
from kit.language import say

__all__ = [
    "FOLD",
    "SAFE",
    "compose",
    "fold",
    "fold_hamza",
    "fold_presentation_forms",
    "fold_ta_marbuta",
    "normalize",
    "strip_controls",
    "strip_marks",
    "strip_tatweel",
    "unify_alef",
    "unify_digits",
    "unify_lookalikes",
    "unify_quotes",
    "unify_spaces",
    "unify_ya",
]

_MARKS = re.compile(f"[{MARKS}]")
_MARKS_ON_SPACE = re.compile(f"[{NO_BREAK_SPACES}][{MARKS}]")
_VOWELS = dict.fromkeys(sorted(characters.members(characters.VOWELS)), "")
_CONTROLS = re.compile(f"[{characters.CONTROLS}]")
_JOINED = f"[{characters.LETTERS}{MARKS}]"
# The pattern begins with a tatweel and looks back from there, because `re` searches fast for a fixed sign.
_IS_JOINED = re.compile(_JOINED)
_TATWEELS = re.compile(f"{TATWEEL}(?<={_JOINED}{TATWEEL}){TATWEEL}*(?={_JOINED})")
_PRESENTATION_FORMS = re.compile(f"[{characters.PRESENTATION_FORMS}]")
_SPACES = re.compile(f"[{characters.SPACES}](?![{MARKS}])")
_LETTERS_ALONE = re.compile(f"[{characters.ARABIC_LETTERS}]+")
_ALEF_BEFORE_ALLAH = "ا\N{ARABIC LIGATURE ALLAH ISOLATED FORM}"

Step = Callable[[str], str]


def _replace(text: str, pairs: dict[str, str]) -> str:
    """Replace each key of `pairs` by its value: one fast pass over the text for each."""
    for old, new in pairs.items():
        text = text.replace(old, new)
    return text


def _step(function: Step) -> Step:
    """Make a cleaning step raise a `TextError` if it is given anything but a text."""

    @wraps(function)
    def checked(text: str) -> str:
        return function(text_of(text, function.__name__))

    return checked


@_step
def compose(text: str) -> str:
    r"""Write each letter with one code point where Unicode has one (normal form NFC).

    Gain: alef followed by a combining hamza and the ready-made letter become the same.
    Merges wrongly: nothing; Unicode calls the two spellings equivalent.

    >>> compose("\N{ARABIC LETTER ALEF}\N{ARABIC HAMZA ABOVE}") == "\N{ARABIC LETTER ALEF WITH HAMZA ABOVE}"
    True
    """
    return unicodedata.normalize("NFC", text)


def _without_shape(form: re.Match[str]) -> str:
    """Return the letters of a ready-shaped one; a phrase is kept apart from a letter that touches it."""
    letters = unicodedata.normalize("NFKC", form[0]).lstrip()
    if form[0] not in characters.PHRASES:
        return letters
    text, start, end = form.string, form.start(), form.end()
    before = " " if start and _IS_JOINED.match(text, start - 1) else ""
    after = " " if _IS_JOINED.match(text, end) else ""
    return before + letters + after


@_step
def fold_presentation_forms(text: str) -> str:
    r"""Turn ready-shaped letters, as copied out of a PDF, into ordinary ones.

    Gain: a lam-alef ligature is found when you search for "لا".
    Merges wrongly: one-character phrases such as ﷺ become the words they stand for, with spaces around. ﷲ is
    "Allah" with its alef, but many fonts draw it without, so people type one before it: اﷲ becomes الله too.

    >>> fold_presentation_forms("\N{ARABIC LIGATURE LAM WITH ALEF ISOLATED FORM}")
    'لا'
    """
    text = text.replace(_ALEF_BEFORE_ALLAH, _ALEF_BEFORE_ALLAH[1])
    return _PRESENTATION_FORMS.sub(_without_shape, text)


@_step
def strip_controls(text: str) -> str:
    r"""Drop invisible characters: direction marks, zero-width spaces and joiners, a stray BOM.

    Gain: words that look the same are the same.
    Merges wrongly: Persian "mi-khāham" (I want) is spelt with a zero-width non-joiner, and is now misspelt.

    >>> strip_controls("\N{RIGHT-TO-LEFT MARK}القائم\N{ZERO WIDTH NON-JOINER}")
    'القائم'
    """
    return _CONTROLS.sub("", text)


@_step
def unify_spaces(text: str) -> str:
    r"""Make every kind of space within a line an ordinary one.

    Gain: a phrase is found whichever space stands in it. A tab and a line break stay: they show a layout. So
    does a no-break space that carries a mark: in the Qur'an it stands inside a word.
    Merges wrongly: "37 في" may now be broken over two lines.

    >>> unify_spaces("37\N{NO-BREAK SPACE}في")
    '37 في'
    """
    return _SPACES.sub(" ", text)


@_step
def unify_quotes(text: str) -> str:
    """Make « » and curly quotes straight.

    Gain: a quotation is found however it was typed; newspapers often swap « and ».
    Merges wrongly: which quote opened and which closed is lost.

    >>> unify_quotes("»الحياة«")
    '"الحياة"'
    """
    return _replace(text, dict.fromkeys("«»“”„", '"') | dict.fromkeys("‘’‚", "'"))


@_step
def strip_marks(text: str) -> str:
    """Drop short vowels, doubling, tanwin, superscript alef, Quranic signs, and a space that carries one.

    Gain: "تماماً" and "تماما" count as one word, and so do "لَهُۥ" of the Qur'an and "له".
    Merges wrongly: "عِلم" (knowledge) and "عَلَم" (flag). A superscript alef is lost, not written out: "ٱلْكِتَٰب"
    (the book) of the Qur'an becomes "ٱلكتب", which elsewhere is "the books".

    >>> strip_marks("تماماً")
    'تماما'
    """
    text = _MARKS_ON_SPACE.sub("", text)
    if "\N{ARABIC FATHA}" in text:  # In a vocalised text there is much to do, and this is faster.
        text = _replace(text, _VOWELS)
    return _MARKS.sub("", text)


@_step
def strip_tatweel(text: str) -> str:
    """Drop the stretching line between two letters; alone or at a word's edge it is a dash and stays.

    Gain: "الكـــويت" and "الكويت" count as one word.
    Merges wrongly: "فـ" written apart for show, as in "فـهم" (so they), becomes "فهم" (understanding).

    >>> strip_tatweel("الكـــويت ـ لـ«الحياة»")
    'الكويت ـ لـ«الحياة»'
    """
    return _TATWEELS.sub("", text)


@_step
def unify_alef(text: str) -> str:
    """Write أ إ آ ٱ as plain alef.

    Gain: "الإسلامية" and "الاسلامية" count as one word; newspapers write both.
    Merges wrongly: "أن" (that), "إن" (if, indeed) and "آن" (it is time).

    >>> unify_alef("الإسلامية")
    'الاسلامية'
    """
    return _replace(text, dict.fromkeys("أإآٱ", "ا"))


@_step
def unify_ya(text: str) -> str:
    """Write ى as ي.

    Gain: "المصرى", as Cairo newspapers write it, and "المصري" count as one word.
    Merges wrongly: "على" (on) and "علي" (Ali).

    >>> unify_ya("المصرى")
    'المصري'
    """
    return text.replace("ى", "ي")


@_step
def fold_ta_marbuta(text: str) -> str:
    """Write ة as ه, as hurried writers do.

    Gain: "مدرسه" and "مدرسة" count as one word; worth it for social media only.
    Merges wrongly: "كتابة" (writing) and "كتابه" (his book).

    >>> fold_ta_marbuta("مدرسة")
    'مدرسه'
    """
    return text.replace("ة", "ه")


@_step
def fold_hamza(text: str) -> str:
    """Write ؤ as و and ئ as ي, and drop ء.

    Gain: "عائلة" and "عايلة", "سماء" and "سما" count as one word; hurried writers leave hamza out.
    Merges wrongly: "ماء" (water) and "ما" (what).

    >>> fold_hamza("عائلة"), fold_hamza("سماء")
    ('عايلة', 'سما')
    """
    return _replace(text, {"ؤ": "و", "ئ": "ي", "ء": ""})


@_step
def unify_lookalikes(text: str) -> str:
    r"""Write Persian and Urdu ک ی ہ ھ ە ۀ ۃ, and the swung ڪ, as the Arabic letters they look like.

    Gain: "\u06a9تاب", typed on a Persian keyboard, and "كتاب" count as one word.
    Merges wrongly: in Urdu ہ and ھ are different letters. پ چ ژ گ ڤ are letters of their own and stay.

    >>> unify_lookalikes("\N{ARABIC LETTER KEHEH}تاب")
    'كتاب'
    """
    return _replace(text, characters.LOOKALIKES)


@_step
def unify_digits(text: str) -> str:
    """Write Arabic-Indic and Persian digits as 0–9, and ٫ ٬ ٪ as . , %.

    Gain: ١٩٩٠ and 1990 count as one number, and `float` can read ١٫٥.
    Merges wrongly: nothing in value; how the writer wrote it is lost.

    >>> unify_digits("١٫٥٪")
    '1.5%'
    """
    return _replace(text, characters.DIGITS)


# `compose` comes after steps that can bring a letter and its hamza together, before steps that read letters.
SAFE = (fold_presentation_forms, strip_controls, unify_spaces, compose)
FOLD = (*SAFE, strip_marks, strip_tatweel, unify_alef, unify_lookalikes, unify_digits)


def normalize(text: str, *steps: Step) -> str:
    """Run the cleaning steps you name over the text, in that order.

    Without steps it runs `SAFE`, which changes nothing a reader of Arabic would see.

    >>> normalize("الإِسلاميّة", strip_marks, unify_alef)
    'الاسلامية'

    Raises:
        TextError: `text` is not a string, a step is not a function, or it does not return a string.
    """
    text = text_of(text, "normalize")
    for step in steps or SAFE:
        text = _run(step, text)
    return text


def _run(step: Step, text: str) -> str:
    """Run one step, or raise a `TextError` that says what is wrong with it."""
    if not callable(step):
        raise TextError(
            say("normalize: name the steps one by one, without quotes or brackets: strip_marks, unify_alef.")
        )
    name = getattr(step, "__name__", "") or kind_of(step)
    try:
        result = step(text)
    except Exception as error:
        said = say("normalize: the step {step} stops with {error}.", step=name, error=type(error).__name__)
        raise TextError(said) from None
    if isinstance(result, str):
        return result
    return text_of(result, say("normalize: what the step {step} returns", step=name))


@_step
@lru_cache(maxsize=2**16)
def fold(word: str) -> str:
    """Run the steps of `FOLD` on a word: count by it, `frequencies(words, key=fold)`, but never show it.

    >>> fold("أَخرى") == fold("اخرى")
    True

    Raises:
        TextError: `word` is not a string.
    """
    if _LETTERS_ALONE.fullmatch(word):  # No other step changes such a word, and most words are such.
        return unify_alef(word)
    return normalize(word, *FOLD)
