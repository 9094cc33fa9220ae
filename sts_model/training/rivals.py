"""What the search takes a row for: its likeliest word sequences, as labels that the transducer can be asked about."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor

from sts_model.lexicon import Lexicon
from sts_model.losses.band import band_starts
from sts_model.model import Sts
from sts_model.package import LEXICON
from sts_model.package_search import build_search
from sts_model.predictor import Predictor
from sts_model.search.lexicon_search import UNFINISHED, LexiconSearch
from sts_model.search.result import Item, TurnMark
from sts_model.training.batch import Band, padded
from sts_model.vocabulary import BLANK, EOT, SOT, starts_word

Ids = NDArray[np.int64]
Spelling = tuple[int, ...]

OPEN_ENDED: Mapping[str, Any] = {
    "patience_frames": 10_000,
    "settle_frames": 10_000,
    "hypotheses": 64,
    "word_bonuses": {},
}
"""Nothing is settled before all hypotheses agree: rivals are to differ all over a row, not only at its end. Bonuses of
words right what is heard wrong in unknown voices; here, where voices are known, training would learn to undo them."""

HEARD = Band(8, 5)
"""A rival's labels are where the search heard them, so that its lattice needs less room than the truth's."""


@dataclass(frozen=True)
class Rival:
    """One reading of a row: labels, the encoder frame of each, what the search makes of it, and its errors."""

    labels_Y: Ids
    times_Y: Ids
    score: float
    errors: int


class RivalFinder:
    """Searches rows with the tables of a package and a model that learns meanwhile."""

    def __init__(self, model: Sts, tables: Path, most: int = 5) -> None:
        """`most` rivals of a row are kept.

        Raises:
            ValueError: the tables do not fit the model.
        """
        self._search = build_search(model, tables, settings=OPEN_ENDED)
        self._spellings = spellings_of(Lexicon.load(tables / LEXICON))
        self._most = most

    @torch.no_grad()
    def find(self, model: Sts, emissions: Tensor, frames_N: Ids, labels: Sequence[Ids]) -> list[list[Rival]]:
        """The rivals of each row, given what `Sts.emissions` has of it and its true labels."""
        if not isinstance(model.predictor, Predictor):
            raise TypeError("the search needs a stateless predictor")
        out = model.joiner.out
        tables = (model.predictor.table(), out.weight, out.bias)
        search = self._search.over(*(table.float().cpu().numpy() for table in tables))
        rows = emissions.float().cpu().numpy()
        return [
            self._of_row(search, row[: int(frames)], words_of(truth_Y))
            for row, frames, truth_Y in zip(rows, frames_N, labels, strict=True)
        ]

    def _of_row(self, search: LexiconSearch, emissions: NDArray[np.float32], truth: list[Spelling]) -> list[Rival]:
        (result,), state = search.step(emissions[None], search.initial_state(1))
        said = set(truth)
        rivals: dict[tuple[int, ...], Rival] = {}
        for score, items in search.hypotheses(state.rows[0], 4 * self._most):
            if score < -UNFINISHED / 2:
                break
            rival = self._rival((*result.committed, *items), score, truth, said, len(emissions))
            rivals.setdefault(tuple(rival.labels_Y), rival)
            if len(rivals) == self._most:
                break
        return list(rivals.values())

    def _rival(
        self, items: Sequence[Item], score: float, truth: list[Spelling], said: set[Spelling], frames: int
    ) -> Rival:
        """Words in the pronunciation that was meant, where it was said at all, else in their first."""
        labels: list[int] = []
        times: list[int] = []
        words: list[tuple[Spelling, ...]] = []
        for item in items:
            if isinstance(item, TurnMark):
                labels.append(item.token)
                times.append(item.frame)
                words.append(((item.token,),))
                continue
            ways = self._spellings[item.text]
            way = next((way for way in ways if way in said), ways[0])
            labels += way
            times += np.linspace(item.start_frame, item.end_frame, len(way), dtype=int).tolist()
            words.append(ways)
        times_Y = np.maximum.accumulate(np.array(times, np.int64)).clip(0, frames - 1)
        return Rival(np.array(labels, np.int64), times_Y, score, word_errors(truth, words))


@dataclass(frozen=True)
class Rivals:
    """The K rivals of all N rows of a batch; row_K says whose each is, starts_KT is the band of its lattice."""

    labels_KY: Tensor
    num_labels_K: Tensor
    starts_KT: Tensor
    scores_K: Tensor
    errors_K: Tensor
    row_K: Tensor


def stacked(found: Sequence[Sequence[Rival]], frames: int, device: torch.device) -> Rivals | None:
    """Rivals as tensors, T = `frames`; None where no row has any."""
    rivals = [(n, rival) for n, row in enumerate(found) for rival in row]
    if not rivals:
        return None
    longest = max(len(rival.labels_Y) for _, rival in rivals)
    tensors = (
        padded([rival.labels_Y for _, rival in rivals], longest, BLANK),
        torch.tensor([len(rival.labels_Y) for _, rival in rivals]),
        torch.from_numpy(np.stack([band_starts(r.times_Y, frames, HEARD.width, HEARD.late) for _, r in rivals])),
        torch.tensor([rival.score for _, rival in rivals], dtype=torch.float32),
        torch.tensor([rival.errors for _, rival in rivals], dtype=torch.float32),
        torch.tensor([n for n, _ in rivals]),
    )
    return Rivals(*(tensor.to(device) for tensor in tensors))


def spellings_of(lexicon: Lexicon) -> dict[str, tuple[Spelling, ...]]:
    """Every word's pronunciations as tokens."""
    ways: dict[str, list[Spelling]] = {word: [] for word in lexicon.words}
    paths: list[Spelling] = [()] * (len(lexicon.first_child) - 1)
    for node in range(len(paths)):  # parents come before their children
        path = paths[node]
        for arc in range(lexicon.first_child[node], lexicon.first_child[node + 1]):
            paths[lexicon.child_node[arc]] = (*path, int(lexicon.child_token[arc]))
        for w in range(lexicon.first_word[node], lexicon.first_word[node + 1]):
            ways[lexicon.words[lexicon.node_words[w]]].append(path)
    return {word: tuple(found) for word, found in ways.items()}


def words_of(labels_Y: Ids) -> list[Spelling]:
    """The words among labels, each as its tokens; a turn mark is a word of its own."""
    words: list[list[int]] = []
    for token in labels_Y.tolist():
        if starts_word(token) or token in (SOT, EOT):
            words.append([])
        if words:
            words[-1].append(token)
    return [tuple(word) for word in words]


def word_errors(truth: Sequence[Spelling], words: Sequence[tuple[Spelling, ...]]) -> int:
    """Substitutions, deletions and insertions; a word that can be pronounced as the true one is the true one.

    No sound tells homophones apart, so that a transducer cannot be asked to. A turn mark too many or too few is an
    error like a word: who said a word hangs on it.
    """
    row = list(range(len(words) + 1))
    for i, spelling in enumerate(truth, 1):
        before, row[0] = row[0], i
        for j, ways in enumerate(words, 1):
            before, row[j] = row[j], min(row[j] + 1, row[j - 1] + 1, before + (spelling not in ways))
    return row[-1]
