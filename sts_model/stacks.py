"""Stacks: what separator and encoder are built from, of either kind, behind one contract."""

from typing import Any, Protocol

from torch import Tensor

from sts_model.config import ConvStackConfig, StackConfig
from sts_model.convolution import ConvStack, StackState
from sts_model.recurrence import LstmStack, LstmState

AnyStackState = StackState | LstmState


class Stack(Protocol):
    """A streaming part (see `sts_model.streaming`) at the frame rate of its input; each takes its own kind of state."""

    width: int
    lookahead: int

    def __call__(self, x_BTD: Tensor, lengths_B: Tensor) -> tuple[Tensor, Tensor]: ...

    def initial_state(self, rows: int) -> AnyStackState: ...

    def step(self, x_BTD: Tensor, state: Any) -> tuple[Tensor, AnyStackState]: ...

    def finish(self, state: Any) -> Tensor: ...


def build_stack(in_width: int, config: StackConfig) -> ConvStack | LstmStack:
    """The stack that `config` sizes, for inputs of `in_width`."""
    return ConvStack(in_width, config) if isinstance(config, ConvStackConfig) else LstmStack(in_width, config)
