"""Faults that befall a live recording: devices, disks, a locked library and sleep, with the real processes."""

import os
import shutil
import signal
import sqlite3
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from unittest import mock

import psutil
from fault import Fault, sentences
from known_sound import RATE, bursts
from virtual_microphone import pulse_server, wait_for
from world import Player, World, process_of

from meetapp import meeting, recovery, supervisor
from meetapp.errors import StorageError
from meetapp.events import EventReader, Finished, RecordingStarted, TurnAdded
from meetapp.journal import Gap, JournalReader, samples_on_disk
from meetapp.recorder.space import RESERVE_BYTES
from meetapp.store import open_library
from meetapp.store.meetings import add_meeting
from meetapp.store.turns import list_turns

LIMIT_S = 120.0
PROMISED_S = 3.0


class Live:
    """A recording in `folder`, going on."""

    def __init__(self, folder: Path, library: Path, source: str) -> None:
        self.folder, self._library = meeting.create(folder, title="Fault", source=source), library
        with open_library(library) as opened:
            self._id = add_meeting(opened, self.folder, "Fault")
        self.process = supervisor.start(self.folder, input=source, library=library, meeting_id=self._id)
        wait_for(lambda: samples_on_disk(self.folder) > RATE // 4, LIMIT_S)

    def events(self, kind: type) -> list:
        told = EventReader(meeting.events_path(self.folder)).read_new()
        return [event for event in told if isinstance(event, kind)]

    def gaps(self) -> list[Gap]:
        return [record for record in JournalReader(self.folder).read_new() if isinstance(record, Gap)]

    def turns(self) -> int:
        with open_library(self._library) as library:
            return len(list_turns(library, self._id))

    def stop(self) -> int:
        if supervisor.running(self.folder):
            supervisor.order(self.folder, "stop")
        return self.process.wait(LIMIT_S)

    def grows(self) -> bool:
        """Whether a second more comes."""
        before = samples_on_disk(self.folder)
        wait_for(lambda: samples_on_disk(self.folder) > before + RATE, LIMIT_S)
        return True


@contextmanager
def live(world: World, home: Path | None = None) -> Iterator[Live]:
    """A recording that hears bursts; stopped in the end, whatever happens."""
    home = home or world.home
    player = Player(world, bursts(60.0, seed=3))
    recording = Live(home / "meetings", home / "library.sqlite", world.microphone.name)
    try:
        yield recording
    finally:
        player.close()
        if recording.process.poll() is None:
            recording.stop()


def device_loss(_world: World, folder: Path) -> Fault:
    """The input goes away; another is there."""
    with pulse_server() as server, mock.patch.dict(os.environ, server.env):
        recording = Live(folder, folder / "library.sqlite", server.name)
        _pactl("unload-module", "module-null-sink")
        _pactl("load-module", "module-null-sink", "sink_name=other", "rate=44100")
        wait_for(lambda: len(recording.events(RecordingStarted)) == 2, LIMIT_S)
        grows, code = recording.grows(), recording.stop()
    (gap,) = recording.gaps()
    found = {"gap_s": round(gap.lost_s, 2), "promised_s": PROMISED_S}
    return Fault("the input goes away", grows and code == 0, sentences(recording.folder), found)


def disk_fills_up(world: World, folder: Path) -> Fault:
    """Another program fills the disk during a recording."""
    with small_disk(folder, RESERVE_BYTES + (40 << 20)) as disk, live(world, disk) as recording:
        _fill(disk, leave=RESERVE_BYTES - (1 << 20))
        code = recording.process.wait(LIMIT_S)
        kept, finished = samples_on_disk(recording.folder), recording.events(Finished)
        survived = code == 2 and kept > 0 and bool(finished) and not meeting.is_in_progress(recording.folder)
        return Fault(
            "the disk fills up during a recording",
            survived,
            sentences(recording.folder),
            {"kept_s": round(kept / RATE, 1), "text_complete": bool(finished)},
        )


def disk_full_at_start(world: World, folder: Path) -> Fault:
    """A recording is begun on a disk without room."""
    with small_disk(folder, RESERVE_BYTES + (4 << 20)) as disk:
        made = meeting.create(disk / "meetings", title="Fault", source="mic")
        _fill(disk, leave=RESERVE_BYTES - (1 << 20))
        code = supervisor.start(made, input=world.microphone.name).wait(LIMIT_S)
        return Fault("the disk is full before a recording", code == 2, sentences(made), {"exit_code": code})


def library_disk_full(world: World, folder: Path) -> Fault:
    """The library's disk is full while sound still fits on another; room is made after the recording."""
    with small_disk(folder, 8 << 20) as disk:
        library = disk / "library.sqlite"
        player = Player(world, bursts(60.0, seed=4))
        recording = Live(folder, library, world.microphone.name)
        _fill(disk, leave=0)
        wait_for(lambda: any("is full" in said for said in sentences(recording.folder)), LIMIT_S)
        grows, code = recording.grows(), recording.stop()
        player.close()
        interrupted = meeting.is_in_progress(recording.folder)
        (disk / "filler").unlink()
        (found,) = recovery.find(folder)
        with open_library(library) as opened:
            process = recovery.finish(found, opened)
        assert process is not None
        again = process.wait(LIMIT_S)
        survived = grows and code == 2 and interrupted and again == 0 and recording.turns() > 0
        return Fault(
            "the library's disk is full", survived, sentences(recording.folder), {"turns_after": recording.turns()}
        )


def disk_read_only(world: World, folder: Path) -> Fault:
    """The disk of the meetings turns read-only between two recordings, as after an error of its own."""
    with small_disk(folder, RESERVE_BYTES) as disk:
        made = meeting.create(disk / "meetings", title="Fault", source="mic")
        _run("mount", "-o", "remount,ro", str(disk))
        said = []
        for attempt in (
            lambda: meeting.create(disk / "meetings", title="Fault", source="mic"),
            lambda: supervisor.start(made, input=world.microphone.name),
        ):
            try:
                attempt()
            except StorageError as err:
                said.append(str(err))
        return Fault("the disk is read-only", len(said) == 2, said)


def library_locked(world: World, folder: Path) -> Fault:
    """Another program holds the library for longer than anybody waits."""
    with live(world) as recording:
        wait_for(lambda: recording.events(TurnAdded), LIMIT_S)
        holder = sqlite3.connect(world.library, isolation_level=None)
        holder.execute("BEGIN IMMEDIATE")
        wait_for(lambda: any("in use" in said for said in sentences(recording.folder)), LIMIT_S)
        while_locked = len(recording.events(TurnAdded))
        grows = recording.grows()
        holder.execute("ROLLBACK")
        holder.close()
        wait_for(lambda: len(recording.events(TurnAdded)) > while_locked, LIMIT_S)
        code = recording.stop()
        kept = recording.turns() == len({event.turn.id for event in recording.events(TurnAdded)})
        survived = grows and kept and code == 0 and not recording.gaps()
        return Fault("the library is locked", survived, sentences(recording.folder), {"turns": recording.turns()})


def suspend(world: World, folder: Path, asleep_s: float = 3.0) -> Fault:
    """All processes of the recording get no time for a while, as in a suspend that the sound server sits out."""
    with live(world) as recording:
        wait_for(lambda: process_of(recording.folder, "engine"), LIMIT_S)
        all_of_them = [psutil.Process(recording.process.pid), *psutil.Process(recording.process.pid).children()]
        for each in all_of_them:
            each.send_signal(signal.SIGSTOP)
        time.sleep(asleep_s)
        for each in reversed(all_of_them):
            each.send_signal(signal.SIGCONT)
        grows, code = recording.grows(), recording.stop()
        lost_s = sum(gap.lost_s for gap in recording.gaps())
        return Fault(
            "the processes are stopped and go on",
            grows and code == 0,
            sentences(recording.folder),
            {"asleep_s": asleep_s, "gaps_s": round(lost_s, 2)},
        )


@contextmanager
def small_disk(folder: Path, size: int) -> Iterator[Path]:
    """A disk of `size` bytes of its own; only the super-user can make one."""
    disk = folder / f"disk{size}"
    disk.mkdir()
    _run("mount", "-t", "tmpfs", "-o", f"size={size}", "tmpfs", str(disk))
    try:
        yield disk
    finally:
        _run("umount", "--lazy", str(disk))


def can_mount() -> bool:
    if os.name != "posix" or os.geteuid() != 0:
        return False
    probe = subprocess.run(["unshare", "--mount", "true"], capture_output=True, check=False)
    return probe.returncode == 0


def _fill(disk: Path, *, leave: int) -> None:
    with (disk / "filler").open("wb") as file:
        file.write(bytes(max(0, shutil.disk_usage(disk).free - leave)))


def _pactl(*command: str) -> None:
    _run("pactl", *command)


def _run(*command: str) -> None:
    subprocess.run(command, check=True, capture_output=True)


LIVE = (device_loss, library_locked, suspend)
DISKS = (disk_full_at_start, disk_fills_up, library_disk_full, disk_read_only)
