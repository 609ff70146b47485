"""What an engine worked out, made into what the functions for one text give."""

from numbers import Integral

import pandas as pd

from kit.context import SAME_WORD
from kit.read import TextError

SIDES = ("before", "keyword", "after")


def check_by(by: str, caller: str) -> None:
    """Refuse a `by` that is none of "form", "key" and "stem".

    >>> check_by("form", "frequencies")

    Raises:
        TextError: it is not known.
    """
    if by not in SAME_WORD:
        raise TextError(f'{caller}: by="{by}" is not known. Choose one of: {", ".join(SAME_WORD)}.')


def check_whole(caller: str, **numbers: int | None) -> None:
    """Refuse what is no number of rows or words; `top` and `first` may be None, which is no limit.

    >>> check_whole("frequencies", top=5)

    Raises:
        TextError: one of them is no whole number, or less than 0.
    """
    for name, number in numbers.items():
        if number is None and name in ("top", "first"):
            continue
        if not isinstance(number, Integral) or number < 0:
            raise TextError(f"{caller}: {name}={number!r}: give a whole number, 0 or more.")


def series_of(table: pd.DataFrame) -> pd.Series:
    """Order the columns `word` and `count` as `kit.count.frequencies` does: commonest first, then by word.

    >>> series_of(pd.DataFrame({"word": ["من", "في"], "count": [2, 2]})).to_dict()
    {'في': 2, 'من': 2}
    """
    table = table.sort_values("word").sort_values("count", ascending=False, kind="stable")
    index = pd.Index(table["word"].to_numpy(), name="word", dtype="str")
    return pd.Series(table["count"].to_numpy(), index=index, name="count", dtype="int64")


def folded(counts: pd.Series, by: str) -> pd.Series:
    """Add up the counts of words that are the same by key or stem, under their commonest form.

    >>> folded(series_of(pd.DataFrame({"word": ["أحمد", "احمد"], "count": [2, 1]})), "key").to_dict()
    {'أحمد': 3}
    """
    same = counts.index.map(SAME_WORD[by])
    table = pd.DataFrame({"word": counts.index, "count": counts.to_numpy()}).groupby(same, sort=False)
    sums = table["count"].sum().set_axis(pd.Index(table["word"].first(), name="word", dtype="str"))
    return sums.sort_index().sort_values(ascending=False, kind="stable")


def lines_of(hits: pd.DataFrame, around: pd.DataFrame, *, names: pd.Series, size: int) -> pd.DataFrame:
    """Put the words around each hit of `size` words together, as a concordance has them.

    hits: columns `line`, `document` (its number) and `position`. around: `line`, `offset` (0: the first word
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
