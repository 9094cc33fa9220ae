"""The speakers of a meeting told apart anew, once somebody knows how many there are: by the voices that were kept."""

from dataclasses import replace
from pathlib import Path

from meetapp.errors import InputError
from meetapp.events import EventWriter, TurnAdded
from meetapp.meeting import events_path
from meetapp.store import Library
from meetapp.store.turns import list_turns, replace_turns
from meetapp.voices import kept_voices
from sts_model.speakers.count import SpeakerCount


def recount(library: Library, meeting: int, folder: Path, count: SpeakerCount) -> bool:
    """Whether the turns have speakers of so many people now; not where the voices of some turn were not kept.

    What a person changed stays: edits find the turns and speakers that they are about.

    Raises:
        LibraryError, StorageError: library or disk refused.
    """
    from sts_model.speakers.voices import tracker_of  # it brings numpy, which few callers need

    packed = kept_voices(folder)
    try:
        tracker = tracker_of(packed, count) if packed else None
        speakers = tracker.finish() if tracker else {}
    except ValueError as err:
        raise InputError(f"The voices kept in {folder} are damaged; recognise the meeting again.") from err
    turns = list_turns(library, meeting)
    if tracker is None or not turns or not {turn.id for turn in turns} <= speakers.keys():
        return False
    revised = [replace(turn, speaker=speakers[turn.id], certainty=tracker.certainty(turn.id)) for turn in turns]
    replace_turns(library, meeting, revised)
    events = EventWriter(events_path(folder))
    for turn in revised:
        events.write(TurnAdded(turn))
    events.close()
    return True
