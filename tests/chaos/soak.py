"""`python tests/chaos/soak.py --hours 8`: a long recording through recorder, engine and window, faster than it lasts.

Only the device is played; all processes are the real ones. The last line is JSON: how fast it went, the memory of each
process hour by hour (of the recording), the lag of the text, and what was dropped.
"""

import argparse
import json
import os
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from unittest import mock

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "end_to_end"))
sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "meetapp"))
sys.path.insert(0, str(Path(__file__).resolve().parents[2]))

import numpy as np
import psutil
import soundfile
from commands import HEARS_LOUDNESS
from virtual_microphone import wait_for
from world import ROOT, WindowDriver, commit, process_of

from meetapp import meeting, supervisor
from meetapp.events import EventReader, Finished, Progress
from meetapp.journal import Gap, JournalReader, samples_on_disk
from meetapp.store import open_library
from meetapp.store.meetings import add_meeting
from meetapp.store.turns import list_turns

RATE = 16_000
DEMO = ROOT / "assets" / "demo" / "meeting.flac"
SAMPLE_EVERY_S = 0.5
LAG_S = 60.0
"""How far the sound may be ahead of the text: the engine is kept busy, and no backlog of hours is made."""

ROLES = ("recorder", "engine", "supervisor", "window")
LIMIT_S = 180.0


@dataclass
class Log:
    """Memory in bytes by role, each with how much had been recorded then; processor time; the worst lag of the text."""

    memory: list[tuple[float, dict[str, int]]] = field(default_factory=list)
    busy_s: dict[str, float] = field(default_factory=dict)
    worst_lag_s: float = 0.0


@contextmanager
def soak_home(model: str) -> Iterator[Path]:
    """A home, and an environment in which the only input plays a file."""
    with tempfile.TemporaryDirectory(prefix="soak") as made:
        folder = Path(made)
        (folder / "site").mkdir()
        if model == "loudness":
            (folder / "site" / "sitecustomize.py").write_text(HEARS_LOUDNESS, encoding="utf-8")
        sound(model).tofile(folder / "sound.pcm")
        allow(folder, 0.0)
        paths = (folder / "site", Path(__file__).with_name("played_device"), ROOT)
        env = {
            "MEETAPP_HOME": str(folder / "home"),
            "PULSE_SERVER": str(folder / "none"),
            "QT_QPA_PLATFORM": "offscreen",
            "PYTHONPATH": os.pathsep.join(map(str, paths)),
            "SOAK_SOUND": str(folder / "sound.pcm"),
            "SOAK_ALLOWED": str(folder / "allowed"),
            "SOAK_RATE": str(RATE),
        }
        with mock.patch.dict(os.environ, env):
            yield folder


def sound(model: str) -> np.ndarray:
    """What is played again and again: bursts of noise, or a minute of a meeting."""
    if model == "default":
        return soundfile.read(DEMO, dtype="int16", always_2d=True)[0][:, 0]
    noise_S = np.random.default_rng(1).uniform(-6000, 6000, 16 * RATE)
    return np.where((np.arange(len(noise_S)) / RATE) % 1.6 < 1.0, noise_S, noise_S / 100).astype(np.int16)


def allow(folder: Path, seconds: float) -> None:
    fresh = folder / "allowed.new"
    fresh.write_text(f"{seconds:.1f}", encoding="utf-8")
    fresh.replace(folder / "allowed")


def soak(hours: float, model: str) -> dict[str, object]:
    """What `hours` of recording showed.

    Args:
        model: "default", "loudness" for a stand-in, "none" for recorder and window alone.
    """
    with soak_home(model) as folder:
        home, wanted_s = folder / "home", 3600 * hours
        made = meeting.create(home / "meetings", title="Soak", source="Played device")
        with open_library(home / "library.sqlite") as library:
            number = add_meeting(library, made, "Soak")
        missing = {"model": folder / "no such model"} if model == "none" else {}
        process = supervisor.start(made, library=home / "library.sqlite", meeting_id=number, **missing)  # type: ignore[arg-type]
        window = WindowDriver.start()
        try:
            assert window.wait_live() == made
            if model != "none":
                wait_for(lambda: last(made, Progress), LIMIT_S)
            began_s = time.monotonic()
            log = _feed(folder, made, window, wanted_s, has_text=model != "none")
            recorded_s = time.monotonic() - began_s
            supervisor.order(made, "stop")
            wait_for(lambda: process.poll() is not None, LIMIT_S + LAG_S * 10)
            spent_s = time.monotonic() - began_s
        finally:
            window.close()
            if process.poll() is None:
                supervisor.order(made, "stop")
        with open_library(home / "library.sqlite") as library:
            turns = list_turns(library, number)
        total_s = samples_on_disk(made) / RATE
        return {
            "hours": round(total_s / 3600, 4),
            "model": model,
            "times_real_speed": round(total_s / (spent_s if model != "none" else recorded_s), 1),
            "memory_mib": by_part(log.memory, wanted_s),
            "memory_growth_percent": growth(log.memory, wanted_s),
            "cpu_s_an_hour": {role: round(busy_s / wanted_s * 3600, 1) for role, busy_s in log.busy_s.items()},
            "worst_lag_s": round(log.worst_lag_s, 1),
            "gaps": sum(isinstance(each, Gap) for each in JournalReader(made).read_new()),
            "turns": len(turns),
            "text_until_s_before_the_end": round(total_s - max((turn.end_s for turn in turns), default=0.0), 1),
            "complete": last(made, Finished) is not None,
        }


def _feed(folder: Path, made: Path, window: WindowDriver, wanted_s: float, *, has_text: bool) -> Log:
    """Lets the device play as fast as the text is made, until `wanted_s` are recorded."""
    log = Log()
    reader = EventReader(meeting.events_path(made))
    done_s = 0.0
    while (recorded_s := samples_on_disk(made) / RATE) < wanted_s:
        for event in reader.read_new():
            done_s = event.done_s if isinstance(event, Progress) else done_s
        allow(folder, min(wanted_s, done_s + LAG_S) if has_text else wanted_s)
        log.worst_lag_s = max(log.worst_lag_s, recorded_s - done_s) if has_text else 0.0
        log.memory.append((recorded_s, look(made, window, log.busy_s)))
        time.sleep(SAMPLE_EVERY_S)
    return log


def look(made: Path, window: WindowDriver, busy_s: dict[str, float]) -> dict[str, int]:
    """The memory of each role now; `busy_s` is brought up to date."""
    found = {role: process_of(made, role) for role in ROLES[:3]} | {"window": psutil.Process(window.process.pid)}
    sizes = {}
    for role, process in found.items():
        try:
            sizes[role] = process.memory_info().rss if process else 0
            if process:
                busy_s[role] = sum(process.cpu_times()[:2])
        except psutil.Error:
            sizes[role] = 0
    return sizes


def by_part(memory: list[tuple[float, dict[str, int]]], wanted_s: float) -> dict[str, list[float]]:
    """Mean memory of each role in each hour, or in each eighth of a recording that is shorter than eight."""
    part_s = min(3600.0, wanted_s / 8)
    parts = range(max(1, round(wanted_s / part_s)))
    table: dict[str, list[float]] = {}
    for role in ROLES:
        sizes = [[size[role] for at_s, size in memory if int(at_s // part_s) == part and size[role]] for part in parts]
        table[role] = [round(float(np.mean(each)) / 2**20, 1) for each in sizes if each]
    return table


def growth(memory: list[tuple[float, dict[str, int]]], wanted_s: float) -> dict[str, float]:
    """How much more the last part takes than the second."""
    table = by_part(memory, wanted_s)
    return {role: round(100 * (row[-1] / row[1] - 1), 1) for role, row in table.items() if len(row) > 2}


def last(made: Path, kind: type) -> object:
    told = [event for event in EventReader(meeting.events_path(made)).read_new() if isinstance(event, kind)]
    return told[-1] if told else None


def main() -> int:
    parser = argparse.ArgumentParser(description="A long recording, faster than it lasts.")
    parser.add_argument("--hours", type=float, default=8.0)
    parser.add_argument("--model", choices=("default", "loudness", "none"), default="default")
    parser.add_argument("--output", type=Path, help="write the result here, too")
    options = parser.parse_args()
    alone = soak(min(options.hours, 1.0), "none")
    kept = ("hours", "times_real_speed", "cpu_s_an_hour", "gaps")
    result = {**soak(options.hours, options.model), "without_engine": {key: alone[key] for key in kept}}
    if options.output:
        command = f"python tests/chaos/soak.py --hours {options.hours:g} --model {options.model}"
        options.output.write_text(json.dumps({"command": command, "commit": commit(), **result}, indent=2) + "\n")
    print(json.dumps(result))
    return int(bool(result["gaps"]) or not result["complete"])


if __name__ == "__main__":
    sys.exit(main())
