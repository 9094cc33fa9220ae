"""Reading a parcel that somebody sent: a new meeting of the library, or a sentence and nothing left."""

from pathlib import Path

from meetapp import children, meeting
from meetapp.errors import MediaError
from meetapp.newcomer import Newcomer, settle_in
from meetapp.parcel import SUFFIX
from meetapp.parcel.archive import Archive, open_archive
from meetapp.parcel.sent import read_sent
from meetapp.parcel.trial import try_out
from meetapp.store import Library
from meetapp.store.meetings import MeetingRow


def is_parcel(file: Path) -> bool:
    """Whether the file's name says that it is one."""
    return file.suffix.lower() == ".zip"


def take_parcel(library: Library, file: Path, parent: Path, title: str = "") -> MeetingRow:
    """A new meeting in a folder of `parent` with all that the parcel holds; nothing is left of one that is bad.

    Raises:
        InputError: it is no parcel, damaged, or too large.
        MediaError: its sound cannot be decoded.
        StorageError: the disk refused.
        LibraryError: the library cannot be written.
    """
    try_out(file)
    with open_archive(file) as archive:
        sent = read_sent(archive)
        title = title or sent.title or file.name.removesuffix(SUFFIX)
        newcomer = Newcomer(title, file, sent.turns, sent.edits, sent.duration_s, sent.created, sent.tags)
        return settle_in(library, parent, newcomer, lambda folder: _unpack_sound(archive, folder, file))


def _unpack_sound(archive: Archive, folder: Path, file: Path) -> None:
    """Has the sound decoded as that of any file that comes from others: in a process with bounds."""
    packed = [folder / name for name in archive.sounds()]
    if not packed:
        return
    for path in packed:
        with meeting.open_private(path) as out:
            archive.copy(path.name, out.write)
    failure = children.run("meetapp.media", *map(str, packed), str(folder), otherwise="its sound cannot be decoded.")
    for path in packed:
        path.unlink()
    if failure:
        raise MediaError(f"{file.name}: {failure}")
