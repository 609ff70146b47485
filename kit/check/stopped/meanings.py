"""Say what the messages of Python's errors mean, and what the course calls its types."""

# ruff: noqa: E501  A sentence to a student stands whole in one line, where it can be found by its words.

from kit.language import say, to_say

__all__ = ["MEANINGS", "PARTS", "word_for"]

PARTS = ("first", "second", "third")  # what a meaning calls the parts of Python's message

WORDS = {  # what the course calls Python's types
    "str": to_say("text"),
    "int": to_say("a number"),
    "float": to_say("a number"),
    "bool": to_say("True or False"),
    "list": to_say("a list"),
    "tuple": to_say("a list in round brackets"),
    "dict": to_say("a dictionary"),
    "set": to_say("a set"),
    "bytes": to_say("bytes"),
    "NoneType": to_say("nothing (`None`)"),
    "Series": to_say("a table of counts"),
    "DataFrame": to_say("a table"),
    "Index": to_say("the words of a table"),
    "builtin_function_or_method": to_say("a function without its brackets"),
    "function": to_say("a function"),
    "method": to_say("a function without its brackets"),
    "type": to_say("a kind of thing, not a thing"),
    "Blank": to_say("a blank, `____`"),
}


# The message of an error as Python writes it, and what it means to a beginner.
MEANINGS: list[tuple[str, str, str]] = [
    ("TypeError", r"'(builtin_function_or_method|function|method)' object is not subscriptable",
     to_say("A function needs round brackets, `( )`; square ones, `[ ]`, take a part out of something.")),
    ("TypeError", r"'(builtin_function_or_method|function|method)' object is not iterable|"
     r"object of type '(builtin_function_or_method|function|method)' has no len\(\)",
     to_say("A function stands there without its brackets, `()`: with them it gives its result.")),
    ("TypeError", r"unsupported operand type\(s\) for ([^:]+): '(?:function|builtin_function_or_method|method)'"
     r" and .*|.*for ([^:]+): '\w+' and '(?:function|builtin_function_or_method|method)'",
     to_say("A function stands there without its brackets, `()`: with them it gives its result.")),
    ("TypeError", r"object of type 'NoneType' has no len\(\)|'NoneType' object is not \w+|"
     r"unsupported operand type\(s\) for .*'NoneType'.*",
     to_say("There is nothing (`None`) to work on: something before it gave back no value. Did you forget `return`, "
     "or is there a `print` where a value is needed?")),
    ("TypeError", r"object of type '(int|float|bool)' has no len\(\)",
     to_say("`len` was asked of a number. It tells how long a text or a list is: is there a `len` too many?")),
    ("TypeError", r"'(int|float|bool)' object is not iterable",
     to_say("A number stands where a list or a text is needed: a number has no parts to go through.")),
    ("TypeError", r"'(int|float|bool)' object is not subscriptable",
     to_say("Square brackets take a part out of a list or a text, and here they stand behind a number.")),
    ("TypeError", r"'(str|int|float|list|dict|set|tuple|Series|DataFrame|NoneType|bytes)' object is not callable",
     to_say("Round brackets stand behind {first}, and only a function can be called with them. To take a part out, use "
     "square ones, `[ ]`; to multiply, write `*`.")),
    ("TypeError", r"unsupported operand type\(s\) for /: 'set' and '\w+'|.*for /: '\w+' and 'set'",
     to_say("Python cannot divide sets. `len(…)` says how many things are in one.")),
    ("TypeError", r"unsupported operand type\(s\) for [^:]+: 'set' and '\w+'|.*for [^:]+: '\w+' and 'set'",
     to_say("A set cannot be reckoned with. `len(…)` says how many things are in one; `&` gives what two of them share.")),
    ("TypeError", r"bad operand type for unary .*", to_say("Two signs stand side by side: is there a `+` or a `-` too many?")),
    ("TypeError", r"'in <string>' requires string as left operand, not (\w+)",
     to_say("On the left of `in` stands {first}, and on its right a text: `in` asks whether the left lies in the right. Turn them round?")),
    ("TypeError", r"argument of type '(\w+)' is not (?:iterable|a container.*)",
     to_say("On the right of `in` stands {first}: `in` looks into a text, a list or a set.")),
    ("TypeError", r"decoding to str: need a bytes-like object, (\w+) found",
     to_say("Text is needed there, and yours is {first}. No text at all is written as two quotes.")),
    ("UFuncTypeError|UFuncNoLoopError|_UFuncNoLoopError", r".*",
     to_say("A number and a text stand on two sides of one sign. Text stands in quotes: is there a name in quotes by mistake?")),
    ("EOFError|StdinNotImplementedError", r".*",
     to_say("`input()` asks at the keyboard. Write your answer into the cell instead.")),
    ("TypeError", r"unsupported operand type\(s\) for ([^:]+): 'list' and '\w+'|.*for ([^:]+): '\w+' and 'list'",
     to_say("A list cannot be reckoned with. Do you mean its length, `len(…)`, or one of its items?")),
    ("TypeError", r"unsupported operand type\(s\) for ([^:]+): '(\w+)' and '(\w+)'|"
     r"can only concatenate (?:str|list|tuple) \(not \"(\w+)\"\) to (\w+)",
     to_say("Two things of different kinds cannot be joined with that sign: look whether one of them is text (in "
     "quotes) and the other a number or a list.")),
    ("TypeError", r"can't multiply sequence by non-int.*",
     to_say("A text or a list was multiplied by something that is no whole number. Do you mean its length, `len(…)`?")),
    ("TypeError", r"'([<>]=?)' not supported between instances of '(\w+)' and '(\w+)'",
     to_say("`{first}` compares two things of one kind, and here they are {second} and {third}.")),
    ("TypeError", r"(?:list|tuple|string) indices must be integers.*",
     to_say("In the square brackets behind a list or a text stands the number of a place, without quotes.")),
    ("TypeError", r"slice indices must be integers.*",
     to_say("On both sides of the colon in square brackets stand whole numbers. Is there something else, or a `len` missing?")),
    ("TypeError", r"unhashable type: '(\w+)'",
     to_say("{first} cannot be put into a set or be the name of a place in a dictionary. Use what is in it, one by one.")),
    ("TypeError", r"cannot unpack non-iterable (\w+) object",
     to_say("Several names stand on the left of `=`, and only one value on the right.")),
    ("TypeError", r"(\w+)\(\) (?:takes|missing|expected|got).*keyword argument '(\w+)'.*",
     to_say("`{first}` knows nothing called `{second}`: look at the names before `=` in its brackets.")),
    ("TypeError", r"'?([\w.]+?)'?\(\) missing (?:\d+|a) required (?:positional |keyword-only )?arguments?: (.*)",
     to_say("`{first}` has too few things in its brackets: {second} is missing.")),
    ("TypeError", r"([\w.]+)\(\) takes (?:from )?(\w+(?: to \d+)?) (?:positional )?arguments? (?:but \d+ (?:was|were) given.*|\(\d+ given\))",
     to_say("`{first}` has a wrong number of things in its brackets: count the commas.")),
    ("TypeError", r"([\w.]+)(?:\(\))? (?:expected|takes) .*arguments?.*",
     to_say("`{first}` has a wrong number of things in its brackets: count the commas.")),
    ("TypeError", r"Parameters to generic types.*|.*(?:first|expected) (?:argument must be )?str(?:ing)?.*(?:bytes|instance|pattern|got).*",
     to_say("Text is needed there, in quotes or as a name that holds text; yours is something else.")),
    ("TypeError", r"encode\(\) argument.*|decode\(\) argument.*",
     to_say("`encode` and `decode` want the name of an encoding, as text in quotes.")),
    ("AttributeError", r"'str' object has no attribute 'decode'",
     to_say("Text has no `decode`: only bytes do. Turn the text into bytes first.")),
    ("AttributeError", r"'bytes' object has no attribute 'encode'",
     to_say("Bytes have no `encode`: only text does. `decode` makes text of bytes.")),
    ("AttributeError", r"'NoneType' object has no attribute '(\w+)'",
     to_say("There is nothing (`None`) to take `.{first}` of: what stands before it gave back no value.")),
    ("AttributeError", r"'(builtin_function_or_method|function|method)' object has no attribute '(\w+)'",
     to_say("A function stands before `.{second}` without its brackets, `()`: with them it gives its result.")),
    ("AttributeError", r"'?(\w+)'? object has no attribute '(len|length|size|Len)'.*",
     to_say("{first} has no `.{second}`. How long it is, `len(…)` says: the name goes into its brackets.")),
    ("AttributeError", r"'?(\w+)'? object has no attribute '(\w+)'.*",
     to_say("{first} has no `.{second}`. Look at its spelling, and at what stands before the stop.")),
    ("AttributeError", r"module '([\w.]+)' has no attribute '(\w+)'.*",
     to_say("`{first}` has nothing called `{second}`: look at its spelling.")),
    ("ValueError", r"The truth value of an? .*",
     to_say("`and`, `or` and `not` work on one thing, not on a whole column. Between columns write `&` or `|`, and put "
     "each condition in brackets: `(…) & (…)`.")),
    ("ValueError", r"could not convert string to float.*|invalid literal for int\(\).*",
     to_say("That text holds no number that Python can read.")),
    ("ValueError", r"substring not found", to_say("What you look for is not in the text: `index` finds no place for it.")),
    ("ValueError", r"math domain error|expected a positive input.*", to_say("log(0) does not exist: leave a count of 0 out.")),
    ("ValueError", r"too many values to unpack.*|not enough values to unpack.*",
     to_say("The names on the left of `=` and the values on the right are not equally many.")),
    ("ValueError", r"empty separator", to_say("`split` needs something between its quotes, or nothing in its brackets.")),
    ("KeyError", r"(.*)", to_say("There is no {first} in it. Look at the spelling: every letter and capital counts.")),
    ("IndexError", r".*", to_say("There is no item at that place: places are counted from 0, and the last is one less than "
     "the length.")),
    ("ZeroDivisionError", r".*", to_say("It divides by 0: say what should come out where there is nothing to divide by.")),
    ("OverflowError", r".*", to_say("The number has become too large: is `**` meant, or `*`?")),
    ("LookupError", r"unknown encoding: ?(.*)", to_say("Python knows no encoding called `{first}`: look at its spelling.")),
    ("UnicodeDecodeError", r"'([\w-]+)' codec.*", to_say("These bytes cannot be read as {first}: it is another encoding.")),
    ("UnicodeEncodeError", r"'([\w-]+)' codec.*", to_say("{first} has no byte for one of these letters: it is another encoding.")),
    ("ModuleNotFoundError", r"No module named '?([\w.]+)'?", to_say("There is no module called `{first}`: look at its spelling.")),
    ("ImportError", r"cannot import name '(\w+)' from '([\w.]+)'.*",
     to_say("`{second}` has nothing called `{first}`: look at its spelling.")),
    ("UnboundLocalError", r"cannot access local variable '(\w+)'.*|local variable '(\w+)' referenced.*",
     to_say("`{first}` is used in the function before it has a value there: give it one first, for example `{first} = 0`.")),
    ("RecursionError", r".*", to_say("Your function calls itself without end.")),
    ("KeyboardInterrupt", r".*", to_say("You stopped it before it was done. Is there a loop in it that never ends?")),
    ("SystemExit", r".*", to_say("The answer tried to leave Python. Remove `exit()` or `quit()`.")),
    ("MemoryError", r".*", to_say("It asked for more memory than there is. Is there a loop that never ends?")),
    ("FileNotFoundError", r".*'(.*)'", to_say("There is no file called `{first}` here.")),
    ("AssertionError", r".*", to_say("What stands after `assert` is not true.")),
    ("PatternError", r".*", to_say("The pattern cannot be read: look for a bracket or a sign that has no partner.")),
]  # fmt: skip


def word_for(name: str) -> str:
    """Return what the course calls a type of Python; any other text as it is.

    >>> word_for("NoneType"), word_for("total")
    ('nothing (`None`)', 'total')
    """
    return say(WORDS[name]) if name in WORDS else name.replace("`", "'")
