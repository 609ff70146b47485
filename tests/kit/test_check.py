"""The checks on answers of every odd kind: a sentence each time, and never an exception."""

import json
import re

import pandas as pd
import pytest
from cases import ROOT, cases

from kit import check
from kit.__main__ import main
from kit.check import Message, Question, exercise, plain
from kit.check.probe import ____, look
from kit.check.sentence import brief
from kit.check.solved import note_solved, progress, solved
from kit.check.values import near, same
from kit.check.verdicts import judge
from kit.errors import TextError

BASE = {"setup": "", "fresh": [], "mistakes": [], "hint": "Think.", "why": "So.", "solution": "x = 1"}
DOUBLE = BASE | {"names": ["double"], "probes": [{"expression": "double(4)", "expected": 8}]}
NUMBER = BASE | {"names": ["n"], "probes": [{"expression": "n", "expected": 28}]}


@pytest.fixture(autouse=True)
def work(monkeypatch, tmp_path):
    """An empty work folder, so that no test writes into a real one."""
    monkeypatch.setenv("KIT_WORK", str(tmp_path))
    return tmp_path


def ask(key, code="", name="q1"):
    scope = {"____": ____}
    exec(code, scope)
    return Question("00_test", name, key, scope)


@pytest.mark.parametrize("row", cases("check"))
def test_odd_answers(row, capsys):
    messages = [ask(DOUBLE, row["given"]).check(), ask(NUMBER, row["given"]).check()]
    wanted = iter(row["wanted"])
    for message in messages:
        assert message.kind == next(wanted)
        if message.kind != "correct":
            assert next(wanted) in message.sentence
        assert "<script" not in message._repr_html_()
        assert repr(message).startswith(check.HEADINGS[message.kind])
    assert capsys.readouterr() == ("", "")


def judged(wanted, answer, *, expression="f(given)", setup="given = [3, 1, 2]", mistakes=()):
    """Judge an answer `f` by one probe."""
    key = BASE | {"setup": setup, "names": ["f"], "mistakes": list(mistakes)}
    return ask(key | {"probes": [{"expression": expression, "expected": wanted}]}, answer).check()


def test_an_answer_that_changes_what_it_is_given_is_told_so():
    message = judged([1, 2, 3], "def f(x):\n    x.sort()\n    return x")
    assert message.kind == "almost"
    assert "changed afterwards" in message.sentence


def test_what_the_first_cell_defines_is_taken_from_the_key_not_from_the_notebook():
    assert judged([1, 2, 3], "given = None\ndef f(x): return sorted(x)").kind == "correct"


def test_a_known_mistake_is_recognised_also_when_it_raises():
    mistakes = [{"says": "A list has no `decode`.", "gave": [{"raised": "AttributeError", "message": ""}]}]
    message = judged("x", "def f(x): return x.decode()", mistakes=mistakes)
    assert (message.kind, message.sentence) == ("almost", "A list has no `decode`.")


@pytest.mark.parametrize(
    ("wanted", "given", "says"),
    [
        (["a", "b"], ["b", "a"], "another order"),
        (["a", "b"], {"set": ["a", "b"]}, "a set, which has no order"),
        (["a", "b"], ["a", "b "], "a space at the start or the end"),
        (["a", 2], ["a", "2"], "in quotes"),
        ("28", 28, "put it in quotes"),
        (0.4567, 0.46, "rounded"),
        ("القائم", "القائم\N{RIGHT-TO-LEFT MARK}", "invisible character"),
        (
            "\N{ARABIC LETTER ALEF WITH HAMZA ABOVE}",
            "\N{ARABIC LETTER ALEF}\N{ARABIC HAMZA ABOVE}",
            "two characters",
        ),
    ],
)
def test_near_misses(wanted, given, says):
    assert says in near(wanted, given)


@pytest.mark.parametrize(
    ("wanted", "given"),
    [
        (28, 27),
        (0.4567, 0.0),
        ("الاسلامية", "الإسلامية"),
        (["a"], []),
        (["a", "b"], ["a"]),
        ([1], {"other": "map"}),
    ],
)
def test_far_misses(wanted, given):
    assert near(wanted, given) is None
    assert not same(wanted, given)


ITEMS = {"expression": "sorted(str(letter).upper() for letter in x)", "expected": ["B", "D"], "label": "`x`"}
TEXT = {"expression": "x.strip().lower()", "expected": "first", "label": "`x`"}


@pytest.mark.parametrize(
    ("probe", "kind", "answer", "says"),
    [
        (TEXT, "text", 1, "`x` should be text, in quotes. Yours is a number."),
        (TEXT, "text", ["first"], "`x` should be text, in quotes. Yours is a list."),
        (TEXT, "text", None, "`x` should be text, in quotes. Yours is nothing."),
        (
            ITEMS,
            "a list",
            5,
            "`x` should be a list: square brackets, each item by itself. Yours is a number.",
        ),
        (
            ITEMS,
            "a list",
            "B, D",
            "`x` should be a list: square brackets, each item by itself. Yours is text.",
        ),
        (
            ITEMS,
            "a list",
            ["B, D"],
            "`x`: that is one item. Put each by itself in quotes, with commas between.",
        ),
        (
            ITEMS,
            "a list",
            ["B D"],
            "`x`: that is one item. Put each by itself in quotes, with commas between.",
        ),
        (
            TEXT | {"expression": "x", "expected": 2},
            "a number",
            ["B", "D"],
            "`x` should be a number. Yours is a list.",
        ),
        (ITEMS, "a list", ["B", "C"], "`x`: it holds 1 of 2 right items; wrong items: 1."),
        (ITEMS | {"expression": "sorted(x)"}, "a list", ["B", 4], "`x`: this cannot be read."),
    ],
)
def test_an_answer_of_another_kind_is_told_so(probe, kind, answer, says):
    message = ask(BASE | {"names": ["x"], "kinds": {"x": kind}, "probes": [probe]}, f"x = {answer!r}").check()
    assert message.kind == "incorrect"
    assert message.sentence.startswith(says.removesuffix("."))


def test_a_string_may_stand_for_a_list_where_it_says_the_same():
    assert (
        ask(BASE | {"names": ["x"], "kinds": {"x": "a list"}, "probes": [ITEMS]}, "x = 'bd'").check().kind
        == "correct"
    )


def test_an_error_in_a_function_is_told_whatever_else_it_does():
    key = DOUBLE | {"kinds": {"double": "a function"}}
    assert "`NameError: name 'y'" in ask(key, "def double(x): return y").check().sentence
    assert ask(key, "double = 8").check().sentence == "`double` should be a function. Yours is a number."


def test_long_values_are_cut_and_the_place_where_they_part_is_named():
    wanted, given = list(range(30)), [*range(20), 99, *range(21, 30)]
    sentence = explain({"expression": "f(x)", "expected": wanted}, {"value": given}, ["f"])
    assert sentence.endswith("They part at [20]: expected `[20]` there, got `[99]`.")
    assert len(sentence) < 250
    assert "characters" in brief(plain("ا" * 5000))


@pytest.mark.parametrize("answer", ["10**400", "-10**400", "10**5000", "[10**400]", "{10**5000: 1}"])
@pytest.mark.parametrize("wanted", [28, 28.5, "28", [28]])
def test_a_number_of_any_size_is_judged(wanted, answer):
    message = judged(wanted, f"def f(x): return {answer}")
    assert message.kind == "incorrect"
    assert "a number of" in message.sentence
    assert len(message.sentence) < 200


def test_large_numbers_are_told_apart():
    assert plain(10**400) == plain(10**400) != plain(10**400 + 1)
    assert plain(2**999 - 1) == 2**999 - 1
    assert brief(plain(10**5000)) == "a number of 5000 digits or so"
    assert same(10**400, 10**400)
    assert not same(10**400, 28)  # from a program that tells what it likes
    assert near(28.5, 10**400) is None
    json.dumps(plain([10**5000, True]))


def test_a_kind_of_answer_has_its_article():
    assert [brief({"other": name}) for name in ("Axes", "map")] == ["an Axes", "a map"]


def test_an_untouched_stub_runs():
    answers = [____**2, 2**____, -____, +____, abs(____), round(____, 2), {1} & ____, ____ | {1}, ____[1:2]]
    assert all(answer is ____ for answer in answers)


def test_plain_data_of_pandas_and_numpy():
    assert plain(pd.Series({"b": 1, "a": 2})) == {"dict": [["a", 2], ["b", 1]]} == plain({"a": 2, "b": 1})
    assert plain(pd.Series([1, 2]).to_numpy()) == [1, 2] == plain(pd.Index([1, 2]))
    assert plain(pd.DataFrame({"a": [1]})) == {"table": {"columns": ["a"], "rows": [[1]]}}
    assert plain(float("inf")) == {"float": "inf"}
    json.dumps(plain([object(), {1: {2}}, b"x", 1j, ____]), allow_nan=False)


def test_figures_that_a_probe_opens_are_closed_again():
    import matplotlib.pyplot as plt

    plt.switch_backend("agg")
    before = plt.get_fignums()
    look(["draw()"], {"draw": lambda: plt.subplots()[0]})
    assert plt.get_fignums() == before


def test_the_solution_is_offered_after_three_tries():
    question = ask(NUMBER, "n = 27")
    offers = [[one.kind for one in question.check().more] for _ in range(3)]
    assert offers == [["hint"], ["hint"], ["hint", "solution"]]
    assert repr(question.check()).endswith("Hint: run q1.hint()\nOne solution: run q1.solution()")


def test_not_attempted_is_not_a_try_and_the_hint_is_offered():
    question = ask(NUMBER, "n = ____")
    assert [[one.kind for one in question.check().more] for _ in range(4)] == [["hint"]] * 4


def test_hint_and_solution():
    assert repr(ask(NUMBER).hint()) == "Hint. Think."
    assert repr(ask(NUMBER).solution()) == "One solution. So.\nx = 1"


def test_messages_in_a_notebook():
    """Words, not colour alone; Arabic set apart; nothing that JupyterLab's sanitizer would drop."""
    message = Message("almost", "Called `f('في العراق')`: قال < 3.", more=[Message("hint", "Think.")])
    html = message._repr_html_()
    assert "<strong>Almost.</strong>" in html
    assert '<bdi dir="rtl" lang="ar">في العراق</bdi>' in html
    assert "&lt; 3" in html
    assert "<details" in html
    assert "<summary>Hint</summary>" in html
    assert set(re.findall(r"<(\w+)", html)) <= {
        "div",
        "p",
        "strong",
        "code",
        "bdi",
        "details",
        "summary",
        "pre",
    }
    assert set(re.findall(r" ([\w-]+)=", html)) <= {"dir", "lang", "style"}
    assert message._repr_html_() == html


def test_an_unknown_exercise_is_named_with_a_near_one():
    with pytest.raises(
        TextError, match=r"exercise\('01_raed'\): there is no such exercise. Did you mean '01_read'\?"
    ):
        exercise("01_raed")


def test_fresh_inputs_count_when_grading_only(monkeypatch):
    key = DOUBLE | {"fresh": [{"expression": "double(5)", "expected": 10}]}
    learnt_by_heart = "def double(x): return 8"
    assert ask(key, learnt_by_heart).check().kind == "correct"
    monkeypatch.setenv("NBGRADER_EXECUTION", "autograde")
    with pytest.raises(AssertionError, match=r"Not correct yet. Called `double\(5\)`"):
        ask(key, learnt_by_heart).check()


def test_judging_needs_no_code_of_the_answer():
    """What was seen can travel as JSON to a process that holds the key."""
    seen = json.loads(json.dumps(look(["double(4)"], {"double": lambda x: x}, ["double"])))
    assert judge(DOUBLE, seen).outcome == "incorrect"


# Progress


def test_a_solved_question_is_remembered_in_the_work_folder(work):
    assert solved() == {}
    ask(NUMBER, "n = 27", "q2").check()
    assert list(work.iterdir()) == []
    ask(NUMBER, "n = 28", "q2").check()
    ask(NUMBER, "n = 28", "q1").check()
    assert [path.name for path in work.iterdir()] == ["progress.json"]
    assert solved() == {"00_test": ["q1", "q2"]}


def test_progress_is_a_table_of_all_exercises():
    note_solved("00_start", "q1")
    table = progress()
    assert list(table.columns) == ["exercise", "solved", "questions", "next"]
    assert table.iloc[0].tolist() == ["00_start", 1, 3, "q2"]
    assert list(table["exercise"]) == sorted(
        path.stem for path in (ROOT / "kit/data/exercises").glob("*.json")
    )


def test_the_command_prints_progress(capsys):
    assert main(["progress"]) == 0
    assert "00_start       0          3   q1" in capsys.readouterr().out


@pytest.mark.parametrize("content", ["", "[]", '{"00_start": 3}', "\x00", '{"00_start": "q1"}'])
def test_a_damaged_progress_file_harms_nothing(work, content):
    (work / "progress.json").write_text(content, encoding="utf-8")
    assert len(progress())
    note_solved("00_start", "q3")
    assert "q3" in solved()["00_start"]


def test_progress_that_cannot_be_written_fails_no_check(work, monkeypatch):
    (work / "progress.json").mkdir()
    assert ask(NUMBER, "n = 28").check().kind == "correct"
    monkeypatch.setenv("KIT_WORK", str(work / "nowhere"))
    assert ask(NUMBER, "n = 28").check().kind == "correct"
    assert not (work / "nowhere").exists()


def test_the_work_folder_is_the_course_s_own(work, monkeypatch):
    """A folder that only happens to be called work is left alone; then the home remembers."""
    monkeypatch.delenv("KIT_WORK")
    monkeypatch.setenv("HOME", str(work / "home"))
    monkeypatch.setenv("USERPROFILE", str(work / "home"))
    (work / "home").mkdir()
    inside = work / "course" / "work" / "exercises"
    inside.mkdir(parents=True)
    monkeypatch.chdir(inside)
    note_solved("00_start", "q1")
    assert list((work / "course" / "work").iterdir()) == [inside]
    assert (work / "home" / ".arabic-text-kit" / "progress.json").exists()
    assert solved() == {"00_start": ["q1"]}
    (work / "course" / "start.py").touch()
    assert solved() == {}
    note_solved("00_start", "q1")
    assert (work / "course" / "work" / "progress.json").exists()


# The command line


def test_help_names_every_command(capsys):
    with pytest.raises(SystemExit):
        main(["--help"])
    assert {"exercises", "progress"} <= set(capsys.readouterr().out.split())


@pytest.mark.parametrize("command", ["exercises", "progress"])
def test_each_command_has_an_example(command, capsys):
    with pytest.raises(SystemExit):
        main([command, "--help"])
    assert f"python -m kit {command}" in capsys.readouterr().out.partition("Example")[2]
