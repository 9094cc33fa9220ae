"""What the window works out without Qt: lines, heights, talk time, peaks, dates, times, the state of a meeting."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st
from made_turns import turn

from meetapp.events import (
    EngineStarted,
    Finished,
    LevelChanged,
    Progress,
    RecordingStarted,
    RecordingStopped,
    Trouble,
)
from meetapp.window.dates import Group, group_of
from meetapp.window.page import Page
from meetapp.window.page_rows import Rows
from meetapp.window.peaks import BINS, PeakStrip, read_peaks
from meetapp.window.row_layout import Estimate, Sizes, lay_out
from meetapp.window.rows import partial_piece, turn_piece
from meetapp.window.status import Phase, Status, advance
from meetapp.window.talk import Span, lane, stretches, talk_times
from meetapp.window.times import clock, gutter, safe_name
from meetapp.window.wrapping import wrap
from sts_model.turns import Partial, Word

WIDTHS = st.lists(st.floats(0.5, 60), max_size=40)


@given(WIDTHS, st.floats(1, 100))
def test_lines_hold_every_word_once_and_fit_unless_one_word_does_not(widths, room):
    lines = wrap(widths, 1.0, room)
    assert [place for first, last in lines for place in range(first, last)] == list(range(len(widths)))
    for first, last in lines:
        assert last - first == 1 or sum(widths[first:last]) + (last - first - 1) <= room + 1e-9


def sizes() -> Sizes:
    return Sizes.of(1.0, 4.0, 8.0)


def measure(word: str) -> float:
    return 8.0 * len(word)


def test_overlap_makes_two_boxes_side_by_side_of_half_the_width():
    rows = Rows(map(turn_piece, [turn(0, "a b", 0, 5), turn(1, "c", 2, 6, speaker=2, channel=1)]))
    left, right = lay_out(rows.rows[0], 770, sizes(), measure).cards
    assert left.boxed and right.boxed
    assert left.y == right.y
    assert left.width == right.width
    assert left.x + left.width < right.x
    assert right.x + right.width == pytest.approx(770)


def test_a_lone_turn_is_no_box_and_a_continued_one_has_no_name():
    rows = Rows(map(turn_piece, [turn(0, "a", 0, 1), turn(1, "b", 2, 3)]))
    first, second = (lay_out(row, 770, sizes(), measure) for row in rows.rows)
    assert not first.cards[0].boxed
    assert first.cards[0].name_y is not None
    assert second.cards[0].name_y is None
    assert second.height < first.height


@given(st.integers(1, 80))
def test_an_estimated_height_is_near_the_exact_one(words):
    row = Rows([turn_piece(turn(0, " ".join(["seven"] * words), 0, 5))]).rows[0]
    exact, guess = lay_out(row, 700, sizes(), measure).height, Estimate(700, sizes()).height(row)
    assert abs(exact - guess) <= 2 * sizes().line


@given(st.lists(st.floats(1, 99), min_size=1, max_size=30), st.data())
def test_rows_are_found_where_their_heights_put_them_after_any_changes(heights, data):
    page = Page()
    page.reset(heights)
    for _ in range(4):
        first = data.draw(st.integers(0, len(heights)))
        removed = data.draw(st.integers(0, len(heights) - first))
        fresh = data.draw(st.lists(st.floats(1, 99), max_size=5))
        page.splice(first, removed, fresh)
        heights[first : first + removed] = fresh
        if heights:
            place = data.draw(st.integers(0, len(heights) - 1))
            heights[place] = data.draw(st.floats(1, 99))
            page.settle(place, heights[place])
            assert page.top(place) == pytest.approx(sum(heights[:place]))
            assert page.row_at(page.top(place) + heights[place] / 2) == place
        assert page.total == pytest.approx(sum(heights))


def test_talk_time_is_per_speaker_and_leaves_partials_out():
    pieces = [turn_piece(turn(0, "a", 0, 3)), turn_piece(turn(1, "b", 3, 4, speaker=2)), turn_piece(turn(2, "c", 5, 6))]
    pieces.append(partial_piece(Partial(0, 16_000 * 9, (Word("d", 0, 1),))))
    assert [(each.speaker, each.seconds, each.share) for each in talk_times(stretches(Rows(pieces).spans()))] == [
        (1, 4.0, 1.0),
        (2, 1.0, 0.25),
    ]


def test_lanes_join_what_no_eye_can_tell_apart():
    pieces = [turn_piece(turn(i, "a", i * 0.5, i * 0.5 + 0.499)) for i in range(1000)]
    assert lane(stretches(Rows(pieces).spans())[1], 0.0, 1000.0, 0.001) == [Span(0.0, pytest.approx(0.5, abs=1e-4))]
    assert lane([], 0.0, 0.0, 0.001) == []


def test_a_lane_holds_what_is_in_sight():
    spoken = [(0.0, 1.0), (9.0, 12.0), (14.0, 16.0), (30.0, 31.0)]
    assert lane(spoken, 10.0, 20.0, 0.001) == [Span(0.0, 0.2), Span(pytest.approx(0.4), pytest.approx(0.6))]


@given(st.lists(st.tuples(st.floats(0, 40_000), st.floats(0, 1)), min_size=1, max_size=50))
def test_a_strip_keeps_every_peak_in_bounded_space(heard):
    strip = PeakStrip()
    for at_s, peak in sorted(heard):
        strip.add(at_s, peak)
    assert len(strip.peaks) <= 2 * BINS
    assert max(strip.peaks) == max(peak for _, peak in heard)
    assert strip.duration_s >= max(at_s for at_s, _ in heard)


def test_peaks_of_a_track_are_where_it_is_loud(tmp_path):
    track = tmp_path / "0.pcm"
    track.write_bytes(b"\0\0" * 8000 + (16384).to_bytes(2, "little") * 8000)
    peaks = read_peaks(track, bins=10)
    assert peaks == [0.0] * 5 + [0.5] * 5
    assert read_peaks(tmp_path / "none.pcm") == []


def test_peaks_of_a_recording_shorter_than_the_bins(tmp_path):
    track = tmp_path / "0.pcm"
    track.write_bytes(b"\1\0" * 3)
    assert len(read_peaks(track, bins=10)) == 10


def test_meetings_are_grouped_by_weeks_that_begin_on_monday():
    wednesday = date(2026, 11, 25)
    days = {25: Group.TODAY, 24: Group.YESTERDAY, 23: Group.THIS_WEEK, 22: Group.LAST_WEEK, 16: Group.LAST_WEEK}
    assert {day: group_of(date(2026, 11, day), wednesday) for day in days} == days
    assert group_of(date(2026, 11, 15), wednesday) is Group.MONTH


def test_times_are_written_as_people_read_them():
    assert (clock(814.9), gutter(782), gutter(3727)) == ("00:13:34", "13:02", "1:02:07")


def test_a_title_becomes_a_name_that_every_system_takes():
    assert safe_name("Q3: plan / budget?") == "Q3 plan budget"
    assert [safe_name(title) for title in ("...", "", "???", "\x9b\u202e", "\ud800")] == ["meeting"] * 5
    assert safe_name("../../.etc/passwd") == "etc passwd" and len(safe_name("日" * 300).encode()) <= 200


LEVEL = LevelChanged(0, -20.0, -12.0, 5.0)


@pytest.mark.parametrize(
    ("events", "phase"),
    [
        ([], Phase.STARTING),
        ([RecordingStarted("mic", 48_000), LEVEL], Phase.LIVE),
        ([LEVEL, RecordingStopped(5.0)], Phase.CATCHING_UP),
        ([LEVEL, RecordingStopped(5.0), Finished(5.0)], Phase.COMPLETE),
        ([Trouble("No microphone.", fatal=True)], Phase.FAILED),
        ([LEVEL, Trouble("The recogniser keeps failing.", fatal=True)], Phase.LIVE),
    ],
)
def test_the_phase_follows_from_the_events(events, phase):
    assert advance(Status(), events).phase is phase


def test_nobody_at_work_on_an_unfinished_meeting_is_an_interruption():
    assert advance(Status(working=False), [LEVEL]).phase is Phase.INTERRUPTED


def test_a_passing_trouble_is_gone_once_sound_has_come_back_and_it_could_be_read():
    said = advance(Status(), [LEVEL, Trouble("No signal."), LEVEL])
    assert said.trouble is not None
    assert advance(said, [LevelChanged(0, -100.0, -100.0, 30.0)]).trouble is not None
    assert advance(said, [LevelChanged(0, -20.0, -12.0, 30.0)]).trouble is None


def test_an_import_that_goes_on_clears_a_passing_trouble_but_no_fatal_one():
    progress = Progress(3.0, 5.0, 0.5)
    assert advance(Status(is_import=True), [Trouble("Started again."), progress]).trouble is None
    assert advance(Status(is_import=True), [Trouble("Broken.", fatal=True), progress]).trouble is not None


def test_lag_and_time_left_come_from_progress():
    status = advance(Status(), [EngineStarted("m"), LEVEL, Progress(3.0, 5.0, 0.5)])
    assert (status.behind_s, status.left_s, status.speed) == (2.0, 1.0, 2.0)
