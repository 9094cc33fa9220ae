"""Export: every format holds every turn, and parsers that are not ours read it back."""

import json
import re

import meeteval
import pytest
from hypothesis import given
from hypothesis import strategies as st
from made_turns import turn, turns

from meetapp.cli import FormatName
from meetapp.export import FORMATS, Transcript
from sts_model.turns import merge_turns

transcripts = st.builds(
    lambda each, names: Transcript("meeting", tuple(merge_turns([], each)), names),
    st.lists(turns(last_s=200_000), max_size=6),
    st.dictionaries(st.integers(1, 6), st.text(max_size=12), max_size=4),
)
CUE = re.compile(r"(\d+)\n(\d{2,}):(\d\d):(\d\d),(\d{3}) --> (\d{2,}):(\d\d):(\d\d),(\d{3})\n(.+)\n\n")


def render(name, *each, names=None):
    return FORMATS[name].render(Transcript("meeting", each, names or {}))


@pytest.mark.parametrize(
    ("start_s", "end_s", "clock"),
    [
        (0, 1.24, "[00:00.0-00:01.2]"),
        (59.96, 61, "[01:00.0-01:01.0]"),
        (3598.0, 3599.94, "[59:58.0-59:59.9]"),
        (3598.0, 3599.96, "[0:59:58.0-1:00:00.0]"),
        (3661.25, 36_000, "[1:01:01.2-10:00:00.0]"),
    ],
)
def test_a_line_of_text_has_times_speaker_and_words(start_s, end_s, clock):
    assert render("txt", turn(0, "good morning", start_s, end_s)) == f"{clock} Speaker 1: good morning\n"


def test_names_stand_in_for_numbers_where_there_are_any():
    both = turn(0, "hello", speaker=1), turn(1, "hi", speaker=2)
    lines = render("txt", *both, names={1: "Anna\nBell"}).splitlines()
    assert [line.partition("] ")[2] for line in lines] == ["Anna Bell: hello", "Speaker 2: hi"]


def test_no_turns_are_an_empty_file_or_an_empty_list():
    assert [render(name) for name in ("txt", "srt", "seglst")] == ["", "", "[]\n"]
    assert json.loads(render("json"))["turns"] == []


@given(transcript=transcripts)
def test_text_has_one_line_a_turn(transcript):
    lines = FORMATS["txt"].render(transcript).split("\n")[:-1]
    assert len(lines) == len(transcript.turns)
    assert all(re.match(r"\[(\d+:)?\d\d:\d\d\.\d-(\d+:)?\d\d:\d\d\.\d\] \S", line) for line in lines)


@given(transcript=transcripts)
def test_seglst_is_a_plain_list_that_meeteval_reads_back(transcript):
    text = FORMATS["seglst"].render(transcript)
    read = meeteval.io.SegLST(json.loads(text))
    assert [
        (entry["session_id"], entry["speaker"], entry["start_time"], entry["end_time"], entry["words"])
        for entry in read.segments
    ] == [
        ("meeting", transcript.speaker(each), round(each.start_s, 3), round(each.end_s, 3), each.text)
        for each in transcript.turns
    ]
    assert {key for entry in json.loads(text) for key in entry} <= {
        "session_id",
        "speaker",
        "start_time",
        "end_time",
        "words",
    }


def test_seglst_can_be_scored():
    text = render("seglst", turn(0, "I think that", 1.0, 3.5), turn(1, "yes", 2.0, 2.5, speaker=2, channel=1))
    segments = meeteval.io.SegLST(json.loads(text))
    assert meeteval.wer.cpwer(segments, segments)["meeting"].error_rate == 0


@given(transcript=transcripts)
def test_srt_has_one_cue_a_turn_with_its_times_and_nothing_a_player_takes_for_markup(transcript):
    text = FORMATS["srt"].render(transcript)
    cues = CUE.findall(text)
    assert "".join(match.group() for match in CUE.finditer(text)) == text
    assert [int(cue[0]) for cue in cues] == list(range(1, len(transcript.turns) + 1))
    for cue, each in zip(cues, transcript.turns, strict=True):
        start_ms, end_ms = (
            int(h) * 3_600_000 + int(m) * 60_000 + int(s) * 1000 + int(ms) for h, m, s, ms in (cue[1:5], cue[5:9])
        )
        assert start_ms == round(each.start_s * 1000) and end_ms == max(start_ms + 1, round(each.end_s * 1000))
        assert not re.search(r"[<>{}]", cue[9])


def test_srt_cues_overlap_where_people_did():
    text = render("srt", turn(0, "I think that", 1.0, 3.5), turn(1, "yes", 2.0, 2.5, speaker=2, channel=1))
    assert text == (
        "1\n00:00:01,000 --> 00:00:03,500\nSpeaker 1: I think that\n\n"
        "2\n00:00:02,000 --> 00:00:02,500\nSpeaker 2: yes\n\n"
    )


@given(transcript=transcripts)
def test_json_holds_every_word_with_its_times(transcript):
    document = json.loads(FORMATS["json"].render(transcript))
    assert (document["format"], document["version"], document["session_id"]) == ("meetapp-transcript", 1, "meeting")
    assert [each["id"] for each in document["turns"]] == [each.id for each in transcript.turns]
    for read, each in zip(document["turns"], transcript.turns, strict=True):
        assert [word["text"] for word in read["words"]] == [word.text for word in each.words]
        assert [word["start_time"] for word in read["words"]] == [
            round(word.start_samples / 16_000, 3) for word in each.words
        ]


def test_every_format_can_be_asked_for_on_the_command_line():
    assert FormatName.__args__ == tuple(FORMATS)
    assert [form.suffix for form in FORMATS.values()] == [".txt", ".json", ".seglst.json", ".srt"]
