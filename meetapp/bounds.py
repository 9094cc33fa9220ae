"""Bounds of a meeting that comes from elsewhere: a few bytes of a file may claim years of talk, or a million voices."""

import math
from collections.abc import Sequence

from meetapp.errors import InputError
from sts_model.turns import Turn, Word
from sts_model.units import samples

MOST_S = 24 * 3600.0
"""No meeting is longer."""

MOST_SAMPLES = samples(MOST_S)
MOST_TURNS, MOST_SPEAKERS = 500_000, 10_000
MOST_TRACKS = 32
MOST_CHANNELS = 2 * MOST_TRACKS
MOST_TALK_SAMPLES = 100 * MOST_SAMPLES
"""All turns together are no longer, as if a hundred people talked all day at once."""


def check_turns(turns: Sequence[Turn]) -> None:
    """Holds turns from elsewhere to what a meeting can have.

    Raises:
        InputError: there are too many, or of one a number is out of its range; a sentence without its full stop.
    """
    if len(turns) > MOST_TURNS:
        raise InputError(f"it has more than {MOST_TURNS} turns")
    if len({turn.speaker for turn in turns}) > MOST_SPEAKERS:
        raise InputError(f"it has more than {MOST_SPEAKERS} speakers")
    if len({turn.id for turn in turns}) < len(turns) or not all(map(_is_possible, turns)):
        raise InputError("it has a turn that cannot be")
    if sum(turn.end_samples - turn.start_samples for turn in turns) > MOST_TALK_SAMPLES:
        raise InputError(f"its turns are longer than {MOST_S / 3600:.0f} hours of a hundred people who talk at once")


def is_length(seconds: float) -> bool:
    """Whether a meeting can last so long, or something happen so late in it."""
    return math.isfinite(seconds) and 0 <= seconds <= MOST_S


def _is_possible(turn: Turn) -> bool:
    """Whether the turn and its words lie in a meeting, and every number is one that a model may say.

    Words need not lie within their turn: of a turn that a person has made shorter they do not.
    """
    return (
        turn.id >= 0
        and 0 <= turn.channel < MOST_CHANNELS
        and 1 <= turn.speaker <= MOST_SPEAKERS
        and _is_span(turn.start_samples, turn.end_samples)
        and (turn.certainty is None or 0 <= turn.certainty <= 1)
        and all(map(_is_word, turn.words))
    )


def _is_word(word: Word) -> bool:
    return _is_span(word.start_samples, word.end_samples) and 0 <= word.confidence <= 1


def _is_span(start_samples: int, end_samples: int) -> bool:
    return 0 <= start_samples <= end_samples <= MOST_SAMPLES
