"""Each class of characters holds what its name says, and no two letters of Unicode's Arabic are forgotten."""

import re
import sys
import unicodedata

import pytest

from kit import characters
from kit.characters import ARABIC_LETTERS, CONTROLS, DIRECTION_MARKS, LETTERS, MARKS, TATWEEL, VOWELS, members

SCRIPT = [
    character
    for character in map(chr, range(0x10000))
    if unicodedata.name(character, "").startswith("ARABIC")
]
EVERY = "".join(map(chr, range(sys.maxunicode)))

CLASSES = [name for name in characters.__all__ if name.isupper() and isinstance(vars(characters)[name], str)]


@pytest.mark.parametrize("name", CLASSES)
def test_a_class_can_stand_in_a_regular_expression(name):
    matching = set(re.findall(f"[{getattr(characters, name)}]", EVERY))
    assert matching == members(getattr(characters, name)) - set(map(chr, range(0xD800, 0xE000)))


def test_every_letter_of_the_script_is_a_letter_and_every_sign_a_mark():
    letters = {letter for letter in SCRIPT if unicodedata.category(letter) == "Lo"}
    marks = {letter for letter in SCRIPT if unicodedata.category(letter) == "Mn"}
    assert not (letters - members(LETTERS)) - {"\N{ARABIC LIGATURE BISMILLAH AR-RAHMAN AR-RAHEEM}"}
    assert not marks - members(MARKS)
    assert TATWEEL not in members(LETTERS)
    assert members(ARABIC_LETTERS) < members(LETTERS)
    assert members(VOWELS) < members(MARKS)


def test_controls_are_invisible_and_direction_marks_are_controls():
    assert {unicodedata.category(letter) for letter in members(CONTROLS)} == {"Cf"}
    assert members(DIRECTION_MARKS) < members(CONTROLS)
