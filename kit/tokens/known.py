"""The words that `kit.tokens.clitics` knows, and what may be written onto them: lists and how they are asked.

The lists are `kit/data/clitics_*.txt`, made for this course; each says in its first lines what stands in it.
"""

from collections.abc import Iterable

from kit.data import read_table
from kit.tokens.stems import VERB_LISTS, unify_letters

__all__ = [
    "AFTER",
    "BEFORE",
    "FIXED",
    "LONG_VOWELS",
    "NO_ARTICLE",
    "PRONOUNS",
    "VERBS",
    "is_known",
    "is_listed",
    "is_verb",
    "owns_first",
    "owns_last",
]

PRONOUNS = ("هما", "كما", "ها", "هم", "هن", "نا", "ني", "كم", "كن", "ه", "ك", "ي")  # The longer come first.
_PRONOUNS = frozenset(PRONOUNS)
LONG_VOWELS = tuple("اوي")


def _words(name: str, *, after: int = 0) -> set[str]:
    return {unify_letters(word, after=after) for word in read_table(name)[""]}


def _by_letters(name: str, letters: Iterable[str]) -> dict[str, set[str]]:
    """Read a list of lines "letters: words" as the words that belong to each of `letters`."""
    table = {letter: set[str]() for letter in letters}
    for heads, words in read_table(name).items():
        for head in [heads] if heads in table else heads:
            table[head].update(map(unify_letters, words))
    return table


_AFTER_WEAK_ROOT = ("ي", "ا", "ت", "تا", "وا", "و", "يت", "ينا", "وت", "ونا")
_AFTER_YA = ("ي", "يت", "يا", "وا", "و", "ينا", "ا")  # نسي has نسيت and نسوا, and ا in ينساني.


def _perfects(verb: str) -> set[str]:
    """Return the forms of a perfect verb: سأل، سألت، سألوا; دعا، دعت، دعوا، دعوت; نسي، نسوا."""
    if verb[-1] == "ي":
        return {unify_letters(verb[:-1]) + e for e in _AFTER_YA}
    if verb[-1] in "اى":
        return {unify_letters(verb[:-1]) + e for e in _AFTER_WEAK_ROOT}
    return {unify_letters(verb) + e for e in ("", *["ت", "تا", "ا", "وا", "و", "نا", "ن", "تم"])}


# What may follow a word we know: an ending for gender, number, case or person, and a pronoun.
_INFLECTIONS = " ة ت ا ان ين ون ات تان تين تا تي وا و ي ية يت يا يون يين يات تم"
ENDINGS = {e + p for e in _INFLECTIONS.split(" ") for p in ("", "ه", "ها", "هم", "هما", "هن", "نا")}
ENDINGS |= {e + p for e in ("", "ت", "ات", "ي") for p in ("ك", "كم", "كما", "ي", "ني")} | {"وني", "وكم", "وك"}
ENDINGS |= {"نا" + p for p in ("ه", "ها", "هم", "هما", "هن", "ك", "كم")}

NO_ARTICLE, OWN_LAST = _words("clitics_no_article.txt"), _words("clitics_own_last.txt")
# The form of a verb that stands only before its own ending: زرنا "we visited" and no زارنا "he visited us".
OWN_LAST |= {unify_letters(verb) + "نا" for verb in VERB_LISTS["shortened"]}
OWN_LAST |= {unify_letters(verb + verb[-1]) + "نا" for verb in VERB_LISTS["doubled"]}
# The first two letters keep their spelling, because a hamza may begin the word behind و: و + أعد, but واعد.
FIXED, OWN_FIRST = _words("clitics_fixed.txt", after=2), _words("clitics_own_first.txt", after=2)
OWN_FIRST |= {word[:-1] + e for word in OWN_FIRST if word[-1] == "ة" for e in ("ت", "ات")}  # وكالة: وكالات
OWN_FIRST |= {word[:-1] + "و" for word in OWN_FIRST if word[-1] == "ي" and len(word) > 3}  # وافى: وافونا
# Before a pronoun ى is written ا: فتواه.
OWN_FIRST |= {f"{word[:-1]}ا" for word in read_table("clitics_own_first.txt")[""] if word[3:].endswith("ى")}
FIXED |= {p + e for p in ("لأن", "لان", "لدي", "لعل", "لكن", "ليت") for e in ("", *PRONOUNS)}
LONGEST = max(map(len, OWN_FIRST))  # Comparing stops here, so that a word of a million letters takes no time.
VERBS = {
    form
    for verbs in VERB_LISTS.values()
    for verb in verbs
    if len(verb) != 3 or verb not in VERB_LISTS["shortened"]  # فاتح is no ف with أتح
    for form in _perfects(verb)
}
IMPERFECTS = {  # and imperatives: يعطي of أعطى, يدعو of دعا, يسأل and اسأل of سأل, يهز of هز
    prefix + form.removeprefix("ا")
    for form in VERBS - {"ا"}
    for prefix in "ايتن"
    if form.endswith(tuple("ايو")) or len(form) in (2, 3)
} | {prefix + form for form in VERBS if form[0] == "ا" and len(form) == 3 for prefix in "يتن"}  # يأخذ
AFTER = _by_letters("clitics_after.txt", [*"وفبلكس", "لل"])
BEFORE = _by_letters("clitics_before.txt", ("ي", "ك", "ني", "كم", "كن", "هم"))


def owns_first(bare: str, key: str) -> bool:
    """Return whether the first letter is part of a word we know: وزير, وزيرها, واشنطن.

    `bare` is the word without marks, and `key` the same with one alef (`unify_letters`).

    >>> owns_first("وزيرها", "وزيرها"), owns_first("وبيت", "وبيت")
    (True, False)
    """
    key = bare[:2] + key[2:]
    if key in FIXED:
        return True
    for size in range(3, min(len(key), LONGEST) + 1):  # A loop is twice as fast as any() here.
        if key[:size] in OWN_FIRST and key[size:] in ENDINGS:
            return True
    return False


def owns_last(key: str) -> bool:
    """Return whether the last letters are part of a word we know: وجه, يتجه, جنيها, عبدالله.

    >>> owns_last("يتجه"), owns_last("بيته")
    (True, False)
    """
    known = {key, key.removesuffix("ا")}
    imperfect = key[0] in "يت" or (key[0] == "ن" and len(key) > 3)  # but نصك is "your text"
    if imperfect and key[1] != "ا" and not key.endswith("نا"):  # يفهم of فهم, يمتلك of امتلك
        known |= {key[1:], "ا" + key[1:]}
    return key.endswith("الله") or not OWN_LAST.isdisjoint(known)


def is_verb(key: str) -> bool:
    """Return whether a word is a form of a verb we know that takes an object: سألو, يعطي, اتركو, تسألون.

    >>> is_verb("يعطي"), is_verb("مدرسة")
    (True, False)
    """
    forms = {key, key.removesuffix("ي"), key.removesuffix("ن").removesuffix("و")}
    return not (VERBS.isdisjoint(forms) and IMPERFECTS.isdisjoint(forms))


def _hosts(key: str) -> list[str]:
    """Return what may stand before the pronoun that ends a word, as كلام in كلامكم, or an empty list."""
    if not key.endswith(PRONOUNS):
        return []
    return [key[:-n] for n in (1, 2, 3) if key[-n:] in _PRONOUNS]


def is_known(key: str) -> bool:
    """Return whether a word is a verb we know (سكت), or such a verb or a noun with a pronoun (سألها, كلامها).

    >>> is_known("كلامها"), is_known("برميل")
    (True, False)
    """
    hosts = _hosts(key)
    return key in VERBS or any(host in VERBS or (len(host) > 2 and host in BEFORE["ي"]) for host in hosts)


def is_listed(letter: str, key: str) -> bool:
    """Return whether a word, without its pronoun, is listed behind this letter: كحلمه, فعليك.

    >>> is_listed("ك", "حلمه"), is_listed("ك", "تابه")
    (True, False)
    """
    words, hosts = AFTER.get(letter, ()), [host for host in _hosts(key) if len(host) > 2]
    return any(host in words or (host[-1] == "ت" and f"{host[:-1]}ة" in words) for host in hosts)
