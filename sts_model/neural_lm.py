"""Neural language model: a small feed-forward net over the last words, looked up in compiled code beside the n-gram.

y = b2 + W0 x + W2 silu(W1 x + b1) with x the embeddings of the last words, newest first; ln P(w | x) = e_w . y + c_w.
The net learned to be normalised, so that one word costs one product. Words outside its vocabulary are one word to it
and share that word's probability by their frequency.
Source: Bengio et al. 2003, A neural probabilistic language model; self-normalisation: Devlin et al. 2014.
"""

from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray
from safetensors.numpy import load_file, save_file

from sts_model.compiled import njit

Floats = NDArray[np.float32]
Ints = NDArray[np.int64]
Tables = tuple[NDArray[Any], ...]

FILE = "neural_lm.safetensors"

WORDS_BACK = 6
WORD_PLACES, HISTORY_PLACES = 2048, 4096
"""How many words and histories are remembered with what was computed for them; only time depends on it."""

_ROWS = {"embedding": 2, "first": 3, "second": 2, "direct": 3}
"""Matrices kept as bytes with a scale a row (their last but one axis), and their number of axes."""
_MOST_WORDS, _MOST_UNITS = 1 << 16, 1 << 11
"""Of a net: more units would ask for much memory, and could not run beside a meeting."""


@dataclass(frozen=True)
class NeuralLm:
    """Weights of the net and what its words are.

    Attributes:
        short_W: for each word of the lexicon its row of `embedding_VE`; the last row but one stands for rare words, the
            last for what comes before the first word of a turn.
        rare_W: ln P(word | a rare word); 0 for words that have a row of their own.
        embedding_VE, bias_V: of the words.
        first_KEH, first_H: W1 by place of the word, newest first, and b1.
        direct_KEE, second_HE, second_E: W0, W2 and b2.
    """

    short_W: NDArray[np.int32]
    rare_W: Floats
    embedding_VE: Floats
    bias_V: Floats
    first_KEH: Floats
    first_H: Floats
    direct_KEE: Floats
    second_HE: Floats
    second_E: Floats

    @property
    def words(self) -> int:
        return len(self.short_W)

    def save(self, path: Path) -> None:
        """Writes the net to `path`: matrices as bytes with a scale a row."""
        tables: dict[str, NDArray[Any]] = {
            "short": self.short_W.astype(np.uint16),
            "rare": self.rare_W.astype(np.float16),
            "bias": self.bias_V.astype(np.float32),
            "first_bias": self.first_H.astype(np.float32),
            "second_bias": self.second_E.astype(np.float32),
        }
        for name, matrix in self._matrices().items():
            scale = np.maximum(np.abs(matrix).max(axis=-1, keepdims=True), 1e-6) / 127
            tables[name] = np.round(matrix / scale).astype(np.int8)
            tables[f"{name}_scale"] = scale.astype(np.float32)
        save_file(tables, path)

    @classmethod
    def load(cls, path: Path) -> "NeuralLm":
        """What `save` wrote.

        Raises:
            OSError, safetensors.SafetensorError, KeyError: the file is missing, broken or of another kind.
            ValueError: its tables do not fit together.
        """
        tables = load_file(path)
        matrices = {name: _matrix(tables, name, axes) for name, axes in _ROWS.items()}
        short_W, rare_W = tables["short"].astype(np.int32), tables["rare"].astype(np.float32)
        found = cls(
            short_W,
            rare_W,
            matrices["embedding"],
            tables["bias"].astype(np.float32),
            matrices["first"],
            tables["first_bias"].astype(np.float32),
            matrices["direct"],
            matrices["second"],
            tables["second_bias"].astype(np.float32),
        )
        found._check(path)
        return found

    def arrays(self) -> Tables:
        """The tables for compiled code, with empty memories of words and histories.

        These are written to, so that they take their place in memory now and not bit by bit as words are said.
        """
        (V, E), H = self.embedding_VE.shape, len(self.first_H)
        return (
            self.short_W,
            self.rare_W,
            self.embedding_VE,
            self.bias_V,
            np.concatenate([self.first_KEH, self.direct_KEE], axis=2),
            self.first_H,
            self.second_HE,
            self.second_E,
            np.full(WORD_PLACES if V else 0, -1, np.int64),
            np.full((WORD_PLACES if V else 0, WORDS_BACK, H + E), 0, np.float32),
            np.full((HISTORY_PLACES if V else 0, WORDS_BACK), -1, np.int64),
            np.full((HISTORY_PLACES if V else 0, E), 0, np.float32),
        )

    def _matrices(self) -> dict[str, Floats]:
        return {
            "embedding": self.embedding_VE,
            "first": self.first_KEH,
            "direct": self.direct_KEE,
            "second": self.second_HE,
        }

    def _check(self, path: Path) -> None:
        (V, E), H = self.embedding_VE.shape, len(self.first_H)
        shapes = {
            "rare": (self.rare_W.shape, self.short_W.shape),
            "bias": (self.bias_V.shape, (V,)),
            "first": (self.first_KEH.shape, (WORDS_BACK, E, H)),
            "direct": (self.direct_KEE.shape, (WORDS_BACK, E, E)),
            "second": (self.second_HE.shape, (H, E)),
            "second_bias": (self.second_E.shape, (E,)),
        }
        for name, (shape, wanted) in shapes.items():
            if shape != wanted:
                raise ValueError(f"{path} has {name} of the shape {shape} where {wanted} is asked for")
        if (
            self.short_W.ndim != 1
            or not 2 <= V <= _MOST_WORDS
            or not 1 <= H <= _MOST_UNITS
            or not 1 <= E <= _MOST_UNITS
        ):
            raise ValueError(f"{path} is not a net of a size that can be used")
        if (self.short_W > V - 2).any():
            raise ValueError(f"{path} names words that its net does not know")
        floats = (self.rare_W, self.bias_V, self.first_H, self.second_E, *self._matrices().values())
        if not all(np.isfinite(table).all() for table in floats):
            raise ValueError(f"{path} has weights that are no numbers")


def nothing() -> NeuralLm:
    """The net of a package without one: compiled code sees that it knows no word."""
    none_E, none_H = np.zeros(0, np.float32), np.zeros(0, np.float32)
    places = np.zeros((WORDS_BACK, 0, 0), np.float32)
    square = np.zeros((0, 0), np.float32)
    no_words = np.zeros(0, np.int32)
    return NeuralLm(no_words, none_E, square, none_E, places, none_H, places, square, none_E)


def _matrix(tables: dict[str, NDArray[Any]], name: str, axes: int) -> Floats:
    rows, scale = tables[name], tables[f"{name}_scale"]
    if rows.dtype != np.int8 or rows.ndim != axes or scale.shape != (*rows.shape[:-1], 1):
        raise ValueError(f"the table {name} is not rows of bytes with a scale each")
    return np.ascontiguousarray(rows * scale.astype(np.float32), np.float32)


@njit(fastmath=True)
def _word_place(arrays: Tables, short: int) -> int:
    """Where the parts of word `short` in the net's sums lie, made when they are asked for first."""
    embedding_VE, weights_KEP, keys, parts = arrays[2], arrays[4], arrays[8], arrays[9]
    place = short % len(keys)
    if keys[place] != short:
        keys[place] = short
        part_KP = parts[place]
        part_KP[:] = 0.0
        for k in range(weights_KEP.shape[0]):
            for e in range(weights_KEP.shape[1]):
                x = embedding_VE[short, e]
                for p in range(weights_KEP.shape[2]):
                    part_KP[k, p] += x * weights_KEP[k, e, p]
    return int(place)


@njit(fastmath=True)
def history_place(arrays: Tables, history_K: Ints) -> int:
    """Where what the net says after a history (rows of the embedding, newest first) lies."""
    first_H, second_HE, second_E, keys, rows = arrays[5], arrays[6], arrays[7], arrays[10], arrays[11]
    mixed = 0
    for k in range(len(history_K)):
        mixed = (mixed * 1_000_003 + history_K[k] + 1) & 0x7FFFFFFFFFFF
    place = (mixed ^ (mixed >> 19)) % len(keys)
    same = True
    for k in range(len(history_K)):
        same = same and keys[place, k] == history_K[k]
    if same:
        return int(place)
    H, E = len(first_H), len(second_E)
    sum_H, y_E = first_H.copy(), rows[place]
    for e in range(E):
        y_E[e] = second_E[e]
    for k in range(len(history_K)):
        keys[place, k] = history_K[k]
        part_P = arrays[9][_word_place(arrays, history_K[k]), k]
        for h in range(H):
            sum_H[h] += part_P[h]
        for e in range(E):
            y_E[e] += part_P[H + e]
    for h in range(H):
        value = sum_H[h] / (1 + np.exp(-sum_H[h]))
        for e in range(E):
            y_E[e] += value * second_HE[h, e]
    return int(place)


@njit(fastmath=True)
def neural_logp(arrays: Tables, place: int, word: int) -> float:
    """ln P(word | the history whose place this is); `word` is one of the lexicon.

    What drawn words taught the net of its sums does not hold for rare words after histories that nobody drew: "ow"
    after four of them came out at e^18. No word is likelier than sure.
    """
    short = arrays[0][word]
    y_E, embedding_E = arrays[11][place], arrays[2][short]
    total = arrays[3][short] + arrays[1][word]
    for e in range(len(y_E)):
        total += y_E[e] * embedding_E[e]
    return min(0.0, float(total))
