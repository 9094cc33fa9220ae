"""Speaker embedder: log-mel frames of one turn to a unit vector that is near others of the same voice."""

import json
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

import torch
import torch.nn.functional as F
from safetensors.torch import save_file
from torch import Tensor, nn

from sts_model.checked import check_fields, read_settings
from sts_model.config import ConfigError
from sts_model.speakers.view import View
from sts_model.weights import read_weights

WEIGHTS_FILE = "speaker.safetensors"
CONFIG_FILE = "speaker.json"

_LOUDNESS_WEIGHT = 0.5


class EmbedderError(Exception):
    """An embedder on disk that cannot be used, in one sentence."""


@dataclass(frozen=True)
class EmbedderConfig:
    """Sizes; `dilations` has one block each, in steps of 40 ms; `range_nats` is how far below the peak is heard.

    `spectrum` further dimensions come from the long-term spectrum and weigh `spectrum_share` of what the network's do.
    `view` dimensions of all these are left, those in which voices of one meeting differ most; 0 keeps all as they are.
    """

    mels: int = 80
    width: int = 256
    bottleneck: int = 96
    dilations: tuple[int, ...] = (1, 2, 3, 4)
    pooled: int = 384
    attention: int = 64
    embedding: int = 128
    spectrum: int = 0
    spectrum_share: float = 1.0
    view: int = 0
    range_nats: float = 14.0

    def __post_init__(self) -> None:
        sizes = (self.mels, self.width, self.bottleneck, self.pooled, self.attention, self.embedding)
        if min(sizes) < 1 or not self.dilations or min(self.dilations) < 1:
            raise ConfigError(f"every size of the speaker embedder must be at least 1, not {sizes}, {self.dilations}")
        if self.range_nats <= 0:
            raise ConfigError(f"speaker embedder range_nats must be above 0, not {self.range_nats}")
        if self.spectrum < 0 or self.spectrum_share < 0:
            raise ConfigError(f"speaker embedder cannot use spectrum {self.spectrum}, {self.spectrum_share}")
        if not 0 <= self.view <= self.embedding + self.spectrum:
            raise ConfigError(f"speaker embedder has no view of {self.view} dimensions")


class _Conv(nn.Module):
    """Convolution, rectifier, batch norm; positions past the length stay zero, so that padding changes nothing."""

    def __init__(self, inputs: int, outputs: int, kernel: int, *, stride: int = 1, dilation: int = 1) -> None:
        super().__init__()
        padding = dilation * (kernel // 2)
        self.conv = nn.Conv1d(inputs, outputs, kernel, stride=stride, dilation=dilation, padding=padding)
        self.norm = nn.BatchNorm1d(outputs)

    def forward(self, x_BDT: Tensor, valid_B1T: Tensor) -> Tensor:
        y_BDT: Tensor = self.norm(torch.relu(self.conv(x_BDT))) * valid_B1T
        return y_BDT


class _Block(nn.Module):
    """Residual block through a bottleneck with one dilated convolution."""

    def __init__(self, width: int, bottleneck: int, dilation: int) -> None:
        super().__init__()
        self.down = _Conv(width, bottleneck, 3, dilation=dilation)
        self.up = _Conv(bottleneck, width, 1)

    def forward(self, x_BDT: Tensor, valid_B1T: Tensor) -> Tensor:
        y_BDT: Tensor = x_BDT + self.up(self.down(x_BDT, valid_B1T), valid_B1T)
        return y_BDT


class _AttentivePooling(nn.Module):
    """Mean and deviation over time of each dimension, weighted by attention of its own.

    Source: Okabe et al. 2018, Attentive statistics pooling for deep speaker embedding, arXiv 1803.10963.
    """

    def __init__(self, width: int, attention: int) -> None:
        super().__init__()
        self.hidden = nn.Conv1d(width, attention, 1)
        self.score = nn.Conv1d(attention, width, 1)

    def forward(self, x_BDT: Tensor, valid_B1T: Tensor) -> Tensor:
        score_BDT = self.score(torch.tanh(self.hidden(x_BDT))).float()
        weight_BDT = score_BDT.masked_fill(~valid_B1T, -torch.inf).softmax(dim=2)
        x_BDT = x_BDT.float()
        mean_BD = (weight_BDT * x_BDT).sum(dim=2)
        variance_BD = (weight_BDT * x_BDT.square()).sum(dim=2) - mean_BD.square()
        return torch.cat([mean_BD, variance_BD.clamp(min=1e-5).sqrt()], dim=1)


class _Spectrum(nn.Module):
    """The long-term spectrum, seen along the directions in which voices differ most."""

    mean_D: Tensor
    directions_DE: Tensor

    def __init__(self, config: EmbedderConfig) -> None:
        super().__init__()
        self.range_nats = config.range_nats
        self.register_buffer("mean_D", torch.zeros(2 * config.mels))
        self.register_buffer("directions_DE", torch.zeros(2 * config.mels, config.spectrum))

    def set(self, mean_D: Tensor, directions_DE: Tensor) -> None:
        self.mean_D.copy_(mean_D)
        self.directions_DE.copy_(directions_DE)

    def forward(self, frames_BLF: Tensor, lengths_B: Tensor) -> Tensor:
        statistics_BD = long_term_spectrum(frames_BLF, lengths_B, self.range_nats)
        return F.normalize((statistics_BD - self.mean_D) @ self.directions_DE, dim=1)


class SpeakerEmbedder(nn.Module):
    """Time-delay network over a whole turn, in which attention decides which frames tell the voice; and its spectrum.

    The network never hears the long-term spectrum, because microphones change it. Within one recording the microphone
    is mostly the same, so a linear view of the spectrum (fitted, not trained) stands beside it.
    Source: after Desplanques et al. 2020, ECAPA-TDNN, arXiv 2005.07143, made small: no squeeze-excitation, a
    bottleneck in place of the Res2 blocks, four frames in one step.
    """

    def __init__(self, config: EmbedderConfig) -> None:
        super().__init__()
        self.config = config
        width = config.width
        self.first = _Conv(config.mels, width // 2, 5, stride=2)
        self.second = _Conv(width // 2, width, 3, stride=2)
        self.blocks = nn.ModuleList(_Block(width, config.bottleneck, dilation) for dilation in config.dilations)
        self.join = _Conv(width * len(config.dilations), config.pooled, 1)
        self.pooling = _AttentivePooling(config.pooled, config.attention)
        self.pooled_norm = nn.BatchNorm1d(2 * config.pooled)
        self.embed = nn.Linear(2 * config.pooled, config.embedding)
        self.embed_norm = nn.BatchNorm1d(config.embedding, affine=False)
        self.spectrum = _Spectrum(config) if config.spectrum else None
        self.view = View(config.embedding + config.spectrum, config.view) if config.view else None

    def forward(self, frames_BLF: Tensor, lengths_B: Tensor) -> Tensor:
        """Unit vectors of the voices; the cosine of two says how alike they are.

        Args:
            frames_BLF: log-mel as heard (natural logarithm, not normalised); past the length anything.
            lengths_B: real frames in each row, 1 to L.
        Returns:
            emb_BE: unit length; does not depend on the level of the recording.
        """
        emb_BE = self.learned(frames_BLF, lengths_B)
        if self.spectrum:
            fitted_BE = self.config.spectrum_share**0.5 * self.spectrum(frames_BLF, lengths_B)
            emb_BE = F.normalize(torch.cat([emb_BE, fitted_BE], dim=1), dim=1)
        return self.view(emb_BE) if self.view else emb_BE

    def learned(self, frames_BLF: Tensor, lengths_B: Tensor) -> Tensor:
        """The network's part, of unit length, as it is trained; arguments as of `forward`."""
        valid_BL = _valid(lengths_B, frames_BLF.shape[1])[:, 0]
        x_BDT = normalise(frames_BLF, valid_BL, self.config.range_nats).transpose(1, 2)
        half_B = (lengths_B + 1) // 2
        x_BDT = self.first(x_BDT, _valid(half_B, (x_BDT.shape[2] + 1) // 2))
        valid_B1T = _valid((half_B + 1) // 2, (x_BDT.shape[2] + 1) // 2)
        x_BDT = self.second(x_BDT, valid_B1T)
        levels = []
        for block in self.blocks:
            x_BDT = block(x_BDT, valid_B1T)
            levels.append(x_BDT)
        pooled_BD = self.pooling(self.join(torch.cat(levels, dim=1), valid_B1T), valid_B1T)
        return F.normalize(self.embed_norm(self.embed(self.pooled_norm(pooled_BD))).float(), dim=1)


def normalise(frames_BLF: Tensor, valid_BL: Tensor, range_nats: float) -> Tensor:
    """Frames without level and microphone: less their mean over time, to which loud frames count more; padding is 0."""
    outside_BL1 = ~valid_BL[:, :, None]
    x_BLF = _below_peak(frames_BLF, outside_BL1, range_nats)
    weight_BL1 = (_LOUDNESS_WEIGHT * x_BLF.mean(dim=2, keepdim=True)).exp().masked_fill(outside_BL1, 0.0)
    mean_B1F = (weight_BL1 * x_BLF).sum(dim=1, keepdim=True) / weight_BL1.sum(dim=1, keepdim=True)
    return (x_BLF - mean_B1F).masked_fill(outside_BL1, 0.0)


def long_term_spectrum(frames_BLF: Tensor, lengths_B: Tensor, range_nats: float) -> Tensor:
    """Mean over time of each bin, less the level, then the deviation of each bin; shape [B, 2 * F]."""
    outside_BL1 = ~_valid(lengths_B, frames_BLF.shape[1]).transpose(1, 2)
    x_BLF = _below_peak(frames_BLF, outside_BL1, range_nats)
    mean_B1F = x_BLF.sum(dim=1, keepdim=True) / lengths_B[:, None, None]
    off_BLF = (x_BLF - mean_B1F).masked_fill(outside_BL1, 0.0)
    deviation_BF = (off_BLF.square().sum(dim=1) / lengths_B[:, None]).clamp(min=1e-8).sqrt()
    return torch.cat([mean_B1F[:, 0] - mean_B1F.mean(dim=2), deviation_BF], dim=1)


def _below_peak(frames_BLF: Tensor, outside_BL1: Tensor, range_nats: float) -> Tensor:
    """Frames relative to the loudest bin of their row, no lower than -range_nats; zeros past the length.

    The lower limit makes digital silence weigh no more than a quiet room.
    """
    peak_B11 = frames_BLF.masked_fill(outside_BL1, -torch.inf).amax(dim=(1, 2), keepdim=True)
    return (frames_BLF - peak_B11).clamp(min=-range_nats).masked_fill(outside_BL1, 0.0)


def save_embedder(embedder: SpeakerEmbedder, folder: Path) -> None:
    """Writes weights in half precision, and sizes as JSON, into `folder`."""
    folder.mkdir(parents=True, exist_ok=True)
    weights = {
        name: value.half().contiguous() if value.is_floating_point() else value
        for name, value in embedder.state_dict().items()
    }
    save_file(weights, folder / WEIGHTS_FILE)
    (folder / CONFIG_FILE).write_text(json.dumps(asdict(embedder.config), indent=2) + "\n", encoding="utf-8")


def load_embedder(folder: Path) -> SpeakerEmbedder:
    """What `save_embedder` left in `folder`, in single precision, ready to use.

    Raises:
        EmbedderError: a file is missing or altered; the message is a sentence.
    """
    try:
        config = _config(read_settings(folder / CONFIG_FILE))
        return read_weights(lambda: SpeakerEmbedder(config), folder / WEIGHTS_FILE).eval()
    except FileNotFoundError as err:
        raise EmbedderError(
            f"The speaker embedder in {folder} lacks the file {Path(err.filename or '').name}."
        ) from err
    except (ValueError, OSError) as err:
        raise EmbedderError(f"The speaker embedder in {folder} cannot be read: {err}.") from err


def _config(values: dict[str, Any]) -> EmbedderConfig:
    check_fields(EmbedderConfig, values, "speaker")
    sizes: dict[str, Any] = {name: tuple(value) if isinstance(value, list) else value for name, value in values.items()}
    return EmbedderConfig(**sizes)


def _valid(lengths_B: Tensor, size: int) -> Tensor:
    return (torch.arange(size, device=lengths_B.device) < lengths_B[:, None])[:, None]
