"""The course in a browser tab: built here, opened in a real Chromium that can reach no other address."""

import base64
import contextlib
import hashlib
import io
import json
import re
import shutil
import subprocess
import zipfile

import nbformat
import pytest
import site_in_browser as at
from PIL import Image
from playwright.sync_api import Error
from screens import CHROMIUM

from kit.__main__ import main
from kit.classroom.exercises.editions import make_edition
from kit.classroom.repository import SOURCES

pytestmark = pytest.mark.skipif(CHROMIUM is None, reason="needs Chromium (Debian: apt install chromium)")


PREVIEW = """() => { const shown = document.querySelector("#kit-preview")?.contentDocument;
  const heading = shown?.readyState === "complete" && shown.querySelector("h1")?.textContent;
  return heading && [heading, shown.querySelector(".output").checkVisibility()]; }"""


def test_a_stranger_sees_a_chart(page, address):
    page.goto(address)
    at.picture(page, "front", full_page=True)
    page.get_by_role("link", name="Open lesson 0 and run it").click()
    # It is there for a second or two, so all is looked at in one moment.
    heading, output_is_seen = page.wait_for_function(PREVIEW, polling=20).json_value()
    assert heading == "0. Start here"
    assert not output_is_seen
    at.picture(page, "preview")
    preview = page.locator("#kit-preview")
    preview.wait_for(state="detached")
    at.wait(page, at.SHOWN)
    at.picture(page, "opening")
    at.wait(page, at.IDLE)
    at.check_lesson(page, "notebooks/00_start.ipynb")
    page.locator(".jp-RenderedImage img").first.scroll_into_view_if_needed()
    at.picture(page, "chart")
    assert page.locator(".jp-RenderedImage img").count() == 2
    page.get_by_role("link", name="lesson 1: read").click()
    page.wait_for_url("**/notebooks/index.html?path=notebooks/01_read.ipynb")


def test_a_stranger_cannot_wait(page, address):
    """Cells that are run before Python is there are run once it is, in their order, and nothing is asked."""
    for visit in range(3):  # A press in the very moment in which Python comes may be lost.
        page.goto(f"{address}/notebooks/index.html?path=notebooks/00_start.ipynb")
        at.wait(page, at.SHOWN)
        assert visit or page.evaluate(at.STATUS) is None
        page.locator(".jp-CodeCell .cm-content").first.click()
        page.keyboard.press("Shift+Enter")
        page.get_by_role("button", name="Run this cell and advance").click()
        with contextlib.suppress(Error):
            ran = f"() => {at.NOTEBOOK}.content.widgets[5].model.outputs.length"
            page.wait_for_function(ran, timeout=60_000, polling=100)
            break
    assert page.locator(".jp-Dialog").count() == 0
    assert at.texts(at.model(page)["cells"][3]["outputs"]) == ["5"]


def test_the_arabic_edition(page, address):
    """Its own first page, bar and notices; kit speaks Arabic there; the bar leads to the English and back."""
    page.goto(f"{address}/ar/index.html")
    at.picture(page, "front-ar", full_page=True)
    assert page.evaluate("document.documentElement.lang + document.documentElement.dir") == "arrtl"
    page.locator("a.button").click()
    page.wait_for_url("**/notebooks/index.html?path=ar/notebooks/00_start.ipynb")
    at.wait(page, at.SHOWN)
    at.wait(page, at.IDLE)
    at.check_lesson(page, "ar/notebooks/00_start.ipynb")
    assert page.locator("#kit-bar").get_attribute("dir") == "rtl"
    at.set_cell(page, 3, "import spacy")
    [missing] = at.run_cell(page, 3)
    assert re.search("[\u0600-\u06ff]", missing["evalue"])
    at.picture(page, "ar")
    page.locator("#kit-other a").click()
    page.wait_for_url("**/notebooks/index.html?path=notebooks/00_start.ipynb")
    at.wait(page, at.SHOWN)
    assert page.locator("#kit-bar").get_attribute("dir") == "ltr"
    page.locator("#kit-other a").click()
    page.wait_for_url("**/notebooks/index.html?path=ar/notebooks/00_start.ipynb")
    at.wait(page, at.SHOWN)
    assert at.model(page)["cells"][3]["source"] == "import spacy"


CHART = """import io
import pandas as pd
from IPython.display import Image
from kit.chart import bar_chart
counts = pd.Series({"السوري": 11, "دير الزور": 9}, name="count")
picture = io.BytesIO()
bar_chart(counts, title="أكثر الكلمات").figure.savefig(picture, dpi=300, bbox_inches="tight")
Image(picture.getvalue())"""


def test_what_is_different_in_a_browser(page, address):
    """What is not there is said in a sentence, and labels are joined and ordered: they can be read back."""
    page.clock.install()
    at.open_notebook(page, address, "notebooks/00_start.ipynb")
    at.set_cell(page, 3, "import spacy")
    [missing] = at.run_cell(page, 3)
    assert missing["evalue"].startswith("There is no spacy in the browser. Nothing can be installed")
    at.set_cell(page, 3, "%pip install spacy")
    assert "Nothing can be installed" in at.texts(at.run_cell(page, 3))[0]
    for command in ("!ls", "%%bash\nls"):
        at.set_cell(page, 3, command)
        assert "runs no other programs" in at.run_cell(page, 3)[-1]["evalue"]
    at.set_cell(page, 3, "while True: pass")
    page.evaluate("() => { window.jupyterapp.commands.execute('notebook:run-cell'); }")
    page.get_by_text("Running …").wait_for()
    page.clock.fast_forward(20_000)
    page.get_by_role("button", name="Restart Python").click()  # which is offered after a while
    at.wait(page, at.IDLE)
    at.set_cell(page, 3, CHART)
    drawn = base64.b64decode(at.run_cell(page, 3)[0]["data"]["image/png"])
    if not shutil.which("tesseract"):
        pytest.skip("tesseract is not installed (Debian: tesseract-ocr, tesseract-ocr-ara)")
    with Image.open(io.BytesIO(drawn)) as whole:
        labels = io.BytesIO()
        whole.convert("L").crop((whole.width * 5 // 6, 0, whole.width, whole.height)).save(labels, "png")
    command = ["tesseract", "-", "-", "-l", "ara", "--psm", "11"]
    words = subprocess.run(command, input=labels.getvalue(), capture_output=True).stdout.decode().split()
    assert {"السوري", "دير", "الزور"} <= set(words)


SPOIL = """async name => (await caches.open(name)).put(new URL("../python/memory.bin", location.href),
  new Response('[["elsewhere", 4]]\\n1234'))"""
TRIED = "async name => (await (await caches.open(name)).keys()).map(kept => kept.url.split('/').pop())"


def packed_again(work, path):
    """Pack a student's work as some do who unpacked it: in a folder, with more files."""
    with zipfile.ZipFile(io.BytesIO(work)) as old, zipfile.ZipFile(path, "w") as new:
        for name in old.namelist():
            new.writestr(f"my-work/{name}", old.read(name))
        new.writestr("my-work/texts/mine/نص.txt", "نص")
        new.writestr("my-work/notebooks/broken.json", "{")
        new.writestr("my-work/mine/notebooks/x.txt", "Not one of the course's folders.")
        new.writestr("__MACOSX/my-work/notebooks/._00_start.ipynb", "Finder adds this.")


def zip_of(*paths):
    """Return the bytes of a zip with files that say nothing."""
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as new:
        for path in paths:
            new.writestr(path, "{}")
    return list(packed.getvalue())


# Each zip of one's work as others packed it, with where its files belong.
PACKED = [
    (["ar/notebooks/a.ipynb"], ["ar/notebooks/a.ipynb"]),  # one folder of the course, and not around it
    (["my-work/ar/notebooks/a.ipynb", "__MACOSX/._my-work"], ["ar/notebooks/a.ipynb"]),
    (["my-work/texts/a.txt", "my-work/.DS_Store"], ["texts/a.txt"]),
    (["Layla/texts/a.txt", "Layla/.editions.json"], ["texts/a.txt"]),
    (["texts/a.txt"], ["texts/a.txt"]),
]
UNPACK = "async zip => (await (await import('./work.js')).unzip(Uint8Array.from(zip))).map(([path]) => path)"
HAVE = """async path => (await import('./work.js')).put(
  { path, name: path, type: "file", format: "text", mimetype: "text/plain", content: "mine" })"""


def test_own_file_edits_and_work_survive(playwright, site, been_here, tmp_path):
    """A dropped file, a reload, a day without network, everything as a zip and back, handing in."""
    server, profile = at.Server(site), been_here()
    lesson, exercise = "notebooks/00_start.ipynb", "exercises/01_read_exercise.ipynb"
    with at.browser(playwright, CHROMIUM, profile, port=server.port) as context:
        page = context.new_page()
        page.goto(at.HOME)
        at.open_notebook(page, at.HOME, lesson)
        page.evaluate(
            """async text => { await window.jupyterapp.serviceManager.contents.save("notebooks/my.txt",
            { type: "file", format: "text", content: text });
            await window.jupyterapp.serviceManager.contents.save("notebooks/100%.txt",
            { type: "file", format: "text", content: "A name that no address may have." }); }""",
            "ذهب الولد إلى المدرسة. وعاد الولد إلى البيت، وقرأ الولد كتابا.",
        )
        notebook = at.model(page)
        own = next(n for n, cell in enumerate(notebook["cells"]) if cell["source"].startswith("TEXT = "))
        at.set_cell(page, own, 'TEXT = "my.txt"\n' + notebook["cells"][own]["source"].split("\n", 1)[1])
        found = at.run_all(page)
        assert at.errors(found) == []
        at.save(page)
        with page.expect_download() as download:
            page.locator("#kit-page").click()
        exported = download.value.path().read_text(encoding="utf-8")
        assert exported.count("data:image/png;base64,") == 2
        assert not re.search(r"<script|<link\b|(?:src|href)=[\"']https?:", exported)
        page.evaluate("navigator.serviceWorker.controller.postMessage('keep')")
        at.wait_until(page, at.KEPT, at.files_of(site))
    server.stop()

    with at.browser(playwright, CHROMIUM, profile, port=server.port) as context:  # no network at all
        page = context.new_page()
        page.goto(at.HOME)
        at.open_notebook(page, at.HOME, lesson)
        assert 'TEXT = "my.txt"' in json.dumps(at.model(page)["cells"][own]["source"]).replace('\\"', '"')
        at.open_notebook(page, at.HOME, exercise)
        source = nbformat.read(SOURCES / "01_read.ipynb", as_version=4)
        solved = {cell.id: cell.source for cell in make_edition(source, solved=True).cells}
        for number, cell in enumerate(at.model(page)["cells"]):
            if cell["cell_type"] == "code":
                at.set_cell(page, number, solved[cell["id"]])
        assert all(said.startswith("Correct") for said in at.verdicts(at.run_all(page)))
        at.save(page)
        with page.expect_download() as download:
            page.locator("#kit-zip").click()
        work = download.value.path().read_bytes()
        at.picture(page, "offline")
        assert context.asked == []
    with zipfile.ZipFile(io.BytesIO(work)) as packed:
        assert packed.testzip() is None
        assert {lesson, exercise, "notebooks/my.txt", ".editions.json"} <= set(packed.namelist())
        handed = tmp_path / "in"
        handed.mkdir()
        (handed / "Layla.ipynb").write_bytes(packed.read(exercise))
    assert main(["grade", str(handed), "--exercise", "01_read", "--unsafe"]) == 0
    grades = (tmp_path / "in-grades" / "grades.csv").read_text(encoding="utf-8-sig").splitlines()
    assert "Layla" in grades[1]

    newer = tmp_path / "newer"  # another computer, on which the course is of a newer edition
    shutil.copytree(site, newer)
    worker = (newer / "bar.js").read_text(encoding="utf-8")
    editions = json.loads(re.search(r"EDITIONS = (\{.*\});", worker)[1])
    (newer / "bar.js").write_text(worker.replace(editions[lesson], "another"), encoding="utf-8")
    server = at.Server(newer)
    with at.browser(playwright, CHROMIUM, tmp_path / "other") as context:
        page = context.new_page()
        page.goto(server.address)
        for packed, wanted in PACKED:
            found = page.evaluate(UNPACK, zip_of(*packed))
            assert [path for path in found if path != ".editions.json"] == wanted, packed
        page.evaluate(HAVE, "texts")  # a file that is called as a folder which comes back
        page.evaluate("localStorage.setItem('kit-editions', '{broken')")
        with page.expect_file_chooser() as chooser:
            page.locator("#back").click()
        packed_again(work, tmp_path / "my-work.zip")
        chooser.value.set_files(tmp_path / "my-work.zip")
        page.get_by_text("files are back").wait_for()
        kept = re.search('"(python-.*?)"', (newer / "python" / "kernel.js").read_text())[1]
        page.evaluate(SPOIL, kept)
        at.open_notebook(page, server.address, lesson)
        assert page.evaluate(TRIED, kept) == ["tries"]
        page.evaluate(SPOIL, kept)
        at.open_notebook(page, server.address, lesson)
        at.keep_python(page)
        assert page.evaluate(TRIED, kept) == ["tries"]  # Two were enough: no memory is made.
        assert 'TEXT = "my.txt"' in at.model(page)["cells"][own]["source"]
        page.get_by_text("A newer 00_start.ipynb has come; yours is kept.").wait_for()
        at.picture(page, "newer-edition")
        page.get_by_role("button", name="Get the new one, keep mine beside it").click()
        at.wait(
            page,
            f"() => window.jupyterapp?.shell && {at.NOTEBOOK}?.content?.model?.toJSON()"
            f".cells[{own}]?.source.includes('my.txt') === false",
        )
        paths = "async () => (await (await import('../work.js')).savedFiles()).map(file => file.path)"
        held = page.evaluate(paths)
        assert {
            "notebooks/00_start (mine).ipynb",
            "notebooks/broken.json",
            "texts (as it was here)",
        } <= set(held)
        for folder, file in (("texts/mine", "نص.txt"), ("mine/notebooks", "x.txt")):
            inside = page.evaluate(
                """async folder => (await window.jupyterapp.serviceManager.contents.get(folder,
                { content: true })).content.map(file => file.name)""",
                folder,
            )
            assert inside == [file]
    server.stop()


def test_a_new_edition_comes_whole(playwright, site, tmp_path):
    """A page of the old edition goes on with the old files until the new ones are all here."""
    old, new = tmp_path / "old", tmp_path / "new"
    shutil.copytree(site, old)
    server = at.Server(old)
    with at.browser(playwright, CHROMIUM, tmp_path / "profile") as context:
        page = context.new_page()
        page.goto(server.address)
        page.evaluate("async () => { (await navigator.serviceWorker.ready).active.postMessage('keep'); }")
        at.wait_until(page, at.KEPT, at.files_of(site))
        shutil.copytree(old, new)
        text = (new / "index.html").read_text(encoding="utf-8")
        text = text.replace("Arabic text kit</h1>", "The new one</h1>")
        (new / "index.html").write_text(text, encoding="utf-8")
        worker = (new / "service-worker.js").read_text(encoding="utf-8")
        was, now = (hashlib.sha256((one / "index.html").read_bytes()).hexdigest() for one in (old, new))
        (new / "service-worker.js").write_text(
            worker.replace(was, now).replace('EDITION = "', 'EDITION = "2')
        )
        old.rename(tmp_path / "gone")
        new.rename(old)
        page.reload()  # asks for the worker, and shows the old edition meanwhile
        assert page.locator("h1").inner_text() == "Arabic text kit"
        registration = "(await navigator.serviceWorker.getRegistration())"
        at.wait_until(page, f"async () => !!{registration}.waiting")
        page.evaluate(f"async () => {{ {registration}.waiting.postMessage('take over'); }}")
        at.wait_until(page, "async () => (await caches.keys()).length === 1")
        page.reload()
        assert page.locator("h1").inner_text() == "The new one"
    server.stop()


FORBIDDEN = """Object.defineProperty(window, "localStorage", { get() { throw new DOMException("no"); } });
navigator.serviceWorker.register = () => Promise.reject(new DOMException("no"));
indexedDB.open = () => { throw new DOMException("no"); };"""


@pytest.mark.parametrize(("name", "width", "height"), [("tablet", 820, 1180), ("phone", 390, 844)])
def test_smaller_screens(playwright, server, tmp_path, name, width, height):
    with at.browser(playwright, CHROMIUM, tmp_path, viewport={"width": width, "height": height}) as context:
        page = context.new_page()
        if name == "phone":
            page.add_init_script(FORBIDDEN)
        wide = "document.documentElement.scrollWidth <= document.documentElement.clientWidth"
        for path in ("index.html", "lessons/01_read.html", "lessons/06_chart.html", "ar/index.html"):
            page.goto(f"{server.address}/{path}")
            assert page.evaluate(wide), path
            assert page.evaluate("[...document.images].every(image => image.alt)"), path
            at.picture(page, f"{name}-{path.replace('/', '-').removesuffix('.html')}", full_page=True)
        page.goto(f"{server.address}/notebooks/index.html?path=notebooks/00_start.ipynb")
        at.wait(page, at.SHOWN)
        if name == "phone":
            page.get_by_text("does not let Python open or save files").wait_for()
            page.get_by_text("This browser keeps nothing here").wait_for()
            assert page.get_by_text("Your work is kept in this browser").count() == 0
        at.picture(page, f"{name}-notebook")
        assert page.evaluate(wide)
