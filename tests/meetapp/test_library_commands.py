"""Commands on the library, as people type them and scripts read them."""

import json
import os
import pty
import subprocess
import sys

import pytest
from commands import meetapp
from made_turns import turn

from meetapp import meeting as folders
from meetapp.edits import AddBookmark, DeleteTurns, SetNotes, seen
from meetapp.exchange import READERS
from meetapp.export import FORMATS
from meetapp.store import open_library
from meetapp.store.edits import add_edits, edited_meeting, rename_speaker
from meetapp.store.meetings import add_meeting, set_duration
from meetapp.store.tags import set_tags
from meetapp.store.turns import add_turn

SAID = [
    turn(0, "the bugdet is closed", 0.5, 3.0, speaker=1),
    turn(1, "who says so", 3.5, 5.0, speaker=2, channel=1),
]
CREATED = 1_700_000_000.0


@pytest.fixture
def put(home):
    """Puts a meeting into the library of the test's home; its folder."""

    def put_meeting(title, said=SAID, created=CREATED):
        folder = folders.create(home / "meetings", title=title, source="Webcam")
        with open_library(home / "library.sqlite") as library:
            number = add_meeting(library, folder, title, source="Webcam", created=created)
            for each in said:
                add_turn(library, number, each)
            set_duration(library, number, 65.0)
        return folder

    return put_meeting


def test_meetings_are_listed_newest_first(put, run, home):
    first, second = put("Budget", created=CREATED), put("Plans", [], created=CREATED + 60)
    with open_library(home / "library.sqlite") as library:
        rename_speaker(library, 1, 2, "Ben")
        set_tags(library, 1, ["work"])
    plans, budget = run("list").splitlines()
    assert plans.split()[0] == "2" and plans.endswith("01:05  Plans")
    assert budget.endswith("01:05  Budget  Speaker 1, Ben  #work")
    listed = json.loads(run("list", "--json"))
    assert [each["folder"] for each in listed] == [str(second), str(first)]
    assert (listed[1]["speakers"], listed[1]["tags"], listed[1]["state"]) == (
        ["Speaker 1", "Ben"],
        ["work"],
        "complete",
    )
    assert [each["title"] for each in json.loads(run("list", "--tag", "WORK", "--json"))] == ["Budget"]


def test_an_empty_library_is_no_failure(call):
    assert call("list") == (0, "", "The library is empty.\n")
    assert call("list", "--json") == (0, "[]\n", "")


def test_a_meeting_is_shown_as_it_was_left(put, run):
    put("Budget")
    run("rename", "1", "Anna", "--speaker", "1")
    shown = run("show", "1").splitlines()
    assert shown[0] == "Budget" and shown[3:] == [
        "[00:00.5-00:03.0] Anna: the bugdet is closed",
        "[00:03.5-00:05.0] Speaker 2: who says so",
    ]
    told = json.loads(run("show", "1", "--json"))
    assert [each["speaker"] for each in told["segments"]] == ["Anna", "Speaker 2"]
    assert (told["notes"], told["bookmarks"]) == ("", [])


def test_notes_and_bookmarks_are_shown_and_changes_that_found_no_turn_told_of(put, run, call, home):
    put("Budget")
    with open_library(home / "library.sqlite") as library:
        add_edits(library, 1, [SetNotes("Ask Ben.\n"), AddBookmark(72 * 16_000, "decision"), AddBookmark(0)])
    assert run("show", "1").endswith("\nNotes:\nAsk Ben.\n\nBookmarks:\n[00:00]\n[01:12] decision\n")
    told = json.loads(run("show", "1", "--json"))
    assert told["notes"] == "Ask Ben.\n" and told["bookmarks"][1] == {"id": 2, "time": 72.0, "text": "decision"}
    with open_library(home / "library.sqlite") as library:
        add_edits(library, 1, [DeleteTurns((seen(turn(7, "gone", 30.0, 31.0)),))])
    assert call("show", "1")[2] == "Changes kept, but without a turn to apply to: 1.\n"
    assert json.loads(run("show", "1", "--json"))["unapplied"] == [4]


def test_a_meeting_is_called_by_number_or_by_the_beginning_of_its_folder(put, run, refusal):
    folder = put("Budget")
    assert run("show", folder.name).startswith("Budget\n") and run("show", folder.name[:-2]).startswith("Budget\n")
    put("Plans")
    assert "Several meetings begin with 20" in refusal("show", folder.name[:2])
    assert "There is no meeting 9 in the library" in refusal("show", "9")


@pytest.mark.parametrize("encoding", ["ascii", "cp1252"])
def test_letters_that_a_terminal_lacks_are_no_fault(put, run, home, encoding):
    put("Plans → spring")
    for command in (("list",), ("show", "1"), ("search", "who")):
        done = meetapp(*command, home=home, PYTHONIOENCODING=encoding)
        assert (done.code, done.err) == (0, "") and "\\u2192" in done.out


@pytest.mark.skipif(not os.path.exists("/dev/full"), reason="no full device here")  # noqa: PTH110
def test_output_that_the_disk_refuses_is_a_sentence(put, home):
    put("Budget")
    command = "exec " + " ".join([sys.executable, "-m", "meetapp", "list", ">/dev/full"])
    done = subprocess.run(["sh", "-c", command], stderr=subprocess.PIPE, encoding="utf-8", timeout=240, check=False)
    assert (done.returncode, done.stderr) == (2, "The disk is full: what was printed is not complete.\n")


def test_what_others_wrote_moves_no_cursor(put, run, home):
    put("Budget\n\x1b[2J")
    with open_library(home / "library.sqlite") as library:
        add_edits(library, 1, [SetNotes("one\n\x1b]0;title\x07two"), AddBookmark(16_000, "here\x1b[5m")])
        rename_speaker(library, 1, 1, "An\x1b[31mna")
        set_tags(library, 1, ["work\x1b[0m"])
    put("Plans", [], created=CREATED - 60)
    for command in (("list",), ("show", "1"), ("search", "bugdet"), ("export", "1", "2")):
        assert "\x1b" not in run(*command) and "\x07" not in run(*command), command
    assert len(run("list").splitlines()) == 2


def test_a_name_is_one_line(put, run):
    put("Budget")
    run("rename", "1", " Plans\nof\x1b[31m spring ")
    assert run("show", "1").startswith("Plans of[31m spring\n")


def test_reading_back_takes_nothing_that_is_for_new_meetings(put, call, refusal, tmp_path):
    put("Budget")
    for options in (("--title", "T"), ("--tag", "t"), ("--again",), ("--tracks",)):
        code, _, err = call("import", tmp_path / "a.srt", "--onto", "1", *options)
        assert code == 2 and "leave out --onto" in err
    assert refusal("show", "").startswith("Say which meeting")


def test_search_finds_edited_words_where_they_are(put, run, call):
    put("Budget")
    put("Plans", [turn(0, "a plan for the budget", 70.0, 72.0)])
    run("tag", "2", "work")
    assert run("search", "budg").splitlines() == ["2 [01:10] Plans, Speaker 1: a plan for the [budget]"]
    (hit,) = json.loads(run("search", "who", "says", "--json"))
    assert (hit["meeting"], hit["turn"], hit["start"], hit["speaker"]) == (1, 1, 3.5, "Speaker 2")
    assert json.loads(run("search", "the", "--tag", "work", "--json"))[0]["meeting"] == 2
    assert json.loads(run("search", "the", "--meeting", "1", "--json"))[0]["meeting"] == 1
    assert call("search", "nowhere") == (0, "", "Nothing was found.\n")


def test_a_meeting_is_exported_in_every_format(put, run, tmp_path):
    folder = put("Budget")
    assert run("export", "1").startswith("[00:00.5-00:03.0] Speaker 1: the bugdet is closed\n")
    assert json.loads(run("export", "1", "-f", "json"))["created"].startswith("2023-11-14T")
    run("export", folder.name, "--format", "srt", "--output_dir", tmp_path / "out", "--speakers", "none")
    assert "\nthe bugdet is closed\n" in (tmp_path / "out" / f"{folder.name}.srt").read_text()
    run("export", "1", "--format", "all", "--output", tmp_path / "all")
    assert len(list((tmp_path / "all").iterdir())) == len(FORMATS)


@pytest.mark.parametrize(
    "options",
    [("--speakers", "none"), ("--no-timestamps",), ("--merge-turns", "0"), ("--no-fillers",), ("--verbatim",)],
)
def test_a_whole_meeting_is_not_sent_with_names_that_were_to_be_left_out(put, refusal, tmp_path, options):
    put("Budget")
    said = refusal("export", "1", "--format", "meeting", "--output", tmp_path / "out", *options)
    assert "with all names" in said and not (tmp_path / "out").exists()
    template = tmp_path / "minutes.md.jinja"
    template.write_text("{{ title }}")
    assert "another format" in refusal("export", "1", "-f", "meeting", "-o", tmp_path / "out", "--template", template)


def test_several_meetings_are_exported_apart(put, run, refusal):
    put("Budget")
    put("Plans", [turn(0, "a plan", 1.0, 2.0)])
    assert "== Plans ==\n[00:01.0-00:02.0] Speaker 1: a plan\n" in run("export", "1", "2")
    assert "add --output DIR" in refusal("export", "1", "2", "--format", "srt")


def test_an_edited_transcript_is_read_back_and_undone_and_redone(put, run, tmp_path, refusal):
    put("Budget")
    edited = tmp_path / "edited.seglst.json"
    text = run("export", "1", "--format", "seglst")
    edited.write_text(text.replace("bugdet", "budget").replace("Speaker 2", "Ben"))
    assert run("import", edited, "--onto", "1") == "2 changes were read into 'Budget'.\n"
    assert run("export", "1").splitlines()[0].endswith("Speaker 1: the budget is closed")
    assert run("search", "budget").startswith("1 ") and "Ben: who says so" in run("show", "1")
    run("undo", "1")
    assert run("export", "1", "--format", "seglst") == text
    assert "nothing to undo" in refusal("undo", "1")
    run("redo", "1")
    assert "the budget is closed" in run("export", "1") and "nothing to redo" in refusal("redo", "1")
    assert run("import", edited, "--onto", "1") == "Nothing has changed.\n"


def test_subtitles_are_read_back_with_the_times_of_words_that_stayed(put, run, home, tmp_path):
    put("Budget")
    (tmp_path / "edited.srt").write_text(run("export", "1", "--format", "srt").replace("bugdet", "budget"))
    assert json.loads(run("import", tmp_path / "edited.srt", "--onto", "1", "--json"))["changes"] == 1
    with open_library(home / "library.sqlite") as library:
        words = edited_meeting(library, 1).turns[0].words
    assert [word.text for word in words] == ["the", "budget", "is", "closed"] and words[0] == SAID[0].words[0]


def test_a_transcript_with_a_mistake_changes_nothing(put, run, tmp_path, refusal):
    put("Budget")
    (tmp_path / "bad.srt").write_text("hello")
    before = run("export", "1", "--format", "json")
    assert "bad.srt: Line 1 stands before the first subtitle" in refusal("import", tmp_path / "bad.srt", "--onto", 1)
    assert "ending must be one of" in refusal("import", tmp_path / "bad.doc", "--onto", 1)
    assert run("export", "1", "--format", "json") == before


@pytest.mark.parametrize("command", [("rename", "1", "Plans"), ("rename", "1", "Anna", "--speaker", "1")])
def test_a_change_that_is_saved_is_no_failure_when_its_copies_are_refused(put, call, command, refuse_copies):
    put("Budget")
    said = refuse_copies()
    assert call(*command) == (0, "", said)
    assert command[2] in call("show", "1")[1]


def test_a_meeting_gets_another_title_in_its_folder_too(put, run, refusal):
    folder = put("Budget")
    run("rename", folder.name, " Budget 2024 ")
    assert json.loads(run("list", "--json"))[0]["title"] == "Budget 2024" == folders.open_meeting(folder).title
    assert "needs a title" in refusal("rename", "1", " ")


def test_a_speaker_is_renamed_by_number_or_name(put, run, refusal):
    put("Budget")
    run("rename", "1", "Ben", "--speaker", "2")
    run("rename", "1", "Ben Okri", "--speaker", "Ben")
    assert json.loads(run("list", "--json"))[0]["speakers"] == ["Speaker 1", "Ben Okri"]
    assert "there are 1, Ben Okri" in refusal("rename", "1", "Cleo", "--speaker", "7")


def test_tags_are_added_listed_and_removed(put, run):
    put("Budget")
    assert run("tag", "1", "work", "Berlin office") == "Berlin office\nwork\n"
    assert run("tag", "1", "WORK", "--remove") == "Berlin office\n"
    assert json.loads(run("tag", "1", "--json")) == ["Berlin office"]


def test_a_deleted_meeting_is_gone(put, run, refusal):
    folder, other = put("Budget"), put("Plans")
    assert "add --yes" in refusal("delete", "1")
    assert folder.exists()
    run("delete", "1", "--yes")
    assert not folder.exists() and other.exists() and run("search", "who", "--json").count('"meeting": 2') == 1
    assert "no meeting 1 " in refusal("delete", "1", "2", "--yes")
    assert other.exists()


@pytest.mark.skipif(not hasattr(os, "openpty"), reason="no terminals here")
@pytest.mark.parametrize(("answer", "stays"), [(b"n\n", True), (b"\n", True), (b"y\n", False)])
def test_a_person_is_asked_before_deletion(put, answer, stays):
    folder = put("Budget")
    ours, theirs = pty.openpty()
    command = [sys.executable, "-m", "meetapp", "delete", "1"]
    os.write(ours, answer)
    done = subprocess.run(command, stdin=theirs, capture_output=True, encoding="utf-8", timeout=240, check=False)
    assert (done.returncode, folder.exists()) == (0, stays)
    assert done.stderr == "Delete 'Budget' for good, sound and text? [y/N] "
    for end in (ours, theirs):
        os.close(end)


def test_a_meeting_that_is_being_worked_on_is_not_deleted(put):
    folder = put("Budget")
    folders.mark_in_progress(folder)
    from meetapp.supervisor.control import ControlServer

    server = ControlServer(folder)
    process = subprocess.Popen(
        [sys.executable, "-m", "meetapp", "delete", "1", "--yes"], stderr=subprocess.PIPE, encoding="utf-8"
    )
    while process.poll() is None:
        server.orders(0.1)
    server.close()
    assert process.returncode == 2 and "stop that first" in process.communicate()[1]
    assert folder.exists()


def test_what_is_exported_can_be_read_by_what_reads_back(put, run):
    put("Budget")
    for name in READERS:
        assert READERS[name].parse(run("export", "1", "--format", name), "Budget", []).turns
