"""Name the slips that beginners make, whatever the question, below the mistakes that were foreseen.

Each rule compares plain data, what was expected and what was given, or reads the text of the answer's cell.
A rule speaks only if undoing its slip would make the answer right, or if what it says can be seen in the code.
"""

# ruff: noqa: E501  A sentence to a student stands whole in one line, where it can be found by its words.

import ast
import difflib
import itertools
import math
import re
import unicodedata
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from kit.check.protocol import Probe
from kit.check.stopped import outside_quotes
from kit.check.values import in_order, is_number, letters_of, near, same
from kit.clean import strip_marks, strip_tatweel

__all__ = [
    "Slip",
    "Task",
    "not_there",
    "slip_in_code",
    "slip_in_value",
    "slip_of_loop",
    "slip_of_places",
    "slip_without_return",
    "slips_of_number",
    "text_slip",
]

LAZY = {"map", "filter", "zip", "generator", "dict_keys", "dict_values", "dict_items", "range", "enumerate",
        "reversed", "list_iterator", "list_reverseiterator", "dict_keyiterator", "Index"}  # fmt: skip
CALLABLE = {"function", "builtin_function_or_method", "method", "method_descriptor", "type", "Blank"}
SIGNS = " \t\n.,;:!?،؛؟\"'«»“”()[]{}-–…"
ORDINALS = ["first", "second", "third", "fourth", "fifth", "sixth", "seventh", "eighth", "ninth", "tenth"]


@dataclass(frozen=True)
class Slip:
    """A sentence that names a slip; `letters` are the right one and the wrong one, to be shown large."""

    sentence: str
    letters: tuple[str, str] | None = None
    almost: bool = False


@dataclass(frozen=True)
class Task:
    """What a rule may look at besides the two values."""

    subject: str  # what the value is called in a sentence
    code: str = ""
    called: bool = False  # whether it is what a function of the answer gave back
    choice: str = ""  # the letters to choose from
    any_order: bool = False


def slip_in_value(wanted: Any, given: Any, task: Task) -> Slip | None:
    """Name the slip between an expected value and the one that was given.

    >>> slip_in_value(0.5, 50, Task("`share`")).sentence
    '`share` is a percentage, a share of a hundred. Here a share from 0 to 1 is asked: do not multiply by 100.'
    >>> slip_in_value(["a", "b", "c"], ["a", "c"], Task("`x`")).sentence
    '`x`: `b` is left out.'
    """
    rules: list[Callable[[Any, Any, Task], Slip | None]] = [_nothing, _not_run, _letters_asked, _nearly]
    if is_number(wanted):
        rules += [_number]
    elif isinstance(wanted, str):
        rules += [_text]
    elif isinstance(wanted, list):
        rules += [_list]
    elif isinstance(wanted, bool):
        rules += [_truth]
    elif isinstance(wanted, dict):
        rules += [_table]
    return next((slip for rule in rules if (slip := rule(wanted, given, task))), None)


def not_there(kind: str, given: Any, task: Task) -> Slip | None:
    """Say that an answer of any kind is nothing, or a function that was not run.

    >>> not_there("an Axes", {"other": "function"}, Task("`x`", "x = bar_chart")).sentence
    '`bar_chart` is a function that was not run: put brackets after it, `bar_chart(…)`.'
    """
    if kind == "a function":
        return None
    return _nothing(kind, given, task) or _not_run(kind, given, task)


def slip_in_code(
    names: Sequence[str], pairs: Sequence[tuple[Probe, Mapping[str, Any]]], code: str
) -> Slip | None:
    r"""Name what is wrong in a function of the answer, as far as its code and all its results show it.

    >>> probes = [({"expression": f"f({n})", "expected": 2 * n}, {"value": 8}) for n in (4, 5)]
    >>> slip_in_code(["f"], probes, "def f(n):\n    return 8").sentence
    '`f` gives the same, whatever it is called with: what it is given, `n`, is not used in it.'
    """
    for function in _functions(names, code):
        unused = [name for name in _parameters(function) if name not in _loaded(function)]
        results = [
            result.get("value")
            for probe, result in pairs
            if re.search(rf"\b{function.name}\(", probe["expression"])
        ]
        constant = (
            len(results) > 1 and all(same(results[0], other) for other in results) and results[0] is not None
        )
        if constant and unused:
            return Slip(
                f"`{function.name}` gives the same, whatever it is called with: what it is given, "
                f"`{unused[0]}`, is not used in it."
            )
        if unused:
            return Slip(
                f"`{unused[0]}`, which `{function.name}` is given, is not used in it: is there a name from outside, "
                "or a value written out, in its place?"
            )
        written = _written_out(function, pairs)
        if written:
            return Slip(
                f"In `{function.name}` the value `{written}` is written out; it fits one text only. Use what the function is given."
            )
    return None


def slip_of_loop(names: Sequence[str], code: str) -> Slip | None:
    """Say that a function of the answer ends after the first round of its loop, as its code shows.

    >>> slip_of_loop(["f"], "def f(x): return x") is None
    True
    """
    if any(map(_returns_in_loop, _functions(names, code))):
        says = (
            "The `return` stands inside the loop, so the function ends after the first round: indent it less."
        )
        return Slip(says)
    return None


def slip_without_return(
    names: Sequence[str], pairs: Sequence[tuple[Probe, Mapping[str, Any]]], code: str
) -> Slip | None:
    """Say that a function of the answer gives nothing back, as its code shows.

    >>> slip_without_return(["f"], [({"expression": "f(1)"}, {"value": None})], "def f(n): 2 * n").sentence
    '`f` gives back nothing: there is no `return` in it. End it with `return …`.'
    """
    for function in _functions(names, code):
        own = [result for probe, result in pairs if re.search(rf"\b{function.name}\(", probe["expression"])]
        if any(isinstance(node, ast.Return | ast.Yield) for node in ast.walk(function)) or not own:
            continue
        if any("printed" in result for result in own):
            says = "prints its result and gives back nothing: write `return` instead of `print`."
            return Slip(f"`{function.name}` {says}")
        if re.search(r"\b[Rr][Ee][Tt]\w*\s*\(", outside_quotes(code)):
            continue
        return Slip(
            f"`{function.name}` gives back nothing: there is no `return` in it. End it with `return …`."
        )
    return None


def slip_of_places(answers: Mapping[str, tuple[Any, Any]]) -> Slip | None:
    """Name a slip between the answers of one question: `answers` has by name what was expected and given.

    >>> slip_of_places({"a": (6, 3), "b": (3, 6)}).sentence
    'These are the right values the wrong way round: `a` has the value of `b`.'
    """
    wrong = {name: pair for name, pair in answers.items() if not same(*pair)}
    if len(wrong) < 2:
        return None
    wanted, given = (sorted((pair[n] for pair in wrong.values()), key=in_order) for n in (0, 1))
    if not same(wanted, given) or same(wanted[0], wanted[-1]):
        return None
    first, second = list(wrong)[:2]
    owner = next((name for name, pair in wrong.items() if same(pair[0], wrong[first][1])), second)
    return Slip(f"These are the right values the wrong way round: `{first}` has the value of `{owner}`.")


# What is there at all


def _nothing(_wanted: Any, given: Any, task: Task) -> Slip | None:
    if given is not None or _wanted is None:
        return None
    bare = outside_quotes(task.code)
    if re.search(r"\bprint\s*\(", bare) and (not task.called or re.search(r"return\s+print\s*\(", bare)):
        how = "Write only `return`, without `print`." if task.called else "Remove the `print`."
        return Slip(
            f"{_start(task)} `None`, nothing at all: `print` shows a value and gives nothing back. {how}"
        )
    if re.search(r"(?:return|=)[^\n=]*\.(?:sort|append|reverse|extend|insert|remove)\(", bare):
        return Slip(
            f"{_start(task)} nothing, `None`: a method such as `.sort()` or `.append()` changes a list and gives "
            "nothing back. Use the list itself."
        )
    if task.called:
        return Slip(f"{_start(task)} nothing, `None`. Did you forget `return`?")
    return Slip(f"{_start(task)} `None`, nothing at all. If there is a `print` around it, remove that.")


def _not_run(_wanted: Any, given: Any, task: Task) -> Slip | None:
    kind = given.get("other") if isinstance(given, dict) else None
    if kind not in CALLABLE:
        return None
    if kind == "type" and isinstance(_wanted, str):
        return Slip(f"{task.subject} is not text: put the name in quotes.")
    name = _uncalled(task.code)
    if name:
        return Slip(f"`{name}` is a function that was not run: put brackets after it, `{name}(…)`.")
    return Slip(f"{_start(task)} a function that was not run. Did you forget the brackets, `()`?")


def _uncalled(code: str) -> str | None:
    """Return the function that the last value or `return` names without calling it."""
    tree = _tree(code)
    for node in ast.walk(tree) if tree else []:
        value = getattr(node, "value", None) if isinstance(node, ast.Assign | ast.Return) else None
        if isinstance(value, ast.Attribute | ast.Name) and not (
            isinstance(value, ast.Name) and len(value.id) < 2
        ):
            return ast.unparse(value)
    return None


def _letters_asked(wanted: Any, given: Any, task: Task) -> Slip | None:
    """Name slips of a choice of letters."""
    if not task.choice:
        return None
    one = isinstance(wanted, str)
    form = 'one letter in quotes, such as `"A"`' if one else 'letters, such as `["A", "B"]`'
    texts = [given] if isinstance(given, str) else given if isinstance(given, list) else []
    if isinstance(given, dict) and list(given) == ["set"]:
        texts = given["set"]
    if isinstance(given, list) and given and all(isinstance(item, list) for item in given):
        return Slip(f"{task.subject} has one pair of brackets too many: give {form}.")
    if is_number(given) or any(map(is_number, texts)):
        return Slip(f"{task.subject}: give {form}, not a number.")
    if any(isinstance(text, str) and len(text) > len(task.choice) for text in texts) and any(
        re.search(r"[^\W\d_]{2,}", text) for text in texts if isinstance(text, str)
    ):
        return Slip(
            f"{task.subject} should be {form}: give the letter that stands before the sentence, not the sentence."
        )
    chosen = letters_of(given)
    if chosen and not one and set(chosen) <= set(task.choice):
        return _choice(wanted, chosen, task)
    if chosen and one and len(chosen) > 1:
        return Slip(f"{task.subject}: only one of them is right. Give {form}.")
    letters = {
        sign
        for text in texts
        if isinstance(text, str)
        for sign in text
        if unicodedata.category(sign)[0] == "L"
    }
    arabic = sorted(sign for sign in letters if "ARABIC" in unicodedata.name(sign, ""))
    if arabic:
        return Slip(f"{task.subject}: the letters are the Latin ones; yours is Arabic, {arabic[0]}.")
    strangers = sorted(letters - set(task.choice) - set(task.choice.lower()))
    if strangers:
        return Slip(f"{task.subject}: there is no {strangers[0].upper()} to choose.")
    if one and len(letters) > 1:
        return Slip(f"{task.subject}: only one of them is right. Give {form}.")
    if not letters:
        return Slip(f"{task.subject} is empty: give {form}.") if given in ("", []) else None
    if not one and isinstance(given, list) and all(isinstance(item, str) for item in given):
        return _choice(wanted, [item.upper() for item in given], task)
    return None


def _choice(wanted: list[str], given: list[str], task: Task) -> Slip | None:
    missing, extra = sorted(set(wanted) - set(given)), sorted(set(given) - set(wanted))
    hits = sorted(set(wanted) & set(given))
    parts = []
    if hits:
        parts.append(f"{_these(hits)} {'is' if len(hits) == 1 else 'are'} right")
    if extra:
        parts.append(f"{_these(extra)} {'does' if len(extra) == 1 else 'do'} not belong there")
    if len(missing) == 1 and (hits or extra):
        parts.append(f"{missing[0]} is left out: look at it again")
    elif missing:
        parts.append(f"{len(missing)} more are left out")
    return Slip(f"{task.subject}: {'; '.join(parts)}.") if parts else None


def _these(items: Sequence[str]) -> str:
    return items[0] if len(items) == 1 else f"{', '.join(items[:-1])} and {items[-1]}"


def _nearly(wanted: Any, given: Any, task: Task) -> Slip | None:
    sentence = near(wanted, given)
    if sentence is None or "another order" in sentence:
        return None
    if "inside a list" in sentence and re.search(r"=[^=\n]*[^\s\[,],\s*(?:#.*)?$", task.code, re.MULTILINE):
        sentence = "Right, but for the comma at its end, which makes a list of it: remove the comma."
    return Slip(sentence, almost=True)


# Numbers


def _number(wanted: Any, given: Any, task: Task) -> Slip | None:
    if isinstance(given, bool):
        return Slip(f"{_start(task)} `{given}`: a comparison says True or False, and a number is asked.")
    if is_number(given):
        return _another_number(wanted, given, task)
    if isinstance(given, list):
        if all(map(is_number, given)) and len(given) > 1:
            comma = _number_with_comma(given, task.code)
            if comma:
                return Slip(comma)
        if same(len(given), wanted):
            return Slip(
                f"{_start(task)} the items themselves. How many they are is asked: `len(…)` counts them."
            )
        return Slip(f"{_start(task)} a list of {len(given)} items, and one number is asked.")
    if isinstance(given, str):
        if _is_code(given):
            return Slip(
                f"{_start(task)} text, since its code stands in quotes: remove the quotes, and Python works it out."
            )
        number = _arabic_number(given)
        if number is not None:
            return Slip(f"{_start(task)} text: a number is written without quotes, with the digits 0 to 9.")
        if same(len(given), wanted) and given not in task.code:
            return Slip(f"{_start(task)} the text itself. How long it is is asked: `len(…)` counts it.")
        return Slip(f"{_start(task)} text, and a number is asked: without quotes.")
    if isinstance(given, dict) and given:
        kind, content = next(iter(given.items()))
        size = _size(kind, content)
        if size is not None and same(size, wanted):
            what = {"table": "table", "dict": "table", "set": "set", "text": "text"}[kind]
            return Slip(f"{_start(task)} the {what} itself. How long it is is asked: `len(…)` counts it.")
        if size is not None:
            what = {
                "table": "a table",
                "dict": "a table or a dictionary",
                "set": "a set",
                "text": "a long text",
            }[kind]
            return Slip(f"{_start(task)} {what}, and a number is asked.")
        if isinstance(content, str) and content in LAZY:
            return Slip(
                f"{_start(task)} things still to be counted (a {content}), and a number is asked: `sum(…)` or `len(list(…))`."
            )
    return None


def _size(kind: str, content: Any) -> int | None:
    if kind == "table":
        return len(content["rows"])
    if kind in ("dict", "set"):
        return len(content)
    return content[1] if kind == "text" else None


def _how_many(item: Any) -> int | None:
    if isinstance(item, list | str):
        return len(item)
    return _size(*next(iter(item.items()))) if isinstance(item, dict) and item else None


def slips_of_number(wanted: float, given: float, task: Task) -> dict[str, Slip]:
    """Return by rule every slip that could have made one number of another.

    >>> list(slips_of_number(8, 9, Task("`x`")))
    ['one']
    """
    says: dict[str, str] = {}
    try:
        ratio = given / wanted if wanted else 0.0
        product = given * wanted
    except OverflowError:
        return {}
    share = isinstance(wanted, float) and abs(wanted) <= 1
    factors = {
        100.0: "is a percentage, a share of a hundred. Here a share from 0 to 1 is asked: do not multiply by 100."
        if share
        else "is 100 times too large.",
        0.01: "is 100 times too small: is it a share, where a percentage is asked?",
        1000.0: "is 1,000 times too large.",
        0.001: "is 1,000 times too small: is it a share, where a number per 1,000 is asked?",
        10.0: "is 10 times too large.",
        0.1: "is 10 times too small.",
        -1.0: "has the wrong sign: plus and minus are exchanged.",
    }
    if task.called:
        factors |= {2.0: "is twice what it should be.", 0.5: "is half of what it should be."}
    broken = isinstance(wanted, float) and bool(wanted % 1)
    cut = given != 0 or re.search(r"//|\b(?:int|round)\(", outside_quotes(task.code))
    if broken and given == math.floor(wanted) and cut:
        says["cut"] = (
            "has lost what stands after the decimal sign: divide with `/`, not `//`, and do not round."
        )
    if broken and given and any(same(round(wanted, n), given) for n in range(5)):
        says["rounded"] = "is rounded: leave the result as it is."
    for factor, sentence in factors.items():
        if math.isclose(ratio, factor, rel_tol=1e-6):
            says[f"times {factor}"] = sentence
    if math.isclose(product, 1, rel_tol=1e-6) and not math.isclose(abs(wanted), 1):
        says["upside down"] = (
            "comes from a division that is upside down: what stands above the line belongs below."
        )
    if not broken and not given % 1 and abs(given - wanted) == 1:
        side = "one too many" if given > wanted else "one too few"
        why = "Is something at the beginning or the end counted wrongly?"
        says["one"] = f"is {side}: off by one. {why}"
    if len(str(wanted)) > 1 and sorted(str(wanted)) == sorted(str(given)):
        says["digits"] = "has the right digits in another order."
    subject = f"What {task.subject} gives" if task.called else _capital(task.subject)
    return {rule: Slip(f"{subject} {sentence}", almost=rule == "rounded") for rule, sentence in says.items()}


def _another_number(wanted: float, given: float, task: Task) -> Slip | None:
    return next(iter(slips_of_number(wanted, given, task).values()), None)


def _number_with_comma(given: list[Any], code: str) -> str | None:
    written = re.search(r"(?<![\w.\[(,])(\d{1,3}(?:,\d+)+)(?![\w\])])", outside_quotes(code))
    if not written:
        return None
    bare = written[1].replace(",", "")
    thousands = re.fullmatch(r"[1-9]\d{0,2}(?:,\d{3})+", written[1])
    if thousands:
        return f"With its comma, `{written[1]}` is {len(given)} numbers to Python: write `{bare}`."
    return f"With its comma, `{written[1]}` is two numbers to Python: the decimal sign is a stop, `{written[1].replace(',', '.')}`."


def _truth(wanted: Any, given: Any, task: Task) -> Slip | None:
    if isinstance(given, bool):
        return Slip(
            f"{_capital(task.subject)}: this should be {'so' if wanted else 'not so'}, and in your answer it is {'so' if given else 'not'}."
        )
    if given in (str(wanted), str(wanted).lower()):
        return Slip(f"{_start(task)} text: write `{wanted}` without quotes.", almost=True)
    return None


# Texts


def _text(wanted: str, given: Any, task: Task) -> Slip | None:
    if isinstance(given, list):
        words = [item for item in given if isinstance(item, str)]
        if len(words) == len(given) and wanted.split() == words:
            return Slip(
                f'{_start(task)} a list of words, and one text is asked: `" ".join(…)` joins them, or write one pair of quotes.'
            )
        if "".join(words) == wanted and words:
            return Slip(
                f"{_start(task)} a list of letters, and one text is asked: "
                + ('`"".join(…)` joins them.' if task.called else "write them in one pair of quotes.")
            )
        return Slip(
            f"{_start(task)} a list, and text is asked: remove the square brackets, or the comma at its end."
        )
    if isinstance(given, dict):
        if "bytes" in given:
            return Slip(f"{_start(task)} bytes, and text is asked: the step that is missing is `.decode(…)`.")
        if given.get("other") in ("type",):
            return Slip(f"{task.subject} is not text: put the name in quotes.")
        kind = next(iter(given))
        what = {"text": "a text much longer than what is asked", "dict": "a table or a dictionary, and text is asked",
                "set": "a set, and text is asked", "table": "a table, and text is asked"}.get(kind)  # fmt: skip
        return Slip(f"{_start(task)} {what}.") if what else None
    if is_number(given):
        how = "is there a `len` too many?" if task.called else "put it in quotes."
        return Slip(f"{_start(task)} a number, and text is asked: {how}")
    if not isinstance(given, str):
        return None
    return text_slip(wanted, given, task.subject)


def text_slip(wanted: str, given: str, subject: str) -> Slip | None:
    """Name the slip between two texts.

    >>> text_slip("العبادي", "العبادى", "`x`").sentence
    '`x`: one letter is different: ى (alef maksura) stands where ي (yeh) should.'
    """
    head = f"{_capital(subject)}:"
    if not given.strip() and subject == "``":
        return None
    if not given.strip():
        return Slip(f"{head} there is nothing in the quotes." if wanted.strip() else f"{head} it is empty.")
    if given.casefold() == wanted.casefold():
        return Slip(f"{head} capital and small letters are different things.", almost=True)
    if len(given) > 1 and given[0] in "\"'“«" and given.strip("\"'“”«»") == wanted:
        return Slip(f"{head} there are quotes inside the quotes: one pair is enough.", almost=True)
    if given.split() == wanted.split() or given.replace(" ", "") == wanted.replace(" ", ""):
        return Slip(f"{head} only the spaces are different.", almost=True)
    bare = re.sub(r"^\s*[\d.٠-٩]+[\s:.)\t]+|[\s:(]+[\d.٠-٩]+\)?\s*$", "", given)
    if bare != given and bare == wanted:
        return Slip(
            f"{head} the number of the printed line was copied with it: leave the number out.", almost=True
        )
    if given.strip(SIGNS) == wanted.strip(SIGNS):
        signs = sorted(
            {sign for sign in given if sign in SIGNS and not sign.isspace()}
            ^ {sign for sign in wanted if sign in SIGNS and not sign.isspace()}
        )
        which = f", {signs[0]}," if signs else ""
        lost = given.strip(SIGNS) == given
        return Slip(
            f"{head} a sign at its end{which} is {'missing' if lost else 'not part of it'}.", almost=True
        )
    if strip_marks(given) == strip_marks(wanted):
        more = "more" if len(given) > len(wanted) else "fewer or other"
        return Slip(f"{head} the letters are right, but yours has {more} vowel marks.", almost=True)
    if strip_tatweel(given) == strip_tatweel(wanted):
        return Slip(
            f"{head} the letters are right, but for a stroke that stretches the word (tatweel).", almost=True
        )
    if given == wanted[::-1] and len(given) > 2:
        return Slip(
            f"{head} the letters stand in reverse order. Type them in the order in which they are read."
        )
    words = _words_of_text(wanted, given, head)
    if words:
        return words
    if " " not in wanted.strip() and " " in given.strip() and wanted in given.split():
        return Slip(f"{head} there are more words than asked.")
    return _letter_slip(wanted, given, head)


def _words_of_text(wanted: str, given: str, head: str) -> Slip | None:
    ours, yours = wanted.split(), given.split()
    if len(ours) < 2:
        return None
    missing, extra = (
        list((Counter(ours) - Counter(yours)).elements()),
        list((Counter(yours) - Counter(ours)).elements()),
    )
    if not missing and not extra:
        return Slip(f"{head} the right words in another order.{_where_order(ours, yours)}")
    if len(missing) == len(extra) == 1:
        inner = _letter_slip(missing[0], extra[0], head)
        if inner:
            return inner
    if not extra and len(missing) < len(ours):
        return Slip(f"{head} {_listed(missing)} {'is' if len(missing) == 1 else 'are'} left out.")
    if not missing:
        return Slip(f"{head} {_listed(extra)} {'is' if len(extra) == 1 else 'are'} too many.")
    return None


def _letter_slip(wanted: str, given: str, head: str) -> Slip | None:
    """Name the one letter that is different, missing, too many, or that changed its place."""
    edits = [
        edit
        for edit in difflib.SequenceMatcher(None, wanted, given, autojunk=False).get_opcodes()
        if edit[0] != "equal"
    ]
    if len(wanted) == len(given):
        places = [at for at, pair in enumerate(zip(wanted, given, strict=True)) if pair[0] != pair[1]]
        if (
            len(places) == 2
            and places[1] == places[0] + 1
            and wanted[places[0]] == given[places[1]]
            and wanted[places[1]] == given[places[0]]
        ):
            return Slip(
                f"{head} two neighbouring letters have changed places, {wanted[places[0]]} and {wanted[places[1]]}."
            )
        alike = all(_skeleton(wanted[at]) == _skeleton(given[at]) for at in places)
        if len(wanted) > 2 and (len(places) == 1 or (alike and len(places) <= 4)):
            w, g = wanted[places[0]], given[places[0]]
            return Slip(
                f"{head} one letter is different: {_letter(g)} stands where {_letter(w)} should.",
                (w, g),
                almost=alike,
            )
        return None
    if len(edits) == 1:
        kind, i1, i2, j1, j2 = edits[0]
        if kind == "insert" and j2 - j1 <= 2 and len(wanted) > 1:
            extra = given[j1:j2]
            place = "in front" if i1 == 0 else "at its end" if i1 == len(wanted) else "inside"
            return Slip(f"{head} `{extra}` is too much, {place}.")
        if kind == "delete" and i2 - i1 <= 2 and len(wanted) > 2:
            place = "in front" if i1 == 0 else "at its end" if i2 == len(wanted) else "inside"
            return Slip(f"{head} `{wanted[i1:i2]}` is missing, {place}.")
    return None


def _skeleton(letter: str) -> str:
    """Return what letters that differ by a hamza, dots or a tail have in common."""
    for group in ("اأإآٱء", "يىئی", "هة", "وؤ", "كک"):
        if letter in group:
            return group[0]
    return letter


def _letter(letter: str) -> str:
    name = unicodedata.name(letter, "").removeprefix("ARABIC ").removeprefix("LETTER ").lower()
    return (
        f"{letter} ({name})"
        if name and not letter.isascii()
        else f"`{letter}`"
        if letter.strip()
        else "a space"
    )


# Lists


def _list(wanted: list[Any], given: Any, task: Task) -> Slip | None:
    if isinstance(given, list):
        return _items(wanted, given, task)
    texts = bool(wanted) and all(isinstance(item, str) for item in wanted)
    if isinstance(given, str):
        if re.fullmatch(r"\s*\[.*\]\s*", given, re.DOTALL):
            return Slip(
                f"{_start(task)} text: the quotes stand around the brackets. Put them around each item instead."
            )
        parts = [part.strip(SIGNS) for part in re.split(r"[,،;\n]", given)]
        if texts and (sorted(given.split()) == sorted(wanted) or sorted(parts) == sorted(wanted)):
            comma = "," in given or "،" in given
            how = (
                "put each item in quotes of its own, in square brackets"
                if comma
                else "add `.split()`, or put each word in quotes of its own"
            )
            return Slip(f"{_start(task)} one text, and a list is asked: {how}.")
        return Slip(f"{_start(task)} text, and a list is asked: square brackets, each item by itself.")
    if is_number(given) or isinstance(given, bool):
        if same(len(wanted), given):
            return Slip(f"{_start(task)} how many there are, and the items themselves are asked: a list.")
        return Slip(
            f"{_start(task)} {'a number' if is_number(given) else 'True or False'}, and a list is asked: square brackets, each item by itself."
        )
    if isinstance(given, dict) and given:
        kind, content = next(iter(given.items()))
        if isinstance(content, str) and content in LAZY:
            return Slip(f"{_start(task)} not a list yet (a {content}): put `list(…)` around it.")
        if kind == "dict":
            return Slip(
                f"{_start(task)} a table or a dictionary, and a list is asked: `list(….index)` of a table, `list(…)` of a dictionary."
            )
        if kind == "table":
            return Slip(
                f"{_start(task)} a table, and a list is asked: take one column or the `.index`, and put `list(…)` around it."
            )
        if kind == "set":
            return Slip(
                f"{_start(task)} a set, which has no order, and a list is asked: `sorted(…)` or `list(…)` makes one."
            )
        if kind == "text":
            return Slip(f"{_start(task)} a long text, and a list is asked.")
    return None


def _items(wanted: list[Any], given: list[Any], task: Task) -> Slip | None:
    head = f"{_capital(task.subject)}:"
    if not given:
        return Slip(f"{head} the list is empty.") if wanted else None
    if (
        len(given) == 1
        and isinstance(given[0], list)
        and (same(wanted, given[0]) or not (wanted and isinstance(wanted[0], list)))
    ):
        return Slip(f"{head} there is one pair of square brackets too many.", almost=same(wanted, given[0]))
    if not wanted:
        return Slip(
            f"{head} nothing should be in it, and there {'is 1 item' if len(given) == 1 else f'are {len(given)} items'}."
        )
    if not task.called and task.code and all(map(is_number, [*wanted, *given])):
        comma = _commas_in_items(wanted, given, task.code)
        if comma:
            return Slip(comma)
    if all(map(is_number, wanted)) and len(wanted) == len(given) and not any(map(is_number, given)):
        sizes = [_how_many(item) for item in given]
        if same(wanted, sizes):
            return Slip(
                f"{head} these are the things themselves. How many they are is asked: `len(…)` counts them."
            )
    missing, extra = _left_over(wanted, given), _left_over(given, wanted)
    if not missing and not extra:
        return Slip(f"{head} the right items in another order.{_where_order(wanted, given)}", almost=True)
    if len(given) == 1 < len(wanted) and isinstance(given[0], str):
        inside = [item for item in wanted if str(item) in given[0]]
        if len(inside) > 1:
            return Slip(
                f"{head} that is one item, with all of them in it. Put each by itself in quotes, with commas between them."
            )
    for item in extra:
        glued = _glued(item, missing) if isinstance(item, str) else None
        if glued:
            return Slip(
                f"{head} a comma is missing between `{glued[0]}` and `{glued[1]}`, so Python joins them into one text."
            )
    for item in extra:
        if isinstance(item, str) and re.search(r"[,،]", item.strip(" ,،")):
            return Slip(
                f"{head} a comma stands inside the quotes of `{_short(item)}`: each item has quotes of its own, and the commas stand between them."
            )
    same_kind = _one_kind(wanted, given, missing, extra, head, task)
    if same_kind:
        return same_kind
    if extra and not missing:
        twice = [item for item in extra if any(same(item, one) for one in wanted)]
        if twice:
            return Slip(f"{head} {_listed(twice[:1])} is there more than once.")
        return Slip(f"{head} {_listed(extra)} {'does' if len(extra) == 1 else 'do'} not belong there.")
    hits = len(wanted) - len(missing)
    if missing and not extra:
        if len(missing) == 1 or task.called:
            return Slip(f"{head} {_listed(missing)} {'is' if len(missing) == 1 else 'are'} left out.")
        return Slip(
            f"{head} {hits} of {len(wanted)} are there, and they are right; {len(missing)} are left out."
        )
    for item in extra:
        for other in missing:
            if isinstance(item, str) and isinstance(other, str):
                slip = text_slip(other, item, f"`{_short(item)}`")
                if slip:
                    return slip
    if hits or task.called:
        return _in_places(wanted, given, missing, extra, head, task)
    return None


def _in_places(
    wanted: list[Any], given: list[Any], missing: list[Any], extra: list[Any], head: str, task: Task
) -> Slip:
    """Say which items are wrong: by place, if there are as many as there should be, or else by name."""
    if len(wanted) == len(given) and not task.any_order:
        wrong = [at for at, pair in enumerate(zip(wanted, given, strict=True)) if not same(*pair)]
        hits = len(wanted) - len(wrong)
        return Slip(
            f"{head} {hits} of {len(wanted)} are right; wrong is {_place(wrong[0])}{f' and {len(wrong) - 1} more' if len(wrong) > 1 else ''}."
        )
    left = (
        f"{_listed(missing)} {'is' if len(missing) == 1 else 'are'} left out"
        if len(missing) == 1 or task.called
        else f"{len(missing)} are left out"
    )
    return Slip(
        f"{head} {_listed(extra)} {'does' if len(extra) == 1 else 'do'} not belong there, and {left}."
    )


def _place(at: int) -> str:
    return f"the {ORDINALS[at]}" if at < len(ORDINALS) else f"number {at + 1}"


def _one_kind(
    wanted: list[Any], given: list[Any], missing: list[Any], extra: list[Any], head: str, task: Task
) -> Slip | None:
    """Name the slip that all wrong items of a list share."""
    if len(wanted) != len(given):
        if missing and len(missing) == len(extra) and all(isinstance(one, str) for one in [*missing, *extra]):
            pass
        else:
            return None
    pairs = [pair for pair in zip(wanted, given, strict=False) if not same(*pair)]
    if all(is_number(w) and is_number(g) for w, g in pairs):
        if len(pairs) > 1 and len({g - w for w, g in pairs}) == 1:
            by = pairs[0][1] - pairs[0][0]
            if by in (1, -1):
                why = " Places are counted from 0." if not task.called else ""
                return Slip(f"{head} each number is one too {'large' if by > 0 else 'small'}.{why}")
        slips = [_another_number(w, g, Task("each number")) for w, g in pairs]
        if len(pairs) > 1 and all(slips) and len({slip.sentence for slip in slips if slip}) == 1:
            return slips[0]
        if len(pairs) == 1:
            inner = _another_number(*pairs[0], Task(f"{task.subject}: one number"))
            return inner
    if all(isinstance(one, str) for one in [*missing, *extra]) and missing and len(missing) == len(extra):
        near_ones = [
            (w, g, text_slip(w, g, f"`{_short(g)}`"))
            for g in extra
            for w in difflib.get_close_matches(g, missing, n=1, cutoff=0.4)
        ]
        found = [slip for _, _, slip in near_ones if slip]
        if len(found) == len(extra):
            return found[0]
    return None


def _commas_in_items(wanted: list[Any], given: list[Any], code: str) -> str | None:
    joined = [f"{a}.{b}" for a, b in itertools.pairwise(given)]
    for number in wanted:
        if isinstance(number, float) and number % 1 and str(number) in joined and len(given) > len(wanted):
            whole = str(number).replace(".", ",")
            if whole.replace(",", ", ") in code or whole in code:
                return f"With its comma, `{whole}` is two numbers to Python: the decimal sign is a stop, `{number}`."
    return None


def _left_over(items: list[Any], others: list[Any]) -> list[Any]:
    """Return the items that have no partner among the others."""
    rest = list(others)
    left = []
    for item in items:
        at = next((n for n, other in enumerate(rest) if same(item, other)), None)
        if at is None:
            left.append(item)
        else:
            del rest[at]
    return left


def _glued(text: str, parts: Sequence[Any]) -> tuple[str, str] | None:
    for first in parts:
        for second in parts:
            if (
                isinstance(first, str)
                and isinstance(second, str)
                and first is not second
                and text == first + second
            ):
                return first, second
    return None


def _where_order(wanted: Sequence[Any], given: Sequence[Any]) -> str:
    if len(wanted) > 1 and all(map(same, wanted, reversed(given))):
        return " They are turned round: the last stands first."
    places = [at for at, pair in enumerate(zip(wanted, given, strict=True)) if not same(*pair)]
    if len(places) == 2:
        first, second = (given[at] for at in places)
        return f" `{_short(first)}` and `{_short(second)}` have changed places."
    if list(given) == sorted(given, key=in_order) and len(given) > 2:
        return (
            " Yours are in alphabetical order."
            if isinstance(given[0], str)
            else " Yours are in order of size."
        )
    return f" They part at {_place(places[0])}, `{_short(given[places[0]])}`." if places else ""


def _table(wanted: dict[str, Any], given: Any, task: Task) -> Slip | None:
    kind = next(iter(wanted), "")
    what = {
        "dict": "a table of counts, as `frequencies` gives",
        "table": "a table",
        "set": "a set",
        "bytes": "bytes",
    }.get(kind)
    if what is None:
        return None
    if not isinstance(given, dict) or next(iter(given), "") != kind:
        own = (
            "a list"
            if isinstance(given, list)
            else "text"
            if isinstance(given, str)
            else "a number"
            if is_number(given)
            else "something else"
        )
        return Slip(f"{_start(task)} {own}, and {what} is asked.")
    if kind == "dict":
        ours, yours = ({in_order(key): value for key, value in one["dict"]} for one in (wanted, given))
        names = {in_order(key): key for one in (wanted, given) for key, _ in one["dict"]}
        missing, extra = (
            [names[k] for k in ours if k not in yours],
            [names[k] for k in yours if k not in ours],
        )
        if missing or extra:
            parts = [
                f"{_listed(extra)} should not be in it" if extra else "",
                f"{_listed(missing)} should" + (" be in it" if not extra else "") if missing else "",
            ]
            return Slip(f"{_capital(task.subject)}: {', and '.join(filter(None, parts))}.")
        wrong = [names[key] for key in ours if not same(ours[key], yours[key])]
        return (
            Slip(f"{_capital(task.subject)}: the number of {_listed(wrong[:1])} is wrong.") if wrong else None
        )
    if kind == "set":
        return _items(
            sorted(wanted["set"], key=in_order),
            sorted(given["set"], key=in_order),
            Task(task.subject, task.code, called=True, any_order=True),
        )
    return None


# What the code shows


def _functions(names: Sequence[str], code: str) -> list[ast.FunctionDef]:
    tree = _tree(code)
    return (
        [node for node in ast.walk(tree) if isinstance(node, ast.FunctionDef) and node.name in names]
        if tree
        else []
    )


def _parameters(function: ast.FunctionDef) -> list[str]:
    return [
        argument.arg
        for argument in [*function.args.posonlyargs, *function.args.args, *function.args.kwonlyargs]
    ]


def _loaded(function: ast.FunctionDef) -> set[str]:
    return {
        node.id
        for node in ast.walk(function)
        if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Load)
    }


def _returns_in_loop(function: ast.FunctionDef) -> bool:
    """Say whether a loop ends with a `return` that no condition guards, and nothing is returned after it."""
    for node in ast.walk(function):
        if isinstance(node, ast.For | ast.While) and any(isinstance(one, ast.Return) for one in node.body):
            return True
    return False


def _written_out(function: ast.FunctionDef, pairs: Sequence[tuple[Probe, Mapping[str, Any]]]) -> str | None:
    """Return a value of the code that is itself the expected result of one probe, while another is wrong."""
    hits = [
        probe["expected"]
        for probe, result in pairs
        if "value" in result and same(probe["expected"], result["value"])
    ]
    for node in ast.walk(function):
        if (
            isinstance(node, ast.Return)
            and isinstance(node.value, ast.Constant)
            and node.value.value not in (None, 0, 1, "", True, False)
        ) and any(same(hit, node.value.value) for hit in hits):
            return _short(node.value.value)
    return None


def _is_code(text: str) -> bool:
    tree = _tree(text)
    return bool(tree and len(tree.body) == 1 and isinstance(tree.body[0], ast.Expr)
                and isinstance(tree.body[0].value, ast.Call | ast.BinOp | ast.Subscript))  # fmt: skip


def _arabic_number(text: str) -> float | None:
    digits = "".join(
        str(unicodedata.digit(one)) if unicodedata.digit(one, None) is not None else one for one in text
    )
    try:
        return float(digits.replace(",", "").replace("٬", "").replace("٫", ".").replace(" ", ""))
    except ValueError:
        return None


def _tree(code: str) -> ast.Module | None:
    try:
        return ast.parse(code)
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        return None


def _start(task: Task) -> str:
    return f"{_capital(task.subject)} gives" if task.called else f"{_capital(task.subject)} is"


def _listed(items: Sequence[Any]) -> str:
    shown = [f"`{_short(item)}`" for item in items[:3]]
    if len(items) > 3:
        return f"{', '.join(shown)} and {len(items) - 3} more"
    return _these(shown)


def _short(item: Any) -> str:
    text = item if isinstance(item, str) else str(item)
    return (text if len(text) <= 40 else text[:39] + "…").replace("`", "'").replace("\n", " ")


def _capital(text: str) -> str:
    return text if text.startswith("`") else text[:1].upper() + text[1:]
