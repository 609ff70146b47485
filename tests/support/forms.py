"""The forms of Python that a cell uses, by the names under which lessons introduce them."""

import ast
import re
from collections.abc import Iterator

GIVEN = "what a reader knows who has met print and a list: names, numbers, texts, lists, calls, + - * /"

BY_NODE: dict[type[ast.AST], str] = {
    ast.Assert: "assert",
    ast.Attribute: "method",
    ast.AugAssign: "+=",
    ast.BoolOp: "and, or",
    ast.Compare: "comparison",
    ast.Delete: "del",
    ast.Dict: "dictionary",
    ast.DictComp: "comprehension",
    ast.For: "for loop",
    ast.FunctionDef: "def",
    ast.GeneratorExp: "comprehension",
    ast.If: "if",
    ast.IfExp: "if in a line",
    ast.Import: "import",
    ast.ImportFrom: "import",
    ast.JoinedStr: "f-string",
    ast.keyword: "keyword argument",
    ast.Lambda: "lambda",
    ast.ListComp: "comprehension",
    ast.NamedExpr: ":=",
    ast.Set: "set",
    ast.SetComp: "comprehension",
    ast.Starred: "star",
    ast.Subscript: "square brackets",
    ast.Try: "try",
    ast.While: "while",
    ast.With: "with",
}
PLAIN_SIGNS = (ast.Add, ast.Sub, ast.Mult, ast.Div)
SET_SIGNS = (ast.BitAnd, ast.BitOr, ast.BitXor)
NEW_FORM = re.compile(r"^\*\*New form: (.+?)\.\*\*", flags=re.MULTILINE)


def forms(source: str) -> set[str]:
    """Name the forms of Python in a cell that are more than GIVEN.

    >>> sorted(forms('words = sorted(text.split())[:3]'))
    ['method', 'slice']
    >>> sorted(forms('words[words > 3]'))
    ['boolean mask', 'comparison', 'square brackets']
    """
    return {form for node in ast.walk(ast.parse(source)) for form in _forms_of(node)}


def introduced(markdown: str) -> list[str]:
    """Return the forms that a cell of prose introduces: lines that begin with **New form: name.**

    >>> introduced("**New form: slice.** `text[:5]` is ...")
    ['slice']
    """
    return NEW_FORM.findall(markdown)


def called(source: str) -> set[str]:
    """Name the functions and methods of Python and its libraries that lessons call: not kit's, not their own.

    >>> sorted(called("from kit.show import show; show(word.upper())"))
    ['upper']
    """
    nodes = list(ast.walk(ast.parse(source)))
    known = {node.id for node in nodes if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Store)}
    known |= {node.name for node in nodes if isinstance(node, ast.FunctionDef)}
    for node in nodes:
        if isinstance(node, ast.ImportFrom) and (node.module or "").startswith("kit"):
            known |= {name.name for name in node.names}
    functions = [node.func for node in nodes if isinstance(node, ast.Call)]
    return {getattr(each, "attr", getattr(each, "id", "")) for each in functions} - known


def _forms_of(node: ast.AST) -> Iterator[str]:
    if isinstance(node, ast.Subscript) and isinstance(node.slice, ast.Slice):
        yield "slice"
    elif form := BY_NODE.get(type(node)):
        yield form
    if isinstance(node, ast.Subscript) and isinstance(node.slice, ast.Compare | ast.BinOp | ast.UnaryOp):
        masks = [part for part in ast.walk(node.slice) if isinstance(part, ast.Compare)]
        yield from ["boolean mask"] * bool(masks)
    if isinstance(node, ast.Attribute) and isinstance(getattr(node.value, "func", None), ast.Attribute):
        yield "method chain"
    if isinstance(node, ast.BinOp | ast.AugAssign) and not isinstance(node.op, PLAIN_SIGNS):
        yield "set operators" if isinstance(node.op, SET_SIGNS) else "// and %"
    if isinstance(node, ast.UnaryOp) and isinstance(node.op, ast.Not | ast.Invert):
        yield "not"
    if isinstance(node, ast.FormattedValue) and node.format_spec:
        yield "f-string format"
    if isinstance(node, ast.Tuple):
        yield "unpacking" if isinstance(node.ctx, ast.Store) else "tuple"
    if isinstance(node, ast.Assign) and len(node.targets) > 1:
        yield "double assignment"
    if isinstance(node, ast.comprehension) and node.ifs:
        yield "comprehension with if"
    if isinstance(
        node, ast.Match | ast.ClassDef | ast.Global | ast.Nonlocal | ast.Raise | ast.Yield | ast.Await
    ):
        yield type(node).__name__
