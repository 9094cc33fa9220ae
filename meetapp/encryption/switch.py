"""Encryption of the whole library: on, off, how far it is, and its key brought back from the recovery key."""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from meetapp import paths
from meetapp.encryption.meeting_files import at_rest, convert_sound, convert_text, has_other_form
from meetapp.errors import InputError, LockedError
from meetapp.meeting import write_private
from meetapp.paths import make_private
from meetapp.sealed import keyring_access
from meetapp.sealed.state import Sealing, as_text, sealing, state_path
from meetapp.store import open_library, switch_form
from meetapp.store.meetings import list_meetings

Tell = Callable[[str], object]


@dataclass(frozen=True)
class Status:
    """How the library lies: `state` is "on", "off" or "never"; what is left is not in that form yet.

    `key` says why the key cannot be had, and is empty when it can; `stray` are files that are in the clear for good.
    """

    state: str
    key: str
    meetings: int
    meetings_left: tuple[str, ...]
    files_left: tuple[str, ...]
    stray: tuple[str, ...]


def begin(show: Tell) -> None:
    """Makes all that is written from now on sealed; `show` gets the recovery key of a new library key, first of all.

    Raises:
        LockedError: packages are missing, or the keyring of the system refuses.
        StorageError: the disk refused; nothing is encrypted.
    """
    keyring_access.need_packages()
    known = sealing()
    if known is not None:
        keyring_access.library_secret()
        _write(Sealing(known.public, True))
        return
    from meetapp.sealed.keys import new_secret, public_of, recovery_key

    secret = new_secret()
    keyring_access.store_secret(secret)
    show(recovery_key(secret))
    _write(Sealing(public_of(secret), True))


def begin_off() -> None:
    """Makes all that is written from now on plain; what was sealed can still be read.

    Raises:
        InputError: nothing is encrypted.
        LockedError: there is no key to read with.
    """
    known = sealing()
    if known is None:
        raise InputError("The library is not encrypted.")
    keyring_access.library_secret()
    _write(Sealing(known.public, False))


def convert_all(tell: Tell) -> list[str]:
    """Brings everything to the form that is wanted; sentences about what has to wait.

    Args:
        tell: gets the name of each meeting that is done.
    Raises:
        LockedError: there is no key.
        StorageError: the disk refused; what is done is done, and the rest is as it was.
    """
    waiting = [f"The meeting in {folder} is not there now: is its disk plugged in?" for folder in _away()]
    for folder in _folders():
        with at_rest(folder) as free:
            if not free:
                waiting.append(f"The meeting in {folder} is being worked on.")
                continue
            if has_other_form(folder):
                convert_sound(folder)
                with open_library(paths.library()) as library, library.writing():  # no edit comes in between
                    convert_text(folder)
                tell(folder.name)
    for path in switch_form.library_files(paths.library()):
        try:
            switch_form.convert(path)
        except InputError as err:
            waiting.append(str(err))
    return waiting


def finish_off() -> bool:
    """Forgets the key, once nothing needs it any more; False when something does, or is not there to be looked at."""
    known = sealing()
    if known is None or known.on or _left() or _away():
        return False
    state_path().unlink()
    keyring_access.remove_secret(known.public)
    return True


def status() -> Status:
    """How the library lies; no key is needed for that."""
    known = sealing()
    folders, files = _left_of(_own_folders())
    stray = tuple(str(each) for each in sorted(paths.home().glob("library-damaged-*.sqlite")))
    if known is None:
        return Status("never", "", len(_own_folders()), folders, files, ())
    try:
        keyring_access.library_secret()
        key = ""
    except LockedError as err:
        key = str(err)
    return Status("on" if known.on else "off", key, len(_own_folders()), folders, files, stray)


def unlock(recovery_key: str) -> None:
    """Puts the key into the keyring again, and the library's public key into its file if that is gone.

    Raises:
        InputError: it is no recovery key, or that of another library.
        LockedError: the keyring refuses.
    """
    keyring_access.need_packages()
    from meetapp.sealed.keys import from_recovery_key, public_of

    secret = from_recovery_key(recovery_key)
    public = public_of(secret)
    try:
        known = sealing()
    except LockedError:
        known = None
    if (known is None and not _opens_something(secret)) or (known is not None and known.public != public):
        raise InputError("This is the recovery key of another library.")
    keyring_access.store_secret(secret)
    if known is None:
        _write(Sealing(public, True))


def _opens_something(secret: bytes) -> bool:
    """Whether the description of any meeting opens with that key."""
    from meetapp.sealed import keys, lines

    for folder in _own_folders():
        try:
            text = (folder / "meeting.json").read_text(encoding="utf-8")
            if lines.is_sealed(text):
                sender, number, sealed = lines.parts(text)
                keys.unseal(secret, sender, "meeting.json", number, sealed)
                return True
        except (OSError, ValueError):
            continue
    return False


def _write(state: Sealing) -> None:
    make_private(paths.home())
    write_private(state_path(), as_text(state))


def _left() -> bool:
    return any(_left_of(_folders()))


def _left_of(folders: list[Path]) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Meetings, and library files, that are not in the form that is wanted."""
    meetings = tuple(str(folder) for folder in folders if has_other_form(folder))
    files = switch_form.library_files(paths.library())
    return meetings, tuple(str(path) for path in files if switch_form.has_other_form(path))


def _own_folders() -> list[Path]:
    try:
        return sorted(each for each in paths.meetings().iterdir() if each.is_dir())
    except OSError:
        return []


def _folders() -> list[Path]:
    """All folders of meetings that are there: the program's own, and those elsewhere that the library knows."""
    return sorted({*_own_folders(), *(folder for folder in _known_folders() if folder.is_dir())})


def _away() -> list[Path]:
    """Folders that the library knows and that are not there: on a disk that is not plugged in, or deleted by hand."""
    return sorted(folder for folder in _known_folders() if not folder.is_dir())


def _known_folders() -> list[Path]:
    if not paths.library().exists():
        return []
    with open_library(paths.library()) as library:
        return [row.folder for row in list_meetings(library)]
