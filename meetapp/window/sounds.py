"""What the window asks of a meeting's sound, as plain calls that a worker thread makes; no Qt."""

from pathlib import Path

from meetapp.window.peaks import read_peaks


def has_sound(folder: Path) -> bool:
    """Whether there is anything to play."""
    return any(track.stat().st_size for track in (folder / "tracks").glob("*") if track.stem.isdecimal())


def peaks_between(folder: Path, first: float, last: float) -> list[float]:
    """The waveform of a part of the first track, whose edges are given as shares of its length."""
    return read_peaks(folder / "tracks" / "0.pcm", between=(first, last))
