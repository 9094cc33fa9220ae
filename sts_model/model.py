"""The STS: separator, encoder, predictor and joiner held together; nothing else."""

from collections.abc import Mapping
from dataclasses import dataclass

import torch
from torch import Tensor, nn
from torch.nn.functional import pad

from sts_model.config import ConfigError, StsConfig
from sts_model.encoders import build_encoder
from sts_model.frontend import Frontend
from sts_model.joiner import Joiner
from sts_model.masking import Masker, MaskerState
from sts_model.predictor import build_predictor
from sts_model.recurrence import BranchTie, LstmState
from sts_model.separator import NUM_CHANNELS, Separator, SeparatorState
from sts_model.stacks import AnyStackState
from sts_model.vocabulary import PHONES


@dataclass(frozen=True)
class StsState:
    masker: MaskerState | None
    separator: SeparatorState
    encoder: AnyStackState
    tie: LstmState | None


@dataclass(frozen=True)
class Encoded:
    """What the model hears in each channel: encoder frames, speech-activity logits, and lengths in encoder frames.

    hidden_NTD: what the separator gave. masks: [N, L, F], their logarithms at the rate of feature frames, not scaled;
    None where nothing was masked.
    """

    enc_NTD: Tensor
    activity_NT: Tensor
    lengths_N: Tensor
    hidden_NTD: Tensor
    masks: Tensor | None = None


@dataclass(frozen=True)
class Heard:
    """What one step gives, as in Encoded: each part runs ahead of the next by its lookahead, masks furthest."""

    enc_NTD: Tensor
    activity_NT: Tensor
    masks: Tensor | None = None


class Sts(nn.Module):
    """Separator-transducer-segmenter: one set of recogniser weights for both channels.

    Source: Sklyar et al. 2022, arXiv 2205.05199, section 2; the speech-activity head is its multi-task term.
    """

    def __init__(self, config: StsConfig) -> None:
        super().__init__()
        self.config = config
        masks, tie = config.separator.masks, config.encoder.tie
        self.frontend = Frontend(config.frontend)
        self.masker = Masker(config.frontend, masks) if masks else None
        self.separator = Separator(config.frontend, config.separator)
        self.activity = nn.Linear(self.separator.width, 1)
        self.encoder = build_encoder(self.separator.width, config.encoder)
        self.tie = BranchTie(NUM_CHANNELS, self.encoder.width, tie) if tie else None
        self.predictor = build_predictor(config.transducer)
        self.joiner = Joiner(self.encoder.width, config.transducer)
        self.phones = nn.Linear(self.encoder.width, len(PHONES) + 1) if config.phones else None

    @property
    def lookahead(self) -> int:
        """Feature frames that an encoder frame waits for beyond its own."""
        masker = self.masker.lookahead if self.masker else 0
        return masker + self.separator.lookahead + self.encoder.lookahead * self.separator.reduction

    def forward(self, frames_BLF: Tensor, lengths_B: Tensor, channels: int = NUM_CHANNELS) -> Encoded:
        """All of a batch of normalised frames at once, N = channels * B rows, channel-major.

        One channel is enough where only one person speaks; no mask and no tie touches it.
        """
        masks_NLF = None
        if self.masker and channels > 1:
            masked, lengths_B = self.masker(frames_BLF, lengths_B)
            frames_BLF, masks_NLF = masked.frames_NLF, masked.masks_NLF
        hidden_NTD, lengths_N = self.separator(frames_BLF, lengths_B, channels)
        enc_NTD, lengths_N = self.encoder(hidden_NTD, lengths_N)
        if self.tie and channels > 1:
            enc_NTD = self.tie(enc_NTD)
        return Encoded(enc_NTD, self.activity(hidden_NTD).squeeze(2), lengths_N, hidden_NTD, masks_NLF)

    def emissions(self, enc_NTD: Tensor) -> Tensor:
        """[N, T, J + P]: what the search hears of encoder frames: the joiner's projection, and ln P of each phone where
        the model has a head for phones, silence left out."""
        projected_NTJ: Tensor = self.joiner.enc(enc_NTD)
        if self.phones is None:
            return projected_NTJ
        logp_NTP = self.phones(enc_NTD).log_softmax(dim=2)
        return torch.cat([projected_NTJ, logp_NTP[:, :, : len(PHONES)]], dim=2)

    def initial_state(self, rows: int) -> StsState:
        parted = rows * NUM_CHANNELS
        masker = self.masker.initial_state(rows) if self.masker else None
        separator = self.separator.initial_state(parted if self.masker else rows)
        tie = self.tie.initial_state(rows) if self.tie else None
        return StsState(masker, separator, self.encoder.initial_state(parted), tie)

    def step(self, frames_BLF: Tensor, state: StsState) -> tuple[Heard, StsState]:
        """What the next frames make certain in both channels; the next state."""
        masker, masks_NLF = state.masker, None
        if self.masker and masker:
            masked, masker = self.masker.step(frames_BLF, masker)
            frames_BLF, masks_NLF = masked.frames_NLF, masked.masks_NLF
        hidden_NTD, separator = self.separator.step(frames_BLF, state.separator)
        enc_NTD, encoder = self.encoder.step(hidden_NTD, state.encoder)
        enc_NTD, tie = self._tied(enc_NTD, state.tie)
        heard = Heard(enc_NTD, self.activity(hidden_NTD).squeeze(2), masks_NLF)
        return heard, StsState(masker, separator, encoder, tie)

    def finish(self, state: StsState) -> Heard:
        """The rest, once no more frames will come."""
        separator, masks_NLF, hiddens = state.separator, None, []
        if self.masker and state.masker:
            masked = self.masker.finish(state.masker)
            masks_NLF = masked.masks_NLF
            hidden_NTD, separator = self.separator.step(masked.frames_NLF, separator)
            hiddens.append(hidden_NTD)
        hidden_NTD = torch.cat([*hiddens, self.separator.finish(separator)], dim=1)
        enc_NTD, encoder = self.encoder.step(hidden_NTD, state.encoder)
        enc_NTD, _ = self._tied(torch.cat([enc_NTD, self.encoder.finish(encoder)], dim=1), state.tie)
        return Heard(enc_NTD, self.activity(hidden_NTD).squeeze(2), masks_NLF)

    def _tied(self, enc_NTD: Tensor, state: LstmState | None) -> tuple[Tensor, LstmState | None]:
        return self.tie.step(enc_NTD, state) if self.tie and state else (enc_NTD, state)


PLANES, TRUNK = "separator.subsampling.", "separator.mix.project.weight"
"""Convolutions over time and frequency, and the weight that reads them, after the frames themselves."""
PHONE_HEAD = "phones."


def adopt(model: Sts, state: Mapping[str, Tensor], *, copy_channel: bool = False) -> None:
    """Loads the weights `state` of another model into `model` by name, of whichever form either separator is.

    A masker, a tie, a head for phones or convolutions over frequency that `state` does not know keep their fresh
    weights; the trunk hears nothing of such convolutions at first. Branches of a separator and a head for phones that
    `model` does not have are left out.

    Args:
        copy_channel: `state` has only ever heard one voice: the second branch starts as a copy of the first.
    Raises:
        ConfigError: a weight is missing or of another shape.
    """
    wanted = model.state_dict()
    second, first = "separator.channels.1.", "separator.channels.0."
    optional = (second, PHONE_HEAD)
    known = {name: value for name, value in state.items() if name in wanted or not name.startswith(optional)}
    for name in (name for name in wanted if name.startswith(second)):
        if copy_channel or name not in known:
            known[name] = state[name.replace(second, first)]
    fresh = [name for name in wanted if name.startswith(("masker.", "tie.", PHONE_HEAD, PLANES)) and name not in known]
    known |= {name: wanted[name] for name in fresh}
    if any(name.startswith(PLANES) for name in fresh) and TRUNK in known and TRUNK in wanted:
        known[TRUNK] = pad(known[TRUNK], (0, wanted[TRUNK].shape[1] - known[TRUNK].shape[1]))
    try:
        model.load_state_dict(known)
    except RuntimeError as err:
        raise ConfigError(f"these weights are of another model: {' '.join(str(err).split())}") from err
