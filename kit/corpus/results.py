"""Turn what an engine worked out into what the functions for one text return."""

import pandas as pd

from kit.errors import Key, whole_number

__all__ = ["check_whole", "folded", "labels_of", "lines_of", "series_of", "sorted_lines"]

SIDES = ("before", "keyword", "after")


def check_whole(caller: str, **numbers: int | None) -> None:
    """Raise a `TextError` if one is no number of rows or words; `limit` may be None, which is no limit.

    >>> check_whole("frequencies", limit=5)

    Raises:
        TextError: one of them is not a whole number, or is less than 0.
    """
    for name, number in numbers.items():
        if number is not None or name != "limit":
            whole_number(number, caller, name)


def series_of(table: pd.DataFrame) -> pd.Series:
    """Return columns `word` and `count` as the Series that `kit.count.frequencies` returns, in its order.

    >>> series_of(pd.DataFrame({"word": ["من", "في"], "count": [2, 2]})).to_dict()
    {'في': 2, 'من': 2}
    """
    table = table.sort_values("word").sort_values("count", ascending=False, kind="stable")
    index = pd.Index(table["word"].to_numpy(), name="word", dtype="str")
    return pd.Series(table["count"].to_numpy(), index=index, name="count", dtype="int64")


def folded(counts: pd.Series, key: Key) -> pd.Series:
    """Return the counts of words of one key added up, under their commonest form.

    >>> from kit.clean import fold
    >>> folded(series_of(pd.DataFrame({"word": ["أحمد", "احمد"], "count": [2, 1]})), fold).to_dict()
    {'أحمد': 3}
    """
    return series_of(
        counts.groupby(labels_of(counts, key)).sum().rename_axis("word").reset_index(name="count")
    )


def labels_of(counts: pd.Series, key: Key) -> pd.Series:
    """Return for each counted word the commonest word of its key, or the first of the commonest in order.

    >>> from kit.clean import fold
    >>> labels_of(pd.Series({"احمد": 1, "أحمد": 2}), fold).to_dict()
    {'احمد': 'أحمد', 'أحمد': 'أحمد'}
    """
    in_order = counts.sort_index().sort_values(ascending=False, kind="stable")
    keys = pd.Series(in_order.index.map(key), index=in_order.index)
    first = pd.Series(in_order.index, index=keys.to_numpy()).groupby(level=0, sort=False).first()
    return keys.map(first).reindex(counts.index)


def lines_of(hits: pd.DataFrame, around: pd.DataFrame, *, names: pd.Series, size: int) -> pd.DataFrame:
    """Return a concordance: each hit of `size` words with the words around it.

    hits: columns `line`, `document` (a number) and `position`. around: `line`, `offset` (0: the first word
    of the hit) and `word`. names: what the documents are called.

    >>> hits = pd.DataFrame({"line": [0], "document": [7], "position": [1]})
    >>> around = pd.DataFrame({"line": 0, "offset": [-1, 0, 1], "word": ["ذهب", "الولد", "إلى"]})
    >>> lines_of(hits, around, names=pd.Series({7: "a.txt"}), size=1).to_numpy().tolist()
    [['a.txt', 1, 'ذهب', 'الولد', 'إلى']]
    """
    around = around.sort_values(["line", "offset"])
    documents = hits["document"].map(names)
    lines = pd.DataFrame({"document": documents, "position": hits["position"].astype("int64")})
    side = pd.cut(around["offset"], [-(2**31), -1, size - 1, 2**31], labels=SIDES)
    for column in SIDES:
        words = around[side == column].groupby("line")["word"].agg(" ".join)
        lines[column] = words.reindex(hits["line"], fill_value="").to_numpy()
    return lines.astype(dict.fromkeys(("document", *SIDES), str))


def sorted_lines(lines: pd.DataFrame, sort: str | None) -> pd.DataFrame:
    """Put the lines of a concordance in order of their neighbours, as `kit.context.concordance` does.

    >>> lines = pd.DataFrame({"before": ["", ""], "after": ["من هنا", "إلى هناك"]})
    >>> sorted_lines(lines, "after")["after"].tolist()
    ['إلى هناك', 'من هنا']
    """
    if sort is None:
        return lines
    neighbours = [words.split()[:: 1 if sort == "after" else -1] for words in lines[sort]]
    in_order = sorted(range(len(lines)), key=neighbours.__getitem__)
    return lines.iloc[in_order].reset_index(drop=True)
