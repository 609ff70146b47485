"""Define the data that a key, a student's kernel, a check and a grader exchange.

All of it can be written as JSON, because the answer runs in one process and the key is read in another.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, NotRequired, TypedDict

__all__ = [
    "Difference",
    "Look",
    "Mistake",
    "Probe",
    "QuestionKey",
    "Raised",
    "Seen",
    "Verdict",
    "all_probes",
    "read_probe",
    "tie_groups",
]

FIELDS = {"see": "expression", "label": "label", "order": "order", "spelling": "spelling"}
FIELDS |= {"places": "places", "choice": "choice", "ties": "ties"}


class Probe(TypedDict):
    """One look at an answer: an expression, and what it should give as plain data.

    exercises/README.md says what the optional fields mean.
    """

    expression: str
    expected: Any
    label: NotRequired[str]
    order: NotRequired[str]
    ties: NotRequired[list[list[Any]]]
    spelling: NotRequired[str]
    places: NotRequired[bool]
    choice: NotRequired[str]


class Raised(TypedDict):
    """An error: the name of its class and its message; `line` counts the lines of the cell from 1."""

    raised: str
    message: str
    line: NotRequired[int]


class Look(TypedDict, total=False):
    """What one probe gave: a `value` as plain data, or what was `raised` and its `message`."""

    value: Any
    raised: str
    message: str
    printed: bool
    changed: bool
    gave: str  # the kind of the function's result, if the rest of the expression failed on it


class Mistake(TypedDict):
    """A wrong answer that was foreseen: what the probes give for it, and the sentence that helps.

    `kinds` maps a name to the kind of its wrong answer, where the right one is text, a number or a chart.
    """

    says: str
    gave: list[Look]
    uses: NotRequired[list[str]]
    kinds: NotRequired[dict[str, str]]


class QuestionKey(TypedDict):
    """One question of a key in kit/data/exercises."""

    setup: str
    names: list[str]
    kinds: dict[str, str]
    given: NotRequired[list[str]]  # the names that the page's first cell gives
    shown: NotRequired[list[str]]  # the names defined by the cells to look at above the answer
    kept: NotRequired[list[str]]  # the names that the answer's cell defines before anybody edits it
    asked: NotRequired[dict[str, str]]  # the names that other questions ask for, each with its question
    probes: list[Probe]
    fresh: list[Probe]
    mistakes: list[Mistake]
    hint: str
    why: str
    solution: str
    others: NotRequired[list[str]]  # the code of further right answers


class Seen(TypedDict):
    """What `kit.check.probe.look` saw of an answer.

    `values` are the answers themselves, by name; `error` says how the cell stopped, if it did.
    """

    missing: list[str]
    blank: list[str]
    kinds: dict[str, str]
    results: list[Look]
    values: NotRequired[dict[str, Any]]
    error: NotRequired[Raised | None]


@dataclass(frozen=True)
class Difference:
    """What was looked at, what it gave and, unless that would give the answer away, what was expected."""

    subject: str
    given: Any
    expected: Any = None
    shown: bool = False  # whether `expected` is shown


@dataclass(frozen=True)
class Verdict:
    """How an answer does, and a sentence on it.

    The outcome is "not attempted", "stopped" (by an error), "correct", "almost" or "incorrect".
    """

    outcome: str
    sentence: str
    difference: Difference | None = None
    letters: tuple[str, str] | None = None  # the right letter and the wrong one, to be shown large
    mistake: int | None = None  # which of the key's mistakes it is, counted from 0


def all_probes(question: Mapping[str, Any]) -> list[Probe]:
    """Return every probe of a question, in the order in which answers are looked at.

    >>> [probe["expression"] for probe in all_probes({"probes": [{"expression": "f(1)"}], "fresh": []})]
    ['f(1)']
    """
    return [*question["probes"], *question["fresh"]]


def read_probe(written: "str | tuple[str, str] | dict[str, Any]") -> dict[str, Any]:
    """Turn a probe of a source notebook into the fields of a key, except `expected`.

    `ties` stays an expression: the caller evaluates it and passes the value to `tie_groups`.

    >>> read_probe(("sorted(stays)", "the words in `stays`"))
    {'expression': 'sorted(stays)', 'label': 'the words in `stays`'}
    >>> read_probe({"see": "stays", "order": "any"})
    {'expression': 'stays', 'order': 'any'}

    Raises:
        ValueError: a field is unknown.
    """
    if isinstance(written, str):
        return {"expression": written}
    if isinstance(written, tuple):
        return dict(zip(("expression", "label"), written, strict=True))
    unknown = ", ".join(sorted(written.keys() - FIELDS.keys()))
    if unknown or "see" not in written:
        raise ValueError(f"a probe has the fields {', '.join(FIELDS)}, and {unknown or 'no `see`'} is wrong")
    return {FIELDS[field]: value for field, value in written.items()}


def tie_groups(expected: list[Any], numbers: Any) -> list[list[Any]]:
    """Group items by their numbers, the highest first, as far down as `expected` reaches.

    `numbers` is a mapping, or the plain data that `kit.check.plain_data.plain` makes of one.

    >>> tie_groups(["a", "b"], {"a": 3, "b": 2, "c": 2, "d": 1})
    [['a'], ['b', 'c']]
    """
    pairs = numbers["dict"] if isinstance(numbers, dict) and list(numbers) == ["dict"] else numbers.items()
    groups: dict[Any, list[Any]] = {}
    for item, number in sorted(pairs, key=lambda pair: (-pair[1], str(pair[0]))):
        groups.setdefault(number, []).append(item)
    kept: list[list[Any]] = []
    for group in groups.values():
        if sum(map(len, kept)) >= len(expected):
            break
        kept.append(group)
    return kept
