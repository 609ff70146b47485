"""Read the cells of a notebook from a file in any of the forms in which students send it, or say why not.

No code of a submission runs here.
"""

import json
import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import cache
from typing import Any

from kit.classroom.grading.files import UnreadableError
from kit.classroom.repository import every_lesson
from kit.language import languages

LARGEST = 10_000_000  # the most bytes of a notebook without its pictures
PICTURE = 1000  # This many characters of base64 in a row are a picture and not an answer.
KINDS = [  # how other kinds of file begin, and what to call them
    (b"%PDF", "a PDF"),
    (b"PK\3\4", "a Word or Office file"),
    (b"\xd0\xcf\x11\xe0", "an old Word or Office file"),
    (b"Rar!", "a RAR archive"),
    (b"7z\xbc\xaf", "a 7z archive"),
    (b"\x1f\x8b", "a gzip archive"),
    (b"BZh", "a bzip2 archive"),
    (b"\xfd7zXZ", "an xz archive"),
    (b"L\0\0\0", "a Windows shortcut"),
    (b"\x89PNG", "a picture"),
    (b"\xff\xd8\xff", "a picture"),
    (b"<", "a web page"),
    (b'{"url"', "a link to a file elsewhere"),
    (b'{"doc_id"', "a link to a file elsewhere"),
    (b"{\\rtf", "a text with formatting (RTF)"),
    (b"[InternetShortcut]", "a link to a file elsewhere"),
    *((bytes([0, 0, 0, size]) + b"ftyp", "a picture or a film") for size in range(16, 64, 4)),
]
ENCODINGS = [  # encodings, each with the first bytes of a notebook in it
    (b"\xff\xfe\0\0", "utf-32"),
    (b"\0\0\xfe\xff", "utf-32"),
    (b"\xff\xfe", "utf-16"),
    (b"\xfe\xff", "utf-16"),
    (b"{\0\0\0", "utf-32-le"),
    (b"{\0", "utf-16-le"),
    (b"\0{", "utf-16-be"),
]
EMPTY = "the file is empty"
PLACEHOLDER = "it is only a placeholder: the file itself was not downloaded"
NO_NOTEBOOK = "it is not a notebook, or a broken one"
# A page or a text that only leads to another place, as Canvas, macOS and students themselves make them.
LINK = re.compile(
    r"""https?://\S+$|<\?xml[^<]*<!DOCTYPE plist|(?:<[^>]*>|\s)*<meta http-equiv=["']?refresh""",
    re.IGNORECASE,
)
MAIL = re.compile(r"(?:From|To|Date|Subject|Received|Return-Path|Delivered-To|MIME-Version|X-[\w-]+): ")
PYTHON = re.compile(r"^(?:#!|# coding|# In\[|import |from \w+ import |def |\w+ = )", re.MULTILINE)


@dataclass(frozen=True)
class HandedCell:
    """A cell of a submitted notebook."""

    id: str
    kind: str
    source: str


@dataclass
class Notebook:
    """A submitted notebook: its cells, the exercise and language it names, and notes on how it was read."""

    cells: list[HandedCell]
    exercise: str = ""
    version: str = ""
    language: str = "en"
    notes: list[str] = field(default_factory=list)


def read_notebook(data: bytes) -> Notebook:
    """Return the notebook in a file, or raise `UnreadableError`.

    >>> read_notebook(b'{"cells": [{"id": "q1", "cell_type": "code", "source": ["x = ", "1"]}]}').cells
    [HandedCell(id='q1', kind='code', source='x = 1')]
    """
    notes: list[str] = []
    if not data.strip():
        raise UnreadableError(EMPTY)
    if len(data) > LARGEST:
        data = _without_pictures(data)
        notes.append("larger than 10 MB: marked without its pictures")
        if len(data) > LARGEST:
            raise UnreadableError(f"it is larger than {LARGEST // 1_000_000} MB, even without its pictures")
    text = _decoded(data, notes)
    try:
        whole = json.loads(text)
        cells = _readable(_cells(whole, notes), notes)
    except json.JSONDecodeError as error:
        raise UnreadableError(_what_else(data, text, error)) from None
    except (ValueError, RecursionError, TypeError, KeyError, AttributeError, MemoryError):
        raise UnreadableError(_what_else(data, "", None)) from None
    metadata = whole.get("metadata")
    exercise, version = _exercise(metadata, cells)
    return Notebook(cells, exercise, version, _language(metadata, cells), notes)


def lesson_of(notebook: Notebook) -> str:
    """Return the name of the lesson if a notebook is one, or else "".

    >>> lesson_of(Notebook([HandedCell("", "markdown", "# Exercise 01 · Read")]))
    ''
    """
    prose = next((cell.source for cell in notebook.cells if cell.kind == "markdown"), "")
    return _lesson_titles().get(_title(prose), "")


@cache
def _lesson_titles() -> dict[str, str]:
    titles = {}
    for path in every_lesson():
        first = json.loads(path.read_text(encoding="utf-8"))["cells"][0]
        titles[_title("".join(first["source"]))] = path.stem
    return titles


def _title(prose: str) -> str:
    """Return the first line of a cell after the <div> for its language."""
    return next((line.strip() for line in prose.splitlines() if line.strip() and line[0] != "<"), "")


def _without_pictures(data: bytes) -> bytes:
    """Drop long runs of base64, which are a notebook's pictures."""
    return re.sub(rb"(?<![A-Za-z0-9+/=])[A-Za-z0-9+/=]{%d,}" % PICTURE, b"", data)


def _decoded(data: bytes, notes: list[str]) -> str:
    for start, encoding in ENCODINGS:
        if data.startswith(start):
            notes.append(f"saved as {encoding[:6].upper()} instead of UTF-8")
            return data.decode(encoding, "replace")
    try:
        return data.decode("utf-8-sig").lstrip("\ufeff")
    except UnicodeDecodeError:
        text = data.decode("utf-8-sig", "replace")
    damaged = text.count("\ufffd")
    if sum(letter > "\x7f" for letter in text) > 2 * damaged:
        notes.append("some of its letters are damaged")  # It is in UTF-8 for the most part.
        return text
    text = data.decode("cp1256")  # Each byte is a letter of it.
    try:
        json.loads(text)
    except (ValueError, RecursionError):
        raise UnreadableError(_what_else(data, "", None)) from None
    notes.append("saved as windows-1256 instead of UTF-8: look at its letters")
    return text


def _what_else(data: bytes, text: str, error: json.JSONDecodeError | None) -> str:
    """Say what a file is that is not a notebook."""
    start = data.lstrip()[:20]
    readable = data[:5000].decode("utf-8-sig", "replace").strip()
    if not data.strip(b"\0"):
        return "it holds nothing but zeros: it was damaged on its way"
    if readable.startswith("version https://git-lfs."):
        return PLACEHOLDER
    if LINK.match(readable):
        return "it is a link to a file elsewhere, not a notebook"
    if data[257:262] == b"ustar":
        return "it is a tar archive, not a notebook or a zip"
    kind = next((kind for magic, kind in KINDS if start.startswith(magic)), None)
    if kind:
        return f"it is {kind}, not a notebook" + (" or a zip" if "archive" in kind else "")
    if MAIL.match(readable):
        return "it is an e-mail, not a notebook: save what is attached to it"
    if text.lstrip().startswith("{") and error:
        at_end = error.pos >= len(text.rstrip()) - 1 and not text.rstrip().endswith("}")
        if at_end or "Unterminated" in error.msg:
            return "the notebook is cut off: it is not a whole file"
        if error.msg == "Extra data":
            return "something stands after the end of the notebook, perhaps a second one"
    if re.search(r"^(?:<{7}|>{7}) ", text[:LARGEST], re.MULTILINE):
        return "Git has marked a conflict in it: two versions stand in one file"
    if text.lstrip().startswith("{"):
        return "it is a damaged notebook"
    if PYTHON.search(readable):
        return "it is a Python file, not a notebook: ask for the .ipynb"
    return NO_NOTEBOOK


def _cells(whole: Any, notes: list[str]) -> Iterable[dict[str, Any]]:
    """Return the raw cells, which are inside worksheets in nbformat 3 (until 2014)."""
    if "cells" not in whole and isinstance(whole.get("worksheets"), list):
        notes.append("an old notebook (nbformat 3)")
        return [cell for sheet in whole["worksheets"] for cell in sheet["cells"]]
    return list(whole["cells"])


def _readable(raw: Iterable[Any], notes: list[str]) -> list[HandedCell]:
    """Return the cells that can be read: a damaged one does not cost the others, unless none is whole."""
    cells, damaged, last = [], 0, None
    for one in raw:
        try:
            cells.append(_cell(one))
        except (ValueError, TypeError, KeyError, AttributeError) as error:
            damaged, last = damaged + 1, error
    if last and not any(cell.source for cell in cells):
        raise last
    if damaged:
        notes.append(f"{damaged} of its cells could not be read")
    return cells


def _cell(raw: dict[str, Any]) -> HandedCell:
    source = raw["input"] if "input" in raw and "source" not in raw else raw["source"]
    if not isinstance(source, str | list):
        raise TypeError(source)
    metadata = raw.get("metadata")
    nbgrader = metadata.get("nbgrader") if isinstance(metadata, dict) else None
    grade_id = nbgrader.get("grade_id") if isinstance(nbgrader, dict) else None
    return HandedCell(str(grade_id or raw.get("id") or ""), str(raw.get("cell_type") or ""), "".join(source))


def _language(metadata: Any, cells: list[HandedCell]) -> str:
    """Return the language of a notebook from its metadata, or else from the <div> in its prose."""
    said = metadata.get("kit") if isinstance(metadata, dict) else None
    prose = next((cell.source for cell in cells if cell.kind == "markdown"), "")
    marked = re.match(r'<div dir="\w+" lang="(\w+)">', prose)
    wanted = (said.get("language") if isinstance(said, dict) else None) or (marked[1] if marked else "en")
    return wanted if wanted in languages() else "en"


def _exercise(metadata: Any, cells: list[HandedCell]) -> tuple[str, str]:
    """Return the exercise in a notebook's metadata and its version; "" for what is missing."""
    try:
        said = metadata["kit"]
        return str(said["exercise"]), str(said["version"])
    except (KeyError, TypeError):
        for cell in cells:
            called = re.search(r"""\bexercise\(["'](\w{1,80})["']\)""", cell.source)
            if called:
                return called[1], ""
        return "", ""
