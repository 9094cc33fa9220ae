"""What the window asks of a meeting's sound, as plain calls that a worker thread makes; no Qt."""

from pathlib import Path

from meetapp.sealed.files import plain_path
from meetapp.window.peaks import read_peaks

TRACKS = (".pcm", ".flac")
"""What a track is called while it is recorded, and once it has been compressed."""


def has_sound(folder: Path) -> bool:
    """Whether there is anything to play."""
    tracks = (folder / "tracks").glob("*")
    return any(plain_path(track).suffix in TRACKS and track.stat().st_size for track in tracks)


def peaks_between(folder: Path, first: float, last: float) -> list[float]:
    """The waveform of a part of the first track, whose edges are given as shares of its length."""
    return read_peaks(folder / "tracks" / "0.pcm", between=(first, last))
