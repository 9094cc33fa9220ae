"""What the window asks of a meeting's sound, as plain calls that a worker thread makes; no Qt."""

from itertools import zip_longest
from pathlib import Path

from meetapp.journal import JournalReader
from meetapp.sealed.files import files_in, num_bytes
from meetapp.tracks import track_rate
from meetapp.window.peaks import BINS, KEPT_PER_S, SAMPLE_BYTES, read_peaks


def peaks_between(folder: Path, first: float, last: float) -> list[float]:
    """The waveform of a part of the meeting, the loudest of all tracks, its edges as shares of the meeting's length."""
    lengths = _lengths_s(folder)
    longest_s = max(lengths.values(), default=0.0)
    waves = []
    for track, length_s in lengths.items():
        share = length_s / longest_s if longest_s else 0.0
        # A track that ends before the part does has fewer stretches in it.
        bins = round(BINS * min(1.0, max(0.0, (share - first) / (last - first))))
        if bins:
            waves.append(read_peaks(track, bins, (first / share, min(1.0, last / share))))
    return [max(peaks) for peaks in zip_longest(*waves, fillvalue=0.0)]


def _lengths_s(folder: Path) -> dict[Path, float]:
    """Each track, as if it were not compressed, and how long it is."""
    files = [path for path in files_in(folder / "tracks") if path.stem.isdecimal()]
    if len({path.stem for path in files}) == 1:  # of one track, only shares are of interest
        return {folder / "tracks" / f"{files[0].stem}.pcm": 1.0}
    records = JournalReader(folder).read_new()
    lengths: dict[Path, float] = {}
    for path in files:
        size = num_bytes(path)
        if not size:
            continue  # compressed or discarded since it was listed
        if path.suffix == ".pcm":
            lengths[path] = size / SAMPLE_BYTES / (track_rate(records, int(path.stem)) or 1)
        elif path.suffix == ".peaks":
            lengths[path.with_suffix(".pcm")] = size / KEPT_PER_S
    return lengths
