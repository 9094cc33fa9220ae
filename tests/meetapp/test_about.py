"""About: the model's card as a page, the licence, and a notice for every package that is needed."""

from PySide6.QtCore import QUrl
from PySide6.QtWidgets import QApplication

from meetapp import __version__, paths
from meetapp.window import notices
from meetapp.window.models import card_of, find_models


def test_notices_name_what_the_program_needs_directly_and_not(show_window):
    found = {each.name.lower(): each for each in notices.collect()}
    assert {"pyside6_essentials", "shiboken6", "av", "jinja2", "markupsafe", "torch"} <= found.keys()
    assert "meetapp" not in found and "pytest" not in found
    assert all(each.version and each.licence for each in found.values())
    assert "Permission is hereby granted" in found["platformdirs"].texts[0]


def test_a_notice_escapes_what_packages_say():
    page = notices.notice_html(notices.Notice("a<b", "1", "<i>", ("x & <y>",)), "Back")
    assert "a&lt;b" in page and "x &amp; &lt;y&gt;" in page and "<i>" not in page


def test_the_page_shows_card_licence_and_notices(show_window, qtbot):
    window = show_window()
    window.actions_["about"].trigger()
    dialog = window.commands.dialogs.about
    assert dialog is not None
    qtbot.waitUntil(lambda: "torch" in dialog.notices.toPlainText())
    assert "meetapp-english" in dialog.card.toPlainText()
    assert "**" not in dialog.card.toPlainText() and "| --- |" not in dialog.card.toPlainText()
    assert "MIT License" in dialog.licence.toPlainText()
    dialog.notices.anchorClicked.emit(QUrl("notice:platformdirs"))
    assert "Permission is hereby granted" in dialog.notices.toPlainText()
    dialog.notices.anchorClicked.emit(QUrl("notice:"))
    assert "torch" in dialog.notices.toPlainText()
    dialog.copy.click()
    assert f"meetapp {__version__}" in QApplication.clipboard().text()


def test_models_are_the_programs_own_the_users_and_the_one_chosen(show_window, tmp_path):
    for folder, name in ((paths.home() / "models" / "b", "better"), (tmp_path / "c", "chosen")):
        folder.mkdir(parents=True)
        (folder / "manifest.json").write_text(f'{{"name": "{name}", "version": "2"}}', encoding="utf-8")
    (paths.home() / "models" / "broken").mkdir()
    found = find_models(str(tmp_path / "c"))
    assert [each.title for each in found] == [found[0].title, "better 2", "chosen 2"]
    assert found[0].folder == "" and "meetapp-english" in found[0].title
    assert card_of("").startswith("# Model card") and card_of(str(tmp_path / "c")) == ""
