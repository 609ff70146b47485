"""Read the text of a cell: its tree, its names, what stands outside its quotes."""

import ast
import re
from collections.abc import Iterable
from functools import lru_cache

__all__ = [
    "functions_of",
    "is_code",
    "names_given",
    "names_read",
    "nodes_of",
    "outside_quotes",
    "statement",
    "tree_of",
]


def names_given(setup: str) -> set[str]:
    r"""Return the names that a first cell imports or gives a value, and not those within its functions.

    >>> sorted(names_given("import re\nfrom kit.read import article\ntext = article()"))
    ['article', 're', 'text']
    >>> names_given("sizes = [len(word) for word in words]")
    {'sizes'}
    """
    tree = tree_of(setup)
    return _names_of(tree) if tree else set()


def _names_of(node: ast.AST) -> set[str]:
    if isinstance(node, ast.Import | ast.ImportFrom):
        return {alias.asname or alias.name.split(".")[0] for alias in node.names}
    if isinstance(node, ast.FunctionDef | ast.ClassDef):
        return {node.name}
    if isinstance(node, ast.Lambda | ast.ListComp | ast.SetComp | ast.DictComp | ast.GeneratorExp):
        return set()
    if isinstance(node, ast.Name):
        return {node.id} if isinstance(node.ctx, ast.Store) else set()
    return set().union(*map(_names_of, ast.iter_child_nodes(node)))


def functions_of(names: Iterable[str], code: str) -> list[ast.FunctionDef]:
    """Return the functions of an answer, those of `names`, as the cell defines them.

    >>> [function.name for function in functions_of(["f"], "def f(n): return n")]
    ['f']
    """
    asked = set(names)
    return [node for node in nodes_of(code) if isinstance(node, ast.FunctionDef) and node.name in asked]


def names_read(function: ast.FunctionDef) -> set[str]:
    """Return the names that a function looks at.

    >>> sorted(names_read(ast.parse("def f(words): size = len(words)").body[0]))
    ['len', 'words']
    """
    return {
        node.id
        for node in ast.walk(function)
        if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Load)
    }


def outside_quotes(code: str) -> str:
    """Return code with each character of its texts replaced by a dot, and of its comments by a space.

    >>> outside_quotes("x = 'two words'  # a text")
    "x = '•••••••••'          "
    """
    shown, quote, at = list(code), "", 0
    while at < len(code):
        here = code[at]
        if quote:
            if here == "\\":
                shown[at : at + 2] = "••"[: len(shown[at : at + 2])]
                at += 1
            elif code.startswith(quote, at):
                at += len(quote) - 1
                quote = ""
            elif here == "\n" and len(quote) == 1:
                quote = ""
            elif here != "\n":
                shown[at] = "•"
        elif here in "'\"":
            quote = here * 3 if code.startswith(here * 3, at) else here
            at += len(quote) - 1
        elif here == "#":
            end = code.find("\n", at)
            end = len(code) if end < 0 else end
            shown[at:end] = " " * (end - at)
            at = end
        at += 1
    return "".join(shown)


def tree_of(code: str) -> ast.Module | None:
    """Parse code; None if Python cannot read it.

    >>> tree_of("x =") is None
    True
    """
    try:
        return ast.parse(code)
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        return None


def is_code(text: str) -> bool:
    """Say whether a text is a piece of code that Python works out: a call, a sum or a part of something.

    A place in brackets or a number in words is none, though Python could read it.

    >>> is_code("len(text)"), is_code("two words"), is_code("حلب (مدينة)"), is_code("twenty-one")
    (True, False, False, False)
    """
    tree = tree_of(text)
    made = tree.body[0] if tree and len(tree.body) == 1 else None
    if not isinstance(made, ast.Expr) or re.search(r"\w\s+[(\[]", text):
        return False
    if isinstance(made.value, ast.BinOp):
        return any(isinstance(node, ast.Constant | ast.Call) for node in ast.walk(made.value))
    return isinstance(made.value, ast.Call | ast.Subscript) and text.lstrip()[:1].isascii()


@lru_cache(maxsize=32)  # A check asks this of the same few cells many times over.
def nodes_of(code: str) -> list[ast.AST]:
    """Return every part of code's tree; none if Python cannot read it.

    >>> len(nodes_of("x = ")), len(nodes_of("x"))
    (0, 4)
    """
    tree = tree_of(code)
    return list(ast.walk(tree)) if tree else []


def statement(code: str, name: str) -> str:
    r"""Return the last statement that gives a name its value; all the code if none can be told.

    >>> statement("x = 1\ny = 2", "x")
    'x = 1'
    """
    tree = tree_of(code)
    own = [
        ast.get_source_segment(code, node) or ""
        for node in (tree.body if tree else [])
        if any(
            isinstance(part, ast.Name) and part.id == name and isinstance(part.ctx, ast.Store)
            for part in ast.walk(node)
        )
    ]
    return own[-1] if own else code
