"""Pronunciation lexicon: words spelt in tokens, as a prefix tree in flat arrays."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray
from safetensors.numpy import load_file, save_file

from sts_model.tables import checked_tables
from sts_model.vocabulary import VOCABULARY_SIZE, spell

Ints = NDArray[np.int32]

_DTYPES: dict[str, type] = {
    "words": np.uint8,
    "children": np.uint8,
    "child_token": np.uint8,
    "ends": np.uint8,
    "node_words": np.uint16,
    "lookahead": np.float16,
}


@dataclass(frozen=True)
class Lexicon:
    """Nodes are numbered level by level from the root, 0, and inside a level as their parents and by token.

    So the children of a node lie together, and the node of arc `i` is `i + 1`.

    Attributes:
        words: spelling of each word id.
        first_child: [nodes + 1] where the arcs of a node begin; child_token, child_node: [arcs].
        first_word: [nodes + 1] where the words that end at a node begin; node_words: their ids.
        lookahead: [nodes] ln P of the likeliest word at or below a node; 0 at the root, where all is open.
    """

    words: list[str]
    first_child: Ints
    child_token: Ints
    child_node: Ints
    first_word: Ints
    node_words: Ints
    lookahead: NDArray[np.float32]

    @classmethod
    def load(cls, path: Path) -> "Lexicon":
        """What `save` wrote.

        Raises:
            OSError, safetensors.SafetensorError, KeyError: the file is missing, broken or of another kind.
            ValueError: its tables do not fit together.
        """
        tables = checked_tables(load_file(path), _DTYPES)
        words = tables["words"].tobytes().decode("utf-8").split("\n")
        tokens, ids = tables["child_token"].astype(np.int32), tables["node_words"].astype(np.int32)
        first_child, first_word = _offsets(tables["children"]), _offsets(tables["ends"])
        nodes = len(tokens) + 1
        if len(first_child) != nodes + 1 or len(first_word) != nodes + 1 or len(tables["lookahead"]) != nodes:
            raise ValueError(f"{path} is not a tree of {nodes} nodes")
        # Children come after their parent, or a search would go round in circles.
        if first_child[-1] != nodes - 1 or (first_child[:-1] < np.arange(nodes)).any():
            raise ValueError(f"{path} is not a tree")
        if first_word[-1] != len(ids) or (ids >= len(words)).any() or (tokens >= VOCABULARY_SIZE).any():
            raise ValueError(f"{path} has words or tokens that do not exist")
        arcs = np.arange(1, nodes, dtype=np.int32)
        return cls(words, first_child, tokens, arcs, first_word, ids, tables["lookahead"].astype(np.float32))

    def save(self, path: Path) -> None:
        """Writes the tree to `path`, a few bytes a node."""
        tables: dict[str, NDArray[Any]] = {
            "words": np.frombuffer("\n".join(self.words).encode("utf-8"), np.uint8),
            "children": np.diff(self.first_child).astype(np.uint8),
            "child_token": self.child_token.astype(np.uint8),
            "ends": np.diff(self.first_word).astype(np.uint8),
            "node_words": self.node_words.astype(np.uint16),
            "lookahead": self.lookahead.astype(np.float16),
        }
        save_file(tables, path)


def build_lexicon(
    words: Sequence[str], pronunciations: Mapping[str, Sequence[Sequence[str]]], logp: NDArray[np.float32]
) -> Lexicon:
    """The tree of all pronunciations (phones of CMUdict without stress) of `words`; `logp` is each word's ln P."""
    spelt = {(spell(phones), i) for i, word in enumerate(words) for phones in pronunciations[word]}
    paths = {tokens[:length] for tokens, _ in spelt for length in range(len(tokens) + 1)} | {()}
    nodes = {path: i for i, path in enumerate(sorted(paths, key=lambda path: (len(path), path)))}
    best = np.full(len(nodes), -np.inf, np.float32)
    for tokens, word in spelt:
        for length in range(1, len(tokens) + 1):
            node = nodes[tokens[:length]]
            best[node] = max(best[node], logp[word])
    best[0] = 0.0
    ends = sorted((nodes[tokens], word) for tokens, word in spelt)
    inner = [path for path in nodes if path]
    return Lexicon(
        list(words),
        _offsets(np.bincount([nodes[path[:-1]] for path in inner], minlength=len(nodes))),
        np.array([path[-1] for path in inner], np.int32),
        np.arange(1, len(nodes), dtype=np.int32),
        _offsets(np.bincount([node for node, _ in ends], minlength=len(nodes))),
        np.array([word for _, word in ends], np.int32),
        best,
    )


def _offsets(counts: NDArray[np.integer]) -> Ints:
    """Where each owner's entries begin, and where the last one's end."""
    return np.concatenate([[0], np.cumsum(counts, dtype=np.int64)]).astype(np.int32)
