"""The lists behind lesson 07: names that are known, and the words that announce a name."""

import re
from functools import cached_property, lru_cache
from typing import Any, NamedTuple, TypeVar

import pandas as pd

from kit.characters import MARKS
from kit.clean import fold
from kit.data import read_rows, read_table
from kit.errors import TextError, shorten, text_of
from kit.language import say
from kit.tokens import stem, stopwords, tokenize

__all__ = ["gazetteer"]

LISTS = ("places", "people", "organisations")
Value = TypeVar("Value")
MEN = ("خليفة", "جمعة", "نعمة", "لفتة")  # Of the given names in ة that are words too, those of men.


class Entry(NamedTuple):
    """What the lists know about a word or phrase; a name also has its spellings, each with its hamzas.

    Where it is spelt with other hamzas it is `otherwise`: إب is a town, and آب August.
    """

    tag: str
    canonical: str
    spellings: tuple[str, ...] = ()
    otherwise: str = ""


class Reading(NamedTuple):
    """A way to read a word: what is attached to it, and the word; "للعراق" hides the alef of "العراق"."""

    attached: str
    word: str
    hides_alef: bool = False


class Layer(dict[str, Value]):
    """A dictionary that lies on another, whose values are seen where it has none: it need not be copied."""

    below: dict[str, Value]

    def get(self, key: str, default: Any = None) -> Any:
        """Give a key's value here, or else that below."""
        value = super().get(key)
        return value if value is not None else self.below.get(key, default)


class Lexicon(Layer[Entry]):
    """Each listed word and phrase with its entry, by its fold, and what a search for them must know first."""

    below: dict[str, Entry] = {}  # noqa: RUF012 (never written to)
    # The first words of the entries that a text added.
    added: frozenset[str] = frozenset()

    def with_more(self, entries: dict[str, Entry]) -> "Lexicon":
        """Give the lexicon with some entries more, which may stand for others of the same form."""
        more = Lexicon(entries)
        longest = Layer({first: max(n, self.longest.get(first, 1)) for first, n in more.longest.items()})
        more.below, longest.below, more.longest = self, self.longest, longest
        more.marked, more.alone, more.added = self.marked, self.alone, self.added.union(longest)
        return more

    @cached_property
    def alone(self) -> dict[str, tuple[Reading, int, Entry]]:
        """How words are read that are read alike wherever they stand; kit.names.tags fills it."""
        return {}

    @cached_property
    def longest(self) -> dict[str, int]:
        """For each first word of an entry, the number of words in the longest entry that begins with it."""
        longest: dict[str, int] = {}
        for phrase in self:
            first, words = phrase.partition(" ")[0], phrase.count(" ") + 1
            longest[first] = max(words, longest.get(first, 1))
        return longest

    @cached_property
    def marked(self) -> list[str]:
        """The names that count only where their mark is written: عُمان."""
        return [phrase for phrase in self if re.search(f"[{MARKS}]", phrase)]


def gazetteer(name: str = "places") -> pd.DataFrame:
    """Give one of the lists of names: "places", "people" or "organisations".

    Places have a latitude and a longitude in degrees, north and east positive.

    >>> places = gazetteer("places").set_index("arabic")
    >>> float(places.loc["دمشق", "latitude"])
    33.51

    Raises:
        TextError: there is no such list.
    """
    if text_of(name, "gazetteer", "name") not in LISTS:
        said = say(
            'gazetteer("{name}"): there is no such list. The lists are {lists}.',
            name=shorten(name),
            lists=say(", ").join(LISTS),
        )
        raise TextError(said)
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
def lexicon() -> Lexicon:
    """Give every listed word and phrase, by its fold, with its tag and the name it stands for.

    What is listed twice goes by the surer list: a name that is also an ordinary word ("maybe_"; "likely_"
    where the word is rare) gives way to the words that announce names, and those to names that are nothing
    else.

    >>> lexicon()["داعش"][:2]
    ('organisation', 'تنظيم الدولة الإسلامية')
    >>> lexicon()["القائم"].tag, lexicon()["السورية"].tag
    ('maybe_place', 'nationality')
    """
    stops = {fold(word) for word in stopwords()}
    # "وعن" is "and" and "عن", so that the rules see both.
    entries = Lexicon({word: Entry("stop", "") for word in stops if word[0] != "و" or word[1:] not in stops})
    sure, unsure = _names()
    entries |= unsure
    offices: dict[str, Entry] = {}
    for row in read_rows("cues.csv"):
        for word in row["words"].split("|"):
            entries[fold_phrase(word)] = Entry(row["tag"], "")
            cairo = re.sub(r"\bفي\b", "فى", word)  # As Cairo writes it, it is a stop word of its own.
            entries[fold_phrase(cairo)] = Entry(row["tag"], "")
            if row["tag"] == "role" and " " not in word and word[:2] != "ال":
                offices |= _with_article_or_pronoun(word)
    entries = Lexicon(offices | entries)
    for form, entry in sure.items():
        known = entries.get(form)
        other = known and not known.spellings and any(re.search("[أإآ]", name) for name in entry.spellings)
        entries[form] = entry._replace(otherwise=known.tag) if known and other else entry
    return entries


def _with_article_or_pronoun(office: str) -> dict[str, Entry]:
    """Give the forms of an office that announce a person as well: الرئيسة, and رئيستها "her president".

    >>> list(_with_article_or_pronoun("رئيسة"))
    ['الرئيسة', 'رئيسته', 'رئيستها', 'رئيستهم']
    """
    owned = dict.fromkeys((fold(re.sub("ة$", "ت", office) + his) for his in ("ه", "ها", "هم")), "of_person")
    return {form: Entry(tag, "") for form, tag in {fold("ال" + office): "office", **owned}.items()}


@lru_cache
def common_folds() -> frozenset[str]:
    """Give the folds of common words: أطار, a town, is written like إطار (frame) where no hamza is.

    >>> "اطار" in common_folds()
    True
    """
    return frozenset(map(fold, read_table("common_words.txt")[""]))


@lru_cache
def common_stems() -> frozenset[str]:
    """Give the stems of common words; a word with none of them is rare, and may be a name.

    >>> fold(stem("كتابها")) in common_stems(), fold(stem("زنباقة")) in common_stems()
    (True, False)
    """
    return frozenset(fold(stem(word)) for word in common_folds())


def is_common(word: str) -> bool:
    """Say whether a word is a form of a common word.

    >>> is_common("فكتابها"), is_common("زنباقة")
    (True, False)
    """
    whole = fold(stem(word)) in common_stems()
    return whole or (word[0] in "وف" and len(word) > 4 and fold(stem(word[1:])) in common_stems())


@lru_cache
def clubs() -> dict[str, Entry]:
    """Give the clubs that are ordinary words, as entries of a text that is of sport: there they are clubs.

    >>> clubs()["النصر"].tag
    'organisation'
    """
    no_clubs = ("short for", "never alone:")
    rows = [
        row for row in read_rows("organisations.csv") if row["also"] and not row["also"].startswith(no_clubs)
    ]
    forms = (
        (row["arabic"], spelling) for row in rows for spelling in (row["arabic"], *row["other"].split("|"))
    )
    return {
        fold_entry(spelling): Entry("organisation", name, (spelling,))
        for name, spelling in forms
        if spelling and spelling != "الاتحاد"  # الاتحاد العراقي لكرة القدم
    }


@lru_cache
def groups(sort: str) -> dict[str, str]:
    """Give the patterns that stand in name_groups.csv under one name, of one sort: "group", "sort" or "tags".

    >>> groups("group")["town"]
    '(place|maybe_place|likely_place)'
    """
    return {row["name"]: row["pattern"] for row in read_rows("name_groups.csv") if row["kind"] == sort}


def _names() -> tuple[dict[str, Entry], dict[str, Entry]]:
    """Give the listed names, and apart from them those that are ordinary words too."""
    sure: dict[str, Entry] = {}
    unsure: dict[str, Entry] = {}
    for name in LISTS:
        for row in read_rows(f"{name}.csv"):
            tag = {"places": "place", "organisations": "organisation"}.get(name) or row["kind"]
            tag = "city" if row.get("kind") == "city" and not row["also"] else tag
            if tag == "surname":
                entries, tag = unsure, "surname" if row["arabic"].startswith("ال") else "maybe_surname"
            elif row.get("also") == "an adjective":
                entries, tag = sure, "land"  # السعودية, the country, and Saudi
            elif row.get("also", "").startswith("short for"):
                entries, tag = unsure, "agency"
            elif row.get("also", "").startswith("in sport:"):
                continue
            elif row.get("also"):
                level = "likely" if row["also"].startswith("rarely") else "maybe"
                entries, tag = unsure, f"{level}_{'given' if tag == 'foreign' else tag}"
                if tag == "maybe_given" and row["arabic"].startswith("ال"):
                    tag = "the_given"  # الصادق, the truthful: a name only where one is announced
                elif tag == "maybe_given" and row["also"].startswith(("he ", "she ")):
                    tag = "maybe_verb"
                elif tag == "maybe_given" and row["arabic"].endswith("ة") and row["arabic"] not in MEN:
                    tag = "maybe_woman"  # حصة, share: no father's name, and so no name after another
            else:
                entries = sure
            for spelling in [row["arabic"], *filter(None, row["other"].split("|"))]:
                form = fold_entry(spelling)
                known = entries.setdefault(form, Entry(tag, row["arabic"]))
                entries[form] = known._replace(spellings=(*known.spellings, spelling))
            for adjective in filter(None, row.get("adjective", "").split("|")):
                definite = " ".join("ال" + word for word in adjective.split())
                for form in (definite, definite + "ة"):
                    unsure.setdefault(fold_phrase(form), Entry("nationality", ""))
                for form in (definite + "ين", definite + "ون"):
                    unsure.setdefault(fold_phrase(form), Entry("nationals", ""))
    for name in [name for name, entry in sure.items() if entry.tag == "given" and name[:2] != "ال"]:
        if "ال" + name not in sure:
            unsure.setdefault("ال" + name, Entry("surname", ""))  # المحمد, اليوسف
    return sure, unsure
