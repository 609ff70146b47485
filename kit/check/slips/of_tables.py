"""Name the slips where a table, a dictionary or a set is expected."""

from typing import Any

from kit.check.kinds import kind_in_words
from kit.check.plain_data import in_order
from kit.check.sentence import brief
from kit.check.slips.of_items import slip_of_numbers
from kit.check.slips.of_lists import slip_of_items
from kit.check.slips.phrases import Slip, Task, listed, slip_about, slip_saying
from kit.check.values import is_number, same
from kit.language import say, to_say

__all__ = ["slip_of_table"]

ASKED = {
    "dict": to_say("a table of counts, as `frequencies` gives"),
    "table": to_say("a table"),
    "set": to_say("a set"),
    "bytes": to_say("bytes"),
}
OTHERS = [(list, "a list"), (str, "text"), (int | float, "a number")]


def slip_of_table(wanted: dict[str, Any], given: Any, task: Task) -> Slip | None:
    """Name the slip where a table, a dictionary or a set is expected.

    >>> slip_of_table({"set": [1]}, [1], Task("`x`")).sentence
    '`x` is a list, and a set is asked.'
    """
    kind = next(iter(wanted), "")
    if kind not in ASKED:
        return None
    if not isinstance(given, dict) or next(iter(given), "") != kind:
        own = next((name for types, name in OTHERS if isinstance(given, types)), "something else")
        own = kind_in_words(own)
        return slip_about(task, "{subject} is {own}, and {asked} is asked.", own=own, asked=say(ASKED[kind]))
    if kind == "dict":
        return _other_counts(_by_name(wanted), _by_name(given), task)
    if kind == "set":
        ours, yours = (sorted(items["set"], key=in_order) for items in (wanted, given))
        return slip_of_items(ours, yours, Task(task.subject, task.code, called=True, any_order=True))
    return None


def _other_counts(wanted: dict[Any, Any], given: dict[Any, Any], task: Task) -> Slip | None:
    missing = [name for name in wanted if name not in given]
    extra = [name for name in given if name not in wanted]
    if missing and extra:
        return slip_saying(
            "{subject}: {extra} should not be in it, and {missing} should.",
            subject=task.head,
            extra=listed(extra),
            missing=listed(missing),
        )
    if extra:
        return slip_saying("{subject}: {items} should not be in it.", subject=task.head, items=listed(extra))
    if missing:
        return slip_saying("{subject}: {items} should be in it.", subject=task.head, items=listed(missing))
    wrong = [name for name in wanted if not same(wanted[name], given[name])]
    pairs = [(wanted[name], given[name]) for name in wrong]
    if not wrong:
        return None
    numbers = len(wrong) > 1 and all(is_number(number) for pair in pairs for number in pair)
    if numbers and (slip := slip_of_numbers(pairs, Task(task.subject, called=True))):
        return slip
    return slip_saying("{subject}: the number of {item} is wrong.", subject=task.head, item=listed(wrong[:1]))


def _by_name(table: dict[str, Any]) -> dict[Any, Any]:
    """Return a table's values by name; a name that is a pair is written as text."""
    return {
        brief(key, items=len(key)) if isinstance(key, list | dict) else key: value
        for key, value in table["dict"]
    }
