"""Settings come back as they were saved; what cannot be is a sentence that names the file."""

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from meetapp import settings
from meetapp.errors import InputError
from meetapp.settings import EXPORT_FORMATS, THEMES, Settings

names = st.text(st.characters(exclude_categories=["Cs"]), max_size=20)


@given(
    kept=st.builds(
        Settings,
        input=names,
        model=names,
        export_format=st.sampled_from(EXPORT_FORMATS),
        export_folder=names,
        text_scale=st.integers(80, 200),
        theme=st.sampled_from(THEMES),
    )
)
def test_settings_come_back(tmp_path_factory, kept):
    path = tmp_path_factory.mktemp("s") / "deep" / "settings.json"
    settings.save(path, kept)
    assert settings.load(path) == kept
    assert path.stat().st_mode & 0o077 == 0


def test_without_a_file_there_are_defaults(tmp_path):
    assert settings.load(tmp_path / "none.json") == Settings()


def test_settings_left_out_have_their_defaults(tmp_path):
    path = tmp_path / "settings.json"
    path.write_text('{"text_scale": 120}')
    assert settings.load(path) == Settings(text_scale=120)


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ('{"colour": "red"}', "Unknown setting 'colour'.*known are input, model"),
        ('{"text_scale": "big"}', "text_scale .*must be a number"),
        ('{"text_scale": true}', "text_scale .*must be a number"),
        ('{"text_scale": 20}', "between 80 and 200"),
        ('{"theme": "loud"}', "theme must be one of system, light, dark"),
        ('{"input": 3}', "input .*must be text"),
        ("[]", "one JSON object"),
        ("{", "not JSON"),
        ("\udcff", "cannot be read"),
    ],
)
def test_what_cannot_be_is_a_sentence(tmp_path, text, words):
    path = tmp_path / "settings.json"
    path.write_bytes(text.encode("utf-8", "surrogateescape"))
    with pytest.raises(InputError, match=words):
        settings.load(path)


def test_saved_settings_can_be_read_by_a_person(tmp_path):
    settings.save(tmp_path / "settings.json", Settings(input="Mikrofon (größer)"))
    assert json.loads((tmp_path / "settings.json").read_text())["input"] == "Mikrofon (größer)"
    assert "größer" in (tmp_path / "settings.json").read_text()
