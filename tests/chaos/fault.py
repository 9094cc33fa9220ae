"""Fault: something that goes wrong around a recording, and what became of it."""

from dataclasses import dataclass, field
from pathlib import Path

from meetapp.events import EventReader, Trouble
from meetapp.meeting import events_path


@dataclass(frozen=True)
class Fault:
    """`survived`: nothing recorded was lost and the recording went on or ended cleanly; `user_sees` are sentences."""

    name: str
    survived: bool
    user_sees: list[str] = field(default_factory=list)
    found: dict[str, object] = field(default_factory=dict)


def sentences(folder: Path) -> list[str]:
    """What the user was told of the meeting in `folder`, each sentence once."""
    told = EventReader(events_path(folder)).read_new()
    return list(dict.fromkeys(event.message for event in told if isinstance(event, Trouble)))
