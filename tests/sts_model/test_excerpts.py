"""Excerpts: every token of a clip in one of them, cut only where nobody speaks, each speaker saying their own."""

from dataclasses import replace

import numpy as np
import pytest

from sts_model.training.corpus import SILENCE_PHONE, Utterance
from sts_model.training.excerpts import CLIPS, Speakers, excerpts

WORDS = ((20, 60), (66, 100), (130, 200), (240, 260))
"""Frames; the pauses are 6, 30 and 40 long."""


@pytest.fixture(name="clip")
def made():
    phones_L = np.full(280, SILENCE_PHONE, np.uint8)
    for number, (begin, end) in enumerate(WORDS):
        phones_L[begin:end] = number
    times_Y = np.array([(begin + end) // 2 for begin, end in WORDS], np.int32)
    frames_LF = np.arange(280, dtype=np.float16)[:, None].repeat(4, axis=1)
    return Utterance("u", "s", frames_LF, np.arange(4, dtype=np.int16), times_Y, phones_L, (20, 260))


def test_a_clip_is_cut_at_long_pauses_only_and_loses_nothing(clip):
    cuts = set()
    for seed in range(40):
        parts = excerpts(np.random.default_rng(seed), clip)
        cuts.add(tuple(tuple(part.tokens_Y.tolist()) for part in parts))
        assert sum(part.frames for part in parts) == clip.frames
        assert np.concatenate([part.tokens_Y for part in parts]).tolist() == [0, 1, 2, 3]
        for part in parts:
            np.testing.assert_array_equal(part.phones_L[part.times_Y], part.tokens_Y)
            first, last = part.speech_frames
            assert part.phones_L[first] != SILENCE_PHONE != part.phones_L[last - 1]
            assert (part.phones_L[:first] == SILENCE_PHONE).all() and (part.phones_L[last:] == SILENCE_PHONE).all()
    assert cuts == {((0, 1, 2, 3),), ((0, 1), (2, 3)), ((0, 1, 2), (3,)), ((0, 1), (2,), (3,))}


def test_a_speaker_says_their_own_clips_and_no_clip_twice(clip):
    clips = [replace(clip, id=f"{name}{i}", speaker=name) for name in "ab" for i in range(5)]
    speakers = Speakers([*clips, replace(clip, id="c", speaker="c")])
    heard = set()
    for seed in range(60):
        said = speakers.draw(np.random.default_rng(seed))
        heard.add(said[0].speaker)
        if said[0].speaker != "c":
            assert {excerpt.speaker for excerpt in said} == {said[0].speaker}
            assert len({excerpt.id for excerpt in said}) == CLIPS
    assert heard == {"a", "b", "c"}


def test_a_clip_without_words_stays_whole(clip):
    silent = replace(clip, tokens_Y=clip.tokens_Y[:0], times_Y=clip.times_Y[:0])
    assert excerpts(np.random.default_rng(0), silent) == [silent]
