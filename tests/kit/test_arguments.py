"""Every public function, called with each wrong kind of argument: it answers, or says in a sentence why not.

The wrong values are put into the first call of a function's own example, so a new one needs no line here.
"""

import contextlib
import doctest
import functools
import importlib
import inspect
import io
import re
import signal
import warnings

import matplotlib.pyplot as plt
import numpy as np
import pandas as pd
import pytest
from cases import ROOT

from kit.corpus import Corpus
from kit.errors import TextError, kind_of
from kit.read import TextWarning

ROOMS = ["clean", "count", "chart", "check", "compare", "context", "corpus", "names", "read", "sentences"]
ROOMS += ["show", "tokens"]  # Students call no other module of kit.
NOT_CALLED = {"plain"}  # It prepares answers for the check, and no student calls it.
WRONG = {
    "None": None,
    "a number": 7,
    "a negative number": -3,
    "a very large number": 10**5000,
    "a fraction": 2.5,
    "NaN": float("nan"),
    "True": True,
    "a text": "خسر تنظيم",
    "an empty text": "",
    "a very long text": "خسر تنظيم " * 2000,
    "a text with NUL": "a\0b",
    "half a letter": "\ud800",
    "bytes": b"text",
    "an empty list": [],
    "a list of texts": ["خسر", "تنظيم"],
    "a list of numbers": [1, -2],
    "a list of all kinds": ["خسر", None, 3, ["x"]],
    "a dictionary": {"خسر": "تنظيم"},
    "a dictionary of counts": {"خسر": 3},
    "an empty dictionary": {},
    "a set": {"خسر"},
    "a table": pd.DataFrame({"a": ["x", "y"]}),
    "an empty table": pd.DataFrame(),
    "counts": pd.Series({"خسر": 3}),
    "an empty series": pd.Series([], dtype=object),
    "an array": np.zeros((2, 2)),
    "a function": len,
    "a class": dict,
    "an object": object(),
}
NEVER_RIGHT = {"None", "an object"}  # No argument without a default takes these.
TAKE_ANYTHING = {"guess said", "guess answer", "spellings key"}  # These take anything, even None.
INTERNALS = re.compile(
    r"<class|<function|object at|0x[0-9a-f]{6}|Traceback|NoneType|built-in|\bdtype|ufunc|__"
)


@functools.cache
def functions():
    """Return the public functions of ROOMS that take an argument, by name."""
    by_name = {}
    for room in ROOMS:
        module = importlib.import_module(f"kit.{room}")
        for name in module.__all__:
            thing = getattr(module, name)
            if name not in NOT_CALLED and inspect.isfunction(inspect.unwrap(thing)):
                by_name[name] = thing
    return {name: thing for name, thing in by_name.items() if inspect.signature(thing).parameters}


@functools.cache
def good_call(name):
    """Return the arguments of the first call of a function in its own examples, bound to its signature."""
    function = functions()[name]
    calls, module = [], inspect.getmodule(inspect.unwrap(function))

    def recorded(*given, **named):
        bound = inspect.signature(function).bind(*given, **named)
        calls.append(bound)
        return function(*given, **named)

    scope = {**vars(module), name: recorded}
    with contextlib.redirect_stdout(io.StringIO()), contextlib.chdir(ROOT):
        for example in doctest.DocTestParser().get_examples(function.__doc__):
            code = compile(example.source, name, "single")
            with contextlib.suppress(Exception) if example.exc_msg else contextlib.nullcontext():
                exec(code, scope)
            if calls:
                return calls[0]
    raise AssertionError(f"{name} has no example that calls it")


def too_slow(*_):
    raise TimeoutError("it takes too long")


def wipe(ax):
    """Remove all text from a chart, so that no call has to lay out what the calls before it wrote."""
    if ax:
        ax.set_title("", loc="right")
        for text in list(ax.texts):
            text.remove()


def faults(call, wrong, given, *, refused=False):
    """Return what is wrong with how a function takes a value: nothing if it returns or raises TextError well.

    With `refused`, it must raise.
    """
    message = ""
    signal.setitimer(signal.ITIMER_REAL, 10)
    try:
        with warnings.catch_warnings(), contextlib.redirect_stdout(io.StringIO()):
            warnings.simplefilter("error")
            warnings.filterwarnings("ignore", "constrained_layout")  # A very long title leaves no room.
            warnings.simplefilter("ignore", TextWarning)  # Doubts about a text are meant to be shown.
            call()
    except TextError as error:
        message = str(error)
    except Exception as error:
        return f"{type(error).__name__}: {error}"[:200]
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)
        plt.close("all")
    if refused and not message:
        return "is taken for something right"
    if len(message) > 300:
        return f"too long: {len(message)}: {message[:150]}"
    if hidden := INTERNALS.search(message):
        return f"shows {hidden[0]}: {message}"
    speaker = re.match(r"\w*", message)[0]  # A message begins with the function called, or one that it calls.
    if (
        message
        and speaker not in {*functions(), "Corpus"}
        and not any(part in message for part in (wrong, kind_of(given)))
    ):
        return f"does not say of what it speaks: {message}"
    return ""


@pytest.mark.parametrize("name", sorted(functions()))
def test_a_wrong_argument_is_refused_in_one_sentence(name, tmp_path, monkeypatch):
    bound, function = good_call(name), functions()[name]
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("KIT_WORK", str(tmp_path))
    signal.signal(signal.SIGALRM, too_slow)
    told = {}
    for parameter in inspect.signature(function).parameters.values():
        for kind, value in WRONG.items():
            given = (value,) if parameter.kind is parameter.VAR_POSITIONAL else value
            changed = inspect.BoundArguments(bound.signature, {**bound.arguments, parameter.name: given})
            call = functools.partial(function, *changed.args, **changed.kwargs)
            wipe(bound.arguments.get("ax"))
            refused = kind in NEVER_RIGHT and parameter.default is parameter.empty
            refused = refused and f"{name} {parameter.name}" not in TAKE_ANYTHING
            if fault := faults(call, parameter.name, value, refused=refused):
                told[f"{parameter.name} is {kind}"] = fault
    assert told == {}, "\n".join(f"{where}: {fault}" for where, fault in told.items())


METHODS = [
    name for name in vars(Corpus) if not name.startswith("_") and inspect.isfunction(vars(Corpus)[name])
]
NEEDED = {"n": 2, "word": "قالت", "target": "city", "reference": "culture"}  # They have no default.


@pytest.mark.parametrize("name", METHODS)
def test_a_corpus_refuses_a_wrong_argument_in_one_sentence(name):
    method = getattr(Corpus("newspaper"), name)
    signal.signal(signal.SIGALRM, too_slow)
    parameters = inspect.signature(method).parameters
    good = {parameter: value for parameter, value in NEEDED.items() if parameter in parameters}
    method(**good)
    told = {}
    for parameter in parameters:
        for kind, value in WRONG.items():
            call = functools.partial(method, **{**good, parameter: value})
            if fault := faults(call, parameter, value):
                told[f"{parameter} is {kind}"] = fault
    assert told == {}, "\n".join(f"{where}: {fault}" for where, fault in told.items())
