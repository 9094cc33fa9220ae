"""Meetings that were cut short come back, each for itself; a damaged one is named with a reason and blocks no other."""

import contextlib
import json
import os
import shutil
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest
from commands import meetapp
from hypothesis import given
from hypothesis import strategies as st
from made_media import beeps, write_sound

from meetapp import meeting, recovery
from meetapp.errors import InputError
from meetapp.events import EventWriter, RecordingStarted
from meetapp.journal import JournalReader, Start, Stop, is_stopped, journal_path, samples_on_disk, track_path
from meetapp.locks import RoleLock
from meetapp.recovery.repair import repair
from meetapp.store import open_library
from meetapp.store.meetings import add_meeting, list_meetings
from meetapp.store.turns import list_turns
from meetapp.tracks import TrackReader, TrackWriter

RATE = 16_000


def cut_short(home: Path, title: str, seconds: int = 3) -> Path:
    """A meeting whose recorder died after `seconds` beeps, one every two seconds."""
    folder = meeting.create(home / "meetings", title=title, source="Webcam")
    meeting.mark_in_progress(folder)
    track = TrackWriter(folder, device="Webcam", rate=RATE)
    track.append((beeps(seconds) * 32767).astype(np.int16))
    track.close()
    return folder


def recover(home: Path) -> tuple[int, list[dict]]:
    done = meetapp("recover", "--json", home=home)
    assert "Traceback" not in done.err, done.err
    return done.code, json.loads(done.out)


def test_cut_short_meetings_are_completed_and_a_damaged_one_is_named(home):
    whole = [cut_short(home, f"Meeting {number}") for number in range(2)]
    damaged = cut_short(home, "Damaged")
    journal_path(damaged).write_bytes(b"\0" * 300)
    code, results = recover(home)
    assert code == 4
    by_title = {result["title"]: result for result in results}
    assert "raw samples" in by_title["Damaged"]["reason"] and track_path(damaged).stat().st_size == 2 * 6 * RATE
    for folder in whole:
        result = by_title[meeting.open_meeting(folder).title]
        assert (result["reason"], result["turns"], result["recorded_s"]) == ("", 3, 6.0)
        assert not meeting.is_in_progress(folder)
    with open_library(home / "library.sqlite") as library:
        rows = {row.folder: row for row in list_meetings(library)}
        assert set(rows) == set(whole), "folders that the library did not know are in it now"
        assert [len(list_turns(library, rows[folder].id)) for folder in whole] == [3, 3]
        assert all(rows[folder].source == "Webcam" for folder in whole)
    assert recover(home)[1][0]["title"] == "Damaged", "what is complete is not found again"


def test_an_import_that_was_cut_short_is_read_again_from_its_file(home, tmp_path):
    file = write_sound(tmp_path / "talk.wav", beeps(4))
    folder = meeting.create(home / "meetings", title="talk", source=str(file))
    meeting.mark_in_progress(folder)
    track = TrackWriter(folder, device="talk.wav", rate=RATE)
    track.append((beeps(1) * 32767).astype(np.int16))
    track.close()
    code, (result,) = recover(home)
    assert (code, result["turns"]) == (0, 4)


def test_nothing_to_recover_is_no_failure(home):
    assert recover(home) == (0, [])


def test_only_the_marker_tells_that_a_meeting_was_cut_short(home):
    complete, live = cut_short(home, "complete"), cut_short(home, "live")
    meeting.mark_done(complete)
    (home / "meetings" / "holiday pictures").mkdir()
    recorder = RoleLock(live, "recorder")
    assert recorder.take()
    assert recovery.find(home / "meetings") == []
    recorder.release()
    assert [found.title for found in recovery.find(home / "meetings")] == ["live"]


def test_a_meeting_that_the_library_keeps_elsewhere_is_found(home, tmp_path):
    folder = cut_short(tmp_path / "elsewhere", "far")
    with open_library(home / "library.sqlite") as library:
        add_meeting(library, folder, "far")
        assert [found.folder for found in recovery.find(home / "meetings", library)] == [folder]


def test_of_twenty_orphans_three_are_damaged_and_seventeen_come_back(home):
    folders = [cut_short(home, f"M{number}") for number in range(20)]
    (folders[3] / "journal.jsonl").unlink()
    (folders[7] / "journal.jsonl").write_text("{}\n")
    shutil.copy(track_path(folders[2]), journal_path(folders[11]))
    found = recovery.find(home / "meetings")
    assert len(found) == 20 and sum(bool(each.reason) for each in found) == 3
    for each in found:
        if not each.reason:
            recovery.repair(each.folder, "Recovered")
            assert is_stopped(JournalReader(each.folder).read_new())
    for number in (3, 7, 11):
        with pytest.raises(InputError, match="raw samples"):
            recovery.repair(folders[number], "Recovered")


def test_the_rate_that_the_journal_lost_is_in_the_events(home):
    folder = cut_short(home, "x")
    journal_path(folder).unlink()
    EventWriter(meeting.events_path(folder)).write(RecordingStarted("Webcam", RATE))
    recovery.repair(folder, "Recovered")
    assert TrackReader(folder).rate == RATE and len(TrackReader(folder).read_new()) == 6 * RATE


def test_a_lost_description_is_written_anew_and_the_damaged_one_kept(home):
    folder = cut_short(home, "x")
    (folder / "meeting.json").write_text("{")
    again = recovery.repair(folder, "Recovered recording")
    assert again.title.startswith("Recovered recording 2") and again.source == "Webcam"
    assert meeting.open_meeting(folder) == again and (folder / "meeting.json.damaged").read_text() == "{"


def test_a_meeting_without_a_sound_is_done(home):
    folder = meeting.create(home / "meetings", title="empty", source="Webcam")
    meeting.mark_in_progress(folder)
    code, (result,) = recover(home)
    assert (code, result["reason"], result["recorded_s"]) == (0, "", 0.0)
    assert not meeting.is_in_progress(folder)


class KilledError(Exception):
    """Stands for a process that ends here."""


def dying_at_last(real: Callable, left: list[int]) -> Callable:
    """`real`, until it and its like have been called as often as `left` says."""

    def call(*args: object) -> object:
        left[0] -= 1
        if left[0] < 0:
            raise KilledError
        return real(*args)

    return call


@given(data=st.data())
def test_a_repair_killed_at_any_step_is_finished_by_the_next(tmp_path_factory, data):
    home = tmp_path_factory.mktemp("h")
    folder = cut_short(home, "x")
    with track_path(folder).open("ab") as track:
        track.write(b"\1")
    if data.draw(st.booleans()):
        (folder / "meeting.json").unlink()
    left = [data.draw(st.integers(0, 12))]
    with pytest.MonkeyPatch.context() as patch:
        for name in ("write", "truncate", "replace", "fsync"):
            patch.setattr(os, name, dying_at_last(getattr(os, name), left))
        with contextlib.suppress(KilledError):
            repair(folder, "Recovered")
    again = repair(folder, "Recovered")
    assert repair(folder, "Recovered") == again == meeting.open_meeting(folder)
    records = JournalReader(folder).read_new()
    assert sum(isinstance(record, Start) for record in records) == 1
    assert [record.samples for record in records if isinstance(record, Stop)] == [samples_on_disk(folder)]
    assert len(TrackReader(folder).read_new()) == 6 * RATE
