"""What a session leaves on disk: readable by its user alone, and no word of the meeting in any log or report."""

import os
import re
import stat
import subprocess
import sys
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).parent.parent / "meetapp"))

from commands import HEARS_LOUDNESS, meetapp
from made_media import beeps, write_sound

WORD = "zanzibar"
SAYS_IT = HEARS_LOUDNESS + (
    "import builtins, sts_model.turns as turns\n"
    f"Word = turns.Word\nturns.Word = lambda text, *rest: Word({WORD!r} if text == 'beep' else text, *rest)\n"
)
# A fault of ours, of the kind that quotes what it cannot handle, after the first turn.
BREAKS = SAYS_IT + (
    "import meetapp.events as events\nencode = events.encode\n"
    "def broken(event):\n"
    "    if type(event).__name__ == 'TurnAdded': raise ValueError(repr(event))\n"
    "    return encode(event)\n"
    "events.encode = broken\n"
    "import meetapp.supervisor.worker as worker\nworker.MAX_RESTARTS = 0\n"
)

pytestmark = pytest.mark.skipif(os.name != "posix", reason="modes of files are of POSIX systems")


def imported(home, tmp_path, world):
    """The folder of a meeting that was imported into the library at `home` by real processes, with a umask of 0."""
    site = tmp_path / "site"
    site.mkdir()
    (site / "sitecustomize.py").write_text(world, encoding="utf-8")
    code = (
        "import os, sys; os.umask(0)\n"
        "from pathlib import Path\n"
        "from meetapp import meeting, paths, supervisor\n"
        "from meetapp.store import open_library\n"
        "from meetapp.store.meetings import add_meeting\n"
        "from meetapp.store.rebuild import look_after\n"
        "media = Path(sys.argv[1])\n"
        "folder = meeting.create(paths.meetings(), title='Talk', source=str(media))\n"
        "with open_library(paths.library()) as library: number = add_meeting(library, folder, 'Talk')\n"
        "supervisor.start(folder, media=media, library=paths.library(), meeting_id=number).wait(240)\n"
        "look_after(paths.library(), paths.meetings())\n"
        "print(folder)\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", code, str(write_sound(tmp_path / "talk.wav", beeps(3)))],
        env={**os.environ, "PYTHONPATH": str(site), "MEETAPP_HOME": str(home)},
        capture_output=True,
        text=True,
        timeout=300,
        check=True,
    )
    assert WORD not in done.stderr
    return Path(done.stdout.strip())


def holding(home, word):
    """Names of files below `home` that hold the word anywhere."""
    return {path.name for path in home.rglob("*") if path.is_file() and word.encode() in path.read_bytes()}


def open_to_others(home):
    return [path for path in (home, *home.rglob("*")) if stat.S_IMODE(path.lstat().st_mode) & 0o077]


def test_a_session_leaves_only_private_files_and_its_words_where_they_belong(tmp_path):
    home = tmp_path / "home"
    home.mkdir(mode=0o700)
    folder = imported(home, tmp_path, SAYS_IT)
    assert open_to_others(home) == []
    assert {path.name for path in folder.iterdir()} >= {
        "meeting.json",
        "journal.jsonl",
        "events.jsonl",
        "processes.log",
    }
    words = holding(home, WORD)
    assert "events.jsonl" in words and "library.sqlite" in words
    assert {name for name in words if re.search(r"log|report|fault|lock|control|journal", name)} == set()


def test_a_fault_in_the_middle_of_a_meeting_leaves_no_word_in_a_log(tmp_path):
    home = tmp_path / "home"
    home.mkdir(mode=0o700)
    folder = imported(home, tmp_path, BREAKS)
    log = (folder / "processes.log").read_text(encoding="utf-8")
    assert "ValueError" in log and "in broken" in log and "sitecustomize.py" in log
    assert "processes.log" not in holding(home, WORD)


def test_what_a_command_makes_outside_its_home_is_private_or_asked_for(tmp_path):
    home = tmp_path / "home"
    home.mkdir(mode=0o700)
    file = write_sound(tmp_path / "a.wav", beeps(1))
    temporary = tmp_path / "temporary"
    temporary.mkdir()
    done = meetapp("transcribe", file, home=home, world=SAYS_IT, TMPDIR=str(temporary))
    assert done.code == 0 and WORD in done.out and WORD not in done.err
    assert list(temporary.iterdir()) == [] and holding(home, WORD) == set()
