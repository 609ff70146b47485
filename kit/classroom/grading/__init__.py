"""Mark a folder of submissions: `python -m kit grade`.

The steps for a submission: `names` and `submissions` find whose each file is, `notebook` reads it, `marking`
finds its answers, `sandbox` runs each where it can do no harm, `kit.check.verdicts` judges the results.
`batch` does this for the whole class and keeps each result. `overrides` applies a teacher's decisions;
`feedback`, `summary`, `tables` and `roster` write the pages and tables.
"""
