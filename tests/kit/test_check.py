"""The checks on answers of every odd kind: a sentence each time, and never an exception."""

import json
import re
from pathlib import Path

import pandas as pd
import pytest
from cases import ROOT, cases

from kit import check
from kit.__main__ import main
from kit.check import Message, Question, exercise, plain
from kit.check.blank import ____
from kit.check.board import progress
from kit.check.probe import look
from kit.check.sentence import brief
from kit.check.solved import key_names, note_solved, solved_questions
from kit.check.values import near, same
from kit.check.verdicts import judge
from kit.errors import TextError
from kit.language import speaking

BASE = {"setup": "", "fresh": [], "mistakes": [], "hint": "Think.", "why": "So.", "solution": "x = 1"}
DOUBLE = BASE | {"names": ["double"], "probes": [{"expression": "double(4)", "expected": 8}]}
NUMBER = BASE | {"names": ["n"], "probes": [{"expression": "n", "expected": 28}]}


@pytest.fixture(autouse=True)
def work(monkeypatch, tmp_path):
    """Give an empty work folder, so that no test writes into a real one."""
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
    mistakes = [
        {
            "says": "A list has no `decode`.",
            "gave": [{"raised": "AttributeError", "message": "'list' object has no attribute 'decode'"}],
        }
    ]
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
NUMBERS = {"expression": "x", "expected": 2}
WORDS = {"expression": "x", "expected": ["first", "second"]}
TEXT = {"expression": "x.strip().lower()", "expected": "first", "label": "`x`"}


@pytest.mark.parametrize(
    ("probe", "kind", "answer", "says"),
    [
        (TEXT, "text", 1, "`x` is a number, and text is asked: letters or words, in quotes."),
        (TEXT, "text", None, "`x` is `None`, nothing at all."),
        (ITEMS, "a list", 5, "`x`: give letters"),
        (NUMBERS, "a number", ["B", "D"], "`x` is the items themselves. How many they are is asked"),
        (ITEMS, "a list", ["B", "C"], "`x`: B is right; C does not belong there; D is left out"),
        (WORDS, "a list", ["B", 4], "`x`: 4 is a number, and text is asked."),
        (WORDS, "a list", ["first, second"], "`x`: that is one item, with all of them in it."),
    ],
)
def test_an_answer_of_another_kind_is_told_so(probe, kind, answer, says):
    message = ask(BASE | {"names": ["x"], "kinds": {"x": kind}, "probes": [probe]}, f"x = {answer!r}").check()
    assert message.kind == "incorrect"
    assert message.sentence.startswith(says) or "4" in says, message.sentence


@pytest.mark.parametrize("answer", ["B, D", "bd", "D and B", ["b", "D."], ("B", "D"), {"D", "B"}, ["B, D"]])
@pytest.mark.parametrize("choice", [{}, {"expression": "x", "choice": "ABCD"}])
def test_letters_are_right_however_they_are_written(answer, choice):
    key = BASE | {"names": ["x"], "kinds": {"x": "a list"}, "probes": [ITEMS | choice]}
    assert ask(key, f"x = {answer!r}").check().kind == "correct"
    assert ask(key, "x = {'B': 1, 'D': 2}.keys()").check().kind == "correct"


@pytest.mark.parametrize(
    ("more", "wanted", "given", "outcome"),
    [
        ({"order": "any"}, ["a", "b"], ["b", "a"], "correct"),
        ({}, ["a", "b"], ["b", "a"], "almost"),
        ({"ties": [["a"], ["b", "c"]]}, ["a", "b"], ["a", "c"], "correct"),
        ({"ties": [["a"], ["b", "c"]]}, ["a", "b", "c"], ["a", "c", "b"], "correct"),
        ({"ties": [["a"], ["b", "c"]]}, ["a", "b"], ["b", "a"], "almost"),
        ({"spelling": "fold"}, "العبادي", "العبادى", "correct"),
        ({}, "العبادي", "العبادى", "almost"),
        ({"places": True}, "ejtn", "ejtt", "incorrect"),
    ],
)
def test_what_counts_as_equal_is_the_probe_s_to_say(more, wanted, given, outcome):
    key = BASE | {"names": ["x"], "probes": [{"expression": "x", "expected": wanted} | more]}
    assert ask(key, f"x = {given!r}").check().kind == outcome


def test_a_string_may_stand_for_a_list_where_it_says_the_same():
    assert (
        ask(BASE | {"names": ["x"], "kinds": {"x": "a list"}, "probes": [ITEMS]}, "x = 'bd'").check().kind
        == "correct"
    )


def test_an_error_in_a_function_is_told_whatever_else_it_does():
    key = DOUBLE | {"kinds": {"double": "a function"}}
    assert "Nothing is called `y`" in ask(key, "def double(x): return y").check().sentence
    assert ask(key, "double = 8").check().sentence == "`double` should be a function. Yours is a number."


def test_of_long_values_only_what_differs_is_shown():
    wanted, given = list(range(30)), [*range(20), 99, *range(21, 30)]
    html = judged(wanted, f"def f(x): return {given}")._repr_html_()
    assert "99</mark>" in html
    assert "… 19 more" in html
    assert "characters" in brief(plain("ا" * 5000))


@pytest.mark.parametrize("answer", ["10**400", "-10**400", "10**5000", "[10**400]", "{10**5000: 1}"])
@pytest.mark.parametrize("wanted", [28, 28.5, "28", [28]])
def test_a_number_of_any_size_is_judged(wanted, answer):
    message = judged(wanted, f"def f(x): return {answer}")
    assert message.kind == "incorrect"
    assert len(repr(message)) < 400


def test_large_numbers_are_told_apart():
    assert plain(10**400) == plain(10**400) != plain(10**400 + 1)
    assert plain(2**999 - 1) == 2**999 - 1
    assert brief(plain(10**5000)) == "a number of 5000 digits or so"
    assert same(10**400, 10**400)
    assert not same(10**400, 28)  # An answer's program may send any number.
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
    offers = [[offer.kind for offer in question.check().more] for _ in range(3)]
    assert offers == [["hint"], ["hint"], ["hint", "solution"]]
    assert repr(question.check()).endswith("Hint: run q1.hint()\nOne solution: run q1.solution()")


def test_not_attempted_is_not_a_try_and_the_hint_is_offered():
    question = ask(NUMBER, "n = ____")
    assert [[offer.kind for offer in question.check().more] for _ in range(4)] == [["hint"]] * 4


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
        "table",
        "tr",
        "th",
        "td",
        "mark",
        "span",
        "br",
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


def test_a_check_looks_at_every_input_that_grading_looks_at(monkeypatch):
    key = DOUBLE | {"fresh": [{"expression": "double(5)", "expected": 10}]}
    learnt_by_heart = "def double(x): return 8"
    assert ask(key, learnt_by_heart).check().kind == "incorrect"
    monkeypatch.setenv("NBGRADER_EXECUTION", "autograde")
    with pytest.raises(AssertionError, match=r"Not correct yet. "):
        ask(key, learnt_by_heart).check()
    assert ask(key, "def double(x): return 2 * x").check().kind == "correct"


def test_judging_needs_no_code_of_the_answer():
    """What was seen can travel as JSON to a process that holds the key."""
    seen = json.loads(json.dumps(look(["double(4)"], {"double": lambda x: x}, ["double"])))
    assert judge(DOUBLE, seen).outcome == "incorrect"


# Cells: a check judges what the cell on the screen made


class Shell:
    """The shell of IPython, with cells run by number as a check sees them."""

    def __init__(self, monkeypatch, tmp_path):
        from IPython.core.interactiveshell import InteractiveShell

        monkeypatch.setenv("IPYTHONDIR", str(tmp_path))
        InteractiveShell.clear_instance()
        self.shell = InteractiveShell.instance()
        self.run("from kit.check import ____, exercise\nfrom kit.read import article\ntext = article()\n"
                 "q1, q2, q3, *more = exercise('00_start')", "setup")  # fmt: skip

    def run(self, code, cell_id=None):
        return self.shell.run_cell(code, cell_id=cell_id).result

    def check(self, question="q1"):
        return self.run(f"{question}.check()")


@pytest.fixture
def shell(monkeypatch, tmp_path):
    from IPython.core.interactiveshell import InteractiveShell

    yield Shell(monkeypatch, tmp_path)
    InteractiveShell.clear_instance()


@pytest.mark.parametrize(
    "code", [">>> characters = len(text)", "In [3]: characters = len(text)", "  characters = len(text)"]
)
def test_what_ran_is_judged_without_its_prompt(shell, code):
    shell.run(code, "q1")
    assert shell.check().kind == "correct"


def test_a_cell_that_stops_halfway_has_no_earlier_value(shell):
    shell.run("def opening(text):\n    'x'\nreturn text", "q3")
    assert "earlier value" not in shell.check("q3").sentence


def test_a_name_of_pythons_own_is_given_back(shell):
    shell.run("len = len(text)", "q1")
    assert "`del len`" in shell.check().sentence
    shell.run("characters = len(text)", "q1")
    assert "run `del len`" in shell.check().sentence
    shell.run("del len\ncharacters = len(text)", "q1")
    assert shell.check().kind == "correct"


def test_a_comment_alone_is_told_so(shell):
    shell.run("characters = len(text)", "q1")
    shell.run("# len(text)", "q1")
    assert shell.check().sentence.startswith("Your cell holds only a comment")


@pytest.mark.parametrize("cell_id", ["q1", None])
@pytest.mark.parametrize("code", ["characters = ٣٩١٩", "characters = len[text]", "characters = len(txet)"])
def test_an_earlier_value_is_not_judged_when_the_cell_stopped(shell, code, cell_id):
    shell.run("characters = len(text)", cell_id)
    assert shell.check().kind == "correct"
    shell.run(code, cell_id)
    message = shell.check()
    assert message.kind == "stopped"
    assert "stopped with an error, so `characters` still has its earlier value" in message.sentence
    shell.run("characters = len(text)", cell_id)
    assert shell.check().kind == "correct"


def test_a_first_try_that_fails_is_told_its_error(shell):
    shell.run("characters = lenn(text)", "q1")
    assert "did you mean `len`" in shell.check().sentence
    assert "earlier" not in shell.check().sentence


@pytest.mark.parametrize("code", ["print(len(text))", "characters == len(text)", "len(text)"])
def test_a_cell_that_gives_no_value_is_told_so(shell, code):
    shell.run("characters = len(text)", "q1")
    shell.run(code, "q1")
    message = shell.check()
    assert message.kind == "incorrect"
    assert "has its earlier value" in message.sentence


def test_the_answer_s_own_run_shows_the_verdict_and_a_stub_shows_nothing(shell, capsys):
    shell.run("characters = ____", "q1")
    assert capsys.readouterr().out == ""
    shell.run("characters = 3,919", "q1")
    assert "write `3919`" in capsys.readouterr().out
    assert [shell.check().kind for _ in range(4)] == ["incorrect"] * 4
    # A second check of the same run does not count as a further try.
    assert [offer.kind for offer in shell.check().more] == ["hint"]


def test_a_name_that_another_cell_takes_later_does_no_harm(shell):
    shell.run("characters = len(text)", "q1")
    shell.run("characters = 'something else'", "q2")
    assert shell.check().kind == "correct"


def test_the_first_cell_may_be_run_again(shell):
    shell.run("characters = len(text)", "q1")
    shell.run("characters = len[text]", "q1")
    shell.run("q1, q2, q3, *more = exercise('00_start')", "setup")
    assert shell.check().kind == "stopped"


def test_a_hint_and_a_solution_asked_for_in_one_cell_are_both_shown(shell):
    text = repr(shell.run("q1.hint()\nq1.solution()"))
    assert text.startswith("Hint.")
    assert "One solution." in text


# Progress


def test_a_solved_question_is_remembered_in_the_work_folder(work):
    assert solved_questions() == {}
    ask(NUMBER, "n = 27", "q2").check()
    assert list(work.iterdir()) == []
    ask(NUMBER, "n = 28", "q2").check()
    ask(NUMBER, "n = 28", "q1").check()
    assert [path.name for path in work.iterdir()] == ["progress.json"]
    assert solved_questions() == {"00_test": ["q1", "q2"]}


def test_progress_is_a_row_of_squares_for_each_exercise():
    note_solved("00_start", "q1")
    note_solved("00_start", "q3")
    note_solved("00_start", "q99")  # of an earlier edition
    rows = progress().rows
    assert [row.exercise for row in rows] == key_names()
    assert (rows[0].lesson, rows[0].squares, rows[0].count, rows[0].next) == (
        "00 · Start",
        "■□■□",
        "2 of 4",
        "q2",
    )
    assert rows[1].squares == "□" * len(exercise("01_read"))


@pytest.mark.parametrize("folder", ["notebooks", "exercises", "."])
def test_progress_leads_to_the_next_question(work, monkeypatch, folder):
    for inside in ("notebooks", "exercises"):
        (work / inside).mkdir()
    (work / "exercises" / "00_start_exercise.ipynb").touch()
    (work / "exercises" / "01_read.ipynb").touch()  # a copy of the first edition
    monkeypatch.chdir(work / folder)
    note_solved("00_start", "q1")
    links = re.findall('href="(.*?)#(.*?)"', progress()._repr_html_())
    assert [anchor for _, anchor in links] == ["cell-id=q2-task"] * 2 + ["cell-id=q1-task"]
    assert all(Path(page).is_file() and not Path(page).is_absolute() for page, _ in links)
    assert (
        "question 1 in the file 02_clean_exercise.ipynb</td>" in progress()._repr_html_()
    )  # not there: in words


def test_progress_finds_exercises_where_nbgrader_puts_them(work, monkeypatch):
    for name in ("00_start", "01_read"):
        (work / name).mkdir()
        (work / name / f"{name}_exercise.ipynb").touch()
    monkeypatch.chdir(work / "01_read")
    links = re.findall('href="(.*?)#', progress()._repr_html_())
    assert links == ["../00_start/00_start_exercise.ipynb"] * 2 + ["01_read_exercise.ipynb"]
    (work / "02_clean_ar").mkdir()
    (work / "02_clean_ar" / "02_clean_exercise.ipynb").touch()
    with speaking("ar"):
        assert 'href="../02_clean_ar/02_clean_exercise.ipynb#' in progress()._repr_html_()


def test_progress_leads_from_work_itself_to_the_edition_there(tmp_path, monkeypatch):
    """Above it lies the course as it was given."""
    work = tmp_path / "work"
    for folder in (tmp_path, work, work / "ar"):
        (folder / "exercises").mkdir(parents=True)
        (folder / "exercises" / "00_start_exercise.ipynb").touch()
    monkeypatch.setenv("KIT_WORK", str(work))
    monkeypatch.chdir(work)
    assert 'href="exercises/00_start_exercise.ipynb#' in progress()._repr_html_()
    with speaking("ar"):
        assert 'href="ar/exercises/00_start_exercise.ipynb#' in progress()._repr_html_()


def test_progress_at_the_end_leads_to_the_report(work, monkeypatch):
    for row in progress().rows:
        for question in row.questions:
            note_solved(row.exercise, question)
    monkeypatch.chdir(ROOT / "exercises")
    html = progress()._repr_html_()
    assert html.count("✓ all done") == len(progress().rows)
    assert '<a href="../notebooks/99_report.ipynb">' in html
    assert "□" not in repr(progress())


def test_the_command_prints_progress(capsys):
    assert main(["progress"]) == 0
    assert re.search("^00 · Start +□□□□ +0 of 4 +next: question 1$", capsys.readouterr().out, re.MULTILINE)


@pytest.mark.parametrize("content", ["", "[]", '{"00_start": 3}', "\x00", '{"00_start": "q1"}'])
def test_a_damaged_progress_file_harms_nothing(work, content):
    (work / "progress.json").write_text(content, encoding="utf-8")
    assert len(progress().rows) == len(key_names())
    note_solved("00_start", "q3")
    assert "q3" in solved_questions()["00_start"]


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
    assert solved_questions() == {"00_start": ["q1"]}
    (work / "course" / "start.py").touch()
    assert solved_questions() == {}
    note_solved("00_start", "q1")
    assert (work / "course" / "work" / "progress.json").exists()


# The command line


def test_help_names_every_command(capsys):
    with pytest.raises(SystemExit):
        main(["--help"])
    assert {"exercises", "progress"} <= set(capsys.readouterr().out.split())
