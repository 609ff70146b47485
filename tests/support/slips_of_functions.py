"""The slips of beginners in a function of their own: its return, its first line, its calls, its parameters.

A slip is its kind, the code with it, and phrases of which the sentence of the check must hold one.
"""

import ast
import re
from itertools import chain

from kit.check.source import names_given


def of_function(name, entry):
    """Yield slips in a function's definition; the rest of the solution stands above it."""
    tree = ast.parse(entry["solution"])
    functions = [part for part in tree.body if isinstance(part, ast.FunctionDef) and part.name == name]
    if not functions:
        return
    function, code = functions[0], ast.unparse(functions[0])
    rest = "\n".join(ast.unparse(part) for part in tree.body if part is not function)
    expected = next(probe["expected"] for probe in entry["probes"] if name in probe["expression"])
    for kind, changed, *phrases in chain(
        in_return(function, code, expected),
        in_definition(function, code),
        in_calls(function, code, names_given(entry["setup"])),
        in_parameter(function, code),
    ):
        yield kind, f"{rest}\n{changed}".strip(), *phrases


def in_return(function, code, expected):
    last = function.body[-1]
    if not isinstance(last, ast.Return):
        return
    result, head = ast.unparse(last.value), code[: code.rindex("return ")]
    yield "return forgotten", head + result, "`return`"
    yield "print for return", f"{head}print({result})", "`return`"
    yield "print in return", f"{head}return print({result})", "`return`", "print"
    yield "return misspelt", f"{head}retrun {result}", "=", "quotes", "misspelt"
    yield "return with a capital", f"{head}Return({result})", "capital", "did you mean"
    if result != "None":
        yield "result in a list", f"{head}return [{result}]", "list", "brackets"
    yield from in_result(result, f"{head}return ", expected)
    if not isinstance(expected, bool) and isinstance(expected, str | int | float):
        phrases = "not used", "written out", "right for"
        yield "result written out", f"{head}return {expected!r}", *phrases


def in_result(result, head, expected):
    """Yield slips that fit the type of value a function should return."""
    if isinstance(expected, list) and expected:
        yield "last item lost", f"{head}({result})[:-1]", "left out", "empty"
        yield "how many instead", f"{head}len({result})", "how many there are"
        if len(expected) > 1 and expected != expected[::-1]:
            yield "turned round", f"{head}({result})[::-1]", "order"
        yield "a set", f"{head}iter({result})", "list"
    if isinstance(expected, str):
        yield "space at its end", f"{head}({result}) + ' '", "space"
        yield "list of letters", f"{head}list({result})", "list"
        yield "its length", f"{head}len({result})", "text is asked"
        yield "turned round", f"{head}({result})[::-1]", "reverse order", "order"
    if isinstance(expected, float) and expected % 1:
        yield "rounded", f"{head}round({result}, 2)", "rounded"
        yield "whole number", f"{head}int({result})", "decimal sign"
        yield "percentage", f"{head}100 * ({result})", "percentage", "100 times"
        yield "as text", f"{head}str({result})", "quotes"
    elif isinstance(expected, int):
        yield "one too many", f"{head}({result}) + 1", "one too many", "leave out `+ 1`"
        yield "as text", f"{head}str({result})", "quotes"


def in_definition(function, code):
    given, name = ast.unparse(function.args), function.name
    yield "colon forgotten", code.replace("):", ")", 1), "colon"
    yield "not indented", re.sub(r"^ +", "", code, flags=re.MULTILINE), "indented"
    yield "bracket forgotten", code.replace("):", ":", 1), "never closed", "bracket"
    yield "function misspelt", code.replace(f"def {name}", f"def {name}x", 1), "look at its spelling"
    if len(function.args.args) > 1:
        fewer = code.replace(given, function.args.args[0].arg, 1)
        yield "a parameter left out", fewer, "wrong number of arguments"
        yield "Arabic comma", code.replace(",", "،", 1), "Arabic comma"
    yield "a parameter too many", code.replace(given, f"{given}, more", 1), "wrong number of arguments"


def in_calls(function, code, known):
    """Yield slips in what a function calls; known: the names that the first cell defines."""
    for node in ast.walk(function):
        if not isinstance(node, ast.Call):
            continue
        called, inside = ast.unparse(node.func), ", ".join(map(ast.unparse, node.args))
        if called == "len":
            length = f"len({inside})"
            yield "len with square brackets", code.replace(length, f"len[{inside}]", 1), "round brackets"
            yield "len misspelt", code.replace(length, f"lenn({inside})", 1), "did you mean"
            phrases = "len(", "length", "list", "kind", "number", "text", "compares", "set"
            yield "len forgotten", code.replace(length, f"({inside})", 1), *phrases
        elif isinstance(node.func, ast.Attribute) and not node.args and not node.keywords:
            phrases = "brackets", "right", "not used", "too many"
            yield "brackets after a method forgotten", code.replace(f"{called}()", called, 1), *phrases
        elif isinstance(node.func, ast.Name) and called in known:
            misspelt = code.replace(f"{called}(", f"{called[:-1]}(", 1)
            yield "function misspelt inside", misspelt, "did you mean"
            square = code.replace(f"{called}({inside})", f"{called}[{inside}]", 1)
            yield "function with square brackets", square, "round brackets"


def in_parameter(function, code):
    """Yield a slip in which two letters of a parameter are swapped: of the first long one that is used."""
    given = [argument.arg for argument in function.args.args]
    for node in ast.walk(function):
        if isinstance(node, ast.Name) and node.id in given and len(node.id) > 3:
            misspelt = node.id[0] + node.id[2] + node.id[1] + node.id[3:]
            first, body = code.split("\n", 1)
            if re.search(rf"\b{node.id}\b", body) and misspelt != node.id:
                changed = re.sub(rf"\b{node.id}\b", misspelt, body, count=1)
                yield "parameter misspelt", f"{first}\n{changed}", "did you mean"
            return
