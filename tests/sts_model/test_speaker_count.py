"""A known number of speakers: never more while people talk, exactly as many in the end, and anew from kept voices."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sts_model.config import ConfigError
from sts_model.speakers.clustering import agglomerate
from sts_model.speakers.count import MOST_SPEAKERS, SpeakerCount
from sts_model.speakers.limits import TrackerConfig
from sts_model.speakers.tracker import SpeakerTracker
from sts_model.speakers.voices import pack, tracker_of

SIZE = 16
CONFIG = TrackerConfig(new_below=0.5, short_new_below=0.1, stop=0.4, same_above=0.8, half_s=0.0)


def voice(number: int, spread: float = 0.0, seed: int = 0) -> np.ndarray:
    noise_E = np.random.default_rng(seed).standard_normal(SIZE)
    return np.eye(SIZE)[number] + spread * noise_E


def heard(count: SpeakerCount, who: list[int], *, spread: float = 0.15, seconds: float = 4.0) -> SpeakerTracker:
    tracker = SpeakerTracker(CONFIG, count)
    for turn, number in enumerate(who):
        tracker.label(turn, voice(number, spread, turn), seconds, float(turn))
    return tracker


@pytest.mark.parametrize("limits", [(3, 2), (-1, 0), (0, MOST_SPEAKERS + 1)])
def test_a_number_that_cannot_be_is_refused(limits):
    with pytest.raises(ConfigError, match="speakers"):
        SpeakerCount(*limits)


def test_one_voice_that_sounds_like_two_is_one_where_one_speaks():
    who = [0, 1, 0, 1, 0, 1]
    assert len(set(heard(SpeakerCount(), who).finish().values())) == 2
    assert set(heard(SpeakerCount(1, 1), who).finish().values()) == {1}


def test_four_voices_become_three_by_joining_the_two_most_alike():
    tracker = SpeakerTracker(CONFIG, SpeakerCount(3, 3))
    near_E = voice(0) + 0.9 * voice(1)  # too far from 0 to be taken for it by itself
    for turn, vector_E in enumerate([voice(0), near_E + voice(9), voice(2), voice(3)] * 3):
        tracker.label(turn, vector_E, 4.0, float(turn))
    speakers = tracker.finish()
    assert speakers[0] == speakers[1] != speakers[2] != speakers[3]
    assert len(set(speakers.values())) == 3


def test_voices_so_alike_that_they_would_be_one_stay_two_where_two_speak():
    def ends(count: SpeakerCount) -> int:
        tracker = SpeakerTracker(CONFIG, count)
        for turn in range(8):
            tracker.label(turn, voice(0) + 0.3 * voice(1 + turn % 2), 4.0, float(turn))
        return len(set(tracker.finish().values()))

    assert (ends(SpeakerCount()), ends(SpeakerCount(2, 2))) == (1, 2)


def test_a_moment_of_noise_does_not_count_as_the_third_person():
    """The three who talk long are the three, though the noise is less like any of them than two of them are alike."""
    tracker = SpeakerTracker(CONFIG, SpeakerCount(3, 3))
    vectors = [voice(0), voice(0) + 0.4 * voice(1), voice(2)] * 3
    for turn, vector_E in enumerate(vectors):
        tracker.label(turn, vector_E, 4.0, float(turn))
    tracker.label(99, voice(7), 1.5, 50.0)
    speakers = tracker.finish()
    assert len({speakers[0], speakers[1], speakers[2]}) == 3 and len(set(speakers.values())) == 3


@settings(max_examples=60, deadline=None)
@given(data=st.data())
def test_never_more_than_the_most_while_people_talk_and_as_many_as_there_are_in_the_end(data):
    least = data.draw(st.integers(0, 4))
    most = data.draw(st.sampled_from([0, *range(max(1, least), 6)]))
    tracker = SpeakerTracker(CONFIG, SpeakerCount(least, most))
    shown: dict[int, int] = {}
    num = data.draw(st.integers(1, 12))
    for i in range(num):
        emb_E = np.random.default_rng(data.draw(st.integers(0, 10_000))).standard_normal(4)
        not_same = data.draw(st.sets(st.sampled_from(range(i)), max_size=2)) if i else set()
        said = tracker.label(i, emb_E, data.draw(st.floats(0.05, 9.0)), float(i), not_same=not_same)
        shown |= said.revisions | {i: said.speaker}
        assert not most or max(shown.values()) <= most
    final = set(tracker.finish().values())
    assert final == set(range(1, len(final) + 1))
    assert min(least, num) <= len(final) and (not most or len(final) <= most)


def test_clusters_that_must_be_apart_join_only_when_there_are_too_many():
    emb_NE, apart_NN = np.stack([voice(0), voice(0)]), ~np.eye(2, dtype=bool)
    for count, expected in ((SpeakerCount(), [0, 1]), (SpeakerCount(1, 1), [0, 0])):
        labels = agglomerate(emb_NE, np.ones(2), apart_NN, stop=0.5, half_s=0.0, count=count)
        assert labels.tolist() == expected


def test_kept_voices_have_the_same_speakers_and_other_ones_where_their_number_is_another():
    who = [0, 1, 0, 2, 1, 2, 0]
    tracker = heard(SpeakerCount(), who)
    expected = tracker.finish()
    packed = pack(tracker)
    assert tracker_of(packed, SpeakerCount()).finish() == expected
    assert len(set(tracker_of(packed, SpeakerCount(2, 2)).finish().values())) == 2


@pytest.mark.parametrize("text", ["", "{", "[]", "3", '{"version": 2}', '{"version": 1, "limits": {"stop": "x"}}'])
def test_what_are_no_voices_is_told_apart(text):
    with pytest.raises(ValueError, match=r".+"):
        tracker_of(text, SpeakerCount())
