"""A class as learning platforms and people deliver it: who handed in what, and how each is to be marked.

`CLASS` is one list of students; each delivery writes the same submissions as one platform names them and says
how each student will be called. Every oddity has been seen in real submissions; its label names it.
"""

import io
import json
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import nbformat
from cases import ROOT

from kit.check.solved import read_key
from kit.classroom.exercises.editions import make_edition
from kit.classroom.grading.questions import edition
from kit.classroom.repository import SOURCES

EDITION = edition("01_read")
OTHER = edition("02_clean")
LESSON = json.loads((ROOT / "notebooks" / "01_read.ipynb").read_text(encoding="utf-8"))
SOLVED = json.loads(nbformat.writes(make_edition(nbformat.read(SOURCES / "01_read.ipynb", 4), solved=True)))
SOLVED["metadata"] = EDITION["metadata"]
QUESTIONS = list(read_key("01_read")["questions"])
ALL = ["right"] * len(QUESTIONS)


def changed(change=lambda cells: cells, **answers) -> dict:
    """Return a solved notebook with other code in some answers and `change` applied to its list of cells."""
    notebook = json.loads(json.dumps(SOLVED))
    for cell in notebook["cells"]:
        cell["source"] = answers.get(cell["id"], cell["source"])
    notebook["cells"] = change(notebook["cells"])
    return notebook


def as_colab(cells: list[dict]) -> list[dict]:
    """Return cells as Colab pastes them: without ids and metadata."""
    kept = ("cell_type", "source", "outputs")
    return [{key: cell[key] for key in kept if key in cell} | {"metadata": {}} for cell in cells]


def as_version_3(notebook: dict) -> dict:
    """Return a notebook in nbformat 3, which was written until 2014."""
    cells = [
        {"cell_type": "code", "input": cell["source"], "language": "python"}
        if cell["cell_type"] == "code"
        else {"cell_type": "markdown", "source": cell["source"]}
        for cell in notebook["cells"]
    ]
    return {"nbformat": 3, "metadata": {"name": ""}, "worksheets": [{"cells": cells}]}


def data(content) -> bytes:
    """Return the bytes of a file that holds bytes, a text or a notebook."""
    if isinstance(content, bytes):
        return content
    return (content if isinstance(content, str) else json.dumps(content)).encode()


def zipped(**files) -> bytes:
    """Return a zip of files by name, in which "__" stands for "/"."""
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in files.items():
            archive.writestr(name.replace("__", "/"), data(content))
    return made.getvalue()


def with_picture() -> dict:
    """Return a solved notebook with 12 MB of pictures."""
    notebook = changed()
    picture = {
        "output_type": "display_data",
        "data": {"image/png": "iVBORw0KGgo" * 1_100_000},
        "metadata": {},
    }
    notebook["cells"][1]["outputs"] = [picture]
    return notebook


MISNAMED = "def lost_brakes(text):\n    return 0"
WORD = zipped(word__document="<w>")
NB = json.dumps(SOLVED)


@dataclass
class Handed:
    """One student's files by name, an outcome for each question, and a text that the feedback must hold."""

    files: dict[str, object]
    outcomes: list[str]
    says: str = ""


def one(content, outcomes=ALL, says="", name="01_read.ipynb") -> Handed:
    return Handed({name: content}, outcomes, says)


UNREADABLE, MISSING = ["unreadable"] * len(QUESTIONS), ["missing"] * len(QUESTIONS)
CLASS = {
    "Layla Hassan": one(SOLVED),
    "Omar Saleh": one(EDITION, ["not attempted"] * len(QUESTIONS)),
    "ليلى حسن": one(changed(q1="in_utf8 = in_windows_1256 = 3"), ["known mistake", *ALL[1:]]),
    "Zoë Müller": one(SOLVED, name="01_read (1).ipynb"),
    "علی می\u200cخواهم": one(SOLVED),
    "Huda Karim": Handed(
        {"01_read.ipynb": changed(q1="x = 1"), "01_read (2).ipynb": SOLVED}, ALL, "the latest of 2 files"
    ),
    "Sami Nasser": one(
        zipped(home__sami__01_read=b"?", **{"home__sami__01_read.ipynb": SOLVED}), name="work.zip"
    ),
    "Rana Aziz": one(zipped(**{"a__b.zip": zipped(**{"01_read.ipynb": SOLVED})}), name="work.zip"),
    "Mac User": one(
        zipped(**{"01_read.ipynb": SOLVED, "__MACOSX__._01_read.ipynb": b"\0", ".DS_Store": b"x"}),
        name="Archiv.zip",
    ),
    "Py File": one("import re\nx = 1\n", UNREADABLE, "a Python file", "01_read.py"),
    "Html Page": one("<!DOCTYPE html><p>In [1]", UNREADABLE, "a web page", "01_read.html"),
    "Pdf Print": one(b"%PDF-1.7 ...", UNREADABLE, "a PDF", "01_read.pdf"),
    "Word File": one(WORD, UNREADABLE, "a Word or Office file", "01_read.docx"),
    "Rar File": one(b"Rar!\x1a\x07", UNREADABLE, "a RAR archive", "01_read.rar"),
    "Safari User": one(SOLVED, name="01_read.ipynb.download"),
    "Half Download": one(NB[: len(NB) // 2], UNREADABLE, "cut off", "01_read.ipynb.download"),
    "Text Ending": one(SOLVED, name="01_read.ipynb.txt"),
    "Lesson Instead": one(LESSON, MISSING, "this is lesson 01_read"),
    "Wrong Exercise": one(OTHER, MISSING, "this is exercise 02_clean"),
    "Both Exercises": Handed({"a.ipynb": OTHER, "b.ipynb": SOLVED, "c.ipynb": OTHER}, ALL),
    "Utf Sixteen": one(NB.encode("utf-16"), says="UTF-16"),
    "Old Format": one(as_version_3(SOLVED), says="nbformat 3"),
    "Cut Off": one(NB[:-100], UNREADABLE, "cut off"),
    "Dot Folder": Handed({".hidden/01_read.ipynb": SOLVED}, ALL),
    "Big Pictures": one(with_picture(), says="without its pictures"),
    "Colab User": one(changed(as_colab), says="found by the names they define"),
    "Lost Brakes": one(changed(q4=MISNAMED), [*ALL[:3], "wrong", *ALL[4:]]),
    "Empty File": one("", UNREADABLE, "the file is empty"),
    "Nothing At All": Handed({}, MISSING, "No file was handed in"),
    "Mailed Rival": one(
        zipped(**{"Layla Hassan_101_assignsubmission_file___x.ipynb": EDITION}),
        ["not attempted"] * len(QUESTIONS),
        name="x.zip",
    ),
    "Attempt Name": one(
        EDITION, ["not attempted"] * len(QUESTIONS), name="E_u0_attempt_2026-11-29-10-15-00_x.ipynb"
    ),
}


def write(path: Path, content) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(data(content))


def moodle(folder: Path) -> dict[str, str]:
    """Write the class as Moodle does, a folder for each student; return how each will be called."""
    for number, (name, handed) in enumerate(CLASS.items(), 101):
        top = folder / f"{name}_{number}_assignsubmission_file_"
        top.mkdir(parents=True)
        for file, content in handed.files.items():
            write(top / file, content)
    return {name: name for name in CLASS}


def moodle_flat(folder: Path) -> dict[str, str]:
    """Write it as Moodle does without folders, where a student who handed in nothing is missing."""
    for number, (name, handed) in enumerate(CLASS.items(), 101):
        for file, content in handed.files.items():
            write(folder / f"{name}_{number}_assignsubmission_file_{file.rpartition('/')[2]}", content)
    return {name: name for name, handed in CLASS.items() if handed.files}


def canvas(folder: Path) -> dict[str, str]:
    """Write it as Canvas does: names in small letters, the word LATE, numbers."""
    called = {}
    for at, (name, handed) in enumerate(CLASS.items()):
        called[name] = "".join(letter for letter in name.lower() if letter.isalnum())
        late = "_LATE" if at % 7 == 3 else ""
        for upload, (file, content) in enumerate(handed.files.items()):
            last = file.rpartition("/")[2].replace(" (", "-").replace(")", "")
            write(folder / f"{called[name]}{late}_{9000 + at}_{70000 + 10 * at + upload}_{last}", content)
    return {name: called[name] for name, handed in CLASS.items() if handed.files}


def blackboard(folder: Path) -> dict[str, str]:
    """Write it as Blackboard does: user names with underscores, attempts, a receipt for each student."""
    for at, handed in enumerate(CLASS.values()):
        start = f"Exercise 1_u{at}_{at % 3}_attempt_2026-11-22-10-15-{at % 60:02}"
        write(folder / f"{start}.txt", f"Name: ? (u{at})\nFiles: {len(handed.files)}\n")
        for file, content in handed.files.items():
            write(folder / f"{start}_{file.rpartition('/')[2]}", content)
    return {name: f"u{at}_{at % 3}" for at, name in enumerate(CLASS)}


def classroom(folder: Path) -> dict[str, str]:
    """Write it as Google Classroom does: a Drive folder with one file "Name - title" for each student."""
    called = {}
    for name, handed in CLASS.items():
        if len(handed.files) == 1 and not name.startswith(("Dot", "Attempt")):
            [(file, content)] = handed.files.items()
            ending = file[file.index(".") :] if "." in file else ""
            write(folder / f"{name} - Exercise 1{ending}", content)
            called[name] = name
    return called


def mail(folder: Path) -> dict[str, str]:
    """Write it as somebody saves it from mail: a folder for each student."""
    for name, handed in CLASS.items():
        (folder / name).mkdir(parents=True)
        for file, content in handed.files.items():
            write(folder / name / file, content)
    return {name: name for name in CLASS}


def sections(folder: Path) -> dict[str, str]:
    """Write it as two sections, each with its students' folders."""
    for at, (name, handed) in enumerate(CLASS.items()):
        top = folder / f"Section {at % 2 + 1}" / name
        top.mkdir(parents=True)
        for file, content in handed.files.items():
            write(top / file, content)
    return {name: name for name in CLASS}


def whole_zip(folder: Path) -> dict[str, str]:
    """Write Moodle's zip as it is downloaded, not unpacked."""
    inner = folder.with_name(f"{folder.name}-unpacked")
    called = moodle(inner)
    folder.mkdir()
    with zipfile.ZipFile(folder / "Arabic-Exercise 1-2209.zip", "w") as made:
        for path in sorted(inner.rglob("*")):
            made.write(path, path.relative_to(inner).as_posix())
    return called


def every_file(folder: Path) -> Iterator[str]:
    """Yield the path of each file below a folder."""
    for path in folder.rglob("*"):
        if path.is_file() or path.is_symlink():
            yield path.relative_to(folder).as_posix()


DELIVERIES = [moodle, moodle_flat, canvas, blackboard, classroom, mail, sections, whole_zip]
