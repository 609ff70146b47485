"""Take a written word apart: و ف ب ل ك س and ال in front, pronouns behind; and group words by what is left.

A written word is at most  (و | ف)  (ب | ل | ك | س)  ال  stem  pronoun,  each once and in this order. That is
all the grammar. The hard part is that the و of "وزير" (minister) is no "and". So each rule asks for evidence:
what the rest of the word looks like, or a list of words we know (`data/clitics_*.txt`, made for this course).

A word is judged alone and takes its commonest reading: "فقد" is taken for "so" + particle, though it means
"lost" in the article. Only the sentence could tell.
"""

import re
from functools import lru_cache

from kit.characters import ARABIC_LETTERS, CONTROLS, MARKS, TATWEEL
from kit.clean import SAFE, normalize, strip_marks, unify_lookalikes
from kit.errors import text_of
from kit.tokens.known import (
    AFTER,
    BEFORE,
    FIXED,
    LONG_VOWELS,
    NO_ARTICLE,
    PRONOUNS,
    VERBS,
    is_known,
    is_listed,
    is_verb,
    owns_first,
    owns_last,
)
from kit.tokens.stems import WE, light_stem, unify_letters

__all__ = ["split_clitics", "stem"]

_UNWRITTEN = re.compile(f"[{TATWEEL}{MARKS}{CONTROLS}]+")  # Pieces are shown without these.
_ARABIC_WORD = re.compile(f"[{ARABIC_LETTERS}]+")

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
# ف before a verb: فقررت, فردد, فقررها
_FA_AND_DOUBLED = re.compile(r"[^ا]([^اوي])\1(?:ت|نا|و|وا|تم)?(?:ه|ها|هم|هما)?")
_FA_AND_ME = re.compile("[^اوي]{2,}[^اويت]ت?ني")  # after ف "so", a verb with "me": فسألني, فلفحتني
_MY_PLURAL = re.compile("أ..ا[^ن]ي")  # أفكاري, أقلامي; with ن it is mostly an adjective: أفغاني
# "our" or "your" after a long vowel: مواطنينا, لاعبينا, قضايانا, انتظرونا, يخذلونا; but مشينا "we walked"
_LONG_BEFORE_OUR = re.compile("م...+ي|.ا..ي|.+ايا|ا...+و|[يت]...+و")
_THEY_BEFORE_US = re.compile("[^مويا][^اوي]{2}و|.ا[^اوي]{2}و")  # ظلمونا, سامحونا; but كركوك, بانكوك

_ON_NO_ARTICLE = frozenset(PRONOUNS) - {"ك"}


def _has_article(bare: str, key: str) -> bool:
    """Return whether ال is "the": not أل or إل, not before one letter, and not in إلى, التقى or التزامه."""
    if bare[0] not in "اٱ" or bare[1:2] != "ل" or len(bare) < 4 or key in NO_ARTICLE:
        return False
    if not key.endswith(PRONOUNS):
        return True
    hosts = (key[:-n] for n in (1, 2, 3) if key[-n:] in _ON_NO_ARTICLE and len(key) - n > 4)
    return NO_ARTICLE.isdisjoint(hosts)


def _has_clitic(bare: str, key: str) -> bool:
    """Return whether the first letter is a word of its own."""
    letter, rest, rest_key = bare[0], bare[1:], key[1:]
    if letter in AFTER and (rest_key in AFTER[letter] or rest == "لدى"):  # ولدي is "my son"
        return True
    if len(rest) < 2 or rest[0] in "ةىءؤئ":  # no word begins with these five
        return False
    if owns_first(bare, key):
        return bare[:2] + key[2:] not in FIXED and is_listed(letter, rest_key)
    if letter == "و":
        return True
    if letter == "س":  # "will": an imperfect of three letters follows; سنها is "her age"
        verb = rest_key.removesuffix(_pronoun(rest_key))
        of_you = verb.endswith("تمو")  # سألتموني is "you asked me"
        return rest[0] in "أيتن" and len(verb) > 2 and verb[1:] not in PRONOUNS and not of_you
    if letter in "بل" and (rest_key in PRONOUNS or rest_key[1:] in ("ها", "هم", "هما", "هن")):
        return False  # لهم is ل + "them", and لبها "its core": here the letter is of the stem
    if rest[0] in "أإ" or _has_article(rest, rest_key) or (rest_key == "الله" and letter in "فب"):
        return True
    if len(rest) == 2:
        return letter == "ف" and rest_key in VERBS
    if letter in SELDOM_ROOT and rest[0] in SELDOM_ROOT[letter]:
        return True
    if rest[0] == "و":  # words that begin with و are few, and we know them: بوزير but بوش
        return owns_first(rest, rest_key)
    if letter == "ف":
        if (len(rest) > 3 and _AFTER_FA.match(rest)) or _FA_AND_DOUBLED.fullmatch(rest_key):
            return True
        if _FA_AND_ME.fullmatch(rest_key):
            return True
        return is_known(rest_key) or is_listed(letter, rest_key)
    if letter == "ل" or (letter == "ب" and rest[0] != "ي"):  # "with" never stands before an imperfect
        return True
    return is_listed(letter, rest_key)


def _is_after_lam(bare: str, key: str) -> bool:
    """Return whether the ل behind the ل "to" is of the article (للمدينة) and not of the word (للجنة)."""
    return key[1:] in AFTER["ل"] or key[1:] in AFTER["لل"] or not owns_first(bare, key)


def _takes(host: str, pronoun: str, key: str) -> bool:
    """Return whether the letters of `pronoun` behind `host` are that pronoun; `key` is both together."""
    if host in BEFORE.get(pronoun, ()):
        return True
    if owns_last(key) or (pronoun == "نا" and WE.fullmatch(key)):
        return False
    if pronoun == "ي":  # my city, مدينتي: after the ت of ة and ات; else only after words we know
        return host[-1] == "ت" and len(host) > 2 and (len(host) > 3 or host[-2] not in LONG_VOWELS)
    if pronoun == "كن":  # "your" to women: أطفالكن; shorter words are mostly of roots in ك: يمكن, مسكن
        return len(host) > 3
    if pronoun == "ني":
        return is_verb(host) or bool(_VERB_BEFORE_ME.fullmatch(host)) or (host[-1] == "ن" and len(host) > 1)
    if pronoun in ("ك", "نا") and host.endswith(LONG_VOWELS):  # mostly part of the word: شباك, ملوك; بيانا
        if host in BEFORE["ك"] or _LONG_BEFORE_OUR.fullmatch(host):
            return True
        if pronoun == "نا" and _THEY_BEFORE_US.fullmatch(host):
            return True
        ours = pronoun == "نا" and host in VERBS  # but مشينا "we walked", and حرمانا is of حرمان
        of_an = host[-1] == "ا" and len(host) > 3 and host[:-1] in VERBS
        return is_verb(host) and not (ours and (host[-1] == "ي" or of_an))
    return len(host) > 1 or host in ("ل", "ب")


def _pronoun(key: str) -> str:
    """Return the pronoun at the end of a word that has no article, or an empty string."""
    if not key.endswith(PRONOUNS):  # Most words have none, and one test is faster than eleven.
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
    if pieces[-1:] == ["ل+"] and bare[0] == "ل" and _is_after_lam(bare, key):
        unwritten = "ال" if bare == "له" else "ا"  # للمدينة is ل + المدينة, and لله is ل + الله
        bare, key = unwritten + bare, unwritten + key
    article = _has_article(bare, key)
    if article:
        pieces.append("ال+")
        bare, key = bare[2:], key[2:]
    pronoun = "" if article else _pronoun(key)
    if key[-1] == "ي" and not (article or pronoun) and _MY_PLURAL.fullmatch(bare) and not owns_last(key):
        pronoun = "ي"
    end = len(bare) - len(pronoun)
    pieces.append(bare[:end])
    if bare[end:]:
        pieces.append("+" + bare[end:])
    return tuple(pieces)


def split_clitics(word: str) -> list[str]:
    """Take the attached words off one written word.

    The pieces are in order. What stands in front ends in "+", what stands behind begins with "+", and exactly
    one piece, the stem, has none. Marks and tatweel are left out; anything but a word in Arabic letters comes
    back as it is. Joined, the pieces are the word again, but for the ا that ل swallows.

    >>> split_clitics("والقائم")
    ['و+', 'ال+', 'قائم']
    >>> split_clitics("معقلاه"), split_clitics("وزير")
    (['معقلا', '+ه'], ['وزير'])
    >>> split_clitics("لمدينة"), split_clitics("للمدينة")
    (['ل+', 'مدينة'], ['ل+', 'ال+', 'مدينة'])

    Raises:
        TextError: `word` is not a string.

    Source: rules and lists of our own; scored against Universal Dependencies Arabic-PADT.
    """
    return list(_split(text_of(word, "split_clitics")))


def stem(word: str) -> str:
    """Return a key that the forms of one word share: group by it, but never show it, since it is not a word.

    The key is the stem without endings, or the name of the family where the forms are irregular. It tells
    "أن" (that) from "إن" (if), which `kit.clean.fold` does not. Words that share only a root stay apart:
    "كاتب" (writer) and "مكتب" (office). Wrongly merged: "زيت" (oil), "زيتون" (olives). Wrongly apart: "محضر",
    "محاضر" (minutes of a meeting, and their plural).

    >>> {stem(word) for word in ["المدينة", "لمدينتهم", "مدن"]}
    {'مدينة'}
    >>> stem("المقاتلين") == stem("مقاتل"), stem("يعتبر") == stem("اعتبرت")
    (True, True)
    >>> stem("وكالة")
    'وكال'

    Raises:
        TextError: `word` is not a string.
    """
    return _stem(text_of(word, "stem"))


@lru_cache(maxsize=1 << 17)
def _stem(word: str) -> str:
    pieces = _split(word)
    bare = pieces[0] if len(pieces) == 1 else next(piece for piece in pieces if "+" not in piece)
    if pieces[-1] == "+ني" and len(bare) > 3:  # Before "me" stands a verb: خذلتني.
        bare = bare.removesuffix("ت")
    return light_stem(bare, article="ال+" in pieces, pronoun=pieces[-1].startswith("+"))
