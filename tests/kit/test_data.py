"""The word lists say where they come from, hold plain Arabic words, and do what they promise."""

import pytest

from kit.data import path_of_data, read_data, read_table
from kit.tokens.clitics import split_clitics
from kit.tokens.stems import unify_letters

LETTERS = set("ابتثجحخدذرزسشصضطظعغفقكلمنهويءآأؤإئةى")
LISTS = sorted(
    path.name for path in path_of_data("").iterdir() if path.name.startswith(("clitics_", "stems_"))
)


@pytest.mark.parametrize("name", LISTS)
def test_list_names_its_source_and_holds_arabic_letters_only(name):
    assert "# Source:" in read_data(name)
    table = read_table(name)
    assert table
    for words in table.values():
        assert set("".join(words)) <= LETTERS


@pytest.mark.parametrize("name", ["clitics_own_first.txt", "clitics_fixed.txt"])
def test_word_that_owns_its_first_letter_keeps_it(name):
    words = read_table(name)[""]
    assert [word for word in words if word[0] not in "وفبلكس"] == []
    assert [word for word in words if split_clitics(word)[0].endswith("+")] == []


def test_no_word_stands_in_two_lists_or_twice_in_one():
    words = read_table("clitics_own_first.txt")[""] + read_table("clitics_fixed.txt")[""]
    assert sorted(word for word in set(words) if words.count(word) > 1) == []


def test_no_form_stands_under_two_heads():
    families = read_table("stems_families.txt")
    forms = [form for head, forms in families.items() for form in {head, *forms} - {""}]
    assert sorted(form for form in set(forms) if forms.count(form) > 1) == []


def test_word_that_owns_its_last_letters_keeps_them():
    assert [w for w in read_table("clitics_own_last.txt")[""] if split_clitics(w)[-1].startswith("+")] == []


def test_word_without_article_keeps_its_letters():
    assert [w for w in read_table("clitics_no_article.txt")[""] if "ال+" in split_clitics(w)] == []


def test_word_that_follows_a_clitic_loses_it():
    table = read_table("clitics_after.txt")
    assert [word for word in table.pop("لل") if split_clitics(f"لل{word}")[:2] != ["ل+", "ال+"]] == []
    for letters, words in table.items():
        assert [w for w in words for letter in letters if split_clitics(letter + w)[0] != letter + "+"] == []


def test_unifying_letters_keeps_places():
    word = "أإآٱىؤئءبة"
    assert len(unify_letters(word)) == len(word)
    assert unify_letters(unify_letters(word)) == unify_letters(word)


def test_word_before_a_pronoun_gives_it_up():
    table = read_table("clitics_before.txt")
    forms = [(word.replace("ء", "ئ"), pronoun) for pronoun, words in table.items() for word in words]
    assert [pair for pair in forms if split_clitics("".join(pair))[-1] != f"+{pair[1]}"] == []


def test_verb_after_fa_is_a_verb():
    verbs = [verb for verbs in read_table("clitics_verbs.txt").values() for verb in verbs]
    assert [verb for verb in verbs if split_clitics(f"ف{verb}")[0] != "ف+"] == []
