"""Whose a file is, as learning platforms name it, and what a zip may hold."""

import os
import zipfile

import pytest

from kit.classroom.grading import submissions
from kit.classroom.grading.submissions import UnreadableError, find


def tree(folder, *names):
    """Make files that hold their own names."""
    for name in names:
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(name, encoding="utf-8")
    return folder


def found(folder):
    """What was found: students, each with the places of the files, the latest first."""
    return {one.student: [file.place for file in one.files] for one in find(folder, "01_read")}


@pytest.mark.parametrize(
    ("name", "student"),
    [
        ("Layla Hassan_123456_assignsubmission_file_01_read.ipynb", "Layla Hassan"),  # Moodle
        ("Layla Hassan_123456_assignsubmission_file_/01_read.ipynb", "Layla Hassan"),
        ("ليلى حسن_123456_assignsubmission_file/01_read.ipynb", "ليلى حسن"),
        ("hassanlayla_98765_1234567_01_read.ipynb", "hassanlayla"),  # Canvas
        ("hassanlayla_LATE_98765_1234567_01_read-2.ipynb", "hassanlayla"),
        ("Exercise 1_lhassan_attempt_2026-11-22-10-15-00_01_read.ipynb", "lhassan"),  # Blackboard
        ("Exercise_1_lhassan_attempt_2026-11-22-10-15-00.ipynb", "lhassan"),
        ("Layla/01_read.ipynb", "Layla"),
        ("Layla/deep/er/work (3).ipynb", "Layla"),
        ("Layla.ipynb", "Layla"),
        ("01_read_Layla.ipynb", "Layla"),
        ("Layla-01_read.ipynb", "Layla"),
        ("01_read - Layla (2).ipynb", "Layla"),
        ("Layla - Copy.ipynb", "Layla"),
        ("Layla copy 2.IPYNB", "Layla"),
        ("Layla.ipynb.txt", "Layla"),
        ("Layla.ipynb.json", "Layla"),
        ("01_read (7).ipynb", "01_read (7)"),  # says nothing of who it is from
        ("ليلى.ipynb", "ليلى"),
    ],
)
def test_names_as_platforms_export_them(tmp_path, name, student):
    assert found(tree(tmp_path, name)) == {student: [name]}


def test_very_long_names(tmp_path):
    name = "ل" * 120 + ".ipynb"  # 246 bytes
    assert found(tree(tmp_path, name)) == {"ل" * 120: [name]}


def test_of_copies_the_latest_comes_first(tmp_path):
    names = ["Layla.ipynb", "Layla (2).ipynb", "Layla (10).ipynb"]
    assert found(tree(tmp_path, *names)) == {"Layla": names[::-1]}


def test_of_attempts_the_latest_comes_first(tmp_path):
    first, second = (f"E_lh_attempt_2026-11-{day}-10-15-00_x.ipynb" for day in ("09", "10"))
    assert found(tree(tmp_path, second, first)) == {"lh": [second, first]}


def test_of_equal_names_the_newest_file_comes_first(tmp_path):
    tree(tmp_path, "Layla/a.ipynb", "Layla/b.ipynb")
    os.utime(tmp_path / "Layla/b.ipynb", (1, 1))
    assert found(tmp_path) == {"Layla": ["Layla/a.ipynb", "Layla/b.ipynb"]}


def test_two_students_of_one_name_stay_two(tmp_path):
    names = [f"Ali Hassan_{number}_assignsubmission_file_x.ipynb" for number in (1, 2)]
    assert found(tree(tmp_path, *names)) == {"Ali Hassan (1)": names[:1], "Ali Hassan (2)": names[1:]}


def test_what_is_no_submission_is_passed_over(tmp_path):
    tree(
        tmp_path,
        ".DS_Store",
        "notes.txt",
        "Layla/.ipynb_checkpoints/01_read-checkpoint.ipynb",
        "Omar/x.ipynb",
    )
    assert found(tmp_path) == {"Layla": [], "Omar": ["Omar/x.ipynb"]}  # Layla's folder holds no notebook


def read(folder, student):
    [file] = next(one.files for one in find(folder, "01_read") if one.student == student)
    return file.read()


def make_zip(path, *names, **contents):
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as made:
        for name in names:
            made.writestr(name, name)
        for name, content in contents.items():
            made.writestr(f"{name}.ipynb", content)
    return path


def test_a_students_zip(tmp_path):
    make_zip(tmp_path / "Layla.zip", "mine/01_read.ipynb", "__MACOSX/mine/._01_read.ipynb", "readme.txt")
    assert found(tmp_path) == {"Layla": ["Layla.zip/mine/01_read.ipynb"]}
    assert read(tmp_path, "Layla") == b"mine/01_read.ipynb"


def test_a_zip_of_the_whole_class(tmp_path):
    names = [f"{name}_1_assignsubmission_file_/x.ipynb" for name in ("Layla", "ليلى")]
    make_zip(tmp_path / "export.zip", *names)
    assert found(tmp_path) == {"Layla": [f"export.zip/{names[0]}"], "ليلى": [f"export.zip/{names[1]}"]}


def test_a_zip_in_the_zip_of_the_class(tmp_path):
    inner = make_zip(tmp_path / "inner", "x.ipynb").read_bytes()
    (tmp_path / "inner").unlink()
    with zipfile.ZipFile(tmp_path / "export.zip", "w") as made:
        made.writestr("Layla_1_assignsubmission_file_/work.zip", inner)
    assert read(tmp_path, "Layla") == b"x.ipynb"


def test_a_path_that_leads_out_of_a_zip_leads_nowhere(tmp_path):
    folder = tmp_path / "in"
    folder.mkdir()
    make_zip(folder / "Layla.zip", "../../evil.ipynb", "/etc/evil.ipynb", "C:\\evil.ipynb")
    assert len([file.read() for one in find(folder, "01_read") for file in one.files]) == 3
    assert [path.name for path in tmp_path.rglob("*")] == ["in", "Layla.zip"]


def test_odd_names_in_a_zip(tmp_path):
    make_zip(tmp_path / "Layla.zip", "/", "..", "//", ".ipynb", "./", "\n.ipynb", "a/../../b.ipynb")
    places = ["Layla.zip/a/b.ipynb", "Layla.zip/\n.ipynb"]
    assert {name: sorted(files) for name, files in found(tmp_path).items()} == {"Layla": sorted(places)}


def test_a_member_that_is_broken(tmp_path):
    path = make_zip(tmp_path / "Layla.zip", x="0123456789" * 1000)
    data = bytearray(path.read_bytes())
    data[40:60] = b"x" * 20
    path.write_bytes(data)
    with pytest.raises(UnreadableError, match="the zip is broken"):
        read(tmp_path, "Layla")


def test_a_zip_bomb_is_never_unpacked(tmp_path, monkeypatch):
    monkeypatch.setattr(submissions, "LARGEST", 1_000_000)
    make_zip(tmp_path / "Layla.zip", x="0" * 50_000_000)
    with pytest.raises(UnreadableError, match="larger than 1 MB"):
        read(tmp_path, "Layla")


def test_a_zip_inside_a_zip_is_no_way_round(tmp_path, monkeypatch):
    monkeypatch.setattr(submissions, "LARGEST", 1_000_000)
    inner = make_zip(tmp_path / "inner", x="0" * 50_000_000).read_bytes()
    (tmp_path / "inner").unlink()
    with zipfile.ZipFile(tmp_path / "Layla.zip", "w") as made:
        made.writestr("x.zip", inner)
    with pytest.raises(UnreadableError, match="larger than 1 MB"):
        read(tmp_path, "Layla")


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


def test_a_zip_without_a_notebook(tmp_path):
    make_zip(tmp_path / "Layla.zip", "letter.docx")
    with pytest.raises(UnreadableError, match="there is no notebook in the zip"):
        read(tmp_path, "Layla")


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
    assert found(folder) == {"Huda": [], "Layla": ["Layla.ipynb"]}
    with pytest.raises(UnreadableError, match="it is a link"):
        read(folder, "Layla")


def test_what_is_too_large_is_not_read(tmp_path):
    with (tmp_path / "Layla.ipynb").open("wb") as file:
        file.truncate(200_000_000)
    with pytest.raises(UnreadableError, match="larger than 10 MB"):
        read(tmp_path, "Layla")


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="Windows has no named pipes")
def test_a_pipe_is_not_waited_for(tmp_path):
    os.mkfifo(tmp_path / "Layla.ipynb")
    with pytest.raises(UnreadableError, match="it is not a file"):
        read(tmp_path, "Layla")
