"""Tab in a shell: commands, options and the values that they take; the script is the one that the shell runs."""

import os
import shutil
import subprocess
import sys

import pytest
from commands import meetapp

ASKED = """
source <(printf '%s' "$SCRIPT")
COMP_WORDS=($LINE "")
[ "$PART" ] && COMP_WORDS[-1]=$PART
COMP_CWORD=$((${#COMP_WORDS[@]} - 1))
_meetapp_completion "$PROGRAM"
printf '%s\\n' "${COMPREPLY[@]}"
"""


@pytest.mark.parametrize("shell", ["bash", "zsh", "fish"])
def test_each_shell_has_its_script(tmp_path, shell):
    done = meetapp("completion", shell, home=tmp_path, world="")
    assert done.code == 0 and f"complete_{shell}" in done.out and "meetapp" in done.out


def test_an_unknown_shell_is_bad_input(tmp_path):
    done = meetapp("completion", "cmd", home=tmp_path, world="")
    assert done.code == 2 and "fish" in done.err


@pytest.mark.skipif(shutil.which("bash") is None, reason="asks bash")
@pytest.mark.parametrize(
    ("line", "part", "expected"),
    [
        ("meetapp", "trans", ["transcribe"]),
        ("meetapp transcribe", "--temp", ["--template"]),
        ("meetapp transcribe --format", "st", ["stm"]),
    ],
)
def test_bash_completes(tmp_path, line, part, expected):
    script = meetapp("completion", "bash", home=tmp_path, world="").out
    program = tmp_path / "meetapp"
    program.write_text(f'#!/bin/sh\nexec "{sys.executable}" -m meetapp "$@"\n')
    program.chmod(0o755)
    asked = {"SCRIPT": script, "LINE": line, "PART": part, "PROGRAM": str(program)}
    done = subprocess.run(
        ["bash", "-c", ASKED],
        env={**os.environ, **asked},
        capture_output=True,
        encoding="utf-8",
        timeout=240,
        check=True,
    )
    assert done.stdout.split() == expected, done
