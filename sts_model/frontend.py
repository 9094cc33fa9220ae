"""Front end: waveform to level-free log-mel frames, as a stream.

The level is taken out by a causal mean in which each frame weighs as much as it is loud, so that quiet
lead-in hardly counts and scaling the input changes nothing.
"""

import math
from dataclasses import dataclass

import torch
import torchaudio.functional as F
from torch import Tensor, nn

from sts_model.config import FrontendConfig
from sts_model.streaming import valid
from sts_model.units import HOP, SAMPLE_RATE, WINDOW

FFT = 512
FLOOR = 1e-10
"""Added to the mel power before the logarithm: digital silence becomes -23."""

_SCAN_FRAMES = 64


def mel_filters(mels: int) -> Tensor:
    """Triangular filters from 20 to 7,600 Hz, shape [FFT // 2 + 1, mels]."""
    with torch.device("cpu"):  # a constant, also where a model is only counted, on the meta device
        filters: Tensor = F.melscale_fbanks(FFT // 2 + 1, 20.0, 7_600.0, mels, SAMPLE_RATE)
    return filters


def log_mel(wave_BS: Tensor, filters: Tensor | None = None) -> Tensor:
    """Natural logarithm of mel power of every whole window.

    Args:
        wave_BS: samples at SAMPLE_RATE, -1 to 1.
        filters: as of `mel_filters`; 80 bins when absent.
    Returns:
        frames_BLF: L = 1 + (S - WINDOW) // HOP frames, none when S < WINDOW.
    """
    filters = mel_filters(80) if filters is None else filters
    if wave_BS.shape[1] < WINDOW:
        return wave_BS.new_zeros(len(wave_BS), 0, filters.shape[1])
    window = torch.hann_window(WINDOW, periodic=False, device=wave_BS.device)
    spectrum = torch.fft.rfft(wave_BS.unfold(1, WINDOW, HOP) * window, n=FFT)
    power = spectrum.real.square() + spectrum.imag.square()
    logarithm: Tensor = (power @ filters.to(power) + FLOOR).log()
    return logarithm


@dataclass(frozen=True)
class NormState:
    """Decayed sums of the loudness-weighted mean: of weighted frames, and of weights."""

    sum_BF: Tensor
    weight_B1: Tensor


class LoudnessWeightedMean(nn.Module):
    """Subtracts m[t] = sum_s a^(t-s) w_s x_s / sum_s a^(t-s) w_s with w_s = exp(beta * mean over bins of x_s).

    Scaling the waveform multiplies every weight alike, so the result depends on level only through FLOOR.
    Source: ours; a causal relative of cepstral mean normalisation.
    """

    def __init__(self, mels: int, memory_s: float, beta: float) -> None:
        super().__init__()
        self.mels = mels
        self.beta = beta
        self.decay = math.exp(-HOP / SAMPLE_RATE / memory_s)

    def warmed(self, frames_BLF: Tensor, lengths_B: Tensor) -> NormState:
        """As if these frames, `lengths_B` of each row, had just been heard; without any, nothing was."""
        weight_BL1 = (self.beta * frames_BLF.mean(dim=2, keepdim=True)).exp()
        weight_BL1 = weight_BL1 * valid(lengths_B, frames_BLF.shape[1])[:, :, None]
        return NormState((weight_BL1 * frames_BLF).sum(dim=1), weight_BL1.sum(dim=1))

    def step(self, frames_BLF: Tensor, state: NormState) -> tuple[Tensor, NormState]:
        if frames_BLF.shape[1] == 0:
            return frames_BLF, state
        parts = []
        for block in torch.split(frames_BLF, _SCAN_FRAMES, dim=1):
            part, state = self._scan(block, state)
            parts.append(part)
        return torch.cat(parts, dim=1), state

    def _scan(self, frames_BLF: Tensor, state: NormState) -> tuple[Tensor, NormState]:
        L = frames_BLF.shape[1]
        age_L = torch.arange(1, L + 1, device=frames_BLF.device, dtype=frames_BLF.dtype)
        lag_LL = age_L[:, None] - age_L[None, :]
        decay_LL = torch.where(lag_LL >= 0, self.decay ** lag_LL.clamp(min=0), 0.0)
        carry_L1 = self.decay ** age_L[:, None]
        weight_BL1 = (self.beta * frames_BLF.mean(dim=2, keepdim=True)).exp()
        sum_BLF = decay_LL @ (weight_BL1 * frames_BLF) + carry_L1 * state.sum_BF[:, None]
        total_BL1 = decay_LL @ weight_BL1 + carry_L1 * state.weight_B1[:, None]
        return frames_BLF - sum_BLF / total_BL1, NormState(sum_BLF[:, -1], total_BL1[:, -1])


@dataclass(frozen=True)
class FrontendState:
    """Samples that do not fill a window yet, frames that wait for the mean to be warm, and the level heard so far.

    `norm` is None until it is warm.
    """

    rest_BS: Tensor
    waiting_BLF: Tensor
    norm: NormState | None


class Frontend(nn.Module):
    """Waveform to normalised log-mel frames; one frame every HOP samples, none waits longer than its window.

    Only at the beginning they wait, for `warm_s`: the first words of a recording would else be heard against a mean of
    hardly anything.
    """

    def __init__(self, config: FrontendConfig) -> None:
        super().__init__()
        self.mels = config.mels
        self.scale = config.scale
        self.warm_frames = round(config.warm_s * SAMPLE_RATE / HOP)
        self.norm = LoudnessWeightedMean(config.mels, config.memory_s, config.beta)
        self.filters: Tensor
        self.register_buffer("filters", mel_filters(config.mels), persistent=False)

    def initial_state(self, rows: int) -> FrontendState:
        return FrontendState(torch.zeros(rows, 0), torch.zeros(rows, 0, self.mels), None)

    def step(
        self, wave_BS: Tensor, state: FrontendState, *, last: bool = False
    ) -> tuple[Tensor, Tensor, FrontendState]:
        """Frames of all windows that `wave_BS` completes, once the mean is warm.

        With `last`, no more samples will come and nothing waits any longer.

        Returns:
            frames_BLF: normalised, for the model; log_mel_BLF: as heard, for the speaker embedder; the next state.
        """
        seen_BS = torch.cat([state.rest_BS, wave_BS], dim=1)
        new_BLF = log_mel(seen_BS, self.filters)
        rest_BS = seen_BS[:, new_BLF.shape[1] * HOP :]
        raw_BLF = torch.cat([state.waiting_BLF, new_BLF], dim=1)
        norm = state.norm
        if norm is None:
            if raw_BLF.shape[1] < self.warm_frames and not last:
                return raw_BLF[:, :0], raw_BLF[:, :0], FrontendState(rest_BS, raw_BLF, None)
            norm = self._warm(raw_BLF)
        frames_BLF, norm = self.norm.step(raw_BLF, norm)
        return frames_BLF * self.scale, raw_BLF, FrontendState(rest_BS, raw_BLF[:, :0], norm)

    def normalise(self, log_mel_BLF: Tensor, lengths_B: Tensor | None = None) -> Tensor:
        """Frames as `step` would give them for recordings that start here and have `lengths_B` frames, else all."""
        return self.norm.step(log_mel_BLF, self._warm(log_mel_BLF, lengths_B))[0] * self.scale

    def _warm(self, log_mel_BLF: Tensor, lengths_B: Tensor | None = None) -> NormState:
        if lengths_B is None:
            lengths_B = torch.full((len(log_mel_BLF),), log_mel_BLF.shape[1], device=log_mel_BLF.device)
        return self.norm.warmed(log_mel_BLF[:, : self.warm_frames], lengths_B)
