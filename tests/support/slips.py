"""Make the slips of beginners from the solutions of all questions, and hear what a check says to each."""

# ruff: noqa: E501  A sentence to a student stands whole in one line, where it can be found by its words.

import ast
import contextlib
import io
import json
import re
import warnings
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import NamedTuple

from cases import ROOT

from kit.check.probe import look, name_of
from kit.check.protocol import Verdict, all_probes
from kit.check.solved import read_key
from kit.check.verdicts import judge, judge_stopped
from kit.classroom.exercises.sources import fill
from kit.classroom.repository import EDITIONS

KEYS = ROOT / "kit" / "data" / "exercises"
RAW = re.compile(
    r"<class|Error: |object has no attribute|has no attribute '|truth value|not subscriptable|is not callable"
    r"|unsupported operand|not supported between|sorted\(str|positional argument|line \d+\)|<lambda>"
)


class Made(NamedTuple):
    """A slip: its kind, the code of the cell, and what the sentence must hold, one of several phrases."""

    exercise: str
    question: str
    kind: str
    code: str
    phrases: tuple[str, ...]


def questions() -> list[tuple[str, str]]:
    """Every question there is."""
    return [(path.stem, name) for path in sorted(KEYS.glob("*.json")) for name in entry_of(path)]


@cache
def entry_of(path: Path) -> dict:
    return read_key(path.stem)["questions"]


@cache
def stubs(exercise: str) -> dict[str, str]:
    """The answer cells of an exercise as students get them, by question."""
    for path in EDITIONS.glob("*.ipynb"):
        notebook = json.loads(path.read_text(encoding="utf-8"))
        if notebook["metadata"].get("kit", {}).get("exercise") == exercise:
            return {cell["id"]: "".join(cell["source"]) for cell in notebook["cells"]}
    raise LookupError(exercise)


@cache
def set_up(exercise: str, question: str) -> dict:
    """The names that a question's first cell gives."""
    scope: dict = {}
    exec(entry_of(KEYS / f"{exercise}.json")[question]["setup"], scope)
    return scope


def told(entry: dict, given: dict, code: str) -> Verdict:
    """What a student is told who runs this cell, after the first one, and checks."""
    scope, error = dict(given), None
    silent = io.StringIO()
    with warnings.catch_warnings(action="ignore"), contextlib.redirect_stdout(silent):
        try:
            exec(compile(code, "answer", "exec"), scope)
        except BaseException as stopped:
            error = {"raised": name_of(stopped), "message": str(stopped)}
            if isinstance(stopped, SyntaxError):
                error["line"] = stopped.lineno
    if error:
        return judge_stopped(entry, error, code)
    seen = look([probe["expression"] for probe in all_probes(entry)], {**scope, **given}, entry["names"])
    return judge(entry, json.loads(json.dumps(seen)), code=code)


def slips_of(exercise: str, question: str) -> Iterator[Made]:
    """The slips that can be made of one question's solution."""
    import matplotlib.pyplot as plt

    entry = entry_of(KEYS / f"{exercise}.json")[question]
    scope = dict(set_up(exercise, question))
    stub = stubs(exercise)[question]
    exec(fill(stub, entry["solution"]), scope)
    plt.close("all")
    for name in entry["names"]:
        others = "\n".join(given_by(entry["solution"], other) for other in entry["names"] if other != name)
        if entry["kinds"].get(name) == "a function":
            made = of_function(name, entry)
        elif simple(value := getattr(scope[name], "item", lambda value=scope[name]: value)()):
            made = of_value(name, value, entry)
        else:
            made = of_call(name, entry["solution"])
        for kind, code, *phrases in made:
            cell = "\n".join(filter(None, (others, code)))
            yield Made(exercise, question, kind, fill(stub, cell), tuple(phrases))
    values = [getattr(scope[name], "item", lambda one=scope[name]: one)() for name in entry["names"]]
    if len(values) > 1 and all(map(simple, values)) and len(set(map(repr, values))) == len(values):
        code = "\n".join(
            f"{name} = {value!r}" for name, value in zip(entry["names"], values[1:] + values[:1], strict=True)
        )
        yield Made(
            exercise,
            question,
            "swapped answers",
            code,
            ("the wrong way round", "is a number, and text", "is text, and", "and one number is asked"),
        )


def given_by(solution: str, name: str) -> str:
    """The statements of a solution that give a name its value."""
    return "\n".join(
        ast.unparse(node)
        for node in ast.parse(solution).body
        if name
        in [getattr(node, "name", ""), *(ast.unparse(target) for target in getattr(node, "targets", []))]
    )


def simple(value) -> bool:
    if isinstance(value, list):
        return all(isinstance(item, str | int | float) for item in value)
    return isinstance(value, str | int | float) and not (isinstance(value, str) and len(value) > 200)


def of_value(name, value, entry):
    """Slips in `name = value`."""
    written = json.dumps(value, ensure_ascii=False)
    yield "print around it", f"{name} = print({written})", "`print`"
    yield "bracket forgotten", f"{name} = ({written}", "never closed"
    yield "bracket too many", f"{name} = {written})", "closing bracket"
    yield "equals sign forgotten", f"{name} {written}", "=", "beside"
    yield "two equals signs", f"{name} == {written}", "`==` compares"
    yield "misspelt name", f"{name}s = {written}", "look at its spelling"
    yield "not assigned", written, "begin the line of your answer"
    yield "printed only", f"print({written})", "leave the `print` out"
    yield "turned round", f"{written} = {name}", "on the left"
    yield "nothing there", f"{name} = ", "Nothing stands after"
    if isinstance(value, str):
        yield from of_text(name, value, entry)
    elif isinstance(value, list):
        yield from of_list(name, value, entry)
    else:
        yield from of_number(name, value)


def arabic(number) -> str:
    return str(number).translate(str.maketrans("0123456789.", "٠١٢٣٤٥٦٧٨٩٫"))


def of_number(name, value):
    yield "Arabic digits", f"{name} = {arabic(value)}", "0 to 9"
    yield "in quotes", f'{name} = "{value}"', "quotes"
    yield "Arabic digits in quotes", f'{name} = "{arabic(value)}"', "quotes"
    yield "in a list", f"{name} = [{value}]", "inside a list", "Yours is a list"
    yield "comma at its end", f"{name} = {value},", "comma at its end", "Yours is a list"
    yield "text instead", f'{name} = "many"', "number is asked"
    yield "a function not run", f"{name} = len", "not run"
    yield "comparison instead", f"{name} = {value} > 0", "True or False"
    if isinstance(value, int) and value >= 1000:
        yield "comma for thousands", f"{name} = {value:,}", str(value)
        yield "Arabic comma for thousands", f"{name} = {value:,}".replace(",", "،"), "Arabic comma"
    if isinstance(value, float) and value % 1:
        yield "decimal comma", f"{name} = {value}".replace(".", ","), "decimal sign"
        yield (
            "rounded",
            f"{name} = {round(value, 2)}" if round(value, 2) != value else f"{name} = {int(value)}",
            "rounded",
            "lost what stands",
            "too small",
            "wrong is the",
        )
        if 0 < value < 1:
            yield "percentage", f"{name} = {100 * value}", "percentage"
    elif value and isinstance(value, int):
        yield "one too many", f"{name} = {value + 1}", "one too many", "too large, though near"


def of_text(name, value, entry):
    if re.fullmatch(r"\w+(?: \w+)*", value):
        yield "without quotes", f"{name} = {value}", "quotes"
    yield "curly quotes", f"{name} = “{value}”", "straight ones"
    yield "one quote", f'{name} = "{value}', "quote is opened"
    yield "in a list", f'{name} = ["{value}"]', "list", "letter"
    yield "a function not run", f"{name} = str.upper", "not run"
    if (
        len(value) < 2
        or len(value) > 100
        or "places" in str(entry["probes"])
        or re.fullmatch("[a-z]+", value)
    ):
        return
    yield (
        "number copied with it",
        f'{name} = "3 {value}"',
        "number of the printed line",
        "`3`",
        "printed in front",
    )
    yield "stop at its end", f'{name} = "{value}."', "at its end"
    yield "quotes in quotes", f"{name} = '\"{value}\"'", "quotes inside"
    for right, wrong in ("يى", "ةه", "أا", "إا", "كق"):
        if right in value:
            yield (
                f"{wrong} for {right}",
                f'{name} = "{value.replace(right, wrong, 1)}"',
                f"{wrong} (",
                "is left out",
            )
    if len(value) > 3:
        yield (
            "letter left out",
            f'{name} = "{value[:2] + value[3:]}"',
            "missing",
            "only the spaces",
            "left out",
        )
        yield (
            "letter doubled",
            f'{name} = "{value[:3] + value[2:]}"',
            "too much",
            "only the spaces",
            "too many",
        )
    if " " in value:
        words = value.split()
        yield (
            "list of words",
            f"{name} = {words}",
            "list of words",
            "list, and text is asked",
            "Yours is a list",
        )
        yield "words turned round", f'{name} = "{" ".join(words[::-1])}"', "order"
        yield "word left out", f'{name} = "{" ".join(words[:-1])}"', "left out"


def of_list(name, value, entry):
    inside = ", ".join(json.dumps(item, ensure_ascii=False) for item in value)
    choice = all(re.fullmatch("[A-H]", str(item)) for item in value)
    any_order = any("sorted(" in probe["expression"] for probe in entry["probes"])
    yield "list bracket forgotten", f"{name} = [{inside}", "never closed"
    yield "round and square bracket", f"{name} = [{inside})", "square with square"
    yield "Arabic comma", f"{name} = [{inside}]".replace(",", "،"), "Arabic comma"
    yield "brackets twice", f"{name} = [[{inside}]]", "brackets too many"
    yield "empty", f"{name} = []", "empty"
    yield "in quotes", f"{name} = '[{inside}]'", "quotes stand around", "letter", "Correct"
    if all(isinstance(item, str) for item in value):
        bare = ", ".join(value)
        yield "without quotes", f"{name} = [{bare}]", "quotes"
        yield "one quote forgotten", f"{name} = [{inside[:-1]}]", "quote is opened"
        if not choice:
            yield "one text", f'{name} = "{" ".join(value)}"', "list is asked"
            yield "one text with commas", f'{name} = "{bare}"', "list is asked"
            yield "commas inside", f'{name} = ["{bare}"]', "one item", "comma stands inside"
            yield "comma forgotten", f"{name} = [{inside.replace(', ', ' ', 1)}]", "comma is missing"
            yield (
                "stop at an item",
                f"{name} = [{inside}]".replace('"', '."', 2).replace('."', '"', 1),
                "at its end",
            )
            yield (
                "count copied",
                f'{name} = ["3 {value[0]}", {", ".join(json.dumps(item, ensure_ascii=False) for item in value[1:])}]',
                "number of the printed line",
            )
            for right, wrong in ("يى", "ةه", "أا"):
                if right in bare:
                    yield (
                        f"{wrong} for {right}",
                        f"{name} = [{inside.replace(right, wrong, 1)}]",
                        f"{wrong} (",
                    )
        else:
            yield "letter of no line", f'{name} = [{inside}, "Q"]', "no Q"
            yield "sentence typed", f'{name} = ["The writer uses the word more often"]', "not the sentence"
            yield "numbers for letters", f"{name} = [1, 2]", "not a number"
            yield "Arabic letters", f'{name} = ["أ", "ب"]', "Latin ones"
            yield (
                "a letter too many",
                f"{name} = {sorted({*value, *'ABCD'} - set('E'))[:5]}",
                "not belong",
                "left out",
            )
    else:
        yield "Arabic digits", f"{name} = [{', '.join(map(arabic, value))}]", "0 to 9", "Arabic"
        yield "list as text", f'{name} = "{", ".join(map(str, value))}"', "list is asked"
    if len(value) > 1:
        rest = ", ".join(json.dumps(item, ensure_ascii=False) for item in value[:-1])
        yield "item left out", f"{name} = [{rest}]", "left out", "not right"
        if not choice:
            yield (
                "item twice",
                f"{name} = [{inside}, {json.dumps(value[0], ensure_ascii=False)}]",
                "more than once",
            )
        if not any_order and value != value[::-1]:
            yield "turned round", f"{name} = [{inside}][::-1]", "turned round"
    yield "number for a list", f"{name} = 77", "list", "letters"


def of_call(name, solution):
    """Slips in a statement that calls something."""
    yield "bracket forgotten", solution.rstrip()[:-1], "never closed"
    yield "two equals signs", solution.replace("=", "==", 1), "`==` compares"
    yield "misspelt name", solution.replace(name, f"{name}s", 1), "look at its spelling"
    function = re.search(r"= ?(\w{4,})\(", solution)
    if function:
        yield "misspelt function", solution.replace(function[1], function[1][:-1], 1), "did you mean"
        yield "a function not run", f"{name} = {function[1]}", "not run"


def of_function(name, entry):
    """Slips in a function's definition."""
    tree = ast.parse(entry["solution"])
    function = next(
        (part for part in tree.body if isinstance(part, ast.FunctionDef) and part.name == name), None
    )
    if function is None:
        return
    rest = "\n".join(ast.unparse(part) for part in tree.body if part is not function)

    def whole(code: str) -> str:
        return f"{rest}\n{code}".strip()

    code = ast.unparse(function)
    last = function.body[-1]
    given = [argument.arg for argument in function.args.args]
    expected = next(probe["expected"] for probe in entry["probes"] if name in probe["expression"])
    if isinstance(last, ast.Return):
        result = ast.unparse(last.value)
        head = code[: code.rindex("return ")]
        yield "return forgotten", whole(head + result), "`return`"
        yield "print for return", whole(f"{head}print({result})"), "`return`"
        yield "print in return", whole(f"{head}return print({result})"), "`return`", "print"
        yield "return misspelt", whole(f"{head}retrun {result}"), "=", "quotes", "misspelt"
        yield "return with a capital", whole(f"{head}Return({result})"), "capital", "did you mean"
        if ast.unparse(last.value) not in ("None",):
            yield "result in a list", whole(f"{head}return [{result}]"), "list", "brackets"
        if isinstance(expected, list) and expected:
            yield "last item lost", whole(f"{head}return ({result})[:-1]"), "left out", "empty"
            yield "how many instead", whole(f"{head}return len({result})"), "how many there are"
            if len(expected) > 1 and expected != expected[::-1]:
                yield "turned round", whole(f"{head}return ({result})[::-1]"), "order"
            yield "a set", whole(f"{head}return iter({result})"), "list"
        if isinstance(expected, str):
            yield "space at its end", whole(f"{head}return ({result}) + ' '"), "space"
            yield "list of letters", whole(f"{head}return list({result})"), "list"
            yield "its length", whole(f"{head}return len({result})"), "text is asked"
            yield "turned round", whole(f"{head}return ({result})[::-1]"), "reverse order", "order"
        if isinstance(expected, float) and expected % 1:
            yield "rounded", whole(f"{head}return round({result}, 2)"), "rounded"
            yield "whole number", whole(f"{head}return int({result})"), "decimal sign"
            yield "percentage", whole(f"{head}return 100 * ({result})"), "percentage", "100 times"
            yield "as text", whole(f"{head}return str({result})"), "quotes"
        elif isinstance(expected, int):
            yield "one too many", whole(f"{head}return ({result}) + 1"), "one too many", "leave out `+ 1`"
            yield "as text", whole(f"{head}return str({result})"), "quotes"
        if not isinstance(expected, bool) and isinstance(expected, str | int | float):
            yield (
                "result written out",
                whole(f"{head}return {expected!r}"),
                "not used",
                "written out",
                "right for",
            )
    yield "colon forgotten", whole(code.replace("):", ")", 1)), "colon"
    yield "not indented", whole(re.sub(r"^ +", "", code, flags=re.MULTILINE)), "indented"
    yield "bracket forgotten", whole(code.replace("):", ":", 1)), "never closed", "bracket"
    yield "function misspelt", whole(code.replace(f"def {name}", f"def {name}x", 1)), "look at its spelling"
    if len(given) > 1:
        fewer = code.replace(ast.unparse(function.args), given[0], 1)
        yield "a parameter left out", whole(fewer), "wrong number of arguments"
        yield "Arabic comma", whole(code.replace(",", "،", 1)), "Arabic comma"
    more = code.replace(ast.unparse(function.args), ast.unparse(function.args) + ", more", 1)
    yield "a parameter too many", whole(more), "wrong number of arguments"
    for node in ast.walk(function):
        if isinstance(node, ast.Call):
            called, inside = ast.unparse(node.func), ", ".join(map(ast.unparse, node.args))
            if called == "len":
                yield (
                    "len with square brackets",
                    whole(code.replace(f"len({inside})", f"len[{inside}]", 1)),
                    "round brackets",
                )
                yield (
                    "len misspelt",
                    whole(code.replace(f"len({inside})", f"lenn({inside})", 1)),
                    "did you mean",
                )
                yield (
                    "len forgotten",
                    whole(code.replace(f"len({inside})", f"({inside})", 1)),
                    "len(",
                    "length",
                    "list",
                    "kind",
                    "number",
                    "text",
                    "compares",
                    "set",
                )
            elif isinstance(node.func, ast.Attribute) and not node.args and not node.keywords:
                yield (
                    "brackets after a method forgotten",
                    whole(code.replace(f"{called}()", called, 1)),
                    "brackets",
                    "right",
                    "not used",
                    "too many",
                )
            elif isinstance(node.func, ast.Name) and called in set_names(entry):
                yield (
                    "function misspelt inside",
                    whole(code.replace(f"{called}(", f"{called[:-1]}(", 1)),
                    "did you mean",
                )
                yield (
                    "function with square brackets",
                    whole(code.replace(f"{called}({inside})", f"{called}[{inside}]", 1)),
                    "round brackets",
                )
    for node in ast.walk(function):
        if isinstance(node, ast.Name) and node.id in given and len(node.id) > 3:
            misspelt = node.id[0] + node.id[2] + node.id[1] + node.id[3:]
            body = code.split("\n", 1)
            if re.search(rf"\b{node.id}\b", body[1]) and misspelt != node.id:
                yield (
                    "parameter misspelt",
                    whole(body[0] + "\n" + re.sub(rf"\b{node.id}\b", misspelt, body[1], count=1)),
                    "did you mean",
                )
            break


def set_names(entry) -> set[str]:
    from kit.check.source import names_given

    return names_given(entry["setup"])
