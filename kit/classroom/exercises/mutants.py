"""Change right answers a little, and see whether the checks notice.

A mutant is a right answer with one small change: another operator, a number one larger, a step left out,
another name. If a check calls it correct, then either the change changes nothing, and
exercises/source/equivalents.toml says why, or the probes are too weak and some student's mistake passes.
"""

import ast
import difflib
import multiprocessing
import os
import pickle
import re
import signal
import tomllib
from collections.abc import Iterator
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from functools import cache
from typing import Any

import nbformat

from kit.check.probe import look
from kit.check.protocol import all_probes
from kit.check.solved import read_key
from kit.check.values import same
from kit.check.verdicts import judge
from kit.classroom.exercises.keys import given_by, run
from kit.classroom.exercises.sources import WrittenQuestion, fill, read_source
from kit.classroom.repository import SOURCES

EQUIVALENTS = SOURCES / "equivalents.toml"
SLOW = ("06_chart", "08_compare", "09_corpus")  # These are first, so that no process waits at the end.
MARK = "the_answer_stands_here"
SECONDS = 2  # A mutant that takes more of the processor's time is stopped, and so noticed.

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
ALIKE = {  # Each of these functions and methods is taken for the others beside it.
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
    """A right answer with one change: its lines that were, what they become, and the whole answer."""

    was: str
    becomes: str
    code: str


def mutants(code: str, names: set[str], given: list[tuple[str, str]]) -> list[Mutant]:
    """Return every mutant of an answer.

    `names` are those that the setup gives; `given` has, for each parameter of a function, a value that a
    probe hands over, so that a function that does not look at the parameter at all is tried too.
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


def survivors(question: WrittenQuestion, entry: dict[str, Any]) -> tuple[int, list[Mutant]]:
    """Return how many mutants of a question's right answers there are, and those judged correct.

    A mutant that is another of the right answers is none. Where the answer is a value and not a function,
    neither is one that gives the same value: how a student comes to it is not asked.
    """
    expressions = [probe["expression"] for probe in all_probes(entry)]
    given = given_by(entry["setup"])
    answers = [question.solution, *question.alternatives]
    right = {ast.unparse(ast.parse(answer)) for answer in answers}
    first, _, _ = fill(question.stub, MARK).partition(MARK)
    names, given = (
        set(given),
        run(first, given),
    )  # once: what the cell does before the answer, no mutant changes
    frozen = {name: _frozen(value) for name, value in given.items()}
    tried, correct = 0, []
    for answer in answers:
        values = None if question.asks_for_a_function else _values(_rest(question, answer), entry, frozen)
        for mutant in mutants(answer, names, _arguments(expressions, answer)):
            if mutant.code in right:
                continue
            tried += 1
            cell = _rest(question, mutant.code)
            if not _judged_correct(cell, entry, frozen):
                continue
            if values is None or not same(_values(cell, entry, frozen), values):
                correct.append(mutant)
    return tried, correct


def _rest(question: WrittenQuestion, answer: str) -> str:
    """Return an answer and what the cell does after it."""
    return answer + fill(question.stub, MARK).partition(MARK)[2]


@dataclass(frozen=True)
class Equivalent:
    """A change that changes nothing a check should notice, and why; `like` is a pattern of what is meant."""

    question: str
    was: str
    becomes: tuple[str, ...]
    like: str
    why: str

    def explains(self, question: str, mutant: Mutant) -> bool:
        """Whether this is about a mutant."""
        if (self.question, self.was) != (question, mutant.was):
            return False
        return mutant.becomes in self.becomes or bool(self.like and re.fullmatch(self.like, mutant.becomes))


def equivalents() -> list[Equivalent]:
    """Return what exercises/source/equivalents.toml says."""
    return [
        Equivalent(
            f"{exercise} {question}",
            entry["was"],
            tuple(entry.get("becomes", [])),
            entry.get("like", ""),
            entry["why"],
        )
        for exercise, questions in tomllib.loads(EQUIVALENTS.read_text(encoding="utf-8")).items()
        for question, entries in questions.items()
        for entry in entries
    ]


def try_exercises(names: list[str]) -> dict[str, tuple[int, list[Mutant]]]:
    """Try the mutants of every question of some exercises: how many there are, and those judged correct.

    They run in processes of their own, in which sets are always in the same order.
    """
    questions = [(name, question.name) for name in names for question in _questions(name)]
    questions.sort(key=lambda one: one[0].startswith(SLOW), reverse=True)
    os.environ["PYTHONHASHSEED"] = "0"
    spawn = multiprocessing.get_context("spawn")
    with ProcessPoolExecutor(min(4, os.cpu_count() or 1), mp_context=spawn) as pool:
        results = list(pool.map(_try_question, *zip(*questions, strict=True)))
    return {f"{name} {question}": result for (name, question), result in zip(questions, results, strict=True)}


def unexplained(tried: dict[str, tuple[int, list[Mutant]]]) -> list[tuple[str, Mutant]]:
    """Return the mutants that were judged correct although nothing says that they change nothing."""
    known = equivalents()
    return [
        (question, mutant)
        for question, (_, correct) in tried.items()
        for mutant in correct
        if not any(equivalent.explains(question, mutant) for equivalent in known)
    ]


def report(names: list[str]) -> int:
    """Print how many mutants were tried and each survivor that nothing explains; return the exit code."""
    tried = try_exercises(names)
    left = unexplained(tried)
    for question, mutant in left:
        print(f"{question}\n  was      {mutant.was!r}\n  becomes  {mutant.becomes!r}")
    mutants_in_all = sum(number for number, _ in tried.values())
    alive = sum(len(correct) for _, correct in tried.values())
    print(f"{mutants_in_all} mutants, {alive} judged correct, {len(left)} of these unexplained.")
    return 1 if left else 0


@cache
def _questions(name: str) -> list[WrittenQuestion]:
    """Return the questions with one meaning of right: an open one has as many as there are students."""
    _, questions = read_source(nbformat.read(SOURCES / f"{name}.ipynb", as_version=4))
    return [question for question in questions if not question.is_open]


def _try_question(name: str, number: str) -> tuple[int, list[Mutant]]:
    [question] = [question for question in _questions(name) if question.name == number]
    return survivors(question, read_key(name)["questions"][number])


def _values(code: str, entry: dict[str, Any], frozen: dict[str, Any]) -> list[Any]:
    own = {name: _thawed(value) for name, value in frozen.items()}
    results: list[Any] = look(entry["names"], run(code, own), entry["names"])["results"]
    return results


def _judged_correct(code: str, entry: dict[str, Any], frozen: dict[str, Any]) -> bool:
    """Run a mutant among copies of what the setup gives, since it may alter them."""
    own = {name: _thawed(value) for name, value in frozen.items()}
    import matplotlib.pyplot as plt

    has_alarm = hasattr(signal, "setitimer")  # Windows has none.
    if has_alarm:
        signal.signal(signal.SIGPROF, _stop)
        # It rings again, if a mutant catches the first.
        signal.setitimer(signal.ITIMER_PROF, SECONDS, SECONDS)
    try:
        scope = run(code, own)
        return all(_right(probe, scope | own, entry) for probe in all_probes(entry))
    except Exception:
        return False
    finally:
        if has_alarm:
            signal.setitimer(signal.ITIMER_PROF, 0)
        plt.close("all")


def _right(probe: Any, scope: dict[str, Any], entry: dict[str, Any]) -> bool:
    """Judge one probe by itself: most mutants fail at the first."""
    seen = look([probe["expression"]], scope, entry["names"])
    only = entry | {"probes": [probe], "fresh": [], "mistakes": []}
    return judge(only, seen).outcome == "correct"


def _stop(*_: object) -> None:
    raise TimeoutError("a mutant ran too long")


class _Frozen(bytes):
    """What makes a copy of a value, much faster than copying it each time."""


def _frozen(value: Any) -> Any:
    if type(value) not in (list, dict, set):
        return value
    try:
        return _Frozen(pickle.dumps(value))
    except (pickle.PicklingError, TypeError, AttributeError):  # It may hold a function.
        return value


def _thawed(value: Any) -> Any:
    return pickle.loads(value) if isinstance(value, _Frozen) else value


def _arguments(expressions: list[str], code: str) -> list[tuple[str, str]]:
    """Return each different (parameter, argument) of the probes that call a function of an answer."""
    functions = {node.name: node for node in ast.parse(code).body if isinstance(node, ast.FunctionDef)}
    arguments: dict[tuple[str, str], None] = {}  # This serves as a set that keeps its order.
    for expression in expressions:
        for call in ast.walk(ast.parse(expression)):
            if isinstance(call, ast.Call) and isinstance(call.func, ast.Name) and call.func.id in functions:
                parameters = functions[call.func.id].args.args
                for parameter, argument in zip(parameters, call.args, strict=False):
                    arguments[parameter.arg, ast.unparse(argument)] = None
    return list(arguments)


def _keep(kept: dict[str, Mutant], before: str, after: str, says: str = "") -> None:
    """Note a mutant by the lines in which it differs, if it differs and is Python at all."""
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
    """Give the code of a tree with each one change; the tree itself is as it was afterwards."""
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
            if isinstance(replacement, dict):  # These are fields of the node itself.
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
    """Give what may stand in a node's place: another node, or other values of its fields."""
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
    """Whether both orders of the operands are the same by arithmetic: `1 + n`, `2 * n`, `a & b`."""
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
    """Return the names that stand near: an answer's own for its own, the setup's for the setup's."""
    own = {node.arg for node in ast.walk(tree) if isinstance(node, ast.arg)}
    own |= {
        node.id for node in ast.walk(tree) if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Store)
    }
    near = own if name in own else names - NOT_A_NAME if name in names else set()
    alike = {ALIKE[name]} if name in ALIKE and name not in own else set()
    return sorted((near | alike) - {name})


def _other_calls(call: ast.Call) -> Iterator[ast.AST | dict[str, Any]]:
    """Give a call with a step left out: without the call itself, or without one of its arguments."""
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
