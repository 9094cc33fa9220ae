"""The model of turns tells views the truth about every change, whatever order events come in."""

from hypothesis import given, settings
from hypothesis import strategies as st
from made_turns import turn
from PySide6.QtCore import QModelIndex, Qt
from PySide6.QtTest import QAbstractItemModelTester

from meetapp.events import PartialChanged, TurnAdded
from meetapp.window.turn_model import TurnModel
from sts_model.turns import Partial, Turn, Word


def partial(channel: int, text: str, start_s: float = 0.0) -> PartialChanged:
    return PartialChanged(Partial(channel, round(start_s * 16_000), tuple(Word(word, 0, 1) for word in text.split())))


def texts(model: TurnModel) -> list[str]:
    return [piece.text for piece in model.pieces]


def test_partial_text_grows_in_place_and_becomes_the_turn(qapp):
    model = TurnModel()
    model.on_events([partial(0, "so")])
    changed: list[tuple[int, int]] = []
    model.dataChanged.connect(lambda first, last: changed.append((first.row(), last.row())))
    model.rowsInserted.connect(lambda *_: changed.append((-1, -1)))
    model.on_events([partial(0, "so the")])
    model.on_events([TurnAdded(turn(0, "so the release", 0.0, 2.0))])
    assert changed == [(0, 0), (0, 0)]
    assert texts(model) == ["so the release"]
    assert not model.pieces[0].is_partial


def test_a_partial_without_words_is_gone(qapp):
    model = TurnModel()
    model.on_events([partial(0, "hm"), partial(0, "")])
    assert texts(model) == []


def test_a_revised_speaker_changes_the_row_and_leaves_open_partials_alone(qapp):
    model = TurnModel()
    model.on_events([TurnAdded(turn(0, "yes", 0, 1)), partial(0, "and", 2.0)])
    model.on_events([TurnAdded(turn(0, "yes", 0, 1, speaker=3))])
    assert [(piece.speaker, piece.text) for piece in model.pieces] == [(3, "yes"), (0, "and")]


def test_both_channels_may_be_open_at_once(qapp):
    model = TurnModel()
    model.on_events([partial(0, "one", 1.0), partial(1, "two", 1.5)])
    assert model.rowCount() == 1
    assert model.row(0).overlaps


def test_a_row_is_read_out_with_time_and_names(qapp):
    model = TurnModel()
    model.set_turns([turn(0, "we ship", 5, 6), turn(1, "no", 65, 66, speaker=2)])
    model.set_names({1: "Anna"})
    role = Qt.ItemDataRole.AccessibleTextRole
    assert [model.data(model.index(i), role) for i in range(2)] == ["00:05 Anna: we ship", "01:05 Speaker 2: no"]


EVENTS = st.one_of(
    st.builds(
        lambda i, start, length, who: TurnAdded(turn(i, "yes", start / 2, (start + length) / 2, who, who % 2)),
        st.integers(0, 8),
        st.integers(0, 20),
        st.integers(1, 8),
        st.integers(1, 3),
    ),
    st.builds(partial, st.integers(0, 1), st.sampled_from(["", "so", "so we"]), st.integers(0, 10)),
)


@settings(max_examples=60, deadline=None)
@given(st.lists(st.lists(EVENTS, max_size=4), max_size=8))
def test_qt_finds_no_fault_and_every_final_turn_is_shown(qapp, batches):
    model = TurnModel()
    tester = QAbstractItemModelTester(model, QAbstractItemModelTester.FailureReportingMode.Fatal)
    final: dict[int, Turn] = {}
    for batch in batches:
        model.on_events(batch)
        final |= {event.turn.id: event.turn for event in batch if isinstance(event, TurnAdded)}
    assert {each.id: each for each in model.turns} == final
    assert model.rowCount(QModelIndex()) == len(model.rows)
    model.close_partials()
    assert not any(piece.is_partial for piece in model.pieces)
    del tester


def test_the_rest_of_a_meeting_is_added_to_its_beginning(qapp):
    turns = [
        turn(i, "so we move on friday", i * 5.0, i * 5.0 + (6 if i == 9 else 4), speaker=1 + i % 3) for i in range(30)
    ]
    model, told = TurnModel(), []
    QAbstractItemModelTester(model, QAbstractItemModelTester.FailureReportingMode.Fatal)
    model.set_turns(turns[:10])
    model.modelReset.connect(lambda: told.append("reset"))
    model.rowsInserted.connect(lambda _, first, last: told.append((first, last)))
    model.set_turns(turns)
    assert told == [(10, 28)], "the tenth row is joined by the eleventh turn"
    assert [piece.turn for row in model.rows for piece in row.pieces] == turns
    assert model.row(9).overlaps
    model.set_turns(turns[20:])
    assert told[-1] == "reset"
