"""Name the slips that can be seen in the code of a function without looking at its results."""

import ast
import difflib
import re
from collections.abc import Callable, Collection, Sequence

from kit.check.slips.in_loops import begun_anew_in_loop, broken_off, never_added
from kit.check.slips.phrases import Slip, slip_saying
from kit.check.source import arguments_of, functions_of, names_read, names_stored, nodes_in, tree_of

__all__ = ["braces_without_f", "slip_of_quotes", "slip_seen", "slip_surely_seen"]

MAKES_NEW = {"replace", "strip", "split", "upper", "lower", "decode", "encode", "join", "removeprefix"}


def slip_surely_seen(names: Sequence[str], code: str) -> Slip | None:
    """Name a slip that certainly explains a wrong answer, even if a foreseen mistake gives the same results.

    >>> slip_surely_seen(["f"], "def f(word): return len('word')").sentence
    "`'word'` in quotes is that word itself, and not what the name holds: remove the quotes."
    """
    rules = [_name_in_quotes, _comparison_as_line, _truth_in_quotes, begun_anew_in_loop]
    return _first(rules, names, code)


def slip_of_quotes(names: Sequence[str], code: str) -> Slip | None:
    r"""Say that a name stands in quotes though the cell, which has no functions, defines that name.

    >>> slip_of_quotes(["x"], "word = 'دير'\nx = words.count('word')").sentence[:21]
    "`'word'` in quotes is"
    """
    tree = tree_of(code)
    if tree is None or functions_of(names, code):
        return None
    own = _stored(tree) - set(names)
    tree.body = [
        line
        for line in tree.body
        if not (isinstance(line, ast.Assign) and isinstance(line.value, ast.Constant))
    ]
    return _of_quoted(tree, own | (_stored(tree, pairs=True) - set(names)))


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
    """Find a text with `{words.count(…)}` in it that Python does not fill in for lack of an `f`.

    >>> braces_without_f(["x"], "x = 'It comes {n} times.'").sentence[:33]
    '`{n}` stands in the text as it is'
    """
    for line in nodes_in(code, ast.Assign):
        text = line.value.value if isinstance(line.value, ast.Constant) else None
        if not isinstance(text, str) or ast.unparse(line.targets[0]) not in names:
            continue
        if braces := re.search(r"(?<!\\[A-Za-z])\{([^\W\d]\w*(?:[.(\[].*)?)\}", text):
            return slip_saying(
                "`{{{inside}}}` stands in the text as it is: Python fills in curly brackets only where an `f` stands in front of the quotes.",
                inside=braces[1][:40],
            )
    return None


def _first(
    rules: Sequence[Callable[[ast.FunctionDef], Slip | None]], names: Sequence[str], code: str
) -> Slip | None:
    slips = (rule(function) for rule in rules for function in functions_of(names, code))
    return next((slip for slip in slips if slip), None)


def _name_in_quotes(function: ast.FunctionDef) -> Slip | None:
    return _of_quoted(function, {*arguments_of(function.args), *_stored(function, pairs=True)})


def _of_quoted(tree: ast.AST, known: Collection[str]) -> Slip | None:
    """Say that one of the known names stands in quotes."""
    spared = {id(part) for node in ast.walk(tree) for text in _texts_meant(node) for part in ast.walk(text)}
    for node in nodes_in(tree, ast.Constant):
        if id(node) in spared or not isinstance(node.value, str):
            continue
        called = re.fullmatch(r"(\w+)\(\w*\)", node.value)
        if node.value in known or (called and called[1] in known):
            return slip_saying(
                "`'{name}'` in quotes is that word itself, and not what the name holds: remove the quotes.",
                name=node.value,
            )
    return None


def _texts_meant(node: ast.AST) -> Sequence[ast.AST]:
    """Return the parts where a quoted text is plausible: the name of a column, a key or an option."""
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
    for line in nodes_in(function, ast.Expr):
        if isinstance(line.value, ast.Compare) and isinstance(line.value.ops[0], ast.Eq):
            return slip_saying(
                "`{line}` compares and changes nothing. To give a value, write one `=`.",
                line=ast.unparse(line),
            )
    return None


def _truth_in_quotes(function: ast.FunctionDef) -> Slip | None:
    for node in nodes_in(function, ast.Compare):
        for side in [node.left, *node.comparators]:
            if isinstance(side, ast.Constant) and side.value in ("True", "False"):
                return slip_saying(
                    "`'{truth}'` in quotes is a word, and no answer to a question is equal to it: a condition needs no `==` after it.",
                    truth=side.value,
                )
    return None


def _thrown_away(function: ast.FunctionDef) -> Slip | None:
    for line in nodes_in(function, ast.Expr):
        if isinstance(line.value, ast.Constant | ast.Yield | ast.YieldFrom):
            continue
        called = line.value.func if isinstance(line.value, ast.Call) else None
        if isinstance(called, ast.Attribute) and called.attr not in MAKES_NEW:
            continue
        if isinstance(called, ast.Name) and called.id in ("print", "show", "display"):
            continue
        text = ast.unparse(line)
        if len(text) <= 60:
            return slip_saying(
                "What `{line}` gives is kept nowhere: give it a name with `=`, or `return` it.", line=text
            )
    return None


def _no_capitals(function: ast.FunctionDef) -> Slip | None:
    for node in nodes_in(function, ast.Attribute):
        if node.attr in ("islower", "isupper", "istitle"):
            return slip_saying(
                "Arabic letters are neither small nor capital, so `.{method}()` is true of none.",
                method=node.attr,
            )
    return None


def _and_between_sets(function: ast.FunctionDef) -> Slip | None:
    for node in nodes_in(function, ast.Call):
        inside = node.args[0] if node.args and getattr(node.func, "id", "") == "len" else None
        if isinstance(inside, ast.BoolOp) and isinstance(inside.op, ast.And):
            return slip_saying(
                "`{written}` gives one of the two as it is. What two sets share is `{both}`.",
                written=ast.unparse(inside),
                both=" & ".join(map(ast.unparse, inside.values)),
            )
    return None


def _equal_to_a_list(function: ast.FunctionDef) -> Slip | None:
    lists = {
        ast.unparse(line.targets[0])
        for line in nodes_in(function, ast.Assign)
        if isinstance(line.value, ast.List | ast.ListComp | ast.Set)
    }
    for node in nodes_in(function, ast.Compare):
        if isinstance(node.ops[0], ast.Eq):
            for side, other in ((node.left, node.comparators[0]), (node.comparators[0], node.left)):
                if isinstance(side, ast.Name) and side.id in lists and isinstance(other, ast.Name):
                    return slip_saying(
                        "`{items}` is a list, and `==` asks whether `{name}` is that whole list. Whether it is in it asks `{name} in {items}`.",
                        items=side.id,
                        name=other.id,
                    )
    return None


def _cut_short(function: ast.FunctionDef) -> Slip | None:
    """Find `.head(10)` at the end of the returned value."""
    for value in [line.value for line in nodes_in(function, ast.Return)]:
        if not isinstance(value, ast.Call) or not isinstance(value.func, ast.Attribute):
            continue
        cuts = value.func.attr in ("head", "tail", "nlargest", "most_common")
        if cuts and all(isinstance(argument, ast.Constant) for argument in value.args):
            part = "." + ast.unparse(ast.Call(ast.Name(value.func.attr), value.args, value.keywords))
            return slip_saying("`{part}` keeps only a few of them: leave it out.", part=part)
    return None


def _unused(function: ast.FunctionDef) -> Slip | None:
    """Find a name that is assigned a value and never read."""
    loaded = names_read(function)
    for name in sorted(_stored(function) - loaded):
        if name.startswith("_"):
            continue
        if any(name in names_stored(loop.target) for loop in nodes_in(function, ast.For)):
            return slip_saying(
                "Each round of the loop gives `{name}`, and nothing in it looks at `{name}`.", name=name
            )
        near = difflib.get_close_matches(name, sorted(loaded), n=1, cutoff=0.7)
        if near:
            return slip_saying(
                "`{name}` is given a value, and then not used: did you mean `{near}`?",
                name=name,
                near=near[0],
            )
        return slip_saying(
            "`{name}` is given a value, and then not used: what should be done with it?", name=name
        )
    return None


def _stored(tree: ast.AST, *, pairs: bool = False) -> set[str]:
    """Return the names that code assigns; those unpacked from tuples only with `pairs`."""
    idle = [ast.comprehension] if pairs else [ast.comprehension, ast.Tuple]  # Half a pair is often unused.
    within = {id(inner) for node in nodes_in(tree, *idle) for inner in ast.walk(node)}
    return {
        part.id
        for part in nodes_in(tree, ast.Name)
        if isinstance(part.ctx, ast.Store) and id(part) not in within
    }
