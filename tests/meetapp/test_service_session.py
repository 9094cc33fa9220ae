"""Sessions with real processes: what is heard, what fails, how many there are, and that nothing is left of them.

The decoder is the real one; the engine is a stand-in that says how long the sound is, so that no model is loaded.
"""

import asyncio
import contextlib
import json
import sys
import tempfile
import time
from pathlib import Path

import aiohttp
import pytest
from made_media import beeps, write_sound
from made_service import TOKEN, ask_to_transcribe, form, serving

from meetapp import children
from meetapp.errors import InputError, StorageError
from meetapp.service.limits import Limits
from meetapp.service.pool import Pool
from meetapp.service.refusal import RefusalError
from meetapp.service.session import Session
from meetapp.supervisor import worker

MODEL = Path("model")
LOADS = """
import pathlib, sys, time
from meetapp.events import EngineStarted, EventWriter, Finished, PartialChanged, TurnAdded, Trouble
from meetapp.journal import JournalReader, is_stopped, samples_on_disk, track_path
from meetapp.meeting import events_path
from sts_model.turns import Partial, Turn, Word
folder = pathlib.Path(sys.argv[1])
events = EventWriter(events_path(folder))
"""
LISTENS = (
    LOADS
    + """
events.write(EngineStarted("stand-in"))
told = False
while not is_stopped(JournalReader(folder).read_new()):
    time.sleep(0.01)
    if samples_on_disk(folder) and not told:
        told = True
        events.write(PartialChanged(Partial(0, 0, (Word("so", 0, 1),))))
n = samples_on_disk(folder)
events.write(TurnAdded(Turn(0, 0, 1, 0, n, (Word("sound", 0, n),))))
events.write(Finished(n / 16000))
"""
)
HANGS_ONCE = LOADS + "\nmark = folder / 'mark'\nif not mark.exists(): mark.touch(); time.sleep(60)\n" + LISTENS
CRASHES_ONCE = LOADS + "\nmark = folder / 'mark'\nif not mark.exists(): mark.touch(); sys.exit(7)\n" + LISTENS
NEVER_LOADS = LOADS + "\nevents.write(Trouble('The model is spoilt.', fatal=True, exit_code=2)); sys.exit(2)"


@pytest.fixture(autouse=True)
def temporary(tmp_path, monkeypatch) -> Path:
    """The folder for temporary files, which the service shall leave as it was."""
    folder = tmp_path / "temporary"
    folder.mkdir()
    monkeypatch.setattr(tempfile, "tempdir", str(folder))
    monkeypatch.setattr(worker, "PAUSE_S", 0.01)
    return folder


@pytest.fixture
def engine(monkeypatch):
    """Makes the code given to it the engine of all sessions."""
    real = children.command

    def use(code: str) -> None:
        def command(module: str, *arguments: str) -> list[str]:
            return [sys.executable, "-c", code, *arguments] if module == "meetapp.engine" else real(module, *arguments)

        monkeypatch.setattr(children, "command", command)

    use(LISTENS)
    return use


@pytest.fixture
def sound(tmp_path) -> Path:
    return write_sound(tmp_path / "sound.flac", beeps(1))


async def heard_in(file: Path):
    session = Session(MODEL)
    try:
        session.hear_file(file)
        async for _ in session.follow():
            pass
        return session.heard()
    finally:
        await session.close()


def test_a_file_is_heard_and_nothing_of_it_is_left(engine, sound, temporary):
    heard = asyncio.run(heard_in(sound))
    assert (heard.text, heard.duration_s) == ("sound", 2.0)
    assert not list(temporary.iterdir())


def test_an_engine_that_crashes_is_started_again(engine, sound, temporary):
    engine(CRASHES_ONCE)
    assert asyncio.run(heard_in(sound)).text == "sound"
    assert not list(temporary.iterdir())


def test_an_engine_that_hangs_is_started_again(engine, sound, temporary, monkeypatch):
    class Notices:
        """A vigil that need not wait for minutes: the mark says that the first engine hangs."""

        def __init__(self, folder: Path, *_: object) -> None:
            self._mark, self._noticed = folder / "mark", False

        def is_hung(self, _now_s: float) -> bool:
            hung = self._mark.exists() and not self._noticed
            self._noticed = self._noticed or hung
            return hung

    engine(HANGS_ONCE)
    monkeypatch.setattr("meetapp.service.session.Vigil", Notices)
    assert asyncio.run(heard_in(sound)).text == "sound"
    assert not list(temporary.iterdir())


def test_a_file_that_is_no_recording_is_refused_in_a_sentence(engine, tmp_path, temporary):
    (tmp_path / "The uploaded file").write_bytes(b"no sound" * 100)
    with pytest.raises(RefusalError, match=r"^The uploaded file is not a recording") as refused:
        asyncio.run(heard_in(tmp_path / "The uploaded file"))
    assert (refused.value.status, refused.value.param) == (400, "file")
    assert not list(temporary.iterdir())


@pytest.mark.parametrize(
    ("ends", "status", "words"),
    [("import os; os.abort()", 400, "broke the decoder"), ("raise SystemExit(1)", 500, "ended unexpectedly")],
)
def test_only_a_file_at_fault_is_refused_as_bad(engine, sound, monkeypatch, ends, status, words):
    fake = children.command

    def command(module: str, *arguments: str) -> list[str]:
        return [sys.executable, "-c", ends] if module == "meetapp.media" else fake(module, *arguments)

    monkeypatch.setattr(children, "command", command)
    with pytest.raises(RefusalError, match=words) as refused:
        asyncio.run(heard_in(sound))
    assert refused.value.status == status


def test_a_disk_that_refuses_a_session_is_told_and_left_as_it_was(engine, temporary, monkeypatch):
    def refuse(*_: object, **__: object) -> None:
        raise StorageError("The disk is full.")

    async def ask() -> None:
        async with Pool(MODEL, Limits()).session():
            pass

    monkeypatch.setattr("meetapp.service.session.TrackWriter", refuse)
    with pytest.raises(RefusalError, match="The disk is full") as refused:
        asyncio.run(ask())
    assert refused.value.status == 507 and not list(temporary.iterdir())
    monkeypatch.setattr(tempfile, "tempdir", str(temporary / "none"))
    with pytest.raises(RefusalError, match="Cannot write into the folder for temporary files"):
        asyncio.run(ask())


def test_an_engine_that_keeps_failing_is_our_fault_and_leaves_its_log_alone(engine, sound, temporary):
    engine("import sys; sys.exit('a bug')")
    with pytest.raises(RefusalError, match="ended unexpectedly; see ") as refused:
        asyncio.run(heard_in(sound))
    assert refused.value.status == 500
    (folder,) = temporary.iterdir()
    assert "a bug" in (folder / "processes.log").read_text()
    assert not (folder / "tracks").exists() and not (folder / "events.jsonl").exists()


def test_a_model_that_cannot_be_loaded_is_known_at_the_start(engine):
    engine(NEVER_LOADS)

    async def start() -> None:
        pool = Pool(MODEL, Limits())
        try:
            await pool.warm_up()
        finally:
            await pool.close()

    with pytest.raises(InputError, match=r"^The model is spoilt\.$"):
        asyncio.run(start())


def test_a_spare_engine_is_ready_and_more_than_may_wait_are_refused(engine, temporary):
    async def crowd() -> None:
        pool = Pool(MODEL, Limits(at_once=1, waiting=1))
        await pool.warm_up()
        with pool.place(), pool.place():
            async with pool.session() as session:
                assert await session.loaded()
                waiting = asyncio.create_task(pool.session().__aenter__())
                await asyncio.sleep(0)
                assert not waiting.done()
                waiting.cancel()
            with pytest.raises(RefusalError, match="Too many recordings") as refused, pool.place():
                pass
            assert (refused.value.status, refused.value.retry_s) == (429, 5)
        async with pool.session(48_000) as other:
            assert other is not session
        await pool.close()

    asyncio.run(crowd())
    assert not list(temporary.iterdir())


def until(condition, limit_s: float = 60.0) -> None:
    give_up = time.monotonic() + limit_s
    while not condition():
        assert time.monotonic() < give_up
        time.sleep(0.02)


@contextlib.contextmanager
def service(**limits):
    """The port of a service with real sessions."""
    limited = Limits(**limits)
    pool = Pool(MODEL, limited)
    with serving(pool, limited) as port:
        yield port
    asyncio.run(pool.close())


def test_a_client_that_goes_away_takes_its_work_with_it(engine, sound, temporary):
    engine(LOADS + "\nevents.write(EngineStarted('stand-in'))\ntime.sleep(60)")

    async def hang_up(port: int) -> None:
        url = f"http://127.0.0.1:{port}/v1/audio/transcriptions"
        async with aiohttp.ClientSession(headers={"Authorization": f"Bearer {TOKEN}"}) as client:
            data = aiohttp.FormData({"file": sound.open("rb")})
            asking = asyncio.create_task(client.post(url, data=data))
            while not list(temporary.glob("*/tracks/0.pcm")):
                await asyncio.sleep(0.02)
            asking.cancel()

    with service() as port:
        asyncio.run(hang_up(port))
        until(lambda: len(list(temporary.iterdir())) == 1)  # the spare
    assert not list(temporary.iterdir())


def live(port: int, *sent: bytes | str, rate: int = 16_000) -> list[dict]:
    """What a live meeting in which a client has `sent` these messages comes to."""

    async def meet() -> list[dict]:
        url = f"http://127.0.0.1:{port}/v1/live?rate={rate}"
        async with (
            aiohttp.ClientSession(headers={"Authorization": f"Bearer {TOKEN}"}) as client,
            client.ws_connect(url) as socket,
        ):
            for each in sent:
                await (socket.send_str(each) if isinstance(each, str) else socket.send_bytes(each))
            return [json.loads(message.data) async for message in socket]

    return asyncio.run(meet())


STOP = '{"order": "stop"}'


def test_a_live_meeting_is_heard_to_its_end(engine, temporary):
    with service() as port:
        messages = live(port, bytes(16_000), bytes(15_999), b"\0", STOP, bytes(10), STOP)
    assert [message["kind"] for message in messages if message["kind"] != "PartialChanged"] == [
        *("EngineStarted", "TurnStarted", "TurnAdded", "Finished")
    ]
    assert (messages[-2]["text"], messages[-2]["end_s"], messages[-1]["duration_s"]) == ("sound", 1.0, 1.0)
    assert not list(temporary.iterdir())


def test_a_live_meeting_may_have_the_rate_of_its_microphone(engine):
    with service() as port:
        assert live(port, bytes(96_000), STOP, rate=48_000)[-1] == {"kind": "Finished", "duration_s": 3.0}


def test_a_live_meeting_that_falls_silent_is_ended_and_the_client_told(engine):
    with service(stall_s=0.3) as port:
        messages = live(port, bytes(3200))
    assert {"kind": "Trouble", "message": "No sound came for 0 seconds: that was the end.", "fatal": False} in messages
    assert messages[-1]["kind"] == "Finished"


def test_a_live_meeting_has_its_longest(engine):
    with service(live_s=0.1) as port:
        messages = live(port, bytes(3200), bytes(3200))
    assert [message["message"] for message in messages if message["kind"] == "Trouble"] == [
        "The meeting is as long as it may be, so it has ended."
    ]
    assert messages[-1] == {"kind": "Finished", "duration_s": 0.1}


@pytest.mark.parametrize("order", ["stop", "[]", '{"order": "sing"}', "[" * 10_000])
def test_an_order_that_nobody_knows_ends_the_meeting_with_a_sentence(engine, temporary, order):
    with service() as port:
        messages = live(port, bytes(3200), order)
    assert messages[-1]["kind"] == "Trouble" and messages[-1]["fatal"]
    assert not list(temporary.iterdir())


def test_a_live_meeting_without_its_engine_ends_with_a_sentence(engine):
    engine(NEVER_LOADS)
    with service() as port:
        assert live(port)[-1] == {"kind": "Trouble", "message": "The model is spoilt.", "fatal": True}


@pytest.mark.parametrize(
    ("failure", "words"),
    [
        (StorageError("The disk is full."), "The disk is full."),
        (ValueError("a bug"), "meetapp has failed through a fault of its own."),
    ],
)
def test_sound_that_cannot_be_kept_ends_the_meeting_with_a_sentence(engine, temporary, monkeypatch, failure, words):
    def refuse(*_: object) -> None:
        raise failure

    monkeypatch.setattr("meetapp.service.live_socket.Sound.append", refuse)
    with service() as port:
        assert live(port, bytes(3200))[-1] == {"kind": "Trouble", "message": words, "fatal": True}
    assert not list(temporary.iterdir())


def test_a_message_that_is_too_long_ends_the_meeting(engine, temporary):
    with service(message_bytes=1000) as port:
        assert all(message["kind"] == "EngineStarted" for message in live(port, bytes(2000)))
    assert not list(temporary.iterdir())


def test_a_bad_file_comes_back_as_a_refusal_over_http(engine, temporary):
    with service() as port:
        status, answer = ask_to_transcribe(port, form(file=b""))
    assert (status, answer["error"]["message"]) == (400, "The uploaded file is empty: it has no bytes.")
    assert not list(temporary.iterdir())
