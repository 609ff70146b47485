"""Below the foreseen mistakes: every slip gets a sentence that names it, and none a raw exception."""

import json
from functools import cache

import matplotlib as mpl
import pytest
from cases import ROOT, cases
from slips import KEYS, RAW, entry_of, questions, set_up, slips_of, told

mpl.use("agg")
ASKED = json.loads((ROOT / "tests" / "cases" / "slips_asked.json").read_text(encoding="utf-8"))


@cache
def given(asked: str) -> dict:
    scope: dict = {}
    exec(ASKED[asked]["setup"], scope)
    return scope


@pytest.mark.parametrize("row", cases("slips"))
def test_a_slip_made_by_hand_is_named(row):
    verdict = told(ASKED[row["asked"]], given(row["asked"]), row["code"])
    assert verdict.outcome != "correct"
    assert any(phrase.casefold() in verdict.sentence.casefold() for phrase in row["says"]), verdict.sentence
    assert not RAW.search(verdict.sentence)


@pytest.mark.parametrize("row", cases("slips_by_hand"))
def test_a_slip_in_an_exercise_of_today_is_named(row):
    exercise, question = row["asked"].split()
    entry = entry_of(KEYS / f"{exercise}.json")[question]
    verdict = told(entry, set_up(exercise, question), row["code"])
    assert verdict.outcome != "correct"
    assert any(phrase in verdict.sentence for phrase in row["says"]), verdict.sentence
    assert not RAW.search(verdict.sentence)


@pytest.mark.parametrize(("exercise", "question"), questions())
def test_slips_made_of_each_solution_are_named(exercise, question):
    """At least 95 in 100 of the slips of each question; a change that the check calls Correct is no slip."""
    entry = entry_of(KEYS / f"{exercise}.json")[question]
    known = [mistake["says"] for mistake in entry["mistakes"]]
    missed, number = [], 0
    for made in slips_of(exercise, question):
        verdict = told(entry, set_up(exercise, question), made.code)
        if verdict.outcome == "correct" or verdict.sentence in known:
            continue
        number += 1
        assert not RAW.search(verdict.sentence.replace(made.code, "")), verdict.sentence
        if not any(phrase in verdict.sentence for phrase in made.phrases):
            missed.append((made.kind, verdict.sentence))
    assert number >= 3
    assert len(missed) <= number * 0.05, (number, missed)
