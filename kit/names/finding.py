"""Find places, people, organisations, dates and numbers by lists and rules.

Every word gets one tag, from the lists (kit/data/places.csv, cues.csv, …) or else from its shape. The rules,
in kit/data/name_rules.csv, are patterns of tags. A name they find is then looked for in the whole text.

Sources: for lists and rules Shaalan and Raza, "NERA: Named entity recognition for Arabic", JASIST 60 (2009);
for the second look Gale, Church and Yarowsky, "One sense per discourse" (1992).
"""

import re
from collections.abc import Iterable
from functools import lru_cache
from itertools import pairwise
from typing import NamedTuple

import pandas as pd

from kit.characters import QUOTES
from kit.clean import normalize, strip_controls, strip_marks, strip_tatweel
from kit.data import read_rows
from kit.errors import text_of
from kit.names.lists import Entry, Lexicon, clubs, common_folds, fold_phrase, is_common, lexicon
from kit.names.tags import OF_PEOPLE, RARE, SHAPES, Unit, token_folds, units

__all__ = ["Name", "find_names"]

# A family name may be unlisted, or another thing besides: القصير is a town, and short.
MAY_SPEAK = (*RARE, *(f"rare_{tag}" for tag in RARE), "the_nisba", "adjective", "maybe_place", "likely_place")
# A rare word that stands beside no other, and beside nothing of a name, is strange: news has one in thirty or
# twenty words; recipes and old books have more. World news has many rare words, but side by side.
MANY, STRANGE = 50, 1 / 15
_LAST_NAME = re.compile(r"(?:\b(?:بن|ولد|منت|أبو|آل|ابن|عبد)\s+)?\S+$|\bأبو\s+\S+(?=\s)")
# Tags that announce a person. Only of a name behind one of them is the last word learned from one mention.
ANNOUNCING = ("said", "title", "title_name", "office", "office_name", "role", "of_person", "initial")
# They may stand between it and the name.
ADJECTIVES = ("nationality", "land", "adjective", "high", "the_nisba")
# Beside one of them a rare word is likely part of a name.
IN_COMPANY = {"rare", "given", "foreign", "maybe_given", "maybe_woman", "maybe_verb", *ANNOUNCING}
SPORT = ("sport", "match", "fixture", "club_type", "club_word")
# What a person's last word may be besides. A town (العامرية) counts as the person only if it was announced.
LAST_WORDS = ("surname", "maybe_surname", "office_name", "title_name")
TOWNS = ("city", "maybe_place", "likely_place")
_PROVINCE = re.compile(r"(محافظ|مقاطع|ولاي)[ةه]\s+$")
_QUOTED = re.compile(f"[{QUOTES}](.+)[{QUOTES}]")
_COMPANY = re.compile(r"^شركة ((?!ال)\w+(?: (?!ال|ل)\w+)?)")


class Name(NamedTuple):
    """A name in a text: text[start:end]."""

    start: int
    end: int
    name: str
    kind: str
    canonical: str


class Mention(NamedTuple):
    """A name, and whether a title, an office or a verb of saying stands before it."""

    name: Name
    announced: bool


def find_names(text: str) -> pd.DataFrame:
    """Find the names in a text: places, people, organisations, dates and numbers.

    Gives a row for each, in order: `start` and `end` (text[start:end] is the name), `name` as it is written,
    `kind` and `canonical`, one spelling for all ways to write a listed name (a province called after its city
    is "محافظة …"). None overlap: the longest wins.
    Letters attached in front (و ف ب ل ك) are left out, unless the article would lose its alef: "للعراق".

    >>> find_names("وبالقائم في غرب العراق، قضاء القائم")[["start", "end", "name", "kind"]].values.tolist()
    [[2, 8, 'القائم', 'place'], [16, 22, 'العراق', 'place'], [29, 35, 'القائم', 'place']]

    Raises:
        TextError: that is no text.
    """
    text, listed = text_of(text, "find_names"), lexicon()
    words = token_folds(text, listed)
    cut = list(units(words, listed))
    if more := _surnames_that_speak(text, cut) | _clubs(text, cut):
        listed = listed.with_more(more)
        cut = list(units(words, listed))
    mentions = _find(text, cut)
    if learned := _learn(mentions, listed):
        mentions = _find(text, list(units(words, listed.with_more(learned))))
    names = [_apart_from_its_city(name, text) for name, _ in mentions]
    return pd.DataFrame(names, columns=Name._fields).astype({"start": int, "end": int})


def _surnames_that_speak(text: str, cut: list[Unit]) -> dict[str, Entry]:
    """Return the words that follow a given name here and a verb of saying there, as family names.

    إيمان خليف … وقالت خليف: what has a first name and speaks is a person. One of the two is no evidence:
    أعطى محمد الكتاب.
    """
    follow = [
        (before.tag, unit)
        for before, unit in pairwise(cut)
        if unit.tag in MAY_SPEAK and (before.tag == "said" or before.tag in OF_PEOPLE)
    ]
    pairs = [(tag, fold_phrase(text[unit.start : unit.end])) for tag, unit in follow]
    sure = ("given", "foreign", "surname")
    named = {word for tag, word in pairs if tag in sure or (tag != "said" and word not in common_folds())}
    speaking = {word for tag, word in pairs if tag == "said"}
    return {word: Entry("surname", "") for word in named & speaking if len(word) > 2}


def _clubs(text: str, cut: list[Unit]) -> dict[str, Entry]:
    """Return the clubs that are ordinary words, if the text is of sport and names two that it plays with."""
    if sum(unit.tag in SPORT for unit in cut) < 3:
        return {}
    named = {fold_phrase(text[unit.start : unit.end]) for unit in cut} & clubs().keys()
    return clubs() if len(named) > 1 else {}


def _find(text: str, cut: list[Unit]) -> list[Mention]:
    """Apply every rule to a text that is cut into units, and keep the longest of what overlaps."""
    cut, letters = _without_strange_words(cut), _letters()
    tags = "".join(letters.get(unit.tag, ".") for unit in cut)
    spans = [
        (*match.span("name"), match.start(), kind) for kind, rule in _rules() for match in rule.finditer(tags)
    ]
    # The longest span comes first; among spans of one length, the span of the earlier rule.
    spans.sort(key=lambda span: cut[span[0]].start - cut[span[1] - 1].end)
    chosen, taken = [], set[int]()
    for span in spans:
        if taken.isdisjoint(range(*span[:2])):
            taken.update(range(*span[:2]))
            chosen.append(span)
    mentions = []
    for first, past, before, kind in _side_by_side(sorted(chosen)):
        start, end = cut[first].start, cut[past - 1].end
        listed = cut[first].canonical if past == first + 1 else ""
        name = Name(start, end, text[start:end], kind, listed or _canonical(text[start:end]))
        mentions.append(Mention(name, _is_announced(cut, before, first)))
    return mentions


def _side_by_side(spans: list[tuple[int, int, int, str]]) -> list[tuple[int, int, int, str]]:
    """Make one name of two persons between whom nothing stands: المهدي and عقيلة زعيتر, each of a rule."""
    joined: list[tuple[int, int, int, str]] = []
    for first, past, before, kind in spans:
        if joined and kind == joined[-1][3] == "person" and joined[-1][1] == first:
            first, before = joined[-1][0], joined.pop()[2]
        joined.append((first, past, before, kind))
    return joined


def _is_announced(cut: list[Unit], before: int, first: int) -> bool:
    """Say whether what announces a person stands before a name, perhaps with an adjective: الوزير المصري."""
    tags = [cut[before].tag if before < first else "", *(unit.tag for unit in cut[max(0, first - 2) : first])]
    if tags[-1] in ADJECTIVES:
        tags.pop()
    return tags[0] in ANNOUNCING or tags[-1] in ANNOUNCING


def _without_strange_words(cut: list[Unit]) -> list[Unit]:
    """Call no word rare in a text that is full of strange words: it is dialect, or old, or misspelt."""
    beside = ["", *("rare" if unit.tag.startswith("rare_") else unit.tag for unit in cut), ""]
    trios = zip(beside, beside[1:], beside[2:], strict=False)
    strange = sum(tag == "rare" and not {left, right} & IN_COMPANY for left, tag, right in trios)
    if len(cut) < MANY or strange < STRANGE * len(cut):
        return cut
    return [unit._replace(tag=unit.tag.removeprefix("rare_")) for unit in cut]


@lru_cache(maxsize=2**14)
def _canonical(name: str) -> str:
    """Give the listed spelling of a name, or the name without marks, tatweel and an attached ل."""
    listed = lexicon().get(fold_phrase(name))
    plain = re.sub(SHAPES["quote"], "", normalize(name, strip_controls, strip_marks, strip_tatweel))
    return listed.canonical if listed and listed.canonical else re.sub("^لل", "ال", " ".join(plain.split()))


def _apart_from_its_city(name: Name, text: str) -> Name:
    """Give a province that is called after its city a canonical name of its own: "محافظة حمص"."""
    called = _PROVINCE.search(text, max(0, name.start - 20), name.start)
    if name.kind != "place" or not called or name.canonical not in _cities():
        return name
    return name._replace(canonical=f"{called[1]}ة {name.canonical}")


@lru_cache
def _cities() -> set[str]:
    """Give the places of the list that are cities."""
    return {row["arabic"] for row in read_rows("places.csv") if row["kind"] == "city"}


def _learn(mentions: Iterable[Mention], entries: Lexicon) -> dict[str, Entry]:
    """Return what the names that a text mentions add to the entries.

    A place or body that was named once with evidence counts everywhere. A person's last word comes to stand
    for the person ("surname_seen"); if it was not announced, or may be any word, only in the company of a
    verb or title ("word_seen"): الدكتور سامي الزعيم … وأضاف الزعيم.
    """
    learned: dict[str, Entry] = {}
    for name, announced in mentions:
        if name.kind in ("date", "number"):
            continue
        for spelling in [name.canonical, *_parts(name)]:
            phrase = fold_phrase(spelling)
            known = entries.get(phrase)
            if len(phrase) < 3 or (" " not in name.canonical and name.kind == "person"):
                continue
            if known is None and not announced and " " not in phrase and is_common(phrase):
                continue
            if name.kind != "person" or phrase == fold_phrase(name.canonical):
                if known is None or known.tag in (f"maybe_{name.kind}", f"likely_{name.kind}", "union"):
                    learned.setdefault(phrase, Entry(name.kind, name.canonical, (spelling,)))
            elif known is None or known.tag in LAST_WORDS or (announced and known.tag in TOWNS):
                ending = phrase.endswith("ي") and (announced or phrase.startswith("ال"))
                sure = " " in phrase or ending or (announced and known) or not is_common(phrase)
                tag = "surname_seen" if sure else "word_seen"
                learned.setdefault(phrase, Entry(tag, name.canonical, (spelling,)))
            elif known.tag in ("nationality", "adjective", "maybe_given"):
                learned.setdefault(phrase, Entry(f"{known.tag}_seen", name.canonical, known.spellings))
    return learned


def _parts(name: Name) -> list[str]:
    """Return what may stand for a name later: a person's last names, a company's name without that word."""
    if name.kind == "person":
        words = name.name.split()
        return _LAST_NAME.findall(name.name) + [" ".join(words[n:]) for n in range(1, len(words) - 1)]
    company = [
        part for part in _COMPANY.findall(name.name) if not any(map(is_common, fold_phrase(part).split()))
    ]
    return _QUOTED.findall(name.name) + company


@lru_cache
def _letters() -> dict[str, str]:
    """Give each tag of the rules a character of its own, so that a rule can be a regular expression."""
    tags = sorted(
        {
            tag
            for row in read_rows("name_rules.csv")
            for tag in re.findall("[a-z_]+", _spell_out(row["pattern"]))
        }
    )
    return {tag: chr(0x4E00 + n) for n, tag in enumerate(tags)}


@lru_cache
def _rules() -> list[tuple[str, re.Pattern[str]]]:
    """Read the rules: the kind of name, and a regular expression over the characters of tags."""
    signs = {
        "<": "(?P<name>",
        ">": ")",
        "(": "(?:",
        "!(": "(?!",
        "-(": "(?<!",
        " ": "",
        "any": "[^" + _letters()["quote"] + "]",
    }
    signs = _letters() | signs
    return [
        (
            row["kind"],
            re.compile(re.sub(r"[a-z_]+|[!-]?\(|[<> ]", lambda m: signs[m[0]], _spell_out(row["pattern"]))),
        )
        for row in read_rows("name_rules.csv")
    ]


@lru_cache
def groups(kind: str) -> dict[str, str]:
    """Give the patterns that stand in the rules under one name, of a kind: "group" or "sort".

    >>> groups("group")["town"]
    '(place|maybe_place|likely_place)'
    """
    rare = {tag: f"({tag}|rare_{tag})" for tag in RARE} if kind == "sort" else {}
    return rare | {row["name"]: row["pattern"] for row in read_rows("name_groups.csv") if row["kind"] == kind}


def _spell_out(pattern: str) -> str:
    """Replace the names of groups in a pattern by the tags they stand for."""
    group, sort = groups("group"), groups("sort")
    while (spelled := re.sub("[a-z_]+", lambda m: group.get(m[0], m[0]), pattern)) != pattern:
        pattern = spelled
    return re.sub("[a-z_]+", lambda m: sort.get(m[0], m[0]), pattern)
