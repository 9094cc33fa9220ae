"""A transcript that was exported, edited elsewhere and read back: exactly what a person changed becomes edits."""

import json

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from made_edits import log
from made_turns import turn

from meetapp.edits import EditedMeeting, RenameSpeaker, SetText, edited, voice
from meetapp.edits.reimport import reimport
from meetapp.exchange import READERS
from meetapp.export import FORMATS, Options, Transcript
from sts_model.turns import Turn, Word

SAID = [
    turn(0, "good morning everyone", 0.0, 2.0, speaker=1),
    turn(1, "the bugdet is closed", 2.5, 5.0, speaker=2, channel=1),
    turn(2, "who says so", 4.0, 6.0, speaker=1),
    turn(3, "i do", 6.5, 7.0, speaker=3, channel=1),
    turn(4, "and i", 8.0, 8.5, speaker=3, channel=1),
]
ANNA = log(RenameSpeaker(voice(SAID, 1), "Anna"))
SHOWN = edited(SAID, {}, ANNA)


def exported(form="seglst", options=None, shown=SHOWN):
    return FORMATS[form].render(Transcript("One", shown.turns, shown.names), options or Options()).decode()


def read_back(text, form="seglst", shown=SHOWN):
    """The meeting after the file has been read, and the edits that it took."""
    read = READERS[form].parse(text, "One", list(shown.names.values()))
    edits = reimport(shown, read.turns, read.names)
    return edited(SAID, {}, [*ANNA, *log(*edits)]) if shown is SHOWN else None, edits


def after(change, form="seglst"):
    entries = json.loads(exported())
    change(entries)
    again, edits = read_back(json.dumps(entries))
    assert again.unapplied == ()
    return again, edits


def lines(meeting):
    return [(meeting.names.get(each.speaker, each.speaker), each.text) for each in meeting.turns]


@st.composite
def meetings(draw):
    """Turns as a meeting has them: no speaker in two at once, each of some length."""
    end, made = 0, []
    for id in range(draw(st.integers(0, 8))):
        start = end + draw(st.integers(0, 40_000))
        end = start + draw(st.integers(2_000, 160_000))
        texts = draw(st.lists(st.sampled_from(["so", "we", "begin", "um", "today"]), min_size=1, max_size=4))
        edges = [start + (end - start) * i // len(texts) for i in range(len(texts) + 1)]
        words = tuple(Word(text, edges[i], edges[i + 1], 0.5) for i, text in enumerate(texts))
        made.append(Turn(id, id % 2, draw(st.integers(1, 3)), start, end, words))
    return EditedMeeting(tuple(made), draw(st.sampled_from([{}, {1: "Anna"}, {1: "Anna", 2: "Ben  B."}])))


@settings(max_examples=60)
@given(
    shown=meetings(),
    form=st.sampled_from(["seglst", "srt", "vtt"]),
    options=st.builds(
        Options,
        speakers=st.sampled_from(["names", "numbers", "none"]),
        merge_s=st.sampled_from([0.0, 1.0]),
        max_line_width=st.sampled_from([0, 12]),
        max_line_count=st.just(0),
        wording=st.sampled_from(["readable", "clean", "verbatim"]),
    ),
)
def test_a_file_that_nobody_changed_is_no_edit(shown, form, options):
    assert read_back(exported(form, options, shown), form, shown)[1] == []


def test_a_text_is_changed_where_it_was_and_keeps_the_times_of_other_words():
    again, edits = after(lambda entries: entries[1].update(words="the budget is closed"))
    assert [type(edit) for edit in edits] == [SetText]
    assert again.turns[1].words[0] == SAID[1].words[0] and again.turns[1].text == "the budget is closed"


def test_names_are_given_and_changed():
    def change(entries):
        for entry in entries:
            entry["speaker"] = {"Anna": "Anna Bell", "Speaker 2": "Ben"}.get(entry["speaker"], entry["speaker"])

    again, edits = after(change)
    assert again.names == {1: "Anna Bell", 2: "Ben"}
    assert {type(edit) for edit in edits} == {RenameSpeaker}


def test_a_turn_goes_to_another_speaker_and_to_a_new_one():
    again, _ = after(lambda entries: (entries[1].update(speaker="Anna"), entries[3].update(speaker="Cleo")))
    assert lines(again) == [
        ("Anna", "good morning everyone"),
        ("Anna", "the bugdet is closed"),
        ("Anna", "who says so"),
        ("Cleo", "i do"),
        (3, "and i"),
    ]


def test_turns_are_deleted_and_added():
    def change(entries):
        del entries[2]
        entries.append({**entries[0], "start_time": 9.0, "end_time": 9.5, "words": "bye", "speaker": "Speaker 3"})

    again, _ = after(change)
    assert lines(again) == [
        ("Anna", "good morning everyone"),
        (2, "the bugdet is closed"),
        (3, "i do"),
        (3, "and i"),
        (3, "bye"),
    ]


def test_limits_that_moved_are_no_edit_but_a_text_beside_them_is():
    again, edits = after(lambda entries: entries[1].update(start_time=2.8, end_time=5.2, words="closed"))
    assert [type(edit) for edit in edits] == [SetText] and again.turns[1].text == "closed"
    assert (again.turns[1].start_samples, again.turns[1].end_samples) == (SAID[1].start_samples, SAID[1].end_samples)


def test_turns_that_were_joined_for_the_file_are_one_once_they_are_edited():
    text = exported("seglst", Options(merge_s=2.0)).replace("i do and i", "I do, and I")
    again, _ = read_back(text)
    assert [each.text for each in again.turns][3:] == ["I do, and I"] and again.unapplied == ()


def test_an_edited_cue_of_a_turn_that_subtitles_have_in_several():
    text = exported("srt", Options(max_line_width=12, max_line_count=1)).replace("bugdet", "budget")
    again, edits = read_back(text, "srt")
    assert [type(edit) for edit in edits] == [SetText] and again.turns[1].text == "the budget is closed"


@pytest.mark.parametrize("form", ["srt", "vtt"])
def test_a_file_that_does_not_say_who_speaks_changes_no_speaker(form):
    text = exported(form, Options(speakers="none")).replace("bugdet", "budget")
    again, edits = read_back(text, form)
    assert [type(edit) for edit in edits] == [SetText]
    assert [each.speaker for each in again.turns] == [each.speaker for each in SHOWN.turns]


def test_an_empty_file_takes_all_turns_away():
    again, _ = read_back("[]")
    assert again.turns == () and again.unapplied == ()


def test_a_file_of_bare_words_takes_no_capital_and_no_figure_from_what_stayed():
    said = (
        ("on", "On"),
        ("friday", "Friday"),
        ("we", "we"),
        ("need", "need"),
        ("twenty", "25"),
        ("five", ""),
        ("desks", "desks."),
    )
    words = tuple(Word(text, 8000 * i, 8000 * i + 8000, 0.5, written) for i, (text, written) in enumerate(said))
    shown = edited([Turn(0, 0, 1, 0, 56_000, words)], {}, [])
    (change,) = reimport(
        shown, [Turn(0, 0, 1, 0, 56_000, (Word("on friday we want twenty five new desks", 0, 56_000),))], {}
    )
    assert isinstance(change, SetText) and change.text == "On Friday we want 25 new desks."
    (change,) = reimport(shown, [Turn(0, 0, 1, 0, 56_000, (Word("On friday we need 25 Desks.", 0, 56_000),))], {})
    assert isinstance(change, SetText) and change.text == "On friday we need 25 Desks."
