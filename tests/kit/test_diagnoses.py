"""Sentences that were untrue of an answer, or stopped the check: one case for each kind."""

import ast
import json
from decimal import Decimal

import pytest
from cases import ROOT

from kit.check.other_kind import slip_of_kind
from kit.check.probe import look, plain
from kit.check.sentence import SEEN
from kit.check.slips import slip_in_value
from kit.check.slips.in_a_place import name_place
from kit.check.slips.in_code import braces_without_f, slip_surely_seen
from kit.check.slips.of_items import of_one_factor, slip_of_numbers, upside_down
from kit.check.slips.of_texts import text_slip
from kit.check.slips.phrases import Task
from kit.check.source import is_code, names_given
from kit.check.stopped.side_by_side import other_language, words_side_by_side
from kit.check.stopped.unknown_names import Page, explain_name


@pytest.mark.parametrize(
    "code", ["for x in words", "if n == 0: break", "while n == 0: pass", "y = [x for x in y"]
)
def test_keywords_are_neither_multiplied_nor_divided(code):
    assert words_side_by_side(code, "invalid syntax", []) is None


@pytest.mark.parametrize(
    ("code", "sign"), [("n = 3 x 4", "`*`"), ("n = a x (b)", "`*`"), ("n = 3 : 4", "`/`")]
)
def test_a_sign_of_another_kind_is_named(code, sign):
    assert sign in words_side_by_side(code, "invalid syntax", [])


def test_each_pipe_of_r_is_shown_as_it_was_written():
    assert [other_language(f"x {pipe} len")[:5] for pipe in ("%>%", "|>")] == ["`%>%`", "`|>` "]


@pytest.mark.parametrize(
    "pairs", [[(1e12, 5), (2e12, 6)], [(1e12, 5), (2, 6)], [(2, 3), (3, 2)], [(0, 1), (1, 0)]]
)
def test_these_are_no_divisions_upside_down(pairs):
    assert upside_down(pairs) is None
    assert "upside down" not in getattr(of_one_factor(pairs, "each number"), "sentence", "")


def test_a_dictionary_with_pairs_as_keys_lacks_a_name():
    value = plain({("a", "b"): 1})
    key, probe = {"kinds": {"x": "a dictionary"}}, {"expression": "x['a']", "expected": 1}
    seen = {"kinds": {"x": "a dictionary"}, "values": {"x": value}}
    slip = slip_of_kind(key, seen, [(probe, {"raised": "KeyError", "message": "'a'"})], "")
    assert slip.sentence == "`x` has nothing for `a`."


@pytest.mark.parametrize(
    ("written", "data"),
    [
        ("0.5", 0.5),
        ("1E+999999999", {"float": "inf"}),
        ("NaN", {"float": "nan"}),
        ("sNaN", {"other": "Decimal"}),
    ],
)
def test_a_decimal_of_any_size_is_read(written, data):
    assert plain(Decimal(written)) == data


@pytest.mark.parametrize(("error", "calls"), [(KeyboardInterrupt, 1), (SystemExit, 1), (ValueError, 2)])
def test_after_an_interrupt_an_answer_is_not_run_again(error, calls, capsys):
    ran = []

    def f():
        ran.append(1)
        raise error

    assert look(["len(f())"], {"f": f}, ["f"])["results"][0]["raised"] == error.__name__
    assert len(ran) == calls
    assert capsys.readouterr() == ("", "")


def test_a_class_of_a_pattern_is_no_bracket_to_fill_in():
    assert braces_without_f(["x"], r'x = r"\p{Arabic}+"') is None
    assert braces_without_f(["x"], 'x = "{Arabic}+"')


def test_a_name_within_a_function_is_not_given_by_the_page():
    code = "def f(words):\n    size = len(words)\nprint(size)"
    assert names_given(code) == {"f"}
    page = Page(frozenset({"size"}))
    assert "inside the function" in explain_name("name 'size' is not defined", code, 1, page, {"f"})
    assert "first cell" in explain_name("name 'size' is not defined", "size = size + 1", 1, page, {"f"})


def named(right, wrong):
    return name_place(*(ast.parse(code).body[0].value for code in (right, wrong)))


@pytest.mark.parametrize(
    ("right", "wrong", "says"),
    [
        ("len(w) > 3", "w == 3", ""),
        ("len(w) > 3", "len(w) == 3", "`==` asks"),
        ("a > b", "b > a", "changed places"),
        ("w == '(a)'", "w == 'a'", ""),
        ("a * (b + c)", "a * b + c", "the brackets do not stand"),
        ("len(a) + 1", "len(a + 1)", "the brackets do not stand"),
        ("f()", "f", ""),
        ("(a > 1) & (b > 2)", "(a > 1) | (b > 2)", ""),
        ("a & b", "a | b", "in either set"),
        ("(a + b)", "(a + b)[0]", "leave out `[0]`"),
    ],
)
def test_a_place_in_code_is_named_truly(right, wrong, says):
    assert says in named(right, wrong)
    assert says or not named(right, wrong)


@pytest.mark.parametrize("text", ["حلب (مدينة)", "Aleppo (city)", "twenty-one", "two words"])
def test_these_texts_are_no_code(text):
    assert not is_code(text)


@pytest.mark.parametrize("text", ["len(text)", "text.count('a')", "counts['a']", "len(a) / len(b)", "3 + 4"])
def test_these_texts_are_code(text):
    assert is_code(text)


@pytest.mark.parametrize(
    "code",
    [
        "{'word': word}",
        "table.sort_values('word')",
        "table[['word']]",
        "table.rename(columns=['word'])",
        "f'word {word}'",
    ],
)
def test_a_column_or_a_key_may_be_called_like_a_name(code):
    assert slip_surely_seen(["f"], f"def f(word):\n    return {code}") is None


@pytest.mark.parametrize("code", ["len('word')", "words.count('word')", "['word']"])
def test_a_name_in_quotes_is_still_seen(code):
    assert "remove the quotes" in slip_surely_seen(["f"], f"def f(words, word):\n    return {code}").sentence


@pytest.mark.parametrize(
    ("wanted", "given", "says"),
    [
        ("a word!", "a word?", "at its end, `!`, is missing"),
        ("a word", "a word.", "at its end, `.`, is not part"),
        ("«a word", "a word", "in front of it, `«`, is missing"),
        ("a word", "(a word", "in front of it, `(`, is not part"),
        ("a word.!", "a word!.", "only the signs around it"),
        ("اواوب", "أوأوب", "a few letters are different"),
        ("اوب", "أوب", "one letter is different"),
    ],
)
def test_a_sign_or_a_letter_is_named_where_it_is(wanted, given, says):
    assert says in text_slip(wanted, given, "`x`").sentence


def test_quotes_and_commas_are_for_what_was_typed():
    called = slip_in_value(["a", "b"], ["a, b"], Task("`f(x)`", "return ['a, b']", called=True))
    assert "quotes" not in called.sentence
    assert "quotes" not in slip_in_value(["a", "b"], ["a, b"], Task("`x`", "x = [y]")).sentence
    assert "quotes" in slip_in_value(["a", "b"], ["a, b"], Task("`x`", "x = ['a, b']")).sentence


def test_the_last_return_names_the_function_that_was_not_run():
    code = "def f(words):\n    result = words\n    if words:\n        return result\n    return len"
    task = Task("`f(x)`", code, called=True)
    assert slip_in_value(3, {"other": "builtin_function_or_method"}, task).sentence.startswith(
        "`len` is a function"
    )


def test_pairs_in_a_table_are_named_as_python_writes_them():
    wanted, given = plain({("دير", "الزور"): 2}), plain({("دير", "حلب"): 2})
    assert "['دير', 'حلب']" in slip_in_value(wanted, given, Task("`x`")).sentence


def test_places_are_mentioned_only_where_places_are_looked_for():
    assert "Places" not in slip_of_numbers([(1, 2), (6, 7)], Task("`x`", "x = [2, 7]")).sentence


def test_a_negative_number_is_typed_too():
    assert "Count again" in slip_in_value(-3, -2, Task("`x`", "x = -2")).sentence


def probe_words(entry, helpers):
    """Yield the texts that functions called in labelled probes can return, besides what is expected."""
    functions = {
        node.name: node for node in ast.walk(ast.parse(helpers)) if isinstance(node, ast.FunctionDef)
    }
    for probe in entry["probes"]:
        if "`" in probe.get("label", "`"):
            continue
        called = names_in(ast.parse(probe["expression"])) & functions.keys()
        inner = {name for function in called for name in names_in(functions[function])} & functions.keys()
        for name in called | inner:
            for line in ast.walk(functions[name]):
                if isinstance(line, ast.Return) and line.value:
                    yield from (word for word in texts_of(line.value) if word != probe["expected"])


def names_in(node):
    return {part.id for part in ast.walk(node) if isinstance(part, ast.Name)}


def texts_of(value):
    if isinstance(value, ast.IfExp):
        return texts_of(value.body) + texts_of(value.orelse)
    return [value.value] if isinstance(value, ast.Constant) and isinstance(value.value, str) else []


@pytest.mark.parametrize(
    "path", sorted((ROOT / "kit" / "data" / "exercises").glob("*.json")), ids=lambda p: p.stem
)
def test_what_a_probe_can_give_is_put_into_words(path):
    key = json.loads(path.read_text(encoding="utf-8"))
    for entry in key["questions"].values():
        assert set(probe_words(entry, key["setup"] + entry["helpers"])) <= SEEN
