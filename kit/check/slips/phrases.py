"""Define what sentences on slips share: the slip itself, the task it belongs to, and how items are named."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from kit.check.plain_data import in_order
from kit.check.sentence import capital
from kit.check.values import same
from kit.language import say, say_count, to_say

__all__ = [
    "CODE_IN_QUOTES",
    "LAZY",
    "Slip",
    "Task",
    "capital",
    "left_out",
    "listed",
    "place",
    "short",
    "slip_about",
    "slip_saying",
    "these",
    "where_order",
]

CODE_IN_QUOTES = to_say(
    "{subject} is text, since its code stands in quotes: remove the quotes, and Python works it out."
)
LAZY = {"map", "filter", "zip", "generator", "dict_keys", "dict_values", "dict_items", "range", "enumerate",
        "reversed", "list_iterator", "list_reverseiterator", "dict_keyiterator", "Index"}  # fmt: skip


ORDINALS = [
    to_say("the first"),
    to_say("the second"),
    to_say("the third"),
    to_say("the fourth"),
    to_say("the fifth"),
    to_say("the sixth"),
    to_say("the seventh"),
    to_say("the eighth"),
    to_say("the ninth"),
    to_say("the tenth"),
]


@dataclass(frozen=True)
class Slip:
    """A sentence that names a slip; `letters` are the right letter and the wrong one, to be shown large."""

    sentence: str
    letters: tuple[str, str] | None = None
    almost: bool = False
    vague: bool = False  # whether the sentence only says how far off the result is
    partial: bool = False  # whether the sentence says what is wrong with the result but not why


@dataclass(frozen=True)
class Task:
    """What a rule may look at besides the two values."""

    subject: str  # what the value is called in a sentence
    code: str = ""
    called: bool = False  # whether the value is the result of calling a function of the answer
    choice: str = ""  # the letters to choose from
    any_order: bool = False

    @property
    def head(self) -> str:
        """Return the words that a sentence begins with."""
        return capital(self.subject)


def slip_saying(
    message: str, /, *, almost: bool = False, vague: bool = False, partial: bool = False, **fields: object
) -> Slip:
    """Make a slip from a message with its `{fields}` filled in.

    >>> slip_saying("{subject}: the list is empty.", subject="`x`").sentence
    '`x`: the list is empty.'
    """
    return Slip(say(message, **fields), almost=almost, vague=vague, partial=partial)


def slip_about(task: Task, of_name: str, of_call: str = "", *, almost: bool = False, **fields: Any) -> Slip:
    """Make a slip from a message with `{subject}`, which is a name or the result of a call.

    For the result of a call, the message is `of_call` if there is one.

    >>> slip_about(Task("`f(1)`", called=True), "{subject} is a list.").sentence
    'What `f(1)` gives is a list.'
    """
    if task.called and of_call:
        return slip_saying(of_call, subject=task.head, **fields, almost=almost)
    is_call = task.called and task.subject.endswith("`")
    subject = say("What {call} gives", call=task.subject) if is_call else task.head
    return slip_saying(of_name, subject=subject, **fields, almost=almost)


def these(items: Sequence[str]) -> str:
    """Join items in a sentence.

    >>> these(["A"]), these(["A", "B", "D"])
    ('A', 'A, B and D')
    """
    *most, last = items
    return say("{items} and {last}", items=_joined(most), last=last) if most else last


def listed(items: Sequence[Any]) -> str:
    """Name items in a sentence, three at the most.

    >>> listed(["a", "b", "c", "d"])
    '`a`, `b`, `c` and 1 more'
    """
    shown = [f"`{short(item)}`" for item in items[:3]]
    if len(items) > 3:
        return say("{items} and {n} more", items=_joined(shown), n=len(items) - 3)
    return these(shown)


def left_out(subject: str, items: Sequence[Any]) -> str:
    """Say which items are left out.

    >>> left_out("`x`", ["a"])
    '`x`: `a` is left out.'
    """
    return say_count(
        "{subject}: {items} is left out.",
        "{subject}: {items} are left out.",
        len(items),
        subject=subject,
        items=listed(items),
    )


def short(item: Any) -> str:
    """Write an item in one line of at most 40 characters.

    >>> short("x" * 50) == "x" * 39 + "…"
    True
    """
    text = item if isinstance(item, str) else str(item)
    return (text if len(text) <= 40 else text[:39] + "…").replace("`", "'").replace("\n", " ")


def place(at: int) -> str:
    """Say a place in words; `at` counts from 0.

    >>> place(1), place(11)
    ('the second', 'number 12')
    """
    return say(ORDINALS[at]) if at < len(ORDINALS) else say("number {n}", n=at + 1)


def where_order(wanted: Sequence[Any], given: Sequence[Any]) -> str:
    """Say where two orders of the same items begin to differ.

    >>> where_order(["a", "b", "c"], ["c", "b", "a"])
    'They are turned round: the last stands first.'
    """
    if len(wanted) > 1 and all(map(same, wanted, reversed(given))):
        return say("They are turned round: the last stands first.")
    places = [at for at, pair in enumerate(zip(wanted, given, strict=True)) if not same(*pair)]
    if len(places) == 2:
        first, second = (given[at] for at in places)
        return say("`{first}` and `{second}` have changed places.", first=short(first), second=short(second))
    if list(given) == sorted(given, key=in_order) and len(given) > 2:
        if isinstance(given[0], str):
            return say("Yours are in alphabetical order.")
        return say("Yours are in order of size.")
    if not places:
        return ""
    return say("They part at {place}, `{item}`.", place=place(places[0]), item=short(given[places[0]]))


def _joined(items: Sequence[str]) -> str:
    joined = items[0]
    for item in items[1:]:
        joined = say("{items}, {next}", items=joined, next=item)
    return joined
