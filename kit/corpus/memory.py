"""A corpus small enough for memory: read in this process, counted by pandas, with nothing kept on disk.

It asks for no more than pandas and Narwhals, so it works where DuckDB and pyarrow do not: in a browser.
Texts are read and split by the functions that fill the table on disk, and the questions are those of
`kit.corpus.queries`: only where the words lie is different.
"""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cached_property, lru_cache
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd

from kit.corpus import reading, sources
from kit.corpus.sources import Piece, Problem
from kit.corpus.table import check_words
from kit.corpus.words import words_by_sentence
from kit.errors import TextError
from kit.language import language, say, speaking
from kit.tokens import ngrams

__all__ = ["Held", "Pandas", "fits_memory", "hold"]

SMALL = 2**24  # This many bytes of text, about a million and a half words, are read in a few seconds.
KEPT = 2**20  # The last corpus up to this size is kept: exercises open the course's own at every check.
MOST = 2**28  # Beyond this, memory may not suffice, and there must be another engine.


@dataclass
class Text:
    """A document: its name and part, how many words each sentence has, and the words."""

    name: str
    part: str
    sizes: list[int] = field(default_factory=list)
    words: list[str] = field(default_factory=list)


@dataclass(frozen=True)
class Held:
    """The words of a corpus in memory, in the place of a `kit.corpus.table.Table`."""

    texts: dict[int, Text]
    problems: list[Problem]

    @property
    def documents(self) -> int:
        """How many documents there are."""
        return len(self.texts)

    @cached_property
    def words(self) -> int:
        """How many words they have."""
        return sum(len(text.words) for text in self.texts.values())

    def entries(self) -> pd.DataFrame:
        """Return the table of documents."""
        rows = [
            (number, text.name, text.part, len(text.sizes), len(text.words))
            for number, text in sorted(self.texts.items())
        ]
        return pd.DataFrame(rows, columns=["document", "name", "part", "sentences", "words"])

    @cached_property
    def tokens(self) -> pd.DataFrame:
        """The table of words: `document`, `position`, `word`, `part`."""
        texts = self.texts.values()
        counts = [len(text.words) for text in texts]
        return pd.DataFrame(
            {
                "document": np.repeat(np.array(list(self.texts), "int64"), counts),
                "position": np.concatenate([np.arange(count) for count in counts]),
                "word": [word for text in texts for word in text.words],
                "part": np.repeat(np.array([text.part for text in texts], "object"), counts),
            }
        )


class Pandas:
    """Counts in memory, by pandas and plain Python."""

    def __init__(self) -> None:
        if not find_spec("narwhals"):
            raise TextError(say("Corpus: narwhals is not installed here. Install it: pip install narwhals"))

    def open(self, table: Held) -> Any:
        """Return the table of words."""
        return table.tokens

    def table(self, rows: pd.DataFrame) -> Any:
        """Return a small table."""
        return rows

    def tallies(self, table: Held, *, n: int, part: str | None, shares: int) -> Iterator[Any]:
        """Count the runs of n words."""
        wanted = (text.words for text in table.texts.values() if part in (None, text.part))
        runs = Counter(run for words in wanted for run in ngrams(words, n))
        yield pd.DataFrame({"word": list(runs), "count": list(runs.values())}).astype({"count": "int64"})

    def reason(self, error: Exception) -> str | None:
        """Return in plain words why a question failed."""
        return say("memory does not suffice. Ask of fewer texts.") if isinstance(error, MemoryError) else None


def fits_memory(files: list[Path]) -> bool:
    """Return whether texts are best held in memory: they are small, or no DuckDB could do better.

    >>> fits_memory([Path("seeds/second.txt")])
    True
    """
    plain = all(path.suffix not in (".gz", ".parquet") for path in files)
    size = sum(path.stat().st_size for path in files if path.exists())
    if all(map(find_spec, ("duckdb", "pyarrow"))):
        return plain and size <= SMALL
    return size <= MOST


def hold(files: list[Path], *, top: Path, field: str) -> Held:
    """Read and split files below `top`, and keep their words; what cannot be read is named in `problems`.

    Small files that were the last to be read, and have not changed since, are not read again.

    >>> hold([Path("seeds/second.txt").absolute()], top=Path("seeds").absolute(), field="text").words
    646

    Raises:
        TextError: there are no words in any file.
    """
    try:
        stamps = tuple(tuple(sources.stamp(path)) for path in files)
    except OSError:  # One has just disappeared.
        stamps = ()
    read = _hold if sum(size for size, *_ in stamps) <= KEPT and stamps else _hold.__wrapped__
    return read(tuple(files), top, field, language(), stamps)


@lru_cache(maxsize=1)  # The last two arguments only tell calls apart: problems have a language, files change.
def _hold(files: tuple[Path, ...], top: Path, field: str, _language: str, _stamps: object) -> Held:
    jobs, problems = sources.plan(list(files), top)
    pieces = [piece for job in jobs for piece in job]
    texts: dict[int, Text] = {}
    refused = set()
    for piece in pieces:
        with speaking(language()):  # The language is then looked up once, not for each problem.
            documents, faults = _read(piece, field)
        problems += faults
        if documents is None:
            refused.add(piece.number)
            continue
        for document in documents:
            text = texts.setdefault(document.number, Text(document.name, document.part))
            words, sizes = words_by_sentence(document.text)
            text.words += words
            text.sizes += sizes
    texts = {number: text for number, text in texts.items() if number >> 32 not in refused}
    held = Held(texts, list(dict.fromkeys(problems)))
    check_words(held.words, files=len(files), problems=held.problems)
    return held


def _read(piece: Piece, field: str) -> tuple[list[sources.Document] | None, list[Problem]]:
    """Read a piece: its documents and what is wrong with some; None if it cannot be read to its end."""
    items = list(reading.read(piece, field=field))
    if items and isinstance(last := items[-1], Problem) and not last.file:
        return None, [Problem(piece.name, last.problem)]
    documents = [item for item in items if not isinstance(item, Problem)]
    return documents, [item for item in items if isinstance(item, Problem)]
