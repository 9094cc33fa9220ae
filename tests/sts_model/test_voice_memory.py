"""The voice of a turn is heard where its speaker is alone, and memory stays bounded."""

import numpy as np

from sts_model.search.result import HeardWord
from sts_model.segmenter import Segment
from sts_model.speakers.voice_memory import KEEP_S, VoiceMemory


def _segment(channel: int, start: int, end: int) -> Segment:
    return Segment(channel, start, end, (HeardWord("x", start, end, 1.0),))


def _memory(seconds: int) -> VoiceMemory:
    memory = VoiceMemory(4)
    for second in range(seconds):
        memory.hear(np.repeat(np.arange(second * 100, second * 100 + 100, dtype=np.float32)[:, None], 4, axis=1))
    return memory


def test_frames_shared_with_another_channel_are_left_out() -> None:
    memory = _memory(20)
    memory.add(0, _segment(0, 25, 99))
    voice = memory.add(1, _segment(1, 75, 199))
    assert voice.not_same == {0}
    assert voice.frames_LF[0, 0] == 400 and len(voice.frames_LF) == 400


def test_a_turn_all_in_overlap_is_heard_as_it_is() -> None:
    memory = _memory(20)
    memory.add(0, _segment(0, 0, 199))
    voice = memory.add(1, _segment(1, 50, 74))
    assert voice.not_same == {0} and len(voice.frames_LF) == 100


def test_turns_of_one_channel_may_be_one_speaker() -> None:
    memory = _memory(20)
    memory.add(0, _segment(0, 0, 49))
    assert memory.add(1, _segment(0, 50, 99)).not_same == frozenset()


def test_memory_is_bounded_and_old_turns_still_have_a_voice() -> None:
    memory = _memory(KEEP_S + 60)
    voice = memory.add(0, _segment(0, 0, 24))
    assert voice.frames_LF.shape == (1, 4)
    assert len(memory.add(1, _segment(0, 60 * 25, 62 * 25 - 1)).frames_LF) == 200
