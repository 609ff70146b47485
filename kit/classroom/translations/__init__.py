"""Make the other editions of the course from `translations/LANGUAGE`, and say where they are out of step.

`english` gives what there is to translate, `blocks` reads what was translated, `rules` compares one with the
other, `complaints` walks through a language, `messages` collects what kit says, `built` makes the files.
"""
