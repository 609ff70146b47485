"""An edition for marks: nothing in it gives a solution away, and its checks are the same."""

import json

import pytest

from kit.__main__ import main
from kit.check.solved import read_key
from kit.check.verdicts import judge
from kit.classroom.exercises.keys import given_by, see
from kit.classroom.grading import for_marks as made
from kit.classroom.grading.for_marks import KEPT, full_key_is_here, student_key
from kit.classroom.repository import KEYS
from kit.data import read_json


def test_what_students_get_holds_no_solution(tmp_path, capsys):
    assert main(["exercises", "01_read", "--for-marks", str(tmp_path), "--no-hints"]) == 0
    key = json.loads((tmp_path / "kit/data/exercises/01_read.json").read_text(encoding="utf-8"))
    whole = json.loads((KEYS / "01_read.json").read_text(encoding="utf-8"))
    assert key["version"] == whole["version"]
    text = json.dumps(key, ensure_ascii=False)
    for name, question in whole["questions"].items():
        assert key["questions"][name]["solution"] == ""
        assert json.dumps(question["why"], ensure_ascii=False) not in text
        assert json.dumps(question["hint"], ensure_ascii=False) not in text
    assert len(key["questions"]["q4"]["probes"]) < len(whole["questions"]["q4"]["probes"])
    assert (tmp_path / "exercises/01_read_exercise.ipynb").is_file()
    assert (tmp_path / "ar/exercises/01_read_exercise.ipynb").is_file()
    place = "languages/ar/exercises/01_read.json"
    given = json.loads((tmp_path / "kit/data" / place).read_text(encoding="utf-8"))
    for name, question in whole["questions"].items():
        arabic = read_json(place)[name]
        assert not {arabic[question["hint"]], arabic[question["why"]]} & set(given[name].values())
        assert arabic[question["mistakes"][0]["says"]] in given[name].values()
        assert KEPT in given[name]


@pytest.mark.parametrize("name", ["q1", "q3", "q4"])
def test_checks_say_the_same(name):
    whole = read_key("01_read")["questions"][name]
    key = student_key(read_json("exercises/01_read.json"))["questions"][name]
    given = given_by(whole["setup"])
    seen = see(whole["solution"], given, [probe["expression"] for probe in key["probes"]], key["names"])
    verdict = judge(key, seen)
    assert (verdict.outcome, verdict.sentence) == ("correct", KEPT)
    first = whole["mistakes"][0]
    seen |= {"results": first["gave"][: len(key["probes"])]}
    assert judge(key, seen).sentence == first["says"]


def test_marking_needs_the_whole_key(tmp_path, monkeypatch):
    key = student_key(read_key("01_read"))
    monkeypatch.setattr(made, "read_key", lambda name: key)
    assert not full_key_is_here("01_read")
