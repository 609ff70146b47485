"""Clitics and stems are right on short texts of seven genres that were labelled before a rule was mended.

`genres.json` has the words of each text, written for this test, with + behind what stands in front and |
before a pronoun; `genres_stems.json` has pairs of words that should share a stem, or should not. The old
rules had 90.5 % of the words of the first look right, 61 % of the pairs joined, and merged 11 of 47
wrongly. The second look was written when the rules had been mended, and scored once before they were mended
again: 96.2 %, 80 % and 1 of 29 (the old rules: 86.1 %, 44 % and 10). The third and fourth looks were
written in the same way for the next round: the third, which the rules were then mended by, scored 97.2 %;
the fourth, written after that, 98.3 % where the rules before had 96.7 %. Three more looks at stems joined
80 %, 79 % and 67 % of the pairs by the rules they found. The second scored 84 % and the third 73 % when the
rules had been mended by the look before; 4 of 61 and 4 of 37 were merged wrongly (by the rules before: 4
and 5). The fifth look was written in five parts, each before the rules were mended by it: they scored 98.1 %,
96.6 %, 97.8 %, 96.4 % and 97.2 %, and their pairs of stems 80 to 91 %. The sixth, scored once before it was
used, had 97.9 % of the clitics, 97 % of the pairs and 1 of 20 merged (the rules before the fifth had 97.2 %,
97 % and 1). All now stand above what the tests ask for.
"""

import pytest
from cases import cases

from kit.tokens import split_clitics, stem


def _word_and_pieces(marked):
    """Return a word as it is written and the pieces it should have."""
    host, *pronoun = marked.split("|")
    *front, middle = host.split("+")
    pieces = [f"{piece}+" for piece in front] + [middle] + [f"+{piece}" for piece in pronoun]
    written = marked.replace("ل+الله", "لله").replace("ل+ال+", "لل")
    return written.replace("+", "").replace("|", ""), pieces


GENRES = sorted({row.values[0]["genre"] for row in cases("genres")})


@pytest.mark.parametrize("genre", GENRES)
def test_clitics_of_a_genre(genre):
    rows = [row.values[0] for row in cases("genres")]
    words = [_word_and_pieces(word) for row in rows if row["genre"] == genre for word in row["words"].split()]
    right = sum(split_clitics(written) == pieces for written, pieces in words)
    assert right / len(words) >= 0.98


@pytest.mark.parametrize("row", cases("genres_stems"))
def test_stems_of_seven_genres(row):
    pairs = [pair.split("/") for pair in row["pairs"].split()]
    right = sum((stem(one) == stem(other)) == row["wanted"] for one, other in pairs)
    assert right / len(pairs) >= 0.92
