"""Say in a sentence why Python stopped, using only the text of a cell and the error's last line.

No code of the cell runs here, so a grader can use this as well as the student's own kernel.
"""

import ast
import builtins
import difflib
import re
from collections.abc import Iterable, Mapping
from typing import Any

from kit.check.slips.phrases import capital
from kit.check.source import arguments_of, names_stored, nodes_in, outside_quotes
from kit.check.stopped.meanings import meaning_of_error, word_for
from kit.check.stopped.unknown_names import NO_PAGE, Page, explain_name, page_of
from kit.check.stopped.unreadable import explain_syntax
from kit.language import say

__all__ = ["explain_error", "last_line", "page_of"]


def explain_error(
    error: Mapping[str, Any],
    code: str = "",
    *,
    wanted: Any = None,
    names: Iterable[str] = (),
    page: Page = NO_PAGE,
) -> str:
    """Say why a cell or a function stopped, and what to do.

    `wanted` is the expected value, `names` are the names that the answer should define, and `page` has the
    names that are defined elsewhere on its page.

    >>> explain_error({"raised": "SyntaxError", "message": "invalid character"}, "n = ٣")
    'The digits are Arabic ones. In code, Python reads only 0 to 9: write `3`, not `٣`.'
    >>> explain_error({"raised": "NameError", "message": "name 'B' is not defined"}, "x = B", wanted="B")
    '`B` has no quotes around it, so Python takes it for a name. Text stands in quotes: `"B"`.'
    """
    kind, message = str(error["raised"]), str(error.get("message", ""))
    if kind in ("SyntaxError", "IndentationError", "TabError"):
        return explain_syntax(
            code, message, int(error.get("line") or 0), page.given | page.shown | set(names)
        )
    if kind == "NameError":
        return explain_name(message, code, wanted, page, set(names))
    if kind == "UnboundLocalError" and (says := _of_the_rounds(message, code)):
        return says
    if kind == "AttributeError" and (says := _other_attribute(message, code, page)):
        return says
    added = "+" not in outside_quotes(code) or "+: 'int' and 'str'" in message  # `sum` starts with 0 + ….
    if "unsupported operand" in message and "sum(" in code and added:
        return say("`sum` adds numbers, and was given something else. How many there are, `len(…)` says.")
    if kind == "TextError":
        return message
    rules = (
        _called_with_square_brackets,
        _round_brackets_after_loc,
        _set_for_dictionary,
        _pythons_own_overwritten,
        _name_in_quotes_called,
        _with_empty_brackets,
        _and_of_columns,
    )
    if special := next((says for rule in rules if (says := rule(kind, message, code))), None):
        return special
    if known := meaning_of_error(kind, message):
        sentence, fields = known
        return capital(say(sentence, **fields))
    if not message.strip():
        return say("Python stopped with an error of the kind {kind}.", kind=kind)
    quoted = message.strip().splitlines()[0].replace("`", "'")[:120]
    return say("Python stopped with an error of the kind {kind}: `{message}`.", kind=kind, message=quoted)


def last_line(error: Mapping[str, Any]) -> str:
    """Return the last line of an error as a notebook shows it, shortened to fit into a sentence.

    >>> last_line({"raised": "NameError", "message": "name 'x' is not defined"})
    "NameError: name 'x' is not defined"
    """
    text = f"{error['raised']}: {error.get('message', '')}".strip().removesuffix(":")
    text = text.splitlines()[0] if text else ""
    return re.sub(r" \((?:<[^>]*>|[\w.-]+), line \d+\)$", "", text).replace("`", "'")[:160]


def _name_in_quotes_called(_kind: str, message: str, code: str) -> str | None:
    """Say that a function's name stands in quotes in a list of functions to call."""
    if "'str' object is not callable" not in message:
        return None
    for item in (item for row in nodes_in(code, ast.List, ast.Tuple) for item in row.elts):
        if isinstance(item, ast.Constant) and str(item.value).isidentifier():
            return say(
                "`'{name}'` in quotes is a word, and cannot be run as a function: its name stands without quotes.",
                name=item.value,
            )
    return None


def _with_empty_brackets(_kind: str, message: str, code: str) -> str | None:
    """Say that a function was called without arguments."""
    called = re.match(r"'?(\w+)\(\) missing .*", message)
    if not called or not re.search(rf"\b{called[1]}\(\s*\)", outside_quotes(code)):
        return None
    return say(
        "`{name}()` has too few things in its brackets: what it works on is missing. Where the function itself is asked, leave the brackets out.",
        name=called[1],
    )


def _called_with_square_brackets(_kind: str, message: str, code: str) -> str | None:
    if "not subscriptable" not in message:
        return None
    parts = [
        node for node in nodes_in(code, ast.Subscript) if isinstance(node.value, ast.Name | ast.Attribute)
    ]
    for node in sorted(parts, key=lambda node: not hasattr(builtins, ast.unparse(node.value))):
        name = ast.unparse(node.value)
        if name.endswith(".index"):
            return say(
                "`{name}` belongs to a table of counts, as `frequencies(…)` gives; yours is no table.",
                name=name,
            )
        function = hasattr(builtins, name) or "function" in message or "method" in message
        if function and name.split(".")[-1] not in ("index", "loc"):
            return say(
                "`{name}` is a function, and a function needs round brackets: `{name}({inside})`.",
                name=name,
                inside=ast.unparse(node.slice),
            )
    return None


def _round_brackets_after_loc(_kind: str, _message: str, code: str) -> str | None:
    called = re.search(r"\.(i?loc)\(", outside_quotes(code))
    return say("Behind `.{name}` stand square brackets: `.{name}[…]`.", name=called[1]) if called else None


def _set_for_dictionary(_kind: str, message: str, code: str) -> str | None:
    """Say that a comma stands where a colon should, between curly brackets."""
    sets = [node for node in nodes_in(code, ast.Set) if len(node.elts) == 2]
    if "unhashable" not in message or not sets:
        return None
    first, second = map(ast.unparse, sets[0].elts)
    return say(
        "Between a name and its value stands a colon, and not a comma: `{{{first}: {second}}}`.",
        first=first,
        second=second,
    )


def _pythons_own_overwritten(_kind: str, message: str, code: str) -> str | None:
    """Say that the cell calls a built-in function whose name was given another value earlier."""
    if not re.match(r"'(?:int|str|float|list|dict|set|NoneType|Series)' object is not callable", message):
        return None
    called = [node.func for node in nodes_in(code, ast.Call)]
    names = [node.id for node in called if isinstance(node, ast.Name)]
    if not names or len(names) != len(called) or not all(hasattr(builtins, name) for name in names):
        return None
    return say(
        "`{name}` is a function of Python's own, and an earlier line has given this name another value: run `del {name}`, and it is back.",
        name=names[0],
    )


def _of_the_rounds(message: str, code: str) -> str | None:
    """Explain a name that only a loop gives a value and that has none where it is used."""
    match = re.search(r"variable '(\w+)'", message)
    name = match[1] if match else ""
    for loop in nodes_in(code, ast.For):
        if name in names_stored(loop.target):
            if any(part.id == name and part.lineno < loop.lineno for part in nodes_in(code, ast.Name)):
                return say(
                    "`{name}` gets its value only in a loop further down: something else is meant here.",
                    name=name,
                )
            return say(
                "`{name}` has a value only in the rounds of the loop, and none if there is no round. Use what the loop collects.",
                name=name,
            )
        from_itself = re.search(rf"\b{name}\s*=[^=].*\b{name}\b", code)
        if name in names_stored(loop) and not from_itself:
            return say(
                "`{name}` gets its value in the rounds of the loop, and has none where there is no round. Does the line that uses it belong inside the loop, indented more?",
                name=name,
            )
    return None


def _other_attribute(message: str, code: str, page: Page) -> str | None:
    """Explain an unknown name after a dot: a function that is no method, or a misspelt method."""
    match = re.fullmatch(r"'?(\w+)'? object has no attribute '(\w+)'.*", message, re.DOTALL)
    if not match:
        return None
    before = re.search(rf"([\w.]+)\.{match[2]}\(", code)
    if before and match[2] in page.given.union(arguments_of(code)):
        return say(
            "{own} has no `.{name}`: `{name}` is a function, and stands before what it works on, `{name}({what})`.",
            own=capital(word_for(match[1])),
            name=match[2],
            what=before[1],
        )
    if any(hasattr(kind, match[2]) for kind in (str, bytes, list, set, dict)):
        return None  # The method exists, but for another type.
    methods = [name for name in dir(getattr(builtins, match[1], object)) if not name.startswith("_")]
    near = difflib.get_close_matches(match[2], methods, n=1, cutoff=0.75)
    if near:
        return say(
            "{own} has no `.{name}`: did you mean `.{near}`?",
            own=capital(word_for(match[1])),
            name=match[2],
            near=near[0],
        )
    return None


def _and_of_columns(kind: str, message: str, code: str) -> str | None:
    bare = outside_quotes(code)
    asked = re.search(r"\b(?:and|or|not|if)\b", bare)
    chained = kind == "ValueError" and "truth value" in message and not asked
    if (chained or re.search(r"for [&|]:|'r?(?:and|or)_'", message)) and re.search(r"[&|]", bare):
        return say("Around `&` and `|` each condition needs its own brackets: `(… > …) & (… > …)`.")
    return None
