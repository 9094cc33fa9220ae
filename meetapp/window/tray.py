"""The icon in the system tray: there while something is recorded, so that the window may be closed meanwhile."""

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject
from PySide6.QtGui import QIcon
from PySide6.QtWidgets import QMenu, QSystemTrayIcon

from meetapp.window.icons import program_icon, recording_icon
from meetapp.window.session import Session

if TYPE_CHECKING:
    from meetapp.window.main_window import MainWindow


class Tray(QObject):
    """Has the few orders that matter while nobody looks at the window."""

    def __init__(self, window: "MainWindow") -> None:
        super().__init__(window)
        self._window = window
        self.icon = QSystemTrayIcon(program_icon(), self)
        self.menu = QMenu(window)
        self.show_window = self.menu.addAction(self.tr("Show the window"), self._show_window)
        for name in ("bookmark", "pause", "stop"):
            self.menu.addAction(window.actions_[name])
        self.menu.addSeparator()
        self.menu.addAction(window.actions_["quit"])
        self.icon.setContextMenu(self.menu)
        self.icon.activated.connect(self._on_activated)
        self._recording = False

    @property
    def can_hold(self) -> bool:
        """Whether the system has a tray, and the recording that is shown there goes on."""
        return self._recording and QSystemTrayIcon.isSystemTrayAvailable()

    def show_recording(self, recording: bool, session: Session | None) -> None:
        """Shows the icon while something is recorded, or while it is the only way back to the window."""
        if recording == self._recording:
            return
        self._recording = recording
        icon: QIcon = recording_icon(self._window.appearance.colour("record")) if recording else program_icon()
        self.icon.setIcon(icon)
        self.icon.setToolTip(self.tr("meetapp is recording") if recording else "meetapp")
        self.icon.setVisible(recording or self._window.isHidden())
        if not recording and self._window.isHidden() and session is not None:
            words = self.tr("“%1” is saved on this computer.").replace("%1", session.entry.title)
            self.icon.showMessage(self.tr("Recording ended"), words, program_icon())

    def _on_activated(self, reason: QSystemTrayIcon.ActivationReason) -> None:
        if reason in (QSystemTrayIcon.ActivationReason.Trigger, QSystemTrayIcon.ActivationReason.DoubleClick):
            self._show_window()

    def _show_window(self) -> None:
        self._window.show()
        self._window.raise_()
        self._window.activateWindow()
        self.icon.setVisible(self._recording)
