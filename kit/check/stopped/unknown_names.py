"""Say what a name without a value was meant to be."""

import ast
import difflib
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from kit.characters import LETTERS
from kit.check.source import arguments_of, names_given, names_stored, nodes_in, outside_quotes
from kit.check.values import is_number
from kit.language import say

__all__ = ["NO_PAGE", "Page", "arrow", "explain_name", "no_quotes", "page_of"]

FUNCTIONS = (
    "len print sorted sum min max list set dict str int float range zip round abs any all enumerate type map"
)


ARABIC_NAME = re.compile(rf"[{LETTERS}]")
OF_OTHERS = {  # names from other languages, or guessed by beginners, and what Python has instead
    **dict.fromkeys(["length", "lenght", "lenth", "size", "number", "how_many", "long", "nchar", "strlen", "count_chars"], "len(…)"),
    **dict.fromkeys(["unique", "distinct", "uniq"], "set(…)"),
    **dict.fromkeys(["mean", "average", "avg"], "sum(…) / len(…)"),
    **dict.fromkeys(["table", "tabulate", "value_counts"], "frequencies(…)"),
    **dict.fromkeys(["echo", "printf", "console", "puts", "cat"], "print(…)"),
    **dict.fromkeys(["paste", "concat"], '" ".join(…)'),
    **dict.fromkeys(["strsplit", "tokens", "words_of"], "….split()"),
    **dict.fromkeys(["toString", "str_c", "string"], "str(…)"),
    "ln": "log(…)",
    "c": "[…, …]",
    "null": "None",
    "NULL": "None",
    "nil": "None",
}  # fmt: skip


@dataclass(frozen=True)
class Page:
    """The names that an exercise's page defines, by the kind of cell that defines them."""

    given: frozenset[str] = frozenset()  # the page's first cell
    shown: frozenset[str] = frozenset()  # a cell to look at, above the answer
    kept: frozenset[str] = frozenset()  # the answer's own cell as students get it
    asked: Mapping[str, str] = field(default_factory=dict)  # names of other answers, each with its question
    columns: Mapping[str, str] = field(default_factory=dict)  # columns and methods as the solution has them


NO_PAGE = Page()


def page_of(question: Mapping[str, Any]) -> Page:
    """Return the names of the page that a question stands on.

    >>> sorted(page_of({"setup": "import re", "shown": ["sample"]}).shown)
    ['sample']
    """
    solution = question.get("solution", "")
    methods = [node.func for node in nodes_in(solution, ast.Call) if isinstance(node.func, ast.Attribute)]
    columns = {
        method.attr: f"{ast.unparse(method)}(…)" for method in methods if isinstance(method.value, ast.Name)
    }
    columns |= {
        str(node.slice.value): ast.unparse(node)
        for node in nodes_in(solution, ast.Subscript)
        if isinstance(node.slice, ast.Constant)
    }
    return Page(
        frozenset(question.get("given", names_given(question["setup"]))),
        frozenset(question.get("shown", [])),
        frozenset(question.get("kept", [])),
        question.get("asked", {}),
        columns,
    )


def explain_name(message: str, code: str, wanted: Any, page: Page, names: set[str]) -> str:
    """Say what a name without a value was meant to be.

    >>> explain_name("name 'txt' is not defined", "len(txt)", 3, Page(frozenset({"text"})), {"x"})
    '`txt` is misspelt, or not known: did you mean `text`?'
    """
    match = re.search(r"name '(\w+)'", message)
    name = match[1] if match else ""
    inside = names_stored(code)
    own = inside.union(arguments_of(code))
    near = difflib.get_close_matches(name, sorted(own - {name} - page.given), n=1, cutoff=0.8)
    if near and name in page.asked:
        return say("`{name}` is misspelt, or not known: did you mean `{near}`?", name=name, near=near[0])
    if name in inside - names_given(code):
        return say("`{name}` has a value only inside the function: use it there, or `return` it.", name=name)
    if _asks_numbers(wanted) and re.search(rf"=\s*{name}\s*$", code, re.MULTILINE) and name not in page.asked:
        near = difflib.get_close_matches(name, sorted(page.given | page.shown), n=1, cutoff=0.8)
        if not near:
            return say("Nothing is called `{name}`. A number is asked: write it in digits.", name=name)
    says = _not_run_yet(name, page) or _no_assignment(name, code, names)
    if says := says or _no_quotes_around(name, code, wanted, names) or _a_method(name, code):
        return says
    if name in inside:
        return say("`{name}` has a value only inside the function: use it there, or `return` it.", name=name)
    if re.search(rf"(?:en|de)code\(\s*{name}\b", code) or re.fullmatch("[A-Z]", name):
        return no_quotes(name)
    if name in page.columns:
        return say(
            "Nothing is called `{name}`: it is a part of something, and is written `{whole}`.",
            name=name,
            whole=page.columns[name],
        )
    if misspelt := _misspelt(name, code, inside, page):
        return misspelt
    used = re.search(
        rf"\b{name}\s*[.(\[]", outside_quotes(code)
    )  # A name that is called or indexed was not meant as a text.
    if _texts(wanted) and not used:
        return no_quotes(name)
    return say(
        "Nothing is called `{name}`. If it is a name, look at its spelling; if it is text, put it in quotes.",
        name=name,
    )


def _not_run_yet(name: str, page: Page) -> str:
    """Say which cell of the page gives a name its value."""
    if re.fullmatch(r"q\d+", name) or name in page.given | {"exercise", "____"}:
        return say(
            "`{name}` has no value yet: run the first cell of this page, and then this one again.", name=name
        )
    if name in page.kept:
        return say(
            "`{name}` has no value: the line that gives it one stood in this cell, above yours. Put it back.",
            name=name,
        )
    if name in page.shown:
        return say(
            "`{name}` has no value yet: run the cell above that gives it one, and then this one again.",
            name=name,
        )
    if name in page.asked:
        return say(
            "`{name}` has no value yet: question {number} makes it. Run its cell, and then this one again.",
            name=name,
            number=page.asked[name].removeprefix("q"),
        )
    return ""


def _no_assignment(name: str, code: str, names: set[str]) -> str:
    """Say what is wrong with the sign between a name that should get a value and the value."""
    if name not in names:
        return ""
    if re.search(rf"^\s*{name}\s*==", code, re.MULTILINE):
        return say("`==` compares. To give `{name}` its value, write one `=`.", name=name)
    if re.search(rf"^\s*{name}\s*[\[(]", code, re.MULTILINE):
        return say("Between `{name}` and its value a `=` is missing: `{name} = …`.", name=name)
    if re.search(rf"^\s*{name}\s*<-", code, re.MULTILINE):
        return arrow(name)
    return ""


def arrow(name: str) -> str:
    """Say that R's arrow is not an operator in Python.

    >>> arrow("x")
    'The arrow `<-` is R. Python gives a value with `=`: `x = …`.'
    """
    return say("The arrow `<-` is R. Python gives a value with `=`: `{name} = …`.", name=name)


def _no_quotes_around(name: str, code: str, wanted: Any, names: set[str]) -> str:
    if name.casefold() in ("true", "false", "none"):
        return say("Python writes it with a capital: `{name}`.", name=name.capitalize())
    if name.casefold() in (text.casefold() for text in _texts(wanted)) or ARABIC_NAME.search(name):
        return no_quotes(name)
    joined = re.search(rf"\b{name}(?:-[\w.]+)+", outside_quotes(code))
    if joined and re.search(r"-\d|-8", joined[0]):
        return no_quotes(joined[0])
    if re.search(rf"\w\[\s*{name}\s*\]", code) and name not in names:
        return no_quotes(name)
    return ""


def _misspelt(name: str, code: str, inside: set[str], page: Page) -> str:
    """Name the known name with the nearest spelling, or Python's name for the same function."""
    if name in OF_OTHERS and re.search(rf"\b{name}\(|\b{name}$", code, re.MULTILINE):
        if OF_OTHERS[name] == "len(…)":
            return say(
                "Python has no `{name}`: how long something is, or how many are in it, `len(…)` says.",
                name=name,
            )
        return say("Python has no `{name}`: it is written `{other}` here.", name=name, other=OF_OTHERS[name])
    known = page.given | page.shown | inside | set(FUNCTIONS.split()) | {"return", *arguments_of(code)}
    same_letters = [other for other in known if other.casefold() == name.casefold() and other != name]
    if same_letters:
        return say(
            "`{name}` is not known, but `{other}` is: capital and small letters are different.",
            name=name,
            other=same_letters[0],
        )
    near = difflib.get_close_matches(name, sorted(known), n=1, cutoff=0.7)
    if not near and len(name) == 3:
        near = difflib.get_close_matches(name, ["len", "sum", "max", "min", "set"], n=1, cutoff=0.6)
    if near:
        return say("`{name}` is misspelt, or not known: did you mean `{near}`?", name=name, near=near[0])
    return ""


def _a_method(name: str, code: str) -> str:
    """Say that a name is a method, which is written after a dot: `text.upper()`, not `upper(text)`."""
    called = re.search(rf"(?<![\w.]){name}\(\s*(\w*)", code)
    if not called or not any(hasattr(kind, name) for kind in (str, bytes, list)):
        return ""
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


def _asks_numbers(data: Any) -> bool:
    """Say whether every expected value is a number."""
    return all(map(_asks_numbers, data)) and bool(data) if isinstance(data, list) else is_number(data)


def _texts(data: Any) -> list[str]:
    if isinstance(data, str):
        return [data, *data.split()]
    if isinstance(data, list):
        return [text for item in data for text in _texts(item)]
    return _texts(list(data.values())) if isinstance(data, dict) else []
