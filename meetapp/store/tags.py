"""Tags of meetings: words that bring meetings together; in the meeting's folder, too, so that a rebuild keeps them."""

from collections.abc import Iterable

from meetapp.meeting import describe
from meetapp.store.meetings import get_meeting
from meetapp.store.schema import Library


def set_tags(library: Library, meeting: int, tags: Iterable[str]) -> None:
    """Gives the meeting these tags and no others; two that differ in case alone are one."""
    distinct = {tag.casefold(): tag for tag in reversed([" ".join(tag.split()) for tag in tags]) if tag}
    wanted = tuple(sorted(distinct.values(), key=str.casefold))
    with library.writing() as db:
        describe(get_meeting(library, meeting).folder, tags=wanted)
        db.execute("DELETE FROM tags WHERE meeting = ?", (meeting,))
        rows = [(meeting, tag) for tag in wanted]
        db.executemany("INSERT INTO tags (meeting, tag) VALUES (?, ?) ON CONFLICT DO NOTHING", rows)


def change_tags(library: Library, meeting: int, *, add: Iterable[str] = (), remove: Iterable[str] = ()) -> None:
    """Gives the meeting tags beside those it has, and takes others away."""
    gone = {" ".join(tag.split()).casefold() for tag in remove}
    had = tags_by_meeting(library).get(meeting, ())
    set_tags(library, meeting, [*(tag for tag in had if tag.casefold() not in gone), *add])


def tags_by_meeting(library: Library) -> dict[int, tuple[str, ...]]:
    """The tags of each meeting that has any, in order of the alphabet."""
    with library.reading() as db:
        rows = db.execute("SELECT meeting, tag FROM tags ORDER BY meeting, tag").fetchall()
    found: dict[int, list[str]] = {}
    for meeting, tag in rows:
        found.setdefault(meeting, []).append(tag)
    return {meeting: tuple(tags) for meeting, tags in found.items()}
