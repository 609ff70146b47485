"""Remember which exercise questions are solved: in the student's work folder, or else in the home folder."""

import contextlib
import json
import os
from pathlib import Path
from typing import Any

from kit.check.source import names_given
from kit.data import path_of_data, read_json
from kit.language import language, say
from kit.read.folders import work_folder

__all__ = ["exercise_title", "key_names", "note_solved", "read_key", "solved_questions"]

HOME = ".arabic-text-kit"  # a folder in the student's home


def _place() -> Path:
    """Return the folder for progress.json: KIT_WORK, the course's work folder, or a folder in the home.

    A hub has no work folder: it pulls the lessons, and nbgrader puts each exercise into the home folder.
    """
    folder = work_folder()
    if folder and (os.environ.get("KIT_WORK") or (folder.parent / "start.py").is_file()):
        return folder
    return Path(os.environ.get("KIT_WORK") or os.path.expanduser(f"~/{HOME}"))  # noqa: PTH111 (cannot fail)


def key_names() -> list[str]:
    """Return the names of all exercises, in the order of the lessons.

    >>> key_names()[0]
    '00_start'
    """
    return sorted(path.stem for path in path_of_data("exercises").glob("*.json"))


def exercise_title(exercise: str) -> str:
    """Return the number and the title of an exercise, which are also those of its lesson.

    >>> exercise_title("01_read")
    '01 · Read'
    """
    number, _, name = exercise.partition("_")
    return f"{number} · {say(name.capitalize())}"


def read_key(name: str) -> dict[str, Any]:
    """Return the key of one exercise: for each question the setup, the expected answers and the help.

    One key serves all languages; its sentences come in the current language, or else in English.

    >>> read_key("00_start")["questions"]["q1"]["names"]
    ['characters']
    """
    key: dict[str, Any] = read_json(f"exercises/{name}.json")
    said: dict[str, dict[str, str]] = {}
    with contextlib.suppress(FileNotFoundError):
        said = read_json(f"languages/{language()}/exercises/{name}.json")
    asked = {
        name: label
        for label, question in key["questions"].items()
        for name in [*question.get("shown", []), *question.get("kept", []), *question["names"]]
    }
    given = sorted(names_given(key["setup"]))
    for label, question in key["questions"].items():
        question["setup"] = key["setup"] + question["helpers"]
        question |= {"given": given, "asked": {name: at for name, at in asked.items() if at != label}}
        _put(said.get(label, {}), question)
    return key


def _put(said: dict[str, str], question: dict[str, Any]) -> None:
    """Replace the English sentences in a question's key; `said` maps each of them to its translation."""
    mistakes, probes = question["mistakes"], question["probes"]
    places = [(question, "hint"), (question, "why"), *((each, "says") for each in mistakes)]
    for place, field in [*places, *((probe, "label") for probe in probes if "label" in probe)]:
        place[field] = said.get(place[field], place[field])


def solved_questions() -> dict[str, list[str]]:
    """Return the names of the solved questions by exercise.

    >>> type(solved_questions())
    <class 'dict'>
    """
    try:
        data = json.loads((_place() / "progress.json").read_text(encoding="utf-8"))
        return {str(name): sorted(map(str, questions)) for name, questions in data.items()}
    except (OSError, ValueError, AttributeError, TypeError):
        return {}  # A file that is damaged or not ours must not stop a check.


def note_solved(exercise: str, question: str) -> None:
    """Note that a question is solved, and do nothing if the folder cannot be written to.

    >>> from tempfile import TemporaryDirectory
    >>> from unittest.mock import patch
    >>> with TemporaryDirectory() as folder, patch.dict(os.environ, KIT_WORK=folder):
    ...     note_solved("01_read", "q3")
    ...     solved_questions()
    {'01_read': ['q3']}
    """
    folder, done = _place(), solved_questions()
    if question in done.get(exercise, []) or os.environ.get(
        "NBGRADER_EXECUTION"
    ):  # Runs by an instructor or nbgrader are not a student's progress.
        return
    done[exercise] = sorted([*done.get(exercise, []), question])
    part = folder / f"progress.json.{os.getpid()}"
    with contextlib.suppress(OSError):
        if folder.name == HOME:
            folder.mkdir(exist_ok=True)
        part.write_text(json.dumps(done, indent=1, sort_keys=True) + "\n", encoding="utf-8")
        part.replace(folder / "progress.json")  # In one step, so that no notebook reads half a file.
    with contextlib.suppress(OSError):
        part.unlink(missing_ok=True)
