"""Measuring: what a kill cost, told from the track, its journal and the known sound that was played."""

from dataclasses import dataclass
from pathlib import Path

import numpy as np
from known_sound import PIECE_S, RATE, Wave, find

from meetapp.journal import Gap, JournalReader
from meetapp.tracks import TrackReader

PIECE = round(PIECE_S * RATE)
LEAST = RATE // 20
SETTLE = RATE // 10
REACH = 6 * RATE


@dataclass(frozen=True)
class Stretch:
    """Unbroken sound of a track, samples `start` to `end`; it holds the known sound from `first` to `last`."""

    start: int
    end: int
    first: int
    last: int

    @property
    def lost(self) -> int:
        """Samples of the known sound that are missing within."""
        return max(0, (self.last - self.first) - (self.end - self.start))


@dataclass(frozen=True)
class Heard:
    """A track as stretches with gaps between them; `overruns` are gaps that no restart explains."""

    stretches: list[Stretch]
    overruns: int
    total_s: float


def heard(folder: Path, known_S: Wave, starts_about: int) -> Heard:
    """The track of the meeting in `folder`, laid beside the known sound.

    Args:
        starts_about: where in the known sound the track begins, give or take REACH.
    """
    gaps = [record for record in JournalReader(folder).read_new() if isinstance(record, Gap)]
    wave_S = whole_track(folder)
    sounding = np.flatnonzero(wave_S)
    edges = [int(sounding[0]) + SETTLE if len(sounding) else 0]  # before it began, the microphone heard nothing
    for gap in gaps:
        edges += [gap.samples, gap.samples + gap.silence_samples]
    edges.append(len(wave_S))
    stretches, about = [], starts_about
    for start, end in zip(edges[::2], edges[1::2], strict=True):
        stretch = _lay(wave_S, start, end, known_S, about + start)
        if stretch is not None:
            about = stretch.last - stretch.end
            stretches.append(stretch)
    overruns = sum("restarted" not in gap.why for gap in gaps)
    return Heard(stretches, overruns, len(wave_S) / RATE)


def whole_track(folder: Path) -> Wave:
    reader = TrackReader(folder)
    assert reader.rate == RATE, f"recorded at {reader.rate} Hz"
    pieces = [np.zeros(0, np.float32)]
    while len(piece_S := reader.read_new()):
        pieces.append(piece_S)
    return np.concatenate(pieces)


def _lay(wave_S: Wave, start: int, end: int, known_S: Wave, about: int) -> Stretch | None:
    """The stretch from `start` to `end`; None when it is too short, or from before the sound began."""
    size = min(PIECE, end - start)
    if size < LEAST:
        return None
    first = find(wave_S[start : start + size], known_S, about, REACH)
    last = find(wave_S[end - size : end], known_S, about + end - start - size, REACH)
    if first is None or last is None:
        return None
    return Stretch(start, end, first, last + size)


def loss_before(track: Heard, killed_at: int) -> tuple[float, float, float]:
    """What a kill of the recorder cost, in seconds, when `killed_at` of the known sound had been heard.

    Returns: sound lost before the kill; time from the kill until sound was recorded again; how far the timeline is
    wrong after it.
    """
    pairs = list(zip(track.stretches, track.stretches[1:], strict=False))
    assert pairs, "a killed recorder leaves a gap"
    before, after = min(pairs, key=lambda pair: abs(pair[0].last - killed_at))
    lost = max(0, killed_at - before.last)
    silence = after.start - before.end
    drift = (after.first - before.last) - silence
    return lost / RATE, max(0, after.first - killed_at) / RATE, abs(drift) / RATE
