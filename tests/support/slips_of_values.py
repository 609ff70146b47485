"""The slips of beginners in an answer that is a number, a text, a list, or the result of a call.

A slip is its kind, the code with it, and phrases of which the sentence of the check must hold one.
"""

import json
import re


def of_value(name, value, entry):
    """Yield slips in `name = value`."""
    written = json.dumps(value, ensure_ascii=False)
    yield "print around it", f"{name} = print({written})", "`print`"
    yield "bracket forgotten", f"{name} = ({written}", "never closed"
    yield "bracket too many", f"{name} = {written})", "closing bracket"
    yield "equals sign forgotten", f"{name} {written}", "=", "beside"
    yield "two equals signs", f"{name} == {written}", "`==` compares"
    yield "misspelt name", f"{name}s = {written}", "look at its spelling"
    yield "not assigned", written, "begin the line of your answer"
    yield "printed only", f"print({written})", "leave the `print` out"
    yield "turned round", f"{written} = {name}", "on the left"
    yield "nothing there", f"{name} = ", "Nothing stands after"
    if isinstance(value, str):
        yield from of_text(name, value, entry)
    elif isinstance(value, list):
        yield from of_list(name, value, entry)
    else:
        yield from of_number(name, value)


def arabic(number) -> str:
    return str(number).translate(str.maketrans("0123456789.", "٠١٢٣٤٥٦٧٨٩٫"))


def of_number(name, value):
    yield "Arabic digits", f"{name} = {arabic(value)}", "0 to 9"
    yield "in quotes", f'{name} = "{value}"', "quotes"
    yield "Arabic digits in quotes", f'{name} = "{arabic(value)}"', "quotes"
    yield "in a list", f"{name} = [{value}]", "inside a list", "Yours is a list"
    yield "comma at its end", f"{name} = {value},", "comma at its end", "Yours is a list"
    yield "text instead", f'{name} = "many"', "number is asked"
    yield "a function not run", f"{name} = len", "not run"
    yield "comparison instead", f"{name} = {value} > 0", "True or False"
    if isinstance(value, int) and value >= 1000:
        yield "comma for thousands", f"{name} = {value:,}", str(value)
        yield "Arabic comma for thousands", f"{name} = {value:,}".replace(",", "،"), "Arabic comma"
    if isinstance(value, float) and value % 1:
        yield "decimal comma", f"{name} = {value}".replace(".", ","), "decimal sign"
        yield (
            "rounded",
            f"{name} = {round(value, 2)}" if round(value, 2) != value else f"{name} = {int(value)}",
            "rounded",
            "lost what stands",
            "too small",
            "wrong is the",
        )
        if 0 < value < 1:
            yield "percentage", f"{name} = {100 * value}", "percentage"
    elif value and isinstance(value, int):
        yield "one too many", f"{name} = {value + 1}", "one too many", "too large, though near"


def of_text(name, value, entry):
    if re.fullmatch(r"\w+(?: \w+)*", value):
        yield "without quotes", f"{name} = {value}", "quotes"
    yield "curly quotes", f"{name} = “{value}”", "straight ones"
    yield "one quote", f'{name} = "{value}', "quote is opened"
    yield "in a list", f'{name} = ["{value}"]', "list", "letter"
    yield "a function not run", f"{name} = str.upper", "not run"
    if (
        len(value) < 2
        or len(value) > 100
        or "places" in str(entry["probes"])
        or re.fullmatch("[a-z]+", value)
    ):
        return
    yield (
        "number copied with it",
        f'{name} = "3 {value}"',
        "number of the printed line",
        "`3`",
        "printed in front",
    )
    yield "stop at its end", f'{name} = "{value}."', "at its end"
    yield "quotes in quotes", f"{name} = '\"{value}\"'", "quotes inside"
    for right, wrong in ("يى", "ةه", "أا", "إا", "كق"):
        if right in value:
            yield (
                f"{wrong} for {right}",
                f'{name} = "{value.replace(right, wrong, 1)}"',
                f"{wrong} (",
                "is left out",
                "no word of the corpus",
            )
    if len(value) > 3:
        yield (
            "letter left out",
            f'{name} = "{value[:2] + value[3:]}"',
            "missing",
            "only the spaces",
            "left out",
        )
        yield (
            "letter doubled",
            f'{name} = "{value[:3] + value[2:]}"',
            "too much",
            "only the spaces",
            "too many",
        )
    if " " in value:
        words = value.split()
        yield (
            "list of words",
            f"{name} = {words}",
            "list of words",
            "list, and text is asked",
            "Yours is a list",
        )
        yield "words turned round", f'{name} = "{" ".join(words[::-1])}"', "order"
        yield "word left out", f'{name} = "{" ".join(words[:-1])}"', "left out"


def written(items) -> str:
    """Return items as they are written between the brackets of a list."""
    return ", ".join(json.dumps(item, ensure_ascii=False) for item in items)


def of_list(name, value, entry):
    inside = written(value)
    choice = all(re.fullmatch("[A-H]", str(item)) for item in value)
    any_order = any("sorted(" in probe["expression"] for probe in entry["probes"])
    yield "list bracket forgotten", f"{name} = [{inside}", "never closed"
    yield "round and square bracket", f"{name} = [{inside})", "square with square"
    yield "Arabic comma", f"{name} = [{inside}]".replace(",", "،"), "Arabic comma"
    yield "brackets twice", f"{name} = [[{inside}]]", "brackets too many"
    yield "empty", f"{name} = []", "empty"
    yield "in quotes", f"{name} = '[{inside}]'", "quotes stand around", "letter", "Correct"
    if all(isinstance(item, str) for item in value):
        yield "without quotes", f"{name} = [{', '.join(value)}]", "quotes"
        yield "one quote forgotten", f"{name} = [{inside[:-1]}]", "quote is opened"
        yield from of_choices(name, value) if choice else of_texts(name, value)
    else:
        yield "Arabic digits", f"{name} = [{', '.join(map(arabic, value))}]", "0 to 9", "Arabic"
        yield "list as text", f'{name} = "{", ".join(map(str, value))}"', "list is asked"
    if len(value) > 1:
        yield "item left out", f"{name} = [{written(value[:-1])}]", "left out", "not right"
        if not choice:
            yield "item twice", f"{name} = [{inside}, {written(value[:1])}]", "more than once"
        if not any_order and value != value[::-1]:
            yield "turned round", f"{name} = [{inside}][::-1]", "turned round"
    yield "number for a list", f"{name} = 77", "list", "letters"


def of_texts(name, value):
    """Yield slips in a list of texts."""
    inside, bare = written(value), ", ".join(value)
    yield "one text", f'{name} = "{" ".join(value)}"', "list is asked"
    yield "one text with commas", f'{name} = "{bare}"', "list is asked"
    yield "commas inside", f'{name} = ["{bare}"]', "one item", "comma stands inside"
    yield "comma forgotten", f"{name} = [{inside.replace(', ', ' ', 1)}]", "comma is missing"
    stop = f"{name} = [{inside}]".replace('"', '."', 2).replace('."', '"', 1)
    yield "stop at an item", stop, "at its end"
    counted = f'{name} = ["3 {value[0]}", {written(value[1:])}]'
    yield "count copied", counted, "number of the printed line"
    for right, wrong in ("يى", "ةه", "أا"):
        if right in bare:
            yield f"{wrong} for {right}", f"{name} = [{inside.replace(right, wrong, 1)}]", f"{wrong} ("


def of_choices(name, value):
    """Yield slips in a list of letters, each of which stands for a line."""
    yield "letter of no line", f'{name} = [{written(value)}, "Q"]', "no Q"
    yield "sentence typed", f'{name} = ["The writer uses the word more often"]', "not the sentence"
    yield "numbers for letters", f"{name} = [1, 2]", "not a number"
    yield "Arabic letters", f'{name} = ["أ", "ب"]', "Latin ones"
    more = sorted({*value, *"ABCD"} - set("E"))[:5]
    yield "a letter too many", f"{name} = {more}", "not belong", "left out"


def of_call(name, solution):
    """Yield slips in a statement that calls something."""
    yield "bracket forgotten", solution.rstrip()[:-1], "never closed"
    yield "two equals signs", solution.replace("=", "==", 1), "`==` compares"
    yield "misspelt name", solution.replace(name, f"{name}s", 1), "look at its spelling"
    function = re.search(r"= ?(\w{4,})\(", solution)
    if function:
        yield "misspelt function", solution.replace(function[1], function[1][:-1], 1), "did you mean"
        yield "a function not run", f"{name} = {function[1]}", "not run"
