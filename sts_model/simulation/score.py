"""Draws the score of a meeting: who speaks which utterance when; pure and seeded, no files and no waves."""

from collections.abc import Sequence

import numpy as np

from sts_model.simulation.conversation import converse
from sts_model.simulation.sequences import OVERLAP_SHARE, SILENCE_S, libricss, overlapping
from sts_model.simulation.supply import Score, ScoredTurn, Supply

__all__ = ["KINDS", "Score", "ScoredTurn", "draw_score"]

KINDS = ("sts", "conversation", *SILENCE_S, *OVERLAP_SHARE)


def draw_score(
    rng: np.random.Generator,
    kind: str,
    lengths_s: Sequence[Sequence[float]],
    max_seconds: float,
    *,
    edge_s: tuple[float, float] = (0.3, 1.5),
    max_voices: int = 3,
) -> Score:
    """A meeting of at most `max_seconds`, of the utterances whose lengths are given for each speaker.

    One speaker's utterances never overlap each other. Each is used once before any of that speaker's is used again.

    Args:
        kind: `sts` (1 to 5 turns, each overlapping the one before), `conversation` (real turn-taking), or a LibriCSS
            condition: 0L, 0S (long, short silences), OV10 to OV40 (share of overlap).
        lengths_s: seconds of each utterance of each speaker; turns refer to them by (speaker, utterance) index.
        edge_s: range of the silence before the first and after the last turn.
        max_voices: how many may speak at once in a `conversation`; 2 makes every turn fit the two channels. The other
            kinds never have more than two.
    Returns:
        score: empty when no utterance fits.
    Raises:
        ValueError: an unknown kind, or max_voices below 1.
    """
    if kind not in KINDS:
        raise ValueError(f"the kind of a meeting must be one of {', '.join(KINDS)}, not {kind!r}")
    if max_voices < 1:
        raise ValueError(f"max_voices must be at least 1, not {max_voices}")
    lead_s, tail_s = (float(edge) for edge in rng.uniform(*edge_s, size=2))
    longest_s = max_seconds - lead_s - tail_s
    supply = Supply(lengths_s)
    if kind == "sts":
        turns = overlapping(rng, supply, longest_s)
    elif kind == "conversation":
        turns = converse(rng, supply, longest_s, max_voices)
    else:
        turns = libricss(rng, supply, kind, longest_s)
    if not turns:
        return Score((), min(lead_s + tail_s, max_seconds))
    shifted = tuple(
        ScoredTurn(turn.speaker, turn.utterance, turn.start_s + lead_s, turn.end_s + lead_s) for turn in turns
    )
    return Score(shifted, max(turn.end_s for turn in shifted) + tail_s)
