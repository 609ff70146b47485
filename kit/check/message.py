"""Show what a check says: plain in text, and in a notebook with every Arabic value in its own direction.

The HTML holds only what JupyterLab's sanitizer keeps: no `<style>`, no scripts, no aria attributes.
"""

from dataclasses import dataclass, field

from kit.check.differences import GREY, difference_as_html, difference_as_text, large_letters
from kit.check.directions import ARABIC, as_html, set_apart
from kit.check.protocol import Difference
from kit.language import direction, html_attributes, say, start_side, to_say

__all__ = ["ARABIC", "HEADINGS", "Message", "Unshown", "as_html", "set_apart"]

HEADINGS = {
    "not attempted": to_say("Not attempted yet"),
    "stopped": to_say("Stopped by an error"),
    "correct": to_say("Correct"),
    "almost": to_say("Almost"),
    "incorrect": to_say("Not correct yet"),
    "hint": to_say("Hint"),
    "solution": to_say("One solution"),
}
COLOURS = {"correct": "#0072B2", "almost": "#E69F00", "incorrect": "#D55E00", "stopped": "#D55E00"}


@dataclass(repr=False)
class Message:
    """What a check, a hint or a solution says."""

    kind: str
    sentence: str = ""
    code: str = ""
    call: str = ""
    more: list["Message"] = field(default_factory=list)  # messages folded below this one
    difference: Difference | None = None
    letters: tuple[str, str] | None = None
    before: "Message | None" = None  # the hint or solution shown earlier in the same cell

    def __repr__(self) -> str:
        lines = [
            repr(self.before) if self.before else "",
            f"{say(HEADINGS[self.kind])}. {self.sentence}".strip(),
        ]
        lines += [difference_as_text(self.difference), self.code]
        lines += [
            say("{heading}: run {call}", heading=say(HEADINGS[message.kind]), call=message.call)
            for message in self.more
        ]
        return "\n".join(filter(None, lines))

    def _repr_html_(self) -> str:
        heading = f"<strong>{say(HEADINGS[self.kind])}.</strong> "
        line = f"border-{start_side()}: 4px solid {COLOURS.get(self.kind, GREY)}"
        offers = "".join(
            f'<details style="margin: 4px 0"><summary>{say(HEADINGS[message.kind])}</summary>{message._body()}</details>'
            for message in self.more
        )
        body = self._body(heading) + offers
        html = f'<div {html_attributes()} style="{line}; padding: 2px 12px; margin: 4px 0">{body}</div>'
        return (self.before._repr_html_() if self.before else "") + html

    def _body(self, heading: str = "") -> str:
        parts = []
        align = "; text-align: right" if direction() == "rtl" else ""  # Jupyter aligns every paragraph left.
        if heading or self.sentence:
            parts.append(f'<p style="margin: 4px 0{align}">{heading}{as_html(self.sentence)}</p>')
        if self.letters:
            parts.append(large_letters(*self.letters))
        if self.difference:
            parts.append(difference_as_html(self.difference))
        if self.code:
            parts.append(f'<pre dir="ltr" style="margin: 4px 0">{set_apart(self.code)}</pre>')
        return "".join(parts)


class Unshown(Message):
    """A message that a notebook does not show.

    >>> Unshown("correct")._ipython_display_()
    """

    def _ipython_display_(self) -> None:
        """Show nothing: IPython prefers this hook to `__repr__` and `_repr_html_`."""
