"""Make a corpus of words drawn at random: its true rates are known, so counts can be judged by them."""

from pathlib import Path

import numpy as np

from kit.count import frequencies
from kit.errors import whole_number
from kit.read import article, second_article
from kit.tokens import tokenize

__all__ = ["invent"]

RARE = {"north": 0.0002, "south": 0.0003}  # The true rate of RARE_WORD in each part.
RARE_WORD = "سفينة"
LETTERS = "بتثجحخدذرزسشصضطظعغفقكلمن"


class _Words(dict[int, str]):
    """Words by rank: the real ones of the course's two texts, and beyond them invented ones."""

    def __init__(self) -> None:
        real = frequencies(tokenize(article()) + tokenize(second_article()))
        super().__init__(enumerate(word for word in real.index if word != RARE_WORD))

    def __missing__(self, rank: int) -> str:
        word, rest = "", rank + len(LETTERS) ** 3
        while rest:
            rest, letter = divmod(rest, len(LETTERS))
            word += LETTERS[letter]
        if rank < 2**20:
            self[rank] = word
        return word


def invent(folder: str | Path, *, words: int, seed: int = 9, text_words: int = 6000) -> Path:
    """Write an invented corpus of so many words and return its folder.

    Its texts, of `text_words` words each, lie in the folders north and south. Each word is drawn by itself,
    so the texts mean nothing. The word of rank r comes up with a chance in proportion to 1 / (r + 10) ** 1.5:
    as in a real text few words are common and most are rare. The first ranks have real words, the others
    invented ones. Only سفينة ("ship") has a rate of its own: 2 in 10,000 words in the north, 3 in the south.
    The same seed gives the same texts on every machine.

    >>> from tempfile import TemporaryDirectory
    >>> with TemporaryDirectory() as folder:
    ...     sorted(path.name for path in invent(folder, words=20_000).glob("north/*"))
    ['00000.txt', '00002.txt']

    Raises:
        TextError: `words` or `text_words` is not a whole number from 1 up.

    Source of the form: B. Mandelbrot, An informational theory of the statistical structure of language, 1953.
    """
    words = whole_number(words, "invent", "words", least=1)
    text_words = whole_number(text_words, "invent", "text_words", least=1)
    folder, by_rank = Path(folder), _Words()
    chance = np.random.RandomState(seed).random_sample  # NumPy promises not to change this generator.
    for number, first in enumerate(range(0, words, text_words)):
        part, size = "south" if number % 2 else "north", min(text_words, words - first)
        left = 1 - chance(size)
        ranks = np.minimum(10 / (left * left) - 10, 2.0**62).astype("int64")
        text = [by_rank[rank] for rank in ranks.tolist()]
        for place in np.flatnonzero(chance(size) < RARE[part]):
            text[place] = RARE_WORD
        path = folder / part / f"{number:05}.txt"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text("".join(_punctuated(text)), encoding="utf-8")
    return folder


def _punctuated(words: list[str]) -> list[str]:
    """Return the words with stops: a sentence has 20 words, a line five sentences."""
    ends = {19: ". ", 39: ". ", 59: "، ", 79: ". ", 99: ".\n"}
    return [word + ends.get(place % 100, " ") for place, word in enumerate(words)]
