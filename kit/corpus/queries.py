"""The questions asked of the table of words, written once over Narwhals: all engines answer them alike.

Each function takes and returns a lazy table: the engine works nothing out before the table is collected.
"""

from typing import Any

__all__ = ["added_up", "commonest", "of_part", "places_of", "words_at"]


def added_up(tallies: Any, *, min_count: int = 1) -> Any:
    """Add up the `count` of each `word`, and leave out what is rarer than `min_count`.

    >>> import pandas as pd, narwhals as nw
    >>> tallies = nw.from_native(pd.DataFrame({"word": ["في", "من", "في"], "count": [2, 2, 1]})).lazy()
    >>> added_up(tallies, min_count=3).collect().to_native().to_numpy().tolist()
    [['في', 3]]
    """
    import narwhals as nw

    sums = tallies.group_by("word").agg(nw.col("count").sum())
    return sums.with_columns(nw.col("count").cast(nw.Int64)).filter(nw.col("count") >= min_count)


def commonest(counts: Any, limit: int) -> Any:
    """Return the words with the highest `count`; of equal counts, the first in order of the word.

    >>> import pandas as pd, narwhals as nw
    >>> counts = nw.from_native(pd.DataFrame({"word": ["من", "في"], "count": [2, 2]})).lazy()
    >>> commonest(counts, 1).collect().to_native()["word"].tolist()
    ['في']
    """
    return counts.sort("count", "word", descending=[True, False]).head(limit)


def of_part(tokens: Any, part: str) -> Any:
    """Return the words of one part only.

    >>> import pandas as pd, narwhals as nw
    >>> tokens = nw.from_native(pd.DataFrame({"word": ["في", "من"], "part": ["war", "peace"]})).lazy()
    >>> of_part(tokens, "peace").collect().to_native()["word"].tolist()
    ['من']
    """
    import narwhals as nw

    return tokens.filter(nw.col("part") == part)


def places_of(phrase: list[list[str]], tokens: Any) -> Any:
    """Return where a phrase begins, as `document` and `position`; each of its words is a list of forms.

    >>> import pandas as pd, narwhals as nw
    >>> tokens = pd.DataFrame({"document": 0, "position": [0, 1, 2], "word": ["دير", "الزور", "دير"]})
    >>> places_of([["دير"], ["الزور"]], nw.from_native(tokens).lazy()).collect().to_native().values.tolist()
    [[0, 0]]
    """
    import narwhals as nw

    places = None
    for offset, forms in enumerate(phrase):
        matches = tokens.filter(nw.col("word").is_in(forms))
        matches = matches.select("document", (nw.col("position") - offset).alias("position"))
        places = matches if places is None else places.join(matches, on=["document", "position"])
    return places


def words_at(wanted: Any, tokens: Any) -> Any:
    """Return the `word` at each wanted `document` and `position`, with its `line` and `offset`.

    >>> import pandas as pd, narwhals as nw
    >>> tokens = pd.DataFrame({"document": 0, "position": [0, 1], "word": ["دير", "الزور"]})
    >>> wanted = pd.DataFrame({"document": [0], "position": [1], "line": [5], "offset": [0]})
    >>> words_at(wanted, nw.from_native(tokens).lazy()).collect().to_native().values.tolist()
    [[5, 0, 'الزور']]
    """
    import narwhals as nw

    words = tokens.select("document", "position", "word")
    joined = words.join(nw.from_native(wanted).lazy(), on=["document", "position"])
    return joined.select("line", "offset", "word")
