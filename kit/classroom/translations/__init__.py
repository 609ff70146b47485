"""Make the other editions of the course from `translations/LANGUAGE`, and say where they are out of date.

`english` finds what has to be translated, `blocks` reads the translations, `rules` compares the two,
`complaints` checks a whole language, `messages` collects kit's messages, `built` makes the files.
"""
