"""Mutated libraries, and mutated folders of meetings, through everything that opens them."""

import random
import shutil
import zlib
from collections.abc import Callable
from pathlib import Path

import numpy as np
from fuzz_mutations import mutated, mutated_json
from made_turns import turn

from meetapp import meeting
from meetapp.cli.follow import Outcome
from meetapp.edits import RenameSpeaker, SetText, seen, voice
from meetapp.engine.resume import resume_point
from meetapp.errors import InputError
from meetapp.events import EventReader, EventWriter, Finished, PartialChanged, TurnAdded
from meetapp.export import FORMATS, Transcript
from meetapp.journal import JournalReader, samples_on_disk
from meetapp.meeting import events_path, open_meeting
from meetapp.store import open_library
from meetapp.store.edit_journal import read_edits
from meetapp.store.edits import add_edit, edited_meeting, rename_speaker
from meetapp.store.meetings import add_meeting, list_meetings, set_duration
from meetapp.store.people import speakers_by_meeting
from meetapp.store.rebuild import look_after, take_in
from meetapp.store.search import search
from meetapp.store.turns import add_turn
from meetapp.tracks import TrackReader, TrackWriter
from sts_model.turns import Partial

SAID = [turn(n, f"word{n} and the budget of the café", n, n + 0.9, speaker=1 + n % 3) for n in range(40)]
MOST_READS = 50


def hold_meeting(folder: Path, library_path: Path) -> None:
    """A meeting as the program leaves one: sound, journal, events, edits, and its rows in the library."""
    meeting.create_at(folder, title="Budget", source="Webcam")
    track = TrackWriter(folder, device="Webcam", rate=16_000)
    track.append(np.arange(8_000, dtype=np.int16))
    track.stop()
    events = EventWriter(events_path(folder))
    with open_library(library_path) as library:
        number = add_meeting(library, folder, "Budget", source="Webcam", created=1.0)
        for each in SAID:
            add_turn(library, number, each)
            events.write(PartialChanged(Partial(0, each.start_samples, each.words)))
            events.write(TurnAdded(each))
        events.write(Finished(41.0))
        set_duration(library, number, 41.0)
        add_edit(library, number, SetText(seen(SAID[3]), "the budget"))
        add_edit(library, number, RenameSpeaker(voice(SAID, 1), "Anna"))
        library.db.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    events.close()


def refused(use: Callable[[], object]) -> bool:
    try:
        use()
    except InputError as err:
        if "\n" in str(err) or not str(err).endswith("."):
            raise AssertionError(f"no sentence: {err}") from err
        return True
    return False


class Libraries:
    """The file of the library, opened and used as it is, then looked after as at every start, and used again."""

    name = "libraries"
    limit_s = 60.0
    limit_mb = 1024

    def prepare(self, folder: Path) -> None:
        self._folder, self._path = folder / "meetings" / "m", folder / "library.sqlite"
        hold_meeting(self._folder, self._path)
        self._whole = self._path.read_bytes()

    def run(self, rng: random.Random) -> str:
        for old in self._path.parent.glob("library*"):
            old.unlink()
        shutil.rmtree(self._path.with_name("backups"), ignore_errors=True)
        self._path.write_bytes(mutated(self._whole, rng, self._whole))
        outcome = refused(self._use)
        refused(lambda: look_after(self._path, self._folder.parent))
        refused(self._use)
        return "refused" if outcome else "read"

    def _use(self) -> None:
        with open_library(self._path) as library:
            library.db.execute("PRAGMA synchronous = OFF")
            speakers_by_meeting(library)
            search(library, "budget")
            for row in list_meetings(library)[:MOST_READS]:
                shown = edited_meeting(library, row.id)
                FORMATS["json"].render(Transcript(row.title, tuple(shown.turns), shown.names))
                add_turn(library, row.id, SAID[0])
                rename_speaker(library, row.id, 2, "Bob")


class Sessions:
    """A meeting's folder with one file wrong, read as the engine, the window, a recovery and a rebuild read it."""

    name = "sessions"
    limit_s = 60.0
    limit_mb = 1024

    def prepare(self, folder: Path) -> None:
        self._whole, self._folder = folder / "whole", folder / "meetings" / "m"
        self._library = folder / "library.sqlite"
        hold_meeting(self._whole, self._library)

    def run(self, rng: random.Random) -> str:
        shutil.rmtree(self._folder.parent, ignore_errors=True)
        shutil.copytree(self._whole, self._folder)
        names = ("journal.jsonl", "journal.jsonl", "events.jsonl", "events.jsonl", "edits.jsonl", "meeting.json")
        path = self._folder / rng.choice(names)
        if path.suffix == ".json":
            path.write_text(mutated_json(path.read_text(), rng), encoding="utf-8", errors="surrogateescape")
        else:
            path.write_bytes(_mutated_lines(path.read_bytes(), rng, sealed=path.name.startswith("journal")))
        outcomes = [refused(use) for use in (self._open, self._follow, self._rebuild, self._record_on)]
        return "refused" if any(outcomes) else "read"

    def _open(self) -> None:
        open_meeting(self._folder)
        read_edits(self._folder)
        JournalReader(self._folder).read_new()

    def _follow(self) -> None:
        events = EventReader(events_path(self._folder)).read_new()
        resume_point(events, [])
        outcome = Outcome()
        for event in events:
            outcome.take(event)
        FORMATS["srt"].render(Transcript("m", tuple(outcome.turns)))
        reader = TrackReader(self._folder)
        for _ in range(MOST_READS):
            if reader.rate is None or reader.ended or not len(reader.read_new()):
                break

    def _rebuild(self) -> None:
        self._library.unlink(missing_ok=True)
        with open_library(self._library) as library:
            library.db.execute("PRAGMA synchronous = OFF")
            for sentence in take_in(library, [self._folder]):
                raise InputError(sentence)
            for row in list_meetings(library):
                edited_meeting(library, row.id)

    def _record_on(self) -> None:
        before = samples_on_disk(self._folder)
        track = TrackWriter(self._folder, device="Webcam", rate=16_000)
        track.append(np.zeros(160, np.int16))
        track.close()
        assert samples_on_disk(self._folder) >= before + 160


def _mutated_lines(data: bytes, rng: random.Random, *, sealed: bool) -> bytes:
    """Lines of JSON with a value wrong, or bytes; half of the lines of a journal get a new checksum."""
    if rng.random() < 0.3:
        return mutated(data, rng, data)
    lines = data.split(b"\n")[:-1]
    at = rng.randrange(len(lines))
    if sealed:
        body = lines[at].rpartition(b',"crc":')[0]
        changed = mutated_json((body + b"}").decode(), rng).encode("utf-8", "surrogateescape")
        body = changed[:-1] if rng.random() < 0.8 else body
        lines[at] = body + b',"crc":"' + f'{zlib.crc32(body):08x}"}}'.encode()
    else:
        lines[at] = mutated_json(lines[at].decode(), rng).encode("utf-8", "surrogateescape")
    if rng.random() < 0.2:
        lines.insert(rng.randrange(len(lines)), lines[at])
    return b"\n".join(lines) + b"\n"
