"""Pictures of the window for README and eye: `python scripts/screenshots.py [--transcribe] [--only NAME]`.

A real window on a real library, under Xvfb (offscreen where there is none). The meeting shown is the demo: its
reference turns unless --transcribe asks the shipped model; the other meetings of the list are made up.
"""

import argparse
import itertools
import json
import os
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
OUT = ROOT / "assets" / "screenshots"
DEMO = ROOT / "assets" / "demo"
SCREEN = "1280x800x24"
sys.path.insert(0, str(ROOT))

from meetapp import meeting, paths  # noqa: E402
from meetapp.events import (  # noqa: E402
    EngineStarted,
    Event,
    EventWriter,
    LevelChanged,
    PartialChanged,
    Progress,
    RecordingStarted,
    TurnAdded,
)
from meetapp.store import Library, open_library  # noqa: E402
from meetapp.store.meetings import add_meeting, set_duration  # noqa: E402
from meetapp.store.turns import add_turn  # noqa: E402
from sts_model.turns import Partial, Turn, Word  # noqa: E402
from sts_model.units import samples, seconds  # noqa: E402

DAY_S = 86_400.0


def main() -> int:
    """Writes the pictures; 0 when all are there."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--transcribe", action="store_true", help="show what the shipped model makes of the demo")
    parser.add_argument("--only", default="", help="make the picture of this name only")
    parser.add_argument("--scale", type=int, default=100, help="text size in per cent")
    parser.add_argument("--out", type=Path, default=OUT)
    asked = parser.parse_args()
    with display():
        turns = transcribed_turns() if asked.transcribe else reference_turns()
        pictures = {
            "meeting-light": lambda: review("light", turns, asked),
            "meeting-dark": lambda: review("dark", turns, asked),
            "empty-light": lambda: empty("light", asked),
            "live-light": lambda: live("light", turns, asked),
        }
        asked.out.mkdir(parents=True, exist_ok=True)
        for name, make in pictures.items():
            if asked.only in ("", name):
                make()
    return 0


@contextmanager
def display() -> Iterator[None]:
    """A screen of our own under Xvfb, so that every machine makes the same picture."""
    program = shutil.which("Xvfb")
    if program is None:
        os.environ["QT_QPA_PLATFORM"] = "offscreen"
        yield
        return
    reader, writer = os.pipe()
    server = subprocess.Popen(
        [program, "-displayfd", str(writer), "-screen", "0", SCREEN, "-nolisten", "tcp"],
        pass_fds=[writer],
        stderr=subprocess.DEVNULL,
    )
    os.close(writer)
    with os.fdopen(reader) as answer:
        os.environ["DISPLAY"] = f":{answer.readline().strip()}"
    os.environ["QT_QPA_PLATFORM"] = "xcb"
    try:
        yield
    finally:
        server.terminate()
        server.wait(10)


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
        return catalog.load(entry).turns


@contextmanager
def home() -> Iterator[Path]:
    """A library of its own, gone afterwards."""
    with tempfile.TemporaryDirectory(prefix="meetapp-pictures-") as folder:
        os.environ["MEETAPP_HOME"] = folder
        yield Path(folder)


def put_meeting(library: Library, title: str, turns: list[Turn], *, ago_s: float, sound: bool = True) -> Path:
    """A complete meeting in the library."""
    folder = meeting.create(paths.meetings(), title=title, source="")
    number = add_meeting(library, folder, title, created=noon() - ago_s)
    for turn in turns:
        add_turn(library, number, turn)
    set_duration(library, number, max(turn.end_s for turn in turns))
    if sound:
        (folder / "tracks" / "0.pcm").write_bytes(demo_sound())
    return folder


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


def put_others(library: Library) -> None:
    put_meeting(library, "Stand-up", made_up([1, 4], 11), ago_s=1800, sound=False)
    put_meeting(library, "Interview, second round", made_up([2, 4], 52), ago_s=7 * DAY_S, sound=False)
    put_meeting(library, "Design critique", made_up([1, 2, 3, 4], 64), ago_s=8 * DAY_S, sound=False)
    put_meeting(library, "Call with the printer", made_up([1, 3], 23), ago_s=9 * DAY_S, sound=False)


def review(theme: str, turns: list[Turn], asked: argparse.Namespace) -> None:
    """A finished meeting."""
    with home(), open_library(paths.library()) as library:
        put_meeting(library, "Demo meeting", turns, ago_s=0)
        put_others(library)
        shoot(f"meeting-{theme}", theme, asked, lambda: True)


def empty(theme: str, asked: argparse.Namespace) -> None:
    """What a new user sees."""
    with home():
        shoot(f"empty-{theme}", theme, asked, lambda: True)


def live(theme: str, turns: list[Turn], asked: argparse.Namespace) -> None:
    """A recording that goes on, its events written as recorder and engine do."""
    with home(), open_library(paths.library()) as library:
        folder = meeting.create(paths.meetings(), title="Roadmap review", source="USB microphone")
        add_meeting(library, folder, "Roadmap review", source="USB microphone", created=noon())
        put_others(library)
        meeting.mark_in_progress(folder)
        events = EventWriter(meeting.events_path(folder))
        for event in live_events(turns):
            events.write(event)
        from meetapp.supervisor.control import ControlServer

        server = ControlServer(folder)  # somebody answers, so that the window attaches to the recording
        shoot(f"live-{theme}", theme, asked, lambda: bool(server.orders(0.01)) or True)
        server.close()


def live_events(turns: list[Turn]) -> Iterator[Event]:
    """Events up to a moment at which two people talk at once."""
    late = [turn for turn in turns if turn.start_s > 30]
    pair = max(itertools.pairwise(late), key=lambda two: min(two[0].end_s, two[1].end_s) - two[1].start_s)
    now = min(pair[0].end_samples, pair[1].end_samples) - 1
    yield RecordingStarted("USB microphone", 48_000)
    yield EngineStarted("sts")
    sound, step = demo_sound(), 1600
    for at in range(0, now, step):
        peak = max(
            abs(int.from_bytes(sound[i : i + 2], "little", signed=True)) for i in range(2 * at, 2 * (at + step), 64)
        )
        level = 20 * __import__("math").log10(max(peak, 1) / 32768)
        yield LevelChanged(0, level - 9, level, seconds(at + step))
    for turn in turns:
        if turn.end_samples < now:
            yield TurnAdded(turn)
    for channel, turn in enumerate(pair):
        words = tuple(word for word in turn.words if word.end_samples < now)
        yield PartialChanged(Partial(channel, turn.start_samples, words))
    yield Progress(seconds(now) - 0.6, seconds(now), 0.21)


def shoot(name: str, theme: str, asked: argparse.Namespace, tend: Callable[[], bool]) -> None:
    """Opens the window, waits until it is still, and takes its picture from the screen."""
    from PySide6.QtCore import QDeadlineTimer
    from PySide6.QtGui import QFontDatabase, QGuiApplication
    from PySide6.QtWidgets import QApplication

    from meetapp.window.app import open_window
    from meetapp.window.inputs import Input, InputList
    from meetapp.window.theme import Appearance

    InputList.refresh = lambda self: None  # type: ignore[method-assign]  # the machine's own inputs tell nobody anything
    app = QApplication.instance() or QApplication([])
    assert isinstance(app, QApplication)
    window = open_window(app, "Inter" if "Inter" in QFontDatabase.families() else "")
    look = app.findChildren(Appearance)[-1]
    look.choose(theme)
    look.resize(asked.scale)
    window.inputs.inputs = [Input("usb", "USB microphone", False, True)]
    window.inputs.changed.emit()
    window.resize(1280, 800)
    window.show()
    until = QDeadlineTimer(2500)
    while not until.hasExpired():
        app.processEvents()
        tend()
    window.page.transcript._delegate.caret_shown = True
    window.page.transcript.viewport().repaint()
    picture = QGuiApplication.primaryScreen().grabWindow(window.winId())
    if picture.isNull():
        picture = window.grab()
    picture.save(str(asked.out / f"{name}.png"))
    print(asked.out / f"{name}.png")
    window.close()
    look.deleteLater()
    window.deleteLater()
    app.processEvents()


if __name__ == "__main__":
    sys.exit(main())
