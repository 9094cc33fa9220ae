"""Exported files in the hands of readers that are not ours: what they find is what was said, overlap included."""

import csv
import io
import itertools
import json
import re
import zipfile
from datetime import timedelta

import meeteval
import pympi
import pypdf
import pytest
import srt
import webvtt
from docx import Document
from hypothesis import given, settings
from hypothesis import strategies as st
from lxml import etree
from made_turns import turn, turns
from praatio import textgrid
from PySide6.QtGui import QFontDatabase

from meetapp.export import FORMATS, Transcript
from meetapp.export.arrange import span_ms, tiers
from meetapp.export.transcript import one_line
from sts_model.turns import PAUSE_S, join_turns, merge_turns

transcripts = st.builds(
    lambda each, names: Transcript("meeting", tuple(merge_turns([], each)), names),
    st.lists(turns(last_s=200_000), max_size=6),
    st.dictionaries(st.integers(1, 6), st.text(max_size=12), max_size=4),
)
OVERLAP = Transcript(
    "Team meeting",
    (
        turn(0, "I think that", 1.0, 3.5),
        turn(1, "yes", 2.0, 2.5, speaker=2, channel=1),
        turn(2, "שלום לכולם 日本語 żółw", 4, 6, speaker=3),
    ),
    {1: "Anna Bell"},
)
few = settings(max_examples=25, deadline=None)  # formats whose readers take their time


def rendered(name, transcript=OVERLAP):
    return FORMATS[name].render(transcript)


def expected(transcript):
    """What a format with times in milliseconds should hold."""
    return [(*span_ms(each), transcript.speaker(each), one_line(each.text)) for each in transcript.turns]


def ms(seconds):
    return round(float(seconds) * 1000)


def test_srt_read_by_srt():
    cues = list(srt.parse(rendered("srt").decode()))
    found = [(each.start // timedelta(milliseconds=1), each.end // timedelta(milliseconds=1)) for each in cues]
    assert found == [(1000, 3500), (2000, 2500), (4000, 6000)]
    assert cues[0].content == "Anna Bell: I think that" and cues[2].content == "Speaker 3: שלום לכולם 日本語 żółw"


@few
@given(transcript=transcripts)
def test_webvtt_read_by_webvtt(transcript):
    captions = webvtt.from_string(rendered("vtt", transcript).decode()).captions
    read = [(ms(c.start_in_seconds), ms(c.end_in_seconds)) for c in captions]
    assert [start // 1000 for start, _ in read] == [start // 1000 for start, *_ in expected(transcript)]
    assert len(captions) == len(transcript.turns)


def test_webvtt_has_voices_and_times_and_overlap():
    captions = webvtt.from_string(rendered("vtt").decode()).captions
    assert [(c.start, c.end, c.voice, c.text) for c in captions] == [
        ("00:00:01.000", "00:00:03.500", "Anna Bell", "I think that"),
        ("00:00:02.000", "00:00:02.500", "Speaker 2", "yes"),
        ("00:00:04.000", "00:00:06.000", "Speaker 3", "שלום לכולם 日本語 żółw"),
    ]


def test_webvtt_escapes_what_a_player_takes_for_markup():
    text = rendered("vtt", Transcript("m", (turn(0, "a --> b <i>c</i> &amp;"),), {1: "A<B>&"})).decode()
    assert (
        text
        == "WEBVTT\n\n00:00:00.000 --> 00:00:01.000\n<v A&lt;B&gt;&amp;>a --&gt; b &lt;i&gt;c&lt;/i&gt; &amp;amp;\n"
    )


@given(transcript=transcripts)
def test_tables_read_by_the_csv_reader(transcript):
    for name, dialect, scale in (("csv", "excel", 1000), ("tsv", "excel-tab", 1)):
        text = rendered(name, transcript).decode("utf-8-sig")
        rows = list(csv.DictReader(io.StringIO(text, newline=""), dialect=dialect))
        read = [(round(float(r["start"]) * scale), round(float(r["end"]) * scale)) for r in rows]
        assert read == [span_ms(each) for each in transcript.turns]
        cells = [(r["speaker"], r["text"]) for r in rows]
        assert [tuple(cell.removeprefix("'") for cell in row) for row in cells] == [
            tuple(cell.removeprefix("'") for cell in row[2:]) for row in expected(transcript)
        ]
        assert not any(cell[:1] in tuple("=+-@\t\r") for row in cells for cell in row if cell)


@pytest.mark.parametrize("start", ["=", "+", "-", "@", "＝", "\t=", "\r=", " ="])
def test_no_cell_is_a_formula(start):
    text = rendered("csv", Transcript("m", (turn(0, start + 'HYPERLINK("x")'),), {1: start + "1"})).decode("utf-8-sig")
    ((*_, speaker, words),) = list(csv.reader(io.StringIO(text)))[1:]
    assert speaker == f"'{start.strip()}1" and words == f'\'{start.strip()}HYPERLINK("x")'


def test_a_spreadsheet_is_told_that_csv_is_utf_8_and_scripts_find_none_of_that_in_tsv():
    assert rendered("csv").startswith(b"\xef\xbb\xbfstart,") and rendered("tsv").startswith(
        b"start\tend\tspeaker\ttext\n"
    )


@given(transcript=transcripts)
def test_stm_read_by_meeteval(transcript):
    read = meeteval.io.STM.parse(rendered("stm", transcript).decode()).to_seglst().segments
    assert [(ms(e["start_time"]), ms(e["end_time"])) for e in read] == [span_ms(each) for each in transcript.turns]
    assert all(e["session_id"] == "meeting" for e in read)
    exact = [(e["words"], row[3]) for e, row in zip(read, expected(transcript), strict=True)]
    assert all(words == said or set(said) & set("<{}") for words, said in exact)


def test_stm_has_nothing_that_a_scorer_takes_for_markup():
    text = rendered("stm", Transcript(";; x", (turn(0, "<o> { a / b }"),), {1: ";;A"})).decode()
    assert text == ";_x 1 ;A 0.000 1.000 ‹o> ( a / b )\n"


@given(transcript=transcripts)
def test_rttm_read_by_meeteval(transcript):
    text = rendered("rttm", transcript).decode()
    read = meeteval.io.RTTM.parse(text).lines
    spans = [(ms(e.begin_time), ms(e.begin_time) + ms(e.duration)) for e in read]
    assert spans == [span_ms(each) for each in transcript.turns]
    speakers = {}
    for entry, each in zip(read, transcript.turns, strict=True):
        assert speakers.setdefault(transcript.speaker(each), entry.speaker_id) == entry.speaker_id
    assert len(set(speakers.values())) == len(speakers), "people with different names stay apart"


def test_names_that_come_out_alike_as_one_field_stay_apart():
    text = rendered("rttm", Transcript("m", (turn(0, "a"), turn(1, "b", 1, 2, speaker=2)), {1: "A B", 2: "A_B"}))
    assert [line.split()[7] for line in text.decode().splitlines()] == ["A_B", "A_B-2"]


@given(transcript=transcripts)
def test_ctm_read_by_meeteval(transcript):
    read = meeteval.io.CTM.parse(rendered("ctm", transcript).decode()).lines
    words = sorted(
        (each.speaker, ms(word.start_samples / 16_000), one_line(word.text))
        for each in transcript.turns
        for word in each.words
        if one_line(word.text)
    )
    assert sorted((int(e.channel), ms(e.begin_time)) for e in read) == [word[:2] for word in words]
    assert sorted(e.word for e in read) == sorted(word[2].replace(";;", ";") for word in words)
    assert [int(e.channel) for e in read] == sorted(int(e.channel) for e in read)


@given(transcript=transcripts)
def test_qda_is_paragraphs_that_begin_with_a_mark_and_a_name(transcript):
    """As the importers of programs for qualitative analysis take a text apart: at marks, empty lines, first colons."""
    paragraphs = rendered("qda", transcript).decode().rstrip("\n").split("\n\n") if transcript.turns else []
    read = [re.fullmatch(r"#(\d\d+):([0-5]\d):([0-5]\d)-(\d)# ([^:]*): (.*)", each) for each in paragraphs]
    joined = join_turns(transcript.turns, PAUSE_S)
    assert [round(3600 * int(m[1]) + 60 * int(m[2]) + int(m[3]) + int(m[4]) / 10, 1) for m in read] == [
        pytest.approx(each.start_s, abs=0.0501) for each in joined
    ]
    assert [m[5] for m in read] == [transcript.speaker(each).replace(":", " ") for each in joined]
    assert [m[6] for m in read] == [one_line(each.text) for each in joined]


@few
@given(transcript=transcripts)
def test_textgrid_read_by_praatio(transcript, tmp_path_factory):
    path = tmp_path_factory.mktemp("grid") / "a.TextGrid"
    path.write_bytes(rendered("textgrid", transcript))
    grid = textgrid.openTextgrid(str(path), includeEmptyIntervals=False, reportingMode="error")
    made = tiers(transcript)
    assert list(grid.tierNames) == ([tier.name for tier in made] or ["Speaker 1"])
    for tier in made:
        entries = [(ms(e.start), ms(e.end), e.label) for e in grid.getTier(tier.name).entries]
        assert entries == [(s.start_ms, s.end_ms, s.text) for s in tier.spans if s.text]


def test_textgrid_tiers_cover_the_whole_length_and_overlap_survives(tmp_path):
    (tmp_path / "a").write_bytes(rendered("textgrid"))
    grid = textgrid.openTextgrid(str(tmp_path / "a"), includeEmptyIntervals=True)
    for name in grid.tierNames:
        entries = grid.getTier(name).entries
        assert (entries[0].start, entries[-1].end) == (0, 6)
        assert all(one.end == two.start for one, two in itertools.pairwise(entries))
    said = {name: [tuple(e) for e in grid.getTier(name).entries if e.label] for name in grid.tierNames}
    assert said["Anna Bell"] == [(1, 3.5, "I think that")] and said["Speaker 2"] == [(2, 2.5, "yes")]


@few
@given(transcript=transcripts)
def test_eaf_read_by_pympi(transcript, tmp_path_factory):
    path = tmp_path_factory.mktemp("eaf") / "a.eaf"
    path.write_bytes(rendered("eaf", transcript))
    document = pympi.Elan.Eaf(str(path))
    made = tiers(transcript)
    assert sorted(document.get_tier_names()) == sorted(tier.name for tier in made)
    for tier in made:
        found = [(start, end, text or "") for start, end, text in document.get_annotation_data_for_tier(tier.name)]
        assert sorted(found) == [(s.start_ms, s.end_ms, s.text) for s in tier.spans]
        assert document.tiers[tier.name][2]["PARTICIPANT"] == tier.speaker


def test_eaf_numbers_are_unique_and_every_time_is_there():
    root = etree.fromstring(rendered("eaf"))
    slots = {slot.get("TIME_SLOT_ID"): int(slot.get("TIME_VALUE")) for slot in root.iter("TIME_SLOT")}
    annotations = list(root.iter("ALIGNABLE_ANNOTATION"))
    assert len({each.get("ANNOTATION_ID") for each in annotations}) == len(annotations) == 3
    assert all(slots[each.get("TIME_SLOT_REF1")] < slots[each.get("TIME_SLOT_REF2")] for each in annotations)
    assert [child.tag for child in root] == ["HEADER", "TIME_ORDER", "TIER", "TIER", "TIER", "LINGUISTIC_TYPE"]


def test_turns_of_one_speaker_that_overlap_have_a_tier_each():
    transcript = Transcript("m", (turn(0, "a", 0, 2), turn(1, "b", 1, 3, channel=1), turn(2, "c", 2.5, 4)), {1: "Ann"})
    assert [(tier.name, [span.text for span in tier.spans]) for tier in tiers(transcript)] == [
        ("Ann", ["a", "c"]),
        ("Ann (2)", ["b"]),
    ]


@settings(max_examples=5, deadline=None)
@given(transcript=transcripts)
def test_docx_read_by_python_docx(transcript):
    paper = Document(io.BytesIO(rendered("docx", transcript)))
    heading, *paragraphs = paper.paragraphs
    assert heading.text == paper.core_properties.title == "meeting" and heading.style.name == "Heading 1"
    for paragraph, each in zip(paragraphs, join_turns(transcript.turns, PAUSE_S), strict=True):
        assert paragraph.runs[0].bold and paragraph.runs[0].text == transcript.speaker(each)
        assert paragraph.text.partition("] ")[2] == one_line(each.text)


def test_docx_turns_right_to_left_paragraphs_round():
    with zipfile.ZipFile(io.BytesIO(rendered("docx"))) as archive:
        root = etree.fromstring(archive.read("word/document.xml"))
    word = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
    turned = [paragraph.find(f"{word}pPr/{word}bidi") is not None for paragraph in root.iter(f"{word}p")]
    assert turned == [False, False, False, True]


def test_pdf_read_by_pypdf(qapp):
    reader = pypdf.PdfReader(io.BytesIO(rendered("pdf")))
    text = " ".join("".join(page.extract_text() for page in reader.pages).split())
    assert reader.metadata.title == "Team meeting"
    assert "Anna Bell 00:01.0-00:03.5 I think that" in text and "Speaker 2 00:02.0-00:02.5 yes" in text
    # What no font of the machine has cannot be set.
    assert ("日本語 żółw" if QFontDatabase.families(QFontDatabase.WritingSystem.Japanese) else "żółw") in text
    assert any("\u0590" < letter < "\u05ff" for letter in text)


def test_a_long_pdf_has_numbered_pages():
    many = Transcript("m", tuple(turn(i, f"word{i} " * 12, i, i + 1) for i in range(200)))
    pages = pypdf.PdfReader(io.BytesIO(rendered("pdf", many))).pages
    assert len(pages) > 3 and pages[2].extract_text().split()[-1] == "3"
    assert "word199" in pages[-1].extract_text()


def test_formats_for_scoring_agree():
    def times(segments):
        return sorted((ms(each["start_time"]), ms(each["end_time"])) for each in segments)

    seglst = json.loads(rendered("seglst"))
    stm = meeteval.io.STM.parse(rendered("stm").decode())
    assert times(stm.to_seglst().segments) == times(seglst)
    reference = meeteval.io.SegLST([{**each, "session_id": "Team_meeting"} for each in seglst])
    assert meeteval.wer.cpwer(reference, stm)["Team_meeting"].error_rate == 0
