"""Say what the messages of Python's errors mean, and what the course calls its types."""

# ruff: noqa: E501  A sentence to a student stands whole in one line, where it can be found by its words.

__all__ = ["MEANINGS", "word_for"]

WORDS = {  # what the course calls Python's types
    "str": "text",
    "int": "a number",
    "float": "a number",
    "bool": "True or False",
    "list": "a list",
    "tuple": "a list in round brackets",
    "dict": "a dictionary",
    "set": "a set",
    "bytes": "bytes",
    "NoneType": "nothing (`None`)",
    "Series": "a table of counts",
    "DataFrame": "a table",
    "Index": "the words of a table",
    "builtin_function_or_method": "a function without its brackets",
    "function": "a function",
    "method": "a function without its brackets",
    "type": "a kind of thing, not a thing",
    "Blank": "a blank, `____`",
}


# The message of an error as Python writes it, and what it means to a beginner.
MEANINGS: list[tuple[str, str, str]] = [
    ("TypeError", r"'(builtin_function_or_method|function|method)' object is not subscriptable",
     "A function needs round brackets, `( )`; square ones, `[ ]`, take a part out of something."),
    ("TypeError", r"'(builtin_function_or_method|function|method)' object is not iterable|"
     r"object of type '(builtin_function_or_method|function|method)' has no len\(\)",
     "A function stands there without its brackets, `()`: with them it gives its result."),
    ("TypeError", r"unsupported operand type\(s\) for ([^:]+): '(?:function|builtin_function_or_method|method)'"
     r" and .*|.*for ([^:]+): '\w+' and '(?:function|builtin_function_or_method|method)'",
     "A function stands there without its brackets, `()`: with them it gives its result."),
    ("TypeError", r"object of type 'NoneType' has no len\(\)|'NoneType' object is not \w+|"
     r"unsupported operand type\(s\) for .*'NoneType'.*",
     "There is nothing (`None`) to work on: something before it gave back no value. Did you forget `return`, "
     "or is there a `print` where a value is needed?"),
    ("TypeError", r"object of type '(int|float|bool)' has no len\(\)",
     "`len` was asked of a number. It tells how long a text or a list is: is there a `len` too many?"),
    ("TypeError", r"'(int|float|bool)' object is not iterable",
     "A number stands where a list or a text is needed: a number has no parts to go through."),
    ("TypeError", r"'(int|float|bool)' object is not subscriptable",
     "Square brackets take a part out of a list or a text, and here they stand behind a number."),
    ("TypeError", r"'(str|int|float|list|dict|set|tuple|Series|DataFrame|NoneType|bytes)' object is not callable",
     "Round brackets stand behind {0}, and only a function can be called with them. To take a part out, use "
     "square ones, `[ ]`; to multiply, write `*`."),
    ("TypeError", r"unsupported operand type\(s\) for /: 'set' and '\w+'|.*for /: '\w+' and 'set'",
     "Python cannot divide sets. `len(…)` says how many things are in one."),
    ("TypeError", r"unsupported operand type\(s\) for [^:]+: 'set' and '\w+'|.*for [^:]+: '\w+' and 'set'",
     "A set cannot be reckoned with. `len(…)` says how many things are in one; `&` gives what two of them share."),
    ("TypeError", r"bad operand type for unary .*", "Two signs stand side by side: is there a `+` or a `-` too many?"),
    ("TypeError", r"'in <string>' requires string as left operand, not (\w+)",
     "On the left of `in` stands {0}, and on its right a text: `in` asks whether the left lies in the right. Turn them round?"),
    ("TypeError", r"argument of type '(\w+)' is not (?:iterable|a container.*)",
     "On the right of `in` stands {0}: `in` looks into a text, a list or a set."),
    ("TypeError", r"decoding to str: need a bytes-like object, (\w+) found",
     "Text is needed there, and yours is {0}. No text at all is written as two quotes."),
    ("UFuncTypeError|UFuncNoLoopError|_UFuncNoLoopError", r".*",
     "A number and a text stand on two sides of one sign. Text stands in quotes: is there a name in quotes by mistake?"),
    ("EOFError|StdinNotImplementedError", r".*",
     "`input()` asks at the keyboard. Write your answer into the cell instead."),
    ("TypeError", r"unsupported operand type\(s\) for ([^:]+): 'list' and '\w+'|.*for ([^:]+): '\w+' and 'list'",
     "A list cannot be reckoned with. Do you mean its length, `len(…)`, or one of its items?"),
    ("TypeError", r"unsupported operand type\(s\) for ([^:]+): '(\w+)' and '(\w+)'|"
     r"can only concatenate (?:str|list|tuple) \(not \"(\w+)\"\) to (\w+)",
     "Two things of different kinds cannot be joined with that sign: look whether one of them is text (in "
     "quotes) and the other a number or a list."),
    ("TypeError", r"can't multiply sequence by non-int.*",
     "A text or a list was multiplied by something that is no whole number. Do you mean its length, `len(…)`?"),
    ("TypeError", r"'([<>]=?)' not supported between instances of '(\w+)' and '(\w+)'",
     "`{0}` compares two things of one kind, and here they are {1} and {2}."),
    ("TypeError", r"(?:list|tuple|string) indices must be integers.*",
     "In the square brackets behind a list or a text stands the number of a place, without quotes."),
    ("TypeError", r"slice indices must be integers.*",
     "On both sides of the colon in square brackets stand whole numbers. Is there something else, or a `len` missing?"),
    ("TypeError", r"unhashable type: '(\w+)'",
     "{0} cannot be put into a set or be the name of a place in a dictionary. Use what is in it, one by one."),
    ("TypeError", r"cannot unpack non-iterable (\w+) object",
     "Several names stand on the left of `=`, and only one value on the right."),
    ("TypeError", r"(\w+)\(\) (?:takes|missing|expected|got).*keyword argument '(\w+)'.*",
     "`{0}` knows nothing called `{1}`: look at the names before `=` in its brackets."),
    ("TypeError", r"'?([\w.]+?)'?\(\) missing (?:\d+|a) required (?:positional |keyword-only )?arguments?: (.*)",
     "`{0}` has too few things in its brackets: {1} is missing."),
    ("TypeError", r"([\w.]+)\(\) takes (?:from )?(\w+(?: to \d+)?) (?:positional )?arguments? (?:but \d+ (?:was|were) given.*|\(\d+ given\))",
     "`{0}` has a wrong number of things in its brackets: count the commas."),
    ("TypeError", r"([\w.]+)(?:\(\))? (?:expected|takes) .*arguments?.*",
     "`{0}` has a wrong number of things in its brackets: count the commas."),
    ("TypeError", r"Parameters to generic types.*|.*(?:first|expected) (?:argument must be )?str(?:ing)?.*(?:bytes|instance|pattern|got).*",
     "Text is needed there, in quotes or as a name that holds text; yours is something else."),
    ("TypeError", r"encode\(\) argument.*|decode\(\) argument.*",
     "`encode` and `decode` want the name of an encoding, as text in quotes."),
    ("AttributeError", r"'str' object has no attribute 'decode'",
     "Text has no `decode`: only bytes do. Turn the text into bytes first."),
    ("AttributeError", r"'bytes' object has no attribute 'encode'",
     "Bytes have no `encode`: only text does. `decode` makes text of bytes."),
    ("AttributeError", r"'NoneType' object has no attribute '(\w+)'",
     "There is nothing (`None`) to take `.{0}` of: what stands before it gave back no value."),
    ("AttributeError", r"'(builtin_function_or_method|function|method)' object has no attribute '(\w+)'",
     "A function stands before `.{1}` without its brackets, `()`: with them it gives its result."),
    ("AttributeError", r"'?(\w+)'? object has no attribute '(len|length|size|Len)'.*",
     "{0} has no `.{1}`. How long it is, `len(…)` says: the name goes into its brackets."),
    ("AttributeError", r"'?(\w+)'? object has no attribute '(\w+)'.*",
     "{0} has no `.{1}`. Look at its spelling, and at what stands before the stop."),
    ("AttributeError", r"module '([\w.]+)' has no attribute '(\w+)'.*",
     "`{0}` has nothing called `{1}`: look at its spelling."),
    ("ValueError", r"The truth value of an? .*",
     "`and`, `or` and `not` work on one thing, not on a whole column. Between columns write `&` or `|`, and put "
     "each condition in brackets: `(…) & (…)`."),
    ("ValueError", r"could not convert string to float.*|invalid literal for int\(\).*",
     "That text holds no number that Python can read."),
    ("ValueError", r"substring not found", "What you look for is not in the text: `index` finds no place for it."),
    ("ValueError", r"math domain error|expected a positive input.*", "log(0) does not exist: leave a count of 0 out."),
    ("ValueError", r"too many values to unpack.*|not enough values to unpack.*",
     "The names on the left of `=` and the values on the right are not equally many."),
    ("ValueError", r"empty separator", "`split` needs something between its quotes, or nothing in its brackets."),
    ("KeyError", r"(.*)", "There is no {0} in it. Look at the spelling: every letter and capital counts."),
    ("IndexError", r".*", "There is no item at that place: places are counted from 0, and the last is one less than "
     "the length."),
    ("ZeroDivisionError", r".*", "It divides by 0: say what should come out where there is nothing to divide by."),
    ("OverflowError", r".*", "The number has become too large: is `**` meant, or `*`?"),
    ("LookupError", r"unknown encoding: ?(.*)", "Python knows no encoding called `{0}`: look at its spelling."),
    ("UnicodeDecodeError", r"'([\w-]+)' codec.*", "These bytes cannot be read as {0}: it is another encoding."),
    ("UnicodeEncodeError", r"'([\w-]+)' codec.*", "{0} has no byte for one of these letters: it is another encoding."),
    ("ModuleNotFoundError", r"No module named '?([\w.]+)'?", "There is no module called `{0}`: look at its spelling."),
    ("ImportError", r"cannot import name '(\w+)' from '([\w.]+)'.*",
     "`{1}` has nothing called `{0}`: look at its spelling."),
    ("UnboundLocalError", r"cannot access local variable '(\w+)'.*|local variable '(\w+)' referenced.*",
     "`{0}` is used in the function before it has a value there: give it one first, for example `{0} = 0`."),
    ("RecursionError", r".*", "Your function calls itself without end."),
    ("KeyboardInterrupt", r".*", "You stopped it before it was done. Is there a loop in it that never ends?"),
    ("SystemExit", r".*", "The answer tried to leave Python. Remove `exit()` or `quit()`."),
    ("MemoryError", r".*", "It asked for more memory than there is. Is there a loop that never ends?"),
    ("FileNotFoundError", r".*'(.*)'", "There is no file called `{0}` here."),
    ("AssertionError", r".*", "What stands after `assert` is not true."),
    ("PatternError", r".*", "The pattern cannot be read: look for a bracket or a sign that has no partner."),
    ("TextError", r"(.*)", "{0}"),
]  # fmt: skip


def word_for(name: str) -> str:
    """Return what the course calls a type of Python; any other text as it is.

    >>> word_for("NoneType"), word_for("total")
    ('nothing (`None`)', 'total')
    """
    return WORDS.get(name, name.replace("`", "'"))
