"""Stop words: the words of every text, whatever it is about; kit/data/stopwords.csv says why each is one."""

import csv
from collections.abc import Iterable
from functools import cache
from importlib.resources import files

from kit.clean import key

_PRONOUNS = ("ه", "ها", "هما", "هم", "هن", "ك", "كما", "كم", "نا")
# و or ف before a stop word, or a letter folded, makes these look like a content word: they stay in the text.
_CONTENT = ("فقد", "فهم", "فهما", "فلك", "ولي", "واحد", "وعدا", "كمن")


@cache
def stopwords() -> frozenset[str]:
    """Give the counting keys of all stop words, with what is written onto them: في، فيه، وفيه، بهذا.

    >>> key("إلى") in stopwords(), key("وعليها") in stopwords(), key("قال") in stopwords()
    (True, True, False)
    """
    lines = files("kit").joinpath("data", "stopwords.csv").read_text(encoding="utf-8").splitlines()
    forms: set[str] = set()
    for row in csv.DictReader(line for line in lines if not line.startswith("#")):
        word = row["word"]
        forms.add(word)
        if row["before_pronoun"]:
            forms.update(row["before_pronoun"] + pronoun for pronoun in _PRONOUNS)
        if row["after_preposition"]:
            forms |= {"ب" + word, "ك" + word, "لل" + word[2:] if word.startswith("ال") else "ل" + word}
    forms |= {letter + form for letter in "وف" for form in forms if len(form) > 1}
    return frozenset(map(key, forms)) - frozenset(_CONTENT)


def remove_stopwords(tokens: Iterable[str]) -> list[str]:
    """Leave out the tokens whose counting key is a stop word's.

    >>> remove_stopwords(["وتواصل", "القوات", "في", "هذه", "المعارك"])
    ['وتواصل', 'القوات', 'المعارك']
    """
    stop = stopwords()
    return [token for token in tokens if key(token) not in stop]
