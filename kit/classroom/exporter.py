"""Add the format "Page" to Jupyter's export menu: the page that `python -m kit report` writes."""

from typing import Any

from nbconvert.exporters import Exporter

from kit.classroom.report import to_html

__all__ = ["PageExporter"]


class PageExporter(Exporter):
    """An nbconvert exporter of the course's page, for JupyterLab's menu and the button above a notebook."""

    export_from_notebook = "Page"
    output_mimetype = "text/html"
    file_extension = ".html"

    def from_notebook_node(
        self, nb: Any, resources: Any = None, **options: Any
    ) -> tuple[Any, dict[str, Any]]:
        """Return the page and nbconvert's resources."""
        notebook, resources = super().from_notebook_node(nb, resources, **options)
        return to_html(notebook), resources
