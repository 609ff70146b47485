"""The ladder of code: no cell uses a form of Python that no earlier line introduced."""

import re

import pytest
from forms import called, forms, introduced
from lessons import LESSONS, code_cells, load

MOST_NEW_FORMS = 3  # in a lesson
MOST_LINES = 8  # in a cell, without the imports of one that runs by itself on a student's own text
TRY_IT_LINES = 2  # in the cell below a new form

lessons = pytest.mark.parametrize("path", LESSONS, ids=lambda path: path.stem)


def known_before(path) -> set[str]:
    """Return the forms that the lessons before this one introduce."""
    return {
        form
        for earlier in LESSONS[: LESSONS.index(path)]
        for cell in load(earlier).cells
        if cell.cell_type == "markdown"
        for form in introduced(cell.source)
    }


def lines_to_read(source: str) -> int:
    """Return how many lines of a cell a student has to follow."""
    lines = list(filter(None, source.splitlines()))
    imports = [line for line in lines if line.startswith(("from ", "import "))]
    return len(lines) - (len(imports) if source.startswith("TEXT = ") else 0)


@lessons
def test_a_lesson_is_on_the_ladder(path):
    """Each form is introduced before it is used, at most three in a lesson, each with two lines to try."""
    known, new, faults = known_before(path), [], []
    cells = load(path).cells
    for number, cell in enumerate(cells):
        if cell.cell_type == "code":
            faults += [f"{form} in {cell.id}" for form in sorted(forms(cell.source) - known)]
            if (lines := lines_to_read(cell.source)) > MOST_LINES:
                faults.append(f"{lines} lines in {cell.id}")
            continue
        for form in introduced(cell.source):
            if form in known:
                faults.append(f"{form} is introduced again in {cell.id}")
            below = cells[number + 1] if number + 1 < len(cells) else None
            if below is None or below.cell_type != "code" or form not in forms(below.source):
                faults.append(f"{form}: nothing to try below {cell.id}")
            elif len(below.source.splitlines()) > TRY_IT_LINES:
                faults.append(f"{form}: {below.id} is longer than {TRY_IT_LINES} lines")
            known.add(form)
            new.append(form)
    if len(new) > MOST_NEW_FORMS:
        faults.append(f"{len(new)} new forms: {new}")
    assert not faults, "\n".join(faults)


@lessons
def test_what_a_lesson_calls_is_named_in_its_prose(path):
    """A function or method that is not kit's stands as `name` in the prose, here or in an earlier lesson."""
    till_here = [cell for lesson in LESSONS[: LESSONS.index(path) + 1] for cell in load(lesson).cells]
    prose = "\n".join(cell.source for cell in till_here if cell.cell_type == "markdown")
    named = set(re.findall(r"\w+", " ".join(re.findall(r"`([^`]+)`", prose))))
    code = "\n".join(cell.source for cell in till_here if cell.cell_type == "code")
    assert called(code) - named <= {"print", "list"}, "a reader asks what these do"


@lessons
def test_a_lesson_is_done_and_not_watched(path):
    """A puzzle opens it, guesses are answered, there is a picture, and no assert in a cell for editing."""
    notebook = load(path)
    code = [cell.source for cell in code_cells(notebook)]
    assert "**The puzzle.**" in notebook.cells[0].source
    assert sum('guess("?"' in source or "# change" in source for source in code) >= 4
    assert any(picture in source for source in code for picture in PICTURES)
    assert not any("assert " in source for source in code)


@lessons
def test_in_each_section_one_guesses_or_writes_and_changes(path):
    """Lesson 0, which first says what a guess is, and the report, which is filled in, are exempt."""
    if path.stem[:2] in ("00", "99"):
        return
    faults = []
    for title, code in sections(load(path)).items():
        if title not in CLOSING and code:
            if 'guess("?"' not in code and "# change:" not in code:
                faults.append(f"{title}: nowhere to write a guess")
            if "# change" not in code:
                faults.append(f"{title}: nothing to change")
    assert not faults, "\n".join(faults)


def sections(notebook) -> dict[str, str]:
    """Return the code below each heading of the second level."""
    title, code = "", {"": ""}
    for cell in notebook.cells:
        for heading in re.findall(r"^## (.+)$", cell.source, re.M) if cell.cell_type == "markdown" else []:
            title, code[heading] = heading, ""
        if cell.cell_type == "code":
            code[title] += cell.source + "\n"
    return code


CLOSING = ["The puzzle again", "Now your text", "Next"]
PICTURES = ["letters(", "bytes_in_boxes(", "marked(", "marked_words(", "_chart("]
