"""A loss of power costs at most five seconds of sound, no turn and no edit, and leaves a meeting that opens."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from power_cuts import cut_power

from meetapp import tracks
from meetapp.store import open_library
from meetapp.store.meetings import list_meetings
from meetapp.store.turns import list_turns, speaker_names

PROMISED_S = 5.0
COMMITS = """
import sys
from pathlib import Path
from meetapp.store import open_library
from meetapp.store.edits import rename_speaker
from meetapp.store.meetings import add_meeting
from meetapp.store.turns import add_turn
from sts_model.turns import Turn, Word
with open_library(Path(sys.argv[1])) as library:
    folder = Path(sys.argv[1]).with_name("m")
    folder.mkdir()
    meeting = add_meeting(library, folder, "first")
    for number in range(30):
        add_turn(library, meeting, Turn(number, 0, 1, number * 100, number * 100 + 90, (Word(f"w{number}", 0, 1),)))
        rename_speaker(library, meeting, 1, f"Name {number}")
        print(number, flush=True)
        sys.stdin.readline()
"""


@pytest.mark.parametrize("seed", [1, 2])
def test_a_hundred_cuts_cost_at_most_five_seconds_each(seed):
    cuts = cut_power(100, seed)
    assert len(cuts) == 100 and all(cut.readable for cut in cuts)
    assert max(cut.lost_s for cut in cuts) <= PROMISED_S


def test_the_harness_notices_sound_that_is_not_synced(monkeypatch):
    monkeypatch.setattr(tracks, "SYNC_S", 20.0)
    assert max(cut.lost_s for cut in cut_power(40, 1)) > PROMISED_S


@pytest.mark.parametrize("junk", [0, 1000, 5000])
def test_every_committed_turn_and_name_survives_a_cut(tmp_path, junk):
    """SQLite syncs its log at every commit; what lies behind the last commit may be anything."""
    path = tmp_path / "library.sqlite"
    writer = subprocess.Popen(
        [sys.executable, "-c", COMMITS, str(path)], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    )
    assert writer.stdin is not None and writer.stdout is not None
    for number in range(30):
        assert int(writer.stdout.readline()) == number
        after = tmp_path / f"after{number}"
        after.mkdir()
        for name in ("library.sqlite", "library.sqlite-wal"):  # not its index, which lives in memory
            shutil.copy(tmp_path / name, after / name)
        with (after / "library.sqlite-wal").open("ab") as log:
            log.write(os.urandom(junk))
        _assert_has_all(after / "library.sqlite", number)
        writer.stdin.write("\n")
        writer.stdin.flush()
    writer.wait(240)


def test_every_commit_is_synced(tmp_path):
    with open_library(tmp_path / "library.sqlite") as library, library.reading() as db:
        assert db.execute("PRAGMA synchronous").fetchone() == (2,), "FULL: the log is synced before a commit returns"
        assert db.execute("PRAGMA journal_mode").fetchone() == ("wal",)


def _assert_has_all(path: Path, number: int) -> None:
    with open_library(path) as library:
        (meeting,) = list_meetings(library)
        assert [turn.id for turn in list_turns(library, meeting.id)] == list(range(number + 1))
        assert speaker_names(library, meeting.id) == {1: f"Name {number}"}
