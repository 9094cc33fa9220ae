"""Voices of a meeting's turns, kept in its folder beside the sound that they are of, and gone with it."""

from pathlib import Path

from meetapp.meeting import write_private
from meetapp.sealed.lines import seal_text, unseal

FILE = "voices.json"


def keep_voices(folder: Path, packed: str) -> None:
    """Keeps what `sts_model.speakers.voices` packed.

    Raises:
        StorageError: the disk refused.
    """
    write_private(folder / FILE, seal_text(packed, FILE))


def kept_voices(folder: Path) -> str:
    """What was kept; empty where nothing was, or it cannot be read."""
    try:
        return unseal((folder / FILE).read_text(encoding="utf-8"), FILE)
    except (OSError, ValueError):
        return ""


def forget_voices(folder: Path) -> None:
    """Removes them."""
    (folder / FILE).unlink(missing_ok=True)
