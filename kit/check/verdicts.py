"""Compare what `kit.check.probe` saw of an answer with the key, and find the sentence that helps.

Only plain data and the text of the answer's cell come in, and plain data goes out: no code of an answer runs
here. So a grader tells a student the same as the student's own kernel did.
"""

# ruff: noqa: E501  A sentence to a student stands whole in one line, where it can be found by its words.

import ast
import difflib
import re
from collections.abc import Mapping, Sequence
from typing import Any

from kit.check.protocol import Difference, Probe, Verdict, all_probes
from kit.check.sentence import explain
from kit.check.slips import (
    Slip,
    Task,
    not_there,
    slip_in_code,
    slip_in_value,
    slip_of_loop,
    slip_of_places,
    slip_without_return,
    slips_of_number,
)
from kit.check.stopped import explain_error, last_line, names_given, outside_quotes, word_for
from kit.check.values import is_number, right, same, settle

__all__ = ["judge", "judge_ran", "judge_stopped", "subject_of"]

UNDEFINED = "`{}` has no value yet. Run the cell above."
UNFINISHED = "There is still a blank, `____`, in `{}`: put your answer there and run that cell."
CHANGED = "The result is right, but what was given to `{}` is changed afterwards: build a new value instead."
CAME_BACK = {
    "to_dict": "a table of counts, as `frequencies` gives",
    "sum": "a table of counts, as `frequencies` gives",
    "index": "a table",
    "get_xlim": "an Axes, as a chart function gives back",
    "get_ylim": "an Axes, as a chart function gives back",
}

PLAIN = {"sorted", "list", "str", "isinstance", "getattr", "set", "tuple", "int", "float", "round"}
PLAIN |= {
    "strip",
    "lower",
    "upper",
    "split",
    "join",
    "replace",
}  # what a probe may do to an answer it only reads

Pairs = list[tuple[Probe, dict[str, Any]]]


def judge(
    question: Mapping[str, Any], seen: Mapping[str, Any], *, code: str = "", grading: bool = True
) -> Verdict:
    """Judge one answer. `question` is from the key, `seen` from `kit.check.probe.look` on all its probes.

    `code` is the text of the answer's cell, if it is known. Without `grading`, only the probes that are no
    fresh ones were looked at.

    >>> key = {"names": ["x"], "probes": [{"expression": "x", "expected": 28}], "fresh": [], "mistakes": []}
    >>> judge(key | {"why": "Yes."}, {"missing": [], "blank": [], "results": [{"value": "28"}]}).outcome
    'almost'
    """
    if seen["missing"]:
        return _missing(question, seen, code)
    probes = all_probes(question) if grading else question["probes"]
    values = seen.get("values", {})
    pairs = [
        (probe, settle(probe, result, values)) for probe, result in zip(probes, seen["results"], strict=True)
    ]
    wrong = [(probe, result) for probe, result in pairs if not right(probe, result)]
    if not wrong:
        changed = next((probe["expression"] for probe, result in pairs if "changed" in result), None)
        if changed is None:
            return Verdict("correct", question["why"])
        return Verdict("almost", CHANGED.format(changed.split("(")[0]))
    if seen["blank"]:
        return Verdict("not attempted", UNFINISHED.format(seen["blank"][0]))
    difference = _difference(question, *wrong[0])
    shown = (
        difference if difference and difference.shown else None
    )  # what the student wrote stands in the cell
    known = next((one for one in question["mistakes"] if _is_known(one, pairs, code)), None)
    in_loop = slip_of_loop(question["names"], code) if known and _says_little(known) else None
    if known and not in_loop:
        return Verdict("almost", known["says"], shown)
    slip = _slip(question, seen, code, pairs, wrong)
    if slip:
        return Verdict("almost" if slip.almost else "incorrect", slip.sentence, shown, slip.letters)
    return Verdict("incorrect", explain(*wrong[0], subject_of(question, wrong[0][0]), pairs), difference)


def judge_stopped(
    question: Mapping[str, Any], error: Mapping[str, Any], code: str, *, earlier: bool = False
) -> Verdict:
    """Judge an answer whose cell stopped with an error; `earlier` says that its names have an earlier value.

    >>> key = {"names": ["n"], "probes": [], "fresh": [], "setup": ""}
    >>> judge_stopped(key, {"raised": "NameError", "message": "name 'lenn' is not defined"}, "n = lenn(x)").sentence
    'Your cell stopped with an error. `lenn` is misspelt, or not known: did you mean `len`?'
    """
    wanted = [probe["expected"] for probe in all_probes(question) if _plain_value(question, probe)]
    wanted += [""] if "text" in question.get("kinds", {}).values() else []
    given = names_given(question["setup"])
    helps = explain_error(error, code, wanted=wanted, given=given, names=question["names"])  # type: ignore[arg-type]
    if not earlier:
        return Verdict("stopped", f"Your cell stopped with an error. {helps}")
    names = _these([f"`{name}`" for name in question["names"]])
    still = "still has its" if len(question["names"]) == 1 else "still have their"
    return Verdict(
        "stopped",
        f"Your last run of this cell stopped with an error, so {names} {still} earlier value. The last line says "
        f"`{last_line(error)}`. {helps}",  # type: ignore[arg-type]
    )


def judge_ran(question: Mapping[str, Any], code: str, *, earlier: bool = False) -> Verdict:
    """Judge an answer whose cell ran to its end and gives none of its names a value.

    >>> judge_ran({"names": ["n"]}, "n == 3", earlier=True).sentence
    '`==` compares. To give `n` its value, write one `=`. So far `n` has its earlier value.'
    """
    name = question["names"][0]
    still = f" So far `{name}` has its earlier value." if earlier else ""
    return Verdict("incorrect", _unassigned(name, code, question["names"]) + still)


def subject_of(question: Mapping[str, Any], probe: Probe) -> str:
    """Return what a probe looks at, in words or as a call that a student can read.

    >>> key = {"names": ["x", "f"]}
    >>> subject_of(key, {"expression": "sorted(x)", "expected": []}), subject_of(key, {"expression": "len(f(2))"})
    ('`x`', 'the length of `f(2)`')
    """
    if "label" in probe:
        return probe["label"]
    expression = probe["expression"]
    call = _call(question["names"], expression)
    if call is None and not _plain_value(question, probe):
        return f"`{_short_call(expression)}`"
    if call is None:
        named = [name for name in question["names"] if re.search(rf"\b{name}\b", expression)]
        return _these([f"`{name}`" for name in named]) if named else f"`{expression}`"
    call = _short_call(call)
    if expression.startswith("len(") and not call.startswith("len("):
        return f"the length of `{call}`"
    if expression.endswith((".sum()", ".sum())")):
        return f"the sum of `{call}`"
    return f"`{call}`"


def _missing(question: Mapping[str, Any], seen: Mapping[str, Any], code: str) -> Verdict:
    """Say why a name has no value: its cell stopped, or gives it none, or was not run."""
    name = seen["missing"][0]
    error = seen.get("error")
    if error:
        return judge_stopped(question, error, code)
    if not code.strip():
        return Verdict("not attempted", UNDEFINED.format(name))
    return Verdict(
        "incorrect" if len(seen["missing"]) == 1 else "not attempted",
        _unassigned(name, code, question["names"]),
    )


def _unassigned(name: str, code: str, names: Sequence[str]) -> str:
    bare = outside_quotes(code)
    if re.search(rf"^\s*{name}\s*==", bare, re.MULTILINE):
        return f"`==` compares. To give `{name}` its value, write one `=`."
    defined = names_given(code) - set(names)
    near = difflib.get_close_matches(name, sorted(defined), n=1, cutoff=0.8)
    if near:
        return f"Your cell gives a value to `{near[0]}`. The name that is asked is `{name}`: look at its spelling."
    if re.search(r"^\s*print\s*\(", bare, re.MULTILINE):
        return f"`print` shows a value, but `{name}` has none yet: begin the line with `{name} = ` and leave the `print` out."
    if bare.strip():
        return f"Your cell ran, but gives `{name}` no value: begin the line of your answer with `{name} = `."
    return UNDEFINED.format(name)


def _is_known(mistake: Mapping[str, Any], pairs: Pairs, code: str) -> bool:
    """Say whether an answer does the same as a foreseen mistake on every probe for which that is known."""
    if not all(re.search(rf"(?<!\w){re.escape(word)}(?!\w)", code) for word in mistake.get("uses", [])):
        return False
    gave = mistake["gave"]
    return bool(gave) and all(
        _alike(settle(probe, known, {}), result) for (probe, result), known in zip(pairs, gave, strict=False)
    )


def _says_little(mistake: Mapping[str, Any]) -> bool:
    """Say whether a mistake gives the same nothing everywhere, as many another slip does."""
    return len(mistake["gave"]) > 1 and all(
        one.get("value", 1) in (0, "", [], None) for one in mistake["gave"]
    )


def _alike(known: Mapping[str, Any], result: Mapping[str, Any]) -> bool:
    if "raised" in known:
        return known["raised"] == result.get("raised") and known.get("message") == result.get("message")
    printed = known.get("printed") == result.get("printed") or known.get("value") is not None
    return "value" in result and same(known["value"], result["value"]) and printed


def _slip(
    question: Mapping[str, Any], seen: Mapping[str, Any], code: str, pairs: Pairs, wrong: Pairs
) -> Slip | None:
    """Name the slip of a wrong answer, if it is one that beginners make whatever the question."""
    names, kinds = question["names"], seen.get("kinds", {})
    answers = _answers(question, seen, pairs)
    slip = slip_of_places(answers)
    if slip:
        return slip
    for name, (expected, given) in answers.items():
        probe = next(probe for probe, _ in pairs if re.search(rf"\b{name}\b", probe["expression"]))
        if probe in [one for one, _ in wrong] and not same(expected, given):
            found = _slip_of_name(question, name, expected, given, probe, code)
            if found:
                return found
    calls = [(probe, result) for probe, result in wrong if _call(names, probe["expression"])]
    if not calls:
        looked = next((result for _, result in wrong if "raised" in result), None)
        if looked and looked["raised"] == "PatternError":
            return Slip(explain_error(looked, code))  # type: ignore[arg-type]
        return _slip_of_kind(question, seen, wrong, code)
    function = next(name for name in names if re.search(rf"\b{name}\(", calls[0][0]["expression"]))
    if question.get("kinds", {}).get(function) == "a function" and kinds.get(function, "a function") not in (
        "a function",
        "a builtin_function_or_method",
        "a method",
        "a type",
    ):
        return Slip(f"`{function}` should be a function. Yours is {kinds[function]}.")
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
    raised = [(probe, result) for probe, result in calls if "raised" in result]
    if raised:
        return _slip_of_error(question, code, *raised[0], function, all_fail=len(raised) == len(pairs))
    found = slip_of_loop(names, code) or slip_in_code(names, pairs, code)
    calls = [(probe, result) for probe, result in calls if re.search(rf"\b{function}\(", probe["expression"])]
    return found or _slip_of_calls(question, calls, code)


def _slip_of_name(
    question: Mapping[str, Any], name: str, expected: Any, given: Any, probe: Probe, code: str
) -> Slip | None:
    choice = probe.get("choice", "ABCDEFGH") if _is_choice(probe) else ""
    own = _statement(code, name)
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
        return Slip(f"{subject} has {len(yours)} letters, and {len(ours)} are asked: one for each line.")
    wrong = [at + 1 for at, pair in enumerate(zip(ours, yours, strict=True)) if pair[0] != pair[1]]
    which = _these([str(at) for at in wrong[:3]]) + (f" and {len(wrong) - 3} more" if len(wrong) > 3 else "")
    return Slip(f"{subject}: {len(ours) - len(wrong)} of {len(ours)} are right. Look again at line {which}.")


def _is_choice(probe: Probe) -> bool:
    written = "choice" in probe or re.search(r"\.upper\(\)", probe["expression"])
    letters = probe["expected"] if isinstance(probe["expected"], list) else [probe["expected"]]
    return bool(written) and all(isinstance(one, str) and re.fullmatch("[A-H]", one) for one in letters)


def _slip_of_kind(
    question: Mapping[str, Any], seen: Mapping[str, Any], wrong: Pairs, code: str
) -> Slip | None:
    """Say that an answer is of another kind than it should be, if that is why its probe fails."""
    probe, result = wrong[0]
    kinds, values = seen.get("kinds", {}), seen.get("values", {})
    for name, kind in question.get("kinds", {}).items():
        own, value = kinds.get(name, kind), values.get(name)
        if not re.search(rf"\b{name}\b", probe["expression"]):
            continue
        if own != kind:
            early = (
                not_there(kind, value, Task(f"`{name}`", _statement(code, name))) if name in values else None
            )
            return early or Slip(f"`{name}` should be {HOW.get(kind, kind)}. Yours is {own}.")
        if isinstance(value, str) and len(value) > 1 and value[0] == value[-1] and value[0] in "\"'“”«»":
            return Slip(f"`{name}`: there are quotes inside the quotes. One pair is enough.")
        if isinstance(value, str) and re.match(r"\d+[ .:)\t]+\D", value):
            return Slip(
                f"`{name}` begins with a number. If it was printed in front of the line, leave it out."
            )
    if "label" in probe and isinstance(result.get("value"), list) and isinstance(probe["expected"], list):
        return slip_in_value(probe["expected"], result["value"], Task(probe["label"], called=True))
    return None


HOW = {
    "text": "text, in quotes",
    "a list": "a list: square brackets, each item by itself",
    "a dictionary": 'a dictionary: `{"A": …, "B": …}`',
    "an Axes": "an Axes, such as `bar_chart(…)` gives back",
}


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
        asked = CAME_BACK.get(missing[2], "something else")
        own = "nothing: did you forget `return`?" if missing[1] == "NoneType" else f"{word_for(missing[1])}."
        return Slip(f"`{function}` should give back {asked}. Yours gives back {own}")
    if re.match(rf"(?:<lambda>|{function})\(\) (?:takes|missing)", message):
        call = _call(question["names"], probe["expression"]) or probe["expression"]
        return Slip(
            f"`{function}` has a wrong number of arguments: it is called as `{_short_call(call)}`, so the names in the brackets "
            "after `def` must be as many."
        )
    helps = explain_error(result, code, given=names_given(question["setup"]))  # type: ignore[arg-type]
    start = (
        "Your function stops with an error."
        if all_fail
        else f"It stops with an error for {subject_of(question, probe)}."
    )
    return Slip(f"{start} {helps}")


def _slip_of_calls(question: Mapping[str, Any], calls: Pairs, code: str) -> Slip | None:
    """Name the slip that every wrong number shares; of texts and lists, that of the first."""
    tasks = [Task(subject_of(question, probe), code, called=True) for probe, _ in calls]
    numbers = [(probe["expected"], result["value"]) for probe, result in calls]
    if not all(is_number(wanted) and is_number(given) for wanted, given in numbers):
        return slip_in_value(*numbers[0], tasks[0])
    found = [slips_of_number(*pair, task) for pair, task in zip(numbers, tasks, strict=True)]
    return next((slip for rule, slip in found[0].items() if all(rule in other for other in found)), None)


def _answers(
    question: Mapping[str, Any], seen: Mapping[str, Any], pairs: Pairs
) -> dict[str, tuple[Any, Any]]:
    """Return by name what each plain answer should be and what it is."""
    values, kinds = seen.get("values", {}), seen.get("kinds", {})
    found: dict[str, tuple[Any, Any]] = {}
    for probe, result in pairs:
        if not _plain_value(question, probe):
            continue
        named = sorted(
            (name for name in question["names"] if re.search(rf"\b{name}\b", probe["expression"])),
            key=lambda name: re.search(rf"\b{name}\b", probe["expression"]).start(),  # type: ignore[union-attr]
        )
        expected, given = probe["expected"], result.get("value")
        if len(named) == 1:
            name = named[0]
            odd = "value" not in result or kinds.get(name) != question.get("kinds", {}).get(
                name, kinds.get(name)
            )
            if odd and question.get("kinds", {}).get(name) not in (_kind_of(expected), None):
                continue
            raw = (odd or _is_choice(probe)) and name in values and not right(probe, result)
            if isinstance(expected, bool) and not raw:
                continue
            if "value" in result or name in values:
                found[name] = (expected, values[name] if raw else given)
        elif isinstance(expected, list) and len(expected) == len(named):
            for at, name in enumerate(named):
                looked = isinstance(given, list) and len(given) == len(named)
                if looked or name in values:
                    found[name] = (
                        expected[at],
                        given[at] if looked and isinstance(given, list) else values[name],
                    )
    return found


def _kind_of(data: Any) -> str:
    kinds = ((bool, "True or False"), (str, "text"), (int | float, "a number"), (list, "a list"))
    return next((word for kind, word in kinds if isinstance(data, kind)), "something else")


def _plain_value(question: Mapping[str, Any], probe: Probe) -> bool:
    """Say whether a probe looks at a value, and calls no function of the answer and none of ours."""
    for name, kind in question.get("kinds", {}).items():
        if probe.get("label") == f"`{name}`" and kind == _kind_of(probe["expected"]) != "a function":
            return True  # whatever the probe does to it first, it looks at this answer
    expression = probe["expression"]
    if _call(question["names"], expression) or "called(" in expression:
        return "called(" in expression
    return set(re.findall(r"([A-Za-z_]\w*)\(", expression)) <= PLAIN


def _difference(question: Mapping[str, Any], probe: Probe, result: Mapping[str, Any]) -> Difference | None:
    if "value" not in result:
        return None
    called = _call(question["names"], probe["expression"]) is not None
    called = called or ("label" not in probe and not _plain_value(question, probe))
    return Difference(
        subject_of(question, probe), result["value"], probe["expected"] if called else None, called
    )


def _call(names: Sequence[str], expression: str) -> str | None:
    """Return the call of an answer's function in an expression, as it is written there."""
    try:
        tree = ast.parse(expression, mode="eval")
    except SyntaxError:
        return None
    for node in ast.walk(tree):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in names:
            return ast.get_source_segment(expression, node)
    return None


def _short_call(call: str) -> str:
    """Return a call with its long arguments left out, so that it fits into a sentence."""
    if len(call) <= 70:
        return call
    try:
        node = ast.parse(call, mode="eval").body
    except SyntaxError:
        return call
    if not isinstance(node, ast.Call):
        return call
    parts = [ast.get_source_segment(call, one) or "…" for one in node.args]
    cut = ["[…]" if part.startswith("[") else "…" for part in parts]
    shown = [part if len(part) <= 30 else less for part, less in zip(parts, cut, strict=True)]
    return f"{ast.unparse(node.func)}({', '.join(shown)})"


def _statement(code: str, name: str) -> str:
    """Return the last statement that gives a name its value; all the code if none can be told."""
    try:
        body = ast.parse(code).body
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        return code
    own = [
        ast.get_source_segment(code, node) or ""
        for node in body
        if any(
            isinstance(one, ast.Name) and one.id == name and isinstance(one.ctx, ast.Store)
            for one in ast.walk(node)
        )
    ]
    return own[-1] if own else code


def _these(items: Sequence[str]) -> str:
    return items[0] if len(items) == 1 else f"{', '.join(items[:-1])} and {items[-1]}"
