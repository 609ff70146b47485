"""Name the slips where a table, a dictionary or a set is asked."""

from typing import Any

from kit.check.slips.of_lists import slip_of_items
from kit.check.slips.phrases import Slip, Task, capital, listed, start
from kit.check.values import in_order, is_number, same

__all__ = ["slip_of_table"]


def slip_of_table(wanted: dict[str, Any], given: Any, task: Task) -> Slip | None:
    """Name the slip where a table, a dictionary or a set is asked.

    >>> slip_of_table({"set": [1]}, [1], Task("`x`")).sentence
    '`x` is a list, and a set is asked.'
    """
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
        return Slip(f"{start(task)} {own}, and {what} is asked.")
    if kind == "dict":
        ours, yours = ({in_order(key): value for key, value in one["dict"]} for one in (wanted, given))
        names = {in_order(key): key for one in (wanted, given) for key, _ in one["dict"]}
        missing, extra = (
            [names[k] for k in ours if k not in yours],
            [names[k] for k in yours if k not in ours],
        )
        if missing or extra:
            parts = [
                f"{listed(extra)} should not be in it" if extra else "",
                f"{listed(missing)} should" + (" be in it" if not extra else "") if missing else "",
            ]
            return Slip(f"{capital(task.subject)}: {', and '.join(filter(None, parts))}.")
        wrong = [names[key] for key in ours if not same(ours[key], yours[key])]
        return (
            Slip(f"{capital(task.subject)}: the number of {listed(wrong[:1])} is wrong.") if wrong else None
        )
    if kind == "set":
        return slip_of_items(
            sorted(wanted["set"], key=in_order),
            sorted(given["set"], key=in_order),
            Task(task.subject, task.code, called=True, any_order=True),
        )
    return None
