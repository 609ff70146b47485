"""Mark a folder of submissions: `python -m kit grade`.

The way of a submission: `names` and `submissions` say whose each file is, `notebook` reads it, `marking`
takes its answers, `sandbox` runs each where it can do no harm, `kit.check.verdicts` judges what came back.
`batch` does this for the whole class and keeps each result. `overrides` puts a teacher's word before ours;
`feedback`, `summary`, `tables` and `roster` write it all down.
"""
