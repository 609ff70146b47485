"""Choose among the slips of a wrong answer that the key does not foresee."""

import re
from collections.abc import Mapping
from typing import Any

from kit.check.looks import (
    Pairs,
    answers_by_name,
    call_in,
    calls_it,
    is_choice,
    kind_of_data,
    mentions,
    short_call,
    subject_of,
)
from kit.check.other_kind import FUNCTIONS, own_in_words, slip_of_kind
from kit.check.protocol import Probe
from kit.check.slips import not_there, slip_in_value, slip_of_places
from kit.check.slips.in_code import slip_of_quotes, slip_seen
from kit.check.slips.of_functions import slip_in_code, slip_of_elif, slip_of_loop, slip_without_return
from kit.check.slips.of_items import of_one_factor, upside_down
from kit.check.slips.of_numbers import slips_of_number
from kit.check.slips.of_patterns import slip_of_pattern
from kit.check.slips.phrases import Slip, Task, slip_saying, these
from kit.check.source import statement
from kit.check.stopped import explain_error, page_of
from kit.check.values import is_number, same
from kit.language import say, say_count, to_say

__all__ = ["slip_of_answer"]

COUNTS = to_say("a table of counts, as `frequencies` gives")
CAME_BACK = {".sum": COUNTS, "counts_in(": COUNTS, ".index": to_say("a table")}
OF_NUMBERS = ("ZeroDivisionError", "OverflowError")  # errors in arithmetic
OF_PLACES = ("IndexError", "KeyError", "ValueError")  # errors about items that do not exist


def slip_of_answer(
    question: Mapping[str, Any], seen: Mapping[str, Any], code: str, pairs: Pairs, wrong: Pairs
) -> Slip | None:
    """Name the slip of a wrong answer if it is one that beginners make in any question.

    >>> key, seen = {"names": ["x"]}, {"kinds": {}, "values": {"x": 4}}
    >>> pairs = [({"expression": "x", "expected": 3}, {"value": 4})]
    >>> slip_of_answer(key, seen, "x = len(words)", pairs, pairs).sentence[:20]
    '`x` is one too many:'
    """
    answers = answers_by_name(question, seen, pairs)
    if slip := slip_of_places(answers) or slip_of_quotes(question["names"], code):
        return slip
    for name, (expected, given) in answers.items():
        probe = next(probe for probe, _ in pairs if mentions(probe, name))
        if not any(probe == failed for failed, _ in wrong) or same(expected, given):
            continue
        raw = seen.get("values", {}).get(name)
        text = question.get("kinds", {}).get(name) == "text" and isinstance(raw, str)
        if text and isinstance(expected, list):
            expected, given = " ".join(map(str, expected)), raw
        if slip := _slip_of_name(name, expected, given, probe, code):
            return slip
    calls = [(probe, result) for probe, result in wrong if call_in(question["names"], probe["expression"])]
    if calls:
        return _slip_of_function(question, seen, code, pairs, calls)
    looked = next((result for _, result in wrong if "raised" in result), None)
    if looked and looked["raised"] == "PatternError":
        return Slip(explain_error(looked, code))
    slips = (
        slip_of_pattern(probe["expected"], result.get("value"))
        for probe, result in wrong
        if probe["expression"].startswith("re.findall(")
    )
    return slip_of_kind(question, seen, wrong, code) or next(filter(None, slips), None)


def _slip_of_function(
    question: Mapping[str, Any], seen: Mapping[str, Any], code: str, pairs: Pairs, calls: Pairs
) -> Slip | None:
    """Name the slip of a function that returns wrong values; `calls` are the probes that show it."""
    names = question["names"]
    function = next(name for name in names if calls_it(calls[0][0], name))
    own = seen.get("kinds", {}).get(function, "a function")
    if question.get("kinds", {}).get(function) == "a function" and own not in FUNCTIONS:
        return slip_saying(
            "`{function}` should be a function. Yours is {own}.",
            function=function,
            own=own_in_words(own, seen.get("values", {}).get(function)),
        )
    task = Task(subject_of(question, calls[0][0]), code, called=True)
    gave = calls[0][1].get("value")
    early = (not_there("", gave, task) if gave else None) or slip_without_return(names, pairs, code)
    if early := early or upside_down(_numbers(calls)):
        return early
    raised = [(probe, result) for probe, result in calls if "raised" in result]
    unknown = any(result["raised"] == "NameError" for _, result in raised)
    if not unknown and (visible := slip_seen(names, code)):
        return visible
    answers = [question.get("solution", ""), *question.get("others", [])]
    if not raised and (both := slip_of_elif(names, answers, code)):
        return both
    calls = [(probe, result) for probe, result in calls if calls_it(probe, function)]
    if raised:
        valued = [pair for pair in calls if "value" in pair[1]]
        if valued and kind_of_data(valued[0][0]["expected"]) != kind_of_data(valued[0][1]["value"]):
            return _slip_of_calls(question, valued[:1], code)
        return _slip_of_error(question, code, *raised[0], function, all_fail=len(raised) == len(pairs))
    slip = slip_of_loop(names, code) or slip_in_code(names, pairs, code)
    return slip or _slip_of_calls(question, calls, code)


def _slip_of_name(name: str, expected: Any, given: Any, probe: Probe, code: str) -> Slip | None:
    choice = probe.get("choice", "ABCDEFGH") if is_choice(probe) else ""
    any_order = probe["expression"].startswith("sorted(") or probe.get("order") == "any"
    task = Task(f"`{name}`", statement(code, name), choice=choice, any_order=any_order)
    slip = slip_in_value(expected, given, task)
    if slip is None and probe.get("places") and isinstance(expected, str) and isinstance(given, str):
        slip = _places(expected, given, f"`{name}`")
    return slip


def _places(expected: str, given: str, subject: str) -> Slip | None:
    ours, yours = (re.sub(r"[\W_]", "", text).lower() for text in (expected, given))
    if len(ours) != len(yours):
        return slip_saying(
            "{subject} has {n} letters, and {asked} are asked: one for each line.",
            subject=subject,
            n=len(yours),
            asked=len(ours),
        )
    wrong = [at + 1 for at, pair in enumerate(zip(ours, yours, strict=True)) if pair[0] != pair[1]]
    fields: dict[str, Any] = {"subject": subject, "right": len(ours) - len(wrong), "wanted": len(ours)}
    if len(wrong) > 3:
        return slip_saying(
            "{subject}: {right} of {wanted} are right. Line {line} is the first that is not.",
            line=wrong[0],
            **fields,
        )
    says = say_count(
        "{subject}: {right} of {wanted} are right. Look again at line {which}.",
        "{subject}: {right} of {wanted} are right. Look again at the lines {which}.",
        len(wrong),
        which=these([str(at) for at in wrong]),
        **fields,
    )
    return Slip(says)


def _slip_of_error(
    question: Mapping[str, Any],
    code: str,
    probe: Probe,
    result: Mapping[str, Any],
    function: str,
    *,
    all_fail: bool,
) -> Slip:
    """Say why a function of the answer stopped, or why its result could not be looked at."""
    message = str(result.get("message", ""))
    gave = result.get("gave")
    if gave in FUNCTIONS:
        task = Task(subject_of(question, probe), code, called=True)
        return not_there("", {"other": "function"}, task) or Slip("")
    if gave and gave != "a Series":
        asked = say(next((CAME_BACK[word] for word in CAME_BACK if word in probe["expression"]), COUNTS))
        says = to_say("`{function}` should give back {asked}. Yours gives back {own}.")
        if gave == "nothing":
            says = to_say(
                "`{function}` should give back {asked}. Yours gives back nothing: did you forget `return`?"
            )
        return slip_saying(says, function=function, asked=asked, own=own_in_words(gave, None))
    if re.match(rf"(?:<lambda>|{function})\(\) (?:takes|missing)", message):
        call = call_in(question["names"], probe["expression"]) or probe["expression"]
        return slip_saying(
            "`{function}` has a wrong number of arguments: it is called as `{call}`, so the names in the brackets after `def` must be as many.",
            function=function,
            call=short_call(call),
        )
    helps = explain_error(result, code, page=page_of(question))
    if all_fail:
        return Slip(" ".join([say("Your function stops with an error."), helps]))
    says = say("It stops with an error for {subject}.", subject=subject_of(question, probe))
    kind = result["raised"]
    return Slip(f"{says} {helps}", vague=kind in OF_NUMBERS, partial=kind in OF_PLACES)


def _numbers(calls: Pairs) -> list[tuple[Any, Any]]:
    """Return (expected, given) for each call where both are numbers."""
    both = [(probe["expected"], result.get("value")) for probe, result in calls]
    return [pair for pair in both if all(map(is_number, pair))]


def _slip_of_calls(question: Mapping[str, Any], calls: Pairs, code: str) -> Slip | None:
    """Name the slip that all wrong numbers share or, for texts and lists, the slip of the first."""
    tasks = [Task(subject_of(question, probe), code, called=True) for probe, _ in calls]
    numbers = _numbers(calls)
    if len(numbers) < len(calls):
        probe, result = calls[0]
        return slip_in_value(probe["expected"], result["value"], tasks[0])
    slips = [slips_of_number(*pair, task) for pair, task in zip(numbers, tasks, strict=True)]
    shared = next((slip for rule, slip in slips[0].items() if all(rule in other for other in slips)), None)
    shared = shared or of_one_factor([pair for pair in numbers if any(pair)], say("each number"))
    if shared:
        return shared
    if len(calls) > 1 and re.search(r"\bif\b", code) and all(w and g == 0 for w, g in numbers):
        called = (call_in(question["names"], probe["expression"]) or "" for probe, _ in calls)
        function = these(sorted({f"`{call.split('(')[0]}`" for call in called}))
        return slip_saying(
            "{function} gives 0 where it should not: is what stands after `if` ever true?",
            function=function,
            vague=True,
        )
    return None
