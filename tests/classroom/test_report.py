import json
import re
import tomllib

from cases import ROOT

from kit.__main__ import main
from kit.classroom.exporter import PageExporter
from kit.classroom.report import to_html

REPORT = ROOT / "notebooks" / "99_report.ipynb"


def test_the_page_needs_nothing_else(tmp_path, capsys):
    out = tmp_path / "my report.html"
    assert main(["report", str(REPORT), "--out", str(out)]) == 0
    assert out.name in capsys.readouterr().out
    page = out.read_text(encoding="utf-8")
    assert "data:image/png;base64," in page
    assert not re.search(r"<script|<link\b|(?:src|href)=[\"']https?:|@import|url\(https?:", page)
    assert 'dir="rtl"' in page


def test_code_is_kept_on_request_only(tmp_path):
    for extra, kept in [([], False), (["--code"], True)]:
        main(["report", str(REPORT), "--out", str(tmp_path / "page.html"), *extra])
        text = re.sub(r"<[^>]+>", "", (tmp_path / "page.html").read_text(encoding="utf-8"))
        assert ("from kit.read import own_text" in text) == kept


def test_arabic_prose_finds_its_side_and_notes_to_the_writer_stay_off_the_page():
    cells = [
        {"cell_type": "markdown", "metadata": {}, "source": "# قطار الكتب\n\nيعود القطار.\n\n- كتاب"},
        {"cell_type": "markdown", "metadata": {"tags": ["not-on-page"]}, "source": "Press the button."},
        {"cell_type": "markdown", "metadata": {"tags": ["editions"]}, "source": "In another language."},
    ]
    page = to_html({"cells": cells})
    assert "<title>قطار الكتب</title>" in page
    assert re.findall(r"<(\w+)[^>]* dir=\"auto\">", page) == ["h1", "p", "ul", "li"]
    assert "Press the button." not in page
    assert "In another language." not in page


def test_a_page_of_another_edition_runs_from_the_right_whatever_a_line_begins_with():
    wrapped = '<div dir="rtl" lang="ar">\n\n# قطار\n\nEnter ثم **Shift**.\n\n- `len`\n\n</div>'
    page = to_html({"cells": [{"cell_type": "markdown", "metadata": {}, "source": wrapped}]})
    assert '<html lang="ar" dir="rtl">' in page
    assert 'dir="auto"' not in page
    assert '<html lang="en">' in to_html({"cells": []})


def test_a_picture_is_described_once():
    page = to_html(json.loads(REPORT.read_text(encoding="utf-8")))
    assert page.count("Strip chart of a text of") == 1


def test_two_pictures_of_a_cell_are_described_apart():
    shown = [{"output_type": "display_data", "data": {"image/png": "AA=="}}] * 2
    said = [{"output_type": "stream", "text": "The first."}, {"output_type": "stream", "text": "The second."}]
    cell = {
        "cell_type": "code",
        "metadata": {},
        "source": "describe(one); describe(two)",
        "outputs": shown + said,
    }
    page = to_html({"cells": [cell]})
    assert re.findall('alt="([^"]+)"', page) == ["The first.", "The second."]


def test_jupyter_offers_the_page_among_its_formats():
    page, resources = PageExporter().from_filename(REPORT)
    assert page.startswith("<!DOCTYPE html>")
    assert resources["output_extension"] == ".html"
    settings = json.loads((ROOT / "jupyter/labconfig/default_setting_overrides.json").read_text())
    [button] = settings["@jupyterlab/notebook-extension:panel"]["toolbar"]
    entries = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]["entry-points"]
    exporter = f"{PageExporter.__module__}:{PageExporter.__name__}"
    assert entries["nbconvert.exporters"] == {button["args"]["format"]: exporter}


def test_what_is_not_a_notebook_is_said_in_a_sentence(tmp_path, capsys):
    broken = tmp_path / "broken.ipynb"
    broken.write_text("{", encoding="utf-8")
    for path, says in [(tmp_path / "none.ipynb", "no notebook"), (broken, "is not a notebook")]:
        assert main(["report", str(path)]) == 2
        assert says in capsys.readouterr().err
