"""How sure a label is: a number that grows with likeness and length, and that the tracker gives to every turn."""

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from sts_model.speakers.certainty import Evidence, certainty
from sts_model.speakers.count import SpeakerCount
from sts_model.speakers.tracker import SpeakerTracker
from sts_model.turns import Turn, joined

margins, lengths = st.floats(-3, 3), st.floats(0.1, 8)


@given(margins, lengths, margins, lengths)
def test_it_is_a_probability_that_grows_with_likeness_and_length(one, short_s, other, long_s):
    less = certainty(Evidence(min(one, other), min(short_s, long_s)))
    more = certainty(Evidence(max(one, other), max(short_s, long_s)))
    assert 0 <= less <= more <= 1


def heard(*turns: tuple[float, float], count: SpeakerCount | None = None) -> SpeakerTracker:
    """A tracker of turns that are between two voices: each its way from the first to the second, and its length."""
    tracker = SpeakerTracker(count=count or SpeakerCount())
    for id, (way, seconds) in enumerate(turns):
        vector_E = (1 - way) * np.eye(8)[0] + way * np.eye(8)[1]
        said = tracker.label(id, vector_E, seconds, float(id))
        assert said.certainty == tracker.certainty(id)
    return tracker


def test_a_clear_voice_is_surer_than_one_between_two_and_a_long_turn_surer_than_a_word():
    tracker = heard((0.0, 6.0), (1.0, 6.0), (0.0, 6.0), (1.0, 6.0), (0.45, 6.0), (0.05, 0.5))
    tracker.finish()
    clear, between, word = (tracker.certainty(turn) for turn in (2, 4, 5))
    assert clear > 0.8 and between < clear and word < clear


def test_where_one_person_speaks_there_is_no_doubt():
    tracker = heard((0.0, 0.5), (0.7, 2.0), count=SpeakerCount(1, 1))
    tracker.finish()
    assert [tracker.certainty(turn) for turn in (0, 1)] == [1.0, 1.0]


def test_parts_of_one_turn_are_as_sure_as_the_surest_and_in_no_question_where_one_is():
    parts = [Turn(0, 0, 1, 0, 1, (), 0.3), Turn(1, 0, 1, 2, 3, (), 0.8)]
    assert joined(parts).certainty == 0.8
    assert joined([*parts, Turn(2, 0, 1, 4, 5, ())]).certainty is None
