"""The user's command after a meeting that the window recorded, and after one of `meetapp record`: the real thing."""

import json
import shlex
import sys
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication
from virtual_microphone import VirtualMicrophone

from meetapp import paths, supervisor
from meetapp.store import open_library
from meetapp.store.meetings import list_meetings
from meetapp.window.app import open_window

LIMIT_MS = 240_000
TELL = "import os, sys; open(sys.argv[1], 'w').write(os.environ['MEETAPP_MEETING'] + ' ' + os.environ['MEETAPP_TITLE'])"


def test_what_the_settings_say_is_run_after_a_click_on_stop(
    microphone: VirtualMicrophone, qapp: QApplication, qtbot, tmp_path
):
    out = tmp_path / "told"
    command = shlex.join([sys.executable, "-c", TELL, str(out)])
    paths.make_private(paths.home())
    paths.settings().write_text(json.dumps({"after_meeting": command}), encoding="utf-8")
    window = open_window(qapp)
    try:
        window.show()
        qtbot.waitUntil(lambda: window.desk.is_loaded and bool(window.inputs.inputs), timeout=LIMIT_MS)
        window.dock.input.setCurrentIndex(window.dock.input.findData(microphone.name))
        qtbot.mouseClick(window.dock.record, Qt.MouseButton.LeftButton)
        qtbot.waitUntil(lambda: window.desk.recording is not None, timeout=LIMIT_MS)
        recording = window.desk.recording
        qtbot.waitUntil(lambda: recording.status.recorded_s > 1, timeout=LIMIT_MS)
        assert not out.exists()
        qtbot.mouseClick(window.dock.record, Qt.MouseButton.LeftButton)
        qtbot.waitUntil(lambda: out.exists() and bool(out.read_text(encoding="utf-8")), timeout=LIMIT_MS)
        assert out.read_text(encoding="utf-8") == f"{recording.entry.id} {recording.entry.title}"
    finally:
        window.close()
        window.close()
        window.deleteLater()
        with open_library(paths.library()) as library:
            folders: list[Path] = [row.folder for row in list_meetings(library)]
        for folder in folders:
            if supervisor.running(folder):
                supervisor.order(folder, "stop")
