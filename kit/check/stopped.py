"""Say in a sentence why Python stopped, from the text of a cell and the error's last line alone.

Nothing of the cell runs here, so a grader can use it as well as a student's own kernel.
"""

# ruff: noqa: E501  A sentence to a student stands whole in one line, where it can be found by its words.

import ast
import builtins
import difflib
import keyword
import re
import unicodedata
from collections.abc import Iterable
from typing import Any, TypeGuard

from kit.characters import LETTERS
from kit.check.protocol import Raised

__all__ = ["explain_error", "last_line", "names_given", "outside_quotes", "word_for"]

WORDS = {  # what the course calls Python's types
    "str": "text",
    "int": "a number",
    "float": "a number",
    "bool": "True or False",
    "list": "a list",
    "tuple": "a list in round brackets",
    "dict": "a dictionary",
    "set": "a set",
    "bytes": "bytes",
    "NoneType": "nothing (`None`)",
    "Series": "a table of counts",
    "DataFrame": "a table",
    "Index": "the words of a table",
    "builtin_function_or_method": "a function without its brackets",
    "function": "a function",
    "method": "a function without its brackets",
    "type": "a kind of thing, not a thing",
    "Blank": "a blank, `____`",
}

QUOTES = "\N{LEFT DOUBLE QUOTATION MARK}\N{RIGHT DOUBLE QUOTATION MARK}\N{DOUBLE LOW-9 QUOTATION MARK}"
QUOTES += "\N{LEFT SINGLE QUOTATION MARK}\N{RIGHT SINGLE QUOTATION MARK}\N{ACUTE ACCENT}«»`"
STRANGE = {  # what a keyboard set to Arabic, or a word processor, puts in the place of Python's own signs
    "\N{ARABIC COMMA}": ("an Arabic comma", ","),
    "\N{ARABIC SEMICOLON}": ("an Arabic semicolon", ","),
    "\N{ARABIC DECIMAL SEPARATOR}": ("an Arabic decimal sign", "."),
    "\N{ARABIC THOUSANDS SEPARATOR}": ("an Arabic thousands sign", "nothing"),
    "\N{ARABIC PERCENT SIGN}": ("an Arabic percent sign", "no sign at all"),
    "\N{ARABIC QUESTION MARK}": ("an Arabic question mark", "nothing"),
    "\N{MINUS SIGN}": ("a printer's minus sign", "-"),
    "\N{EN DASH}": ("a dash", "-"),
    "\N{EM DASH}": ("a dash", "-"),
    "\N{MULTIPLICATION SIGN}": ("a times sign", "*"),
    "\N{DIVISION SIGN}": ("a division sign", "/"),
    "\N{HORIZONTAL ELLIPSIS}": ("a sign of three dots", "your answer"),
    "\N{ARABIC TATWEEL}": ("a tatweel", "_ or -"),
}
STRANGE |= dict.fromkeys("（）［］｛｝﴾﴿【】", ("a bracket of another script", "one of ( ) [ ]"))

# The message of an error as Python writes it, and what it means to a beginner.
MEANINGS: list[tuple[str, str, str]] = [
    ("TypeError", r"'(builtin_function_or_method|function|method)' object is not subscriptable",
     "A function needs round brackets, `( )`; square ones, `[ ]`, take a part out of something."),
    ("TypeError", r"'(builtin_function_or_method|function|method)' object is not iterable|"
     r"object of type '(builtin_function_or_method|function|method)' has no len\(\)",
     "A function stands there without its brackets, `()`: with them it gives its result."),
    ("TypeError", r"unsupported operand type\(s\) for ([^:]+): '(?:function|builtin_function_or_method|method)'"
     r" and .*|.*for ([^:]+): '\w+' and '(?:function|builtin_function_or_method|method)'",
     "A function stands there without its brackets, `()`: with them it gives its result."),
    ("TypeError", r"object of type 'NoneType' has no len\(\)|'NoneType' object is not \w+|"
     r"unsupported operand type\(s\) for .*'NoneType'.*",
     "There is nothing (`None`) to work on: something before it gave back no value. Did you forget `return`, "
     "or is there a `print` where a value is needed?"),
    ("TypeError", r"object of type '(int|float|bool)' has no len\(\)",
     "`len` was asked of a number. It tells how long a text or a list is: is there a `len` too many?"),
    ("TypeError", r"'(int|float|bool)' object is not iterable",
     "A number stands where a list or a text is needed: a number has no parts to go through."),
    ("TypeError", r"'(int|float|bool)' object is not subscriptable",
     "Square brackets take a part out of a list or a text, and here they stand behind a number."),
    ("TypeError", r"'(str|int|float|list|dict|set|tuple|Series|DataFrame|NoneType|bytes)' object is not callable",
     "Round brackets stand behind {0}, and only a function can be called with them. To take a part out, use "
     "square ones, `[ ]`; to multiply, write `*`."),
    ("TypeError", r"unsupported operand type\(s\) for /: 'set' and '\w+'|.*for /: '\w+' and 'set'",
     "Python cannot divide sets. `len(…)` says how many things are in one."),
    ("TypeError", r"unsupported operand type\(s\) for ([^:]+): 'list' and '\w+'|.*for ([^:]+): '\w+' and 'list'",
     "A list cannot be reckoned with. Do you mean its length, `len(…)`, or one of its items?"),
    ("TypeError", r"unsupported operand type\(s\) for ([^:]+): '(\w+)' and '(\w+)'|"
     r"can only concatenate (?:str|list|tuple) \(not \"(\w+)\"\) to (\w+)",
     "Two things of different kinds cannot be joined with that sign: look whether one of them is text (in "
     "quotes) and the other a number or a list."),
    ("TypeError", r"can't multiply sequence by non-int.*",
     "A text or a list was multiplied by something that is no whole number. Do you mean its length, `len(…)`?"),
    ("TypeError", r"'([<>]=?)' not supported between instances of '(\w+)' and '(\w+)'",
     "`{0}` compares two things of one kind, and here they are {1} and {2}."),
    ("TypeError", r"(?:list|tuple|string) indices must be integers.*",
     "In the square brackets behind a list or a text stands the number of a place, without quotes."),
    ("TypeError", r"slice indices must be integers.*",
     "On both sides of the colon in square brackets stand whole numbers. Is there something else, or a `len` missing?"),
    ("TypeError", r"unhashable type: '(\w+)'",
     "{0} cannot be put into a set or be the name of a place in a dictionary. Use what is in it, one by one."),
    ("TypeError", r"cannot unpack non-iterable (\w+) object",
     "Several names stand on the left of `=`, and only one value on the right."),
    ("TypeError", r"(\w+)\(\) (?:takes|missing|expected|got).*keyword argument '(\w+)'.*",
     "`{0}` knows nothing called `{1}`: look at the names before `=` in its brackets."),
    ("TypeError", r"'?([\w.]+?)'?\(\) missing (?:\d+|a) required (?:positional |keyword-only )?arguments?: (.*)",
     "`{0}` has too few things in its brackets: {1} is missing."),
    ("TypeError", r"([\w.]+)\(\) takes (?:from )?(\w+(?: to \d+)?) (?:positional )?arguments? (?:but \d+ (?:was|were) given.*|\(\d+ given\))",
     "`{0}` has a wrong number of things in its brackets: count the commas."),
    ("TypeError", r"([\w.]+)(?:\(\))? (?:expected|takes) .*arguments?.*",
     "`{0}` has a wrong number of things in its brackets: count the commas."),
    ("TypeError", r"Parameters to generic types.*|.*(?:first|expected) (?:argument must be )?str(?:ing)?.*(?:bytes|instance|pattern|got).*",
     "Text is needed there, in quotes or as a name that holds text; yours is something else."),
    ("TypeError", r"encode\(\) argument.*|decode\(\) argument.*",
     "`encode` and `decode` want the name of an encoding, as text in quotes."),
    ("AttributeError", r"'str' object has no attribute 'decode'",
     "Text has no `decode`: only bytes do. Turn the text into bytes first."),
    ("AttributeError", r"'bytes' object has no attribute 'encode'",
     "Bytes have no `encode`: only text does. `decode` makes text of bytes."),
    ("AttributeError", r"'NoneType' object has no attribute '(\w+)'",
     "There is nothing (`None`) to take `.{0}` of: what stands before it gave back no value."),
    ("AttributeError", r"'(builtin_function_or_method|function|method)' object has no attribute '(\w+)'",
     "A function stands before `.{1}` without its brackets, `()`: with them it gives its result."),
    ("AttributeError", r"'?(\w+)'? object has no attribute '(\w+)'.*",
     "{0} has no `.{1}`. Look at its spelling, and at what stands before the stop."),
    ("AttributeError", r"module '([\w.]+)' has no attribute '(\w+)'.*",
     "`{0}` has nothing called `{1}`: look at its spelling."),
    ("ValueError", r"The truth value of an? .*",
     "`and`, `or` and `not` work on one thing, not on a whole column. Between columns write `&` or `|`, and put "
     "each condition in brackets: `(…) & (…)`."),
    ("ValueError", r"could not convert string to float.*|invalid literal for int\(\).*",
     "That text holds no number that Python can read."),
    ("ValueError", r"substring not found", "What you look for is not in the text: `index` finds no place for it."),
    ("ValueError", r"math domain error|expected a positive input.*", "log(0) does not exist: leave a count of 0 out."),
    ("ValueError", r"too many values to unpack.*|not enough values to unpack.*",
     "The names on the left of `=` and the values on the right are not equally many."),
    ("ValueError", r"empty separator", "`split` needs something between its quotes, or nothing in its brackets."),
    ("KeyError", r"(.*)", "There is no {0} in it. Look at the spelling: every letter and capital counts."),
    ("IndexError", r".*", "There is no item at that place: places are counted from 0, and the last is one less than "
     "the length."),
    ("ZeroDivisionError", r".*", "It divides by 0: say what should come out where there is nothing to divide by."),
    ("LookupError", r"unknown encoding: ?(.*)", "Python knows no encoding called `{0}`: look at its spelling."),
    ("UnicodeDecodeError", r"'([\w-]+)' codec.*", "These bytes cannot be read as {0}: it is another encoding."),
    ("UnicodeEncodeError", r"'([\w-]+)' codec.*", "{0} has no byte for one of these letters: it is another encoding."),
    ("ModuleNotFoundError", r"No module named '?([\w.]+)'?", "There is no module called `{0}`: look at its spelling."),
    ("ImportError", r"cannot import name '(\w+)' from '([\w.]+)'.*",
     "`{1}` has nothing called `{0}`: look at its spelling."),
    ("UnboundLocalError", r"cannot access local variable '(\w+)'.*|local variable '(\w+)' referenced.*",
     "`{0}` is used in the function before it has a value there: give it one first, for example `{0} = 0`."),
    ("RecursionError", r".*", "Your function calls itself without end."),
    ("KeyboardInterrupt", r".*", "You stopped it before it was done. Is there a loop in it that never ends?"),
    ("SystemExit", r".*", "The answer tried to leave Python. Remove `exit()` or `quit()`."),
    ("MemoryError", r".*", "It asked for more memory than there is. Is there a loop that never ends?"),
    ("FileNotFoundError", r".*'(.*)'", "There is no file called `{0}` here."),
    ("AssertionError", r".*", "What stands after `assert` is not true."),
    ("PatternError", r".*", "The pattern cannot be read: look for a bracket or a sign that has no partner."),
    ("TextError", r"(.*)", "{0}"),
]  # fmt: skip

SYNTAX: list[tuple[str, str]] = [
    (r"'(.)' was never closed", "A bracket, `{0}`, is opened and never closed: put its partner where it ends."),
    (r"unmatched '(.)'", "There is a closing bracket, `{0}`, too many: no bracket was opened for it."),
    (r"closing parenthesis '(.)' does not match opening parenthesis '(.)'.*",
     "A bracket opened with `{1}` is closed with `{0}`: round goes with round, square with square."),
    (r"unterminated (?:f-|triple-quoted )?(?:f-string|string) literal.*|EOL while scanning.*|unterminated .*string.*",
     "A quote is opened and never closed: text stands between two quotes of one kind."),
    (r"Missing parentheses in call to '(\w+)'.*", "`{0}` needs brackets around what stands after it: `{0}(…)`."),
    (r"expected ':'", "A colon, `:`, is missing at the end of that line."),
    (r"expected an indented block.*|expected an indented.*",
     "The line after a colon must be indented: begin it with four spaces."),
    (r"unexpected indent", "That line begins with spaces that do not belong there: begin it at the edge."),
    (r"unindent does not match.*|inconsistent use of tabs.*",
     "The lines of one block must begin with the same number of spaces."),
    (r"'return' outside function", "`return` stands outside the function: begin its line with four spaces."),
    (r"invalid decimal literal|invalid imaginary literal|leading zeros in decimal.*|invalid \w+ literal",
     "A number stands there with a letter, a space or a zero where none can be. A name cannot begin with a digit; "
     "text stands in quotes."),
    (r"cannot assign to .*literal.*|cannot assign to (?:function call|expression|comparison).*|cannot assign to .*",
     "What stands on the left of `=` can be given no value. The name stands on the left, its value on the right."),
    (r"invalid syntax\. Maybe you meant '==' .*", "`=` gives a value; to compare two values, write `==`."),
    (r"positional argument follows keyword argument.*",
     "In the brackets, things with a name and `=` come after those without."),
    (r"f-string: .*", "Something between the curly brackets of the text cannot be read."),
]  # fmt: skip

FUNCTIONS = (
    "len print sorted sum min max list set dict str int float range zip round abs any all enumerate type map"
)
STATEMENTS = ["return", "for", "if", "else", "while", "def", "import", "from"]
ARABIC_NAME = re.compile(rf"[{LETTERS}]")


def explain_error(
    error: Raised,
    code: str = "",
    *,
    wanted: Any = None,
    given: Iterable[str] = (),
    names: Iterable[str] = (),
) -> str:
    """Say why a cell or a function stopped, and what to do.

    `wanted` is what the answer should give, `given` the names that the page's first cell gives, `names` those
    that the answer should give a value.

    >>> explain_error({"raised": "SyntaxError", "message": "invalid character"}, "n = ٣")
    'The digits are Arabic ones. In code, Python reads only 0 to 9: write `3`, not `٣`.'
    >>> explain_error({"raised": "NameError", "message": "name 'B' is not defined"}, "x = B", wanted="B")
    '`B` has no quotes around it, so Python takes it for a name. Text stands in quotes: `"B"`.'
    """
    kind, message = str(error["raised"]), str(error.get("message", ""))
    if kind in ("SyntaxError", "IndentationError", "TabError"):
        return _syntax(code, message, int(error.get("line") or 0))
    if kind == "NameError":
        return _unknown(message, code, wanted, set(given), set(names))
    special = _called_with_square_brackets(message, code) or _and_of_columns(kind, message, code)
    if special:
        return special
    for kinds, pattern, sentence in MEANINGS:
        found = re.fullmatch(pattern, message, re.DOTALL) if kind in kinds.split("|") else None
        if found:
            return (str if kind == "TextError" else _capital)(
                sentence.format(*[word_for(part) for part in found.groups() if part is not None] or [""])
            )
    return f"Python stopped with an error of the kind {kind}{_quoted(message)}."


def last_line(error: Raised) -> str:
    """Return the last line of an error as a notebook shows it, without what a sentence cannot hold.

    >>> last_line({"raised": "NameError", "message": "name 'x' is not defined"})
    "NameError: name 'x' is not defined"
    """
    text = f"{error['raised']}: {error.get('message', '')}".strip().removesuffix(":")
    text = text.splitlines()[0] if text else ""
    return re.sub(r" \((?:<[^>]*>|[\w.-]+), line \d+\)$", "", text).replace("`", "'")[:160]


def word_for(name: str) -> str:
    """Return what the course calls a type of Python; any other text as it is.

    >>> word_for("NoneType"), word_for("total")
    ('nothing (`None`)', 'total')
    """
    return WORDS.get(name, name.replace("`", "'"))


def names_given(setup: str) -> set[str]:
    r"""Return the names that a first cell imports or gives a value.

    >>> sorted(names_given("import re\nfrom kit.read import article\ntext = article()"))
    ['article', 're', 'text']
    """
    found: set[str] = set()
    for node in ast.walk(_tree(setup) or ast.Module([], [])):
        if isinstance(node, ast.Import | ast.ImportFrom):
            found |= {alias.asname or alias.name.split(".")[0] for alias in node.names}
        elif isinstance(node, ast.FunctionDef):
            found.add(node.name)
        elif isinstance(node, ast.Name) and isinstance(node.ctx, ast.Store):
            found.add(node.id)
    return found


def outside_quotes(code: str) -> str:
    """Return code with each character of its texts replaced by a dot, and of its comments by a space.

    >>> outside_quotes("x = 'two words'  # a text")
    "x = '•••••••••'          "
    """
    shown, quote, at = list(code), "", 0
    while at < len(code):
        here = code[at]
        if quote:
            if here == "\\":
                shown[at : at + 2] = "••"[: len(shown[at : at + 2])]
                at += 1
            elif code.startswith(quote, at):
                at += len(quote) - 1
                quote = ""
            elif here == "\n" and len(quote) == 1:
                quote = ""
            elif here != "\n":
                shown[at] = "•"
        elif here in "'\"":
            quote = here * 3 if code.startswith(here * 3, at) else here
            at += len(quote) - 1
        elif here == "#":
            end = code.find("\n", at)
            end = len(code) if end < 0 else end
            shown[at:end] = " " * (end - at)
            at = end
        at += 1
    return "".join(shown)


def _syntax(code: str, message: str, line: int) -> str:
    bare = outside_quotes(code)
    return (
        _strange_sign(bare)
        or _words_without_quotes(bare, message)
        or _by_message(message, _at_line(code, line))
        or _by_look(bare, code, message, line)
    )


def _at_line(code: str, line: int) -> str:
    lines = code.splitlines()
    return lines[line - 1].strip()[:60].replace("`", "'") if 0 < line <= len(lines) else ""


def _strange_sign(bare: str) -> str | None:
    """Name a sign that Python does not know, where an Arabic keyboard or a word processor put one."""
    quotes = next((sign for sign in bare if sign in QUOTES), None)
    if quotes:
        shown = "a backtick" if quotes == "`" else quotes
        return f"Python does not know these quotes, {shown}. It wants straight ones: `\"…\"` or `'…'`."
    digits = re.search(r"[٠-٩۰-۹]+(?:[٫٬.,][٠-٩۰-۹]+)*", bare)
    if digits:
        latin = "".join(
            {"٫": ".", "٬": ""}.get(one, str(unicodedata.digit(one, 0)) if one.isdigit() else one)
            for one in digits[0]
        )
        return f"The digits are Arabic ones. In code, Python reads only 0 to 9: write `{latin}`, not `{digits[0]}`."
    thousands = re.search(r"(?<!\d)(\d{1,3})[،٬](\d{3})(?!\d)", bare)
    if thousands:
        number = thousands[1] + thousands[2]
        return f"There is an Arabic comma inside a number. Python writes it without any: `{number}`."
    for sign in bare:
        if sign in STRANGE:
            name, instead = STRANGE[sign]
            instead = f"`{instead}`" if len(instead) == 1 else instead
            return f"There is {name}, {sign}, in the code. Python does not know it: write {instead} instead."
        if unicodedata.category(sign) in ("Cf", "Zs") and sign != " ":
            return (
                "There is an invisible character in the code, as pasting brings it in. Type the line afresh."
            )
    return None


def _words_without_quotes(bare: str, message: str) -> str | None:
    """Find two words side by side, as in `x = دير الزور`: text that has no quotes."""
    if "Missing parentheses" in message or "expected" in message:
        return None
    hyphen = re.search(r"^[ \t]*([^\W\d]\w*)-(\w+)[ \t]*=(?!=)", bare, re.MULTILINE)
    if hyphen:
        return f"A name holds no hyphen, which is a minus to Python: write `{hyphen[1]}_{hyphen[2]}`."
    if re.search(r"^[ \t]*(?:if|while|elif)\b.*(?<![=<>!])=(?!=)", bare, re.MULTILINE):
        return "`=` gives a value; to compare two values, write `==`."
    if re.search(r"^[^=\n]*(?<![=<>!])=(?!=)[^=\n(\[{]*,[^=\n(]*=(?!=)", bare, re.MULTILINE):
        return "Two values are given in one line: write each `name = value` on a line of its own."
    if re.search(r"(?<=[\w)]) [xX] (?=[\w(])", bare):
        return "To multiply, write `*` and not the letter x."
    arabic = re.search(rf"[{LETTERS}]+(?:[ \t]+[{LETTERS}]+)*", bare)
    if arabic:
        return f'`{arabic[0]}` has no quotes around it. Text stands in quotes: `"{arabic[0]}"`.'
    unit = re.search(r"(?<![\w.])(\d[\d.]*)[ \t]+([^\W\d]\w*)", bare)
    if unit and unit[2] not in keyword.kwlist:
        return f"Behind the number {unit[1]} stands a word, `{unit[2]}`: write the number alone."
    for first, then in re.findall(r"^[ \t]*([^\W\d]\w*)[ \t]+(?=(\S))", bare, re.MULTILINE):
        if (
            first in keyword.kwlist
            or first in ("print", "match", "type")
            or not re.match(r"[\"'\d\[({]|[^\W\d]", then)
        ):
            continue
        near = difflib.get_close_matches(
            first.lower(), ["return", "for", "if", "def", "import", "from"], n=1, cutoff=0.75
        )
        if near:
            return f"`{first}` is misspelt: Python's word is `{near[0]}`."
        if then in "\"'0123456789[({":
            return f"Between `{first}` and its value a `=` is missing: `{first} = …`."
    for first, then in re.findall(r"^[ \t]*([^\W\d]\w*)[ \t]+(?=(\S))", bare, re.MULTILINE):
        known = first in keyword.kwlist or first in ("print", "match", "type")
        if known or not re.match(r"[\"'\d\[({]|[^\W\d]", then):
            continue
        near = difflib.get_close_matches(first.lower(), STATEMENTS, n=1, cutoff=0.75)
        if near:
            return f"`{first}` is misspelt: Python's word is `{near[0]}`."
        if then in "\"'0123456789[({":
            return f"Between `{first}` and its value a `=` is missing: `{first} = …`."
    for first, second in re.findall(r"(?<![\w.])([^\W\d]\w*)[ \t]+(?=([^\W\d]\w*))", bare):
        if not {first, second} & (set(keyword.kwlist) | set(keyword.softkwlist)) and first != "print":
            if re.search(rf"^[ \t]*{re.escape(first)}[ \t]+{re.escape(second)}", bare, re.MULTILINE):
                return f"Between `{first}` and its value a `=` is missing: `{first} = …`."
            return f'`{first} {second}` has no quotes around it. Text stands in quotes: `"{first} {second}"`.'
    words = re.search(rf"(?<![\w'\"])([{LETTERS}]+)(?=\s*[.\-])", bare)
    if words:
        return f"`{words[1]}` has no quotes around it. Text stands in quotes."
    return None


def _by_message(message: str, line: str) -> str | None:
    plain = re.sub(r" \((?:<[^>]*>|[\w.-]+), line \d+\)$", "", message)
    for pattern, sentence in SYNTAX:
        found = re.match(pattern, plain)
        if found:
            where = f" It is the line `{line}`." if line and "line" in sentence else ""
            return sentence.format(*found.groups()) + where
    return None


def _by_look(bare: str, code: str, message: str, line: int) -> str:
    opened = [(sign, bare.count(sign), bare.count(other)) for sign, other in ("()", "[]", "{}")]
    for sign, opens, closes in opened:
        if opens != closes:
            more = "opened and never closed" if opens > closes else "closed and was never opened"
            return f"A bracket is {more}: count every `{sign}` and its partner."
    if re.search(r"['\"]\s+['\"]|['\"]\s*\n\s*['\"]", bare) or "forgot a comma" in message:
        return "A comma is missing between two things: each is followed by `,`."
    if re.search(r"(?<![\w.])\d+ \d+", bare):
        return "A number is written without spaces: put its digits together."
    if re.search(r"\d\s*%\s*(?:$|[,)\]])", bare, re.MULTILINE):
        return "A percent sign stands behind a number. Write the number alone."
    if re.search(r"=\s*$", bare, re.MULTILINE):
        return "Nothing stands after `=`: put the value there."
    if re.search(r"=\s*=\s*=|=>|=<|<>|:=", bare):
        return "That sign is none of Python's: `==` is equal, `!=` is not, `>=` and `<=` have the `=` last."
    if re.search(r"['\"]\s*\w|\w['\"]", re.sub(r"\b[rbfuRBFU]{1,2}(?=['\"])", "", bare)):
        return "A word stands directly beside a text: is a quote, a comma or a `+` missing?"
    if re.search(r",\s*,|\(\s*,|\[\s*,", bare):
        return "There is a comma too many."
    where = _at_line(code, line)
    shown = f" the line `{where}`" if where else " a line of it"
    return f"Python cannot read{shown}: look for a sign that is missing or one too many."


def _unknown(message: str, code: str, wanted: Any, given: set[str], names: set[str]) -> str:
    """Say what a name without a value was meant to be."""
    found = re.search(r"name '(\w+)'", message)
    name = found[1] if found else ""
    if re.fullmatch(r"q\d+", name) or name in given | {"exercise", "____"}:
        return f"`{name}` has no value yet: run the first cell of this page, and then this one again."
    if name in names and re.search(rf"^\s*{name}\s*==", code, re.MULTILINE):
        return f"`==` compares. To give `{name}` its value, write one `=`."
    if name in names and re.search(rf"^\s*{name}\s*[\[(]", code, re.MULTILINE):
        return f"Between `{name}` and its value a `=` is missing: `{name} = …`."
    if name in ("true", "false", "none"):
        return f"Python writes it with a capital: `{name.capitalize()}`."
    if name.casefold() in (text.casefold() for text in _texts(wanted)):
        return _no_quotes(name)
    if ARABIC_NAME.search(name):
        return _no_quotes(name)
    inside = {node.id for node in ast.walk(_tree(code) or ast.Module([], [])) if _stores(node)}
    known = given | inside | set(FUNCTIONS.split()) | {"return"}
    known |= {argument.arg for node in ast.walk(_tree(code) or ast.Module([], [])) if isinstance(node, ast.arg)
              for argument in [node]}  # fmt: skip
    if name in inside:
        return f"`{name}` has a value only inside the function: use it there, or `return` it."
    if re.search(rf"(?:en|de)code\(\s*{name}\b", code) or re.fullmatch("[A-Z]", name):
        return _no_quotes(name)
    near = difflib.get_close_matches(name, sorted(known), n=1, cutoff=0.7)
    same_letters = [one for one in known if one.casefold() == name.casefold() and one != name]
    if same_letters:
        return f"`{name}` is not known, but `{same_letters[0]}` is: capital and small letters are different."
    if near:
        return f"`{name}` is misspelt, or not known: did you mean `{near[0]}`?"
    if _texts(wanted):
        return _no_quotes(name)
    return (
        f"Nothing is called `{name}`. If it is a name, look at its spelling; if it is text, put it in quotes."
    )


def _no_quotes(name: str) -> str:
    return (
        f'`{name}` has no quotes around it, so Python takes it for a name. Text stands in quotes: `"{name}"`.'
    )


def _texts(data: Any) -> list[str]:
    if isinstance(data, str):
        return [data, *data.split()]
    if isinstance(data, list):
        return [text for item in data for text in _texts(item)]
    return []


def _stores(node: ast.AST) -> TypeGuard[ast.Name]:
    return isinstance(node, ast.Name) and isinstance(node.ctx, ast.Store)


def _called_with_square_brackets(message: str, code: str) -> str | None:
    if "not subscriptable" not in message:
        return None
    for node in ast.walk(_tree(code) or ast.Module([], [])):
        if isinstance(node, ast.Subscript) and isinstance(node.value, ast.Name | ast.Attribute):
            name = ast.unparse(node.value)
            function = hasattr(builtins, name) or "function" in message or "method" in message
            if function and name.split(".")[-1] not in ("index", "loc"):
                inside = ast.unparse(node.slice)
                return f"`{name}` is a function, and a function needs round brackets: `{name}({inside})`."
    return None


def _and_of_columns(kind: str, message: str, code: str) -> str | None:
    bare = outside_quotes(code)
    chained = (
        kind == "ValueError" and "truth value" in message and not re.search(r"\b(?:and|or|not|if)\b", bare)
    )
    if (chained or re.search(r"for [&|]:|'r?(?:and|or)_'", message)) and re.search(r"[&|]", bare):
        return "Around `&` and `|` each condition needs its own brackets: `(… > …) & (… > …)`."
    return None


def _tree(code: str) -> ast.Module | None:
    try:
        return ast.parse(code)
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        return None


def _quoted(message: str) -> str:
    text = message.strip().splitlines()[0].replace("`", "'")[:120] if message.strip() else ""
    return f": `{text}`" if text else ""


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:] if not text.startswith("`") else text
