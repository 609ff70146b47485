"""Find what has to be translated: the parts of a lesson, an exercise or a document, by their ids."""

import ast
import io
import re
import tokenize
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import nbformat
from nbformat import NotebookNode

from kit.check.protocol import read_probe
from kit.classroom.exercises.sources import SAYS, read_source, split_answer
from kit.classroom.report import LINKS
from kit.classroom.repository import SOURCES

HEADING = re.compile(r"^(#{1,6}) (.+)$")
FENCE = re.compile(r"^\s*(```|~~~)")
LESSONS_OF_INSTRUCTORS = "lesson-by-lesson"  # Of INSTRUCTORS.md only this section has to be translated.


@dataclass(frozen=True)
class Part:
    """A piece of English text to be translated."""

    text: str
    kind: str = "prose"  # The other kinds are "code" and "sentence".
    needed: bool = True


def parts_of(path: Path, text: str) -> dict[str, Part]:
    """Return the parts of a file of the English edition from its present or an earlier text.

    >>> list(parts_of(Path("notebooks/glossary.md"), "# Glossary"))
    ['glossary']
    """
    if path.suffix == ".md":
        return parts_of_document(text, partly=path.name == "INSTRUCTORS.md")
    notebook = nbformat.reads(text, as_version=4)
    return parts_of_exercise(notebook) if path.parent == SOURCES else parts_of_lesson(notebook)


def parts_of_lesson(notebook: NotebookNode) -> dict[str, Part]:
    """Return the cells of a lesson; a code cell has to be translated only if it has a comment in words."""
    return {
        cell.id: _cell(cell.cell_type, cell.source)
        for cell in notebook.cells
        if LINKS not in cell.metadata.get("tags", [])
    }


def parts_of_exercise(source: NotebookNode) -> dict[str, Part]:
    """Return the cells of an exercise's student edition, and the sentences of its key."""
    parts: dict[str, Part] = {}
    _, questions = read_source(source)
    by_name = {question.name: question for question in questions}
    for cell in source.cells:
        tags, name = cell.metadata.get("tags", []), cell.id.partition("-")[0]
        if "key" in tags:
            parts |= {f"{cell.id}.{part}": text for part, text in _sentences(by_name[name].key)}
        elif "wrong" in tags:
            if says := SAYS.match(cell.source):
                parts[f"{cell.id}.says"] = Part(says[1].replace("\n# ", " "), "sentence")
        elif "alternative" not in tags:
            parts[cell.id] = _cell(cell.cell_type, split_answer(cell.source)[0])
    return parts


def parts_of_document(text: str, *, partly: bool = False) -> dict[str, Part]:
    r"""Return the sections of a Markdown file, each with its heading, by an id made from the heading.

    If the file is `partly` translated, only the section on the lessons and those below it are needed.

    >>> list(parts_of_document("# A\n\nb\n\n## 1. Read (50 minutes)\n\nc\n"))
    ['a', '1-read']
    """
    parts: dict[str, Part] = {}
    needed, depth = not partly, 0
    for level, title, section in _sections(text):
        name = re.sub(r"\W+", "-", re.sub(r"\(.*?\)", "", title).lower()).strip("-")
        if partly and (name == LESSONS_OF_INSTRUCTORS or level <= depth):
            needed = name == LESSONS_OF_INSTRUCTORS
            depth = level if needed else 0
        parts[name] = Part(section, needed=needed)
    return parts


def _sections(text: str) -> Iterator[tuple[int, str, str]]:
    """Yield each section's level, title and text; text above the first heading belongs to its section."""
    fenced, head = False, (1, "top")
    lines: list[str] = []
    for line in text.splitlines():
        fenced ^= bool(FENCE.match(line))
        if (heading := HEADING.match(line)) and not fenced:
            if any(map(str.strip, lines)):
                yield *head, "\n".join(lines).strip()
                lines = []
            head = (len(heading[1]), heading[2])
        lines.append(line)
    yield *head, "\n".join(lines).strip()


def _cell(kind: str, source: str) -> Part:
    return Part(source, "code", has_words(source)) if kind == "code" else Part(source)


def _sentences(key: dict[str, Any]) -> Iterator[tuple[str, Part]]:
    yield "hint", Part(key["hint"], "sentence")
    yield "why", Part(key["why"], "sentence")
    for number, written in enumerate(key["probes"], 1):
        label = read_probe(written).get("label", "")
        if re.search("[A-Za-z]", re.sub("`[^`]*`", "", label)):
            yield f"label-{number}", Part(label, "sentence")


def has_words(code: str) -> bool:
    """Say whether code has a comment in words, and not only lines of code that are commented out.

    >>> has_words("n = 3  # change the 3"), has_words("# q1.hint()"), has_words("n = 3")
    (True, False, False)
    """
    return any(re.search("[A-Za-z]{2}", said) and not _is_code(said) for said in _comments(code))


def _comments(code: str) -> list[str]:
    try:
        tokens = list(tokenize.generate_tokens(io.StringIO(code).readline))
    except (tokenize.TokenError, SyntaxError):
        return []
    return [token.string.lstrip("# ") for token in tokens if token.type == tokenize.COMMENT]


def _is_code(text: str) -> bool:
    try:
        return bool(ast.parse(text).body)
    except SyntaxError:
        return False
