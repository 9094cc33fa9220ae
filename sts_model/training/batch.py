"""Rows padded into one batch of tensors, with the band of the lattice that each row's label times allow."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor

from sts_model.losses.band import band_starts
from sts_model.training.augment import Frames
from sts_model.training.corpus import SILENCE_PHONE
from sts_model.training.mixing import FLOOR, Row
from sts_model.training.targets import ChannelTargets
from sts_model.units import REDUCTION
from sts_model.vocabulary import BLANK

SHELF_FRAMES = 400
"""Rows of up to 4 s share batches, and those of 4 to 8 s, and so on."""


@dataclass(frozen=True)
class Band:
    """How wide the band of the lattice is, in labels, and until how many frames after its time a label may come."""

    width: int = 8
    late: int = 5


BAND = Band()


@dataclass(frozen=True)
class Batch:
    """B rows of C channels; all per-channel tensors have N = C * B rows, channel-major, as the model gives them.

    times_NY: encoder frame of each label, padded with -1. sources_NLF: clean log-mel that each channel should carry,
    feature frames, not normalised, FLOOR where it is silent; only for separators that mask.
    """

    frames_BLF: Tensor
    lengths_B: Tensor
    channels: int
    labels_NY: Tensor
    num_labels_N: Tensor
    starts_NT: Tensor
    phones_NT: Tensor
    active_NT: Tensor
    times_NY: Tensor
    sources_NLF: Tensor | None = None

    @property
    def audio_s(self) -> float:
        return float(self.lengths_B.sum()) / 100

    def to(self, device: torch.device) -> "Batch":
        moved: dict[str, Any] = {name: v.to(device) for name, v in vars(self).items() if isinstance(v, Tensor)}
        return replace(self, **moved)


def batches(rows: Iterable[Row], frames_a_batch: int, band: Band = BAND) -> Iterator[Batch]:
    """Batches of about `frames_a_batch` feature frames, padding included.

    Rows are taken as they come, but much longer ones wait for each other: beside short ones they would cost padding.
    """
    shelves: dict[int, list[Row]] = {}
    for row in rows:
        waiting = shelves.setdefault(len(row.frames_LF) // SHELF_FRAMES, [])
        longest = max(len(other.frames_LF) for other in [*waiting, row])
        if waiting and longest * (len(waiting) + 1) > frames_a_batch:
            yield collate(waiting, band)
            waiting.clear()
        waiting.append(row)
    yield from (collate(waiting, band) for waiting in shelves.values() if waiting)


def collate(rows: Sequence[Row], band: Band = BAND) -> Batch:
    """One batch of rows that have the same number of channels."""
    lengths = [len(row.frames_LF) for row in rows]
    frames_BLF = np.zeros((len(rows), max(lengths), rows[0].frames_LF.shape[1]), np.float32)
    for i, row in enumerate(rows):
        frames_BLF[i, : lengths[i]] = row.frames_LF
    channels = len(rows[0].channels)
    T = max(lengths) // REDUCTION
    targets = [row.channels[c] for c in range(channels) for row in rows]
    return Batch(
        torch.from_numpy(frames_BLF),
        torch.tensor(lengths),
        channels,
        padded([target.tokens_Y for target in targets], max(len(t.tokens_Y) for t in targets), BLANK),
        torch.tensor([len(target.tokens_Y) for target in targets]),
        padded([_starts(target, band) for target in targets], T, 0),
        padded([target.phones_T for target in targets], T, SILENCE_PHONE),
        padded([target.active_T for target in targets], T, 0.0),
        padded([target.times_Y for target in targets], max(len(t.times_Y) for t in targets), -1),
        _sources([row.sources_CLF for row in rows], max(lengths)),
    )


def _sources(rows: Sequence[Frames | None], size: int) -> Tensor | None:
    """sources_NLF, channel-major; None when no row has them."""
    given = [sources_CLF for sources_CLF in rows if sources_CLF is not None]
    if len(given) < len(rows):
        return None
    return padded([sources_CLF[c] for c in range(len(given[0])) for sources_CLF in given], size, FLOOR)


def _starts(target: ChannelTargets, band: Band) -> NDArray[np.int64]:
    return band_starts(target.times_Y, len(target.phones_T), band.width, band.late)


def padded(arrays: Sequence[NDArray[np.generic]], size: int, value: float) -> Tensor:
    """Stacked, each filled with `value` to `size` along its first axis."""
    padded = np.full((len(arrays), size, *arrays[0].shape[1:]), value, arrays[0].dtype)
    for i, array in enumerate(arrays):
        padded[i, : len(array)] = array
    return torch.from_numpy(padded)
