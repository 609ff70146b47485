"""Write the site's pages for reading: the first page, and each lesson with its outputs, in every language."""

import base64
import hashlib
import html
import io
import json
import posixpath
import re
import shutil
from pathlib import Path
from typing import Any

from jinja2 import Environment
from markupsafe import Markup
from PIL import Image

from kit.classroom.report import body_of, markdown, page, title_of
from kit.classroom.repository import LESSONS, ROOT, edition_name
from kit.classroom.site.files import static
from kit.classroom.translations.messages import native_name
from kit.language import language, languages, say, speaking

__all__ = ["editions", "write_pages"]

RUN = "notebooks/index.html?path="
LINK = re.compile(r'(?<= )(href|src)="([^":#?]+)(#[^"]*)?"')
PICTURE = re.compile(r'src="data:image/png;base64,([^"]+)"')


def editions() -> dict[str, str]:
    """Return the languages that have lessons, each with its edition's path from the course's folder.

    >>> editions()["en"]
    ''
    """
    folders = {name: "" if name == "en" else f"{name}/" for name in languages()}
    return {name: folder for name, folder in folders.items() if (ROOT / folder / "notebooks").is_dir()}


def write_pages(site: Path) -> None:
    """Write the first page, the lessons and the glossary as pages to read or print."""
    shutil.copytree(LESSONS / "images", site / "lessons" / "images")
    for name, folder in editions().items():
        with speaking(name):
            _write_edition(site, folder)


def _write_edition(site: Path, edition: str) -> None:
    lessons = ROOT / edition / "notebooks"
    notebooks = {
        path.stem: json.loads(path.read_text(encoding="utf-8")) for path in sorted(lessons.glob("*.ipynb"))
    }
    up = posixpath.relpath(".", f"{edition}lessons") + "/"
    home = _link("../index.html", say("All lessons"))
    for name, notebook in notebooks.items():
        run = _link(
            f"{up}{RUN}{edition}notebooks/{name}.ipynb", say("Open and run this lesson"), kind="button"
        )
        at = f"{edition}lessons/{name}.html"
        nav = f'<nav class="screen">{home}{run}{_others(at, f"notebooks/{name}.ipynb")}</nav>\n'
        body = _linked(_with_files(body_of(notebook), site, up), edition)
        _write_page(site / at, title_of(notebook), nav + body + nav)
    if (lessons / "glossary.md").is_file():
        at = f"{edition}lessons/glossary.html"
        glossary = markdown((lessons / "glossary.md").read_text(encoding="utf-8"))
        nav = f'<nav class="screen">{home}{_others(at, "notebooks/glossary.md")}</nav>\n'
        _write_page(site / at, say("Glossary"), nav + _linked(glossary, edition))
    _write_page(site / edition / "index.html", say("Arabic text kit"), _first(notebooks, edition))


def _write_page(path: Path, title: str, body: str) -> None:
    style = f"<style>{static('pages.css')}</style>"
    icon = '<link rel="icon" href="data:,">'  # Without it, browsers would ask the host for one.
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(page(title, body, style + icon, language=language()), encoding="utf-8")


def _link(address: str, says: str, *, kind: str = "", path: str = "", lang: str = "") -> Markup:
    """Return a link; `path` is the notebook that it opens, `lang` the language of its target."""
    given = {"class": kind, "data-path": path, "lang": lang}
    more = Markup("").join(Markup(' {}="{}"').format(name, value) for name, value in given.items() if value)
    return Markup('<a href="{}"{}>{}</a>').format(address, more, says)


def _others(at: str, source: str) -> Markup:
    """Return links from a page to the same page in each other language that has it."""
    here = editions()[language()]
    links = []
    for name, folder in editions().items():
        if name != language() and (ROOT / folder / source).is_file():
            there = posixpath.relpath(folder + at.removeprefix(here), posixpath.dirname(at))
            links.append(_link(there, native_name(name), lang=name))
    return Markup(" ").join(links)


def _first(notebooks: dict[str, dict[str, Any]], edition: str) -> str:
    up = posixpath.relpath(".", edition) + "/" if edition else ""
    rows = []
    for name, notebook in notebooks.items():
        ways = {
            say("Open and run"): f"{edition}notebooks/{name}.ipynb",
            say("Exercise"): f"{edition}exercises/{edition_name(name)}",
        }
        doing = [_link(f"lessons/{name}.html", say("Read"))]
        doing += [
            _link(up + RUN + path, says, path=path) for says, path in ways.items() if (ROOT / path).is_file()
        ]
        rows.append((*re.findall(r"^(?:(\d+)\. )?(.*)", title_of(notebook))[0], Markup(" ").join(doing)))
    readme = (ROOT / edition / "README.md").read_text(encoding="utf-8")
    [alt] = re.findall(r"!\[([^\]]+)\]\([./]*notebooks/images/top-words\.png\)", readme)
    width, height = _size((LESSONS / "images" / "top-words.png").read_bytes())
    start = f"{edition}notebooks/00_start.ipynb"
    pages = Environment(autoescape=True, trim_blocks=True)
    pages.globals |= {"say": _say, "link": _link}
    return pages.from_string(static("first.html")).render(
        others=_others(f"{edition}index.html", "README.md"),
        up=up,
        run=up + RUN,
        lab=f"{up}lab/index.html" + (f"?path={start}" if edition else ""),
        start=start,
        rows=rows,
        alt=alt,
        width=width,
        height=height,
    )


def _say(message: str, /, **fields: Markup) -> Markup:
    return Markup(say(message, **fields))


def _size(picture: bytes) -> tuple[int, int]:
    """Return the width and height of a PNG, so that the page does not jump when the picture loads."""
    return int.from_bytes(picture[16:20], "big"), int.from_bytes(picture[20:24], "big")


def _with_files(body: str, site: Path, up: str) -> str:
    """Move a page's pictures into files, so that languages share the pictures that are the same."""

    def filed(image: re.Match[str]) -> str:
        picture = _small(base64.b64decode(image[1]))
        name = f"{hashlib.sha256(picture).hexdigest()[:12]}.png"
        (site / "lessons" / "images" / name).write_bytes(picture)
        width, height = _size(picture)
        return f'src="{up}lessons/images/{name}" width="{width}" height="{height}"'

    return PICTURE.sub(filed, body)


def _small(picture: bytes) -> bytes:
    """Return a PNG with 256 colours, which are enough for a chart and take a third of the bytes."""
    small = io.BytesIO()
    with Image.open(io.BytesIO(picture)) as chart:
        chart.convert("RGB").quantize(256, dither=Image.Dither.NONE).save(small, "png", optimize=True)
    return small.getvalue()


def _linked(body: str, edition: str) -> str:
    """Turn links to notebooks into links to the pages where lessons are read and exercises are run."""

    def led(link: re.Match[str]) -> str:
        kind, to, part = link[1], html.unescape(link[2]), link[3] or ""
        target = posixpath.normpath(posixpath.join(f"{edition}notebooks", to))
        lesson = re.fullmatch(r"(\w+/)?notebooks/(\w+)\.(ipynb|md)", target)
        if lesson:
            target = f"{lesson[1] or ''}lessons/{lesson[2]}.html"
        elif re.fullmatch(r"(\w+/)?exercises/\w+\.ipynb", target):
            target = RUN + target
        elif target.startswith("notebooks/images/"):
            target = target.replace("notebooks", "lessons", 1)
        else:
            return link[0]
        return f'{kind}="{posixpath.relpath(target, f"{edition}lessons")}{part}"'

    return LINK.sub(led, body)
