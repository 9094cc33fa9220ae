"""The three real processes: a meeting is played to the microphone and its turns come back, whatever is killed."""

import os
import signal
import subprocess
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import psutil
import pytest
import soundfile
from virtual_microphone import RATE, VirtualMicrophone, pulse_server, wait_for

from meetapp import meeting, supervisor
from meetapp.events import EngineStarted, EventReader, Finished, Progress, RecordingStarted, Trouble, TurnAdded
from meetapp.journal import Gap, JournalReader, samples_on_disk
from meetapp.locks import holder
from sts_model.turns import Turn, merge_turns

DEMO = Path(__file__).parents[2] / "assets" / "demo" / "meeting.flac"
PLAYED_S, HEARD_S = 10.0, 40.0
LIMIT_S = 300  # a machine busy with training takes a minute to load the engine alone


def demo(seconds: float = PLAYED_S) -> tuple[np.ndarray, int]:
    """The beginning of the demo: two people, one after the other, then a third on top."""
    rate = soundfile.info(DEMO).samplerate
    return soundfile.read(DEMO, frames=round(seconds * rate))


def events(folder: Path, kind: type) -> list:
    return [event for event in EventReader(meeting.events_path(folder)).read_new() if isinstance(event, kind)]


def turns(folder: Path) -> list[Turn]:
    return merge_turns([], [event.turn for event in events(folder, TurnAdded)])


def child(process: "subprocess.Popen[bytes]", module: str) -> psutil.Process:
    """The child of the supervisor that runs `module`."""

    def find() -> psutil.Process | None:
        children = psutil.Process(process.pid).children()
        return next((each for each in children if module in each.cmdline()), None)

    found = wait_for(find)
    assert isinstance(found, psutil.Process)
    return found


def pactl(*command: str) -> str:
    return subprocess.run(["pactl", *command], check=True, capture_output=True, text=True).stdout


@pytest.fixture
def folder(tmp_path) -> Iterator[Path]:
    """A meeting's folder; whatever a failed test still records there is stopped."""
    made = meeting.create(tmp_path, title="Test", source="virtual microphone")
    yield made
    if supervisor.running(made):
        supervisor.order(made, "stop")


def test_a_played_meeting_becomes_turns(microphone: VirtualMicrophone, folder):
    process = supervisor.start(folder, input=microphone.name)
    wait_for(lambda: events(folder, RecordingStarted))  # the engine may still be loading: the sound waits on disk
    assert microphone.play(*demo()).wait(240) == 0
    supervisor.order(folder, "stop")
    assert process.wait(LIMIT_S) == 0
    assert turns(folder) and all(turn.words for turn in turns(folder))
    assert events(folder, Finished)[-1].duration_s == pytest.approx(events(folder, Progress)[-1].done_s, abs=0.01)
    assert events(folder, Finished)[-1].duration_s > PLAYED_S
    assert not any(trouble.fatal for trouble in events(folder, Trouble))
    assert not meeting.is_in_progress(folder)


def test_recorder_and_engine_may_be_killed_while_recording(microphone: VirtualMicrophone, folder):
    process = supervisor.start(folder, input=microphone.name)
    wait_for(lambda: events(folder, RecordingStarted))  # the engine may still be loading: the sound waits on disk
    player = microphone.play(*demo())
    wait_for(lambda: samples_on_disk(folder) > 3 * RATE)
    child(process, "meetapp.recorder").send_signal(signal.SIGKILL)
    wait_for(lambda: len(events(folder, RecordingStarted)) == 2 and events(folder, EngineStarted), LIMIT_S)
    child(process, "meetapp.engine").send_signal(signal.SIGKILL)
    assert player.wait(240) == 0
    supervisor.order(folder, "stop")
    assert process.wait(LIMIT_S) == 0
    (gap,) = [record for record in JournalReader(folder).read_new() if isinstance(record, Gap)]
    assert gap.lost_s > 0
    assert len(events(folder, EngineStarted)) == 2 and len(events(folder, Finished)) == 1
    told = events(folder, Trouble)
    assert sum("started again" in trouble.message for trouble in told) == 2
    assert not any(trouble.fatal for trouble in told)
    assert max(turn.end_s for turn in turns(folder)) > 0.8 * PLAYED_S, "text to the end of what was played"


def test_a_killed_engine_makes_the_same_text(tmp_path):
    folders = [meeting.create(tmp_path, title="Test", source=DEMO.name) for _ in range(2)]
    media = tmp_path / "excerpt.wav"
    soundfile.write(media, *demo(HEARD_S))
    assert supervisor.start(folders[0], media=media).wait(LIMIT_S) == 0
    process = supervisor.start(folders[1], media=media)
    wait_for(lambda: events(folders[1], TurnAdded), LIMIT_S)
    child(process, "meetapp.engine").send_signal(signal.SIGKILL)
    assert process.wait(LIMIT_S) == 0
    assert len(events(folders[1], EngineStarted)) == 2
    whole, killed = (turns(each) for each in folders)
    assert len({turn.id for turn in killed}) == len(killed)
    assert sum(len(turn.words) for turn in killed) == pytest.approx(sum(len(turn.words) for turn in whole), rel=0.1)
    assert killed[-1].end_s == pytest.approx(whole[-1].end_s, abs=1)


def test_a_killed_supervisor_costs_no_sound_and_the_recorder_brings_it_back(microphone: VirtualMicrophone, folder):
    process = supervisor.start(folder, input=microphone.name)
    wait_for(lambda: events(folder, RecordingStarted))
    os.kill(process.pid, signal.SIGKILL)
    process.wait()
    assert supervisor.running(folder), "a recorder without a supervisor counts as one that has"
    wait_for(lambda: holder(folder, "supervisor"))
    before = samples_on_disk(folder)
    wait_for(lambda: samples_on_disk(folder) > before + RATE // 2)
    supervisor.order(folder, "stop")
    wait_for(lambda: not meeting.is_in_progress(folder), LIMIT_S)
    records = JournalReader(folder).read_new()
    assert len(events(folder, RecordingStarted)) == 1 and not [each for each in records if isinstance(each, Gap)]
    assert events(folder, Finished) and not supervisor.running(folder)


def test_when_all_are_killed_the_recording_is_finished_later(microphone: VirtualMicrophone, folder):
    process = supervisor.start(folder, input=microphone.name)
    wait_for(lambda: events(folder, RecordingStarted))
    for each in [psutil.Process(process.pid), *psutil.Process(process.pid).children()]:
        each.suspend()  # so that none brings back another
    for each in [*psutil.Process(process.pid).children(), psutil.Process(process.pid)]:
        each.kill()
    process.wait()
    wait_for(lambda: not supervisor.running(folder))  # the dead let go of their locks
    assert meeting.is_in_progress(folder)
    assert supervisor.start(folder, resume=True).wait(LIMIT_S) == 0
    assert events(folder, Finished) and not meeting.is_in_progress(folder)


def test_an_unplugged_input_costs_a_gap_and_recording_goes_on_with_the_next(monkeypatch, folder):
    with pulse_server() as server:
        for name, value in server.env.items():
            monkeypatch.setenv(name, value)
        process = supervisor.start(folder, input=server.name)
        wait_for(lambda: samples_on_disk(folder) > RATE)
        pactl("unload-module", "module-null-sink")  # nothing is left for the server to move the recording to
        pactl("load-module", "module-null-sink", "sink_name=other", "rate=44100")
        wait_for(lambda: len(events(folder, RecordingStarted)) == 2)
        supervisor.order(folder, "stop")
        assert process.wait(LIMIT_S) == 0
    (gap,) = [record for record in JournalReader(folder).read_new() if isinstance(record, Gap)]
    assert gap.lost_s > 0
    told = [trouble.message for trouble in events(folder, Trouble) if not trouble.fatal]
    assert "'Monitor of Test' went away" in told[0] and "goes on with 'Monitor of Null Output'" in told[-1]


def test_a_file_that_is_none_ends_with_its_sentence(folder):
    (folder / "text.wav").write_text("this is no sound")
    assert supervisor.start(folder, media=folder / "text.wav").wait(240) == 2
    (trouble,) = events(folder, Trouble)
    assert trouble.fatal and trouble.exit_code == 2
