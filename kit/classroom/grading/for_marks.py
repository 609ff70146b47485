"""Make an edition for marks: the students' key lacks the solutions and some probes, which your key has.

`python -m kit exercises 01_read --for-marks FOLDER` writes the exercise and its key in the folders of the
course, to be copied over the course that students get. Mark with your own course.
"""

import contextlib
import copy
import json
from pathlib import Path
from typing import Any

from kit.check.solved import key_names, read_key
from kit.classroom.grading.questions import edition
from kit.classroom.repository import EXERCISES, KEYS, ROOT, edition_name
from kit.data import path_of_data, read_json
from kit.errors import TextError
from kit.language import languages, say, speaking, to_say

KEPT = to_say("This exercise is for marks: your instructor keeps the solutions.")
NO_HINTS = to_say("There are no hints in this exercise.")


def for_marks(names: list[str], folder: Path, *, hints: bool = True) -> dict[Path, str]:
    """Return the files to write: for each exercise the notebook and the key that students get.

    Raises:
        TextError: no exercise has that name.
    """
    unknown = [name for name in names if name not in key_names()]
    if unknown:
        raise TextError(f"exercises: there is no key of {unknown[0]} yet. Run python -m kit exercises first.")
    files = {}
    for name in names:
        key = student_key(read_json(f"exercises/{name}.json"), hints=hints)
        texts = {EXERCISES / edition_name(name): edition(name), KEYS / f"{name}.json": key}
        for other in languages()[1:]:  # Translations must not give the removed sentences away either.
            with speaking(other), contextlib.suppress(FileNotFoundError):
                place = f"languages/{other}/exercises/{name}.json"
                texts[path_of_data(place)] = student_sentences(read_json(place), key)
                texts[ROOT / other / EXERCISES.name / edition_name(name)] = edition(name)
        for path, data in texts.items():
            files[folder / path.relative_to(ROOT)] = json.dumps(data, ensure_ascii=False, indent=1) + "\n"
    return files


def student_sentences(said: dict[str, dict[str, str]], key: dict[str, Any]) -> dict[str, dict[str, str]]:
    """Return a language's sentences, by question and English sentence, that the key still has."""
    sentences = {}
    for name, question in key["questions"].items():
        kept = {question["hint"], *(each["says"] for each in question["mistakes"])}
        kept |= {probe.get("label") for probe in question["probes"]}
        sentences[name] = {english: other for english, other in said[name].items() if english in kept}
        sentences[name] |= {english: say(english) for english in (KEPT, NO_HINTS)}
    return sentences


def student_key(key: dict[str, Any], *, hints: bool = True) -> dict[str, Any]:
    """Return a key without solutions and reasons, and with only the first half of a function's probes.

    >>> key = student_key(read_json("exercises/01_read.json"))
    >>> key["questions"]["q3"]["solution"], key["questions"]["q3"]["why"] == KEPT
    ('', True)
    """
    made = copy.deepcopy(key)
    for question in made["questions"].values():
        question |= {"solution": "", "others": [], "why": KEPT, "fresh": []}
        if not hints:
            question["hint"] = NO_HINTS
        probes = question["probes"]
        calls = tuple(f"{name}(" for name in question["names"])
        called = [probe for probe in probes if any(call in probe["expression"] for call in calls)]
        if len(called) == len(probes) > 2:
            shown = (len(probes) + 1) // 2
            question["probes"] = probes[:shown]
            for mistake in question["mistakes"]:
                mistake["gave"] = mistake["gave"][:shown]
    return made


def full_key_is_here(name: str) -> bool:
    """Say whether this course has an exercise's whole key, and not the students' key for marks.

    >>> full_key_is_here("01_read")
    True
    """
    with speaking("en"):
        return all(question["why"] != KEPT for question in read_key(name)["questions"].values())
