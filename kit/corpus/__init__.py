"""Lesson 09: the questions of lessons 4, 5 and 8, asked of a folder too big for memory, or of a cluster.

A `Corpus` reads and splits every text by the rules of `kit.read` and `kit.tokens`. A small one is held in
memory. Of a large one the words are kept in a table of Parquet files: its row groups are counted, and an
engine adds up and joins. What comes back are the same Series, tables and lists that one text gives, so the
same charts draw them.
"""

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from functools import cached_property
from pathlib import Path
from typing import Any

import pandas as pd

from kit.compare import keyness_of_counts
from kit.context import check_sort
from kit.corpus.opening import opened
from kit.corpus.queries import added_up, commonest, of_part, places_of, words_at
from kit.corpus.results import check_whole, folded, labels_of, lines_of, series_of, sorted_lines
from kit.count import deviation_of_proportions
from kit.errors import Key, TextError, key_of, shorten, text_of
from kit.language import say, say_count

__all__ = ["Corpus"]

MOST_LINES = 100_000  # A concordance has no more lines, unless you say how many.
LONGEST_PHRASE = 50  # Each word of a phrase is one more look at the whole corpus.
WORDS_A_SHARE = 2**24  # Pairs fill memory, so those of this many words are added up at a time.


class Corpus:
    """A folder of texts that answers the questions one text answers.

    paths: a folder, a file, a pattern such as "news/*.txt", or a list of these. Files: text (.txt), one JSON
    document a line (.jsonl) or Parquet, with the text in the field `field` and, if you like, `id` and `part`;
    each may be packed (.gz). A text's part is the folder it lies in, or its name if it lies in none.
    engine: "pandas" holds all words in memory; "duckdb" keeps them in a table on disk; the address of a
    Spark cluster ("spark://host:7077"), or a Spark session. Unless you say, it is pandas for up to 16 MB of
    plain texts, or where DuckDB is not installed, as in a browser.
    cache: where to keep the table on disk; beside the texts, in .corpus, unless you say otherwise.
    memory: how much DuckDB may use; beyond it works on disk. workers: processes, one a processor by default.
    progress: draw a bar if reading takes long.

    What cannot be read is left out and named in `problems`; the rest is counted.

    >>> from tempfile import TemporaryDirectory
    >>> with TemporaryDirectory() as cache:
    ...     corpus = Corpus("seeds/*.txt", cache=cache)
    ...     print(corpus, corpus.frequencies(limit=2).to_dict())
    Corpus of 2 documents, 1,288 words {'في': 43, 'من': 43}

    Raises:
        TextError: there are no such files, no words in them, no such engine, or no room for the table.
    """

    def __init__(
        self,
        paths: str | Path | Iterable[str | Path],
        *,
        engine: Any = None,
        field: str = "text",
        cache: str | Path | None = None,
        memory: str = "1.5GB",
        workers: int | None = None,
        progress: bool = True,
    ) -> None:
        self._engine, self._table = opened(
            paths, engine=engine, field=field, cache=cache, memory=memory, workers=workers, progress=progress
        )

    def __repr__(self) -> str:
        faults = sum(not problem.counted for problem in self._table.problems)
        documents = say_count("{n} document", "{n} documents", self._table.documents)
        told = {"documents": documents, "words": f"{self._table.words:,}", "faults": f"{faults:,}"}
        if faults:
            return say("Corpus of {documents}, {words} words, {faults} left out: see .problems", **told)
        return say("Corpus of {documents}, {words} words", **told)

    @property
    def words(self) -> int:
        """How many words all its documents have."""
        return self._table.words

    @property
    def problems(self) -> pd.DataFrame:
        """What was wrong with a file: columns `file`, `problem`, `counted` (was it counted all the same?)."""
        rows = [(item.file, item.problem, item.counted) for item in self._table.problems]
        return pd.DataFrame(rows, columns=["file", "problem", "counted"]).astype({"counted": bool})

    def documents(self) -> pd.DataFrame:
        """List the documents in order of name: columns `document`, `part`, `sentences`, `words`."""
        table = self._documents()
        return table.drop(columns="document").rename(columns={"name": "document"})

    def tokens(self, *, part: str | None = None, limit: int | None = None) -> list[str]:
        """List the words in their order, text after text: for what asks for a list of words.

        limit: only so many, the first ones.

        Raises:
            TextError: there is no such part.
        """
        check_whole("tokens", limit=limit)
        in_order = self._tokens(part).select("document", "position", "word").sort("document", "position")
        words: list[str] = self._collect(in_order if limit is None else in_order.head(limit))["word"].tolist()
        return words

    def frequencies(
        self, *, key: Key | None = None, part: str | None = None, limit: int | None = None
    ) -> pd.Series:
        """Count each word, as `kit.count.frequencies` does; `key` is explained at `kit.context.positions`.

        part: count in this part only. limit: give only so many of the commonest, which takes less memory.

        Raises:
            TextError: there is no such part, or `key` is not a function.
        """
        check_whole("frequencies", limit=limit)
        same = key_of(key, "frequencies")
        if key is None:
            return self._counted(1, part=part, limit=limit)
        return folded(self._counted(1, part=part), same)[:limit]

    def ngrams(
        self, n: int, *, part: str | None = None, min_count: int = 1, limit: int | None = None
    ) -> pd.Series:
        """Count each run of n words, as `frequencies(ngrams(tokens, n))` does for each text.

        min_count: leave out what is rarer. A gigabyte of text has tens of millions of pairs that occur once.

        Raises:
            TextError: `n` is less than 1, or there is no such part.
        """
        check_whole("ngrams", n=n, min_count=min_count, limit=limit)
        if n < 1:
            raise TextError(say("ngrams({n}): n says how many words make a phrase; give 1 or more.", n=n))
        return self._counted(n, part=part, min_count=min_count, limit=limit)

    def concordance(
        self,
        word: str,
        *,
        window: int = 5,
        key: Key | None = None,
        part: str | None = None,
        limit: int | None = None,
        sort: str | None = None,
    ) -> pd.DataFrame:
        """Lay out every place a word or phrase stands in, as `kit.context.concordance` does.

        Columns: `document`, then `position` in it, `before`, `keyword`, `after`; document after document.
        limit: only so many lines, the first of the corpus.

        Raises:
            TextError: in the cases of `kit.context.concordance`, or more lines than fit and no `limit`.
        """
        check_whole("concordance", window=window, limit=limit)
        check_sort(sort)
        size = len(text_of(word, "concordance").split())
        places = self._places(word, key, "concordance", part)
        window = min(window, int(self._documents()["words"].max()))  # A wider one shows no more.
        most = MOST_LINES + 1 if limit is None else limit
        hits = self._collect(places.sort("document", "position").head(most))
        if limit is None and len(hits) > MOST_LINES:
            said = say(
                "concordance: {word} has more than {most} lines. Say how many you want: limit=1000.",
                word=word,
                most=f"{MOST_LINES:,}",
            )
            raise TextError(said)
        hits["line"] = range(len(hits))
        wanted = hits.merge(pd.Series(range(-window, size + window), name="offset"), how="cross")
        wanted["position"] += wanted["offset"]
        around = self._collect(words_at(self._engine.table(wanted), self._tokens()))
        lines = lines_of(hits, around, names=self._documents().set_index("document")["name"], size=size)
        return sorted_lines(lines, sort)

    def positions(self, word: str, *, key: Key | None = None, part: str | None = None) -> list[int]:
        """Return where a word or phrase stands, as `kit.context.positions` does.

        Positions are counted on from document to document, as if all were one text.

        Raises:
            TextError: in the cases of `kit.context.positions`, or there is no such part.
        """
        hits = self._collect(self._places(word, key, "positions", part))
        table = self._documents(part)
        starts = pd.Series((table["words"].cumsum() - table["words"]).to_numpy(), index=table["document"])
        return sorted((hits["document"].map(starts) + hits["position"]).tolist())

    def dispersion(self, word: str, *, key: Key | None = None, part: str | None = None) -> float:
        """Return how unevenly a word is spread over the documents: Gries' DP; see `kit.context.dispersion`.

        The parts are the documents here, each as large as it is. NaN if the word does not occur.

        Raises:
            TextError: in the cases of `kit.context.positions`, or there is no such part.
        """
        hits = self._collect(self._places(word, key, "dispersion", part))
        table = self._documents(part)
        counts = hits["document"].value_counts().reindex(table["document"], fill_value=0)
        return deviation_of_proportions(counts.tolist(), table["words"].tolist())

    def keyness(self, target: str, reference: str, *, key: Key | None = None) -> pd.DataFrame:
        """Rank the words that set one part apart from another, as `kit.compare.keyness` does for two texts.

        target, reference: names of parts.

        Raises:
            TextError: there is no such part.
        """
        same = key_of(key, "keyness")
        counts = {"target": self._counted(1, part=target), "reference": self._counted(1, part=reference)}
        table = pd.DataFrame(counts).fillna(0).astype("int64").rename_axis("word")
        if key is not None:
            labels = labels_of(table.sum(axis=1), same)
            table = table.groupby(labels.to_numpy()).sum().rename_axis("word")
        return keyness_of_counts(table, sizes=tuple(table.sum().tolist()))

    def _documents(self, part: str | None = None) -> pd.DataFrame:
        """Return the table of documents, all or those of a part: `document` is a number, `name` its name."""
        with self._in_plain_words():
            table = self._table.entries()
        return table if part is None else table[table["part"] == part]

    def _tokens(self, part: str | None = None) -> Any:
        """Return the table of words, all or those of a part."""
        import narwhals as nw

        with self._in_plain_words():
            tokens = nw.from_native(self._engine.open(self._table)).lazy()
        if part is None:
            return tokens
        self._check_part(part)
        return of_part(tokens, part)

    def _check_part(self, part: str) -> None:
        parts = sorted(self.documents()["part"].unique())
        if not isinstance(part, str) or part not in parts:
            told = {
                "part": shorten(part),
                "parts": say(", ").join(parts[:10]) + ("…" if len(parts) > 10 else ""),
            }
            raise TextError(say('Corpus: there is no part "{part}". The parts: {parts}.', **told))

    def _places(self, word: str, key: Key | None, caller: str, part: str | None) -> Any:
        """Return where a word or phrase stands: a table of `document` and `position`."""
        same = key_of(key, caller)
        if not text_of(word, caller).split():
            said = say("{caller}: no word to look for. Write one between the quotes.", caller=caller)
            raise TextError(said)
        pieces = word.encode("utf-8", "replace").decode().split()  # No file holds a lone surrogate.
        if len(pieces) > LONGEST_PHRASE:
            told = {"caller": caller, "most": LONGEST_PHRASE, "n": len(pieces)}
            raise TextError(say("{caller}: a phrase has up to {most} words; this one has {n}.", **told))
        forms = [[piece] if key is None else self._forms(piece, same) for piece in pieces]
        return places_of(forms, self._tokens(part))

    def _forms(self, word: str, same: Key) -> list[str]:
        """List the words of the corpus that count as this one."""
        wanted = same(word)
        return [form for form in self._vocabulary if same(form) == wanted] or [word]

    @cached_property
    def _vocabulary(self) -> list[str]:
        """List all different words; the list is kept, because counting takes long."""
        return self.frequencies().index.tolist()

    def _counted(
        self, n: int, *, part: str | None = None, min_count: int = 1, limit: int | None = None
    ) -> pd.Series:
        """Count the runs of n words, or only the commonest."""
        import narwhals as nw

        if part is not None:
            self._check_part(part)
        shares = 1 if n == 1 else -(-self.words // WORDS_A_SHARE)  # Single words fit one share.
        tables = []
        with self._in_plain_words():
            for tallies in self._engine.tallies(self._table, n=n, part=part, shares=shares):
                counts = added_up(nw.from_native(tallies).lazy(), min_count=min_count)
                tables.append(self._collect(counts if limit is None else commonest(counts, limit)))
        return series_of(pd.concat(tables))[:limit]

    def _collect(self, lazy: Any) -> pd.DataFrame:
        """Have the engine work out a table, and return it as pandas."""
        with self._in_plain_words():
            table: pd.DataFrame = lazy.collect().to_pandas()
            return table

    @contextmanager
    def _in_plain_words(self) -> Iterator[None]:
        """Raise a `TextError` that says why a question failed, if the engine knows."""
        try:
            yield
        except Exception as error:
            if said := self._engine.reason(error):
                raise TextError(f"Corpus: {said}") from None
            raise
