"""A page that grows for hours: its beginning is packed, and shows and does what a page that is not packed does."""

from made_turns import turn

from meetapp.events import PartialChanged, TurnAdded
from meetapp.window.packed_rows import BLOCK, shape
from meetapp.window.page_rows import LIVE_ROWS, PATIENCE, Rows
from meetapp.window.row_layout import Estimate, Sizes
from meetapp.window.rows import turn_piece
from meetapp.window.talk import stretches
from meetapp.window.turn_model import TurnModel
from sts_model.evaluation.footprint import footprint
from sts_model.turns import Partial, Word

MANY = LIVE_ROWS + 5 * BLOCK


def said(number, speaker=None):
    """Turn `number` of a lively meeting: three people, and every fifth turn spoken while another one is."""
    start_s = 3.0 * number - (1.5 if number % 5 == 4 else 0.0)
    words = " ".join(f"w{(number * k) % 97}" for k in range(1, 4 + number % 9))
    return turn(number, words, start_s, start_s + 2.5, speaker=speaker or 1 + number % 3, channel=number % 2)


def grown(many=MANY):
    """A model that has heard so many turns, one after the other, and the rows as they would be without packing."""
    model = TurnModel()
    for number in range(many):
        model.on_events([TurnAdded(said(number))])
    return model, Rows(turn_piece(said(number)) for number in range(many))


def test_a_packed_page_shows_what_a_whole_one_does():
    model, whole = grown()
    assert len(model.last_pieces) < MANY - 2 * BLOCK
    assert [model.row(place) for place in range(model.rowCount())] == whole.rows
    assert stretches(model.spans()) == stretches(whole.spans())
    for number in (0, 4, BLOCK, 3 * BLOCK + 7, MANY - 1):
        key = ("turn", number)
        assert model.piece(key) == whole.get(key) and model.place_of(key) == whole.place_of(key)
        assert model.row_at(3.0 * number + 1) == whole.row_at(3.0 * number + 1)
    assert model.piece(("turn", MANY)) is None and model.place_of(("turn", MANY)) == -1 and model.row_at(-1.0) == -1
    assert len(model.last_pieces) < MANY - 2 * BLOCK, "nothing of this has unpacked it"


def test_packed_rows_are_estimated_as_high_as_whole_ones():
    model, whole = grown()
    estimate = Estimate(700.0, Sizes.of(1.0, 4.0, 8.0))
    heights = [estimate.height(outline) for outline in model.outlines(0, model.rowCount())]
    assert heights == [estimate.height(row) for row in whole.rows]
    assert estimate.height(shape(whole.row(4))) == estimate.height(whole.row(4))


def test_whoever_asks_for_everything_gets_it_and_it_stays_for_a_while():
    model, whole = grown()
    pieces = model.pieces
    assert pieces == whole.pieces and [piece.turn for piece in pieces] == model.turns
    model.on_events([TurnAdded(said(MANY))])
    assert model.pieces is pieces, "who asks again soon, as the find bar does, pays nothing"
    for number in range(MANY + 1, MANY + PATIENCE + 3 * BLOCK):
        model.on_events([TurnAdded(said(number))])
    assert len(model.last_pieces) < MANY


def test_a_turn_of_the_packed_beginning_can_be_revised_and_taken_away():
    model, _ = grown()
    changed, moved = [], []
    model.dataChanged.connect(lambda first, last: changed.append((first.row(), last.row())))
    model.rowsRemoved.connect(lambda _, first, last: moved.append((first, last)))
    place = model.place_of(("turn", 70))
    model.on_events([TurnAdded(said(70, speaker=9))])
    assert changed[0][0] == place and model.piece(("turn", 70)).speaker == 9
    turns = [said(number) for number in range(MANY) if number not in (3, 200)]
    model.revise(turns, {})
    assert model.rows == Rows(map(turn_piece, turns)).rows and moved


def test_text_that_is_still_spoken_is_never_packed():
    model = TurnModel()
    model.on_events([PartialChanged(Partial(1, 0, (Word("well", 0, 9),)))])
    for number in range(MANY):
        model.on_events([TurnAdded(said(2 * number))])
    assert model.piece(("partial", 1)) is not None
    model.close_partials()
    assert model.piece(("partial", 1)) is None


def test_what_a_page_keeps_of_a_turn_is_a_few_hundred_bytes():
    """The very idea, in bytes and not by a clock: eight hours of turns are a few megabytes."""
    model, _ = grown()
    before = footprint(model._rows)
    for number in range(MANY, 3 * MANY):
        model.on_events([TurnAdded(said(number))])
    assert (footprint(model._rows) - before) / (2 * MANY) < 300
    assert len(model._rows.last_pieces) <= 2 * (LIVE_ROWS + BLOCK)
