"""Events that travel between processes: one frozen dataclass a kind, one JSON line each in `events.jsonl`."""

import contextlib
import json
import os
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from meetapp.errors import MeetappError
from meetapp.sealed.lines import sealer, unseal
from meetapp.typed import typed
from sts_model.turns import Partial, Turn


@dataclass(frozen=True)
class RecordingStarted:
    """The recorder delivers samples of `track` from `device` at `rate` Hz."""

    device: str
    rate: int
    track: int = 0


@dataclass(frozen=True)
class LevelChanged:
    """Loudness of the last block of a track, in dB below full scale, `recorded_s` into the recording."""

    track: int
    rms_db: float
    peak_db: float
    recorded_s: float


@dataclass(frozen=True)
class RecordingStopped:
    """The track is complete; it lasts `duration_s`."""

    duration_s: float


@dataclass(frozen=True)
class EngineStarted:
    """The model is loaded and listens."""

    model: str


@dataclass(frozen=True)
class Progress:
    """The engine has heard `done_s` of `available_s` seconds, at `rtf` times the length of the audio."""

    done_s: float
    available_s: float
    rtf: float


@dataclass(frozen=True)
class PartialChanged:
    """Unfinished text of one channel; replaces the earlier partial of that channel."""

    partial: Partial


@dataclass(frozen=True)
class TurnAdded:
    """A final turn, or a revision of the turn of the same id."""

    turn: Turn


@dataclass(frozen=True)
class BleedLeftOut:
    """What `channel` said between two samples is no turn: a microphone heard another track's sound again."""

    channel: int
    start_samples: int
    end_samples: int


@dataclass(frozen=True)
class Trouble:
    """Something a user should know, in one sentence; `fatal` when this meeting's work ended with it."""

    message: str
    fatal: bool = False
    exit_code: int = 1


@dataclass(frozen=True)
class Finished:
    """The engine has written the last turn."""

    duration_s: float


@dataclass(frozen=True)
class AfterRun:
    """The user's own command was run after the meeting; `failure` says what went wrong, empty when nothing did."""

    failure: str = ""


Event = (
    RecordingStarted
    | LevelChanged
    | RecordingStopped
    | EngineStarted
    | Progress
    | PartialChanged
    | TurnAdded
    | BleedLeftOut
    | Trouble
    | Finished
    | AfterRun
)
_KINDS: dict[str, type] = {kind.__name__: kind for kind in Event.__args__}


def encode(event: Event) -> str:
    """`event` as one line of JSON, without the newline."""
    return json.dumps({"kind": type(event).__name__, **asdict(event)}, ensure_ascii=False)


def decode(line: str) -> Event:
    """The event that `encode` wrote as `line`.

    Raises:
        ValueError: the line is not an event this version knows.
    """
    try:
        named: dict[str, Any] = typed(json.loads(line), dict)
        event: Event = typed(named, _KINDS[typed(named.get("kind"), str)])
    except (KeyError, RecursionError) as err:
        raise ValueError("not an event that this version knows") from err
    return event


class EventWriter:
    """Appends events to a file; one write call a line, so that several processes may append to one file."""

    def __init__(self, path: Path) -> None:
        self._sealer = sealer(path.name)
        self._fd = os.open(path, os.O_WRONLY | os.O_APPEND | os.O_CREAT, 0o600)

    def write(self, event: Event) -> None:
        line = encode(event) if self._sealer is None else self._sealer.seal(encode(event))
        os.write(self._fd, (line + "\n").encode(errors="replace"))  # a file's name may be no text

    def close(self) -> None:
        os.close(self._fd)


def tell_failure(path: Path, err: MeetappError) -> int:
    """The exit code of a process that ends with `err`, once the events at `path` and standard error have been told.

    A disk that is full may refuse either.
    """
    with contextlib.suppress(OSError):
        os.write(2, f"{err}\n".encode(errors="replace"))
    with contextlib.suppress(OSError):
        events = EventWriter(path)
        events.write(Trouble(str(err), fatal=True, exit_code=err.exit_code))
        events.close()
    return err.exit_code


class EventReader:
    """Follows an event file from `offset` bytes; whole lines only, unknown kinds are passed over."""

    def __init__(self, path: Path, offset: int = 0) -> None:
        self._path = path
        self.offset = offset

    def read_new(self) -> list[Event]:
        """Events written since the last call; none while the file does not exist."""
        try:
            with self._path.open("rb") as file:
                file.seek(self.offset)
                data = file.read()
        except FileNotFoundError:
            return []
        whole = data[: data.rfind(b"\n") + 1]
        events = []
        for line in whole.decode("utf-8", "replace").split("\n"):  # other line ends may stand in words
            try:
                events.append(decode(unseal(line, self._path.name)))
            except ValueError:
                continue  # a line of a newer version, or torn by a crash
        self.offset += len(whole)  # not before all is read: a keyring that is locked now may be open the next time
        return events
