"""Make from each exercises/source/NN_name.ipynb the student edition and the key, and try both.

`sources` reads what is written by hand, `keys` runs every known answer, `editions` makes what students get,
`mutants` changes right answers a little and sees whether the checks notice.
"""
