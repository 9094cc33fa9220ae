"""Utterance groups as LibriCSS has them: a few whole utterances between two silences, in six conditions.

The committed list is made by `groups --seed 14`: 24 groups a condition, of one to five turns as GROUPS says (half of
them more than two), each turn a whole utterance of `librispeech-dev` of at most LONGEST_S, none of which is heard
twice. Consecutive turns are of different speakers, two to four in a group. In 0L and 0S all turns are apart by the
silences of LibriCSS; in OV10 to OV40 that share of the time in which anyone speaks is overlapped, in every group of
two turns or more.
Source: Chen et al. 2020, Continuous speech separation: dataset and analysis, arXiv 2001.11482; sizes of groups ours.
"""

from collections.abc import Sequence
from pathlib import Path

import numpy as np

from sts_model.data.packs import DataError, read_alignments, read_manifest
from sts_model.simulation.pieces import WORST_SCORE, Piece
from sts_model.simulation.plan import Placement, Plan, Voice
from sts_model.simulation.sequences import OVERLAP_SHARE, SILENCE_S
from sts_model.simulation.sources import Sources

GROUP_PLANS = Path(__file__).with_name("groups.jsonl")
FOLDER = "librispeech-dev"
CONDITIONS = (*SILENCE_S, *OVERLAP_SHARE)
GROUPS = {1: 5, 2: 7, 3: 6, 4: 4, 5: 2}
"""Groups of each number of turns, in every condition."""
LONGEST_S = 14.0
MOST_SPEAKERS = 4
EDGE_S = (0.3, 1.5)
"""Room tone before the first and after the last turn."""
LARGEST_OVERLAP, SMALLEST_OVERLAP_S = 0.9, 0.2
TRIALS = 500
LEVEL_DB, SNR_DB, LOUDNESS_DBFS = (-5.0, 5.0), (10.0, 30.0), (-38.0, -18.0)
P_ROOM, P_NOISE = 0.75, 0.75
"""How the simulated meetings of the first shipped model were drawn; fixed, so that the list can be drawn again."""


def whole_utterances(data: Path) -> list[Voice]:
    """The speakers of the dev folder, each clip one piece without the silence around it."""
    alignments = read_alignments(data, FOLDER)
    pieces: dict[str, list[Piece]] = {}
    for clip in read_manifest(data / "speech" / FOLDER):
        alignment = alignments.get(clip.id)
        if alignment is None or alignment.score < WORST_SCORE:
            continue
        piece = Piece(clip.id, *alignment.speech_frames, clip.text)
        if piece.length_s <= LONGEST_S:
            pieces.setdefault(clip.speaker, []).append(piece)
    return [Voice(FOLDER, speaker, tuple(own)) for speaker, own in pieces.items()]


def draw_groups(voices: Sequence[Voice], sources: Sources, seed: int) -> list[Plan]:
    """The groups of all conditions, each condition in an order of its own.

    Raises:
        DataError: there are not enough utterances for all.
    """
    rng = np.random.default_rng(seed)
    unused = {voice.speaker: [voice.pieces[i] for i in rng.permutation(len(voice.pieces))] for voice in voices}
    plans = []
    for condition in CONDITIONS:
        sizes = rng.permutation([size for size, number in GROUPS.items() for _ in range(number)])
        for number, size in enumerate(sizes):
            chosen = _choose(rng, unused, int(size))
            plans.append(_plan(rng, f"group-{condition}-{number:02d}", condition, chosen, sources))
    return plans


def _choose(rng: np.random.Generator, unused: dict[str, list[Piece]], size: int) -> list[tuple[str, Piece]]:
    """`size` utterances of few speakers, no two of one speaker in a row; those with most left speak most often."""
    most = min(size, MOST_SPEAKERS)
    num_speakers = int(rng.integers(min(2, size), most + 1))
    left = np.array([len(pieces) for pieces in unused.values()], float)
    if (left >= size).sum() < num_speakers:
        raise DataError(f"The folder {FOLDER} has too few utterances for a group of {size} turns.")
    left[left < size] = 0.0
    speakers = [str(name) for name in rng.choice(list(unused), num_speakers, replace=False, p=left / left.sum())]
    order = list(speakers)
    while len(order) < size:
        order.append(str(rng.choice([name for name in speakers if name != order[-1]])))
    return [(name, unused[name].pop()) for name in order]


def starts_s(rng: np.random.Generator, lengths_s: Sequence[float], condition: str) -> list[float]:
    """When each turn begins, the first at 0; no more than two speak at once.

    The overlap of a condition is spread over the pairs at random; a pair that gets less than SMALLEST_OVERLAP_S is
    parted by a short silence instead.
    """
    lengths = np.asarray(lengths_s, float)
    share = OVERLAP_SHARE.get(condition, 0.0)
    overlaps = _overlaps(rng, lengths, share) if share and len(lengths) > 1 else np.zeros(len(lengths) - 1)
    silences = rng.uniform(*SILENCE_S.get(condition, SILENCE_S["0S"]), size=len(overlaps))
    starts = [0.0]
    for length, overlap, silence in zip(lengths, overlaps, silences, strict=False):
        starts.append(float(starts[-1] + length + (-overlap if overlap > 0 else silence)))
    return starts


def _overlaps(rng: np.random.Generator, lengths: np.ndarray, share: float) -> np.ndarray:
    """Overlap of each turn with the next, in all `share` of the time in which anyone speaks, or as near as may be."""
    wanted_s = share * lengths.sum() / (1 + share)
    largest = LARGEST_OVERLAP * np.minimum(lengths[:-1], lengths[1:])
    best = np.zeros(len(largest))
    for _ in range(TRIALS):
        weights = rng.exponential(size=len(largest)) ** 2
        drawn = np.minimum(largest, wanted_s * weights / weights.sum())
        drawn[drawn < SMALLEST_OVERLAP_S] = 0.0
        # Both neighbours of a turn together leave some of it alone, so that three never speak at once.
        crowded = drawn[:-1] + drawn[1:] > LARGEST_OVERLAP * lengths[1:-1]
        if not crowded.any() and drawn.sum() > best.sum():
            best = drawn
        if best.sum() >= 0.98 * wanted_s:
            break
    return best


def _plan(
    rng: np.random.Generator, plan_id: str, condition: str, chosen: Sequence[tuple[str, Piece]], sources: Sources
) -> Plan:
    starts = starts_s(rng, [piece.length_s for _, piece in chosen], condition)
    lead_s, tail_s = rng.uniform(*EDGE_S, size=2)
    levels_db = {speaker: rng.uniform(*LEVEL_DB) for speaker in dict.fromkeys(name for name, _ in chosen)}
    placements = tuple(
        Placement(
            FOLDER,
            piece.clip,
            speaker,
            piece.first_frame,
            piece.end_frame,
            piece.words,
            round(float(lead_s) + start_s, 3),
            round(float(levels_db[speaker]), 1),
        )
        for (speaker, piece), start_s in zip(chosen, starts, strict=True)
    )
    noise = str(rng.choice(sorted(sources.noises))) if sources.noises and rng.random() < P_NOISE else None
    return Plan(
        id=plan_id,
        kind=condition,
        duration_s=round(max(placement.end_s for placement in placements) + float(tail_s), 3),
        placements=placements,
        loudness_dbfs=round(float(rng.uniform(*LOUDNESS_DBFS)), 1),
        room=str(rng.choice(sources.rooms)) if sources.rooms and rng.random() < P_ROOM else None,
        noise=noise,
        snr_db=round(float(rng.uniform(*SNR_DB)), 1),
        noise_start_s=round(float(rng.uniform(0, sources.noises[noise])), 2) if noise else 0.0,
    )
