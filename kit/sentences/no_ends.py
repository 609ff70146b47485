"""Tell the stops that end no sentence, as in 2.5 and ا.ف.ب and the title of د. أحمد."""

import re
from typing import NamedTuple

from kit.characters import ARABIC_LETTERS, MARKS, QUOTES, STOPS, TATWEEL

__all__ = ["NO_ENDS", "RULES"]

# A letter that stands alone (not in the units °س and كم/س), or هـ, or a title behind "and" (ود. هدى).
_INITIAL = rf"(?<![\w{MARKS}°/])(?:ه{TATWEEL}|و[دأم]|[^\W\d_\ufdf0-\ufdfd])$"
# Behind these words ود is "affection", as in بكل ود, and not "and Dr.".
_NOT_BEFORE_AND = r"(?<!\w)(?:[وف]?(?:ب?كل|في|من|عن|على|دون|بين\w*|لا|أي|ذ[وي]))"
# Words that begin hardly any sentence, so that they show a stop to be that of a unit or an abbreviation.
_WITHIN = (
    r"(?:في|من|إلى|الى|على|عن|حتى|أي|أو|و|الموافق|بنسبة|بقيمة|طولا|عرضا|ارتفاعا|عمقا|فقط|تقريبا|يوميا|أسبوعيا"
    r"|شهريا|سنويا)(?!\w)"
)
_LABEL = (
    "مادة|بند|فصل|باب|فقرة|قسم|ملحق|شكل|جدول|جزء|مبحث|مطلب|محور|وحدة|درس|سؤال|تمرين|نشاط|مثال|مسألة|قاعدة|خطوة|ملاحظة"
    "|صورة|خريطة"
)
_FIRST = "أولى?|ثاني?ة?|ثالثة?|رابعة?|خامسة?|سادسة?|سابعة?|ثامنة?|تاسعة?|عاشرة?|حادي|حادية"
_WORD_OF_TWO = r"(?<!\w)[^\W\d_]{1,2}$"


class _NoEnd(NamedTuple):
    """A rule: a place where a stop ends no sentence."""

    name: str
    stop: str  # The stops that the rule is about.
    before: str  # A pattern of what stands before the stop.
    after: str  # A pattern of what stands behind it.
    why: str
    example: str  # A text that would be cut without the rule.


NO_ENDS = [
    _NoEnd(
        "doubt", STOPS, r"\($", "", "a sign in brackets is a remark", "عادت ديموقراطية (! كما قيل) جديدة."
    ),
    _NoEnd("pause", ".…", r"\s$", r"(?<=\.\.|.…)", "dots standing free are a pause", "قفا نبك … بسقط اللوى."),
    _NoEnd(
        "omission",
        ".…",
        rf"(?:^|\s)[{QUOTES}(\[]$",
        rf"(?<=\.\.|.…)(?:\w|[{QUOTES})\]]\s)",
        "dots that open a quotation stand for what was left out",
        "قال: «...ولا أدري» أمس.",
    ),
    _NoEnd(
        "number or address",
        STOPS,
        r"[A-Za-z\d]$",
        r"[A-Za-z\d]",
        "a decimal point, a date, part of a Latin name",
        "بلغ 2.5 مليون، كما في bbc.com اليوم.",
    ),
    _NoEnd(
        "path",
        STOPS,
        r"[a-z]\.[a-z]\S*/\S*$",
        r"[^\W\d_]",
        "a host and a path",
        "انظر ar.wikipedia.org/نهر.الفرات هنا.",
    ),
    _NoEnd("file", ".", "", "[a-z]", "a small Latin letter begins no sentence", "افتح تقرير.txt الآن."),
    _NoEnd("name", ".", r"\s$", "[A-Za-z]", "a name that begins with a stop", "شركة .NET هناك."),
    _NoEnd(
        "abbreviation",
        ".",
        "[a-z]$",
        r"\s?\(?[a-z\d]",
        "a sentence has a capital",
        "في Nature vol. 12 وغيرها.",
    ),
    _NoEnd(
        "title",
        ".",
        r"(?<![A-Za-z])(?:[DM]r|Mrs|Ms|Prof|St|Gen|Sen|Fig|No|Vol|vs)$",
        r"\s",
        "a short title",
        "قال Dr. Smith ذلك.",
    ),
    _NoEnd(
        "behind a name",
        ".",
        r"(?<![A-Za-z])(?:Inc|Ltd|Co|Corp|Jr|Sr|[A-Z][a-z]?\.[A-Z])$",
        rf"\s{_WITHIN}",
        "a sentence begins otherwise",
        "أسس شركة Smith Ltd. في لندن.",
    ),
    _NoEnd("item", ".", r":\s?\d{1,2}$", "", "the first number of a list", "العناصر هي: 1. الماء"),
    _NoEnd(
        "article",
        ".",
        rf"^\s*(?:(?:ال)?(?:{_LABEL})\s+(?:\(?[\d/-]+\)?|ال(?:{_FIRST})(?: عشرة?)?)"
        rf"|(?:أول|ثاني|ثالث|رابع|خامس|سادس)(?:ا|ا\N{{ARABIC FATHATAN}}|\N{{ARABIC FATHATAN}}ا))\s?$",
        "",
        "the label of what follows",
        "المادة 1. يسري هذا القانون.",
    ),
    _NoEnd(
        "title apart",
        ".",
        r"(?<!\w)(?:و?د|أ) $",
        r"\s(?:د(?!\w)|(?![وف]|ثم|لكن)[^\W\d_]{3})",
        "a title, typed with a space before its stop",
        "أكد د . سمير ذلك.",
    ),
    _NoEnd(
        "reference",
        ".",
        r"(?<!\w)(?:مج|صص|ص ص|عد|تح)$",
        r"\s?\d|(?<=تح\.)\s[^\W\d_]",
        "a word cut short, and its number",
        "ورد في اللسان، مج. 3 أيضا.",
    ),
    _NoEnd(
        "date",
        ".",
        r"(?<!\d)\d{1,2}$",
        r"\s(?:\d{1,2}\.\s|(?<=\d\.\s\d\.\s)|(?<=\d\.\s\d\d\.\s))(?:1\d|20)\d\d(?!\d)",
        "a date with spaces",
        "ولد في 3. 5. 1960 في حلب.",
    ),
    _NoEnd(
        "unit",
        ".",
        rf"(?:\d\s?(?:[{ARABIC_LETTERS}]\.\s?){{,2}}|[قب]\.\s?)(?:[{ARABIC_LETTERS}]|ه{TATWEEL})$",
        rf"\s{_WITHIN}",
        "a sentence begins otherwise",
        "ولد سنة 200 هـ. في سامراء.",
    ),
    _NoEnd(
        "letters", ".", _WORD_OF_TWO, r"[^\W\d_]{1,2}\.", "no sentence has two letters", "ذكرت بي.بي.سي ذلك."
    ),
    _NoEnd(
        "last letters", ".", r"\.[^\W\d_]{2}$", r"[^\W\d_]", "the same, at its end", "قالت بي.بي.نت.عربي ذلك."
    ),
    _NoEnd(
        "letter's name",
        ".",
        r"(?<!\w)(?:دبليو|إيه|سي|دي|إف|جي|إتش|إيتش|آي|جيه|كيه|إل|إم|إن|كيو|آر|إس|تي|يو|إكس|واي|زد)$",
        r"\s?[^\W\d_]",
        "an English initial, spelt out",
        "زار جون إف. كينيدي المدينة.",
    ),
    _NoEnd(
        "Latin initial",
        ".",
        rf"{_INITIAL}(?<=[A-Za-z])",
        r"\s?(?:[!-~]|$)",
        "a Latin name follows",
        "زار George W. Bush المدينة.",
    ),
    _NoEnd(
        "era",
        ".",
        rf"{_INITIAL}(?<![A-Za-z])",
        r"[^\W\d_](?!\w)",
        "letters with stops",
        "بين 27 ق.م و14 ب.م في روما.",
    ),
    _NoEnd(
        "initial",
        ".",  # The pattern leaves out 1990 م. and أ ف ب. and "affection", ود, for they can end a sentence.
        rf"^(?!.*(?:\d|(?<!\S)[^\W\d_]|مليون\w*|مليارا?ت?|ملايين)\s+(?:\S\.)*(?:ه{TATWEEL}|\S)$|.*{_NOT_BEFORE_AND}\s+ود$)"
        rf".*{_INITIAL}(?<![A-Za-z])",
        r"(?!(?<=\sود\.)\s+(?:ثم|لكن|لكنه|لكنها|إن|لم|لن|لا|ما|قد|كان|كانت|هذا|هذه|في|من)(?!\w))",
        "a title or a name cut short",
        "أكد د. أحمد وعبد م. ويلز ذلك.",
    ),
]
RULES = [
    (frozenset(rule.stop), re.compile(rule.before, re.DOTALL), re.compile(rule.after)) for rule in NO_ENDS
]
