"""Who speaks in which meeting, for the list of all meetings."""

from meetapp.store.edits import settle
from meetapp.store.schema import Library


def speakers_by_meeting(library: Library) -> dict[int, tuple[int, ...]]:
    """Speaker numbers of each meeting that has turns, as shown, in order."""
    settle(library)
    with library.reading() as db:
        rows = db.execute("SELECT DISTINCT meeting, speaker FROM shown ORDER BY meeting, speaker").fetchall()
    found: dict[int, list[int]] = {}
    for meeting, speaker in rows:
        found.setdefault(meeting, []).append(speaker)
    return {meeting: tuple(speakers) for meeting, speakers in found.items()}
