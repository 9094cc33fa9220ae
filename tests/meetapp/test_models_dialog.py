"""Model packages in the window: installed from a folder, checked, used and removed, and every refusal a sentence."""

from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFileDialog, QPushButton

from meetapp import models, paths
from meetapp import settings as stored
from meetapp.window.main_window import MainWindow
from meetapp.window.models_dialog import ModelsDialog
from sts_model.manifest import write_manifest

NAME = "Small-model-1.2"
LIMIT_MS = 30_000


@pytest.fixture
def package(tmp_path: Path) -> Path:
    """A package that is whole, though no model is in it."""
    folder = tmp_path / "somewhere"
    folder.mkdir()
    (folder / "model.safetensors").write_bytes(b"weights" * 100_000)
    write_manifest(folder, "Small model", "1.2")
    return folder


@pytest.fixture
def dialog(show_window, qtbot) -> ModelsDialog:
    window: MainWindow = show_window()
    window.commands.dialogs.show_settings("recognition")
    settings = window.commands.dialogs.settings
    qtbot.waitUntil(settings.models.isVisible)
    qtbot.mouseClick(settings.models, Qt.MouseButton.LeftButton)
    dialog = window.commands.dialogs.models
    qtbot.waitUntil(lambda: list(dialog.lines) == [models.SHIPPED], timeout=LIMIT_MS)
    return dialog


def click(button: QPushButton, dialog: ModelsDialog, qtbot) -> None:
    qtbot.waitUntil(lambda: not dialog.busy.isVisible() and button.isEnabled(), timeout=LIMIT_MS)
    qtbot.mouseClick(button, Qt.MouseButton.LeftButton)


def install(dialog: ModelsDialog, folder: Path, qtbot, monkeypatch) -> None:
    monkeypatch.setattr(QFileDialog, "getExistingDirectory", lambda *_: str(folder))
    click(dialog.install, dialog, qtbot)


def wait_told(dialog: ModelsDialog, words: str, qtbot) -> None:
    qtbot.waitUntil(lambda: words in dialog.told.text.text() and not dialog.busy.isVisible(), timeout=LIMIT_MS)


def offered(dialog: ModelsDialog) -> list[str]:
    box = dialog.parent().commands.dialogs.settings.line("model").control
    return [box.itemText(place) for place in range(box.count())]


def test_a_package_is_installed_used_checked_and_removed_by_clicks(dialog, package, qtbot, monkeypatch):
    install(dialog, package, qtbot, monkeypatch)
    wait_told(dialog, "Small model 1.2 is installed.", qtbot)
    qtbot.waitUntil(lambda: NAME in dialog.lines, timeout=LIMIT_MS)
    assert "Small model 1.2" in offered(dialog)
    click(dialog.lines[NAME].use, dialog, qtbot)
    qtbot.waitUntil(lambda: not dialog.lines[NAME].remove.isEnabled(), timeout=LIMIT_MS)
    qtbot.waitUntil(lambda: not dialog.parent().desk.jobs.busy, timeout=LIMIT_MS)
    assert stored.load(paths.settings()).model == str(models.models_folder() / NAME)
    assert dialog.parent().commands.dialogs.settings.line("model").control.currentText() == "Small model 1.2"
    click(dialog.lines[NAME].check, dialog, qtbot)
    wait_told(dialog, "Small model 1.2 is whole.", qtbot)
    click(dialog.lines[models.SHIPPED].use, dialog, qtbot)
    qtbot.waitUntil(lambda: dialog.lines[NAME].remove.isEnabled(), timeout=LIMIT_MS)
    click(dialog.lines[NAME].remove, dialog, qtbot)
    wait_told(dialog, "Delete Small model 1.2 from this computer?", qtbot)
    assert (models.models_folder() / NAME).exists()
    click(dialog.told.buttons[0], dialog, qtbot)
    wait_told(dialog, "Small model 1.2 is deleted.", qtbot)
    qtbot.waitUntil(lambda: list(dialog.lines) == [models.SHIPPED], timeout=LIMIT_MS)
    assert not (models.models_folder() / NAME).exists() and "Small model 1.2" not in offered(dialog)


def test_whoever_does_not_confirm_keeps_the_package(dialog, package, qtbot, monkeypatch):
    install(dialog, package, qtbot, monkeypatch)
    qtbot.waitUntil(lambda: NAME in dialog.lines, timeout=LIMIT_MS)
    click(dialog.lines[NAME].remove, dialog, qtbot)
    click(dialog.told.buttons[-1], dialog, qtbot)
    assert not dialog.told.isVisible() and (models.models_folder() / NAME).exists()


def test_a_folder_that_is_no_package_is_refused_in_a_sentence(dialog, tmp_path, qtbot, monkeypatch):
    install(dialog, tmp_path, qtbot, monkeypatch)
    wait_told(dialog, "manifest.json", qtbot)
    assert list(dialog.lines) == [models.SHIPPED] and not models.models_folder().exists()


def test_a_package_that_was_damaged_says_so_and_cannot_be_used(dialog, package, qtbot, monkeypatch):
    install(dialog, package, qtbot, monkeypatch)
    qtbot.waitUntil(lambda: NAME in dialog.lines, timeout=LIMIT_MS)
    (models.models_folder() / NAME / "model.safetensors").write_bytes(b"other")
    click(dialog.lines[NAME].check, dialog, qtbot)
    wait_told(dialog, "model.safetensors", qtbot)
    qtbot.waitUntil(lambda: not dialog.lines[NAME].use.isEnabled(), timeout=LIMIT_MS)


def test_the_models_own_package_is_not_to_be_removed(dialog):
    shipped = dialog.lines[models.SHIPPED]
    assert not shipped.remove.isEnabled() and not shipped.use.isEnabled()
