"""A language of a few words for tests of lexicon, language model and search."""

import numpy as np

from sts_model.data.kneser_ney import Backoff, estimate
from sts_model.data.ngram_counts import Symbols, count, encode
from sts_model.data.pack_ngram import pack
from sts_model.lexicon import Lexicon, build_lexicon
from sts_model.ngram import Ngram

PRONUNCIATIONS = {
    "a": [("AH",), ("EY",)],
    "cat": [("K", "AE", "T")],
    "cats": [("K", "AE", "T", "S")],
    "red": [("R", "EH", "D")],
    "read": [("R", "EH", "D"), ("R", "IY", "D")],
    "sat": [("S", "AE", "T")],
    "the": [("DH", "AH")],
}
WORDS = sorted(PRONUNCIATIONS)
TEXT = [
    *["the red cat sat", "the cat sat", "a cat read", "the cats read a red cat"] * 3,
    *["a red cat", "read the red cats", "cats sat", "the unknown cat sat"],
]


def model(text: list[str] = TEXT, words: list[str] = WORDS) -> Backoff:
    symbols = Symbols(len(words))
    ids = {word: i for i, word in enumerate(words)}
    return estimate([count(encode(text, ids, symbols), symbols)], [1.0], symbols)


def ngram(bigrams: int = 1000, trigrams: int = 1000) -> Ngram:
    return pack(model(), bigrams, trigrams)


def lexicon(language: Ngram) -> Lexicon:
    return build_lexicon(WORDS, PRONUNCIATIONS, np.asarray(language.arrays[0], np.float32))
