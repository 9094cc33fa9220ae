"""The tracker: who is one speaker, who is not, and that labels count 1, 2, 3 ... as voices appear."""

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sts_model.config import ConfigError
from sts_model.speakers.clustering import agglomerate, stretch, unit
from sts_model.speakers.limits import CONFIG_FILE, TrackerConfig, read_tracker_config
from sts_model.speakers.tracker import SpeakerTracker

SIZE = 16
CONFIG = TrackerConfig(new_below=0.5, short_new_below=0.1, stop=0.4, same_above=0.8, half_s=0.0)


def voice(number: int, *, towards: int | None = None, share: float = 0.0) -> np.ndarray:
    """A unit vector of one person; `share` of the way to another."""
    vector_E = np.eye(SIZE)[number].copy()
    if towards is not None:
        vector_E = (1 - share) * vector_E + share * np.eye(SIZE)[towards]
    return vector_E / np.linalg.norm(vector_E)


def noisy(rng: np.random.Generator, number: int, spread: float = 0.15) -> np.ndarray:
    return voice(number) + spread * rng.standard_normal(SIZE)


def label_all(tracker: SpeakerTracker, turns: list[tuple[np.ndarray, float]]) -> list[int]:
    """Speakers after the last turn, revisions applied; turn i starts at second i."""
    now: dict[int, int] = {}
    for i, (emb_E, duration_s) in enumerate(turns):
        said = tracker.label(i, emb_E, duration_s, float(i))
        now |= said.revisions | {i: said.speaker}
    return [now[i] for i in range(len(turns))]


def counts_up(speakers: list[int]) -> bool:
    first_seen = list(dict.fromkeys(speakers))
    return first_seen == list(range(1, len(first_seen) + 1))


def test_two_voices_are_two_speakers_throughout():
    rng = np.random.default_rng(0)
    who = [0, 1, 0, 0, 1, 1, 0, 1, 0, 1]
    tracker = SpeakerTracker(CONFIG)
    expected = [1 + number for number in who]
    assert label_all(tracker, [(noisy(rng, number), 3.0) for number in who]) == expected
    assert list(tracker.finish().values()) == expected


def test_there_may_be_any_number_of_speakers():
    tracker = SpeakerTracker(CONFIG)
    assert label_all(tracker, [(voice(i), 3.0) for i in range(SIZE)]) == list(range(1, SIZE + 1))
    assert len(set(tracker.finish().values())) == SIZE


def test_a_short_turn_joins_the_nearest_speaker_where_a_long_one_would_be_new():
    between = voice(0, towards=5, share=0.7)
    known = [(voice(0), 4.0), (voice(1), 4.0)]
    assert label_all(SpeakerTracker(CONFIG), [*known, (between, 0.5)]) == [1, 2, 1]
    assert label_all(SpeakerTracker(CONFIG), [*known, (between, 4.0)]) == [1, 2, 3]


def test_a_short_turn_very_far_from_everyone_is_someone_new():
    assert label_all(SpeakerTracker(CONFIG), [(voice(0), 4.0), (-voice(0), 0.5)]) == [1, 2]


def test_overlapping_turns_are_never_one_speaker():
    tracker = SpeakerTracker(CONFIG)
    tracker.label(7, voice(0), 4.0, 0.0)
    assert tracker.label(8, voice(0), 4.0, 1.0, not_same={7}).speaker == 2
    speakers = tracker.finish()
    assert speakers[7] != speakers[8]


def test_a_turn_may_name_an_overlapping_turn_that_has_no_speaker_yet():
    tracker = SpeakerTracker(CONFIG)
    tracker.label(1, voice(0), 1.5, 2.0, not_same={0})
    tracker.label(0, voice(0), 6.0, 0.0, not_same={1})
    assert tracker.finish() == {0: 1, 1: 2}


def test_whoever_starts_first_is_speaker_1_even_when_heard_last():
    tracker = SpeakerTracker(CONFIG)
    assert tracker.label(1, voice(1), 2.0, 5.0).speaker == 1
    said = tracker.label(2, voice(2), 9.0, 1.0)
    assert (said.speaker, said.revisions) == (1, {1: 2})


def test_one_person_taken_for_two_becomes_one_when_more_is_heard():
    """The first two turns are far apart, until turns between them show that they are one voice."""
    ends = [voice(0, towards=1, share=0.25), voice(0, towards=2, share=0.25)]
    ends = [ends[0] + 0.9 * voice(3), ends[1] - 0.9 * voice(3)]
    tracker = SpeakerTracker(CONFIG)
    assert label_all(tracker, [(emb_E, 1.2) for emb_E in ends]) == [1, 2]
    for i in range(2, 8):
        said = tracker.label(i, voice(0, towards=1 + i % 2, share=0.3), 5.0, float(i))
        assert said.speaker == 1
    assert set(tracker.finish().values()) == {1}


def test_the_final_pass_mends_an_early_error():
    """Online, the first turn (both voices at once) draws the second voice in; at the end it no longer does."""
    config = TrackerConfig(new_below=0.5, recent_turns=0, same_above=1.1, stop=0.4, half_s=0.0)
    both = voice(0) + voice(1)
    tracker = SpeakerTracker(config)
    online = label_all(tracker, [(both, 1.0), (voice(1), 2.0), *[(voice(0), 5.0), (voice(1), 5.0)] * 3])
    assert online[1] == online[0]
    final = list(tracker.finish().values())
    assert final[2::2] == [final[2]] * 3
    assert final[3::2] == [final[1]] * 3
    assert final[2] != final[3]


def test_a_voice_heard_for_a_moment_is_no_speaker_in_the_end():
    tracker = SpeakerTracker(CONFIG)
    turns = [(voice(0), 5.0), (voice(1), 5.0), (voice(0, towards=9, share=0.8), 1.9), (voice(0), 5.0)]
    assert label_all(tracker, turns) == [1, 2, 3, 1]
    assert list(tracker.finish().values()) == [1, 2, 1, 1]


@pytest.mark.parametrize(
    ("share", "turns", "rare_s", "speakers"),
    [(0.0, 8, 4.0, 3), (0.1, 8, 4.0, 2), (0.1, 2, 4.0, 3), (0.1, 8, 12.0, 3), (0.5, 8, 12.0, 3)],
)
def test_in_a_longer_meeting_more_must_be_said_to_be_somebody(share, turns, rare_s, speakers):
    """Up to 10 s: who spoke for longer is somebody, whatever the share."""
    tracker = SpeakerTracker(replace(CONFIG, least_share=share))
    stranger = voice(0, towards=9, share=0.8)
    brief = [(stranger, 4.0)] * round(rare_s / 4)
    label_all(tracker, [(voice(0), 8.0), (voice(1), 8.0)] * turns + brief)
    assert len(set(tracker.finish().values())) == speakers


def test_a_meeting_without_turns_has_no_speakers():
    assert SpeakerTracker().finish() == {}


def test_more_turns_than_anchors_all_get_a_speaker():
    rng = np.random.default_rng(1)
    tracker = SpeakerTracker(TrackerConfig(new_below=0.4, anchors=5, stop=0.3, half_s=0.0))
    label_all(tracker, [(noisy(rng, i % 3), 1.0 + i % 4) for i in range(60)])
    assert list(tracker.finish().values()) == [1 + i % 3 for i in range(60)]


@pytest.mark.parametrize("emb_E", [np.zeros(SIZE), np.full(SIZE, np.nan)])
def test_an_embedding_that_says_nothing_is_refused(emb_E):
    with pytest.raises(ValueError, match="embedding of turn 3"):
        SpeakerTracker().label(3, emb_E, 1.0, 0.0)


def test_a_turn_is_labelled_once():
    tracker = SpeakerTracker()
    tracker.label(3, voice(0), 1.0, 0.0)
    with pytest.raises(ValueError, match="turn 3"):
        tracker.label(3, voice(0), 1.0, 0.0)


@pytest.mark.parametrize(
    "bad", [{"new_below": 3.0}, {"short_s": -1.0}, {"anchors": 0}, {"longest_s": 0.0}, {"least_share": 1.0}]
)
def test_settings_that_cannot_work_are_refused(bad):
    with pytest.raises(ConfigError, match="speaker tracker"):
        TrackerConfig(**bad)


def test_limits_come_from_the_folder_of_the_embedder_where_it_has_any(tmp_path):
    assert read_tracker_config(tmp_path) == TrackerConfig()
    (tmp_path / CONFIG_FILE).write_text('{"stop": 0.5}', encoding="utf-8")
    assert read_tracker_config(tmp_path) == TrackerConfig(stop=0.5)


@pytest.mark.parametrize("text", ['{"stop": 7}', '{"unknown": 1}', "[]", "{"])
def test_a_file_of_limits_that_cannot_be_used_is_one_sentence(tmp_path, text):
    (tmp_path / CONFIG_FILE).write_text(text, encoding="utf-8")
    with pytest.raises(ConfigError, match=CONFIG_FILE) as error:
        read_tracker_config(tmp_path)
    assert "\n" not in str(error.value)


@settings(max_examples=60, deadline=None)
@given(data=st.data())
def test_labels_always_count_up_as_voices_appear_and_respect_overlaps(data):
    tracker = SpeakerTracker(CONFIG)
    starts: dict[int, float] = {}
    shown: dict[int, int] = {}
    apart: set[tuple[int, int]] = set()
    for i in range(data.draw(st.integers(1, 14))):
        seed = data.draw(st.integers(0, 10_000))
        emb_E = np.random.default_rng(seed).standard_normal(4)
        starts[i] = data.draw(st.floats(0, 100))
        not_same = data.draw(st.sets(st.sampled_from(range(i)), max_size=2)) if i else set()
        apart |= {(i, other) for other in not_same}
        said = tracker.label(i, emb_E, data.draw(st.floats(0.05, 9.0)), starts[i], not_same=not_same)
        shown |= said.revisions | {i: said.speaker}
        assert i not in said.revisions
        assert counts_up([shown[j] for j in sorted(starts, key=lambda j: (starts[j], j))])
        assert all(shown[a] != shown[b] for a, b in apart)
    final = tracker.finish()
    assert final.keys() == starts.keys()
    assert counts_up([final[j] for j in sorted(starts, key=lambda j: (starts[j], j))])
    assert all(final[a] != final[b] for a, b in apart)


def test_two_noisy_vectors_of_one_voice_have_likeness_one_whatever_their_length():
    """Noise as the rule takes it to be: as strong as the voice at `half_s`, weaker the longer one listens."""
    rng = np.random.default_rng(2)
    size, half_s = 4_000, 0.7
    person_E = unit(rng.standard_normal(size))

    def heard(seconds):
        return unit(person_E + np.sqrt(half_s / seconds / size) * rng.standard_normal(size))

    for one_s, other_s in [(0.5, 0.5), (0.5, 8.0), (3.0, 8.0)]:
        cosine = heard(one_s) @ heard(other_s)
        assert cosine * stretch(one_s, half_s) * stretch(other_s, half_s) == pytest.approx(1.0, abs=0.1)


def test_a_turn_that_is_less_like_for_being_brief_is_not_someone_new():
    config = TrackerConfig(new_below=0.75, half_s=1.0)
    like = voice(0, towards=1, share=0.45)  # cosine 0.77
    far = voice(0, towards=1, share=0.58)  # cosine 0.59
    assert label_all(SpeakerTracker(config), [(voice(0), 8.0), (far, 8.0)]) == [1, 2]
    assert label_all(SpeakerTracker(config), [(voice(0), 8.0), (far, 1.2)]) == [1, 1]
    assert label_all(SpeakerTracker(config), [(voice(0), 8.0), (like, 8.0)]) == [1, 1]


def test_clustering_merges_what_is_alike_and_stops():
    emb_NE = np.stack([voice(0), voice(0, towards=1, share=0.1), voice(2), voice(2, towards=3, share=0.1)])
    labels = agglomerate(emb_NE.astype(np.float32), np.ones(4), np.zeros((4, 4), bool), stop=0.5, half_s=0.0)
    assert labels.tolist() == [0, 0, 1, 1]


def test_clustering_keeps_apart_what_must_be_through_every_merge():
    emb_NE = np.stack([voice(0)] * 3).astype(np.float32)
    apart_NN = np.zeros((3, 3), bool)
    apart_NN[0, 2] = apart_NN[2, 0] = True
    labels = agglomerate(emb_NE, np.ones(3), apart_NN, stop=0.5, half_s=0.0)
    assert labels[0] != labels[2]
