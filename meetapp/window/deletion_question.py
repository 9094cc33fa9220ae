"""The question before a setting that deletes by itself is turned on: afterwards nobody is asked any more."""

from dataclasses import replace
from typing import Any

from PySide6.QtWidgets import QMessageBox, QWidget

from meetapp.settings import Settings


def deletes_more(before: Settings, name: str, value: Any) -> bool:
    """Whether meetings, or their sound, will be deleted by themselves that would have been kept."""
    if name == "delete_after_days":
        return value != 0 and (before.delete_after_days == 0 or value < before.delete_after_days)
    return name == "delete_what" and value == "meeting" and before.delete_after_days != 0


def deletion_question(parent: QWidget, before: Settings, name: str, value: Any) -> QMessageBox:
    """Asks whether that is wanted; accepted when it is."""
    tr, wanted = parent.tr, replace(before, **{name: value})
    words = tr("Whole meetings older than %1 days will be deleted whenever the window starts.")
    if wanted.delete_what == "sound":
        words = tr("The sound of meetings older than %1 days will be deleted whenever the window starts.")
    box = QMessageBox(parent)
    box.setWindowTitle(tr("Delete by itself"))
    box.setText(words.replace("%1", str(wanted.delete_after_days)))
    box.setInformativeText(tr("Nothing brings it back, and you will not be asked again."))
    box.addButton(tr("Turn it on"), QMessageBox.ButtonRole.AcceptRole)
    cancel = box.addButton(tr("Cancel"), QMessageBox.ButtonRole.RejectRole)
    box.setDefaultButton(cancel)
    for button in box.buttons():
        button.setAccessibleName(button.text().replace("&", ""))
    return box
