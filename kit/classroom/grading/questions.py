"""The questions of an exercise as the instructor set them."""

import json
from dataclasses import dataclass
from typing import Any

from kit.check.solved import read_key
from kit.classroom.report import WRAPPED
from kit.classroom.repository import EXERCISES, ROOT, edition_name
from kit.language import language


@dataclass(frozen=True)
class SetQuestion:
    """A question as the instructor set it."""

    name: str
    heading: str
    task: str
    stub: str
    points: float
    look: str  # the code to look at just above the answer
    looks: list[str]  # all such code from the first question down to this one
    key: dict[str, Any]


def edition(name: str) -> dict[str, Any]:
    """Return the student edition of an exercise, in the current language or else in English.

    >>> edition("01_read")["metadata"]["kit"]["exercise"]
    '01_read'
    """
    path = ROOT / language() / EXERCISES.name / edition_name(name)
    place = path if path.is_file() else EXERCISES / edition_name(name)
    notebook: dict[str, Any] = json.loads(place.read_text(encoding="utf-8"))
    return notebook


def read_exercise(exercise: str) -> tuple[str, dict[str, SetQuestion]]:
    """Return an exercise's version and its questions: from the key and the student edition."""
    key = read_key(exercise)
    cells = {cell["id"]: cell for cell in edition(exercise)["cells"]}
    questions: dict[str, SetQuestion] = {}
    looks: list[str] = []
    for name, entry in key["questions"].items():
        heading, _, task = WRAPPED.sub(r"\3", "".join(cells[f"{name}-task"]["source"])).partition("\n")
        look = "".join(cells[f"{name}-look"]["source"]) if f"{name}-look" in cells else ""
        looks = [*looks, look]
        points = cells[f"{name}-check"]["metadata"]["nbgrader"]["points"]
        stub = "".join(cells[name]["source"])
        questions[name] = SetQuestion(
            name, heading.lstrip("# "), task.strip(), stub, points, look, looks, entry
        )
    return key["version"], questions


def preparation(questions: dict[str, SetQuestion]) -> dict[str, dict[str, Any]]:
    """Return what a sandbox has to prepare: set-ups and given cells, without any expected values."""
    names = list(questions)
    return {
        name: {"setup": question.key["setup"], "looks": question.looks, "others": names}
        for name, question in questions.items()
    }
