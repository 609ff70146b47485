"""Make mutants: a mutant is a right answer with one small change.

The change is, for example, another operator, a number one larger, a step left out or another name.
"""

import ast
import difflib
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from kit.check.source import arguments_of, names_stored

OPERATORS: dict[type[ast.AST], list[type[ast.AST]]] = {
    ast.Add: [ast.Sub],
    ast.Sub: [ast.Add],
    ast.Mult: [ast.Div, ast.Add],
    ast.Div: [ast.Mult, ast.FloorDiv],
    ast.FloorDiv: [ast.Div],
    ast.Mod: [ast.FloorDiv],
    ast.Pow: [ast.Mult],
    ast.BitAnd: [ast.BitOr],
    ast.BitOr: [ast.BitAnd],
    ast.And: [ast.Or],
    ast.Or: [ast.And],
    ast.Eq: [ast.NotEq, ast.GtE, ast.LtE],
    ast.NotEq: [ast.Eq, ast.Gt, ast.Lt],
    ast.Lt: [ast.LtE, ast.Gt, ast.Eq],
    ast.LtE: [ast.Lt, ast.GtE],
    ast.Gt: [ast.GtE, ast.Lt, ast.Eq],
    ast.GtE: [ast.Gt, ast.LtE, ast.Eq],
    ast.In: [ast.NotIn],
    ast.NotIn: [ast.In],
    ast.Break: [ast.Continue],
    ast.Continue: [ast.Break],
}
ALIKE = {  # Functions and methods that students confuse: each is replaced by the others beside it.
    "min": "max",
    "max": "min",
    "any": "all",
    "all": "any",
    "isalpha": "isalnum",
    "isdigit": "isalnum",
    "startswith": "endswith",
    "endswith": "startswith",
    "findall": "split",
    "fullmatch": "match",
    "search": "match",
    "append": "extend",
    "head": "tail",
    "most_common": "elements",
    "issubset": "issuperset",
    "log2": "log",
    "log": "log2",
    "log_likelihood": "log_ratio",
    "target": "reference",
    "reference": "target",
    "split": "splitlines",
    "sum": "len",
    "len": "sum",
    "sorted": "list",
    "set": "list",
    "index": "values",
}
NOT_A_NAME = {"____", "exercise", "__builtins__"}


@dataclass(frozen=True)
class Mutant:
    """A right answer with one change: the lines before and after it, and the whole changed answer."""

    was: str
    becomes: str
    code: str


def mutants(code: str, names: set[str], given: list[tuple[str, str]]) -> list[Mutant]:
    """Return every mutant of an answer.

    `names` are those that the setup defines; `given` has, for each parameter of a function, a value that a
    probe passes, so that a function that ignores the parameter is tried too.
    """
    tree = ast.parse(code)
    before = ast.unparse(tree)
    kept: dict[str, Mutant] = {}
    for changed in _changed(tree, names):
        _keep(kept, before, changed)
    for number, (parameter, value) in enumerate(given):
        for function in [node for node in tree.body if isinstance(node, ast.FunctionDef)]:
            if parameter in {argument.arg for argument in function.args.args}:
                fixed = f"given_{number} = {value}\n" + _with_first_line(
                    before, function.name, f"{parameter} = given_{number}"
                )
                _keep(kept, before, fixed, says=f"{parameter} = {value}")
    return list(kept.values())


def _keep(kept: dict[str, Mutant], before: str, after: str, says: str = "") -> None:
    """Add a mutant by the lines in which it differs, if it differs and is valid Python."""
    if after == before or after in kept:
        return
    try:
        compile(after, "mutant", "exec")
    except (SyntaxError, ValueError):
        return
    lines = list(difflib.ndiff(before.splitlines(), after.splitlines()))
    was = "; ".join(line[2:].strip() for line in lines if line.startswith("- "))
    becomes = says or "; ".join(line[2:].strip() for line in lines if line.startswith("+ "))
    kept[after] = Mutant(was, becomes, after)


def _with_first_line(code: str, function: str, line: str) -> str:
    tree = ast.parse(code)
    [node] = [node for node in tree.body if isinstance(node, ast.FunctionDef) and node.name == function]
    node.body[:0] = ast.parse(line).body
    return ast.unparse(ast.fix_missing_locations(tree))


def _changed(tree: ast.Module, names: set[str]) -> Iterator[str]:
    """Yield the code of a tree once for each change; afterwards the tree is as before."""
    places = [
        (parent, field, at)
        for parent in ast.walk(tree)
        for field, value in ast.iter_fields(parent)
        for at, node in enumerate(value if isinstance(value, list) else [value])
        if isinstance(node, ast.AST) and not isinstance(node, ast.expr_context)
    ]
    for parent, field, at in places:
        held = getattr(parent, field)
        node = held[at] if isinstance(held, list) else held
        for replacement in _replacements(node, tree, names):
            if isinstance(replacement, dict):  # It has new values for fields of the node itself.
                changed, fields = node, replacement
            else:
                swapped = (
                    [*held[:at], replacement, *held[at + 1 :]] if isinstance(held, list) else replacement
                )
                changed, fields = parent, {field: swapped}
            before = {name: getattr(changed, name) for name in fields}
            for name, value in fields.items():
                setattr(changed, name, value)
            try:
                yield ast.unparse(tree)
            finally:
                for name, value in before.items():
                    setattr(changed, name, value)


def _replacements(node: ast.AST, tree: ast.Module, names: set[str]) -> Iterator[ast.AST | dict[str, Any]]:
    """Yield replacements for a node: another node, or other values of its fields."""
    match node:
        case ast.BinOp() | ast.AugAssign():
            yield from ({"op": other()} for other in OPERATORS.get(type(node.op), []))
            if isinstance(node, ast.BinOp):
                yield from (node.left, node.right)
                if not _commutes(node):
                    yield {"left": node.right, "right": node.left}
        case ast.BoolOp():
            yield from ({"op": other()} for other in OPERATORS[type(node.op)])
            yield from node.values
        case ast.UnaryOp():
            yield node.operand
        case ast.Compare(ops=[operator]):
            yield from ({"ops": [other()]} for other in OPERATORS.get(type(operator), []))
        case ast.Compare(ops=[first, second]):
            for n, operator in enumerate((first, second)):
                for other in OPERATORS.get(type(operator), []):
                    yield {"ops": [other(), second] if n == 0 else [first, other()]}
        case ast.IfExp():
            yield from (node.body, node.orelse)
        case ast.Constant():
            yield from map(ast.Constant, _other_values(node.value))
        case ast.Name(ctx=ast.Load()):
            yield from (ast.Name(other, ast.Load()) for other in _other_names(node.id, tree, names))
        case ast.Attribute() if node.attr in ALIKE:
            yield {"attr": ALIKE[node.attr]}
        case ast.Call():
            yield from _other_calls(node)
        case ast.Slice():
            yield from ({part: None} for part in ("lower", "upper", "step") if getattr(node, part))
            yield from ({part: ast.Constant(1)} for part in ("lower", "upper") if not getattr(node, part))
        case ast.comprehension(ifs=[_, *_]):
            yield {"ifs": []}
        case ast.List() | ast.Tuple() | ast.Set():
            for n in range(len(node.elts)):
                yield {"elts": node.elts[:n] + node.elts[n + 1 :]}
            yield {"elts": node.elts[::-1]}
        case ast.JoinedStr():
            for n in range(len(node.values)):
                yield {"values": node.values[:n] + node.values[n + 1 :]}
        case ast.Break() | ast.Continue():
            yield OPERATORS[type(node)][0]()
    for field in ("body", "orelse"):
        statements = getattr(node, field, None)
        if isinstance(statements, list) and not isinstance(node, ast.Module):
            for n, statement in enumerate(statements):
                if not isinstance(statement, ast.Expr) or not isinstance(statement.value, ast.Constant):
                    yield {field: [*statements[:n], ast.Pass(), *statements[n + 1 :]]}
    if isinstance(node, ast.If):
        yield {"test": ast.Constant(True)}


def _commutes(node: ast.BinOp) -> bool:
    """Say whether swapping the operands changes nothing by arithmetic: `1 + n`, `2 * n`, `a & b`."""
    number = any(
        isinstance(side, ast.Constant) and isinstance(side.value, int | float)
        for side in (node.left, node.right)
    )
    return isinstance(node.op, ast.Mult | ast.BitAnd | ast.BitOr) or (isinstance(node.op, ast.Add) and number)


def _other_values(value: Any) -> list[Any]:
    if isinstance(value, bool):
        return [not value]
    if isinstance(value, int | float):
        return [value + 1, value - 1]
    if not isinstance(value, str):
        return []
    if not value:
        return ["x", " "]
    places = range(len(value)) if len(value) <= 40 else (0, len(value) // 2, len(value) - 1)
    return [value[:at] + value[at + 1 :] for at in places] + [value + "x", "x" + value]


def _other_names(name: str, tree: ast.Module, names: set[str]) -> list[str]:
    """Return names to put in the place of one: an answer's own for its own, the setup's for the setup's."""
    own = {*arguments_of(tree), *names_stored(tree)}
    near = own if name in own else names - NOT_A_NAME if name in names else set()
    alike = {ALIKE[name]} if name in ALIKE and name not in own else set()
    return sorted((near | alike) - {name})


def _other_calls(call: ast.Call) -> Iterator[ast.AST | dict[str, Any]]:
    """Yield what is left of a call without one step or argument, and the call with swapped arguments."""
    if call.args and not isinstance(call.args[0], ast.Starred):
        yield call.args[0]
    if isinstance(call.func, ast.Attribute):
        yield call.func.value
    for n in range(len(call.args)):
        yield {"args": call.args[:n] + call.args[n + 1 :]}
    if len(call.args) == 2 and getattr(call.func, "id", "") not in ("min", "max"):
        yield {"args": call.args[::-1]}
    for n in range(len(call.keywords)):
        yield {"keywords": call.keywords[:n] + call.keywords[n + 1 :]}
