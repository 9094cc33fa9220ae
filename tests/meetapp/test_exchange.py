"""Exchange: what was exported comes back, what a person edited too, and any mistake is a sentence with its place."""

import json
import re
import time
from pathlib import Path

import pytest
import srt
from hypothesis import given
from hypothesis import strategies as st
from made_turns import turn, turns

from meetapp.errors import InputError
from meetapp.exchange import READERS, read_file, title_of
from meetapp.exchange.seglst import parse as parse_seglst
from meetapp.exchange.subtitles import parse_srt, parse_vtt
from meetapp.export import FORMATS, Options, Transcript
from meetapp.export.arrange import span_ms
from meetapp.export.transcript import one_line
from sts_model.turns import merge_turns

transcripts = st.builds(
    lambda each, names: Transcript("meeting", tuple(merge_turns([], each)), names),
    st.lists(turns(last_s=80_000), max_size=8),
    st.dictionaries(st.integers(1, 6), st.text(max_size=12), max_size=4),
)
LOOK_ALIKES = str.maketrans({"<": "‹", ">": "›", "{": "(", "}": ")"})
CUE = "00:00:01,000 --> 00:00:02,000\n"


def rows(transcript):
    return [(*span_ms(each), transcript.speaker(each), one_line(each.text)) for each in transcript.turns]


def said(transcript):
    return [(transcript.speaker(each), each.text) for each in transcript.turns]


@given(transcript=transcripts)
def test_seglst_comes_back_as_it_went(transcript):
    read = parse_seglst(FORMATS["seglst"].render(transcript).decode(), "meeting")
    assert read.session_id == "meeting"
    assert [(round(t.start_s, 3), round(t.end_s, 3), read.speaker(t), t.text) for t in read.turns] == [
        (round(t.start_s, 3), round(t.end_s, 3), transcript.speaker(t), one_line(t.text)) for t in transcript.turns
    ]


@given(transcript=transcripts)
def test_webvtt_comes_back_as_it_went(transcript):
    assert rows(parse_vtt(FORMATS["vtt"].render(transcript).decode())) == rows(transcript)


@given(transcript=transcripts)
def test_srt_comes_back_but_for_what_it_cannot_write(transcript):
    def alike(row):
        return (*row[:2], row[2].replace(":", "\ua789").translate(LOOK_ALIKES), row[3].translate(LOOK_ALIKES))

    read = parse_srt(FORMATS["srt"].render(transcript).decode())
    assert rows(read) == [alike(row) for row in rows(transcript)]


@given(transcript=transcripts)
def test_what_came_back_can_go_out_again(transcript):
    read = parse_seglst(FORMATS["seglst"].render(transcript).decode(), "meeting")
    for form in FORMATS.values():
        if form.name not in ("docx", "pdf"):
            form.render(read)
    assert FORMATS["seglst"].render(read) == FORMATS["seglst"].render(transcript)


@given(transcript=transcripts)
def test_turns_that_came_back_are_sound(transcript):
    read = parse_vtt(FORMATS["vtt"].render(transcript).decode())
    assert [each.id for each in read.turns] == list(range(len(read.turns)))
    for each in read.turns:
        edges = [each.start_samples, *(at for w in each.words for at in (w.start_samples, w.end_samples))]
        assert edges == sorted(edges) and edges[-1] <= each.end_samples and each.channel in (0, 1)
    assert set(read.names) <= set(read.numbers) and all(number >= 1 for number in read.numbers)


def test_numbers_stay_and_names_get_free_ones():
    entries = [
        {"session_id": "m", "speaker": name, "start_time": at, "end_time": at + 1, "words": "hi"}
        for at, name in enumerate(["Bell", "Speaker 2", "Anna", "Speaker 1", "Bell"])
    ]
    read = parse_seglst(json.dumps(entries))
    assert [each.speaker for each in read.turns] == [3, 2, 4, 1, 3] and read.names == {3: "Bell", 4: "Anna"}


def test_overlap_comes_back_on_two_channels():
    read = parse_srt(
        f"1\n{CUE}A: x\n\n2\n00:00:01,500 --> 00:00:01,700\nB: y\n\n3\n00:00:02,000 --> 00:00:03,000\nA: z\n"
    )
    assert [each.channel for each in read.turns] == [0, 1, 0]


def test_a_list_with_keys_of_others_and_times_as_text_is_read():
    text = '[{"session_id": "S1", "speaker": "P05", "start_time": "1.50", "end_time": "2", "words": "a b", "ref": {}}]'
    read = parse_seglst(text)
    assert (read.session_id, rows(read)) == ("S1", [(1500, 2000, "P05", "a b")])


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("", "Line 1 is not JSON: Expecting value."),
        ("[\n{]", "Line 2 is not JSON"),
        ("{}", "a list of segments"),
        ("[1]", "Entry 1 is not a segment"),
        ("[" * 100_000, "not SegLST"),
        ('[{"speaker": "A", "start_time": 0, "end_time": 1, "words": "a"}]', ""),
        (
            '[{"session_id": "m", "speaker": "A", "start_time": true, "end_time": 1, "words": "a"}]',
            "Entry 1 needs start_time",
        ),
        (
            '[{"session_id": "m", "speaker": "A", "start_time": 0, "end_time": "x", "words": "a"}]',
            "Entry 1 needs end_time",
        ),
        ('[{"session_id": "m", "speaker": "A", "start_time": 0, "end_time": 1e999, "words": "a"}]', "its end must lie"),
        ('[{"session_id": "m", "speaker": "A", "start_time": NaN, "end_time": 1, "words": "a"}]', "its start must lie"),
        ('[{"session_id": "m", "speaker": "A", "start_time": -1, "end_time": 1, "words": "a"}]', "its start must lie"),
        (
            '[{"session_id": "m", "speaker": "A", "start_time": 2, "end_time": 1, "words": "a"}]',
            "Entry 1: it ends before",
        ),
        ('[{"session_id": "m", "speaker": 1, "start_time": 0, "end_time": 1, "words": "a"}]', "Entry 1 needs speaker"),
        ('[{"session_id": "m", "speaker": "A", "start_time": 0, "end_time": 1}]', "Entry 1 needs words"),
        (
            f'[{{"session_id": "m", "speaker": "A", "start_time": {"9" * 400}, "end_time": 1, "words": ""}}]',
            "Entry 1 needs",
        ),
        (f'[{{"session_id": "m", "start_time": {"9" * 5000}}}]', "number too long"),
    ],
)
def test_a_list_that_is_not_seglst_is_bad_input_with_its_place(text, sentence):
    if not sentence:
        assert parse_seglst(text, "named").session_id == "named"
        return
    with pytest.raises(InputError, match=re.escape(sentence)) as caught:
        parse_seglst(text)
    assert caught.value.exit_code == 2 and str(caught.value).endswith(".") and "\n" not in str(caught.value)


def test_several_recordings_in_one_list_are_refused():
    entry = {"speaker": "A", "start_time": 0, "end_time": 1, "words": "a"}
    with pytest.raises(InputError, match=r"2 recordings \('a', 'b'\)"):
        parse_seglst(json.dumps([{**entry, "session_id": "a"}, {**entry, "session_id": "b"}]))


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (f"1\n{CUE}Anna: hello\n", [("Anna", "hello")]),
        (f"{CUE}Anna: hello\n", [("Anna", "hello")]),
        (f"\ufeff1\r\n{CUE[:-1]}\r\nAnna: hello\r\nthere\r\n\r\n".lstrip("\ufeff"), [("Anna", "hello there")]),
        (f"1\n{CUE}<i>Anna: hello</i> {{\\an8}}<font color='red'>you</font>\n", [("Anna", "hello you")]),
        (
            f"1\n{CUE}Anna: hello\n2\n{CUE}Bell: no empty line before\n",
            [("Anna", "hello"), ("Bell", "no empty line before")],
        ),
        (
            f"1\n{CUE}Anna: hello\n\nafter an empty line\n\n2\n{CUE}Bell: hi",
            [("Anna", "hello after an empty line"), ("Bell", "hi")],
        ),
        (
            f"1\n{CUE}Anna: 42\n\n2\n{CUE}42\n",
            [("Speaker 1", "Anna: 42"), ("Speaker 1", "42")],
        ),
        (
            f"1\n{CUE}Speaker 2: a\n\n2\n{CUE}b\n\n3\n{CUE}note: c\n",
            [("Speaker 2", "a"), ("Speaker 2", "b"), ("Speaker 2", "note: c")],
        ),
        (f"1\n{CUE}Anna: a\n\n2\n{CUE}b\n\n3\n{CUE}Anna: c\n", [("Anna", "a"), ("Anna", "b"), ("Anna", "c")]),
        (f"1\n{CUE}Anna: a\nBell: b\n\n2\n{CUE}Bell: c\n", [("Anna", "a"), ("Bell", "b"), ("Bell", "c")]),
        (f"1\n{CUE}at 10:30 we met\n", [("Speaker 1", "at 10:30 we met")]),
        ("1\n1:02,5 --> 01:03.250 X1:10 X2:20\nhi\n", [("Speaker 1", "hi")]),
        ("", []),
        ("\n\n", []),
    ],
)
def test_edited_srt_is_read(text, expected):
    assert said(parse_srt(text)) == expected


def test_names_that_are_known_count_even_once():
    text = f"1\n{CUE}Anna: a\n\n2\n{CUE}b: c\n\n3\n{CUE}d\n"
    assert said(parse_srt(text, known={"Anna"})) == [("Anna", "a"), ("Anna", "b: c"), ("Anna", "d")]


def test_names_are_known_where_all_cues_but_the_last_lost_theirs():
    assert said(parse_srt(f"1\n{CUE}a\n\n2\n{CUE}Speaker 3: b\n")) == [("Speaker 1", "a"), ("Speaker 3", "b")]


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        ("\n00:01.000 --> 00:02.000\n<v Anna>hi", [("Anna", "hi")]),
        (
            " - title\nKind: captions\n\nNOTE by me\nmore\n\nSTYLE\n::cue {}\n\n"
            "a-1\n00:01.000 --> 00:02.000 align:left\n<v.loud Anna>hi",
            [("Anna", "hi")],
        ),
        ("\n00:01.000 --> 00:02.000\n<v A>x</v> <v B><i>y</i> <00:01.500>z</v>", [("A", "x"), ("B", "y z")]),
        (
            "\n00:01.000 --> 00:02.000\n<v A&amp;B>1 &lt; 2\n\n00:02.000 --> 00:03.000\nmore",
            [("A&B", "1 < 2"), ("A&B", "more")],
        ),
        ("\n00:01.000 --> 00:02.000\nAnna: &amp;", [("Anna", "&")]),
        ("", []),
    ],
)
def test_edited_webvtt_is_read(body, expected):
    assert said(parse_vtt("WEBVTT" + body)) == expected


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("hello\n", "Line 1 stands before the first subtitle: 'hello'."),
        (f"1\n{CUE}a\n\n2\n00:00:xx --> 00:00:03,000\nb\n", "Line 6 needs two times like"),
        ("1\n00:00:02,000 --> 00:00:01,000\na\n", "Line 2: it ends before it begins."),
        ("1\n99999999:00:02,000 --> 99999999:00:03,000\na\n", "Line 2: its start must lie"),
        ("1\n00:61:02,000 --> 00:62:03,000\na\n", "Line 2 needs two times"),
    ],
)
def test_subtitles_with_a_mistake_are_bad_input_with_the_line(text, sentence):
    for parse, whole, found in (
        (parse_srt, text, sentence),
        (parse_vtt, "WEBVTT\n\n" + text, re.sub(r"\d+", lambda m: str(int(m[0]) + 2), sentence, count=1)),
    ):
        with pytest.raises(InputError, match=re.escape(found)) as caught:
            parse(whole)
        assert caught.value.exit_code == 2 and "\n" not in str(caught.value)


@pytest.mark.parametrize(
    ("entries", "sentence"),
    [
        ([("A", 0, 10**9)], "Entry 1: its end must lie between 0 and 86400 seconds"),
        ([("A", 0, 86_400)] * 101, "a hundred people who talk at once"),
        ([(f"P{number}", 0, 1) for number in range(10_001)], "more than 10000 speakers"),
    ],
)
def test_more_than_any_meeting_has_is_refused_at_once(entries, sentence):
    named = [
        {"session_id": "m", "speaker": speaker, "start_time": start, "end_time": end, "words": "a"}
        for speaker, start, end in entries
    ]
    with pytest.raises(InputError, match=re.escape(sentence)):
        parse_seglst(json.dumps(named))


@pytest.mark.parametrize("piece", ["<", "<b", "<v A", "{\\", "<v."])
def test_a_line_of_brackets_is_read_in_no_time(piece):
    began = time.process_time()
    for parse, head in ((parse_srt, ""), (parse_vtt, "WEBVTT\n\n")):
        parse(f"{head}{CUE}{piece * 200_000}\n")
    assert time.process_time() - began < 20


def test_a_reference_to_no_letter_stays_as_it_is():
    assert said(parse_vtt(f"WEBVTT\n\n{CUE}&#{'1' * 5000}; &#65;")) == [("Speaker 1", f"&#{'1' * 5000}; A")]


def test_a_transcript_is_called_as_its_file_up_to_its_ending():
    names = {"Q3.2 review.srt": "Q3.2 review", "talk.seglst.json": "talk", "a.b.json": "a.b"}
    assert {name: title_of(Path(name)) for name in names} == names


def test_webvtt_without_its_header_is_refused():
    with pytest.raises(InputError, match="WEBVTT"):
        parse_vtt(CUE + "a")


PIECES = [
    "1\n",
    CUE,
    "WEBVTT",
    "\n",
    "a: b",
    "<v A>",
    "</v>",
    "-->",
    "[",
    "]",
    "{",
    "}",
    '"words"',
    ":",
    ",",
    "1",
    "NOTE",
]


@given(st.lists(st.sampled_from(PIECES) | st.text(max_size=3), max_size=12), st.sampled_from(sorted(READERS)))
def test_any_text_is_a_transcript_or_a_sentence(pieces, name):
    text = "".join(pieces)
    try:
        READERS[name].parse("WEBVTT\n\n" + text if name == "vtt" else text, "m", ())
    except InputError as err:
        assert str(err).endswith(".") and "\n" not in str(err)


@given(transcript=transcripts)
def test_subtitles_of_another_writer_are_read(transcript):
    text = srt.compose(list(srt.parse(FORMATS["srt"].render(transcript).decode())), eol="\r\n")
    # That writer orders cues of one start by their end.
    assert sorted(rows(parse_srt(text))) == sorted(rows(parse_srt(FORMATS["srt"].render(transcript).decode())))


def test_wrapped_subtitles_come_back_with_every_word():
    transcript = Transcript("m", (turn(0, "aa bb cc dd", 0, 4),), {1: "Anna"})
    text = FORMATS["srt"].render(transcript, Options(max_line_width=12, max_line_count=1)).decode()
    assert said(parse_srt(text)) == [("Anna", "aa bb"), ("Anna", "cc dd")]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16"])
def test_a_file_is_read_by_its_ending_whatever_the_editor_wrote(tmp_path, encoding):
    path = tmp_path / "talk.en.srt"
    path.write_text(f"1\n{CUE}Żółw: שלום\n", encoding=encoding)
    read = read_file(path)
    assert (read.session_id, said(read)) == ("talk.en", [("Żółw", "שלום")])


def test_a_file_that_cannot_be_read_is_bad_input(tmp_path):
    (tmp_path / "latin.srt").write_bytes(b"1\n\xe9")
    (tmp_path / "wrong.vtt").write_text("x", encoding="utf-8")
    (tmp_path / "talk.docx").touch()
    for name, words in (
        ("latin.srt", "latin.srt is not text in UTF-8"),
        ("wrong.vtt", "wrong.vtt: This is not WebVTT"),
        ("talk.docx", "its ending must be one of .json"),
        ("none.srt", "cannot be read: No such file"),
    ):
        with pytest.raises(InputError, match=words):
            read_file(tmp_path / name)
