"""What a program must do to draw Arabic, as two pictures: shape its letters, and put them in order."""

import re
import unicodedata
from html import escape

from arabic_reshaper import ArabicReshaper

from kit.errors import TextError, text_of
from kit.language import direction, language, say, to_say
from kit.show import Shown
from kit.show.boxes import CELL, LARGE, SMALL, THICK, box, boxes_table, visible_letter

__all__ = ["letter_order", "letter_shapes"]

MOST_LETTERS = 24  # A row of boxes has room for no more.
_JOINER = "\N{ZERO WIDTH JOINER}"  # A letter beside it looks as if it had a neighbour on that side.
# The last word but one of a shaped letter's Unicode name, our name for the shape, and what joins it before
# and after.
_SHAPES = {
    "ISOLATED": (to_say("alone"), "", ""),
    "INITIAL": (to_say("at the start"), "", _JOINER),
    "MEDIAL": (to_say("in the middle"), _JOINER, _JOINER),
    "FINAL": (to_say("at the end"), _JOINER, ""),
}
_RESHAPER = ArabicReshaper({"support_ligatures": False, "delete_harakat": False, "delete_tatweel": False})
# Numbers and Latin words keep their own direction inside a label that is read from the right.
_LEFT_TO_RIGHT = re.compile(r"[0-9٠-٩]+(?:[.,:٫٬][0-9٠-٩]+)*|[A-Za-z]+(?: +[A-Za-z]+)*")


def letter_shapes(word: str) -> Shown:
    """Show each letter of a word alone, and below it the shape it takes between its neighbours.

    Shapes other than the letter alone have a thick frame, and each is named.

    >>> letter_shapes("دير")
    د alone
    ي at the start
    ر at the end

    Raises:
        TextError: there is no letter, or there are more than 24.
    """
    word = _label(word, "letter_shapes")
    shapes = [_shape(letter, drawn) for letter, drawn in zip(word, _RESHAPER.reshape(word), strict=True)]
    alone, joined, names = [], [], []
    for letter, (name, before, after) in zip(word, shapes, strict=True):
        alone.append(box(visible_letter(letter), LARGE))
        shaped = f'<div style="{LARGE}">{escape(before + visible_letter(letter) + after)}</div>'
        joined.append(f'<td style="{THICK if before or after else CELL}">{shaped}</td>')
        names.append(f'<td style="{CELL};{SMALL}" {_way()}>{name}</td>')
    rows = [
        (say("alone"), alone),
        (say("in the word"), joined),
        (say("its shape"), names),
        (say("the word"), [_whole(word)]),
    ]
    plain = "\n".join(
        f"{visible_letter(letter)} {name}" for letter, (name, _, _) in zip(word, shapes, strict=True)
    )
    return Shown(boxes_table([_row(*row) for row in rows]), plain)


def letter_order(label: str) -> Shown:
    """Show the letters of a label in the order in which they are stored, and in that in which they are seen.

    Both rows are as they stand on the screen; the number below a letter says which letter of the text it is.
    Arrows show in which direction each part is written: letters from the right, numbers from the left.

    >>> letter_order("في 20")
    ف is letter 1, and 5 from the left
    ي is letter 2, and 4 from the left
    space is letter 3, and 3 from the left
    2 is letter 4, and 1 from the left
    0 is letter 5, and 2 from the left

    Raises:
        TextError: there is no letter, or there are more than 24.

    Source: Unicode Standard Annex 9 (the bidirectional algorithm), for labels without brackets or signs.
    """
    label = _label(label, "letter_order")
    runs = _runs(label)
    parts = [range(start, end) for start, end, _ in runs]
    seen = [
        at
        for part, (_, _, is_ltr) in zip(parts, runs, strict=True)
        for at in (part[::-1] if is_ltr else part)
    ]
    stored = range(len(label))[::-1]  # Both rows begin on the right, as the table does.
    arrows = [box("→" if is_ltr else "←", SMALL, end - start) for start, end, is_ltr in runs]
    rows = [
        _row(say("as it is stored, drawn from the left"), [_numbered_box(label, at) for at in stored]),
        _row(say("as it must be seen"), [_numbered_box(label, at) for at in seen]),
        _row(say("how it is written"), arrows),
        _row(say("the label"), [_whole(label)]),
    ]
    plain = "\n".join(
        say(
            "{letter} is letter {number}, and {place} from the left",
            letter=visible_letter(letter),
            number=at + 1,
            place=len(label) - seen.index(at),
        )
        for at, letter in enumerate(label)
    )
    return Shown(boxes_table(rows), plain)


def _label(text: str, caller: str) -> str:
    label = text_of(text, caller).strip()
    if not label:
        said = say("{caller}: there is no letter to show. Write a word between the quotes.", caller=caller)
        raise TextError(said)
    if len(label) > MOST_LETTERS:
        told = {"caller": caller, "n": len(label), "most": MOST_LETTERS}
        raise TextError(say("{caller}: {n} characters do not fit a row. Give {most} at most.", **told))
    return label


def _shape(letter: str, drawn: str) -> tuple[str, str, str]:
    """Return the name of the shape in which a letter is drawn, and what joins it before and after."""
    if unicodedata.combining(letter):
        return say("a mark"), "", ""
    words = unicodedata.name(drawn, "").split()
    form = words[-2] if words[-1:] == ["FORM"] else ""
    name, before, after = _SHAPES.get(form, _SHAPES["ISOLATED"])
    return say(name), before, after


def _runs(label: str) -> list[tuple[int, int, bool]]:
    """Cut a label into parts of one direction: start, end, and whether it is written from the left."""
    runs, at = [], 0
    for match in _LEFT_TO_RIGHT.finditer(label):
        runs += [(at, match.start(), False)] * (at < match.start()) + [(*match.span(), True)]
        at = match.end()
    return runs + [(at, len(label), False)] * (at < len(label))


def _row(head: str, cells: list[str]) -> str:
    return f'<tr><th scope="row" {_way()} style="{CELL}">{head}</th>{"".join(cells)}</tr>'


def _way() -> str:
    """Return the direction and language of what kit writes itself: the table around it is Arabic."""
    return f'dir="{direction()}" lang="{language()}"'


def _whole(text: str) -> str:
    return box(text, LARGE, len(text))


def _numbered_box(label: str, at: int) -> str:
    letter = visible_letter(label[at])
    size = SMALL if len(letter) > 2 else LARGE
    return (
        f'<td style="{CELL}"><div style="{size}">{escape(letter)}</div>'
        f'<div style="{SMALL}">{at + 1}</div></td>'
    )
