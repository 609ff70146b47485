"""Group the forms of a word: a light stemmer, for keys that are never shown.

`kit.tokens.clitics` has taken off the attached words. Here an ending for gender, number or person comes off,
and two tables of patterns know what grammar books list: broken plurals and imperfect verbs. Irregular words
stand in families (`data/stems_families.txt`).

Source: Leah Larkey, Lisa Ballesteros and Margaret Connell, "Improving stemming for Arabic information
retrieval", SIGIR 2002, for light stemming.
"""

import re

from kit.data import read_table

__all__ = ["VERB_LISTS", "WE", "light_stem", "unify_letters"]

# Each letter is replaced by one letter, so a place in the unified word is the same place in the word.
_ONE_SPELLING = str.maketrans({"أ": "ا", "إ": "ا", "آ": "ا", "ٱ": "ا", "ى": "ي", "ؤ": "ء", "ئ": "ء"})
_OTHER_SPELLING = re.compile("[أإآٱىؤئ]")


def unify_letters(word: str, *, after: int = 0) -> str:
    """Write alef, hamza and ى one way, letter for letter, from the place `after` on.

    >>> unify_letters("أسئلة"), unify_letters("أسئلة", after=1)
    ('اسءلة', 'أسءلة')
    """
    # Most words need no change, and a search is faster than a copy.
    if not _OTHER_SPELLING.search(word, after):
        return word
    return word[:after] + word[after:].translate(_ONE_SPELLING)


CLASSES = {
    name: frozenset(map(unify_letters, words)) for name, words in read_table("stems_classes.txt").items()
}

# Endings that come off a word, the longer first, and the letter that stays in the place of each.
ENDINGS_OFF = [(ending, "ي") for ending in ("يتان", "يتين", "يات", "يون", "يين", "يان", "ية")]
ENDINGS_OFF += [(ending, "") for ending in ("تان", "تين", "ات", "ان", "ين", "ون", "وا", "ة", "ت", "ا")]
# On a short noun these leave their ة, which tells حملات and حملة "campaign" from حمل "load".
_FEMININE = ("تان", "تين", "ات", "ة")

# A plural in ي before a pronoun: لاعبيه, مهندسيها; but معانيها and مغنيها keep it.
_PLURAL_IN_YA = re.compile("(?!م.ا.ي)(?:.ا..|م...+)ي")
_NOUN_ENDINGS = ("ة", "ات", "تان", "تين")

# "We" of a perfect verb with letters before its root is the verb's ending: استنتجنا, اجتمعنا, انطلقنا.
WE = re.compile("(?:است[^ا]{2,3}|ا.ت[^ا]{1,2}|ان[^ا]{2}[^ات])نا")

# How many letters must remain before an ending, if not three as in most roots: ان ends short nouns (عنوان).
_LEAST = {"ة": 2, "ات": 2, "ا": 2, "ان": 4}

# Patterns of a whole word, each with the form that stands for it. The first pattern that fits is taken.
BROKEN_PLURALS = [
    (r"ا(.)(.)ا\2", r"\1\2"),  # أسرار: سر
    ("ا(..)ا(.)", r"\1\2"),  # أعمال: عمل
    ("ا([^ن].)ياء|ا(.[^ت])ياء", r"\1\2ي"),  # أغنياء: غني, أنبياء: نبي
    ("ا([^ن][^ت])(.)اء", r"\1ي\2"),  # أصدقاء: صديق
    ("ا(.)([^ي])([^ي])ة", r"\1\2ا\3"),  # أنظمة: نظام
    ("([^يتم])وا([^ي])([^يةا])", r"\1ا\2\3"),  # شوارع: شارع, نوافذ: نافذة without its ة; but مواهب: موهبة
    ("([^يتم])وا(.)ي([^نةا])", r"\1ا\2و\3"),  # قواميس: قاموس, فواتير: فاتورة without its ة
    ("(..)(.)اء", r"\1ي\2"),  # وزراء: وزير
    ("(..)اء([^ةت])", r"\1ي\2"),  # ضرائب: ضريبة without its ة
    (r"(.)(.)و\2", r"\1\2"),  # رفوف: رف
    ("([^ايت][^ا])و([^يةات])", r"\1\2"),  # حروف: حرف; but قهوتي: قهوة
    ("([^يتن].)ا([^ي])([^يةاتون])", r"\1\2\3"),  # مراكز: مركز, فنادق: فندق, محاكم: محكمة without its ة
    ("(..)ايا", r"\1ية"),  # وصايا: وصية
    ("م(.)ا(.)ي([^نةا])", r"م\1\2و\3"),  # مشاريع: مشروع
    ("ت(.)ا(.)ي([^نةا])", r"ت\1\2ي\3"),  # تقارير: تقرير
    ("([^ي].)ا(.)ي([^نةا])", r"\1\2و\3"),  # جماهير: جمهور
]
IMPERFECTS = [
    ("(ت..ي.ي?|ت.ا..|ت[^ن][^تد]ا.)", r"\1"),  # تنظيم, تنظيمي, تعاون, تذكار: nouns, no verbs
    ("[يت]ء(..)", r"ا\1"),  # يؤكد: أكد
    ("[يت](.)و(.)", r"\1ا\2"),  # يقوم: قام
    ("[يت](.)ي(.)", r"ا\1ا\2"),  # يشير: أشار; the verbs of CLASSES["ي"] have no أ
    ("[يت](ست.)ي(.)", r"ا\1ا\2"),  # يستطيع: استطاع
    ("[يتن](.ت..+|ن...+|ست...+|زد..+|[صض]ط.+)", r"ا\1"),  # ينتقل: انتقل, يزداد: ازداد, نستخدم: استخدم
    ("[يت](ت[^رعلبيومق].)", r"ا\1"),  # يتصل: اتصل
    ("ي(..+)|ت(...+)", r"\1\2"),  # يكتب: كتب
]

# For each form, as it is spelt and (unless that is another form) with unified letters, its family's name.
FAMILIES: dict[str, str] = {}
for _head, _forms in read_table("stems_families.txt").items():
    for _form in filter(None, [_head, *_forms]):
        FAMILIES[_form] = _head
        FAMILIES.setdefault(unify_letters(_form), _head)


VERB_LISTS = read_table("clitics_verbs.txt")
_VERBS = {unify_letters(verb) for verbs in VERB_LISTS.values() for verb in verbs}


def _add_verbs() -> None:
    """Add the forms of irregular verbs to the families: دعا, دعت, يدعو; عاد, عدت; مد, مدت, مددت."""
    heads = set(FAMILIES)
    forms: dict[str, list[str]] = {}
    for verb in [*VERB_LISTS["defective"], *CLASSES["defective"]]:
        base = unify_letters(verb[:-1])
        imperfect = base[1:] if base[0] == "ا" else base  # أعطى: يعطي
        forms[verb] = [base + e for e in ["ي", "ا", "ت", "تا", "وا", "يت", "ينا", "وت", "ونا"]]
        forms[verb] += [p + imperfect + e for p in "يتن" for e in ("ا", "ي", "و", "ون", "ين")]
    for verb in [*VERB_LISTS["doubled"], *CLASSES["doubled"]]:
        forms[verb] = [verb + e for e in ("", "ت", "وا", verb[-1] + "ت", verb[-1] + "نا")]
        forms[verb] += [p + verb + e for p in "يت" for e in ("", "ون", "وا")]
    for verb in CLASSES["assimilated"]:  # وصف: يصف
        forms[verb] = [p + verb[1:] + e for p in "يت" for e in ("", "ون", "وا")]
    longer = {verb.replace("ا", ""): verb for verb in VERB_LISTS["hollow"]}
    for verb in VERB_LISTS["hollow"]:
        forms[verb] = [verb + e for e in ("نا", "تم", "وا")]
    for verb in VERB_LISTS["shortened"]:  # أضعت, of أضاع
        forms[longer[verb.replace("ا", "")]] += [verb + e for e in ("ت", "نا", "تم", "وا")]
    for verb in VERB_LISTS[""]:
        if verb[-1] == "ي":  # نسي: نسوا, ينسى
            forms[verb] = [verb[:-1] + e for e in ("ي", "يت", "ينا", "وا")]
            forms[verb] += [p + verb[:-1] + e for p in "يتن" for e in ("ي", "ون", "وا", "ين")]
    for head, words in forms.items():
        for word in {head, *words, *map(unify_letters, [head, *words])} - heads:
            FAMILIES.setdefault(word, FAMILIES.get(head, head))


_add_verbs()
_HEADS = frozenset(FAMILIES.values())


def _peel(bare: str, key: str, *, article: bool, pronoun: bool) -> str:
    """Take off one ending, if enough letters remain."""
    if pronoun and len(key) > 3:  # تركوه, لاعبوه
        key = key.removesuffix("و")
        if _PLURAL_IN_YA.fullmatch(key):
            return key[:-1]
    if WE.fullmatch(key) or (key.endswith("نا") and key[:-2] in _VERBS):
        return key[:-2]
    for ending, left in ENDINGS_OFF:
        rest = key.removesuffix(ending)
        if rest == key or key in CLASSES["ات"] or len(rest) < _LEAST.get(ending, 3):
            continue
        # In امتحان and يستعين the ن is of the root.
        if ending in ("ان", "ين") and re.fullmatch("ا.ت.|است..|[يتن]ست.", rest):
            continue
        if bare[len(rest) : len(rest) + 1] == "أ":  # أخطأت: no ending begins with a hamza
            continue
        if ending in "تا" and (article or key[0] == "ي"):  # no ending of a noun with ال or an imperfect: يموت
            continue
        noun = ending in _FEMININE or (ending == "ت" and pronoun)
        if noun and len(rest) < 4 and rest not in CLASSES["ة"]:
            return f"{rest}ة"
        return rest + left
    return key


def _first_fit(key: str, patterns: list[tuple[str, str]]) -> str:
    """Return the form that the first fitting pattern gives, or an empty string."""
    fits = ((re.fullmatch(pattern, key), form) for pattern, form in patterns)
    return next((fit.expand(form) for fit, form in fits if fit), "")


def _plural(bare: str, key: str) -> str:
    """Return the form that stands for a broken plural, or an empty string where the word is none."""
    if bare.startswith("إ") or key in CLASSES["م"] or key in CLASSES["و"]:  # إعلان, مقاتل, دخول
        return ""
    if "أ" in bare[1:]:  # أخطأت: that is no alef of a pattern
        return ""
    if bare[0] == "ا" and re.fullmatch("ا(.تا.|زدا.|ت.ا.)", key):  # احتاج, اتفاق: form VIII
        return ""
    return _first_fit(key, BROKEN_PLURALS)


def _imperfect(peeled: str) -> str:
    """Return the perfect of an imperfect verb, or an empty string where the word is none."""
    root = peeled[1:].removesuffix("ي")
    if peeled[:1] in "ان" and root in CLASSES["ن"]:  # أكتب, نكتب and "write!" اكتب, اكتبي: كتب
        return root
    if peeled[:2] in ("ات", "نت") and peeled[2:] in CLASSES["ت"]:  # أتذكر, نتذكر: تذكر
        return peeled[1:]
    if peeled[:1] == "ت" and peeled[1:] in CLASSES["ت"]:  # تقدم, no "she" before قدم
        return ""
    if peeled[:1] in "يت" and peeled[1:] in CLASSES["أ"]:  # يعلن: أعلن
        return f"ا{peeled[1:]}"
    perfect = _first_fit(peeled, IMPERFECTS)
    return perfect[1:] if perfect[1:] in CLASSES["ي"] else perfect


def _one_of_two(key: str, *, pronoun: bool) -> list[str]:
    """Return the singular of a word that may be a dual, in a list, or an empty list.

    مرتين: مرة, مدينتا: مدينة, شهران: شهر; before a pronoun, عيني: عين.
    """
    if key.endswith(("تان", "تين")):
        return [f"{key[:-3]}ة"]
    if key.endswith(("تا", "تي")):
        return [f"{key[:-2]}ة"]
    ending = key[3:] == "ان" or (pronoun and key[-1] == "ي" and len(key) < 5)
    one = key[: -1 if key[-1] == "ي" else -2]
    return [one] if ending and one in _HEADS else []


def light_stem(bare: str, *, article: bool, pronoun: bool = False) -> str:
    """Return the key of a word that has no attached words any more.

    Args:
        bare: the word.
        article: whether ال stood before it.
        pronoun: whether a pronoun stood behind it.

    >>> light_stem("مقاتلين", article=True), light_stem("يعتبر", article=False)
    ('مقاتل', 'اعتبر')
    """
    key = unify_letters(bare)
    if not key:
        return key
    plural = _plural(bare, key)
    peeled = _peel(bare, key, article=article, pronoun=pronoun)
    written = {"ت": "ة", "ا": "ي"} if pronoun else {}
    before_pronoun = key[:-1] + written.get(key[-1], key[-1])  # مدينتهم: مدينة, خطاه: خطى
    of_feminine = f"{key[:-2]}ة" if key.endswith("ات") else key  # حكايات: حكاية
    for form in (bare, key, before_pronoun, of_feminine, plural, *_one_of_two(key, pronoun=pronoun), peeled):
        if form in FAMILIES:
            return FAMILIES[form]
    verb = not article and (key[0] != "ت" or not key.endswith(_NOUN_ENDINGS))  # تجربة, تمرة: nouns
    perfect = _imperfect(peeled) if verb else ""
    head = FAMILIES.get(perfect, "")  # يجيب: أجاب, but no noun: يكتب is not of كتب "books"
    return plural or (head if unify_letters(head) == perfect else perfect) or peeled
