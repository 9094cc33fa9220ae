"""The inputs of this machine, asked of another process so that the window needs no audio library."""

import json
from dataclasses import dataclass
from pathlib import Path

from PySide6.QtCore import QElapsedTimer, QFileSystemWatcher, QObject, QProcess, QTimer, Signal

from meetapp import children

OLD_MS, SETTLE_MS = 5000, 700
"""A device that was plugged in takes a moment until the sound server knows it."""

DEVICES = Path("/dev/snd")
"""Where Linux shows what is plugged in; on other systems the list is asked for when somebody looks at it."""


@dataclass(frozen=True)
class Input:
    """An input by the name that the recorder knows and the one that people know."""

    name: str
    description: str
    is_monitor: bool
    default: bool


def parse_inputs(text: str) -> list[Input]:
    """The inputs that `meetapp devices --json` printed.

    Raises:
        ValueError: it is not a list of inputs.
    """
    try:
        return [
            Input(each["name"], each["description"], each["kind"] == "monitor", bool(each.get("default")))
            for each in json.loads(text)
        ]
    except (KeyError, TypeError) as err:
        raise ValueError("not a list of inputs") from err


class InputList(QObject):
    """Asks for the inputs without waiting; `changed` tells that `inputs` or `problem` is new."""

    changed = Signal()

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.inputs: list[Input] = []
        self.problem = ""
        self._age = QElapsedTimer()
        self._process = QProcess(self)
        self._process.finished.connect(self._on_finished)
        self._settle = QTimer(self)
        self._settle.setSingleShot(True)
        self._settle.setInterval(SETTLE_MS)
        self._settle.timeout.connect(self.refresh)
        self._plugs = QFileSystemWatcher(self)
        if DEVICES.is_dir():
            self._plugs.addPath(str(DEVICES))
        self._plugs.directoryChanged.connect(lambda _: self._settle.start())

    def refresh(self) -> None:
        """Asks again, unless an answer is on its way."""
        if self._process.state() == QProcess.ProcessState.NotRunning:
            program, *words = children.command("meetapp", "devices", "--json")
            self._process.start(program, words)

    def refresh_if_old(self) -> None:
        """Asks again if the last answer is older than a few seconds."""
        if self._age.isValid() and self._age.elapsed() > OLD_MS:
            self.refresh()

    def close(self) -> None:
        """Does not wait for an answer any more."""
        self._process.finished.disconnect(self._on_finished)
        self._process.kill()
        self._process.waitForFinished(1000)

    def _on_finished(self, code: int) -> None:
        if code == 0:
            try:
                self.inputs = parse_inputs(
                    bytes(self._process.readAllStandardOutput().data()).decode("utf-8", "replace")
                )
                self.problem = ""
            except ValueError:
                self.problem = self.tr("The list of inputs cannot be read.")
        else:
            said = bytes(self._process.readAllStandardError().data()).decode("utf-8", "replace").strip()
            self.inputs, self.problem = [], said.splitlines()[-1] if said else self.tr("No audio input was found.")
        self._age.start()
        self.changed.emit()
