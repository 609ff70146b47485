"""Say why Python cannot read words that stand side by side, or what another language would write."""

import builtins
import difflib
import keyword
import re
from collections.abc import Collection

from kit.characters import LETTERS
from kit.check.stopped.meanings import first_seen
from kit.check.stopped.unknown_names import arrow
from kit.errors import shorten
from kit.language import say

__all__ = ["arabic_words", "other_language", "words_side_by_side"]

STATEMENTS = ["return", "for", "if", "else", "while", "def", "import", "from"]
PYTHONS = {*keyword.kwlist, *keyword.softkwlist, "print"}
FUNCTIONS = {name for name in dir(builtins) if name.islower()}


def other_language(bare: str) -> str | None:
    """Name what belongs into a chat, R or JavaScript rather than into a cell of Python.

    >>> other_language("x <- 3")
    'The arrow `<-` is R. Python gives a value with `=`: `x = …`.'
    """
    if "```" in bare:
        return say("Three backticks mark code in a chat: leave these lines out, and keep what is between.")
    if re.search(r">>>(?!=)", bare):
        return say("`>>>` is the prompt that Python shows where it waits for a line: leave it out.")
    arrow_at = re.search(r"^[ \t]*([^\W\d]\w*)[ \t]*<-", bare, re.MULTILINE)
    if arrow_at:
        return arrow(arrow_at[1])
    declared = re.search(
        r"^[ \t]*(let|var|const|int|float|string|auto)[ \t]+([^\W\d]\w*)[ \t]*=(?!=)", bare, re.MULTILINE
    )
    if declared:
        return say(
            "Python needs no `{word}`: begin the line with `{name} = `.", word=declared[1], name=declared[2]
        )
    if re.search(r"\bfunction\b[^\n]*\(", bare):
        return say("A function of Python begins with `def`: `def name(…):`, and its lines are indented.")
    sentence = re.search(
        rf"^[ \t]*[^\W\d_]+[,:]?[ \t]+(?:\w+[,:]?[ \t]+)+\w+[ \t]*[.:!?]?[ \t]*$|^[ \t]*[A-Z{LETTERS}]\w+!.*$",
        bare,
        re.MULTILINE,
    )
    if sentence and not re.search(rf"\b(?:{'|'.join(keyword.kwlist)})\b", sentence[0].replace(" is ", " ")):
        return say(
            "The line `{line}` is a sentence and not Python: leave it out, or put `#` in front of it.",
            line=shorten(sentence[0]),
        )
    for pattern, other, ours in FOREIGN:
        if re.search(pattern, bare, re.MULTILINE):
            return say("`{other}` is not Python: write `{ours}`.", other=other, ours=ours)
    return None


FOREIGN = [  # what other languages write, and what Python writes
    (r"&&", "&&", "and"),
    (r"\|\|", "||", "or"),
    (r"\+\+[ \t]*(?:$|[;)])", "++", "+= 1"),
    (r"%>%", "%>%", "function(what)"),
    (r"\|>", "|>", "function(what)"),
    (r"(?<![\w!=<>])![ \t]*[\w(]", "!", "not"),
    (r"^[ \t]*else[ \t]+if\b", "else if", "elif"),
    (r"\w\$\w", "$", '["…"]'),
]


def words_side_by_side(bare: str, message: str, known: Collection[str]) -> str | None:
    """Explain two words side by side, as in `x = دير الزور`: quotes or an operator are missing.

    `bare` is code outside its quotes, `message` is Python's, `known` are the names that the page defines.

    >>> words_side_by_side("x = len text", "invalid syntax", [])
    '`len` needs brackets around what it works on: `len(text)`.'
    """
    if "Missing parentheses" in message or "expected" in message:
        return None
    return (
        _odd_name(bare, known)
        or _odd_sign(bare)
        or arabic_words(bare)
        or _number_and_word(bare)
        or _first_words(bare)
        or _two_words(bare, known)
    )


def _odd_name(bare: str, known: Collection[str]) -> str | None:
    for spaced in re.findall(r"^[ \t]*(\w+(?:[ \t]+\w+)+)[ \t]*=(?!=)", bare, re.MULTILINE):
        if "_".join(spaced.split()) in known:
            return say("A name is one word: write `{name}`.", name="_".join(spaced.split()))
    apart = re.search(r"^[ \t]*([^\W\d]\w*)[ \t]+([^\W\d]\w*)[ \t]*=(?!=)", bare, re.MULTILINE)
    if apart and not {apart[1], apart[2]} & set(keyword.kwlist):
        return say(
            "A name is one word: `{first} {second}` is two. Write `{second} = …`, or join them with `_`.",
            first=apart[1],
            second=apart[2],
        )
    hyphen = re.search(r"^[ \t]*([^\W\d]\w*)-(\w+)[ \t]*=(?!=)", bare, re.MULTILINE)
    if hyphen:
        near = [name for name in known if name.replace("_", "") == hyphen[1].replace("_", "") + hyphen[2]]
        return say(
            "A name holds no hyphen, which is a minus to Python: write `{name}`.",
            name=next(iter(near), f"{hyphen[1]}_{hyphen[2]}"),
        )
    return None


def _odd_sign(bare: str) -> str | None:
    times = re.findall(r"(\w+|\)) [xX] (?=(\w+|\())", bare)
    if any(not PYTHONS.intersection(sides) for sides in times):
        return say("To multiply, write `*` and not the letter x.")
    return first_seen("signs.txt", bare)


def arabic_words(bare: str) -> str | None:
    """Say that Arabic words have no quotes.

    >>> arabic_words("x = دير الزور")[:13]
    '`دير الزور` h'
    """
    arabic = re.search(rf"[{LETTERS}]+(?:[ \t]+[{LETTERS}]+)*", bare)
    if arabic:
        return say('`{text}` has no quotes around it. Text stands in quotes: `"{text}"`.', text=arabic[0])
    return None


def _number_and_word(bare: str) -> str | None:
    before = re.search(r"=[ \t]*([^\W\d]\w*)[ \t]+(\d[\d.]*)[ \t]*$", bare, re.MULTILINE)
    if before and before[1] not in keyword.kwlist:
        return say(
            "Before the number {number} stands a word, `{word}`: write the number alone.",
            number=before[2],
            word=before[1],
        )
    behind = re.search(r"(?<![\w.])(\d[\d.]*)[ \t]*([^\W\d]\w*)", bare)
    if not behind or behind[2] in keyword.kwlist:
        return None
    own = re.search(rf"^[ \t]*{behind[2]}[ \t]*=[^=].*{re.escape(behind[0])}", bare, re.MULTILINE)
    if behind[2] in _bound(bare, ()) and not own:
        return say(
            "Between the number `{number}` and `{name}` a `*` is missing.", number=behind[1], name=behind[2]
        )
    if " " not in behind[0]:
        return None
    return say(
        "Behind the number {number} stands a word, `{word}`: write the number alone.",
        number=behind[1],
        word=behind[2],
    )


def _bound(bare: str, known: Collection[str]) -> set[str]:
    """Return the known names, and those that code seems to define though Python cannot read it."""
    bound = {*known, *re.findall(r"^[ \t]*(?:for[ \t]+)?(\w+)[ \t]*(?:=|in\b)", bare, re.MULTILINE)}
    inside = re.findall(r"\bdef[ \t]+\w+\(([^)]*)\)", bare)
    return bound.union(*(re.findall(r"\w+", names) for names in inside))


def _first_words(bare: str) -> str | None:
    """Explain a line by its first word and the character after it."""
    for first, then in re.findall(r"^[ \t]*([^\W\d]\w*)[ \t]+(?=(\S))", bare, re.MULTILINE):
        if first in {*keyword.kwlist, "print", "match", "type"} or not re.match(r"[\"'\d\[({]|[^\W\d]", then):
            continue
        near = difflib.get_close_matches(first.lower(), STATEMENTS, n=1, cutoff=0.75)
        if near:
            return say("`{word}` is misspelt: Python's word is `{near}`.", word=first, near=near[0])
        if then in "\"'0123456789[({":
            return say("Between `{name}` and its value a `=` is missing: `{name} = …`.", name=first)
    return None


NUMBER = re.compile(
    "zero|one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|twenty|thirty|forty|fifty|sixty|"
    "seventy|eighty|ninety|hundred|thousand|half"
)


def _two_words(bare: str, known: Collection[str]) -> str | None:
    bound = _bound(bare, known)
    for first, second in re.findall(r"(?<![\w.])([^\W\d]\w*)[ \t]+(?=([^\W\d]\w*))", bare):
        if {first, second} & PYTHONS:
            continue
        if re.search(rf"^[ \t]*{re.escape(first)}[ \t]+{re.escape(second)}", bare, re.MULTILINE):
            return say("Between `{name}` and its value a `=` is missing: `{name} = …`.", name=first)
        if NUMBER.fullmatch(first) and NUMBER.fullmatch(second):
            return say(
                "A number is written in digits, and not in words such as `{first} {second}`.",
                first=first,
                second=second,
            )
        if first in FUNCTIONS:
            return say(
                "`{function}` needs brackets around what it works on: `{function}({what})`.",
                function=first,
                what=second,
            )
        if {first, second} <= bound | FUNCTIONS:
            return say(
                "Between `{first}` and `{second}` something is missing: a sign such as `+` or `*`, a comma or a bracket.",
                first=first,
                second=second,
            )
        text = f"{first} {second}"
        if re.search(rf"^[ \t]*(?:if|elif|while|for)\b.*\b{text}", bare, re.MULTILINE):
            return say("`{text}` is no Python: a question is asked with names, numbers and signs.", text=text)
        return say('`{text}` has no quotes around it. Text stands in quotes: `"{text}"`.', text=text)
    return None
