"""Options of an export: times, names, joined turns and wrapped subtitles, each where the format has room."""

import csv
import io
import itertools
import json
import re

import pytest
import srt
from hypothesis import given
from hypothesis import strategies as st
from made_turns import turn, turns

from meetapp.errors import InputError
from meetapp.export import FORMATS, Options, Transcript
from meetapp.export.arrange import overlapping
from meetapp.export.cues import cues, marked_up
from meetapp.export.transcript import one_line
from sts_model.turns import Turn, Word, join_turns, merge_turns

lists = st.lists(turns(last_s=60), max_size=8).map(lambda each: tuple(merge_turns([], each)))
TALK = Transcript(
    "m",
    (
        turn(0, "so I think", 0, 2),
        turn(1, "we could go", 2.5, 4),
        turn(2, "yes", 3.5, 3.9, speaker=2, channel=1),
        turn(3, "on Monday", 4.2, 5),
    ),
    {1: "Anna", 2: "Bell"},
)


def lines(name, **options):
    return FORMATS[name].render(TALK, Options(**options)).decode().splitlines()


def test_text_without_times_marks_what_was_said_over_others():
    assert lines("txt", timestamps=False, merge_s=0) == [
        "Anna: so I think",
        "Anna: we could go",
        "Bell: //yes//",
        "Anna: on Monday",
    ]
    assert lines("txt", timestamps=False, speakers="none")[1] == "//yes//"
    assert lines("txt", speakers="none", merge_s=0)[0] == "[00:00.0-00:02.0] so I think"


@pytest.mark.parametrize("name", [name for name, form in FORMATS.items() if not form.binary and name != "ctm"])
def test_numbers_keep_names_out_of_the_file(name):
    text = FORMATS[name].render(TALK, Options(speakers="numbers")).decode()
    assert "Anna" not in text and "Bell" not in text
    assert "Speaker 1" in text or "Speaker_1" in text


@pytest.mark.parametrize("name", ["txt", "md", "html", "srt", "vtt", "csv", "tsv"])
def test_no_names_are_no_names(name):
    text = FORMATS[name].render(TALK, Options(speakers="none")).decode()
    assert "Anna" not in text and "Speaker" not in text and "speaker" not in text.partition("</style>")[2] + text[:30]


def test_tables_leave_out_columns():
    rows = list(csv.reader(io.StringIO("\n".join(lines("tsv", timestamps=False, speakers="none")))))
    assert rows[0] == ["text"] and len(rows) == 5


def test_neighbouring_turns_of_a_speaker_are_joined_over_a_short_pause():
    assert lines("txt", merge_s=0.5, timestamps=False)[0] == "Anna: so I think we could go"
    assert len(lines("txt", merge_s=0.4)) == 4
    assert len(json.loads("\n".join(lines("seglst", merge_s=0.5)))) == 3


def test_formats_for_readers_join_what_a_pause_has_parted_and_those_for_programs_do_not():
    reading = {"txt", "md", "html", "docx", "pdf", "qda"}
    for name, form in FORMATS.items():
        assert len(form.prepared(TALK, Options()).turns) == (3 if name in reading else 4), name
        assert len(form.prepared(TALK, Options(merge_s=0)).turns) == 4, name
    assert lines("txt")[0] == "[00:00.0-00:04.0] Anna: so I think we could go"


@given(each=lists, gap_s=st.floats(0, 30))
def test_joining_keeps_every_word_and_the_order(each, gap_s):
    made = join_turns(each, gap_s)
    assert [word for turn in made for word in turn.words] == [word for turn in each for word in turn.words]
    assert [turn.start_samples for turn in made] == sorted(turn.start_samples for turn in made)
    assert max((t.end_samples for t in made), default=0) == max((t.end_samples for t in each), default=0)
    if not any(overlapping(each)) and len({turn.speaker for turn in each}) <= 1:
        assert all(b.start_s - a.end_s > gap_s for a, b in itertools.pairwise(made))


@given(each=lists, width=st.integers(1, 40), count=st.integers(0, 3))
def test_wrapped_subtitles_hold_every_word_in_lines_that_fit(each, width, count):
    transcript = Transcript("m", each)
    made = cues(transcript, Options(max_line_width=width, max_line_count=count, speakers="none"))
    assert sorted(w for cue in made for line in cue.lines for w in line.split()) == sorted(
        w for turn in each for w in one_line(turn.text).split()
    )
    assert all(len(line) <= width or " " not in line for cue in made for line in cue.lines)
    assert all(len(cue.lines) <= count or count == 0 for cue in made)
    assert all(cue.start_ms < cue.end_ms for cue in made)


def test_long_turns_become_several_subtitles_with_the_times_of_their_words():
    text = FORMATS["srt"].render(
        Transcript("m", (turn(0, "aa bb cc dd", 0, 4),)), Options(max_line_width=5, max_line_count=1, speakers="none")
    )
    assert [(c.start.total_seconds(), c.end.total_seconds(), c.content) for c in srt.parse(text.decode())] == [
        (0, 2, "aa bb"),
        (2, 4, "cc dd"),
    ]


def test_a_name_counts_in_the_line_it_is_shown_in():
    assert "<v Anna>so I think\n" in FORMATS["vtt"].render(TALK, Options(max_line_width=12)).decode()
    assert FORMATS["srt"].render(TALK, Options(max_line_width=12)).decode().splitlines()[2:4] == ["Anna: so I", "think"]


def test_highlighted_words_are_underlined_while_they_are_spoken():
    said = Transcript("m", (turn(0, "a <b> c", 0, 3),), {1: "Ann"})
    cues_read = list(srt.parse(FORMATS["srt"].render(said, Options(highlight_words=True)).decode()))
    assert [(c.start.total_seconds(), c.content) for c in cues_read] == [
        (0, "Ann: <u>a</u> ‹b› c"),
        (1, "Ann: a <u>‹b›</u> c"),
        (2, "Ann: a ‹b› <u>c</u>"),
    ]
    vtt = FORMATS["vtt"].render(said, Options(highlight_words=True)).decode()
    assert "<v Ann>a <u>&lt;b&gt;</u> c\n" in vtt


@given(each=turns(last_s=60), width=st.integers(0, 20))
def test_highlighting_changes_what_is_marked_and_neither_times_nor_words(each, width):
    plain = Options(max_line_width=width, max_line_count=1 if width else 0, speakers="none")
    marked = Options(max_line_width=width, max_line_count=1 if width else 0, speakers="none", highlight_words=True)
    transcript = Transcript("m", (each,))
    whole, parts = cues(transcript, plain), cues(transcript, marked)
    assert all(one.start_ms < one.end_ms for one in parts)
    for cue in whole:
        mine = [one for one in parts if one.lines == cue.lines and cue.start_ms <= one.start_ms < cue.end_ms]
        assert mine and all(a.end_ms <= b.end_ms for a, b in itertools.pairwise(mine))
    for one in parts:
        shown = marked_up(one, str)
        assert re.sub("</?u>", "", shown) == "\n".join(one.lines)
        found = re.findall("<u>(.*?)</u>", shown)
        assert len(found) == (one.spoken is not None) and all(word == word.strip() != "" for word in found)


@pytest.mark.parametrize(
    ("options", "word"),
    [
        ({"merge_s": -1}, "0 seconds"),
        ({"merge_s": float("nan")}, "0 seconds"),
        ({"merge_s": float("inf")}, "0 seconds"),
        ({"max_line_width": -1}, "below 0"),
        ({"max_line_count": 2}, "--max-line-width"),
    ],
)
def test_options_that_make_no_sense_are_bad_input(options, word):
    with pytest.raises(InputError, match=word):
        Options(**options)


WRITTEN = Transcript(
    "m",
    (
        Turn(
            *(0, 0, 1, 0, 64_000),
            tuple(
                Word(said, 16_000 * i, 16_000 * (i + 1), 1.0, written)
                for i, (said, written) in enumerate([("um", "Um,"), ("twenty", "25%."), ("five", ""), ("percent", "")])
            ),
        ),
    ),
)


READ = [name for name, form in FORMATS.items() if "wording" in form.takes and not form.binary and name != "rttm"]


@pytest.mark.parametrize("name", READ)
def test_what_people_read_is_as_they_write_and_verbatim_only_when_asked_for(name):
    shown = {
        wording: FORMATS[name].render(WRITTEN, Options(wording=wording)).decode()
        for wording in ("readable", "clean", "verbatim")
    }
    assert "25%" in shown["readable"] and "Um" in shown["readable"]
    assert "25%" in shown["clean"] and "Um" not in shown["clean"]
    assert "twenty" in shown["verbatim"] and "25%" not in shown["verbatim"]


@pytest.mark.parametrize("name", ["ctm", "stm", "seglst"])
def test_what_is_scored_is_always_what_was_said(name):
    text = FORMATS[name].render(WRITTEN, Options(wording="readable")).decode()
    assert "percent" in text and "25" not in text
