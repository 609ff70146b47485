"""Say what is wrong in one place of code by comparing it with the same place in a right answer."""

import ast
from collections.abc import Callable, Sequence

from kit.check.slips.phrases import place
from kit.check.source import nodes_in, outside_quotes
from kit.check.values import is_number
from kit.language import say, to_say

__all__ = ["alike", "name_place", "point_at", "written_out"]

DOES = {  # what an operator does, to be said where another one is needed
    ast.Add: to_say("`+` adds"),
    ast.Sub: to_say("`-` takes away"),
    ast.Mult: to_say("`*` multiplies"),
    ast.Div: to_say("`/` divides"),
    ast.FloorDiv: to_say("`//` divides and drops what stands after the decimal sign"),
    ast.Mod: to_say("`%` gives what is left over from a division"),
    ast.Pow: to_say("`**` multiplies a number with itself, again and again"),
    ast.Eq: to_say("`==` asks whether two are the same"),
    ast.NotEq: to_say("`!=` asks whether two are not the same"),
    ast.Lt: to_say("`<` asks for less, and the same is not enough"),
    ast.LtE: to_say("`<=` asks for less or the same"),
    ast.Gt: to_say("`>` asks for more, and the same is not enough"),
    ast.GtE: to_say("`>=` asks for more or the same"),
    ast.In: to_say("`in` asks whether one is in the other"),
    ast.NotIn: to_say("`not in` asks whether one is missing in the other"),
}
DOES_TO_SETS = {
    ast.BitOr: to_say("`|` gives what stands in either set"),
    ast.BitAnd: to_say("`&` gives only what stands in both sets"),
    ast.Sub: to_say("`-` gives what stands in the first set and not in the second"),
    ast.BitXor: to_say("`^` gives what stands in one of the two sets only"),
}
COMPARISONS = (ast.Eq, ast.NotEq, ast.Lt, ast.LtE, ast.Gt, ast.GtE, ast.In, ast.NotIn)
LONGEST = 50  # A sentence shows at most this many characters of code.


def name_place(right: ast.AST, wrong: ast.AST) -> str:
    """Say what is wrong with a piece of code compared with the right one; "" if no rule knows.

    >>> name_place(ast.parse("a + b").body[0].value, ast.parse("a - b").body[0].value)
    'Look again at `a - b`: `-` takes away, and something else is asked there.'
    """
    rules: list[Callable[..., str]] = [_turned_question, _other_operator, _too_much, _too_little]
    rules += [_other_comparison, _condition_of_loop, _other_method]
    return next((says for rule in rules if (says := rule(right, wrong))), "")


def _turned_question(right: ast.AST, wrong: ast.AST) -> str:
    here = _shown(wrong)
    if isinstance(wrong, ast.BoolOp) and isinstance(right, ast.BoolOp):
        if [*map(ast.dump, wrong.values)] != [*map(ast.dump, right.values)]:
            return ""
        if isinstance(wrong.op, ast.Or):
            return say("`or` is true as soon as one of its sides is: in {place} both have to be.", place=here)
        return say("`and` is true only if both its sides are: in {place} one is enough.", place=here)
    if isinstance(wrong, ast.UnaryOp) and isinstance(wrong.op, ast.Not) and alike(wrong.operand, right):
        return say(
            "`not` turns the question round: without it, {asked} is what is asked.", asked=_shown(right)
        )
    if isinstance(right, ast.UnaryOp) and isinstance(right.op, ast.Not) and alike(right.operand, wrong):
        return say("The question {place} is the wrong way round: true where it should be false.", place=here)
    return ""


def _other_operator(right: ast.AST, wrong: ast.AST) -> str:
    if not (isinstance(wrong, ast.expr) and isinstance(right, ast.expr)):
        return ""
    works = nodes_in(wrong, ast.BinOp, ast.BoolOp, ast.Compare)
    if works and _without_brackets(wrong) == _without_brackets(right):
        return say(
            "In {place} the brackets do not stand where they should. Python reckons what is in brackets first, then `*` and `/`, then `+` and `-`.",
            place=_shown(wrong),
        )
    if not (isinstance(wrong, ast.BinOp) and isinstance(right, ast.BinOp)):
        return ""
    if type(wrong.op) is not type(right.op):
        sets = {type(wrong.op), type(right.op)} & {ast.BitOr, ast.BitAnd, ast.BitXor}
        columns = isinstance(wrong.left, ast.Compare) or isinstance(wrong.right, ast.Compare)
        does = (DOES_TO_SETS if sets and not columns else DOES).get(type(wrong.op))
        if does and alike(wrong.left, right.left) and alike(wrong.right, right.right):
            return _not_that(wrong, does)
    elif alike(wrong.left, right.right) and alike(wrong.right, right.left):
        return say("In {place}, the two sides have changed places.", place=_shown(wrong))
    return ""


def _not_that(wrong: ast.AST, does: str) -> str:
    return say(
        "Look again at {place}: {what}, and something else is asked there.",
        place=_shown(wrong),
        what=say(does),
    )


def _too_much(right: ast.AST, wrong: ast.AST) -> str:
    """Say what to leave out of a place so that only the right code remains."""
    here, inside = _shown(wrong), _shown(right)
    if isinstance(wrong, ast.BinOp) and alike(wrong.left, right):
        part = f"{_sign(wrong.op)} {ast.unparse(wrong.right)}"
        return say("In {place}, leave out `{part}`.", place=here, part=part)
    if isinstance(wrong, ast.BinOp) and alike(wrong.right, right):
        part = f"{ast.unparse(wrong.left)} {_sign(wrong.op)}"
        return say("In {place}, leave out `{part}`.", place=here, part=part)
    if isinstance(wrong, ast.Call) and any(alike(argument, right) for argument in wrong.args):
        return say(
            "In {place}, leave out `{function}(…)` around {inside}.",
            place=here,
            function=_bare(wrong.func),
            inside=inside,
        )
    method = wrong.func if isinstance(wrong, ast.Call) else None
    if isinstance(method, ast.Attribute) and alike(method.value, right):
        return say(
            "In {place}, leave out `.{function}(…)` behind {inside}.",
            place=here,
            function=method.attr,
            inside=inside,
        )
    if isinstance(wrong, ast.Subscript) and alike(wrong.value, right):
        part = f"[{ast.unparse(wrong.slice)}]"
        return say("In {place}, leave out `{part}`.", place=here, part=part)
    return ""


def _too_little(right: ast.AST, wrong: ast.AST) -> str:
    if isinstance(right, ast.BinOp) and (alike(right.left, wrong) or alike(right.right, wrong)):
        return say(
            "A step is missing: {place} is right, and with it something has still to be done (`{sign}`).",
            place=_shown(wrong),
            sign=_sign(right.op),
        )
    if isinstance(right, ast.Slice) and not isinstance(wrong, ast.Slice):
        return say(
            "A colon is missing: `[{place}]` is one item, and a part is asked, from one place up to another.",
            place=_bare(wrong),
        )
    return ""


def _other_comparison(right: ast.AST, wrong: ast.AST) -> str:
    if not (isinstance(wrong, ast.Compare) and isinstance(right, ast.Compare) and len(wrong.ops) == 1):
        return ""
    if len(right.ops) != 1:
        return ""
    asked = type(wrong.ops[0])
    ours, yours = [right.left, *right.comparators], [wrong.left, *wrong.comparators]
    if asked in COMPARISONS and asked is not type(right.ops[0]) and all(map(alike, yours, ours)):
        return _not_that(wrong, DOES[asked])
    if asked is type(right.ops[0]) and all(map(alike, reversed(yours), ours)):
        return say("In {place}, the two sides have changed places.", place=_shown(wrong))
    return ""


def _condition_of_loop(right: ast.AST, wrong: ast.AST) -> str:
    if not (isinstance(wrong, ast.comprehension) and isinstance(right, ast.comprehension)):
        return ""
    if not alike(wrong.iter, right.iter) or bool(wrong.ifs) == bool(right.ifs):
        return ""
    if right.ifs:
        return say(
            "A condition is missing: not every one that {place} gives is asked. Write `if …` behind it.",
            place=_shown(wrong.iter),
        )
    return say(
        "Every one that {place} gives is asked: leave out the condition behind it.",
        place=_shown(wrong.iter),
    )


def _other_method(right: ast.AST, wrong: ast.AST) -> str:
    if not (isinstance(wrong, ast.Attribute) and isinstance(right, ast.Attribute)):
        return ""
    if not alike(wrong.value, right.value):
        return ""
    return say("Look again at {place}: not `.{name}` is asked there.", place=_shown(wrong), name=wrong.attr)


def written_out(right: ast.AST, wrong: ast.AST) -> str:
    """Say that a value stands where something should be worked out.

    >>> written_out(ast.parse("len(x)").body[0].value, ast.parse("5").body[0].value)
    'The value `5` is written out: let Python work it out.'
    """
    if _is_number(wrong) and not isinstance(right, ast.Constant):
        return say("The value {value} is written out: let Python work it out.", value=_shown(wrong))
    return ""


def point_at(right: ast.AST, wrong: ast.AST, statements: Sequence[ast.stmt]) -> str:
    """Point at a wrong place; a bare name or number is shown with the line around it.

    >>> ours, yours = (ast.parse(code).body for code in ("x = f(a)", "x = f(b)"))
    >>> point_at(ours[0].value.args[0], yours[0].value.args[0], yours)
    'In `x = f(b)`, look again at `b`: something else belongs there.'
    """
    if not isinstance(wrong, ast.expr) or len(ast.unparse(wrong)) > LONGEST:
        return ""
    if not isinstance(wrong, ast.Name | ast.Constant):
        return say("Look again at {place}: something else belongs there.", place=_shown(wrong))
    lines = [line for statement in statements for line in nodes_in(statement, ast.stmt)]
    line = [line for line in lines if any(node is wrong for node in ast.walk(line))][-1]
    like = [node for node in nodes_in(line, ast.expr) if alike(node, wrong)]
    like.sort(key=lambda node: (node.lineno, node.col_offset))
    first = _bare(line).splitlines()[0]
    if _is_number(wrong) and not isinstance(right, ast.Constant):
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


def _is_number(node: ast.AST) -> bool:
    return isinstance(node, ast.Constant) and is_number(node.value)


def alike(one: ast.AST, other: ast.AST) -> bool:
    """Say whether two pieces of code are the same.

    >>> alike(ast.parse("f( 1 )"), ast.parse("f(1)"))
    True
    """
    return ast.dump(one) == ast.dump(other)


def _without_brackets(node: ast.AST) -> str:
    code = ast.unparse(node)
    return "".join(sign for sign, bare in zip(code, outside_quotes(code), strict=True) if bare not in "()")


def _sign(op: ast.operator) -> str:
    return ast.unparse(ast.BinOp(ast.Name("a"), op, ast.Name("b"))).split()[1]


def _bare(node: ast.AST) -> str:
    text = ast.unparse(node).replace("`", "'")
    return text if len(text) <= LONGEST else text[: LONGEST - 1] + "…"


def _shown(node: ast.AST) -> str:
    return f"`{_bare(node)}`"
