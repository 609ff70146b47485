"""Check that a translation changes nothing it must keep, and has no characters that do not belong in it."""

import ast
import re
from collections.abc import Iterator

from kit.classroom.translations.blocks import FENCED
from kit.classroom.translations.english import Part
from kit.characters import ARABIC_LETTERS, DIRECTION_MARKS

NOT_PROSE = re.compile(r"```.*?```|`[^`]*`|\]\([^)]*\)|<[^>]+>|\{\w+\}", re.DOTALL)
SAME = {  # Matches of these patterns must occur as often in the translation as in the English.
    "links": r"\]\(([^)#\s]*)[^)]*\)",
    "headings": r"^#+(?= )",
    "table rows": r"^\|",
    "fields": r"\{(\w+)\}",
}
CODE = re.compile(r"`([^`\n]+)`")
TURNED = re.compile(
    rf"(?<!\S)#[^#\n]*[{ARABIC_LETTERS}](?:[^#\n]*[A-Za-z].*|[^#\n]*[»).:!؟…]$)", re.MULTILINE
)
SIGNS = {  # Characters that do not belong in Arabic prose, unless the English has them too.
    rf"[{ARABIC_LETTERS}] ?[,;?]": "a Latin sign of punctuation (write ، ؛ ؟)",
    rf'"[{ARABIC_LETTERS}]|[{ARABIC_LETTERS}]"': "straight quotes (write « »)",
    "[٠-٩]": "Arabic-Indic digits (write 0 to 9)",
    f"[{DIRECTION_MARKS}]": "an invisible mark of direction",
    r" [،؛؟]": "a space before a sign",
}


def broken(part: Part, text: str) -> Iterator[str]:
    """Yield a sentence on each thing that a translation must keep but has changed."""
    fenced = FENCED.fullmatch(text)
    if part.kind == "code":
        if not fenced:
            yield "this is a cell of code: write ```python, the code, ```"
        elif not same_code(part.text, fenced[1]):
            yield "the code differs, and not only in its strings and comments"
        elif turned := TURNED.search(fenced[1]):
            yield f"code runs from the left: put the Latin word of a comment first, no sign last: {turned[0]}"
        return
    for what, pattern in SAME.items():
        if what == "fields" and part.kind == "prose":
            continue
        ours, theirs = (sorted(re.findall(pattern, side, re.MULTILINE)) for side in (part.text, text))
        if ours != theirs:
            yield f"{what} differ: {_difference(ours, theirs)}"
    ours, theirs = (sorted(set(CODE.findall(side))) for side in (part.text, text))
    if ours != theirs:
        yield f"code words differ: {_difference(ours, theirs)}"


def same_code(ours: str, theirs: str) -> bool:
    """Say whether two cells differ in strings and comments only; code that Python cannot read must be equal.

    >>> same_code("n = 3  # three", "n = 3  # ثلاثة"), same_code("n = 3", "n = 4")
    (True, False)
    """
    try:
        return _bones(ours) == _bones(theirs)
    except SyntaxError:
        return ours == theirs


def bad_signs(english: str, text: str) -> Iterator[str]:
    """Yield a sentence on each character that does not belong in Arabic prose."""
    prose, given = NOT_PROSE.sub("x", text), NOT_PROSE.sub("x", english)
    for pattern, what in SIGNS.items():
        for sign in re.finditer(pattern, prose):
            if sign[0] not in given:
                around = prose[max(sign.start() - 20, 0) : sign.end() + 10].replace("\n", " ")
                yield f"{what}: …{around}…"
                break


def _difference(ours: list[str], theirs: list[str]) -> str:
    lacking = [item for item in dict.fromkeys(ours) if ours.count(item) > theirs.count(item)]
    more = [item for item in dict.fromkeys(theirs) if theirs.count(item) > ours.count(item)]
    says = [f"{items[:4]} {what}" for items, what in ((lacking, "missing"), (more, "too many")) if items]
    return ", ".join(says)


class _Bones(ast.NodeTransformer):
    def visit_Constant(self, node: ast.Constant) -> ast.Constant:
        return ast.Constant("") if isinstance(node.value, str) else node

    def visit_JoinedStr(self, node: ast.JoinedStr) -> ast.JoinedStr:
        fields = [self.visit(value) for value in node.values if isinstance(value, ast.FormattedValue)]
        return ast.JoinedStr(sorted(fields, key=ast.dump))  # Languages order them differently.


def _bones(code: str) -> str:
    return ast.dump(_Bones().visit(ast.parse(code)))
