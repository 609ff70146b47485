"""Which engine counts a corpus, and the words that it counts: in memory, or in a table on disk."""

import os
from collections.abc import Iterable
from pathlib import Path
from tempfile import gettempdir
from typing import TYPE_CHECKING, Any

from kit.corpus.memory import Held, Pandas, fits_memory, hold
from kit.corpus.sources import find_files, top_of
from kit.corpus.table import FOLDER, Table, sweep, table_of, temporary_folder

if TYPE_CHECKING:
    from kit.corpus.engines import DuckDB, Engine, Spark

__all__ = ["opened"]


def opened(
    paths: str | Path | Iterable[str | Path],
    *,
    engine: Any,
    field: str,
    cache: str | Path | None,
    memory: str,
    workers: int | None,
    progress: bool,
) -> "tuple[Engine, Held | Table]":
    """Return the engine and the words of a corpus; all arguments are those of `kit.corpus.Corpus`.

    >>> given = {"field": "text", "cache": None, "memory": "1GB", "workers": 1, "progress": False}
    >>> engine, held = opened("seeds/*.txt", engine=None, **given)
    >>> type(engine).__name__, held.documents
    ('Pandas', 2)

    Raises:
        TextError: in the cases of `kit.corpus.Corpus`.
    """
    files = find_files(paths)
    top = top_of(paths, files)
    if engine == "pandas" or (engine is None and cache is None and fits_memory(files)):
        return Pandas(), hold(files, top=top, field=field)
    from kit.corpus.workers import with_bar

    home = Path(cache).expanduser().absolute() if cache else top / FOLDER
    on_disk = _on_disk(engine, home, memory=memory, workers=workers)

    def run(jobs: list[str]) -> Iterable[str]:
        done = on_disk.run(jobs)
        return with_bar(done, len(jobs)) if progress else done

    return on_disk, table_of(files, top=top, home=home, field=field, run=run)


def _on_disk(engine: Any, home: Path, *, memory: str, workers: int | None) -> "DuckDB | Spark":
    """Return the engine for a table in `home`; what it spills lies there too, if one may write there."""
    from kit.corpus.engines import engine_for

    if home.exists() and not os.access(home, os.W_OK):  # It is somebody else's, who keeps the table there.
        home = Path(gettempdir())
        sweep(home)
    spill = temporary_folder(home, "spill")
    return engine_for(engine or "duckdb", memory=memory, spill=spill, workers=workers)
