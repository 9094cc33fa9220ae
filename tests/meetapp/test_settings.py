"""Settings come back as they were saved; what cannot be is a sentence that names the file."""

import json
from concurrent.futures import ThreadPoolExecutor
from dataclasses import asdict

import pytest
from hypothesis import given
from hypothesis import strategies as st

from meetapp import settings
from meetapp.errors import InputError
from meetapp.settings import AUDIO, EXPORT_FORMATS, THEMES, Settings
from meetapp.window.preferences import Preferences

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
        audio=st.sampled_from(AUDIO),
        keep_awake=st.booleans(),
        silence_minutes=st.integers(0, 240),
        shortcuts=st.dictionaries(names, names, max_size=3),
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
        ('{"audio": "burn"}', "audio must be one of keep, compress, discard"),
        ('{"silence_minutes": -1}', "between 0 and 240"),
        ('{"keep_awake": 1}', "keep_awake .*must be true or false"),
        ('{"shortcuts": {"record": 3}}', "keys as text"),
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


json_values = st.recursive(st.none() | st.booleans() | st.integers() | names, lambda inner: st.lists(inner, max_size=2))


@given(st.dictionaries(st.sampled_from([*asdict(Settings()), "colour"]), json_values, max_size=6))
def test_a_bad_value_costs_no_more_than_itself(tmp_path_factory, named):
    path = tmp_path_factory.mktemp("s") / "settings.json"
    path.write_text(json.dumps({**named, "text_scale": 150}), encoding="utf-8")
    found, problems = settings.load_what_can_be(path)
    assert found.text_scale == 150
    kept = asdict(found)
    others = {name: value for name, value in named.items() if name != "text_scale"}
    bad = [name for name, value in others.items() if repr(kept.get(name, ...)) != repr(value)]  # False is not 0
    assert len(problems) == len(bad)
    assert all(any(name in problem for problem in problems) for name in bad)


def test_a_file_that_cannot_be_read_is_set_aside_before_it_is_written(tmp_path, qtbot):
    path = tmp_path / "settings.json"
    path.write_text('{"text_scale": 150, "theme": "loud"}')
    preferences = Preferences(path)
    assert (preferences.settings.text_scale, preferences.settings.theme) == (150, "system")
    assert "theme" in preferences.problem
    with qtbot.waitSignal(preferences.changed) as changed:
        preferences.change(text_scale=120, theme="system")
    assert changed.args == [("text_scale",)]
    preferences.save()
    assert settings.load(path).text_scale == 120
    assert '"loud"' in (tmp_path / "settings.json.unreadable").read_text()


def test_saving_from_several_threads_leaves_the_last_word(tmp_path, qapp):
    preferences = Preferences(tmp_path / "settings.json")
    with ThreadPoolExecutor(8) as threads:
        for size in [*range(16, 116), 77]:
            preferences.change(caption_size=size)
            threads.submit(preferences.save)
    assert settings.load(tmp_path / "settings.json").caption_size == 77
