"""Say how well names were found, against labels that people made by hand."""

import pandas as pd

from kit.data import read_json
from kit.errors import TextError, shorten, table_with, text_of
from kit.language import say
from kit.names.finding import Name

__all__ = ["hand_labels", "score"]

COLUMNS = ("start", "end", "kind")
KINDS = ("place", "person", "organisation", "date", "number")


def score(found: pd.DataFrame, gold: pd.DataFrame) -> pd.DataFrame:
    """Compare names found with names labelled by hand; right means the same start, end and kind.

    Both tables need the columns start, end, kind. Gives a row for each kind in either, then "all":
    `gold`, `found` and `right` are counts, precision = right / found, recall = right / gold and
    f1 = 2 · right / (found + gold), their harmonic mean, are shares from 0 to 1. Where the divisor is 0 there
    is no answer, and the share is NaN.

    >>> gold = pd.DataFrame({"start": [0, 9], "end": [4, 14], "kind": ["place", "place"]})
    >>> score(gold.head(1), gold).loc["all"].tolist()
    [2.0, 1.0, 1.0, 1.0, 0.5, 0.6666666666666666]

    Raises:
        TextError: one of them is no table with these columns.

    Source: van Rijsbergen, "Information Retrieval" (1979), chapter 7.
    """
    for name, table in (("found", found), ("gold", gold)):
        table_with(
            table, COLUMNS, "score", name, advice=say("what find_names(text) or hand_labels() returns")
        )
    wanted, given = (set(zip(*(table[column] for column in COLUMNS), strict=True)) for table in (gold, found))
    parts = {"gold": wanted, "found": given, "right": wanted & given}
    kinds = sorted({kind for *_, kind in wanted | given}, key=lambda kind: ([*KINDS, kind].index(kind), kind))
    table = pd.DataFrame(0, index=pd.Index([*kinds, "all"], name="kind"), columns=list(parts))
    for part, names in parts.items():
        for *_, kind in names:
            table.loc[[kind, "all"], part] += 1
    table["precision"] = table["right"] / table["found"]
    table["recall"] = table["right"] / table["gold"]
    table["f1"] = 2 * table["right"] / (table["found"] + table["gold"])
    return table


def hand_labels(name: str = "article") -> pd.DataFrame:
    """Give the names in the article ("article") or the second text ("second") as people labelled them.

    The columns are those of `find_names`. The guidelines stand at the head of kit/data/names_article.json.

    >>> hand_labels()["kind"].value_counts().to_dict()
    {'place': 43, 'organisation': 33, 'date': 13, 'number': 3, 'person': 1}

    Raises:
        TextError: no such text is labelled.
    """
    if text_of(name, "hand_labels", "name") not in ("article", "second"):
        said = say(
            'hand_labels("{name}"): the texts labelled by hand are "article" and "second".',
            name=shorten(name),
        )
        raise TextError(said)
    labels = read_json(f"names_{name}.json")
    return pd.DataFrame(labels["names"], columns=Name._fields)
