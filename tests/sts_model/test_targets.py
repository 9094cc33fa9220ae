"""Where each word of an overlapping conversation goes, rule by rule, and how turns are marked there."""

from dataclasses import replace
from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from sts_model.simulation.channels import RULES, assign_channels, without_third_voices
from sts_model.training.corpus import SILENCE_PHONE
from sts_model.training.targets import ChannelTargets, Marks, Spoken, channel_targets
from sts_model.units import REDUCTION
from sts_model.vocabulary import EOT, FIRST_INITIAL, FIRST_INTERNAL, SOT


def _turn(start: int, words: int, channel: int | None = None, phone: int = 0) -> Spoken:
    """Words of two phones, 20 frames each."""
    tokens = np.tile([FIRST_INITIAL + phone, FIRST_INTERNAL + phone], words).astype(np.int64)
    times = start + np.arange(2 * words) * 10 + 5
    return Spoken(tokens, times, np.full(20 * words, phone, np.int64), start, channel)


def _tokens(target: ChannelTargets) -> list[int]:
    return target.tokens_Y.tolist()


def _phones(tokens: list[int]) -> list[int]:
    return [token for token in tokens if token > EOT]


def test_who_is_alone_is_on_the_first_channel() -> None:
    first, second = channel_targets([_turn(20, 3, phone=1), _turn(200, 2, phone=2)], 300, 2)
    assert _tokens(first).count(SOT) == _tokens(first).count(EOT) == 2
    assert _tokens(second) == [] and not second.active_T.any()


def test_who_begins_later_is_on_the_second_channel_until_the_other_ends() -> None:
    first, second = channel_targets([_turn(0, 5, phone=1), _turn(60, 5, phone=2)], 300, 2)  # 0-100, 60-160
    a, b = [FIRST_INITIAL + 1, FIRST_INTERNAL + 1], [FIRST_INITIAL + 2, FIRST_INTERNAL + 2]
    assert _tokens(second) == [SOT, *b * 2]
    assert _tokens(first) == [SOT, *a * 5, EOT, *b * 3, EOT]
    assert second.active_T.nonzero()[0].tolist() == list(range(15, 25))
    assert (np.diff(first.times_Y) >= 0).all()


def test_a_word_inside_anothers_turn_is_whole_and_marked_on_the_second_channel() -> None:
    first, second = channel_targets([_turn(0, 10, phone=1), _turn(60, 1, phone=2)], 300, 2)
    assert _tokens(second) == [SOT, FIRST_INITIAL + 2, FIRST_INTERNAL + 2, EOT]
    assert len(_tokens(first)) == 22


def test_a_turn_with_a_channel_stays_on_it() -> None:
    first, second = channel_targets([_turn(0, 5, 1, phone=1), _turn(60, 5, 0, phone=2)], 300, 2)
    assert len(_tokens(first)) == len(_tokens(second)) == 12
    assert second.active_T[:25].all() and not second.active_T[25:].any()


@given(
    turns=st.lists(st.tuples(st.integers(0, 250), st.integers(1, 8)), max_size=6),
    frames=st.integers(300, 420),
)
def test_every_token_is_on_one_channel_and_times_do_not_fall(turns: list[tuple[int, int]], frames: int) -> None:
    spoken = [_turn(start, words, phone=i) for i, (start, words) in enumerate(turns)]
    targets = channel_targets(spoken, frames, 2)
    placed = sorted(token for target in targets for token in _tokens(target))
    assert placed == sorted(token for turn in spoken for token in [SOT, *turn.tokens_Y.tolist(), EOT])
    for target in targets:
        assert (np.diff(target.times_Y) >= 0).all()
        assert ((target.phones_T != SILENCE_PHONE) <= (target.active_T > 0)).all()
        starts = [token for token in _phones(_tokens(target)) if token < FIRST_INTERNAL]
        assert len(starts) * 2 == len(_phones(_tokens(target))), "no word is torn"


starts_and_words = st.lists(st.tuples(st.integers(0, 250), st.integers(1, 8)), min_size=1, max_size=6)
rules = st.sampled_from([*RULES, "solo"])
FRAMES = 500


class _Span:
    """A turn on the clock of `assign_channels`; frames serve as seconds."""

    def __init__(self, turn: Spoken) -> None:
        self.turn, self.start_s, self.end_s = turn, float(turn.start), float(turn.stop)


def _conversation(shape: list[tuple[int, int]], rule: str) -> list[Spoken]:
    """Turns of phones of their own, none a third voice, placed by `rule`."""
    spans = [_Span(_turn(start, words, phone=i)) for i, (start, words) in enumerate(shape)]
    kept, left_out = without_third_voices(spans)
    assert len(kept) + left_out == len(shape)
    if rule == "solo":
        return [span.turn for span in kept]
    channels, num_invalid = assign_channels(kept, rule)
    assert num_invalid == 0, "what is kept fits two channels"
    return [replace(span.turn, channel=channel) for span, channel in zip(kept, channels, strict=True)]


def _channels_of(turn: Spoken, targets: tuple[ChannelTargets, ...]) -> set[int]:
    own = set(turn.tokens_Y.tolist())
    return {c for c, target in enumerate(targets) if own & set(_tokens(target))}


@given(starts_and_words, st.sampled_from(RULES))
def test_no_two_turns_meet_on_a_channel_and_each_is_there_once_in_order(
    shape: list[tuple[int, int]], rule: str
) -> None:
    turns = _conversation(shape, rule)
    targets = channel_targets(turns, FRAMES, 2)
    for c, target in enumerate(targets):
        own = sorted((turn for turn in turns if turn.channel == c), key=lambda turn: turn.start)
        assert all(a.stop <= b.start for a, b in pairwise(own))
        assert _tokens(target) == [token for turn in own for token in [SOT, *turn.tokens_Y.tolist(), EOT]]
        active = int(sum(turn.stop - turn.start for turn in own))
        assert abs(int(target.active_T.sum()) * REDUCTION - active) <= REDUCTION * len(own)
    assert all(len(_channels_of(turn, targets)) == 1 for turn in turns)


@given(starts_and_words, rules)
def test_a_change_token_parts_the_turns_of_a_channel_and_nothing_else(shape: list[tuple[int, int]], rule: str) -> None:
    turns = _conversation(shape, rule)
    plain, changed = (channel_targets(turns, FRAMES, 2, Marks(tokens)) for tokens in ("sot-eot", "cot"))
    for with_both, with_one in zip(plain, changed, strict=True):
        assert _phones(_tokens(with_both)) == _phones(_tokens(with_one)) and EOT not in _tokens(with_one)
        assert _tokens(with_one).count(SOT) == max(0, _tokens(with_both).count(SOT) - 1)
        assert _tokens(with_one)[:1] != [SOT] or rule == "solo"  # there a turn may begin where it has no words
        np.testing.assert_array_equal(with_both.active_T, with_one.active_T)


@given(starts_and_words, rules)
def test_a_row_loses_one_start_and_one_end_where_edges_are_dropped(shape: list[tuple[int, int]], rule: str) -> None:
    turns = _conversation(shape, rule)
    plain, dropped = (channel_targets(turns, FRAMES, 2, Marks(drop_edges=drop)) for drop in (False, True))
    for mark in (SOT, EOT):
        before, after = (sum(_tokens(target).count(mark) for target in targets) for targets in (plain, dropped))
        assert after == before - 1
    for target, other in zip(plain, dropped, strict=True):
        assert _phones(_tokens(target)) == _phones(_tokens(other))


def test_edges_of_the_row_are_those_of_its_first_and_last_turn() -> None:
    turns = [_turn(0, 5, 0, phone=1), _turn(60, 5, 1, phone=2)]
    first, second = channel_targets(turns, 300, 2, Marks(drop_edges=True))
    assert (_tokens(first)[0], _tokens(first)[-1]) == (FIRST_INITIAL + 1, EOT)
    assert (_tokens(second)[0], _tokens(second)[-1]) == (SOT, FIRST_INTERNAL + 2)


@pytest.mark.parametrize("marks", [Marks(), Marks("cot"), Marks(drop_edges=True)])
@given(turns=starts_and_words, channels=st.lists(st.sampled_from([None, 0, 1]), min_size=6, max_size=6))
def test_any_number_of_voices_at_once_has_targets(
    marks: Marks, turns: list[tuple[int, int]], channels: list[int | None]
) -> None:
    spoken = [_turn(start, words, channels[i], phone=i) for i, (start, words) in enumerate(turns)]
    targets = channel_targets(spoken, FRAMES, 2, marks)
    phones = sorted(phone for target in targets for phone in _phones(_tokens(target)))
    assert phones == sorted(token for turn in spoken for token in turn.tokens_Y.tolist())
    for target in targets:
        assert (np.diff(target.times_Y) >= 0).all() and len(target.times_Y) == len(target.tokens_Y)


def test_a_row_without_turns_has_empty_targets() -> None:
    for marks in (Marks(), Marks("cot"), Marks(drop_edges=True)):
        for target in channel_targets([], 100, 2, marks):
            assert len(target.tokens_Y) == 0 and not target.active_T.any()
