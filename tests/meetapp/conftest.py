"""Fixtures of the program's tests: commands in this process, a window offscreen, a library in the test's own home."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from hypothesis import settings
from PySide6.QtWidgets import QApplication

from meetapp import cli, meeting, paths
from meetapp.errors import StorageError
from meetapp.store import open_library
from meetapp.store.meetings import add_meeting, set_duration
from meetapp.store.turns import add_turn
from meetapp.window.app import open_window
from meetapp.window.inputs import Input, InputList
from meetapp.window.main_window import MainWindow
from meetapp.window.theme import Appearance
from sts_model.turns import Turn

# A busy machine is no fault of an example.
settings.register_profile("no deadline", deadline=None)
settings.load_profile("no deadline")


@pytest.fixture
def ring(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """A keyring in a file, for this process and those it starts; a test may take it away."""
    import keyring
    from file_keyring import FileKeyring

    from meetapp.sealed import keyring_access

    path = tmp_path / "keyring.json"
    path.write_text("{}", encoding="utf-8")
    for name, value in FileKeyring.environment(path).items():
        monkeypatch.setenv(name, value)
    before = keyring.get_keyring()
    keyring.set_keyring(FileKeyring())
    keyring_access._secret.cache_clear()
    yield path
    keyring_access._secret.cache_clear()
    keyring.set_keyring(before)


@pytest.fixture
def encrypted(ring: Path) -> Path:
    """The library is encrypted, with its key in that keyring."""
    from meetapp.encryption import switch

    switch.begin(lambda key: None)
    return ring


@pytest.fixture
def call(capsys: pytest.CaptureFixture[str]) -> Callable[..., tuple[int, str, str]]:
    """Runs a command in this process: its exit code, and what it printed on both ways."""

    def call_command(*arguments: object) -> tuple[int, str, str]:
        code = cli.run([str(each) for each in arguments])
        out, err = capsys.readouterr()
        return code, out, err

    return call_command


@pytest.fixture
def run(call: Callable[..., tuple[int, str, str]]) -> Callable[..., str]:
    """Runs a command that must succeed; what it printed."""

    def run_command(*arguments: object) -> str:
        code, out, err = call(*arguments)
        assert (code, err) == (0, "")
        return out

    return run_command


@pytest.fixture
def refusal(call: Callable[..., tuple[int, str, str]]) -> Callable[..., str]:
    """Runs a command that must fail for bad input; its one sentence."""

    def refused_command(*arguments: object) -> str:
        code, out, err = call(*arguments)
        assert (code, out, err.count("\n")) == (2, "", 1)
        return err

    return refused_command


@pytest.fixture
def refuse_copies(monkeypatch: pytest.MonkeyPatch) -> Callable[[], str]:
    """From then on the disk takes no plain copy of a transcript; what a command says of that."""

    def refuse(*_: object) -> None:
        raise StorageError("The disk is full.")

    def begin() -> str:
        monkeypatch.setattr("meetapp.plain.write_private", refuse)
        return "The disk is full. Only transcript.txt and transcript.json are old: the meeting itself is saved.\n"

    return begin


@pytest.fixture
def appearance(qapp: QApplication) -> Iterator[Appearance]:
    look = Appearance(qapp, "light")
    yield look
    look.deleteLater()


@pytest.fixture
def put_meeting() -> Callable[..., int]:
    """Puts a complete meeting into the library; its id."""

    def put(title: str, turns: list[Turn], created: float | None = None) -> int:
        folder = meeting.create(paths.meetings(), title=title, source="")
        with open_library(paths.library()) as library:
            number = add_meeting(library, folder, title, created=created)
            for turn in turns:
                add_turn(library, number, turn)
            set_duration(library, number, max((turn.end_s for turn in turns), default=1.0))
        return number

    return put


@pytest.fixture
def show_window(qapp: QApplication, qtbot, monkeypatch: pytest.MonkeyPatch) -> Iterator[Callable[[], MainWindow]]:
    """Opens a window that has read its library; inputs are made up, since asking for them takes a process."""
    made_up = [Input("mic", "USB microphone", False, True), Input("mon", "Monitor of loudspeaker", True, False)]

    def refresh(inputs: InputList) -> None:
        inputs.inputs = made_up
        inputs.changed.emit()

    monkeypatch.setattr(InputList, "refresh", refresh)
    opened: list[MainWindow] = []

    def show() -> MainWindow:
        window = open_window(qapp)
        opened.append(window)
        window.resize(1280, 820)  # more than the offscreen screen has
        window.show()
        qtbot.waitUntil(lambda: window.desk.is_loaded and not window.desk.jobs.busy)
        return window

    yield show
    for window in opened:
        window.close()
        window.appearance.deleteLater()
        window.deleteLater()
