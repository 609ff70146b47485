"""Checks and grading in Arabic: a student reads no English, and every answer counts the same."""

import re

import nbformat
import pytest
from cases import cases
from slips import set_up, told

from kit.check.solved import read_key
from kit.classroom.exercises.sources import fill, read_source
from kit.classroom.grading.feedback import feedback_page
from kit.classroom.grading.marking import Mark
from kit.classroom.grading.questions import read_exercise
from kit.classroom.grading.returns import StudentResult
from kit.classroom.grading.summary import Tally
from kit.classroom.repository import SOURCES
from kit.language import speaking

ENGLISH = re.compile(r"[A-Za-z]{2,}")


def without_code(says: str) -> str:
    # A type stands in brackets or after "of the kind", and a TextError names functions as they are called.
    return re.sub(r"`[^`]*`|\(\w+\)|(?<=صنف )\w+|\w+_\w+|\.\w+\(\w*\)", "", says)


@pytest.mark.parametrize("row", [row for row in cases("slips_by_hand") if row.values[0]["asked"] < "04"])
def test_a_slip_is_named_in_arabic_and_counts_the_same(row):
    exercise, question = row["asked"].split()
    with speaking("ar"):
        arabic = told(read_key(exercise)["questions"][question], set_up(exercise, question), row["code"])
    english = told(read_key(exercise)["questions"][question], set_up(exercise, question), row["code"])
    assert arabic.outcome == english.outcome
    assert not ENGLISH.search(without_code(arabic.sentence)), arabic.sentence


@pytest.mark.parametrize("exercise", ["01_read", "02_clean"])
def test_every_known_answer_counts_the_same_in_both_languages(exercise):
    _, written = read_source(nbformat.read(SOURCES / f"{exercise}.ipynb", as_version=4))
    english = read_key(exercise)["questions"]
    with speaking("ar"):
        arabic = read_key(exercise)["questions"]
    for question in written:
        given = set_up(exercise, question.name)
        for code in [question.solution, *question.alternatives, *(code for _, code in question.wrong)]:
            answer = fill(question.stub, code)
            with speaking("ar"):
                theirs = told(arabic[question.name], given, answer)
            ours = told(english[question.name], given, answer)
            assert (theirs.outcome, theirs.mistake) == (ours.outcome, ours.mistake), answer
            assert theirs.sentence != ours.sentence


def test_a_page_of_feedback_and_the_summary_are_in_arabic():
    with speaking("ar"):
        _, questions = read_exercise("01_read")
        marks = {name: Mark("wrong", "", 0, "x", (("`x`", "3", "4"),)) for name in questions}
        page = feedback_page(StudentResult("ليلى", marks=marks), "01_read", questions)
        tally = Tally(questions)
        tally.add("ليلى", marks, 0, [])
        summary = tally.page("01_read")
    for html in (page, summary):
        assert '<html lang="ar" dir="rtl">' in html
        heads = re.findall(r'<(?:h1|h3|th scope="col"[^>]*)>([^<]+)<', html)
        assert heads
        assert not any(map(ENGLISH.search, heads)), heads
