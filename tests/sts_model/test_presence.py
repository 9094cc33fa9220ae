"""A turn of a word or two in which nobody is active is none; others are not questioned."""

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from sts_model.presence import FEW_WORDS, KEPT_FRAMES, SHORT_FRAMES, SHORT_SURE, SURE, Presence


def heard(*parts: tuple[float, float, int]) -> Presence:
    """Presence after stretches of frames, each with the activity of both channels."""
    presence = Presence()
    for first, second, frames in parts:
        presence.hear(np.tile(np.array([[first], [second]], np.float32), (1, frames)))
    return presence


def test_a_word_in_noise_is_no_turn_and_one_of_a_voice_is_whichever_channel_it_is_on():
    presence = heard((0.3, 0.1, 50), (0.99, 0.0, 20), (0.2, 0.98, 20))
    assert not presence.is_voice(1, 10, 20)
    assert presence.is_voice(1, 55, 60)
    assert presence.is_voice(2, 75, 85)
    assert not presence.is_voice(1, 40, 59), "half of it is noise"


def test_what_is_short_as_a_click_must_be_surer():
    presence = heard((0.95, 0.0, 50))
    assert presence.is_voice(1, 10, 10 + SHORT_FRAMES - 1)
    assert not presence.is_voice(1, 10, 10 + SHORT_FRAMES - 2)


def test_a_turn_of_more_words_is_not_questioned():
    assert heard((0.0, 0.0, 50)).is_voice(FEW_WORDS + 1, 0, 40)


def test_of_what_is_forgotten_nothing_is_said():
    assert heard((0.0, 0.0, KEPT_FRAMES + 100)).is_voice(1, 10, 20)


@given(st.lists(st.floats(0, 1, width=32), min_size=1, max_size=60), st.data())
def test_the_size_of_the_pieces_does_not_matter(active, data):
    whole = Presence()
    whole.hear(np.array([active], np.float32))
    pieces = Presence()
    at = 0
    while at < len(active):
        size = data.draw(st.integers(1, len(active) - at))
        pieces.hear(np.array([active[at : at + size]], np.float32))
        at += size
    start = data.draw(st.integers(0, len(active) - 1))
    end = data.draw(st.integers(start, len(active) - 1))
    expected = float(np.mean(active[start : end + 1], dtype=np.float64))
    assert whole.is_voice(1, start, end) == pieces.is_voice(1, start, end)
    asked = SHORT_SURE if end + 1 - start < SHORT_FRAMES else SURE
    if abs(expected - asked) > 1e-5:
        assert whole.is_voice(1, start, end) == (expected >= asked)
