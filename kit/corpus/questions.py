"""What is asked of the table of words, written once over Narwhals: every engine works it out the same way.

Each function takes and gives a lazy table, of `document`, `sentence`, `position`, `word` and `part`; nothing
is worked out before it is collected.

>>> import pandas as pd, narwhals as nw
>>> words = pd.DataFrame({"document": [0, 0, 0, 1], "position": [0, 1, 2, 0], "word": list("ابات")})
>>> counts_of_runs(nw.from_native(words).lazy(), 2, min_count=1).collect()["word"].to_list()
['ا ب', 'ب ا']
"""

from typing import Any


def of_parts(tokens: Any, parts: list[str]) -> Any:
    """Take the words of some parts only."""
    import narwhals as nw

    return tokens.filter(nw.col("part").is_in(parts))


def counts_of(tokens: Any, *columns: str) -> Any:
    """Count how often each value of the columns occurs: these, and `count`."""
    import narwhals as nw

    return tokens.group_by(*columns).agg(nw.len().alias("count"))


def counts_of_runs(tokens: Any, n: int, *, min_count: int) -> Any:
    """Count the runs of n words within a document, but not the rarer ones: columns `word` and `count`."""
    import narwhals as nw

    names = [f"word{i}" for i in range(n)]
    later = {
        name: nw.col("word").shift(-i).over("document", order_by="position")
        for i, name in enumerate(names)
        if i
    }
    runs = tokens.with_columns(nw.col("word").alias("word0"), **later).select(*names).drop_nulls()
    counts = counts_of(runs, *names).filter(nw.col("count") >= min_count)
    joined = nw.concat_str([nw.col(name) for name in names], separator=" ")
    return counts.select(joined.alias("word"), "count")


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
