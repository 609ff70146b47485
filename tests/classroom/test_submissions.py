"""Whose a file is, as platforms and people name it; that nobody is lost or merged; what a zip may hold."""

import io
import os
import time
import zipfile

import pytest
from classes import every_file
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from kit.classroom.grading import files
from kit.classroom.grading.batch import file_name
from kit.classroom.grading.files import JUNK, Reader, UnreadableError
from kit.classroom.grading.names import tame
from kit.classroom.grading.platforms import foreign_names, platform_of
from kit.classroom.grading.submissions import Submission, find
from kit.classroom.grading.whose import read_names

EXERCISES = ["00_start", "01_read", "02_clean"]


def tree(folder, *names):
    """Make files that hold their own names."""
    for name in names:
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(name, encoding="utf-8")
    return folder


def found(folder):
    """What was found: students, each with the places of the files, the likeliest and latest first."""
    return {student.student: [file.place for file in student.files] for student in find(folder, EXERCISES)}


def notes(folder):
    return {student.student: student.notes for student in find(folder, EXERCISES)}


# ---- names


def test_names_that_look_the_same_are_told_apart(tmp_path):
    tree(tmp_path, "مها.ipynb", "\N{RIGHT-TO-LEFT MARK}مها.ipynb", "Omar Said.ipynb", "Omar  Said.ipynb")
    said = notes(tmp_path)
    assert sorted(said) == ["Omar Said [1]", "Omar Said [2]", "مها [1]", "مها [2]"]
    assert said["مها [1]"] == ["2 students are called مها"]


def test_a_name_that_is_nobodys_is_noted(tmp_path):
    said = notes(tree(tmp_path, "01_read (3).ipynb", "homework final.ipynb", "Layla.ipynb", "20231234.ipynb"))
    assert [name for name, noted in said.items() if noted] == ["01_read (3)", "homework final"]
    assert said["homework final"] == ["its name says nothing of whose it is"]


@pytest.mark.parametrize(
    ("name", "student"),
    [
        ("Layla Hassan_123456_assignsubmission_file_01_read.ipynb", "Layla Hassan"),  # Moodle
        ("Layla Hassan_123456_assignsubmission_file_/01_read.ipynb", "Layla Hassan"),
        ("ليلى حسن_123456_assignsubmission_file/01_read.ipynb", "ليلى حسن"),
        ("Layla_12_assignsubmission_onlinetext_/onlinetext.html", "Layla"),
        ("hassanlayla_98765_1234567_01_read.ipynb", "hassanlayla"),  # Canvas
        ("hassanlayla_LATE_98765_1234567_01_read-2.ipynb", "hassanlayla"),
        ("Exercise 1_lhassan_attempt_2026-11-22-10-15-00_01_read.ipynb", "lhassan"),  # Blackboard
        ("Exercise_1_lhassan_attempt_2026-11-22-10-15-00.ipynb", "lhassan"),
        ("Layla/01_read.ipynb", "Layla"),
        ("Layla/deep/er/work (3).ipynb", "Layla"),
        (".layla/01_read.ipynb", ".layla"),
        ("Layla.ipynb", "Layla"),
        ("01_read_Layla.ipynb", "Layla"),
        ("Layla-01_read.ipynb", "Layla"),
        ("01_read - Layla (2).ipynb", "Layla"),
        ("Layla - Copy.ipynb", "Layla"),
        ("Layla copy 2.IPYNB", "Layla"),
        ("Layla.ipynb.txt", "Layla"),
        ("Layla.ipynb.json", "Layla"),
        ("Layla.pdf", "Layla"),
        ("01_read (7).ipynb", "01_read (7)"),  # says nothing of who it is from
        ("ليلى.ipynb", "ليلى"),
        ("Layla (" + "9" * 200 + ").ipynb", "Layla (" + "9" * 200 + ")"),
    ],
)
def test_names_as_platforms_export_them(tmp_path, name, student):
    assert found(tree(tmp_path, name)) == {student: [name]}


MERGES = {  # label: (files, how many students they are of)
    "Blackboard users with an underscore": (
        [f"Ex 1_{user}_attempt_2026-11-22-10-15-00_x.ipynb" for user in ("a_7", "b_7")],
        2,
    ),
    "a number and a year": ([f"HW_3_2024_{name}.ipynb" for name in ("Layla", "Omar", "Sara")], 3),
    "a number and a year in small letters": ([f"hw_3_2024_{name}.ipynb" for name in ("layla", "omar")], 2),
    "two homeworks": (["hw_3_2024_layla.ipynb", "hw_4_2024_omar.ipynb"], 2),
    "sections of files": (["Section 1/Layla.ipynb", "Section 1/Omar.ipynb", "Section 2/Sara.ipynb"], 3),
    "sections of folders": (["A/Layla/01_read.ipynb", "A/Omar/01_read.ipynb", "B/Sara/01_read.ipynb"], 3),
    "sections of Moodle": (
        [f"{group}/Ali_{n}_assignsubmission_file_/x.ipynb" for n, group in enumerate("AAB")],
        3,
    ),
    "one name in two sections": (["Section 1/Ali.ipynb", "Section 2/Ali.ipynb"], 2),
    "days without any such word": (["Monday/Layla Hassan.ipynb", "Monday/Omar.ipynb", "Friday/Ali.ipynb"], 3),
    "a Classroom folder": ([f"{name} - Exercise 1.ipynb" for name in ("Layla", "Omar Saleh", "Ali (2)")], 3),
    "an upload named like another's attempt": (
        [
            "Ex_omar_attempt_2026-11-22-10-15-00_x.ipynb",
            "Ex_layla_attempt_2026-11-22-10-15-00_Ex_omar_attempt_2026-11-23-10-15-00_x.ipynb",
        ],
        2,
    ),
    "an upload named like another's in Moodle": (
        [
            "Omar_13_assignsubmission_file_x.ipynb",
            "Layla_12_assignsubmission_file_Omar_13_assignsubmission_file_x.ipynb",
        ],
        2,
    ),
    "a student's folder holds another's name": (
        ["Omar/01_read.ipynb", "Layla/Omar_13_assignsubmission_file_x.ipynb"],
        2,
    ),
    "two students of one name": ([f"Ali Hassan_{n}_assignsubmission_file_x.ipynb" for n in (1, 2)], 2),
    "one name mailed beside Moodle's": (
        [f"Ali_{n}_assignsubmission_file_x.ipynb" for n in (1, 2, 3)] + ["Ali.ipynb"],
        4,
    ),
    "dots in names": (["Layla.Hassan", "Layla.Omar"], 2),
    "one student's work and drafts": (["Layla/01_read.ipynb", "Layla/work.ipynb", "Layla/02_clean.ipynb"], 1),
    "one student's several files in Canvas": (
        ["hassanlayla_98765_1234567_01_read.ipynb", "hassanlayla_98765_1234568_notes.pdf"],
        1,
    ),
    "a notebook and its print": (["Layla.ipynb", "Layla.pdf"], 1),
    "a number beside odd names": (["A/Omar 2.ipynb", "A/Sinéad O’Brien.ipynb", "A/🌸 Noor.ipynb"], 3),
    "student numbers": ([f"export/hw 1/s123456{n}/01_read.ipynb" for n in range(3)], 3),
    "a folder around the class": ([f"HW 1/HW 1/{name}/01_read.ipynb" for name in ("Ali", "Omar")], 2),
    "a folder around the sections": (
        ["export/Section 1/Ali.ipynb", "export/Section 1/Sara.ipynb", "export/Section 2/Omar.ipynb"],
        3,
    ),
    "two tries of one class": (
        [f"{work}/{name}/a.ipynb" for work in ("one", "two") for name in ("Layla Hassan", "Omar Saleh")],
        4,
    ),
    "a folder in a section": ([f"Section 1/HW/{name}/01_read.ipynb" for name in ("Ali", "Omar")], 2),
    "names without a meaning": ([f"export/submission_{n}/01_read.ipynb" for n in range(9)], 9),
    "odd names in one student's folder": (
        ["Layla/analysis.ipynb", "Layla/poems.ipynb", "Omar/01_read.ipynb", "Sara/01_read.ipynb"],
        3,
    ),
    "the same odd names in every student's folder": (
        [f"{name}/{work}.ipynb" for name in ("Layla", "Omar") for work in ("poems", "history")],
        2,
    ),
    "exams by student number": ([f"exam_20251_100{n}_{name}.ipynb" for n, name in enumerate("abc")], 3),
    "an exam of a year": ([f"arabic_20251_2024_{name}.ipynb" for name in ("layla", "omar")], 2),
}


@pytest.mark.parametrize("label", MERGES)
def test_nobody_is_merged(tmp_path, label):
    names, students = MERGES[label]
    assert len(found(tree(tmp_path, *names))) == students


PLATFORMS = {  # each with files as it names them, and who they are of, with the place of the latest
    "Canvas": {
        "hassanlayla_LATE_9001_70001_01_read-2.ipynb": "hassanlayla",
        "saleho2_9002_text.html": "saleho2",
        "حسنليلى_LATE_9003_70003_x_1_2_y.ipynb": "حسنليلى",
        "noorsara_9004_link.html": "noorsara",
        "Mailed Omar.ipynb": "Mailed Omar",
    },
    "Canvas, nameless": {
        "LATE_anon_aB3dE_70001_01_read.ipynb": "anon_aB3dE",
        "anon_XyZ12_70002_01_read.ipynb": "anon_XyZ12",
    },
    "Brightspace": {
        "101-789 - Layla Hassan - Nov 9, 2025 1159 PM/a.ipynb": None,
        "101-789 - Layla Hassan - Nov 10, 2025 120 AM/a.ipynb": "Layla Hassan",
        "102-789 - ليلى - حسن - Nov 10, 2025 120 AM/a.ipynb": "ليلى - حسن",
        "index.html": None,
    },
    "Canvas, with a file of another kind": {
        "hassanlayla_9001_70001_01_read.ipynb": "hassanlayla",
        "omar_9002_70002_01_read.ipynb": "omar",
        "Sara_Noor_9003_70003_01_read.ipynb": "Sara_Noor_9003_70003",
    },
    "Brightspace in other languages": {
        "101-789 - Anne-Marie Saint-Ex - 9 août 2026 1433/a.ipynb": None,
        "101-789 - Anne-Marie Saint-Ex - 10 août 2026 933/a.ipynb": "Anne-Marie Saint-Ex",
        "102-789 - ليلى حسن - 02 مارس، 2026 233 م/a.ipynb": "ليلى حسن",
        "103-789 - Omar- Mar 2, 2026 233 PM - a.ipynb": "Omar",
    },
    "nbgrader's exchange": {
        "layla+01_read+2026-03-02 14:33:05.123456 UTC+ab12/01_read.ipynb": None,
        "layla+01_read+2026-03-02 14:33:05.123456 UTC+ab12/timestamp.txt": None,
        "layla+01_read+2026-03-03 09_00_05.123456 UTC+cd34/01_read.ipynb": "layla",
        "omar+01_read+2026-03-02 14:33:05.123456 UTC+ef56/01_read.ipynb": "omar",
    },
    "OpenOlat": {
        "hassan_layla_lh1/1_tasks/01_read.ipynb": None,
        "hassan_layla_lh1/2_submissions/01_read.ipynb": None,
        "hassan_layla_lh1/3_corrections/01_read.ipynb": None,
        "hassan_layla_lh1/4_revisions/a/01_read.ipynb": "hassan_layla_lh1",
        "saleh_omar_os2/2_submissions/01_read.ipynb": "saleh_omar_os2",
    },
    "Brightspace without folders": {
        "101-789 - Layla Hassan - 24 November, 2025 1020 - a.ipynb": "Layla Hassan",
        "102-789 - Omar - 24 November, 2025 1120 - 01_read (1).ipynb": "Omar",
    },
    "Sakai": {
        "HW/Hassan, Layla(lh1)/Submission attachment(s)/a.ipynb": "Hassan, Layla",
        "HW/Hassan, Layla(lh1)/timestamp.txt": None,
        "HW/Saleh, Omar(1234)/Submission attachment(s)/a.ipynb": "Saleh, Omar",
        "HW/grades.csv": None,
    },
    "Schoology": {
        "Hassan, Layla - s486002/Revision 1 - On time/a.ipynb": None,
        "Hassan, Layla - s486002/Revision 10 - Late/a.ipynb": "Hassan, Layla",
        "Hassan, Layla - s486002/Revision 9 - On time/a.ipynb": None,
        "Saleh, Omar - 0AAA119SP00084/Revision 1 - On time/a.ipynb": "Saleh, Omar",
    },
    "Teams": {
        "Submitted files/Layla Hassan/HW 1/Version 10/a.ipynb": "Layla Hassan",
        "Submitted files/Layla Hassan/HW 1/Version 9/a.ipynb": None,
        "Working files/Layla Hassan/HW 1/b.ipynb": None,
        "Submitted files/Omar 2/HW 1/Version 1/a.ipynb": "Omar 2",
        "Working files/Sara/HW 1/a.ipynb": "Sara",
    },
    "Teams in French": {
        "Fichiers envoyés/Layla Hassan/Ex 1/Version 1/a.ipynb": None,
        "Fichiers envoyés/Layla Hassan/Ex 1/Version 2/a.ipynb": "Layla Hassan",
        "Fichiers envoyés/Omar Saleh/Ex 1/Version 1/a.ipynb": "Omar Saleh",
        "Fichiers de travail/Layla Hassan/Ex 1/a.ipynb": None,
        "Fichiers de travail/Omar Saleh/Ex 1/a.ipynb": None,
    },
    "Classroom": {
        "Layla Hassan - HW 1.ipynb": "Layla Hassan",
        "Copy of Omar - HW 1.ipynb": "Omar",
        "ليلى - HW 1.ipynb": "ليلى",
        "01_read.ipynb": "01_read",
    },
}


@pytest.mark.parametrize("platform", PLATFORMS)
@pytest.mark.parametrize("zipped", [False, True])
def test_every_platforms_names(tmp_path, platform, zipped):
    whose = PLATFORMS[platform]
    if zipped:
        make_zip(tmp_path / "all.zip", *whose)
    else:
        tree(tmp_path, *whose)
    latest = {student: files[0].removeprefix("all.zip/") for student, files in found(tmp_path).items()}
    assert latest == {student: place for place, student in whose.items() if student}


def test_gradescope_says_who_handed_in(tmp_path):
    tree(tmp_path, "all/submission_981/01_read.ipynb", "all/submission_982/01_read.ipynb")
    tree(tmp_path, "all/submission_983/01_read.ipynb")
    assert set(found(tmp_path)) == {"submission_981", "submission_982", "submission_983"}
    (tmp_path / "all/submission_metadata.yml").write_text(
        "---\n"
        "submission_981:\n  :submitters:\n  - :name: Layla Hassan\n    :sid: '300'\n    :email: l@x.org\n"
        "  :score: 0\n  :results:\n    tests:\n    - name: test_q1\n      email: t@x.org\n"
        "    :submitters:\n    - :name: Nobody\n"
        'submission_982:\n  :submitters:\n  - :name: "\\u0639\\u0645\\u0631"\n    :sid: 301\n'
        "  - :name: Sara Noor\n    :sid: 302\n",
        encoding="utf-8",
    )
    assert {name: len(files) for name, files in found(tmp_path).items()} == {
        "Layla Hassan": 1, "عمر": 1, "Sara Noor": 1, "submission_983": 1,
    }  # fmt: skip
    assert find(tmp_path, EXERCISES)[0].known_as == ["300", "l@x.org"]


def test_a_single_submission_to_gradescope_is_the_only_one(tmp_path):
    tree(tmp_path, "submission_981/01_read.ipynb")
    (tmp_path / "submission_metadata.yml").write_text(
        "submission_981:\n  :submitters:\n    - :name: Layla Hassan\n  :score: 0\n", encoding="utf-8"
    )
    assert found(tmp_path) == {"Layla Hassan": ["submission_981/01_read.ipynb"]}


def test_what_a_student_was_given_is_never_marked(tmp_path):
    tree(tmp_path, "hassan_layla_lh1/1_assignment/01_read.ipynb", "hassan_layla_lh1/4_solution/01_read.ipynb")
    tree(tmp_path, "saleh_omar_os2/1_assignment/01_read.ipynb", "saleh_omar_os2/2_submissions/a.ipynb")
    assert found(tmp_path) == {
        "hassan_layla_lh1": [],
        "saleh_omar_os2": ["saleh_omar_os2/2_submissions/a.ipynb"],
    }
    says = "only what was handed out or given back is there: nothing was turned in"
    assert notes(tmp_path) == {"hassan_layla_lh1": [says], "saleh_omar_os2": []}


def test_what_comes_back_from_sakai_is_never_marked(tmp_path):
    place = "Hassan, Layla(lh1)/Feedback Attachment(s)/solved.ipynb"
    assert found(tree(tmp_path, place, "Saleh, Omar(os2)/timestamp.txt")) == {
        "Hassan, Layla": [], "Saleh, Omar": [],
    }  # fmt: skip


def test_a_folder_of_ones_own_called_task_is_marked(tmp_path):
    place = "Layla_12_assignsubmission_file_/1_task/01_read.ipynb"
    assert found(tree(tmp_path, place)) == {"Layla": [place]}


def test_who_is_marked_without_a_name_has_a_number(tmp_path):
    tree(tmp_path, *[f"Participant_{n}_assignsubmission_file/a.ipynb" for n in (501, 502, 503)])
    assert notes(tmp_path) == {f"Participant {n}": [] for n in (501, 502, 503)}


def test_names_that_differ_in_capitals_are_noted(tmp_path):
    said = notes(tree(tmp_path, "Omar Said.ipynb", "omar said (2).ipynb", "Sara.ipynb"))
    assert said["Omar Said"] == ["2 students are called Omar Said"]
    assert said["Sara"] == []


@pytest.mark.parametrize(
    "end", ["p. m.", "p.m.", "P.M", "p.\N{NO-BREAK SPACE}m.", "PM", "م", "مساء", "مساءً", "ب.ظ", "ب.ظ."]
)
def test_an_afternoon_is_later_than_a_morning(tmp_path, end):
    names = [f"101-789 - Layla - 2 mar. 2026 {when}/a.ipynb" for when in (f"233 {end}", "1120 a. m.")]
    assert found(tree(tmp_path, *names)) == {"Layla": names}


def test_drafts_and_what_is_late(tmp_path):
    for platform in ("Teams", "Schoology", "Canvas", "Canvas, nameless"):
        tree(tmp_path / platform, *PLATFORMS[platform])
    assert notes(tmp_path / "Teams")["Sara"] == ["only a draft, in Working files: it was not turned in"]
    late = {"Schoology": ["Hassan, Layla"], "Canvas, nameless": ["anon_aB3dE"]}
    late["Canvas"] = ["hassanlayla", "حسنليلى"]
    for platform, students in late.items():
        assert [one.student for one in find(tmp_path / platform, EXERCISES) if one.late] == students


@pytest.mark.parametrize("version", ["Version", "نسخة"])
def test_a_draft_is_the_earliest_of_all(tmp_path, version):
    places = "Submitted files/{}/{} 1/a.ipynb", "Working files/{}/{} 2/a.ipynb"
    wanted = {name: [place.format(name, version) for place in places] for name in ("Layla", "Omar")}
    assert found(tree(tmp_path, *wanted["Omar"], *wanted["Layla"])) == wanted


def test_a_file_called_like_the_folder_of_drafts_is_none(tmp_path):
    assert notes(tree(tmp_path, "Layla/my working files.ipynb"))["Layla"] == []


def test_a_zip_of_many_names_is_its_senders(tmp_path):
    make_zip(tmp_path / "Layla.zip", *[f"{name} Saleh.ipynb" for name in ("Omar", "Sara", "Ali")])
    make_zip(tmp_path / "Huda.zip", "01_read.ipynb")
    assert set(found(tmp_path)) == {"Layla", "Huda"}


def test_an_upload_named_like_anothers_is_its_senders(tmp_path):
    names, _ = MERGES["an upload named like another's attempt"]
    assert found(tree(tmp_path, *names)) == {"omar": names[:1], "layla": names[1:]}
    assert notes(tmp_path)["layla"] == ["named as Blackboard names files of Ex_omar, but not taken for that"]


def test_what_another_pattern_would_have_read_is_noted(tmp_path):
    assert platform_of(["HW_3_2024_Layla", "HW_3_2024_Omar"]) is None
    noted = notes(tree(tmp_path, "hw_3_2024_layla.ipynb", "hw_3_2024_omar.ipynb"))
    assert noted["hw_3_2024_omar"] == ["named as Canvas names files of hw, but not taken for that"]


def test_a_stranger_among_a_platforms_names_is_a_student_of_its_own(tmp_path):
    names = [f"S{n}_{n}_assignsubmission_file_x.ipynb" for n in range(3)]
    noted = notes(tree(tmp_path, *names, "Omar.ipynb"))
    assert noted["Omar"] == ["its name is not as Moodle writes names: taken for a student of that name"]


def test_late_is_noted(tmp_path):
    tree(tmp_path, "hassanlayla_LATE_98765_1234567_x.ipynb", "omar_98766_1234568_x.ipynb")
    assert {student.student: student.late for student in find(tmp_path, EXERCISES)} == {
        "hassanlayla": True,
        "omar": False,
    }


def test_of_copies_the_latest_comes_first(tmp_path):
    names = ["Layla.ipynb", "Layla (2).ipynb", "Layla (10).ipynb"]
    assert found(tree(tmp_path, *names)) == {"Layla": names[::-1]}


def test_of_attempts_the_latest_comes_first(tmp_path):
    first, second = (f"E_lh_attempt_2026-11-{day}-10-15-00_x.ipynb" for day in ("09", "10"))
    assert found(tree(tmp_path, second, first)) == {"lh": [second, first]}


def test_a_later_attempt_counts_more_than_an_ending(tmp_path):
    places = [f"Submitted files/{name}" for name in ("Layla/HW/Version 2/work", "Layla/HW/Version 1/a.ipynb")]
    places.append("Submitted files/Layla/HW/Version 3/print.pdf")
    assert found(tree(tmp_path, *places, "Submitted files/Omar/a.ipynb"))["Layla"] == places


def test_of_equal_names_the_newest_file_comes_first(tmp_path):
    tree(tmp_path, "Layla/a.ipynb", "Layla/b.ipynb")
    os.utime(tmp_path / "Layla/b.ipynb", (1, 1))
    assert found(tmp_path) == {"Layla": ["Layla/a.ipynb", "Layla/b.ipynb"]}


def test_what_systems_leave_behind_is_passed_over(tmp_path):
    tree(tmp_path, ".DS_Store", "Layla/.ipynb_checkpoints/x.ipynb", "Omar/x.ipynb", "Omar/._x.ipynb")
    tree(tmp_path, "$RECYCLE.BIN/S-1/x", "System Volume Information/x.dat", "autorun.inf", ".fseventsd/x")
    tree(tmp_path, ".Spotlight-V100/x", ".Trash-1000/x", "~$letter.docx", "Omar/.venv/lib/x.ipynb")
    assert found(tmp_path) == {"Layla": [], "Omar": ["Omar/x.ipynb"]}  # Layla's folder holds no notebook


def test_an_attempt_without_a_file_is_a_row(tmp_path):
    (tmp_path / "Layla_1_assignsubmission_file_").mkdir()
    (tmp_path / "Section 1" / "Omar").mkdir(parents=True)
    tree(tmp_path, "Section 1/Sara/x.ipynb")
    assert {"Omar", "Sara"} <= set(found(tmp_path))
    assert len(found(tmp_path)) == 3


# ---- whatever the names are, nothing is raised, lost or counted twice

PIECES = st.sampled_from(
    [
        "Layla",
        "Omar",
        "_12",
        "_7",
        "_",
        "-2",
        "_assignsubmission_file_",
        "_attempt_2026-11-22-10-15-00",
        "LATE",
        "_98765_1234567_",
        "01_read",
        " (2)",
        " - Copy",
        " copy 9",
        " - ",
        "Section 1",
        "ليلى",
        "\u200c",
        "é",
        "é",
        ".ipynb",
        ".zip",
        ".pdf",
        ".txt",
        ".",
        "..",
        " ",
        "x" * 60,
        "9" * 60,
        "\u202e",
        "\n",
        "=",
        "😂",
        ".DS_Store",
    ]
)
NAMES = st.lists(PIECES | st.text(max_size=4), min_size=1, max_size=8).map("".join)
SHAPES = st.lists(st.lists(NAMES, min_size=1, max_size=3).map("/".join), max_size=10)


@settings(max_examples=400, suppress_health_check=[HealthCheck.too_slow])
@given(SHAPES)
def test_every_file_belongs_to_exactly_one_student(tmp_path_factory, names):
    folder = tmp_path_factory.mktemp("any")
    for name in names:
        path = folder.joinpath(*[part for part in name.split("/") if part not in ("", ".", "..")])
        try:
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(b"x")
        except (OSError, ValueError):  # a name that this system does not take
            continue
    students = find(folder, EXERCISES)
    places = [file.place for student in students for file in student.files]
    there = {p for p in every_file(folder) if not any(JUNK.fullmatch(part) for part in p.split("/"))}
    assert len(places) == len(set(places))
    assert set(places) <= there
    receipts = there - set(places)  # Blackboard's own
    assert all("_attempt_" in place and place.lower().endswith(".txt") for place in receipts)
    assert len({student.student for student in students}) == len(students)
    written = [file_name(student) for student in students]
    assert len({name.casefold() for name in written}) == len(written)
    assert all(len(f".{name}.html.part".encode()) <= 255 for name in written)
    for student in students:
        for _place, data in Reader(student.files):
            assert isinstance(data, bytes | UnreadableError)


@settings(max_examples=300)
@given(st.lists(NAMES | st.text(), max_size=8, unique=True))
def test_whatever_the_names_each_is_read(names):
    read = read_names(names, EXERCISES)
    assert set(read) == set(names)
    assert all(who.student for name, who in read.items() if name.strip())


@settings(max_examples=100, suppress_health_check=[HealthCheck.too_slow])
@given(st.lists(NAMES | st.text(min_size=1), max_size=8))
def test_whatever_is_in_a_zip_it_is_the_senders(tmp_path_factory, names):
    folder = tmp_path_factory.mktemp("zip")
    with zipfile.ZipFile(folder / "Layla.zip", "w") as made:
        for name in names:
            try:
                made.writestr(name, b"x")
            except (ValueError, OSError, IndexError):
                continue
    tree(folder, "Omar.ipynb")
    assert found(folder) == {"Layla": ["Layla.zip"], "Omar": ["Omar.ipynb"]}
    for student in find(folder, EXERCISES):
        list(Reader(student.files))


@pytest.mark.parametrize(
    "piece", ["(9", " ", "_1_", "-1", " - Copy", ".ipynb", "_assignsubmission_file_", "'", "ل"]
)
def test_long_names_take_no_time(piece):
    names = [piece * (65_000 // len(piece)), f"x{piece * (60_000 // len(piece))}"]
    start = time.process_time()
    assert len({who.student for who in read_names(names, EXERCISES).values()}) == 2
    assert len(tame(names[0])) <= 255
    assert time.process_time() - start < 1


def test_a_large_class_takes_its_time_and_no_more(tmp_path):
    names = [f"Student {n}_{n}_assignsubmission_file_/deep/{n}.ipynb" for n in range(1000)]
    tree(tmp_path, *names)
    start = time.process_time()
    assert len(find(tmp_path, EXERCISES)) == 1000
    assert time.process_time() - start < 5


# ---- zips


def read(folder, student):
    """The first file that a student's submission gives."""
    students = find(folder, EXERCISES)
    data = next(data for each in students if each.student == student for _, data in Reader(each.files))
    if isinstance(data, UnreadableError):
        raise data
    return data


def make_zip(path, *names, **contents):
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as made:
        for name in names:
            made.writestr(name, name)
        for name, content in contents.items():
            made.writestr(f"{name}.ipynb", content)
    return path


def test_a_students_zip(tmp_path):
    make_zip(tmp_path / "Layla.zip", "mine/01_read.ipynb", "__MACOSX/mine/._01_read.ipynb", "readme.txt")
    assert read(tmp_path, "Layla") == b"mine/01_read.ipynb"


def test_of_copies_in_a_zip_the_one_least_deep_is_read(tmp_path):
    path = tmp_path / "Layla.zip"
    make_zip(path, "a/old/01_read.ipynb", "a/01_read (0).ipynb", "a/b/c/01_read.ipynb", "a/02_clean.ipynb")
    [submission] = find(tmp_path, EXERCISES)
    places = [place.removeprefix("Layla.zip/a/") for place, _ in Reader(submission.files)]
    assert places == ["02_clean.ipynb", "01_read (0).ipynb", "old/01_read.ipynb", "b/c/01_read.ipynb"]


@pytest.mark.parametrize("zipped", [False, True])
def test_in_a_whole_course_the_exercise_is_opened(tmp_path, zipped):
    course = [f"work/{n:02}_lesson.ipynb" for n in range(30)] + ["work/deep/er/05_context_exercise.ipynb"]
    if zipped:
        make_zip(tmp_path / "Layla.zip", *course)
    else:
        tree(tmp_path / "Layla", *course)
    [submission] = find(tmp_path, EXERCISES)
    place, _ = next(iter(Reader(submission.files, "05_context")))
    assert place.endswith("05_context_exercise.ipynb")


def test_a_name_in_a_students_zip_decides_nothing(tmp_path):
    make_zip(
        tmp_path / "Layla.zip",
        "Omar_1_assignsubmission_file_/x.ipynb",
        "Sara_2_assignsubmission_file_/x.ipynb",
    )
    tree(tmp_path, "Omar.ipynb")
    assert found(tmp_path) == {"Layla": ["Layla.zip"], "Omar": ["Omar.ipynb"]}


def test_a_zip_of_the_whole_class(tmp_path):
    names = [f"{name}_1_assignsubmission_file_/x.ipynb" for name in ("Layla", "ليلى")]
    make_zip(tmp_path / "export.zip", *names)
    assert found(tmp_path) == {"Layla": [f"export.zip/{names[0]}"], "ليلى": [f"export.zip/{names[1]}"]}
    assert read(tmp_path, "Layla") == names[0].encode()


def test_the_zip_of_the_class_beside_its_contents_is_nobody(tmp_path):
    names = [f"{name}_{n}_assignsubmission_file/a.ipynb" for n, name in enumerate(("Layla", "Omar"))]
    for prefix in ("", "ARAB 101/"):
        here = tmp_path / f"in {prefix[:1]}"
        tree(here, *[prefix + name for name in names])
        for name in names:
            (here / (prefix + name)).write_text(name, encoding="utf-8")
        make_zip(here / "ARAB 101.zip", *names)
        assert set(found(here)) == {"Layla", "Omar"}
        assert notes(here) == {"Layla": [], "Omar": []}


@pytest.mark.parametrize("edited", [False, True])
def test_the_zip_of_the_class_may_hold_the_class_list(tmp_path, edited):
    names = [*PLATFORMS["Sakai"]]
    flat = [name.removeprefix("HW/") for name in names]
    make_zip(tree(tmp_path, *flat) / "bulk_download.zip", *flat)
    if edited:
        (tmp_path / "grades.csv").write_text("longer than it was", encoding="utf-8")
    own = [tmp_path / "grades.csv", tmp_path / "marked"]
    tree(tmp_path, "marked/grades.csv")
    assert [one.student for one in find(tmp_path, EXERCISES, own)] == ["Hassan, Layla", "Saleh, Omar"]


def test_a_students_zip_of_files_of_equal_size_stays(tmp_path):
    tree(tmp_path, "Omar/a.ipynb", "Omar/b.ipynb")
    make_zip(tmp_path / "Sara.zip", **{"a": b"12 letters..", "b": b"12 letters.."})
    assert set(found(tmp_path)) == {"Omar", "Sara"}


def test_what_is_the_teachers_is_nobodys(tmp_path):
    tree(tmp_path, "Layla.ipynb", "Grades.csv", "marked/grades.csv")
    own = [tmp_path / "Grades.csv", tmp_path / "marked"]
    assert [one.student for one in find(tmp_path, EXERCISES, own)] == ["Layla"]


def test_a_zip_of_a_class_has_no_notes_on_its_own_names(tmp_path):
    users = ("lhassan", "osaleh")
    make_zip(tmp_path / "all.zip", *[f"Ex 1_{user}_attempt_2026-11-22-10-15-00_a.ipynb" for user in users])
    for submission in find(tmp_path, EXERCISES):
        places = [file.place.rpartition("/")[2] for file in submission.files]
        assert foreign_names(places, submission.name) == ()
        assert foreign_names(places, "sara") != ()


def test_a_zip_from_google_drive(tmp_path):
    make_zip(
        tmp_path / "HW 1-20261124T101500Z-001.zip", "HW 1/Layla - 01_read.ipynb", "HW 1/Omar - 01_read.ipynb"
    )
    assert set(found(tmp_path)) == {"Layla", "Omar"}


def test_a_zip_in_the_zip_of_the_class(tmp_path):
    inner = make_zip(tmp_path / "inner", "x.ipynb").read_bytes()
    (tmp_path / "inner").unlink()
    with zipfile.ZipFile(tmp_path / "export.zip", "w") as made:
        made.writestr("Layla_1_assignsubmission_file_/work.zip", inner)
    assert read(tmp_path, "Layla") == b"x.ipynb"


def test_zips_in_zips_have_an_end(tmp_path):
    data = b"x"
    for depth in range(6):
        made = io.BytesIO()
        with zipfile.ZipFile(made, "w") as archive:
            archive.writestr("x.zip" if depth else "x.ipynb", data)
        data = made.getvalue()
    (tmp_path / "Layla.zip").write_bytes(data)
    with pytest.raises(UnreadableError, match="zips in zips"):
        read(tmp_path, "Layla")


def test_a_zip_named_as_a_notebook_is_opened(tmp_path):
    make_zip(tmp_path / "Layla.ipynb", "x.ipynb")
    assert read(tmp_path, "Layla") == b"x.ipynb"


def test_a_path_that_leads_out_of_a_zip_leads_nowhere(tmp_path):
    folder = tmp_path / "in"
    folder.mkdir()
    make_zip(folder / "Layla.zip", "../../evil.ipynb", "/etc/evil.ipynb", "C:\\evil.ipynb")
    assert len([data for student in find(folder, EXERCISES) for _, data in Reader(student.files)]) == 3
    assert [path.name for path in tmp_path.rglob("*")] == ["in", "Layla.zip"]


def test_a_member_that_is_broken(tmp_path):
    path = make_zip(tmp_path / "Layla.zip", x="0123456789" * 1000)
    data = bytearray(path.read_bytes())
    data[40:60] = b"x" * 20
    path.write_bytes(data)
    with pytest.raises(UnreadableError, match="the zip is broken"):
        read(tmp_path, "Layla")


def test_a_zip_bomb_is_never_unpacked(tmp_path, monkeypatch):
    monkeypatch.setattr(files, "LARGEST", 1_000_000)
    make_zip(tmp_path / "Layla.zip", x="0" * 50_000_000)
    with pytest.raises(UnreadableError, match="larger than 1 MB"):
        read(tmp_path, "Layla")


def test_a_zip_inside_a_zip_is_no_way_round(tmp_path, monkeypatch):
    monkeypatch.setattr(files, "LARGEST", 1_000_000)
    inner = make_zip(tmp_path / "inner", x="0" * 50_000_000).read_bytes()
    (tmp_path / "inner").unlink()
    with zipfile.ZipFile(tmp_path / "Layla.zip", "w") as made:
        made.writestr("x.zip", inner)
    with pytest.raises(UnreadableError, match="larger than 1 MB"):
        read(tmp_path, "Layla")


def test_a_zip_of_two_thousand_files_is_opened_once(tmp_path, monkeypatch):
    make_zip(tmp_path / "Layla.zip", *[f"{n}.ipynb" for n in range(2000)])
    opened, real = [], zipfile.ZipFile
    monkeypatch.setattr(files.zipfile, "ZipFile", lambda *given: opened.append(given) or real(*given))
    tree(tmp_path, "Omar.ipynb")  # beside other work, a zip is a student's
    [layla] = [student for student in find(tmp_path, EXERCISES) if student.student == "Layla"]
    start, reader = time.process_time(), Reader(layla.files)
    assert len(list(reader)) == files.TRIED - 1  # the zip itself is one
    assert reader.untried == 2000 - files.TRIED + 1
    assert (len(opened), time.process_time() - start < 2) == (1, True)


def test_many_large_files_in_a_small_zip(tmp_path):
    make_zip(tmp_path / "Layla.zip", **{f"n{n}": "[" + "0," * 5_000_000 for n in range(20)})
    assert (tmp_path / "Layla.zip").stat().st_size < 1_000_000
    start = time.process_time()
    [layla] = find(tmp_path, EXERCISES)
    assert sum(isinstance(data, bytes) for _, data in Reader(layla.files)) <= 11
    assert time.process_time() - start < 15


@pytest.mark.parametrize(
    ("content", "says"),
    [
        (b"PK\x03\x04 and then nothing", "the zip is broken"),
        (b"", "the zip is broken"),
    ],
)
def test_a_broken_zip(tmp_path, content, says):
    (tmp_path / "Layla.zip").write_bytes(content)
    with pytest.raises(UnreadableError, match=says):
        read(tmp_path, "Layla")


def test_a_zip_without_a_file(tmp_path):
    make_zip(tmp_path / "Layla.zip", "__MACOSX/x.ipynb")
    with pytest.raises(UnreadableError, match="there is no notebook in the zip"):
        read(tmp_path, "Layla")


# ---- what is no file


def test_links_are_not_followed(tmp_path):
    folder = tmp_path / "in"
    tree(tmp_path, "secret.ipynb", "secrets/x.ipynb")
    folder.mkdir()
    try:
        (folder / "Layla.ipynb").symlink_to(tmp_path / "secret.ipynb")
        (folder / "Omar").symlink_to(tmp_path / "secrets")
        (folder / "Huda").mkdir()
        (folder / "Huda" / "inner").symlink_to(tmp_path / "secrets")
    except OSError:
        pytest.skip("this system lets only administrators make links")
    assert found(folder) == {"Huda": ["Huda/inner"], "Layla": ["Layla.ipynb"], "Omar": ["Omar"]}
    for student in ("Huda", "Layla", "Omar"):
        with pytest.raises(UnreadableError, match="it is a link"):
            read(folder, student)


def test_what_is_too_large_is_not_read(tmp_path):
    with (tmp_path / "Layla.ipynb").open("wb") as file:
        file.truncate(200_000_000)
    with pytest.raises(UnreadableError, match="larger than 50 MB"):
        read(tmp_path, "Layla")


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="Windows has no named pipes")
def test_a_pipe_is_not_waited_for(tmp_path):
    os.mkfifo(tmp_path / "Layla.ipynb")
    with pytest.raises(UnreadableError, match="it is not a file"):
        read(tmp_path, "Layla")


def test_no_number_in_a_name_is_read_that_python_refuses():
    assert file_name(Submission("9" * 5000, "9" * 5000))
    assert read_names(["Layla (" + "9" * 5000 + ")", "x-" + "9" * 5000])
