"""Scores: what always holds for any supply of utterances, and timing like the corpora it is drawn from."""

from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sts_model.simulation.channels import assign_channels
from sts_model.simulation.score import KINDS, draw_score
from sts_model.simulation.turntaking import profiles, real_figures, summarise

supplies = st.lists(
    st.lists(st.floats(0.2, 20).map(lambda s: round(s, 2)), min_size=1, max_size=12), min_size=1, max_size=5
)


def voices(turns, at):
    return sum(turn.start_s <= at < turn.end_s for turn in turns)


@settings(max_examples=150, deadline=None)
@given(st.integers(0, 10_000), st.sampled_from(KINDS), supplies, st.floats(3, 90), st.integers(1, 4))
def test_a_score_is_playable(seed, kind, lengths_s, max_seconds, max_voices):
    score = draw_score(np.random.default_rng(seed), kind, lengths_s, max_seconds, max_voices=max_voices)
    turns = score.turns
    assert score.duration_s <= max_seconds + 1e-6
    assert list(turns) == sorted(turns, key=lambda turn: turn.start_s)
    for turn in turns:
        assert turn.start_s >= 0.3 and turn.end_s <= score.duration_s - 0.3 + 1e-6
        assert turn.length_s == pytest.approx(lengths_s[turn.speaker][turn.utterance])
    for speaker in range(len(lengths_s)):
        own = [turn for turn in turns if turn.speaker == speaker]
        assert all(a.end_s <= b.start_s for a, b in pairwise(own))
    most = max_voices if kind == "conversation" else 2
    assert max((voices(turns, turn.start_s + 1e-9) for turn in turns), default=0) <= most


@settings(max_examples=50, deadline=None)
@given(st.integers(0, 10_000), st.sampled_from(KINDS), supplies)
def test_the_same_seed_draws_the_same_score(seed, kind, lengths_s):
    first, second = (draw_score(np.random.default_rng(seed), kind, lengths_s, 60) for _ in range(2))
    assert first == second


@settings(max_examples=50, deadline=None)
@given(st.integers(0, 10_000), supplies)
def test_two_voices_at_most_always_fit_the_channels(seed, lengths_s):
    score = draw_score(np.random.default_rng(seed), "conversation", lengths_s, 60, max_voices=2)
    assert assign_channels(score.turns)[1] == 0


def speech(rng, short=True):
    lengths = rng.lognormal(1.4, 0.7, 150).clip(1.2, 16)
    return [*lengths, *(rng.uniform(0.25, 1.0, 60) if short else [])]


def meetings(kind, speakers, seconds, num=40, short=True):
    for seed in range(num):
        rng = np.random.default_rng(seed)
        yield draw_score(rng, kind, [speech(rng, short) for _ in range(speakers)], seconds)


def shares(scores):
    """Silent, overlapped and threefold time (of all time, of speech time), turns a minute; on a grid of 10 ms."""
    counts = []
    for score in scores:
        voices_L = np.zeros(int(score.turns[-1].end_s * 100) + 300, int)
        for turn in score.turns:
            voices_L[int(turn.start_s * 100) : int(turn.end_s * 100)] += 1
        spoken = np.flatnonzero(voices_L)
        counts.append(voices_L[spoken[0] : spoken[-1] + 1])
    all_L = np.concatenate(counts)
    speaking = (all_L > 0).mean()
    return 1 - speaking, (all_L > 1).mean() / speaking, (all_L > 2).mean() / speaking


def test_a_conversation_sounds_like_the_meetings_it_is_drawn_from():
    silent, overlapped, threefold = shares(meetings("conversation", 4, 180))
    assert 0.08 < silent < 0.22
    assert 0.06 < overlapped < 0.14
    assert threefold < 0.015


def test_a_conversation_has_short_inserts_inside_turns():
    inserts = turns = 0
    for score in meetings("conversation", 4, 180):
        turns += len(score.turns)
        inserts += sum(
            any(host.start_s < turn.start_s and turn.end_s < host.end_s for host in score.turns) for turn in score.turns
        )
    assert 0.15 < inserts / turns < 0.4


def test_sts_turns_always_overlap_and_number_one_to_five():
    scores = list(meetings("sts", 4, 60, num=200))
    assert {len(score.turns) for score in scores} == {1, 2, 3, 4, 5}
    for score in scores:
        assert all(b.start_s < a.end_s for a, b in pairwise(score.turns))


@pytest.mark.parametrize(("kind", "low", "high"), [("0L", 2.9, 3.0), ("0S", 0.1, 0.5)])
def test_silences_of_the_conditions_without_overlap(kind, low, high):
    for score in meetings(kind, 4, 120, num=10):
        gaps = [b.start_s - a.end_s for a, b in pairwise(score.turns)]
        assert gaps and all(low - 1e-6 <= gap <= high + 1e-6 for gap in gaps)


@pytest.mark.parametrize(("kind", "share"), [("OV10", 0.1), ("OV20", 0.2), ("OV30", 0.3), ("OV40", 0.4)])
def test_overlap_of_the_conditions_with_overlap(kind, share):
    _, overlapped, threefold = shares(meetings(kind, 4, 240, num=20, short=False))
    assert overlapped == pytest.approx(share, abs=0.06)
    assert threefold == 0


def test_a_supply_that_fits_nothing_gives_an_empty_score():
    score = draw_score(np.random.default_rng(0), "conversation", [[50.0]], 10)
    assert score.turns == () and score.duration_s <= 10


def test_utterances_repeat_only_when_all_are_used():
    score = draw_score(np.random.default_rng(1), "0S", [[2.0] * 30, [2.0] * 30], 100)
    used = [(turn.speaker, turn.utterance) for turn in score.turns]
    assert len(used) == len(set(used))


@pytest.mark.parametrize("wrong", [{"kind": "OV50"}, {"max_voices": 0}])
def test_wrong_arguments_are_errors(wrong):
    arguments = {"kind": "sts", "lengths_s": [[1.0]], "max_seconds": 10.0} | wrong
    with pytest.raises(ValueError, match="must be"):
        draw_score(np.random.default_rng(0), **arguments)


def test_the_committed_summary_has_what_the_statistics_have():
    quantiles = {str(percent): float(percent) for percent in (5, 25, 50, 75, 95)}
    grid = {"grid_0_100_by_2": list(range(51)), "quantiles": quantiles, "mean": 4.0}
    corpus = {
        "p_next_segment_same_speaker": 0.2,
        "p_speaker_before_last_after_change": 0.5,
        "speaking_time_share_by_rank": {"1": 0.6, "2": 0.4},
        "floor_transfer_offset_s": grid,
        "floor_transfer_shares": {"any_overlap": 0.4, "within_0.2s": 0.2, "gap_more_than_1s": 0.2},
        "turn_duration_s": grid,
        "speech_share_of_time": 0.85,
        "overlap_share_of_speech_time": {"2_or_more": 0.1, "3_or_more": 0.01},
        "turns_per_minute": grid,
        "segment_duration_s": grid,
        "same_speaker_pause_s": grid,
        "floor_transfer_offset_s_next_segment_at_most_1s": grid,
        "floor_transfer_offset_s_next_segment_longer": grid,
        "inside_another_turn": {
            "short_share_of_segments": 0.3,
            "short_segments_anywhere_share": 0.44,
            "short_per_minute": grid,
            "short_duration_s": grid,
            "short_start_as_fraction_of_host": grid,
        },
    }
    made = summarise({name: {"merge_1": corpus} for name in ("ami-train", "icsi", "primock57")})
    profile = profiles()["icsi"]
    assert made["profiles"]["icsi"].keys() == vars(profile).keys()
    assert made["profiles"]["icsi"]["short_floor_share"] == 0.2
    assert made["figures"]["icsi"].keys() == real_figures("icsi").keys()
    assert len(profile.offset_to_longer_s) == 51 and profile.offset_to_longer_s[25] == pytest.approx(0.07)
