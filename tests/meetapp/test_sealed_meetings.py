"""Meetings of an encrypted library: cut short, taken in, told apart anew, deleted, and shown in the window."""

import json
import math
import sys
from pathlib import Path

import keyring
import numpy as np
import pytest
from file_keyring import FileKeyring
from hypothesis import given
from hypothesis import strategies as st
from keyring.backends.fail import Keyring as NoKeyring
from keyring.errors import InitError, KeyringLocked, PasswordSetError
from made_turns import turn
from PySide6.QtCore import Qt

from meetapp import meeting, paths, recovery, supervisor
from meetapp.aging import discard_sound
from meetapp.cli import run
from meetapp.errors import LockedError
from meetapp.events import EventReader, EventWriter, RecordingStarted, TurnAdded
from meetapp.export import AS_IT_IS, FORMATS, Transcript
from meetapp.journal import JournalReader, Stop, journal_path, track_numbers
from meetapp.recount import recount
from meetapp.sealed import keyring_access
from meetapp.sealed.blocks import HEAD_BYTES
from meetapp.sealed.state import TAG_BYTES
from meetapp.store import open_library
from meetapp.store.meetings import list_meetings
from meetapp.store.turns import list_turns
from meetapp.tracks import TrackReader, TrackWriter
from meetapp.voices import keep_voices
from meetapp.window import playback
from meetapp.window.app import open_window
from meetapp.window.places import Place
from sts_model.speakers.count import SpeakerCount
from sts_model.speakers.tracker import SpeakerTracker
from sts_model.speakers.voices import pack

RATE, BLOCK = 16_000, 4000
SOUND = np.random.default_rng(5).integers(1, 9000, RATE).astype(np.int16)
WORDS = (b"zanzibar", b"kilimanjaro", b"Okapi", SOUND[5000:5032].tobytes())
TURNS = [turn(0, "hello zanzibar", 0.0, 2.0), turn(1, "friday is hard", 2.5, 4.0, speaker=2, channel=1)]
SILENT = Path(__file__).with_name("silent_player.py")

pytestmark = pytest.mark.usefixtures("encrypted")


def in_the_clear() -> set[str]:
    files = [path for path in paths.home().rglob("*") if path.is_file()]
    return {path.name for path in files if any(word in path.read_bytes() for word in WORDS)}


def cut_short(tracks: int = 2) -> Path:
    """A meeting whose recorder died."""
    folder = meeting.create(paths.meetings(), title="kilimanjaro", source="Webcam")
    meeting.mark_in_progress(folder)
    for track in range(tracks):
        writer = TrackWriter(folder, device="Webcam", rate=RATE, track=track)
        for first in range(0, len(SOUND), BLOCK):
            writer.append(SOUND[first : first + BLOCK])
        writer.close()
    return folder


def heard(folder: Path, track: int) -> np.ndarray:
    return np.round(TrackReader(folder, track=track).read_new() * 32768).astype(np.int16)


def kept(cut: int) -> int:
    """Bytes of SOUND in the whole blocks of a track that lost the last `cut` bytes of its file."""
    blocks = math.ceil(cut / (2 * BLOCK + HEAD_BYTES + TAG_BYTES))
    return 2 * (len(SOUND) - BLOCK * blocks)


class Refusing(FileKeyring):
    """A keyring that raises `error` whatever it is asked."""

    def __init__(self, error: Exception) -> None:
        super().__init__()
        self._error = error

    def _read(self):
        raise self._error


@given(cuts=st.tuples(st.integers(0, 5000), st.integers(0, 5000)))
def test_both_tracks_cut_anywhere_are_whole_blocks_after_a_repair(cuts):
    folder = cut_short()
    for track, cut in enumerate(cuts):
        with (folder / "tracks" / f"{track}.pcm-sealed").open("r+b") as file:
            file.truncate(file.seek(0, 2) - cut)
    assert folder in [found.folder for found in recovery.find(paths.meetings()) if not found.reason]
    assert recovery.repair(folder, "Recovered").title == "kilimanjaro"
    records = JournalReader(folder).read_new()
    assert heard(folder, 0).tobytes() == SOUND.tobytes()[: kept(cuts[0])]
    assert heard(folder, 1).tobytes().endswith(SOUND.tobytes()[: kept(cuts[1])]), "behind the silence it began with"
    stops = {record.track: record.samples for record in records if isinstance(record, Stop)}
    assert stops == {track: len(heard(folder, track)) for track in (0, 1)}
    assert in_the_clear() == set()


def test_an_import_of_several_files_that_was_cut_short_begins_again_without_its_half_tracks(tmp_path, monkeypatch):
    files = [tmp_path / f"{name}.wav" for name in ("left", "right")]
    for file in files:
        file.write_bytes(b"")
    folder = meeting.create(paths.meetings(), title="kilimanjaro", source=str(files[0]), more_sources=(str(files[1]),))
    meeting.mark_in_progress(folder)
    for track in (0, 1):
        writer = TrackWriter(folder, device=files[track].name, rate=RATE, track=track)
        writer.append(SOUND)
        writer.close()
    began = []
    monkeypatch.setattr(supervisor, "start", lambda *_, **named: began.append(named["media"]))
    (found,) = recovery.find(paths.meetings())
    with open_library(paths.library()) as library:
        recovery.finish(found, library)
    assert began == [files] and track_numbers(folder) == [] and list((folder / "tracks").iterdir()) == []


def test_the_rate_that_the_journal_lost_is_in_the_sealed_events():
    folder = cut_short(1)
    journal_path(folder).unlink()
    EventWriter(meeting.events_path(folder)).write(RecordingStarted("Webcam", RATE))
    recovery.repair(folder, "Recovered")
    np.testing.assert_array_equal(heard(folder, 0), SOUND)


@pytest.mark.parametrize("form", ["seglst", "srt"])
def test_a_transcript_that_becomes_a_meeting_is_sealed_and_can_be_used(form, tmp_path, capsys):
    file = tmp_path / {"seglst": "zanzibar.seglst.json", "srt": "zanzibar.srt"}[form]
    file.write_bytes(FORMATS[form].render(Transcript("Roadmap", tuple(TURNS), {1: "Okapi"}), AS_IT_IS))
    assert run(["import", str(file), "--tag", "kilimanjaro"]) == 0
    assert in_the_clear() == set()
    capsys.readouterr()
    assert run(["search", "zanzibar", "--json"]) == 0
    assert json.loads(capsys.readouterr().out)[0]["speaker"] == "Okapi"
    assert run(["import", str(file)]) == 0 and "already" in capsys.readouterr().err


def test_voices_that_lie_sealed_tell_the_speakers_apart_anew_and_go_with_the_sound(put_meeting):
    number = put_meeting("kilimanjaro", [turn(i, "zanzibar", 5 * i, 5 * i + 4, speaker=i + 1) for i in range(3)])
    with open_library(paths.library()) as library:
        folder = list_meetings(library)[0].folder
        tracker = SpeakerTracker()
        for i, vector in enumerate((np.eye(8)[0], np.eye(8)[1], np.eye(8)[1] + 1.5 * np.eye(8)[2])):
            tracker.label(i, vector, 4.0, 5.0 * i)
        keep_voices(folder, pack(tracker))
        assert b"{" not in (folder / "voices.json").read_bytes()
        assert recount(library, number, folder, SpeakerCount(2, 2))
        assert [each.speaker for each in list_turns(library, number)] == [1, 2, 2]
    events = EventReader(meeting.events_path(folder)).read_new()
    told = [each.turn.speaker for each in events if isinstance(each, TurnAdded)]
    assert told == [1, 2, 2]
    TrackWriter(folder, device="Webcam", rate=RATE, track=1).append(SOUND)
    assert discard_sound(folder) and list((folder / "tracks").iterdir()) == []
    assert not (folder / "voices.json").exists() and in_the_clear() == set()


def test_whoever_sends_a_meeting_is_told_that_it_is_not_encrypted(tmp_path, put_meeting, capsys):
    number = put_meeting("kilimanjaro", TURNS)
    assert run(["export", str(number), "--format", "meeting", "--output", str(tmp_path)]) == 0
    assert "not encrypted" in capsys.readouterr().err and list(tmp_path.glob("*.zip"))
    assert in_the_clear() == set()


@pytest.mark.parametrize(
    "backend",
    [NoKeyring(), *map(Refusing, (KeyringLocked(), InitError(), PasswordSetError(), RuntimeError("dismissed")))],
    ids=["missing", "locked", "no service", "denied", "dismissed"],
)
def test_a_keyring_that_gives_nothing_is_a_sentence_and_no_damage(backend, put_meeting, capsys):
    put_meeting("kilimanjaro", TURNS)
    keyring_access._secret.cache_clear()
    keyring.set_keyring(backend)
    for command in (["list"], ["show", "1"], ["search", "x"], ["recover"], ["check"], ["encryption", "off"]):
        assert run(command) == LockedError.exit_code
        said = capsys.readouterr()
        assert said.err.count("\n") == 1 and "locked or missing" in said.err and said.out == ""
    assert not list(paths.home().glob("*damaged*")) and in_the_clear() == set()
    (paths.home() / "encryption.json").unlink()
    assert run(["encryption", "on"]) == LockedError.exit_code
    assert not (paths.home() / "encryption.json").exists(), "nothing is sealed with a key that nobody keeps"


def test_the_window_lists_searches_edits_draws_and_plays_what_lies_sealed(show_window, put_meeting, qtbot, monkeypatch):
    monkeypatch.setattr(playback, "command", lambda module, *rest: [sys.executable, str(SILENT), *rest])
    put_meeting("kilimanjaro", TURNS)
    with open_library(paths.library()) as library:
        folder = list_meetings(library)[0].folder
    for track in (0, 1):
        writer = TrackWriter(folder, device="Webcam", rate=RATE, track=track)
        for _ in range(4):
            writer.append(SOUND)
        writer.stop()
    window = show_window()
    qtbot.waitUntil(lambda: window.page.session is not None and window.page.session.has_sound)
    view = window.page.transcript
    qtbot.mouseClick(view.viewport(), Qt.MouseButton.LeftButton, pos=view.rect_of(Place(("turn", 1), 0)).center())
    qtbot.waitUntil(lambda: window.page.playback.at_s > 2.5)
    window.page.session.name_speaker(1, "Okapi")
    qtbot.keyClicks(window.sidebar.search, "zanz")
    qtbot.waitUntil(lambda: window.sidebar.model.item(0).title == "1 turn found")
    qtbot.waitUntil(lambda: not window.desk.jobs.busy)
    assert in_the_clear() == set()


def test_the_window_says_in_a_sentence_that_it_has_no_key(encrypted, put_meeting, qapp, qtbot):
    put_meeting("kilimanjaro", TURNS)
    encrypted.unlink()
    keyring_access._secret.cache_clear()
    window = open_window(qapp)
    told = []
    window.desk.trouble.connect(told.append)
    window.show()
    qtbot.waitUntil(lambda: any("locked or missing" in sentence for sentence in told))
    window.close()
    window.deleteLater()
    assert not list(paths.home().glob("*damaged*")) and in_the_clear() == set()


def test_what_the_settings_tell_of_encryption_is_how_it_is(show_window, qtbot):
    window = show_window()
    window.actions_["settings"].trigger()
    shown = window.commands.dialogs.settings.line("encryption").control
    assert shown.text() == "On"
