"""Templates: people's own formats, that can do no harm, and whose mistakes are sentences."""

import json
import sys

import pytest
from lxml import html
from made_turns import turn

from meetapp import children
from meetapp.errors import InputError
from meetapp.export import Options, Transcript
from meetapp.export.template import from_source, load_template

HURRIED = """
import sys
from meetapp.export import template_filler
template_filler.CPU_S = 2
sys.exit(template_filler.main())
"""
TALK = Transcript(
    "Team <1>",
    (turn(0, "I think that", 61.04, 63.5), turn(1, "<yes>", 62, 62.5, speaker=2, channel=1)),
    {1: "Anna"},
    "2026-01-02T03:04:05+0100",
)


def filled(source, suffix=".txt", options=None):
    form = from_source(source, name="mine.jinja", suffix=suffix)
    return form.render(TALK, options or Options()).decode()


def test_a_template_has_title_date_speakers_turns_and_words():
    source = (
        "# {{ title }} ({{ created[:10] }}): {{ speakers | join(', ') }}\n"
        "{% for turn in turns %}\n"
        "{{ turn.number }} {{ turn.start | clock }} {{ turn.start | srt_time }} {{ turn.end | vtt_time }}"
        " {{ turn.speaker }}{{ ' (over others)' if turn.overlaps }}: {{ turn.text }} [{{ turn.words | length }}]\n"
        "{% endfor %}\n"
    )
    assert filled(source) == (
        "# Team <1> (2026-01-02): Anna, Speaker 2\n"
        "1 0:01:01 00:01:01,040 00:01:03.500 Anna: I think that [3]\n"
        "2 0:01:02 00:01:02,000 00:01:02.500 Speaker 2 (over others): <yes> [1]\n"
    )


def test_templates_of_pages_escape():
    text = filled("<h1>{{ title }}</h1>{% for t in turns %}<p>{{ t.text }}</p>{% endfor %}", ".html")
    assert [p.text for p in html.fromstring(text).iter("h1", "p")] == ["Team <1>", "I think that", "<yes>"]


def test_templates_can_make_json():
    assert json.loads(filled('{"title": {{ title | tojson }}}')) == {"title": "Team <1>"}


def test_options_hold_for_templates():
    source = "{% for t in turns %}{{ t.speaker }};{% endfor %}{{ speakers | length }}"
    assert filled(source, options=Options(speakers="none")) == ";;0"
    assert filled(source, options=Options(speakers="numbers")) == "Speaker 1;Speaker 2;2"


@pytest.mark.parametrize(
    "source",
    [
        "{{ turns.__class__ }}",
        "{{ ''.__class__.__mro__[1].__subclasses__() }}",
        "{{ turns[0].__init__.__globals__ }}",
        "{{ cycler.__init__.__globals__.os.popen('id').read() }}",
        "{% include '/etc/passwd' %}",
        "{% import 'os' as os %}",
        "{{ speakers.append('x') }}",
        "{% for i in range(10000000) %}{% endfor %}",
        "{{ unknown }}",
        "{{ turns[0].colour }}",
        "{{ 1 / 0 }}",
        "{{ 'a' + 1 }}",
        "{{ turns[99].text }}",
        "{{ title | clock }}",
        "{{ 'a' * 10 ** 18 }}",
        "{% macro f() %}{{ f() }}{% endmacro %}{{ f() }}",
    ],
)
def test_what_a_template_must_not_do_is_a_sentence(source):
    with pytest.raises(InputError, match=r"^The template mine\.jinja does not work for this meeting: [^\n]+\.$"):
        filled(source)


@pytest.mark.parametrize(
    "source",
    [
        "{{ 9 ** (9 ** (9 ** 9)) }}",
        "{{ 'x' | center(9000000000) }}",
        "{% for i in range(99999) %}{% for j in range(99999) %}{% endfor %}{% endfor %}",
        "{% set x = namespace(v='a') %}{% for i in range(60) %}{% set x.v = x.v ~ x.v %}{% endfor %}{{ x.v }}",
    ],
)
def test_a_template_that_asks_for_hours_or_all_memory_is_stopped(monkeypatch, source):
    monkeypatch.setattr(children, "command", lambda module: [sys.executable, "-c", HURRIED])
    with pytest.raises(InputError, match=r"^The template mine\.jinja (does not work|takes too long)[^\n]*\.$"):
        filled(source)


@pytest.mark.parametrize("source", ["{% for %}", "{{ title", "{% if 1 %}", "{{ title | nonsense }}"])
def test_a_mistake_is_found_before_the_work_and_has_its_line(source):
    with pytest.raises(InputError, match=r"^The template mine\.jinja has a mistake in line 2: .+$"):
        from_source("\n" + source, name="mine.jinja", suffix=".txt")


@pytest.mark.parametrize(
    ("name", "suffix"),
    [("a.md.jinja", ".md"), ("a.html.j2", ".html"), ("a.csv", ".csv"), ("a.jinja", ".txt"), ("a", ".txt")],
)
def test_the_name_of_a_template_says_what_it_makes(tmp_path, name, suffix):
    (tmp_path / name).write_text("{{ title }}", encoding="utf-8")
    assert load_template(tmp_path / name).suffix == suffix


def test_a_template_that_cannot_be_read_is_bad_input(tmp_path):
    (tmp_path / "latin").write_bytes(b"\xe9")
    (tmp_path / "large").write_bytes(b" " * ((1 << 20) + 1))
    for name, words in (("none", "cannot be read"), ("latin", "UTF-8"), ("large", "larger"), (".", "cannot be read")):
        with pytest.raises(InputError, match=words):
            load_template(tmp_path / name)
