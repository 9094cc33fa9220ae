"""Metrics of turns, latency, overlap, confidence and partial results against cases counted by hand."""

import itertools

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sts_model.evaluation.bootstrap import spread
from sts_model.evaluation.calibration import brier, ece, judge_words, nce
from sts_model.evaluation.latency import KINDS, latencies_ms
from sts_model.evaluation.matching import align_words, match_spans, match_turns, match_words
from sts_model.evaluation.overlap import OverlapWords, overlap_words
from sts_model.evaluation.pooled import ratio, timings
from sts_model.evaluation.segments import Marks, Segment, TimedWord, normalised, timed_words
from sts_model.evaluation.stability import Stability, Watcher, compare
from sts_model.evaluation.turn_counts import count_turns, figures, leaked_words
from sts_model.evaluation.wer import WordErrors, cpwer, tcpwer
from sts_model.turns import Partial, Turn, Word


def said(speaker, start, end, words="", channel=0, marks=None):
    """A turn whose words last equally long."""
    texts = words.split()
    each = (end - start) / max(len(texts), 1)
    timed = tuple(TimedWord(text, start + k * each, start + (k + 1) * each) for k, text in enumerate(texts))
    return Segment("m", speaker, start, end, words, channel, timed, marks)


REFERENCE = [said("x", 0, 4, "a b c d"), said("y", 3, 6, "e f g")]


def rates(reference, hypothesis):
    counts = figures(count_turns(reference, hypothesis, match_words(reference, hypothesis)))
    return {name: count / of if of else None for name, (count, of) in counts.items()}


def test_perfect_turns_have_perfect_figures():
    found = rates(REFERENCE, REFERENCE)
    assert {name: found[name] for name in ("turn_counting", "matched_turns", "boundary_f1_0.25")} == {
        "turn_counting": 1,
        "matched_turns": 1,
        "boundary_f1_0.25": 1,
    }
    assert found["omitted"] == found["duplicates"] == found["leaked_per_100"] == found["count_error"] == 0
    assert found["turn_counting_large"] is None and found["no_eot"] is None


def test_a_split_turn_is_counted_and_its_halves_are_not_matched():
    split = [said("1", 0, 2, "a b"), said("1", 2, 4, "c d"), REFERENCE[1]]
    found = rates(REFERENCE, split)
    assert (found["turn_counting"], found["count_error"]) == (0, 1)
    assert found["matched_turns"] == pytest.approx(2 / 5)
    assert found["boundary_f1_0.25"] == pytest.approx(2 * 4 / 10)


def test_groups_of_more_than_two_turns_count_apart():
    three = [*REFERENCE, said("z", 6, 7, "h")]
    assert rates(three, three)["turn_counting_large"] == 1
    assert rates(three, REFERENCE)["turn_counting_large"] == 0
    assert rates(three, REFERENCE)["omitted"] == pytest.approx(1 / 3)


def test_boundaries_within_half_a_second_match_each_once():
    late = [said("1", 0.4, 4.3, "a b c d"), said("2", 3.7, 6, "e f g")]
    found = rates(REFERENCE, late)
    assert found["matched_turns"] == pytest.approx(0.5)
    assert found["boundary_f1_0.5"] == pytest.approx(2 * 3 / 8)
    assert found["boundary_f1_0.25"] == pytest.approx(2 * 1 / 8)
    assert match_spans([(0.0,)], [(0.1,), (0.2,)], 0.5) == [(0, 0)]


def test_one_voice_on_both_channels_is_a_duplicate_and_leaks():
    copied = [*REFERENCE, said("1", 0.1, 4.1, "a b c d", channel=1)]
    found = rates(REFERENCE, copied)
    assert found["duplicates"] == pytest.approx(1 / 3) and found["leaked_per_100"] == pytest.approx(100 * 4 / 11)
    assert leaked_words(copied) == {(2, 0), (2, 1), (2, 2), (2, 3)}
    later = [*REFERENCE, said("1", 5, 9, "a b c d", channel=1)]
    assert rates(REFERENCE, later)["duplicates"] == 0
    # The same channel saying a word twice leaks nothing.
    assert leaked_words([said("1", 0, 1, "a"), said("1", 0.2, 1.2, "a")]) == set()


def test_turns_without_an_end_token_are_a_share_of_those_with_marks():
    marked = [
        said("1", 0, 1, "a", marks=Marks(0.0, 1.1)),
        said("1", 2, 3, "b", marks=Marks(2.0, None)),
        said("1", 4, 5, "c"),
    ]
    assert rates(REFERENCE, marked)["no_eot"] == 0.5


def test_words_match_by_text_and_time_wherever_they_came_out():
    heard = [said("1", 0.2, 4.2, "a b x d", channel=1), said("1", 20, 23, "e f g")]
    match = match_words(REFERENCE, heard)
    assert match.heard == {(0, 0): (0, 0), (0, 1): (0, 1), (0, 3): (0, 3)}
    assert match.said == {there: here for here, there in match.heard.items()}


times = st.lists(st.integers(0, 30).map(lambda tenths: tenths / 10), max_size=5)


@given(spoken=times, found=times)
@settings(max_examples=60, deadline=None)
def test_matching_is_the_best_of_all_assignments(spoken, found):
    reference = [said("x", at, at + 0.2, "a") for at in spoken]
    hypothesis = [said("1", at, at + 0.2, "a") for at in found]
    match = match_words(reference, hypothesis, collar_s=0.5)
    best = (0, 0.0)
    few, many = (spoken, found) if len(spoken) <= len(found) else (found, spoken)
    for chosen in itertools.permutations(many, len(few)):
        off = [abs(a - b) for a, b in zip(few, chosen, strict=True) if abs(a - b) <= 0.5 + 1e-9]
        best = max(best, (len(off), -sum(off)))
    sum_off = sum(abs(spoken[i] - found[j]) for (i, _), (j, _) in match.heard.items())
    assert (len(match.heard), -sum_off) == (best[0], pytest.approx(best[1]))


def test_a_single_speaker_is_aligned_by_edits():
    reference = [said("x", 0, 100, "a b c a")]
    match = align_words(reference, [said("1", 0, 1, "a c"), said("1", 1, 2, "a")])
    assert match.heard == {(0, 0): (0, 0), (0, 2): (0, 1), (0, 3): (1, 0)}
    assert align_words(reference, []).heard == {}


def test_a_turn_is_heard_as_the_one_that_shares_most_words():
    heard = [said("1", 0, 1, "a"), said("1", 1, 4, "b c d"), said("2", 3, 6, "e f g")]
    assert match_turns(match_words(REFERENCE, heard), REFERENCE, heard) == {0: 1, 1: 2}


def test_latencies_are_of_recognised_starts_and_ends():
    # Words of a turn of ours start with the frame of the first phone (40 ms) and end with that of the last.
    good = said("1", 0.2, 4.1, "a b c d", marks=Marks(0.1, 4.3, "eot", 5.0))
    found = latencies_ms(REFERENCE, [good], match_words(REFERENCE, [good]))
    assert found["SP"] == pytest.approx([100]) and found["FS"] == pytest.approx([240])
    assert found["LS"] == pytest.approx([100]) and found["EP"] == pytest.approx([300])
    assert found["GIVEN"] == pytest.approx([1000])
    # Cut short: its end is no end of the reference's turn; without <sot> there is no SP.
    short = said("1", 0, 2, "a b", marks=Marks(None, 2.1, "eot", 2.5))
    cut = latencies_ms(REFERENCE, [short], match_words(REFERENCE, [short]))
    assert cut["FS"] and not any(cut[name] for name in ("SP", "LS", "EP", "GIVEN"))


@pytest.mark.parametrize(
    ("words", "kinds"),
    [
        ("a b c d", ("placed", "right", "exact")),
        ("a x c d", ("placed", "right")),
        ("a b c x", ("placed",)),
        ("a b", ()),
    ],
)
def test_an_end_is_recognised_by_place_by_its_word_or_by_the_whole_turn(words, kinds):
    heard = [said("1", 0, len(words.split()), words, marks=Marks(0.0, 4.0, "eot", 5.0))]
    match = match_words(REFERENCE, heard)
    assert tuple(kind for kind in KINDS if latencies_ms(REFERENCE, heard, match, which=kind)["EP"]) == kinds


def test_timings_pool_recordings_and_add_the_lookahead():
    found = timings([[100.0, 200.0], [], [300.0]], 415.0)
    assert found["count"] == 3 and found["mean_ms"]["rate"] == found["p50_ms"]["rate"] == 200
    assert found["p50_ms"]["with_lookahead"] == 615 and found["p50_ms"]["low"] >= 100
    assert timings([[], []], 0.0)["p90_ms"] == {"rate": None, "low": None, "high": None, "with_lookahead": None}


def test_words_under_overlap_belong_to_the_voice_that_came_later_or_was_there():
    # x says d from 3 to 4, y e from 3 to 4.
    both = match_words(REFERENCE, REFERENCE)
    assert overlap_words(REFERENCE, both) == OverlapWords(second=1, second_heard=1, first=1, first_heard=1)
    first_only = match_words(REFERENCE, REFERENCE[:1])
    assert overlap_words(REFERENCE, first_only) == OverlapWords(second=1, second_heard=0, first=1, first_heard=1)
    inside = [said("x", 0, 9, "a b c d e f g h i"), said("y", 3, 6, "p q r")]
    assert overlap_words(inside, match_words(inside, [])) == OverlapWords(second=3, first=3)
    own = [said("x", 0, 4, "a b c d"), said("x", 3, 6, "e f g")]
    assert overlap_words(own, match_words(own, own)) == OverlapWords()


def test_confidence_that_is_the_share_of_right_words_is_calibrated():
    sure = [(0.75, k % 4 > 0) for k in range(400)]
    assert ece(sure) == pytest.approx(0.0, abs=0.02) and brier(sure) == pytest.approx(0.1875)
    assert nce(sure) == pytest.approx(0.0, abs=1e-6)
    over = [(1.0, k % 4 > 0) for k in range(400)]
    assert ece(over) == pytest.approx(0.25, abs=0.01) and nce(over) < 0
    assert nce([(1.0, True), (0.0, False)]) == pytest.approx(1.0, abs=1e-4)


def test_bins_have_equal_mass():
    judged = [(0.1, False)] * 50 + [(0.9, True)] * 50
    assert ece(judged, bins=2) == pytest.approx(0.1)
    assert ece([], 10) is None and brier([]) is None and nce([(0.5, True)]) is None
    assert ece([(0.3, True)]) == pytest.approx(0.7)


def test_only_words_with_confidences_of_their_own_are_judged():
    heard = [said("1", 0, 4, "a b x d"), Segment("m", "1", 3, 6, "e f g")]
    assert [right for _, right in judge_words(heard, match_words(REFERENCE, heard))] == [True, True, False, True]


def words(text):
    return tuple(Word(word, 0, 1) for word in text.split())


def watch(*batches):
    watcher = Watcher()
    for batch in batches:
        watcher.watch(batch)
    return watcher.stability


def turn(text, turn_id=0, channel=0):
    return Turn(turn_id, channel, 1, 0, 1, words(text))


def test_words_that_only_follow_take_nothing_back():
    shown = [[Partial(0, 0, words(text))] for text in ("we", "we have", "we have to")]
    assert watch(*shown, [turn("we have to go"), Partial(0, 0, ())]) == Stability(
        final_words=4, updates=4, final_chars=13
    )


def test_a_changed_word_is_unstable_once_a_change():
    batches = [[Partial(0, 0, words(text))] for text in ("we half", "we have", "we half two")]
    found = watch(*batches, [turn("we have to"), Partial(0, 0, ())])
    assert (found.unstable_words, found.retractions, found.updates, found.final_words) == (1 + 1 + 2, 3, 4, 3)
    assert found.retracted_chars == 2 + 2 + 6


def test_a_word_put_in_between_takes_back_none():
    assert compare(["a", "c"], ["a", "b", "c"]).unstable_words == 0
    assert compare(["a", "b"], []).unstable_words == 2


def test_a_turn_that_ends_inside_what_was_shown_takes_nothing_back():
    found = watch([Partial(0, 0, words("yes I"))], [turn("yes"), Partial(0, 0, words("I do"))], [turn("I do", 1)])
    assert found.unstable_words == 0 and found.final_words == 3


def test_channels_and_revised_speakers_do_not_disturb():
    batches = [[Partial(0, 0, words("yes"))], [Partial(1, 0, words("no"))], [turn("yes")], [turn("yes")]]
    found = watch(*batches, [turn("no", 1, 1), Partial(1, 0, ())])
    assert found.unstable_words == 0 and found.final_words == 2
    # A text that vanishes without a turn is taken back.
    assert watch([Partial(1, 0, words("no"))], [Partial(1, 0, ())]).unstable_words == 1


def test_tcpwer_is_cpwer_for_words_in_their_place_and_refuses_others():
    assert tcpwer(REFERENCE, REFERENCE) == WordErrors(0, 0, 0, 7)
    late = [said("1", 0.5, 4.5, "a b c d"), said("2", 3, 6, "e f g")]
    assert tcpwer(REFERENCE, late) == cpwer(REFERENCE, late) == WordErrors(0, 0, 0, 7)
    far = [said("1", 0, 4, "a b c d"), said("2", 30, 33, "e f g")]
    assert cpwer(REFERENCE, far).errors == 0 and tcpwer(REFERENCE, far) == WordErrors(0, 3, 3, 7)
    assert tcpwer(REFERENCE, []) == WordErrors(0, 7, 0, 7)


def test_words_without_times_are_spread_by_their_letters():
    found = timed_words(Segment("m", "x", 10.0, 12.0, "ab abc abc"))
    assert [(w.start_s, w.end_s) for w in found] == [(10.0, 10.5), (10.5, 11.25), (11.25, 12.0)]
    assert timed_words(Segment("m", "x", 0, 1, "")) == ()


def test_normalising_keeps_times_of_words():
    segment = Segment("m", "x", 0, 2, "Yes, 21", timed=(TimedWord("Yes,", 0, 1), TimedWord("21", 1, 2)))
    (found,) = normalised([segment])
    assert found.words == "yes twenty one" and [w.start_s for w in found.timed] == [0, 1, 1]


def test_spread_is_none_where_recordings_say_nothing():
    assert spread([[1.0]], lambda parts: 1.0) is None
    assert spread([[], []], lambda parts: None) is None
    low, high = spread([[1.0], [3.0]] * 20, lambda parts: float(np.mean(parts)))
    assert 1 < low < 2 < high < 3
    assert ratio([(1, 2), (0, 0)])["rate"] == 0.5 and ratio([])["rate"] is None
