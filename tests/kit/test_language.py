"""kit speaks the language of the edition in whose folder it runs."""

import builtins
import contextlib
import functools
import inspect
import io
import re
import warnings
from pathlib import Path

import matplotlib.pyplot as plt
import pandas as pd
import pytest
from cases import ROOT
from matplotlib.axes import Axes
from test_arguments import ROOMS, functions, good_call

from kit.chart import describe
from kit.check import Message
from kit.corpus import Corpus
from kit.errors import TextError
from kit.language import html_attributes, language, speaking
from kit.names.lists import LISTS
from kit.show.table_heads import heads

# Latin words that Arabic messages keep: formats, encodings, programs, and names that are code.
KEPT = set(
    re.findall(r"\w+", "HTML JSON PDF UTF utf XML ZIP gzip windows iso cp log Natural Earth DataFrame")
)
KEPT |= {"ndarray", "Series", "article", "second", *LISTS}
with speaking("ar"):
    HEADS = set(heads())
WRONG = (None, -3, "", [], pd.DataFrame({"a": [1]}))


@pytest.mark.parametrize("wanted", ["xx", "", None])
def test_unknown_language_is_refused(wanted):
    with pytest.raises(ValueError, match="language"), speaking(wanted):
        pass


def test_a_block_in_another_language_ends(monkeypatch, tmp_path):
    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv("KIT_LANG", raising=False)
    with speaking("en"):
        assert language() == "en"
    assert language() == "en"


def test_kit_speaks_english_in_a_folder_that_was_deleted(monkeypatch):
    def gone():
        raise FileNotFoundError

    monkeypatch.delenv("KIT_LANG", raising=False)
    monkeypatch.setattr(Path, "cwd", gone)
    assert language() == "en"


def test_html_says_every_language_but_english(monkeypatch):
    monkeypatch.setattr("kit.language.languages", lambda: ("en", "ar", "fr"))
    said = []
    for name in ("en", "ar", "fr"):
        with speaking(name):
            said.append(html_attributes())
    assert said == ['dir="ltr"', 'dir="rtl" lang="ar"', 'dir="ltr" lang="fr"']


def test_unknown_language_of_the_computer_is_passed_over(monkeypatch, tmp_path):
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("KIT_LANG", "xx")
    (tmp_path / "language.txt").write_text("yy\n", encoding="utf-8")
    assert language() == "en"


def test_a_verdict_in_arabic_runs_from_the_right_and_its_code_from_the_left():
    message = Message("incorrect", "الدالّة `len` تعدّ الحروف.", code="len(word)")
    with speaking("ar"):
        html = message._repr_html_()
    assert html.startswith('<div dir="rtl" lang="ar" style="border-right: ')
    assert 'الدالّة <code dir="ltr">len</code> تعدّ الحروف.' in html
    assert '<pre dir="ltr"' in html


@functools.cache
def parts_of_names():
    """Return each part of a name that stands in code: of a function, an argument, a module, a type."""
    callables = [*functions().values(), Corpus, *vars(Corpus).values()]
    names = {name for thing in callables if callable(thing) for name in inspect.signature(thing).parameters}
    names |= {*functions(), *ROOMS, "kit", "Corpus", *dir(builtins), *dir(str), *dir(pd.Series), *HEADS}
    return {part for name in names for part in name.split("_")}


def english_in(message):
    """Return the Latin words of a message that are neither code nor in KEPT: those of English sentences."""
    words = re.findall(r"[A-Za-z]{2,}", re.sub(r'"[^"]*"|«[^»]*»|[\w.]+\(', "", message))
    return [word for word in words if word not in parts_of_names() | KEPT]


def answer(function, bound, **changed):
    """Return what a function says in Arabic: its error message, or what it returns and warns of."""
    given = inspect.BoundArguments(bound.signature, {**bound.arguments, **changed})
    with (
        speaking("ar"),
        warnings.catch_warnings(record=True) as told,
        contextlib.redirect_stdout(io.StringIO()),
        contextlib.chdir(ROOT),
    ):
        warnings.simplefilter("always")
        try:
            result = function(*given.args, **given.kwargs)
        except TextError as error:
            return str(error), None
    return " ".join(str(each.message) for each in told if "Text" in each.category.__name__), result


@pytest.mark.parametrize("name", sorted(functions()))
def test_what_a_function_says_in_arabic_is_arabic(name):
    bound, function = good_call(name), functions()[name]
    said = set()
    for parameter in inspect.signature(function).parameters.values():
        for value in WRONG:
            given = (value,) if parameter.kind is parameter.VAR_POSITIONAL else value
            message, _ = answer(function, bound, **{parameter.name: given})
            plt.close("all")
            said.add(message)
    english = {message: english_in(message) for message in said if english_in(message)}
    assert english == {}


@pytest.mark.parametrize("name", sorted(name for name in functions() if name.endswith("_chart")))
def test_a_chart_describes_itself_in_arabic(name):
    _, chart = answer(functions()[name], good_call(name))
    assert isinstance(chart, Axes)
    assert english_in(describe(chart)) == []
    plt.close("all")


def test_every_column_that_kit_gives_has_an_arabic_head():
    columns = set()
    for name, function in functions().items():
        _, table = answer(function, good_call(name))
        if isinstance(table, pd.DataFrame | pd.Series):
            frame = table.to_frame() if isinstance(table, pd.Series) else table
            columns |= {str(column) for column in [*frame.columns, *frame.index.names] if column}
        plt.close("all")
    assert columns <= HEADS
