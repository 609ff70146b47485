"""Name the slip in code that differs from a right answer in one place only, which must then be wrong."""

import ast
import re
from collections.abc import Collection, Iterator, Sequence
from typing import Any

from kit.check.slips.in_a_place import alike, name_place, point_at, written_out
from kit.check.slips.phrases import Slip, these
from kit.check.source import tree_of
from kit.language import say, say_count

__all__ = ["slip_in_one_place"]

Place = tuple[ast.AST, ast.AST]  # a piece of the solution and the student's code in its place


def slip_in_one_place(
    code: str, *answers: str, guess: bool = False, right: Collection[str] = ()
) -> Slip | None:
    """Name the slip of a wrong answer that differs from one of the right answers in one place only.

    Students may name loop variables and parameters as they like. Of several slips, the one in the smallest
    place is named. With `guess`, up to two places in a function are pointed at even if no rule knows what is
    wrong there. `right` are the names whose values are right already, so their lines are not compared.

    >>> slip_in_one_place("x = len(text) - 1", "x = len(text)").sentence
    'In `len(text) - 1`, leave out `- 1`. The rest is right.'
    >>> slip_in_one_place("x = a or b", "x = a and b").sentence
    '`or` is true as soon as one of its sides is: in `a or b` both have to be. The rest is right.'
    >>> slip_in_one_place("x = 3", "x = len(text)") is None
    True
    >>> slip_in_one_place("x = [w for w in words if w > 3]", "x = [a for a in words if a < 3]").sentence[:19]
    'Look again at `w > '
    """
    pairs = [pair for answer in answers for pair in _slips_beside(code, answer, guess, set(right))]
    return min(pairs, key=lambda pair: pair[0])[1] if pairs else None


def _slips_beside(code: str, solution: str, guess: bool, right: set[str]) -> Iterator[tuple[int, Slip]]:
    """Yield the size of the places where code and one right answer differ, and the slip there.

    If several names are wrong and no one slip explains all of them, yield the first that can be explained.
    """
    ours, yours = _statements(solution), _statements(code)
    made = {_makes(line) for line in ours}
    own = [line for line in yours if _makes(line) in made]
    if not ours or [*map(_makes, ours)] != [*map(_makes, own)]:
        return
    whole = len(own) == len(yours)  # Otherwise there are lines that nobody compared, which may be wrong too.
    _rename(ours, own)
    lines = [pair for pair in zip(ours, own, strict=True) if _makes(pair[1]) not in right]
    says = _of_lines(lines, guess)
    if says:
        yield says[0], Slip(" ".join([says[1], say("The rest is right.")]) if whole else says[1])
        return
    for pair in lines if len(lines) > 1 else []:
        if says := _of_lines([pair], guess=False):
            yield says[0], Slip(says[1])
            return


def _of_lines(lines: Sequence[tuple[ast.stmt, ast.stmt]], guess: bool) -> tuple[int, str] | None:
    """Return the size in characters of the places where lines differ from the right ones, and the message."""
    places = [part for pair in lines for part in _places(*pair)]
    own = [line for _, line in lines]
    if not places or any(isinstance(wrong, ast.stmt | ast.arg | ast.arguments) for _, wrong in places):
        return None
    says = ""
    if len(places) == 1:
        says = _in_the_one(*places[0], own)
    elif all(isinstance(part, ast.expr) for pair in places for part in pair):
        says = _exchanged(places) or _in_each(places, own)
    if not says and guess and all(isinstance(line, ast.FunctionDef) for line in own):
        says = _in_two(places)
    return (sum(len(ast.unparse(wrong)) for _, wrong in places), says) if says else None


def _in_the_one(right: ast.AST, wrong: ast.AST, own: Sequence[ast.stmt]) -> str:
    whole = _is_whole(wrong, own)
    if whole and isinstance(wrong, ast.Constant):  # Nobody can tell how a typed value came about.
        return ""
    return name_place(right, wrong) or ("" if whole else point_at(right, wrong, own))


def _is_whole(wrong: ast.AST, own: Sequence[ast.stmt]) -> bool:
    """Say whether a place is the whole right side of an assignment."""
    return any(isinstance(line, ast.Assign) and line.value is wrong for line in own)


def _exchanged(places: Sequence[Place]) -> str:
    """Say that two pieces of code have changed places."""
    (right, wrong), (other_right, other_wrong) = places[0], places[-1]
    if len(places) != 2 or not (alike(right, other_wrong) and alike(other_right, wrong)):
        return ""
    first, second = ast.unparse(wrong), ast.unparse(other_wrong)
    return say("`{first}` and `{second}` have changed places.", first=first, second=second)


def _in_each(places: Sequence[Place], own: Sequence[ast.stmt]) -> str:
    """Name the first of a few places if the same thing is wrong in each of them."""
    if len(places) > 3:
        return ""
    first = places[0]
    if all(alike(right, first[0]) and alike(wrong, first[1]) for right, wrong in places):
        says = [name_place(*first) or point_at(*first, own)]
    else:
        says = [
            name_place(*pair) or ("" if _is_whole(pair[1], own) else written_out(*pair)) for pair in places
        ]
    if not all(says) or len({re.sub("`[^`]*`", "", sentence) for sentence in says}) > 1:
        return ""
    more = say_count("Look at one more place like it.", "Look at {n} more places like it.", len(places) - 1)
    return " ".join([says[0], more])


def _in_two(places: Sequence[Place]) -> str:
    shown = [ast.unparse(wrong) for _, wrong in places]
    if len(places) != 2 or not all(1 < len(text) <= 30 for text in shown) or len(set(shown)) < 2:
        return ""
    return say(
        "Look again at {places}: something else belongs there.", places=these([f"`{text}`" for text in shown])
    )


def _rename(ours: Sequence[ast.stmt], own: Sequence[ast.stmt]) -> None:
    """Rename loop variables and parameters in a right answer to those that the student chose."""
    bound, chosen = _bound(ours), _bound(own)
    if len(bound) != len(chosen):
        return
    new = dict(zip(bound, chosen, strict=True))
    for node in (part for line in ours for part in ast.walk(line)):
        if isinstance(node, ast.Name):
            node.id = new.get(node.id, node.id)
        elif isinstance(node, ast.arg):
            node.arg = new.get(node.arg, node.arg)


def _bound(lines: Sequence[ast.stmt]) -> list[str]:
    """Return the loop variables and parameters, each once."""
    asked = {_makes(line) for line in lines}
    names = [
        node.arg if isinstance(node, ast.arg) else node.id
        for line in lines
        for node in ast.walk(line)
        if isinstance(node, ast.arg) or (isinstance(node, ast.Name) and isinstance(node.ctx, ast.Store))
    ]
    return [name for name in dict.fromkeys(names) if name not in asked]


def _makes(line: ast.stmt) -> str:
    """Return, as text, what a statement assigns to or defines."""
    if isinstance(line, ast.Assign):
        return ast.unparse(line.targets[0])
    return line.name if isinstance(line, ast.FunctionDef) else ""


def _statements(code: str) -> list[ast.stmt]:
    """Return the statements of a cell that make its answer, without those that only print or show."""
    tree = tree_of(code)
    if tree is None:
        return []
    for node in ast.walk(tree):
        body = getattr(node, "body", None)
        if isinstance(body, list):
            body[:] = [line for line in body if not isinstance(line, ast.Expr) or not _idle(line.value)]
    return tree.body


def _idle(value: ast.expr) -> bool:
    called = getattr(value.func, "id", "") if isinstance(value, ast.Call) else ""
    return isinstance(value, ast.Constant | ast.Name) or called in ("print", "show", "display")


def _places(right: Any, wrong: Any) -> Iterator[Place]:
    """Yield the smallest places where two trees differ; for an operator, the expression it stands in."""
    if not (isinstance(right, ast.AST) and isinstance(wrong, ast.AST)) or alike(right, wrong):
        return
    ours, yours = _children(right), _children(wrong)
    here = type(right) is not type(wrong) or len(ours) != len(yours)
    if here or any(map(_parts_here, ours, yours)) or name_place(right, wrong):
        yield right, wrong
        return
    for pair in zip(ours, yours, strict=True):
        yield from _places(*pair)


def _children(node: ast.AST) -> list[Any]:
    """Return the fields of a node, its lists flattened, each followed by None to mark where it ends."""
    parts: list[Any] = []
    for _, value in ast.iter_fields(node):
        parts += [*value, None] if isinstance(value, list) else [value]
    return [part for part in parts if not isinstance(part, ast.expr_context)]


def _parts_here(right: Any, wrong: Any) -> bool:
    if isinstance(right, ast.operator | ast.boolop | ast.cmpop | ast.unaryop):
        return type(right) is not type(wrong)
    if isinstance(right, ast.AST) and isinstance(wrong, ast.AST):
        return False
    return bool(type(right) is not type(wrong) or right != wrong)
