"""Children: a process of the program is started the same way from source and from a built program."""

import subprocess
import sys
from pathlib import Path

import pytest

from meetapp import children


def test_from_source_a_module_runs_as_a_process_of_its_own(home):
    command = children.command("meetapp.recorder", "--help")
    done = subprocess.run(command, capture_output=True, text=True, timeout=240)
    assert done.returncode == 0 and "meetapp.recorder" in done.stdout


def test_a_child_that_fails_is_told_of_by_its_last_words(monkeypatch):
    def saying(code):
        monkeypatch.setattr(children, "command", lambda _, *words: [sys.executable, "-c", code, *words])
        return children.run("meetapp.plain", "a", otherwise="It failed.")

    assert saying("import sys; print('x', file=sys.stderr)") == ""
    assert saying("import sys; sys.exit('first\\nThe disk is full.')") == "The disk is full."
    assert saying("raise SystemExit(9)") == "It failed."
    assert saying("import sys; sys.stderr.buffer.write(b'\\xff.'); sys.exit(2)") == "\ufffd."
    assert saying("import sys; sys.exit(sys.stdin.read() + sys.argv[1])") == "a"


def test_a_built_program_is_called_again_without_options_of_python(monkeypatch):
    monkeypatch.setattr(sys, "frozen", True, raising=False)
    monkeypatch.setattr(sys, "executable", "/opt/meetapp/meetapp")
    assert children.command("meetapp.engine", "folder") == ["/opt/meetapp/meetapp", "-m", "meetapp.engine", "folder"]


def test_what_it_is_called_with_again_makes_it_that_process():
    code = "import sys; from meetapp.children import become; become(sys.argv[1:])"
    command = [sys.executable, "-P", "-c", code, "-m", "meetapp.media", "missing.wav", "nowhere"]
    done = subprocess.run(command, capture_output=True, text=True, timeout=240)
    assert done.returncode == 2


@pytest.mark.parametrize("words", [[], ["transcribe", "a.wav"], ["-m"], ["-m", "os"], ["-m", "meetapplication"]])
def test_other_words_are_left_to_the_command_line(words):
    assert not children.become(words)


def test_nobody_else_knows_how():
    package = Path(children.__file__).parent
    others = [path for path in package.rglob("*.py") if path.name != "children.py"]
    assert not [path.name for path in others if "sys.executable" in path.read_text(encoding="utf-8")]
