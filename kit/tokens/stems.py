"""Group the forms of a word: a light stemmer, for keys that are never shown.

`kit.tokens.clitics` has taken off the attached words. Here an ending for gender, number or person comes off,
and two tables of patterns know what grammar books list: broken plurals and imperfect verbs. Irregular words
stand in families (`data/stems_families.txt`).

Source: Leah Larkey, Lisa Ballesteros and Margaret Connell, "Improving stemming for Arabic information
retrieval", SIGIR 2002, for light stemming.
"""

import re

from kit.data import read_table

__all__ = ["light_stem", "unify_letters"]

# Letter for letter, so that a place in the unified word is the same place in the word.
_ONE_SPELLING = str.maketrans({"أ": "ا", "إ": "ا", "آ": "ا", "ٱ": "ا", "ى": "ي", "ؤ": "ء", "ئ": "ء"})


def unify_letters(word: str, *, after: int = 0) -> str:
    """Write alef, hamza and ى one way, letter for letter, from the place `after` on.

    >>> unify_letters("أسئلة"), unify_letters("أسئلة", after=1)
    ('اسءلة', 'أسءلة')
    """
    return word[:after] + word[after:].translate(_ONE_SPELLING)


# What comes off a word's end, the longer first, and what stays of it.
ENDINGS_OFF = [(ending, "ي") for ending in ("يتان", "يتين", "يات", "يون", "يين", "يان", "ية")]
ENDINGS_OFF += [(ending, "") for ending in ("تان", "تين", "ات", "ان", "ين", "ون", "وا", "ة", "ت", "ا")]

# Letters that must remain: three as in most roots, but ان is also part of many short nouns (عنوان, عثمان).
_LEAST = {"ة": 2, "ا": 2, "ان": 4}

# A pattern of a whole word, and the form that stands for it. The first that fits is taken.
BROKEN_PLURALS = [
    ("ا(..)ا(.)", r"\1\2"),  # أعمال: عمل
    ("ا(.)([^ي])([^ي])ة", r"\1\2ا\3"),  # أنظمة: نظام
    ("(..)(.)اء", r"\1ي\2"),  # وزراء: وزير
    ("(..)اء(.)", r"\1ي\2"),  # ضرائب: ضريبة without its ة
    ("م(.)ا(.)ي(.)", r"م\1\2و\3"),  # مشاريع: مشروع
]
IMPERFECTS = [
    ("(ت..ي.|ت.ا..)", r"\1"),  # تنظيم, تعاون: nouns, no verbs
    ("[يت]ء(..)", r"ا\1"),  # يؤكد: أكد
    ("[يت](.)و(.)", r"\1ا\2"),  # يقوم: قام
    ("[يت](.)ي(.)", r"ا\1ا\2"),  # يشير: أشار
    ("[يت](ست.)ي(.)", r"ا\1ا\2"),  # يستطيع: استطاع
    ("[يت](.ت..+|ن...+|ست...+)", r"ا\1"),  # ينتقل: انتقل
    ("ي(..+)|ت(...+)", r"\1\2"),  # يكتب: كتب
]

FAMILIES: dict[str, str] = {}  # each form as it is spelled, and folded where no other form is spelled so
for _head, _forms in read_table("stems_families.txt").items():
    for _form in filter(None, [_head, *_forms]):
        FAMILIES[_form] = _head
        FAMILIES.setdefault(unify_letters(_form), _head)
        FAMILIES.setdefault(re.sub("ة$", "ت", unify_letters(_form)), _head)  # as before a pronoun: مدينتهم


def _peel(key: str, *, article: bool) -> str:
    """Take off one ending, if enough letters remain."""
    for ending, left in ENDINGS_OFF:
        rest = key.removesuffix(ending)
        least = _LEAST.get(ending, 3)
        if rest != key and len(rest) >= least and not (article and ending in "تا"):
            return rest + left
    return key


def _first_fit(key: str, patterns: list[tuple[str, str]]) -> str:
    """Return the form that the first fitting pattern gives, or an empty string."""
    fits = ((re.fullmatch(pattern, key), form) for pattern, form in patterns)
    return next((fit.expand(form) for fit, form in fits if fit), "")


def light_stem(bare: str, *, article: bool) -> str:
    """Give the key of a word that has no attached words any more; `article` says whether ال stood before it.

    >>> light_stem("مقاتلين", article=True), light_stem("يعتبر", article=False)
    ('مقاتل', 'اعتبر')
    """
    key = unify_letters(bare)
    plural = "" if bare.startswith("إ") else _first_fit(key, BROKEN_PLURALS)  # إعلان is no plural
    peeled = _peel(key, article=article)
    for form in (bare, key, plural, peeled):
        if form in FAMILIES:
            return FAMILIES[form]
    return plural or (not article and _first_fit(peeled, IMPERFECTS)) or peeled
