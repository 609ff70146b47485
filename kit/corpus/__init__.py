"""Lesson 09: the questions of lessons 4, 5 and 8, asked of a folder too big for memory, or of a cluster.

A `Corpus` reads and splits every text once, by the rules of `kit.read` and `kit.tokens`, and keeps the words
in a table of Parquet files. An engine groups, joins and counts that table; what comes back are the same
Series, tables and lists that one text gives, so the same charts draw them.
"""

import os
from collections.abc import Iterable
from pathlib import Path
from typing import Any

import pandas as pd

from kit.compare import keyness_of_counts
from kit.context import SAME_WORD
from kit.corpus.sources import find_files
from kit.read import TextError

__all__ = ["Corpus"]

MOST_LINES = 100_000  # of a concordance, unless you say how many


class Corpus:
    """A folder of texts that answers the questions one text answers.

    paths: a folder, a file, a pattern such as "news/*.txt", or a list of these. Files: text (.txt), one JSON
    document a line (.jsonl) or Parquet, with the text in the field `field` and, if you like, `id` and `part`;
    each may be packed (.gz). A text's part is the folder it lies in, or its name if it lies in none.
    engine: "duckdb", the address of a Spark cluster ("spark://host:7077"), or a Spark session.
    cache: where to keep the table; beside the texts, in .corpus, unless you say otherwise.
    memory: how much DuckDB may use; beyond it works on disk. workers: processes, one a processor by default.
    progress: draw a bar if reading takes long.

    What cannot be read is left out and named in `problems`; the rest is counted.

    >>> from tempfile import TemporaryDirectory
    >>> with TemporaryDirectory() as cache:
    ...     corpus = Corpus("seeds/*.txt", cache=cache)
    ...     print(corpus, corpus.frequencies(top=2).to_dict())
    Corpus of 2 documents, 1,288 words {'في': 43, 'من': 43}

    Raises:
        TextError: no such files, no words in any of them, no such engine, or no room for the table.
    """

    def __init__(
        self,
        paths: str | Path | Iterable[str | Path],
        *,
        engine: Any = "duckdb",
        field: str = "text",
        cache: str | Path | None = None,
        memory: str = "1.5GB",
        workers: int | None = None,
        progress: bool = True,
    ) -> None:
        from kit.corpus.engines import engine_for
        from kit.corpus.table import home_of, table_of
        from kit.corpus.workers import with_bar

        files = find_files(paths)
        home = Path(cache) if cache else home_of(files)
        self._engine = engine_for(
            engine, memory=memory, spill=home / f".spill-{os.getpid()}", workers=workers
        )

        def run(jobs: list[str]) -> Iterable[str]:
            done = self._engine.run(jobs)
            return with_bar(done, len(jobs)) if progress else done

        self._words: list[str] | None = None
        self._table = table_of(files, home=home, field=field, run=run)

    def __repr__(self) -> str:
        faults = sum(not problem.counted for problem in self._table.problems)
        left_out = f", {faults:,} problems: see .problems" if faults else ""
        return f"Corpus of {self._table.documents:,} documents, {self._table.words:,} words{left_out}"

    @property
    def words(self) -> int:
        """How many words all its documents have."""
        return self._table.words

    @property
    def problems(self) -> pd.DataFrame:
        """What was wrong with a file: columns `file`, `problem`, `counted` (was it counted all the same?)."""
        rows = [(found.file, found.problem, found.counted) for found in self._table.problems]
        return pd.DataFrame(rows, columns=["file", "problem", "counted"]).astype({"counted": bool})

    def documents(self) -> pd.DataFrame:
        """List the documents in order of name: columns `document`, `part`, `sentences`, `words`."""
        table = pd.read_parquet(self._table.folder / "documents.parquet")
        return table.drop(columns="document").rename(columns={"name": "document"})

    def frequencies(self, *, by: str = "form", part: str | None = None, top: int | None = None) -> pd.Series:
        """Count each word, as `kit.count.frequencies` does; `by` is explained at `kit.context.dispersion`.

        part: count in this part only. top: give only so many of the commonest, which takes less memory.

        Raises:
            TextError: an unknown part or `by`.
        """
        import narwhals as nw

        _check_by(by, "frequencies")
        counts = self._tokens(part).group_by("word").agg(nw.len().alias("count"))
        if by == "form":
            return self._series(counts, top)
        return _folded(self._series(counts), by).head(top)

    def ngrams(
        self, n: int, *, part: str | None = None, min_count: int = 1, top: int | None = None
    ) -> pd.Series:
        """Count each run of n words, as `frequencies(ngrams(tokens, n))` does for each text.

        min_count: leave out what is rarer. A gigabyte of text has tens of millions of pairs that occur once.

        Raises:
            TextError: n is less than 1, or an unknown part.
        """
        import narwhals as nw

        if n < 1:
            raise TextError(f"ngrams({n}): n says how many words make a phrase; give 1 or more.")
        tokens, names = self._tokens(part), [f"word{i}" for i in range(n)]
        later = {
            name: nw.col("word").shift(-i).over("document", order_by="position")
            for i, name in enumerate(names)
            if i
        }
        runs = tokens.with_columns(nw.col("word").alias("word0"), **later).select(*names).drop_nulls()
        counts = runs.group_by(names).agg(nw.len().alias("count")).filter(nw.col("count") >= min_count)
        joined = nw.concat_str([nw.col(name) for name in names], separator=" ")
        return self._series(counts.select(joined.alias("word"), "count"), top)

    def concordance(
        self,
        word: str,
        *,
        window: int = 5,
        by: str = "form",
        part: str | None = None,
        first: int | None = None,
    ) -> pd.DataFrame:
        """Lay out every place a word or phrase stands in, as `kit.context.concordance` does.

        Columns: `document`, then `position` in it, `before`, `keyword`, `after`; document after document.
        first: only so many lines.

        Raises:
            TextError: as in `kit.context`; or more lines than fit, and no `first`.
        """
        import narwhals as nw

        if window < 0:
            raise TextError(f"concordance: window={window}: the number of words on each side is 0 or more.")
        size = len(word.split())
        places = self._places(word, by, "concordance", part)
        in_order = places.sort("document", "position")
        hits = self._collect(in_order.head(MOST_LINES + 1 if first is None else first))
        if first is None and len(hits) > MOST_LINES:
            raise TextError(
                f"concordance: {word} has more than {MOST_LINES:,} lines. Say how many you want: first=1000."
            )
        hits["line"] = range(len(hits))
        offsets = pd.Series(range(-window, size + window), name="offset")
        wanted = hits.merge(offsets, how="cross")
        wanted["position"] += wanted["offset"]
        words = self._tokens().select("document", "position", "word")
        around = words.join(nw.from_native(self._engine.table(wanted)).lazy(), on=["document", "position"])
        found = self._collect(around.select("line", "offset", "word")).sort_values(["line", "offset"])
        return self._lines(hits, found, size)

    def dispersion(self, word: str, *, by: str = "form", part: str | None = None) -> list[int]:
        """Say where a word or phrase stands, as `kit.context.dispersion` does.

        Positions are counted on from document to document, as if all were one text.

        Raises:
            TextError: as in `kit.context`.
        """
        hits = self._collect(self._places(word, by, "dispersion", part))
        table = pd.read_parquet(self._table.folder / "documents.parquet")
        if part is not None:
            table = table[table["part"] == part]
        starts = pd.Series((table["words"].cumsum() - table["words"]).to_numpy(), index=table["document"])
        return sorted((hits["document"].map(starts) + hits["position"]).tolist())

    def keyness(self, part_a: str, part_b: str) -> pd.DataFrame:
        """Rank the words that set one part apart from another, as `kit.compare.keyness` does for two texts.

        Raises:
            TextError: there is no such part.
        """
        import narwhals as nw

        self._check_part(part_a)
        self._check_part(part_b)
        tokens = self._tokens().filter(nw.col("part").is_in([part_a, part_b]))
        counts = self._collect(tokens.group_by("word", "part").agg(nw.len().alias("count")))
        table = pd.DataFrame(index=pd.Index(sorted(counts["word"].unique()), name="word"))
        for column, part in (("target", part_a), ("reference", part_b)):
            of_part = counts[counts["part"] == part].set_index("word")["count"]
            table[column] = of_part.reindex(table.index, fill_value=0)
        return keyness_of_counts(table, sizes=(int(table["target"].sum()), int(table["reference"].sum())))

    def _tokens(self, part: str | None = None) -> Any:
        """Give the table of words, all or those of a part."""
        import narwhals as nw

        tokens = nw.from_native(self._engine.open(str(self._table.folder / "words-*.parquet"))).lazy()
        if part is None:
            return tokens
        self._check_part(part)
        return tokens.filter(nw.col("part") == part)

    def _check_part(self, part: str) -> None:
        parts = sorted(self.documents()["part"].unique())
        if part not in parts:
            some = ", ".join(parts[:10]) + ("…" if len(parts) > 10 else "")
            raise TextError(f'Corpus: there is no part "{part}". The parts: {some}.')

    def _places(self, word: str, by: str, caller: str, part: str | None) -> Any:
        """Give where a word or phrase stands: a table of `document` and `position`."""
        import narwhals as nw

        _check_by(by, caller)
        wanted = word.split()
        if not wanted:
            raise TextError(f"{caller}: no word to look for. Write one between the quotes.")
        tokens, places = self._tokens(part), None
        for offset, one in enumerate(wanted):
            found = tokens.filter(nw.col("word").is_in(self._forms(one, by)))
            found = found.select("document", (nw.col("position") - offset).alias("position"))
            places = found if places is None else places.join(found, on=["document", "position"])
        return places

    def _forms(self, word: str, by: str) -> list[str]:
        """List the words of the corpus that count as this one."""
        if by == "form":
            return [word]
        same = SAME_WORD[by]
        return [form for form in self._vocabulary() if same(form) == same(word)] or [word]

    def _vocabulary(self) -> list[str]:
        """List all different words; found once."""
        if self._words is None:
            self._words = self._collect(self._tokens().select("word").unique())["word"].tolist()
        return self._words

    def _series(self, counts: Any, top: int | None = None) -> pd.Series:
        """Collect words and counts, the commonest first, equal ones in order of the word."""
        if top is not None:
            counts = counts.sort("count", "word", descending=[True, False]).head(top)
        table = self._collect(counts).sort_values("word").sort_values("count", ascending=False, kind="stable")
        index = pd.Index(table["word"].to_numpy(), name="word", dtype="str")
        return pd.Series(table["count"].to_numpy(), index=index, name="count", dtype="int64")

    def _lines(self, hits: pd.DataFrame, around: pd.DataFrame, size: int) -> pd.DataFrame:
        """Put the words around each hit together; `around` has the columns line, offset, word, sorted."""
        table = pd.read_parquet(self._table.folder / "documents.parquet")
        names = table.set_index("document")["name"]
        lines = pd.DataFrame(
            {"document": hits["document"].map(names), "position": hits["position"].astype("int64")}
        )
        where = pd.cut(
            around["offset"], [-(2**31), -1, size - 1, 2**31], labels=["before", "keyword", "after"]
        )
        for column in ("before", "keyword", "after"):
            words = around[where == column].groupby("line")["word"].agg(" ".join)
            lines[column] = words.reindex(hits["line"], fill_value="").to_numpy()
        return lines.astype({"document": str, "before": str, "keyword": str, "after": str})

    def _collect(self, lazy: Any) -> pd.DataFrame:
        """Have the engine work out a table, and give it as pandas."""
        try:
            return lazy.collect("pyarrow").to_native().to_pandas()
        except Exception as error:
            if said := self._engine.reason(error):
                raise TextError(f"Corpus: {said}") from None
            raise


def _check_by(by: str, caller: str) -> None:
    if by not in SAME_WORD:
        raise TextError(f'{caller}: by="{by}" is not known. Choose one of: {", ".join(SAME_WORD)}.')


def _folded(counts: pd.Series, by: str) -> pd.Series:
    """Add up the counts of words that are the same by key or stem, under their commonest form."""
    same = counts.index.map(SAME_WORD[by])
    table = pd.DataFrame({"word": counts.index, "count": counts.to_numpy()}).groupby(same, sort=False)
    sums = table["count"].sum().set_axis(pd.Index(table["word"].first(), name="word", dtype="str"))
    return sums.sort_index().sort_values(ascending=False, kind="stable")
