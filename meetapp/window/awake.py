"""Keeps the machine from falling asleep while something is recorded; each system has its own way to ask."""

import os
import shutil
import sys
from collections.abc import Callable

from PySide6.QtCore import QObject, QProcess

WHY = "A meeting is being recorded"
ES_CONTINUOUS, ES_SYSTEM_REQUIRED = 0x80000000, 0x00000001


def inhibitor(platform: str, pid: int, find: Callable[[str], str | None] = shutil.which) -> list[str]:
    """The command that keeps the machine awake as long as it runs; empty where there is none.

    It ends with this process, however that ends: its input closes, or the process that it watches is gone.
    """
    if platform == "darwin":
        return ["caffeinate", "-i", "-w", str(pid)]
    commands = [
        ["systemd-inhibit", "--what=sleep:idle", "--who=meetapp", f"--why={WHY}", "--mode=block", "cat"],
        ["gnome-session-inhibit", "--inhibit", "suspend:idle", "--reason", WHY, "cat"],
        ["kde-inhibit", "--power", "cat"],
    ]
    usable = (command for command in commands if platform.startswith("linux") and find(command[0]))
    return next(usable, [])


class Awake(QObject):
    """Holds at most one request; where the system grants none, recording goes on all the same."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._wanted = False
        self._process = QProcess(self)
        self._process.setStandardOutputFile(QProcess.nullDevice())
        self._process.setStandardErrorFile(QProcess.nullDevice())

    @property
    def holds(self) -> bool:
        """Whether a child keeps the machine awake now."""
        return self._process.state() != QProcess.ProcessState.NotRunning

    def keep(self, awake: bool) -> None:
        """Keeps the machine awake, or no longer."""
        if awake == self._wanted:
            return
        self._wanted = awake
        if sys.platform == "win32":
            _tell_windows(ES_CONTINUOUS | (ES_SYSTEM_REQUIRED if awake else 0))
        elif awake:
            command = inhibitor(sys.platform, os.getpid())
            if command:
                self._process.start(command[0], command[1:])
        elif self.holds:
            self._process.closeWriteChannel()
            self._process.terminate()


def _tell_windows(state: int) -> None:
    import ctypes

    vars(ctypes)["windll"].kernel32.SetThreadExecutionState(state)
