"""Crops of known voices, made harder: warped into new voices, with noise, rooms, other talkers, other microphones."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor

from sts_model.data.features import Features, read_features
from sts_model.data.packs import DataError, for_testing, read_manifest
from sts_model.training.augment import reverberate

Clip = NDArray[np.float16]

WARPS = (1.0, 0.89, 1.12)
"""Pitch, vocal tract and speed changed together make another person: each voice counts once a factor."""

_SHORTEST_FRAMES = 60
_SILENT = -23.0
_MOST_S_PER_VOICE = 120.0


@dataclass(frozen=True)
class Voice:
    """One person's clips, as unnormalised log-mel frames."""

    speaker: str
    clips: tuple[Clip, ...]

    @property
    def seconds(self) -> float:
        return sum(len(clip) for clip in self.clips) / 100


@dataclass(frozen=True)
class CropConfig:
    """How crops are drawn; probabilities of each harm, and their ranges in decibels."""

    voices: int = 32
    shortest_frames: int = 120
    longest_frames: int = 320
    noise_p: float = 0.6
    noise_db: tuple[float, float] = (0.0, 25.0)
    talker_p: float = 0.25
    talker_db: tuple[float, float] = (0.0, 15.0)
    room_p: float = 0.25
    tilt_db: float = 3.0
    band_p: float = 0.35
    jitter: float = 0.02


def speech_folders(data: Path) -> list[str]:
    """Names of the folders whose speakers may be trained on."""
    names = [path.parent.name for path in sorted((data / "speech").glob("*/manifest.jsonl"))]
    return [name for name in names if name.endswith("-train") or name == "speakers-extra"]


def load_voices(data: Path, features: Path, folders: Iterable[str], *, held_out: bool | None = False) -> list[Voice]:
    """The voices of `folders` in alphabetical order: held-out ones, all but them, or (None) every one.

    Clips of unknown speakers are left out: two of them may be one person.

    Raises:
        DataError: data or features are missing.
    """
    clips: dict[str, list[Clip]] = defaultdict(list)
    for folder in folders:
        feats = open_features(features / folder)
        for clip in read_manifest(data / "speech" / folder):
            wanted = held_out is None or clip.held_out == held_out
            if wanted and clip.speaker_known and clip.id in feats.spans:
                frames_LF = feats[clip.id]
                if len(frames_LF) >= _SHORTEST_FRAMES:
                    clips[clip.speaker].append(frames_LF)
    return [Voice(speaker, tuple(clips[speaker])) for speaker in sorted(clips)]


def load_noises(features: Path) -> list[Clip]:
    """The noises for training."""
    feats = open_features(features / "noise")
    return [feats[name] for name in feats.spans if not for_testing(name)]


def crops(voices: Sequence[Voice], frames: int, seed: int, per_voice: int = 20) -> list[list[Clip]]:
    """Up to `per_voice` random crops of each voice, no two of one clip; voices with a single crop are left out."""
    rng = np.random.default_rng(seed)
    drawn = []
    for voice in voices:
        clips = [clip for clip in voice.clips if len(clip) >= frames]
        chosen = [clips[i] for i in rng.permutation(len(clips))[:per_voice]]
        starts = [int(rng.integers(len(clip) - frames + 1)) for clip in chosen]
        if len(chosen) > 1:
            drawn.append([clip[start : start + frames] for clip, start in zip(chosen, starts, strict=True)])
    return drawn


def open_features(stem: Path) -> Features:
    """Features of one folder.

    Raises:
        DataError: they have not been computed.
    """
    try:
        return read_features(stem)
    except FileNotFoundError as err:
        raise DataError(
            f"The features {stem}.json are missing: run `python -m sts_model features --output {stem.parent}` first."
        ) from err


class CropSampler:
    """Batches of crops with the number of their voice; voice v warped by factor w is number v * len(WARPS) + w."""

    def __init__(self, voices: list[Voice], noises: list[Clip], config: CropConfig, seed: int) -> None:
        self.voices = voices
        self.noises = noises
        self.config = config
        self.rng = np.random.default_rng(seed)
        weight = np.array([min(voice.seconds, _MOST_S_PER_VOICE) ** 0.5 for voice in voices])
        self._share = weight / weight.sum()

    @property
    def classes(self) -> int:
        return len(self.voices) * len(WARPS)

    def reseed(self, seed: int) -> None:
        self.rng = np.random.default_rng(seed)

    def draw(self) -> tuple[Tensor, Tensor]:
        """frames_BLF of one length, and labels_B; a voice has two rows on end."""
        config, rng = self.config, self.rng
        L = int(rng.integers(config.shortest_frames, config.longest_frames + 1))
        num_voices = min(config.voices, len(self.voices))
        voice_B = rng.choice(len(self.voices), num_voices, p=self._share, replace=False).repeat(2)
        warp_B = rng.integers(len(WARPS), size=num_voices).repeat(2)
        frames_BLF = self._warped(voice_B, np.array(WARPS)[warp_B], L)
        frames_BLF = self._with_rooms(frames_BLF)
        frames_BLF = self._with_talkers(frames_BLF)
        frames_BLF = self._with_noise(frames_BLF)
        frames_BLF = frames_BLF + self._tilts(len(voice_B), frames_BLF.shape[2])
        frames_BLF = self._with_band_limits(frames_BLF)
        return frames_BLF, torch.from_numpy(voice_B * len(WARPS) + warp_B)

    def _warped(self, voice_B: NDArray[np.int64], factor_B: NDArray[np.float64], L: int) -> Tensor:
        factor_B = factor_B * self.rng.uniform(1 - self.config.jitter, 1 + self.config.jitter, len(factor_B))
        longest = int(np.ceil(L * max(WARPS) * (1 + self.config.jitter))) + 1
        raw_BLF = torch.from_numpy(np.stack([self._crop(self.voices[v].clips, longest) for v in voice_B])).float()
        position_BL = torch.arange(L)[None] * torch.from_numpy(factor_B).float()[:, None]
        low_BL = position_BL.long()
        part_BL1 = (position_BL - low_BL)[:, :, None]
        row_B1 = torch.arange(len(voice_B))[:, None]
        in_time_BLF = torch.lerp(raw_BLF[row_B1, low_BL], raw_BLF[row_B1, low_BL + 1], part_BL1)
        return in_time_BLF @ _mel_shifts(factor_B, raw_BLF.shape[2])

    def _crop(self, clips: tuple[Clip, ...] | list[Clip], frames: int) -> Clip:
        clip_LF = clips[int(self.rng.integers(len(clips)))]
        if len(clip_LF) < frames:
            return clip_LF[(int(self.rng.integers(len(clip_LF))) + np.arange(frames)) % len(clip_LF)]
        start = int(self.rng.integers(len(clip_LF) - frames + 1))
        return clip_LF[start : start + frames]

    def _with_rooms(self, frames_BLF: Tensor) -> Tensor:
        for row in np.flatnonzero(self.rng.random(len(frames_BLF)) < self.config.room_p):
            rt60_s, tail_db = self.rng.uniform(0.2, 0.8), self.rng.uniform(-6.0, 3.0)
            frames_BLF[row] = torch.from_numpy(reverberate(frames_BLF[row].numpy(), rt60_s, tail_db))
        return frames_BLF

    def _with_talkers(self, frames_BLF: Tensor) -> Tensor:
        """Up to half of a crop has another of the batch talking beneath."""
        B, L, _ = frames_BLF.shape
        for row in np.flatnonzero(self.rng.random(B) < self.config.talker_p):
            span = int(self.rng.integers(L // 8, L // 2))
            start = int(self.rng.integers(L - span))
            other_LF = frames_BLF[(row + 2) % B, :span]
            gap_db = self.rng.uniform(*self.config.talker_db)
            shift = _level(frames_BLF[row]) - _level(other_LF) - _nats(gap_db)
            part_LF = frames_BLF[row, start : start + span]
            frames_BLF[row, start : start + span] = torch.logaddexp(part_LF, other_LF + shift)
        return frames_BLF

    def _with_noise(self, frames_BLF: Tensor) -> Tensor:
        rows = np.flatnonzero(self.rng.random(len(frames_BLF)) < self.config.noise_p)
        if not self.noises or not len(rows):
            return frames_BLF
        L = frames_BLF.shape[1]
        bed_BLF = torch.from_numpy(np.stack([self._crop(self.noises, L) for _ in rows])).float()
        noise_db = torch.from_numpy(self.rng.uniform(*self.config.noise_db, len(rows))).float()[:, None, None]
        shift = _level(frames_BLF[rows]) - _level(bed_BLF) - _nats(noise_db)
        frames_BLF[rows] = torch.logaddexp(frames_BLF[rows], bed_BLF + shift)
        return frames_BLF

    def _with_band_limits(self, frames_BLF: Tensor) -> Tensor:
        """Some crops lose what is above 3 to 7 kHz, and some of those what is below 60 to 350 Hz, as codecs do."""
        mels = frames_BLF.shape[2]
        for row in np.flatnonzero(self.rng.random(len(frames_BLF)) < self.config.band_p):
            frames_BLF[row, :, int(self.rng.uniform(0.65, 0.98) * mels) :] = _SILENT
            if self.rng.random() < 0.3:
                frames_BLF[row, :, : int(self.rng.uniform(0.02, 0.12) * mels)] = _SILENT
        return frames_BLF

    def _tilts(self, rows: int, mels: int) -> Tensor:
        """A smooth random gain over the bins for each row, as microphones and telephones have."""
        turns_KF = torch.cos(torch.arange(1, 4)[:, None] * torch.pi * torch.arange(mels)[None] / mels)
        weight_BK = torch.from_numpy(self.rng.normal(0.0, self.config.tilt_db, (rows, 3))).float()
        return _nats(weight_BK @ turns_KF)[:, None]


def _mel_shifts(factor_B: NDArray[np.float64], mels: int) -> Tensor:
    """Matrices [B, F, F] after which the bin at f hertz holds what was at f * factor."""
    mel_F = np.linspace(_mel(20.0), _mel(7_600.0), mels + 2)[1:-1]
    read_BF = _mel(700 * (10 ** (mel_F / 2595) - 1)[None] * factor_B[:, None])
    bin_BF = np.clip((read_BF - mel_F[0]) / (mel_F[1] - mel_F[0]), 0, mels - 1)
    low_BF = np.minimum(bin_BF.astype(np.int64), mels - 2)
    part_BF = (bin_BF - low_BF).astype(np.float32)
    matrix_BFF = np.zeros((len(factor_B), mels, mels), np.float32)
    row_B1, column_1F = np.arange(len(factor_B))[:, None], np.arange(mels)[None]
    matrix_BFF[row_B1, low_BF, column_1F] = 1 - part_BF
    matrix_BFF[row_B1, low_BF + 1, column_1F] = part_BF
    return torch.from_numpy(matrix_BFF)


def _mel(hz: Any) -> Any:
    return 2595 * np.log10(1 + hz / 700)


def _level(frames_BLF: Tensor) -> Tensor:
    """Logarithm of the mean power over frames and bins, near enough: over the mean power of each frame."""
    frames = frames_BLF.shape[-2]
    per_frame = frames_BLF.mean(dim=-1, keepdim=True)
    return torch.logsumexp(per_frame, dim=-2, keepdim=True) - float(np.log(frames))


def _nats(db: Tensor | float) -> Tensor:
    return torch.as_tensor(db, dtype=torch.float32) * float(np.log(10) / 10)
