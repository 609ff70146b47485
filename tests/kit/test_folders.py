"""A student's file is found the way students write its name."""

import pytest
from cases import ROOT

from kit.read.folders import did_you_mean, find_file, work_folder


@pytest.fixture
def course(tmp_path, monkeypatch):
    """Make the notebooks/ of a course folder that has work/ in it the current folder."""
    for name in ("work/texts", "notebooks"):
        (tmp_path / name).mkdir(parents=True)
    for name in ("work/letter.txt", "work/texts/new.txt", "work/رسالة.txt", "notebooks/near.txt"):
        (tmp_path / name).write_text("نص", encoding="utf-8")
    monkeypatch.chdir(tmp_path / "notebooks")
    return tmp_path


@pytest.mark.parametrize(
    ("name", "wanted"),
    [
        ("near.txt", "notebooks/near.txt"),
        ("letter.txt", "work/letter.txt"),
        ("رسالة.txt", "work/رسالة.txt"),
        ("work/letter.txt", "work/letter.txt"),
        (r"..\work\letter.txt", "work/letter.txt"),
        ("texts/new.txt", "work/texts/new.txt"),
        (r"work\letter.txt", "work/letter.txt"),
        (r"texts\new.txt", "work/texts/new.txt"),
        ("work\\texts\new.txt", "work/texts/new.txt"),  # \n is a line break here, as Python reads it
        ("work\texts\new.txt", "work/texts/new.txt"),
    ],
)
def test_find(course, name, wanted):
    assert find_file(name).resolve() == course / wanted


@pytest.mark.parametrize("name", ["second.txt", "000_334c5c13315cfcf7.txt"])
def test_the_texts_of_the_course_are_found_from_anywhere(course, name):
    assert find_file(name) == ROOT / "seeds" / name
    (course / "work" / name).write_text("نص", encoding="utf-8")
    assert find_file(name) == course / "work" / name


def test_find_from_inside_work(course, monkeypatch):
    monkeypatch.chdir(course / "work" / "texts")
    assert work_folder() == course / "work"
    assert find_file("letter.txt") == course / "work" / "letter.txt"


def test_find_in_the_home_folder(course, monkeypatch):
    monkeypatch.setenv("HOME", str(course / "work"))
    monkeypatch.setenv("USERPROFILE", str(course / "work"))
    assert find_file("~/letter.txt") == course / "work" / "letter.txt"


@pytest.mark.parametrize("name", ["none.txt", "ا" * 5000, "a\0b", "~nobody-of-this-name/x.txt"])
def test_find_nothing(course, name):
    assert find_file(name) is None


def test_without_a_work_folder_files_here_are_found(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("KIT_WORK", str(tmp_path / "nowhere"))
    (tmp_path / "letter.txt").touch()
    assert work_folder() is None
    assert find_file("letter.txt").name == "letter.txt"


def test_another_folder_may_be_the_work_folder(course, monkeypatch):
    monkeypatch.setenv("KIT_WORK", str(course / "work" / "texts"))
    assert work_folder() == course / "work" / "texts"
    assert find_file("new.txt") == course / "work" / "texts" / "new.txt"


def test_near_names_do_not_mind_case_or_missing_folders(course):
    assert did_you_mean("Leter.TXT", course / "work", course / "gone") == ' Did you mean "letter.txt"?'
    assert did_you_mean("zzz", course / "work") == ""
