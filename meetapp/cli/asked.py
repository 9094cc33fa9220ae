"""What several commands check of what they were asked for, before any work."""

from collections.abc import Sequence
from pathlib import Path

from meetapp.errors import InputError
from meetapp.vocabulary import read_vocabulary


def recordings(files: Sequence[Path], *, as_tracks: bool) -> tuple[tuple[Path, ...], ...]:
    """The files of each recording: one a file or, `as_tracks`, a single one with a track each."""
    return (tuple(files),) if as_tracks else tuple((file,) for file in files)


def check_model(model: Path | None) -> None:
    """Refuses a model package that is not there.

    Raises:
        InputError: there is no such folder.
    """
    if model is not None and not model.is_dir():
        raise InputError(f"There is no model folder {model}.")


def phrases_of(vocabulary: Path | None) -> tuple[str, ...]:
    """What to listen for: the lines of that file, if one was given.

    Raises:
        InputError: the file cannot be read.
    """
    return read_vocabulary(vocabulary) if vocabulary else ()
