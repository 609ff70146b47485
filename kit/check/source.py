"""Read the text of a cell: its syntax tree, its names, the code outside its quotes."""

import ast
import re
from collections.abc import Iterable
from functools import lru_cache
from typing import Any, TypeVar, overload

__all__ = [
    "arguments_of",
    "functions_of",
    "is_code",
    "names_given",
    "names_read",
    "names_stored",
    "nodes_in",
    "outside_quotes",
    "statement",
    "tree_of",
    "without_magic",
]

T = TypeVar("T", bound=ast.AST)
SEEMS_GIVEN = re.compile(
    r"^[ \t]*(?:def[ \t]+(\w+)|([^\W\d]\w*)[ \t]*(?:=(?!=)|\(.*\)[ \t]*:))", re.MULTILINE
)
MAGIC = re.compile(r"^[ \t]*(?:%%?time\b[ \t]*|[%!?].*|[\w.]+\?\??[ \t]*$)", re.MULTILINE)
ALONE = (ast.Lambda, ast.ListComp, ast.SetComp, ast.DictComp, ast.GeneratorExp)  # Names in these are local.


def names_given(code: str, *, imports: bool = True) -> set[str]:
    r"""Return the names that a cell assigns, and perhaps imports, without those local to its functions.

    For a cell that Python cannot read, return those that it seems to assign.

    >>> sorted(names_given("import re\nfrom kit.read import article\ntext = article()"))
    ['article', 're', 'text']
    >>> names_given("import re\nn = 1", imports=False)
    {'n'}
    >>> names_given("sizes = [len(word) for word in words]"), names_given("!ls\nx = (")
    ({'sizes'}, {'x'})
    >>> sorted(names_given("def f(words)\n    n = 1")), names_given("f(words):\n    return")
    (['f', 'n'], {'f'})
    """
    tree = tree_of(code) or tree_of(without_magic(code))
    if tree is None:
        return {name for names in SEEMS_GIVEN.findall(code) for name in names if name}
    names, waiting = set(), list(ast.iter_child_nodes(tree))
    while waiting:  # A chain such as 1 + 1 + … is too deep for recursion.
        node = waiting.pop()
        if isinstance(node, ast.Import | ast.ImportFrom):
            imported = {alias.asname or alias.name.split(".")[0] for alias in node.names}
            names |= imported if imports else set()
        elif isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef):
            names.add(node.name)
        elif isinstance(node, ast.Name) and isinstance(node.ctx, ast.Store):
            names.add(node.id)
        elif not isinstance(node, ALONE):
            waiting += ast.iter_child_nodes(node)
    return names


def without_magic(code: str) -> str:
    r"""Return a cell without commands to the notebook such as `!ls`; the code after `%time` stays.

    >>> without_magic("%time x = 1\n%timeit -n 10 x\n!ls")
    'x = 1\n\n'
    >>> without_magic("!ls\nx = '''\nwhy?\n'''")
    "\nx = '''\nwhy?\n'''"
    """
    kept, at = [], 0
    for magic in MAGIC.finditer(outside_quotes(code)):  # It has the length of the code.
        kept.append(code[at : magic.start()])
        at = magic.end()
    return "".join([*kept, code[at:]])


@overload
def nodes_in(where: str | ast.AST, kind: type[T], /) -> list[T]: ...
@overload
def nodes_in(where: str | ast.AST, /, *kinds: type[ast.AST]) -> list[Any]: ...
def nodes_in(where: str | ast.AST, /, *kinds: type[ast.AST]) -> list[Any]:
    """Return every node of these kinds in code or in a tree; [] if Python cannot read the code.

    >>> [part.value for part in nodes_in("x = [1, 'a']", ast.Constant)], nodes_in("x = ", ast.AST)
    ([1, 'a'], [])
    """
    parts = _parts(where) if isinstance(where, str) else ast.walk(where)
    return [part for part in parts if isinstance(part, kinds)]


@lru_cache(maxsize=32)  # A check asks this of the same few cells many times over.
def _parts(code: str) -> list[ast.AST]:
    """Return every part of code's tree; nobody changes them."""
    tree = tree_of(code)
    return list(ast.walk(tree)) if tree else []


def functions_of(names: Iterable[str], code: str) -> list[ast.FunctionDef]:
    """Return the functions called `names` that a cell defines.

    >>> [function.name for function in functions_of(["f"], "def f(n): return n")]
    ['f']
    """
    asked = set(names)
    return [function for function in nodes_in(code, ast.FunctionDef) if function.name in asked]


def arguments_of(where: str | ast.AST) -> list[str]:
    """Return the names of the parameters of all functions in code.

    >>> arguments_of("def f(words, *, size=3): pass")
    ['words', 'size']
    """
    return [part.arg for part in nodes_in(where, ast.arg)]


def names_read(where: str | ast.AST) -> set[str]:
    """Return the names that code reads.

    >>> sorted(names_read("def f(words): size = len(words)"))
    ['len', 'words']
    """
    return {part.id for part in nodes_in(where, ast.Name) if isinstance(part.ctx, ast.Load)}


def names_stored(where: str | ast.AST) -> set[str]:
    """Return the names that code assigns, also within its functions.

    >>> names_stored("def f(words): size = len(words)")
    {'size'}
    """
    return {part.id for part in nodes_in(where, ast.Name) if isinstance(part.ctx, ast.Store)}


def outside_quotes(code: str) -> str:
    """Return code with each character in quotes replaced by a dot, and each in a comment by a space.

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
    """Say whether a text is an expression to evaluate: a call, an index, or an operation on numbers or calls.

    A name followed by brackets as in prose, or a number in words, is not, though Python could read it.

    >>> is_code("len(text)"), is_code("two words"), is_code("حلب (مدينة)"), is_code("twenty-one")
    (True, False, False, False)
    """
    tree = tree_of(text)
    made = tree.body[0] if tree and len(tree.body) == 1 else None
    if not isinstance(made, ast.Expr) or re.search(r"\w\s+[(\[]", text):
        return False
    if isinstance(made.value, ast.BinOp):
        return bool(nodes_in(made.value, ast.Constant, ast.Call))
    return isinstance(made.value, ast.Call | ast.Subscript) and text.lstrip()[:1].isascii()


def statement(code: str, name: str) -> str:
    r"""Return the last statement that assigns a name; all the code if there is none.

    >>> statement("x = 1\ny = 2", "x")
    'x = 1'
    """
    tree = tree_of(code)
    own = [
        ast.get_source_segment(code, node) or ""
        for node in (tree.body if tree else [])
        if name in names_stored(node)
    ]
    return own[-1] if own else code
