"""Name the slips of a pattern, from the pieces of text that it finds."""

from typing import Any

from kit.check.slips.of_items import left_over
from kit.check.slips.phrases import Slip, listed, short, slip_saying

__all__ = ["slip_of_pattern"]


def slip_of_pattern(wanted: Any, given: Any) -> Slip | None:
    """Say which pieces a pattern finds too long, too short or not at all.

    >>> slip_of_pattern(["37", "2.5"], ["37", "2", "5"]).sentence
    'The pattern takes too little: it breaks `2.5` into pieces.'
    """
    lists = isinstance(wanted, list) and isinstance(given, list)
    if not lists or not all(isinstance(piece, str) for piece in [*wanted, *given]):
        return None
    missing, extra = left_over(wanted, given), left_over(given, wanted)
    for longer, whole in ((piece, other) for piece in extra for other in missing if other in piece):
        return slip_saying(
            "The pattern takes too much: it finds `{found}` where `{asked}` is asked.",
            found=short(longer),
            asked=short(whole),
        )
    for broken in (piece for piece in missing if any(other and other in piece for other in extra)):
        return slip_saying(
            "The pattern takes too little: it breaks `{asked}` into pieces.", asked=short(broken)
        )
    if missing and not extra:
        return slip_saying("The pattern does not find {pieces}.", pieces=listed(missing))
    if extra and not missing:
        return slip_saying("The pattern finds {pieces} as well, and should not.", pieces=listed(extra))
    return None
