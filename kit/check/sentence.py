"""Say in a sentence how an answer differs from what was expected, from plain data alone."""

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from kit.check.protocol import Probe
from kit.check.values import is_number, same
from kit.errors import a_or_an

__all__ = ["brief", "explain"]


def explain(
    probe: Probe, result: Mapping[str, Any], subject: str, pairs: Sequence[tuple[Any, Any]] = ()
) -> str:
    """Say what an answer gave, where no slip can be named; for a call also what was expected.

    What a question expects in a plain value is not given away. `pairs` are all probes with what they gave.

    >>> explain({"expression": "double(4)", "expected": 8}, {"value": 4}, "`double(4)`")
    '`double(4)`: expected `8`, your answer gave `4`.'
    >>> explain({"expression": "encoding", "expected": "utf-8"}, {"value": "ascii"}, "`encoding`")
    "`encoding` is `'ascii'`, which is not right."
    >>> explain({"label": "the axis", "expected": "whole"}, {"value": "ends too early"}, "the axis")
    'Look at the axis: ends too early.'
    """
    start = _capital(subject)
    called = "(" in subject and "expected" in probe and not probe.get("label")
    if "raised" in result:
        return f"{start}: this cannot be read. Look at its parts: text in quotes, numbers without."
    given = result["value"]
    if not called and not _fits(given):
        return (
            f"{start} is not right."
            if "label" not in probe
            else f"{start}: your answer gives something else."
        )
    if not called:
        says = "your answer gives" if "label" in probe else "is"
        start = f"{start}: {says}" if "label" in probe else f"{start} {says}"
        if is_number(given) and is_number(probe["expected"]):
            return (
                f"{start} `{brief(given)}`, which is too {'large' if given > probe['expected'] else 'small'}."
            )
        if "label" in probe and "`" not in subject and isinstance(given, str):  # words of the probe's own
            return f"Look at {subject}: {given}."
        return f"{start} `{brief(given)}`, which is not right."
    if _fits(given) and _fits(probe["expected"]):
        sentence = f"{start}: expected `{brief(probe['expected'])}`, your answer gave `{brief(given)}`."
    else:
        sentence = f"{start} does not give what it should."
    good = [probe for probe, gave in pairs if "value" in gave and same(probe["expected"], gave["value"])]
    if good and len(pairs) > 1:
        sentence += f" It is right for `{good[0]['expression']}`: what is different here?"
    return sentence


def brief(data: Any, *, length: int = 60, items: int = 6) -> str:
    """Write plain data as short Python text, invisible characters by their codes.

    >>> brief(["دير", "الزور"]), brief(list(range(28)), items=3), brief({"other": "function"})
    ("['دير', 'الزور']", '[0, 1, 2, … 25 more]', 'a function')
    """

    def row(parts: list[Any], write: Callable[[Any], str] = brief) -> str:
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


def _fits(data: Any) -> bool:
    """Say whether a value can stand in a line of English: Arabic and long values get lines of their own."""
    text = brief(data)
    return (text.isascii() and len(text) <= 40) or (isinstance(data, dict) and "other" in data)


def _capital(text: str) -> str:
    return text if text.startswith("`") else text[:1].upper() + text[1:]
