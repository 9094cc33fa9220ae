"""Where each word of an overlapping conversation goes, rule by rule."""

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from sts_model.training.corpus import SILENCE_PHONE
from sts_model.training.targets import ChannelTargets, Spoken, channel_targets
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
