"""Choose among the slips of a wrong answer that is no foreseen mistake."""

# ruff: noqa: E501  A sentence to a student stands whole in one line, where it can be found by its words.

import re
from collections.abc import Mapping
from typing import Any

from kit.check.kinds import kind_in_words
from kit.check.looks import Pairs, answers_by_name, call_in, is_choice, short_call, subject_of
from kit.check.protocol import Probe
from kit.check.slips import not_there, slip_in_value, slip_of_places
from kit.check.slips.in_code import slip_seen
from kit.check.slips.of_functions import slip_in_code, slip_of_loop, slip_without_return
from kit.check.slips.of_numbers import slips_of_number
from kit.check.slips.phrases import Slip, Task, these
from kit.check.source import names_given, statement
from kit.check.stopped import explain_error
from kit.check.stopped.meanings import word_for
from kit.check.values import is_number, same
from kit.language import say, to_say

__all__ = ["slip_of_answer"]

CAME_BACK = {
    "to_dict": to_say("a table of counts, as `frequencies` gives"),
    "sum": to_say("a table of counts, as `frequencies` gives"),
    "index": to_say("a table"),
    "get_xlim": to_say("an Axes, as a chart function gives back"),
    "get_ylim": to_say("an Axes, as a chart function gives back"),
}


HOW = {
    "text": to_say("text, in quotes"),
    "a list": to_say("a list: square brackets, each item by itself"),
    "a dictionary": to_say('a dictionary: `{{"A": …, "B": …}}`'),
    "an Axes": to_say("an Axes, such as `bar_chart(…)` gives back"),
}

IS = {
    "a Series": to_say("a table of counts"),
    "a DataFrame": to_say("a table"),
    "a Figure": to_say("the whole picture: the Axes in it is `plt.gca()`"),
    "a BarContainer": to_say("the bars alone: the Axes that they stand on is `plt.gca()`"),
}


def slip_of_answer(
    question: Mapping[str, Any], seen: Mapping[str, Any], code: str, pairs: Pairs, wrong: Pairs
) -> Slip | None:
    """Name the slip of a wrong answer, if it is one that beginners make whatever the question.

    >>> key, seen = {"names": ["x"]}, {"kinds": {}, "values": {"x": 4}}
    >>> pairs = [({"expression": "x", "expected": 3}, {"value": 4})]
    >>> slip_of_answer(key, seen, "x = len(words)", pairs, pairs).sentence[:20]
    '`x` is one too many:'
    """
    names, kinds = question["names"], seen.get("kinds", {})
    answers = answers_by_name(question, seen, pairs)
    slip = slip_of_places(answers)
    if slip:
        return slip
    for name, (expected, given) in answers.items():
        probe = next(probe for probe, _ in pairs if re.search(rf"\b{name}\b", probe["expression"]))
        if not any(probe == failed for failed, _ in wrong) or same(expected, given):
            continue
        if slip := _slip_of_name(question, name, expected, given, probe, code):
            return slip
    calls = [(probe, result) for probe, result in wrong if call_in(names, probe["expression"])]
    if not calls:
        looked = next((result for _, result in wrong if "raised" in result), None)
        if looked and looked["raised"] == "PatternError":
            return Slip(explain_error(looked, code))
        return _slip_of_kind(question, seen, wrong, code)
    function = next(name for name in names if re.search(rf"\b{name}\(", calls[0][0]["expression"]))
    if question.get("kinds", {}).get(function) == "a function" and kinds.get(function, "a function") not in (
        "a function",
        "a builtin_function_or_method",
        "a method",
        "a type",
    ):
        return Slip(
            say(
                "`{function}` should be a function. Yours is {own}.",
                function=function,
                own=kind_in_words(kinds[function]),
            )
        )
    call, gave = calls[0]
    idle = (
        not_there("", gave["value"], Task(subject_of(question, call), code, called=True))
        if gave.get("value")
        else None
    )
    if idle:
        return idle
    without = slip_without_return(names, pairs, code)
    if without:
        return without
    turned = _upside_down(wrong)
    if turned:
        return turned
    raised = [(probe, result) for probe, result in calls if "raised" in result]
    unknown = any(result["raised"] == "NameError" for _, result in raised)
    visible = None if unknown else slip_seen(names, code)
    if visible:
        return visible
    if raised:
        return _slip_of_error(question, code, *raised[0], function, all_fail=len(raised) == len(pairs))
    slip = slip_of_loop(names, code) or slip_in_code(names, pairs, code)
    calls = [(probe, result) for probe, result in calls if re.search(rf"\b{function}\(", probe["expression"])]
    return slip or _slip_of_calls(question, calls, code)


def _slip_of_name(
    question: Mapping[str, Any], name: str, expected: Any, given: Any, probe: Probe, code: str
) -> Slip | None:
    choice = probe.get("choice", "ABCDEFGH") if is_choice(probe) else ""
    own = statement(code, name)
    slip = slip_in_value(
        expected,
        given,
        Task(f"`{name}`", own, choice=choice, any_order=probe["expression"].startswith("sorted(")),
    )
    if slip is None and probe.get("places") and isinstance(expected, str) and isinstance(given, str):
        slip = _places(expected, given, f"`{name}`")
    return slip


def _places(expected: str, given: str, subject: str) -> Slip | None:
    ours, yours = expected.replace(" ", ""), given.replace(" ", "").lower()
    if len(ours) != len(yours):
        return Slip(
            say(
                "{subject} has {n} letters, and {asked} are asked: one for each line.",
                subject=subject,
                n=len(yours),
                asked=len(ours),
            )
        )
    wrong = [at + 1 for at, pair in enumerate(zip(ours, yours, strict=True)) if pair[0] != pair[1]]
    which = these([str(at) for at in wrong[:3]])
    if len(wrong) > 3:
        which = say("{items} and {n} more", items=which, n=len(wrong) - 3)
    return Slip(
        say(
            "{subject}: {right} of {wanted} are right. Look again at line {which}.",
            subject=subject,
            right=len(ours) - len(wrong),
            wanted=len(ours),
            which=which,
        )
    )


def _slip_of_kind(
    question: Mapping[str, Any], seen: Mapping[str, Any], wrong: Pairs, code: str
) -> Slip | None:
    """Say that an answer is of another kind than it should be, if that is why its probe fails."""
    probe, result = wrong[0]
    kinds, values = seen.get("kinds", {}), seen.get("values", {})
    for name in question.get("kinds", {}):
        data = values.get(name)
        keys = [key for key, _ in data["dict"]] if isinstance(data, dict) and "dict" in data else None
        asked = re.findall(r"""['"](\w+)['"]""", probe["expression"])
        if keys and asked and name in probe["expression"] and not set(asked) & set(keys):
            return Slip(say("`{name}` has nothing for `{key}`.", name=name, key=asked[0]))
    for name, kind in question.get("kinds", {}).items():
        own, value = kinds.get(name, kind), values.get(name)
        if not re.search(rf"\b{name}\b", probe["expression"]):
            continue
        if own != kind:
            early = (
                not_there(kind, value, Task(f"`{name}`", statement(code, name))) if name in values else None
            )
            return early or Slip(
                say(
                    "`{name}` should be {asked}. Yours is {own}.",
                    name=name,
                    asked=say(HOW[kind]) if kind in HOW else kind_in_words(kind),
                    own=say(IS[own]) if own in IS else kind_in_words(own),
                )
            )
        if isinstance(value, str) and len(value) > 1 and value[0] == value[-1] and value[0] in "\"'“”«»":
            return Slip(say("`{name}`: there are quotes inside the quotes. One pair is enough.", name=name))
        if isinstance(value, str) and re.match(r"\d+[ .:)\t]+\D", value):
            return Slip(
                say(
                    "`{name}` begins with a number. If it was printed in front of the line, leave it out.",
                    name=name,
                )
            )
    if "label" in probe and isinstance(result.get("value"), list) and isinstance(probe["expected"], list):
        return slip_in_value(probe["expected"], result["value"], Task(probe["label"], called=True))
    return None


def _slip_of_error(
    question: Mapping[str, Any],
    code: str,
    probe: Probe,
    result: Mapping[str, Any],
    function: str,
    *,
    all_fail: bool,
) -> Slip:
    """Say why a function of the answer stopped, or why what it gave back could not be looked at."""
    message = str(result.get("message", ""))
    missing = re.search(r"'(\w+)' object has no attribute '(\w+)'", message)
    if missing and f".{missing[2]}" in probe["expression"] and f".{missing[2]}" not in code:
        asked = say(CAME_BACK.get(missing[2], to_say("something else")))
        if missing[1] == "NoneType":
            message = to_say(
                "`{function}` should give back {asked}. Yours gives back nothing: did you forget `return`?"
            )
        else:
            message = to_say("`{function}` should give back {asked}. Yours gives back {own}.")
        return Slip(say(message, function=function, asked=asked, own=word_for(missing[1])))
    if re.match(rf"(?:<lambda>|{function})\(\) (?:takes|missing)", message):
        call = call_in(question["names"], probe["expression"]) or probe["expression"]
        return Slip(
            say(
                "`{function}` has a wrong number of arguments: it is called as `{call}`, so the names in the brackets after `def` must be as many.",
                function=function,
                call=short_call(call),
            )
        )
    helps = explain_error(result, code, given=names_given(question["setup"]))
    if all_fail:
        return Slip(" ".join([say("Your function stops with an error."), helps]))
    says = say("It stops with an error for {subject}.", subject=subject_of(question, probe))
    return Slip(f"{says} {helps}")


def _upside_down(wrong: Pairs) -> Slip | None:
    """Say that a division is upside down, where each right number times the one given makes the same."""
    numbers = [
        (probe["expected"], result["value"])
        for probe, result in wrong
        if is_number(probe["expected"]) and is_number(result.get("value"))
    ]
    products = [wanted * given for wanted, given in numbers if abs(wanted) < 1e9 and abs(given) < 1e9]
    different = len({wanted for wanted, _ in numbers}) > 1
    if different and products[0] and all(same(products[0], other) for other in products):
        return Slip(say("A division is upside down: what stands above the line belongs below."))
    return None


def _slip_of_calls(question: Mapping[str, Any], calls: Pairs, code: str) -> Slip | None:
    """Name the slip that every wrong number shares; of texts and lists, that of the first."""
    tasks = [Task(subject_of(question, probe), code, called=True) for probe, _ in calls]
    numbers = [(probe["expected"], result["value"]) for probe, result in calls]
    if not all(is_number(wanted) and is_number(given) for wanted, given in numbers):
        return slip_in_value(*numbers[0], tasks[0])
    slips = [slips_of_number(*pair, task) for pair, task in zip(numbers, tasks, strict=True)]
    shared = next((slip for rule, slip in slips[0].items() if all(rule in other for other in slips)), None)
    if shared:
        return shared
    if (
        len(calls) > 1
        and re.search(r"\bif\b", code)
        and all(is_number(w) and w and g == 0 for w, g in numbers)
    ):
        called = (call_in(question["names"], probe["expression"]) or "" for probe, _ in calls)
        function = these(sorted({f"`{call.split('(')[0]}`" for call in called}))
        return Slip(
            say(
                "{function} gives 0 where it should not: is what stands after `if` ever true?",
                function=function,
            ),
            vague=True,
        )
    return None
