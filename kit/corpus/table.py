"""The table of a corpus's words: built once in parallel, kept in a folder, checked before it is used."""

import contextlib
import errno
import hashlib
import json
import os
import shutil
import socket
import sys
import time
from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from functools import cache, cached_property
from pathlib import Path
from typing import Any

import pandas as pd

from kit.corpus import sources
from kit.corpus.sources import Piece, Problem
from kit.corpus.tallies import row_groups
from kit.errors import TextError
from kit.language import say, say_count

__all__ = ["Runner", "Table", "check_words", "find_damage", "rules", "sweep", "table_of", "temporary_folder"]

FOLDER = ".corpus"  # The table lies in this folder beside the texts, unless another is named.
DOCUMENTS = "documents.parquet"
MANIFEST = "manifest.json"  # This is written last, so a folder without it is no table.
KIT = Path(__file__).parents[1]
RULES = [  # A kept table is used only if none of these modules has changed since.
    "characters",
    "clean",
    "sentences/__init__",
    "sentences/no_ends",
    "tokens/words",
    "read/files",
    "read/encoding",
    "corpus/sources",
    "corpus/reading",
    "corpus/words",
    "corpus/table",
]

Runner = Callable[[list[str]], Iterable[str]]  # It does jobs of kit.corpus.words.do, in any order.


@dataclass(frozen=True)
class Table:
    """A finished table: where it is, and what is in it; `files` hold the words, in order."""

    folder: Path
    files: list[str]
    documents: int
    words: int
    problems: list[Problem]
    is_new: bool = False

    @cached_property
    def row_groups(self) -> list[tuple[str, int]]:
        """The parts in which the words are counted: a file, and the number of a row group in it."""
        return row_groups(self.files)

    def entries(self) -> pd.DataFrame:
        """Read the table of documents: `document` is a number, `name` what it is called."""
        return pd.read_parquet(self.folder / DOCUMENTS)


@cache
def rules() -> str:
    """Return a text that changes when a rule of reading or splitting does.

    >>> len(rules())
    64
    """
    sources_of_rules = ((KIT / f"{name}.py").read_bytes() for name in RULES)
    return hashlib.sha256(b"\0".join(sources_of_rules)).hexdigest()


def table_of(files: list[Path], *, top: Path, home: Path, field: str, run: Runner) -> Table:
    """Return the table of files below `top`: the kept one, if it is whole and nothing changed, or a new one.

    >>> from tempfile import TemporaryDirectory
    >>> from kit.corpus.sources import find_files
    >>> from kit.corpus.words import do
    >>> top = Path("seeds").absolute()
    >>> with TemporaryDirectory() as home:
    ...     run = lambda jobs: map(do, jobs)
    ...     table_of(find_files("seeds/*.txt"), top=top, home=Path(home), field="text", run=run).documents
    2

    Raises:
        TextError: there are no words in any file, or there is no room for the table.
    """
    jobs, problems = sources.plan(files, top)
    stamps = [(piece.name, piece.stamp) for job in jobs for piece in job if not (piece.start or piece.row)]
    key = hashlib.sha256(
        json.dumps([rules(), field, stamps, [p.file for p in problems]]).encode()
    ).hexdigest()
    folder, notes = home / key[:16], sweep(home)
    if folder.exists():
        damage = find_damage(folder)
        if not damage:
            return _opened(folder, notes)
        said = say("in the kept table this file was damaged; it was built again.")
        notes.append(Problem(damage, said, True))
    building = temporary_folder(home, "building")
    try:
        building.mkdir(parents=True)
        _build(building, jobs, problems, field, run)
        if not _put_in_place(building, folder):
            said = say("another run had made this table first; it is used.")
            notes.append(Problem(folder.name, said, True))
    except OSError as error:
        raise _cannot_be_kept(home, error) from None
    finally:
        shutil.rmtree(building, ignore_errors=True)
    return replace(_opened(folder, notes), is_new=True)


def temporary_folder(home: Path, kind: str) -> Path:
    """Return the name of a folder to use for a while; by it `sweep` knows whose it is and when it can go.

    >>> temporary_folder(Path(".corpus"), "spill").name.startswith(f".corpus-spill-{os.getpid()}-")
    True
    """
    return home / f".corpus-{kind}-{os.getpid()}-{time.time_ns()}-{socket.gethostname()}"


def find_damage(folder: Path) -> str | None:
    """Return the name of a file of a kept table that is not as it was written, or None if all are.

    >>> find_damage(Path("nowhere"))
    'manifest.json'
    """
    try:
        manifest = json.loads((folder / MANIFEST).read_text(encoding="utf-8"))
        return next((name for name, sum_ in manifest["files"].items() if _sum(folder / name) != sum_), None)
    except (OSError, ValueError, KeyError):
        return MANIFEST


def _sum(path: Path) -> str | None:
    try:
        with path.open("rb") as file:
            return hashlib.file_digest(file, "blake2b").hexdigest()
    except OSError:
        return None


def _opened(folder: Path, notes: list[Problem]) -> Table:
    """Open a finished table; `notes` say what happened to it this time and are not kept in it."""
    manifest = json.loads((folder / MANIFEST).read_text(encoding="utf-8"))
    problems = notes + [Problem(*problem) for problem in manifest["problems"]]
    files = [str(folder / name) for name in sorted(manifest["files"]) if name != DOCUMENTS]
    return Table(folder, files, manifest["documents"], manifest["words"], problems)


def _build(building: Path, jobs: list[list[Piece]], problems: list[Problem], field: str, run: Runner) -> None:
    """Write the table into an empty folder: words-*.parquet, documents.parquet and the manifest."""
    orders = [
        json.dumps(
            {
                "order": number,
                "pieces": [piece.to_json() for piece in job],
                "file": str(building / f"words-{number:05}.parquet"),
                "field": field,
            }
        )
        for number, job in enumerate(jobs)
    ]
    reports = [json.loads(done) for done in run(orders)]
    reports.sort(key=lambda report: report["order"])
    names = {piece.number: piece.name for job in jobs for piece in job}
    refused = {name for report in reports for name, _, counted in report["problems"] if not counted}
    kept = []
    for report in reports:
        if names.get(report["cut"]) in refused:  # A large file is counted whole or not at all.
            (building / report["file"]).unlink() if report["file"] else None
        else:
            kept.append(report)
    documents, moves = _joined(kept, building)
    list(run(moves))
    problems = problems + [Problem(*problem) for report in reports for problem in report["problems"]]
    words = sum(document[4] for document in documents)
    check_words(words, files=len(names) or len(problems), problems=problems)
    _write_documents(documents, building / DOCUMENTS)
    manifest = {
        "documents": len(documents),
        "words": words,
        "problems": [[p.file, p.problem, p.counted] for p in dict.fromkeys(problems)],
        "files": {path.name: _sum(path) for path in sorted(building.glob("*.parquet"))},
    }
    (building / MANIFEST).write_text(json.dumps(manifest, ensure_ascii=False, indent=1), encoding="utf-8")


def check_words(words: int, *, files: int, problems: list[Problem]) -> None:
    """Raise a `TextError` if a corpus has no word; it says what is wrong with the first file.

    >>> check_words(3, files=1, problems=[])

    Raises:
        TextError: there are no words in any file.
    """
    if not words:
        said = say_count("Corpus: no words in {n} file.", "Corpus: no words in {n} files.", files)
        if problems:
            first = problems[0]
            said += " " + say("The first: {file}: {problem}", file=first.file, problem=first.problem)
        raise TextError(said)


def _joined(reports: list[dict[str, Any]], building: Path) -> tuple[list[list[Any]], list[str]]:
    """Return the documents, each large text as one, and the jobs that renumber its later pieces."""
    documents: dict[int, list[Any]] = {}
    moves = []
    for report in reports:
        for number, name, part, sentences, words in report["documents"]:
            if number in documents and report["file"]:
                by = documents[number][3:]
                moves.append(json.dumps({"move": str(building / report["file"]), "by": by}))
            entry = documents.setdefault(number, [number, name, part, 0, 0])
            entry[3] += sentences
            entry[4] += words
    return [documents[number] for number in sorted(documents)], moves


def _write_documents(documents: list[list[Any]], path: Path) -> None:
    import pyarrow as pa
    import pyarrow.parquet as pq

    names = ("document", "name", "part", "sentences", "words")
    pq.write_table(pa.table(dict(zip(names, zip(*documents, strict=True), strict=True))), path)


def _put_in_place(building: Path, folder: Path) -> bool:
    """Give a finished table its name; return False if another run has put the same table there first."""
    for _ in range(3):
        with contextlib.suppress(OSError):
            building.rename(folder)
            return True
        if not find_damage(folder):
            return False
        with contextlib.suppress(OSError):  # A damaged table of that name is in the way.
            shutil.rmtree(folder.rename(temporary_folder(folder.parent, "old")), ignore_errors=True)
    said = say(
        "Corpus: the table cannot be put in place as {folder}. Delete that folder and try again.",
        folder=folder,
    )
    raise TextError(said)


def sweep(home: Path) -> list[Problem]:
    """Delete what killed runs of this machine left behind, and return a note for each.

    >>> sweep(Path("nowhere"))
    []
    """
    notes = []
    for path in home.glob(".corpus-*-*-*-*"):
        _, _, process, _, machine = path.name.split("-", 4)
        if machine == socket.gethostname() and process.isdecimal() and not _is_running(int(process)):
            shutil.rmtree(path, ignore_errors=True)
            if not path.exists():
                said = say("a run was stopped before it had finished; this was deleted.")
                notes.append(Problem(path.name, said, True))
    return notes


def _is_running(process: int) -> bool:
    if sys.platform == "win32":
        return True  # On Windows os.kill would end the process instead of asking after it.
    try:
        os.kill(process, 0)
    except ProcessLookupError:
        return False
    except PermissionError:
        return True
    return True


def _cannot_be_kept(home: Path, error: OSError) -> TextError:
    """Return the error that says why there can be no table in a folder, and what to do."""
    if error.errno == errno.ENOSPC:
        advice = say("Free some space, or name a folder on another disk: Corpus(…, cache=…).")
    else:
        advice = say("Name another folder: Corpus(…, cache=…).")
    said = say(
        "Corpus: the table of words cannot be kept in {folder}: {reason}. {advice} "
        "Nothing half-written is left.",
        folder=home,
        reason=error.strerror or error,
        advice=advice,
    )
    return TextError(said)
