"""The lists behind lesson 07: names that are known, and the words that announce a name."""

import re
from functools import lru_cache
from typing import NamedTuple

import pandas as pd

from kit.characters import MARKS
from kit.clean import fold
from kit.data import read_rows
from kit.errors import TextError, shorten
from kit.tokens import stopwords, tokenize

__all__ = ["gazetteer"]

LISTS = ("places", "people", "organisations")


class Entry(NamedTuple):
    """What the lists know about a word or phrase."""

    tag: str
    canonical: str


def gazetteer(name: str = "places") -> pd.DataFrame:
    """Give one of the lists of names: "places", "people" or "organisations".

    Places have a latitude and a longitude in degrees, north and east positive.

    >>> places = gazetteer("places").set_index("arabic")
    >>> float(places.loc["دمشق", "latitude"])
    33.51

    Raises:
        TextError: there is no such list.
    """
    if name not in LISTS:
        raise TextError(
            f'gazetteer("{shorten(name)}"): there is no such list. The lists are {", ".join(LISTS)}.'
        )
    table = pd.DataFrame(read_rows(f"{name}.csv"))
    numbers = [column for column in ("latitude", "longitude") if column in table]
    return table.astype(dict.fromkeys(numbers, float))


def fold_phrase(phrase: str) -> str:
    """Give the form under which a phrase is looked up: its words' counting folds.

    >>> fold_phrase("تنظيم الدّولة الإسلامية")
    'تنظيم الدولة الاسلامية'
    """
    return " ".join(fold(word) for word in tokenize(phrase, punctuation=True))


def fold_entry(spelling: str) -> str:
    """Give the form under which a spelling of the lists is known; a word with a mark counts only with it.

    >>> fold_entry("أبو ظبي"), fold_entry("عُمان")
    ('ابو ظبي', 'عُمان')
    """
    return spelling if re.search(f"[{MARKS}]", spelling) else fold_phrase(spelling)


@lru_cache
def lexicon() -> dict[str, Entry]:
    """Give every listed word and phrase, by its fold, with its tag and the name it stands for.

    What is listed twice goes by the surer list: a name that is also an ordinary word ("maybe_") gives way to
    the words that announce names, and those to names that are nothing else.

    >>> lexicon()["داعش"]
    Entry(tag='organisation', canonical='تنظيم الدولة الإسلامية')
    >>> lexicon()["القائم"].tag, lexicon()["السورية"].tag
    ('maybe_place', 'nationality')
    """
    entries = {fold(word): Entry("stop", "") for word in stopwords()}
    sure, unsure = _names()
    entries |= unsure
    for row in read_rows("cues.csv"):
        entries |= {fold_phrase(word): Entry(row["tag"], "") for word in row["words"].split("|")}
    return entries | sure


def _names() -> tuple[dict[str, Entry], dict[str, Entry]]:
    """Give the listed names, and apart from them those that are ordinary words too."""
    sure, unsure = {}, {}
    for name in LISTS:
        for row in read_rows(f"{name}.csv"):
            tag = {"places": "place", "organisations": "organisation"}.get(name) or row["kind"]
            entries, tag = (unsure, f"maybe_{tag}") if row.get("also") else (sure, tag)
            for spelling in [row["arabic"], *filter(None, row["other"].split("|"))]:
                entries.setdefault(fold_entry(spelling), Entry(tag, row["arabic"]))
            for adjective in filter(None, row.get("adjective", "").split("|")):
                definite = " ".join("ال" + word for word in adjective.split())
                for form in (definite, definite + "ة"):
                    unsure.setdefault(fold_phrase(form), Entry("nationality", ""))
    return sure, unsure
