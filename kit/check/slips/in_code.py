"""Name the slips that can be seen in the code of a function alone, whatever its results are."""

# ruff: noqa: E501  A sentence to a student stands whole in one line, where it can be found by its words.

import ast
import difflib
import re
from collections.abc import Callable, Collection, Iterator, Sequence

from kit.check.slips.in_loops import begun_anew_in_loop, broken_off, never_added
from kit.check.slips.phrases import Slip
from kit.check.source import functions_of, names_read, nodes_of, tree_of
from kit.language import say

__all__ = ["braces_without_f", "slip_of_quotes", "slip_seen", "slip_surely_seen"]

MAKES_NEW = {"replace", "strip", "split", "upper", "lower", "decode", "encode", "join", "removeprefix"}


def slip_surely_seen(names: Sequence[str], code: str) -> Slip | None:
    """Name a slip that is the reason of a wrong answer even where a foreseen mistake gives the same results.

    >>> slip_surely_seen(["f"], "def f(word): return len('word')").sentence
    "`'word'` in quotes is that word itself, and not what the name holds: remove the quotes."
    """
    rules = [_name_in_quotes, _comparison_as_line, _truth_in_quotes, begun_anew_in_loop]
    return _first(rules, names, code)


def slip_of_quotes(names: Sequence[str], code: str) -> Slip | None:
    r"""Say that a name which the cell itself gives a value stands in quotes, in a cell without functions.

    >>> slip_of_quotes(["x"], "word = 'دير'\nx = words.count('word')").sentence[:21]
    "`'word'` in quotes is"
    """
    tree = tree_of(code)
    if tree is None or functions_of(names, code):
        return None
    lines = [
        node
        for node in tree.body
        if not (isinstance(node, ast.Assign) and isinstance(node.value, ast.Constant))
    ]
    cell = ast.FunctionDef("cell", ast.arguments([], [], None, [], [], None, []), tree.body, [])
    own = _stored(cell) - set(names)
    asked = ast.FunctionDef(
        "cell", ast.arguments([], [ast.arg(name) for name in own], None, [], [], None, []), lines, []
    )
    return _name_in_quotes(asked, asked_for=set(names))


def slip_seen(names: Sequence[str], code: str) -> Slip | None:
    r"""Name a slip that the code of a function shows.

    >>> slip_seen(["f"], "def f(words):\n    count = 0\n    for word in words:\n        count = 1\n    return count").sentence
    '`count = 1` puts the same number there in every round. To count, write `count = count + 1`.'
    """
    more = [
        never_added,
        _thrown_away,
        _no_capitals,
        _and_between_sets,
        _equal_to_a_list,
        _cut_short,
        _unused,
        broken_off,
    ]
    return slip_surely_seen(names, code) or _first(more, names, code)


def braces_without_f(names: Sequence[str], code: str) -> Slip | None:
    """Find `"… {words.count(…)} …"`, a text that Python does not fill in.

    >>> braces_without_f(["x"], "x = 'It comes {n} times.'").sentence[:33]
    '`{n}` stands in the text as it is'
    """
    for node in nodes_of(code):
        if not (isinstance(node, ast.Assign) and ast.unparse(node.targets[0]) in names):
            continue
        text = node.value.value if isinstance(node.value, ast.Constant) else None
        braces = (
            re.search(r"(?<!\\[A-Za-z])\{([^\W\d]\w*(?:[.(\[].*)?)\}", text)
            if isinstance(text, str)
            else None
        )
        if braces:
            return Slip(
                say(
                    "`{{{inside}}}` stands in the text as it is: Python fills in curly brackets only where an `f` stands in front of the quotes.",
                    inside=braces[1][:40],
                )
            )
    return None


def _first(
    rules: Sequence[Callable[[ast.FunctionDef], Slip | None]], names: Sequence[str], code: str
) -> Slip | None:
    slips = (rule(function) for rule in rules for function in functions_of(names, code))
    return next((slip for slip in slips if slip), None)


def _name_in_quotes(function: ast.FunctionDef, asked_for: Collection[str] = ()) -> Slip | None:
    known = (_parameters(function) | _stored(function, pairs=True)) - set(asked_for)
    spared = {
        id(part) for node in ast.walk(function) for text in _texts_meant(node) for part in ast.walk(text)
    }
    for node in ast.walk(function):
        if not isinstance(node, ast.Constant) or id(node) in spared or not isinstance(node.value, str):
            continue
        called = re.fullmatch(r"(\w+)\(\w*\)", node.value)
        if node.value in known or (called and called[1] in known):
            return Slip(
                say(
                    "`'{name}'` in quotes is that word itself, and not what the name holds: remove the quotes.",
                    name=node.value,
                )
            )
    return None


def _texts_meant(node: ast.AST) -> Sequence[ast.AST]:
    """Return the parts in which a text may well be the name of a column, a key or a way of doing things."""
    if isinstance(node, ast.Subscript):
        return [node.slice]
    if isinstance(node, ast.JoinedStr):
        return [part for part in node.values if isinstance(part, ast.Constant)]
    if isinstance(node, ast.Dict):
        return [key for key in node.keys if key]
    if isinstance(node, ast.keyword):
        return [node.value]
    if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute):
        return [] if hasattr(str, node.func.attr) or hasattr(list, node.func.attr) else node.args
    return []


def _comparison_as_line(function: ast.FunctionDef) -> Slip | None:
    for node in _lines(function):
        if isinstance(node, ast.Expr) and isinstance(node.value, ast.Compare):
            line = ast.unparse(node)
            if isinstance(node.value.ops[0], ast.Eq):
                return Slip(
                    say("`{line}` compares and changes nothing. To give a value, write one `=`.", line=line)
                )
    return None


def _truth_in_quotes(function: ast.FunctionDef) -> Slip | None:
    for node in ast.walk(function):
        if isinstance(node, ast.Compare):
            for side in [node.left, *node.comparators]:
                if isinstance(side, ast.Constant) and side.value in ("True", "False"):
                    return Slip(
                        say(
                            "`'{truth}'` in quotes is a word, and no answer to a question is equal to it: a condition needs no `==` after it.",
                            truth=side.value,
                        )
                    )
    return None


def _thrown_away(function: ast.FunctionDef) -> Slip | None:
    for line in _lines(function):
        if not isinstance(line, ast.Expr) or isinstance(line.value, ast.Constant | ast.Yield | ast.YieldFrom):
            continue
        called = line.value.func if isinstance(line.value, ast.Call) else None
        if isinstance(called, ast.Attribute) and called.attr not in MAKES_NEW:
            continue
        if isinstance(called, ast.Name) and called.id in ("print", "show", "display"):
            continue
        text = ast.unparse(line)
        if len(text) <= 60:
            return Slip(
                say(
                    "What `{line}` gives is kept nowhere: give it a name with `=`, or `return` it.", line=text
                )
            )
    return None


def _no_capitals(function: ast.FunctionDef) -> Slip | None:
    for node in ast.walk(function):
        if isinstance(node, ast.Attribute) and node.attr in ("islower", "isupper", "istitle"):
            return Slip(
                say(
                    "Arabic letters are neither small nor capital, so `.{method}()` is true of none.",
                    method=node.attr,
                )
            )
    return None


def _and_between_sets(function: ast.FunctionDef) -> Slip | None:
    for node in ast.walk(function):
        if isinstance(node, ast.Call) and getattr(node.func, "id", "") == "len" and node.args:
            inside = node.args[0]
            if isinstance(inside, ast.BoolOp) and isinstance(inside.op, ast.And):
                both = " & ".join(map(ast.unparse, inside.values))
                return Slip(
                    say(
                        "`{written}` gives one of the two as it is. What two sets share is `{both}`.",
                        written=ast.unparse(inside),
                        both=both,
                    )
                )
    return None


def _equal_to_a_list(function: ast.FunctionDef) -> Slip | None:
    lists = {
        node.targets[0].id
        for node in ast.walk(function)
        if isinstance(node, ast.Assign)
        and isinstance(node.targets[0], ast.Name)
        and isinstance(node.value, ast.List | ast.ListComp | ast.Set)
    }
    for node in ast.walk(function):
        if isinstance(node, ast.Compare) and isinstance(node.ops[0], ast.Eq):
            for side, other in ((node.left, node.comparators[0]), (node.comparators[0], node.left)):
                if isinstance(side, ast.Name) and side.id in lists and isinstance(other, ast.Name):
                    return Slip(
                        say(
                            "`{items}` is a list, and `==` asks whether `{name}` is that whole list. Whether it is in it asks `{name} in {items}`.",
                            items=side.id,
                            name=other.id,
                        )
                    )
    return None


def _cut_short(function: ast.FunctionDef) -> Slip | None:
    """Find `.head(10)` behind what is given back."""
    for line in _lines(function):
        value = line.value if isinstance(line, ast.Return) else None
        if not isinstance(value, ast.Call) or not isinstance(value.func, ast.Attribute):
            continue
        cuts = value.func.attr in ("head", "tail", "nlargest", "most_common")
        if cuts and all(isinstance(argument, ast.Constant) for argument in value.args):
            part = "." + ast.unparse(ast.Call(ast.Name(value.func.attr), value.args, value.keywords))
            return Slip(say("`{part}` keeps only a few of them: leave it out.", part=part))
    return None


def _unused(function: ast.FunctionDef) -> Slip | None:
    """Find a name that is given a value and never looked at again."""
    loaded = names_read(function)
    for name in sorted(_stored(function) - loaded):
        if name.startswith("_"):
            continue
        rounds = [node.target for node in ast.walk(function) if isinstance(node, ast.For)]
        if name in {part.id for target in rounds for part in ast.walk(target) if isinstance(part, ast.Name)}:
            return Slip(
                say("Each round of the loop gives `{name}`, and nothing in it looks at `{name}`.", name=name)
            )
        near = difflib.get_close_matches(name, sorted(loaded), n=1, cutoff=0.7)
        if near:
            return Slip(
                say(
                    "`{name}` is given a value, and then not used: did you mean `{near}`?",
                    name=name,
                    near=near[0],
                )
            )
        return Slip(
            say("`{name}` is given a value, and then not used: what should be done with it?", name=name)
        )
    return None


def _lines(node: ast.AST) -> Iterator[ast.stmt]:
    for inner in ast.walk(node):
        if isinstance(inner, ast.stmt):
            yield inner


def _parameters(function: ast.FunctionDef) -> set[str]:
    return {node.arg for node in ast.walk(function.args) if isinstance(node, ast.arg)}


def _stored(function: ast.FunctionDef, *, pairs: bool = False) -> set[str]:
    """Return the names that a function gives a value, with those of pairs only where that is asked."""
    idle = (
        ast.comprehension if pairs else ast.comprehension | ast.Tuple
    )  # a pair's other half may well be idle
    within = {id(inner) for node in ast.walk(function) if isinstance(node, idle) for inner in ast.walk(node)}
    return {
        node.id
        for node in ast.walk(function)
        if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Store) and id(node) not in within
    }
