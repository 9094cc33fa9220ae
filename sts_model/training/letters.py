"""Words spelt in letters and their commonest groups instead of phones: the other output route, of the same size.

Piece k stands where phone k does, word-initial and word-internal like a phone, so that targets, transducer and search
are those of phones to the last weight, and only what the tokens mean differs.
"""

import numpy as np
from numpy.typing import NDArray

from sts_model.lexicon import Lexicon, build_lexicon
from sts_model.vocabulary import PHONES

GROUPS = ("th", "in", "the", "an", "re", "on", "er", "at", "ou", "to", "is", "en")
"""The first twelve merges of byte-pair encoding over the commonest 20,000 words, each counted as often as it occurs."""
PIECES = (*"abcdefghijklmnopqrstuvwxyz'", *GROUPS)

_SLOTS = dict(zip(PIECES, PHONES, strict=True))


def spelt(word: str) -> list[str]:
    """The phones whose places the pieces of a word take, the longest piece first; other characters have none."""
    slots = []
    while word:
        piece = next((word[:length] for length in (3, 2) if word[:length] in _SLOTS), word[0])
        slots += [_SLOTS[piece]] if piece in _SLOTS else []
        word = word[len(piece) :]
    return slots


def spelt_lexicon(words: list[str], logp: NDArray[np.float32]) -> Lexicon:
    """The search tree of words under their spelling; `logp` is each word's ln P. Words without pieces are not in it."""
    return build_lexicon(words, {word: [slots] if (slots := spelt(word)) else [] for word in words}, logp)
