"""Utterances one after another: always overlapping (as STS is trained), or in the conditions of LibriCSS."""

import numpy as np

from sts_model.simulation.supply import ScoredTurn, Supply

LARGEST_OVERLAP = 0.9
"""Share of the shorter of two turns that may overlap."""
SMALLEST_OVERLAP_S = 0.2
STS_UTTERANCES = 5
SILENCE_S = {"0L": (2.9, 3.0), "0S": (0.1, 0.5)}
OVERLAP_SHARE = {"OV10": 0.1, "OV20": 0.2, "OV30": 0.3, "OV40": 0.4}
"""Overlapped share of the time in which anyone speaks."""
SHORTEST_USEFUL_OVERLAP_S = 0.05


def overlapping(rng: np.random.Generator, supply: Supply, longest_s: float) -> list[ScoredTurn]:
    """1 to 5 turns that begin at 0; each begins inside the one before, and never more than two speak at once."""
    turns: list[ScoredTurn] = []
    speaker = -1
    for _ in range(rng.integers(1, STS_UTTERANCES + 1)):
        speaker = _another(rng, supply, speaker)
        utterance = None if speaker < 0 else supply.take(rng, speaker, longest_s)
        if utterance is None:
            break
        length_s = supply.length_s(speaker, utterance)
        start_s = 0.0
        if turns:
            largest = LARGEST_OVERLAP * min(length_s, turns[-1].length_s)
            overlap_s = rng.uniform(min(SMALLEST_OVERLAP_S, largest), largest)
            # The turn before the last must be over: a third voice has no channel.
            start_s = max([turns[-1].end_s - overlap_s, *(turn.end_s for turn in turns[:-1])])
        if start_s + length_s > longest_s:
            break
        turns.append(ScoredTurn(speaker, utterance, start_s, start_s + length_s))
    return turns


def libricss(rng: np.random.Generator, supply: Supply, condition: str, longest_s: float) -> list[ScoredTurn]:
    """Turns from 0 to at most `longest_s`: silences of one kind between all, or a set share of overlap.

    Where two turns do not overlap in the conditions OV10 to OV40, a short silence parts them. Overlaps are spread over
    the pairs at random, at most 45 % of the shorter turn each, so that three never speak at once.
    """
    share = OVERLAP_SHARE.get(condition, 0.0) if len(supply.speakers) > 1 else 0.0
    chosen = _fill(rng, supply, longest_s * (1 + share))
    lengths = np.array([supply.length_s(speaker, utterance) for speaker, utterance in chosen])
    overlaps = _spread(rng, lengths, share)
    silences = rng.uniform(*SILENCE_S.get(condition, SILENCE_S["0S"]), size=len(chosen))
    turns: list[ScoredTurn] = []
    end_s = 0.0
    for i, (speaker, utterance) in enumerate(chosen):
        offset_s = 0.0 if i == 0 else -overlaps[i - 1] if overlaps[i - 1] > 0 else silences[i]
        start_s = end_s + offset_s
        end_s = start_s + lengths[i]
        if end_s > longest_s:
            break
        turns.append(ScoredTurn(speaker, utterance, float(start_s), float(end_s)))
    return turns


def _another(rng: np.random.Generator, supply: Supply, speaker: int) -> int:
    """A speaker other than `speaker`, or -1 when there is none."""
    others = [other for other in supply.speakers if other != speaker]
    return int(rng.choice(others)) if others else -1


def _fill(rng: np.random.Generator, supply: Supply, total_s: float) -> list[tuple[int, int]]:
    chosen: list[tuple[int, int]] = []
    speaker = -1
    while total_s > 0:
        other = _another(rng, supply, speaker)
        speaker = other if other >= 0 else speaker
        utterance = supply.take(rng, speaker, total_s)
        if utterance is None:
            break
        chosen.append((speaker, utterance))
        total_s -= supply.length_s(speaker, utterance)
    return chosen


def _spread(rng: np.random.Generator, lengths: np.ndarray, share: float) -> np.ndarray:
    """Overlap of each turn with the next, in all `share` of the time in which anyone speaks; small ones are 0."""
    if share == 0.0 or len(lengths) < 2:
        return np.zeros(max(len(lengths) - 1, 0))
    capacity = LARGEST_OVERLAP / 2 * np.minimum(lengths[:-1], lengths[1:])
    wanted_s = min(share * lengths.sum() / (1 + share), capacity.sum())
    overlaps = np.zeros(len(capacity))
    while (missing := wanted_s - overlaps.sum()) > SHORTEST_USEFUL_OVERLAP_S:
        # Squared, so that some pairs overlap much and many hardly at all, as people do.
        weights = rng.exponential(size=len(capacity)) ** 2 * (overlaps < capacity)
        overlaps = np.minimum(capacity, overlaps + missing * weights / weights.sum())
    return np.where(overlaps < SHORTEST_USEFUL_OVERLAP_S, 0.0, overlaps)
