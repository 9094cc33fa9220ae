"""Channel rules: each turn once, none over another on its channel, third voices counted."""

from dataclasses import dataclass
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sts_model.simulation.channels import RULES, assign_channels, without_third_voices
from sts_model.simulation.plan import Placement, Plan, reference


@dataclass(frozen=True)
class Span:
    start_s: float
    end_s: float


spans = st.lists(st.tuples(st.integers(0, 60), st.integers(1, 20)).map(lambda s: Span(s[0], s[0] + s[1])), max_size=12)
rules = st.sampled_from(RULES)


def voices_at_start(turns, i):
    """How many turns sound when turn i begins, itself and those placed before it."""
    before = [t for j, t in enumerate(turns) if (t.start_s, j) < (turns[i].start_s, i)]
    return 1 + sum(t.end_s > turns[i].start_s for t in before)


@given(spans, rules)
def test_no_two_turns_overlap_on_a_channel_when_two_speak_at_most(turns, rule):
    turns, _ = without_third_voices(turns)
    channels, num_invalid = assign_channels(turns, rule)
    assert num_invalid == 0
    for c in (0, 1):
        own = [turn for turn, channel in zip(turns, channels, strict=True) if channel == c]
        assert all(a.end_s <= b.start_s for a, b in pairwise(own))


@given(spans, rules)
def test_every_turn_is_placed_once_and_third_voices_are_counted(turns, rule):
    channels, num_invalid = assign_channels(turns, rule)
    assert len(channels) == len(turns) and set(channels) <= {0, 1}
    assert num_invalid <= sum(voices_at_start(turns, i) > 2 for i in range(len(turns)))
    assert (num_invalid > 0) == any(voices_at_start(turns, i) > 2 for i in range(len(turns)))


@given(spans)
def test_turns_left_out_are_third_voices_among_those_kept(turns):
    kept, left_out = without_third_voices(turns)
    assert left_out == len(turns) - len(kept)
    assert all(voices_at_start(kept, i) <= 2 for i in range(len(kept)))
    for turn in turns:
        if turn not in kept:
            assert sum(other.start_s <= turn.start_s < other.end_s for other in kept) == 2
    assert (left_out > 0) == any(voices_at_start(turns, i) > 2 for i in range(len(turns)))


@given(spans, rules, st.randoms())
def test_order_of_the_list_does_not_matter(turns, rule, random):
    turns = sorted({turn.start_s: turn for turn in turns}.values(), key=lambda t: t.start_s)
    order = list(range(len(turns)))
    random.shuffle(order)
    channels, _ = assign_channels(turns, rule)
    shuffled, _ = assign_channels([turns[i] for i in order], rule)
    assert shuffled == tuple(channels[i] for i in order)


@given(spans)
def test_heat_uses_channel_one_only_for_overlaps(turns):
    turns, _ = without_third_voices(turns)
    channels, _ = assign_channels(turns, "heat")
    for i, channel in enumerate(channels):
        assert channel == 0 or voices_at_start(turns, i) == 2


@given(spans)
def test_overlap_switch_changes_channel_only_when_it_must(turns):
    turns, _ = without_third_voices(turns)
    channels, _ = assign_channels(turns, "overlap-switch")
    for i in range(1, len(turns)):
        busy = any(
            t.end_s > turns[i].start_s for t, c in zip(turns[:i], channels[:i], strict=True) if c == channels[i - 1]
        )
        assert (channels[i] != channels[i - 1]) == busy


@pytest.mark.parametrize(("rule", "expected"), [("overlap-switch", (0, 1, 1, 0)), ("heat", (0, 1, 0, 1))])
def test_the_two_rules_differ_when_both_channels_are_free(rule, expected):
    turns = [Span(0, 3), Span(2, 5), Span(6, 8), Span(7, 9)]
    assert assign_channels(turns, rule) == (expected, 0)


def test_a_third_voice_goes_where_the_channel_frees_first():
    turns = [Span(0, 10), Span(1, 4), Span(2, 6), Span(6, 7)]
    assert assign_channels(turns, "heat") == ((0, 1, 1, 1), 1)


def test_an_unknown_rule_is_an_error():
    with pytest.raises(ValueError, match="overlap-switch, heat"):
        assign_channels([], "random")


def test_a_plan_with_a_third_voice_keeps_it_and_counted():
    placements = tuple(
        Placement("folder", f"clip-{i}", f"speaker-{i}", 0, frames, "word", start_s, 0.0)
        for i, (start_s, frames) in enumerate([(0.0, 500), (1.0, 300), (2.0, 200), (4.5, 200)])
    )
    plan = Plan("plan", "conversation", 8.0, placements, -20.0)
    kept, left_out = without_third_voices(plan.placements)
    assert left_out == 1 and [p.clip for p in kept] == ["clip-0", "clip-1", "clip-3"]
    assert assign_channels(plan.placements)[1] == 1
    assert len(reference(plan)) == 4, "who is asked what was said is asked for the third voice, too"
