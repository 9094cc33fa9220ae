"""Places worked out without Qt: words by time and by point, rows of pieces, and the stretch that a timeline shows."""

import itertools

import pytest
from hypothesis import given
from hypothesis import strategies as st
from made_turns import turn

from meetapp.window.axis import CLOSEST_S, Axis, axis_length_s
from meetapp.window.page_rows import Rows
from meetapp.window.places import Place, nearest_word, next_doubt, spoken_at, step, word_at
from meetapp.window.row_layout import Sizes, lay_out
from meetapp.window.rows import turn_piece
from meetapp.window.word_boxes import all_words_box, box_of, card_under, text_boxes, word_under
from sts_model.turns import Turn, Word

SIZES = Sizes.of(1.0, 4.0, 8.0)


def measure(word: str) -> float:
    return 8.0 * len(word)


def rows_of(*turns: Turn) -> Rows:
    return Rows(map(turn_piece, turns))


MADE = st.lists(st.tuples(st.integers(0, 60), st.integers(1, 12), st.integers(1, 6)), min_size=1, max_size=12).map(
    lambda all: [turn(i, "ab " * n, s / 2, (s + d) / 2, 1 + i % 3, i % 2) for i, (s, d, n) in enumerate(all)]
)


# Words by time


def test_the_word_that_is_spoken_is_found_in_every_turn_that_overlaps():
    rows = rows_of(turn(0, "a b c d", 0, 4), turn(1, "x y", 1.5, 3.5, speaker=2, channel=1)).rows
    assert spoken_at(rows, 0.5) == [Place(("turn", 0), 0)]
    assert spoken_at(rows, 2.6) == [Place(("turn", 0), 2), Place(("turn", 1), 1)]
    assert spoken_at(rows, 60.0) == []


def test_a_word_is_marked_a_moment_longer_than_it_is_spoken():
    piece = turn_piece(Turn(0, 0, 1, 0, 32_000, (Word("a", 0, 8_000), Word("b", 24_000, 32_000))))
    assert [word_at(piece, at_s) for at_s in (0.0, 0.8, 1.0, 1.5, 2.2, 2.5)] == [0, 0, -1, 1, 1, -1]
    assert [nearest_word(piece, at_s) for at_s in (0.0, 1.0, 9.0)] == [0, 0, 1]


@given(MADE, st.floats(0, 40))
def test_what_is_said_to_be_spoken_is_spoken(turns, at_s):
    rows = rows_of(*turns)
    for place in spoken_at(rows.rows, at_s):
        piece = rows.get(place.key)
        assert piece.start_s <= at_s
        assert piece.words[place.word].start_samples <= at_s * 16_000 + 1


@given(MADE)
def test_steps_lead_through_every_word_and_back(turns):
    pieces = rows_of(*turns).pieces
    place = Place(pieces[0].key, 0)
    seen = [place]
    while (following := step(pieces, place, 1)) != place:
        place = following
        seen.append(place)
    assert len(seen) == sum(len(piece.words) for piece in pieces)
    for before, after in itertools.pairwise(seen):
        assert step(pieces, after, -1) == before


def test_doubtful_words_are_found_round_the_end_and_sure_ones_never():
    doubts = [(Word("a", 0, 1, 0.2), Word("b", 1, 2)), (Word("c", 2, 3), Word("d", 3, 4, 0.4))]
    pieces = rows_of(*(Turn(i, 0, 1, 10 * i, 10 * i + 4, words) for i, words in enumerate(doubts))).pieces
    first = next_doubt(pieces, None)
    assert first == Place(("turn", 0), 0)
    second = next_doubt(pieces, first)
    assert second == Place(("turn", 1), 1)
    assert next_doubt(pieces, second) == first
    assert next_doubt(rows_of(turn(0, "all is well")).pieces, None) is None


@given(MADE)
def test_the_row_of_every_piece_is_found(turns):
    rows = rows_of(*turns)
    for piece in rows.pieces:
        assert piece in rows.rows[rows.place_of(piece.key)].pieces
    assert rows.place_of(("turn", 99)) == -1


# Words by point


@given(MADE, st.integers(200, 800))
def test_a_word_is_under_the_point_where_it_stands(turns, width):
    for row in rows_of(*turns).rows:
        layout = lay_out(row, width, SIZES, measure)
        for piece in row.pieces:
            for word in range(len(piece.words)):
                box = box_of(layout, Place(piece.key, word), SIZES, measure)
                centre = box.x + box.width / 2, box.y + box.height / 2
                assert word_under(layout, *centre, SIZES, measure) == Place(piece.key, word)
                assert card_under(layout, *centre).piece is piece


def test_nothing_is_under_the_gutter_and_past_the_end_of_a_line():
    layout = lay_out(rows_of(turn(0, "one two")).rows[0], 700, SIZES, measure)
    box = box_of(layout, Place(("turn", 0), 1), SIZES, measure)
    assert word_under(layout, 5, box.y + 5, SIZES, measure) is None
    assert word_under(layout, box.x + box.width + SIZES.space + 1, box.y + 5, SIZES, measure) is None
    assert card_under(layout, 5, box.y + 5).piece.key == ("turn", 0)


def test_a_stretch_of_text_has_a_box_on_each_line_it_touches():
    layout = lay_out(rows_of(turn(0, "seven seven seven seven")).rows[0], 170, SIZES, measure)
    card = layout.cards[0]
    assert [line.text for line in card.lines] == ["seven seven", "seven seven"]
    boxes = list(text_boxes(card, 6, 17, SIZES, measure))
    assert [(box.x - card.text_x, box.width) for box in boxes] == [(48.0, 40.0), (0.0, 40.0)]
    whole = all_words_box(layout, ("turn", 0), SIZES)
    assert (whole.y, whole.height) == (card.lines[0].y, 2 * SIZES.line)
    assert all_words_box(layout, ("turn", 1), SIZES) is None


# The axis

AXES = st.builds(
    lambda length, steps, at: Axis(length).zoomed(1.6**steps, at * length),
    st.floats(30, 40_000),
    st.integers(0, 12),
    st.floats(0, 1),
)


@given(AXES, st.floats(0.2, 5), st.floats(0, 1))
def test_what_is_looked_at_stays_where_it_stands(axis, factor, share):
    at_s = axis.time(share)
    nearer = axis.zoomed(factor, at_s)
    assert nearer.first_s >= 0 and nearer.last_s <= nearer.length_s + 1e-6
    assert nearer.span_s >= CLOSEST_S - 1e-6
    inside = nearer.first_s > 0 and nearer.last_s < nearer.length_s - 1e-6
    if inside:
        assert nearer.share(at_s) == pytest.approx(share, abs=1e-6)


@given(AXES, st.floats(0, 1))
def test_a_time_that_is_to_be_seen_is_seen(axis, share):
    at_s = share * axis.length_s
    assert axis.showing(at_s).shows(at_s) or at_s == pytest.approx(axis.length_s)


@given(AXES, st.floats(1, 3))
def test_a_meeting_that_grows_keeps_what_is_in_sight(axis, factor):
    grown = axis.lasting(axis.length_s * factor)
    assert grown.length_s == axis.length_s * factor
    if axis.is_whole:
        assert grown.is_whole
    else:
        assert (grown.first_s, grown.span_s) == (pytest.approx(axis.first_s), pytest.approx(axis.span_s))


@given(AXES, st.integers(2, 12))
def test_marks_are_round_in_sight_and_not_too_many(axis, most):
    ticks = axis.ticks(most)
    assert all(axis.first_s <= at <= axis.last_s for at in ticks)
    steps = {b - a for a, b in itertools.pairwise(ticks)}
    assert len(steps) <= 1
    if axis.length_s < 7 * 3600:
        assert len(ticks) <= most + 1


def test_a_short_or_live_recording_does_not_fill_the_width():
    assert axis_length_s(0.0, live=True) == 30.0
    assert axis_length_s(10.0, live=False) == 30.0
    assert axis_length_s(100.0, live=True) == pytest.approx(100 / 0.975)
