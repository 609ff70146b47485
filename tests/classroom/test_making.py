"""Making one's own: a bad source of an exercise is one sentence, a new lesson begins as a whole one."""

import nbformat
import pytest

from kit.__main__ import main
from kit.classroom.exercises import command
from kit.classroom.exercises.sources import SourceError, read_source
from kit.classroom.lessons.skeleton import TAIL, new_lesson
from kit.classroom.repository import SOURCES
from kit.errors import TextError


def source(change) -> nbformat.NotebookNode:
    notebook = nbformat.read(SOURCES / "01_read.ipynb", 4)
    notebook.cells = [cell for cell in map(change, notebook.cells) if cell]
    return notebook


def setup(old, new):
    def change(cell):
        if cell.id == "setup":
            cell.source = cell.source.replace(old, new)
        return cell

    return change


def first_key(text):
    seen = []

    def change(cell):
        if "key" in cell.metadata.get("tags", []) and not seen:
            seen.append(cell)
            cell.source = text
        return cell

    return change


BAD = {
    "too few questions": (setup(", q6 =", " ="), "the setup takes q1, q2, q3, q4, q5 from"),
    "no check cell": (lambda cell: cell if cell.id != "q2-check" else None, "q2: there is no check cell"),
    "a value that is computed": (first_key("hint = 'a'.upper()"), "`'a'.upper()` has to be computed"),
    "no assignment": (first_key("print(1)"), "only lines such as hint"),
    "no Python": (first_key("hint = ("), "not Python"),
    "no cells": (lambda cell: None, "there is no code cell"),
}


@pytest.mark.parametrize("label", BAD)
def test_a_bad_source_is_one_sentence(label):
    change, says = BAD[label]
    with pytest.raises(SourceError) as caught:
        read_source(source(change))
    assert says in str(caught.value)


def test_an_edition_without_a_source_is_named(tmp_path, monkeypatch, capsys):
    monkeypatch.setattr(command, "EXERCISES", tmp_path)
    monkeypatch.setattr(command, "ROOT", tmp_path)
    (tmp_path / "10_gone_exercise.ipynb").write_text("{}")
    monkeypatch.setattr(command, "KEYS", tmp_path / "keys")
    assert [path.name for path in command.stale_files(["01_read"])] == ["10_gone_exercise.ipynb"]


def test_every_source_reads():
    for path in SOURCES.glob("*.ipynb"):
        assert read_source(nbformat.read(path, 4))[1]


def test_a_new_lesson_has_its_parts(tmp_path, monkeypatch):
    path = new_lesson("10_poems", tmp_path)
    notebook = nbformat.read(path, 4)
    nbformat.validate(notebook)
    titles = [cell.source.partition("\n")[0] for cell in notebook.cells if cell.source.startswith("## ")]
    assert titles[-5:] == [f"## {title}" for title in TAIL]
    assert notebook.cells[0].source.startswith("# 10. Poems")
    for cell in notebook.cells:
        if cell.cell_type == "code":
            compile(cell.source, "cell", "exec")
    with pytest.raises(TextError, match="is there already"):
        new_lesson("10_poems", tmp_path)
    with pytest.raises(TextError, match="no name of a lesson"):
        new_lesson("../x", tmp_path)


def test_the_command_refuses_a_name(capsys):
    assert main(["lessons", "--new", "poems"]) == 2
    assert "Take two digits and a word: 10_poems." in capsys.readouterr().err
