"""The pages of the site that are read: the first one, and each lesson with its outputs."""

import html
import json
import re
import shutil
from pathlib import Path
from string import Template
from typing import Any

from kit.classroom.report import body_of, markdown, page, title_of
from kit.classroom.repository import LESSONS, ROOT, edition_name

__all__ = ["write_pages"]

STATIC = Path(__file__).with_name("static")
RUN = "notebooks/index.html?path="


def write_pages(site: Path) -> None:
    """Write the first page, the lessons and the glossary as pages to read, on a screen or on paper."""
    folder = site / "lessons"
    folder.mkdir()
    notebooks = {
        path.stem: json.loads(path.read_text(encoding="utf-8")) for path in sorted(LESSONS.glob("*.ipynb"))
    }
    for name, notebook in notebooks.items():
        run = _link(f"../{RUN}notebooks/{name}.ipynb", "Open and run this lesson", kind="button")
        nav = f'<nav class="screen">{_link("../index.html", "All lessons")}{run}</nav>\n'
        _write_page(folder / f"{name}.html", title_of(notebook), nav + _linked(body_of(notebook)) + nav)
    glossary = markdown((LESSONS / "glossary.md").read_text(encoding="utf-8"))
    nav = f'<nav class="screen">{_link("../index.html", "All lessons")}</nav>\n'
    _write_page(folder / "glossary.html", "Glossary", nav + _linked(glossary))
    shutil.copytree(LESSONS / "images", folder / "images")
    _write_page(site / "index.html", "Arabic text kit", _first(notebooks))


def _write_page(path: Path, title: str, body: str) -> None:
    style = f"<style>{(STATIC / 'pages.css').read_text(encoding='utf-8')}</style>"
    icon = '<link rel="icon" href="data:,">'  # A browser would ask the host's root.
    path.write_text(page(title, body, style + icon), encoding="utf-8")


def _link(address: str, says: str, *, kind: str = "", path: str = "") -> str:
    """Return a link; `path` is that of the notebook which it opens."""
    more = (f' class="{kind}"' if kind else "") + (f' data-path="{path}"' if path else "")
    return f'<a href="{address}"{more}>{says}</a>'


def _first(notebooks: dict[str, dict[str, Any]]) -> str:
    rows = []
    for name, notebook in notebooks.items():
        ways = {"Open and run": f"notebooks/{name}.ipynb", "Exercise": f"exercises/{edition_name(name)}"}
        doing = [_link(f"lessons/{name}.html", "Read")]
        doing += [
            _link(RUN + path, says, path=path) for says, path in ways.items() if (ROOT / path).is_file()
        ]
        number, title = re.findall(r"^(?:(\d+)\. )?(.*)", title_of(notebook))[0]
        rows.append(
            f'<tr><td>{number}</td><td>{html.escape(title)}</td><td class="doing">{"".join(doing)}</td></tr>'
        )
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    [alt] = re.findall(r"!\[([^\]]+)\]\(notebooks/images/top-words\.png\)", readme)
    width, height = _size(LESSONS / "images" / "top-words.png")
    template = Template((STATIC / "first.html").read_text(encoding="utf-8"))
    return template.substitute(
        run=RUN, rows="\n".join(rows), alt=html.escape(alt), width=width, height=height
    )


def _size(picture: Path) -> tuple[int, int]:
    """Return the width and height in a PNG's head: the page then does not jump when it comes."""
    head = picture.read_bytes()[16:24]
    return int.from_bytes(head[:4], "big"), int.from_bytes(head[4:], "big")


def _linked(body: str) -> str:
    """Turn links to notebooks into links to pages: lessons are read, exercises are run."""
    body = re.sub(r'href="(\d\d_\w+)\.ipynb', r'href="\1.html', body)
    body = re.sub(r'href="\.\./(exercises/\w+\.ipynb)', r'href="../notebooks/index.html?path=\1', body)
    return body.replace('href="glossary.md', 'href="glossary.html')
