"""Every command in INSTRUCTORS.md is run, or is one that another test runs; every link has its parts."""

import re
import shlex
from urllib.parse import parse_qs, urlsplit

import nbformat
import pytest
from cases import ROOT
from isolated import WHY_NOT

from kit.__main__ import COMMANDS, main
from kit.classroom.exercises.editions import make_edition
from kit.classroom.lessons.command import OPTIONS, Result
from kit.classroom.repository import SOURCES

PAGE = ROOT / "INSTRUCTORS.md"
PROGRAM = re.compile(r"(?:\S*python3?|pytest|nbgrader|jupyter|pip|conda|uv|git|apt) \S")
ELSEWHERE = {  # For each command that another test runs, its file and a text in it that shows so.
    "python3 start.py": ("tests/machine/test_start.py", '"start.py", "--no-browser"'),
    "python3 start.py --port 9000": ("tests/machine/test_start.py", '"--port"'),
    "python3 start.py --lang ar": ("tests/course/test_starting.py", '"--lang", "ar"'),
    "python3 start.py site FOLDER": ("tests/machine/site/test_site_files.py", '"site", "FOLDER"'),
    "python3 open-course.py": ("tests/machine/site/test_site_files.py", '"open-course.py"'),
    "python3 start.py test": (".ci/run", "python3 start.py test"),
    "nbgrader generate_assignment 01_read": ("tests/machine/test_school.py", '"generate_assignment", NAME'),
    "nbgrader autograde 01_read": ("tests/machine/test_school.py", '"autograde", NAME'),
    "nbgrader release_assignment 01_read": ("tests/machine/test_hub.py", '"release_assignment", name'),
    "nbgrader collect 01_read": ("tests/machine/test_hub.py", '"collect", name'),
    "/opt/tljh/user/bin/python -c \"import start; start.hand_out('/srv/students')\"": (
        "tests/machine/test_hub.py",
        "start.hand_out(",
    ),
    "nbgrader export": ("tests/machine/test_school.py", '"export"'),
    "apt install bubblewrap": (".ci/run", "bubblewrap"),
    "python -m pip wheel --no-deps .": ("tests/machine/test_colab.py", '"pip", "wheel", "--no-deps"'),
    "pip install -e .": ("tests/machine/test_environment.py", '"-e ."'),
    'pip install -e ".[corpus]"': ("start.py", "%s[corpus]"),
}
NOT_RUN = {  # each with its reason
    "jupyter labextension disable @jupyter/nbgrader:formgrader": "is JupyterLab's",
    "jupyter labextension disable @jupyter/nbgrader:create-assignment": "is JupyterLab's",
    'pip install -e ".[spark]"': "what it installs, the tests have from the group dev",
    "git diff": "is Git's",
    "python3 start.py site public": "is the one above with another name",
}


def commands() -> list[str]:
    """Return the commands on the page, in code blocks without a language and in `code`, each once."""
    text = PAGE.read_text(encoding="utf-8")
    blocks = re.findall(r"^```(\w*)\n(.*?)^```", text, flags=re.MULTILINE | re.DOTALL)
    lines = [
        line for language, block in blocks if language in ("", "sh", "bash") for line in block.split("\n")
    ]
    prose = re.sub(r"^```.*?^```", "", text, flags=re.MULTILINE | re.DOTALL)
    typed = [line.split("  #")[0].strip() for line in lines + re.findall(r"`([^`\n]+)`", prose)]
    return list(dict.fromkeys(line for line in typed if PROGRAM.match(line) and line != "python -m kit"))


ELSEWHERE_OURS = {  # commands of ours that other tests run, since they need what a class brings
    "python -m kit exercises 10_mine": "tests/classroom/test_making.py",
    "python -m kit exercises --text my_article.txt --into handout": "tests/classroom/test_texts.py",
    "python -m kit exercises --text seeds/second.txt --into handout": "tests/classroom/test_texts.py",
    "python -m kit grade submissions --roster Grades.csv": "tests/classroom/test_results.py",
}
OURS = [line for line in commands() if line.startswith("python -m kit ") and line not in ELSEWHERE_OURS]
OTHERS = [line for line in commands() if line not in OURS and line not in ELSEWHERE_OURS]


@pytest.fixture
def course(tmp_path, monkeypatch):
    """Make the current folder one like the course's, with a submission and lessons of one cell."""
    (tmp_path / "notebooks").mkdir()
    cell = nbformat.v4.new_code_cell("28", execution_count=1)
    cell.outputs = [nbformat.v4.new_output("execute_result", {"text/plain": "28"}, execution_count=1)]
    for lesson in (ROOT / "notebooks").glob("*.ipynb"):
        title = nbformat.v4.new_markdown_cell(f"# {lesson.stem}")
        notebook = nbformat.v4.new_notebook(
            cells=[title, cell], metadata={"language_info": {"name": "python"}}
        )
        nbformat.write(notebook, tmp_path / "notebooks" / lesson.name)
    source = SOURCES / "01_read.ipynb"
    solved = make_edition(nbformat.read(source, as_version=4), solved=True)
    solved.metadata["kit"] = nbformat.read(
        ROOT / "exercises" / "01_read_exercise.ipynb", as_version=4
    ).metadata.kit
    (tmp_path / "submissions").mkdir()
    nbformat.write(solved, tmp_path / "submissions" / "Layla Haddad.ipynb")
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr("webbrowser.open", lambda address: None)
    monkeypatch.setattr("kit.classroom.slides.ROOT", tmp_path)
    return tmp_path


def marked(command):
    """Mark the command that runs all lessons, so that `test --fast` leaves out its minute or two."""
    return pytest.param(command, marks=[pytest.mark.machine] * (command == "python -m kit lessons"))


@pytest.mark.parametrize("command", [marked(command) for command in OURS])
def test_our_commands_do_what_they_should(command, course, capsys, monkeypatch):
    """`python -m kit lessons`, without a name, runs all lessons: this is where their outputs are tested."""
    arguments = shlex.split(command)[3:]
    if arguments[0] == "lessons" and len(arguments) > 1:  # test_lessons.py runs what this would.
        monkeypatch.setattr(
            "kit.classroom.lessons.command.in_parallel",
            lambda job, paths, jobs: [Result(path) for path in paths],
        )
    if arguments[0] == "grade" and "--unsafe" not in arguments and WHY_NOT:
        pytest.skip(f"grade: {WHY_NOT}")
    assert main(arguments) == 0, capsys.readouterr().out


@pytest.mark.parametrize("command", OTHERS)
def test_other_commands_are_known(command):
    if command.startswith("pytest "):
        options = [option.replace(str(ROOT), "").replace("\\", "/").replace("=/", "=") for option in OPTIONS]
        assert command == f"pytest {' '.join(options)} notebooks/ ar/notebooks/"
    elif command in ELSEWHERE:
        file, sign = ELSEWHERE[command]
        assert sign in (ROOT / file).read_text(encoding="utf-8")
    else:
        assert command in NOT_RUN, "run it here, or say why not"


def test_every_command_of_ours_is_on_the_page_or_a_students():
    named = {shlex.split(command)[3] for command in OURS}
    assert set(COMMANDS) - named <= {"progress", "site"}  # A student and start.py run these.


@pytest.mark.parametrize("name", COMMANDS)
def test_help_gives_an_example(name, capsys):
    with pytest.raises(SystemExit) as ended:
        main([name, "--help"])
    assert ended.value.code == 0
    assert f"python -m kit {name}" in re.split("[Ee]xamples?:", capsys.readouterr().out)[1]


def test_links_for_nbgitpuller_open_a_lesson_that_exists():
    text = PAGE.read_text(encoding="utf-8")
    links = re.findall(r"https://\S+/git-pull\?\S+", text)
    for link in links:
        parts = parse_qs(urlsplit(link).query, strict_parsing=True)
        [repository], [opens] = parts["repo"], parts["urlpath"]
        folder = repository.rstrip("/").split("/")[-1].removesuffix(".git")
        assert parts["branch"] == ["main"]
        assert opens.startswith(f"lab/tree/{folder}/")
        assert (ROOT / opens.removeprefix(f"lab/tree/{folder}/")).exists()
    assert len(links) == text.count("/git-pull?")
