"""Split documents into words as one text is split, and write them to Parquet: one job, in any process."""

import json
import os
import time
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any

from kit.corpus import reading
from kit.corpus.sources import Document, Piece, Problem
from kit.language import language, speaking
from kit.tokens import sentence_spans, token_spans, tokenize

__all__ = ["Report", "do", "words_by_sentence"]

ROWS = 2**20  # A row group of Parquet holds this many words.
_FORMAT = {
    "compression": "lz4",
    "use_dictionary": ["document", "sentence", "word", "part"],
    "column_encoding": {"position": "DELTA_BINARY_PACKED"},
}


def words_by_sentence(text: str) -> tuple[list[str], list[int]]:
    """Return the words of a text as `tokenize` does, and how many of them each of its `sentences` has.

    >>> words_by_sentence("خسر في العراق.وتواصل القوات.")
    (['خسر', 'في', 'العراق', 'وتواصل', 'القوات'], [3, 2])
    """
    words: list[str] = []
    sizes, last = [], -1
    for start, end in sentence_spans(text):
        if start < last or (start == last and not _splits_here(text, start)):
            return _words_across(text)
        last = end
        sentence = tokenize(text[start:end])
        words += sentence
        sizes.append(len(sentence))
    return words, sizes


def _splits_here(text: str, at: int) -> bool:
    """Return whether a sentence that ends without a space ends a word too: within a link it does not."""
    before = text[max(0, at - 200) : at].split()[-1:]
    after = text[at : at + 200].split()[:1]
    return tokenize("".join(before + after)) == tokenize("".join(before)) + tokenize("".join(after))


def _words_across(text: str) -> tuple[list[str], list[int]]:
    """Do as `words_by_sentence` for a text in which a word goes on after a sentence's end; it is slower."""
    spans, sizes, at = token_spans(text), [], 0
    for _, end in sentence_spans(text):
        size = 0
        while at < len(spans) and spans[at][0] < end:
            size, at = size + 1, at + 1
        sizes.append(size)
    return [text[start:end] for start, end in spans], sizes


class _Numbers(dict[str, int]):
    """Numbers its keys from 0 in the order in which they are first asked for."""

    def __missing__(self, key: str) -> int:
        self[key] = number = len(self)
        return number


class _Writer:
    """Collects the words of documents and writes them a row group at a time."""

    def __init__(self, path: Path) -> None:
        import pyarrow as pa
        import pyarrow.parquet as pq

        text = pa.dictionary(pa.int32(), pa.string())
        names = ("document", "sentence", "position", "word", "part")
        types = (pa.int64(), pa.int32(), pa.int32(), text, text)
        self.schema = pa.schema(list(zip(names, types, strict=True)))
        self.file = pq.ParquetWriter(path, self.schema, **_FORMAT)
        self.clear()

    def clear(self) -> None:
        self.words: list[str] = []
        # A run is a document's number, its part, the position of its first word and how many words it has.
        self.runs: list[tuple[int, str, int, int]] = []
        self.sizes: list[int] = []  # This is how many words each sentence has.
        self.sentences: list[int] = []

    def add(self, document: Document, words: list[str], sizes: list[int], before: tuple[int, int]) -> None:
        """Add the words of a document; `before` counts its sentences and words that were added earlier."""
        self.words += words
        self.runs.append((document.number, document.part, before[1], len(words)))
        self.sizes += sizes
        self.sentences += range(before[0], before[0] + len(sizes))
        if len(self.words) >= ROWS:
            self.flush()

    def flush(self) -> None:
        import numpy as np
        import pyarrow as pa

        if not self.words:
            return self.clear()
        words, parts = _Numbers(), _Numbers()
        numbers = np.fromiter(map(words.__getitem__, self.words), "int32", len(self.words))
        counts = np.array([run[3] for run in self.runs])
        starts = np.array([run[2] for run in self.runs]) - (np.cumsum(counts) - counts)
        columns = [
            np.repeat(np.array([run[0] for run in self.runs], "int64"), counts),
            np.repeat(np.array(self.sentences, "int32"), self.sizes),
            (np.arange(len(numbers)) + np.repeat(starts, counts)).astype("int32"),
            pa.DictionaryArray.from_arrays(numbers, pa.array(list(words), "string")),
        ]
        codes = np.repeat(np.array([parts[run[1]] for run in self.runs], "int32"), counts)
        columns.append(pa.DictionaryArray.from_arrays(codes, pa.array(list(parts), "string")))
        self.file.write_table(pa.table(columns, schema=self.schema), row_group_size=ROWS)
        return self.clear()


@dataclass
class Report:
    """What came of one job.

    order: the number of the job. file: the name of the Parquet file, empty if there were no words.
    cut: the number of the large file whose piece this was, or -1. documents: number, name, part, sentences
    and words of each. problems: file, problem, and whether it was counted all the same.
    """

    order: int
    file: str = ""
    cut: int = -1
    documents: list[list[Any]] = field(default_factory=list)
    problems: list[list[Any]] = field(default_factory=list)


class _CannotReadError(Exception):
    """A piece turned out faulty after some of it had been written."""


def do(job: str) -> str:
    """Do one job, given and reported as JSON, in whatever process.

    A job is {"order": …, "pieces": […], "file": where to write, "field": …}, or
    {"move": a file, "by": [sentences, words]}, which puts a piece of a text behind the pieces before it.

    >>> do('{"order": 0, "pieces": [], "file": "no-words.parquet", "field": "text"}')
    '{"order": 0, "file": "", "cut": -1, "documents": [], "problems": []}'
    """
    order = json.loads(job)
    if "move" in order:
        _move(Path(order["move"]), *order["by"])
        return "{}"
    pieces = [Piece(**piece) for piece in order["pieces"]]
    refused: list[list[Any]] = []
    while True:
        report = Report(order["order"], problems=list(refused))
        if pieces and pieces[0].stop:
            report.cut = pieces[0].number
        try:
            with speaking(language()):  # The language is then looked up once, not for each problem.
                _write(pieces, Path(order["file"]), order["field"], report)
            return json.dumps(asdict(report))
        except _CannotReadError as error:  # The job is begun again without this piece.
            faulty, reason = error.args
            refused.append([faulty.name, reason, False])
            pieces.remove(faulty)


def _write(pieces: list[Piece], path: Path, text_field: str, report: Report) -> None:
    writing = path.with_name(f".{path.name}-{os.getpid()}-{time.time_ns()}")  # A cluster may do a job twice.
    try:
        writer = _Writer(writing)
        with writer.file:
            for piece in pieces:
                _add(writer, piece, text_field, report)
            writer.flush()
        if sum(document[4] for document in report.documents):
            writing.replace(path)
            report.file = path.name
    finally:
        writing.unlink(missing_ok=True)


def _add(writer: _Writer, piece: Piece, text_field: str, report: Report) -> None:
    entries: dict[int, list[Any]] = {}
    for item in reading.read(piece, field=text_field):
        if isinstance(item, Problem):
            if not item.file and entries:
                raise _CannotReadError(piece, item.problem)
            report.problems.append([item.file or piece.name, item.problem, item.counted])
            continue
        entry = entries.setdefault(item.number, [item.number, item.name, item.part, 0, 0])
        words, sizes = words_by_sentence(item.text)
        writer.add(item, words, sizes, (entry[3], entry[4]))
        entry[3] += len(sizes)
        entry[4] += len(words)
    report.documents += entries.values()


def _move(path: Path, sentences: int, words: int) -> None:
    """Add to the numbers of sentences and positions in a file."""
    import pyarrow.compute as pc
    import pyarrow.parquet as pq

    moved = path.with_name(f".{path.name}-{os.getpid()}-{time.time_ns()}")
    with pq.ParquetFile(path, read_dictionary=["word", "part"]) as old:
        schema = old.schema_arrow
        with pq.ParquetWriter(moved, schema, **_FORMAT) as new:
            for group in range(old.num_row_groups):
                table = old.read_row_group(group)
                for column, by in (("sentence", sentences), ("position", words)):
                    at = schema.get_field_index(column)
                    table = table.set_column(at, column, pc.add(table[column], by).cast("int32"))
                new.write_table(table.cast(schema), row_group_size=ROWS)
    moved.replace(path)
