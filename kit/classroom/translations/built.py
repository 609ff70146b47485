"""Make a language's edition: lessons, exercises and documents, the sentences of its keys, its messages."""

import hashlib
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import nbformat
from nbformat import NotebookNode
from nbformat.v4 import new_markdown_cell

from kit.classroom.exercises.editions import notebook_text
from kit.classroom.exercises.sources import read_source
from kit.classroom.report import LINKS
from kit.classroom.repository import EXERCISES, LESSONS, ROOT, SOURCES, edition_name, languages_here
from kit.classroom.translations.blocks import Block
from kit.classroom.translations.english import Part
from kit.classroom.translations.messages import compiled, native_name, read_catalogue
from kit.classroom.translations.pages import document, in_words, led, wrapped
from kit.classroom.translations.sources import Source, sources_of
from kit.language import to_say

ELSEWHERE = to_say("This lesson in another language:")


def build_edition(folder: Path) -> dict[str, bytes]:
    """Return the files of a language's edition by path; a lesson keeps its saved outputs."""
    language = folder.name
    written = {_place(source, language): source for source in sources_of(folder) if source.path.is_file()}
    files: dict[str, str] = {}
    for place, source in written.items():
        blocks = source.blocks()
        if source.english.suffix == ".md":
            at = source.english.parent.relative_to(ROOT).as_posix()
            text = led(document(source.parts, blocks), language, place=at, made=written)
            files[place] = wrapped(text, language) + "\n"
        elif source.english.parent == LESSONS:
            lesson = in_words(_read(source.english), blocks, language, place="notebooks", made=written)
            _link_editions(lesson, source.english.stem, folder)
            files[place] = notebook_text(_with_outputs(lesson, ROOT / place))
        else:
            edition = _read(EXERCISES / edition_name(source.english.stem))
            files[place] = notebook_text(in_words(edition, blocks, language, place="exercises", made=written))
            said = of_key(_read(source.english), source.parts, blocks)
            text = json.dumps(said, ensure_ascii=False, indent=1) + "\n"
            files[f"kit/data/languages/{language}/exercises/{source.english.stem}.json"] = text
    if any(place.startswith(f"{language}/notebooks/") for place in files):
        strict = LESSONS / "conftest.py"  # It makes nbval as strict as it is for the English lessons.
        files[f"{language}/notebooks/conftest.py"] = strict.read_text(encoding="utf-8")
    made = {place: text.encode() for place, text in files.items()}
    if (folder / "kit.po").is_file():
        made[f"kit/data/languages/{language}/LC_MESSAGES/kit.mo"] = compiled(folder)
    return made


def english_lessons() -> dict[str, bytes]:
    """Return the English lessons by path, each with links to its other editions."""
    files = {}
    for path in sorted(LESSONS.glob("[0-9]*.ipynb")):
        lesson = _read(path)
        _link_editions(lesson, path.stem)
        files[path.relative_to(ROOT).as_posix()] = notebook_text(lesson).encode()
    return files


def of_key(
    source: NotebookNode, parts: dict[str, Part], blocks: dict[str, Block]
) -> dict[str, dict[str, str]]:
    """Return, for each question, the translation of each English sentence in its key."""
    said: dict[str, dict[str, str]] = {question.name: {} for question in read_source(source)[1]}
    for name, part in parts.items():
        if part.kind == "sentence" and name in blocks:
            said[name.partition("-")[0]][part.text] = blocks[name].text
    return said


def gone(folder: Path, made: dict[str, bytes]) -> list[str]:
    """Return the files in a language's edition that are no longer built from anything."""
    places = [
        f"{folder.name}/**/*.ipynb",
        f"{folder.name}/**/*.md",
        f"{folder.name}/**/*.py",
        f"kit/data/languages/{folder.name}/**/*.*",
    ]
    there = {path.relative_to(ROOT).as_posix() for place in places for path in ROOT.glob(place)}
    return sorted(place for place in there - made.keys() if ".ipynb_checkpoints" not in place)


def without_outputs(notebook: bytes) -> dict[str, Any]:
    """Return a notebook as data without outputs, for comparison."""
    content: dict[str, Any] = json.loads(notebook)
    for cell in content["cells"]:
        if cell["cell_type"] == "code":
            cell.update(outputs=[], execution_count=None)
    return content


def _place(source: Source, language: str) -> str:
    if source.english.parent == SOURCES:
        return f"{language}/exercises/{edition_name(source.english.stem)}"
    return f"{language}/{source.english.relative_to(ROOT).as_posix()}"


def _read(path: Path) -> NotebookNode:
    notebook: NotebookNode = nbformat.read(path, as_version=4)
    return notebook


def _with_outputs(lesson: NotebookNode, saved: Path) -> NotebookNode:
    """Return a lesson with the outputs that its edition saved for the same code, in its own language."""
    cells = {cell.id: cell for cell in _read(saved).cells} if saved.is_file() else {}
    for cell in lesson.cells:
        if cell.cell_type == "code":
            cell.outputs, cell.execution_count = [], None
            before = cells.get(cell.id)
            if before and before.source == cell.source:
                cell.outputs, cell.execution_count = before.outputs, before.execution_count
    return lesson


def _link_editions(lesson: NotebookNode, name: str, folder: Path | None = None) -> None:
    """Put links to a lesson's other editions below its head, in a cell that keeps its id."""
    links = list(_links(name, folder))
    there = [cell for cell in lesson.cells if LINKS in cell.metadata.get("tags", [])]
    if not links:
        lesson.cells = [cell for cell in lesson.cells if cell not in there]
        return
    if not there:
        mark = hashlib.sha256(f"{LINKS} {name}".encode()).hexdigest()[:6]
        cell = new_markdown_cell("", id=f"{name[:2]}-{mark}", metadata={"tags": [LINKS]})
        lesson.cells.insert(1, cell)
        there = [cell]
    says = (folder and read_catalogue(folder).get(ELSEWHERE)) or None
    text = f"{(says and says.string) or ELSEWHERE} {' · '.join(links)}"
    there[0].source = wrapped(text, folder.name) if folder else text


def _links(name: str, folder: Path | None) -> Iterator[str]:
    up = "../.." if folder else ".."
    if folder:
        yield f"[{native_name('en')}]({up}/notebooks/{name}.ipynb)"
    for other in languages_here():
        if other != folder and (other / "notebooks" / f"{name}.md").is_file():
            yield f"[{native_name(other.name)}]({up}/{other.name}/notebooks/{name}.ipynb)"
