"""Qt's model over the rows of one meeting: no SQL, no threads, no clock."""

from collections.abc import Iterable, Iterator

from PySide6.QtCore import QAbstractListModel, QModelIndex, QObject, QPersistentModelIndex, Qt

from meetapp.events import Event, PartialChanged, TurnAdded
from meetapp.window.packed_rows import Shape, Spoken
from meetapp.window.page_rows import Rows
from meetapp.window.rows import Key, Piece, Row, num_common, partial_piece, turn_piece
from meetapp.window.times import gutter
from sts_model.turns import Turn

ROW_ROLE = int(Qt.ItemDataRole.UserRole)
"""The role under which a `Row` is given."""

_NOWHERE = QModelIndex()


class TurnModel(QAbstractListModel):
    """Turns and partials of a meeting as rows; changes only the rows that an event touches."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._rows = Rows()
        self._open: dict[int, float] = {}  # channel -> start of its partial
        self._names: dict[int, str] = {}

    def rowCount(self, parent: QModelIndex | QPersistentModelIndex = _NOWHERE) -> int:
        return 0 if parent.isValid() else len(self._rows)

    def data(self, index: QModelIndex | QPersistentModelIndex, role: int = int(Qt.ItemDataRole.DisplayRole)) -> object:
        if not 0 <= index.row() < len(self._rows):
            return None
        row = self._rows.row(index.row())
        if role == ROW_ROLE:
            return row
        if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.AccessibleTextRole):
            return self.plain_text(row)
        return None

    def row(self, place: int) -> Row:
        return self._rows.row(place)

    @property
    def rows(self) -> list[Row]:
        """Every row; while a meeting is recorded, `row` and what follows here cost less."""
        return self._rows.rows

    @property
    def pieces(self) -> list[Piece]:
        return self._rows.pieces

    @property
    def last_pieces(self) -> list[Piece]:
        """The pieces of the end of the meeting: some hundred, or all there are."""
        return self._rows.last_pieces

    def spans(self) -> Iterator[Spoken]:
        """When who spoke in final turns, in order of start."""
        return self._rows.spans()

    def outlines(self, first: int, last: int) -> list[Row | Shape]:
        """What is needed to say about how high rows `first` to `last` (one past) are."""
        return self._rows.outlines(first, last)

    def row_at(self, at_s: float) -> int:
        """The last row that begins by then; -1 when none does."""
        return self._rows.row_at(at_s)

    def rows_before(self, at_s: float, most: int) -> list[Row]:
        """The last rows that begin by then."""
        end = self.row_at(at_s) + 1
        return [self.row(place) for place in range(max(0, end - most), end)]

    def piece(self, key: Key) -> Piece | None:
        return self._rows.get(key)

    def place_of(self, key: Key) -> int:
        """The row that shows the piece; -1 when there is none."""
        return self._rows.place_of(key)

    @property
    def turns(self) -> list[Turn]:
        """The final turns in order of start."""
        return [piece.turn for piece in self._rows.pieces if piece.turn is not None]

    def speaker_name(self, number: int) -> str:
        """The name of a speaker; of nobody yet (0) while the words are still being spoken."""
        if number == 0:
            return self.tr("Speaking …")
        return self._names.get(number) or self.tr("Speaker %1").replace("%1", str(number))

    def shown_name(self, piece: Piece) -> str:
        """The name that stands over a piece: "maybe" before it says that the voice tells too little."""
        name = self.speaker_name(piece.speaker)
        return self.tr("maybe %1").replace("%1", name) if piece.is_guess else name

    @property
    def names(self) -> dict[int, str]:
        """The names that a person gave."""
        return self._names

    def set_names(self, names: dict[int, str]) -> None:
        self._names = dict(names)
        if len(self._rows):
            self.dataChanged.emit(self.index(0), self.index(len(self._rows) - 1))

    def set_turns(self, turns: Iterable[Turn]) -> None:
        """Shows these turns and nothing else."""
        self.set_rows(Rows(map(turn_piece, turns)))

    def set_rows(self, rows: Rows) -> None:
        """Shows these rows and nothing else, and takes them over: making ten thousand is work for another thread.

        Rows that are shown already stay, as when the rest of a meeting comes whose beginning was read first.
        """
        same, before = num_common(self._rows.rows, rows.rows), len(self._rows)
        self._open = {}
        if not same or len(rows) <= before:
            self.beginResetModel()
            self._rows = rows
            self.endResetModel()
            return
        self.beginInsertRows(QModelIndex(), before, len(rows) - 1)
        self._rows = rows
        self.endInsertRows()
        if same < before:
            self.dataChanged.emit(self.index(same), self.index(before - 1))

    def revise(self, turns: Iterable[Turn], names: dict[int, str]) -> None:
        """Shows these turns and names, changing only what differs; unfinished text stays."""
        shown = {turn.id: turn for turn in self.turns}
        wanted = {turn.id: turn for turn in turns}
        put: dict[Key, Piece] = {
            ("turn", id): turn_piece(turn) for id, turn in wanted.items() if shown.get(id) is not turn
        }
        self._show(put, {("turn", id) for id in shown.keys() - wanted.keys()})
        if names != self._names:
            self.set_names(names)

    def on_events(self, events: Iterable[Event]) -> None:
        """Takes in everything that `events` say of turns and partials, as one change of the page."""
        put: dict[Key, Piece] = {}
        drop: set[Key] = set()
        for event in events:
            if isinstance(event, TurnAdded):
                self._add_turn(event.turn, put, drop)
            elif isinstance(event, PartialChanged):
                self._change_partial(partial_piece(event.partial), put, drop)
        self._show(put, drop)
        self._rows.pack()

    def close_partials(self) -> None:
        """Takes away unfinished text: nobody will finish it."""
        drop: set[Key] = {("partial", channel) for channel in self._open}
        self._open = {}
        self._show({}, drop)

    def plain_text(self, row: Row) -> str:
        """`row` as a person would read it out, one line a piece."""
        return "\n".join(f"{gutter(p.start_s)} {self.shown_name(p)}: {p.text}" for p in row.pieces)

    def _add_turn(self, turn: Turn, put: dict[Key, Piece], drop: set[Key]) -> None:
        piece = turn_piece(turn)
        known = self._rows.get(piece.key) is not None
        put[piece.key] = piece
        opened = self._open.get(turn.channel)
        # The finished turn takes the place of the partial it grew from; a revision of an old turn does not.
        if not known and opened is not None and opened < piece.end_s:
            self._close(turn.channel, put, drop)

    def _change_partial(self, piece: Piece, put: dict[Key, Piece], drop: set[Key]) -> None:
        if piece.words:
            self._open[piece.channel] = piece.start_s
            put[piece.key] = piece
            drop.discard(piece.key)
        else:
            self._close(piece.channel, put, drop)

    def _close(self, channel: int, put: dict[Key, Piece], drop: set[Key]) -> None:
        self._open.pop(channel, None)
        put.pop(("partial", channel), None)
        drop.add(("partial", channel))

    def _show(self, put: dict[Key, Piece], drop: set[Key]) -> None:
        """Changes the rows: told to views as a change where rows remain, as insertion or removal of the rest."""
        change = self._rows.stage(put.values(), drop)
        if change is None:
            self._rows.commit()
            return
        first, kept = change.first, min(change.removed, change.inserted)
        self._rows.commit(kept)
        if kept:
            self.dataChanged.emit(self.index(first), self.index(first + kept - 1))
        if change.inserted > kept:
            self.beginInsertRows(QModelIndex(), first + kept, first + change.inserted - 1)
            self._rows.commit()
            self.endInsertRows()
        elif change.removed > kept:
            self.beginRemoveRows(QModelIndex(), first + kept, first + change.removed - 1)
            self._rows.commit()
            self.endRemoveRows()
        self._rows.commit()
