"""`python -m kit site FOLDER`: the whole course as a web page that needs no install.

`build` puts the folder together, `app` unpacks JupyterLite for it, `python` packs Python and its packages,
`lessons` writes the pages for reading, `inside` runs in the browser's Python; `static/` holds the scripts
that the browser itself runs.
"""
