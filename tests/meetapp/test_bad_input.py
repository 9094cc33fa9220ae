"""Bad input: one clear sentence on standard error, the right exit code, no traceback, nothing written before lost."""

import os
import re
import sys
from pathlib import Path

import pytest
from commands import NO_INPUTS, NO_PORTAUDIO, Done, bound_by_file_modes, meetapp
from made_media import beeps, cut, write_silent_film, write_sound


def assert_one_sentence(done: Done, code: int, words: str) -> None:
    lines = done.err.splitlines()
    assert done.code == code, done
    assert len(lines) == 1, done
    assert re.fullmatch(r"[^.!?\s].*[.!?]", lines[0]), done
    assert words in lines[0]
    assert "Traceback" not in done.err + done.out
    assert done.out == ""


def missing(folder: Path) -> Path:
    return folder / "missing.wav"


def text_named_wav(folder: Path) -> Path:
    (folder / "notes.wav").write_text("We met on Monday and talked.\n" * 100, encoding="utf-8")
    return folder / "notes.wav"


def zero_length(folder: Path) -> Path:
    (folder / "empty.wav").touch()
    return folder / "empty.wav"


def truncated_without_sound(folder: Path) -> Path:
    return cut(write_sound(folder / "cut.mp4", beeps()), 0.5)


def unknown_format(folder: Path) -> Path:
    (folder / "data.xyz").write_bytes(bytes(range(256)) * 100)
    return folder / "data.xyz"


def no_audio_stream(folder: Path) -> Path:
    return write_silent_film(folder / "film.mp4")


def play_list(folder: Path) -> Path:
    write_sound(folder / "inside.wav", beeps())
    (folder / "list.wav").write_text("ffconcat version 1.0\nfile inside.wav\n", encoding="utf-8")
    return folder / "list.wav"


def a_folder(folder: Path) -> Path:
    (folder / "recordings").mkdir()
    return folder / "recordings"


def forbidden(folder: Path) -> Path:
    path = write_sound(folder / "private.wav", beeps())
    path.chmod(0)
    return path


def named_in_no_alphabet(folder: Path) -> Path:
    return write_sound(folder / "fine.wav", beeps()).rename(folder / "\udcff.wav")


@pytest.mark.parametrize(
    ("make", "words"),
    [
        (missing, "There is no file"),
        (text_named_wav, "notes.wav is not a recording"),
        (zero_length, "empty.wav is empty"),
        (truncated_without_sound, "cut.mp4 is not a recording"),
        (unknown_format, "format is unknown"),
        (no_audio_stream, "film.mp4 has no sound"),
        (play_list, "list.wav is not a recording"),
        (a_folder, "is a folder"),
        (forbidden, "no permission"),
        pytest.param(
            named_in_no_alphabet,
            "is not text in UTF-8",
            marks=pytest.mark.skipif(sys.platform != "linux", reason="names are text here"),
        ),
    ],
)
def test_a_file_that_cannot_be_transcribed_is_one_sentence(tmp_path, make, words):
    path = make(tmp_path)
    assert_one_sentence(meetapp("transcribe", path, home=tmp_path, prefix=bound_by_file_modes()), 2, words)


def test_a_truncated_file_is_transcribed_as_far_as_it_goes_with_a_warning(tmp_path):
    path = cut(write_sound(tmp_path / "cut.wav", beeps()), 0.5)
    done = meetapp("transcribe", path, "--format", "seglst", "--output", tmp_path, home=tmp_path)
    assert done.code == 0, done
    assert "cut.wav is cut short: 3.0 s of 6.0 s could be read." in done.err
    assert (tmp_path / "cut.seglst.json").exists()


def test_one_bad_file_among_several_is_named_and_the_others_are_done(tmp_path):
    good = [write_sound(tmp_path / name, beeps(1)) for name in ("one.wav", "two.flac")]
    done = meetapp("transcribe", good[0], zero_length(tmp_path), good[1], "--output", tmp_path / "out", home=tmp_path)
    assert done.code == 4, done
    assert "empty.wav is empty" in done.err and "Traceback" not in done.err
    assert sorted(path.name for path in (tmp_path / "out").iterdir()) == ["one.txt", "two.txt"]


def test_several_bad_files_and_no_good_one_are_bad_input(tmp_path):
    done = meetapp("transcribe", missing(tmp_path), zero_length(tmp_path), home=tmp_path)
    assert (done.code, len(done.err.splitlines())) == (2, 2), done


@pytest.mark.parametrize("command", ["record", "devices"])
@pytest.mark.parametrize(
    ("world", "words"), [(NO_INPUTS, "No audio input"), (NO_PORTAUDIO, "PortAudio")], ids=["no input", "no PortAudio"]
)
def test_a_missing_part_of_the_system_is_one_sentence(tmp_path, command, world, words):
    assert_one_sentence(meetapp(command, home=tmp_path, world=world), 3, words)
    assert not list((tmp_path / "meetings").glob("*")), "a meeting without sound was left behind"


def test_a_missing_model_folder_is_one_sentence(tmp_path):
    path = write_sound(tmp_path / "a.wav", beeps(1))
    assert_one_sentence(
        meetapp("transcribe", path, "--model", tmp_path / "none", home=tmp_path), 2, "There is no model folder"
    )


@pytest.mark.parametrize("command", [("transcribe", "a.wav"), ("record",)])
def test_an_output_folder_that_cannot_be_written_is_refused_before_the_work(tmp_path, command):
    output = tmp_path / "output"
    output.mkdir()
    output.chmod(0o500)
    done = meetapp(*command, "--output", output, home=tmp_path / "home", prefix=bound_by_file_modes())
    assert_one_sentence(done, 2, "Cannot write into the output folder")


def test_an_output_folder_that_is_a_file_is_refused(tmp_path):
    (tmp_path / "output").touch()
    done = meetapp("transcribe", "a.wav", "--output", tmp_path / "output", home=tmp_path)
    assert_one_sentence(done, 2, "Cannot write into the output folder")


@pytest.mark.skipif(os.name != "posix", reason="only POSIX systems can limit the size of files")
def test_a_full_disk_is_one_sentence_and_keeps_what_was_written(tmp_path):
    small = write_sound(tmp_path / "small.wav", beeps(1))
    large = write_sound(tmp_path / "large.flac", beeps(12))
    done = meetapp(
        "transcribe", small, large, "--output", tmp_path / "out", home=tmp_path, prefix=("prlimit", "--fsize=200000")
    )
    assert done.code == 4, done
    assert "The disk is full" in done.err and "Traceback" not in done.err
    assert [path.name for path in (tmp_path / "out").iterdir()] == ["small.txt"]


def test_a_read_only_home_is_one_sentence_for_a_recording(tmp_path):
    home = tmp_path / "home"
    home.mkdir()
    home.chmod(0o500)
    done = meetapp("record", home=home, prefix=bound_by_file_modes())
    assert_one_sentence(done, 2, "Cannot write the library")
