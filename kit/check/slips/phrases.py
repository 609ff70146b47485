"""Say what sentences on slips have in common: a slip, what is looked at, and how items are named."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from kit.check.values import in_order, same

__all__ = ["LAZY", "Slip", "Task", "capital", "listed", "place", "short", "start", "these", "where_order"]

LAZY = {"map", "filter", "zip", "generator", "dict_keys", "dict_values", "dict_items", "range", "enumerate",
        "reversed", "list_iterator", "list_reverseiterator", "dict_keyiterator", "Index"}  # fmt: skip


ORDINALS = ["first", "second", "third", "fourth", "fifth", "sixth", "seventh", "eighth", "ninth", "tenth"]


@dataclass(frozen=True)
class Slip:
    """A sentence that names a slip; `letters` are the right one and the wrong one, to be shown large."""

    sentence: str
    letters: tuple[str, str] | None = None
    almost: bool = False
    vague: bool = False  # whether it only says how far off the result is


@dataclass(frozen=True)
class Task:
    """What a rule may look at besides the two values."""

    subject: str  # what the value is called in a sentence
    code: str = ""
    called: bool = False  # whether it is what a function of the answer gave back
    choice: str = ""  # the letters to choose from
    any_order: bool = False


def start(task: Task) -> str:
    """Begin a sentence on a value.

    >>> start(Task("`x`")), start(Task("`f(1)`", called=True))
    ('`x` is', '`f(1)` gives')
    """
    return f"{capital(task.subject)} gives" if task.called else f"{capital(task.subject)} is"


def capital(text: str) -> str:
    """Begin a sentence with a capital, unless it begins with code.

    >>> capital("each number"), capital("`x`")
    ('Each number', '`x`')
    """
    return text if text.startswith("`") else text[:1].upper() + text[1:]


def these(items: Sequence[str]) -> str:
    """Join items in a sentence.

    >>> these(["A"]), these(["A", "B", "D"])
    ('A', 'A, B and D')
    """
    return items[0] if len(items) == 1 else f"{', '.join(items[:-1])} and {items[-1]}"


def listed(items: Sequence[Any]) -> str:
    """Name items in a sentence, three at the most.

    >>> listed(["a", "b", "c", "d"])
    '`a`, `b`, `c` and 1 more'
    """
    shown = [f"`{short(item)}`" for item in items[:3]]
    if len(items) > 3:
        return f"{', '.join(shown)} and {len(items) - 3} more"
    return these(shown)


def short(item: Any) -> str:
    """Write an item shortly, in one line.

    >>> short("x" * 50) == "x" * 39 + "…"
    True
    """
    text = item if isinstance(item, str) else str(item)
    return (text if len(text) <= 40 else text[:39] + "…").replace("`", "'").replace("\n", " ")


def place(at: int) -> str:
    """Say in words which place is meant; the first is 0.

    >>> place(1), place(11)
    ('the second', 'number 12')
    """
    return f"the {ORDINALS[at]}" if at < len(ORDINALS) else f"number {at + 1}"


def where_order(wanted: Sequence[Any], given: Sequence[Any]) -> str:
    """Say where two orders of the same items part.

    >>> where_order(["a", "b", "c"], ["c", "b", "a"])
    ' They are turned round: the last stands first.'
    """
    if len(wanted) > 1 and all(map(same, wanted, reversed(given))):
        return " They are turned round: the last stands first."
    places = [at for at, pair in enumerate(zip(wanted, given, strict=True)) if not same(*pair)]
    if len(places) == 2:
        first, second = (given[at] for at in places)
        return f" `{short(first)}` and `{short(second)}` have changed places."
    if list(given) == sorted(given, key=in_order) and len(given) > 2:
        return (
            " Yours are in alphabetical order."
            if isinstance(given[0], str)
            else " Yours are in order of size."
        )
    return f" They part at {place(places[0])}, `{short(given[places[0]])}`." if places else ""
