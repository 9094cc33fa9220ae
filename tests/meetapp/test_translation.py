"""Translations: every text of the window is there in every language, and what the window reads is what was written."""

import importlib.util
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QLocale, QTranslator
from PySide6.QtWidgets import QApplication

from meetapp.window import app as program
from meetapp.window.translation import CONTEXT, FOLDER, LANGUAGES, Words, translate

SCRIPT = Path(__file__).resolve().parents[2] / "scripts" / "translate.py"
spec = importlib.util.spec_from_file_location("translate_script", SCRIPT)
script = importlib.util.module_from_spec(spec)
spec.loader.exec_module(script)
HINT = "run: python scripts/translate.py, and translate what it names in meetapp/i18n"


@pytest.fixture
def german(qapp: QApplication) -> Iterator[QApplication]:
    """The program in German, for as long as the test takes."""
    translate(qapp, QLocale("de_DE"))
    yield qapp
    for translator in qapp.findChildren(QTranslator):
        qapp.removeTranslator(translator)
        translator.setParent(None)


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_text_is_untranslated(language):
    known = script.read(FOLDER / f"meetapp_{language}.ts")
    missing = sorted(text for text in script.texts() if not known.get(text, "").strip())
    assert not missing, HINT


@pytest.mark.parametrize("language", LANGUAGES)
def test_translations_keep_places_endings_and_keys(language):
    for text, said in script.read(FOLDER / f"meetapp_{language}.ts").items():
        assert sorted(re.findall(r"%\d", text)) == sorted(re.findall(r"%\d", said)), text
        assert text.endswith("…") == said.endswith("…"), text
        assert text.endswith(".") == said.endswith("."), text
        assert text.count("&") == said.count("&"), text


@pytest.mark.parametrize("language", LANGUAGES)
def test_what_the_window_reads_is_what_was_written(qapp, language):
    words = Words()
    assert words.load(str(FOLDER / f"meetapp_{language}.qm")), HINT
    written = script.read(FOLDER / f"meetapp_{language}.ts")
    assert {text: words.translate("Any", text) for text in written} == written, HINT
    assert words.translate(CONTEXT, "not a text of ours") is None


def test_the_window_speaks_german(german, show_window, put_meeting, qtbot):
    window = show_window()
    assert window.sidebar.record.text() == "Neue Aufnahme"
    assert next(menu.text() for menu in window.menuBar().actions()) == "&Aufnahme"
    assert window.actions_["export"].text() == "Exportieren…"


def test_a_language_that_nobody_translated_is_english(qapp):
    translate(qapp, QLocale("is_IS"))
    assert not any(isinstance(each, Words) and not each.isEmpty() for each in qapp.findChildren(QTranslator))
    assert program.APP_ID


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        ("self.tr('a')", {"a"}),
        ("tr('a' 'b')", {"ab"}),
        ("window.tr(\n  'a %1'\n).replace('%1', x)", {"a %1"}),
        ("str('a'), tr(x), attr('b')", set()),
    ],
)
def test_the_script_finds_texts(tmp_path, source, expected):
    (tmp_path / "a.py").write_text(source)
    assert set(script.texts_in(tmp_path / "a.py")) == expected
