"""Read exercises/source/NN_name.ipynb: its setup, and each question with all its known answers.

exercises/README.md says how to write a source.
"""

import ast
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from nbformat import NotebookNode

from kit.check.source import names_read, nodes_in

REGION = re.compile(r"\n*### BEGIN SOLUTION\n(.*?)\n### END SOLUTION\n?", re.DOTALL)
SAYS = re.compile(r"# says: (.*(?:\n# (?!uses: ).*)*)\n(?:# uses: (.*)\n)?")


class SourceError(ValueError):
    """A source notebook breaks a rule of exercises/README.md; the message says where and what to do."""

    def __init__(self, message: str, code: str = ""):
        super().__init__(message)
        self.code = code  # the answer that the message is about


@dataclass
class WrittenQuestion:
    """One question as written in its source: what students get, and every known answer."""

    name: str
    stub: str
    solution: str
    key: dict[str, Any] = field(default_factory=dict)
    # Each wrong answer has the sentence that helps, and its code.
    wrong: list[tuple[str, str]] = field(default_factory=list)
    uses: dict[str, list[str]] = field(default_factory=dict)  # the words that code must contain, by sentence
    alternatives: list[str] = field(default_factory=list)
    looks: list[str] = field(default_factory=list)  # the cells to look at above the answer

    @property
    def is_open(self) -> bool:
        """Say whether students answer in their own words, so that hardly any answer is wrong."""
        return bool(self.key.get("open"))

    @property
    def asks_for_a_function(self) -> bool:
        """Say whether the stub defines a function."""
        return any(isinstance(statement, ast.FunctionDef) for statement in blanks(self.stub))


def read_source(notebook: NotebookNode) -> tuple[str, list[WrittenQuestion]]:
    """Return an exercise's setup, which is its first code cell, and its questions.

    Raises:
        SourceError: the cells break a rule of exercises/README.md.
    """
    code = [cell for cell in notebook.cells if cell.cell_type == "code"]
    if not code:
        raise SourceError("there is no code cell; the first one is the setup")
    questions: list[WrittenQuestion] = []
    looks: list[str] = []
    for cell in code[1:]:
        tags = cell.metadata.get("tags", [])
        if cell.metadata.get("nbgrader", {}).get("solution"):
            questions.append(WrittenQuestion(cell.metadata.nbgrader.grade_id, *split_answer(cell.source)))
            questions[-1].looks = list(looks)
        elif {"key", "wrong", "alternative"} & set(tags) and not questions:
            raise SourceError(f"a cell tagged {tags[0]} stands above the first answer cell")
        elif "key" in tags:
            questions[-1].key = _literals(cell.source)
        elif "wrong" in tags:
            says = SAYS.match(cell.source)
            if not says:
                raise SourceError(f"{questions[-1].name}: a wrong answer must begin with '# says: …'")
            sentence = says[1].replace("\n# ", " ")
            questions[-1].wrong.append((sentence, cell.source[says.end() :]))
            if says[2]:
                questions[-1].uses[sentence] = says[2].split()
        elif "alternative" in tags:
            questions[-1].alternatives.append(cell.source)
        elif cell.get("id", "").endswith("-look"):
            looks.append(cell.source)
    _check_cells(notebook, code[0].source, questions)
    return _without_exercise(code[0].source), questions


def split_answer(source: str) -> tuple[str, str]:
    r"""Split an answer cell into what the student gets and the solution.

    >>> split_answer("x = ____\n### BEGIN SOLUTION\nx = 28\n### END SOLUTION")
    ('x = ____', 'x = 28')
    """
    region = REGION.search(source)
    return REGION.sub("", source).rstrip(), region[1] if region else ""


def fill(stub: str, answer: str) -> str:
    r"""Replace the first statement with a blank by an answer, and remove the others with a blank.

    >>> fill("limit = 10\nx = ____  # how many?\nprint(x)", "x = 28")
    'limit = 10\nx = 28\nprint(x)'
    """
    gaps, lines = blanks(stub), stub.split("\n")
    for statement in reversed(gaps):
        lines[statement.lineno - 1 : statement.end_lineno] = [answer] if statement is gaps[0] else []
    return "\n".join(lines).strip()


def variants(question: WrittenQuestion) -> Iterator[tuple[str, str, str]]:
    """Yield each known answer to a question: its cell's code, and the outcome and sentence it should get."""
    why = question.key["why"]
    yield fill(question.stub, question.solution), "correct", why
    for code in question.alternatives:
        yield fill(question.stub, code), "correct", why
    for says, code in question.wrong:
        yield fill(question.stub, code), "almost", says
    yield question.stub, "not attempted", ""


def blanks(stub: str) -> list[ast.stmt]:
    """Return the statements of a stub that hold a blank."""
    return [statement for statement in ast.parse(stub).body if "____" in names_read(statement)]


def _literals(source: str) -> dict[str, Any]:
    """Read a key cell, which consists of statements `name = value` with literal values."""
    try:
        statements = ast.parse(source).body
    except SyntaxError as error:
        raise SourceError(f"a key cell is not Python: {error.msg}, line {error.lineno}") from None
    values: dict[str, Any] = {}
    for node in statements:
        if not isinstance(node, ast.Assign) or not isinstance(node.targets[0], ast.Name):
            raise SourceError(f"a key cell holds only lines such as hint = …, and no `{ast.unparse(node)}`")
        try:
            values[node.targets[0].id] = ast.literal_eval(node.value)
        except ValueError:
            value = ast.unparse(node.value)[:60]
            raise SourceError(f"a key's values are written out, and `{value}` has to be computed") from None
    return values


def _check_cells(notebook: NotebookNode, setup: str, questions: list[WrittenQuestion]) -> None:
    """Refuse a source whose setup, answer cells, tasks and checks do not match each other."""
    names = [question.name for question in questions]
    if names != [f"q{number}" for number in range(1, len(names) + 1)]:
        raise SourceError(f"answer cells are called q1, q2, … in this order, and not {', '.join(names)}")
    asked = [
        name.id
        for line in ast.parse(setup).body
        if isinstance(line, ast.Assign) and "exercise(" in ast.unparse(line.value)
        for name in nodes_in(line.targets[0], ast.Name)
    ]
    if asked != names:
        raise SourceError(
            f"the setup takes {', '.join(asked) or 'no question'} from exercise(…), "
            f"but the answer cells are {', '.join(names) or 'none'}"
        )
    ids = {cell.get("id") for cell in notebook.cells}
    for name in names:
        for part, what in (("task", "task"), ("check", f"check cell, `{name}.check()`")):
            if f"{name}-{part}" not in ids:
                raise SourceError(f"{name}: there is no {what}; its cell id is {name}-{part}")


def _without_exercise(setup: str) -> str:
    """Drop the statement that calls `exercise`, so that the rest can run without a key."""
    statements = [node for node in ast.parse(setup).body if "exercise(" not in ast.unparse(node)]
    return "\n".join(map(ast.unparse, statements)) + "\n"
