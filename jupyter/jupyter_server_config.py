"""How JupyterLab looks in this course; start.py, Binder and a hub put this folder on Jupyter's path."""

from pathlib import Path

c = get_config()  # noqa: F821 (Jupyter provides it)
c.LabApp.custom_css = True  # custom/custom.css beside this file: Arabic reads from the right
c.ServerApp.tornado_settings = {"static_custom_path": [str(Path(__file__).parent / "custom")]}
c.MappingKernelManager.transport_encryption = "auto"  # and so no warning about plain text in the terminal
