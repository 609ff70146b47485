"""Say what a name without a value was meant to be."""

# ruff: noqa: E501  A sentence to a student stands whole in one line, where it can be found by its words.

import ast
import difflib
import re
from typing import Any, TypeGuard

from kit.characters import LETTERS
from kit.check.source import outside_quotes, tree_of
from kit.language import say

__all__ = ["explain_name", "no_quotes"]

FUNCTIONS = (
    "len print sorted sum min max list set dict str int float range zip round abs any all enumerate type map"
)


SYNONYMS = {"length", "lenght", "lenth", "size", "number", "how_many", "long"}
ARABIC_NAME = re.compile(rf"[{LETTERS}]")


def explain_name(message: str, code: str, wanted: Any, given: set[str], names: set[str]) -> str:
    """Say what a name without a value was meant to be.

    >>> explain_name("name 'txt' is not defined", "len(txt)", 3, {"text"}, {"x"})
    '`txt` is misspelt, or not known: did you mean `text`?'
    """
    match = re.search(r"name '(\w+)'", message)
    name = match[1] if match else ""
    if re.fullmatch(r"q\d+", name) or name in given | {"exercise", "____"}:
        return say(
            "`{name}` has no value yet: run the first cell of this page, and then this one again.", name=name
        )
    if name in names and re.search(rf"^\s*{name}\s*==", code, re.MULTILINE):
        return say("`==` compares. To give `{name}` its value, write one `=`.", name=name)
    if name in names and re.search(rf"^\s*{name}\s*[\[(]", code, re.MULTILINE):
        return say("Between `{name}` and its value a `=` is missing: `{name} = …`.", name=name)
    if name in ("true", "false", "none"):
        return say("Python writes it with a capital: `{name}`.", name=name.capitalize())
    if name.casefold() in (text.casefold() for text in _texts(wanted)):
        return no_quotes(name)
    if ARABIC_NAME.search(name):
        return no_quotes(name)
    joined = re.search(rf"\b{name}(?:-[\w.]+)+", outside_quotes(code))
    if joined and re.search(r"-\d|-8", joined[0]):
        return no_quotes(joined[0])
    if re.search(rf"\w\[\s*{name}\s*\]", code) and name not in names:
        return no_quotes(name)
    method = _a_method(name, code)
    if method:
        return method
    inside = {node.id for node in ast.walk(tree_of(code) or ast.Module([], [])) if _stores(node)}
    known = given | inside | set(FUNCTIONS.split()) | {"return"}
    known |= {argument.arg for node in ast.walk(tree_of(code) or ast.Module([], [])) if isinstance(node, ast.arg)
              for argument in [node]}  # fmt: skip
    if name in inside:
        return say("`{name}` has a value only inside the function: use it there, or `return` it.", name=name)
    if re.search(rf"(?:en|de)code\(\s*{name}\b", code) or re.fullmatch("[A-Z]", name):
        return no_quotes(name)
    if name in SYNONYMS:
        return say(
            "Python has no `{name}`: how long something is, or how many are in it, `len(…)` says.", name=name
        )
    near = difflib.get_close_matches(name, sorted(known), n=1, cutoff=0.7)
    if not near and len(name) == 3:
        near = difflib.get_close_matches(name, ["len", "sum", "max", "min", "set"], n=1, cutoff=0.6)
    same_letters = [other for other in known if other.casefold() == name.casefold() and other != name]
    if same_letters:
        return say(
            "`{name}` is not known, but `{other}` is: capital and small letters are different.",
            name=name,
            other=same_letters[0],
        )
    if near:
        return say("`{name}` is misspelt, or not known: did you mean `{near}`?", name=name, near=near[0])
    if _texts(wanted):
        return no_quotes(name)
    return say(
        "Nothing is called `{name}`. If it is a name, look at its spelling; if it is text, put it in quotes.",
        name=name,
    )


def _a_method(name: str, code: str) -> str | None:
    """Say that a name is a method, which stands behind a stop: `text.upper()` and not `upper(text)`."""
    called = re.search(rf"(?<![\w.]){name}\(\s*(\w*)", code)
    if not called or not any(hasattr(kind, name) for kind in (str, bytes, list)):
        return None
    if called[1]:
        return say(
            "`{name}` stands behind what it works on, with a stop between: `{what}.{name}(…)`.",
            name=name,
            what=called[1],
        )
    return say(
        "`{name}` stands behind what it works on, with a stop between: `text.{name}(…)`, say.", name=name
    )


def no_quotes(name: str) -> str:
    """Say that a text has no quotes.

    >>> no_quotes("B")[:31]
    '`B` has no quotes around it, so'
    """
    return say(
        '`{name}` has no quotes around it, so Python takes it for a name. Text stands in quotes: `"{name}"`.',
        name=name,
    )


def _texts(data: Any) -> list[str]:
    if isinstance(data, str):
        return [data, *data.split()]
    if isinstance(data, list):
        return [text for item in data for text in _texts(item)]
    return []


def _stores(node: ast.AST) -> TypeGuard[ast.Name]:
    return isinstance(node, ast.Name) and isinstance(node.ctx, ast.Store)
