"""The course on a real JupyterHub, set up as INSTRUCTORS.md says: two students, an update, a marked exercise.

Everything listens on 127.0.0.1; the students are Linux users who go again when the tests end.
"""

import json
import os
import pwd
import shutil
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import nbformat
import pytest
from cases import ROOT
from environments import install_school
from lessons import errors
from screens import ALL_RAN, CHROMIUM, chromium, free_port, wait_for_answer

import start
from kit.classroom.exercises.sources import read_source
from kit.classroom.repository import SOURCES

NEEDS = {
    "Linux as root, to make users": hasattr(os, "geteuid") and os.geteuid() == 0,
    "configurable-http-proxy (npm install -g configurable-http-proxy)": shutil.which(
        "configurable-http-proxy"
    ),
    "Chromium (Debian: apt install chromium)": CHROMIUM,
    "git": shutil.which("git"),
    "useradd": shutil.which("useradd"),
}
MISSING = ", ".join(name for name, there in NEEDS.items() if not there)
pytestmark = pytest.mark.skipif(bool(MISSING), reason=f"needs {MISSING}")

TEACHER, STUDENT, OTHER = "kit-teacher", "kit-student", "kit-other"
EXERCISE = sorted((ROOT / "exercises").glob("01_read*.ipynb"))[0]
HUB = """
c.JupyterHub.bind_url = "http://127.0.0.1:{port}"
c.JupyterHub.hub_port = {hub}
c.JupyterHub.db_url = "sqlite:///{place}/hub.sqlite"
c.JupyterHub.cookie_secret_file = "{place}/cookie"
c.ConfigurableHTTPProxy.api_url = "http://127.0.0.1:{proxy}"
c.ConfigurableHTTPProxy.pid_file = "{place}/proxy.pid"
c.JupyterHub.authenticator_class = "dummy"
c.DummyAuthenticator.password = "{password}"
c.Authenticator.allowed_users = {{"{student}", "{other}"}}
c.Spawner.cmd = ["{venv}/bin/jupyterhub-singleuser"]
c.Spawner.default_url = "/lab"
c.Spawner.http_timeout = c.Spawner.start_timeout = 120
c.Spawner.environment = {{"PYDEVD_DISABLE_FILE_VALIDATION": "1", "PYTHONPYCACHEPREFIX": "{compiled}"}}
"""


def run(*command, user=None, cwd=None, **environment) -> str:
    """Run a command, as another user if so asked, in that user's home; return what it said."""
    env = os.environ | environment
    if user:
        home = pwd.getpwnam(user).pw_dir
        command = ["runuser", "-u", user, "--", *command]
        cwd = cwd or home
        env = {"PATH": os.environ["PATH"], "LANG": "C.UTF-8", "HOME": home, "USER": user}
        # Users may not write into the environment; without this each command compiles what it imports.
        env |= {"PYTHONPYCACHEPREFIX": f"{home}/../compiled"} | environment
    done = subprocess.run(list(map(str, command)), cwd=cwd, env=env, capture_output=True, encoding="utf-8")
    assert done.returncode == 0, f"{command}\n{done.stdout[-3000:]}\n{done.stderr[-3000:]}"
    return done.stdout + done.stderr


@pytest.fixture(scope="module")
def place():
    """A folder that every user of this machine can read, with a home for each of three new users in it."""
    folder = Path(tempfile.mkdtemp(prefix="kit-hub-", dir="/var/tmp"))
    folder.chmod(0o755)
    try:
        for user in (TEACHER, STUDENT, OTHER):
            subprocess.run(["userdel", user], capture_output=True)  # one left by a run that was killed
            run("useradd", "--create-home", "--base-dir", folder, "--shell", "/bin/bash", user)
            (folder / user).chmod(0o700)
        (folder / "compiled").mkdir()
        (folder / "compiled").chmod(0o1777)
        yield folder
    finally:
        for user in (TEACHER, STUDENT, OTHER):
            subprocess.run(["pkill", "-KILL", "-u", user], capture_output=True)
            subprocess.run(["userdel", user], capture_output=True)
        shutil.rmtree(folder, ignore_errors=True)


def everybodys_python() -> str:
    """A Python that students may run: the one of these tests may lie in root's home."""
    for python in (sys.executable, "/usr/bin/python3", "/usr/local/bin/python3"):
        code = "import sys; sys.exit(sys.version_info < (3, 11))"
        command = ["runuser", "-u", OTHER, "--", os.path.realpath(python), "-c", code]
        if subprocess.run(command, capture_output=True, cwd="/").returncode == 0:
            return python
    pytest.skip("needs a Python, 3.11 or newer, that every user may run (Debian: apt install python3)")


@pytest.fixture(scope="module")
def venv(place) -> Path:
    """The user environment of the hub: the course as an ordinary package, and Jupyter's settings."""
    folder = place / "environment"
    install_school(folder, everybodys_python())
    shutil.copytree(ROOT / "jupyter", folder / "etc" / "jupyter", dirs_exist_ok=True)
    return folder


class Repository:
    """The students' repository, which the hub pulls from a Git server."""

    def __init__(self, place: Path, port: int):
        self.folder, self.bare = place / "students", place / "git" / "course"
        self.address = f"git://127.0.0.1:{port}/course"
        run("git", "init", "--quiet", "--bare", "--initial-branch=main", self.bare)
        run("git", "clone", "--quiet", self.bare, self.folder)
        run("git", "checkout", "--quiet", "-B", "main", cwd=self.folder)
        self.publish()

    def publish(self):
        who = ["-c", "user.name=Teacher", "-c", "user.email=teacher@example.org"]
        run("git", "add", "--all", cwd=self.folder)
        run("git", *who, "commit", "--quiet", "--allow-empty", "-m", "An edition", cwd=self.folder)
        run("git", "push", "--quiet", "origin", "main", cwd=self.folder)

    def change(self, name: str, change):
        """Change a notebook, as a new edition of the course would, and publish it."""
        path = self.folder / name
        notebook = nbformat.read(path, as_version=4)
        change(notebook)
        text = nbformat.writes(notebook, indent=1, ensure_ascii=False) + "\n"
        path.write_text(text, encoding="utf-8")
        self.publish()


@pytest.fixture(scope="module")
def repository(place):
    port = free_port()
    daemon = ["git", "daemon", "--export-all", "--listen=127.0.0.1", f"--port={port}"]
    (place / "git").mkdir()
    server = subprocess.Popen(
        [*daemon, f"--base-path={place / 'git'}", place / "git"], start_new_session=True
    )
    try:
        repository = Repository(place, port)
        start.hand_out(repository.folder)
        repository.publish()
        yield repository
    finally:
        start.end(server)


@pytest.fixture(scope="module")
def hub(place, venv):
    """The address of a running JupyterHub and the password of its students."""
    port, password = free_port(), "a password for a test"
    config = place / "jupyterhub_config.py"
    text = HUB.format(
        port=port,
        hub=free_port(),
        proxy=free_port(),
        place=place / "hub",
        compiled=place / "compiled",
        password=password,
        student=STUDENT,
        other=OTHER,
        venv=venv,
    )
    config.write_text(text, encoding="utf-8")
    (place / "hub").mkdir(mode=0o700)
    with (place / "hub" / "log").open("w") as log:
        process = subprocess.Popen(
            [venv / "bin" / "python", "-m", "jupyterhub", "-f", config],
            cwd=place / "hub",
            env={"PATH": f"{venv}/bin:{os.environ['PATH']}", "LANG": "C.UTF-8", "HOME": "/root"},
            stdout=log,
            stderr=log,
        )
    address = f"http://127.0.0.1:{port}"
    try:
        wait_for_answer(f"{address}/hub/health", process, place / "hub" / "log")
        yield address, password
    finally:
        process.terminate()
        process.wait(60)


@pytest.fixture(scope="module")
def browser():
    with chromium() as browser:
        yield browser


def log_in(browser, hub, user: str):
    """A page of a student who has logged in."""
    address, password = hub
    page = browser.new_context(base_url=address, viewport={"width": 1100, "height": 4000}).new_page()
    page.set_default_timeout(120_000)
    page.goto("/hub/login")
    page.fill("#username_input", user)
    page.fill("#password_input", password)
    page.click("#login_submit")
    page.wait_for_url("**/user/**")
    return page


def pull(page, repository, name: str):
    """Follow the link that an instructor gives, and wait until the notebook is there and its kernel ready."""
    opens = f"lab/tree/course/{name}".replace("/", "%2F")
    page.goto(f"/hub/user-redirect/git-pull?repo={repository.address}&branch=main&urlpath={opens}")
    page.wait_for_url("**/lab/**")
    page.locator(".lm-TabBar-tab.jp-mod-current", has_text=Path(name).name).wait_for()
    page.locator(f"{SEEN} .jp-CodeCell").first.wait_for()
    page.get_by_text("| Idle").wait_for()


SEEN = ".jp-NotebookPanel:not(.lm-mod-hidden)"  # Behind it lies what was open at the last visit.


def run_all_and_save(page, file: Path):
    page.locator(f"{SEEN} .jp-CodeCell .jp-InputArea-editor").first.click()
    page.keyboard.press("Escape")
    page.get_by_role("menuitem", name="Run", exact=True).click()
    page.get_by_text("Run All Cells", exact=True).click()
    page.wait_for_function(ALL_RAN)
    page.keyboard.press("Control+s")
    for _ in range(60):
        notebook = nbformat.read(file, as_version=4)
        if any(cell.get("outputs") for cell in notebook.cells):
            return notebook
        time.sleep(0.5)
    raise AssertionError(f"{file} was not saved")


def answer_of(notebook):
    """The cell of the first question, and what its check said."""
    cells = {cell.id: cell for cell in notebook.cells}
    return cells["q1"], "".join(
        out.get("text", "") + str(out.get("data", "")) for out in cells["q1-check"].outputs
    )


def test_student_runs_the_first_lesson(place, hub, repository, browser):
    page = log_in(browser, hub, STUDENT)
    pull(page, repository, "notebooks/00_start.ipynb")
    assert page.evaluate("document.querySelectorAll('link[href*=\"custom.css\"]').length") == 1
    notebook = run_all_and_save(page, place / STUDENT / "course/notebooks/00_start.ipynb")
    assert errors(notebook) == []
    outputs = [output for cell in notebook.cells for output in cell.get("outputs", [])]
    assert any("image/png" in output.get("data", {}) for output in outputs)
    page.context.close()


def test_student_solves_a_question_and_keeps_it_when_an_update_comes(place, hub, repository, browser):
    name = f"exercises/{EXERCISE.name}"
    file = place / STUDENT / "course" / name
    [first, *_] = read_source(nbformat.read(SOURCES / "01_read.ipynb", as_version=4))[1]
    page = log_in(browser, hub, STUDENT)
    pull(page, repository, name)
    before = nbformat.read(file, as_version=4)
    place_of_answer = [cell.id for cell in before.cells].index("q1")
    page.locator(f"{SEEN} .jp-Cell").nth(place_of_answer).locator(".cm-content").click()
    page.keyboard.press("ControlOrMeta+a")
    page.keyboard.insert_text(first.solution)
    answer, said = answer_of(run_all_and_save(page, file))
    assert answer.source == first.solution
    assert "Correct." in said
    progress = json.loads((place / STUDENT / ".arabic-text-kit" / "progress.json").read_text())
    assert progress == {"01_read": ["q1"]}

    def insert(notebook):
        notebook.cells.insert(1, nbformat.v4.new_markdown_cell("A new word in exercise 1.", id="new-0f0f0f"))

    repository.change(name, insert)
    pull(page, repository, name)
    page.locator(f"{SEEN} p", has_text="A new word in exercise 1.").wait_for()
    merged = nbformat.read(file, as_version=4)
    nbformat.validate(merged)
    ids = [cell.id for cell in merged.cells]
    assert ids == [before.cells[0].id, "new-0f0f0f", *(cell.id for cell in before.cells[1:])]
    assert answer_of(merged)[0].source == first.solution
    page.context.close()


def test_students_cannot_see_each_other_nor_sources_and_solutions(place, hub, repository, browser):
    log_in(browser, hub, OTHER).context.close()
    look = subprocess.run(
        ["runuser", "-u", OTHER, "--", "ls", place / STUDENT], capture_output=True, encoding="utf-8"
    )
    assert "Permission denied" in look.stderr
    files = {path.relative_to(repository.folder).parts[0] for path in repository.folder.rglob("*.ipynb")}
    assert files == {"notebooks", "exercises", "ar"}
    assert not list(repository.folder.rglob("source"))


# --- nbgrader's exchange --------------------------------------------------------


def test_exercise_goes_out_by_the_exchange_and_comes_back_marked(place, venv):
    exchange, course, name = place / "exchange", place / TEACHER / "course", "01_read"
    exchange.mkdir()
    exchange.chmod(0o777)
    settings = f'c.Exchange.root = "{exchange}"\nc.CourseDirectory.course_id = "arabic-text-kit"\n'
    for user, more in ((TEACHER, f'c.CourseDirectory.root = "{course}"\n'), (STUDENT, "")):
        folder = place / user / ".jupyter"
        folder.mkdir(exist_ok=True)
        (folder / "nbgrader_config.py").write_text("c = get_config()\n" + settings + more)
        run("chown", "-R", f"{user}:", place / user)

    def nbgrader(user, *arguments, cwd=None):
        path = f"{venv}/bin:{os.environ['PATH']}"
        return run("nbgrader", *arguments, user=user, cwd=cwd, PATH=path, JUPYTER_PREFER_ENV_PATH="1")

    run(sys.executable, "-m", "kit", "exercises", name, "--nbgrader", course, cwd=ROOT)
    run("chown", "-R", f"{TEACHER}:", course)
    nbgrader(TEACHER, "generate_assignment", name, cwd=course)
    nbgrader(TEACHER, "release_assignment", name, cwd=course)
    nbgrader(STUDENT, "fetch_assignment", name)

    [handed_out] = (place / STUDENT / name).glob("*.ipynb")
    [first, *others] = read_source(nbformat.read(SOURCES / f"{name}.ipynb", as_version=4))[1]
    notebook = nbformat.read(handed_out, as_version=4)
    for cell in notebook.cells:
        if cell.metadata.get("nbgrader", {}).get("grade_id") == first.name:
            cell.source = first.solution
    nbformat.write(notebook, handed_out)
    nbgrader(STUDENT, "submit", name)

    nbgrader(TEACHER, "collect", name, cwd=course)
    nbgrader(TEACHER, "autograde", name, cwd=course)
    nbgrader(TEACHER, "generate_feedback", name, cwd=course)
    nbgrader(TEACHER, "release_feedback", name, cwd=course)
    nbgrader(STUDENT, "fetch_feedback", name)
    [page] = (place / STUDENT / name / "feedback").rglob("*.html")
    assert f"(Score: 1.0 / {1.0 + len(others)})" in page.read_text(encoding="utf-8")
