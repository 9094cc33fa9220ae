"""Parcels that are none: whatever somebody sends is taken in as a meeting or refused in a sentence, and soon."""

import json
import stat
import struct
import sys
import time
import warnings
import zipfile
from contextlib import suppress
from datetime import datetime, timedelta
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from made_media import beeps, write_sound
from made_parcels import TURNS, contents_of, edited_parcel, packed, refused, repacked, take

from meetapp import newcomer, paths
from meetapp.errors import MeetappError
from meetapp.parcel import DESCRIPTION, EDITS, EVENTS, MANIFEST, SOUNDS, trial
from meetapp.parcel.archive import BLOCK_BYTES, open_archive
from meetapp.parcel.contents import encode
from meetapp.parcel.sent import read_sent
from meetapp.store import open_library
from meetapp.store.edits import edited_meeting
from meetapp.store.meetings import list_meetings
from meetapp.store.schema import LibraryBusyError

LONGER = 25 * 3600 * 16_000


@pytest.fixture
def parcel(put_meeting, tmp_path) -> Path:
    return edited_parcel(put_meeting, tmp_path)


def with_turn(**changes):
    """Changes the first turn of a parcel, and of its first word what begins with `word_`."""

    def change(contents: dict[str, bytes]) -> None:
        first, *rest = contents[EVENTS].splitlines()
        event = json.loads(first)
        for name, value in changes.items():
            changed = event["turn"]["words"][0] if name.startswith("word_") else event["turn"]
            changed[name.removeprefix("word_")] = value
        contents[EVENTS] = b"\n".join([json.dumps(event).encode(), *rest, b""])

    return change


def with_edit(before: bytes, after: bytes):
    def change(contents: dict[str, bytes]) -> None:
        assert before in contents[EDITS]
        contents[EDITS] = contents[EDITS].replace(before, after)

    return change


def recorded(created: str):
    def change(contents: dict[str, bytes]) -> None:
        contents[DESCRIPTION] = json.dumps({**json.loads(contents[DESCRIPTION]), "created": created}).encode()

    return change


def many_long_turns(contents: dict[str, bytes]) -> None:
    turn = {"channel": 0, "speaker": 1, "start_samples": 0, "end_samples": 24 * 3600 * 16_000, "words": []}
    lines = [{"kind": "TurnAdded", "turn": {**turn, "id": id}} for id in range(200)]
    contents[EVENTS] = b"".join(json.dumps(line).encode() + b"\n" for line in [*lines, ended(60.0)])


def ended(seconds: object) -> dict[str, object]:
    return {"kind": "Finished", "duration_s": seconds}


def with_end(seconds: object):
    return lambda contents: contents.update({EVENTS: json.dumps(ended(seconds)).encode() + b"\n"})


@pytest.mark.parametrize(
    ("change", "why"),
    [
        (lambda contents: contents.pop(EVENTS), "events.jsonl is missing"),
        (lambda contents: contents.update({"../../evil.txt": b"x"}), "is no part of a meeting"),
        (lambda contents: contents.update({"/etc/passwd": b"x"}), "is no part of a meeting"),
        (lambda contents: contents.update({"a\nb": b"x"}), "is no part of a meeting"),
        (lambda contents: contents.update({DESCRIPTION: b"{"}), "damaged"),
        (lambda contents: contents.update({DESCRIPTION: b"[" * 100_000}), "damaged"),
        (lambda contents: contents.update({EVENTS: b""}), "not complete"),
        (lambda contents: contents.update({EVENTS: b"\xff\n"}), "damaged"),
        (lambda contents: contents.update({EVENTS: b'{"kind": "Finished", "duration_s": ' + b"9" * 5000}), "damaged"),
        (lambda contents: contents.update({EDITS: b"[" * 5000}), "damaged"),
        (lambda contents: contents.update({EDITS: b" " * (9 << 20)}), "too long"),
        (lambda contents: contents.update({SOUNDS[0]: b"no sound"}), "sound.flac"),
        (lambda contents: contents.update({SOUNDS[1]: b"no sound"}), "the sound of a track is missing"),
        (with_end(24 * 3600 + 1), "longer than any meeting"),
        (with_end(-1), "longer than any meeting"),
        (with_end(float("nan")), "damaged"),
        (with_end(1e999), "damaged"),
        (with_turn(end_samples=1 << 50), "a turn that cannot be"),
        (with_turn(end_samples=LONGER), "a turn that cannot be"),
        (with_turn(start_samples=50_000), "a turn that cannot be"),
        (with_turn(start_samples=-1), "a turn that cannot be"),
        (with_turn(speaker=0), "a turn that cannot be"),
        (with_turn(speaker=20_000), "a turn that cannot be"),
        (with_turn(channel=64), "a turn that cannot be"),
        (with_turn(id=-1), "a turn that cannot be"),
        (with_turn(certainty=1.5), "a turn that cannot be"),
        (with_turn(word_confidence=-0.5), "a turn that cannot be"),
        (with_turn(word_confidence=float("inf")), "damaged"),
        (with_turn(word_end_samples=0, word_start_samples=5), "a turn that cannot be"),
        (with_turn(word_end_samples=LONGER), "a turn that cannot be"),
        (many_long_turns, "a hundred people"),
        (with_edit(b'"at_samples":16000', b'"at_samples":1125899906842624'), "an edit that cannot be"),
        (with_edit(b'"at_samples":16000', b'"at_samples":-1'), "an edit that cannot be"),
        (with_edit(b'"number":1', b'"number":0'), "an edit that cannot be"),
        (with_edit(b'"number":1', b'"number":20000'), "an edit that cannot be"),
        (with_edit(b'"id":3,', b'"id":2,'), "an edit that cannot be"),
        (with_edit(b'"action":1,', b'"action":99,'), "an edit that cannot be"),
        (recorded("yesterday"), "a time that cannot be"),
        (recorded("2026-02-30T10:00:00+00:00"), "a time that cannot be"),
        (recorded("1969-12-31T10:00:00+00:00"), "a time that cannot be"),
        (recorded("0001-01-01T00:00:00+00:00"), "a time that cannot be"),
        (recorded("9999-12-31T23:59:59-23:00"), "a time that cannot be"),
        (recorded((datetime.now().astimezone() + timedelta(days=2)).isoformat()), "a time that cannot be"),
    ],
)
def test_what_is_no_meeting_is_refused_in_a_sentence(parcel, change, why, monkeypatch):
    monkeypatch.setattr("meetapp.parcel.reading.try_out", lambda _: None)  # which refuses the same in a process
    assert why in refused(repacked(parcel, change))


def test_a_clock_that_is_some_hours_ahead_is_no_reason_to_refuse_a_meeting(parcel):
    ahead = datetime.now().astimezone() + timedelta(hours=20)
    assert take(repacked(parcel, recorded(ahead.isoformat()))).created == ahead.timestamp()


def test_a_changed_byte_is_told(parcel):
    with zipfile.ZipFile(parcel) as old:
        contents = {name: old.read(name) for name in old.namelist()}
    contents[EVENTS] = contents[EVENTS].replace(b"friday", b"monday")
    with zipfile.ZipFile(parcel, "w") as new:
        for name, each in contents.items():
            new.writestr(name, each)
    assert "events.jsonl was changed or damaged on its way" in refused(parcel)


def test_a_bomb_is_read_no_further_than_it_says_it_is_large(parcel):
    with zipfile.ZipFile(parcel) as old:
        contents = {name: old.read(name) for name in old.namelist()}
    contents[EVENTS] = bytes(300 << 20)
    with zipfile.ZipFile(parcel, "w", zipfile.ZIP_DEFLATED) as new:
        for name, each in contents.items():
            new.writestr(name, each)
    assert parcel.stat().st_size < 1 << 20
    assert "events.jsonl is larger than it may be" in refused(parcel)


@pytest.mark.parametrize("way", [zipfile.ZIP_BZIP2, zipfile.ZIP_LZMA])
def test_only_the_common_way_of_packing_is_read(parcel, way):
    assert "packed or locked in a way that meetapp never uses" in refused(packed(parcel, contents_of(parcel), way=way))


def test_sound_that_is_packed_once_more_is_refused(parcel, tmp_path):
    sound = write_sound(tmp_path / "beeps.flac", beeps(1)).read_bytes()
    whole = {**contents_of(parcel), SOUNDS[0]: sound}
    assert "packed or locked" in refused(packed(parcel, whole, way=zipfile.ZIP_DEFLATED))
    assert take(packed(parcel, whole)).folder.joinpath("tracks", "0.pcm").stat().st_size > 16_000


def test_links_doubles_and_what_is_in_no_list_are_refused(parcel):
    link = zipfile.ZipInfo(EDITS)
    link.external_attr = (stat.S_IFLNK | 0o777) << 16
    contents = contents_of(parcel)
    with zipfile.ZipFile(parcel) as old:
        listed = old.read(MANIFEST)

    def written(*more: tuple[object, bytes]) -> Path:
        with warnings.catch_warnings(), zipfile.ZipFile(parcel.with_name("other.zip"), "w") as new:
            warnings.simplefilter("ignore")  # of a name that comes twice
            for name, each in [(MANIFEST, listed), *contents.items(), *more]:
                new.writestr(name, each)
        return parcel.with_name("other.zip")

    assert "two files of one name" in refused(written((EVENTS, b"")))
    assert "no part of a meeting" in refused(written(("notes.txt", b"")))
    del contents[EDITS]
    assert "is a link" in refused(written((link, b"/etc/passwd")))


def test_a_list_of_a_million_files_is_not_read_to_its_end(tmp_path, parcel):
    claims = tmp_path / "claims.zip"
    size = 46 * 1_000_000
    with claims.open("wb") as file:
        file.truncate(size)
        file.seek(size)
        file.write(struct.pack("<4s4H2LH", b"PK\5\6", 0, 0, 0xFFFE, 0xFFFE, size, 0, 0))
    began = time.process_time()
    assert "damaged" in refused(claims)
    assert size > BLOCK_BYTES and time.process_time() - began < 5


def test_what_would_take_all_memory_is_stopped_by_a_process_with_bounds(parcel, monkeypatch):
    less = "import sys; from meetapp.parcel import trial; trial.MEMORY_BYTES = 100 << 20; sys.exit(trial.main())"
    monkeypatch.setattr(trial.children, "command", lambda _, file: [sys.executable, "-c", less, file])
    lists = b"[" + b"[]," * (2 << 20) + b"[]]\n"
    assert "too much time or memory" in refused(repacked(parcel, lambda contents: contents.update({EVENTS: lists})))


def test_the_text_is_read_and_its_edits_applied_in_that_process_first(parcel, monkeypatch):
    def read(*_: object) -> None:
        raise AssertionError("read without bounds")

    monkeypatch.setattr("meetapp.parcel.reading.read_sent", read)
    assert "an edit that cannot be" in refused(repacked(parcel, with_edit(b'"number":1', b'"number":0')))


@pytest.mark.parametrize("fails", ["take_in_folder", "append_edits", "remember"])
def test_of_one_that_fails_midway_nothing_is_left(parcel, monkeypatch, fails):
    whole = getattr(newcomer, fails)

    def fail(*given: object) -> None:
        whole(*given)
        raise OSError(28, "No space left on device") if fails == "remember" else LibraryBusyError("It is locked.")

    monkeypatch.setattr(newcomer, fails, fail)
    with open_library(paths.library()) as library:
        before, folders = list_meetings(library), sorted(paths.meetings().iterdir())
    with pytest.raises(MeetappError, match=r"disk is full|It is locked"):
        take(parcel)
    with open_library(paths.library()) as library:
        assert (list_meetings(library), sorted(paths.meetings().iterdir())) == (before, folders)


def test_halves_of_letters_and_control_characters_do_no_harm(parcel):
    def change(contents: dict[str, bytes]) -> None:
        described = {
            **json.loads(contents[DESCRIPTION]),
            "title": "\ud800 a\n\x1b[31mb\u202e",
            "tags": ["\udc00", "x\ny"],
        }
        contents[DESCRIPTION] = json.dumps(described).encode()
        contents[EVENTS] = contents[EVENTS].replace(b"friday", b"\\udfff")
        contents[EDITS] = contents[EDITS].replace(b"Anna", b"\\ud8ff")

    row = take(repacked(parcel, change))
    assert row.title == "a [31mb"
    with open_library(paths.library()) as library:
        assert len(edited_meeting(library, row.id).turns) == len(TURNS)


def test_a_meeting_without_a_title_is_called_as_its_file(parcel):
    def change(contents: dict[str, bytes]) -> None:
        contents[DESCRIPTION] = json.dumps({**json.loads(contents[DESCRIPTION]), "title": " \n"}).encode()

    whole = repacked(parcel, change)
    whole = whole.rename(whole.with_name("Q3.2 review.meetapp.zip"))
    assert take(whole).title == "Q3.2 review"


def test_a_list_of_contents_names_nothing_twice(parcel):
    with zipfile.ZipFile(parcel) as old:
        parts = json.loads(old.read(MANIFEST))["parts"]
    assert len(parts) == 3
    doubled = json.dumps({"version": 1, "parts": [*parts, parts[0]]}).encode()
    with zipfile.ZipFile(parcel.with_name("other.zip"), "w") as new:
        new.writestr(MANIFEST, doubled)
        for name, each in contents_of(parcel).items():
            new.writestr(name, each)
    assert "names a part twice" in refused(parcel.with_name("other.zip"))
    assert json.loads(encode([]))["parts"] == []


@settings(max_examples=200, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.data())
def test_whatever_happens_to_a_parcel_it_is_read_or_refused(parcel, data):
    content = bytearray(parcel.read_bytes())
    for place in data.draw(st.lists(st.integers(0, len(content) - 1), max_size=4)):
        content[place] = data.draw(st.integers(0, 255))
    broken = parcel.with_name("broken.zip")
    broken.write_bytes(content[: data.draw(st.integers(0, len(content)))] if data.draw(st.booleans()) else content)
    with suppress(MeetappError), open_archive(broken) as archive:
        read_sent(archive)
