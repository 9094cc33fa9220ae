"""What one speaker of a meeting has to say: clips of that speaker, cut at pauses into turns of every length."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import replace

import numpy as np

from sts_model.simulation.pieces import P_CUT, PAUSE_FRAMES
from sts_model.training.corpus import SILENCE_PHONE, Utterance

CLIPS = 3
"""Of each speaker in a row."""


class Speakers:
    """Draws what speakers say; a speaker with few clips lends from others, so that nothing is said twice."""

    def __init__(self, utterances: Sequence[Utterance]) -> None:
        self._utterances = utterances
        self._by_speaker: dict[str, list[int]] = defaultdict(list)
        for i, utterance in enumerate(utterances):
            self._by_speaker[utterance.speaker].append(i)

    def draw(self, rng: np.random.Generator) -> list[Utterance]:
        """The excerpts of CLIPS clips of one speaker, who is drawn as often as there are clips."""
        first = self._utterances[int(rng.integers(len(self._utterances)))]
        own = self._by_speaker[first.speaker]
        chosen = [int(i) for i in rng.choice(own, min(CLIPS, len(own)), replace=False)]
        chosen += [int(i) for i in rng.integers(len(self._utterances), size=CLIPS - len(chosen))]
        return [excerpt for i in chosen for excerpt in excerpts(rng, self._utterances[i])]


def excerpts(rng: np.random.Generator, utterance: Utterance) -> list[Utterance]:
    """The clip cut in the middle of about half of its pauses, as `sts_model.simulation.pieces` cuts waves."""
    first, last = utterance.speech_frames
    edges = [0]
    for begin, end in _pauses(utterance, first, last):
        if rng.random() < P_CUT:
            edges.append((begin + end) // 2)
    cut = [_excerpt(utterance, begin, end) for begin, end in zip(edges, [*edges[1:], utterance.frames], strict=True)]
    return [excerpt for excerpt in cut if len(excerpt.tokens_Y)] or [utterance]


def _pauses(utterance: Utterance, first: int, last: int) -> list[tuple[int, int]]:
    """Silences of at least PAUSE_FRAMES between words."""
    silent_L = np.concatenate([[False], utterance.phones_L[first:last] == SILENCE_PHONE, [False]])
    turns = np.flatnonzero(np.diff(silent_L)) + first
    return [(int(b), int(e)) for b, e in zip(turns[::2], turns[1::2], strict=True) if e - b >= PAUSE_FRAMES]


def _excerpt(utterance: Utterance, begin: int, end: int) -> Utterance:
    inside_Y = (utterance.times_Y >= begin) & (utterance.times_Y < end)
    spoken = np.flatnonzero(utterance.phones_L[begin:end] != SILENCE_PHONE)
    return replace(
        utterance,
        frames_LF=utterance.frames_LF[begin:end],
        tokens_Y=utterance.tokens_Y[inside_Y],
        times_Y=utterance.times_Y[inside_Y] - begin,
        phones_L=utterance.phones_L[begin:end],
        speech_frames=(int(spoken[0]), int(spoken[-1]) + 1) if len(spoken) else utterance.speech_frames,
    )
