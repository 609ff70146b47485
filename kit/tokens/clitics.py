"""Take a written word apart: و ف ب ل ك س and ال in front, pronouns behind; and group words by what is left.

A written word is at most  (و | ف)  (ب | ل | ك | س)  ال  stem  pronoun,  each once and in this order. That is
all the grammar. The hard part is that the و of "وزير" (minister) is no "and". So each rule asks for evidence:
what the rest of the word looks like, or a list of words we know (`data/clitics_*.txt`, made for this course).

A word is judged alone and takes its commonest reading: "فقد" is taken for "so" + particle, though it means
"lost" in the article. Only the sentence could tell.
"""

import re
from collections.abc import Iterable
from functools import lru_cache

from kit.characters import ARABIC_LETTERS, CONTROLS, MARKS, TATWEEL
from kit.clean import SAFE, normalize, strip_marks, unify_lookalikes
from kit.data import read_table
from kit.errors import text_of
from kit.tokens.stems import WE, light_stem, unify_letters

__all__ = ["split_clitics", "stem"]

_UNWRITTEN = re.compile(f"[{TATWEEL}{MARKS}{CONTROLS}]+")  # Pieces are shown without these.
_ARABIC_WORD = re.compile(f"[{ARABIC_LETTERS}]+")

PRONOUNS = ("هما", "كما", "ها", "هم", "هن", "نا", "ني", "كم", "ه", "ك", "ي")  # The longer come first.
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
    """Give the forms of a perfect verb: سأل، سألت، سألوا; دعا، دعت، دعوا، دعوت; نسي، نسوا."""
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

# Letters before which ف or ك seldom begins a root: Arabic roots avoid neighbours spoken at one place of the
# mouth (Joseph Greenberg, "The Patterning of Root Morphemes in Semitic", Word 6, 1950). ك before م is often
# the "as" of "as a teacher".
SELDOM_ROOT = {"ف": "بم", "ك": "قغخجعحم"}
# After ف "so" comes لل "to the" or a verb: يقول, سيقول "will", ليقل "let him", استمر, انتقل, اجتمع.
_AFTER_FA = re.compile("[سل]?[يتن]|ا(.ت|ن|ست)|لل")
# Shapes of a verb before ني "me".
_VERB_BEFORE_ME = re.compile(
    "ي...+|ت..+[^اوي]|ت...+[وي]"  # an imperfect of three letters and more: يخبرني, تخبرني, تتركوني
    "|ا..+[^اوي][وي]?"  # a form with ا in front: أخبرني, انتظروني, أعيديني
    "|[^ماويتن](?:[^اوي]|ا[^اوي])[^اوي]"  # three consonants: سألني, ساعدني; but adjectives in م: مدني
    "|[^م]ا..و|.{3,}تو"  # "they", or "you" to many: شاركوني, سألتوني
    "|.{2,}[^ا]ت"  # "she" or "you": علمتني
    "|ي[^نت][^اوتي]"  # a doubled verb, or "he did not" of a hollow one: يهمني, لم يجبني; but يبني, يقتني
)
_FA_AND_DOUBLED = re.compile(r".([^اوي])\1(?:ت|نا|وا|تم)?")  # ف before a verb: فقررت, فردد
_FA_AND_ME = re.compile("[^اوي]{2,}[^اويت]ت?ني")  # after ف "so", a verb with "me": فسألني, فلفحتني
_MY_PLURAL = re.compile("أ..ا[^ن]ي")  # أفكاري, أقلامي; with ن it is mostly an adjective: أفغاني
# "our" or "your" after a long vowel: مواطنينا, لاعبينا, قضايانا, انتظرونا, يخذلونا; but مشينا "we walked"
_LONG_BEFORE_OUR = re.compile("م...+ي|.ا..ي|.+ايا|ا...+و|[يت]...+و|[^مويا][^اوي]{2}و|.ا[^اوي]{2}و")

_VERB_LISTS = read_table("clitics_verbs.txt")
NO_ARTICLE, OWN_LAST = _words("clitics_no_article.txt"), _words("clitics_own_last.txt")
# The form of a verb that stands only before its own ending: زرنا "we visited" and no زارنا "he visited us".
OWN_LAST |= {unify_letters(verb) + "نا" for verb in _VERB_LISTS["shortened"]}
OWN_LAST |= {unify_letters(verb + verb[-1]) + "نا" for verb in _VERB_LISTS["doubled"]}
# The first two letters as they are written: the lists have كأس and not كأنه, واعد and not وأعد.
FIXED, OWN_FIRST = _words("clitics_fixed.txt", after=2), _words("clitics_own_first.txt", after=2)
OWN_FIRST |= {word[:-1] + e for word in OWN_FIRST if word[-1] == "ة" for e in ("ت", "ات")}  # وكالة: وكالات
OWN_FIRST |= {word[:-1] + "و" for word in OWN_FIRST if word[-1] == "ي" and len(word) > 3}  # وافى: وافونا
# Before a pronoun ى is written ا: فتواه.
OWN_FIRST |= {f"{word[:-1]}ا" for word in read_table("clitics_own_first.txt")[""] if word[3:].endswith("ى")}
FIXED |= {p + e for p in ("لأن", "لان", "لدي", "لعل", "لكن", "ليت") for e in ("", *PRONOUNS)}
LONGEST = max(map(len, OWN_FIRST))  # No more is compared, so that a word of a million letters takes no time.
VERBS = {
    form
    for verbs in _VERB_LISTS.values()
    for verb in verbs
    if len(verb) != 3 or verb not in _VERB_LISTS["shortened"]  # فاتح is no ف with أتح
    for form in _perfects(verb)
}
IMPERFECTS = {  # and imperatives: يعطي of أعطى, يدعو of دعا, يسأل and اسأل of سأل, يهز of هز
    prefix + form.removeprefix("ا")
    for form in VERBS - {"ا"}
    for prefix in "ايتن"
    if form.endswith(tuple("ايو")) or len(form) in (2, 3)
} | {prefix + form for form in VERBS if form[0] == "ا" and len(form) == 3 for prefix in "يتن"}  # يأخذ
AFTER = _by_letters("clitics_after.txt", [*"وفبلكس", "لل"])
BEFORE = _by_letters("clitics_before.txt", ("ي", "ك", "ني", "كم", "هم"))


def _owns_first(bare: str, key: str) -> bool:
    """Say whether the first letter is part of a word we know: وزير, وزيرها, واشنطن."""
    key = bare[:2] + key[2:]
    if key in FIXED:
        return True
    for size in range(3, min(len(key), LONGEST) + 1):  # A loop is twice as fast as any() here.
        if key[:size] in OWN_FIRST and key[size:] in ENDINGS:
            return True
    return False


def _owns_last(key: str) -> bool:
    """Say whether the last letters are part of a word we know: وجه, يتجه, جنيها, عبدالله."""
    known = {key, key.removesuffix("ا")}
    imperfect = key[0] in "يت" or (key[0] == "ن" and len(key) > 3)  # but نصك is "your text"
    if imperfect and key[1] != "ا" and not key.endswith("نا"):  # يفهم of فهم, يمتلك of امتلك
        known |= {key[1:], "ا" + key[1:]}
    return key.endswith("الله") or not OWN_LAST.isdisjoint(known)


def _has_article(bare: str, key: str) -> bool:
    """Say whether ال is "the": not أل or إل, not before a single letter, and not in إلى, التقى or التزامه."""
    if bare[0] not in "اٱ" or bare[1:2] != "ل" or len(bare) < 4 or key in NO_ARTICLE:
        return False
    if not key.endswith(PRONOUNS):
        return True
    hosts = (key[:-n] for n in (1, 2, 3) if key[-n:] in _PRONOUNS - {"ك"} and len(key) - n > 4)
    return NO_ARTICLE.isdisjoint(hosts)


def _is_verb(key: str) -> bool:
    """Say whether a word is a form of a verb we know that takes an object: سألو, يعطي, اتركو, تسألون."""
    forms = {key, key.removesuffix("ي"), key.removesuffix("ن").removesuffix("و")}
    return not (VERBS.isdisjoint(forms) and IMPERFECTS.isdisjoint(forms))


def _hosts(key: str) -> list[str]:
    """Return what would stand before a pronoun: of كلامكم that is كلام; of others nothing."""
    if not key.endswith(PRONOUNS):
        return []
    return [key[:-n] for n in (1, 2, 3) if key[-n:] in _PRONOUNS]


def _is_known(key: str) -> bool:
    """Say whether a word is a verb we know (سكت), or one, or a noun, before a pronoun (سألها, كلامها)."""
    hosts = _hosts(key)
    return key in VERBS or any(host in VERBS or (len(host) > 2 and host in BEFORE["ي"]) for host in hosts)


def _is_listed(letter: str, key: str) -> bool:
    """Say whether a word with a pronoun is listed behind this letter without it: كحلمه, فعليك."""
    words, hosts = AFTER.get(letter, ()), [host for host in _hosts(key) if len(host) > 2]
    return any(host in words or (host[-1] == "ت" and f"{host[:-1]}ة" in words) for host in hosts)


def _has_clitic(bare: str, key: str) -> bool:
    """Say whether the first letter is a word of its own."""
    letter, rest, rest_key = bare[0], bare[1:], key[1:]
    if letter in AFTER and (rest_key in AFTER[letter] or rest == "لدى"):  # ولدي is "my son"
        return True
    if len(rest) < 2 or rest[0] in "ةىءؤئ":  # no word begins with these five
        return False
    if _owns_first(bare, key):
        return bare[:2] + key[2:] not in FIXED and _is_listed(letter, rest_key)
    if letter == "و":
        return True
    if letter == "س":  # "will": an imperfect of three letters follows; سنها is "her age"
        verb = rest_key.removesuffix(_pronoun(rest_key))
        return rest[0] in "أيتن" and len(verb) > 2 and verb[1:] not in PRONOUNS
    if letter in "بل" and (rest_key in PRONOUNS or rest_key[1:] in ("ها", "هم", "هما", "هن")):
        return False  # لهم is ل + "them", and لبها "its core": here the letter is of the stem
    if rest[0] in "أإ" or _has_article(rest, rest_key) or (rest_key == "الله" and letter in "فب"):
        return True
    if len(rest) == 2:
        return letter == "ف" and rest_key in VERBS
    if letter in SELDOM_ROOT and rest[0] in SELDOM_ROOT[letter]:
        return True
    if rest[0] == "و":  # words that begin with و are few, and we know them: بوزير but بوش
        return _owns_first(rest, rest_key)
    if letter == "ف":
        if (len(rest) > 3 and _AFTER_FA.match(rest)) or _FA_AND_DOUBLED.match(rest_key):
            return True
        if _FA_AND_ME.fullmatch(rest_key):
            return True
        return _is_known(rest_key) or _is_listed(letter, rest_key)
    if letter == "ل" or (letter == "ب" and rest[0] != "ي"):  # "with" never stands before an imperfect
        return True
    return _is_listed(letter, rest_key)


def _takes(host: str, pronoun: str, key: str) -> bool:
    """Say whether the letters of `pronoun` behind `host` are that pronoun; `key` is both together."""
    if host in BEFORE.get(pronoun, ()):
        return True
    if _owns_last(key) or (pronoun == "نا" and WE.fullmatch(key)):
        return False
    if pronoun == "ي":  # my city, مدينتي: after the ت of ة and ات; else only after words we know
        return host[-1] == "ت" and len(host) > 2 and (len(host) > 3 or host[-2] not in LONG_VOWELS)
    if pronoun == "ني":
        return _is_verb(host) or bool(_VERB_BEFORE_ME.fullmatch(host)) or (host[-1] == "ن" and len(host) > 1)
    if pronoun in ("ك", "نا") and host.endswith(LONG_VOWELS):  # mostly part of the word: شباك, ملوك; بيانا
        if host in BEFORE["ك"] or _LONG_BEFORE_OUR.fullmatch(host):
            return True
        ours = pronoun == "نا" and host in VERBS  # but مشينا "we walked", and حرمانا is of حرمان
        of_an = host[-1] == "ا" and len(host) > 3 and host[:-1] in VERBS
        return _is_verb(host) and not (ours and (host[-1] == "ي" or of_an))
    return len(host) > 1 or host in ("ل", "ب")


def _pronoun(key: str) -> str:
    """Return the pronoun at the end of a word that has no article, or an empty string."""
    if not key.endswith(PRONOUNS):  # So it is with most words, and one look is faster than eleven.
        return ""
    for pronoun in PRONOUNS:
        if key.endswith(pronoun) and key != pronoun and _takes(key.removesuffix(pronoun), pronoun, key):
            return pronoun
    return ""


@lru_cache(maxsize=1 << 17)
def _split(word: str) -> tuple[str, ...]:
    bare = word if _ARABIC_WORD.fullmatch(word) else _UNWRITTEN.sub("", word)
    if not _ARABIC_WORD.fullmatch(bare):  # It may have shaped letters out of a PDF, or ک and ی of Persian.
        bare = _UNWRITTEN.sub("", normalize(word, *SAFE, strip_marks, unify_lookalikes))
        if not _ARABIC_WORD.fullmatch(bare):
            return (word,)
    key, pieces = unify_letters(bare), []
    for letters in ("وف", "بلكس"):
        if bare[0] in letters and _has_clitic(bare, key):
            pieces.append(bare[0] + "+")
            bare, key = bare[1:], key[1:]
    listed = key[1:] in AFTER["ل"] or key[1:] in AFTER["لل"]
    if pieces[-1:] == ["ل+"] and bare[0] == "ل" and (listed or not _owns_first(bare, key)):
        unwritten = "ال" if bare == "له" else "ا"  # للمدينة is ل + المدينة, and لله is ل + الله
        bare, key = unwritten + bare, unwritten + key
    article = _has_article(bare, key)
    if article:
        pieces.append("ال+")
        bare, key = bare[2:], key[2:]
    pronoun = "" if article else _pronoun(key)
    if not (article or pronoun) and _MY_PLURAL.fullmatch(bare) and not _owns_last(key):
        pronoun = "ي"
    end = len(bare) - len(pronoun)
    pieces.append(bare[:end])
    if bare[end:]:
        pieces.append("+" + bare[end:])
    return tuple(pieces)


def split_clitics(word: str) -> list[str]:
    """Take the attached words off one written word.

    In: one word. Out: its pieces in order. What stands in front ends in "+", what stands behind begins with
    "+", and exactly one piece, the stem, has none. Marks and tatweel are left out; anything but a word in
    Arabic letters comes back as it is. Joined, the pieces are the word again, but for the ا that ل swallows.

    >>> split_clitics("والقائم")
    ['و+', 'ال+', 'قائم']
    >>> split_clitics("معقلاه"), split_clitics("وزير")
    (['معقلا', '+ه'], ['وزير'])
    >>> split_clitics("لمدينة"), split_clitics("للمدينة")
    (['ل+', 'مدينة'], ['ل+', 'ال+', 'مدينة'])

    Raises:
        TextError: `word` is no string.

    Source: rules and lists of our own; scored against Universal Dependencies Arabic-PADT.
    """
    return list(_split(text_of(word, "split_clitics")))


def stem(word: str) -> str:
    """Return a key that the forms of one word share: group by it, never show it: it is no dictionary form.

    In: one word. Out: its stem without endings, or the name of its family where the forms are irregular. It
    tells "أن" (that) from "إن" (if), which `kit.clean.fold` does not. Words that share only a root stay
    apart: "كاتب" (writer) and "مكتب" (office). Wrongly merged: "زيت" (oil), "زيتون" (olives). Wrongly apart:
    "محضر", "محاضر" (minutes of a meeting, and their plural).

    >>> {stem(word) for word in ["المدينة", "لمدينتهم", "مدن"]}
    {'مدينة'}
    >>> stem("المقاتلين") == stem("مقاتل"), stem("يعتبر") == stem("اعتبرت")
    (True, True)
    >>> stem("وكالة")
    'وكال'

    Raises:
        TextError: `word` is no string.
    """
    return _stem(text_of(word, "stem"))


@lru_cache(maxsize=1 << 17)
def _stem(word: str) -> str:
    pieces = _split(word)
    bare = pieces[0] if len(pieces) == 1 else next(piece for piece in pieces if "+" not in piece)
    if pieces[-1] == "+ني" and len(bare) > 3:  # Before "me" stands a verb: خذلتني.
        bare = bare.removesuffix("ت")
    return light_stem(bare, article="ال+" in pieces, pronoun=pieces[-1].startswith("+"))
