"""Find places, people, organisations, dates and numbers by lists and rules.

Every word gets one tag, from the lists (kit/data/places.csv, cues.csv, …) or else from its shape. The rules,
in kit/data/name_rules.csv, are patterns of tags. A name they find is then looked for in the whole text.

Sources: for lists and rules Shaalan and Raza, "NERA: Named entity recognition for Arabic", JASIST 60 (2009);
for the second look Gale, Church and Yarowsky, "One sense per discourse" (1992).
"""

import re
from collections.abc import Iterable
from functools import lru_cache
from typing import NamedTuple

import pandas as pd

from kit.characters import QUOTES
from kit.clean import normalize, strip_controls, strip_marks, strip_tatweel
from kit.data import read_rows
from kit.errors import text_of
from kit.names.lists import Entry, fold_phrase, lexicon
from kit.names.tags import SHAPES, units

__all__ = ["Name", "find_names"]

# Groups of tags that stand in the rules under one name.
PARTS = {
    "definite": "(the_word|the_nisba|nationality)",
    "forename": "(given|maybe_given|abd definite)",
    "surname": "((abu|son)? (forename|definite|title|nisba|maybe_month)|(abu|son) (word|feminine|office))",
    "family": "(surname|word)",
    "era_mark": "(era|mim)",
}
_LAST_NAME = re.compile(r"(?:\b(?:بن|ولد|منت|أبو)\s+)?\S+$")
_QUOTED = re.compile(f"[{QUOTES}](.+)[{QUOTES}]")


class Name(NamedTuple):
    """A name found: text[start:end]."""

    start: int
    end: int
    name: str
    kind: str
    canonical: str


def find_names(text: str) -> pd.DataFrame:
    """Find the names in a text: places, people, organisations, dates and numbers.

    Gives a row for each, in order: `start` and `end` (text[start:end] is the name), `name` as it is written,
    `kind` and `canonical`, one spelling for all ways to write a listed name. None overlap: the longest wins.
    Letters attached in front (و ف ب ل ك) are left out, unless the article would lose its alef: "للعراق".

    >>> find_names("وبالقائم في غرب العراق، قضاء القائم")[["start", "end", "name", "kind"]].values.tolist()
    [[2, 8, 'القائم', 'place'], [16, 22, 'العراق', 'place'], [29, 35, 'القائم', 'place']]

    Raises:
        TextError: that is no text.
    """
    text, entries = text_of(text, "find_names"), lexicon()
    names = _find(text, entries)
    if learned := _learn(names, entries):
        names = _find(text, entries | learned)
    return pd.DataFrame(names, columns=Name._fields).astype({"start": int, "end": int})


def _find(text: str, entries: dict[str, Entry]) -> list[Name]:
    """Tag the text with these entries, apply every rule and keep the longest of what overlaps."""
    cut, letters = list(units(text, entries)), _letters()
    tags = "".join(letters.get(unit.tag, ".") for unit in cut)
    found = [(*match.span("name"), kind) for kind, rule in _rules() for match in rule.finditer(tags)]
    found.sort(key=lambda name: cut[name[0]].start - cut[name[1] - 1].end)  # of equals the earlier rule first
    names, taken = [], set()
    for first, past, kind in found:
        if taken.isdisjoint(range(first, past)):
            taken.update(range(first, past))
            start, end = cut[first].start, cut[past - 1].end
            listed = cut[first].canonical if past == first + 1 else ""
            names.append(Name(start, end, text[start:end], kind, listed or _canonical(text[start:end])))
    return sorted(names)


def _canonical(name: str) -> str:
    """Give the listed spelling of a name, or the name without marks, tatweel and an attached ل."""
    listed = lexicon().get(fold_phrase(name))
    plain = re.sub(SHAPES["quote"], "", normalize(name, strip_controls, strip_marks, strip_tatweel))
    return listed.canonical if listed and listed.canonical else re.sub("^لل", "ال", " ".join(plain.split()))


def _learn(names: Iterable[Name], entries: dict[str, Entry]) -> dict[str, Entry]:
    """Give what the names found add to the entries; a person's last word comes to stand for the person."""
    learned: dict[str, Entry] = {}
    for name in names:
        if name.kind in ("date", "number"):
            continue
        part = _LAST_NAME if name.kind == "person" else _QUOTED
        for phrase in map(fold_phrase, [name.canonical, *part.findall(name.name)]):
            known = entries.get(phrase)
            if len(phrase) > 2 and (known is None or known.tag == f"maybe_{name.kind}"):
                learned.setdefault(phrase, Entry(name.kind, name.canonical))
    return learned


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
        " ": "",
        "any": "[^" + _letters()["quote"] + "]",
    }
    signs = _letters() | signs
    return [
        (
            row["kind"],
            re.compile(re.sub(r"[a-z_]+|!?\(|[<> ]", lambda m: signs[m[0]], _spell_out(row["pattern"]))),
        )
        for row in read_rows("name_rules.csv")
    ]


def _spell_out(pattern: str) -> str:
    """Replace the names of groups in a pattern by the tags they stand for."""
    while (spelled := re.sub("[a-z_]+", lambda m: PARTS.get(m[0], m[0]), pattern)) != pattern:
        pattern = spelled
    return pattern
