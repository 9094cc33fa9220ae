"""Switching encryption on and off: killed at any moment, nothing is lost, and the same command goes on."""

import json
import os
import shutil
import signal
import subprocess
import sys
import zipfile
from hashlib import sha256
from pathlib import Path

import numpy as np
import pytest
from made_turns import turn

from meetapp import meeting, paths
from meetapp.edits import SetText, seen
from meetapp.encryption import switch
from meetapp.errors import InputError, LockedError
from meetapp.events import EventReader, EventWriter, Finished, TurnAdded
from meetapp.journal import JournalReader, Start, has_sound
from meetapp.locks import RoleLock
from meetapp.meeting import events_path, open_meeting
from meetapp.parcel import MANIFEST, SOUNDS
from meetapp.parcel.reading import take_parcel
from meetapp.parcel.writing import write_parcel
from meetapp.plain import COPIES, keep_all_copies, keep_copies
from meetapp.sealed import keyring_access, keys
from meetapp.sealed.state import sealing, state_path
from meetapp.sources import made_from, remember
from meetapp.store import open_library
from meetapp.store.backup import back_up, list_backups
from meetapp.store.edit_journal import read_edits
from meetapp.store.edits import add_edit, edited_meeting
from meetapp.store.meetings import add_meeting, list_meetings, set_duration
from meetapp.store.search import search
from meetapp.store.tags import set_tags
from meetapp.store.turns import add_turn
from meetapp.tracks import TrackReader, TrackWriter
from meetapp.vocabulary import keep, kept
from meetapp.voices import keep_voices, kept_voices

SOUND = np.random.default_rng(3).integers(-9000, 9000, 16_000).astype(np.int16)
OTHER = SOUND[::-1].copy()
DIGEST = sha256(OTHER.tobytes()).hexdigest().encode()
SECRETS = (
    *(b"zanzibar", b"kilimanjaro", b"serengeti", b"okapi", b"marabou", DIGEST),
    *(SOUND[5000:5032].tobytes(), OTHER[5000:5032].tobytes()),
)

pytestmark = [
    pytest.mark.skipif(not hasattr(os, "fork"), reason="a process is killed at chosen moments"),
    pytest.mark.usefixtures("ring"),
]


def make_meeting(tracks: int = 2) -> Path:
    folder = meeting.create(paths.meetings(), title="kilimanjaro", source="/tmp/marabou.wav")
    keep(folder, ["okapi"])
    keep_voices(folder, '{"voice": "okapi"}')
    writer = TrackWriter(folder, device="marabou.wav", rate=16_000)
    writer.append(SOUND[:7000])
    writer.gap(0.1, "a gap")
    writer.append(SOUND[7000:])
    writer.stop()
    for track in range(1, tracks):
        second = TrackWriter(folder, device="marabou 2.wav", rate=16_000, track=track)
        second.append(OTHER)
        second.stop()
    remember(folder, imported())
    events = EventWriter(events_path(folder))
    said = turn(0, "hello zanzibar")
    events.write(TurnAdded(said))
    events.write(Finished(1.1))
    events.close()
    with open_library(paths.library()) as library:
        number = add_meeting(library, folder, "kilimanjaro")
        add_turn(library, number, said)
        add_edit(library, number, SetText(seen(said), "hello zanzibar and okapi"))
        set_tags(library, number, ["serengeti"])
        set_duration(library, number, 1.1)
        keep_copies(library, number)
        back_up(library.db, library.path)
    return folder


def imported() -> Path:
    """The file that the meeting was made from, outside of what is encrypted."""
    file = paths.home().parent / "marabou.wav"
    file.write_bytes(OTHER.tobytes())
    return file


def everything(folder: Path) -> object:
    """All that is kept of the meeting, as the program reads it."""
    with open_library(paths.library()) as library:
        number = list_meetings(library)[0].id
        edited = edited_meeting(library, number)
        hits = search(library, "zanzibar")
    started = [record.samples for record in JournalReader(folder).read_new() if isinstance(record, Start)]
    sound = [TrackReader(folder, track=track).read_new().tobytes() for track in (0, 1)]
    events = EventReader(events_path(folder)).read_new()
    return (
        open_meeting(folder),
        kept(folder),
        kept_voices(folder),
        read_edits(folder),
        edited,
        hits,
        started,
        sound,
        events,
        made_from(imported(), [folder]),
    )


def in_the_clear() -> set[str]:
    files = [path for path in paths.home().rglob("*") if path.is_file()]
    return {path.name for path in files if any(secret in path.read_bytes() for secret in SECRETS)}


def killed_at(step: int, work) -> bool:
    """Whether a process at `work` was killed just before its step number `step` with the disk."""
    child = os.fork()
    if not child:
        left = iter(range(step))

        def counted(call):
            def instead(*arguments, **more):
                if next(left, None) is None:
                    os.kill(os.getpid(), signal.SIGKILL)
                return call(*arguments, **more)

            return instead

        for owner, name in ((os, "fsync"), (os, "ftruncate"), (Path, "replace"), (Path, "unlink"), (os, "write")):
            setattr(owner, name, counted(getattr(owner, name)))
        try:
            work()
        except BaseException as err:  # noqa: BLE001
            print(repr(err), flush=True)
            os._exit(1)
        os._exit(0)
    code = os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])
    assert code in (0, -signal.SIGKILL)
    return code != 0


def turn_on() -> None:
    switch.begin(lambda key: None)
    assert switch.convert_all(lambda name: None) == []


def turn_off() -> None:
    if sealing() is not None:
        switch.begin_off()
        assert switch.convert_all(lambda name: None) == []
        assert switch.finish_off()


@pytest.mark.parametrize(("work", "clear"), [(turn_on, set()), (turn_off, None)])
def test_a_switch_killed_at_any_step_loses_nothing_and_goes_on(ring, tmp_path, work, clear):
    folder = make_meeting()
    before = everything(folder)
    plain = in_the_clear() - set(COPIES)  # which are made again by whoever edits, or opens the window
    if work is turn_off:
        turn_on()
    shutil.copytree(paths.home(), tmp_path / "start")
    ring_at_start = ring.read_text(encoding="utf-8")
    step, killed = 0, True
    while killed:
        shutil.rmtree(paths.home())
        shutil.copytree(tmp_path / "start", paths.home())
        ring.write_text(ring_at_start, encoding="utf-8")
        keyring_access._secret.cache_clear()
        killed = killed_at(step, work)
        assert everything(folder) == before, f"killed at step {step}"
        work()
        assert everything(folder) == before, f"gone on after step {step}"
        assert in_the_clear() == (plain if clear is None else clear), step
        step += 5
    assert step > 40


def test_on_and_off_leave_every_file_of_the_meeting_as_it_was():
    folder = make_meeting()
    files = [
        path for path in folder.rglob("*") if path.is_file() and path.suffix != ".lock" and path.name not in COPIES
    ]
    before = {path: path.read_bytes() for path in files}
    turn_on()
    assert in_the_clear() == set()
    assert switch.status().state == "on" and not switch.status().meetings_left and not switch.status().files_left
    assert len(list_backups(paths.library())) == 1
    turn_off()
    assert {path: path.read_bytes() for path in files} == before
    assert switch.status().state == "never" and not state_path().exists()


def test_there_are_no_plain_copies_while_the_library_is_encrypted():
    folder = make_meeting()
    copies = [folder / name for name in COPIES]
    assert all(copy.exists() for copy in copies)
    turn_on()
    for wanted in (False, True):
        with open_library(paths.library()) as library:
            keep_all_copies(library)
            keep_copies(library, list_meetings(library)[0].id)
        assert {copy.exists() for copy in copies} == {wanted}
        turn_off()


def test_a_sealed_meeting_is_sent_in_the_clear_and_taken_in_sealed(tmp_path):
    from meetapp.media.packing import pack

    folder = make_meeting()
    heard = TrackReader(folder).read_new()

    def sent(name: str) -> dict[str, bytes]:
        with open_library(paths.library()) as library:
            write_parcel(library, 1, tmp_path / name)
        with zipfile.ZipFile(tmp_path / name) as parcel:
            assert parcel.testzip() is None
            return {each: parcel.read(each) for each in parcel.namelist() if each != MANIFEST}

    plain = sent("plain.zip")
    assert SOUNDS[0] in plain
    turn_on()
    assert sent("sealed.zip") == plain
    pack(folder)
    assert sent("packed.zip") == plain
    with open_library(paths.library()) as library:
        row = take_parcel(library, tmp_path / "packed.zip", paths.meetings())
        keep_copies(library, row.id)
        assert edited_meeting(library, row.id).turns == edited_meeting(library, 1).turns
    assert in_the_clear() == set() and not switch.status().meetings_left
    np.testing.assert_array_equal(TrackReader(row.folder).read_new(), heard)


def test_a_meeting_that_is_worked_on_waits_and_can_be_read_meanwhile():
    folder = make_meeting()
    before = everything(folder)
    lock = RoleLock(folder, "recorder")
    assert lock.take()
    switch.begin(lambda key: None)
    assert any("being worked on" in sentence for sentence in switch.convert_all(lambda name: None))
    assert everything(folder) == before and switch.status().meetings_left == (str(folder),)
    lock.release()
    turn_on()
    assert everything(folder) == before and in_the_clear() == set()


def test_the_key_is_kept_for_a_meeting_on_a_disk_that_is_not_there(tmp_path):
    folder = make_meeting()
    switch.begin(lambda key: None)
    assert switch.convert_all(lambda name: None) == []
    folder.rename(tmp_path / "unplugged")
    switch.begin_off()
    (waiting,) = switch.convert_all(lambda name: None)
    assert "is not there now" in waiting and not switch.finish_off() and state_path().exists()
    (tmp_path / "unplugged").rename(folder)
    assert switch.convert_all(lambda name: None) == [] and switch.finish_off()
    assert open_meeting(folder).title == "kilimanjaro"


def test_a_library_that_is_open_elsewhere_waits():
    make_meeting()
    switch.begin(lambda key: None)
    holds = (
        "import sqlite3, sys; db = sqlite3.connect(sys.argv[1]); db.execute('SELECT * FROM meetings').fetchall();"
        " print('open', flush=True); sys.stdin.read()"
    )
    command = [sys.executable, "-c", holds, str(paths.library())]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE) as other:
        assert other.stdout.readline() == b"open\n"
        assert any("is in use" in sentence for sentence in switch.convert_all(lambda name: None))
        other.stdin.close()
        other.wait(30)
    turn_on()
    assert in_the_clear() == set()


def test_a_recording_from_before_goes_on_as_it_is_and_a_new_one_is_sealed():
    folder = meeting.create(paths.meetings(), title="a", source="")
    writer = TrackWriter(folder, device="mic", rate=16_000)
    writer.append(SOUND[:100])
    switch.begin(lambda key: None)
    writer.append(SOUND[100:200])
    writer.close()
    again = TrackWriter(folder, device="mic", rate=16_000)
    again.append(SOUND[:50])
    again.stop()
    assert TrackReader(folder).available >= 250 and (folder / "tracks" / "0.pcm").exists()
    new = meeting.create(paths.meetings(), title="b", source="")
    TrackWriter(new, device="mic", rate=16_000).append(SOUND)
    assert [path.name for path in (new / "tracks").iterdir()] == ["0.pcm-sealed"]


def test_without_the_key_sound_is_written_and_nothing_is_taken_for_damage(ring):
    folder = make_meeting()
    turn_on()
    ring.unlink()
    keyring_access._secret.cache_clear()
    new = meeting.create(paths.meetings(), title="b", source="")
    writer = TrackWriter(new, device="mic", rate=16_000)
    writer.append(SOUND)
    writer.stop()
    events = EventWriter(events_path(new))
    events.write(Finished(1.0))
    for ask in (
        lambda: open_library(paths.library()),
        lambda: open_meeting(folder),
        lambda: read_edits(folder),
        lambda: TrackReader(folder).read_new(),
        lambda: EventReader(events_path(new)).read_new(),
    ):
        with pytest.raises(LockedError, match="locked"):
            ask()
    assert switch.status().key.startswith("The library is encrypted") and not list(paths.home().glob("*damaged*"))


def test_the_recovery_key_brings_back_key_and_state(ring):
    folder = make_meeting()
    before = everything(folder)
    shown = []
    switch.begin(shown.append)
    switch.convert_all(lambda name: None)
    for lost in (lambda: ring.write_text("{}"), state_path().unlink, lambda: state_path().write_text("{")):
        lost()
        keyring_access._secret.cache_clear()
        with pytest.raises(LockedError):
            open_meeting(folder)
        with pytest.raises(InputError, match="another library"):
            switch.unlock(keys.recovery_key(keys.new_secret()))
        switch.unlock(shown[0])
        keyring_access._secret.cache_clear()
        assert everything(folder) == before


def test_another_key_in_the_keyring_is_told_from_damage(ring):
    make_meeting()
    turn_on()
    stored = json.loads(ring.read_text(encoding="utf-8"))
    ring.write_text(json.dumps(dict.fromkeys(stored, keys.new_secret().hex())), encoding="utf-8")
    keyring_access._secret.cache_clear()
    with pytest.raises(LockedError, match="not the one of this library"):
        open_library(paths.library())


def test_sealed_sound_is_packed_played_and_drawn_as_any_other():
    from meetapp.media.packing import pack, unpack
    from meetapp.player.sound import open_sound
    from meetapp.window import catalog, sounds
    from meetapp.window.peaks import read_peaks

    folder = make_meeting()
    track = folder / "tracks" / "0.pcm"
    plain, drawn = open_sound(folder), read_peaks(track, 50)
    both = sounds.peaks_between(folder, 0.2, 0.9)
    heard = plain.read(3000, 9000)
    turn_on()
    assert read_peaks(track, 50) == drawn and has_sound(folder)
    assert sounds.peaks_between(folder, 0.2, 0.9) == both
    np.testing.assert_array_equal(open_sound(folder).read(3000, 9000), heard)
    (entry,) = catalog.list_entries()
    assert catalog.load(entry).edited.turns and has_sound(folder)
    pack(folder)
    packed = {f"{track}.{kind}-sealed" for track in (0, 1) for kind in ("flac", "peaks")}
    assert {path.name for path in (folder / "tracks").iterdir()} == packed
    assert in_the_clear() == set() and has_sound(folder)
    np.testing.assert_array_equal(open_sound(folder).read(3000, 9000), heard)
    assert len(read_peaks(track, 5)) == 5 and len(sounds.peaks_between(folder, 0.2, 0.9)) == len(both)
    unpack(folder)
    np.testing.assert_array_equal(open_sound(folder).read(3000, 9000), heard)
