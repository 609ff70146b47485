"""Lesson 03: split Arabic text into sentences, words and phrases, and words into what is written together.

`words` splits, `clitics` takes attached words off by what is `known`, `stems` groups what is left, and
`stop_list` has the words of every text.
"""

from kit.sentences import is_sentence, sentence_spans, sentences
from kit.tokens.clitics import split_clitics, stem
from kit.tokens.stop_list import remove_numbers, remove_stopwords, stopwords
from kit.tokens.words import ngrams, token_spans, tokenize

__all__ = [
    "is_sentence",
    "ngrams",
    "remove_numbers",
    "remove_stopwords",
    "sentence_spans",
    "sentences",
    "split_clitics",
    "stem",
    "stopwords",
    "token_spans",
    "tokenize",
]
