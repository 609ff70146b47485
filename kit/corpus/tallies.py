"""Count the runs of words in a row group of the table, so that an engine only has to add the counts up.

A row group holds about a million words in order. Many of its pairs come back (two in three where words are
drawn at random), so adding up counts is less work than counting all pairs, and no engine has to sort the
words by document first. `kit.corpus.queries` adds them up.
"""

from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd

__all__ = ["row_groups", "schema", "tally"]


def row_groups(files: list[str]) -> list[tuple[str, int]]:
    """Return what `tally` takes one by one: the files of a table, each with the number of each row group.

    >>> row_groups([])
    []
    """
    import pyarrow.parquet as pq

    return [(file, group) for file in files for group in range(pq.read_metadata(file).num_row_groups)]


def schema() -> Any:
    """Return the columns of a tally as an Arrow schema.

    >>> schema().names
    ['word', 'count']
    """
    import pyarrow as pa

    return pa.schema([("word", pa.string()), ("count", pa.int64())])


def tally(path: str, group: int, *, n: int, part: str | None) -> Any:
    """Return how often each run of n words begins in a row group: an Arrow batch of `word` and `count`.

    The words of a run are joined by a space, and all of one document. part: count in this part only.

    >>> from tempfile import TemporaryDirectory
    >>> from kit.corpus import Corpus
    >>> with TemporaryDirectory() as cache:
    ...     words = Corpus("seeds/*.txt", cache=cache)
    ...     [place] = row_groups(list(map(str, Path(cache).glob("*/words-*.parquet"))))
    ...     len(tally(*place, n=1, part=None)), len(tally(*place, n=2, part="second"))
    (751, 605)
    """
    import pyarrow as pa
    import pyarrow.parquet as pq

    with pq.ParquetFile(path, read_dictionary=["word", "part"]) as file:
        if part is not None:
            parts = file.read_row_group(group, columns=["part"])["part"].combine_chunks()
            names = parts.dictionary.to_pylist()
            if part not in names:
                return pa.RecordBatch.from_pylist([], schema=schema())
            wanted = parts.indices.to_numpy() == names.index(part)
        rows = file.read_row_group(group, columns=["document", "word"])
    documents, words = rows["document"].to_numpy(), rows["word"].combine_chunks()
    last = documents[-1]
    if n > 1 and (more := _following(Path(path), group + 1, last, n - 1)):
        words = _lengthened(words, more)
        documents = np.append(documents, [last] * len(more))
    starts = np.flatnonzero(documents[: max(len(documents) - n + 1, 0)] == documents[n - 1 :])
    if part is not None:
        starts = starts[wanted[starts]]
    names, counts = _runs(words, starts, n)
    batch = pa.RecordBatch.from_arrays([names, pa.array(counts)], schema=schema())
    return batch if counts.all() else batch.filter(pa.array(counts > 0))


def _following(path: Path, group: int, document: int, size: int) -> list[str]:
    """Return up to `size` words with which a document goes on in the row groups from `group` on."""
    import pyarrow.compute as pc
    import pyarrow.parquet as pq

    words: list[str] = []
    for later in sorted(file for file in path.parent.glob("words-*.parquet") if file >= path):
        with pq.ParquetFile(later) as file:
            for number in range(group, file.num_row_groups):
                head = next(file.iter_batches(size, row_groups=[number], columns=["document", "word"]))
                same = head.filter(pc.equal(head["document"], document))
                words += same["word"].to_pylist()
                if len(same) < len(head) or len(words) >= size:
                    return words[:size]
        group = 0
    return words


def _lengthened(words: Any, more: list[str]) -> Any:
    import pyarrow as pa

    return pa.chunked_array([words, pa.array(more).dictionary_encode()]).unify_dictionaries().combine_chunks()


def _runs(words: Any, starts: np.ndarray, n: int) -> tuple[Any, np.ndarray]:
    """Return the runs that begin at `starts` and their counts; they are numbered a word at a time."""
    import pyarrow as pa
    import pyarrow.compute as pc

    codes, spelled = words.indices.to_numpy().astype("int64"), words.dictionary
    runs, names = codes[starts], spelled
    for offset in range(1, n):
        runs, pairs = pd.factorize(runs * len(spelled) + codes[starts + offset])
        shorter, last = map(pa.array, np.divmod(pairs, len(spelled)))
        names = pc.binary_join_element_wise(names.take(shorter), spelled.take(last), " ")
    return names, np.bincount(runs, minlength=len(names))
