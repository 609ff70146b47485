"""Tables and paragraphs that read from right to left in a notebook.

The HTML carries `dir`, `lang` and `style` on its elements, because JupyterLab removes `<style>` from a
notebook it does not trust yet; it has no random id, so a second run gives the same output.
"""

import re
from collections.abc import Iterable
from html import escape
from typing import NamedTuple

import pandas as pd
from pandas.api.types import is_bool_dtype, is_numeric_dtype

from kit.characters import LATIN_LETTERS, LETTERS
from kit.errors import TextError, kind_of, shorten, table_with, text_of, whole_number
from kit.language import language as language_of_the_moment
from kit.language import languages, say, speaking
from kit.show.table_heads import heads

__all__ = ["Shown", "kwic", "rounded", "show", "show_text"]

_LRM = "\N{LEFT-TO-RIGHT MARK}"
_ARABIC = re.compile(f"[{LETTERS}]")
_LATIN = re.compile(f"[{LATIN_LETTERS}]")
_SIGNED_NUMBER = re.compile(r"[-+\N{MINUS SIGN}]\d")


class Shown:
    """Something a notebook displays: HTML where there is a page, plain text where there is none."""

    def __init__(self, html: str, plain: str) -> None:
        self._html = html
        self._plain = plain

    def _repr_html_(self) -> str:
        return self._html

    def __repr__(self) -> str:
        return self._plain


def show(
    table: pd.DataFrame | pd.Series,
    *,
    caption: str | None = None,
    limit: int = 60,
    language: str | None = None,
) -> Shown:
    """Show a table so that Arabic reads well: first column on the right, numbers rounded.

    table: a DataFrame, or a Series of counts; its index is shown unless it only numbers the rows.
    caption: one line above the table. limit: the most rows to show; the caption says if there are more.
    A table without Arabic words has its first column on the left.
    language: "en" or "ar" for the heads; unless you say, the one kit speaks. An Arabic head has the column's
    name beside it; one that `kit.show.table_heads` does not know stays as it is.

    >>> show(pd.Series({"العراق": 9, "سوريا": 4}, name="count").rename_axis("word"))
      word count
    العراق     9
     سوريا     4
    >>> show(pd.Series({"العراق": 9}, name="count").rename_axis("word"), language="ar")
    الكلمة (word) العدد (count)
           العراق             9

    Raises:
        TextError: that is no table and no Series, or there are no heads in that language.
    """
    return _shown(table, caption, whole_number(limit, "show", "limit", least=1), {}, language)


def kwic(
    concordance: pd.DataFrame, *, caption: str | None = None, limit: int = 60, language: str | None = None
) -> Shown:
    """Show a concordance as keyword in context: the keywords below one another, their contexts beside them.

    concordance: columns `position, before, keyword, after`, as `kit.context.concordance` returns them; a
    column `document` comes last, for a narrow page cuts off what is last. caption, limit and language are
    as in `show`.

    >>> kwic(pd.DataFrame({"position": [3], "before": ["في"], "keyword": ["العراق"], "after": ["امس"]}))
    position before keyword after
           3     في  العراق   امس

    Raises:
        TextError: that is no concordance, or there are no heads in that language.
    """
    table_with(concordance, ("before", "keyword", "after"), "kwic", advice="concordance(words, word)")
    if "document" in concordance:
        concordance = concordance[[*concordance.columns.drop("document"), "document"]]
    one_line = ";white-space:nowrap"
    styles = {
        "before": "text-align:END" + one_line,  # They stand close to the keyword.
        "keyword": "text-align:center;font-weight:bold" + one_line,
        "after": "text-align:START" + one_line,
    }
    return _shown(concordance, caption, whole_number(limit, "kwic", "limit", least=1), styles, language)


def show_text(text: str) -> Shown:
    """Show a text, each line a paragraph, from right to left where it is Arabic.

    >>> show_text("السلام عليكم")
    السلام عليكم

    Raises:
        TextError: that is no text.
    """
    paragraphs = [line.strip() for line in text_of(text, "show_text").splitlines() if line.strip()]
    return Shown("\n".join(_element("p", p, f"text-align:{_sides(p)[0]}") for p in paragraphs), text)


def rounded(values: Iterable[float]) -> list[str]:
    """Write numbers for a reader: whole ones as they are, others with the decimals the largest one needs.

    >>> rounded([1200, 3]), rounded([14.516, 3]), rounded([0.5, -0.25]), rounded([2, float("nan")])
    (['1,200', '3'], ['14.5', '3.0'], ['0.50', '-0.25'], ['2', '–'])

    Raises:
        TextError: those are no numbers.
    """
    try:
        values = [float(value) for value in values]
    except (TypeError, ValueError, OverflowError):
        said = say("rounded: values={values}: give a list of numbers.", values=shorten(values))
        raise TextError(said) from None
    known = [value for value in values if value == value]
    largest = max(map(abs, known), default=0)
    places = 1 if largest >= 10 else 2 if largest >= 1 else 3
    while places and all(f"{value:.{places}f}".endswith("0") for value in known):
        places -= 1
    return [f"{value:z,.{places}f}" if value == value else "–" for value in values]


class _Column(NamedTuple):
    head: str
    texts: list[str]
    is_number: bool
    names_row: bool


def _shown(
    table: pd.DataFrame | pd.Series,
    caption: str | None,
    limit: int,
    styles: dict[str, str],
    language: str | None,
) -> Shown:
    """Lay out a table in a language; styles: as in `_laid_out`."""
    if caption is not None:
        text_of(caption, "show", "caption")
    if not isinstance(table, pd.DataFrame | pd.Series):
        said = say("show: give a table or a Series, not {kind}: show(pd.Series(…)).", kind=kind_of(table))
        raise TextError(said)
    if language is None:
        language = language_of_the_moment()
    if not isinstance(language, str) or language not in languages():
        known = say(" or ").join(f'"{name}"' for name in languages())
        told = {"language": shorten(language), "known": known}
        raise TextError(say("show: language={language}: the heads of a table are in {known}.", **told))
    frame = table.to_frame(table.name or "value") if isinstance(table, pd.Series) else table
    with speaking(language):
        return _laid_out(frame, caption, limit, styles)


def _laid_out(frame: pd.DataFrame, caption: str | None, limit: int, styles: dict[str, str]) -> Shown:
    """Lay out a table; styles: CSS by column name, START and END for where reading starts and ends."""
    if len(frame) > limit or frame.empty:
        rows = {"limit": limit, "total": f"{len(frame):,}"}
        part = say("first {limit} of {total} rows", **rows) if len(frame) else say("no rows")
        caption = f"{caption} ({part})" if caption else part.capitalize()
    columns = _columns(frame.head(limit))
    known = heads()
    start, end = _sides(" ".join([*known.values(), *(text for column in columns for text in column.texts)]))

    def cell(column: _Column, text: str, scope: str = "", code: str = "") -> str:
        side = "right" if column.is_number else "START"  # So units stand below units.
        style = styles.get(column.head, f"text-align:{side}").replace("START", start).replace("END", end)
        return _element("th" if scope else "td", text, f"{style};padding:0.3em 0.8em", scope, code)

    def head(column: _Column) -> str:
        name = column.head
        return cell(column, known[name], "col", name) if name in known else cell(column, name, "col")

    lines = ["".join(map(head, columns))]
    for texts in zip(*(column.texts for column in columns), strict=True):
        row = zip(columns, texts, strict=True)
        lines.append("".join(cell(column, text, "row" if column.names_row else "") for column, text in row))
    header, *body = (f"<tr>{line}</tr>" for line in lines)
    title = _element("caption", caption, f"caption-side:top;text-align:{start}") if caption else ""
    direction = 'dir="rtl" lang="ar"' if start == "right" else 'dir="ltr"'
    html = (
        f'<div {direction} style="overflow-x:auto">'
        # The table is on the left, below its code, whatever side its first column stands on.
        f'<table {direction} style="border-collapse:collapse;margin-left:0;margin-right:auto">{title}\n'
        f"<thead>{header}</thead>\n<tbody>\n" + "\n".join(body) + "\n</tbody>\n</table></div>"
    )
    names = [f"{known[name]} ({name})" if (name := column.head) in known else name for column in columns]
    plain = pd.DataFrame(dict(enumerate(column.texts for column in columns))).to_string(
        index=False, header=names
    )
    nothing = say("no rows")
    return Shown(html, plain if len(frame) else " ".join([*names, f"({nothing})"]))


def _columns(frame: pd.DataFrame) -> list[_Column]:
    """Return a table's columns as text, the index first unless it only numbers the rows."""
    index = frame.index
    numbered = isinstance(index, pd.RangeIndex) and index.name is None
    levels = [] if numbered else [index.get_level_values(n) for n in range(index.nlevels)]
    named = [_column(level.name or "", level, names_row=True) for level in levels]
    heads = [" ".join(map(str, head)) if isinstance(head, tuple) else head for head in frame.columns]
    return named + [_column(head, frame.iloc[:, n], names_row=False) for n, head in enumerate(heads)]


def _column(head: object, values: pd.Series | pd.Index, *, names_row: bool) -> _Column:
    if is_numeric_dtype(values) and not is_bool_dtype(values):
        return _Column(str(head), rounded(values), True, names_row)
    texts = ["" if value is None or value is pd.NA or value != value else str(value) for value in values]
    return _Column(str(head), texts, False, names_row)


def direction_of(text: str) -> str:
    """Return what HTML says of the language that most letters of a text are in; "" where it has no letter.

    >>> direction_of("BBC قالت"), direction_of("Al-Qaim"), direction_of("37")
    ('dir="rtl" lang="ar"', 'dir="ltr" lang="en"', '')
    """
    arabic, latin = len(_ARABIC.findall(text)), len(_LATIN.findall(text))
    if not arabic + latin:
        return ""
    return 'dir="rtl" lang="ar"' if arabic >= latin else 'dir="ltr" lang="en"'


def _element(tag: str, text: str, style: str, scope: str = "", code: str = "") -> str:
    """Return an HTML element that says which language most of its letters are in and which way it runs.

    code: what students type for it, which stands below it.
    """
    direction = direction_of(text)
    attributes = (f' scope="{scope}"' if scope else "") + (f" {direction}" if direction else "")
    mark = _LRM if _SIGNED_NUMBER.match(text) else ""  # Without it "-4" reads "4-" in a table from the right.
    below = f'<div><code dir="ltr">{escape(code)}</code></div>' if code else ""
    return f'<{tag}{attributes} style="{style}">{mark}{escape(text)}{below}</{tag}>'


def _sides(text: str) -> tuple[str, str]:
    """Return where reading starts and where it ends: from the right if there is any Arabic letter."""
    return ("right", "left") if _ARABIC.search(text) else ("left", "right")
