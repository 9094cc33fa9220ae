"""Full-text search: words of a question in, turns that hold them all out, best first."""

from dataclasses import dataclass

from meetapp.store.edits import settle
from meetapp.store.schema import Library


@dataclass(frozen=True)
class Hit:
    """A turn that answers, as shown after all edits; `snippet` is its text with the words asked for in [brackets]."""

    meeting: int
    title: str
    turn: int
    start_samples: int
    snippet: str
    speaker: int = 0


def search(library: Library, question: str, *, meeting: int | None = None, limit: int = 100) -> list[Hit]:
    """Turns holding every word of `question`, whatever its case and accents; the last word may be unfinished.

    Args:
        meeting: search this one only; all when left out.
    """
    match = match_expression(question)
    if not match:
        return []
    settle(library)
    with library.reading() as db:
        rows = db.execute(
            "SELECT shown.meeting, meetings.title, shown.turn, shown.start_samples,"
            " snippet(shown_index, -1, '[', ']', '…', 24), shown.speaker"
            " FROM shown_index JOIN shown ON shown.row = shown_index.rowid JOIN meetings ON meetings.id = shown.meeting"
            " WHERE shown_index MATCH ? AND (?2 IS NULL OR shown.meeting = ?2) ORDER BY rank, shown.row LIMIT ?3",
            (match, meeting, limit),
        ).fetchall()
    return [Hit(*row) for row in rows]


def match_expression(question: str) -> str:
    """`question` in FTS5's language with each word quoted, so that no character of it is an operator."""
    words = question.replace("\0", " ").replace('"', " ").split()
    return " ".join(f'"{word}"' for word in words) + "*" if words else ""
