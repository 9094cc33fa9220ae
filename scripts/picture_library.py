"""What stands in the library of the pictures: the demo meeting, and others that are made up."""

import itertools
import json
import math
import os
import random
import tempfile
import time
from array import array
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from meetapp import meeting, paths
from meetapp.events import (
    EngineStarted,
    Event,
    EventWriter,
    LevelChanged,
    PartialChanged,
    Progress,
    RecordingStarted,
    TurnAdded,
)
from meetapp.store import Library
from meetapp.store.meetings import add_meeting, set_duration
from meetapp.store.tags import set_tags
from meetapp.store.turns import add_turn, replace_turns
from sts_model.turns import Partial, Turn, Word
from sts_model.units import samples, seconds

DEMO = Path(__file__).resolve().parent.parent / "assets" / "demo"
DAY_S = 86_400.0


@contextmanager
def home() -> Iterator[Path]:
    """A library of its own, gone afterwards."""
    with tempfile.TemporaryDirectory(prefix="meetapp-pictures-") as folder:
        os.environ["MEETAPP_HOME"] = folder
        yield Path(folder)


def reference_turns() -> list[Turn]:
    """The turns that the demo was made from."""
    entries = json.loads((DEMO / "meeting.seglst.json").read_text(encoding="utf-8"))
    speakers: dict[str, int] = {}
    turns = []
    for number, entry in enumerate(sorted(entries, key=lambda each: each["start_time"])):
        start, end = samples(float(entry["start_time"])), samples(float(entry["end_time"]))
        words = str(entry["words"]).split()
        step = (end - start) // max(1, len(words))
        spoken = tuple(Word(word, start + i * step, start + (i + 1) * step) for i, word in enumerate(words))
        speaker = speakers.setdefault(entry["speaker"], len(speakers) + 1)
        turns.append(Turn(number, number % 2, speaker, start, end, spoken))
    return turns


def transcribed_turns() -> list[Turn]:
    """The turns that the shipped model hears in the demo."""
    from meetapp.window import catalog

    with home():
        entry = catalog.begin("Demo meeting", media=DEMO / "meeting.flac")
        limit = time.monotonic() + 300
        while meeting.is_in_progress(entry.folder) and time.monotonic() < limit:
            time.sleep(0.2)
        return list(catalog.load(entry).edited.turns)


def put_meeting(
    library: Library, title: str, turns: list[Turn], *, ago_s: float, sound: bool = True, tags: tuple[str, ...] = ()
) -> int:
    """A complete meeting in the library; its id."""
    folder = meeting.create(paths.meetings(), title=title, source="")
    number = add_meeting(library, folder, title, created=noon() - ago_s)
    replace_turns(library, number, turns)
    set_duration(library, number, max(turn.end_s for turn in turns))
    set_tags(library, number, tags)
    if sound:
        (folder / "tracks" / "0.pcm").write_bytes(demo_sound())
    return number


def put_others(library: Library) -> None:
    put_meeting(library, "Stand-up", made_up([1, 4], 11), ago_s=1800, sound=False)
    put_meeting(library, "Interview, second round", made_up([2, 4], 52), ago_s=7 * DAY_S, sound=False)
    put_meeting(library, "Design critique", made_up([1, 2, 3, 4], 64), ago_s=8 * DAY_S, sound=False, tags=("design",))
    put_meeting(library, "Call with the printer", made_up([1, 3], 23), ago_s=9 * DAY_S, sound=False)


def noon() -> float:
    """Half past nine this morning, local time: the clock of all pictures."""
    now = time.localtime()
    return time.mktime((now.tm_year, now.tm_mon, now.tm_mday, 9, 30, 0, 0, 0, -1))


def demo_sound() -> bytes:
    """The demo as 16-bit samples."""
    import soundfile

    sound, _ = soundfile.read(DEMO / "meeting.flac", dtype="int16", always_2d=True)
    return bytes(sound[:, 0].astype("<i2").tobytes())


def made_up(speakers: list[int], minutes: float) -> list[Turn]:
    """Turns without much sense, for meetings of which only the line in the list is seen."""
    step = samples(minutes * 60) // len(speakers)
    word = (Word("yes", 0, 1),)
    return [Turn(i, 0, who, i * step, (i + 1) * step - 1, word) for i, who in enumerate(speakers)]


def long_turns(turns: list[Turn], hours: float) -> list[Turn]:
    """The demo's turns said again and again in another order, until the hours are full."""
    draw = random.Random(3)
    out: list[Turn] = []
    at = 0
    while at < samples(hours * 3600):
        turn = draw.choice(turns)
        length = turn.end_samples - turn.start_samples
        begin = max(0, at - (samples(1.0) if draw.random() < 0.2 else 0))
        moved = tuple(
            Word(w.text, w.start_samples - turn.start_samples + begin, w.end_samples - turn.start_samples + begin)
            for w in turn.words
        )
        out.append(Turn(len(out), len(out) % 2, turn.speaker, begin, begin + length, moved))
        at = begin + length + samples(draw.uniform(0.1, 2.5))
    return out


def put_live(library: Library, turns: list[Turn]) -> Path:
    """A recording that goes on, its events written as recorder and engine do; its folder."""
    folder = meeting.create(paths.meetings(), title="Roadmap review", source="USB microphone")
    number = add_meeting(library, folder, "Roadmap review", source="USB microphone", created=noon())
    put_others(library)
    meeting.mark_in_progress(folder)
    events = EventWriter(meeting.events_path(folder))
    for event in live_events(turns):
        if isinstance(event, TurnAdded):
            add_turn(library, number, event.turn)
        events.write(event)
    events.close()
    return folder


def live_events(turns: list[Turn]) -> Iterator[Event]:
    """Events up to a moment at which two people talk at once."""
    late = [turn for turn in turns if turn.start_s > 30]
    pair = max(itertools.pairwise(late), key=lambda two: min(two[0].end_s, two[1].end_s) - two[1].start_s)
    now = min(pair[0].end_samples, pair[1].end_samples) - 1
    yield RecordingStarted("USB microphone", 48_000)
    yield EngineStarted("sts")
    sound, step = array("h", demo_sound()), 1600
    for at in range(0, now, step):
        peak = max(map(abs, sound[at : at + step]), default=0)
        level = 20 * math.log10(max(peak, 1) / 32768)
        yield LevelChanged(0, level - 9, level, seconds(at + step))
    for turn in turns:
        if turn.end_samples < now:
            yield TurnAdded(turn)
    for channel, turn in enumerate(pair):
        words = tuple(word for word in turn.words if word.end_samples < now)
        yield PartialChanged(Partial(channel, turn.start_samples, words))
    yield Progress(seconds(now) - 0.6, seconds(now), 0.21)
