"""Name the slips where a table, a dictionary or a set is asked."""

from typing import Any

from kit.check.kinds import kind_in_words
from kit.check.slips.of_lists import slip_of_items
from kit.check.slips.phrases import Slip, Task, capital, listed, tell
from kit.check.values import in_order, is_number, same
from kit.language import say, to_say

__all__ = ["slip_of_table"]

ASKED = {
    "dict": to_say("a table of counts, as `frequencies` gives"),
    "table": to_say("a table"),
    "set": to_say("a set"),
    "bytes": to_say("bytes"),
}


def slip_of_table(wanted: dict[str, Any], given: Any, task: Task) -> Slip | None:
    """Name the slip where a table, a dictionary or a set is asked.

    >>> slip_of_table({"set": [1]}, [1], Task("`x`")).sentence
    '`x` is a list, and a set is asked.'
    """
    kind = next(iter(wanted), "")
    if kind not in ASKED:
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
        return Slip(
            tell(
                task,
                to_say("{subject} is {own}, and {asked} is asked."),
                to_say("{subject} gives {own}, and {asked} is asked."),
                own=kind_in_words(own),
                asked=say(ASKED[kind]),
            )
        )
    if kind == "dict":
        ours, yours = ({in_order(key): value for key, value in table["dict"]} for table in (wanted, given))
        names = {in_order(key): key for table in (wanted, given) for key, _ in table["dict"]}
        missing, extra = (
            [names[k] for k in ours if k not in yours],
            [names[k] for k in yours if k not in ours],
        )
        head = capital(task.subject)
        if missing and extra:
            return Slip(
                say(
                    "{subject}: {extra} should not be in it, and {missing} should.",
                    subject=head,
                    extra=listed(extra),
                    missing=listed(missing),
                )
            )
        if extra:
            return Slip(say("{subject}: {items} should not be in it.", subject=head, items=listed(extra)))
        if missing:
            return Slip(say("{subject}: {items} should be in it.", subject=head, items=listed(missing)))
        wrong = [names[key] for key in ours if not same(ours[key], yours[key])]
        if not wrong:
            return None
        return Slip(say("{subject}: the number of {item} is wrong.", subject=head, item=listed(wrong[:1])))
    if kind == "set":
        return slip_of_items(
            sorted(wanted["set"], key=in_order),
            sorted(given["set"], key=in_order),
            Task(task.subject, task.code, called=True, any_order=True),
        )
    return None
