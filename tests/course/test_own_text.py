"""Every lesson runs to its end on any text: a sensible result or one plain sentence, never a traceback."""

import contextlib
import warnings
import zipfile

import pytest
from lessons import LESSONS, code_cells, load, raises, run, start

from kit.read import TextError, TextWarning, article, second_article

pytestmark = pytest.mark.machine  # Each lesson is run on ten texts.
PERSIAN = "این یک گزارش کوتاه دربارهٔ قطاری است که کتاب می‌برد. بچه‌ها منتظرند."
TEXTS = {
    "the article": article(),
    "three words": "ذهب الولد مبكرا",
    "no Arabic": "The train carries books. The children wait for the train.",
    "only diacritics": "\N{ARABIC FATHA}\N{ARABIC DAMMA} \N{ARABIC SHADDA}",
    "Persian": PERSIAN,
    "nothing": "",
}


@pytest.fixture(scope="module")
def files(tmp_path_factory):
    """Write a student's files: a book of 2 MB, an old encoding, a Word document by mistake."""
    folder = tmp_path_factory.mktemp("work")
    (folder / "book.txt").write_text(second_article() * 320, encoding="utf-8")
    (folder / "old.txt").write_bytes(article().encode("cp1256"))
    with zipfile.ZipFile(folder / "report.docx", "w") as docx:
        docx.writestr("word/document.xml", "<w:document/>")
    return folder


def sources(folder) -> dict[str, str]:
    return TEXTS | {name: str(folder / name) for name in ("book.txt", "old.txt", "report.docx", "none.txt")}


@pytest.mark.parametrize("path", LESSONS, ids=lambda path: path.stem)
def test_lesson_runs_on_any_text(path, files):
    cells = code_cells(load(path))
    at = next(n for n, cell in enumerate(cells) if cell.source.startswith("TEXT = "))
    namespace = start()
    for cell in cells[:at]:
        with contextlib.suppress(Exception) if raises(cell) else contextlib.nullcontext():
            run(cell.source, namespace)
    for name, source in sources(files).items():
        refused = ""
        for number, cell in enumerate(cells[at:]):
            code = cell.source
            if number == 0:
                code = f"TEXT = {source!r}\n" + code.partition("\n")[2]
            with warnings.catch_warnings():
                warnings.simplefilter("error")
                warnings.simplefilter("default", TextWarning)
                try:
                    run(code, namespace)
                except TextError as sentence:
                    refused = str(sentence)
                    break
        expected = name in ("only diacritics", "nothing", "report.docx", "none.txt")
        assert bool(refused) == expected or name in ("three words", "no Arabic"), f"{name}: {refused}"
        assert "\n" not in refused
