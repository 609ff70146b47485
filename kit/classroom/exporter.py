"""The format "Page" of Jupyter's own export: the page that `python -m kit report` writes, from a button."""

from typing import Any

from nbconvert.exporters import Exporter

from kit.classroom.report import to_html

__all__ = ["PageExporter"]


class PageExporter(Exporter):
    """Give nbconvert, and so JupyterLab's menu and the button above a notebook, the course's own page."""

    export_from_notebook = "Page"
    output_mimetype = "text/html"
    file_extension = ".html"

    def from_notebook_node(
        self, nb: Any, resources: Any = None, **options: Any
    ) -> tuple[Any, dict[str, Any]]:
        """Return the page, and what nbconvert wants to know of it."""
        notebook, resources = super().from_notebook_node(nb, resources, **options)
        return to_html(notebook), resources
