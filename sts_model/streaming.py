"""The contract of every streaming part: step over any chunking, then finish, gives what forward gives at once."""

from typing import Protocol, TypeVar

import torch
from torch import Tensor

State = TypeVar("State")


class Streaming(Protocol[State]):
    """A part that turns input frames into output frames with a state of bounded size.

    `lookahead` counts the input frames an output waits for beyond its own; `finish` gives what was held back.
    """

    reduction: int
    lookahead: int

    def __call__(self, x_BTD: Tensor, lengths_B: Tensor) -> tuple[Tensor, Tensor]: ...

    def initial_state(self, rows: int) -> State: ...

    def step(self, x_BTD: Tensor, state: State) -> tuple[Tensor, State]: ...

    def finish(self, state: State) -> Tensor: ...


def valid(lengths_B: Tensor, frames: int) -> Tensor:
    """valid_BT: true where a frame lies before the length of its row."""
    return torch.arange(frames, device=lengths_B.device)[None] < lengths_B[:, None]


def stack_frames(frames_BLF: Tensor, reduction: int) -> Tensor:
    """[B, T, reduction * F]: the feature frames of each whole encoder frame side by side."""
    B, L, F = frames_BLF.shape
    T = L // reduction
    return frames_BLF[:, : T * reduction].reshape(B, T, reduction * F)
