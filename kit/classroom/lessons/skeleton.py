"""Write the skeleton of a new lesson: its head, a first idea, and the five parts that close every lesson."""

import re
import secrets
from pathlib import Path

import nbformat
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook

from kit.classroom.repository import LESSONS
from kit.errors import TextError

HEAD = """# {number}. {title}

**The question.** What do you want to know of the text?

**You will be able to** …

**You need** lesson {before}.

**Time:** {minutes} minutes."""
TAIL = {  # tests/course/test_notebooks.py requires these five closing parts, in this order.
    "What we found": "One sentence for each thing the cells above have shown.",
    "What this text cannot show": "Say what one text of this length leaves open, with a number.",
    "Words": "| term | Arabic | meaning |\n|:--|:--|:--|\n| … | … | … |",
    "Now your text": "Write the name of your file between the quotes.",
    "Next": "Name the exercise and the next lesson, each with its link.",
}
KERNEL = {"display_name": "Python 3 (ipykernel)", "language": "python", "name": "python3"}


def new_lesson(name: str, folder: Path = LESSONS) -> Path:
    """Write a new lesson's skeleton and return its path.

    Raises:
        TextError: the name is not like "10_poems", or the lesson exists already.
    """
    if not re.fullmatch(r"\d\d_[a-z]+", name):
        raise TextError(f'lessons: "{name}" is no name of a lesson. Take two digits and a word: 10_poems.')
    path = folder / f"{name}.ipynb"
    if path.exists():
        raise TextError(f"lessons: {path.name} is there already, and is not written over.")
    path.write_text(nbformat.writes(_skeleton(name), indent=1, ensure_ascii=False) + "\n", encoding="utf-8")
    return path


def _skeleton(name: str) -> nbformat.NotebookNode:
    number, word = name.split("_")
    head = HEAD.format(
        number=int(number), title=word.capitalize(), before=max(0, int(number) - 1), minutes=10
    )
    cells = [
        new_markdown_cell(head),
        new_markdown_cell(
            "## The first idea\n\nSay in a few words what the next cell does, and let students guess."
        ),
        new_code_cell("from kit.read import article\n\ntext = article()\nlen(text)"),
        new_markdown_cell("Read the result aloud: what does it say of the text?"),
    ]
    for title, says in TAIL.items():
        cells.append(new_markdown_cell(f"## {title}\n\n{says}"))
        if title == "Now your text":
            cells.append(
                new_code_cell(
                    'TEXT = "second.txt"\n\nfrom kit.read import own_text\n\nmine = own_text(TEXT)\nlen(mine)'
                )
            )
    for cell in cells:  # Ids without a number stay valid when cells are inserted before them.
        cell.id = f"{number}-{secrets.token_hex(3)}"
    metadata = {"kernelspec": KERNEL, "language_info": {"name": "python"}}
    notebook: nbformat.NotebookNode = new_notebook(cells=cells, metadata=metadata)
    return notebook
