"""The one reader of the files the course ships: its texts, word lists, labels, keys of exercises, fonts."""

import csv
import json
from functools import cache
from importlib.resources import files
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import pandas as pd

__all__ = [
    "course_table",
    "course_texts",
    "path_of_data",
    "read_data",
    "read_json",
    "read_messages",
    "read_rows",
    "read_table",
    "read_text_of",
]

_DATA = files("kit") / "data"


def read_data(name: str) -> str:
    """Return the text of a file of `kit/data`.

    >>> read_data("fonts/OFL.txt")[:9]
    'Copyright'
    """
    return (_DATA / name).read_text(encoding="utf-8")


def path_of_data(name: str) -> Path:
    """Return the path of a file or folder of `kit/data`.

    >>> path_of_data("places.csv").name
    'places.csv'
    """
    return Path(str(_DATA / name))


def read_json(name: str) -> Any:
    """Return what a JSON file of `kit/data` holds.

    >>> sorted(read_json("exercises/00_start.json"))
    ['questions', 'setup', 'version']
    """
    return json.loads(read_data(name))


def read_rows(name: str) -> list[dict[str, str]]:
    """Return the rows of a CSV file of `kit/data`, each as a dict; lines that begin with # are comments.

    >>> read_rows("places.csv")[0]["arabic"]
    'الأردن'
    """
    lines = (line for line in read_data(name).splitlines() if not line.startswith("#"))
    return list(csv.DictReader(lines))


def read_messages(name: str) -> list[tuple[str, list[str]]]:
    """Return the messages of a file of `kit/data/messages`, each with the lines above it, which say when.

    A message is a line that begins with spaces; `say` translates it.

    >>> read_messages("letters.txt")[0]
    ('hamza', [])
    """
    messages: list[tuple[str, list[str]]] = []
    heads: list[str] = []
    for line in read_data(f"messages/{name}").splitlines():
        if line.startswith(" "):
            messages.append((line.strip(), heads))
            heads = []
        elif line and not line.startswith("#"):
            heads.append(line)
    return messages


def read_table(name: str) -> dict[str, list[str]]:
    """Return a word list of `kit/data`: lines "head: words"; words without a head belong to the head "".

    >>> read_table("clitics_after.txt")["بل"][:2]
    ['كل', 'أي']
    """
    table: dict[str, list[str]] = {}
    for line in read_data(name).splitlines():
        if not line.startswith("#"):
            head, _, words = line.rpartition(":")
            table.setdefault(head, []).extend(words.split())
    return table


@cache
def course_texts() -> Path:
    """Return the folder of the course's own texts: seeds/ of the repository, or its copy in an installed kit.

    >>> sorted(path.name for path in course_texts().glob("*.txt"))
    ['000_334c5c13315cfcf7.txt', 'second.txt']
    """
    installed = path_of_data("seeds")
    return installed if installed.is_dir() else Path(str(files("kit"))).parent / "seeds"


def course_table(name: str) -> "pd.DataFrame":
    """Return a CSV table that lies among the course's own texts.

    >>> course_table("newspaper/texts.csv").columns.tolist()
    ['file', 'desk', 'date', 'title']

    Raises:
        TextError: the course has no such table.
    """
    import pandas as pd

    from kit.errors import TextError, shorten  # Both import this module.
    from kit.language import say

    try:
        return pd.read_csv(course_texts() / name)
    except (OSError, TypeError, ValueError) as error:
        said = say('course_table: the course has no table "{name}".', name=shorten(name))
        raise TextError(said) from error


def read_text_of(name: str) -> str:
    r"""Return one of the course's own texts.

    >>> read_text_of("second.txt").count("\N{REPLACEMENT CHARACTER}")
    0
    """
    return (course_texts() / name).read_text(encoding="utf-8")
