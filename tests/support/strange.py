"""Strange texts for the tests of words and of sentences."""

from hypothesis import strategies as st

NEWSY = st.text(
    st.sampled_from('ادبن وa7٣.،:؟!…"«»()-–/@%_\u0640\u064e\u200c\u200f\u0301😂\u200d\u00a0 \n'), max_size=60
)
ANY = NEWSY | st.text(st.characters(codec=None, exclude_categories=()))

# Tests repeat each until it is long, so that code shows whose time grows with the square of the length.
STRANGE = {
    "one letter": "ب",
    "a mark": "\u064e",
    "a letter with a mark": "ب\u064e",
    "tatweel": "\u0640",
    "zero-width": "\u200c",
    "a letter and a joiner": "ب\u200c",
    "a word": "كلمة ",
    "stops": ".",
    "a sentence": "نعم.",
    "initials": "د.",
    "spaced initials": "د. ",
    "digits and stops": "1.",
    "numbers in a list": "1,",
    "number then letter": "1,1a",
    "quotes": '"',
    "stops and quotes": '."',
    "brackets after stops": ".)",
    "a stop, a space": ". ",
    "dashes": "- ",
    "stops and dashes": "ب. - ",
    "lines": "\n",
    "spaces": " ",
    "letters with stops": "a.",
    "letters with at": "a@",
    "links": "http://",
    "emoji": "😂\u200d",
    "surrogates": "\ud800",
    "NUL": "\0",
}
