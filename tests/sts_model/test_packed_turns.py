"""Turns packed into few bytes: equal when they are unpacked, and a long meeting's record of them stays small."""

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from sts_model.evaluation.footprint import footprint
from sts_model.packed_turns import RECENT, TurnRecord, pack_turns, unpack_turns
from sts_model.turns import Turn, Word

numbers = st.integers(0, 2**40)
words = st.builds(
    Word, st.text(), numbers, numbers, st.floats(0, 1), st.one_of(st.none(), st.text(st.characters(codec="utf-8")))
)
turns = st.builds(
    Turn,
    numbers,
    numbers,
    numbers,
    numbers,
    numbers,
    st.lists(words, max_size=5).map(tuple),
    st.one_of(st.none(), st.floats(0, 1)),
)


def long_turn(number):
    rng = np.random.default_rng(number)
    said = (Word(f"word{rng.integers(2000)}", 900 * k, 900 * k + 800, float(rng.random()), None) for k in range(11))
    return Turn(number, 0, 1 + number % 4, 16_000 * number, 16_000 * number + 9000, tuple(said), float(rng.random()))


@given(st.lists(turns, max_size=5))
def test_what_is_unpacked_is_what_was_packed(some):
    assert unpack_turns(pack_turns(some)) == some


def test_numbers_of_numpy_are_packed_as_plain_ones():
    turn = Turn(np.int64(1), 0, 1, 0, np.int32(9), (Word("a", np.int64(0), 9, np.float64(0.5)),), np.float64(0.25))
    assert unpack_turns(pack_turns([turn])) == [turn]


def test_a_record_gives_every_turn_as_it_was_put_in_last():
    record = TurnRecord()
    expected = {number: long_turn(number) for number in range(3 * RECENT)}
    for number, turn in expected.items():
        record[number] = turn
    record[0] = expected[0] = long_turn(9)
    assert dict(record) == expected and len(record) == len(expected) and set(record) == set(expected)
    assert -1 not in record


def test_a_record_of_a_long_meeting_takes_few_bytes_a_turn():
    record = TurnRecord()
    for number in range(2 * RECENT):
        record[number] = long_turn(number)
    before = footprint(record)
    for number in range(2 * RECENT, 20 * RECENT):
        record[number] = long_turn(number)
    assert (footprint(record) - before) / (18 * RECENT) < 500 < footprint(long_turn(1)) / 2
