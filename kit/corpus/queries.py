"""What is asked of the table of words, written once over Narwhals: every engine works it out the same way.

Each function takes and gives a lazy table; nothing is worked out before it is collected.

>>> import pandas as pd, narwhals as nw
>>> tallies = pd.DataFrame({"word": ["في", "من", "في"], "count": [2, 2, 1]})
>>> added_up(nw.from_native(tallies).lazy(), min_count=3).collect().to_native().to_numpy().tolist()
[['في', 3]]
"""

from typing import Any

__all__ = ["added_up", "commonest", "of_part", "places_of", "words_at"]


def added_up(tallies: Any, *, min_count: int = 1) -> Any:
    """Add up the `count` of each `word`, and leave out what is rarer than `min_count`."""
    import narwhals as nw

    sums = tallies.group_by("word").agg(nw.col("count").sum())
    return sums.with_columns(nw.col("count").cast(nw.Int64)).filter(nw.col("count") >= min_count)


def commonest(counts: Any, limit: int) -> Any:
    """Take the words with the highest `count`, of equal ones the first in order of the word."""
    return counts.sort("count", "word", descending=[True, False]).head(limit)


def of_part(tokens: Any, part: str) -> Any:
    """Take the words of one part only."""
    import narwhals as nw

    return tokens.filter(nw.col("part") == part)


def places_of(phrase: list[list[str]], tokens: Any) -> Any:
    """Say where a phrase begins, any of some forms for each of its words: columns `document`, `position`."""
    import narwhals as nw

    places = None
    for offset, forms in enumerate(phrase):
        found = tokens.filter(nw.col("word").is_in(forms))
        found = found.select("document", (nw.col("position") - offset).alias("position"))
        places = found if places is None else places.join(found, on=["document", "position"])
    return places


def words_at(wanted: Any, tokens: Any) -> Any:
    """Give the `word` at each wanted `document` and `position`, with its `line` and `offset`."""
    import narwhals as nw

    words = tokens.select("document", "position", "word")
    found = words.join(nw.from_native(wanted).lazy(), on=["document", "position"])
    return found.select("line", "offset", "word")
