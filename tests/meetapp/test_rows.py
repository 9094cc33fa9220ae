"""Rows of the transcript: overlap stands side by side, and a change touches only the rows it must."""

from hypothesis import given
from hypothesis import strategies as st

from meetapp.window.page_rows import Rows
from meetapp.window.rows import Piece, partial_piece, turn_piece
from sts_model.turns import Partial, Turn, Word
from sts_model.units import samples


def turn(number: int, start_s: float, end_s: float, *, speaker: int = 1, channel: int = 0, text: str = "yes") -> Turn:
    words = tuple(Word(word, samples(start_s), samples(end_s)) for word in text.split())
    return Turn(number, channel, speaker, samples(start_s), samples(end_s), words)


def shape(rows: Rows) -> list[list[list[tuple[str, int]]]]:
    return [[[piece.key for piece in column] for column in row.columns] for row in rows.rows]


def test_turns_that_follow_each_other_have_a_row_each() -> None:
    rows = Rows(turn_piece(turn(i, i * 2.0, i * 2.0 + 1.9, speaker=1 + i % 2)) for i in range(3))
    assert shape(rows) == [[[("turn", 0)]], [[("turn", 1)]], [[("turn", 2)]]]


def test_overlapping_turns_stand_side_by_side() -> None:
    rows = Rows([turn_piece(turn(0, 0, 5)), turn_piece(turn(1, 3, 7, speaker=2, channel=1))])
    assert shape(rows) == [[[("turn", 0)], [("turn", 1)]]]


def test_nobody_stands_beside_himself() -> None:
    """Both channels carried one voice; as soon as its speaker is revised, the turns stand side by side."""
    first, second = turn(0, 0, 5), turn(1, 3, 7, channel=1)
    assert shape(Rows(map(turn_piece, [first, second]))) == [[[("turn", 0)]], [[("turn", 1)]]]
    other = turn(1, 3, 7, speaker=2, channel=1)
    third = turn(2, 4, 6, channel=1)
    assert shape(Rows(map(turn_piece, [first, other]))) == [[[("turn", 0)], [("turn", 1)]]]
    assert len(Rows(map(turn_piece, [first, other, third]))) == 1, "a row of two speakers takes up what begins in it"


def test_a_touch_of_turn_ends_is_no_overlap() -> None:
    rows = Rows([turn_piece(turn(0, 0, 5)), turn_piece(turn(1, 4.9, 7, speaker=2, channel=1))])
    assert len(rows) == 2


def test_two_interjections_into_one_long_turn_are_stacked_beside_it() -> None:
    long = turn_piece(turn(0, 0, 20))
    rows = Rows([long, *(turn_piece(turn(i, 4.0 * i, 4.0 * i + 1, speaker=2, channel=1)) for i in (1, 2))])
    assert shape(rows) == [[[("turn", 0)], [("turn", 1), ("turn", 2)]]]


def test_a_remark_within_a_later_piece_stands_beside_it() -> None:
    pieces = [turn(0, 5, 9.5), turn(1, 8.4, 12.5, speaker=2, channel=1), turn(2, 10.2, 10.6, speaker=3)]
    assert shape(Rows(map(turn_piece, pieces))) == [[[("turn", 0), ("turn", 2)], [("turn", 1)]]]


def test_a_chain_of_interruptions_does_not_grow_into_one_row() -> None:
    chain = (turn_piece(turn(i, 4.0 * i, 4.0 * i + 5, speaker=1 + i % 2, channel=i % 2)) for i in range(6))
    assert [len(row.pieces) for row in Rows(chain).rows] == [2, 2, 2]


def test_a_speaker_who_goes_on_is_not_named_again() -> None:
    turns = (turn(0, 0, 2), turn(1, 3, 5), turn(2, 20, 22), turn(3, 23, 24, speaker=2))
    rows = Rows(turn_piece(each) for each in turns)
    assert [row.continues for row in rows.rows] == [False, True, False, False]


def test_partials_of_two_channels_stand_side_by_side() -> None:
    word = (Word("so", 0, 1),)
    rows = Rows([partial_piece(Partial(0, samples(1), word)), partial_piece(Partial(1, samples(2), word))])
    assert shape(rows) == [[[("partial", 0)], [("partial", 1)]]]


def test_a_turn_takes_the_place_of_its_partial() -> None:
    rows = Rows([turn_piece(turn(0, 0, 2)), partial_piece(Partial(1, samples(3), (Word("so", 0, 1),)))])
    change = rows.change([turn_piece(turn(1, 3, 5, channel=1, speaker=2))], [("partial", 1)])
    assert change is not None
    assert (change.first, change.removed, change.inserted) == (1, 1, 1)
    assert shape(rows) == [[[("turn", 0)]], [[("turn", 1)]]]


def test_a_turn_told_twice_changes_nothing() -> None:
    rows = Rows([turn_piece(turn(0, 0, 2))])
    assert rows.change([turn_piece(turn(0, 0, 2))]) is None


def test_a_change_far_up_leaves_the_rows_below_alone() -> None:
    rows = Rows(turn_piece(turn(i, i * 2.0, i * 2.0 + 1.5, speaker=1 + i % 2)) for i in range(1000))
    change = rows.change([turn_piece(turn(10, 20, 21.5, speaker=3))])
    assert change is not None
    assert change.first == 10
    assert change.inserted <= 2


PIECES = st.builds(
    lambda number, start, length, speaker: turn_piece(
        turn(number, start / 2, (start + length) / 2, speaker=speaker, channel=speaker % 2)
    ),
    st.integers(0, 12),
    st.integers(0, 40),
    st.integers(0, 12),
    st.integers(1, 3),
)


@given(st.lists(st.tuples(st.lists(PIECES, max_size=4), st.sets(st.integers(0, 12), max_size=3)), max_size=5))
def test_any_order_of_changes_gives_the_page_of_the_final_turns(steps: list[tuple[list[Piece], set[int]]]) -> None:
    rows = Rows()
    final: dict[tuple[str, int], Piece] = {}
    for put, drop in steps:
        before = list(rows.rows)
        change = rows.change(put, [("turn", number) for number in drop])
        for number in drop:
            final.pop(("turn", number), None)
        final |= {piece.key: piece for piece in put}
        assert rows.rows == Rows(final.values()).rows
        if change is None:
            assert rows.rows == before
        else:
            after = rows.rows[change.first + change.inserted :]
            assert before[: change.first] == rows.rows[: change.first]
            assert before[change.first + change.removed :] == after
