"""Export: the table of formats, and the formats that people read; nothing that was said is taken for markup."""

import json
import re

import meeteval
import pytest
from hypothesis import given
from hypothesis import strategies as st
from lxml import html
from made_turns import turn, turns
from markdown_it import MarkdownIt

from meetapp.export import FORMATS, Options, Transcript
from meetapp.export.transcript import one_line
from meetapp.settings import EXPORT_FORMATS
from sts_model.turns import merge_turns

transcripts = st.builds(
    lambda each, names: Transcript("meeting", tuple(merge_turns([], each)), names),
    st.lists(turns(last_s=200_000), max_size=6),
    st.dictionaries(st.integers(1, 6), st.text(max_size=12), max_size=4),
)
CUE = re.compile(r"(\d+)\n(\d{2,}):(\d\d):(\d\d),(\d{3}) --> (\d{2,}):(\d\d):(\d\d),(\d{3})\n(.+)\n\n")
NASTY = "<b>&amp; *x* _y_ [l](u) `c` | ~~z~~ \\ # <script>alert(1)</script> $1$ \"q\" 'r'"


APART = Options(merge_s=0)


def render(name, *each, names=None):
    return FORMATS[name].render(Transcript("meeting", each, names or {}), APART).decode()


def spoken(transcript):
    return [(transcript.speaker(each), one_line(each.text)) for each in transcript.turns]


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


def test_a_name_cannot_turn_its_neighbours_round():
    assert render("txt", turn(0, "hi"), names={1: "\u202eevil\u2066\x00"}) == "[00:00.0-00:01.0] evil: hi\n"


def test_no_turns_are_an_empty_file_or_an_empty_list():
    assert [render(name) for name in ("txt", "srt", "seglst", "vtt")] == ["", "", "[]\n", "WEBVTT\n"]
    assert json.loads(render("json"))["segments"] == []


@given(transcript=transcripts)
def test_text_has_one_line_a_turn(transcript):
    lines = FORMATS["txt"].render(transcript, APART).decode().split("\n")[:-1]
    assert len(lines) == len(transcript.turns)
    assert all(re.match(r"\[(\d+:)?\d\d:\d\d\.\d-(\d+:)?\d\d:\d\d\.\d\] \S", line) for line in lines)


@given(transcript=transcripts)
def test_markdown_says_only_what_was_said(transcript):
    heading, *paragraphs = [
        token
        for token in MarkdownIt().parse(FORMATS["md"].render(transcript, APART).decode())
        if token.type == "inline"
    ]
    assert heading.content == "meeting"
    read = []
    for paragraph in paragraphs:
        opened, name, closed, *rest = [token for token in paragraph.children if token.type != "text" or token.content]
        assert (opened.type, closed.type) == ("strong_open", "strong_close")
        assert {token.type for token in rest} <= {"text", "text_special"}
        read.append((name.content, "".join(token.content for token in rest).partition("] ")[2]))
    assert read == spoken(transcript)


@pytest.mark.parametrize("start", ["- a", "+ a", "1. a", "12) a", "# a", "> a", "=== a", "* a", "    a", "```a"])
def test_markdown_without_names_and_times_still_says_only_what_was_said(start):
    options = Options(timestamps=False, speakers="none")
    text = FORMATS["md"].render(Transcript("m", (turn(0, start),)), options).decode()
    tokens = MarkdownIt().parse(text)
    assert [token.type for token in tokens[3:]] == ["paragraph_open", "inline", "paragraph_close"]
    assert "".join(token.content for token in tokens[4].children) == " ".join(start.split())


@given(transcript=transcripts)
def test_html_read_back_by_lxml_has_every_turn(transcript):
    page = html.fromstring(FORMATS["html"].render(transcript, APART).decode())
    read = [
        (one_line(p.find_class("speaker")[0].text_content()), one_line(p.find_class("words")[0].text_content()))
        for p in page.find_class("turn")
    ]
    assert read == spoken(transcript)
    starts = [float(time.get("datetime")[2:-1]) for time in page.iter("time")]
    assert starts == [float(f"{each.start_s:.3f}") for each in transcript.turns]


def test_markup_in_titles_names_and_words_is_text():
    transcript = Transcript(NASTY, (turn(0, NASTY),), {1: NASTY})
    page = html.fromstring(FORMATS["html"].render(transcript).decode())
    assert not list(page.iter("script", "b", "a")) and page.findtext(".//title") == NASTY
    assert page.find_class("speaker")[0].text_content() == page.find_class("words")[0].text_content() == NASTY
    inline = [t for t in MarkdownIt().parse(FORMATS["md"].render(transcript).decode()) if t.type == "inline"]
    kinds = {child.type for token in inline for child in token.children}
    assert kinds <= {"text", "text_special", "strong_open", "strong_close"}
    assert "".join(child.content for child in inline[0].children) == NASTY


def test_right_to_left_words_have_their_direction():
    page = html.fromstring(render("html", turn(0, "שלום לכולם"), turn(1, "hello", 1, 2)))
    assert [p.get("dir") for p in page.find_class("turn")] == ["rtl", None]


@given(transcript=transcripts)
def test_seglst_is_a_plain_list_that_meeteval_reads_back(transcript):
    text = FORMATS["seglst"].render(transcript)
    read = meeteval.io.SegLST(json.loads(text))
    assert [
        (entry["session_id"], entry["speaker"], entry["start_time"], entry["end_time"], entry["words"])
        for entry in read.segments
    ] == [
        ("meeting", transcript.speaker(each), round(each.start_s, 3), round(each.end_s, 3), one_line(each.text))
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
    text = FORMATS["srt"].render(transcript).decode()
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
    assert (document["format"], document["version"], document["session_id"]) == ("meetapp-transcript", 2, "meeting")
    assert [each["id"] for each in document["segments"]] == [each.id for each in transcript.turns]
    for read, each in zip(document["segments"], transcript.turns, strict=True):
        assert read["speaker"] == transcript.speaker(each)
        assert [word["word"] for word in read["words"]] == [one_line(word.text) for word in each.words]
        assert [word["start"] for word in read["words"]] == [
            round(word.start_samples / 16_000, 3) for word in each.words
        ]


def test_every_format_can_be_asked_for_in_settings_and_on_the_command_line():
    assert tuple(FORMATS) == EXPORT_FORMATS
    assert {each.suffix for each in FORMATS.values()} == {
        *(".txt", ".md", ".html", ".docx", ".srt", ".vtt", ".csv", ".tsv", ".json", ".seglst.json"),
        *(".stm", ".ctm", ".rttm", ".qda.txt", ".TextGrid", ".eaf", ".pdf"),
    }


@pytest.mark.parametrize("name", FORMATS)
def test_every_format_says_what_it_loses_and_which_options_it_takes(name):
    form = FORMATS[name]
    assert form.label and "merge_s" in form.takes
    assert form.about.endswith(".") and form.overlap.endswith(".") and "\n" not in form.about + form.overlap
    assert form.loses.endswith(".") or name == "json"
