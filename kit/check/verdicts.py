"""Compare what `kit.check.probe` saw of an answer with the key, and find the sentence that helps.

Only plain data and the text of the answer's cell come in, and plain data goes out. No code of an answer runs
here, so a grader can use it and tells a student the same as the student's own kernel did.
"""

import ast
import builtins
import difflib
import re
from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from kit.check.looks import Pairs, difference_of, is_choice, is_plain, mentions, subject_of
from kit.check.protocol import Verdict, all_probes
from kit.check.sentence import SEEN, explain
from kit.check.slips.in_code import braces_without_f, slip_surely_seen
from kit.check.slips.of_functions import slip_of_loop
from kit.check.slips.of_one_place import slip_in_one_place
from kit.check.slips.phrases import Slip, these
from kit.check.source import names_given, nodes_in, outside_quotes
from kit.check.stopped import explain_error, last_line, page_of
from kit.check.unforeseen import slip_of_answer
from kit.check.values import right, same, settle
from kit.language import say, say_count, to_say

__all__ = ["judge", "judge_ran", "judge_stopped", "other_kinds"]

UNDEFINED = to_say("`{name}` has no value yet. Run the cell above.")
UNFINISHED = to_say("There is still a blank, `____`, in `{name}`: put your answer there and run that cell.")
CHANGED = to_say(
    "The result is right, but what was given to `{function}` is changed afterwards: build a new value instead."
)


def judge(
    question: Mapping[str, Any], seen: Mapping[str, Any], *, code: str = "", grading: bool = True
) -> Verdict:
    """Judge one answer. `question` is from the key, `seen` from `kit.check.probe.look` on all its probes.

    `code` is the text of the answer's cell, if it is known. Without `grading`, the fresh probes are left out.

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
        return Verdict("almost", say(CHANGED, function=changed.split("(")[0]))
    if seen["blank"]:
        return Verdict("not attempted", say(UNFINISHED, name=seen["blank"][0]))
    difference = difference_of(question, *wrong[0])
    if difference and str(difference.given) in SEEN:  # These are the probe's words, not the student's.
        difference = None
    # Without a call, the value need not be repeated: the student has written it in the cell just above.
    shown = difference if difference and difference.shown else None
    names = question["names"]
    if braces := braces_without_f(names, code):
        return Verdict("incorrect", braces.sentence, shown)
    kinds = other_kinds(question, seen)
    for number, mistake in enumerate(question["mistakes"]):
        if mistake.get("kinds") == kinds and _is_known(mistake, pairs, code):
            little = slip_of_loop(names, code) if _says_little(mistake) else None
            if not (slip_surely_seen(names, code) or little):
                return Verdict("almost", mistake["says"], shown, mistake=number)
            break
    slip = slip_of_answer(question, seen, code, pairs, wrong)
    if slip is None or slip.vague or slip.partial:
        slip = _with_its_place(question, pairs, code, slip)
    if slip:
        return Verdict("almost" if slip.almost else "incorrect", slip.sentence, shown, slip.letters)
    probe, result = wrong[0]
    own = values.get(str(probe.get("label", "")).strip("`"))
    if isinstance(own, str) and result.get("value") not in SEEN:
        result = {"value": own}  # The student recognises this, unlike what the probe made of it.
        difference = difference and replace(difference, given=own)
    return Verdict("incorrect", explain(probe, result, subject_of(question, probe), pairs), difference)


def _with_its_place(question: Mapping[str, Any], pairs: Pairs, code: str, slip: Slip | None) -> Slip | None:
    """Add the place in the code where a slip comes from, or name that place if there is no slip yet."""
    asked = {name: [pair for pair in pairs if mentions(pair[0], name)] for name in question["names"]}
    done = [name for name, own in asked.items() if own and all(right(*pair) for pair in own)]
    answers = [question.get("solution", ""), *question.get("others", [])]
    place = slip_in_one_place(code, *answers, guess=slip is None, right=done)
    if place and slip and slip.partial:
        return replace(slip, sentence=f"{slip.sentence} {place.sentence}")
    return place or slip


def judge_stopped(
    question: Mapping[str, Any], error: Mapping[str, Any], code: str, *, earlier: bool = False
) -> Verdict:
    """Judge an answer whose cell stopped with an error; `earlier` says that its names have an earlier value.

    >>> key = {"names": ["n"], "probes": [], "fresh": [], "setup": ""}
    >>> judge_stopped(key, {"raised": "NameError", "message": "name 'lenn' is not defined"}, "n = lenn(x)").sentence
    'Your cell stopped with an error. `lenn` is misspelt, or not known: did you mean `len`?'
    """
    wanted = [probe["expected"] for probe in all_probes(question) if is_plain(question, probe)]
    wanted += [""] if "text" in question.get("kinds", {}).values() else []
    helps = explain_error(error, code, wanted=wanted, names=question["names"], page=page_of(question))
    if not earlier:
        return Verdict("stopped", " ".join([say("Your cell stopped with an error."), helps]))
    says = say_count(
        "Your last run of this cell stopped with an error, so {names} still has its earlier value. The last line says `{line}`.",
        "Your last run of this cell stopped with an error, so {names} still have their earlier value. The last line says `{line}`.",
        len(question["names"]),
        names=these([f"`{name}`" for name in question["names"]]),
        line=last_line(error),
    )
    return Verdict("stopped", f"{says} {helps}")


def judge_ran(question: Mapping[str, Any], code: str, *, earlier: bool = False) -> Verdict:
    """Judge an answer whose cell ran to its end and gives none of its names a value.

    >>> judge_ran({"names": ["n"]}, "n == 3", earlier=True).sentence
    '`==` compares. To give `n` its value, write one `=`. So far `n` has its earlier value.'
    """
    name = question["names"][0]
    says = _unassigned(name, code, question)
    if earlier:
        says = " ".join([says, say("So far `{name}` has its earlier value.", name=name)])
    return Verdict("incorrect", says)


def _missing(question: Mapping[str, Any], seen: Mapping[str, Any], code: str) -> Verdict:
    """Say why a name has no value: its cell stopped, does not define it, or was not run."""
    name = seen["missing"][0]
    error = seen.get("error")
    if error:
        return judge_stopped(question, error, code)
    if not code.strip():
        return Verdict("not attempted", say(UNDEFINED, name=name))
    outcome = "incorrect" if len(seen["missing"]) == 1 else "not attempted"
    return Verdict(outcome, _unassigned(name, code, question))


def _unassigned(name: str, code: str, question: Mapping[str, Any]) -> str:
    bare, names = outside_quotes(code), question["names"]
    if not bare.strip():
        return say(
            "Your cell holds only a comment: Python skips what stands behind `#`. Write your answer in a line of its own, `{name} = …`.",
            name=name,
        )
    function = question.get("kinds", {}).get(name) == "a function"
    own = [function.name for function in nodes_in(code, ast.FunctionDef)]
    alike = difflib.get_close_matches(name, own, n=1, cutoff=0.8)
    if function and own and len(names) == 1 and not alike:
        return say(
            "The function that is asked is called `{name}`, and yours `{own}`: write `def {name}(…):`.",
            name=name,
            own=own[0],
        )
    if function and own and not alike:
        return say("`{name}` is asked as well, and your cell has no line `def {name}(…):`.", name=name)
    if function and not re.search(r"\bdef\b", bare):
        return say(
            "`{name}` is a function: its first line, `def {name}(…):`, stands above, and its other lines are indented.",
            name=name,
        )
    if re.search(rf"^\s*{name}\s*==", bare, re.MULTILINE):
        return say("`==` compares. To give `{name}` its value, write one `=`.", name=name)
    defined = names_given(code) - set(names)
    pythons = sorted(defined & set(dir(builtins)))
    if pythons:
        return say(
            "Your cell gives a value to `{own}`, a name of Python's own, and none to `{name}`. Run `del {own}`, then begin your line with `{name} = `.",
            own=pythons[0],
            name=name,
        )
    near = difflib.get_close_matches(name, sorted(defined), n=1, cutoff=0.8)
    if near:
        return say(
            "Your cell gives a value to `{near}`. The name that is asked is `{name}`: look at its spelling.",
            near=near[0],
            name=name,
        )
    if re.search(rf"['\"]{name} = |^\s*['\"]+\s*{name} =", code) and f"{name} =" not in bare:
        return say(
            "Your answer stands in quotes, so Python takes the line for a text: remove the quotes around it."
        )
    if re.search(r"^\s*print\s*\(", bare, re.MULTILINE):
        return say(
            "`print` shows a value, but `{name}` has none yet: begin the line with `{name} = ` and leave the `print` out.",
            name=name,
        )
    return say(
        "Your cell ran, but gives `{name}` no value: begin the line of your answer with `{name} = `.",
        name=name,
    )


def _is_known(mistake: Mapping[str, Any], pairs: Pairs, code: str) -> bool:
    """Say whether an answer does the same as a foreseen mistake on every probe for which that is known."""
    words = mistake.get("uses", []) if code else []  # Without the code, only the results decide.
    if not all(re.search(rf"(?<!\w){re.escape(word)}(?!\w)", code) for word in words):
        return False
    gave = mistake["gave"]
    return bool(gave) and all(
        _alike(settle(probe, known, {}), result) for (probe, result), known in zip(pairs, gave, strict=False)
    )


def other_kinds(question: Mapping[str, Any], seen: Mapping[str, Any]) -> dict[str, str] | None:
    """Return by name the kinds of answers that should be text, a number or a chart, and are something else.

    >>> other_kinds({"names": ["x"], "kinds": {"x": "text"}, "probes": [], "fresh": []}, {"kinds": {"x": "a list"}})
    {'x': 'a list'}
    """
    kinds = seen.get("kinds", {})
    plain = {
        name: kind
        for name, kind in question.get("kinds", {}).items()
        if kind in ("text", "a number", "an Axes")
    }
    choices = {probe["expression"] for probe in all_probes(question) if is_choice(probe)}
    other = {name: kinds.get(name, kind) for name, kind in plain.items() if name not in choices}
    return {name: kind for name, kind in other.items() if kind != plain[name]} or None


def _says_little(mistake: Mapping[str, Any]) -> bool:
    """Say whether a mistake gives 0, "", [] or None for every probe, as many other slips also do."""
    return len(mistake["gave"]) > 1 and all(
        look.get("value", 1) in (0, "", [], None) for look in mistake["gave"]
    )


def _alike(known: Mapping[str, Any], result: Mapping[str, Any]) -> bool:
    if "raised" in known:
        # The message of a TextError depends on the notebook's language, so it is not compared.
        fields = ["raised"] if known["raised"] == "TextError" else ["raised", "message"]
        return all(known.get(field) == result.get(field) for field in fields)
    printed = known.get("printed") == result.get("printed") or known.get("value") is not None
    return "value" in result and same(known["value"], result["value"]) and printed
