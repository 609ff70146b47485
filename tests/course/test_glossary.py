"""One definition each: the tables that end the lessons and notebooks/glossary.md say the same."""

import re

from cases import ROOT
from lessons import LESSONS, load

ROW = re.compile(r"^\| ([^|]+) \| ([^|]+) \| ([^|]+) \|(?: \[(\d\d)\]\(.+\) \|)?$", re.MULTILINE)


def rows(markdown: str) -> list[tuple[str, ...]]:
    return [row for row in ROW.findall(markdown) if row[0] != "term"]


def test_lessons_and_glossary_say_the_same():
    ours = rows((ROOT / "notebooks" / "glossary.md").read_text(encoding="utf-8"))
    taught = [
        (*row[:3], path.stem[:2])
        for path in LESSONS
        for cell in load(path).cells
        if cell.cell_type == "markdown" and "## Words" in cell.source
        for row in rows(cell.source)
    ]
    assert sorted(ours) == sorted(taught)


def test_each_term_is_defined_once_and_in_order():
    terms = [row[0].lower() for row in rows((ROOT / "notebooks" / "glossary.md").read_text(encoding="utf-8"))]
    assert terms == sorted(terms)
    assert len(set(terms)) == len(terms)
