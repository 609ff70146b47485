"""The lists behind lesson 07: names that are known, and the words that announce a name."""

import re
from functools import lru_cache
from typing import NamedTuple

import pandas as pd

from kit.clean import MARKS, key
from kit.errors import TextError
from kit.stopwords import stopwords
from kit.tokens import tokenize
from kit.wordlists import read_rows

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
        raise TextError(f'gazetteer("{name}"): there is no such list. The lists are {", ".join(LISTS)}.')
    table = pd.DataFrame(read_rows(f"{name}.csv"))
    numbers = [column for column in ("latitude", "longitude") if column in table]
    return table.astype(dict.fromkeys(numbers, float))


def phrase_key(phrase: str) -> str:
    """Give the form under which a phrase is looked up: its words' counting keys.

    >>> phrase_key("تنظيم الدّولة الإسلامية")
    'تنظيم الدولة الاسلامية'
    """
    return " ".join(key(word) for word in tokenize(phrase, punctuation=True))


def entry_key(spelling: str) -> str:
    """Give the form under which a spelling of the lists is known; a word with a mark counts only with it.

    >>> entry_key("أبو ظبي"), entry_key("عُمان")
    ('ابو ظبي', 'عُمان')
    """
    return spelling if re.search(f"[{MARKS}]", spelling) else phrase_key(spelling)


@lru_cache
def lexicon() -> dict[str, Entry]:
    """Give every listed word and phrase, by its key, with its tag and the name it stands for.

    What is listed twice goes by the surer list: a name that is also an ordinary word ("maybe_") gives way to
    the words that announce names, and those to names that are nothing else.

    >>> lexicon()["داعش"]
    Entry(tag='organisation', canonical='تنظيم الدولة الإسلامية')
    >>> lexicon()["القائم"].tag, lexicon()["السورية"].tag
    ('maybe_place', 'nationality')
    """
    entries = {key(word): Entry("stop", "") for word in stopwords()}
    sure, unsure = _names()
    entries |= unsure
    for row in read_rows("cues.csv"):
        entries |= {phrase_key(word): Entry(row["tag"], "") for word in row["words"].split("|")}
    return entries | sure


def _names() -> tuple[dict[str, Entry], dict[str, Entry]]:
    """Give the listed names, and apart from them those that are ordinary words too."""
    sure, unsure = {}, {}
    for name in LISTS:
        for row in read_rows(f"{name}.csv"):
            tag = {"places": "place", "organisations": "organisation"}.get(name) or row["kind"]
            entries, tag = (unsure, f"maybe_{tag}") if row.get("also") else (sure, tag)
            for spelling in [row["arabic"], *filter(None, row["other"].split("|"))]:
                entries.setdefault(entry_key(spelling), Entry(tag, row["arabic"]))
            for adjective in filter(None, row.get("adjective", "").split("|")):
                definite = " ".join("ال" + word for word in adjective.split())
                for form in (definite, definite + "ة"):
                    unsure.setdefault(phrase_key(form), Entry("nationality", ""))
    return sure, unsure
