"""Who handed in what, by the list that Gradescope puts beside its folders."""

import contextlib
import json
import re

from kit.classroom.grading.entries import Item
from kit.classroom.grading.files import UnreadableError
from kit.classroom.grading.platforms import OWN


def submitters(items: list[Item]) -> dict[str, list[list[str]]]:
    """Return who handed in each folder of Gradescope's, by name, number and address, from its own list."""
    said: dict[str, list[list[str]]] = {}
    own = [item for item in items if OWN["Gradescope"].fullmatch(item.name) and not item.is_folder]
    try:
        text = "".join(
            file.read().decode("utf-8", "replace") for item in own for _, file in item.files if file
        )
    except UnreadableError:
        return said
    people: list[list[str]] = []
    margin, listed = -1, False  # how far the keys of a submission are set in; whether its persons follow
    for line in text.splitlines():
        if folder := re.match(r"(submission_\d{1,19}):", line):
            people, margin, listed = said.setdefault(folder[1], []), -1, False
        elif inner := line.lstrip(" "):
            depth = len(line) - len(inner)
            margin = depth if margin < 0 else margin
            if depth <= margin and not inner.startswith("-"):  # A list may be set in no further than its key.
                listed = bool(re.fullmatch(r":?submitters: *", inner))
            elif listed and (person := re.match(r"- *:?name: *(.+)", inner)):
                people.append([_unquoted(person[1])])
            elif listed and people and (known := re.match(r" {4,}:?(?:sid|email): *(.+)", line)):
                people[-1].append(_unquoted(known[1]))
    return {folder: [person for person in people if person[0]] for folder, people in said.items() if people}


def _unquoted(text: str) -> str:
    """Return a plain value of YAML, which JSON's form of quotes may surround."""
    text = text.strip()
    if text.startswith('"'):
        with contextlib.suppress(ValueError):
            return str(json.loads(text))
    return text.strip("'").replace("''", "'")
