"""The voice of a turn is heard where its speaker is alone, else through the masks, and memory stays bounded."""

import numpy as np

from sts_model.search.result import HeardWord
from sts_model.segmenter import Segment
from sts_model.speakers.voice_memory import KEEP_S, VoiceMemory

MELS = 4


def _segment(channel: int, start: int, end: int) -> Segment:
    return Segment(channel, start, end, (HeardWord("x", start, end, 1.0),))


def _memory(seconds: int, active: dict[int, tuple[int, int]] | None = None, *, masks: bool = True) -> VoiceMemory:
    """Frame l sounds like l; the masks of channel c take off 1 + c; encoder frames `active` of each channel."""
    memory = VoiceMemory(MELS, 2)
    active_CT = np.zeros((2, 25 * seconds), bool)
    for channel, (start, end) in (active or {}).items():
        active_CT[channel, start : end + 1] = True
    for second in range(seconds):
        frames_LF = np.repeat(np.arange(second * 100, second * 100 + 100, dtype=np.float32)[:, None], MELS, axis=1)
        masks_CLF = np.repeat(-np.float32([1, 2]), 100 * MELS).reshape(2, 100, MELS) if masks else None
        memory.hear(frames_LF, masks_CLF, active_CT[:, 25 * second : 25 * (second + 1)])
    return memory


def test_frames_in_which_the_other_channel_is_active_are_left_out() -> None:
    memory = _memory(20, {0: (25, 99), 1: (75, 199)})
    first, second = memory.add(0, _segment(0, 25, 99)), memory.add(1, _segment(1, 75, 199))
    assert (first.frames_LF[0, 0], len(first.frames_LF)) == (100, 200)
    assert (second.frames_LF[0, 0], len(second.frames_LF)) == (400, 400)


def test_a_turn_all_in_overlap_is_heard_through_the_masks_of_its_channel() -> None:
    active = {0: (0, 199), 1: (50, 74)}
    voice = _memory(20, active).add(1, _segment(1, 50, 74))
    np.testing.assert_array_equal(voice.frames_LF[:, 0], np.arange(200, 300) - 2)


def test_without_masks_a_turn_all_in_overlap_is_heard_as_it_is() -> None:
    voice = _memory(20, {0: (0, 199), 1: (50, 74)}, masks=False).add(1, _segment(1, 50, 74))
    np.testing.assert_array_equal(voice.frames_LF[:, 0], np.arange(200, 300))


def test_turns_with_both_channels_active_are_of_two_people() -> None:
    memory = _memory(20, {0: (0, 99), 1: (75, 199)})
    memory.add(7, _segment(0, 0, 99))
    assert memory.add(8, _segment(1, 75, 199)).not_same == {7}


def test_turns_that_overlap_where_one_channel_is_silent_may_be_of_one_speaker() -> None:
    memory = _memory(20, {0: (0, 99), 1: (90, 199)})
    memory.add(7, _segment(0, 0, 99))
    assert memory.add(8, _segment(1, 50, 199)).not_same == frozenset()


def test_turns_of_one_channel_may_be_one_speaker() -> None:
    memory = _memory(20, {0: (0, 99)})
    memory.add(0, _segment(0, 0, 99))
    assert memory.add(1, _segment(0, 50, 99)).not_same == frozenset()


def test_masks_and_activity_may_come_later_than_frames() -> None:
    memory, frames_LF = VoiceMemory(MELS, 2), np.zeros((100, MELS), np.float32)
    memory.hear(frames_LF, np.full((2, 40, MELS), -1, np.float32), np.ones((2, 15), bool))
    memory.hear(frames_LF[:0], np.full((2, 60, MELS), -3, np.float32), np.ones((2, 10), bool))
    voice = memory.add(0, _segment(1, 0, 24))
    np.testing.assert_array_equal(voice.frames_LF[:, 0], [-1] * 40 + [-3] * 60)


def test_memory_is_bounded_and_old_turns_still_have_a_voice() -> None:
    memory = _memory(2 * KEEP_S + 60)
    voice = memory.add(0, _segment(0, 0, 24))
    assert voice.frames_LF.shape == (1, MELS)
    recent = memory.add(1, _segment(0, (KEEP_S + 90) * 25, (KEEP_S + 92) * 25 - 1)).frames_LF
    np.testing.assert_array_equal(recent[:, 0], np.arange(200) + (KEEP_S + 90) * 100)


def test_more_than_memory_holds_may_come_at_once() -> None:
    memory, frames = VoiceMemory(MELS, 2), (KEEP_S + 20) * 100
    frames_LF = np.repeat(np.arange(frames, dtype=np.float32)[:, None], MELS, axis=1)
    memory.hear(frames_LF, None, np.zeros((2, frames // 4), bool))
    assert memory.add(0, _segment(0, 100 * 25, 102 * 25 - 1)).frames_LF[0, 0] == 10_000
