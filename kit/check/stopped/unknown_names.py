"""Say what a name without a value was meant to be."""

# ruff: noqa: E501  A sentence to a student stands whole in one line, where it can be found by its words.

import ast
import difflib
import re
from typing import Any, TypeGuard

from kit.characters import LETTERS
from kit.check.source import tree_of

__all__ = ["explain_name", "no_quotes"]

FUNCTIONS = (
    "len print sorted sum min max list set dict str int float range zip round abs any all enumerate type map"
)


ARABIC_NAME = re.compile(rf"[{LETTERS}]")


def explain_name(message: str, code: str, wanted: Any, given: set[str], names: set[str]) -> str:
    """Say what a name without a value was meant to be.

    >>> explain_name("name 'txt' is not defined", "len(txt)", 3, {"text"}, {"x"})
    '`txt` is misspelt, or not known: did you mean `text`?'
    """
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
        return no_quotes(name)
    if ARABIC_NAME.search(name):
        return no_quotes(name)
    inside = {node.id for node in ast.walk(tree_of(code) or ast.Module([], [])) if _stores(node)}
    known = given | inside | set(FUNCTIONS.split()) | {"return"}
    known |= {argument.arg for node in ast.walk(tree_of(code) or ast.Module([], [])) if isinstance(node, ast.arg)
              for argument in [node]}  # fmt: skip
    if name in inside:
        return f"`{name}` has a value only inside the function: use it there, or `return` it."
    if re.search(rf"(?:en|de)code\(\s*{name}\b", code) or re.fullmatch("[A-Z]", name):
        return no_quotes(name)
    near = difflib.get_close_matches(name, sorted(known), n=1, cutoff=0.7)
    same_letters = [one for one in known if one.casefold() == name.casefold() and one != name]
    if same_letters:
        return f"`{name}` is not known, but `{same_letters[0]}` is: capital and small letters are different."
    if near:
        return f"`{name}` is misspelt, or not known: did you mean `{near[0]}`?"
    if _texts(wanted):
        return no_quotes(name)
    return (
        f"Nothing is called `{name}`. If it is a name, look at its spelling; if it is text, put it in quotes."
    )


def no_quotes(name: str) -> str:
    """Say that a text has no quotes.

    >>> no_quotes("B")[:31]
    '`B` has no quotes around it, so'
    """
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
