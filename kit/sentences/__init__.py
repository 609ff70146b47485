"""Find where sentences and paragraphs end: at . ؟ ! … but not at every one of them, and where a line ends.

A text copied from the web has lost spaces and line breaks: "العراق.وتواصل" is two sentences, and a
sub-heading "- … -" may stand in the middle of a line. Arabic has no capital letters to tell a new sentence
by, so the rules look at what stands on either side of the stop.
"""

import re
from itertools import pairwise

from kit.characters import ARABIC_LETTERS, DIRECTION_MARKS, EMOJI, LINE_BREAKS, QUOTES, STOPS
from kit.errors import text_of
from kit.sentences.no_ends import RULES

__all__ = ["is_sentence", "paragraphs", "sentence_spans", "sentences"]

# A stop or several, a quotation mark or the end of a line. The pattern begins with one set of characters,
# because `re` searches for a set five times as fast as for a choice of patterns.
_BREAK = re.compile(rf"[{STOPS}{QUOTES}{LINE_BREAKS}](?:(?<=[{STOPS}])[{STOPS}]+)?")
# The four patterns _PLAIN_… and _SIGN_… only save time: they match the commonest ends, to which none of the
# rules applies. A plain word ends in three letters that do not spell the name of an English letter.
_L = ARABIC_LETTERS
_PLAIN_WORD = rf"(?!ليو|إيه|جيه|كيه|إتش|يتش|إكس|واي)[{_L}]{{2}}[{_L}\N{{ARABIC FATHATAN}}]"
_GLUED = f"(?P<glued>[{_L}]{{2}})"  # The next word follows without a space where a line break was lost.
_PLAIN_END = re.compile(rf"{_PLAIN_WORD}\.(?:\s[{_L}\d]|\Z|{_GLUED})")
_SIGN_END = re.compile(rf"[{_L}]{{3}}[{QUOTES})\s]\.(?:\s[{_L}\d]|{_GLUED})")  # قال". ثم
_PLAIN_STOP = re.compile(rf"{_PLAIN_WORD}[{STOPS}](?![^\W_])")  # قال." ثم
_PLAIN_SIGN = re.compile(rf"[{_L}]{{3}}[{QUOTES})\s](?!…)[{STOPS}](?![{STOPS}]|[^\W_])")  # قال"." ثم
_LETTER = re.compile(r"[^\W\d_]")
_DIRECTION_MARKS = re.compile(f"[{DIRECTION_MARKS}]+")
_INK = re.compile(r"\S(?:.*\S)?", re.DOTALL)

# Signs behind a stop that still belong to its sentence. Some of them may also open what follows (a quotation
# may begin where a space was lost), so they count only where a space or another sign follows them.
_BRACKETS = r"(?:[)\]}\N{ORNATE LEFT PARENTHESIS}]|</[A-Za-z]{1,10}>)*"  # قرأ ﴿نعم.﴾ and <i>نعم.</i>
_EITHER = rf"[{QUOTES}'‘’‹›*\N{{ORNATE RIGHT PARENTHESIS}}]"
# A footnote belongs to its sentence (قال.[1] and قال.(1) and قال.¹), and so does an emoji on the stop: فوز!😂
# So does a source in brackets: صنعاء.[بحاجة لمصدر] and انتهى. (رويترز) and ﴿…﴾. [البقرة: 255].
# With a dash behind it, it begins the news instead: (رويترز) - قال.
_AGENCY = r"رويترز|سانا|بترا|واس|وام|قنا|كونا|[أا]\.? ?ف\.? ?ب|د\.? ?ب\.? ?[أا]"
_VERSE = r"(?:سورة )?[^\W\d_]{2,12}(?: [^\W\d_]{2,12})? ?: ?\d[\d،, –-]*"
_SOURCE = (
    rf"(?:(?:المصدر|بحاجة|رواه|أخرجه|متفق عليه|وكال|{_AGENCY})(?!\w{{3}})[^\[\]()\n\r]{{0,40}}|{_VERSE})"
)
_ONE_NOTE = (
    rf"(?: ?\[[^\W_]{{1,3}}\]|\(\d{{1,3}}\)|[¹²³⁰⁴-⁹]"
    rf"| ?(?:\[{_SOURCE}\]|\({_SOURCE}\))(?!\s?[-–—:/]))"
)
_NOTE = f"[{EMOJI}]*{_ONE_NOTE}*"
_CLOSING = re.compile(_BRACKETS + _NOTE)
# Where a quotation is open, the next quotation mark closes it, whatever follows.
_CLOSING_QUOTED = re.compile(f"{_BRACKETS}[{QUOTES}]?{_BRACKETS}{_NOTE}")
_CLOSING_BEFORE_SPACE = re.compile(rf"(?:{_BRACKETS}{_EITHER})+{_BRACKETS}{_NOTE}(?=[\s،؛:,{STOPS}]|$)")
# Each sign is taken in one way only (?>…), or else twenty emoji before a letter would take seconds.
_CLOSED = re.compile(
    rf"(?>[)\]}}\s\N{{ORNATE LEFT PARENTHESIS}}{EMOJI}]|{_EITHER}|</[A-Za-z]{{1,10}}>|{_ONE_NOTE})+$"
)

# Behind the closing signs these show that the sentence goes on: "لماذا؟"، قال and 1263هـ.-1323هـ. and … إلخ.
_GOES_ON = re.compile(rf"\s?[،؛:,{STOPS}]|[-–—]\d|\s?[إا]لخ(?!\w)")
# Behind a quotation a verb of saying shows the same, and of handing down: «لماذا عدت؟» همس and «…» رواه مسلم.
_SAYS = re.compile(
    r"\s(?:[-–—]\s)?(?:(?:قال|همس|سأل|صاح|صرخ|أجاب|رد|هتف|تمتم|تساءل|أردف|علق|أضاف|قاطع|غمغم|نادى|نادت|قلت|أجبت|صحت"
    r"|أكد|أوضح|تابع|استطرد|استفسر|عقب|وشوش|كرر|زمجر|حذر|اعترف|اعترض|هدد|توسل|أصر|اقترح"
    r"|[يت](?:قول|همس|سأل|صيح|صرخ|جيب|رد|هتف|تمتم|تساءل|ضيف|علق))"
    r"(?:ت|وا)?(?:ه|ها|هم|ني|نا|ك)?|رواه|أخرجه)(?!\w)"
)
# Before a quotation such a word says that it is a title, whose stop ends no sentence: كتاب «من أنت؟» نفد.
_TITLED = re.compile(
    r"(?<!\w)[وفبلك]{0,2}(?:ال)?(?:كتاب|رواي[ةت]|فيلم|مسرحي[ةت]|مسلسل|برنامج|أغني[ةت]|قصيد[ةت]|مقال[ةت]?|محاضر[ةت]"
    r"|حمل[ةت]|مبادر[ةت]|معرض|ديوان|قص[ةت]|مجل[ةت]|ألبوم|حلق[ةت]|لعب[ةت]|مسابق[ةت]|عنوان|شعار|وسم|سؤال|عبارة)"
    rf"(?:ه|ها|هم|ي|نا)?(?: ال\w+)? ?[{QUOTES}][^{QUOTES}{LINE_BREAKS}]*$"
)

_LONGEST_LABEL = 25  # Behind so few characters the stop may be that of a label: المادة الأولى.
_HEADING = re.compile(rf"\s*([-–—])\s?[^\n\r{STOPS}–—-]{{3,80}}\s?\1")
# At the start of a line the signs of a list must not be taken for those of a heading: this is stricter.
_LINE_HEADING = re.compile(rf"\s{{0,9}}([-–—])[^\n\r{STOPS}،؛:–—-]{{3,80}}\s\1(?=\w)")


def sentences(text: str) -> list[str]:
    """Split a text into its sentences, and what stands between them: headings, captions, leftovers.

    A piece that is a sentence ends in a stop; `is_sentence` tells it from the others.

    >>> sentences("خسر في العراق.وتواصل القوات 2.5 كم. - في القائم -تشكل")
    ['خسر في العراق.', 'وتواصل القوات 2.5 كم.', '- في القائم -', 'تشكل']

    Raises:
        TextError: `text` is not a string.
    """
    return [text[start:end] for start, end in sentence_spans(text_of(text, "sentences"))]


def is_sentence(piece: str) -> bool:
    """Return whether a piece is a sentence and no heading: it has letters and ends in a stop, maybe quoted.

    >>> [is_sentence(piece) for piece in ["خسر التنظيم.", "- القوات العراقية في القائم -", "مشاركة :", "1."]]
    [True, False, False, False]

    Raises:
        TextError: `piece` is not a string.
    """
    seen = _DIRECTION_MARKS.sub("", text_of(piece, "is_sentence")[-200:])
    without_closing = _CLOSED.sub("", seen)
    return without_closing.endswith(tuple(STOPS)) and _LETTER.search(piece) is not None


def sentence_spans(text: str) -> list[tuple[int, int]]:
    """Return where each piece of `sentences` starts and ends: `text[start:end]` is the piece.

    >>> sentence_spans("خسر. فاز.")
    [(0, 4), (5, 9)]

    Raises:
        TextError: `text` is not a string.
    """
    if not any(mark in text_of(text, "sentence_spans") for mark in DIRECTION_MARKS):
        return _spans(text)
    # A mark that nobody sees may stand beside any stop or quote, so the rules read a text without them.
    places = [place for place, character in enumerate(text) if character not in DIRECTION_MARKS]
    return [(places[start], places[end - 1] + 1) for start, end in _spans(_DIRECTION_MARKS.sub("", text))]


def _spans(text: str) -> list[tuple[int, int]]:
    """Return the spans of a text without direction marks."""
    pieces, start, quoted = [], 0, False
    letter = _LETTER.search(text)
    if heading := _LINE_HEADING.match(text):
        pieces.append(heading.span())
        start = heading.end()
    for possible_end in _BREAK.finditer(text, start):
        sign = possible_end[0]
        if sign in QUOTES:
            quoted = not quoted and possible_end.start() >= start
            continue
        is_stop = sign[0] in STOPS
        if not is_stop:
            end, quoted = possible_end.start(), False
        else:
            place = _end(text, possible_end, start, quoted=quoted)
            if place is None or not letter or letter.start() >= place:
                continue  # "1." is only the start of a sentence.
            end = place
            quoted = quoted and text[end : end + 1].isspace()  # A lost line break ends quotes.
        if end < start:  # This line ends inside a heading, which is a piece already.
            continue
        pieces.append((start, end))
        start = end
        if heading := (_HEADING if is_stop else _LINE_HEADING).match(text, start):
            pieces.append(heading.span())
            start = heading.end()
        if letter and letter.start() < start:
            letter = _LETTER.search(text, start)
    pieces.append((start, len(text)))
    return [ink.span() for start, end in pieces if (ink := _INK.search(text, start, end))]


def paragraphs(text: str) -> list[str]:
    """Split a text into paragraphs: at line breaks, and where a sentence ends with no space after it.

    A page copied without its layout loses its line breaks, so "العراق.وتواصل" was the end of one paragraph
    and the beginning of the next. So is a sub-heading between dashes that runs into the next word. Dots (...)
    are no end of a paragraph. Nothing but the spaces and direction marks between paragraphs is lost.

    >>> paragraphs('خسر "القائم". وعاد.وتواصل القوات، وفق ا.ف.ب')
    ['خسر "القائم". وعاد.', 'وتواصل القوات، وفق ا.ف.ب']

    Raises:
        TextError: `text` is not a string.
    """
    spans = sentence_spans(text_of(text, "paragraphs"))
    joined: list[tuple[int, int]] = []
    for (_, before), (start, end) in pairwise([(0, 0), *spans]):
        between = _DIRECTION_MARKS.sub("", text[before:start])
        lost_break = not between and not text.endswith(("..", "…"), 0, before)
        line_break = len(f"{between}.".splitlines()) > 1
        if joined and not lost_break and not line_break:
            start = joined.pop()[0]
        joined.append((start, end))
    return [text[start:end] for start, end in joined]


def _end(text: str, stop: re.Match[str], start: int, *, quoted: bool) -> int | None:
    """Return the place where the sentence ends, closing signs included, or None if it goes on."""
    place = stop.start()
    plain = _PLAIN_END.match(text, place - 3) or _SIGN_END.match(text, place - 4)
    is_path = plain and plain["glued"] and "/" in text[max(place - 60, start) : place]  # As in نهر.الفرات.
    may_be_label = place - start < _LONGEST_LABEL
    if plain and not is_path and not may_be_label:
        return stop.end()
    end = _closing(text, stop, start, quoted=quoted)
    if _GOES_ON.match(text, end) or _is_in_brackets(text, stop, start, end):
        return None
    if end > stop.end() and text[end - 1] in QUOTES and text[end : end + 1].isspace():
        titled = text[end] not in LINE_BREAKS and _TITLED.search(text, max(place - 100, start), place)
        if titled or _SAYS.match(text, end):
            return None
    plain = _PLAIN_STOP.match(text, place - 3) or _PLAIN_SIGN.match(text, place - 4)
    if plain and not may_be_label:
        return end
    before = text[max(place - 60, start) : place]
    for stops, pattern_before, pattern_after in RULES:
        if stop[0][0] in stops and pattern_after.match(text, stop.end()) and pattern_before.search(before):
            return None
    return end


def _closing(text: str, stop: re.Match[str], start: int, *, quoted: bool) -> int:
    """Return the place behind the closing signs that follow a stop."""
    closing = _CLOSING_BEFORE_SPACE.match(text, stop.end())
    if closing and "*" in closing[0] and text.find("*", max(start, stop.start() - 300), stop.start()) < 0:
        return stop.end()  # No * is open, so this one marks the next item of a list.
    closing = closing or (_CLOSING_QUOTED if quoted else _CLOSING).match(text, stop.end())
    return closing.end() if closing else stop.end()


def _is_in_brackets(text: str, stop: re.Match[str], start: int, end: int) -> bool:
    """Return whether the stop ends what stands in brackets within a sentence: صديقه (هل تذكره؟) جاء."""
    if text[stop.end() : stop.end() + 1] != ")" or not text[end : end + 1].isspace():
        return False
    opening = text.rfind("(", max(start, stop.start() - 300), stop.start())
    return bool(text[start : max(opening, start)].strip()) and ")" not in text[opening : stop.start()]
