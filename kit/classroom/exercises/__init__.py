"""Make the student edition and the key from each exercises/source/NN_name.ipynb, and test both.

`sources` reads what is written by hand, `keys` runs every known answer, `editions` makes what students get,
`mutants` makes small changes to right answers and `survivors` reports those that the checks do not notice.
"""
