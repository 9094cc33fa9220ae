"""Live: the events of an engine as messages to one client, who is promised what the events alone do not promise.

Messages are JSON objects; `kind` names them as `meetapp.events` does. Times are seconds from the first sample.

| kind | fields | |
|---|---|---|
| `EngineStarted` | `model` | from now on sound becomes text; what came before is not lost |
| `TurnStarted` | `id`, `channel`, `start_s` | somebody begins to speak |
| `PartialChanged` | `id`, `channel`, `start_s`, `text`, `words` | their words so far, in place of those before |
| `TurnAdded` | `id`, `channel`, `speaker`, `start_s`, `end_s`, `text`, `words` | the turn has ended: its final words |
| `TurnWithdrawn` | `id` | the turn has ended, and was none |
| `SpeakerChanged` | `id`, `speaker` | another person said it, as is known now |
| `Progress` | `done_s`, `available_s`, `rtf` | how far the engine is behind what was sent |
| `Trouble` | `message`, `fatal` | a sentence for the user; nothing more is heard after a fatal one |
| `Finished` | `duration_s` | the last message: all that was sent has been heard |

The guarantees:

1. Ids are 0, 1, 2, ... in the order of `TurnStarted`, which comes exactly once for each id and before all else of it.
2. Each turn ends exactly once, with `TurnAdded` or `TurnWithdrawn`, and before `Finished`.
3. `PartialChanged` of a turn comes only between its start and its end. At most one turn of a channel is open.
4. After `TurnAdded` nothing of the turn changes but its speaker, by `SpeakerChanged`, until `Finished`.
5. Speakers are A, B, ... and mean the same in all messages; where the program learns that two were one, each turn
   concerned is told.
"""

from dataclasses import asdict, dataclass

from meetapp.events import EngineStarted, Event, Finished, PartialChanged, Progress, Trouble, TurnAdded
from meetapp.service.answer import Object, letter
from sts_model.turns import Partial, Turn, Word
from sts_model.units import seconds
from sts_model.wording import shown_words


@dataclass
class _Ended:
    """A turn the client has: its id there, and who is said to have spoken."""

    id: int
    speaker: int


class LiveTurns:
    """Keeps the guarantees for one meeting."""

    def __init__(self) -> None:
        self._next_id = 0
        self._open: dict[int, int] = {}  # by channel, the client's id
        self._ended: dict[int, _Ended] = {}  # by the engine's id
        self._finished = False

    def messages(self, event: Event) -> list[Object]:
        """What the client is told of `event`."""
        if self._finished:
            return []
        if isinstance(event, PartialChanged):
            return self._partial(event.partial)
        if isinstance(event, TurnAdded):
            return self._turn(event.turn)
        if isinstance(event, Finished):
            self._finished = True
            return [*self._withdraw(*self._open), message(event)]
        return [message(event)] if isinstance(event, EngineStarted | Progress | Trouble) else []

    def _partial(self, partial: Partial) -> list[Object]:
        if not partial.words:
            return self._withdraw(partial.channel)
        news = self._start(partial.channel, partial.start_samples)
        place = self._place(partial.channel, partial.start_samples)
        return [*news, {"kind": "PartialChanged", **place, **_said(partial.words)}]

    def _turn(self, turn: Turn) -> list[Object]:
        known = self._ended.get(turn.id)
        if known is not None:
            if known.speaker == turn.speaker:
                return []
            known.speaker = turn.speaker
            return [{"kind": "SpeakerChanged", "id": known.id, "speaker": letter(turn.speaker)}]
        news = self._start(turn.channel, turn.start_samples)
        place = self._place(turn.channel, turn.start_samples)
        self._ended[turn.id] = _Ended(self._open.pop(turn.channel), turn.speaker)
        ended = {"speaker": letter(turn.speaker), "end_s": round(turn.end_s, 3)}
        return [*news, {"kind": "TurnAdded", **place, **ended, **_said(turn.words)}]

    def _start(self, channel: int, start_samples: int) -> list[Object]:
        """Opens a turn on the channel unless one is open."""
        if channel in self._open:
            return []
        self._open[channel], self._next_id = self._next_id, self._next_id + 1
        return [{"kind": "TurnStarted", **self._place(channel, start_samples)}]

    def _withdraw(self, *channels: int) -> list[Object]:
        return [{"kind": "TurnWithdrawn", "id": self._open.pop(each)} for each in channels if each in self._open]

    def _place(self, channel: int, start_samples: int) -> Object:
        return {"id": self._open[channel], "channel": channel, "start_s": round(seconds(start_samples), 3)}


def message(event: EngineStarted | Progress | Trouble | Finished) -> Object:
    """An event that has no turn in it."""
    if isinstance(event, Trouble):
        return {"kind": "Trouble", "message": event.message, "fatal": event.fatal}
    return {"kind": type(event).__name__, **asdict(event)}


def _said(words: tuple[Word, ...]) -> Object:
    shown = shown_words(words, "readable")
    return {"text": " ".join(word.text for word in shown), "words": _words(shown)}


def _words(words: tuple[Word, ...]) -> list[Object]:
    return [
        {
            "word": word.text,
            "start": round(seconds(word.start_samples), 3),
            "end": round(seconds(word.end_samples), 3),
            "probability": round(word.confidence, 3),
        }
        for word in words
    ]
