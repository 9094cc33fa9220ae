"""Error rates against examples counted by hand, and against meeteval's own functions."""

import meeteval
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sts_model.evaluation.bootstrap import interval
from sts_model.evaluation.der import SpeakerErrors, der
from sts_model.evaluation.segments import Segment, spoken, to_seglst
from sts_model.evaluation.wer import WordErrors, cpwer, orcwer, wer


def said(speaker, start, end, words="", channel=0):
    return Segment("m", speaker, start, end, words, channel)


@pytest.mark.parametrize(
    ("reference", "hypothesis", "expected"),
    [
        ("a b c d", "a b c d", WordErrors(0, 0, 0, 4)),
        ("a b c d", "a x c", WordErrors(1, 1, 0, 4)),
        ("a b", "a b c d", WordErrors(0, 0, 2, 2)),
        ("a b", "", WordErrors(0, 2, 0, 2)),
        ("", "a b", WordErrors(0, 0, 2, 0)),
        ("", "", WordErrors()),
    ],
)
def test_wer_counts(reference, hypothesis, expected):
    assert wer(reference, hypothesis) == expected


def test_counts_add_up_instead_of_rates():
    total = wer("a b c d", "a b c d") + wer("a", "b")
    assert total.rate == 1 / 5
    assert wer("", "a").rate is None


def test_cpwer_matches_speakers_and_charges_words_of_the_wrong_one():
    reference = [said("x", 0, 2, "a b c"), said("y", 1, 3, "d e"), said("x", 4, 5, "f")]
    renamed = [said("2", 0, 2, "a b c"), said("1", 1, 3, "d e"), said("2", 4, 5, "f")]
    assert cpwer(reference, renamed) == WordErrors(0, 0, 0, 6)
    # "f" given to the other speaker: one deletion from x, one insertion at y.
    swapped = [*renamed[:2], said("1", 4, 5, "f")]
    assert cpwer(reference, swapped) == WordErrors(0, 1, 1, 6)
    one_speaker = [said("1", 0, 5, "a b c d e f")]
    assert cpwer(reference, one_speaker).errors == 4  # d and e: inserted at x, deleted from y


def test_orcwer_forgives_attribution_but_not_words():
    reference = [said("x", 0, 2, "a b c"), said("y", 1, 3, "d e"), said("x", 4, 5, "f")]
    streams = [said("1", 0, 2, "a b c", channel=0), said("1", 1, 3, "d e", channel=1), said("9", 4, 5, "f", channel=1)]
    assert orcwer(reference, streams) == WordErrors(0, 0, 0, 6)
    assert orcwer(reference, streams[:2]).errors == 1
    # Words of two utterances interleaved on one stream cannot be told apart.
    assert orcwer(reference, [said("1", 0, 5, "a d b e c f")]).errors > 0


@pytest.mark.parametrize("metric", [cpwer, orcwer])
def test_an_empty_side_is_all_deletions_or_insertions(metric):
    words = [said("x", 0, 1, "a b"), said("y", 1, 2, "c")]
    assert metric(words, []) == WordErrors(0, 3, 0, 3)
    assert metric([], words) == WordErrors(0, 0, 3, 0)
    assert metric(words, [said("1", 0, 2, "")]) == WordErrors(0, 3, 0, 3)


texts = st.lists(st.sampled_from("abcd"), min_size=1, max_size=4).map(" ".join)
meetings = st.lists(
    st.tuples(st.sampled_from("xyz"), st.integers(0, 20), texts, st.integers(0, 1)), min_size=1, max_size=5
).map(lambda rows: [said(speaker, at, at + 1, words, channel) for speaker, at, words, channel in rows])


@settings(max_examples=40, deadline=None)
@given(meetings, meetings)
def test_metrics_are_meetevals(reference, hypothesis):
    as_seglst = meeteval.io.SegLST(to_seglst(reference)), meeteval.io.SegLST(to_seglst(hypothesis))
    expected = meeteval.wer.cp_word_error_rate(*as_seglst)
    found = cpwer(reference, hypothesis)
    assert (found.errors, found.words) == (expected.errors, expected.length)
    streams = meeteval.io.SegLST([{**to_seglst([s])[0], "speaker": s.channel} for s in hypothesis])
    assert orcwer(reference, hypothesis).errors == meeteval.wer.orc_word_error_rate(as_seglst[0], streams).errors
    assert wer(spoken(reference), spoken(hypothesis)).words == found.words


def test_der_counts_seconds_of_each_kind():
    reference = [said("x", 0, 4), said("y", 3, 6)]
    assert der(reference, [said("1", 0, 4), said("2", 3, 6)], 10, 0.0).errors == pytest.approx(0)
    # The first second missed; 3 to 4 heard as one voice; 8 to 9 invented.
    heard = [said("1", 1, 4), said("2", 4, 6), said("2", 8, 9)]
    assert der(reference, heard, 10, 0.0) == SpeakerErrors(
        missed_s=pytest.approx(2),
        false_alarm_s=pytest.approx(1),
        confusion_s=pytest.approx(0),
        speech_s=pytest.approx(7),
    )
    # One label for both: y's time outside the overlap is confused, the overlap is missed once.
    merged = der(reference, [said("1", 0, 6)], 10, 0.0)
    assert (merged.confusion_s, merged.missed_s) == (pytest.approx(2), pytest.approx(1))
    assert merged.rate == pytest.approx(3 / 7)


def test_a_collar_forgives_that_much_on_each_side():
    reference, heard = [said("x", 2, 6)], [said("1", 1.8, 6.2)]
    assert der(reference, heard, 10, 0.0).false_alarm_s == pytest.approx(0.4)
    assert der(reference, heard, 10, 0.25).errors == pytest.approx(0)
    assert der(reference, [said("1", 1.5, 6)], 10, 0.25).false_alarm_s == pytest.approx(0.25)


def test_speech_beyond_the_reference_counts_as_false_alarm():
    assert der([], [said("1", 2, 3)], 10, 0.0) == SpeakerErrors(0, pytest.approx(1), 0, 0)
    assert der([], [said("1", 2, 3)], 10, 0.0).rate is None


def test_the_interval_holds_the_rate_and_narrows_with_more_recordings():
    few = interval([1, 3, 2, 0], [10, 10, 10, 10])
    many = interval([1, 3, 2, 0] * 25, [10] * 100)
    assert few[0] <= 0.15 <= few[1] and many[0] <= 0.15 <= many[1]
    assert many[1] - many[0] < few[1] - few[0]
    assert interval([1], [10]) is None and interval([1, 1], [0, 0]) is None
    assert interval([1, 0], [10, 10]) == interval([1, 0], [10, 10])
