"""One definition each: the tables that end the lessons and notebooks/glossary.md say the same."""

import re

import pytest
from cases import ROOT
from lessons import LESSONS, TRANSLATED, load

EDITIONS = {  # by language: where it lies, the heading of a lesson's terms, the head of their column
    "en": (ROOT / "notebooks", LESSONS, "## Words", "term"),
    "ar": (ROOT / "ar" / "notebooks", TRANSLATED, "## مصطلحات", "المصطلح"),
}
ROW = re.compile(r"^\| ([^|]+) \| ([^|]+) \| ([^|]+) \|(?: \[(\d\d)\]\(.+\) \|)?$", re.MULTILINE)


def rows(markdown: str) -> list[tuple[str, ...]]:
    heads = {head for *_, head in EDITIONS.values()}
    return [row for row in ROW.findall(markdown) if row[0] not in heads]


@pytest.mark.parametrize("edition", EDITIONS)
def test_lessons_and_glossary_say_the_same(edition):
    folder, lessons, heading, _ = EDITIONS[edition]
    ours = rows((folder / "glossary.md").read_text(encoding="utf-8"))
    taught = [
        (*row[:3], path.stem[:2])
        for path in lessons
        for cell in load(path).cells
        if cell.cell_type == "markdown" and heading in cell.source
        for row in rows(cell.source)
    ]
    assert taught
    assert sorted(ours) == sorted(taught)


def test_each_term_is_defined_once_and_in_order():
    terms = [row[0].lower() for row in rows((ROOT / "notebooks" / "glossary.md").read_text(encoding="utf-8"))]
    assert terms == sorted(terms)
    assert len(set(terms)) == len(terms)
