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
from kit.names.lists import Entry, Lexicon, clubs, common_folds, fold_phrase, groups, is_common, lexicon
from kit.names.tags import RARE, SHAPES, Unit, tags_of, token_folds, units

__all__ = ["Name", "find_names"]

# A rare word that stands beside no other, and beside nothing of a name, is strange: news has one in thirty or
# twenty words; recipes and old books have more. World news has many rare words, but side by side.
MANY, STRANGE = 50, 1 / 15
_LAST_NAME = re.compile(r"(?:\b(?:بن|ولد|منت|أبو|آل|ابن|عبد)\s+)?\S+$|\bأبو\s+\S+(?=\s)")
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
    if not mentions:
        return pd.DataFrame(columns=Name._fields).astype({"start": int, "end": int})
    columns = zip(*(_apart_from_its_city(name, text) for name, _ in mentions), strict=True)
    return pd.DataFrame(dict(zip(Name._fields, map(list, columns), strict=True)))


def _surnames_that_speak(text: str, cut: list[Unit]) -> dict[str, Entry]:
    """Return the words that follow a given name here and a verb of saying there, as family names.

    إيمان خليف … وقالت خليف: what has a first name and speaks is a person. One of the two is no evidence:
    أعطى محمد الكتاب.
    """
    last, first = tags_of("may_speak"), tags_of("of_people") | {"said"}
    follow = [(one.tag, unit) for one, unit in pairwise(cut) if unit.tag in last and one.tag in first]
    pairs = [(tag, fold_phrase(text[unit.start : unit.end])) for tag, unit in follow]
    sure = ("given", "foreign", "surname")
    named = {word for tag, word in pairs if tag in sure or (tag != "said" and word not in common_folds())}
    speaking = {word for tag, word in pairs if tag == "said"}
    return {word: Entry("surname", "") for word in named & speaking if len(word) > 2}


def _clubs(text: str, cut: list[Unit]) -> dict[str, Entry]:
    """Return the clubs that are ordinary words, if the text is of sport and names two that it plays with."""
    if sum(unit.tag in tags_of("of_sport") for unit in cut) < 3:
        return {}
    named = {fold_phrase(text[unit.start : unit.end]) for unit in cut} & clubs().keys()
    return clubs() if len(named) > 1 else {}


def _find(text: str, cut: list[Unit]) -> list[tuple[Name, bool]]:
    """Apply every rule to a text in units, and keep the longest of what overlaps.

    With a name stands whether a title, an office or a verb of saying announces it.
    """
    cut, letters = _without_strange_words(cut), _letters()
    tags = "".join(letters.get(unit.tag, ".") for unit in cut)
    found = ((kind, match) for kind, rule in _rules() for match in rule.finditer(tags))
    spans = [(*match.span("name"), match.start(), kind) for kind, match in found]
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
        mentions.append((name, _is_announced(cut, before, first)))
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
    if tags[-1] in tags_of("between"):
        tags.pop()
    return tags[0] in tags_of("announcing") or tags[-1] in tags_of("announcing")


def _without_strange_words(cut: list[Unit]) -> list[Unit]:
    """Call no word rare in a text that is full of strange words: it is dialect, or old, or misspelt."""
    company = tags_of("company")
    beside = ["", *("rare" if unit.tag.startswith("rare_") else unit.tag for unit in cut), ""]
    trios = zip(beside, beside[1:], beside[2:], strict=False)
    strange = sum(tag == "rare" and not {left, right} & company for left, tag, right in trios)
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


def _learn(mentions: Iterable[tuple[Name, bool]], entries: Lexicon) -> dict[str, Entry]:
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
            elif (
                known is None
                or known.tag in tags_of("last_words")
                or (announced and known.tag in tags_of("towns"))
            ):
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
    company = _COMPANY.findall(name.name)
    company = [part for part in company if not any(map(is_common, fold_phrase(part).split()))]
    return _QUOTED.findall(name.name) + company


@lru_cache
def _letters() -> dict[str, str]:
    """Give each tag of the rules a character of its own, so that a rule can be a regular expression."""
    patterns = " ".join(_spell_out(row["pattern"]) for row in read_rows("name_rules.csv"))
    return {tag: chr(0x4E00 + n) for n, tag in enumerate(sorted(set(re.findall("[a-z_]+", patterns))))}


@lru_cache
def _rules() -> list[tuple[str, re.Pattern[str]]]:
    """Read the rules: the kind of name, and a regular expression over the characters of tags."""
    signs = {"<": "(?P<name>", ">": ")", "(": "(?:", "!(": "(?!", "-(": "(?<!", " ": ""} | _letters()
    signs["any"] = f"[^{signs['quote']}]"
    rows = [(row["kind"], _spell_out(row["pattern"])) for row in read_rows("name_rules.csv")]
    sign = re.compile(r"[a-z_]+|[!-]?\(|[<> ]")
    return [(kind, re.compile(sign.sub(lambda m: signs[m[0]], pattern))) for kind, pattern in rows]


def _spell_out(pattern: str) -> str:
    """Replace the names of groups in a pattern by the tags they stand for."""
    group = groups("group")
    sort = {tag: f"({tag}|rare_{tag})" for tag in RARE} | groups("sort")
    while (spelled := re.sub("[a-z_]+", lambda m: group.get(m[0], m[0]), pattern)) != pattern:
        pattern = spelled
    return re.sub("[a-z_]+", lambda m: sort.get(m[0], m[0]), pattern)
