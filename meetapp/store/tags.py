"""Tags of meetings: words that bring meetings together."""

from collections.abc import Iterable

from meetapp.store.schema import Library


def set_tags(library: Library, meeting: int, tags: Iterable[str]) -> None:
    """Gives the meeting these tags and no others; two that differ in case alone are one."""
    with library.writing() as db:
        db.execute("DELETE FROM tags WHERE meeting = ?", (meeting,))
        rows = [(meeting, tag.strip()) for tag in tags if tag.strip()]
        db.executemany("INSERT INTO tags (meeting, tag) VALUES (?, ?) ON CONFLICT DO NOTHING", rows)


def tags_by_meeting(library: Library) -> dict[int, tuple[str, ...]]:
    """The tags of each meeting that has any, in order of the alphabet."""
    with library.reading() as db:
        rows = db.execute("SELECT meeting, tag FROM tags ORDER BY meeting, tag").fetchall()
    found: dict[int, list[str]] = {}
    for meeting, tag in rows:
        found.setdefault(meeting, []).append(tag)
    return {meeting: tuple(tags) for meeting, tags in found.items()}
