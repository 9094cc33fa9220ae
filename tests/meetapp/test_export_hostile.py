"""What people call themselves, and what is said, is never markup, a formula, or a line of its own in any export."""

import csv
import io
import json
import re
import zipfile
from html.parser import HTMLParser

import pympi
import pypdf
import pytest
import srt
import webvtt
from docx import Document
from hypothesis import example, given, settings
from hypothesis import strategies as st
from lxml import etree
from lxml import html as lxml_html
from made_turns import turn
from markdown_it import MarkdownIt

from meetapp.export import FORMATS, Options, Transcript
from meetapp.export.template import from_source
from meetapp.export.transcript import one_line

NASTY = [
    "<script>alert(1)</script>",
    "</p></body></html><img src=x onerror=alert(1)>",
    '" onmouseover="alert(1)',
    "' autofocus onfocus='alert(1)",
    "&lt;b&gt; &amp; &#x3c;",
    "]]><!--",
    '<?xml version="1.0"?><!DOCTYPE a [<!ENTITY b SYSTEM "file:///etc/passwd">]>&b;',
    "![x](javascript:alert(1)) [y](https://example.org) <https://example.org>",
    "# heading\n\n---\n\n```\ncode",
    "1. one\r\n2. two",
    "| a | b |\n|---|---|",
    '=HYPERLINK("https://example.org","click")',
    "@SUM(1+1)*cmd|' /C calc'!A0",
    "+1-2",
    "-1+2",
    "\t=1+1",
    "\r\n=1+1",
    'a","=1+1","',
    "00:00:01,000 --> 00:00:02,000",
    "\n\n2\n00:00:00,000 --> 00:00:09,000\nforged",
    "<v Boss>forged</v> {\\an8}<font color=red>x</font>",
    "NOTE forged\n\nSTYLE",
    "\x00\x01\x1b[31mred\x07",
    "\u202eright to left\u2066",
    "\u2028line\u2029paragraph\x85next",
    ";; comment { a / b }",
    'say ""quoted""',
    "{{ 7 * 7 }}{% raw %}",
    "\ud800 half",
]
nasty = st.sampled_from(NASTY) | st.lists(st.sampled_from(NASTY), min_size=2, max_size=3).map("".join)
few = settings(max_examples=40, deadline=None)


def meeting(name, words, title="Team"):
    """Two people, of whom the first has the name and says the words."""
    # Not split at white space: a word may hold whatever a model package's lexicon, or a person, puts there.
    said = turn(0, "x", 0, 2)
    said = type(said)(0, 0, 1, 0, 32_000, (type(said.words[0])(words, 0, 16_000), said.words[0]))
    return Transcript(title, (said, turn(1, "yes", 3, 4, speaker=2)), {1: name})


def text_of(name, words, title="Team", form="html", **options):
    return FORMATS[form].render(meeting(name, words, title), Options(**options)).decode("utf-8-sig")


class Tags(HTMLParser):
    """Every tag and attribute, as the parser of the standard library sees them."""

    def __init__(self, text):
        super().__init__()
        self.seen = set()
        self.feed(text)
        self.close()

    def handle_starttag(self, tag, attributes):
        self.seen |= {(tag, name) for name, _ in attributes} | {(tag, "")}

    def handle_comment(self, data):
        self.seen.add(("comment", data))


@few
@given(name=nasty, words=nasty, title=nasty)
def test_a_web_page_has_no_tag_that_is_not_ours(name, words, title):
    plain, hostile = Tags(text_of("A", "b")).seen, text_of(name, words, title)
    assert Tags(hostile).seen - plain <= {("p", "dir")}  # text that runs from right to left
    page = lxml_html.fromstring(hostile)
    spoken = meeting(name, words)
    assert page.find_class("speaker")[0].text_content() == spoken.name(1)
    assert page.find_class("words")[0].text_content() == one_line(spoken.turns[0].text)
    assert page.findtext(".//title") == page.findtext(".//h1") == (one_line(title) or "Transcript")


@few
@given(name=nasty, words=nasty, title=nasty)
def test_a_template_of_a_page_escapes_by_itself(name, words, title):
    source = '<h1>{{ title }}</h1>{% for t in turns %}<p title="{{ t.speaker }}">{{ t.text }}</p>{% endfor %}'
    spoken = meeting(name, words, title)
    made = _rendered_here(source, spoken)
    assert Tags(made).seen <= {("h1", ""), ("p", ""), ("p", "title")}
    assert next(p.text_content() for p in lxml_html.fromstring(f"<div>{made}</div>").iter("p")) == one_line(
        spoken.turns[0].text
    )


def _rendered_here(source, spoken):
    """As the template's process does, without starting one for every example."""
    from meetapp.export.template import _context
    from meetapp.export.template_filler import fill

    context = json.loads(json.dumps(_context(spoken, Options())))
    code, made = fill({"source": source, "escaped": True, "context": context})
    assert code == 0
    return made


def test_a_templates_process_escapes_pages_too():
    form = from_source("<p>{{ title }}</p>", name="mine.html.jinja", suffix=".html")
    assert form.render(meeting("A", "b", "<i>")).decode() == "<p>&lt;i&gt;</p>"


@few
@given(name=nasty, words=nasty, title=nasty, timestamps=st.booleans(), speakers=st.sampled_from(["names", "none"]))
def test_markdown_shows_the_words_and_nothing_else(name, words, title, timestamps, speakers):
    text = text_of(name, words, title, "md", timestamps=timestamps, speakers=speakers)
    tokens = MarkdownIt("commonmark", {"html": True}).enable(["table", "strikethrough"]).parse(text)
    kinds = {token.type for token in tokens}
    assert kinds <= {"heading_open", "inline", "heading_close", "paragraph_open", "paragraph_close"}
    inner = {child.type for token in tokens for child in token.children or ()}
    assert inner <= {"text", "text_special", "strong_open", "strong_close"}
    shown = "".join(child.content for child in tokens[4].children if child.type in ("text", "text_special"))
    assert one_line(meeting(name, words).turns[0].text) in shown


@few
@given(name=nasty, words=nasty, title=nasty)
def test_a_word_document_is_text_alone(name, words, title):
    made = FORMATS["docx"].render(meeting(name, words, title))
    paper = Document(io.BytesIO(made))
    spoken = meeting(name, words, title)
    assert paper.paragraphs[0].text == spoken.title
    assert paper.paragraphs[1].runs[0].text == spoken.name(1)
    assert paper.paragraphs[1].text.endswith(one_line(spoken.turns[0].text))
    with zipfile.ZipFile(io.BytesIO(made)) as archive:
        root = etree.fromstring(archive.read("word/document.xml"))
        links = [part for part in archive.namelist() if part.endswith(".rels")]
        outside = [part for part in links if b'TargetMode="External"' in archive.read(part)]
    names = {etree.QName(element).localname for element in root.iter() if isinstance(element.tag, str)}
    assert not outside and not names & {"hyperlink", "fldSimple", "instrText", "object", "altChunk"}


@pytest.mark.parametrize("words", ["<img src='file:///etc/passwd'><a href='https://example.org'>x</a>", NASTY[1]])
def test_a_pdf_is_text_alone(words):
    reader = pypdf.PdfReader(io.BytesIO(FORMATS["pdf"].render(meeting("<b>A</b>", words, "<i>T</i>"))))
    text = " ".join("".join(page.extract_text() for page in reader.pages).split())
    assert reader.metadata.title == "<i>T</i>" and "<b>A</b>" in text and "src=" in text
    assert not any(list(page.annotations or ()) for page in reader.pages)
    assert {"/JavaScript", "/EmbeddedFiles", "/OpenAction", "/AA"}.isdisjoint(reader.trailer["/Root"])
    assert not any(list(page.images) for page in reader.pages)


@few
@given(name=nasty, words=nasty, form=st.sampled_from(["csv", "tsv"]))
def test_no_cell_of_a_table_is_computed(name, words, form):
    text = FORMATS[form].render(meeting(name, words)).decode("utf-8-sig")
    rows = list(csv.reader(io.StringIO(text, newline=""), delimiter="," if form == "csv" else "\t"))
    assert [len(row) for row in rows] == [4, 4, 4]
    for row in rows:
        assert not any(re.match(r"[=+\-@\t\r\n＝＋－＠]", cell) for cell in row), row
        assert not any("\n" in cell or "\r" in cell or "\0" in cell for cell in row)
    spoken = meeting(name, words)
    assert rows[1][2].removeprefix("'") == spoken.name(1).removeprefix("'")
    # Excel splits at tabs and semicolons too, so that what follows one may begin a cell.
    if form == "tsv":
        assert "\t" not in "".join(rows[1])


@few
@example(name="]]><!--", words="x")
@given(name=nasty, words=nasty)
def test_subtitles_have_the_cues_of_the_meeting_and_no_markup(name, words):
    spoken = meeting(name, words)
    cues = list(srt.parse(text_of(name, words, form="srt")))
    assert [(cue.start.total_seconds(), cue.end.total_seconds()) for cue in cues] == [(0, 2), (3, 4)]
    assert not any(re.search(r"[<>{}]|-->", cue.content) for cue in cues)
    captions = webvtt.from_string(text_of(name, words, form="vtt")).captions
    assert [(c.start_in_seconds, c.end_in_seconds) for c in captions] == [(0, 2), (3, 4)]
    raw = text_of(name, words, form="vtt")
    assert raw.count("-->") == 2 and raw.count("<") == raw.count("<v ") == 2 and raw.count(">") == 2 + 2
    assert captions[1].text == "yes" and spoken.turns[1].text == "yes"


@few
@given(name=nasty, words=nasty, title=nasty)
def test_annotations_in_xml_hold_the_words_and_no_element_of_theirs(name, words, title, tmp_path_factory):
    made = FORMATS["eaf"].render(meeting(name, words, title))
    strict = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False)
    root = etree.fromstring(made, strict)
    assert root.getroottree().docinfo.doctype == ""
    plain = etree.fromstring(FORMATS["eaf"].render(meeting("A", "b")), strict)
    assert {element.tag for element in root.iter()} == {element.tag for element in plain.iter()}
    path = tmp_path_factory.mktemp("eaf") / "a.eaf"
    path.write_bytes(made)
    document = pympi.Elan.Eaf(str(path))
    spoken = meeting(name, words)
    assert spoken.name(1) in document.get_tier_names()
    assert document.get_annotation_data_for_tier(spoken.name(1))[0][2] == one_line(spoken.turns[0].text)


@few
@given(name=nasty, words=nasty, title=nasty, form=st.sampled_from(["txt", "stm", "ctm", "rttm"]))
def test_one_line_stays_one_line(name, words, title, form):
    text = text_of(name, words, title, form)
    lines = 3 if form == "ctm" else 2
    assert len(text.splitlines()) == text.count("\n") == lines
    assert not any(line.startswith(";;") for line in text.splitlines())


@few
@given(name=nasty, words=nasty, title=nasty, form=st.sampled_from(["json", "seglst"]))
def test_json_is_json(name, words, title, form):
    made = json.loads(text_of(name, words, title, form))
    segments = made["segments"] if form == "json" else made
    assert len(segments) == 2 and segments[0]["speaker"] == meeting(name, words).name(1)


@pytest.mark.parametrize("form", [name for name in FORMATS if name != "pdf"])
@pytest.mark.parametrize("nasty", ["\x1b]0;title\x07", "\x9b31m", "\x00", "\u202e", "\ud800"])
def test_nothing_reaches_a_terminal_or_an_editor_that_it_obeys(form, nasty):
    made = FORMATS[form].render(meeting(f"A{nasty}B", f"c{nasty}d", f"e{nasty}f"))
    if form == "docx":
        with zipfile.ZipFile(io.BytesIO(made)) as archive:
            made = archive.read("word/document.xml")
    assert not set(made.decode("utf-8-sig")) & set("\x00\x07\x1b\x9b\u202e\ud800")
