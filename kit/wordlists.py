"""Read the lists of `data/`, and fold spellings so that a word is found however it was typed."""

import csv
from importlib.resources import files

# Letter for letter, so that a place in the folded key is the same place in the word.
_FOLD = str.maketrans({"أ": "ا", "إ": "ا", "آ": "ا", "ٱ": "ا", "ى": "ي", "ؤ": "ء", "ئ": "ء"})


def fold(word: str, *, after: int = 0) -> str:
    """Write alef, hamza and ى one way, letter for letter, from the place `after` on.

    >>> fold("أسئلة"), fold("أسئلة", after=1)
    ('اسءلة', 'أسءلة')
    """
    return word[:after] + word[after:].translate(_FOLD)


def read_rows(name: str) -> list[dict[str, str]]:
    """Read a CSV file of `kit/data`, without its comment lines: a dict for each row.

    >>> read_rows("places.csv")[0]["arabic"]
    'الأردن'
    """
    lines = (files("kit") / "data" / name).read_text(encoding="utf-8").splitlines()
    return list(csv.DictReader(line for line in lines if not line.startswith("#")))


def read_table(name: str) -> dict[str, list[str]]:
    """Read a word list of `kit/data`: lines "head: words"; words without a head belong to the head "".

    >>> read_table("clitics_after.txt")["بل"][:2]
    ['كل', 'أي']
    """
    table: dict[str, list[str]] = {}
    for line in (files("kit") / "data" / name).read_text(encoding="utf-8").splitlines():
        if not line.startswith("#"):
            head, _, words = line.rpartition(":")
            table.setdefault(head, []).extend(words.split())
    return table
