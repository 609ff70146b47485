"""Say in a sentence how an answer differs from what was expected, from plain data alone."""

import json
from collections import Counter
from collections.abc import Callable
from typing import Any

from kit.errors import a_or_an

__all__ = ["brief", "explain"]

STOPPED = {
    "RecursionError": "your function called itself without end.",
    "KeyboardInterrupt": "you stopped it before it was done. Is there a loop in it that never ends?",
    "SystemExit": "your answer tried to leave Python. Remove `exit()` or `quit()`.",
}


def explain(probe: dict, result: dict, names: list[str]) -> str:
    """Say what an answer gave; for a call of the student's function (one of `names`) also what was expected.

    What a question expects in a plain value is not given away.

    >>> explain({"expression": "double(4)", "expected": 8}, {"value": 4}, ["double"])
    'Called `double(4)`: expected `8`, your answer gave `4`.'
    >>> explain({"expression": "encoding", "expected": "utf-8"}, {"value": "ascii"}, ["encoding"])
    "`encoding` is `'ascii'`, which is not right."
    """
    expression, wanted = probe["expression"], probe["expected"]
    subject = probe.get("label") or f"`{expression}`"
    called = expression.split("(")[0] in names and expression.endswith(")")
    start = f"Called {subject}: expected `{brief(wanted)}`, but" if called else f"{_capital(subject)}:"
    runs = any(f"{name}(" in expression for name in names)  # code of the answer, and not the probe alone
    if "raised" in result and not runs and result["raised"] in ("AttributeError", "TypeError"):
        return f"{start} this cannot be read. Look at its parts: text in quotes, numbers without."
    if "raised" in result:
        return f"{start} {_raised(result['raised'], result['message'])}"
    given = result["value"]
    if given is None and called:
        printed = "printed something and " if "printed" in result else ""
        return f"{start} your function {printed}gave back nothing. Did you forget `return`?"
    if given == {"other": "function"}:
        return f"{start} your answer is a function. Did you forget the brackets, `()`?"
    if called:
        where = _first_difference(wanted, given)
        return f"Called {subject}: expected `{brief(wanted)}`, your answer gave `{brief(given)}`.{where}"
    if given is None:
        return f"{_capital(subject)} is `None`, nothing at all. If there is a `print` around it, remove that."
    if isinstance(wanted, list) and isinstance(given, list):
        if len(wanted) > len(given) == 1 and sum(str(item) in str(given[0]) for item in wanted) > 1:
            return f"{start} that is one item. Put each by itself in quotes, with commas between them."
        right = (Counter(map(json.dumps, wanted)) & Counter(map(json.dumps, given))).total()
        return f"{start} it holds {right} of {len(wanted)} right items; wrong items: {len(given) - right}."
    if "label" in probe:
        return f"{start} your answer gives `{brief(given)}`, which is not right."
    return f"{subject} is `{brief(given)}`, which is not right."


def brief(data: Any, *, length: int = 60, items: int = 6) -> str:
    """Write plain data as short Python text, invisible characters by their codes.

    >>> brief(["دير", "الزور"]), brief(list(range(28)), items=3), brief({"other": "function"})
    ("['دير', 'الزور']", '[0, 1, 2, … 25 more]', 'a function')
    """

    def row(parts: list, write: Callable = brief) -> str:
        more = [f"… {len(parts) - items} more"] if len(parts) > items else []
        return ", ".join([write(part) for part in parts[:items]] + more)

    if isinstance(data, str):
        return repr(data if len(data) <= length else data[: length - 1] + "…").replace("`", "'")
    if isinstance(data, float):
        return format(data, ".6g") if data % 1 else str(data)
    if isinstance(data, list):
        return f"[{row(data)}]"
    if not isinstance(data, dict):
        return str(data)
    [(kind, content)] = data.items()
    if kind == "dict":
        return f"{{{row(content, lambda pair: f'{brief(pair[0])}: {brief(pair[1])}')}}}"
    if kind == "set":
        return f"{{{row(content)}}}"
    if kind == "table":
        return f"a table with the columns {brief(content['columns'])} and {len(content['rows'])} rows"
    if kind == "text":
        return f"a text of {content[1]} characters"
    if kind == "long":
        return f"a number of {content[0]} digits or so"
    return a_or_an(content) if kind == "other" else str(content)


def _first_difference(wanted: Any, given: Any) -> str:
    """Point at the place where two long strings or lists part; say nothing where all can be seen."""
    kinds = {type(wanted), type(given)}
    if kinds not in ({str}, {list}) or "…" not in brief(wanted) + brief(given):
        return ""
    pairs = zip(wanted, given, strict=False)
    place = next((n for n, (w, g) in enumerate(pairs) if w != g), min(len(wanted), len(given)))
    size = 20 if kinds == {str} else 1
    ours, yours = brief(wanted[place : place + size]), brief(given[place : place + size])
    return f" They part at [{place}]: expected `{ours}` there, got `{yours}`."


def _raised(kind: str, message: str) -> str:
    if kind in STOPPED:
        return STOPPED[kind]
    text = f"{kind}: {message}" if message else kind
    return f"your answer raised an error, `{text.replace('`', chr(39))}`."


def _capital(text: str) -> str:
    return text[0].upper() + text[1:]
