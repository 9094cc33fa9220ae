"""Separated voices made audible: the model's masks on the short-time spectrum of the mixture, and back to a wave."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor
from torch.nn.functional import fold, pad

from sts_model.config import ConfigError
from sts_model.frontend import FFT, mel_filters
from sts_model.model import Sts
from sts_model.separator import NUM_CHANNELS
from sts_model.units import HOP, SAMPLE_RATE, WINDOW

BLOCK_SAMPLES = 10 * SAMPLE_RATE
"""Most samples that are taken at once; bounds memory."""

_LEAD = 2 * HOP
"""Silence before the first sample, so that as many windows cover it as cover any other."""


def bin_weights(mels: int) -> Tensor:
    """[FFT // 2 + 1, mels], rows that sum to 1: which mel bins a bin of the spectrum takes its mask from.

    Between the centres of two filters that is linear interpolation; beyond the filters the nearest one counts.
    """
    filters = mel_filters(mels)
    total = filters.sum(dim=1)
    covered = (total > 0).nonzero().squeeze(1)
    bins = torch.arange(len(filters))
    nearest = covered[(bins[:, None] - covered).abs().argmin(dim=1)]
    return filters[nearest] / total[nearest, None]


@dataclass(frozen=True)
class VoicesState:
    """Samples and masks that are not used yet, sums that reach ahead of the last output, and what is still to drop."""

    wave_S: Tensor
    masks_CLF: Tensor
    last_C1F: Tensor
    ahead_CS: Tensor
    weight_S: Tensor
    started: bool = False
    drop: int = _LEAD


class Voices:
    """Wave and masks to one wave a channel, as a stream; masks may come later than their samples.

    y_c = sum_l w_l istft(sqrt(mask_cl) stft_l) / sum_l w_l^2 with the windows of the feature frames, so that frame
    and mask need no interpolation in time. The mixture's phase stays. Masks of 1 give back the wave.
    Source: weighted overlap-add of Griffin and Lim 1984, section II.
    """

    def __init__(self, mels: int) -> None:
        self.weights = bin_weights(mels)
        self.window = torch.hann_window(WINDOW, periodic=False)

    def initial_state(self, channels: int = NUM_CHANNELS) -> VoicesState:
        mels, overlap = self.weights.shape[1], WINDOW - HOP
        return VoicesState(
            torch.zeros(_LEAD),
            torch.zeros(channels, 0, mels),
            torch.zeros(channels, 1, mels),
            torch.zeros(channels, overlap),
            torch.zeros(overlap),
        )

    def step(self, wave_S: Tensor, masks_CLF: Tensor, state: VoicesState) -> tuple[Tensor, VoicesState]:
        """The samples of each channel, [C, S], that no later window touches; `masks_CLF` are logarithms."""
        wave_S, started = torch.cat([state.wave_S, wave_S]), state.started
        if not started and masks_CLF.shape[1]:
            masks_CLF = torch.cat([masks_CLF[:, :1].expand(-1, _LEAD // HOP, -1), masks_CLF], dim=1)
            started = True
        masks_CLF = torch.cat([state.masks_CLF, masks_CLF], dim=1)
        L = max(0, min((len(wave_S) - WINDOW) // HOP + 1, masks_CLF.shape[1]))
        last_C1F = masks_CLF[:, L - 1 : L] if L else state.last_C1F
        sum_CS, weight_S = self._overlap_add(wave_S, masks_CLF[:, :L], state)
        ready, drop = L * HOP, min(state.drop, L * HOP)
        ready_CS = sum_CS[:, drop:ready] / weight_S[drop:ready]
        return ready_CS, VoicesState(
            wave_S[ready:],
            masks_CLF[:, L:],
            last_C1F,
            sum_CS[:, ready:],
            weight_S[ready:],
            started,
            state.drop - drop,
        )

    def finish(self, state: VoicesState) -> Tensor:
        """The rest. Samples after the last mask keep it; a wave too short for any mask passes in every channel."""
        rest = len(state.wave_S)
        frames = -(-rest // HOP)
        masks_CLF = torch.cat([state.masks_CLF, state.last_C1F.expand(-1, frames, -1)], dim=1)
        wave_S = pad(state.wave_S, (0, (frames - 1) * HOP + WINDOW - rest))
        sum_CS, weight_S = self._overlap_add(wave_S, masks_CLF[:, :frames], state)
        return sum_CS[:, state.drop : rest] / weight_S[state.drop : rest]

    def _overlap_add(self, wave_S: Tensor, masks_CLF: Tensor, state: VoicesState) -> tuple[Tensor, Tensor]:
        """Sums and weights from the start of `wave_S` to the end of the last masked window."""
        L = masks_CLF.shape[1]
        if L == 0:
            return state.ahead_CS, state.weight_S
        size = (L - 1) * HOP + WINDOW
        spectrum_LK = torch.fft.rfft(wave_S[:size].unfold(0, WINDOW, HOP) * self.window, n=FFT)
        gains_CLK = (masks_CLF.exp() @ self.weights.T).sqrt()
        windows_CLW = torch.fft.irfft(gains_CLK * spectrum_LK, n=FFT)[..., :WINDOW] * self.window
        sum_CS = _added(windows_CLW, size) + pad(state.ahead_CS, (0, size - state.ahead_CS.shape[1]))
        weight_1S = _added(self.window.square().expand(1, L, -1), size)
        return sum_CS, weight_1S[0] + pad(state.weight_S, (0, size - len(state.weight_S)))


def part_voices(model: Sts, blocks: Iterable[NDArray[np.float32]]) -> Iterator[NDArray[np.float32]]:
    """One wave a channel, [C, S] in pieces, of a recording that comes in blocks of any size (16 kHz, mono, -1 to 1).

    The pieces join to as many samples as came in; memory does not grow with the recording.

    Raises:
        ConfigError: the model separates without masks.
    """
    if model.masker is None:
        raise ConfigError(f"a model of separator.kind {model.separator.kind} has no masks to listen through")
    voices = Voices(model.config.frontend.mels)
    state = voices.initial_state()
    frontend, masker = model.frontend.initial_state(1), model.masker.initial_state(1)
    with torch.inference_mode():
        for wave_S in _bounded(blocks):
            frames_1LF, _, frontend = model.frontend.step(wave_S[None], frontend)
            masked, masker = model.masker.step(frames_1LF, masker)
            ready_CS, state = voices.step(wave_S, masked.masks_NLF, state)
            yield ready_CS.numpy()
        frames_1LF, _, _ = model.frontend.step(torch.zeros(1, 0), frontend, last=True)
        masked, masker = model.masker.step(frames_1LF, masker)
        masks_CLF = torch.cat([masked.masks_NLF, model.masker.finish(masker).masks_NLF], dim=1)
        ready_CS, state = voices.step(torch.zeros(0), masks_CLF, state)
        yield torch.cat([ready_CS, voices.finish(state)], dim=1).numpy()


def _bounded(blocks: Iterable[NDArray[np.float32]]) -> Iterator[Tensor]:
    for block in blocks:
        yield from torch.split(torch.from_numpy(np.ascontiguousarray(block)), BLOCK_SAMPLES)


def _added(windows_CLW: Tensor, size: int) -> Tensor:
    """[C, size]: windows laid HOP samples apart and summed."""
    folded = fold(windows_CLW.transpose(1, 2), (1, size), (1, WINDOW), stride=(1, HOP))
    return folded[:, 0, 0]
