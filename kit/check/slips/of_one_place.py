"""Name the slip of code that is the solution but for one place: what stands there is what is wrong."""

# ruff: noqa: E501  A sentence to a student stands whole in one line, where it can be found by its words.

import ast
from collections.abc import Iterator, Sequence
from typing import Any

from kit.check.slips.phrases import Slip, place
from kit.check.source import tree_of
from kit.language import say, to_say

__all__ = ["slip_in_one_place"]

Place = tuple[ast.AST, ast.AST]  # what the solution has, and what stands there instead

NOT_THAT = {  # What stands there has another sense than what is asked.
    ast.Add: to_say("Look again at {place}: `+` adds, and something else is asked there."),
    ast.Sub: to_say("Look again at {place}: `-` takes away, and something else is asked there."),
    ast.Mult: to_say("Look again at {place}: `*` multiplies, and something else is asked there."),
    ast.Div: to_say("Look again at {place}: `/` divides, and something else is asked there."),
    ast.FloorDiv: to_say(
        "Look again at {place}: `//` divides and drops what stands after the decimal sign, and something else is asked there."
    ),
    ast.Mod: to_say(
        "Look again at {place}: `%` gives what is left over from a division, and something else is asked there."
    ),
    ast.Pow: to_say(
        "Look again at {place}: `**` multiplies a number with itself, again and again, and something else is asked there."
    ),
    ast.Eq: to_say(
        "Look again at {place}: `==` asks whether two are the same, and something else is asked there."
    ),
    ast.NotEq: to_say(
        "Look again at {place}: `!=` asks whether two are not the same, and something else is asked there."
    ),
    ast.Lt: to_say(
        "Look again at {place}: `<` asks for less, and the same is not enough, and something else is asked there."
    ),
    ast.LtE: to_say(
        "Look again at {place}: `<=` asks for less or the same, and something else is asked there."
    ),
    ast.Gt: to_say(
        "Look again at {place}: `>` asks for more, and the same is not enough, and something else is asked there."
    ),
    ast.GtE: to_say(
        "Look again at {place}: `>=` asks for more or the same, and something else is asked there."
    ),
    ast.In: to_say(
        "Look again at {place}: `in` asks whether one is in the other, and something else is asked there."
    ),
    ast.NotIn: to_say(
        "Look again at {place}: `not in` asks whether one is missing in the other, and something else is asked there."
    ),
}
NOT_THAT_OF_SETS = {
    ast.BitOr: to_say(
        "Look again at {place}: `|` gives what stands in either set, and something else is asked there."
    ),
    ast.BitAnd: to_say(
        "Look again at {place}: `&` gives only what stands in both sets, and something else is asked there."
    ),
    ast.Sub: to_say(
        "Look again at {place}: `-` gives what stands in the first set and not in the second, and something else is asked there."
    ),
    ast.BitXor: to_say(
        "Look again at {place}: `^` gives what stands in one of the two sets only, and something else is asked there."
    ),
}
COMPARISONS = (ast.Eq, ast.NotEq, ast.Lt, ast.LtE, ast.Gt, ast.GtE, ast.In, ast.NotIn)
LONGEST = 50  # so many characters of code are shown in a sentence


def slip_in_one_place(code: str, *answers: str) -> Slip | None:
    """Name the slip of a wrong answer that would be one of the right answers, were it not for one place.

    What a loop or a function calls its own names is the student's choice. Of several slips, that in the
    smallest place is named.

    >>> slip_in_one_place("x = len(text) - 1", "x = len(text)").sentence
    'In `len(text) - 1`, leave out `- 1`. The rest is right.'
    >>> slip_in_one_place("x = a or b", "x = a and b").sentence
    '`or` is true as soon as one of its sides is: in `a or b` both have to be. The rest is right.'
    >>> slip_in_one_place("x = 3", "x = len(text)") is None
    True
    >>> slip_in_one_place("x = [w for w in words if w > 3]", "x = [a for a in words if a < 3]").sentence[:19]
    'Look again at `w > '
    """
    pairs = [pair for answer in answers if (pair := _slip_beside(code, answer))]
    return min(pairs, key=lambda pair: pair[0])[1] if pairs else None


def _slip_beside(code: str, solution: str) -> tuple[int, Slip] | None:
    """Return the size of the only place where code and one right answer part, and the slip there."""
    ours, yours = _statements(solution), _statements(code)
    made = {_makes(line) for line in ours}
    own = [line for line in yours if _makes(line) in made]
    if not ours or [*map(_makes, ours)] != [*map(_makes, own)]:
        return None
    _rename(ours, own)
    places = [part for pair in zip(ours, own, strict=True) for part in _places(*pair)]
    if len(places) != 1 or isinstance(places[0][1], ast.stmt | ast.arg | ast.arguments):
        return None
    [(right, wrong)] = places
    whole = any(isinstance(statement, ast.Assign) and statement.value is wrong for statement in own)
    says = _sentence(right, wrong) or ("" if whole else _look_again(right, wrong, own))
    if not says:
        return None
    if len(own) == len(yours):  # else other lines may be wrong as well
        says = " ".join([says, say("The rest is right.")])
    return len(ast.unparse(wrong)), Slip(says)


def _rename(ours: Sequence[ast.stmt], own: Sequence[ast.stmt]) -> None:
    """Give the names that loops and functions bind in a right answer the names that the student chose."""
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
    """Return the names that loops and functions bind, each once."""
    asked = {_makes(line) for line in lines}
    names = [
        node.arg if isinstance(node, ast.arg) else node.id
        for line in lines
        for node in ast.walk(line)
        if isinstance(node, ast.arg) or (isinstance(node, ast.Name) and isinstance(node.ctx, ast.Store))
    ]
    return [name for name in dict.fromkeys(names) if name not in asked]


def _makes(line: ast.stmt) -> str:
    """Return what a statement gives a value to."""
    if isinstance(line, ast.Assign):
        return ast.unparse(line.targets[0])
    return line.name if isinstance(line, ast.FunctionDef) else ""


def _statements(code: str) -> list[ast.stmt]:
    """Return the statements of a cell that make its answer, without what is only shown or said in it."""
    tree = tree_of(code)
    if tree is None:
        return []
    for node in ast.walk(tree):
        body = getattr(node, "body", None)
        if isinstance(body, list):
            body[:] = [line for line in body if not isinstance(line, ast.Expr) or not _idle(line.value)]
    return tree.body


def _idle(value: ast.expr) -> bool:
    called = value.func if isinstance(value, ast.Call) else None
    return isinstance(value, ast.Constant | ast.Name) or getattr(called, "id", "") in (
        "print",
        "show",
        "display",
    )


def _places(right: Any, wrong: Any) -> Iterator[Place]:
    """Give the smallest places where two trees part; where an operator differs, what it stands in."""
    if isinstance(right, ast.AST) and isinstance(wrong, ast.AST):
        if ast.dump(right) == ast.dump(wrong):
            return
        if type(right) is not type(wrong) or len(_children(right)) != len(_children(wrong)):
            yield right, wrong
            return
        pairs = list(zip(_children(right), _children(wrong), strict=True))
        if any(_parts_here(*pair) for pair in pairs):
            yield right, wrong
            return
        for pair in pairs:
            yield from _places(*pair)


def _children(node: ast.AST) -> list[Any]:
    """Return what a node is made of, its lists laid open; where a list ends stands None."""
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


def _sentence(right: ast.AST, wrong: ast.AST) -> str:
    here = _shown(wrong)
    if isinstance(wrong, ast.BoolOp) and isinstance(right, ast.BoolOp) and _alike(wrong.values, right.values):
        if isinstance(wrong.op, ast.Or):
            return say("`or` is true as soon as one of its sides is: in {place} both have to be.", place=here)
        return say("`and` is true only if both its sides are: in {place} one is enough.", place=here)
    if isinstance(wrong, ast.UnaryOp) and isinstance(wrong.op, ast.Not) and _same(wrong.operand, right):
        return say(
            "`not` turns the question round: without it, {asked} is what is asked.", asked=_shown(right)
        )
    if isinstance(right, ast.UnaryOp) and isinstance(right.op, ast.Not) and _same(right.operand, wrong):
        return say("The question {place} is the wrong way round: true where it should be false.", place=here)
    if isinstance(wrong, ast.BinOp):
        if isinstance(right, ast.BinOp) and type(wrong.op) is not type(right.op):
            sets = {type(wrong.op), type(right.op)} & {ast.BitOr, ast.BitAnd, ast.BitXor}
            message = (NOT_THAT_OF_SETS if sets else NOT_THAT).get(type(wrong.op))
            if message and _same(wrong.left, right.left) and _same(wrong.right, right.right):
                return say(message, place=here)
        if _same(wrong.left, right):
            return say(
                "In {place}, leave out `{part}`.",
                place=here,
                part=f"{_sign(wrong.op)} {ast.unparse(wrong.right)}",
            )
        if _same(wrong.right, right):
            return say(
                "In {place}, leave out `{part}`.",
                place=here,
                part=f"{ast.unparse(wrong.left)} {_sign(wrong.op)}",
            )
    if isinstance(right, ast.BinOp) and (_same(right.left, wrong) or _same(right.right, wrong)):
        return say(
            "A step is missing: {place} is right, and with it something has still to be done (`{sign}`).",
            place=here,
            sign=_sign(right.op),
        )
    if isinstance(wrong, ast.Compare) and isinstance(right, ast.Compare) and len(wrong.ops) == 1:
        asked = type(wrong.ops[0])
        if asked in COMPARISONS and asked is not type(right.ops[0]):
            return say(NOT_THAT[asked], place=here)
    if isinstance(wrong, ast.comprehension) and isinstance(right, ast.comprehension):
        if not wrong.ifs and right.ifs and _same(wrong.iter, right.iter):
            return say(
                "A condition is missing: not every one that {place} gives is asked. Write `if …` behind it.",
                place=_shown(wrong.iter),
            )
        if not right.ifs and wrong.ifs and _same(wrong.iter, right.iter):
            return say(
                "Every one that {place} gives is asked: leave out the condition behind it.",
                place=_shown(wrong.iter),
            )
    if (
        isinstance(wrong, ast.Attribute)
        and isinstance(right, ast.Attribute)
        and _same(wrong.value, right.value)
    ):
        return say("Look again at {place}: not `.{name}` is asked there.", place=here, name=wrong.attr)
    if isinstance(wrong, ast.Call) and any(_same(argument, right) for argument in wrong.args):
        return say(
            "In {place}, leave out `{function}(…)` around {inside}.",
            place=here,
            function=_bare(wrong.func),
            inside=_shown(right),
        )
    return ""


def _look_again(right: ast.AST, wrong: ast.AST, statements: Sequence[ast.stmt]) -> str:
    """Point at a place; a name or a number alone is named with the line that it stands in."""
    if not isinstance(wrong, ast.expr):
        return ""
    if not isinstance(wrong, ast.Name | ast.Constant):
        return say("Look again at {place}: something else belongs there.", place=_shown(wrong))
    lines = [line for statement in statements for line in ast.walk(statement) if isinstance(line, ast.stmt)]
    line = [statement for statement in lines if any(node is wrong for node in ast.walk(statement))][-1]
    like = [node for node in ast.walk(line) if isinstance(node, ast.expr) and _same(node, wrong)]
    like.sort(key=lambda node: (node.lineno, node.col_offset))
    first = _bare(line).splitlines()[0]
    if isinstance(wrong, ast.Constant) and not isinstance(right, ast.Constant):
        return say(
            "In `{line}`, the value {value} is written out: let Python work it out.",
            line=first,
            value=_shown(wrong),
        )
    if len(like) > 1:
        which = place([node is wrong for node in like].index(True))
        return say(
            "In `{line}`, look again at {which} {part}: something else belongs there.",
            line=first,
            which=which,
            part=_shown(wrong),
        )
    return say(
        "In `{line}`, look again at {part}: something else belongs there.", line=first, part=_shown(wrong)
    )


def _same(one: ast.AST, other: ast.AST) -> bool:
    return ast.dump(one) == ast.dump(other)


def _alike(some: Sequence[ast.AST], others: Sequence[ast.AST]) -> bool:
    return len(some) == len(others) and all(map(_same, some, others))


def _sign(op: ast.operator) -> str:
    return ast.unparse(ast.BinOp(ast.Name("a"), op, ast.Name("b"))).split()[1]


def _bare(node: ast.AST) -> str:
    text = ast.unparse(node)
    return text if len(text) <= LONGEST else text[: LONGEST - 1] + "…"


def _shown(node: ast.AST) -> str:
    return f"`{_bare(node)}`"
