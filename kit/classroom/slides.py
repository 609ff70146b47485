"""`python -m kit slides`: show a lesson as slides, one HTML page that needs nothing else.

A cell's slide type (in JupyterLab: Property Inspector, Slide Type) is honoured. A cell without one starts a
new slide if it begins with a heading; otherwise it joins the cell before it if both fit on a screen.
"""

import base64
import copy
import itertools
import math
import re
import webbrowser
from argparse import ArgumentParser, Namespace
from collections.abc import Iterator
from html import escape
from pathlib import Path
from typing import Any

import nbformat
from nbconvert import SlidesExporter
from nbformat import NotebookNode
from pygments.formatters import HtmlFormatter
from traitlets.config import Config

from kit.classroom.report import LINKS, WRAPPED, descriptions, language_of
from kit.classroom.repository import LESSONS, ROOT, need
from kit.data import read_data
from kit.errors import TextError
from kit.language import speaking

SCREEN = 660  # the pixels of a slide's height: 720, less a margin
MOST_ROWS = 12  # A table with more rows is split.
LONGEST_PASSAGE = 500  # A marked passage with more characters is split.
SHOWN_ABOVE = "shown-above"  # the tag of an output whose code is on the slide above
HEADING = re.compile(r"^(?=#{1,6} )", flags=re.MULTILINE)
# Styles with which letters or lines are larger than in ordinary text.
LARGE = re.compile(r"line-height|font-size:(?:[2-9]|1\.[2-9])")
NO_ALT = "No description has been provided for this image"  # nbconvert's placeholder
PAGE = """<!DOCTYPE html>
<html lang="{language}">
<head>
<meta charset="utf-8">
<title>{title}</title>
<style>{style}</style>
</head>
<body>
{body}
<script>{script}</script>
</body>
</html>
"""


def to_slides(notebook: NotebookNode, *, title: str) -> str:
    """Return a notebook that was run as one HTML page of slides, scripts and pictures included."""
    deck = copy.deepcopy(notebook)
    shown = [cell for cell in notebook.cells if LINKS not in cell.metadata.get("tags", [])]
    deck.cells = list(arrange(shown))
    for number, piece in enumerate(deck.cells):
        piece.id = f"piece-{number}"
    config = Config(TagRemovePreprocessor={"enabled": True, "remove_input_tags": {SHOWN_ABOVE}})
    exporter = SlidesExporter(
        config=config,
        exclude_input_prompt=True,
        exclude_output_prompt=True,
        exclude_anchor_links=True,
        embed_images=True,
    )
    page, _ = exporter.from_notebook_node(deck)
    body = page[page.index("<main>") : page.index("</main>") + len("</main>")]
    body = re.sub(r'<a href="[^"]*\.ipynb">(.*?)</a>', r"\1", body)  # Browsers cannot show a notebook.
    # When nbconvert embeds pictures, it closes the <div> at once that Markdown leaves open.
    body = re.sub(r'>\s*<div (dir="\w+" lang="\w+")>\s*</div>', r" \1>", body)
    in_words = descriptions(deck.cells)
    with speaking(language_of(notebook)):
        body = re.sub(f'(?<=alt="){NO_ALT}', lambda _: escape(next(in_words)), body)
    style = HtmlFormatter(style="default").get_style_defs(".highlight")
    style += _shipped("reveal.css") + _shipped("course.css")
    script = _shipped("reveal.js") + _shipped("course.js")
    return PAGE.format(
        title=escape(title), language=escape(language_of(notebook)), style=style, body=body, script=script
    )


def arrange(cells: list[NotebookNode]) -> Iterator[NotebookNode]:
    """Yield the cells in pieces that fit on a screen, each with its slide type."""
    used = 0
    for cell in cells:
        said = cell.metadata.get("slideshow", {}).get("slide_type")
        for piece in pieces(cell):
            height = height_of(piece)
            fits = used + height <= SCREEN
            begins = piece.cell_type == "markdown" and prose_of(piece).startswith("#")
            kind = said or ("slide" if begins else "")
            kind = kind or ("-" if fits else "subslide")
            said = None  # The cell's own slide type is only for its first piece.
            used = height if kind in ("slide", "subslide") else used + height
            piece.metadata["slideshow"] = {"slide_type": kind}
            yield piece


def pieces(cell: NotebookNode) -> Iterator[NotebookNode]:
    """Split prose before each heading; if too tall, split prose by paragraph and code from its outputs."""
    if cell.cell_type != "code":
        before, after = (wrap[1], wrap[4]) if (wrap := WRAPPED.fullmatch(cell.source)) else ("", "")
        for section in filter(str.strip, HEADING.split(prose_of(cell))):
            for text in _screens(section):
                yield _piece(cell, source=f"{before}{text.strip()}{after}" if before else text)
    elif height_of(cell) <= SCREEN:
        yield _piece(cell)
    else:
        yield _piece(cell, outputs=[])
        for output in itertools.chain.from_iterable(map(_split, cell.outputs)):
            yield _piece(cell, outputs=[output], metadata={**cell.metadata, "tags": [SHOWN_ABOVE]})


def height_of(cell: NotebookNode) -> int:
    """Estimate the pixels a cell takes on a screen 1280 wide, on the safe side."""
    if cell.cell_type != "code":
        return sum(map(_prose, _blocks(prose_of(cell))))
    shown = 0 if SHOWN_ABOVE in cell.metadata.get("tags", []) else 34 + 30 * _lines(cell.source, 88)
    return shown + sum(map(_output, cell.outputs))


def prose_of(cell: NotebookNode) -> str:
    """Return a cell's text without the <div> for its language, in which each piece is wrapped again."""
    wrapped = WRAPPED.fullmatch(cell.source)
    return wrapped[3] if wrapped else str(cell.source)


def _blocks(text: str) -> list[str]:
    return re.split(r"\n\s*\n", text.strip())


def _screens(text: str) -> Iterator[str]:
    """Yield as many paragraphs at a time as fit on a screen."""
    screen: list[str] = []
    for block in _blocks(text):
        if screen and sum(map(_prose, [*screen, block])) > SCREEN:
            yield "\n\n".join(screen)
            screen = []
        screen.append(block)
    yield "\n\n".join(screen)


def _prose(block: str) -> int:
    block = re.sub(r"<[^>]+>|\]\([^)]*\)|[*`]", "", block)
    if block.startswith("#"):
        return 72
    if block.startswith("|"):
        return 20 + sum(13 + 32 * _lines(row, 100) for row in block.split("\n") if not row.startswith("|:"))
    return 16 + 40 * _lines(block, 80)


def _output(output: NotebookNode) -> int:
    data = output.get("data", {})
    if "image/png" in data:
        height = int.from_bytes(base64.b64decode(data["image/png"])[20:24], "big")
        return 10 + min(round(1.45 * height), 540)
    if html := str(data.get("text/html", "")):
        rows = html.count("<tr") + html.count("<caption")
        text = re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", html))
        height = 47 * rows if rows else 44 * _lines(text, 75) + 24 * html.count("<p")
        return 20 + round(height * (1.7 if LARGE.search(html) else 1))
    text = output.get("text") or data.get("text/plain") or "\n".join(output.get("traceback", []))
    return 12 + 30 * _lines(re.sub(r"\x1b\[[\d;]*m", "", text).strip(), 86)


def _split(output: NotebookNode) -> Iterator[NotebookNode]:
    """Split an output that is too tall, if possible: a table by rows, a marked passage at spaces."""
    html = output.get("data", {}).get("text/html", "")
    table = re.fullmatch(r"(.*<tbody>)(.*)(</tbody>.*)", html, flags=re.DOTALL)
    passage = re.fullmatch(r"(<p dir=.rtl.[^>]*>)(.*?)</p>(.*)", html, flags=re.DOTALL)
    parts = _rows(*table.groups()) if table else _passages(*passage.groups()) if passage else iter(())
    if _output(output) <= SCREEN or not (table or passage):
        yield output
        return
    for part in parts:
        yield nbformat.from_dict({**output, "data": {**output.data, "text/html": part}})


def _rows(head: str, body: str, tail: str) -> Iterator[str]:
    """Yield a table in parts, each below the table's head."""
    rows = re.findall(r"<tr.*?</tr>", body, flags=re.DOTALL)
    parts = math.ceil(len(rows) / MOST_ROWS)
    for part in range(parts):
        yield head + "".join(rows[part * len(rows) // parts : (part + 1) * len(rows) // parts]) + tail


def _passages(head: str, body: str, tail: str) -> Iterator[str]:
    """Yield a passage in parts, cut at spaces outside its marks; the text below it goes with the last."""
    part, length = "", 0
    for word in re.findall(r"\s+|(?:<(?:br|span|bdi)\b[^>]*>(?:[^<]*</\w+>)?|[^\s<])+", body):
        seen = len(re.sub(r"<[^>]+>", "", word))
        if length + seen > LONGEST_PASSAGE:
            yield f"{head}{part}</p>"
            part, length = "", 0
        part, length = part + word, length + seen
    yield f"{head}{part}</p>{tail}"


def _lines(text: str, width: int) -> int:
    return sum(max(1, math.ceil(len(line) / width)) for line in text.split("\n"))


def _piece(cell: NotebookNode, **changes: Any) -> NotebookNode:
    piece = copy.deepcopy(cell)
    piece.update(nbformat.from_dict(changes))
    return piece


def _shipped(name: str) -> str:
    return read_data(f"slides/{name}")


def add_arguments(parser: ArgumentParser) -> None:
    """Describe the command line of `python -m kit slides`."""
    parser.epilog = (
        "Examples:\n  python -m kit slides 05\n  python -m kit slides 05 --out slides --no-browser\n"
        "Arrow keys turn the pages, F fills the screen, Esc shows all slides, ? lists the keys."
    )
    parser.add_argument("lesson", help="a lesson's number, or the path of a notebook that was run and saved")
    parser.add_argument(
        "--out", type=Path, default=ROOT / "work" / "slides", help="folder (default: work/slides)"
    )
    parser.add_argument("--no-browser", action="store_true", help="write the page, do not open it")


def main(arguments: Namespace) -> int:
    """Write the page, print where it is, and open it."""
    path = _find(arguments.lesson)
    try:
        notebook = nbformat.read(path, as_version=4)
    except (OSError, ValueError) as error:
        raise TextError(f'slides: "{path}" is not a notebook ({type(error).__name__}).') from None
    language = language_of(notebook)  # Without it, one edition would overwrite the other.
    page = arguments.out / f"{path.stem}{'' if language == 'en' else f'-{language}'}.html"
    slides = to_slides(notebook, title=path.stem)
    try:
        page.parent.mkdir(parents=True, exist_ok=True)
        page.write_text(slides, encoding="utf-8")
    except OSError as error:
        raise TextError(
            f'slides: "{page}" cannot be written ({error.strerror}). Name a folder: --out.'
        ) from None
    print(f"Wrote {page}. It needs no network.")
    if not arguments.no_browser:
        webbrowser.open(page.resolve().as_uri())
    return 0


def _find(lesson: str) -> Path:
    """Return a lesson's path, by number, name or path."""
    if Path(lesson).is_file():
        return Path(lesson)
    need(LESSONS, "slides")
    lessons = sorted(LESSONS.glob("[0-9]*.ipynb"))
    meant = [path for path in lessons if lesson.zfill(2) in (path.stem[:2], path.stem)]
    if not meant:
        raise TextError(
            f'slides: there is no lesson "{lesson}". There are: {", ".join(p.stem for p in lessons)}.'
        )
    return meant[0]
