"""The Arabic edition on a screen: prose runs from the right and code from the left, beside English too."""

import sys
from pathlib import Path

import nbformat
import pytest
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook, new_output
from screens import chromium, needs_chromium

import start
from kit.check import Message
from kit.classroom.report import to_html
from kit.classroom.slides import to_slides
from kit.language import speaking

pytestmark = needs_chromium

WRAP = '<div dir="rtl" lang="ar">\n\n{}\n\n</div>'
PROSE = """# 0. من هنا نبدأ

Enter ثم **Shift**: تبدأ هذه الفقرة بكلمة إنجليزية.

- تضغط `Enter`
- `len` دالّة

| الاسم | المعنى |
|:--|:--|
| `text` | نصّ |

> قالت الوكالة.

```
print("نصّ")
```

<details><summary>الجواب</summary>

في الطيّ نصّ.

</details>"""
ENGLISH = "# Book\n\nكتاب is the word for a book.\n\nThis line is English.\n\n- one\n- two"

# Of each element that is found: its direction, the side on which its lines begin, and its first words.
SIDES = r"""([frame, selector]) => [...document.querySelectorAll(frame + " " + selector)].map(part => {
  const style = getComputedStyle(part), align = style.textAlign.replace("-webkit-", "");
  const plain = style.unicodeBidi === "plaintext";
  const starts = style.direction === "rtl" ? "right" : "left";
  return [plain ? "by its first letter" : style.direction, align === "start" ? starts : align,
          part.textContent.trim().slice(0, 30)];
})"""
FROM_THE_RIGHT = ["h1", "p", "li", "th", "td", "blockquote", "blockquote p", "summary", "details p"]


@pytest.fixture(scope="module")
def arabic():
    """A lesson of the Arabic edition, with a verdict below its code."""
    with speaking("ar"):
        hint = Message("hint", "عدّوا الحروف.", code="len(word)")
        html = Message("incorrect", "الدالّة `len` تعدّ الحروف.", more=[hint])._repr_html_()
    verdict = new_output("display_data", {"text/html": html, "text/plain": "incorrect"})
    code = new_code_cell("len(word)", outputs=[verdict], execution_count=1)
    printed = new_code_cell("print(word)", outputs=[new_output("stream", text="كتاب")], execution_count=2)
    return new_notebook(cells=[new_markdown_cell(WRAP.format(PROSE)), code, printed])


@pytest.fixture(scope="module")
def browser():
    with chromium() as browser:
        yield browser


def sides(page, frame: str, selector: str):
    parts = page.evaluate(SIDES, [frame, selector])
    assert parts, f"there is no {selector} in {frame}"
    return {(direction, side) for direction, side, _ in parts}


def all_from_the_right(page, frame: str, selectors=FROM_THE_RIGHT):
    for selector in selectors:
        assert sides(page, frame, selector) == {("rtl", "right")}, selector


def code_from_the_left(page, frame: str):
    assert sides(page, frame, "pre:not(.output > pre, .jp-RenderedText pre)") == {("ltr", "left")}
    assert {direction for direction, _ in sides(page, frame, "code")} == {"ltr"}


def test_jupyterlab_shows_both_editions_side_by_side(browser, arabic, tmp_path, monkeypatch):
    english = new_notebook(cells=[new_markdown_cell(ENGLISH)])
    (tmp_path / "ar" / "notebooks").mkdir(parents=True)
    (tmp_path / "notebooks").mkdir()
    nbformat.write(arabic, tmp_path / "ar" / "notebooks" / "00_start.ipynb")
    nbformat.write(english, tmp_path / "notebooks" / "00_start.ipynb")
    monkeypatch.setattr(start, "PYTHON", Path(sys.executable))
    monkeypatch.setenv("HOME", str(tmp_path))  # nobody's own settings
    lab, address = start.start_lab(8990, tmp_path, ["--no-browser", "--LabApp.expose_app_in_browser=True"])
    try:
        page = browser.new_page(base_url=address, viewport={"width": 1280, "height": 1600})
        page.set_default_timeout(60_000)
        page.request.get(address)  # logs in
        page.goto("/lab/tree/notebooks/00_start.ipynb?reset")
        page.wait_for_selector(".jp-Notebook .jp-RenderedMarkdown li")
        page.evaluate("""() => { jupyterapp.commands.execute("docmanager:open",
            { path: "ar/notebooks/00_start.ipynb", options: { mode: "split-right" } });
            jupyterapp.commands.execute("toc:show-panel"); }""")
        page.wait_for_selector(".jp-RenderedMarkdown > [lang=ar] li")
        page.wait_for_selector(".jp-tocItem-content")
        prose = ".jp-RenderedMarkdown > [lang=ar]"
        all_from_the_right(page, prose)
        code_from_the_left(page, prose)
        verdict = ".jp-OutputArea-output [lang=ar]"
        all_from_the_right(page, verdict, ["p", "summary"])
        code_from_the_left(page, verdict)
        assert {direction for direction, _ in sides(page, "", ".jp-CodeCell .cm-line")} == {"ltr"}
        assert sides(page, ".jp-RenderedMarkdown:not(:has([lang]))", ":is(h1, p, li)") == {
            ("by its first letter", "left")
        }
        assert sides(page, "", ".jp-tocItem-content") == {("by its first letter", "left")}
    finally:
        start.end(lab)


def test_report_page(browser, arabic, tmp_path):
    (tmp_path / "page.html").write_text(to_html(arabic, code=True), encoding="utf-8")
    page = browser.new_page(viewport={"width": 1280, "height": 800})
    page.goto((tmp_path / "page.html").as_uri())
    all_from_the_right(page, "body", ["h1", "p", "li", "th", "td", "blockquote", "summary", ".output p"])
    code_from_the_left(page, "body")
    assert sides(page, ".output", "> pre") == {("by its first letter", "right")}


def test_slide(browser, arabic, tmp_path):
    (tmp_path / "deck.html").write_text(to_slides(arabic, title="00"), encoding="utf-8")
    page = browser.new_page(viewport={"width": 1280, "height": 720})
    page.goto((tmp_path / "deck.html").as_uri())
    page.wait_for_function("Reveal.isReady()")
    all_from_the_right(page, "main", ["h1", "p", "li", "th", "td", "blockquote", "summary"])
    code_from_the_left(page, "main")
