"""The place for an answer, `____`."""

from collections.abc import Iterator
from typing import Any

__all__ = ["Blank"]


class Blank:
    """The class of `____`, a place for an answer. It supports operations, so an untouched stub runs.

    Python needs a real value in some places, so stubs must avoid them: `range(____)`, `len(____)`,
    `words[____]`, `____ in "text"` and `f"{____:.2f}"`.

    >>> ____ + 1, ____.lower(), 12 / ____, -____ ** 2
    (____, ____, ____, ____)
    """

    def __repr__(self) -> str:
        return "____"

    def __getattr__(self, name: str) -> "Blank":
        if name.startswith("_"):
            raise AttributeError(name)
        return self

    def __iter__(self) -> Iterator[Any]:
        return iter(())

    def _itself(self, *_args: Any, **_named: Any) -> "Blank":
        return self

    __call__ = __getitem__ = __lt__ = __le__ = __gt__ = __ge__ = _itself
    __add__ = __sub__ = __mul__ = __truediv__ = __floordiv__ = __mod__ = __pow__ = __and__ = __or__ = _itself
    __radd__ = __rsub__ = __rmul__ = __rtruediv__ = __rfloordiv__ = __rmod__ = __rpow__ = _itself
    __rand__ = __ror__ = __neg__ = __pos__ = __abs__ = __round__ = _itself


____ = Blank()
