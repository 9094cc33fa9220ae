"""SegLST segments: who said which words from when to when; read from SegLST and RTTM files, written as SegLST."""

import json
from collections.abc import Iterable
from dataclasses import dataclass, replace
from itertools import accumulate, pairwise
from pathlib import Path
from typing import Any

from sts_model.data.packs import DataError
from sts_model.data.text import normalise


@dataclass(frozen=True)
class TimedWord:
    """A word from when to when it was spoken or heard, in seconds."""

    text: str
    start_s: float
    end_s: float
    confidence: float = 1.0

    @property
    def middle_s(self) -> float:
        return (self.start_s + self.end_s) / 2


@dataclass(frozen=True)
class Marks:
    """What a hypothesised turn tells of its ends, in seconds of the recording; None is what did not come.

    `sot_s` and `eot_s` are the ends of the encoder frames of `<sot>` and `<eot>`, without the lookahead of the model;
    `ended` names what ended the turn; `given_s` is how much of the recording had been heard when the turn was final.
    """

    sot_s: float | None = None
    eot_s: float | None = None
    ended: str = ""
    given_s: float | None = None


@dataclass(frozen=True)
class Segment:
    """One entry of a SegLST file; `channel` is the output of the separator that a hypothesis came from.

    `timed` are the words with their own times where those are known; `marks` belong to hypotheses of ours.
    """

    session_id: str
    speaker: str
    start_time: float
    end_time: float
    words: str
    channel: int = 0
    timed: tuple[TimedWord, ...] = ()
    marks: Marks | None = None

    @property
    def span(self) -> tuple[float, float]:
        return self.start_time, self.end_time


def timed_words(segment: Segment) -> tuple[TimedWord, ...]:
    """The words with their own times, or spread over the segment in proportion to their letters."""
    if segment.timed:
        return segment.timed
    words = segment.words.split()
    edges = [0, *accumulate(len(word) for word in words)]
    a_letter_s = (segment.end_time - segment.start_time) / max(edges[-1], 1)
    return tuple(
        TimedWord(word, segment.start_time + first * a_letter_s, segment.start_time + last * a_letter_s)
        for word, (first, last) in zip(words, pairwise(edges), strict=True)
    )


def normalised(segments: Iterable[Segment]) -> list[Segment]:
    """Segments with the words that are scored; times of words stay where normalising word by word gives the same."""
    return [_normalised(segment) for segment in segments]


def _normalised(segment: Segment) -> Segment:
    words = normalise(segment.words)
    timed = tuple(replace(word, text=part) for word in segment.timed for part in normalise(word.text).split())
    return replace(segment, words=words, timed=timed if " ".join(word.text for word in timed) == words else ())


def by_start(segments: Iterable[Segment]) -> list[Segment]:
    return sorted(segments, key=lambda segment: (segment.start_time, segment.end_time))


def spoken(segments: Iterable[Segment]) -> str:
    """All words in order of the segments' starts, whoever said them."""
    return " ".join(segment.words for segment in by_start(segments) if segment.words)


def read_seglst(path: Path) -> tuple[Segment, ...]:
    """The segments of a SegLST file.

    Raises:
        DataError: the file is missing or is not a list of SegLST entries.
    """
    try:
        return from_seglst(json.loads(path.read_text(encoding="utf-8")))
    except OSError as err:
        raise DataError(f"The reference {path} cannot be read: {err.strerror}.") from err
    except (KeyError, TypeError, ValueError) as err:
        raise DataError(f"The reference {path} is not SegLST: {err!r}.") from err


def from_seglst(entries: Any) -> tuple[Segment, ...]:
    """Segments of the plain list of a SegLST file.

    Raises:
        KeyError, TypeError, ValueError: it is not a list of entries with the fields of SegLST.
    """
    if not isinstance(entries, list):
        raise TypeError(f"a list is needed, not {type(entries).__name__}")
    return tuple(
        Segment(
            session_id=str(entry["session_id"]),
            speaker=str(entry["speaker"]),
            start_time=float(entry["start_time"]),
            end_time=float(entry["end_time"]),
            words=str(entry["words"]),
            channel=int(entry.get("channel", 0)),
        )
        for entry in entries
    )


def to_seglst(segments: Iterable[Segment]) -> list[dict[str, Any]]:
    """The plain list of a SegLST file, in order of start, without the channel."""
    return [
        {
            "session_id": segment.session_id,
            "speaker": segment.speaker,
            "start_time": round(segment.start_time, 3),
            "end_time": round(segment.end_time, 3),
            "words": segment.words,
        }
        for segment in by_start(segments)
    ]


def read_rttm(path: Path) -> tuple[Segment, ...]:
    """The speaker turns of an RTTM file, without words.

    Raises:
        DataError: the file is missing or has a line of another form.
    """
    try:
        rows = [line.split() for line in path.read_text(encoding="utf-8").splitlines()]
        turns = [(row[1], row[7], float(row[3]), float(row[4])) for row in rows if row and row[0] == "SPEAKER"]
    except OSError as err:
        raise DataError(f"The reference {path} cannot be read: {err.strerror}.") from err
    except (IndexError, ValueError) as err:
        raise DataError(f"The reference {path} is not RTTM: {err}.") from err
    return tuple(
        Segment(session_id, speaker, start, start + duration, "") for session_id, speaker, start, duration in turns
    )


def to_rttm(segments: Iterable[Segment]) -> str:
    """The text of an RTTM file, in order of start."""
    return "".join(
        f"SPEAKER {segment.session_id} 1 {segment.start_time:.3f} {segment.end_time - segment.start_time:.3f} "
        f"<NA> <NA> {segment.speaker} <NA> <NA>\n"
        for segment in by_start(segments)
    )
