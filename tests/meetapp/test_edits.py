"""Edits: whatever a person does can be undone, changes nothing else, and is not lost when turns are made anew."""

from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from made_edits import changes, log, logs, meetings
from made_turns import turn

from meetapp.edits import (
    AddBookmark,
    AddTurn,
    DeleteTurns,
    Logged,
    MergeSpeakers,
    MergeTurns,
    MoveTurns,
    Redo,
    RemoveBookmark,
    RenameBookmark,
    RenameSpeaker,
    SetNotes,
    SetText,
    SetTimes,
    Undo,
    Voice,
    edited,
    history,
    seen,
    split_at,
    voice,
)
from meetapp.edits.as_json import decode, decode_logged, encode, encode_logged, kind_of
from sts_model.turns import Word
from sts_model.units import samples

HELLO = turn(0, "good morning all of you", 0.0, 5.0, speaker=1)
YES = turn(1, "yes it was fun", 5.0, 9.0, speaker=2, channel=1)
LATER = turn(2, "so we begin", 10.0, 13.0, speaker=1)
MEETING = [HELLO, YES, LATER]


def after(*edits, turns=MEETING):
    return edited(turns, {}, log(*edits))


def texts(meeting):
    return {each.id: each.text for each in meeting.turns}


@settings(max_examples=40)
@given(st.data())
def test_no_sequence_of_edits_fails(data):
    turns = data.draw(meetings)
    edited(turns, {1: "Anna"}, data.draw(logs(turns)))


@settings(max_examples=40)
@given(st.data())
def test_undo_of_anything_restores_what_was_and_redo_what_became(data):
    turns = data.draw(meetings)
    before = data.draw(logs(turns))
    last = len(before) + 1
    change = Logged(last, last, 0.0, data.draw(changes(turns)))
    undone, redone = Logged(last + 1, last + 1, 0.0, Undo(last)), Logged(last + 2, last + 2, 0.0, Redo(last))
    was, became = edited(turns, {}, before), edited(turns, {}, [*before, change])
    assert edited(turns, {}, [*before, change, undone]) == was
    assert edited(turns, {}, [*before, change, undone, redone]) == became


@settings(max_examples=40)
@given(st.data())
def test_turns_that_no_edit_is_about_stay_as_they_are(data):
    turns = data.draw(meetings)
    kept: list[Logged] = []
    shown = edited(turns, {}, kept)
    for id in range(1, data.draw(st.integers(1, 5)) + 1):
        if not shown.turns:
            return
        about = data.draw(st.lists(st.sampled_from(shown.turns), min_size=1, max_size=2))
        some = tuple(seen(each) for each in about)
        edit = data.draw(
            st.sampled_from(
                [
                    SetText(some[0], data.draw(st.text("abc ", max_size=9))),
                    split_at(about[0], data.draw(st.integers(0, 60 * 16_000))),
                    MergeTurns(some),
                    DeleteTurns(some),
                    MoveTurns(some, Voice(9), new=True),
                    SetTimes(some[0], *sorted(data.draw(st.tuples(*[st.integers(0, 60 * 16_000)] * 2)))),
                ]
            )
        )
        kept.append(Logged(id, id, 0.0, edit))
        now = edited(turns, {}, kept)
        others = [each for each in shown.turns if each not in about]
        assert [each for each in now.turns if each.id in {other.id for other in others}] == others
        shown = now


@settings(max_examples=40)
@given(st.data())
def test_edits_come_back_from_json_as_they_were(data):
    for logged in data.draw(logs(data.draw(meetings))):
        assert decode_logged(encode_logged(logged)) == logged
        assert decode(kind_of(logged.edit), encode(logged.edit)) == logged.edit


@given(st.text() | st.recursive(st.none() | st.booleans() | st.floats() | st.text(max_size=5), st.lists).map(str))
def test_lines_that_are_no_edit_are_told_from_edits(line):
    with pytest.raises(ValueError):
        decode_logged(line)


@pytest.mark.parametrize(
    "line",
    [
        '{"id":1,"action":1,"created":1,"kind":"SetNotes","edit":{"text":3}}',
        '{"id":1,"action":1,"created":1,"kind":"SetNotes","edit":{}}',
        '{"id":1,"action":1,"created":1,"kind":"SetNotes","edit":[]}',
        '{"id":1,"action":1,"created":1,"kind":"Logged","edit":{}}',
        '{"id":true,"action":1,"created":1,"kind":"SetNotes","edit":{"text":""}}',
        '{"id":1,"action":1,"created":NaN,"kind":"SetNotes","edit":{"text":""}}',
        '{"id":1,"action":1,"created":1,"kind":"AddBookmark","edit":{"at_samples":99999999999999999999}}',
        '{"id":1,"action":1,"created":1,"kind":"DeleteTurns","edit":{"turns":[4]}}',
        "[" * 100_000,
    ],
)
def test_an_edit_with_a_wrong_field_is_refused(line):
    with pytest.raises(ValueError):
        decode_logged(line)


def test_a_field_of_a_later_version_is_passed_over():
    assert decode("SetNotes", '{"text":"a","colour":"red"}') == SetNotes("a")


def test_the_text_of_a_turn_is_set_and_the_others_keep_theirs():
    shown = after(SetText(seen(HELLO), "Good morning, all of us"))
    assert texts(shown) == {0: "Good morning, all of us", 1: YES.text, 2: LATER.text}
    assert shown.turns[1:] == (YES, LATER) and shown.unapplied == ()


def test_no_text_takes_the_turn_away():
    assert texts(after(SetText(seen(YES), "  "))) == {0: HELLO.text, 2: LATER.text}


def test_a_turn_is_split_where_a_word_begins():
    edit = split_at(HELLO, HELLO.words[2].start_samples)
    first, second, *_ = after(edit).turns
    assert (first.id, first.text, second.id, second.text) == (0, "good morning", -1, "all of you")
    assert (first.end_samples, second.start_samples) == (HELLO.words[1].end_samples, HELLO.words[2].start_samples)
    assert second.end_samples == HELLO.end_samples and second.speaker == HELLO.speaker


@pytest.mark.parametrize("at_s", [0.0, 5.0])
def test_a_turn_is_not_split_before_its_first_or_after_its_last_word(at_s):
    shown = after(split_at(HELLO, round(at_s * 16_000)))
    assert shown.turns == tuple(MEETING) and shown.unapplied == (1,)


def test_turns_are_merged_into_the_earliest():
    shown = after(MergeTurns((seen(LATER), seen(HELLO))))
    merged, other = shown.turns
    assert (merged.id, merged.text, other) == (0, "good morning all of you so we begin", YES)
    assert (merged.start_samples, merged.end_samples) == (HELLO.start_samples, LATER.end_samples)


def test_turns_are_moved_to_another_speaker_and_to_a_new_one():
    shown = after(MoveTurns((seen(YES),), voice(MEETING, 1)))
    assert [each.speaker for each in shown.turns] == [1, 1, 1]
    assert shown.free_speaker == 2
    shown = after(MoveTurns((seen(HELLO), seen(YES)), Voice(3), new=True))
    assert [each.speaker for each in shown.turns] == [3, 3, 1]


def test_limits_of_a_turn_are_moved_and_its_words_stay_where_they_were_within_them():
    shown = after(SetTimes(seen(YES), samples(5.5), samples(12.0)))
    (yes,) = (each for each in shown.turns if each.id == YES.id)
    assert (yes.start_s, yes.end_s) == (5.5, 12.0)
    assert yes.words == (replace(YES.words[0], start_samples=samples(5.5)), *YES.words[1:])
    there = SetTimes(seen(HELLO), samples(2.5), HELLO.end_samples)
    back = SetTimes(replace(seen(HELLO), start_samples=samples(2.5)), HELLO.start_samples, HELLO.end_samples)
    assert after(there, back).turns == tuple(MEETING)


@pytest.mark.parametrize("limits", [(samples(6.0), samples(6.0)), (samples(7.0), samples(6.0)), (-1, samples(6.0))])
def test_a_turn_that_would_end_before_it_begins_stays_as_it_is(limits):
    shown = after(SetTimes(seen(YES), *limits))
    assert shown.turns == tuple(MEETING) and shown.unapplied == (1,)


def test_a_speaker_is_named_and_nameless_again():
    assert after(RenameSpeaker(voice(MEETING, 2), " Ben ")).names == {2: "Ben"}
    assert after(RenameSpeaker(voice(MEETING, 2), "Ben"), RenameSpeaker(voice(MEETING, 2), " ")).names == {}


def test_speakers_are_merged_with_a_name_and_with_what_the_model_hears_later():
    edits = log(RenameSpeaker(voice(MEETING, 2), "Ben"), MergeSpeakers(voice(MEETING, 2), voice(MEETING, 1)))
    heard_later = turn(3, "and one more", 14.0, 15.0, speaker=2)
    shown = edited([*MEETING, heard_later], {}, edits)
    assert {each.speaker for each in shown.turns} == {1} and shown.names == {1: "Ben"}
    named = after(RenameSpeaker(voice(MEETING, 1), "Anna"), *(each.edit for each in edits))
    assert named.names == {1: "Anna"}


def test_a_turn_is_deleted_and_one_is_added():
    shown = after(DeleteTurns((seen(YES),)), AddTurn(9 * 16_000, 10 * 16_000, voice(MEETING, 2), "not heard"))
    assert texts(shown) == {0: HELLO.text, -2: "not heard", 2: LATER.text}


def test_bookmarks_and_notes():
    shown = after(AddBookmark(32_000, "b"), AddBookmark(16_000), RenameBookmark(2, "a"), SetNotes("Ask\nBen"))
    assert [(each.id, each.at_samples, each.text) for each in shown.bookmarks] == [(2, 16_000, "a"), (1, 32_000, "b")]
    assert shown.notes == "Ask\nBen"
    assert after(AddBookmark(1), RemoveBookmark(1), RemoveBookmark(1)).unapplied == (3,)


def test_edits_of_one_action_are_undone_together():
    edits = [Logged(1, 1, 0.0, SetNotes("a")), Logged(2, 1, 0.0, AddBookmark(0)), Logged(3, 3, 0.0, Undo(1))]
    assert edited([], {}, edits[:2]).notes == "a" and edited([], {}, edits) == edited([], {}, [])


def test_a_change_after_an_undo_ends_what_could_be_redone():
    edits = log(SetNotes("a"), SetNotes("b"), Undo(2), SetNotes("c"), Redo(2))
    assert history(edits[:3]).undone == (2,)
    assert history(edits) == history(edits[:4]) and edited([], {}, edits).notes == "c"


def test_what_is_undone_last_is_redone_first():
    edits = log(SetNotes("a"), SetNotes("b"), Undo(2), Undo(1))
    assert (history(edits).done, history(edits).undone) == ((), (2, 1))


class TestRecognisedAnew:
    """The same meeting from another model: other ids, other limits of turns, other numbers of speakers."""

    def test_a_turn_under_another_id_keeps_what_was_written(self):
        anew = [turn(7, "good warning all off you", 0.1, 5.2, speaker=3), turn(0, "something else", 20.0, 22.0)]
        shown = after(SetText(seen(HELLO), "good morning, all"), turns=anew)
        assert texts(shown) == {7: "good morning, all", 0: "something else"}

    def test_what_was_written_stands_for_its_part_of_a_longer_turn(self):
        anew = [replace(HELLO, id=4, end_samples=YES.end_samples, words=HELLO.words + YES.words)]
        assert texts(after(SetText(seen(YES), "Yes, fun"), turns=anew)) == {4: "good morning all of you Yes, fun"}
        assert texts(after(DeleteTurns((seen(HELLO),)), turns=anew)) == {4: "yes it was fun"}

    def test_what_was_written_stands_for_all_parts_of_a_turn_now_split(self):
        parts = edited([HELLO], {}, log(split_at(HELLO, HELLO.words[2].start_samples))).turns
        anew = [replace(part, id=id) for id, part in enumerate(parts)]
        (whole,) = after(SetText(seen(HELLO), "good day all of you"), turns=anew).turns
        assert whole.text == "good day all of you"
        assert (whole.start_samples, whole.end_samples) == (HELLO.start_samples, HELLO.end_samples)

    def test_a_speaker_under_another_number_keeps_the_name(self):
        anew = [replace(each, speaker=3 - each.speaker) for each in MEETING]
        assert after(RenameSpeaker(voice(MEETING, 2), "Ben"), turns=anew).names == {1: "Ben"}

    def test_an_edit_of_a_turn_that_is_gone_is_told_of(self):
        short = turn(5, "hm", 2.0, 2.3, speaker=2, channel=1)
        edits = SetText(seen(short), "aha"), DeleteTurns((seen(short),)), MoveTurns((seen(short),), Voice(1))
        shown = after(*edits, turns=[HELLO])
        assert shown.turns == (HELLO,) and shown.unapplied == (1, 2, 3)

    def test_a_moved_turn_is_not_looked_for_in_a_longer_one(self):
        anew = [replace(HELLO, end_samples=LATER.end_samples, words=HELLO.words + YES.words)]
        assert after(MoveTurns((seen(YES),), Voice(5), new=True), turns=anew).unapplied == (1,)

    def test_of_a_turn_with_other_limits_the_one_that_was_moved_is_moved(self):
        anew = [replace(YES, id=8, start_samples=samples(5.1), end_samples=samples(9.2))]
        (shown,) = after(SetTimes(seen(YES), YES.start_samples, samples(8.0)), turns=anew).turns
        assert (shown.id, shown.start_s, shown.end_s) == (8, 5.1, 8.0)

    def test_a_split_finds_its_place_by_time(self):
        anew = [replace(HELLO, id=9, words=(Word("oh", 0, 100), *HELLO.words))]
        shown = after(split_at(HELLO, HELLO.words[2].start_samples), turns=anew)
        assert texts(shown) == {9: "oh good morning", -1: "all of you"}


def test_a_speaker_that_the_model_finds_later_does_not_take_the_number_of_one_that_a_person_made():
    edits = log(MoveTurns((seen(HELLO),), Voice(3), new=True), RenameSpeaker(Voice(3), "Cleo"))
    heard_later = [turn(3, "who is this", 14.0, 15.0, speaker=3), turn(4, "me", 15.0, 16.0, speaker=4)]
    shown = edited([*MEETING, *heard_later], {}, edits)
    assert [each.speaker for each in shown.turns] == [3, 2, 1, 4, 5] and shown.names == {3: "Cleo"}
