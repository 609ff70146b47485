"""A realistic class in every delivery: each student has a row, the right marks, or the reason for none."""

import csv
import re

import pytest
from classes import CLASS, DELIVERIES, QUESTIONS
from isolated import isolated

from kit.__main__ import main
from kit.classroom.grading.notes import noted
from kit.language import speaking

pytestmark = [isolated, pytest.mark.machine]


def rows(out):
    text = (out / "grades.csv").read_text(encoding="utf-8-sig")
    return {row["student"]: row for row in csv.DictReader(text.splitlines())}


@pytest.mark.parametrize("deliver", DELIVERIES, ids=lambda deliver: deliver.__name__)
def test_a_class(deliver, tmp_path, capsys):
    folder = tmp_path / "in"
    called = deliver(folder)
    assert main(["grade", str(folder), "--seconds", "2"]) == 0
    given = rows(tmp_path / "in-grades")
    pages = {
        path.name: path.read_text(encoding="utf-8") for path in (tmp_path / "in-grades/feedback").iterdir()
    }
    assert len(pages) == len(given)
    with speaking("ar"):  # Every note that a class gives rise to can be said in another language.
        for note in {note for row in given.values() for note in row["notes"].split("; ")}:
            assert not re.search("[a-z]+ [a-z]+ [a-z]+", noted(note)), note
    wrong = {}
    for name, student in called.items():
        handed, row = CLASS[name], given.pop(student, None)
        page = "".join(text for text in pages.values() if f"<strong>{student}</strong>" in text)
        if row is None or [row[name] for name in QUESTIONS] != handed.outcomes:
            wrong[student] = row
        elif handed.says and handed.says not in row["notes"] + page:
            wrong[student] = row, handed.says
    assert wrong == {}
    assert given == {}  # nobody else is there
