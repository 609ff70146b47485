"""A place to write a guess before a cell is run, and an answer to it."""

from kit.clean import unify_digits
from kit.errors import shorten
from kit.language import say
from kit.show.tables import Shown, show_text

__all__ = ["guess"]

UNSAID = "?"


def guess(said: object, answer: object) -> Shown:
    """Answer a guess: say what it was and what is true. While it is still "?", keep the answer back.

    >>> guess(12, 22)
    You said 12, it is 22.
    >>> guess("22", 22)
    You said 22, and that is right.
    >>> guess("?", 22)
    Write your guess in place of "?", then run this cell again.
    """
    if isinstance(said, str) and said.strip() in ("", UNSAID):
        return show_text(say('Write your guess in place of "?", then run this cell again.'))
    written, true = shorten(said), shorten(answer, length=200)
    try:
        right = bool(said == answer)
    except ValueError:  # Comparing a table or an array gives an answer for each place in it, and not one.
        right = False
    if right or unify_digits(written).strip() == true:  # Students may put a number in quotes.
        return show_text(say("You said {guess}, and that is right.", guess=written))
    return show_text(say("You said {guess}, it is {answer}.", guess=written, answer=true))
