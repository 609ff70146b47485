"""Make from each exercises/source/NN_name.ipynb the student edition and the key.

The source is the only one written by hand. Each variant of an answer (the solution, the known mistakes,
the alternatives) is run here, and what its probes give goes into the key. How to write a source:
exercises/README.md.
"""

import ast
import copy
import hashlib
import json
import re
import warnings
from argparse import ArgumentParser, Namespace
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

import nbformat
from nbformat import NotebookNode

from kit.check.probe import look
from kit.check.verdicts import judge
from kit.classroom.repository import EDITIONS, KEYS, SOURCES, need

REGION = re.compile(r"\n*### BEGIN SOLUTION\n(.*?)\n### END SOLUTION\n?", re.DOTALL)
SAYS = re.compile(r"# says: (.*(?:\n# .*)*)\n")
KEY_FIELDS = {"hint": str, "why": str, "probes": list, "fresh": list}
DROPPED = {"key", "wrong", "alternative"}  # the tags of cells that students do not get


class SourceError(ValueError):
    """A source notebook is not as exercises/README.md says; the message says where and what to do."""


@dataclass
class Question:
    """One question as written: what students get, and every answer we know."""

    name: str
    stub: str
    solution: str
    key: dict = field(default_factory=dict)
    wrong: list[tuple[str, str]] = field(default_factory=list)  # the sentence that helps, and the code
    alternatives: list[str] = field(default_factory=list)


def build(source: Path) -> dict[Path, str]:
    """Return the files to be made from one source notebook, each path with its text."""
    notebook = nbformat.read(source, as_version=4)
    try:
        key = make_key(*read_source(notebook))
    except SourceError as error:
        raise SourceError(f"{source.name}: {error}") from None
    edition = make_edition(notebook)
    edition.metadata["kit"] = {"exercise": source.stem, "version": key["version"]}
    return {
        EDITIONS / source.name: _text(edition),
        KEYS / f"{source.stem}.json": json.dumps(key, ensure_ascii=False, indent=1) + "\n",
    }


def read_source(notebook: NotebookNode) -> tuple[str, list[Question]]:
    """Return an exercise's setup, which is its first code cell, and its questions."""
    code = [cell for cell in notebook.cells if cell.cell_type == "code"]
    questions: list[Question] = []
    for cell in code[1:]:
        tags = cell.metadata.get("tags", [])
        if cell.metadata.get("nbgrader", {}).get("solution"):
            questions.append(Question(cell.metadata.nbgrader.grade_id, *split_answer(cell.source)))
        elif "key" in tags:
            questions[-1].key = _literals(cell.source)
        elif "wrong" in tags:
            says = SAYS.match(cell.source)
            if not says:
                raise SourceError(f"{questions[-1].name}: a wrong answer must begin with '# says: …'")
            questions[-1].wrong.append((says[1].replace("\n# ", " "), cell.source[says.end() :]))
        elif "alternative" in tags:
            questions[-1].alternatives.append(cell.source)
    return _without_exercise(code[0].source), questions


def split_answer(source: str) -> tuple[str, str]:
    r"""Split an answer cell into what the student gets and the solution.

    >>> split_answer("x = ____\n### BEGIN SOLUTION\nx = 28\n### END SOLUTION")
    ('x = ____', 'x = 28')
    """
    found = REGION.search(source)
    return REGION.sub("", source).rstrip(), found[1] if found else ""


def fill(stub: str, answer: str) -> str:
    r"""Put an answer in the place of a stub's first blank; only statements without a blank stay.

    >>> fill("limit = 10\nx = ____  # how many?\nprint(x)", "x = 28")
    'limit = 10\nx = 28\nprint(x)'
    """
    blanks, lines = _blanks(stub), stub.split("\n")
    for statement in reversed(blanks):
        lines[statement.lineno - 1 : statement.end_lineno] = [answer] if statement is blanks[0] else []
    return "\n".join(lines).strip()


def make_key(setup: str, questions: list[Question]) -> dict:
    """Run every variant of every answer and return the key that checks compare with.

    Raises `SourceError` when a question lacks a part, its solution or an alternative does not come out as
    correct, a wrong answer does not come out as almost with its own sentence, or a stub as not attempted.
    """
    entries = {question.name: _entry(setup, question) for question in questions}
    asked = [(one["setup"], one["names"], one["probes"], one["fresh"]) for one in entries.values()]
    version = hashlib.sha256(json.dumps(asked).encode()).hexdigest()[:12]
    return {"version": version, "questions": entries}


def variants(question: Question) -> Iterator[tuple[str, str, str]]:
    """Give every known answer to a question: its cell's code, and the outcome and sentence it should get."""
    why = question.key["why"]
    yield fill(question.stub, question.solution), "correct", why
    for code in question.alternatives:
        yield fill(question.stub, code), "correct", why
    for says, code in question.wrong:
        yield fill(question.stub, code), "almost", says
    yield question.stub, "not attempted", ""


def make_edition(notebook: NotebookNode, *, solved: bool = False) -> NotebookNode:
    """Return the student edition of a source notebook or, with `solved`, the instructor's copy."""
    edition = copy.deepcopy(notebook)
    edition.cells = [cell for cell in edition.cells if not DROPPED & set(cell.metadata.get("tags", []))]
    for cell in edition.cells:
        if cell.cell_type == "code":
            cell.outputs, cell.execution_count = [], None
        if cell.metadata.get("nbgrader", {}).get("solution"):
            stub, solution = split_answer(cell.source)
            cell.source = fill(stub, solution) if solved else stub
    return edition


def _text(notebook: NotebookNode) -> str:
    return nbformat.writes(notebook, indent=1, ensure_ascii=False) + "\n"


def _entry(setup: str, question: Question) -> dict:
    """Make one question's part of the key, and prove that it tells the known answers apart."""
    for name, kind in KEY_FIELDS.items():
        if not isinstance(question.key.get(name), kind):
            raise SourceError(f"{question.name}: the key cell needs {name} = …, a {kind.__name__}")
    if len(question.wrong) < 2 or not question.alternatives or not question.key["probes"]:
        raise SourceError(f"{question.name}: two wrong answers, an alternative and a probe are the least")
    names = [name for statement in _blanks(question.stub) for name in _defined(statement)]
    probes = [_probe(written) for written in question.key["probes"]]
    fresh = [_probe(written) for written in question.key["fresh"]]

    expressions = [probe["expression"] for probe in probes + fresh]

    setup += question.key.get("helpers", "")

    def seen(code: str) -> dict:
        return _see(setup, code, expressions, names)

    solved = seen(fill(question.stub, question.solution))
    for probe, result in zip(probes + fresh, solved["results"], strict=True):
        if "value" not in result:
            raise SourceError(f"{question.name}: the solution gives {result} for {probe['expression']}")
        probe["expected"] = result["value"]
    mistakes = [
        {"says": says, "gave": seen(fill(question.stub, code))["results"][: len(probes)]}
        for says, code in question.wrong
    ]
    entry = {"setup": setup, "names": names, "kinds": solved["kinds"]}
    entry |= {"probes": probes, "fresh": fresh, "mistakes": mistakes}
    entry |= {"hint": question.key["hint"], "why": question.key["why"], "solution": question.solution}
    for code, outcome, sentence in variants(question):
        verdict = judge(entry, seen(code), grading=True)
        if verdict.outcome != outcome or (sentence and verdict.sentence != sentence):
            raise SourceError(f"{question.name}: this should be {outcome} but is {verdict}:\n{code}")
    return entry


def _see(setup: str, code: str, expressions: list[str], names: list[str]) -> dict:
    """Run the setup and an answer cell afresh and look at the answers."""
    import matplotlib.pyplot as plt

    plt.switch_backend("agg")
    given: dict = {}
    try:
        exec(setup, given)
        scope = dict(given)
        with warnings.catch_warnings(action="ignore"):  # agg has no screen for plt.show()
            exec(code, scope)
    except Exception as error:
        raise SourceError(f"this cell fails ({type(error).__name__}: {error}):\n{code}") from error
    seen = look(expressions, {**scope, **given}, names)
    plt.close("all")
    return seen


def _probe(written: str | tuple[str, str]) -> dict:
    """Read a probe as written: an expression, or an expression and what to call it in a sentence."""
    if isinstance(written, str):
        return {"expression": written}
    return {"expression": written[0], "label": written[1]}


def _literals(source: str) -> dict:
    return {node.targets[0].id: ast.literal_eval(node.value) for node in ast.parse(source).body}


def _without_exercise(setup: str) -> str:
    """Drop the statement that asks for the questions: the rest can run without a key."""
    statements = [node for node in ast.parse(setup).body if "exercise(" not in ast.unparse(node)]
    return "\n".join(map(ast.unparse, statements)) + "\n"


def _blanks(stub: str) -> list[ast.stmt]:
    """Return the statements of a stub that hold a blank."""
    return [
        statement
        for statement in ast.parse(stub).body
        if any(isinstance(node, ast.Name) and node.id == "____" for node in ast.walk(statement))
    ]


def _defined(statement: ast.stmt) -> list[str]:
    if isinstance(statement, ast.FunctionDef):
        return [statement.name]
    return [
        node.id
        for node in ast.walk(statement)
        if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Store)
    ]


def add_arguments(parser: ArgumentParser) -> None:
    """Describe the command line of `python -m kit exercises`."""
    parser.epilog = "Examples:\n  python -m kit exercises\n  python -m kit exercises --solutions solved"
    parser.add_argument("names", nargs="*", metavar="NAME", help="for example 01_read (default: all)")
    parser.add_argument("--solutions", metavar="FOLDER", type=Path, help="also write solved copies there")
    parser.add_argument("--nbgrader", metavar="FOLDER", type=Path, help="also fill an nbgrader course folder")


def main(arguments: Namespace) -> int:
    """Make the files and say which of them changed."""
    need(SOURCES, "exercises")
    sources = {path.stem: path for path in sorted(SOURCES.glob("*.ipynb"))}
    unknown = [name for name in arguments.names if name not in sources]
    if unknown:
        print(f"There is no exercise {unknown[0]}. There are: {', '.join(sources)}")
        return 1
    try:
        for name in arguments.names or sources:
            for path, text in (build(sources[name]) | _copies(sources[name], arguments)).items():
                changed = not path.is_file() or path.read_text(encoding="utf-8") != text
                path.parent.mkdir(parents=True, exist_ok=True)
                path.write_text(text, encoding="utf-8", newline="\n")
                print(f"{path.name}: {'written' if changed else 'unchanged'}")
    except SourceError as error:
        print(error)
        return 1
    return 0


def _copies(source: Path, arguments: Namespace) -> dict[Path, str]:
    """Return what else was asked for: a solved copy, a course folder for nbgrader."""
    files = {}
    if arguments.solutions:
        solved = make_edition(nbformat.read(source, as_version=4), solved=True)
        files[arguments.solutions / source.name] = _text(solved)
    if arguments.nbgrader:
        settings = EDITIONS / "nbgrader_config.py"
        files[arguments.nbgrader / settings.name] = settings.read_text(encoding="utf-8")
        copy_path = arguments.nbgrader / "source" / source.stem / source.name
        files[copy_path] = source.read_text(encoding="utf-8")
    return files
