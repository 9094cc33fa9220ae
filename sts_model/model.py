"""The STS: separator, encoder, predictor and joiner held together; nothing else."""

from dataclasses import dataclass

import torch
from torch import Tensor, nn

from sts_model.config import StsConfig
from sts_model.convolution import StackState
from sts_model.encoders import build_encoder
from sts_model.frontend import Frontend
from sts_model.joiner import Joiner
from sts_model.predictor import Predictor
from sts_model.separator import NUM_CHANNELS, Separator, SeparatorState


@dataclass(frozen=True)
class StsState:
    separator: SeparatorState
    encoder: StackState


@dataclass(frozen=True)
class Encoded:
    """What the model hears in each channel: encoder frames, speech-activity logits, and lengths in encoder frames."""

    enc_NTD: Tensor
    activity_NT: Tensor
    lengths_N: Tensor


class Sts(nn.Module):
    """Separator-transducer-segmenter: one set of recogniser weights for both channels.

    Source: Sklyar et al. 2022, arXiv 2205.05199, section 2; the speech-activity head is its multi-task term.
    """

    def __init__(self, config: StsConfig) -> None:
        super().__init__()
        self.config = config
        self.frontend = Frontend(config.frontend)
        self.separator = Separator(config.frontend.mels, config.separator)
        self.activity = nn.Linear(self.separator.width, 1)
        self.encoder = build_encoder(self.separator.width, config.encoder)
        self.predictor = Predictor(config.transducer)
        self.joiner = Joiner(self.encoder.width, config.transducer)

    @property
    def lookahead(self) -> int:
        """Feature frames that an encoder frame waits for beyond its own."""
        return self.separator.lookahead + self.encoder.lookahead * self.separator.reduction

    def forward(self, frames_BLF: Tensor, lengths_B: Tensor, channels: int = NUM_CHANNELS) -> Encoded:
        """All of a batch of normalised frames at once, N = channels * B rows, channel-major."""
        hidden_NTD, lengths_N = self.separator(frames_BLF, lengths_B, channels)
        enc_NTD, lengths_N = self.encoder(hidden_NTD, lengths_N)
        return Encoded(enc_NTD, self.activity(hidden_NTD).squeeze(2), lengths_N)

    def initial_state(self, rows: int) -> StsState:
        return StsState(self.separator.initial_state(rows), self.encoder.initial_state(rows * NUM_CHANNELS))

    def step(self, frames_BLF: Tensor, state: StsState) -> tuple[Tensor, Tensor, StsState]:
        """enc_NTD, and activity_NT, which runs ahead of it by the lookahead of the encoder; the next state."""
        hidden_NTD, separator = self.separator.step(frames_BLF, state.separator)
        enc_NTD, encoder = self.encoder.step(hidden_NTD, state.encoder)
        return enc_NTD, self.activity(hidden_NTD).squeeze(2), StsState(separator, encoder)

    def finish(self, state: StsState) -> tuple[Tensor, Tensor]:
        """The rest of enc_NTD and activity_NT, once no more frames will come."""
        hidden_NTD = self.separator.finish(state.separator)
        enc_NTD, encoder = self.encoder.step(hidden_NTD, state.encoder)
        return torch.cat([enc_NTD, self.encoder.finish(encoder)], dim=1), self.activity(hidden_NTD).squeeze(2)
