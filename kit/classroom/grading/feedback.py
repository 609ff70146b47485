"""Pages of feedback: for each student what was asked, what the answer gave, what was expected, a hint."""

from html import escape

from nbconvert.filters import markdown2html

from kit.check import ARABIC
from kit.classroom.grading.marking import Mark, Question

STYLE = """
:root { color-scheme: light; }
body { max-width: 48rem; margin: 2rem auto; padding: 0 1rem; line-height: 1.5;
       font-family: "Noto Sans", "Noto Naskh Arabic", "Segoe UI", Tahoma, sans-serif; color: #1b1b1b; }
section { border-top: 1px solid #c8c8c8; padding: .5rem 0 1rem; }
pre { background: #f4f4f4; padding: .6rem; overflow-x: auto; white-space: pre-wrap; }
table { border-collapse: collapse; width: 100%; }
th, td { border: 1px solid #c8c8c8; padding: .3rem .5rem; text-align: start; vertical-align: top; }
td { overflow-wrap: anywhere; }
.outcome { border-inline-start: 5px solid #767676; padding-inline-start: .6rem; }
.right { border-color: #0072B2; } .known-mistake { border-color: #E69F00; } .wrong { border-color: #D55E00; }
@media print { section { break-inside: avoid; } }
"""
HEADINGS = {"right": "Right", "known mistake": "Almost: a known mistake", "wrong": "Not right"}


def page(result: dict, exercise: str, questions: dict[str, Question]) -> str:
    """Return one student's page."""
    marks: dict[str, Mark] = result["marks"]
    got, most = sum(one.points for one in marks.values()), sum(one.points for one in questions.values())
    title = titled(exercise)
    parts = [f"<h1>{escape(title)}</h1>", f"<p><strong>{isolate(result['student'])}</strong>: "]
    parts[-1] += f"{got:g} of {most:g} points.</p>"
    parts += [f"<p>Note: {isolate(note)}.</p>" for note in result["notes"]]
    parts += [_section(questions[name], one) for name, one in marks.items()]
    return html(f"{title}: {result['student']}", "\n".join(parts))


def titled(exercise: str) -> str:
    """Return an exercise's title.

    >>> titled("01_read")
    'Exercise 01 · Read'
    """
    return f"Exercise {exercise.replace('_', ' · ', 1).title()}"


def html(title: str, body: str) -> str:
    """Return a whole page that runs nothing and fetches nothing, whatever stands in it."""
    policy = "default-src 'none'; style-src 'unsafe-inline'; img-src data:"
    return f"""<!DOCTYPE html>
<html lang="en" dir="ltr">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width">
<meta http-equiv="Content-Security-Policy" content="{policy}">
<title>{escape(title)}</title>
<style>{STYLE}</style>
</head>
<body>
{body}
</body>
</html>
"""


def isolate(text: str) -> str:
    """Escape text and set each run of Arabic apart, so that it never reorders what stands around it.

    >>> isolate("في < 3")
    '<bdi dir="rtl" lang="ar">في</bdi> &lt; 3'
    """
    seen = "".join(one if one.isprintable() or one in "\n\t" else f"\\u{ord(one):04x}" for one in text)
    return ARABIC.sub(lambda run: f'<bdi dir="rtl" lang="ar">{run[0]}</bdi>', escape(seen))


def rich(text: str) -> str:
    """Make HTML of a sentence with `code` in backticks."""
    parts = [isolate(part) for part in text.split("`")]
    return "".join(f'<code dir="ltr">{part}</code>' if odd % 2 else part for odd, part in enumerate(parts))


def _section(question: Question, mark: Mark) -> str:
    outcome = HEADINGS.get(mark.outcome, mark.outcome.capitalize())
    lines = [
        f"<h2>{escape(question.heading)}</h2>",
        markdown2html(question.task),
        f'<pre dir="ltr">{isolate(question.look)}</pre>' if question.look else "",
        f'<p class="outcome {mark.outcome.replace(" ", "-")}"><strong>{outcome}</strong>, '
        f"{mark.points:g} of {question.points:g}. {rich(mark.sentence)}</p>",
    ]
    if mark.code:
        lines += ["<h3>Your answer</h3>", f'<pre dir="ltr">{isolate(mark.code[:5000])}</pre>']
    if mark.rows and mark.outcome != "right":
        lines += ["<h3>What it gave</h3>", _table(mark.rows)]
    if mark.outcome not in ("right", "unreadable", "missing"):
        lines += [f"<p><strong>Hint.</strong> {rich(question.key['hint'])}</p>"]
    return "<section>\n" + "\n".join(lines) + "\n</section>"


def _table(rows: tuple) -> str:
    columns = ["looked at", "your answer gave", "expected"]
    head = "<tr>" + "".join(f'<th scope="col">{one}</th>' for one in columns) + "</tr>"
    body = "".join(
        f'<tr><td>{rich(what)}</td><td><code dir="ltr">{isolate(gave)}</code></td>'
        f'<td><code dir="ltr">{isolate(wanted)}</code></td></tr>'
        for what, gave, wanted in rows
    )
    return f"<table>{head}{body}</table>"
