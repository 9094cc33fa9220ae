"""When each word of a reference was spoken: from the alignments of the clips a plan is made of, or a list of words."""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from itertools import islice
from pathlib import Path

from sts_model.data.packs import SILENCE, Alignment, DataError
from sts_model.evaluation.segments import Segment, TimedWord, by_start
from sts_model.simulation.plan import Placement, Plan, reference

FEATURE_FRAMES_A_SECOND = 100
Alignments = Mapping[str, Mapping[str, Alignment]]
"""By speech folder, then by clip."""


def planned(plan: Plan, alignments: Alignments) -> tuple[Segment, ...]:
    """Who says which word when in a planned meeting; turns of clips without an alignment have no word times."""
    return tuple(
        replace(segment, timed=_aligned(placement, alignments.get(placement.folder, {}).get(placement.clip)))
        for segment, placement in zip(reference(plan), plan.placements, strict=True)
    )


def _aligned(placement: Placement, alignment: Alignment | None) -> tuple[TimedWord, ...]:
    inside = [
        word
        for word in (alignment.words if alignment else ())
        if word.text != SILENCE and placement.first_frame <= word.start_frame < placement.end_frame
    ]
    if " ".join(word.text for word in inside) != placement.words:
        return ()

    def at_s(frame: int) -> float:
        return placement.start_s + (frame - placement.first_frame) / FEATURE_FRAMES_A_SECOND

    return tuple(TimedWord(word.text, at_s(word.start_frame), at_s(word.end_frame)) for word in inside)


def read_words(path: Path) -> dict[str, list[TimedWord]]:
    """The words of each speaker, in order, of a table of start, end, speaker and word with a line of heads.

    Raises:
        DataError: the file is missing or has a line of another form.
    """
    words: dict[str, list[TimedWord]] = defaultdict(list)
    try:
        for line in path.read_text(encoding="utf-8").splitlines()[1:]:
            start, end, speaker, word = line.split("\t")
            words[speaker].append(TimedWord(word, float(start), float(end)))
    except OSError as err:
        raise DataError(f"The words {path} cannot be read: {err.strerror}.") from err
    except ValueError as err:
        raise DataError(f"The words {path} are not start, end, speaker and word: {err}.") from err
    return dict(words)


def with_times(segments: Sequence[Segment], words: Mapping[str, Sequence[TimedWord]]) -> tuple[Segment, ...]:
    """`segments` with the times of `words`, where all that a speaker says in both is the same."""
    own: dict[str, list[Segment]] = defaultdict(list)
    for segment in by_start(segments):
        own[segment.speaker].append(segment)
    left: dict[str, Iterator[TimedWord]] = {
        speaker: iter(words[speaker])
        for speaker, said in own.items()
        if [w.text for w in words.get(speaker, ())] == [w for segment in said for w in segment.words.split()]
    }
    return tuple(
        replace(segment, timed=tuple(islice(left[segment.speaker], len(segment.words.split()))))
        if segment.speaker in left
        else segment
        for segment in by_start(segments)
    )
