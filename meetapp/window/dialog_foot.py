"""The foot of a small dialog: Cancel, and the button that keeps what was entered."""

from collections.abc import Callable

from PySide6.QtWidgets import QDialog, QHBoxLayout, QPushButton


def foot(dialog: QDialog, on_keep: Callable[[], object]) -> tuple[QPushButton, QHBoxLayout]:
    """The button that keeps, which Return presses, and the row of both."""
    keep, cancel = QPushButton(dialog.tr("Keep")), QPushButton(dialog.tr("Cancel"))
    keep.setProperty("look", "primary")
    keep.setDefault(True)
    keep.clicked.connect(on_keep)
    cancel.clicked.connect(dialog.reject)
    row = QHBoxLayout()
    row.addStretch(1)
    for button in (cancel, keep):
        button.setAccessibleName(button.text())
        row.addWidget(button)
    return keep, row
