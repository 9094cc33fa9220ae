"""An encrypted library through the real command: nothing to be found on disk, everything still works, and back."""

import json
import os
import signal
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest

sys.path.insert(0, str(Path(__file__).parent))

from sealed_home import TITLE, WITHOUT_PACKAGES, WORD, WORLD, SealedHome, empty, made, secrets_of
from virtual_microphone import RATE, VirtualMicrophone, loudspeaker, wait_for

from meetapp.journal import Gap, JournalReader, samples_on_disk
from meetapp.locks import holder
from meetapp.sealed.blocks import DATA, Index, read_head


def test_nothing_of_a_meeting_is_found_on_disk_and_everything_works(tmp_path):
    home = made(tmp_path)
    secrets = secrets_of(home)
    track = (home.folders[0] / "tracks" / "0.pcm").read_bytes()
    assert {"library.sqlite", "events.jsonl", "meeting.json", "0.pcm", "journal.jsonl"} <= home.holding(*secrets)
    assert "transcript.txt" in home.holding(WORD.encode())
    shown = home.run("show", 1, world=WORLD + WITHOUT_PACKAGES).out
    on = home.run("encryption", "on")
    assert "recovery key" in on.out and "Everything is encrypted." in on.out
    assert home.holding(*secrets) == set()

    assert "already" in home.run("import", home.sound).err
    home.run("export", 1, "--format", "meeting", "--output", tmp_path)
    (sent,) = tmp_path.glob("*.zip")
    home.run("import", sent, "--title", f"{TITLE} two")
    assert home.holding(*secrets) == set()
    assert home.run("show", 1).out == shown and WORD in shown
    assert home.json("search", WORD)
    home.run("rename", 1, "Zebra herd")
    home.run("rename", 1, "Okapi", "--speaker", "1")
    home.run("undo", 1)
    home.run("redo", 1)
    assert "Okapi" in home.run("export", 1).out
    home.run("delete", 2, "--yes")
    assert len(home.folders) == 1
    assert home.holding(*secrets, b"Zebra herd", b"Okapi") == set()

    (home.home / "library.sqlite").write_bytes(b"noise" * 1000)
    home.run("check", "--repair")
    assert home.json("list")[0]["title"] == "Zebra herd"
    assert home.holding(*secrets, b"Okapi") == set()

    (home.home / "library-damaged.sqlite").unlink(missing_ok=True)
    assert "Everything is decrypted." in home.run("encryption", "off").out
    assert (home.folders[0] / "tracks" / "0.pcm").read_bytes() == track
    assert not (home.home / "encryption.json").exists() and home.keyring.read_text(encoding="utf-8") == "{}"
    assert "Okapi" in home.run("show", 1, world=WORLD + WITHOUT_PACKAGES).out
    assert "library.sqlite" in home.holding(b"Okapi")


def test_without_the_right_key_there_is_one_sentence(tmp_path):
    home = empty(tmp_path)
    absent = home.run("encryption", "on", code=2, world=WORLD + WITHOUT_PACKAGES)
    assert absent.err.count("\n") == 1 and "meetapp[encryption]" in absent.err
    assert list(home.home.iterdir()) == []
    home.run("encryption", "on")
    secret = next(iter(json.loads(home.keyring.read_text(encoding="utf-8")).values()))
    home.lock()
    for command in (("list",), ("recover",), ("encryption", "off")):
        locked = home.run(*command, code=2)
        assert locked.err.count("\n") == 1 and "locked or missing" in locked.err and locked.out == ""
    home.unlock()
    home.keyring.write_text(home.keyring.read_text(encoding="utf-8").replace(secret, secret[::-1]), encoding="utf-8")
    wrong = home.run("list", code=2)
    assert wrong.err.count("\n") == 1 and "not the one of this library" in wrong.err and secret not in wrong.err


@pytest.mark.parametrize("locked", [False, True])
def test_killed_recorder_and_engine_lose_nothing_of_both_tracks_with_a_locked_keyring_too(
    microphone: VirtualMicrophone, tmp_path, locked
):
    home = empty(tmp_path)
    home.run("encryption", "on")
    if locked:
        home.lock()
    site = tmp_path / "site"
    site.mkdir()
    (site / "sitecustomize.py").write_text(WORLD, encoding="utf-8")
    with loudspeaker(microphone):
        folder = recorded_with_kills(home, microphone, site, locked)
    if locked:
        home.unlock()
        home.run("recover")
    assert home.holding(WORD.encode(), TITLE.encode()) == set()
    assert WORD in home.run("show", 1).out
    for track in (0, 1):
        with (folder / "tracks" / f"{track}.pcm-sealed").open("rb") as file:
            every = [read_head(file, head) for head in Index(Path(file.name)).refresh().heads]
        blocks = [block for block in every if block and block.mark == DATA]
        assert len({block.sender for block in blocks}) == 2
        assert len({(block.sender, block.number) for block in blocks}) == len(blocks)


def recorded_with_kills(home: SealedHome, microphone: VirtualMicrophone, site: Path, locked: bool) -> Path:
    """The folder of a meeting of two inputs whose recorder was killed, and its engine where there is one."""
    command = [sys.executable, "-m", "meetapp", "record", "--input", microphone.name, "--system-sound"]
    process = subprocess.Popen(
        [*command, "--title", TITLE],
        env={**os.environ, **home.environment, "MEETAPP_HOME": str(home.home), "PYTHONPATH": str(site)},
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        encoding="utf-8",
    )
    (folder,) = wait_for(lambda: list((home.home / "meetings").glob("*")), 60)  # type: ignore[misc]
    wait_for(lambda: all(samples_on_disk(folder, track) > RATE // 2 for track in (0, 1)), 60)
    tone_S = 0.3 * np.sin(2 * np.pi * 300 * np.arange(RATE) / RATE)
    assert microphone.play(np.concatenate([tone_S, np.zeros(RATE)])).wait(60) == 0
    seen = [samples_on_disk(folder, track) for track in (0, 1)]
    for role in ("recorder",) if locked else ("recorder", "engine"):
        killed = wait_for(lambda role=role: holder(folder, role), 60)
        os.kill(killed, signal.SIGKILL)
    wait_for(lambda: all(samples_on_disk(folder, track) > seen[track] + 2 * RATE for track in (0, 1)), 60)
    process.send_signal(signal.SIGINT)
    printed, err = process.communicate(timeout=90)
    assert process.returncode == 0 and "Traceback" not in err, err
    gaps = [record for record in JournalReader(folder).read_new() if isinstance(record, Gap)]
    for track in (0, 1):
        restarted = [gap.samples for gap in gaps if gap.track == track and "restarted" in gap.why]
        assert restarted and restarted[0] >= seen[track], "what was on disk before the kill is there after it"
    assert ("recover" in err and printed == "") if locked else WORD in printed
    return folder
