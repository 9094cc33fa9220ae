"""The aligned utterances that training draws from: features, tokens with times, and the speech inside each clip."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from itertools import accumulate
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from sts_model.data.features import Features, read_features
from sts_model.data.packs import (
    SILENCE,
    VOICED_NOISES,
    AlignedWord,
    Alignment,
    DataError,
    for_testing,
    read_alignments,
    read_lines,
    read_manifest,
)
from sts_model.training.letters import spelt
from sts_model.vocabulary import PHONES, spell

SILENCE_PHONE = len(PHONES)
"""Index of silence among the frame-wise phone targets."""

WORST_SCORE = -32.0
"""Alignments below this are of misread or wrong clips."""

_PHONE_INDEX = {phone: i for i, phone in enumerate(PHONES)}


@dataclass(frozen=True)
class Utterance:
    """One clip: frames of 10 ms, unnormalised log-mel, and its tokens with the frame at the middle of each."""

    id: str
    speaker: str
    frames_LF: NDArray[np.float16]
    tokens_Y: NDArray[np.int16]
    times_Y: NDArray[np.int32]
    phones_L: NDArray[np.uint8]
    speech_frames: tuple[int, int]

    @property
    def frames(self) -> int:
        return len(self.frames_LF)


@dataclass(frozen=True)
class Corpus:
    """`wordless` are those of the noises in which nobody talks."""

    utterances: tuple[Utterance, ...]
    noises: tuple[NDArray[np.float16], ...]
    wordless: tuple[NDArray[np.float16], ...] = ()


def train_folders(data: Path) -> list[str]:
    """Names of the folders with transcribed training speech."""
    return [path.parent.name for path in sorted((data / "speech").glob("*-train/manifest.jsonl"))]


def load_corpus(
    data: Path, features: Path, folders: Iterable[str], *, held_out: bool = False, units: str = "phones"
) -> Corpus:
    """The usable clips of `folders` and the noises for training; held-out speakers only, or all but them.

    Args:
        units: what words are spelt in, of `recipe.UNITS`.
    Raises:
        DataError: data or features are missing.
    """
    noise = _features(features / "noise")
    kinds = {str(row["id"]): row.get("kind") for row in read_lines(data / "noise" / "manifest.jsonl")}
    names = [name for name in noise.spans if not for_testing(name)]
    wordless = tuple(noise[name] for name in names if kinds[name] not in VOICED_NOISES)
    utterances = load_utterances(data, features, folders, held_out=held_out, units=units)
    return Corpus(utterances, tuple(noise[name] for name in names), wordless)


def load_utterances(
    data: Path, features: Path, folders: Iterable[str], *, held_out: bool = False, units: str = "phones"
) -> tuple[Utterance, ...]:
    """The usable clips of `folders`, as `load_corpus` has them.

    Raises:
        DataError: data or features are missing.
    """
    utterances = []
    for folder in folders:
        feats = _features(features / folder)
        alignments = read_alignments(data, folder)
        for clip in read_manifest(data / "speech" / folder):
            alignment = alignments.get(clip.id)
            wanted = clip.held_out == held_out or not folder.endswith("-train")
            if wanted and alignment is not None and alignment.score >= WORST_SCORE and clip.id in feats.spans:
                utterances.append(_utterance(clip.id, clip.speaker, feats[clip.id], alignment, _TOKENS[units]))
    return tuple(utterances)


def _features(stem: Path) -> Features:
    try:
        return read_features(stem)
    except FileNotFoundError as err:
        raise DataError(
            f"The features {stem}.json are missing: run `python -m sts_model features --output {stem.parent}` first."
        ) from err


def _phone_tokens(word: AlignedWord) -> tuple[tuple[int, ...], list[int]]:
    """The tokens of a word and the middle frame of each."""
    starts = accumulate((frames for _, frames in word.phones[:-1]), initial=word.start_frame)
    times = [start + frames // 2 for start, (_, frames) in zip(starts, word.phones, strict=True)]
    return spell([phone for phone, _ in word.phones]), times


def _letter_tokens(word: AlignedWord) -> tuple[tuple[int, ...], list[int]]:
    """The same of a word's letters, all as long as each other, as nobody has aligned them."""
    slots = spelt(word.text)
    length = (word.end_frame - word.start_frame) / max(1, len(slots))
    return spell(slots) if slots else (), [int(word.start_frame + (k + 0.5) * length) for k in range(len(slots))]


_TOKENS: Mapping[str, Callable[[AlignedWord], tuple[tuple[int, ...], list[int]]]] = {
    "phones": _phone_tokens,
    "letters": _letter_tokens,
}


def _utterance(
    clip_id: str,
    speaker: str,
    frames_LF: NDArray[np.float16],
    alignment: Alignment,
    tokens_of: Callable[[AlignedWord], tuple[tuple[int, ...], list[int]]],
) -> Utterance:
    tokens: list[int] = []
    times: list[int] = []
    phones_L = np.full(len(frames_LF), SILENCE_PHONE, np.uint8)
    for word in alignment.words:
        if word.text == SILENCE:
            continue
        word_tokens, word_times = tokens_of(word)
        tokens += word_tokens
        times += word_times
        start = word.start_frame
        for phone, frames in word.phones:
            phones_L[start : start + frames] = _PHONE_INDEX[phone]
            start += frames
    last = max(0, len(frames_LF) - 1)
    return Utterance(
        clip_id,
        speaker,
        frames_LF,
        np.array(tokens, np.int16),
        np.minimum(np.array(times, np.int32), last),
        phones_L,
        (min(alignment.speech_frames[0], last), min(alignment.speech_frames[1], last + 1)),
    )
