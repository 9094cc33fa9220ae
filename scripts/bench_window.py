"""How quick the window is with a long meeting: `python scripts/bench_window.py [--turns 10000] [--output FILE]`.

A real window, drawn offscreen, on a library that holds one meeting of eight hours and one short one. Printed is JSON:
each figure in wall clock and, since other work on the machine lengthens that, in processor time (`own`) of the GUI
thread or, of starting and opening, of the whole process; `limits` are what the window promises, `load` is how busy
the machine was.
"""

import argparse
import json
import os
import random
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))
os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

from meetapp import meeting, paths  # noqa: E402
from meetapp.store import Library, open_library  # noqa: E402
from meetapp.store.edits import settle  # noqa: E402
from meetapp.store.meetings import add_meeting, set_duration  # noqa: E402
from meetapp.store.turns import replace_turns, unpack_words  # noqa: E402
from sts_model.commit import commit  # noqa: E402
from sts_model.turns import Turn, Word  # noqa: E402
from sts_model.units import samples  # noqa: E402

if TYPE_CHECKING:
    from meetapp.window.main_window import MainWindow

HOURS, LONG, SHORT = 8.0, "A long day", "Stand-up"
LIMITS = {"frame_median_ms": 16, "frame_p99_ms": 33, "open_ms": 500, "start_s": 1.5, "memory_mb": 100}
WORDS = [
    *("the", "of", "and", "to", "a", "in", "we", "that", "it", "is", "you", "for", "this", "on", "have", "so", "not"),
    *("but", "what", "if", "there", "can", "do", "one", "about", "would", "like", "think", "just", "know", "which"),
    *(
        "people",
        "really",
        "because",
        "meeting",
        "plan",
        "budget",
        "friday",
        "office",
        "customer",
        "printer",
        "question",
    ),
    *("answer", "number", "week", "morning", "phone", "desk", "price", "release", "team"),
]
STARTED = """
import sys, time
from PySide6.QtWidgets import QApplication
from meetapp.window.app import open_window
app = QApplication([])
window = open_window(app)
window.show()
while not (window.desk.is_loaded and window.isVisible()):
    app.processEvents()
window.repaint()
app.processEvents()
print(time.time(), *({"torch", "sounddevice", "numpy"} & set(sys.modules)))
window.quit()
"""


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--turns", type=int, default=10_000)
    parser.add_argument("--starts", type=int, default=5, help="how often the window is started")
    parser.add_argument("--output", type=Path, help="write the figures there, too")
    asked = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="meetapp-bench-") as folder:
        os.environ["MEETAPP_HOME"] = folder
        with open_library(paths.library()) as library:
            put(library, LONG, made_up(asked.turns), created=1_700_000_000)
            put(library, SHORT, made_up(20, hours=0.1), created=time.time())
            settle(library)
        unpack_words.cache_clear()  # a window that has just been started has read nothing
        found = {
            "command": f"python scripts/bench_window.py --turns {asked.turns}",
            "commit": commit(),
            "created": datetime.now(UTC).isoformat(timespec="seconds"),
            "load": os.getloadavg()[0],
            "cores": os.cpu_count(),
            "turns": asked.turns,
            "limits": LIMITS,
            **start(asked.starts),
            **in_the_window(),
        }
    text = json.dumps(found, indent=1)
    print(text)
    if asked.output:
        asked.output.write_text(text + "\n", encoding="utf-8")
    return 0


def made_up(count: int, hours: float = HOURS) -> list[Turn]:
    """Turns of four people over some hours, one in eight beginning before the last one ended."""
    draw = random.Random(7)
    step = samples(hours * 3600) // count
    turns = []
    for number in range(count):
        begin = max(0, number * step - (samples(0.8) if number % 8 == 0 else 0))
        length = draw.randint(step // 2, step)
        said = draw.choices(WORDS, k=max(2, round(length / samples(0.33))))
        pace = length // len(said)
        words = tuple(
            Word(each, begin + i * pace, begin + (i + 1) * pace, round(draw.uniform(0.3, 1), 2))
            for i, each in enumerate(said)
        )
        turns.append(Turn(number, number % 2, draw.randint(1, 4), begin, begin + length, words))
    return turns


def put(library: Library, title: str, turns: list[Turn], *, created: float) -> None:
    folder = meeting.create(paths.meetings(), title=title, source="")
    number = add_meeting(library, folder, title, created=created)
    replace_turns(library, number, turns)
    set_duration(library, number, turns[-1].end_s)


def start(times: int) -> dict[str, Any]:
    """From the start of the process until the window is painted and its list is read; the median of several."""
    took, own, loaded = [], [], set()
    for _ in range(times):
        began, used = time.time(), os.times()
        done = subprocess.run([sys.executable, "-c", STARTED], cwd=ROOT, capture_output=True, text=True, check=True)
        ready, *heavy = done.stdout.split()
        took.append(float(ready) - began)
        after = os.times()
        own.append(after.children_user + after.children_system - used.children_user - used.children_system)
        loaded |= set(heavy)
    return {
        "start_s": round(statistics.median(took), 2),
        "start_own_s": round(statistics.median(own), 2),
        "loaded_though_heavy": sorted(loaded),
    }


class Stopwatch:
    """Frames: pieces of work of the GUI thread, in wall clock and in its own processor time."""

    def __init__(self) -> None:
        self.wall: list[float] = []
        self.own: list[float] = []

    @contextmanager
    def frame(self) -> Iterator[None]:
        wall, own = time.perf_counter(), time.thread_time()
        yield
        self.wall.append(1000 * (time.perf_counter() - wall))
        self.own.append(1000 * (time.thread_time() - own))

    def figures(self, name: str) -> dict[str, Any]:
        return {
            name: {
                "frames": len(self.wall),
                "median_ms": round(statistics.median(self.wall), 1),
                "p99_ms": round(p99(self.wall), 1),
                "own_median_ms": round(statistics.median(self.own), 1),
                "own_p99_ms": round(p99(self.own), 1),
            }
        }


def p99(values: list[float]) -> float:
    return sorted(values)[min(len(values) - 1, int(0.99 * len(values)))]


def in_the_window() -> dict[str, Any]:
    """Opens the long meeting, then scrolls, types and edits in it."""
    from PySide6.QtWidgets import QApplication

    from meetapp.window.app import open_window

    app = QApplication([])
    window = open_window(app)
    window.resize(1280, 800)
    window.show()
    settled(window)
    before = memory_mb()
    found: dict[str, Any] = opening(window)
    found |= scrolling(window).figures("scroll")
    found |= dragging(window).figures("drag")
    found |= writing(window).figures("write_in_turn")
    found |= typing(window, window.sidebar.search, "budget meeting on friday").figures("search_all")
    window.sidebar.search.clear()
    window.actions_["find"].trigger()
    settled(window)
    found |= typing(window, window.page.find_bar.field, "customer price week").figures("find_here")
    found["memory_mb"] = round(memory_mb() - before, 1)  # with all that was looked at, searched and changed
    window.quit()
    return found


def opening(window: "MainWindow") -> dict[str, Any]:
    """From the click on the meeting until its text is painted (`open`), and until all of it is there (`whole`).

    `blocked` is the longest that the GUI thread was busy at a stretch.
    """
    entry = next(each for each in window.desk.entries if each.title == LONG)
    watch = Stopwatch()
    began, used = time.perf_counter(), time.process_time()
    with watch.frame():
        window.open_entry(entry)
    while window.page.session is None or not window.page.session.model.rows:
        pump(watch)
    with watch.frame():
        window.page.transcript.viewport().repaint()
    took, own = time.perf_counter() - began, time.process_time() - used
    while not window.page.session.is_loaded:
        pump(watch)
    whole, whole_own = time.perf_counter() - began, time.process_time() - used
    settled(window, watch)
    return {
        "open_ms": round(1000 * took),
        "open_own_ms": round(1000 * own),
        "whole_ms": round(1000 * whole),
        "whole_own_ms": round(1000 * whole_own),
        "open_blocked_ms": round(max(watch.wall)),
        "open_blocked_own_ms": round(max(watch.own)),
    }


def scrolling(window: "MainWindow", steps: int = 400) -> Stopwatch:
    """The wheel through the meeting, from places all over it: what a frame takes to follow."""
    from PySide6.QtCore import QPoint, QPointF, Qt
    from PySide6.QtGui import QWheelEvent
    from PySide6.QtWidgets import QApplication

    view, watch = window.page.transcript, Stopwatch()
    middle = QPointF(view.viewport().rect().center())
    for step in range(steps):
        down = -120 if step % 40 < 30 else 240
        wheel = QWheelEvent(
            middle,
            view.viewport().mapToGlobal(middle),
            QPoint(),
            QPoint(0, down),
            Qt.MouseButton.NoButton,
            Qt.KeyboardModifier.NoModifier,
            Qt.ScrollPhase.NoScrollPhase,
            False,
        )
        with watch.frame():
            if step % 50 == 49:
                bar = view.verticalScrollBar()
                bar.setValue(bar.maximum() * (step + 1) // steps)
            QApplication.sendEvent(view.viewport(), wheel)
            view.viewport().repaint()
            QApplication.processEvents()
    return watch


def dragging(window: "MainWindow", steps: int = 200) -> Stopwatch:
    """The handle of the scroll bar pulled from the top of the meeting to its end: every frame shows other rows."""
    from PySide6.QtCore import QPoint, Qt
    from PySide6.QtTest import QTest
    from PySide6.QtWidgets import QApplication

    view, watch = window.page.transcript, Stopwatch()
    bar = view.verticalScrollBar()
    bar.setValue(0)
    x, left = bar.width() // 2, Qt.MouseButton.LeftButton
    QTest.mousePress(bar, left, pos=QPoint(x, 10))
    for step in range(steps):
        with watch.frame():
            QTest.mouseMove(bar, QPoint(x, 10 + (bar.height() - 20) * step // steps))
            view.viewport().repaint()
            QApplication.processEvents()
    QTest.mouseRelease(bar, left, pos=QPoint(x, bar.height() - 10))
    return watch


def writing(window: "MainWindow", turns: int = 5) -> Stopwatch:
    """Each key typed into turns, and what keeping the changed text takes: the longest frame of each counts."""
    from PySide6.QtCore import Qt
    from PySide6.QtTest import QTest

    page, watch = window.page, Stopwatch()
    for number in range(turns):
        page.transcript.show_time(HOURS * 3600 * number / turns)
        page.transcript.setFocus()
        QTest.keyClick(page.transcript, Qt.Key.Key_Return)
        for key in [*"what was said here ", Qt.Key.Key_Return]:
            with longest(watch) as one:
                with one.frame():
                    QTest.keyClick(page.editing.editor, key)
                    page.transcript.viewport().repaint()
                settled(window, one, least_s=0.05)
    return watch


@contextmanager
def longest(watch: Stopwatch) -> Iterator[Stopwatch]:
    """Frames of one key, of which `watch` gets the longest."""
    one = Stopwatch()
    yield one
    watch.wall.append(max(one.wall))
    watch.own.append(max(one.own))


def typing(window: "MainWindow", field: Any, words: str) -> Stopwatch:
    """Each key, with all that it sets off until the window is idle again; the longest frame of each counts."""
    from PySide6.QtTest import QTest

    watch = Stopwatch()
    for key in words * 3:
        with longest(watch) as one:
            with one.frame():
                QTest.keyClick(field, key)
                window.page.transcript.viewport().repaint()
            settled(window, one, least_s=0.25)
        if len(field.text()) == len(words):
            field.clear()
            settled(window)
    return watch


def settled(window: "MainWindow", watch: Stopwatch | None = None, least_s: float = 0.1) -> None:
    """Until nothing is under way any more."""
    until = time.monotonic() + least_s
    limit = time.monotonic() + 60
    idle: Callable[[], bool] = lambda: window.desk.is_loaded and not window.desk.jobs.busy  # noqa: E731
    while (time.monotonic() < until or not idle()) and time.monotonic() < limit:
        pump(watch)


def pump(watch: Stopwatch | None) -> None:
    """One turn of the event loop, then room for the worker threads."""
    from PySide6.QtWidgets import QApplication

    if watch is None:
        QApplication.processEvents()
    else:
        with watch.frame():
            QApplication.processEvents()
    time.sleep(0.001)


def memory_mb() -> float:
    """Memory of this process that no other shares."""
    import psutil

    return float(psutil.Process().memory_full_info().uss) / 1e6


if __name__ == "__main__":
    sys.exit(main())
