"""A turn is parted where somebody else goes on, between words, and nowhere else."""

import itertools

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from numpy.typing import NDArray

from sts_model.search.result import HeardWord
from sts_model.segmenter import Segment
from sts_model.speakers.limits import TrackerConfig
from sts_model.speakers.parting import FIRST_GAPS, least_alike, parted

LIMITS = TrackerConfig(parted_below=0.3, parted_s=1.0, half_s=0.0)
WORD = 10
"""Encoder frames of a word, 0.4 s; words follow each other without a pause."""


def _turn(words: int) -> Segment:
    said = tuple(HeardWord(f"w{i}", i * WORD, (i + 1) * WORD - 1, 1.0) for i in range(words))
    return Segment(0, 0, words * WORD - 1, said, "eot", sot_frame=0, eot_frame=words * WORD + 3)


def _parts(segment: Segment, changes: list[int], limits: TrackerConfig = LIMITS) -> list[Segment]:
    """Parts of a turn whose voice changes before each of the words `changes`; a frame's first bin is its voice."""
    speaker_T = np.searchsorted(np.array(changes) * WORD, np.arange(segment.end_frame + 1), side="right")

    def voice_of(start: int, stop: int) -> NDArray[np.float32]:
        return speaker_T[start:stop].repeat(4)[:, None].astype(np.float32)

    def embed(frames_LF: NDArray[np.float32]) -> NDArray[np.float32]:
        share_S = np.bincount(frames_LF[:, 0].astype(int), minlength=len(changes) + 1).astype(np.float32)
        share_S /= np.linalg.norm(share_S)
        return share_S

    return parted(segment, voice_of, embed, limits)


@pytest.mark.parametrize("changes", [[], [7], [3], [16], [5, 12], [4, 9, 14]])
def test_parts_are_what_each_voice_says(changes: list[int]) -> None:
    turn = _turn(20)
    parts = _parts(turn, changes)
    assert [part.words[0].text for part in parts] == ["w0", *(f"w{change}" for change in changes)]
    assert tuple(word for part in parts for word in part.words) == turn.words
    assert (parts[0].sot_frame, parts[-1].eot_frame, parts[-1].ended) == (0, 203, "eot")
    for before, after in itertools.pairwise(parts):
        assert before.end_frame < after.start_frame and before.ended == "voice"
        assert before.eot_frame is None and after.sot_frame is None


def test_too_little_on_one_side_tells_nothing() -> None:
    assert _parts(_turn(20), [2]) == _parts(_turn(20), [18]) == [_turn(20)]
    assert len(_parts(_turn(4), [2])) == 1
    assert len(_parts(_turn(20), [2], TrackerConfig(parted_below=0.3, parted_s=0.5, half_s=0.0))) == 2


def test_without_a_limit_nothing_is_parted() -> None:
    assert _parts(_turn(20), [10], TrackerConfig()) == [_turn(20)]


@given(st.integers(0, 200), st.data())
def test_few_gaps_are_tried_and_a_valley_is_found(gaps: int, data: st.DataObject) -> None:
    valley = data.draw(st.integers(0, max(0, gaps - 1)))
    tried: list[int] = []

    def likeness(gap: int) -> float:
        assert 0 <= gap < gaps and gap not in tried
        tried.append(gap)
        return abs(gap - valley) / 100

    found = least_alike(gaps, likeness)
    assert found == ((0.0, valley) if gaps else None)
    assert len(tried) <= FIRST_GAPS + 2 * max(1, gaps).bit_length()


def test_gaps_of_which_nothing_is_known_are_none() -> None:
    assert least_alike(30, lambda _: None) is None
    assert least_alike(3, lambda gap: 0.5 if gap == 2 else None) == (0.5, 2)
