"""`python -m kit site FOLDER`: the whole course as a web page that needs no install.

`build` puts the folder together, `python` packs Python and its packages for it, `lessons` writes the pages
that are read, `inside` runs in the browser's Python; `static/` holds what the browser itself runs.
"""
