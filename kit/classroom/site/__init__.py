"""`python -m kit site FOLDER`: the whole course as a web page that needs no install.

`build` puts the folder together, `app` unpacks JupyterLite for it, `python` packs Python and its packages,
`lessons` writes the pages that are read, `inside` runs in the browser's Python; `static/` holds what the
browser itself runs.
"""
