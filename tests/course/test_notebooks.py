"""The rules for lessons that a machine can check; nbval checks that saved outputs are true."""

import itertools
import re

import pytest
from cases import ROOT
from lessons import LESSONS, SIDE_BY_SIDE, TRANSLATED, code_cells, load, raises, run, start

from kit.characters import LATIN_LETTERS, LETTERS
from kit.classroom.report import LINKS

MOST_CELLS = 30
TAIL = ["What we found", "What this text cannot show", "Words", "Now your text", "Next"]
SOURCES = sorted((ROOT / "exercises" / "source").glob("*.ipynb"))
COURSE = [path for path in LESSONS if not path.stem.startswith("99")]

lessons = pytest.mark.parametrize("path", LESSONS, ids=lambda path: path.stem)
editions = pytest.mark.parametrize(
    "path", [*LESSONS, *TRANSLATED], ids=lambda path: f"{path.parts[-3]}-{path.stem}"
)
course = pytest.mark.parametrize("path", COURSE, ids=lambda path: path.stem)


def headings(notebook) -> list[tuple[int, str]]:
    text = "\n\n".join(cell.source for cell in notebook.cells if cell.cell_type == "markdown")
    return [(len(marks), title) for marks, title in re.findall(r"^(#+) (.+)$", text, flags=re.MULTILINE)]


@editions
def test_every_code_cell_was_run_in_order_and_kept_its_output(path):
    """nbval does not compare a cell without an execution count: a lesson never run would pass."""
    cells = code_cells(load(path))
    assert [cell.execution_count for cell in cells] == list(range(1, len(cells) + 1))


@editions
def test_saved_output_holds_nothing_of_one_machine(path):
    for cell in code_cells(load(path)):
        for output in cell.outputs:
            assert output.get("name") != "stderr", cell.source
            assert "image/svg+xml" not in output.get("data", {}), "SVG holds a time stamp"
            text = str(output.get("text", "")) + str(output.get("data", {}).get("text/plain", ""))
            assert not re.search(r"0x[0-9a-f]{6}|/home/|/tmp/|/root/|C:\\", text), text


@lessons
def test_error_cells_and_only_they_stop_with_an_error(path):
    """nbval passes a cell tagged raises-exception even if nothing is raised."""
    namespace = start()
    for cell in code_cells(load(path)):
        saved = [output for output in cell.outputs if output.output_type == "error"]
        assert bool(saved) == raises(cell), cell.source
        if not raises(cell):
            run(cell.source, namespace)
            continue
        with pytest.raises(Exception) as error:  # noqa: PT011 the saved output names it
            run(cell.source, namespace)
        assert type(error.value).__name__ == saved[0].ename


@editions
def test_format_is_valid_and_the_kernel_is_everybodys(path):
    notebook = load(path)
    assert notebook.nbformat == 4
    assert notebook.nbformat_minor >= 5
    assert notebook.metadata.kernelspec.name == "python3"
    ids = [cell.id for cell in notebook.cells]
    assert len(set(ids)) == len(ids)


@lessons
def test_cells_are_short(path):
    notebook = load(path)
    own = [cell for cell in notebook.cells if LINKS not in cell.metadata.get("tags", [])]
    assert len(own) <= MOST_CELLS
    kinds = "".join(cell.cell_type[0] for cell in own)
    assert "ccc" not in kinds, "more than two code cells in a row"
    for cell in notebook.cells:
        if cell.cell_type == "markdown":
            assert words_read(cell.source) <= 60, cell.source
        else:
            assert len(cell.source.splitlines()) <= 12, cell.source
            assert max(map(len, cell.source.splitlines()), default=0) <= 96, "a laptop shows so many signs"


def words_read(markdown: str) -> int:
    """Return how many words of a cell a student reads: tables and mark-up do not count."""
    prose = "\n".join(line for line in markdown.splitlines() if not line.startswith("|"))
    prose = re.sub(r"<[^>]+>|\]\([^)]*\)|[#*`]", " ", prose)
    return len(re.findall(r"\w+(?:['’.,-]\w+)*", prose))


@editions
def test_nothing_changes_its_side_beside_an_arabic_literal(path):
    """A second one or a number, with only punctuation between, would swap places with it on the screen."""
    for cell in code_cells(load(path)):
        for line in cell.source.splitlines():
            assert not SIDE_BY_SIDE.search(line), line
            assert not re.search(r'[\u0600-\u06ff]"[^A-Za-z"]*\d', line), line


@editions
def test_one_title_and_no_skipped_heading_level(path):
    levels = [level for level, _ in headings(load(path))]
    assert levels[0] == 1
    assert levels.count(1) == 1
    assert all(after <= before + 1 for before, after in itertools.pairwise(levels))


@course
def test_head_and_tail(path):
    notebook = load(path)
    head = notebook.cells[0].source
    assert ("**The puzzle.**" in head) != ("**The question.**" in head)
    for part in ["**You will be able to**", "**You need**", "**Time:**"]:
        assert part in head
    titles = [title for level, title in headings(notebook) if level == 2]
    tail = [title for title in titles if title in TAIL]
    assert tail == TAIL
    assert any(cell.source.startswith("TEXT = ") for cell in code_cells(notebook))


@lessons
def test_pictures_in_prose_have_alternatives_and_arabic_blocks_their_direction(path):
    for cell in load(path).cells:
        if cell.cell_type == "markdown":
            assert not re.search(r"!\[\s*\]\(", cell.source)
            for tag in re.findall(r"<(?:p|div|h\d|li)\b[^>]*>", cell.source):
                if "rtl" in tag:
                    assert 'lang="ar"' in tag
                    assert "text-align:right" in tag
                    assert 'dir="rtl"' in tag


@pytest.mark.parametrize("path", [*LESSONS, *SOURCES], ids=lambda path: path.stem)
def test_no_english_paragraph_begins_with_an_arabic_word(path):
    """The page sets a paragraph from the side of its first letter, so this would run from the right."""
    for cell in load(path).cells:
        for line in cell.source.splitlines() if cell.cell_type == "markdown" else []:
            arabic, latin = (re.findall(f"[{letters}]", line) for letters in (LETTERS, LATIN_LETTERS))
            begins = re.match(rf"[^|{LETTERS}{LATIN_LETTERS}]*[{LETTERS}]", line)
            assert not begins or len(arabic) >= len(latin), line


@editions
def test_links_lead_somewhere(path):
    for cell in load(path).cells:
        if cell.cell_type == "markdown":
            for target in re.findall(r"\]\(([^)#:]+)\)", cell.source):
                assert (path.parent / target).exists(), target


def reckoned_minutes(words: int, cells: int, lines: int) -> float:
    """Return a slow reader's minutes, in a second language: 60 words a minute, 2 a cell, 18 seconds a line.

    In two minutes one reads the question, writes a guess, runs the cell, looks, changes it and looks again.
    """
    return words / 60 + 2 * cells + 0.3 * lines


def test_minutes_are_those_of_slow_readers():
    """Lessons 1 to 4 of the first edition took slow readers 45 to 60 minutes."""
    first_edition = {1: (816, 12, 39), 2: (727, 13, 55), 3: (807, 12, 57), 4: (776, 11, 41)}
    for size in first_edition.values():
        assert 45 <= reckoned_minutes(*size) <= 60


@course
def test_minutes_are_true(path):
    """The minutes at a lesson's head and in README are the reckoned ones, to five."""
    notebook = load(path)
    words = sum(len(cell.source.split()) for cell in notebook.cells if cell.cell_type == "markdown")
    code = code_cells(notebook)
    lines = sum(bool(line.strip()) for cell in code for line in cell.source.splitlines())
    minutes = reckoned_minutes(words, len(code), lines)
    said = re.search(r"\*\*Time:\*\* (\d+) minutes", notebook.cells[0].source)[1]
    assert abs(int(said) - minutes) <= 5, f"{minutes:.0f} minutes by this estimate"
    row = re.search(
        rf"^\|.*notebooks/{path.name}.*\| (\d+) \|$", (ROOT / "README.md").read_text("utf-8"), re.M
    )
    assert row[1] == said
