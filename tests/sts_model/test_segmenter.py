"""Words and marks become turns whatever is lost; nothing is glued, lost or said twice."""

import itertools

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sts_model.search.result import HeardWord, Item, RowResult, TurnMark
from sts_model.segmenter import Segment, Segmenter, SegmenterConfig, SilenceConfig
from sts_model.vocabulary import EOT, SOT

SEGMENTER = Segmenter(SegmenterConfig(SilenceConfig(gap_frames=30)))


def _word(text: str, start: int, end: int | None = None) -> HeardWord:
    return HeardWord(text, start, start + 4 if end is None else end, 0.9)


def _news(committed: list[Item], partial: list[Item] | None = None, settled: int | None = None) -> RowResult:
    """What a row says; all of its partial is fit to be shown."""
    items = tuple(partial or ())
    first = items[0] if items else None
    begins = None if first is None else first.frame if isinstance(first, TurnMark) else first.start_frame
    return RowResult(tuple(committed), items, begins if settled is None else settled, len(items))


def _run(items: list[Item], heard: int = 10_000) -> list[Segment]:
    state = SEGMENTER.initial_state()
    segments, state = SEGMENTER.step([RowResult(tuple(items)), RowResult()], heard, state)
    return segments + SEGMENTER.finish(state)[0]


def _texts(segments: list[Segment]) -> list[str]:
    return [" ".join(word.text for word in segment.words) for segment in segments]


def test_a_turn_lies_between_its_marks() -> None:
    (segment,) = _run([TurnMark(SOT, 8), _word("good", 10), _word("morning", 15), TurnMark(EOT, 22)])
    assert (segment.start_frame, segment.end_frame, segment.channel) == (8, 19, 0)


def test_a_turn_without_marks_starts_with_its_word_and_ends_with_silence() -> None:
    assert _texts(_run([_word("good", 10), _word("morning", 15), _word("yes", 60)])) == ["good morning", "yes"]


def test_a_start_closes_a_turn_whose_end_was_lost() -> None:
    assert _texts(_run([_word("one", 10), TurnMark(SOT, 20), _word("two", 21)])) == ["one", "two"]


def test_a_mark_long_before_the_first_word_is_no_start() -> None:
    (segment,) = _run([TurnMark(SOT, 10), _word("late", 100)])
    assert segment.start_frame == 100


def test_marks_without_words_are_no_turns() -> None:
    assert _run([TurnMark(SOT, 1), TurnMark(EOT, 3), TurnMark(EOT, 4), TurnMark(SOT, 9)]) == []


def test_silence_closes_a_turn_as_soon_as_it_is_long_enough() -> None:
    state = SEGMENTER.initial_state()
    words = RowResult((_word("hello", 10),))
    segments, state = SEGMENTER.step([words, RowResult()], 20, state)
    assert segments == [] and SEGMENTER.shown(state)[0].words
    segments, state = SEGMENTER.step([RowResult(), RowResult()], 44, state)
    assert segments == []
    segments, state = SEGMENTER.step([RowResult(), RowResult()], 45, state)
    assert _texts(segments) == ["hello"] and not SEGMENTER.shown(state)[0].words


def test_a_turn_is_not_closed_while_more_of_it_is_being_heard() -> None:
    state = SEGMENTER.initial_state()
    result = _news([_word("hello", 10)], [_word("wor", 40)])
    segments, state = SEGMENTER.step([result, RowResult()], 60, state)
    assert segments == []
    assert [word.text for word in SEGMENTER.shown(state)[0].words] == ["hello", "wor"]


def test_a_partial_shows_no_words_of_the_turn_after() -> None:
    state = SEGMENTER.initial_state()
    partial = (_word("yes", 12), TurnMark(EOT, 20), TurnMark(SOT, 30), _word("no", 31))
    _, state = SEGMENTER.step([_news([], list(partial)), RowResult()], 40, state)
    assert [word.text for word in SEGMENTER.shown(state)[0].words] == ["yes"]


def test_channels_do_not_mix() -> None:
    state = SEGMENTER.initial_state()
    both = [RowResult((_word("left", 10), TurnMark(EOT, 16))), RowResult((_word("right", 8), TurnMark(EOT, 20)))]
    segments, _ = SEGMENTER.step(both, 30, state)
    assert [(segment.channel, *_texts([segment])) for segment in segments] == [(1, "right"), (0, "left")]


def test_a_copy_of_the_first_channel_is_no_turn() -> None:
    state = SEGMENTER.initial_state()
    first = _news([_word("we", 10), _word("have", 15)], [_word("to", 20), _word("choose", 25)])
    copy = RowResult((_word("we", 11), _word("half", 15), _word("to", 21), _word("choose", 27), TurnMark(EOT, 33)))
    segments, state = SEGMENTER.step([first, copy], 40, state)
    assert segments == []
    rest = _news([_word("to", 20), _word("choose", 25), TurnMark(EOT, 33)])
    segments, state = SEGMENTER.step([rest, RowResult()], 50, state)
    assert _texts(segments) == ["we have to choose"]
    assert (state.copied_turns, state.copied_words) == (1, 4)


def test_another_voice_at_the_same_time_is_a_turn() -> None:
    state = SEGMENTER.initial_state()
    first = RowResult((_word("we", 10), _word("have", 15)))
    other = RowResult((_word("no", 11), _word("we", 40), _word("do", 42), TurnMark(EOT, 49)))
    segments, state = SEGMENTER.step([first, other], 49, state)
    assert segments == []  # the first channel may still say the same
    segments, state = SEGMENTER.step([RowResult(), RowResult()], 55, state)
    assert ("no we do") in _texts(segments)


def test_a_copy_is_not_shown_while_it_grows() -> None:
    state = SEGMENTER.initial_state()
    result = _news([], [_word("hello", 10), _word("there", 15)])
    _, state = SEGMENTER.step([result, result], 20, state)
    assert [len(turn.words) for turn in SEGMENTER.shown(state)] == [2, 0]


@given(
    steps=st.lists(st.tuples(st.sampled_from(["sot", "eot", "word"]), st.integers(1, 50)), max_size=30),
    cuts=st.lists(st.integers(0, 30), max_size=5),
)
def test_every_word_comes_out_once_and_in_order(steps: list[tuple[str, int]], cuts: list[int]) -> None:
    items: list[Item] = []
    frame = 0
    for number, (kind, gap) in enumerate(steps):
        frame += gap
        items.append(
            _word(f"w{number}", frame, frame) if kind == "word" else TurnMark(SOT if kind == "sot" else EOT, frame)
        )
    state, segments = SEGMENTER.initial_state(), []
    edges = [0, *sorted(min(cut, len(items)) for cut in cuts), len(items)]
    for begin, stop in itertools.pairwise(edges):
        heard = items[stop - 1] if stop else TurnMark(SOT, 0)
        at = heard.frame if isinstance(heard, TurnMark) else heard.end_frame
        ended, state = SEGMENTER.step([RowResult(tuple(items[begin:stop])), RowResult()], at, state)
        segments += ended
    segments += SEGMENTER.finish(state)[0]
    said = [word for segment in segments for word in segment.words]
    assert said == [item for item in items if isinstance(item, HeardWord)]
    assert all(segment.words and segment.start_frame <= segment.words[0].start_frame for segment in segments)


MOVING = Segmenter(SegmenterConfig(moving=True))


def _both(first: list[Item], second: list[Item], segmenter: Segmenter = MOVING) -> list[Segment]:
    """The turns of two channels that are heard at once."""
    state = segmenter.initial_state()
    segments, state = segmenter.step([RowResult(tuple(first)), RowResult(tuple(second))], 600, state)
    return sorted([*segments, *segmenter.finish(state)[0]], key=lambda segment: segment.start_frame)


FIRST = [TurnMark(SOT, 1), _word("are", 10), _word("you", 20), TurnMark(EOT, 30)]


def test_a_turn_that_goes_over_to_the_first_channel_is_one() -> None:
    second = [TurnMark(SOT, 15), _word("we", 16), _word("are", 24)]
    came = [_word("quite", 32), _word("well", 40), TurnMark(EOT, 50)]
    asked, answer = _both([*FIRST, *came], second)
    assert _texts([asked, answer]) == ["are you", "we are quite well"]
    assert (asked.channel, answer.channel) == (0, 1)
    assert (answer.ended, answer.sot_frame, answer.eot_frame) == ("eot", 15, 50)
    plain = Segmenter(SegmenterConfig())
    assert _texts(_both([*FIRST, *came], second, plain)) == ["are you", "we are", "quite well"]


def test_a_turn_with_a_mark_between_or_long_ago_stays_apart() -> None:
    second: list[Item] = [TurnMark(SOT, 15), _word("we", 16), _word("are", 24)]
    assert len(_both([*FIRST, _word("quite", 32)], [*second, TurnMark(EOT, 29)])) == 3
    assert len(_both([*FIRST, TurnMark(SOT, 31), _word("quite", 32)], second)) == 3
    assert len(_both([*FIRST, _word("quite", 60)], second)) == 3


def test_nothing_goes_over_to_the_second_channel() -> None:
    turns = _both([TurnMark(SOT, 1), _word("are", 10), _word("you", 20)], [_word("quite", 26), _word("well", 34)])
    assert _texts(turns) == ["are you", "quite well"]


def test_a_turn_may_end_on_the_first_channel_without_a_word_there() -> None:
    _, answer = _both([*FIRST, TurnMark(EOT, 33)], [TurnMark(SOT, 15), _word("we", 16), _word("are", 26)])
    assert (answer.ended, answer.eot_frame, answer.channel) == ("eot", 33, 1)


def test_a_word_on_both_channels_where_a_voice_goes_over_is_said_once() -> None:
    second = [TurnMark(SOT, 15), _word("we", 16), _word("are", 28)]
    turns = _both([*FIRST, _word("are", 31), _word("well", 40), TurnMark(EOT, 50)], second)
    assert _texts(turns) == ["are you", "we are well"]


def test_a_copy_does_not_go_over() -> None:
    turns = _both([*FIRST, _word("good", 32), TurnMark(EOT, 40)], [_word("are", 11), _word("you", 21)])
    assert _texts(turns) == ["are you", "good"]


def test_the_next_voice_beside_one_that_went_over_is_on_the_other_lane() -> None:
    second: list[Item] = [TurnMark(SOT, 15), _word("we", 16), _word("are", 24), TurnMark(SOT, 40), _word("oh", 41)]
    turns = _both([*FIRST, _word("quite", 32), _word("well", 44), TurnMark(EOT, 50)], second)
    assert [(segment.channel, *_texts([segment])) for segment in turns] == [
        (0, "are you"),
        (1, "we are quite well"),
        (0, "oh"),
    ]


def test_a_turn_that_goes_over_is_shown_as_one_before_it_is_certain() -> None:
    state = MOVING.initial_state()
    second = _news([_word("we", 16), _word("are", 24)], settled=30)
    _, state = MOVING.step([_news(FIRST, [_word("quite", 32)]), second], 36, state)
    assert [_texts([segment]) for segment in MOVING.shown(state)] == [[""], ["we are quite"]]


def test_what_ended_a_turn_is_told() -> None:
    items: list[Item] = [
        *(TurnMark(SOT, 8), _word("a", 10), TurnMark(EOT, 17)),
        *(TurnMark(SOT, 20), _word("b", 21), TurnMark(SOT, 28)),
        *(_word("c", 30), _word("d", 90)),
    ]
    state = SEGMENTER.initial_state()
    segments, state = SEGMENTER.step([RowResult(tuple(items)), RowResult()], 100, state)
    segments += SEGMENTER.finish(state)[0]
    assert [(s.ended, s.sot_frame, s.eot_frame) for s in segments] == [
        ("eot", 8, 17),
        ("next", 20, None),
        ("silence", 28, None),
        ("finish", None, None),
    ]
    assert [s.known_frame for s in segments] == [100] * 4


def test_a_turn_without_end_ends_by_its_length() -> None:
    endless = [_word(f"w{frame}", frame) for frame in range(0, 300, 10)]
    short = Segmenter(SegmenterConfig(longest_frames=100))
    turns = _both(endless, [], short)
    assert [segment.ended for segment in turns] == ["length", "length", "silence"]
    assert sum(len(segment.words) for segment in turns) == 30
    assert max(segment.end_frame - segment.start_frame for segment in turns) <= 100


def _ended_frame(active: list[bool]) -> int:
    """The first frame in which a turn whose only word ends at frame 14 is known to have ended."""
    state = SEGMENTER.initial_state()
    for frame, on in enumerate(active):
        news = RowResult((_word("hello", 10),)) if frame == 20 else RowResult()
        settled = RowResult(news.committed, settled_frame=min(frame + 1, 10)) if frame < 20 else news
        ended, state = SEGMENTER.step([settled, RowResult()], frame + 1, state, np.array([[on], [False]]))
        if ended:
            return frame + 1
    return -1


def test_a_voice_without_words_holds_a_turn_open_but_not_for_ever() -> None:
    assert _ended_frame([True] * 15 + [False] * 200) == 14 + 30 + 1
    assert _ended_frame([True] * 60 + [False] * 200) == 60 + 8
    assert _ended_frame([True] * 300) == 14 + 75 + 1


def test_a_gap_that_cannot_be_is_one_sentence() -> None:
    with pytest.raises(ValueError, match="gap"):
        SilenceConfig(gap_frames=80)


ITEMS = st.lists(st.tuples(st.sampled_from(["sot", "eot", "word", "word", "same"]), st.integers(1, 40)), max_size=25)


def _items(steps: list[tuple[str, int]], channel: int) -> list[Item]:
    items: list[Item] = []
    frame = 0
    for number, (kind, gap) in enumerate(steps):
        frame += gap
        text = "same" if kind == "same" else f"{channel}-{number}"
        marks = {"sot": TurnMark(SOT, frame), "eot": TurnMark(EOT, frame)}
        items.append(marks.get(kind, _word(text, frame, frame + 1)))
    return items


def _frame(item: Item) -> int:
    return item.frame if isinstance(item, TurnMark) else item.start_frame


@settings(max_examples=200)
@given(
    steps=st.tuples(ITEMS, ITEMS),
    hops=st.lists(st.integers(1, 300), min_size=1, max_size=8),
    lags=st.tuples(st.integers(0, 60), st.integers(0, 60)),
    voiced=st.integers(0, 2**20),
)
def test_no_chunking_and_no_delay_of_a_channel_changes_the_turns(
    steps: tuple[list[tuple[str, int]], ...], hops: list[int], lags: tuple[int, int], voiced: int
) -> None:
    channels = [_items(own, channel) for channel, own in enumerate(steps)]
    last = max([_frame(items[-1]) for items in channels if items], default=0) + 120
    active_NT = np.random.default_rng(voiced).random((2, last // 20 + 1)).repeat(20, axis=1)[:, :last] > 0.5

    def run(hops: list[int], lags: tuple[int, int]) -> list[Segment]:
        state, ended, heard, given_out = MOVING.initial_state(), list[Segment](), 0, [0, 0]
        for hop in itertools.cycle(hops):
            start, heard = heard, min(last, heard + hop)
            results = []
            for channel, items in enumerate(channels):
                settled = max(0, heard - lags[channel])
                stop = sum(_frame(item) < settled for item in items)
                results.append(RowResult(tuple(items[given_out[channel] : stop]), settled_frame=settled))
                given_out[channel] = max(stop, given_out[channel])
            new, state = MOVING.step(results, heard, state, active_NT[:, start:heard])
            ended += new
            if heard == last:
                break
        left = [RowResult(tuple(items[done:])) for items, done in zip(channels, given_out, strict=True)]
        new, state = MOVING.step(left, last, state)
        ended += [*new, *MOVING.finish(state)[0]]
        assert len(state.waiting[0]) + len(state.waiting[1]) == 0
        return sorted(ended, key=lambda segment: (segment.start_frame, segment.channel, segment.end_frame))

    assert run(hops, lags) == run([7], (0, 0))
