"""The classes of characters that Arabic texts are made of: the one place that says what each holds.

Each class is a string to stand inside the [...] of a regular expression, so classes can be joined:
`re.compile(f"[{LETTERS}{MARKS}]")`. `members(LETTERS)` gives the characters one by one.

Source: The Unicode Standard, chapter 9.2 "Arabic", and the code charts of the blocks named below.
"""

import re
from functools import cache

__all__ = [
    "ARABIC_LETTERS",
    "COLOURS",
    "CONTROLS",
    "DIGITS",
    "DIRECTION_MARKS",
    "EMOJI",
    "FLAG_LETTERS",
    "FOREIGN_LETTERS",
    "JOINERS",
    "LATIN_LETTERS",
    "LETTERS",
    "LINE_BREAKS",
    "LOOKALIKES",
    "MARKS",
    "NO_BREAK_SPACES",
    "OVERRIDES",
    "PHRASES",
    "PICTURES",
    "PRESENTATION_FORMS",
    "QUOTES",
    "RIGHT_TO_LEFT",
    "SHAPED_LETTERS",
    "SPACES",
    "STOPS",
    "TATWEEL",
    "VOWELS",
    "members",
]

TATWEEL = "\N{ARABIC TATWEEL}"

# The letters of Arabic itself, hamza to ya. Tatweel stands in the middle of them and is no letter.
ARABIC_LETTERS = (
    "\N{ARABIC LETTER HAMZA}-\N{ARABIC LETTER GHAIN}"
    "\N{ARABIC LETTER FEH}-\N{ARABIC LETTER YEH}"
    "\N{ARABIC LETTER ALEF WASLA}"  # used in the spelling of the Qur'an
)

# Characters for the joined shapes of letters, from before fonts joined them; text out of a PDF has them.
# Their two blocks also hold ornate brackets and pedagogical dots, which are no letters and are left out.
SHAPED_LETTERS = (
    "\N{ARABIC LETTER ALEF WASLA ISOLATED FORM}-\N{ARABIC LETTER YEH BARREE WITH HAMZA ABOVE FINAL FORM}"
    "\N{ARABIC LETTER NG ISOLATED FORM}-\N{ARABIC LIGATURE ALEF WITH FATHATAN ISOLATED FORM}"
    "\N{ARABIC LIGATURE TEH WITH JEEM WITH MEEM INITIAL FORM}"
    "-\N{ARABIC LIGATURE NOON WITH JEEM WITH YEH FINAL FORM}"
    "\N{ARABIC LIGATURE SALLA USED AS KORANIC STOP SIGN ISOLATED FORM}"
    "-\N{ARABIC LIGATURE SALLA ISOLATED FORM}"
    "\N{ARABIC FATHATAN ISOLATED FORM}-\N{ARABIC LIGATURE LAM WITH ALEF FINAL FORM}"
)

# Two more stand for a phrase: where they touch a word they are its neighbour (النبيﷺ).
PHRASES = "\N{ARABIC LIGATURE SALLALLAHOU ALAYHE WASALLAM}\N{ARABIC LIGATURE JALLAJALALOUHOU}"

# The ranges of the blocks Arabic Presentation Forms A and B in which normal form NFKC replaces characters:
# those letters and the rial sign. The pedagogical dots, which it keeps, lie between them.
PRESENTATION_FORMS = (
    "\N{ARABIC LETTER ALEF WASLA ISOLATED FORM}-\N{ARABIC LIGATURE NOON WITH JEEM WITH YEH FINAL FORM}"
    "\N{ARABIC LIGATURE SALLA USED AS KORANIC STOP SIGN ISOLATED FORM}-\N{RIAL SIGN}"
    "\N{ARABIC FATHATAN ISOLATED FORM}-\N{ARABIC LIGATURE LAM WITH ALEF FINAL FORM}"
)

# Every letter of the Arabic script: those of Arabic, those that other languages added, shaped ones, phrases.
LETTERS = (
    "\N{ARABIC LETTER KASHMIRI YEH}-\N{ARABIC LETTER FARSI YEH WITH THREE DOTS ABOVE}"  # U+0621 to U+063A too
    "\N{ARABIC LETTER FEH}-\N{ARABIC LETTER YEH}"
    "\N{ARABIC LETTER DOTLESS BEH}\N{ARABIC LETTER DOTLESS QAF}"
    "\N{ARABIC LETTER ALEF WASLA}-\N{ARABIC LETTER YEH BARREE WITH HAMZA ABOVE}"  # Persian, Urdu, Pashto, …
    "\N{ARABIC LETTER AE}"
    "\N{ARABIC LETTER DAL WITH INVERTED V}\N{ARABIC LETTER REH WITH INVERTED V}"
    "\N{ARABIC LETTER SHEEN WITH DOT BELOW}-\N{ARABIC LETTER GHAIN WITH DOT BELOW}"
    "\N{ARABIC LETTER HEH WITH INVERTED V}"
    # The blocks Arabic Supplement, Arabic Extended-B and Arabic Extended-A: African and Asian languages.
    "\N{ARABIC LETTER BEH WITH THREE DOTS HORIZONTALLY BELOW}-\N{ARABIC LETTER KAF WITH TWO DOTS ABOVE}"
    "\N{ARABIC LETTER ALEF WITH ATTACHED FATHA}-\N{ARABIC BASELINE ROUND DOT}"
    "\N{ARABIC LETTER NOON WITH INVERTED SMALL V}-\N{ARABIC VERTICAL TAIL}"
    "\N{ARABIC LETTER BEH WITH SMALL V BELOW}-\N{ARABIC SMALL FARSI YEH}"
) + (SHAPED_LETTERS + PHRASES)

# The eight signs of a vocalised text: three vowels, each with tanwin, doubling, and no vowel.
VOWELS = "\N{ARABIC FATHATAN}-\N{ARABIC SUKUN}"

# Signs written above or below a letter, and two signs of the Qur'an written behind one.
MARKS = (
    "\N{ARABIC FATHATAN}-\N{ARABIC WAVY HAMZA BELOW}"  # VOWELS; combining madda and hamza; rarer vowels
    "\N{ARABIC LETTER SUPERSCRIPT ALEF}"  # the dagger alef of هٰذا
    "\N{ARABIC SIGN SALLALLAHOU ALAYHE WASSALLAM}-\N{ARABIC SMALL KASRA}"  # honorifics, Quranic signs
    "\N{ARABIC SMALL HIGH LIGATURE SAD WITH LAM WITH ALEF MAKSURA}-\N{ARABIC SMALL HIGH SEEN}"
    "\N{ARABIC SMALL HIGH ROUNDED ZERO}-\N{ARABIC SMALL HIGH MADDA}"
    "\N{ARABIC SMALL WAW}-\N{ARABIC SMALL HIGH NOON}"  # small waw and ya only say how لَهُۥ is recited
    "\N{ARABIC EMPTY CENTRE LOW STOP}-\N{ARABIC SMALL LOW MEEM}"
    "\N{ARABIC SMALL HIGH WORD AL-JUZ}-\N{ARABIC HALF MADDA OVER MADDA}"
    "\N{ARABIC SMALL HIGH FARSI YEH}-\N{ARABIC SMALL HIGH SIGN SAFHA}"
    "\N{ARABIC TURNED DAMMA BELOW}-\N{ARABIC MARK SIDEWAYS NOON GHUNNA}"
)

# Invisible characters that say which way a text runs (Unicode Standard Annex 9).
OVERRIDES = (  # These work in pairs: one sign begins a run of text and another ends it.
    "\N{LEFT-TO-RIGHT EMBEDDING}\N{RIGHT-TO-LEFT EMBEDDING}\N{POP DIRECTIONAL FORMATTING}"
    "\N{LEFT-TO-RIGHT OVERRIDE}\N{RIGHT-TO-LEFT OVERRIDE}"
    "\N{LEFT-TO-RIGHT ISOLATE}\N{RIGHT-TO-LEFT ISOLATE}\N{FIRST STRONG ISOLATE}\N{POP DIRECTIONAL ISOLATE}"
)
DIRECTION_MARKS = "\N{ARABIC LETTER MARK}\N{LEFT-TO-RIGHT MARK}\N{RIGHT-TO-LEFT MARK}" + OVERRIDES

# Invisible characters within words, which Persian spelling needs.
JOINERS = "\N{ZERO WIDTH NON-JOINER}\N{ZERO WIDTH JOINER}"

# Every character that is invisible and has no width.
CONTROLS = (
    f"{DIRECTION_MARKS}{JOINERS}"
    "\N{ZERO WIDTH SPACE}\N{WORD JOINER}\N{ZERO WIDTH NO-BREAK SPACE}"  # the last is also called BOM
    "\N{SOFT HYPHEN}"
)

# Spaces at which no line breaks. The Qur'an is typed with one under a dagger alef that stands alone: "ذَ ٰلِكَ"
# (Unicode 2.11: a mark is shown by itself on a no-break space).
NO_BREAK_SPACES = "\N{NO-BREAK SPACE}\N{NARROW NO-BREAK SPACE}"

# Spaces within a line other than the ordinary one.
SPACES = f"{NO_BREAK_SPACES}\N{EN QUAD}-\N{HAIR SPACE}\N{MEDIUM MATHEMATICAL SPACE}\N{IDEOGRAPHIC SPACE}"

# Letters of Persian, Kurdish, Pashto and Urdu that Arabic does not have. Keheh and Farsi yeh are left
# out, because Arabic texts typed on a Persian keyboard have them.
FOREIGN_LETTERS = (
    "\N{ARABIC LETTER PEH}\N{ARABIC LETTER TCHEH}\N{ARABIC LETTER JEH}\N{ARABIC LETTER GAF}"  # Persian
    "\N{ARABIC LETTER TTEH}\N{ARABIC LETTER DDAL}\N{ARABIC LETTER RREH}\N{ARABIC LETTER NOON GHUNNA}"  # Urdu
    "\N{ARABIC LETTER HEH GOAL}\N{ARABIC LETTER HEH DOACHASHMEE}"
    "\N{ARABIC LETTER YEH BARREE}\N{ARABIC LETTER YEH BARREE WITH HAMZA ABOVE}"
    "\N{ARABIC LETTER AE}\N{ARABIC LETTER YEH WITH SMALL V}\N{ARABIC LETTER OE}"  # Kurdish
    "\N{ARABIC LETTER LAM WITH SMALL V}\N{ARABIC LETTER REH WITH SMALL V BELOW}"
    "\N{ARABIC LETTER TEH WITH RING}\N{ARABIC LETTER DAL WITH RING}"  # Pashto
    "\N{ARABIC LETTER REH WITH RING}\N{ARABIC LETTER SEEN WITH DOT BELOW AND DOT ABOVE}"
    "\N{ARABIC LETTER REH WITH DOT BELOW AND DOT ABOVE}\N{ARABIC LETTER HAH WITH HAMZA ABOVE}"
    "\N{ARABIC LETTER HAH WITH THREE DOTS ABOVE}\N{ARABIC LETTER NOON WITH RING}"
    "\N{ARABIC LETTER YEH WITH TAIL}"
)

# Latin letters with and without accents: the blocks Basic Latin to Latin Extended-B.
LATIN_LETTERS = "A-Za-z\N{LATIN CAPITAL LETTER A WITH GRAVE}-\N{LATIN SMALL LETTER Y WITH STROKE}"

# Everything written from right to left: the blocks of Hebrew, Arabic and their neighbours, shaped letters.
RIGHT_TO_LEFT = (
    "\N{HEBREW ACCENT ETNAHTA}-\N{ARABIC MARK SIDEWAYS NOON GHUNNA}"
    "\N{HEBREW LETTER YOD WITH HIRIQ}-\N{ARABIC LIGATURE BISMILLAH AR-RAHMAN AR-RAHEEM}"
    "\N{ARABIC FATHATAN ISOLATED FORM}-\N{ARABIC LIGATURE LAM WITH ALEF FINAL FORM}"
)

# Quotation marks as Arabic newspapers have them. They are often swapped, so none is said to open or close.
QUOTES = (
    '"'
    "\N{LEFT-POINTING DOUBLE ANGLE QUOTATION MARK}\N{RIGHT-POINTING DOUBLE ANGLE QUOTATION MARK}"
    "\N{LEFT DOUBLE QUOTATION MARK}\N{RIGHT DOUBLE QUOTATION MARK}"
)

# Emoji: pictures, letters of which two show as a flag, and signs behind a picture that colour it.
PICTURES = (
    "\N{BLACK SUN WITH RAYS}-\N{DOUBLE CURLY LOOP}"
    "\N{CYCLONE}-\U0001faff"  # The last has no name yet: the block is still being filled.
)
FLAG_LETTERS = "\N{REGIONAL INDICATOR SYMBOL LETTER A}-\N{REGIONAL INDICATOR SYMBOL LETTER Z}"
COLOURS = (
    "\N{VARIATION SELECTOR-16}"
    "\N{EMOJI MODIFIER FITZPATRICK TYPE-1-2}-\N{EMOJI MODIFIER FITZPATRICK TYPE-6}"  # skin
)
EMOJI = PICTURES + FLAG_LETTERS + COLOURS

# What can end a sentence.
STOPS = ".\N{ARABIC QUESTION MARK}!?\N{HORIZONTAL ELLIPSIS}\N{ARABIC FULL STOP}"

# What ends a line, as str.splitlines has it.
LINE_BREAKS = "\n\v\f\r\x1c-\x1e\x85\N{LINE SEPARATOR}\N{PARAGRAPH SEPARATOR}"


# Letters of other languages that look like an Arabic letter, each with that letter.
LOOKALIKES = {
    "\N{ARABIC LETTER KEHEH}": "ك",
    "\N{ARABIC LETTER SWASH KAF}": "ك",
    "\N{ARABIC LETTER FARSI YEH}": "ي",
    "\N{ARABIC LETTER HEH GOAL}": "ه",
    "\N{ARABIC LETTER HEH DOACHASHMEE}": "ه",
    "\N{ARABIC LETTER AE}": "ه",
    "\N{ARABIC LETTER HEH WITH YEH ABOVE}": "ه",
    "\N{ARABIC LETTER TEH MARBUTA GOAL}": "ة",
}
# Arabic (U+0660) and Persian (U+06F0) digits, and the signs within numbers, each with its ASCII character.
DIGITS = {chr(zero + n): str(n) for zero in (0x660, 0x6F0) for n in range(10)} | {
    "\N{ARABIC DECIMAL SEPARATOR}": ".",
    "\N{ARABIC THOUSANDS SEPARATOR}": ",",
    "\N{ARABIC PERCENT SIGN}": "%",
}


@cache
def members(characters: str) -> frozenset[str]:
    """Return the characters of a class one by one.

    >>> sorted(members("ا-ت")) == ["ا", "ب", "ة", "ت"]
    True
    """
    ends = re.findall("(.)(?:-(.))?", characters, re.DOTALL)
    return frozenset(chr(code) for first, last in ends for code in range(ord(first), ord(last or first) + 1))
