"""Each cleaning step does its work and no more, on rows from tests/cases/clean.json and on any string."""

import itertools
import unicodedata

import pytest
from cases import cases
from hypothesis import example, given, settings
from hypothesis import strategies as st

from kit import clean
from kit.characters import CONTROLS
from kit.clean import fold_hamza, normalize, strip_marks, unify_alef
from kit.errors import TextError

STEPS = (*clean.FOLD, clean.unify_quotes, clean.unify_ya, clean.fold_ta_marbuta, clean.fold_hamza)
# Letters, marks, invisible characters, ready-shaped forms, signs: the characters the steps are about.
ARABIC = st.text(
    st.sampled_from(
        "اأإآٱبتةهوؤيئىء لـ\u0654\u0653\u064b\u064e\u0651\u0670\u06e5\u06e1کیہۃۀ١۵٫٬٪.«»“’"
        "\u200c\u200d\u200f\u00a0\ufeff\u0640\ufefb\ufe70\ufe71\ufe8d\ufefa\ufdfa\ufdf2\ufbe9aé\u0301 \n"
    )
)
ANY = ARABIC | st.text(st.characters(codec=None, exclude_categories=()))

# Pairs of steps whose order matters, with a text that shows it. `SAFE` and `FOLD` take the first step first.
IN_THIS_ORDER = {
    ("fold_presentation_forms", "compose"): "\ufe8d\u0654",  # the plain alef and its hamza become one letter
    ("fold_presentation_forms", "strip_controls"): "ا\u200d\ufdf2",  # the alef typed before ﷲ
    ("fold_presentation_forms", "unify_spaces"): "\u00a0\ufe70",  # a mark that stands on a space
    ("strip_controls", "unify_spaces"): "\u00a0\u200d\u0670",
    ("strip_controls", "strip_marks"): "\u00a0\u200d\u0670",
    ("strip_controls", "compose"): "ا\u200d\u0654",  # they meet when what is between them is gone
    ("strip_controls", "strip_tatweel"): "ب\u200d\u0640ت",
    ("fold_presentation_forms", "strip_marks"): "\ufe70",  # a mark comes out of it
    ("fold_presentation_forms", "strip_tatweel"): "ب\ufe71ت",  # a tatweel comes out of it
    ("fold_presentation_forms", "unify_alef"): "\ufe83",
    ("fold_presentation_forms", "unify_ya"): "\ufeef",
    ("fold_presentation_forms", "unify_lookalikes"): "\ufb8e",
    ("fold_presentation_forms", "fold_ta_marbuta"): "\ufe93",
    ("fold_presentation_forms", "fold_hamza"): "\ufe85",
    ("compose", "strip_marks"): "ا\u0654",  # the hamza is dropped before it can join
    ("strip_tatweel", "compose"): "ا\u0640\u0654",
    ("compose", "unify_alef"): "ا\u0654",
    ("compose", "unify_ya"): "ى\u0654",
    ("compose", "unify_lookalikes"): "\u06d5\u0654",
    ("compose", "fold_hamza"): "و\u0654",
    ("strip_marks", "strip_tatweel"): "ب\u0640\u064e",  # the mark made the tatweel stand inside the word
    # A hamza that is dropped leaves the tatweel at the word's edge, or its mark on the space.
    ("strip_tatweel", "fold_hamza"): "ا\u0640ء",
    ("strip_marks", "fold_hamza"): "\u00a0ء\u0654",
    ("unify_spaces", "fold_hamza"): "\u00a0ء\u0654",
    ("unify_spaces", "compose"): "\u00a0\u0301\u064e",  # a mark of another script changes places with ours
    ("unify_lookalikes", "fold_ta_marbuta"): "\N{ARABIC LETTER TEH MARBUTA GOAL}",
}


@pytest.mark.parametrize("row", cases("clean"))
def test_case(row):
    assert getattr(clean, row["step"])(row["given"]) == row["wanted"]


def test_every_step_has_cases_that_change_and_cases_that_do_not():
    rows = [row.values[0] for row in cases("clean")]
    for step in STEPS:
        mine = [row["given"] != row["wanted"] for row in rows if row["step"] == step.__name__]
        assert {True, False} <= set(mine), step.__name__


@pytest.mark.parametrize("step", [*STEPS, normalize, clean.fold], ids=lambda step: step.__name__)
@settings(max_examples=50)
@given(text=ANY)
def test_twice_is_once(step, text):
    assert step(step(text)) == step(text)


@pytest.mark.parametrize("names", IN_THIS_ORDER, ids="-".join)
def test_order_matters(names):
    text = IN_THIS_ORDER[names]
    first, second = (getattr(clean, name) for name in names)
    assert normalize(text, first, second) != normalize(text, second, first)


@settings(max_examples=2000)
@given(steps=st.sampled_from(list(itertools.combinations(STEPS, 2))), text=ANY)
def test_all_other_steps_commute(steps, text):
    names = tuple(step.__name__ for step in steps)
    if names not in IN_THIS_ORDER and names[::-1] not in IN_THIS_ORDER:
        assert normalize(text, *steps) == normalize(text, *reversed(steps))


def test_the_key_takes_its_steps_in_the_right_order():
    order = [step.__name__ for step in clean.FOLD]
    for first, second in IN_THIS_ORDER.keys() - {
        ("strip_tatweel", "compose")
    }:  # it has no marks left to join
        assert first not in order or second not in order or order.index(first) < order.index(second)


@example("".join(map(chr, range(ord("ء"), ord("ي") + 1))))
@given(text=ANY | st.text(st.characters(min_codepoint=ord("ء"), max_codepoint=ord("ي"))))
def test_the_fold_of_a_text_is_what_all_its_steps_give(text):
    assert clean.fold(text) == normalize(text, *clean.FOLD)


@given(text=ANY)
def test_safe_steps_change_nothing_a_reader_sees(text):
    def seen(text):
        text = text.replace(
            "ا\N{ARABIC LIGATURE ALLAH ISOLATED FORM}", "\N{ARABIC LIGATURE ALLAH ISOLATED FORM}"
        )
        text = "".join(unicodedata.normalize("NFKC", c) for c in text if c not in CONTROLS)
        return unicodedata.normalize("NFC", "".join(text.split()))

    assert seen(normalize(text)) == seen(text)


@pytest.mark.parametrize("word", ["الإسلامية", "الاسلامية", "الإِسلاميّة", "الإســلامية", "\u200fالإسلامية"])
def test_one_key_for_every_way_to_write_a_word(word):
    assert clean.fold(word) == "الاسلامية"


@pytest.mark.parametrize(
    "text", ["\ud800" * 9, "\0", "\u064e" * 100_000, "\u0640" * 1_000_000, "ب" + "\u0640" * 1_000_000]
)
def test_strange_texts_pass_through_every_step(text):
    for step in STEPS:
        assert isinstance(step(text), str)


@pytest.mark.parametrize("wrong", ["strip_marks", [strip_marks, unify_alef], None])
def test_a_step_is_a_function(wrong):
    with pytest.raises(TextError, match="one by one"):
        normalize("خسر", wrong)


def test_hamza_left_out_meets_hamza_written():
    assert fold_hamza("عائلة") == fold_hamza("عايلة")
    assert fold_hamza("سماء") == fold_hamza("سما")
