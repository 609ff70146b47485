"""The small words that Arabic writes joined to their neighbour: و ف ب ل ك س and ال in front, pronouns behind.

A written word is at most  (و | ف)  (ب | ل | ك | س)  ال  stem  pronoun,  each once and in this order. That is all the grammar;
the hard part is that the و of وزير "minister" is no "and". Each rule below asks for evidence, and the evidence is either
what the rest of the word looks like or a list of words we know (kit/data/clitics_*.txt, which say where they come from).
A word is judged alone, so فقد is always "so + particle" though in the article it once is "lost": context would tell.
"""

import re
from functools import lru_cache
from importlib.resources import files

MARKS = re.compile("[\N{ARABIC TATWEEL}\u0610-\u061a\u064b-\u065f\u0670\u06d6-\u06ed]+")
ARABIC_WORD = re.compile("[\u0621-\u063a\u0641-\u064a]+")
FOLD = str.maketrans(
    "أإآٱىؤئ", "ااااي" + "ءء"
)  # letter for letter, so that a place in the key is a place in the word

PRONOUNS = ("هما", "كما", "ها", "هم", "هن", "نا", "ني", "كم", "ه", "ك", "ي")  # the longer first
TAKES_MY = {"ل", "مع", "عند"}
TAKES_YOUR = {"ل", "ب", "ان", "لان", "لكن", "مع", "عند", "لدي", "علي", "الي", "من", "عن", "في", "بين", "نفس"}
LONG_BEFORE_OUR = {"علي", "الي", "لدي", "في", "ايدي"}

# Endings that leave a word the same word: gender, number, case, person, and a pronoun after them.
INFLECTIONS = "ة ت ا ان ين ون ات تان تين تا تي وا و ي ية يا يون يين يات".split()
ENDINGS = {i + p for i in ["", *INFLECTIONS] for p in ("", "ه", "ها", "هم", "هما", "هن", "نا")}

# Arabic roots avoid two neighbours spoken at the same place in the mouth (Greenberg 1950, "The Patterning of Root
# Morphemes in Semitic"), so before these letters ف or ك is hardly ever the first letter of a root.
NO_ROOT = {"ف": "بم", "ك": "قغخجعح"}


def _lines(name: str) -> list[str]:
    """The lines of a data file of ours that are neither empty nor comments."""
    text = files("kit").joinpath("data", f"clitics_{name}.txt").read_text(encoding="utf-8")
    return [line for line in text.splitlines() if line and not line.startswith("#")]


def _words(name: str) -> set[str]:
    return {word.translate(FOLD) for line in _lines(name) for word in line.split()}


def _inflecting(words: set[str]) -> set[str]:
    """Words with the forms their ة takes before an ending: وكالة وكالت وكالات."""
    return words | {word[:-1] + ending for word in words if word.endswith("ة") for ending in ("ت", "ات")}


OWN_FIRST = _inflecting(_words("own_first"))
FIXED = _words("fixed")
OWN_LAST = _words("own_last")
NO_ARTICLE = _words("no_article")
AFTER: dict[str, set[str]] = {letter: set() for letter in "وفبلك"}
for letters, _, words in (line.partition(":") for line in _lines("after")):
    for letter in letters:
        AFTER[letter] |= {word.translate(FOLD) for word in words.split()}


def _owns_first(key: str) -> bool:
    """Whether the first letter is part of a word we know: وزير, ووزيرها without its first و, بغداد."""
    return key in FIXED or any(key[:n] in OWN_FIRST and key[n:] in ENDINGS for n in range(3, len(key) + 1))


def _owns_last(key: str) -> bool:
    """Whether the last letters are part of a word we know: وجه, يتجه, مياه, جنيها."""
    return (
        key in OWN_LAST
        or (key[0] in "يتن" and key[1:] in OWN_LAST)
        or (key[-1] == "ا" and key[:-1] in OWN_LAST)
    )


def _has_article(bare: str, key: str) -> bool:
    """Whether ال is "the": not a written أل or إل, not a word like إلى or التقى, and two letters must remain."""
    return bare[:2] == "ال" and len(bare) > 3 and key not in NO_ARTICLE


def _imperfect(key: str) -> bool:
    """Whether it can be a verb in the imperfect: يكون, تعلن, نقول."""
    return len(key) > 2 and key[0] in "يتن"


def _is_clitic(bare: str, key: str) -> bool:
    """Whether the first letter is a word of its own."""
    letter, rest, key = bare[0], bare[1:], key[1:]
    if len(rest) < 2 or _owns_first(bare[0] + key):
        return False
    if letter == "و":
        return True
    if letter == "س":
        return _imperfect(key) or (rest[0] == "أ" and len(rest) > 3)
    if letter in "بل" and key in PRONOUNS:  # لهما is ل + pronoun: the one-letter word itself is the stem
        return False
    if rest[0] in "أإ" or key in AFTER[letter] or _has_article(rest, key):
        return True
    if len(rest) == 2:
        return False
    if letter == "ف":
        return rest[0] in NO_ROOT["ف"] or rest.startswith(("لل", "بال")) or (_imperfect(key) and len(key) > 3)
    if rest[0] == "و":  # nouns that begin with و are few and in our list: بوزير but بوش
        return _owns_first(key)
    if letter == "ك":
        return rest[0] in NO_ROOT["ك"] or (rest[0] == "م" and len(rest) > 3)
    return letter == "ل" or rest[0] != "ي"


def _pronoun(key: str) -> str:
    """The pronoun at the end of a word without article, or an empty string."""
    for pronoun in PRONOUNS:
        host = key.removesuffix(pronoun)
        if host == key:
            continue
        if pronoun == "ي":
            fits = host in TAKES_MY
        elif pronoun in ("ك", "كم", "كما"):
            fits = host in TAKES_YOUR
        elif pronoun == "ني":  # إنني, يمكنني; but يوناني
            fits = host.endswith("ن") and len(host) > 1
        elif _owns_last(key) or len(host) < 2 and host not in ("ل", "ب"):
            fits = False
        else:
            fits = pronoun != "نا" or host[-1] not in "اوي" or host in LONG_BEFORE_OUR
        return pronoun if fits else ""
    return ""


@lru_cache(maxsize=1 << 17)
def _split(word: str) -> tuple[str, ...]:
    bare = MARKS.sub("", word)
    if not ARABIC_WORD.fullmatch(bare):
        return (word,)
    key, pieces = bare.translate(FOLD), []
    for letters in ("وف", "بلكس"):
        if bare[0] in letters and _is_clitic(bare, key):
            pieces.append(bare[0] + "+")
            bare, key = bare[1:], key[1:]
    if pieces and pieces[-1] == "ل+" and key[0] == "ل" and not _owns_first(key):
        bare, key = "ا" + bare, "ا" + key  # للمدينة is ل + المدينة: the ا is not written
    article = _has_article(bare, key)
    if article:
        pieces.append("ال+")
        bare, key = bare[2:], key[2:]
    end = len(bare) - (0 if article else len(_pronoun(key)))
    pieces.append(bare[:end])
    if bare[end:]:
        pieces.append("+" + bare[end:])
    return tuple(pieces)


def split_clitics(word: str) -> list[str]:
    """Take the attached words off one written word.

    In: one word. Out: its pieces in order; what stands before ends in "+", what stands behind begins with "+", and
    exactly one piece, the stem, has no "+". Marks and tatweel are left out; anything but a word in Arabic letters comes
    back whole. The pieces joined are the word again, but for the ا that للـ swallows.

    >>> split_clitics("والقائم")
    ['و+', 'ال+', 'قائم']
    >>> split_clitics("معقله"), split_clitics("وزير")
    (['معقل', '+ه'], ['وزير'])
    >>> split_clitics("للمدينة")
    ['ل+', 'ال+', 'مدينة']
    """
    return list(_split(word))


def stem(word: str) -> str:
    """Give a key under which the forms of one word meet; it is for grouping, never for display.

    >>> stem("المدينة") == stem("لمدينة")
    True
    """
    return next(piece for piece in _split(word) if "+" not in piece).translate(FOLD)
