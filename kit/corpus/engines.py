"""The engines that add up and join a table on disk: DuckDB on this machine, Spark on a cluster.

Their questions are written once, over Narwhals (kit/corpus/queries.py). The runs of words in a row group are
counted before, by one function (kit/corpus/tallies.py), in threads here or in Spark's tasks: no engine is
quick at counting a hundred million pairs one by one.
"""

import atexit
import os
import platform
import shutil
import sys
import tempfile
import zipfile
from collections.abc import Iterable, Iterator
from functools import cache
from importlib.util import find_spec
from pathlib import Path
from typing import Any, Protocol
from weakref import WeakSet

import pandas as pd

from kit.corpus.table import Table, temporary_folder
from kit.corpus.tallies import schema, tally
from kit.corpus.words import do
from kit.corpus.workers import a_few_ahead, run_here
from kit.errors import TextError
from kit.language import say

__all__ = ["DuckDB", "Engine", "Spark", "engine_for"]

GROUPS_A_TASK = 6  # A row group takes Spark 0.1 s, which is as long as beginning a task takes.
ROWS_HELD = 2_000_000  # DuckDB holds this many rows of all shares together before it writes them.

_SENT: WeakSet[Any] = WeakSet()  # The workers of these sessions have been sent `kit`.


class Engine(Protocol):
    """What a corpus needs of an engine."""

    def open(self, table: Any) -> Any:
        """Return the table of words, in a form Narwhals knows."""

    def table(self, rows: pd.DataFrame) -> Any:
        """Return a small table made by pandas, in a form Narwhals knows."""

    def tallies(self, table: Any, *, n: int, part: str | None, shares: int) -> Iterator[Any]:
        """Yield how often each run of n words comes: tables of `word` and `count` with no word in common.

        shares: how many tables, each small enough to be added up within memory, if the engine needs that.
        """

    def reason(self, error: Exception) -> str | None:
        """Return in plain words why a question failed, or None if memory, disk and files are not to blame."""


class DuckDB:
    """Counts on this machine, within `memory`; what does not fit goes to `spill` for the time being."""

    def __init__(self, *, memory: str, spill: Path, workers: int | None) -> None:
        if missing := [name for name in ("duckdb", "narwhals", "pyarrow") if not find_spec(name)]:
            names = " ".join(missing)
            install = say("Install it: pip install {names}", names=names)
            if sys.platform == "win32" and platform.machine() == "ARM64":
                install = say("Windows on ARM has none. Install Python for 64-bit Intel: it runs there too.")
            said = say("Corpus: {names} is not installed here. {advice}", names=names, advice=install)
            raise TextError(said)
        import duckdb

        config: dict[str, Any] = {
            "memory_limit": memory,
            "temp_directory": str(spill),
            "preserve_insertion_order": False,
        }
        if workers:
            config["threads"] = workers
        try:
            self._connection = duckdb.connect(config=config)
        except duckdb.Error as error:
            said = say(
                'Corpus: memory="{memory}" is no amount of memory: {reason}', memory=memory, reason=error
            )
            raise TextError(said) from None
        self._workers, self._spill = workers, spill

    def run(self, jobs: list[str]) -> Iterator[str]:
        """Do the jobs in processes of this machine."""
        return run_here(jobs, workers=self._workers)

    def open(self, table: Table) -> Any:
        """Return the table of words."""
        return self._connection.read_parquet(table.files)

    def table(self, rows: pd.DataFrame) -> Any:
        """Return a small table."""
        return self._connection.from_df(rows)

    def tallies(self, table: Table, *, n: int, part: str | None, shares: int) -> Iterator[Any]:
        """Yield the tallies of the row groups: as they are counted, or in shares, by way of the disk."""
        import pyarrow as pa

        batches = a_few_ahead(
            lambda group: tally(*group, n=n, part=part), table.row_groups, workers=self._workers
        )
        flow = self._connection.from_arrow(pa.RecordBatchReader.from_batches(schema(), batches))
        if shares == 1:
            yield flow
            return
        self._connection.execute(f"SET partitioned_write_flush_threshold={ROWS_HELD // shares}")
        folder = temporary_folder(self._spill.parent, "shares")
        try:
            flow.project(f"*, hash(word) % {shares} AS share").write_parquet(
                str(folder), partition_by=["share"]
            )
            written = sorted(folder.glob("share=*"))
            for share in written:
                files = [str(file) for file in share.iterdir()]
                yield self._connection.read_parquet(files, hive_partitioning=False)
            if not written:  # There is no run of n words at all.
                yield self._connection.from_arrow(schema().empty_table())
        finally:
            shutil.rmtree(folder, ignore_errors=True)

    def reason(self, error: Exception) -> str | None:
        """Return in plain words why a question failed."""
        import duckdb
        import pyarrow as pa

        said = str(error).partition("\n")[0].partition(" Detail: ")[0].rstrip(". ")
        if isinstance(error, duckdb.OutOfMemoryException):
            return say('memory and disk do not suffice. Ask for less (part=…, limit=…) or give memory="4GB".')
        if isinstance(error, duckdb.Error) and ("corpus-shares-" in said or "corpus-spill-" in said):
            return say(
                "{folder} cannot hold what is being counted: {reason}. Free some space there.",
                folder=self._spill.parent,
                reason=said,
            )
        if isinstance(error, duckdb.Error | OSError | pa.ArrowInvalid) and "parquet" in said.lower():
            return say(
                "the table of words cannot be read any more: {reason}. Make the Corpus again.", reason=said
            )
        return None


class Spark:
    """Counts on a cluster; reading and splitting is done by its workers, with the `kit` of this machine.

    All machines must see the texts and the table under the same path.
    """

    def __init__(self, session: Any) -> None:
        self._session = _session(session) if isinstance(session, str) else session
        _send_kit(self._session)

    def run(self, jobs: list[str]) -> Iterator[str]:
        """Do the jobs on the cluster, about one in each task."""
        if not jobs:
            return iter(())
        rows = self._spread([(job,) for job in jobs], "job string", each=1)
        done = rows.mapInArrow(_do_all, "report string")
        return iter([row["report"] for row in done.collect()])

    def _spread(self, rows: list[tuple[Any, ...]], columns: str, *, each: int) -> Any:
        """Return rows as a table of Spark, with about `each` of them in a task."""
        return self._session.createDataFrame(rows, columns).repartition(-(-len(rows) // each))

    def open(self, table: Table) -> Any:
        """Return the table of words."""
        return self._session.read.parquet(*table.files)

    def table(self, rows: pd.DataFrame) -> Any:
        """Return a small table."""
        import pyarrow as pa

        return self._session.createDataFrame(pa.Table.from_pandas(rows, preserve_index=False))

    def tallies(self, table: Table, *, n: int, part: str | None, shares: int) -> Iterator[Any]:
        """Yield the tallies of the row groups, counted by the workers; Spark shares them out by itself."""

        def count(batches: Iterable[Any]) -> Iterator[Any]:
            for batch in batches:
                for group in zip(*batch.to_pydict().values(), strict=True):
                    yield tally(*group, n=n, part=part)

        rows = self._spread(table.row_groups, "path string, row_group int", each=GROUPS_A_TASK)
        yield rows.mapInArrow(count, "word string, count bigint")

    def reason(self, error: Exception) -> str | None:
        """Return None: Spark itself says why a question failed."""
        return None


def engine_for(name: Any, *, memory: str, spill: Path, workers: int | None) -> DuckDB | Spark:
    """Return the engine of that name: "duckdb", the address of a Spark cluster, or a Spark session itself.

    >>> engine_for("duckdb", memory="1GB", spill=Path("spill"), workers=1).__class__.__name__
    'DuckDB'

    Raises:
        TextError: there is no such engine.
    """
    if name == "duckdb":
        return DuckDB(memory=memory, spill=spill, workers=workers)
    if hasattr(name, "createDataFrame") or str(name).startswith(
        ("spark://", "sc://", "local", "yarn", "k8s://")
    ):
        return Spark(name)
    said = say(
        'Corpus: engine="{engine}" is not known. Say "pandas", "duckdb" or a cluster: "spark://host:7077".',
        engine=name,
    )
    raise TextError(said)


def _session(address: str) -> Any:
    try:
        from pyspark.errors import PySparkRuntimeError
        from pyspark.sql import SparkSession
    except ImportError:
        said = say('Corpus: Spark is not installed here. Install it: pip install "pyspark>=4".')
        raise TextError(said) from None
    start = SparkSession.builder.appName("kit.corpus")
    try:
        if address.startswith("sc://"):
            return start.remote(address).getOrCreate()
        start = start.master(address).config("spark.ui.enabled", False)
        if address.startswith("local"):  # Unless told, Spark takes any python3 and works in 200 parts.
            os.environ.setdefault("PYSPARK_PYTHON", sys.executable)
            start = start.config("spark.sql.shuffle.partitions", 8)
        return start.getOrCreate()
    except PySparkRuntimeError as error:
        said = say(
            "Corpus: Spark does not start: Spark needs Java 17 or newer on this machine "
            "(Debian: apt install openjdk-17-jre-headless). It said: {reason}",
            reason=error,
        )
        raise TextError(said) from None


def _send_kit(session: Any) -> None:
    """Send this machine's `kit` to the workers, once, so that all split by the same rules."""
    if session not in _SENT:
        session.addArtifacts(str(_packed_kit()), pyfile=True)
        _SENT.add(session)


@cache
def _packed_kit() -> Path:
    """Pack `kit`; the file stays until Python ends, because workers may ask for it at any time."""
    import kit

    package, folder = Path(kit.__file__).parent, Path(tempfile.mkdtemp())
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    with zipfile.ZipFile(folder / "kit.zip", "w") as file:
        for path in [*package.rglob("*.py"), *package.glob("data/*.csv"), *package.glob("data/*.txt")]:
            file.write(path, path.relative_to(package.parent))
    return folder / "kit.zip"


def _do_all(batches: Iterable[Any]) -> Iterator[Any]:
    """Do the jobs in some Arrow batches; this is what runs on a cluster's worker."""
    import pyarrow as pa

    for batch in batches:
        yield pa.RecordBatch.from_pydict({"report": [do(job) for job in batch.column(0).to_pylist()]})
