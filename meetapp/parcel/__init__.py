"""Parcel: a whole meeting as one file to send, `TITLE.meetapp.zip`, with its sound as FLAC, its turns and its edits.

It names each of its files with size and digest in `meetapp.json`. What is read comes from others: nothing of it is
unpacked under a name of theirs, and each file has a bound.
"""

from meetapp.bounds import MOST_TRACKS

SUFFIX = ".meetapp.zip"

MANIFEST, DESCRIPTION, EVENTS, EDITS = "meetapp.json", "meeting.json", "events.jsonl", "edits.jsonl"

SOUNDS = ("sound.flac", *(f"sound-{number}.flac" for number in range(2, MOST_TRACKS + 1)))
"""Of each track that has sound, in order."""

TEXT_BYTES = 256 << 20
"""No list of turns or edits is larger: eight hours of talk are a tenth of it."""

MOST_BYTES = {
    MANIFEST: 1 << 20,
    DESCRIPTION: 1 << 20,
    EVENTS: TEXT_BYTES,
    EDITS: TEXT_BYTES,
    **dict.fromkeys(SOUNDS, 16 << 30),
}
"""All files that a parcel may have, and how large each may be."""

VERSION = 1
