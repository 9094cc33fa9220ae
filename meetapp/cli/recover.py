"""`meetapp recover`: every meeting that was cut short is repaired and given the text it lacks, one after the other."""

import json
import sys
from dataclasses import asdict, dataclass
from pathlib import Path

from meetapp import paths
from meetapp.cli.asked import check_model
from meetapp.cli.follow import INTERRUPTED, Outcome, StopRequests, follow
from meetapp.cli.progress import shown
from meetapp.errors import InputError
from meetapp.recovery import Interrupted, find, finish
from meetapp.store import Library, open_library

SOME_DONE = 4


@dataclass(frozen=True)
class Recovered:
    """What became of one meeting; `reason` says why it could not be completed, and is empty when it could."""

    folder: str
    title: str
    recorded_s: float
    turns: int = 0
    reason: str = ""


def recover_all(*, as_json: bool = False, model: Path | None = None) -> int:
    """The exit code: 0 when all that was found is complete, 4 when some is, else that of the first failure.

    Raises:
        LibraryError: the library cannot be opened.
        InputError: there is no such model folder.
    """
    check_model(model)
    results: list[Recovered] = []
    codes: list[int] = []
    with open_library(paths.library()) as library, StopRequests() as stops:
        for found in find(paths.meetings(), library):
            result, code = _recover(found, library, model, stops)
            if code == INTERRUPTED:
                return INTERRUPTED
            results.append(result)
            codes.append(code)
            if not as_json:
                print(_line(result), flush=True)
    if as_json:
        print(json.dumps([asdict(result) for result in results], ensure_ascii=False, indent=2))
    elif not results:
        print("No meeting was cut short.", file=sys.stderr)
    failed = [code for code in codes if code]
    return (SOME_DONE if len(failed) < len(codes) else failed[0]) if failed else 0


def _recover(found: Interrupted, library: Library, model: Path | None, stops: StopRequests) -> tuple[Recovered, int]:
    outcome = Outcome()
    try:
        process = finish(found, library, model)
    except InputError as err:
        return _result(found, outcome, str(err)), err.exit_code
    if process is None:
        return _result(found, outcome, ""), 0
    with shown(found.title) as meter:
        for event in follow(process, found.folder, outcome):
            if event is not None:
                meter.saw(event)
            if stops.count:  # its text goes on being made; what is left is found again next time
                return _result(found, outcome, ""), INTERRUPTED
    return _result(found, outcome, outcome.failure if outcome.code else ""), outcome.code


def _result(found: Interrupted, outcome: Outcome, reason: str) -> Recovered:
    return Recovered(str(found.folder), found.title, round(found.recorded_s, 1), len(outcome.turns), reason)


def _line(result: Recovered) -> str:
    if result.reason:
        return f"{result.title}: {result.reason}"
    length = f"{int(result.recorded_s // 60)} min {result.recorded_s % 60:.0f} s"
    return f"{result.title}: complete, {length}, {result.turns} turns ({result.folder})"
