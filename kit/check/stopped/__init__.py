"""Say in a sentence why Python stopped, from the text of a cell and the error's last line alone.

Nothing of the cell runs here, so a grader can use it as well as a student's own kernel.
"""

# ruff: noqa: E501  A sentence to a student stands whole in one line, where it can be found by its words.

import ast
import builtins
import re
from collections.abc import Iterable, Mapping
from typing import Any

from kit.check.slips.phrases import capital
from kit.check.source import outside_quotes, tree_of
from kit.check.stopped.meanings import MEANINGS, PARTS, word_for
from kit.check.stopped.unknown_names import explain_name
from kit.check.stopped.unreadable import explain_syntax
from kit.language import say

__all__ = ["explain_error", "last_line"]


def explain_error(
    error: Mapping[str, Any],
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
        return explain_syntax(code, message, int(error.get("line") or 0))
    if kind == "NameError":
        return explain_name(message, code, wanted, set(given), set(names))
    if kind == "UnboundLocalError" and (round_name := _of_the_rounds(message, code)):
        return say(
            "`{name}` has a value only in the rounds of the loop, and none if there is no round. Use what the loop collects.",
            name=round_name,
        )
    if "unsupported operand" in message and "sum(" in code and "+" not in outside_quotes(code):
        return say("`sum` adds numbers, and was given something else. How many there are, `len(…)` says.")
    if kind == "TextError":
        return message
    special = _called_with_square_brackets(message, code) or _and_of_columns(kind, message, code)
    if special:
        return special
    for kinds, pattern, sentence in MEANINGS:
        match = re.fullmatch(pattern, message, re.DOTALL) if kind in kinds.split("|") else None
        if match:
            words = [word_for(part) for part in match.groups() if part is not None]
            return capital(say(sentence, **dict(zip(PARTS, words, strict=False))))
    if not message.strip():
        return say("Python stopped with an error of the kind {kind}.", kind=kind)
    quoted = message.strip().splitlines()[0].replace("`", "'")[:120]
    return say("Python stopped with an error of the kind {kind}: `{message}`.", kind=kind, message=quoted)


def last_line(error: Mapping[str, Any]) -> str:
    """Return the last line of an error as a notebook shows it, without what a sentence cannot hold.

    >>> last_line({"raised": "NameError", "message": "name 'x' is not defined"})
    "NameError: name 'x' is not defined"
    """
    text = f"{error['raised']}: {error.get('message', '')}".strip().removesuffix(":")
    text = text.splitlines()[0] if text else ""
    return re.sub(r" \((?:<[^>]*>|[\w.-]+), line \d+\)$", "", text).replace("`", "'")[:160]


def _called_with_square_brackets(message: str, code: str) -> str | None:
    if "not subscriptable" not in message:
        return None
    for node in ast.walk(tree_of(code) or ast.Module([], [])):
        if isinstance(node, ast.Subscript) and isinstance(node.value, ast.Name | ast.Attribute):
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


def _of_the_rounds(message: str, code: str) -> str | None:
    """Return the name of a message, if it is what a loop of the code runs through."""
    match = re.search(r"variable '(\w+)'", message)
    loops = [node for node in ast.walk(tree_of(code) or ast.Module([], [])) if isinstance(node, ast.For)]
    names = {part.id for loop in loops for part in ast.walk(loop.target) if isinstance(part, ast.Name)}
    return match[1] if match and match[1] in names else None


def _and_of_columns(kind: str, message: str, code: str) -> str | None:
    bare = outside_quotes(code)
    chained = (
        kind == "ValueError" and "truth value" in message and not re.search(r"\b(?:and|or|not|if)\b", bare)
    )
    if (chained or re.search(r"for [&|]:|'r?(?:and|or)_'", message)) and re.search(r"[&|]", bare):
        return say("Around `&` and `|` each condition needs its own brackets: `(… > …) & (… > …)`.")
    return None
