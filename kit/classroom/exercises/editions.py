"""Make the files that come from a source notebook: the student edition, the key, a solved copy."""

import copy
import json
from pathlib import Path

import nbformat
from nbformat import NotebookNode

from kit.classroom.exercises.keys import make_key
from kit.classroom.exercises.sources import SourceError, fill, read_source, split_answer
from kit.classroom.repository import EXERCISES, KEYS, edition_name

DROPPED = {"key", "wrong", "alternative"}  # Students do not get cells with these tags.


def build(source: Path) -> dict[Path, str]:
    """Return the files to be made from one source notebook, each path with its text.

    Raises:
        SourceError: the source breaks a rule of exercises/README.md.
    """
    notebook = nbformat.read(source, as_version=4)
    try:
        key = make_key(*read_source(notebook))
    except SourceError as error:
        raise SourceError(f"{source.name}: {error}") from None
    edition = make_edition(notebook)
    edition.metadata["kit"] = {"exercise": source.stem, "version": key["version"]}
    return {
        EXERCISES / edition_name(source.stem): notebook_text(edition),
        KEYS / f"{source.stem}.json": json.dumps(key, ensure_ascii=False, indent=1) + "\n",
    }


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


def notebook_text(notebook: NotebookNode) -> str:
    """Return a notebook as the text of its file."""
    return str(nbformat.writes(notebook, indent=1, ensure_ascii=False)) + "\n"
