"""Lessons as slides: the rule that cuts them, and every slide of every lesson on a screen of 1280 x 720."""

import re

import nbformat
import pytest
from cases import ROOT
from lessons import LESSONS, TRANSLATED, load
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook, new_output
from screens import chromium, needs_chromium

from kit.__main__ import main
from kit.classroom.slides import MOST_ROWS, SCREEN, arrange, height_of, to_slides

PIXEL = "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg=="

# Of the slide on the screen: what is too tall or too wide, what reads the wrong way, and missing pictures.
FAULTS = r"""() => {
  const slide = Reveal.getCurrentSlide(), faults = [];
  if (slide.scrollHeight > 720 || Number(slide.style.zoom) !== 1) faults.push(`height ${slide.scrollHeight}`);
  for (const part of slide.querySelectorAll("p, li, pre, td, img")) {
    const box = part.getBoundingClientRect();
    if (box.right > 1280 || box.left < 0) faults.push(`${part.tagName} from ${box.left} to ${box.right}`);
    const arabic = (part.textContent.match(/\p{Script=Arabic}/gu) || []).length > part.textContent.length / 2;
    const style = getComputedStyle(part);
    const right = ["right", "start", "-webkit-right"].includes(style.textAlign);
    if (part.matches("p, table[dir] td:not([style*=text-align])") && arabic
        && (style.direction !== "rtl" || !right)) faults.push(`reads from the left: ${part.textContent}`);
    if (part.matches("img") && !part.naturalWidth) faults.push("an empty picture");
  }
  if (!slide.innerText.trim() && !slide.querySelector("img")) faults.push("nothing on it");
  return faults;
}"""


@pytest.fixture(scope="module")
def page():
    with chromium() as browser:
        yield browser.new_page(viewport={"width": 1280, "height": 720})


@pytest.mark.machine
@needs_chromium
@pytest.mark.parametrize(
    "lesson", [*LESSONS, *TRANSLATED], ids=lambda path: f"{path.stem}-{path.parents[1].name}"
)
def test_no_slide_is_overfull_or_reads_the_wrong_way_or_needs_the_network(lesson, page, tmp_path):
    (tmp_path / "deck.html").write_text(to_slides(load(lesson), title=lesson.stem), encoding="utf-8")
    asked, broken = [], []
    page.once("pageerror", lambda error: broken.append(error.message))
    page.once("request", lambda page_itself: page.once("request", lambda more: asked.append(more.url)))
    page.goto((tmp_path / "deck.html").as_uri())
    page.wait_for_function("Reveal.isReady()")
    faults = {}
    for number in range(1, page.evaluate("Reveal.getTotalSlides()") + 1):
        faults[number] = page.evaluate(FAULTS)
        page.evaluate("Reveal.next()")
    assert page.evaluate("Reveal.isLastSlide()")
    assert not any(faults.values()), {number: said for number, said in faults.items() if said}
    assert [url[:40] for url in asked if not url.startswith("data:")] == []
    assert broken == []


@pytest.mark.machine
@needs_chromium
def test_a_slide_too_tall_is_shrunk_and_the_test_would_see_it(page, tmp_path):
    tall = new_notebook(cells=[new_markdown_cell("- line\n" * 30)])
    (tmp_path / "deck.html").write_text(to_slides(tall, title="tall"), encoding="utf-8")
    page.goto((tmp_path / "deck.html").as_uri())
    page.wait_for_function("Reveal.isReady()")
    assert page.evaluate(FAULTS)[0].startswith("height")
    assert page.evaluate("Reveal.getCurrentSlide().getBoundingClientRect().height") <= 721


def cut(*cells):
    return [(piece.metadata.slideshow.slide_type, piece.source) for piece in arrange(list(cells))]


def test_a_heading_starts_a_slide_and_what_fits_stays_with_it():
    cells = [new_markdown_cell("# Title\n\nOne.\n\n## Next\n\nTwo."), new_code_cell("x = 1\nx")]
    assert cut(*cells) == [
        ("slide", "# Title\n\nOne."),
        ("slide", "## Next\n\nTwo."),
        ("-", "x = 1\nx"),
    ]


def test_what_does_not_fit_goes_below():
    prose = new_markdown_cell("## Long\n\n" + "A line.\n\n" * 9)
    assert [kind for kind, _ in cut(prose, new_code_cell("x\n" * 5))] == ["slide", "subslide"]


def test_long_prose_goes_over_several_slides():
    kinds, texts = zip(*cut(new_markdown_cell("# Long\n\n" + "A line.\n\n" * 20)), strict=True)
    assert kinds == ("slide", "subslide")
    assert "\n\n".join(texts).count("A line.") == 20


def test_a_comment_in_code_is_no_heading():
    assert cut(new_markdown_cell("Prose."), new_code_cell("# here\nx"))[1] == ("-", "# here\nx")


def test_what_the_author_set_is_honoured():
    cells = [new_markdown_cell(text) for text in ("# One", "Two", "## Three", "Four")]
    for cell, kind in zip(cells, ["slide", "subslide", "-", "notes"], strict=True):
        cell.metadata["slideshow"] = {"slide_type": kind}
    assert [kind for kind, _ in cut(*cells)] == ["slide", "subslide", "-", "notes"]


def test_a_long_marked_passage_is_shown_in_parts_and_no_word_is_torn_or_lost():
    from kit.names import find_names
    from kit.read import article
    from kit.show import marked

    text = article()
    html = marked(text, find_names(text))._repr_html_()
    output = nbformat.v4.new_output("display_data", {"text/html": html})
    parts = list(arrange([new_code_cell("marked(text, names)", outputs=[output])]))[1:]
    assert len(parts) > 5
    shown = [re.sub("<[^>]+>", "", part.outputs[0].data["text/html"]).split() for part in parts]
    assert [word for part in shown for word in part] == re.sub("<[^>]+>", "", html).split()
    assert all(part.outputs[0].data["text/html"].startswith('<p dir="rtl" lang="ar"') for part in parts)


def test_a_long_table_is_shown_in_parts_below_its_code():
    row = "<tr><td>{}</td></tr>"
    rows = "".join(map(row.format, range(25)))
    html = f"<table><thead><tr><th>n</th></tr></thead><tbody>{rows}</tbody></table>"
    table = new_output("execute_result", {"text/html": html, "text/plain": "n"})
    parts = list(arrange([new_code_cell("table", outputs=[table])]))
    assert [piece.metadata.slideshow.slide_type for piece in parts] == ["-", "-", "subslide", "subslide"]
    assert all(height_of(piece) <= SCREEN for piece in parts)
    shown = [piece.outputs[0].data["text/html"] for piece in parts[1:]]
    rows = [re.findall(r"<td>(\d+)</td>", part) for part in shown]
    assert [int(number) for some in rows for number in some] == list(range(25))
    assert max(map(len, rows)) <= MOST_ROWS
    assert all("<th>n</th>" in part for part in shown)


def test_a_chart_has_its_description_as_alternative():
    chart = new_output("display_data", {"image/png": PIXEL, "text/plain": "<Figure>"})
    words = new_output("stream", name="stdout", text='Bar chart of "x" <y>\n')
    cells = [new_code_cell("plot()", outputs=[chart]), new_code_cell("print(describe(c))", outputs=[words])]
    page = to_slides(new_notebook(cells=cells), title="x")
    assert 'alt="Bar chart of &quot;x&quot; &lt;y&gt;"' in page
    assert 'alt="A chart; the text beside it' in to_slides(new_notebook(cells=cells[:1]), title="x")


def test_each_piece_of_another_edition_says_its_direction():
    wrap = '<div dir="rtl" lang="ar">\n\n{}\n\n</div>'.format
    assert cut(new_markdown_cell(wrap("# عنوان\n\nنصّ.\n\n## ثانٍ\n\nنصّ."))) == [
        ("slide", wrap("# عنوان\n\nنصّ.")),
        ("slide", wrap("## ثانٍ\n\nنصّ.")),
    ]
    cell = new_markdown_cell(wrap("# عنوان\n\n" + "سطر.\n\n" * 20))
    assert [kind for kind, _ in cut(cell)] == ["slide", "subslide"]
    page = to_slides(new_notebook(cells=[cell]), title="عنوان")
    assert '<html lang="ar">' in page
    assert page.count('data-mime-type="text/markdown" dir="rtl" lang="ar">') == 2


def test_nothing_is_lost_and_the_notebook_stays_as_it_was():
    lesson = load(LESSONS[5])
    before = nbformat.writes(lesson)
    pieces = list(arrange(lesson.cells))
    prose = [cell.source for cell in lesson.cells if cell.cell_type == "markdown"]
    shown = [piece.source for piece in pieces if piece.cell_type == "markdown"]
    assert "\n".join(shown).split() == "\n".join(prose).split()
    assert nbformat.writes(lesson) == before


def test_the_command_takes_a_number_or_a_path(tmp_path, capsys):
    for lesson in ["0", str(ROOT / "notebooks" / "00_start.ipynb")]:
        assert main(["slides", lesson, "--out", str(tmp_path), "--no-browser"]) == 0
        assert "00_start.html" in capsys.readouterr().out
    page = (tmp_path / "00_start.html").read_text(encoding="utf-8")
    assert not re.search(r"<script[^>]+src=|<link\b|(?:src|href)=[\"']https?:|@import|url\(https?:", page)
    lesson = str(ROOT / "ar" / "notebooks" / "00_start.ipynb")
    assert main(["slides", lesson, "--out", str(tmp_path), "--no-browser"]) == 0
    assert 'lang="ar"' in (tmp_path / "00_start-ar.html").read_text(encoding="utf-8")
    assert (tmp_path / "00_start.html").read_text(encoding="utf-8") == page


def test_an_unknown_lesson_is_said_in_a_sentence(capsys):
    assert main(["slides", "77", "--no-browser"]) == 2
    assert 'there is no lesson "77". There are: 00_start' in capsys.readouterr().err
