"""Words and marks become turns whatever is lost; nothing is glued, lost or said twice."""

import itertools

from hypothesis import given
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
