"""What the columns of kit's tables are called in other languages than English, where a name says it."""

from kit.language import say, to_say

__all__ = ["heads"]

_MARK = "column: "
_COLUMNS = (
    to_say("column: word"),
    to_say("column: words"),
    to_say("column: phrase"),
    to_say("column: keyword"),
    to_say("column: before"),
    to_say("column: after"),
    to_say("column: position"),
    to_say("column: count"),
    to_say("column: value"),
    to_say("column: total"),
    to_say("column: spellings"),
    to_say("column: log_dice"),
    to_say("column: log_likelihood"),
    to_say("column: log_ratio"),
    to_say("column: target"),
    to_say("column: reference"),
    to_say("column: kind"),
    to_say("column: name"),
    to_say("column: canonical"),
    to_say("column: gold"),
    to_say("column: found"),
    to_say("column: right"),
    to_say("column: precision"),
    to_say("column: recall"),
    to_say("column: f1"),
    to_say("column: first"),
    to_say("column: second"),
    to_say("column: sentences"),
    to_say("column: document"),
    to_say("column: part"),
    to_say("column: file"),
    to_say("column: line"),
    to_say("column: text"),
    to_say("column: start"),
    to_say("column: end"),
    to_say("column: desk"),
    to_say("column: date"),
    to_say("column: title"),
    to_say("column: problem"),
    to_say("column: counted"),
    to_say("column: shuffle"),
    to_say("column: per_thousand"),
    to_say("column: target_rate"),
    to_say("column: target_low"),
    to_say("column: target_high"),
    to_say("column: reference_rate"),
    to_say("column: reference_low"),
    to_say("column: reference_high"),
    to_say("column: arabic"),
    to_say("column: english"),
    to_say("column: latitude"),
    to_say("column: longitude"),
    to_say("column: other"),
    to_say("column: adjective"),
    to_say("column: also"),
)


def heads() -> dict[str, str]:
    """Return what columns are called in the language of the moment, by their names; none in English.

    >>> heads()
    {}
    """
    said = {message.removeprefix(_MARK): say(message) for message in _COLUMNS}
    return {name: head for name, head in said.items() if not head.startswith(_MARK)}
