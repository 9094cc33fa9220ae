"""`meetapp serve` as other programs use it: the real process, OpenAI's own client, and the shipped model."""

import asyncio
import json
import os
import re
import signal
import socket
import subprocess
import sys
from array import array
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path

import aiohttp
import numpy as np
import openai
import pytest
import soundfile
import srt
import webvtt

from sts_model.manifest import write_manifest

DEMO = Path(__file__).resolve().parents[2] / "assets" / "demo" / "meeting.flac"
EXCERPT_S = 8
LIMIT_S = 600
STARTED = re.compile(r"Serving on (http://127\.0\.0\.1:(\d+)/v1) until Ctrl-C\.\n")


@dataclass(frozen=True)
class Service:
    """A service at work: its process, its address and its token."""

    process: "subprocess.Popen[str]"
    url: str
    token: str

    @property
    def client(self) -> openai.OpenAI:
        return openai.OpenAI(base_url=self.url, api_key=self.token, max_retries=0, timeout=LIMIT_S)


def start(home: Path, *arguments: object) -> "subprocess.Popen[str]":
    return subprocess.Popen(
        [sys.executable, "-m", "meetapp", "serve", *map(str, arguments)],
        env={**os.environ, "MEETAPP_HOME": str(home), "TMPDIR": str(home)},
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        encoding="utf-8",
    )


def ended(process: "subprocess.Popen[str]") -> tuple[int, str]:
    """Exit code and standard error of a service that ends by itself."""
    _, err = process.communicate(timeout=LIMIT_S)
    return process.returncode, err


@pytest.fixture(scope="module")
def service(tmp_path_factory) -> Iterator[Service]:
    """A service with the shipped model; at its end it is interrupted, and must have left nothing."""
    home = tmp_path_factory.mktemp("home")
    process = start(home, "--port", "0")
    found = STARTED.fullmatch(process.stdout.readline())
    assert found, process.stderr.read()
    token_file = Path(process.stdout.readline().removeprefix("The token is in ").removesuffix(".\n"))
    assert token_file == home / "service-token" and token_file.stat().st_mode & 0o077 == 0
    yield Service(process, found[1], token_file.read_text().strip())
    process.send_signal(signal.SIGINT)
    assert ended(process) == (0, "")
    assert (home / "service-token").exists() and not list(home.glob("meetapp-*"))


@pytest.fixture(scope="module")
def excerpt(tmp_path_factory) -> Path:
    """The beginning of the demo as a file."""
    path = tmp_path_factory.mktemp("excerpt") / "excerpt.flac"
    wave_S, rate = soundfile.read(DEMO, frames=EXCERPT_S * soundfile.info(DEMO).samplerate, dtype="int16")
    soundfile.write(path, wave_S, rate)
    return path


@pytest.fixture(scope="module")
def verbose(service, excerpt):
    """The excerpt with the times of its words."""
    return service.client.audio.transcriptions.create(
        file=excerpt,
        model="whisper-1",
        language="en",
        response_format="verbose_json",
        timestamp_granularities=["word", "segment"],
    )


def test_the_model_is_listed(service):
    (model,) = service.client.models.list().data
    assert service.client.models.retrieve(model.id).id == model.id


def test_words_have_times_within_their_segments(verbose):
    assert verbose.duration == pytest.approx(EXCERPT_S, abs=0.1) and len(verbose.text.split()) > 10
    assert [word.word for word in verbose.words] == verbose.text.split()
    assert all(0 <= word.start < word.end <= EXCERPT_S + 0.1 for word in verbose.words)
    assert " ".join(segment.text for segment in verbose.segments) == verbose.text


def test_the_demo_is_streamed_turn_by_turn_with_its_speakers(service):
    events = list(
        service.client.audio.transcriptions.create(
            file=DEMO,
            model="gpt-4o-transcribe-diarize",
            response_format="diarized_json",
            chunking_strategy="auto",
            stream=True,
        )
    )
    *news, done = events
    assert done.type == "transcript.text.done"
    assert "".join(event.delta for event in news if event.type == "transcript.text.delta") == done.text
    segments = [event for event in news if event.type == "transcript.text.segment"]
    assert len(segments) > 10 and {"A", "B"} <= {segment["speaker"] for segment in done.segments}
    assert {segment.id for segment in segments} == {segment["id"] for segment in done.segments}


def test_a_live_meeting_has_the_words_that_the_file_has(service, excerpt, verbose):
    messages = asyncio.run(live(service, excerpt))
    kinds = [message["kind"] for message in messages]
    assert {"EngineStarted", "TurnStarted", "PartialChanged", "TurnAdded"} <= set(kinds)
    assert kinds[-1] == "Finished" and kinds.count("TurnStarted") == kinds.count("TurnAdded") + kinds.count(
        "TurnWithdrawn"
    )
    turns = sorted((m for m in messages if m["kind"] == "TurnAdded"), key=lambda turn: turn["start_s"])
    assert " ".join(turn["text"] for turn in turns) == verbose.text


async def live(service: Service, file: Path) -> list[dict]:
    """What is said of `file` when it is sent as a microphone would."""
    wave_S, rate = soundfile.read(file, dtype="int16")
    data = array("h", wave_S.tolist()).tobytes()
    async with (
        aiohttp.ClientSession(headers={"Authorization": f"Bearer {service.token}"}) as client,
        client.ws_connect(f"{service.url}/live?rate={rate}") as socket,
    ):
        for at in range(0, len(data), rate // 5):
            await socket.send_bytes(data[at : at + rate // 5])
        await socket.send_str('{"order": "stop"}')
        return [json.loads(message.data) async for message in socket]


def words_in(form: str, made: object) -> list[str]:
    """The words of an answer, read as its format says."""
    if form == "srt":
        cues = [cue.content.partition(": ")[2] for cue in srt.parse(made)]
    elif form == "vtt":
        cues = [caption.text for caption in webvtt.from_string(made)]
    else:
        cues = [made if form == "text" else made.text]
    return " ".join(cues).split()


def test_each_format_has_the_same_words(service, excerpt, verbose):
    """All asked for at once: more than the service hears at once, so that some wait."""
    forms = ("json", "text", "srt", "vtt", "diarized_json")

    def ask(form: str) -> object:
        return service.client.audio.transcriptions.create(file=excerpt, model="whisper-1", response_format=form)

    with ThreadPoolExecutor() as threads:
        answers = dict(zip(forms, threads.map(ask, forms), strict=True))
    assert {form: words_in(form, made) for form, made in answers.items()} == dict.fromkeys(forms, verbose.text.split())
    assert [segment.text for segment in answers["diarized_json"].segments] == [each.text for each in verbose.segments]


def test_silence_has_the_full_shape(service, tmp_path):
    silence = tmp_path / "silence.wav"
    soundfile.write(silence, np.zeros(16_000, np.int16), 16_000)
    made = service.client.audio.transcriptions.create(
        file=silence, model="gpt-4o-transcribe-diarize", response_format="diarized_json"
    )
    assert (made.text, made.segments, made.duration, made.usage.seconds) == ("", [], 1.0, 1)


def test_errors_are_those_of_the_client(service, tmp_path):
    broken = ("talk.mp3", b"no sound" * 100)
    with pytest.raises(openai.BadRequestError, match="The uploaded file is not a recording that can be read") as err:
        service.client.audio.transcriptions.create(file=broken, model="whisper-1")
    assert err.value.param == "file"
    with pytest.raises(openai.AuthenticationError, match="Show the token"):
        openai.OpenAI(base_url=service.url, api_key="guessed").models.list()


@pytest.mark.skipif(not Path("/proc/self/maps").exists(), reason="asks Linux what a process has loaded")
def test_the_service_itself_never_loads_the_model(service):
    maps = Path(f"/proc/{service.process.pid}/maps").read_text()
    assert "aiohttp" in maps and not re.search("libtorch|PySide6|portaudio", maps)


def test_a_port_in_use_is_bad_input(tmp_path):
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        code, err = ended(start(tmp_path, "--port", port))
    assert code == 2
    assert err == f"Cannot listen on port {port} (Address already in use): choose another with --port.\n"


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (("--host", "0.0.0.0"), "meetapp serves this machine alone: --host can be 127.0.0.1, localhost, ::1, not"),
        (("--model", "no-such-folder"), "There is no model folder "),
        (("--token-file", "/dev/null/token"), "The token file /dev/null/token cannot be read"),
    ],
)
def test_what_cannot_be_served_is_one_sentence(tmp_path, arguments, words):
    code, err = ended(start(tmp_path, "--port", "0", *arguments))
    assert code == 2 and err.startswith(words) and len(err.splitlines()) == 1


def test_a_model_that_cannot_be_loaded_ends_the_service_with_its_sentence(tmp_path):
    (tmp_path / "model").mkdir()
    write_manifest(tmp_path / "model", "ours", "1.0")
    code, err = ended(start(tmp_path, "--port", "0", "--model", tmp_path / "model"))
    assert code == 2 and len(err.splitlines()) == 1 and err.endswith(".\n"), err
