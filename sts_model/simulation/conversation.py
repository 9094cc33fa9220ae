"""A conversation's timing drawn from real turn-taking: who is next, offsets, pauses and back-channels."""

from dataclasses import dataclass
from statistics import NormalDist

import numpy as np

from sts_model.simulation.supply import ScoredTurn, Supply
from sts_model.simulation.turntaking import (
    LOWEST,
    SHORT_S,
    Profile,
    at_percent,
    draw,
    percent_of,
    profiles,
)

TWO_SPEAKERS, MORE_SPEAKERS = ("primock57",), ("ami-train", "icsi")
LARGEST_OVERLAP = 0.9
"""Share of the shorter of two floor turns that may overlap."""
OWN_GAP_S = 0.2
"""Least silence between two utterances of one speaker."""
HOST_S = 2.0
"""A turn must be longer than this to hold an insert."""
INSERT_S = 1.2
"""Longest utterance that serves as an insert."""
SHIFT_S = (-0.1, 0.1)
SCALE = (0.8, 1.25)
"""How much offsets differ from one recording to the next; judgement, not measured."""
COUPLING = {"ami-train": 0.44, "icsi": 0.39, "primock57": 0.14}
"""Rank correlation of overlap with the shorter of the two floor segments, measured in the recordings themselves."""
TALKATIVE = 0.5
"""Who talks more has the floor more often, and longer each time: by this power of their weight."""
SHARES_CONCENTRATION = 20.0
INSERT_TRIALS = 4
SPARE_HOSTS = 2
"""How many hosts there are to try for each insert."""
_NORMAL = NormalDist()


@dataclass(frozen=True)
class _Mood:
    """What differs from recording to recording: who talks how much, how quick and how chatty they are."""

    profile: Profile
    coupling: float
    weights: np.ndarray
    shift_s: float
    scale: float
    inserts_per_minute: float


def converse(
    rng: np.random.Generator, supply: Supply, longest_s: float, max_voices: int, corpus: str | None = None
) -> list[ScoredTurn]:
    """Turns from 0 to at most `longest_s` with at most `max_voices` at once, by the recipe of the turn-taking pack.

    Args:
        corpus: whose manners it has; None draws one that had as many speakers.
    """
    mood = _draw_mood(rng, len(supply.speakers), corpus)
    floor = _draw_floor(rng, supply, mood, longest_s, max_voices)
    return sorted(_with_inserts(rng, supply, mood, floor, max_voices), key=lambda turn: turn.start_s)


def _draw_mood(rng: np.random.Generator, num_speakers: int, corpus: str | None) -> _Mood:
    corpus = corpus or str(rng.choice(TWO_SPEAKERS if num_speakers <= 2 else MORE_SPEAKERS))
    profile = profiles()[corpus]
    shares = np.array([*profile.speaker_shares, *[profile.speaker_shares[-1]] * num_speakers])[:num_speakers]
    return _Mood(
        profile=profile,
        coupling=COUPLING[corpus],
        weights=rng.permutation(rng.dirichlet(SHARES_CONCENTRATION * shares / shares.sum())),
        shift_s=rng.uniform(*SHIFT_S),
        scale=rng.uniform(*SCALE),
        inserts_per_minute=draw(rng, profile.inserts_per_minute),
    )


def _draw_floor(
    rng: np.random.Generator, supply: Supply, mood: _Mood, longest_s: float, max_voices: int
) -> list[ScoredTurn]:
    turns: list[ScoredTurn] = []
    before_s = 0.0
    while True:
        speaker = _next_speaker(rng, mood, turns)
        talkative = (mood.weights[speaker] * len(mood.weights)) ** TALKATIVE
        wanted_s = _wanted_s(rng, mood.profile)
        utterance = supply.take(rng, speaker, longest_s, wanted_s * talkative)
        if utterance is None:
            return turns
        length_s = supply.length_s(speaker, utterance)
        offset_s = _offset_s(rng, mood, speaker == (turns[-1].speaker if turns else -1), (before_s, wanted_s))
        start_s = _start_s(turns, speaker, length_s, offset_s, max_voices)
        before_s = wanted_s
        if start_s + length_s > longest_s:
            return turns
        turns.append(ScoredTurn(speaker, utterance, start_s, start_s + length_s))


def _next_speaker(rng: np.random.Generator, mood: _Mood, turns: list[ScoredTurn]) -> int:
    """The same speaker, the one before, or another by weight."""
    everyone = range(len(mood.weights))
    if not turns or len(everyone) == 1:
        return _by_weight(rng, mood, list(everyone))
    last = turns[-1].speaker
    if rng.random() < mood.profile.p_same_speaker:
        return last
    before = next((turn.speaker for turn in reversed(turns) if turn.speaker != last), None)
    if before is not None and rng.random() < mood.profile.p_speaker_before_last:
        return before
    others = [speaker for speaker in everyone if speaker != last and speaker != before]
    return _by_weight(rng, mood, others or [speaker for speaker in everyone if speaker != last])


def _by_weight(rng: np.random.Generator, mood: _Mood, speakers: list[int]) -> int:
    weights = mood.weights[speakers]
    return int(rng.choice(speakers, p=weights / weights.sum()))


def _wanted_s(rng: np.random.Generator, profile: Profile) -> float:
    """Length of a floor segment: the short ones that are inserts are left out of the distribution."""
    short = rng.random() < profile.short_floor_share
    while True:
        length_s = draw(rng, profile.segment_s)
        if (length_s <= SHORT_S) == short:
            return length_s


def _offset_s(rng: np.random.Generator, mood: _Mood, same_speaker: bool, wanted_s: tuple[float, float]) -> float:
    """From the end of the turn before to the next; `wanted_s` are the lengths that were drawn for the two.

    What was drawn counts, not the utterances that were found: so offsets are distributed as they should be, even where
    there are no utterances short or long enough.
    """
    if same_speaker:
        return draw(rng, mood.profile.pause_s)
    profile = mood.profile
    offsets = profile.offset_to_short_s if wanted_s[1] <= SHORT_S else profile.offset_to_longer_s
    return at_percent(offsets, _coupled_percent(rng, mood, min(wanted_s))) * mood.scale + mood.shift_s


def _coupled_percent(rng: np.random.Generator, mood: _Mood, shorter_s: float) -> float:
    """Which percentile of the offsets it is: uniform over all pairs of turns, lower (more overlap) for long pairs.

    A Gaussian copula: long turns can overlap much, short ones cannot, and clamping alone would lose the overlap.
    """
    above = 1 - percent_of(mood.profile.segment_s, shorter_s) / 100
    rank = min(max(1 - above**2, 0.01), 0.99)  # of the shorter of two
    normal = -mood.coupling * _NORMAL.inv_cdf(rank) + (1 - mood.coupling**2) ** 0.5 * rng.standard_normal()
    return LOWEST + (100 - 2 * LOWEST) * _NORMAL.cdf(normal)


def _start_s(turns: list[ScoredTurn], speaker: int, length_s: float, offset_s: float, max_voices: int) -> float:
    """When the next floor turn begins: as soon as its speaker is silent and not too many others speak."""
    if not turns:
        return 0.0
    last = turns[-1]
    offset_s = max(offset_s, -LARGEST_OVERLAP * min(last.length_s, length_s))
    own_end_s = max((turn.end_s + OWN_GAP_S for turn in turns if turn.speaker == speaker), default=0.0)
    ends_s = sorted((turn.end_s for turn in turns), reverse=True)
    voice_free_s = ends_s[max_voices - 1] if len(ends_s) >= max_voices else 0.0
    return max(last.end_s + offset_s, own_end_s, voice_free_s)


def _with_inserts(
    rng: np.random.Generator, supply: Supply, mood: _Mood, floor: list[ScoredTurn], max_voices: int
) -> list[ScoredTurn]:
    """The floor turns and, inside the longer ones, short utterances of other speakers."""
    turns = list(floor)
    hosts = [turn for turn in floor if turn.length_s > HOST_S]
    if not hosts or len(supply.speakers) < 2:
        return turns
    lengths = np.array([host.length_s for host in hosts])
    wanted = rng.poisson(mood.inserts_per_minute * floor[-1].end_s / 60)
    for host in rng.choice(np.arange(len(hosts)), size=SPARE_HOSTS * wanted, p=lengths / lengths.sum()):
        insert = _insert(rng, supply, mood, hosts[host], turns, max_voices) if wanted else None
        if insert is not None:
            turns.append(insert)
            wanted -= 1
    return turns


def _insert(
    rng: np.random.Generator, supply: Supply, mood: _Mood, host: ScoredTurn, turns: list[ScoredTurn], max_voices: int
) -> ScoredTurn | None:
    speaker = _by_weight(rng, mood, [other for other in supply.speakers if other != host.speaker])
    utterance = supply.take(rng, speaker, min(INSERT_S, host.length_s), draw(rng, mood.profile.insert_s))
    if utterance is None:
        return None
    length_s = supply.length_s(speaker, utterance)
    for _ in range(INSERT_TRIALS):
        start_s = host.start_s + draw(rng, mood.profile.insert_start_share) * host.length_s
        insert = ScoredTurn(speaker, utterance, start_s, start_s + length_s)
        if insert.end_s <= host.end_s and _has_room(insert, turns, max_voices):
            return insert
    return None


def _has_room(insert: ScoredTurn, turns: list[ScoredTurn], max_voices: int) -> bool:
    """Whether the speaker is silent around the insert, and few enough others speak while it lasts."""
    own = [turn for turn in turns if turn.speaker == insert.speaker]
    if any(turn.start_s < insert.end_s + OWN_GAP_S and insert.start_s < turn.end_s + OWN_GAP_S for turn in own):
        return False
    beside = [turn for turn in turns if turn.start_s < insert.end_s and insert.start_s < turn.end_s]
    return len(beside) < max_voices
