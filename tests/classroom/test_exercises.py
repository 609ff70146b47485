"""Every question of every exercise with every answer we know, and that what students get is in step."""

import functools
import re

import nbformat
import pytest
from lessons import SIDE_BY_SIDE, code_cells

from kit.__main__ import main
from kit.check.message import Unshown
from kit.classroom.exercises.editions import build, make_edition
from kit.classroom.exercises.keys import make_key
from kit.classroom.exercises.sources import SourceError, read_source, variants
from kit.classroom.repository import EXERCISES, KEYS, SOURCES, edition_name

NAMES = [path.stem for path in sorted(SOURCES.glob("*.ipynb"))]
each_exercise = pytest.mark.parametrize("name", NAMES)


@pytest.fixture(autouse=True)
def nothing_shown_or_remembered(monkeypatch, tmp_path):
    import matplotlib.pyplot as plt

    plt.switch_backend("agg")
    monkeypatch.setenv("KIT_WORK", str(tmp_path))
    yield
    plt.close("all")


@functools.cache
def source(name):
    return nbformat.read(SOURCES / f"{name}.ipynb", as_version=4)


@functools.cache
def edition(name):
    return nbformat.read(EXERCISES / edition_name(name), as_version=4)


def run(cells, scope=None):
    """Run cells as a notebook does, in a kernel's scope or a new one; return what each check cell says."""
    scope, said = {} if scope is None else scope, {}
    for cell in cells:
        if cell.source.endswith(".check()"):
            said[cell.source.removesuffix(".check()")] = eval(cell.source, scope)
        else:
            exec(cell.source, scope)
    return said


def known_answers():
    for name in NAMES:
        for question in read_source(source(name))[1]:
            for number, (code, outcome, sentence) in enumerate(variants(question)):
                label = f"{name}-{question.name}-{number}-{outcome.replace(' ', '-')}"
                yield pytest.param(name, question.name, code, outcome, sentence, id=label)


@pytest.mark.filterwarnings("ignore:FigureCanvasAgg is non-interactive")
@pytest.mark.parametrize(("name", "question", "code", "outcome", "sentence"), list(known_answers()))
def test_known_answers_are_told_apart(name, question, code, outcome, sentence):
    setup = code_cells(source(name))[0]
    answer = nbformat.v4.new_code_cell(code)
    check = nbformat.v4.new_code_cell(f"{question}.check()")
    message = run([setup, answer, check])[question]
    assert (message.kind, message.sentence if sentence else "") == (outcome, sentence)


@each_exercise
def test_editions_and_keys_are_in_step_with_their_source(name):
    for path, text in build(SOURCES / f"{name}.ipynb").items():
        assert path.read_text(encoding="utf-8") == text, f"{path.name}: run python -m kit exercises"


def test_there_is_no_edition_or_key_without_a_source():
    assert [path.name for path in sorted(EXERCISES.glob("*.ipynb"))] == list(map(edition_name, NAMES))
    assert [path.stem for path in sorted(KEYS.glob("*.json"))] == NAMES


@pytest.mark.filterwarnings("ignore:FigureCanvasAgg is non-interactive")
@each_exercise
def test_run_all_of_an_untouched_edition_says_not_attempted(name):
    said = run(code_cells(edition(name)))
    assert {message.kind for message in said.values()} == {"not attempted"}
    assert list(said) == [f"q{number}" for number in range(1, len(said) + 1)]


@each_exercise
def test_an_edition_gives_nothing_away(name):
    text = (EXERCISES / edition_name(name)).read_text(encoding="utf-8")
    assert "SOLUTION" not in text
    assert "# says:" not in text
    assert not any(cell.metadata.get("tags") or cell.get("outputs") for cell in edition(name).cells)


@each_exercise
def test_a_question_is_a_task_an_answer_a_check_and_help(name):
    notebook = source(name)
    for number, question in enumerate(read_source(notebook)[1], start=1):
        q = f"q{number}"
        ids = [cell.id for cell in notebook.cells if re.match(rf"{q}\b", cell.id)]
        kinds = re.sub(r"-\d+", "", " ".join(ids)).replace(q, "answer")
        assert re.fullmatch(
            r"answer-task( answer-look)? answer answer-key( answer-wrong){2,}( answer-alternative)+"
            r" answer-check answer-help",
            kinds,
        ), f"{name} {question.name}: {kinds}"
        cells = {cell.id: cell for cell in notebook.cells}
        assert cells[f"{q}-task"].source.startswith(f"## {number}. ")
        assert cells[f"{q}-help"].source == f"# {q}.hint()\n# {q}.solution()"
        assert cells[q].metadata.nbgrader == {
            "grade": False,
            "grade_id": q,
            "locked": False,
            "schema_version": 3,
            "solution": True,
            "task": False,
        }
        assert cells[f"{q}-check"].metadata.nbgrader == {
            "grade": True,
            "grade_id": f"{q}-check",
            "locked": True,
            "points": 1,
            "schema_version": 3,
            "solution": False,
            "task": False,
        }


@each_exercise
def test_notebooks_are_valid_and_texts_short(name):
    for notebook in (source(name), edition(name)):
        nbformat.validate(notebook)
        prose = [cell.source for cell in notebook.cells if cell.cell_type == "markdown"]
        assert [text for text in prose if len(text.split()) > 60] == []
        assert prose[0].startswith("# Exercise ")


@each_exercise
def test_no_two_arabic_literals_change_places_on_a_line_of_code(name):
    shown = [*code_cells(edition(name)), *code_cells(make_edition(source(name), solved=True))]
    assert [line for cell in shown for line in cell.source.split("\n") if SIDE_BY_SIDE.search(line)] == []


def test_each_exercise_ends_with_an_open_question():
    for name in NAMES:
        questions = read_source(source(name))[1]
        assert [question.is_open for question in questions] == [False] * (len(questions) - 1) + [True]


@pytest.mark.filterwarnings("ignore:FigureCanvasAgg is non-interactive")
@each_exercise
def test_under_nbgrader_only_a_correct_answer_passes(name, monkeypatch):
    monkeypatch.setenv("NBGRADER_EXECUTION", "autograde")
    said = run(code_cells(make_edition(source(name), solved=True)))
    assert all(isinstance(message, Unshown) for message in said.values())  # nothing that looks like points
    cells = code_cells(edition(name))
    checks, scope = [cell for cell in cells if cell.source.endswith(".check()")], {}
    run([cell for cell in cells if cell not in checks], scope)
    for check in checks:
        with pytest.raises(AssertionError, match="Not attempted yet"):
            run([check], scope)


def question_source(*cells, key='hint = ""; why = ""; probes = ["x"]'):
    """A source notebook with one question; cells are (tag, code)."""
    new = nbformat.v4.new_code_cell
    answer = new("x = ____\n### BEGIN SOLUTION\nx = 1\n### END SOLUTION")
    answer.metadata["nbgrader"] = {"solution": True, "grade_id": "q1"}
    answer["id"] = "q1"
    task = nbformat.v4.new_markdown_cell("## 1. One", id="q1-task")
    check = new("q1.check()", id="q1-check")
    rest = [new(code, metadata={"tags": [tag]}) for tag, code in (("key", key), *cells)]
    return nbformat.v4.new_notebook(
        cells=[
            new("from kit.check import ____, exercise\n(q1,) = exercise('00_start')"),
            task,
            answer,
            *rest,
            check,
        ]
    )


TWO = ("wrong", "# says: Not two.\nx = 2")
THREE = ("wrong", "# says: Not three,\n# surely.\nx = 3")
SAME = ("alternative", "x = 1.0")


def test_a_sound_question_gives_a_key():
    key = make_key(*read_source(question_source(TWO, THREE, SAME)))
    [question] = key["questions"].values()
    assert question["names"] == ["x"]
    assert question["probes"] == [{"expression": "x", "expected": 1}]
    assert question["mistakes"][1] == {"says": "Not three, surely.", "gave": [{"value": 3}]}


@pytest.mark.parametrize(
    ("cells", "says"),
    [
        ((TWO, SAME), "two wrong answers, an alternative and a probe are the least"),
        ((TWO, THREE), "two wrong answers, an alternative and a probe are the least"),
        ((TWO, ("wrong", "x = 3"), SAME), "must begin with '# says: …'"),
        ((TWO, ("wrong", "# says: Two again.\nx = 2"), SAME), "should be almost"),
        ((TWO, ("wrong", "# says: It is right.\nx = 1"), SAME), "should be almost"),
        ((TWO, THREE, ("alternative", "x = 4")), "should be correct"),
        ((TWO, ("wrong", "# says: Fails.\nx = 1 / 0"), SAME), "this cell fails (ZeroDivisionError"),
    ],
)
def test_an_unsound_question_is_refused(cells, says):
    with pytest.raises(SourceError, match=re.escape(says)):
        make_key(*read_source(question_source(*cells)))


def test_a_key_cell_must_be_complete():
    with pytest.raises(SourceError, match=r"q1: the key cell needs hint = …, a str"):
        make_key(*read_source(question_source(TWO, THREE, SAME, key='why = ""')))


def test_the_command_writes_solved_copies(tmp_path, capsys):
    assert main(["exercises", "00_start", "--solutions", str(tmp_path / "solved")]) == 0
    solved = nbformat.read(tmp_path / "solved" / edition_name("00_start"), as_version=4)
    assert "characters = len(text)" in [cell.source for cell in solved.cells]
    assert capsys.readouterr().out.splitlines() == ["00_start_exercise.ipynb: written"]  # and nothing else


def test_the_command_fills_a_course_folder_for_nbgrader(tmp_path):
    assert main(["exercises", "01_read", "--nbgrader", str(tmp_path)]) == 0
    files = sorted(path.relative_to(tmp_path).as_posix() for path in tmp_path.rglob("*") if path.is_file())
    assert files == ["nbgrader_config.py", "source/01_read/01_read_exercise.ipynb"]


def test_the_command_names_the_exercises_there_are(capsys):
    assert main(["exercises", "01_raed"]) == 1
    assert "There is no exercise 01_raed. There are: 00_start, 01_read" in capsys.readouterr().out
