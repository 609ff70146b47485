"""Make the exercises for another text: `python -m kit exercises --text my.txt --into handout`.

A question whose solution computes its answer gets a new key. A question about the article's own words is left
out and reported with the reason.
"""

import ast
import contextlib
import json
import re
from dataclasses import replace
from pathlib import Path

import nbformat
from nbformat import NotebookNode

from kit.check.protocol import read_probe
from kit.check.source import names_given, names_read, nodes_in
from kit.classroom.exercises.editions import make_edition, notebook_text
from kit.classroom.exercises.keys import make_key, proved
from kit.classroom.exercises.sources import SourceError, WrittenQuestion, fill, read_source
from kit.classroom.repository import EXERCISES, KEYS, ROOT, edition_name
from kit.classroom.translations.sources import source_in
from kit.data import course_texts
from kit.errors import TextError
from kit.language import languages, say, speaking, to_say
from kit.read import article, own_text, second_article
from kit.tokens import tokenize

READS = to_say("This edition reads the text `{name}`.")
LEFT_OUT = to_say("Some numbers are missing: those questions are about another text.")


def for_text(sources: list[Path], text: Path, folder: Path) -> tuple[dict[Path, str], list[str]]:
    """Return the files to write for another text, and a line on each omitted question that says why.

    The files have the same places as in the course, so that they can be copied over it: the text, and for
    each exercise the key and the student edition in each language.

    Raises:
        TextError: the file is missing, is not a text, or has the name of a text of the course.
    """
    if not text.is_file():
        raise TextError(f"exercises: there is no file {text}.")
    text = text.resolve()
    words = own_text(text)
    ours = course_texts() / text.name
    if ours.is_file() and not ours.samefile(text):
        raise TextError(f"exercises: the course has a text {text.name} of its own. Give yours another name.")
    files, left_out = {folder / "seeds" / text.name: words}, []
    with contextlib.chdir(text.parent):  # Set-ups find the text here, as it is not in the course yet.
        for source in sources:
            notebook = nbformat.read(source, as_version=4)
            setup, missing, asked, reasons = _fitted(notebook, text.name, words)
            left_out += [f"{source.stem} {name}: {reason}" for name, reason in reasons.items()]
            if asked:
                names = [question.name for question in asked]
                key = make_key(setup, asked, complete=False)
                written = json.dumps(key, ensure_ascii=False, indent=1) + "\n"
                files[folder / KEYS.relative_to(ROOT) / f"{source.stem}.json"] = written
                about = {"exercise": source.stem, "version": key["version"]}
                for spoken, whole in _in_every_language(source, notebook).items():
                    place = folder / (spoken if spoken != "en" else "") / EXERCISES.relative_to(ROOT)
                    with speaking(spoken):
                        edition = _edition(whole, text.name, names, missing)
                    edition.metadata["kit"] = about | ({"language": spoken} if spoken != "en" else {})
                    files[place / edition_name(source.stem)] = notebook_text(edition)
    return files, left_out


def _in_every_language(source: Path, notebook: NotebookNode) -> dict[str, NotebookNode]:
    """Return a source notebook in each language in which students get it."""
    others = [
        other
        for other in languages()
        if (ROOT / other / EXERCISES.name / edition_name(source.stem)).is_file()
    ]
    return {"en": notebook} | {other: source_in(source, other) for other in others}


def with_text(code: str, name: str) -> str:
    r"""Return code that reads a text of the course by its name instead of the article.

    >>> print(with_text("from kit.read import article, paragraphs\nwords = tokenize(article())", "my.txt"))
    from kit.read import own_text, paragraphs
    words = tokenize(own_text("my.txt"))
    """
    code = re.sub(r"\barticle\(\)", lambda _: f"own_text({json.dumps(name, ensure_ascii=False)})", code)
    return re.sub(r"(?m)^(from kit\.read import .*)\barticle\b", r"\1own_text", code)


def of_the_text(setup: str) -> set[str]:
    r"""Return the names in a set-up that come from the article, directly or through one another.

    >>> sorted(of_the_text("text = article()\nwords = tokenize(text)\nsize = 3"))
    ['text', 'words']
    """
    names: set[str] = set()
    for statement in ast.parse(setup).body:
        if isinstance(statement, ast.Assign) and names_read(statement.value) & {*names, "article"}:
            names |= {name.id for target in statement.targets for name in nodes_in(target, ast.Name)}
    return names


def _fitted(
    notebook: NotebookNode, name: str, words: str
) -> tuple[str, set[str], list[WrittenQuestion], dict[str, str]]:
    """Return the set-up for another text, the names it lacks, fitting questions, why others do not fit."""
    setup, questions = read_source(notebook)
    names = of_the_text(setup)
    lost = set(tokenize(article())) - set(tokenize(words))  # Words of the article that this text lacks.
    twice = "second_article()" in setup and words.strip() == second_article().strip()
    cells = {cell.id: cell.source for cell in notebook.cells}
    new_setup, missing = _working(with_text(setup, name))
    asked: list[WrittenQuestion] = []
    reasons: dict[str, str] = {}
    for question in questions:
        question = _on(question, name)
        candidates = [question]
        reason = "its answer is not computed from the text"
        used = _used(question, cells.get(f"{question.name}-look", ""))
        if used & missing:
            candidates, reason = [], f"it needs `{min(used & missing)}`, which this text does not have"
        elif used & names:
            if twice:
                candidates, reason = [], "it would compare this text with itself"
            elif lost & set(tokenize(cells[f"{question.name}-task"])):
                candidates, reason = [], "its task speaks of words that this text does not have"
            else:
                candidates = _computed(question, names, lost)
        fitted = next(filter(None, (_trimmed(candidate, new_setup) for candidate in candidates)), None)
        if fitted:
            asked.append(fitted)
        else:
            reasons[question.name] = reason
    return new_setup, missing, asked, reasons


def _on(question: WrittenQuestion, name: str) -> WrittenQuestion:
    """Return a question whose code reads another text."""
    return replace(
        question,
        solution=with_text(question.solution, name),
        wrong=[(says, with_text(code, name)) for says, code in question.wrong],
        alternatives=[with_text(code, name) for code in question.alternatives],
    )


def _used(question: WrittenQuestion, look: str) -> set[str]:
    """Return the names in a question's code and in the cells that students look at."""
    probes = [read_probe(written) for written in question.key["probes"]]
    code = [question.stub, question.solution, look, str(question.key.get("helpers", ""))]
    code += [part for probe in probes for part in (probe["expression"], str(probe.get("ties", "")))]
    return {name.id for part in code for name in nodes_in(part, ast.Name)}


def _working(setup: str) -> tuple[str, set[str]]:
    r"""Return a set-up without the statements that fail, and the names that are therefore undefined.

    >>> kept, missing = _working("size = 3\nstart = 'abc'.index('x')\nend = start + size")
    >>> kept, sorted(missing)
    ('size = 3', ['end', 'start'])
    """
    kept: list[str] = []
    missing: set[str] = set()
    given: dict[str, object] = {}
    for statement in ast.parse(setup).body:
        code = ast.unparse(statement)
        try:
            exec(code, given)
            kept.append(code)
        except Exception:
            missing |= names_given(code)
    return "\n".join(kept), missing


def _computed(question: WrittenQuestion, names: set[str], lost: set[str]) -> list[WrittenQuestion]:
    """Return a question without the answers and sentences that are about the article.

    There is one copy of the question for each right answer that computes, which becomes its solution.
    """
    right = [code for code in (question.solution, *question.alternatives) if _computes(code, names)]
    key = dict(question.key)
    if set(tokenize(key["why"])) & lost or re.search(r"\d", key["why"]):
        key["why"] = ""
    wrong = [(says, code) for says, code in question.wrong if not set(tokenize(says)) & lost]
    return [
        replace(question, key=key, solution=code, alternatives=[x for x in right if x != code], wrong=wrong)
        for code in right
    ]


def _trimmed(question: WrittenQuestion, setup: str) -> WrittenQuestion | None:
    """Drop the known answers that do not come out on this text as they do on the article."""
    while True:
        try:
            proved(setup, question, complete=False)
            return question
        except SourceError as error:
            wrong = [pair for pair in question.wrong if fill(question.stub, pair[1]) != error.code]
            others = [code for code in question.alternatives if fill(question.stub, code) != error.code]
            if len(wrong) == len(question.wrong) and len(others) == len(question.alternatives):
                return None
            question = replace(question, wrong=wrong, alternatives=others)


def _computes(code: str, names: set[str]) -> bool:
    """Say whether an answer is computed from the given names and not typed as a constant."""
    used = {name.id for name in nodes_in(code, ast.Name)}
    return bool(used & names or nodes_in(code, ast.FunctionDef, ast.Lambda))


def _edition(notebook: NotebookNode, name: str, asked: list[str], missing: set[str]) -> NotebookNode:
    """Return the student edition of the questions that are asked."""
    edition = make_edition(notebook)
    of_questions = re.compile(r"q\d+")
    cells = [(cell, of_questions.match(cell.id)) for cell in edition.cells]
    edition.cells = [cell for cell, question in cells if not question or question[0] in asked]
    for cell in edition.cells:
        if cell.cell_type == "code":
            cell.source = with_text(cell.source, name)
    setup = next(cell for cell in edition.cells if cell.cell_type == "code")
    lines = setup.source.split("\n")
    for statement in reversed(ast.parse(setup.source).body):
        if names_given(ast.unparse(statement)) & missing:
            del lines[statement.lineno - 1 : statement.end_lineno]
    given = ", ".join(asked) + "," * (len(asked) == 1)
    setup.source = re.sub(r"(?m)^q1.*(?= = exercise\()", given, "\n".join(lines))
    says = " ".join([say(READS, name=name), *([say(LEFT_OUT)] if len(edition.cells) < len(cells) else [])])
    first = edition.cells[0]
    whole, end, rest = first.source.partition("\n\n</div>")  # Translated prose stands in a <div>.
    first.source = f"{whole}\n\n{says}{end}{rest}"
    return edition
