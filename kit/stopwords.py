"""Stop words: the words of every text, whatever it is about; kit/data/stopwords.csv says why each is one."""

import re
from collections.abc import Iterable
from functools import cache, lru_cache

from kit.clean import SAFE, key, normalize, strip_marks, strip_tatweel
from kit.errors import words_of
from kit.wordlists import read_rows

_PRONOUNS = ("ه", "ها", "هما", "هم", "هن", "ك", "كما", "كم", "نا")
_MY = ("ني", "ي")  # after إن and its sisters only: بني is "sons of", معني "concerned"
# و or ف before a stop word, or a letter folded, makes these look like a content word: they stay in the text.
_CONTENT = ("فقد", "فهم", "فهما", "فلك", "ولي", "واحد", "وعدا", "كمن", "لذات")
_ALEF_WITH_SIGN = re.compile("[أإآٱ]")


@cache
def _forms() -> frozenset[str]:
    """Give each stop word as it is spelt, with what is written onto it."""
    forms: set[str] = set()
    for row in read_rows("stopwords.csv"):
        word = row["word"]
        forms.add(word)
        if host := row["before_pronoun"]:
            forms.update(host + pronoun for pronoun in _PRONOUNS)
            forms.update(host + pronoun for pronoun in _MY if row["class"] == "conjunction")
        if row["after_preposition"]:
            forms |= {"ب" + word, "ك" + word, "لل" + word[2:] if word.startswith("ال") else "ل" + word}
    return frozenset(forms | {letter + form for letter in "وف" for form in forms if len(form) > 1})


@cache
def stopwords() -> frozenset[str]:
    """Give the counting keys of all stop words, with what is written onto them: في، فيه، وفيه، بهذا.

    >>> key("إلى") in stopwords(), key("وعليها") in stopwords(), key("قال") in stopwords()
    (True, True, False)
    """
    return frozenset(map(key, _forms())) - frozenset(_CONTENT)


@lru_cache(maxsize=1 << 16)
def _is_stopword(token: str) -> bool:
    """Whether a token is a stop word; a written hamza tells إمام (imam) from أمام (in front of)."""
    plain = normalize(token, *SAFE, strip_marks, strip_tatweel)
    return key(token) in stopwords() and (plain in _forms() or not _ALEF_WITH_SIGN.search(plain))


def remove_stopwords(tokens: Iterable[str]) -> list[str]:
    """Leave out the tokens that are stop words; a hamza left out does not matter, another hamza does.

    >>> remove_stopwords(["وتواصل", "القوات", "الى", "هذه", "المعارك", "أمام", "إمام"])
    ['وتواصل', 'القوات', 'المعارك', 'إمام']

    Raises:
        TextError: `tokens` is no list of words.
    """
    return [token for token in words_of(tokens, "remove_stopwords") if not _is_stopword(token)]
