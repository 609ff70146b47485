"""Lesson 07, inside: give each word of a text one tag, from the lists or from its shape."""

import re
from collections.abc import Iterable, Iterator
from functools import lru_cache
from itertools import chain
from typing import NamedTuple

from kit.characters import CONTROLS, MARKS, TATWEEL
from kit.clean import fold
from kit.names.lists import Entry, Lexicon, Reading, common_folds, groups, is_common
from kit.tokens import split_clitics, token_spans

__all__ = ["Reading", "Unit", "tags_of", "token_folds", "units"]

# The tag of an unlisted word is the first whose shape it has.
SHAPES = {
    "year": r"(1[5-9]|20)\d\d",
    "dotted_date": r"\d{1,2}\.\d{1,2}\.(1[5-9]|20)\d\d",
    "number": r"\d.*",
    "slash": "/",
    "dash": "-",
    "quote": '["«»“”]',
    "line": r"\n",
    "sign": r"\W+",
    "stop": r".|.*[A-Za-z].*",
    "given": "عبدال..+",
    "the_nisba": "ال..+ي",
    "the_feminine": "ال..+ية",
    "the_plural": "ال(?!ت...?ين$)...+ين",  # mostly of people; but not a verbal noun: التأمين, التخمين
    "the_word": "ال..+",
    "verb": "ي(?!ي)...+",  # in the present tense: far more often than a name
    "and_word": "و....+",  # "and" with a word that no list has: far more often than a name
    "owned": "..+(ه|هم|ها|كم|نا|هما)",  # his, their, her, your, our …
    "nisba": "...+(ي|ية)",
    "participle": "م..+ة",  # a participle: more often than a name
    "feminine": "..+ة",
    "li_word": "ل..+",
    "word": ".+",
}
# Shapes that a name may have. Where the word has the stem of no common word, "rare_" stands before the tag.
RARE = ("word", "feminine", "nisba", "li_word", "participle", "the_word", "the_feminine", "the_plural")
_SHAPE = re.compile("|".join(f"(?P<{tag}>{shape})" for tag, shape in SHAPES.items()), re.DOTALL)
_MARK = re.compile(f"[{MARKS}]")
_CUT_OFF = re.compile(f"[وف]?[بكل]{TATWEEL}")  # لـسانا: who writes so means that a name follows.
_HAMZAS, _ALEFS = re.compile("[أإآ]"), re.compile("[اأإآٱ]")
_LETTER = re.compile(rf".[{MARKS}{CONTROLS}{TATWEEL}]*", re.DOTALL)
_ATTACHED = {"و": "and", "ل": "li", "ف": "attached", "ب": "attached", "ك": "attached"}


class Unit(NamedTuple):
    """A word or listed phrase with its tag; or an attached letter, a sign, the end of a line."""

    start: int
    end: int
    tag: str
    canonical: str = ""


@lru_cache
def tags_of(name: str) -> frozenset[str]:
    """Give the tags that stand in name_groups.csv under one name and that the code asks for.

    >>> sorted(tags_of("last_words"))
    ['maybe_surname', 'office_name', 'surname', 'title_name']
    """
    return frozenset(groups("tags")[name].split("|"))


def units(words: list[tuple[str, int, str]], lexicon: Lexicon) -> Iterator[Unit]:
    """Cut the words of a text into units: at each word the longest listed phrase, else the word alone.

    Attached letters that stand before a listed word, or before ال, are units of their own.

    >>> lexicon = Lexicon({"مدينة": Entry("place_type", "")})
    >>> [unit.tag for unit in units(token_folds("لمدينة القائم", lexicon), lexicon)]
    ['li', 'place_type', 'the_word']
    """
    i, before = 0, ""
    while i < len(words):
        written, start, _ = words[i]
        end = start + len(written)
        reading, size, entry = _read(words, i, lexicon, before)
        plain = entry.otherwise and not _HAMZAS.search(written)
        if plain or (
            entry.spellings and not _spelt_so([word for word, _, _ in words[i : i + size]], entry.spellings)
        ):
            size = size if entry.otherwise else 1
            entry = Entry(entry.otherwise or _shape_of(reading.word), "")
        tanwin = "\N{ARABIC FATHATAN}" in written
        may_be_object = entry.tag == "rare_word" or (tanwin and entry.tag in SHAPES)
        if may_be_object and (named := _object(reading, lexicon)):
            entry = named
        elif tanwin and (entry.spellings or entry.tag in SHAPES):
            size, entry = 1, Entry("adverb", "")  # درعاً is a shield, not the town درعا
        begins = entry.tag == "maybe_verb" and (
            before in ("", "line", "before_verb") or words[i - 1][0] in ".؟!:"
        )
        if begins and _whole_name(words[i + 1 : i + 3], lexicon):
            entry = Entry("act", "")  # أشرف سامي الخالدي على
        for letter in reading.attached:
            hidden = letter == "ل" and reading.hides_alef
            length = 0 if hidden else min(len(_LETTER.findall(written)[0]), end - start)
            yield Unit(start, start + length, _ATTACHED[letter])
            start, written = start + length, written[length:]
        if entry.tag.startswith("rare_") and _MARK.search(written):
            entry = Entry(entry.tag.removeprefix("rare_"), "")  # old texts, spelt as no list has them
        last, last_start, _ = words[i + size - 1]
        yield Unit(start, last_start + len(last), entry.tag, entry.canonical)
        i, before = i + size, entry.tag


def _whole_name(words: list[tuple[str, int, str]], lexicon: Lexicon) -> bool:
    """Say whether two words are a given and a family name, or عبد and the name of God."""
    tags = [entry.tag if (entry := lexicon.get(fold)) else _shape_of(fold) for _, _, fold in words]
    first, second = {*tags_of("of_people"), "abd"}, {*tags_of("of_people"), "the_nisba", "rare_word"}
    return len(tags) == 2 and tags[0] in first and tags[1] in second


def token_folds(text: str, lexicon: Lexicon) -> list[tuple[str, int, str]]:
    """Return each token, sign and line break of a text with its start and its fold.

    >>> token_folds("إلى دمشق", Lexicon())
    [('إلى', 0, 'الى'), ('دمشق', 4, 'دمشق')]
    """
    words, before = [], 0
    for start, end in token_spans(text, punctuation=True):
        if "\n" in text[before:start]:
            words.append(("", start, "\n"))
        words.append((text[start:end], start, _fold_unless_marked(text[start:end], lexicon.marked) or " "))
        before = end
    return words


def _fold_unless_marked(word: str, marked: Iterable[str]) -> str:
    """Return a word's fold; a name that is listed with a mark keeps it, for without it the name is another.

    >>> _fold_unless_marked("وعُمانِ", ["عُمان"]), _fold_unless_marked("وعمانِ", ["عُمان"])
    ('وعُمان', 'وعمان')
    """
    for name in marked if _MARK.search(word) else ():
        if with_marks := re.search(f"[{MARKS}]*".join(name) + f"[{MARKS}]*$", word):
            return fold(word[: with_marks.start()]) + name
    return fold(word)


def _read(
    words: list[tuple[str, int, str]], i: int, entries: Lexicon, before: str
) -> tuple[Reading, int, Entry]:
    """Read the words from the i-th on: what is attached to them, how many belong together, their entry.

    Most words are read alike wherever they stand, and are so read once.
    """
    word = words[i][2]
    known = None if _CUT_OFF.match(words[i][0]) else entries.alone.get(word)
    if known and not entries.added:
        return known
    readings = _readings(word)
    if known and entries.added.isdisjoint([reading.word for reading in readings]):
        return known
    read = _read_in_context(words, i, entries, before)
    alike = (
        word[0] != "و"
        and not _CUT_OFF.match(words[i][0])
        and all(entries.longest.get(reading.word, 1) == 1 for reading in readings)
    )
    if alike and not entries.added and len(entries.alone) < 2**16:
        entries.alone[word] = read
    return read


def _read_in_context(
    words: list[tuple[str, int, str]], i: int, entries: Lexicon, before: str
) -> tuple[Reading, int, Entry]:
    """Read the words from the i-th on, by the words after them and the tag of what stands before.

    After a place و is "and" if it leaves a place: in الرياض وجدة the second town is not وجدة, but جدة. Where
    no given name stands before, it is "and" if it leaves one: كلود مورو وهبة عثمان.
    """
    word, longest = words[i][2], entries.longest
    readings = _readings(word)
    cut_off = _CUT_OFF.match(words[i][0])
    if cut_off:
        readings = tuple(r for r in readings if len(r.attached) == len(cut_off[0]) - 1) or readings
    if word[0] == "و" and (without := entries.get(word[1:])):
        whole = entries.get(word)
        family = whole and whole.tag == "maybe_surname" and before not in tags_of("given_names")
        # وَرد, roses and a name, is rather "and answered".
        verb = whole and whole.tag in tags_of("given_names") and without.tag in ("said", "act")
        town = before in ("place", "city", "land") and without.tag in tags_of("towns")
        other = whole and whole.spellings and not _spelt_so([words[i][0]], whole.spellings)  # وأم is not وام
        if verb or town or other or (family and without.tag in tags_of("of_people")):
            readings = readings[1:]
    most = max(longest.get(reading.word, 0) for reading in readings)
    for size in range(min(most, len(words) - i), 0, -1):
        for reading in readings:
            entry = entries.get(" ".join([reading.word, *(fold for _, _, fold in words[i + 1 : i + size])]))
            if not entry:
                continue
            # كريما is no "like Rima", بيان no "with Jan" and باكرا no "in Accra".
            name = reading.attached.strip("و") and entry.spellings and reading.word[:2] != "ال"
            like = name and "ك" in reading.attached and entry.tag in tags_of("of_people")
            # للحج is "for the pilgrimage", and not "for Lahj".
            for_the = name and len(reading.word) == 3 and reading.word[0] == "ل" == reading.attached[-1]
            # وبكيت is "and I wept", as بكيت is a word.
            rest = word[1:] if reading.attached[:1] == "و" else word
            if cut_off or not (like or for_the or (name and _is_one_word(rest))):
                return reading, size, entry
    with_article = (reading for reading in readings if reading.word[:2] == "ال" and reading.word[3:])
    # واصفاً is "describing" and not "and Asef".
    describing = word[:2] == "وا" and is_common(word)
    as_object = (r for r in readings if _object(r, entries) and not describing)
    reading = next(chain(with_article, as_object), readings[0])
    if word[0] == "و" and (before in tags_of("names_before") or before.startswith("rare_")):
        # شلايدن وشفان: after a name, و is cut off a rare word.
        rare = (r for r in readings if r.attached == "و" and _shape_of(r.word).startswith("rare"))
        reading = next(rare, reading) if words[i][0][1] not in "ايو" else reading
    return reading, 1, Entry(_shape_of(reading.word), "")


def _object(reading: Reading, entries: Lexicon) -> Entry | None:
    """Return the entry of a given name that may stand here as the object of a verb: نوحا, محمداً."""
    ending = reading.word[-1] == "ا" and reading.attached in ("", "و", "ف")
    named = entries.get(reading.word[:-1]) if ending else None
    return named if named and named.tag == "given" else None


@lru_cache(maxsize=2**14)
def _shape_of(word: str) -> str:
    """Return the tag of a word that no list has.

    >>> _shape_of("الجبوري"), _shape_of("20.05.2022"), _shape_of("الحجرات"), _shape_of("مارادونا")
    ('the_nisba', 'dotted_date', 'the_word', 'rare_word')
    """
    shape = _SHAPE.fullmatch(word)
    tag = (shape and shape.lastgroup) or "word"
    if tag == "owned" and word.endswith(("نا", "ييه", "ويه")) and not is_common(word):
        return "rare_word"  # مارادونا, أوليفييه; but what else ends in ه is hardly ever a name: دكانه
    if tag not in RARE:
        return tag
    if not is_common(word):
        return f"rare_{tag}"
    return {"ل+": "li_word", "ب+": "with_word", "ك+": "with_word"}.get(split_clitics(word)[0], tag)


@lru_cache(maxsize=2**14)
def _is_one_word(word: str) -> bool:
    """Say whether a common word begins with its own letters: بيان, but not بالبيان."""
    return len(split_clitics(word)) == 1 and is_common(word)


def _spelt_so(words: Iterable[str], spellings: Iterable[str]) -> bool:
    """Say whether a name has the hamzas of a listed spelling: أربد, a man, is not the town إربد.

    A hamza that is not written may be any, but for that of a common word (اطار is إطار, frame, and not the
    town أطار); and so may that of a listed plain alef at the beginning.

    >>> _spelt_so(["أربد"], ["إربد"]), _spelt_so(["اربد"], ["إربد"]), _spelt_so(["تأس"], ["تاس"])
    (False, True, False)
    >>> _spelt_so(["اطار"], ["أطار"]), _spelt_so(["أطار"], ["أطار"])
    (False, True)
    """
    name = " ".join(words)
    if not _HAMZAS.search(name):
        return name not in common_folds() or any(not _HAMZAS.search(spelling) for spelling in spellings)
    written = _ALEFS.findall(name)[::-1]  # They are compared from the end, as letters are attached in front.
    for spelling in spellings:
        listed = _ALEFS.findall(spelling)[::-1]
        pairs = list(zip(written, listed, strict=False))
        if spelling.startswith("ا"):
            pairs = [pair for pair in pairs if pair != (pairs[-1][0], "ا")]
        if all(alef in ("ا", expected) for alef, expected in pairs):
            return True
    return False


@lru_cache(maxsize=2**14)
def _readings(word: str) -> tuple[Reading, ...]:
    """Cut attached letters off a word's fold in each way that leaves a word, least first.

    Not `kit.tokens.split_clitics`, which decides for one way: here the lists decide, and they know names.

    >>> [(reading.attached, reading.word) for reading in _readings("وللعراق")]
    [('', 'وللعراق'), ('و', 'للعراق'), ('ول', 'العراق'), ('ول', 'لعراق')]
    """
    readings = []
    conjunction = 1 if word[0] in "وف" else 0
    preposition = 1 if word[conjunction : conjunction + 1] in tuple("بكل") else 0
    for cut in sorted({0, conjunction, conjunction + preposition}):
        attached, rest = word[:cut], word[cut:]
        if cut > conjunction and word[conjunction:].startswith("لل"):
            readings.append(Reading(attached, "ا" + rest, hides_alef=True))
        if len(rest) > 1 or not cut:
            readings.append(Reading(attached, rest))
            if rest.endswith("ى"):
                readings.append(Reading(attached, rest[:-1] + "ي"))  # الماضى, as they write in Cairo
    return tuple(readings)
