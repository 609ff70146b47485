"""What goes back to the platform and to students: the class list, overrides, feedback, the summary."""

import csv
import io
import re
import time
import zipfile

import pytest
from classes import EDITION, SOLVED, changed, write

from kit.check.verdicts import judge
from kit.classroom.grading import batch
from kit.classroom.grading.batch import Grading
from kit.classroom.grading.feedback import feedback_page, isolate
from kit.classroom.grading.inside import answer
from kit.classroom.grading.marking import Mark, mark
from kit.classroom.grading.notebook import read_notebook
from kit.classroom.grading.overrides import Override
from kit.classroom.grading.questions import SetQuestion, read_exercise
from kit.classroom.grading.returns import StudentResult, names_of, write_results
from kit.classroom.grading.roster import filled, read_roster
from kit.classroom.grading.sandbox import Limits
from kit.classroom.grading.submissions import find
from kit.classroom.grading.summary import Tally
from kit.classroom.grading.tables import Results, cell, read_table_file
from kit.errors import TextError
from kit.language import speaking

_, QUESTIONS = read_exercise("01_read")
MOST = len(QUESTIONS)  # a point each
SUBMISSIONS = {
    "Layla Hassan_101_assignsubmission_file_/a.ipynb": SOLVED,
    "Omar Saleh_102_assignsubmission_file_/a.ipynb": EDITION,
    "Ali Amin_103_assignsubmission_file_/a.ipynb": b"%PDF",
    "Ali Amin_104_assignsubmission_file_/a.ipynb": SOLVED,
}


@pytest.fixture
def graded(tmp_path, monkeypatch, capsys):
    """A function that grades a small class of Moodle's and runs nothing: answers as in SOLVED are right."""

    def answer(notebook, questions, sandbox):
        sources = {cell.id: cell.source for cell in notebook.cells}
        right = {cell["id"]: "".join(cell["source"]) for cell in SOLVED["cells"]}
        marks = {
            name: Mark("right", points=1) if sources[name] == right[name] else Mark("not attempted")
            for name in questions
        }
        return marks, []

    monkeypatch.setattr(batch, "mark", answer)
    monkeypatch.setattr(Grading, "sandbox", lambda self: None)
    for name, content in SUBMISSIONS.items():
        write(tmp_path / "in" / name, content)

    def grade(roster=None, column=""):
        submissions = find(tmp_path / "in", ["01_read"])
        grading = Grading("01_read", tmp_path / "out", limits=Limits(), kind="bubblewrap", hidden=[])
        grading.run(submissions, jobs=1)
        write_results(grading, submissions, roster and read_roster(roster), column)
        return capsys.readouterr().out

    grade.folder = tmp_path / "out"
    return grade


def rows(path, encoding="utf-8-sig"):
    return list(csv.reader(io.StringIO(path.read_text(encoding=encoding))))


def test_what_is_not_on_the_screen_is_said_to_be_elsewhere(graded, tmp_path):
    assert "and more" not in graded()
    beginnings = [b"Rar!", b"7z\xbc\xaf", b"\x89PNG", b"<", b"", b"[InternetShortcut]", b"\0\0\0\x18ftypheic"]
    for number, begins in enumerate(beginnings, 201):
        write(tmp_path / "in" / f"Nour Ali{number}_{number}_assignsubmission_file_/x", begins)
    said = graded()
    assert "  and more, 3 of 9: see Look at these in summary.html\n" in said
    page = (graded.folder / "summary.html").read_text(encoding="utf-8")
    assert all(kind in page for kind in ("a link to a file elsewhere", "a picture or a film"))


def by_student(folder):
    table = rows(folder / "grades.csv")
    return {row[0]: dict(zip(table[0], row, strict=True)) for row in table[1:]}


LISTS = {  # kind: (the list, then the rows that come back)
    "Moodle": (
        "Identifier,Full name,Email address,Status,Grade,Maximum Grade,Feedback comments\n"
        "Participant 101,Layla Hassan,l@x.org,Submitted,,100.00,\n"
        "Participant 102,Omar Saleh,o@x.org,Submitted,,100.00,\n"
        "Participant 103,Ali Amin,a@x.org,Submitted,,100.00,\n"
        "Participant 104,Ali Amin,b@x.org,Submitted,,100.00,\n"
        "Participant 105,Sara Noor,s@x.org,No submission,,100.00,\n",
        ["100", "0", "", "100", ""],
    ),
    "Moodle in French, for Excel": (
        "sep=;\nIdentifiant;Nom complet;Statut;Note;Note maximale\n"
        "Participant 101;Layla Hassan;Remis;;20,5\nParticipant 105;Sara Noor;;;20,5\n",
        ["20,5", ""],
    ),
    "Moodle in Arabic": (
        "المعرّف\tالاسم الكامل\tالحالة\tالدرجة\tالدرجة القصوى\n"
        "المشارك 105\tSara Noor\t\t\t10.00\nالمشارك 101\tLayla Hassan\tسُلِّم\t\t10.00\n",
        ["", "10"],
    ),
    "Sakai": (
        '"Exercise 1","Points"\n\n"Display ID","ID","Last Name","First Name","grade"\n'
        '"lh","lh","Hassan","Layla",""\n"sn","sn","Noor","Sara",""\n',
        [f"{MOST}", ""],
    ),
    "Canvas": (
        "Student,ID,SIS User ID,SIS Login ID,Section,Exercise 01 · Read (77),Exercise 10 (78)\n"
        '    Points Possible,,,,,10,10\n"Hassan, Layla",101,u1,lhassan,A,,\n"Saleh, Omar",102,u2,osaleh,A,,\n'
        '"Amin, Ali",103,u3,aamin,A,,\n"Amin, Ali",104,u4,aamin2,A,,\n"Noor, Sara",105,u5,snoor,B,,\n',
        ["10", "10", "0", "", "10", ""],
    ),
    "Blackboard": (
        "Last Name\tFirst Name\tUsername\tStudent ID\tExercise 1 [Total Pts: 1,000 Score] |9\n"
        "Hassan\tLayla\tlhassan\t1\t\nSaleh\tOmar\tosaleh\t2\t\nNoor\tSara\tsnoor\t5\t\n",
        ["1000", "0", ""],
    ),
}


@pytest.mark.parametrize("kind", LISTS)
def test_a_class_list_comes_back_filled(graded, tmp_path, kind):
    text, wanted = LISTS[kind]
    path = tmp_path / "list.csv"
    path.write_text(text, encoding="utf-16" if kind in ("Blackboard", "Moodle in Arabic") else "utf-8")
    roster = read_roster(path)
    assert roster.kind == kind.partition(" ")[0]
    said = graded(path)
    table = read_table_file(graded.folder / "import-list.csv")
    assert table.above == read_table_file(path).above
    heads = [head.lower() for head in table.rows[roster.head]]
    at = next(
        n
        for n, head in enumerate(heads)
        if head.startswith(("exercise 01", "exercise 1 ")) or head in ("grade", "note", "الدرجة")
    )
    assert [row[at] for row in table.rows[roster.head + 1 :]] == wanted
    assert "Identifi" not in said
    assert "المعرّف" not in said
    assert [[one for n, one in enumerate(row) if n != at] for row in table.rows] == [
        [one for n, one in enumerate(row) if n != at] for row in read_table_file(path).rows
    ]
    assert "handed in nothing: " in said
    rows = by_student(graded.folder)
    sara = rows["Sara Noor" if kind != "Canvas" else "Noor, Sara"]
    assert sara["id"] == ("105" if kind.startswith(("Moodle", "Canvas")) else "")
    assert (sara["q1"], sara["notes"]) == ("missing", "handed in nothing")
    if kind == "Blackboard":
        assert "not on the class list" in rows["Ali Amin (103)"]["notes"]


def test_a_plain_list(graded, tmp_path):
    (tmp_path / "list.csv").write_text("Layla Hassan\nSara Noor\nAmin Ali\n", encoding="utf-8-sig")
    graded(tmp_path / "list.csv")
    table = rows(graded.folder / "import-list.csv")
    assert table[:2] == [["Layla Hassan", f"{MOST}", f"{MOST}", ""], ["Sara Noor", "", "", ""]]
    assert table[2][:3] == ["Amin Ali", "", ""]  # two students are called so
    assert (
        "2 submissions are Amin Ali's on the class list"
        in by_student(graded.folder)["Ali Amin (103)"]["notes"]
    )


def test_a_longer_name_is_found_or_suggested(graded, tmp_path):
    for name in ("Hassan_Layla_lhassan_4000", "Saleh Omar (final)", "Sara's try of Layla Hassan"):
        write(tmp_path / "in" / name / "a.ipynb", SOLVED)
    for name in SUBMISSIONS:
        (tmp_path / "in" / name).unlink()
        (tmp_path / "in" / name).parent.rmdir()
    (tmp_path / "list.csv").write_text(
        "Full name,Username\nLayla Hassan,lhassan\nOmar Saleh,osaleh\n", encoding="utf-8"
    )
    graded(tmp_path / "list.csv")
    assert [row[2:] for row in rows(graded.folder / "import-list.csv")[1:]] == [
        [f"{MOST}", f"{MOST}", ""],
        ["", "", ""],
    ]
    said = {name: row["notes"] for name, row in by_student(graded.folder).items()}
    says = "not on the class list, perhaps Omar Saleh there: if so, rename the file"
    assert said["Saleh Omar (final)"] == says
    assert "perhaps Layla Hassan" in said["Sara's try of Layla Hassan"]


@pytest.mark.parametrize(
    ("text", "students"),
    [
        ("الاسم;الرقم الجامعي\nليلى;7\n", ["ليلى"]),
        ("Jméno,Adresa\nLayla,l@x.org\nOmar,o@x.org\n", ["Layla", "Omar"]),  # a language we do not know
        ("ردیف,نام,نام خانوادگی\n1,فاطمه,حسینی\n", ["فاطمه حسینی"]),
        ("1,Layla Hassan\n2,Omar Saleh\n", ["Layla Hassan", "Omar Saleh"]),
        ("Class of 2026\nname,email\nLayla,l@x.org\n", ["Layla"]),
        ("Last Name,First Name,Email Address,A\nDate,,,3\nPoints,,,6\nHassan,Layla,l@x,\n", ["Layla Hassan"]),
        ("Identifiant;Note\nParticipant 7;\nParticipant 8;\n", ["Participant 7", "Participant 8"]),
        ("Layla\nAdi\nOmar\n", ["Layla", "Adi", "Omar"]),  # a name that is a heading in Turkish
        ("Layla,3\nNim,4\n", ["Layla", "Nim"]),
        ("Class of 2026\nLast name,Group\nHassan,A\n", ["Hassan"]),
        ("Class of 2026\nName\nLayla\n", ["Layla"]),
        ("Max\nLayla\n", ["Max", "Layla"]),
        ("name,group\nMax,A\nMaximum,\n", ["Max"]),
    ],
)  # fmt: skip
def test_headings_are_nobody(tmp_path, text, students):
    (tmp_path / "list.csv").write_text(text, encoding="utf-8")
    assert list(read_roster(tmp_path / "list.csv").students.values()) == students


@pytest.mark.parametrize(
    ("head", "kind"),
    [("", "list"), ("Name\n", "list"), ("Students\n", "list"), ("Tunniste,Arvosana\n", "Moodle")],
)
def test_numbered_students_make_no_list_moodles(tmp_path, head, kind):
    rows = "".join(f"Student {n}{',' if ',' in head else ''}\n" for n in (1, 2, 3))
    (tmp_path / "list.csv").write_text(head + rows, encoding="utf-8")
    roster = read_roster(tmp_path / "list.csv")
    assert (roster.kind, len(roster.students)) == (kind, 3)
    if kind == "list":
        assert filled(roster, {1: (4.0, "")}, 5, "01_read", "")[1] == [
            "Student 2" if not head else "Student 1",
            "4",
            "5",
            "",
        ]


def test_a_name_in_other_letters_is_found(tmp_path):
    (tmp_path / "list.csv").write_text(
        "Name\nIbrahim Isik\nKate ONeil\nاحمد الشهرى\nAlison Hassan\nمريم\n", encoding="utf-8"
    )
    find_in = read_roster(tmp_path / "list.csv").rows_in
    assert find_in("İbrahim IŞIK") == ([1], True)
    assert find_in("O‘Neil Kate") == ([2], True)
    assert find_in("أحمد الـشهري") == ([3], True)
    assert find_in("Alison Ali Hassan") == ([4], False)
    assert find_in("واجب مريم") == ([5], False)
    assert find_in("Layla") == ([], False)


def test_canvas_gets_a_column_when_it_has_none(tmp_path):
    (tmp_path / "list.csv").write_text('Student,ID,Section\n"Hassan, Layla",101,A\n', encoding="utf-8")
    roster = read_roster(tmp_path / "list.csv")
    assert filled(roster, {1: (4.0, "")}, 5, "01_read", "") == [
        ["Student", "ID", "Section", "Exercise 01 · Read"],
        ["Hassan, Layla", "101", "A", "4"],
    ]


def test_users_whose_names_begin_alike_are_found(tmp_path):
    users = "Username,Last Name,First Name,Student ID\nstud_1,A,B,2\nstud_2,C,D,1\n"
    (tmp_path / "list.csv").write_text(users, encoding="utf-8")
    roster = read_roster(tmp_path / "list.csv")
    places = [f"Ex 1_stud_{n}_attempt_2026-11-22-10-15-00_x.ipynb" for n in (1, 2)]
    for place in places:
        write(tmp_path / "in" / place, SOLVED)
    submissions = find(tmp_path / "in", ["01_read"])
    assert [roster.row_of(one.number, names_of(one)) for one in submissions] == [1, 2]


@pytest.mark.parametrize(
    ("data", "says"),
    [
        (b"", "is empty"),
        (b"PK\3\4\0\0", "is no CSV file"),
        (b"\xd0\xcf\x11\xe0", "is no CSV file"),
        (b"name,group\n,A\n", "holds names"),
    ],
)
def test_a_list_that_is_none(tmp_path, data, says):
    (tmp_path / "list.csv").write_bytes(data)
    with pytest.raises(TextError, match=says):
        read_roster(tmp_path / "list.csv")


def test_a_list_without_the_exercise(tmp_path):
    (tmp_path / "list.csv").write_text("Username,Last Name,First Name\nl,Hassan,Layla\n", encoding="utf-8")
    with pytest.raises(TextError, match="--column"):
        filled(read_roster(tmp_path / "list.csv"), {1: (4.0, "")}, 5, "01_read", "")


def test_overrides_survive_and_are_shown(graded):
    graded()
    path = graded.folder / "overrides.csv"
    assert path.read_text(encoding="utf-8-sig") == "student,question,points,comment\n"
    path.write_text(
        "student;question;points;comment\n102;q1;0,5;well reasoned\nLayla Hassan;q2;;see me\n"
        "Nobody;q1;1;\n102;q9;1;\nAli Amin;q1;1;\n102;q1;many;\n",
        encoding="utf-8-sig",
    )
    before = path.read_bytes()
    for _ in range(2):
        said = graded()
        omar = by_student(graded.folder)["Omar Saleh"]
        assert (omar["points"], omar["q1"]) == ("0.5", "not attempted, changed by hand")
        assert by_student(graded.folder)["Layla Hassan"]["points"] == f"{MOST}"
        assert path.read_bytes() == before
    assert "line 4, Nobody: no student is called so. The line was left out." in said
    assert "line 5, 102: there is no question q9, only q1, q2, q3, q4, q5, q6." in said
    assert "line 6, Ali Amin: 2 students are called so; write Ali Amin (103) or Ali Amin (104)." in said
    assert "line 7, 102: many is no number" in said
    [page] = (graded.folder / "feedback").glob("102_Omar*.html")
    assert "well reasoned" in page.read_text(encoding="utf-8")


def test_overrides_as_teachers_write_them(graded, tmp_path):
    """As Excel saves them on an Arabic Windows, names the other way round, other names of questions."""
    (tmp_path / "list.csv").write_text("Identifier,Full name,Grade\n105,سارة نور,\n", encoding="utf-8")
    graded(tmp_path / "list.csv")
    lines = (
        "student;question;points;comment\n\nSaleh, Omar;Q1;0,5;\nOmar Saleh;question 2;3;\n"
        "Omar Saleh;3;1;\nOmar Saleh;q3;0,25;\nسارة نور;q1;1;شفوي\n;q1;1;\n"
    )
    (graded.folder / "overrides.csv").write_bytes(lines.encode("cp1256"))
    said = graded(tmp_path / "list.csv")
    omar = by_student(graded.folder)["Omar Saleh"]
    assert (omar["points"], omar["q3"]) == ("3.75", "not attempted, changed by hand")
    assert "overrides.csv is not in UTF-8 and was read as windows-1256: check that" in said
    assert "line 4, Omar Saleh: 3 points, where q2 has 1. They count as you wrote them." in said
    assert "line 6, Omar Saleh: q3 stands in an earlier line too. This line counts." in said
    assert "line 8: no student is named. The line was left out." in said
    [page] = (graded.folder / "feedback").glob("105_*.html")  # She is only on the class list.
    assert "شفوي" in page.read_text(encoding="utf-8")


def test_a_class_list_of_an_arabic_windows_comes_back(graded, tmp_path, capsys):
    path = tmp_path / "list.csv"
    path.write_bytes("name,الدرجة\nLayla Hassan,\nسارة نور,\n".encode("cp1256"))
    assert "list.csv is not in UTF-8" in graded(path)
    assert rows(graded.folder / "import-list.csv", "cp1256")[1:] == [
        ["Layla Hassan", "", f"{MOST}", f"{MOST}", ""],
        ["سارة نور", "", "", "", ""],
    ]


def test_a_page_under_an_old_name_goes(graded, tmp_path):
    graded()
    mine = graded.folder / "feedback" / "my notes.html"
    mine.write_text("mine", encoding="utf-8")
    old = tmp_path / "in" / "Omar Saleh_102_assignsubmission_file_"
    old.rename(old.with_name("Omar Salih_102_assignsubmission_file_"))
    graded()
    pages = sorted(path.name.partition("-")[0] for path in (graded.folder / "feedback").iterdir())
    assert pages == [
        "101_Layla_Hassan",
        "102_Omar_Salih",
        "103_Ali_Amin_103",
        "104_Ali_Amin_104",
        "my notes.html",
    ]


def test_two_of_one_name_on_the_class_list_stay_two(graded, tmp_path):
    path = tmp_path / "list.csv"
    path.write_text("name\nSara Noor\nSara Noor\nHuda Noor\n", encoding="utf-8")
    graded(path)
    lines = "student,question,points,comment\nSara Noor,q1,1,\nSara Noor (row 3),q2,1,\n"
    (graded.folder / "overrides.csv").write_text(lines, encoding="utf-8")
    says = "line 2, Sara Noor: 2 students are called so; write Sara Noor (row 2) or Sara Noor (row 3)."
    assert says in graded(path)
    assert [row[1] for row in rows(graded.folder / "import-list.csv")] == ["points", "", "1", ""]
    points = {name: row["points"] for name, row in by_student(graded.folder).items() if "Noor" in name}
    assert points == {"Sara Noor (row 2)": "0", "Sara Noor (row 3)": "1", "Huda Noor": "0"}


def test_who_has_only_what_was_given_back_handed_in_nothing(graded, tmp_path):
    for name in SUBMISSIONS:
        (tmp_path / "in" / name).unlink()
        (tmp_path / "in" / name).parent.rmdir()
    write(tmp_path / "in" / "Layla Hassan" / "4_solution" / "a.ipynb", SOLVED)
    said = graded()
    row = by_student(graded.folder)["Layla Hassan"]
    assert (row["q1"], row["points"], row["file"]) == ("missing", "0", "")
    assert "nothing was turned in" in row["notes"]
    assert "handed in nothing: Layla Hassan" in said
    assert "nothing was turned in: Layla Hassan" in said


def test_an_edit_of_the_table_is_never_lost(graded):
    graded()
    path = graded.folder / "grades.csv"
    path.write_text(path.read_text(encoding="utf-8").replace(f",0,{MOST},", f",3,{MOST},"), encoding="utf-8")
    edited = path.read_bytes()
    assert "grades.csv was changed by hand: your copy is now grades-edited-1.csv" in graded()
    assert (graded.folder / "grades-edited-1.csv").read_bytes() == edited
    assert by_student(graded.folder)["Omar Saleh"]["points"] == "0"
    assert "changed by hand" not in graded()


def test_feedback_goes_back_as_moodle_takes_it(graded):
    graded()
    with zipfile.ZipFile(graded.folder / "feedback.zip") as archive:
        assert sorted(archive.namelist()) == [
            f"{name}_{number}_assignsubmission_file_01_read_feedback.html"
            for name, number in [
                ("Ali Amin", 103),
                ("Ali Amin", 104),
                ("Layla Hassan", 101),
                ("Omar Saleh", 102),
            ]
        ]
    names = sorted(path.name for path in (graded.folder / "feedback").iterdir())
    assert [name.partition("-")[0] for name in names] == [
        "101_Layla_Hassan",
        "102_Omar_Saleh",
        "103_Ali_Amin_103",
        "104_Ali_Amin_104",
    ]


def test_what_goes_wrong_with_one_is_its_own(graded, monkeypatch):
    real = batch.read_notebook
    monkeypatch.setattr(batch, "read_notebook", lambda data: 1 / 0 if data == b"%PDF" else real(data))
    graded()
    rows = by_student(graded.folder)
    assert rows["Ali Amin (103)"]["q1"] == "unreadable"
    assert rows["Layla Hassan"]["points"] == f"{MOST}"


def test_points_for_each_probe():
    class Half:
        limits = Limits()

        def run(self, request):
            results = [{"value": probe["expected"]} for probe in probes[:-1]] + [{"value": "no"}]
            seen = {"missing": [], "blank": [], "error": None, "kinds": {}, "results": results}
            return "by itself", batch.json.dumps(seen).encode()

    question = QUESTIONS["q4"]
    probes = question.key["probes"] + question.key["fresh"]
    notebook = read_notebook(batch.json.dumps(changed(q4="def lost_breaks(text): return 1")).encode())
    whole, _ = mark(notebook, {"q4": question}, Half())
    key = question.key | {"partial": True}
    part, _ = mark(notebook, {"q4": SetQuestion(**(vars(question) | {"key": key}))}, Half())
    assert whole["q4"].points == 0
    assert part["q4"].points == round((len(probes) - 1) / len(probes), 2)
    assert part["q4"].outcome != "right"


def test_a_set_is_no_list_for_a_share_of_the_points_either():
    class Unordered:
        limits = Limits()

        def run(self, request):
            results = [{"value": ["a", "b"]}, {"value": 2}]
            seen = {"missing": [], "blank": [], "error": None, "kinds": {}, "results": results}
            return "by itself", batch.json.dumps(seen | {"values": {"x": {"set": ["a", "b"]}}}).encode()

    probes = [{"expression": "list(x)", "expected": ["a", "b"]}, {"expression": "len(x)", "expected": 3}]
    key = QUESTIONS["q1"].key | {"names": ["x"], "probes": probes, "fresh": [], "partial": True}
    question = SetQuestion(**(vars(QUESTIONS["q1"]) | {"key": key}))
    notebook = read_notebook(batch.json.dumps(changed(q1="x = {'a', 'b'}")).encode())
    assert mark(notebook, {"q1": question}, Unordered())[0]["q1"].points == 0


@pytest.mark.parametrize(
    ("code", "outcome"),
    [
        ("in_utf8 = lenn(text)", "crashed"),
        ("in_utf8 = 6\nin_windows_1256 = = 3", "crashed"),
        ("in_utf = 6\nin_windows = 3", "wrong"),
        ("print(6)\n3", "not attempted"),
    ],
)
def test_a_page_says_what_the_check_said(code, outcome):
    class Here:
        limits = Limits()

        def run(self, request):
            seen.update(answer(request, {"text": "x"}, {}))
            return "by itself", batch.json.dumps(seen).encode()

    seen = {}
    notebook = read_notebook(batch.json.dumps(changed(q1=code)).encode())
    marks, _ = mark(notebook, {"q1": QUESTIONS["q1"]}, Here())
    assert marks["q1"].outcome == outcome
    assert marks["q1"].sentence == judge(QUESTIONS["q1"].key, seen, code=code).sentence


def test_a_student_has_so_much_time_and_no_more(monkeypatch):
    ran = []

    class Slow:
        limits = Limits(seconds=0)

        def run(self, request):
            ran.append(request)
            return "timed out", b""

    cells = list(SOLVED["cells"])
    for n in range(5):
        cells += [
            {"cell_type": "code", "id": f"q{q}", "source": f"x = {n}", "metadata": {}}
            for q in range(1, MOST + 1)
        ]
    notebook = read_notebook(batch.json.dumps({"cells": cells}).encode())
    marks, _ = mark(notebook, QUESTIONS, Slow())
    assert {mark.outcome for mark in marks.values()} == {"timed out"}
    assert len(ran) == MOST  # one try each: copies and second runs are left out


@pytest.mark.parametrize(
    "cells",
    [[f"in_utf8 = {n}" for n in range(50_000)], ["x = 1\n" * 1_000_000], ["in_utf8=x=1\n" * 300_000]],
    ids=["many copies", "a cell of a million lines", "a million names"],
)
def test_no_notebook_takes_long(cells):
    class Empty:
        limits = Limits()

        def run(self, request):
            seen = {"missing": request["names"], "blank": [], "error": None, "kinds": {}, "results": []}
            return "by itself", batch.json.dumps(seen).encode()

    whole = [{"cell_type": "code", "id": "q1", "source": source, "metadata": {}} for source in cells]
    notebook = read_notebook(batch.json.dumps({"cells": whole}).encode())
    start = time.process_time()
    mark(notebook, QUESTIONS, Empty())
    assert time.process_time() - start < 5


def test_the_summary_tells_what_to_look_at():
    tally = Tally(QUESTIONS)
    right = {name: Mark("right", points=1) for name in QUESTIONS}
    code = "def lost_breaks(text):\n    return text.count('.') - 1"
    wrong = right | {"q4": Mark("wrong", "no", 0, code, (("`f(1)`", "3", "4"), ("`f(2)`", "2", "2")))}
    for name in ("Layla", "Omar", "Sara"):
        tally.add(name, wrong, MOST - 1, ["made from another version of the exercise"])
    tally.add("Ali", right, MOST, [])
    tally.add("Huda", dict.fromkeys(QUESTIONS, Mark("missing")), None, ["handed in nothing"])
    assert (tally.students, tally.marked, tally.mean, tally.median) == (5, 4, MOST - 0.75, MOST - 1)
    assert tally.looks() == [
        ("handed in nothing", ["Huda"]),
        ("made from another version of the exercise", ["Layla", "Omar", "Sara"]),
    ]
    assert tally.distribution()[:3] == [
        (f"{MOST}", 1, 33),
        (f"{MOST - 1}", 3, 100),
        (f"{MOST - 2}", 0, 0),
    ]
    [(count, _, rows, shown)] = tally.unknown()
    assert (count, rows, shown) == (3, [("`f(1)`", "3", "4")], code)
    [(_, students)] = tally.alike()
    assert students == ["Layla", "Omar", "Sara"]
    page = tally.page("01_read")
    assert page.index("handed in nothing") < page.index("another version")
    assert "proves nothing" in page


def test_one_wrong_answer_of_two_languages_is_one_group():
    def wrong(code, raised):
        class Fails:
            limits = Limits()

            def run(self, request):
                results = [{"raised": raised, "message": ""} for _ in request["expressions"]]
                seen = {"missing": [], "blank": [], "error": None, "kinds": {}, "results": results}
                return "by itself", batch.json.dumps(seen).encode()

        notebook = read_notebook(batch.json.dumps(changed(q1=code)).encode())
        return mark(notebook, {"q1": QUESTIONS["q1"]}, Fails())[0]

    tally = Tally({"q1": QUESTIONS["q1"]}, "ar")
    for spoken, code in (("en", "in_utf8 = 1"), ("ar", "in_utf8 = 2")):
        with speaking(spoken):
            tally.add(spoken, wrong(code, "OddError"), 0, [], spoken)
    [(count, _, rows, code)] = tally.unknown()
    assert (count, code) == (2, "in_utf8 = 2")
    assert "error" not in str(rows)


def test_arabic_says_its_notes_in_arabic(graded):
    mark = Mark("unreadable", "a.rar could not be marked: it is a RAR archive, not a notebook or a zip.")
    result = StudentResult("ليلى", notes=["the latest of 3 files"], marks={"q1": mark})
    with speaking("ar"):
        page = feedback_page(result, "01_read", QUESTIONS)
    assert not re.search("latest|archive|could not", page)


def test_points_for_who_handed_in_nothing_come_back(graded, tmp_path):
    (tmp_path / "list.csv").write_text("name\nSara Noor\nLayla Hassan\n", encoding="utf-8")
    graded(tmp_path / "list.csv")
    (graded.folder / "overrides.csv").write_text(
        "student,question,points,comment\nSara Noor,q1,1,on paper\n", encoding="utf-8"
    )
    graded(tmp_path / "list.csv")
    assert rows(graded.folder / "import-list.csv")[1][:2] == ["Sara Noor", "1"]
    assert "4 with points" in (graded.folder / "summary.html").read_text(encoding="utf-8")
    assert by_student(graded.folder)["Ali Amin (103)"]["notes"].count("it is a PDF, not a notebook")


def test_a_comment_alone_gives_nobody_points(graded, tmp_path):
    (tmp_path / "list.csv").write_text("name\nSara Noor\n", encoding="utf-8")
    graded(tmp_path / "list.csv")
    lines = "student,question,points,comment\nSara Noor,q1,,was ill\n"
    (graded.folder / "overrides.csv").write_text(lines, encoding="utf-8")
    graded(tmp_path / "list.csv")
    assert rows(graded.folder / "import-list.csv")[1][:2] == ["Sara Noor", ""]


def test_arabic_keeps_its_order():
    assert str(isolate("['بعد 2.5 كيلومتر', 'x']")).count("<bdi") == 1
    assert ">بعد 2.5 كيلومتر</bdi>" in isolate("'بعد 2.5 كيلومتر'")
    assert ">بعد 2.5 كيلومتر</bdi>" in isolate("gave بعد 2.5 كيلومتر.")
    assert "<script>" not in isolate("'في <script>'")


def test_a_page_escapes_and_shows_all():
    long = "نص " * 300
    marks = {"q1": Mark("wrong", "<b>`x`</b>", 0, "x = '\u202e'", (("`x`", f"'{long}'", "3"),))}
    result = StudentResult(
        "<i>می\u200cخواهم", notes=["\x1b[31m"], marks=marks, overrides={"q1": Override(1, "<u>")}
    )
    page = feedback_page(result, "01_read", QUESTIONS)
    assert not any(tag in page for tag in ("<b>", "<i>", "<u>", "\x1b", "\u202e"))
    assert "می\u200cخواهم" in page
    assert long.strip() in page  # nothing is cut off
    assert f"1 of {MOST} points" in page


def test_cells_never_break_a_spreadsheet(tmp_path):
    assert len(cell("x" * 300_000)) <= 32_767
    assert cell("\x1b]0;x\x07") == "]0;x"
    results = Results(tmp_path)
    results.write("a.csv", [["=1", "b"]])
    assert rows(tmp_path / "a.csv") == [["=1", "b"]]
