"""Tracks: the crash-safe audio files of a meeting, one writer that appends and any number of readers that follow.

A track is `tracks/<n>.pcm`, 16-bit little-endian mono at the rate its journal names. It has no header and is only
ever appended to, so every prefix is a valid recording; position in the file is time on the meeting's timeline, which
all tracks share: one that begins later, or was away, has silence where it has no sound.

Writing needs no NumPy: a recorder on a busy machine starts in a third of the time without it.
"""

from __future__ import annotations

import io
import sys
import threading
import time
from array import array
from contextlib import AbstractContextManager, nullcontext
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO, cast

from meetapp.errors import InputError
from meetapp.journal import (
    SAMPLE_BYTES,
    Anchor,
    Gap,
    JournalReader,
    JournalWriter,
    Pause,
    Record,
    Resume,
    Start,
    Stop,
    is_paused,
    is_stopped,
    samples_on_disk,
    storage_error,
    sync_folder,
    track_path,
)
from meetapp.paths import make_private
from meetapp.sealed.files import open_bytes
from meetapp.sealed.lines import seal_text
from meetapp.track_file import open_to_append

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from meetapp.sealed.reading import SealedBytes

# A power cut may cost what was not yet synced: less than 5 s with the block being written and a slow disk.
SYNC_S = 3.0
# A machine that slept all night shall not make eight hours of silence; the journal still has the true length.
MAX_SILENCE_S = 60.0
_OPENING = threading.Lock()
"""Two tracks that begin at once must not both take the other's place for their own."""

LATER = "the input began after another one"
READ_SAMPLES = 1 << 20
DEVICE = "device"
"""What the name of a device is sealed as, in the journal."""


class TrackWriter:
    """Appends blocks to a track and says in the journal when anything was odd.

    Opening a track that exists continues it: what a dead recorder left is kept, and the time since then is a gap.
    The rate of a track never changes: read `rate`, since a continued track keeps the one it has. `why_again` is what
    the journal says of such a gap, `source` what it says that the track hears, `began_s` when its first new sample was
    heard, by the monotonic clock; None: now.
    """

    def __init__(
        self,
        folder: Path,
        *,
        device: str,
        rate: int,
        track: int = 0,
        why_again: str = "the recorder was restarted",
        source: str = "",
        began_s: float | None = None,
    ) -> None:
        self._folder, self._track = folder, track
        with _OPENING:
            self._open(
                Start(track, device, rate, 0, time.time(), began_s or time.monotonic(), source=source), why_again
            )

    def _open(self, start: Start, why_again: str) -> None:
        folder, track = self._folder, self._track
        before = JournalReader(folder).read_new()
        self.rate = track_rate(before, track) or start.rate
        try:
            make_private(track_path(folder, track).parent)
            self._file = open_to_append(track_path(folder, track))
        except OSError as err:
            raise storage_error(folder, err) from err
        self._journal = JournalWriter(folder)
        device = seal_text(start.device, DEVICE).rstrip()  # an imported file's name may say much
        self._journal.append(replace(start, device=device, rate=self.rate, samples=self.samples))
        own_s, others_s = self.samples / self.rate, _longest_s(folder, before, track)
        if self.samples or others_s:
            missing_s = max(0.0, _timeline_s(before, max(own_s, others_s), start.monotonic) - own_s)
            # What the others have is right to the sample, however long it is.
            most_s = MAX_SILENCE_S + max(0.0, others_s - own_s)
            self.gap(missing_s, why_again if self.samples else LATER, most_s=most_s)
        self._sync(start.monotonic)
        sync_folder(folder)
        sync_folder(track_path(folder, track).parent)

    @property
    def samples(self) -> int:
        """Samples in the track so far."""
        return self._file.length // SAMPLE_BYTES

    def append(self, block_S: NDArray[np.int16] | array[int]) -> int:
        """Samples in the track so far, after putting `block_S` at its end.

        Once this returns, a crash of this process loses nothing; loss of power may cost up to SYNC_S.

        Args:
            block_S: mono int16 at `rate`, as a NumPy array or an `array("h")`; an empty block changes nothing.
        Raises:
            ValueError: not one-dimensional int16; the caller has a bug.
            StorageError: the disk refused (full, removed); all earlier blocks are intact.
        """
        view = memoryview(block_S)  # type: ignore[arg-type]  # NumPy's stubs name no buffer before Python 3.12
        if view.format != "h" or view.ndim != 1:
            raise ValueError(f"a block is one-dimensional int16, not of format {view.format!r} and shape {view.shape}")
        try:
            self._file.append(_little_endian(view))
        except OSError as err:
            raise storage_error(self._folder, err) from err
        if time.monotonic() - self._synced >= SYNC_S:
            self._sync()
        return self.samples

    def gap(self, lost_s: float, why: str, *, most_s: float = MAX_SILENCE_S) -> None:
        """Keeps the timeline right where `lost_s` of sound were lost: silence in the file, the truth in the journal."""
        silence = round(min(lost_s, most_s) * self.rate)
        self._journal.append(Gap(self._track, self.samples, silence, lost_s, why))
        try:
            self._file.silence(silence * SAMPLE_BYTES)
        except OSError as err:
            raise storage_error(self._folder, err) from err

    def pause(self) -> None:
        self._journal.append(Pause(self._track, self.samples, time.time()))

    def resume(self) -> None:
        self._journal.append(Resume(self._track, self.samples, time.time()))
        self._sync()  # an anchor: the time paused is no gap

    def stop(self) -> None:
        """Declares the track complete and closes it."""
        self._sync()
        self._journal.append(Stop(self._track, self.samples, time.time()))
        self._journal.sync()
        self.close()

    def close(self) -> None:
        """Lets go of the files; the track can be continued."""
        self._file.close()
        self._journal.close()

    def _sync(self, now_s: float | None = None) -> None:
        try:
            self._file.sync()
        except OSError as err:
            raise storage_error(self._folder, err) from err
        now_s = now_s or time.monotonic()
        self._journal.append(Anchor(self._track, self.samples, now_s, time.time() - time.monotonic() + now_s))
        self._journal.sync()
        self._synced = time.monotonic()


class TrackReader:
    """Follows a growing track from sample `start_samples` (at the track's own rate)."""

    def __init__(self, folder: Path, *, track: int = 0, start_samples: int = 0) -> None:
        self.folder, self._track = folder, track
        self._journal = JournalReader(folder)
        self._records: list[Record] = []
        self._sealed: SealedBytes | None = None  # kept open, since it knows where its blocks are
        self.position = start_samples

    @property
    def rate(self) -> int | None:
        """The track's sample rate in Hz; None until its recorder has started."""
        self._refresh()
        return track_rate(self._records, self._track)

    @property
    def available(self) -> int:
        """Samples on disk, read or not."""
        if self._sealed is not None:
            return self._sealed.length // SAMPLE_BYTES
        return samples_on_disk(self.folder, self._track)

    @property
    def stopped(self) -> bool:
        """Whether the track is complete, read or not."""
        self._refresh()
        return is_stopped(self._records, self._track)

    @property
    def ended(self) -> bool:
        """Whether the track is complete and all of it has been read."""
        # The journal first: a track that is stopped does not grow afterwards.
        return self.stopped and self.position >= self.available

    def read_new(self, max_samples: int = READ_SAMPLES) -> NDArray[np.float32]:
        """Samples written since the last call, -1 to 1, at most `max_samples`; empty when there are none yet."""
        import numpy as np

        try:
            with self._open() as file:
                file.seek(self.position * SAMPLE_BYTES)
                data = file.read(max_samples * SAMPLE_BYTES)
        except FileNotFoundError:
            return np.zeros(0, np.float32)
        whole = data[: len(data) - len(data) % SAMPLE_BYTES]
        self.position += len(whole) // SAMPLE_BYTES
        return np.frombuffer(whole, "<i2").astype(np.float32) / np.float32(32768)

    def _open(self) -> AbstractContextManager[BinaryIO]:
        if self._sealed is not None:
            return nullcontext(cast("BinaryIO", self._sealed))
        file = open_bytes(track_path(self.folder, self._track))
        if not isinstance(file, io.RawIOBase):
            return file
        self._sealed = cast("SealedBytes", file)
        return nullcontext(file)

    def _refresh(self) -> None:
        new = self._journal.read_new()
        # Anchors come by the thousand in a long meeting and say nothing that a reader of samples needs.
        self._records += [record for record in new if isinstance(record, Start | Stop)]


def _little_endian(view: memoryview) -> bytes:
    if sys.byteorder == "little":
        return view.tobytes()
    turned = array("h", view.tobytes())
    turned.byteswap()
    return turned.tobytes()


def track_rate(records: list[Record], track: int) -> int | None:
    """The rate `track` was started with; None when the journal does not know it.

    Raises:
        InputError: the journal names a rate that no sound card has.
    """
    for record in records:
        if isinstance(record, Start) and record.track == track:
            if not 4000 <= record.rate <= 384_000:
                raise InputError(f"The journal of this meeting is damaged: it names a rate of {record.rate} Hz.")
            return record.rate
    return None


def track_source(records: list[Record], track: int) -> str:
    """What the journal says that `track` hears."""
    return next((each.source for each in records if isinstance(each, Start) and each.track == track), "")


def _longest_s(folder: Path, records: list[Record], but: int) -> float:
    """Seconds in the longest track other than `but`."""
    rates = {each.track: each.rate for each in records if isinstance(each, Start) and each.track != but}
    return max((samples_on_disk(folder, track) / rate for track, rate in rates.items()), default=0.0)


def _timeline_s(records: list[Record], recorded_s: float, now_s: float) -> float:
    """Where the meeting's timeline is at `now_s`: it goes on from the last word of any track, but for a pause.

    Args:
        recorded_s: seconds in the longest track.
    """
    # A start says where a track was, the anchor after it where it goes on; without an anchor a start is all there is.
    clocks = [each for each in records if isinstance(each, Anchor)] or [e for e in records if isinstance(e, Start)][:1]
    if not clocks or is_paused(records):
        return recorded_s
    last = clocks[-1]
    elapsed_s = now_s - last.monotonic
    if elapsed_s < 0:  # the machine was started anew since then; the wall clock is all there is
        elapsed_s = time.time() - last.time
    return max(recorded_s, last.samples / (track_rate(records, last.track) or 1) + elapsed_s)
