"""`python -m kit report`: save a notebook as one HTML page that needs nothing else and prints well."""

import re
from argparse import ArgumentParser, Namespace
from pathlib import Path

import nbformat
from nbconvert import HTMLExporter

from kit.errors import TextError

STYLE = """<style>
@page { size: A4; margin: 18mm 16mm; }
body { max-width: 46rem; margin: 0 auto; }
[dir=rtl] { text-align: right; }
.jp-RenderedHTMLCommon { font-family: "Noto Naskh Arabic", "Segoe UI", Tahoma, sans-serif; }
@media print {
  body { zoom: 0.8; } /* a filled-in template fits one page */
  img { max-width: 75% !important; }
  h2 { margin-top: 0.6em !important; break-after: avoid; }
  pre, table, img { break-inside: avoid; }
}
</style>"""


def to_html(notebook: nbformat.NotebookNode, *, code: bool = False) -> str:
    """Turn a notebook that was run into one HTML page, pictures inside; `code` keeps the code cells."""
    exporter = HTMLExporter(
        embed_images=True, exclude_input=not code, exclude_input_prompt=True, exclude_output_prompt=True
    )
    page, _ = exporter.from_notebook_node(notebook)
    page = re.sub(r"<script\b.*?</script>", "", page, flags=re.DOTALL)  # a page on paper needs none of them
    return page.replace("</head>", STYLE + "</head>", 1)


def add_arguments(parser: ArgumentParser) -> None:
    """Say what the command takes."""
    parser.epilog = "example:\n  python -m kit report work/notebooks/99_report.ipynb"
    parser.add_argument("notebook", type=Path, help="a notebook that was run and saved")
    parser.add_argument("--out", type=Path, help="where to write (default: beside the notebook)")
    parser.add_argument("--code", action="store_true", help="keep the code cells on the page")


def main(arguments: Namespace) -> int:
    """Write the page and say where it is."""
    source: Path = arguments.notebook
    try:
        notebook = nbformat.read(source, as_version=4)
    except FileNotFoundError:
        raise TextError(f'report: there is no notebook "{source}". Its name ends in .ipynb.') from None
    except (OSError, ValueError) as error:
        raise TextError(f'report: "{source}" is not a notebook ({error}).') from None
    out = arguments.out or source.with_suffix(".html")
    out.write_text(to_html(notebook, code=arguments.code), encoding="utf-8")
    print(f"Wrote {out}. Open it in a browser; print it from there to get a PDF.")
    return 0
