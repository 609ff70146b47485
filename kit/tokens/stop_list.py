"""Stop words: the words of every text, whatever it is about; kit/data/stopwords.csv says why each is one."""

import re
from collections.abc import Iterable
from functools import cache, lru_cache

from kit.characters import TATWEEL, VOWELS
from kit.clean import SAFE, normalize, strip_marks, unify_alef, unify_lookalikes
from kit.data import read_rows
from kit.errors import words_of

__all__ = ["remove_numbers", "remove_stopwords", "stopwords"]

_PRONOUNS = ("ه", "ها", "هما", "هم", "هن", "ك", "كما", "كم", "نا")
_MY = ("ني", "ي")  # after إن and its sisters only: بني is "sons of", معني "concerned"
_ASSIMILATING = ("من", "عن", "إن", "كأن", "لكن", "ولكن")  # With نا the two ن are written as one: منا, إنا.
# These content words look like a stop word with و or ف, or with a letter folded; they stay in the text.
_CONTENT = ("فقد", "فهم", "فهما", "فلك", "ولي", "واحد", "وعدا", "كمن", "لذات", "وسيما", "ولدن")
# The final ي of Cairo has no dots (فى, التى); but these are a woman's name, "meant" and "turned away".
_CONTENT_IN_CAIRO = ("منى", "عنى", "ولى")

# A mark may say that a word is another: with its letter doubled a preposition is a verb (بيّن "made clear",
# عبّر "expressed"), أمّ and أُم are "mother", and بُعد is "distance".
_MARKED_CONTENT = re.compile(
    "[وف]?(?:(?:بي|عب|مث|حو|عق|وف|ضم|قر|قب|حس)\N{ARABIC SHADDA}|أم\N{ARABIC SHADDA}$"
    "|أ\N{ARABIC DAMMA}م|ب\N{ARABIC DAMMA}ع)"
)
_VOWELS_BUT_TWO = re.compile(f"[{VOWELS}](?<![\N{ARABIC SHADDA}\N{ARABIC DAMMA}])")

_JOINED = ("", "ب", "ك", "ل", "س", "ال", "بال", "كال", "لل")  # A tatweel may join these to a number.


@cache
def _forms() -> frozenset[str]:
    """Return each stop word as it is spelt, alone and with what is written onto it."""
    forms: set[str] = set()
    for row in read_rows("stopwords.csv"):
        word = row["word"]
        forms.add(word)
        if host := row["before_pronoun"]:
            forms.update(host + pronoun for pronoun in _PRONOUNS)
            if row["class"] in ("conjunction", "particle"):
                forms.update(host + pronoun for pronoun in _MY)
            if host in _ASSIMILATING:
                forms.add(f"{host}ا")
        if row["after_preposition"]:
            forms |= {"ب" + word, "ك" + word, "لل" + word[2:] if word.startswith("ال") else "ل" + word}
    return frozenset(forms | {letter + form for letter in "وف" for form in forms if len(form) > 1})


@cache
def stopwords() -> frozenset[str]:
    """Return all stop words as they are written, with what is written onto them: في، فيه، وفيه، بهذا.

    Each stands here with its hamzas and without any, as many writers leave them out (إلى, الى); with its
    final ي and without dots, as Cairo prints it (في, فى); a final alef with the tanwin often put on it
    (أيضا, أيضاً, أيضًا); and what joins a number with the tatweel that joins it (لـ, بالـ).

    >>> "إلى" in stopwords(), "الى" in stopwords(), "وعليها" in stopwords(), "قال" in stopwords()
    (True, True, True, False)
    """
    forms = (_forms() | set(map(unify_alef, _forms()))) - set(_CONTENT)
    forms |= {f"{form[:-1]}ى" for form in forms if form.endswith("ي")}
    forms -= {letter + word for word in _CONTENT_IN_CAIRO for letter in ("", "و", "ف")}
    forms |= {front + joined + TATWEEL for front in ("", *"وف") for joined in _JOINED if front + joined}
    tanwin = "\N{ARABIC FATHATAN}"
    with_alef = {form.removesuffix("ا") for form in forms if form.endswith("ا")}
    return forms | {form + end for form in with_alef for end in (f"ا{tanwin}", f"{tanwin}ا")}


@lru_cache(maxsize=1 << 16)
def _is_stopword(token: str) -> bool:
    """Return whether a token, without its marks, is a stop word; إمام (imam) is not أمام (in front of)."""
    if _MARKED_CONTENT.match(_VOWELS_BUT_TWO.sub("", normalize(token, *SAFE))):
        return False
    bare = normalize(token, *SAFE, strip_marks, unify_lookalikes)
    # The Qur'an's ٱ carries no hamza, and its madda before ء is only recited (هَٰٓؤُلَآءِ, لَآ إِلَٰهَ).
    bare = bare.replace("\N{ARABIC LETTER ALEF WASLA}", "ا").replace("آء", "اء")
    bare = f"{bare[:-1]}ا" if bare.endswith("آ") else bare
    return bare in stopwords() or bare.replace(TATWEEL, "") in stopwords()


def remove_stopwords(tokens: Iterable[str]) -> list[str]:
    """Return the tokens that are no stop words; a hamza left out does not matter, another hamza does.

    >>> remove_stopwords(["وتواصل", "القوات", "الى", "هذه", "المعارك", "أمام", "إمام"])
    ['وتواصل', 'القوات', 'المعارك', 'إمام']

    Raises:
        TextError: `tokens` is not a list of words.
    """
    return [token for token in words_of(tokens, "remove_stopwords") if not _is_stopword(token)]


def remove_numbers(tokens: Iterable[str]) -> list[str]:
    """Return the tokens that are no numbers: a chart of a text's words has no place for them.

    A number is written in digits only; "F16" holds a letter and "ثلاثة" (three) is a word, so both stay.

    >>> remove_numbers(["مقتل", "37", "في", "٢٫٥", "F16", "2014"])
    ['مقتل', 'في', 'F16']

    Raises:
        TextError: `tokens` is not a list of words.
    """
    return [token for token in words_of(tokens, "remove_numbers") if not _is_number(token)]


def _is_number(token: str) -> bool:
    """Return whether a token holds a digit and no letter."""
    return any(map(str.isnumeric, token)) and not any(map(str.isalpha, token))
