"""Say which names stand in one sentence: co-occurrence."""

from collections import Counter
from itertools import combinations

import pandas as pd

from kit.errors import TextError, kind_of, text_of
from kit.language import say
from kit.sentences import sentence_spans

__all__ = ["named_together"]


def named_together(names: pd.DataFrame, text: str) -> pd.DataFrame:
    """Count for each two names the sentences that name both, however often.

    names: as `find_names(text)` gives them, or some of its rows. Gives `first` and `second`, the canonical
    names in the order of the alphabet, and `sentences`, the largest number first, then by the names.

    >>> from kit.names import find_names
    >>> text = "من دمشق إلى حلب. ثم من حلب إلى حمص. ومن حمص إلى حلب، ثم إلى حلب."
    >>> named_together(find_names(text), text).values.tolist()
    [['حلب', 'حمص', 2], ['حلب', 'دمشق', 1]]

    Raises:
        TextError: that is no table of names, or no text.
    """
    if not isinstance(names, pd.DataFrame) or not {"start", "canonical"} <= set(names):
        said = say(
            "named_together: give a table of names, as find_names(text) does, not {kind}.",
            kind=kind_of(names),
        )
        raise TextError(said)
    pairs: Counter[tuple[str, str]] = Counter()
    for start, end in sentence_spans(text_of(text, "named_together")):
        inside = names.loc[names["start"].between(start, end - 1), "canonical"]
        pairs.update(combinations(sorted(set(inside)), 2))
    rows = sorted(((*pair, count) for pair, count in pairs.items()), key=lambda row: (-row[2], row))
    table = pd.DataFrame(rows, columns=["first", "second", "sentences"])
    return table.astype({"first": str, "second": str, "sentences": "int64"})
