"""Runs a system over a test set in at most two processes; what was heard before can be kept and used again."""

import json
import multiprocessing
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import FIRST_COMPLETED, Future, ProcessPoolExecutor, wait
from dataclasses import astuple, dataclass
from pathlib import Path
from typing import Any

from sts_model.data.packs import DataError, Wave
from sts_model.evaluation.heard import Heard
from sts_model.evaluation.segments import Marks, Segment, TimedWord
from sts_model.evaluation.sets import TestSet
from sts_model.evaluation.stability import Stability
from sts_model.evaluation.systems import load_system
from sts_model.units import seconds


@dataclass(frozen=True)
class Result:
    """What a system made of one recording of `duration_s`."""

    heard: Heard
    duration_s: float


Results = dict[str, Result]
"""By recording."""


def hear_set(
    system: str, model: Path, found: TestSet, processes: int, kept: Results, on_result: Callable[[], None]
) -> Results:
    """Results of every recording of a set; those in `kept` are taken from there. `on_result` is called after each."""
    missing = [recording.id for recording in found.recordings if recording.id not in kept]
    results = {recording.id: kept[recording.id] for recording in found.recordings if recording.id in kept}
    waves = found.waves(frozenset(missing)) if missing else iter(())
    for recording_id, result in _hear_all(system, model, waves, processes):
        results[recording_id] = result
        on_result()
    if lost := [recording_id for recording_id in missing if recording_id not in results]:
        raise DataError(f"The test set {found.name} has no audio of {lost[0]}, which its list names.")
    return results


def hear(system: str, model: Path, recording_id: str, wave_S: Wave) -> tuple[str, Result]:
    """The result of one recording; the system is loaded once a process."""
    heard = load_system(system, model).hear(recording_id, wave_S)
    return recording_id, Result(heard, seconds(len(wave_S)))


def _hear_all(
    system: str, model: Path, waves: Iterable[tuple[str, Wave]], processes: int
) -> Iterator[tuple[str, Result]]:
    if processes <= 1:
        yield from (hear(system, model, recording_id, wave_S) for recording_id, wave_S in waves)
        return
    spawn = multiprocessing.get_context("spawn")
    with ProcessPoolExecutor(processes, mp_context=spawn) as pool:
        running: set[Future[tuple[str, Result]]] = set()
        for recording_id, wave_S in waves:
            running.add(pool.submit(hear, system, model, recording_id, wave_S))
            # Few at a time, so that a long set is never in memory as a whole.
            while len(running) >= 2 * processes:
                done, running = wait(running, return_when=FIRST_COMPLETED)
                yield from (future.result() for future in done)
        yield from (future.result() for future in running)


Kept = dict[str, dict[str, Results]]
"""By system, then by set."""


def write_kept(path: Path, kept: Kept, about: dict[str, Any]) -> None:
    """All that was heard, raw, with what tells how it was made, to be read by `read_kept`."""
    systems = {
        system: {name: {i: _row(result) for i, result in results.items()} for name, results in sets.items()}
        for system, sets in kept.items()
    }
    path.write_text(json.dumps({"about": about, "systems": systems}, indent=0) + "\n", encoding="utf-8")


def read_kept(path: Path) -> tuple[Kept, dict[str, Any]]:
    """What `write_kept` wrote.

    Raises:
        DataError: the file is missing or of another form.
    """
    try:
        content = json.loads(path.read_text(encoding="utf-8"))
        kept = {
            system: {name: {i: _result(i, row) for i, row in rows.items()} for name, rows in sets.items()}
            for system, sets in content["systems"].items()
        }
        return kept, dict(content["about"])
    except OSError as err:
        raise DataError(f"The kept results {path} cannot be read: {err.strerror}.") from err
    except (AttributeError, KeyError, TypeError, ValueError) as err:
        raise DataError(f"The kept results {path} are of another form: {err!r}.") from err


def _row(result: Result) -> dict[str, Any]:
    heard = result.heard
    return {
        "duration_s": round(result.duration_s, 3),
        "seconds": round(heard.seconds, 3),
        "lookahead_s": heard.lookahead_s,
        "stability": astuple(heard.stability) if heard.stability else None,
        "segments": [_segment_row(segment) for segment in heard.segments],
    }


def _segment_row(segment: Segment) -> list[Any]:
    times = (round(segment.start_time, 3), round(segment.end_time, 3))
    timed = [[w.text, round(w.start_s, 3), round(w.end_s, 3), w.confidence] for w in segment.timed]
    marks = astuple(segment.marks) if segment.marks else None
    return [segment.speaker, *times, segment.words, segment.channel, timed, marks]


def _result(recording_id: str, row: dict[str, Any]) -> Result:
    stability = Stability(*row["stability"]) if row["stability"] else None
    segments = tuple(_segment(recording_id, *values) for values in row["segments"])
    heard = Heard(segments, float(row["seconds"]), stability, float(row["lookahead_s"]))
    return Result(heard, float(row["duration_s"]))


def _segment(
    recording_id: str,
    speaker: str,
    start_s: float,
    end_s: float,
    words: str,
    channel: int,
    timed: list[list[Any]],
    marks: list[Any] | None,
) -> Segment:
    own_times = tuple(TimedWord(*values) for values in timed)
    known = None if marks is None else Marks(*marks)
    return Segment(recording_id, speaker, start_s, end_s, words, channel, own_times, known)
