"""The demo in the library, by the shipped model: imported, edited elsewhere, undone in another process, found."""

import json
import os
import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import pytest

from meetapp.edits import SetText, seen, split_at
from meetapp.store import open_library
from meetapp.store.edits import add_edit, edited_meeting
from meetapp.store.turns import list_turns, replace_turns
from meetapp.vocabulary import kept
from sts_model.wording import worded

DEMO = Path(__file__).resolve().parents[2] / "assets" / "demo" / "meeting.flac"
LIMIT_S = 300


@pytest.fixture(scope="module")
def demo_home(tmp_path_factory):
    """A home with the demo in its library; a test leaves the meeting as it found it."""
    folder = tmp_path_factory.mktemp("home")
    (folder / "names.txt").write_text("Friday  # the day of the move\n")
    names = ("--vocabulary", folder / "names.txt")
    out = meetapp("import", DEMO, "--title", "Office move", "--tag", "demo", *names, home=folder)
    number, path = out.split()
    assert number == "1" and Path(path).is_relative_to(folder / "meetings")
    return folder


def meetapp(*arguments, home):
    """What a command in a process of its own printed."""
    done = subprocess.run(
        [sys.executable, "-m", "meetapp", *map(str, arguments)],
        env={**os.environ, "MEETAPP_HOME": str(home)},
        capture_output=True,
        encoding="utf-8",
        timeout=LIMIT_S,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    return done.stdout


def test_the_imported_demo_is_listed_shown_and_exported(demo_home):
    (listed,) = json.loads(meetapp("list", "--tag", "demo", "--json", home=demo_home))
    assert (listed["title"], listed["state"], listed["source"]) == ("Office move", "complete", str(DEMO))
    assert 60 < listed["duration"] < 70 and listed["speakers"][0] == "Speaker 1"
    exported = json.loads(meetapp("export", listed["id"], "--format", "json", home=demo_home))
    shown = json.loads(meetapp("show", Path(listed["folder"]).name[:15], "--json", home=demo_home))
    assert exported["segments"] == shown["segments"] and len(shown["segments"]) > 5
    assert exported["created"] == listed["created"]
    assert kept(Path(listed["folder"])) == ("friday",)


def test_what_was_edited_elsewhere_is_read_back_found_undone_and_redone(demo_home, tmp_path):
    before = meetapp("export", 1, "--format", "json", "--verbatim", home=demo_home)
    entries = json.loads(meetapp("export", 1, "--format", "seglst", home=demo_home))
    entries[0]["words"] = f"Hippopotamus, {entries[0]['words']}"
    for entry in entries:
        entry["speaker"] = entry["speaker"].replace("Speaker 1", "Anna")
    edited = tmp_path / "edited.seglst.json"
    edited.write_text(json.dumps(entries))
    meetapp("import", edited, "--onto", 1, home=demo_home)
    (hit,) = json.loads(meetapp("search", "hippopotamus", "--json", home=demo_home))
    assert hit["speaker"] == entries[0]["speaker"]
    after = json.loads(meetapp("export", 1, "--format", "json", "--verbatim", home=demo_home))
    assert [each["text"] for each in after["segments"]] == [each["words"] for each in entries]
    # The words beside the new one are the model's still, with their times and its doubts.
    assert after["segments"][0]["words"][1:] == json.loads(before)["segments"][0]["words"]
    meetapp("undo", 1, home=demo_home)
    assert meetapp("export", 1, "--format", "json", "--verbatim", home=demo_home) == before
    assert json.loads(meetapp("search", "hippopotamus", "--json", home=demo_home)) == []
    meetapp("redo", 1, home=demo_home)
    meetapp("export", 1, "--format", "all", "--output", tmp_path / "out", home=demo_home)
    written = {path.name.partition(".")[2]: path for path in (tmp_path / "out").iterdir()}
    assert "Anna: " in written["txt"].read_text() and "Hippopotamus" in written["srt"].read_text()
    assert json.loads(written["seglst.json"].read_text())[0]["words"] == entries[0]["words"]
    meetapp("undo", 1, home=demo_home)


def test_a_split_turn_of_the_demo_is_found_and_whole_again(demo_home):
    with open_library(demo_home / "library.sqlite") as library:
        turns = list_turns(library, 1)
        longest = max(turns, key=lambda turn: len(turn.words))
        shown = add_edit(library, 1, split_at(longest, longest.words[2].start_samples))
        assert len(shown.turns) == len(turns) + 1 and list_turns(library, 1) == turns
    meetapp("undo", 1, home=demo_home)
    with open_library(demo_home / "library.sqlite") as library:
        assert edited_meeting(library, 1).turns == tuple(turns)


def test_what_was_edited_holds_when_the_demo_is_recognised_in_other_turns(demo_home):
    with open_library(demo_home / "library.sqlite") as library:
        turns = list_turns(library, 1)
        longest = max(turns, key=lambda turn: len(turn.words))
        add_edit(library, 1, SetText(seen(longest), f"giraffes {worded(longest, 'readable').text}"))
        replace_turns(library, 1, heard_anew(turns))
        assert "giraffes" in meetapp("search", "giraffes", "--json", home=demo_home)
        (found,) = (turn for turn in edited_meeting(library, 1).turns if "giraffes" in turn.text)
        assert found.words[1:] == longest.words
        replace_turns(library, 1, turns)
    meetapp("undo", 1, home=demo_home)


def heard_anew(turns):
    """The turns under other numbers, each a little longer and of another speaker, as another model may hear them."""
    return [
        replace(turn, id=turn.id + 100, start_samples=max(0, turn.start_samples - 800), speaker=turn.speaker + 1)
        for turn in turns
    ]
