"""The command line: its conventions, which others script against, and what it does when it is itself at fault."""

import json
import os
import re
import stat
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest
from commands import NO_INPUTS, meetapp
from hypothesis import given
from hypothesis import strategies as st
from made_media import RATE, beeps, write_sound

from meetapp import __version__
from meetapp.cli import report
from meetapp.cli.follow import Outcome
from meetapp.cli.output import distinct_stems, write_whole
from meetapp.cli.progress import shown
from meetapp.cli.transcribe import Request, exit_code
from meetapp.errors import InputError, StorageError
from meetapp.events import Finished, Progress, RecordingStopped, Trouble
from meetapp.exchange.subtitles import parse_srt
from meetapp.export import FORMATS
from meetapp.window.sounds import peaks_between

FAULT = """
import meetapp.cli.transcribe as broken
def fail(request): raise ValueError(" ".join(["the", "words"]) + " of a meeting")
broken.transcribe_files = fail
"""


def imported_by(code: str) -> set[str]:
    done = subprocess.run(
        [sys.executable, "-X", "importtime", "-c", code],
        capture_output=True,
        encoding="utf-8",
        timeout=240,
        check=False,
    )
    return {line.rpartition("|")[2].strip().partition(".")[0] for line in done.stderr.splitlines()}


def test_help_loads_nothing_heavy():
    loaded = imported_by("from meetapp.cli import run; run(['--help'])")
    assert not loaded & {"torch", "PySide6", "sounddevice", "sqlite3", "numpy", "av", "rich"}
    assert "typer" in loaded


def test_help_names_every_command(tmp_path):
    done = meetapp("--help", home=tmp_path)
    assert done.code == 0
    assert all(command in done.out for command in ("transcribe", "record", "devices"))


def test_the_version_is_told(tmp_path):
    assert meetapp("--version", home=tmp_path).out == f"meetapp {__version__}\n"


@pytest.mark.parametrize("arguments", [("sing",), ("transcribe",), ("transcribe", "a.wav", "--format", "doc")])
def test_a_command_that_makes_no_sense_is_bad_input(tmp_path, arguments):
    done = meetapp(*arguments, home=tmp_path)
    assert (done.code, done.out) == (2, "") and "Traceback" not in done.err


def test_one_file_a_recording_goes_to_the_output_folder_and_the_library_is_left_alone(tmp_path):
    for folder in ("a", "b"):
        (tmp_path / folder).mkdir()
    files = [write_sound(tmp_path / name, beeps(2)) for name in ("a/talk.wav", "b/talk.flac")]
    home, out = tmp_path / "home", tmp_path / "out" / "deep"
    (tmp_path / "tmp").mkdir()
    done = meetapp("transcribe", *files, "--format", "seglst", "--output", out, home=home, TMPDIR=str(tmp_path / "tmp"))
    assert (done.code, done.out) == (0, ""), done
    assert sorted(path.name for path in out.iterdir()) == ["talk-2.seglst.json", "talk.seglst.json"]
    for stem in ("talk", "talk-2"):
        entries = json.loads((out / f"{stem}.seglst.json").read_text(encoding="utf-8"))
        assert entries == [
            {"session_id": stem, "speaker": "Speaker 1", "start_time": at, "end_time": at + 1, "words": "beep"}
            for at in (0.0, 2.0)
        ]
    assert not home.exists(), "the library was touched"
    assert not list((tmp_path / "tmp").iterdir()), "work was left behind"
    lines = done.err.splitlines()
    assert len(lines) == 2 and all(re.fullmatch(r"talk\.\w+: 4\.0 s in .* s \(real-time factor .*\)", x) for x in lines)


def test_turns_are_printed_when_there_is_no_output_folder(tmp_path):
    done = meetapp("transcribe", write_sound(tmp_path / "a.wav", beeps(2)), home=tmp_path)
    assert done.code == 0, done
    assert done.out == "[00:00.0-00:03.0] Speaker 1: beep beep\n"
    parted = meetapp("transcribe", tmp_path / "a.wav", "--merge-turns", "0", home=tmp_path)
    assert parted.out == "[00:00.0-00:01.0] Speaker 1: beep\n[00:02.0-00:03.0] Speaker 1: beep\n"


def test_turns_of_several_recordings_are_printed_under_their_names(tmp_path):
    files = [write_sound(tmp_path / name, beeps(1)) for name in ("a.wav", "b.wav")]
    done = meetapp("transcribe", *files, home=tmp_path)
    turn = "[00:00.0-00:01.0] Speaker 1: beep"
    assert done.out.splitlines() == [f"== {files[0]} ==", turn, f"== {files[1]} ==", turn]


def test_files_of_one_meeting_are_a_track_each(tmp_path):
    near, far = beeps(2, on_s=0.5, off_s=3.5), np.concatenate([np.zeros(3 * RATE // 2, np.float32), beeps(1)])
    files = [write_sound(tmp_path / name, wave_S) for name, wave_S in [("ada.wav", near), ("ben.flac", far)]]
    done = meetapp("transcribe", "--tracks", *files, home=tmp_path)
    assert done.code == 0, done
    assert done.out.splitlines() == [
        "[00:00.0-00:00.5] Speaker 1: beep",
        "[00:01.5-00:02.5] Speaker 2: beep",
        "[00:04.0-00:04.5] Speaker 1: beep",
    ]
    done = meetapp("import", "--tracks", *files, home=tmp_path)
    assert done.code == 0 and len(done.out.splitlines()) == 1, done
    tracks = Path(done.out.split()[1]) / "tracks"
    assert sorted(path.name for path in tracks.iterdir()) == ["0.pcm", "1.pcm"]
    assert peaks_between(tracks.parent, 0.0, 1.0)[::256] == pytest.approx([0.3, 0.3, 0.3, 0.0], abs=0.02)


def test_a_file_of_several_that_is_none_is_named(tmp_path):
    good, bad = write_sound(tmp_path / "ada.wav", beeps(1)), tmp_path / "ben.wav"
    bad.write_text("no sound")
    done = meetapp("transcribe", "--tracks", good, bad, home=tmp_path)
    assert done.code == 2 and done.err.count("\n") == 1 and "ben.wav" in done.err, done


def test_all_formats_of_a_recording_go_to_the_folder(tmp_path):
    out = tmp_path / "out"
    talk = write_sound(tmp_path / "talk.wav", beeps(2))
    done = meetapp("transcribe", talk, "-f", "all", "--output_dir", out, "--merge-turns", "5", home=tmp_path)
    assert done.code == 0, done
    assert sorted(path.name for path in out.iterdir()) == sorted(f"talk{form.suffix}" for form in FORMATS.values())
    assert (out / "talk.txt").read_text(encoding="utf-8") == "[00:00.0-00:03.0] Speaker 1: beep beep\n"
    assert (out / "talk.pdf").read_bytes().startswith(b"%PDF") and (out / "talk.docx").read_bytes().startswith(b"PK")
    assert parse_srt((out / "talk.srt").read_text(encoding="utf-8")).turns[0].text == "beep beep"


def test_a_template_of_ones_own_makes_the_file(tmp_path):
    template = tmp_path / "minutes.md.jinja"
    template.write_text("# {{ title }}\n{% for t in turns %}\n- {{ t.text }}\n{% endfor %}\n", encoding="utf-8")
    talk, options = write_sound(tmp_path / "talk.wav", beeps(2)), ("--template", template)
    assert meetapp("transcribe", talk, *options, home=tmp_path).out == "# talk\n- beep\n- beep\n"
    assert meetapp("transcribe", talk, *options, "-o", tmp_path / "out", home=tmp_path).code == 0
    assert (tmp_path / "out" / "talk.md").read_text(encoding="utf-8") == "# talk\n- beep\n- beep\n"


def test_text_can_do_without_times_and_names(tmp_path):
    talk = write_sound(tmp_path / "talk.wav", beeps(1))
    done = meetapp("transcribe", talk, "--no-timestamps", "--speakers", "none", home=tmp_path)
    assert (done.code, done.out) == (0, "beep\n"), done


@pytest.mark.parametrize(
    ("options", "words"),
    [
        (("-f", "docx"), "A Word (DOCX) file needs a folder to go into: add --output DIR."),
        (("-f", "all"), "All formats need a folder to go into: add --output DIR."),
        (("--template", "none.jinja"), "The template none.jinja cannot be read: No such file or directory."),
        (("--merge-turns", "-1"), "Turns can be joined over 0 seconds or more, not -1.0."),
        (("-f", "srt", "--max_line_count", "2"), "needs a line width: add --max-line-width."),
    ],
)
def test_a_form_that_cannot_be_made_is_refused_before_the_work(tmp_path, options, words):
    done = meetapp("transcribe", tmp_path / "no.wav", *options, home=tmp_path)
    assert (done.code, done.out) == (2, "") and done.err.strip().endswith(words), done


def test_a_pdf_without_qt_is_a_missing_part_of_the_system_before_the_work(tmp_path):
    done = meetapp(
        *("transcribe", tmp_path / "no.wav", "-f", "pdf", "-o", tmp_path / "out"),
        home=tmp_path,
        world="import sys; sys.modules['PySide6'] = None",
    )
    assert done.code == 3 and re.fullmatch(r"A PDF cannot be made because Qt does not start .*\.\n", done.err), done


@given(st.lists(st.sampled_from(["a/x.wav", "b/x.wav", "X.mp3", "x-2.wav", "x-2-2.wav", "y.wav"]), max_size=8))
def test_transcripts_never_share_a_name(names):
    stems = distinct_stems([Path(name) for name in names])
    assert len({stem.casefold() for stem in stems}) == len(names)
    assert all(stem.casefold().startswith(Path(name).stem.casefold()) for stem, name in zip(stems, names, strict=True))


def test_recordings_of_the_same_stem_get_a_number():
    files = [Path("a/meeting.wav"), Path("b/meeting.flac"), Path("meeting-2.wav"), Path("c/Meeting.mp3")]
    assert distinct_stems(files) == ["meeting", "meeting-2", "meeting-2-2", "Meeting-3"]


@pytest.mark.parametrize("terminal", [False, True])
def test_progress_ends_in_one_line_with_length_time_and_real_time_factor(capsys, monkeypatch, terminal):
    monkeypatch.setattr("sys.stderr.isatty", lambda: terminal)
    with shown("a.wav") as meter:
        for event in (Progress(1.0, 2.0, 0.5), RecordingStopped(4.0), Progress(2.0, 3.0, 0.25), Finished(4.0)):
            meter.saw(event)
        assert (meter.done_s, meter.total_s, meter.rtf) == (4.0, 4.0, 0.25)
    line = re.sub(r"\x1b\[[^a-zA-Z]*[a-zA-Z]", "", capsys.readouterr().err).splitlines()[-1]
    assert re.fullmatch(r"a\.wav: 4\.0 s in \d+\.\d s \(real-time factor 0\.25\)", line)


def test_a_file_that_was_not_done_has_no_such_line(capsys):
    with shown("a.wav") as meter:
        meter.saw(Progress(1.0, 2.0, 0.5))
    assert capsys.readouterr().err == ""


@pytest.mark.parametrize(
    ("codes", "sum_"), [([0, 0], 0), ([0, 2], 4), ([2, 0, 1], 4), ([2, 2], 2), ([2, 1], 1), ([3], 3), ([2], 2)]
)
def test_exit_codes_of_several_recordings(codes, sum_):
    assert exit_code(codes) == sum_


def test_several_recordings_in_one_file_format_need_a_folder():
    with pytest.raises(InputError, match="--output"):
        Request(files=(Path("a.wav"), Path("b.wav")), format="srt")


def test_a_file_is_whole_or_the_old_one(tmp_path, monkeypatch):
    path = tmp_path / "a.txt"
    write_whole(path, b"old\n")
    write_whole(path, b"new\n")
    assert path.read_bytes() == b"new\n"
    assert stat.S_IMODE(path.stat().st_mode) & 0o044 == 0o044 & ~_umask()

    def refuse(_):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "fsync", refuse)
    with pytest.raises(StorageError, match=r"Cannot write .*a\.txt: No space left on device\."):
        write_whole(path, b"half")
    assert [each.read_bytes() for each in tmp_path.iterdir()] == [b"new\n"]


def _umask() -> int:
    mask = os.umask(0)
    os.umask(mask)
    return mask


def test_the_first_cause_is_the_one_that_is_told(tmp_path):
    outcome = Outcome()
    for event in (
        Trouble("Hm.", exit_code=3),
        Trouble("First.", fatal=True, exit_code=2),
        Trouble("Then.", fatal=True),
    ):
        outcome.take(event)
    outcome.end(1, tmp_path)
    assert (outcome.failure, outcome.code, outcome.warnings) == ("First.", 2, ["Hm."])


def test_a_supervisor_that_was_killed_is_our_fault(tmp_path):
    outcome = Outcome()
    outcome.end(-9, tmp_path)
    assert outcome.code == 1 and "ended unexpectedly" in outcome.failure
    done = Outcome()
    done.take(Finished(1.0))
    done.end(0, tmp_path)
    assert done.code == 0


def test_a_fault_of_ours_is_a_sentence_and_a_report_without_words_of_the_meeting(tmp_path):
    done = meetapp("transcribe", "a.wav", home=tmp_path, world=FAULT)
    assert (done.code, done.out, len(done.err.splitlines())) == (1, "", 1), done
    (path,) = (tmp_path / "reports").iterdir()
    assert str(path) in done.err and path.stat().st_mode & 0o077 == 0
    text = path.read_text(encoding="utf-8")
    assert "ValueError" in text and "in fail" in text and __version__ in text
    assert "words of a meeting" not in text + done.err


def test_a_report_goes_to_the_temporary_folder_when_there_is_no_home(tmp_path, monkeypatch):
    (tmp_path / "home").touch()
    monkeypatch.setenv("MEETAPP_HOME", str(tmp_path / "home"))
    monkeypatch.setattr(report.tempfile, "gettempdir", lambda: str(tmp_path))
    assert report.write_report(KeyError("x")).parent == tmp_path


def test_no_qt_is_a_missing_part_of_the_system(tmp_path):
    done = meetapp(home=tmp_path, world="import sys; sys.modules['PySide6'] = None")
    assert done.code == 3 and "Traceback" not in done.err, done
    assert re.fullmatch(r"The window cannot start, .*\.\n", done.err)


def test_devices_as_json_fail_as_devices_do(tmp_path):
    assert meetapp("devices", "--json", home=tmp_path, world=NO_INPUTS).code == 3
