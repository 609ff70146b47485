"""`python -m kit report`: save a notebook as one HTML page that needs nothing else and prints well.

The course's site uses the same functions for its lessons and, in the browser, for students' own work. So a
notebook is the plain data of its file here, and Markdown is read by a library in pure Python.
"""

import html
import json
import re
from argparse import ArgumentParser, Namespace
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import mistune
from pygments import highlight
from pygments.formatters import HtmlFormatter
from pygments.lexers.python import PythonLexer

from kit.data import read_data
from kit.errors import TextError
from kit.language import direction, languages, say, speaking, to_say

NOT_ON_PAGE = "not-on-page"  # A cell with this tag addresses the writer, not the reader.
LINKS = "editions"  # The build gives this tag to the cell of a lesson that links to its other editions.
PAGE = """<!DOCTYPE html>
<html{written}>
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>{title}</title>
<style>{style}</style>{head}
</head>
<body>
{body}
</body>
</html>
"""
CODE_STYLE = HtmlFormatter(style="default").get_style_defs(".code")
COLOUR = re.compile(r"\x1b\[[\d;]*m")  # the codes that colour an error's text on a terminal
A_CHART = to_say("A chart; the text beside it says what it shows")
# The build wraps each translated cell in a <div>, which says its language and direction.
WRAPPED = re.compile(r'(<div dir="\w+" lang="(\w+)">\n\n)(.*)(\n\n</div>)\s*', flags=re.DOTALL)
Cell = dict[str, Any]


def to_html(notebook: dict[str, Any], *, code: bool = False) -> str:
    """Return a notebook that was run as one HTML page, pictures included; `code` keeps the code cells."""
    cells = [cell for cell in notebook["cells"] if NOT_ON_PAGE not in cell["metadata"].get("tags", [])]
    with speaking(language_of(notebook)):
        body = body_of({"cells": cells}, code=code)
        head = f"<style>{read_data('report_on_one_page.css')}</style>"
        return page(title_of(notebook), body, head, language=language_of(notebook))


def page(title: str, body: str, head: str = "", *, language: str = "en") -> str:
    """Return a whole page in the course's style."""
    written = f' lang="{html.escape(language)}"' + (' dir="rtl"' if direction(language) == "rtl" else "")
    style = read_data("report.css") + CODE_STYLE
    return PAGE.format(title=html.escape(title), written=written, style=style, body=body, head=head)


def language_of(notebook: dict[str, Any]) -> str:
    r"""Return the language of a notebook, from its <div>s if a program has dropped it from the metadata.

    >>> cell = {"cell_type": "markdown", "source": '<div dir="rtl" lang="ar">\n\nنصّ\n\n</div>'}
    >>> language_of({"cells": [cell]}), language_of({"cells": []})
    ('ar', 'en')
    """
    wrapped = filter(None, (WRAPPED.fullmatch(source_of(cell)) for cell in notebook["cells"]))
    language: str = notebook.get("metadata", {}).get("kit", {}).get("language", "")
    language = language or next((wrap[2] for wrap in wrapped), "en")
    return language if language in languages() else "en"


def title_of(notebook: dict[str, Any]) -> str:
    """Return a notebook's first heading."""
    title = re.search(r"^# +(.+)$", "\n".join(map(source_of, notebook["cells"])), flags=re.MULTILINE)
    return title[1] if title else say("A notebook")


def body_of(notebook: dict[str, Any], *, code: bool = True) -> str:
    """Return what a notebook shows, as HTML."""
    cells = [cell for cell in notebook["cells"] if LINKS not in cell["metadata"].get("tags", [])]
    in_words = descriptions(cells)
    # Each picture gets its description as alt text, so the printed description is left out.
    said = set(descriptions(cells))
    parts = []
    for cell in cells:
        if cell["cell_type"] == "markdown":
            parts.append(markdown(source_of(cell)))
        elif cell["cell_type"] == "code":
            if code and source_of(cell).strip():
                coloured = highlight(source_of(cell), PythonLexer(), HtmlFormatter(nowrap=True))
                parts.append(f'<pre class="code" dir="ltr">{coloured}</pre>')
            shown = [
                output
                for output in cell["outputs"]
                if code or "".join(output.get("text", "")).strip() not in said
            ]
            parts += (f'<div class="output">{_output(output, in_words)}</div>' for output in shown)
    return re.sub(r"<script\b.*?</script>", "", "\n".join(parts), flags=re.DOTALL)  # Paper runs no script.


def markdown(text: str) -> str:
    """Turn Markdown into HTML: headings get the ids that links use, and blocks their text direction."""
    renderer = mistune.HTMLRenderer(escape=False)
    read: Callable[[str], Any] = mistune.create_markdown(
        renderer=renderer, plugins=["table", "strikethrough", "footnotes", "url"]
    )

    def named(heading: re.Match[str]) -> str:
        plain = html.unescape(re.sub(r"<[^>]+>", "", heading[2]))
        name = re.sub(r"\W+", "-", plain.lower()).strip("-")
        return f'<h{heading[1]} id="{name}" dir="auto">{heading[2]}</h{heading[1]}>'

    with_names = re.sub(r"<h([1-6])>(.*?)</h\1>", named, str(read(text)), flags=re.DOTALL)
    if WRAPPED.fullmatch(text):  # The <div> sets the direction, whatever letter a block begins with.
        # `:--` in a table means the side where lines begin, which need not be the left.
        return with_names.replace(' dir="auto"', "").replace('style="text-align:left"', "")
    return re.sub(r"<(p|ul|ol|li|blockquote|table|th|td)>", r'<\1 dir="auto">', with_names)


def descriptions(cells: list[Cell]) -> Iterator[str]:
    """Yield, for each picture, the text that `describe` prints in the same cell or soon after."""
    for place, cell in enumerate(cells):
        near = [cell] if "describe(" in source_of(cell) else cells[place : place + 5]
        near = [other for other in near if "describe(" in source_of(other)]
        said = ["".join(out["text"]) for other in near for out in other.get("outputs", []) if "text" in out]
        pictures = sum("image/png" in output.get("data", {}) for output in cell.get("outputs", []))
        for number in range(pictures):
            yield said[min(number, len(said) - 1)].strip() if said else say(A_CHART)


def source_of(cell: Cell) -> str:
    """Return a cell's text, which may be a list of lines in the file."""
    return "".join(cell["source"])


def _output(output: dict[str, Any], in_words: Iterator[str]) -> str:
    """Return one output as HTML, in its richest form that can be printed on paper."""
    data = output.get("data", {})
    if "image/png" in data:
        picture = "".join(data["image/png"]).strip().replace("\n", "")
        return f'<img alt="{html.escape(next(in_words))}" src="data:image/png;base64,{picture}">'
    if "text/html" in data:
        return "".join(data["text/html"])
    if "text/markdown" in data:
        return markdown("".join(data["text/markdown"]))
    if output["output_type"] == "error":
        traceback = COLOUR.sub("", "\n".join(output["traceback"]))
        return f'<pre class="error">{html.escape(traceback)}</pre>'
    return f"<pre>{html.escape(''.join(output.get('text', data.get('text/plain', ''))))}</pre>"


def add_arguments(parser: ArgumentParser) -> None:
    """Describe the command line of `python -m kit report`."""
    parser.epilog = "example:\n  python -m kit report work/notebooks/99_report.ipynb"
    parser.add_argument("notebook", type=Path, help="a notebook that was run and saved")
    parser.add_argument("--out", type=Path, help="where to write (default: beside the notebook)")
    parser.add_argument("--code", action="store_true", help="keep the code cells on the page")


def main(arguments: Namespace) -> int:
    """Write the page and print where it is."""
    source: Path = arguments.notebook
    try:
        written = to_html(json.loads(source.read_text(encoding="utf-8")), code=arguments.code)
    except FileNotFoundError:
        said = say('report: there is no notebook "{source}". Its name ends in .ipynb.', source=source)
        raise TextError(said) from None
    except (OSError, ValueError, KeyError, TypeError, AttributeError) as error:
        said = say('report: "{source}" is not a notebook ({error}).', source=source, error=error)
        raise TextError(said) from None
    out = arguments.out or source.with_suffix(".html")
    out.write_text(written, encoding="utf-8")
    print(say("Wrote {out}. Open it in a browser; print it from there to get a PDF.", out=out))
    return 0
