"""Decoding: any container gives the sound that went in, as 16 kHz mono at the times it had."""

import json
import signal
import subprocess
import sys

import av
import numpy as np
import pytest
from av.audio.frame import AudioFrame
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from made_media import CODECS, beeps, cut, write_silent_film, write_sound

from meetapp.errors import MediaError
from meetapp.journal import samples_on_disk
from meetapp.media.decoder import Decoder
from meetapp.meeting import create_at
from meetapp.tracks import TrackReader


def decoded(path):
    decoder = Decoder(path)
    return np.concatenate(list(decoder.blocks())), decoder.warning


def loud_seconds(wave_S):
    """Which half seconds are mostly loud: True, True, False, False, ... for beeps."""
    halves = wave_S[: len(wave_S) // 8000 * 8000].reshape(-1, 8000).astype(np.float64)
    return (np.sqrt((halves**2).mean(axis=1)) > 4000).tolist()


@pytest.mark.parametrize("suffix", CODECS)
def test_every_container_gives_the_sound_that_went_in(tmp_path, suffix):
    wave_S, warning = decoded(write_sound(tmp_path / f"a{suffix}", beeps(2)))
    assert loud_seconds(wave_S)[:8] == [True, True, False, False] * 2
    assert abs(len(wave_S) - 64_000) < 3000  # codecs pad with up to a tenth of a second
    assert warning == ""


@pytest.mark.parametrize(("rate", "layout"), [(8000, "mono"), (44_100, "stereo"), (48_000, "5.1"), (96_000, "mono")])
def test_any_rate_and_channels_become_16_khz_mono(tmp_path, rate, layout):
    wave_S, _ = decoded(write_sound(tmp_path / "a.flac", beeps(2, rate=rate), rate=rate, layout=layout))
    assert loud_seconds(wave_S) == [True, True, False, False] * 2
    assert abs(len(wave_S) - 64_000) < 20


def test_a_name_that_looks_like_an_address_is_a_file(tmp_path):
    assert len(decoded(write_sound(tmp_path / "http:meeting %d.wav", beeps(1)))[0]) == 32_000


@pytest.mark.parametrize("suffix", [".wav", ".flac", ".mkv", ".aiff"])
def test_a_truncated_file_gives_what_is_there_and_a_warning(tmp_path, suffix):
    wave_S, warning = decoded(cut(write_sound(tmp_path / f"a{suffix}", beeps(8)), 0.6))
    assert 16_000 < len(wave_S) < 15 * 16_000
    assert "cut short" in warning and "of 16.0 s" in warning


def test_sound_that_begins_late_or_pauses_keeps_its_times(tmp_path):
    path = tmp_path / "gap.mkv"
    with av.open(str(path), "w") as container:
        stream = container.add_stream("pcm_s16le", rate=16_000, layout="mono")
        for second in (0, 1, 4):  # nothing from 2 to 4
            frame = AudioFrame.from_ndarray(np.full((1, 16_000), 9000, np.int16), format="s16", layout="mono")
            frame.sample_rate, frame.pts = 16_000, second * 16_000
            container.mux(stream.encode(frame))
        container.mux(stream.encode(None))
    wave_S, _ = decoded(path)
    assert loud_seconds(wave_S) == [True] * 4 + [False] * 4 + [True] * 2


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    data=st.binary(min_size=1, max_size=3000),
    head=st.sampled_from([b"", b"RIFF", b"fLaC", b"OggS", b"ID3", b"#EXTM3U\n"]),
)
def test_no_bytes_at_all_do_more_than_raise_media_error(tmp_path, data, head):
    path = tmp_path / "fuzz.wav"
    path.write_bytes(head + data)
    try:
        decoded(path)
    except MediaError as err:
        assert str(err).endswith(".")


@settings(max_examples=30, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(changes=st.lists(st.tuples(st.integers(0, 1 << 20), st.integers(0, 255)), min_size=1, max_size=20))
def test_a_damaged_file_is_decoded_or_refused(tmp_path, changes):
    path = write_sound(tmp_path / "a.flac", beeps(1))
    data = bytearray(path.read_bytes())
    for place, value in changes:
        data[place % len(data)] = value
    path.write_bytes(data)
    try:
        decoded(path)
    except MediaError as err:
        assert str(err).endswith(".")


def decode_in_process(path, folder):
    create_at(folder, title="t", source=str(path))
    command = [sys.executable, "-P", "-m", "meetapp.media", str(path), str(folder)]
    done = subprocess.run(command, capture_output=True, encoding="utf-8", timeout=240, check=False)
    lines = (folder / "events.jsonl").read_text(encoding="utf-8").splitlines()
    return done, [json.loads(line) for line in lines]


def test_the_process_writes_a_complete_track_and_says_so(tmp_path):
    done, events = decode_in_process(write_sound(tmp_path / "a.flac", beeps(2)), tmp_path / "m")
    assert (done.returncode, done.stderr) == (0, "")
    assert [event["kind"] for event in events] == ["RecordingStarted", "RecordingStopped"]
    assert events[1]["duration_s"] == 4.0
    reader = TrackReader(tmp_path / "m")
    assert len(reader.read_new()) == 64_000 and reader.ended and reader.rate == 16_000


def test_the_process_tells_a_bad_file_by_sentence_event_and_code(tmp_path):
    done, events = decode_in_process(write_silent_film(tmp_path / "film.mkv"), tmp_path / "m")
    assert done.returncode == 2
    assert done.stderr == "film.mkv has no sound: it holds no audio stream.\n"
    assert events == [{"kind": "Trouble", "message": done.stderr.strip(), "fatal": True, "exit_code": 2}]


def limited(limits, code):
    """How a process ends that watches itself by `limits` and runs `code`; it tells on standard output."""
    whole = (
        "import time; from meetapp.media.limits import Limits, Watch, hold_to\n"
        "def tell(err): print(err, flush=True); return err.exit_code\n"
        f"limits = Limits({limits}); hold_to(limits); watch = Watch('a.wav', tell, limits)\n{code}"
    )
    done = subprocess.run([sys.executable, "-c", whole], capture_output=True, text=True, timeout=240, check=False)
    return done.returncode, done.stdout


@pytest.mark.parametrize(
    ("limits", "code", "words"),
    [
        ("stall_s=0.05", "time.sleep(20)", "its decoder hangs"),
        ("cpu_s=0.1", "while True: pass", "it takes far too long"),
        ("cpu_s=0.1, cpu_share=0.01", "watch.fed(10.0)\nwhile True: pass", "it takes far too long"),
    ],
)
def test_a_decoder_that_passes_a_limit_is_stopped_with_a_sentence(limits, code, words):
    assert limited(limits, code) == (2, f"a.wav cannot be decoded: {words}.\n")


def test_of_several_files_the_one_that_is_read_is_blamed():
    code = "watch.fed(10.0); watch.turn_to('b.wav')\ntime.sleep(20)"
    assert limited("stall_s=0.5", code) == (2, "b.wav cannot be decoded: its decoder hangs.\n")


SEVERAL = """
import sys
from pathlib import Path
from meetapp.media import __main__ as media
first, second, folder, world, limits = sys.argv[1:]
class Decoder(media.Decoder):
    def __init__(self, path):
        super().__init__(path)
        self._file = path.name
    def blocks(self):
        for block_S in super().blocks():
            if self._file == "b.flac":
                exec(world)
            yield block_S
media.Decoder = Decoder
media.hold_to(limits := eval(limits, {"Limits": media.Limits}))
try:
    media.decode([Path(first), Path(second)], Path(folder), limits)
except media.MediaError as err:
    print(err)
"""


@pytest.mark.parametrize(
    ("world", "limits", "words"),
    [
        ("raise MemoryError", "Limits()", "it needs too much memory"),
        ("import time; time.sleep(20)", "Limits(stall_s=1.0)", "its decoder hangs"),
    ],
)
def test_a_track_that_cannot_be_decoded_is_named_whichever_it_is(tmp_path, world, limits, words):
    create_at(tmp_path / "m", title="t", source="")
    files = [write_sound(tmp_path / name, beeps(2)) for name in ("a.flac", "b.flac")]
    call = [sys.executable, "-c", SEVERAL, *files, tmp_path / "m", world, limits]
    done = subprocess.run(call, capture_output=True, text=True, timeout=240, check=False)
    assert f"b.flac cannot be decoded: {words}." in done.stdout + done.stderr
    assert "a.flac" not in done.stdout + done.stderr


def test_sound_of_all_files_earns_the_decoder_time():
    code = "watch.fed(1800.0); watch.fed(1800.0)\nwhile time.process_time() < 1.5: pass\nprint('done')"
    assert limited("cpu_s=0.9, cpu_share=0.0002", code) == (0, "done\n")


def test_sound_earns_the_decoder_time():
    code = "watch.fed(3600.0)\nwhile time.process_time() < 1.5: pass\nprint('done')"
    assert limited("cpu_s=1.0", code) == (0, "done\n")


def test_the_process_cannot_take_more_memory_than_its_limit():
    code = "try: bytearray(1 << 30)\nexcept MemoryError: print('refused')"
    assert limited("memory_bytes=1 << 30", code) == (0, "refused\n")


def test_what_the_parent_holds_does_not_count():
    held = np.ones(1 << 28, dtype=np.uint8)
    assert limited(f"memory_bytes={held.nbytes} * 3 // 4", "time.sleep(1); print('fine')") == (0, "fine\n")


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no such limits")
def test_the_system_ends_a_decoder_that_never_comes_back_to_python_and_leaves_no_image_of_it():
    code = (
        "import resource; from meetapp.media import limits as module; module.GRACE_S = 0\n"
        "print(resource.getrlimit(resource.RLIMIT_CORE)[0], flush=True)\n"
        "watch.fed(1.0)\n"
        "import sys; sys.setswitchinterval(1000)  # as a decoder that keeps the interpreter to itself\n"
        "while True: pass"
    )
    assert limited("cpu_s=1, cpu_share=0.0", code) == (-signal.SIGXCPU, "0\n")


def test_a_file_that_goes_on_for_days_is_refused(tmp_path):
    folder = tmp_path / "m"
    create_at(folder, title="t", source="")
    code = (  # in a process of its own: the decoder's limits count all of a process's time
        "import sys; from pathlib import Path; from meetapp.media import __main__ as media; media.MOST_S = 3.0\n"
        "try: media.decode(Path(sys.argv[1]), Path(sys.argv[2]), media.Limits())\n"
        "except media.MediaError as err: print(err)"
    )
    call = [sys.executable, "-c", code, write_sound(tmp_path / "a.flac", beeps(8)), folder]
    said = subprocess.run(call, capture_output=True, text=True, timeout=240, check=True).stdout
    assert said == "a.flac is longer than 0 hours; cut it into parts.\n"
    assert samples_on_disk(folder) < 5 * 16_000
