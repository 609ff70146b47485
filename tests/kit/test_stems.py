"""stem: forms of one word share a key, and other words do not."""

import pytest
from cases import cases
from hypothesis import example, given
from hypothesis import strategies as st

from kit.tokens.clitics import stem
from kit.tokens.stems import FAMILIES


@pytest.mark.parametrize("row", cases("stems"))
def test_case(row):
    """`wanted` is true where all words of `given` share a key, false where no two do."""
    keys = {stem(word) for word in row["given"]}
    assert len(keys) == (1 if row["wanted"] else len(row["given"])), keys


@given(st.one_of(st.text(), st.text("وفبلكسايتنهمرعأإىةئـَ+", max_size=12)))
@example("\ud800")
@example("a+b")
@example("+")
def test_any_string_has_a_key(word):
    key = stem(word)
    assert isinstance(key, str)
    assert bool(key) == bool(word)


@given(st.text("وفبلكسايتنهمرع", min_size=1, max_size=8))
def test_marks_change_nothing(word):
    assert stem("\N{ARABIC SHADDA}".join(word)) == stem(word)


def test_families_meet_under_their_heads():
    assert [head for head in set(FAMILIES.values()) if stem(head) != head] == []
