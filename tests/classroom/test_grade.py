"""Grading a folder: every outcome told apart, whatever is handed in and however it is changed."""

import csv
import json
import re
import zipfile
from html.parser import HTMLParser
from pathlib import Path

import nbformat
import pytest
from classes import EDITION, OTHER, QUESTIONS, SOLVED, changed
from hypothesis import given
from hypothesis import strategies as st
from isolated import isolated

from kit.__main__ import main
from kit.check.solved import key_names
from kit.classroom.exercises.editions import make_edition
from kit.classroom.grading import batch
from kit.classroom.grading.feedback import feedback_page
from kit.classroom.grading.files import UnreadableError
from kit.classroom.grading.marking import OUTCOMES, as_data, mark
from kit.classroom.grading.notebook import read_notebook
from kit.classroom.grading.questions import preparation, read_exercise
from kit.classroom.grading.returns import StudentResult
from kit.classroom.grading.sandbox import Limits, Sandbox
from kit.classroom.repository import SOURCES

pytestmark = [isolated, pytest.mark.machine]

LOOP = "while True:\n    pass"
ALL_RIGHT = ["right"] * len(QUESTIONS)
ALL = len(QUESTIONS)


def cell(name: str, source: str, kind: str = "code") -> dict:
    return {"cell_type": kind, "id": name, "metadata": {}, "source": source, "outputs": []}


def insert_before(name: str, *new: dict):
    def change(cells):
        at = next(at for at, cell in enumerate(cells) if cell["id"] == name)
        return [*cells[:at], *new, *cells[at:]]

    return change


def edit(name: str, **parts):
    return lambda cells: [cell | parts if cell["id"] == name else cell for cell in cells]


def with_nbgraders_ids(cells):
    """Colab drops the cells' ids and keeps nbgrader's."""
    return [{key: value for key, value in cell.items() if key != "id"} for cell in cells]


def nameless(cells):
    return [{**one, "id": f"new-{at}", "metadata": {}} for at, one in enumerate(cells)]


HELPER = "def helper(text):\n    return text.count"
RAISES = "raise ValueError('on purpose')"
OLD = changed() | {"metadata": {"kit": {"exercise": "01_read", "version": "an older one"}}}
UNTOLD = OTHER | {"metadata": {}}

NOTEBOOKS = {  # name: (what is handed in, the six outcomes, what the notes say)
    "solved": (SOLVED, ALL_RIGHT, ""),
    "untouched": (EDITION, ["not attempted"] * ALL, ""),
    "half done": (changed(q2="data = b'x'\nopening = ____"), ["right", "not attempted", *ALL_RIGHT[2:]], ""),
    "known mistake": (changed(q1="in_utf8 = in_windows_1256 = 3"), ["known mistake", *ALL_RIGHT[1:]], ""),
    "right on what the check showed only": (
        changed(q4="def lost_breaks(text):\n    return {'نهاية.': 0}.get(text, 21 if len(text) > 99 else 1)"),
        ["right", "right", "right", "wrong", *ALL_RIGHT[4:]],
        "",
    ),
    "stopped, but answered before": (changed(q1="in_utf8, in_windows_1256 = 6, 3\n1 / 0"), ALL_RIGHT, ""),
    "ends in an error": (changed(q1="1 / 0"), ["crashed", *ALL_RIGHT[1:]], ""),
    "check in the answer's cell": (changed(q1="in_utf8, in_windows_1256 = 6, 3\nq1.check()"), ALL_RIGHT, ""),
    "magic": (changed(q1="%matplotlib inline\n!ls\n%time in_utf8 = 6\nin_windows_1256 = 3"), ALL_RIGHT, ""),
    "helper in a cell of one's own": (
        changed(
            insert_before("q4", cell("own", "import re as mine")),
            q4="def lost_breaks(text):\n"
            r"    return len(mine.findall(r'\.(?=[^\W\d_])', text))",
        ),
        ALL_RIGHT,
        "",
    ),
    "builds on an earlier answer": (
        changed(q5="wrongly_cut = ['B', 'D', 'E'][: in_utf8 // 2]"),
        ALL_RIGHT,
        "",
    ),
    "answered in a new cell below": (
        changed(
            insert_before("q1-check", cell("own", "in_utf8, in_windows_1256 = 6, 3")), q1="in_utf8 = ____"
        ),
        ALL_RIGHT,
        "",
    ),
    "own cell above never ends": (changed(insert_before("q1", cell("own", LOOP))), ALL_RIGHT, ""),
    "own cell above fails": (changed(insert_before("q1", cell("own", RAISES))), ALL_RIGHT, ""),
    "deleted answer": (
        changed(lambda cells: [cell for cell in cells if cell["id"] != "q2"]),
        ["right", "missing", *ALL_RIGHT[2:]],
        "",
    ),
    "deleted all but the answers": (
        changed(lambda cells: [cell for cell in cells if re.fullmatch(r"q\d", cell["id"])]),
        ALL_RIGHT,
        "",
    ),
    "duplicated, the copy untouched": (
        changed(insert_before("q1-check", next(cell for cell in EDITION["cells"] if cell["id"] == "q1"))),
        ALL_RIGHT,
        "",
    ),
    "duplicated, the copy solved": (
        changed(insert_before("q1", cell("q1", "in_utf8 = in_windows_1256 = 0"))),
        ALL_RIGHT,
        "",
    ),
    "reordered": (changed(lambda cells: cells[::-1]), ALL_RIGHT, ""),
    "retyped": (changed(edit("q1", cell_type="markdown")), ALL_RIGHT, ""),
    "retyped as prose": (
        changed(edit("q1", cell_type="raw", source="six and three")),
        ["crashed", *ALL_RIGHT[1:]],
        "",
    ),
    "edited set-up": (changed(setup="text = 'x'\nraise SystemExit"), ALL_RIGHT, ""),
    "edited check": (
        changed(**{"q1": "in_utf8 = in_windows_1256 = 9", "q1-check": "pass", "setup": "exercise = None"}),
        ["wrong", *ALL_RIGHT[1:]],
        "",
    ),
    "without cell ids": (changed(with_nbgraders_ids), [*ALL_RIGHT], ""),
    "without any ids": (
        changed(nameless),
        ALL_RIGHT,
        "q1, q2, q3, q4, q5, q6: found by the names they define, not by their cells",
    ),
    "answered below its check": (
        changed(insert_before("q2", cell("own", "in_utf8, in_windows_1256 = 6, 3")), q1="in_utf8 = ____"),
        ALL_RIGHT,
        "q1: found by the names they define",
    ),
    "another name": (
        changed(q4="def lost_brakes(text):\n    return 0"),
        ["right", "right", "right", "wrong", *ALL_RIGHT[4:]],
        "",
    ),
    "no name at all": (changed(q2="print(1)"), ["right", "wrong", *ALL_RIGHT[2:]], ""),
    "an error of a long name": (
        changed(q3="def repair(text):\n    raise type('E' * 100_000, (Exception,), {})('x' * 10**6)"),
        ["right", "right", "wrong", *ALL_RIGHT[3:]],
        "",
    ),
    "older version": (OLD, ALL_RIGHT, "made from another version of the exercise"),
    "wrong exercise": (OTHER, ["missing"] * ALL, "this is exercise 02_clean"),
    "wrong exercise that does not say so": (UNTOLD, ["missing"] * ALL, "this is exercise 02_clean"),
    "broken JSON": (json.dumps(SOLVED)[:-100], ["unreadable"] * ALL, "cut off"),
    "no JSON": ("<html>Please log in</html>", ["unreadable"] * ALL, "it is a web page, not a notebook"),
    "JSON but no notebook": ([1, 2], ["unreadable"] * ALL, "not a notebook"),
    "cells of another kind": ({"cells": [1, {"id": []}]}, ["unreadable"] * ALL, "not a notebook"),
    "too deep": ("[" * 1_000_000, ["unreadable"] * ALL, "not a notebook"),
    "odd source": ({"cells": [{"id": "q1", "source": {"a": 1}}]}, ["unreadable"] * ALL, "not a notebook"),
    "odd metadata": (SOLVED | {"metadata": [1]}, ALL_RIGHT, ""),
    "empty": ("", ["unreadable"] * ALL, "the file is empty"),
    "bytes": (b"\x00\xff\xfe" * 100, ["unreadable"] * ALL, "not a notebook"),
    "one damaged cell": (
        SOLVED | {"cells": [None, {"source": 3}, *SOLVED["cells"]]},
        ALL_RIGHT,
        "2 of its cells could not be read",
    ),
    "one damaged letter": (
        json.dumps(SOLVED, ensure_ascii=False).encode().replace("دير".encode(), b"\xd8\xff", 1),
        ALL_RIGHT,
        "some of its letters are damaged",
    ),
    "two BOMs": ("\ufeff\ufeff" + json.dumps(SOLVED), ALL_RIGHT, ""),
    "of Git LFS": ("version https://git-lfs.github.com/spec/v1\n", ["unreadable"] * ALL, "a placeholder"),
    "a comma too many": (json.dumps(SOLVED)[:-1] + ",}", ["unreadable"] * ALL, "it is a damaged notebook"),
    "zeros": (bytes(4000), ["unreadable"] * ALL, "it holds nothing but zeros"),
    "two in one file": (json.dumps(SOLVED) * 2, ["unreadable"] * ALL, "perhaps a second one"),
    "a Git conflict": (
        json.dumps(SOLVED, indent=1).replace('"cells": [', '\n<<<<<<< HEAD\n"cells": ['),
        ["unreadable"] * ALL,
        "Git has marked a conflict in it",
    ),
    "a mail": ("From: huda@x.example\nSubject: 1\n\nhello", ["unreadable"] * ALL, "save what is attached"),
    "a link": ("https://colab.research.google.com/drive/abc\n", ["unreadable"] * ALL, "a link to a file"),
    "a page that leads elsewhere": (
        '<!DOCTYPE html><html><head><meta http-equiv="refresh" content="0;url=https://x.org"></head></html>',
        ["unreadable"] * ALL,
        "a link to a file",
    ),
    "a Google document": ('{"url": "https://docs.google.com/x"}', ["unreadable"] * ALL, "not a notebook"),
    "a shortcut": (b"L\0\0\0\1\x14\2\0", ["unreadable"] * ALL, "a Windows shortcut"),
    "a tar": (bytes(257).replace(b"\0", b"x", 1) + b"ustar\0", ["unreadable"] * ALL, "a tar archive"),
    "in an old encoding": (
        json.dumps(changed(q2="opening = text[:16]  # سنعيم"), ensure_ascii=False).encode(
            "cp1256", "replace"
        ),
        ALL_RIGHT,
        "saved as windows-1256 instead of UTF-8",
    ),
    "own cells only": (
        {"cells": [cell("own", "print(1)")]},
        ["missing"] * ALL,
        "handed in a notebook with none of the exercise's cells",
    ),
    "answers in each other's cells": (
        changed(q1="wrongly_cut = ['B', 'D', 'E']", q5="in_utf8, in_windows_1256 = 6, 3"),
        ALL_RIGHT,
        "q1: found by the names they define",
    ),
    "a wrong answer in another's cell": (
        changed(q1="in_utf8 = ____\nin_windows_1256 = ____", q5="in_utf8, in_windows_1256 = 1, 2"),
        ["not attempted", *ALL_RIGHT[1:4], "wrong", *ALL_RIGHT[5:]],
        "",
    ),
    "help in a cell": (changed(q1="in_utf8, in_windows_1256 = 6, 3\nin_utf8?\nstr.upper??"), ALL_RIGHT, ""),
    "with a BOM": ("\ufeff" + json.dumps(SOLVED), ALL_RIGHT, ""),
    "=cmd|' /C calc'!A0": (SOLVED, ALL_RIGHT, ""),
    "<script>alert(1)<": (EDITION, ["not attempted"] * ALL, ""),
    "ليلى حسن": (changed(q2="opening = 'دير'"), ["right", "wrong", *ALL_RIGHT[2:]], ""),
    "\N{RIGHT-TO-LEFT OVERRIDE}gnorw": (SOLVED, ALL_RIGHT, ""),
    "ل" * 100: (SOLVED, ALL_RIGHT, ""),
}


def write(path: Path, content) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    if isinstance(content, bytes):
        path.write_bytes(content)
    else:
        path.write_text(content if isinstance(content, str) else json.dumps(content), encoding="utf-8")


def grade(folder: Path, *options: str) -> dict[str, dict]:
    """Grade a folder and return the rows of grades.csv by student."""
    assert main(["grade", str(folder), "--seconds", "1", *options]) == 0
    return rows(folder)


def rows(folder: Path) -> dict[str, dict]:
    text = (folder.with_name(f"{folder.name}-grades") / "grades.csv").read_text(encoding="utf-8-sig")
    return {row["student"]: row for row in csv.DictReader(text.splitlines())}


@pytest.fixture(scope="module")
def graded(tmp_path_factory):
    """Every notebook of the table, graded in one go: the folder of results."""
    folder = tmp_path_factory.mktemp("grade") / "in"
    for name, (content, _, _) in NOTEBOOKS.items():
        student = folder / name.replace("/", "_")
        student.mkdir(parents=True)
        write(student / "work.ipynb", content)
    (folder / "nothing").mkdir()
    (folder / "Layla Amin").mkdir()
    write(folder / "Layla Amin" / "01_read (2).ipynb", SOLVED)
    write(folder / "Layla Amin" / "01_read.ipynb", changed(q1="x = 1"))
    write(folder / "Layla Amin" / "work" / "01_read.ipynb", EDITION)
    write(folder / "Blank Last" / "01_read.ipynb", SOLVED)
    write(folder / "Blank Last" / "01_read (2).ipynb", EDITION)
    write(folder / "Film.mkv", b"\x1aE\xdf\xa3")
    write(folder / "Cloud.ipynb.icloud", b"bplist00")
    (folder / "Omar").mkdir()
    write(folder / "Omar" / "a.ipynb", OTHER)
    write(folder / "Omar" / "b.ipynb", SOLVED)
    with zipfile.ZipFile(folder / "Huda.zip", "w") as made:
        made.writestr("home/huda/01_read.ipynb", json.dumps(SOLVED))
    grade(folder)
    return folder


def shown(name: str) -> str:
    """A student's name as it stands in the table: for a spreadsheet, neither formula nor invisible sign."""
    name = name.replace("\N{RIGHT-TO-LEFT OVERRIDE}", "").replace("/", "_")
    return f"'{name}" if name.startswith("=") else name


@pytest.mark.parametrize("name", NOTEBOOKS)
def test_outcomes(graded, name):
    row, (_, outcomes, note) = rows(graded)[shown(name)], NOTEBOOKS[name]
    assert [row[f"q{number}"] for number in range(1, ALL + 1)] == outcomes
    assert float(row["points"]) == outcomes.count("right")
    assert note in row["notes"]


def test_a_student_who_handed_in_nothing(graded):
    assert rows(graded)["nothing"]["q1"] == "missing"


def test_of_several_files_the_latest_of_this_exercise_counts(graded):
    layla, omar = rows(graded)["Layla Amin"], rows(graded)["Omar"]
    assert (layla["points"], layla["file"]) == (f"{ALL}", "Layla Amin/01_read (2).ipynb")
    assert layla["notes"].endswith("the latest of 2 files")
    assert (omar["points"], omar["file"], omar["notes"]) == (f"{ALL}", "Omar/b.ipynb", "")
    blank = rows(graded)["Blank Last"]
    assert (blank["points"], blank["file"]) == (f"{ALL}", "Blank Last/01_read.ipynb")
    assert blank["notes"] == "another file is as it was handed out: the one with answers counts"


def test_what_is_no_notebook_by_its_ending(graded):
    said = {name: rows(graded)[name]["notes"] for name in ("Film", "Cloud")}
    assert said["Film"] == "Film.mkv: it is a .mkv file, not a notebook"
    assert said["Cloud"].endswith("it is only a placeholder: the file itself was not downloaded")


def test_a_zip(graded):
    assert rows(graded)["Huda"]["points"] == f"{ALL}"


def test_the_table_opens_in_a_spreadsheet(graded):
    data = (graded.with_name("in-grades") / "grades.csv").read_bytes()
    assert data.startswith(b"\xef\xbb\xbfstudent,id,points,of,q1,q2,q3,q4,q5,q6,notes,file\r\n")


class Page(HTMLParser):
    """The tags of a page, and a check that they are closed."""

    def __init__(self, text):
        super().__init__()
        self.tags, self.open = [], []
        self.feed(text)

    def handle_starttag(self, tag, attrs):
        self.tags.append((tag, dict(attrs)))
        if tag not in ("meta", "img", "br", "link"):
            self.open.append(tag)

    def handle_endtag(self, tag):
        assert self.open.pop() == tag


def page(graded, start: str) -> str:
    [path] = (graded.with_name("in-grades") / "feedback").glob(f"{start}*.html")
    return path.read_text(encoding="utf-8")


def test_every_page_is_whole_and_runs_nothing(graded):
    pages = list((graded.with_name("in-grades") / "feedback").glob("*.html"))
    assert len(pages) == len(NOTEBOOKS) + 7
    for path in pages:
        page = Page(path.read_text(encoding="utf-8"))
        assert not page.open
        assert not {"script", "iframe", "link"} & {tag for tag, _ in page.tags}
        assert not any(name.startswith("on") for _, attributes in page.tags for name in attributes)
        assert any("default-src 'none'" in attributes.get("content", "") for _, attributes in page.tags)


def test_feedback_says_what_was_asked_given_and_expected_and_a_hint(graded):
    text = page(graded, "ليلى_حسن")
    assert '<bdi dir="rtl" lang="ar">ليلى حسن</bdi>' in text
    section = text.split("<section>")[2]
    assert "An old program saved the first words of the article" in section
    assert 'opening = &#x27;<bdi dir="rtl" lang="ar">دير</bdi>&#x27;' in section
    assert '<th scope="col">expected</th>' in section
    assert '<bdi dir="rtl" lang="ar">خسر تنظيم الدولة</bdi>' in section
    assert "<strong>Hint.</strong>" in section
    assert "0 of 1." in section


def test_feedback_on_a_known_mistake_has_its_sentence(graded):
    assert "In windows-1256 that is right. But UTF-8 has room" in page(graded, "known_mistake")


def test_summary_of_the_class(graded):
    text = (graded.with_name("in-grades") / "summary.html").read_text(encoding="utf-8")
    page = Page(text)
    assert not page.open
    assert "In windows-1256 that is right. But UTF-8 has room" in text
    assert f"{len(NOTEBOOKS) + 7} students" in text
    assert text.index("Look at these") < text.index("Known mistakes")
    assert "<strong>handed in nothing</strong> (1): nothing" in text


def test_a_second_run_marks_only_what_is_new_or_changed(tmp_path, monkeypatch, capsys):
    folder = tmp_path / "in"
    folder.mkdir()
    write(folder / "Layla.ipynb", SOLVED)
    write(folder / "Omar.ipynb", EDITION)
    before = grade(folder)
    write(folder / "Omar.ipynb", SOLVED)
    marked, mark = [], batch.mark
    monkeypatch.setattr(batch, "mark", lambda *given: marked.append(given) or mark(*given))
    after = grade(folder)
    assert len(marked) == 1
    assert (before["Omar"]["points"], after["Omar"]["points"]) == ("0", f"{ALL}")
    assert before["Layla"] == after["Layla"]


def test_stopped_half_way_it_goes_on_there(tmp_path, monkeypatch, capsys):
    folder = tmp_path / "in"
    folder.mkdir()
    for name in ("Ali", "Huda", "Layla"):
        write(folder / f"{name}.ipynb", SOLVED)
    marked, mark = [], batch.mark

    def stop(*given):
        marked.append(given)
        if len(marked) == 2:
            raise KeyboardInterrupt
        return mark(*given)

    monkeypatch.setattr(batch, "mark", stop)
    assert main(["grade", str(folder), "--jobs", "1"]) == 130
    assert "Run the same command again" in capsys.readouterr().err
    done = [path.name for path in (tmp_path / "in-grades" / "results").iterdir()]
    assert any(name.startswith("Ali-") for name in done)
    assert not any(name.startswith("Huda") or name.endswith(".part") for name in done)  # nothing half written
    assert [row["points"] for row in grade(folder).values()] == [f"{ALL}"] * 3


def test_half_a_result_is_made_again(tmp_path):
    folder = tmp_path / "in"
    folder.mkdir()
    write(folder / "Layla.ipynb", SOLVED)
    grade(folder)
    [result] = (tmp_path / "in-grades" / "results").glob("Layla-*.json")
    result.write_text(result.read_text()[:50])
    assert grade(folder)["Layla"]["points"] == f"{ALL}"


@pytest.mark.parametrize("name", key_names())
def test_every_exercise_can_be_graded(name):
    solved = make_edition(nbformat.read(SOURCES / f"{name}.ipynb", 4), solved=True)
    _, questions = read_exercise(name)
    sandbox = Sandbox(preparation(questions), limits=Limits(seconds=20))  # a busy machine is no failure
    marks, _ = mark(read_notebook(nbformat.writes(solved).encode()), questions, sandbox)
    sandbox.close()
    assert {question: mark.outcome for question, mark in marks.items()} == dict.fromkeys(questions, "right")


def test_a_folder_that_is_not_there(tmp_path, capsys):
    assert main(["grade", str(tmp_path / "none")]) == 2
    assert "is not a folder. Give the folder that holds the submissions." in capsys.readouterr().err


def test_a_folder_without_notebooks(tmp_path, capsys):
    assert main(["grade", str(tmp_path)]) == 2
    assert "says which exercise it is. Name it" in capsys.readouterr().err


def test_an_unknown_exercise(tmp_path, capsys):
    assert main(["grade", str(tmp_path), "--exercise", "01_raed"]) == 2
    assert "there is no exercise '01_raed'. There are: 00_start, 01_read" in capsys.readouterr().err


def test_results_are_written_where_one_says(tmp_path, capsys):
    folder, out = tmp_path / "in", tmp_path / "marked"
    folder.mkdir()
    write(folder / "Layla.ipynb", SOLVED)
    assert main(["grade", str(folder), "--exercise", "01_read", "--out", str(out)]) == 0
    assert "1 student, 01_read: right 6." in capsys.readouterr().out
    written = ["feedback", "feedback.zip", "grades.csv", "overrides.csv", "results", "summary.html"]
    assert sorted(path.name for path in out.iterdir()) == written
    assert not (tmp_path / "in-grades").exists()


WORDS = st.sampled_from(
    ["id", "source", "metadata", "nbgrader", "grade_id", "cell_type", "kit", "q1", "value"]
)
WORDS |= st.sampled_from(["raised", "message", "set", "dict", "table", "text", "other", "changed", "printed"])
SINGLE = st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=5) | WORDS
DATA = st.recursive(SINGLE, lambda data: st.lists(data) | st.dictionaries(WORDS, data), max_leaves=10)
_, SET = read_exercise("01_read")


@given(st.lists(DATA), DATA)
def test_whatever_is_in_a_notebook_it_is_read_or_refused(cells, metadata):
    try:
        notebook = read_notebook(json.dumps({"cells": cells, "metadata": metadata}).encode())
    except UnreadableError:
        return
    assert isinstance(notebook.exercise + notebook.version, str)
    assert all(isinstance(cell.source + cell.id + cell.kind, str) for cell in notebook.cells)


class Forger:
    """A sandbox in which an answer has forged what comes out."""

    limits = Limits()

    def __init__(self, data):
        self.data = data

    def run(self, request):
        return "by itself", json.dumps(self.data).encode()


RESULTS = st.lists(
    st.fixed_dictionaries({"value": DATA}) | st.dictionaries(WORDS, DATA), min_size=1, max_size=6
)


@given(
    st.fixed_dictionaries(
        {"missing": st.just([]), "blank": st.just([]) | DATA, "results": RESULTS, "error": DATA}
    )
    | DATA
)
def test_whatever_comes_out_of_a_sandbox_it_is_marked(data):
    notebook = read_notebook(json.dumps(SOLVED).encode())
    marks, notes = mark(notebook, SET, Forger(data))
    assert all(mark.outcome in OUTCOMES for mark in marks.values())
    assert not any(mark.outcome == "right" for mark in marks.values())
    json.dumps(as_data(marks))
    feedback_page(StudentResult("x", notes=notes, marks=marks), "01_read", SET)
