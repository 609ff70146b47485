"""Lesson 07, inside: give each word of a text one tag, from the lists or from its shape."""

import re
from collections.abc import Iterable, Iterator
from typing import NamedTuple

from kit.characters import CONTROLS, MARKS, TATWEEL
from kit.clean import fold
from kit.names.lists import Entry
from kit.tokens import token_spans

__all__ = ["Reading", "Unit", "units"]

# The tag of an unlisted word is the first whose shape it has.
SHAPES = {
    "year": r"(1[5-9]|20)\d\d",
    "number": r"\d.*",
    "slash": "/",
    "dash": "-",
    "quote": '["«»“”]',
    "stop": r"\W+|.|.*[A-Za-z].*",
    "given": "عبدال..+",
    "the_nisba": "ال..+(ي|ية)",
    "the_word": "ال..+",
    "verb": "ي...+",  # in the present tense: far more often than a name
    "nisba": "...+(ي|ية)",
    "generic": "م..+ة",  # a participle: more often than a name
    "feminine": "..+ة",
    "li_word": "ل..+",
    "word": ".+",
}
_SHAPE = re.compile("|".join(f"(?P<{tag}>{shape})" for tag, shape in SHAPES.items()), re.DOTALL)
_MARK = re.compile(f"[{MARKS}]")
_LETTER = re.compile(rf".[{MARKS}{CONTROLS}{TATWEEL}]*", re.DOTALL)
_ATTACHED = {"و": "and", "ل": "li", "ف": "attached", "ب": "attached", "ك": "attached"}


class Unit(NamedTuple):
    """A word or listed phrase with its tag; or an attached letter, a sign, the end of a line."""

    start: int
    end: int
    tag: str
    canonical: str = ""


class Reading(NamedTuple):
    """A way to read a word: what is attached to it, and the word; "للعراق" hides the alef of "العراق"."""

    attached: str
    word: str
    hides_alef: bool = False


def units(text: str, entries: dict[str, Entry]) -> Iterator[Unit]:
    """Cut a text into units: at each word the longest listed phrase, else the word alone.

    Attached letters that stand before a listed word, or before ال, are units of their own.

    >>> [unit.tag for unit in units("لمدينة القائم", {"مدينة": Entry("place_type", "")})]
    ['li', 'place_type', 'the_word']
    """
    words, longest = list(_words(text, entries)), _longest(entries)
    most, i = max(longest.values(), default=1), 0
    while i < len(words):
        (start, end, _), phrase = words[i], [word for _, _, word in words[i : i + most]]
        reading, size, entry = _read(phrase, entries, longest)
        if entry.tag in SHAPES and "\N{ARABIC FATHATAN}" in text[start:end]:
            entry = Entry("adverb", "")  # names have no tanwin
        attached = reading.attached
        while attached:
            hidden = attached == "ل" and reading.hides_alef
            past = start if hidden else min(_LETTER.match(text, start).end(), end)
            yield Unit(start, past, _ATTACHED[attached[0]])
            start, attached = past, attached[1:]
        yield Unit(start, words[i + size - 1][1], *entry)
        i += size


def _words(text: str, entries: Iterable[str]) -> Iterator[tuple[int, int, str]]:
    """Give start, end and fold of each token and sign, and of each line break between them."""
    marked, before = [entry for entry in entries if _MARK.search(entry)], 0
    for start, end in token_spans(text, punctuation=True):
        if "\n" in text[before:start]:
            yield start, start, "\n"
        yield start, end, _fold_unless_marked(text[start:end], marked) or " "
        before = end


def _fold_unless_marked(word: str, marked: Iterable[str]) -> str:
    """Return a word's fold; a name that is listed with a mark keeps it, for without it the name is another.

    >>> _fold_unless_marked("وعُمانِ", ["عُمان"]), _fold_unless_marked("وعمانِ", ["عُمان"])
    ('وعُمان', 'وعمان')
    """
    for name in marked:
        if found := re.search(f"[{MARKS}]*".join(name) + f"[{MARKS}]*$", word):
            return fold(word[: found.start()]) + name
    return fold(word)


def _longest(entries: Iterable[str]) -> dict[str, int]:
    """Say for each first word of the entries how many words the longest with it has."""
    longest: dict[str, int] = {}
    for phrase in entries:
        first, words = phrase.partition(" ")[0], phrase.count(" ") + 1
        longest[first] = max(words, longest.get(first, 1))
    return longest


def _read(
    phrase: list[str], entries: dict[str, Entry], longest: dict[str, int]
) -> tuple[Reading, int, Entry]:
    """Read the first words of a phrase: what is attached to them, how many belong together, their entry."""
    readings = list(_readings(phrase[0]))
    for reading in readings:
        for size in range(min(longest.get(reading.word, 0), len(phrase)), 0, -1):
            if entry := entries.get(" ".join([reading.word, *phrase[1:size]])):
                return reading, size, entry
    definite = (reading for reading in readings if re.match("ال..", reading.word))
    reading = next(definite, readings[0])
    return reading, 1, Entry(_SHAPE.fullmatch(reading.word).lastgroup, "")


def _readings(word: str) -> Iterator[Reading]:
    """Cut attached letters off a word's fold in each way that leaves a word, least first.

    Not `kit.tokens.split_clitics`, which decides for one way: here the lists decide, and they know names.

    >>> [(reading.attached, reading.word) for reading in _readings("وللعراق")]
    [('', 'وللعراق'), ('و', 'للعراق'), ('ول', 'العراق'), ('ول', 'لعراق')]
    """
    conjunction = 1 if word[0] in "وف" else 0
    preposition = 1 if word[conjunction : conjunction + 1] in tuple("بكل") else 0
    for cut in sorted({0, conjunction, conjunction + preposition}):
        attached, rest = word[:cut], word[cut:]
        if cut > conjunction and word[conjunction:].startswith("لل"):
            yield Reading(attached, "ا" + rest, hides_alef=True)
        if len(rest) > 1 or not cut:
            yield Reading(attached, rest)
            if rest.endswith("ى"):
                yield Reading(attached, rest[:-1] + "ي")  # الماضى, as they write in Cairo
