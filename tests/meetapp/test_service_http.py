"""Who is let in, what becomes of odd requests, and how answers stream; over a real socket, with made-up sessions."""

import asyncio
import contextlib
import json
import socket

import aiohttp
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from made_service import TOKEN, FakePool, ask, ask_to_transcribe, form, say_raw, serving
from made_turns import turn

from meetapp.events import Finished, RecordingStarted, Trouble, TurnAdded
from meetapp.service.limits import Limits
from meetapp.service.refusal import RefusalError

SOUND = RecordingStarted("file", 16000)
SAID = [SOUND, TurnAdded(turn(0, "good morning")), TurnAdded(turn(1, "yes", 1, 2, speaker=2)), Finished(2.5)]
DAMAGED = RefusalError(400, "The uploaded file is damaged.", param="file", code="invalid_file")


@pytest.fixture(scope="module")
def pool():
    return FakePool(SAID)


@pytest.fixture(scope="module")
def port(pool):
    with serving(pool, Limits(requests_per_minute=100_000)) as port:
        yield port


def error(body: str) -> dict:
    """The error of an answer, which has all fields that clients look for."""
    found = json.loads(body)["error"]
    assert set(found) == {"message", "type", "param", "code"}
    return found


def test_a_recording_is_answered_and_what_the_client_calls_it_is_nobodys_business(port, pool):
    body = form(("model", b"whisper-1"), file=b"sound", name="../../../etc/passwd")
    assert ask_to_transcribe(port, body) == (
        200,
        {"text": "good morning yes", "usage": {"type": "duration", "seconds": 3}},
    )
    session = pool.sessions[-1]
    assert session.content == b"sound" and session.file.name == "The uploaded file"
    assert not session.file.parent.exists(), "nothing of the upload is left"


@pytest.mark.parametrize("given_", ["", "Bearer", f"Bearer {TOKEN}x", f"Basic {TOKEN}", "Bearer \xe9"])
@pytest.mark.parametrize(
    ("method", "path"),
    [("GET", "/v1/models"), ("POST", "/v1/audio/transcriptions"), ("GET", "/v1/live"), ("GET", "/elsewhere")],
)
def test_nothing_is_told_without_the_token(port, method, path, given_):
    status, headers, body = ask(port, method, path, authorization=given_)
    assert status == 401 and error(body)["code"] == "invalid_api_key"
    assert headers["Cache-Control"] == "no-store"


@pytest.mark.parametrize(
    "headers",
    [
        {"host": "evil.example"},
        {"host": "127.0.0.1"},
        {"origin": "https://evil.example"},
        {"origin": "null"},
        {"origin": "http://127.0.0.1:1"},
    ],
)
@pytest.mark.parametrize("path", ["/v1/models", "/health", "/v1/live"])
def test_web_pages_are_refused_even_with_the_token(port, path, headers):
    status, answered, body = ask(port, "GET", path, **headers)
    assert status == 403 and error(body)["code"] in ("wrong_host", "wrong_origin")
    assert not any(name.lower().startswith("access-control") for name in answered)


def test_a_page_that_asks_what_it_may_do_may_do_nothing(port):
    status, answered, _ = ask(port, "OPTIONS", "/v1/audio/transcriptions", origin="https://evil.example")
    assert status == 403 and not any(name.lower().startswith("access-control") for name in answered)


def test_health_and_models_are_told(port):
    assert ask(port, "GET", "/health", authorization="")[::2] == (200, '{"status": "ok"}')
    listed = json.loads(ask(port, "GET", "/v1/models")[2])
    assert [each["id"] for each in listed["data"]] == ["ours"]
    assert json.loads(ask(port, "GET", "/v1/models/ours")[2])["object"] == "model"
    status, _, body = ask(port, "GET", "/v1/models/other")
    assert status == 404 and error(body)["code"] == "model_not_found"


@pytest.mark.parametrize(
    ("method", "path", "status"),
    [("GET", "/", 404), ("GET", "/v1/audio/transcriptions", 405), ("GET", "/../../etc/passwd", 404)],
)
def test_other_addresses_are_refused_as_json(port, method, path, status):
    answered, _, body = ask(port, method, path)
    assert answered == status and error(body)["type"] == "invalid_request_error"


@pytest.mark.parametrize(
    ("body", "words"),
    [
        (form(file=None), "The field file, with the recording, is missing."),
        (form(("file", b"one")), "Send one file a request."),
        (form(*[("x", b"1")] * 65), "A request has at most 64 fields."),
        (form(("language", b"de")), "language cannot be 'de': the model hears English only."),
        (b"", "no well-formed multipart"),
        (b"------form\r\n\r\nno name\r\n------form--\r\n", "no well-formed multipart"),
        (form()[:-20], "no well-formed multipart"),
    ],
)
def test_a_form_that_cannot_be_served_is_refused_in_a_sentence(port, body, words):
    status, answer = ask_to_transcribe(port, body)
    assert status == 400 and words in answer["error"]["message"]


def test_a_body_that_is_no_form_is_refused(port):
    status, answer = ask_to_transcribe(port, b"{}", content_type="application/json")
    assert status == 400 and answer["error"]["message"].startswith("Send the recording as multipart/form-data")
    status, answer = ask_to_transcribe(port, form(), content_type="multipart/form-data")
    assert status == 400 and "no well-formed" in answer["error"]["message"]


@pytest.mark.filterwarnings("ignore::aiohttp.BadContentDispositionHeader")
@pytest.mark.filterwarnings("ignore::aiohttp.BadContentDispositionParam")
@settings(max_examples=150)
@given(st.binary(max_size=300), st.integers(0, 400), st.integers(0, 60))
def test_any_bytes_in_a_form_are_served_or_refused_and_never_our_fault(port, junk, at, length):
    whole = form(("model", b"ours"), ("temperature", b"0"))
    body = whole[:at] + junk + whole[at + length :]
    status, answer = ask_to_transcribe(port, body)
    assert status in (200, 400), answer


@settings(max_examples=50)
@given(st.binary(max_size=200))
def test_any_bytes_at_all_leave_the_service_running(port, junk):
    for data in (junk, b"POST /v1/audio/transcriptions HTTP/1.1\r\n" + junk + b"\r\n\r\n"):
        with contextlib.suppress(OSError):
            say_raw(port, data)
    assert ask(port, "GET", "/health")[0] == 200


def status_of_part(port: int, length: int, sent: bytes) -> int:
    """The status of the answer to a form of `length` bytes of which only some are `sent`."""
    head = f"POST /v1/audio/transcriptions HTTP/1.1\r\nHost: 127.0.0.1:{port}\r\nAuthorization: Bearer {TOKEN}\r\n"
    head += f"Content-Type: multipart/form-data; boundary=x\r\nContent-Length: {length}\r\n\r\n"
    with socket.create_connection(("127.0.0.1", port), 20) as connection:
        connection.sendall(head.encode() + sent)
        return int(connection.recv(12).split()[1])


def events_of(port: int, **fields: str) -> tuple[int, str, list]:
    """Status, type and events of a streamed answer."""
    body = form(("stream", b"true"), *((name, value.encode()) for name, value in fields.items()))
    status, headers, text = ask(port, "POST", "/v1/audio/transcriptions", body)
    lines = [line.removeprefix("data: ") for line in text.split("\n\n") if line]
    return status, headers["Content-Type"], [json.loads(line) for line in lines]


def test_a_stream_tells_turns_as_they_end(port):
    status, kind, events = events_of(port, response_format="diarized_json")
    assert (status, kind) == (200, "text/event-stream; charset=utf-8")
    assert [event["type"].removeprefix("transcript.text.") for event in events] == ["delta", "segment"] * 2 + ["done"]
    assert events[-1]["text"] == "good morning yes"


def test_a_bad_recording_is_refused_with_a_status_before_the_stream_begins():
    with serving(FakePool([Trouble("damaged", fatal=True)], DAMAGED)) as port:
        status, kind, events = events_of(port)
    assert (status, kind.partition(";")[0]) == (400, "application/json")
    assert events[0]["error"]["code"] == "invalid_file"


@pytest.mark.parametrize("failure", [RefusalError(500, "The recogniser keeps failing."), ValueError("a bug")])
def test_what_fails_within_a_stream_is_its_last_event(failure, home, capsys):
    with serving(FakePool(SAID[:2], failure)) as port:
        status, _, events = events_of(port)
    assert status == 200 and events[0]["delta"] == "good morning"
    assert events[-1]["error"]["type"] == "server_error"
    assert ("report" in capsys.readouterr().err) is isinstance(failure, ValueError)


def test_a_fault_of_ours_is_a_500_and_a_report_and_tells_nothing_else(home, capsys):
    with serving(FakePool(SAID, ValueError("the words of a meeting"))) as port:
        status, answer = ask_to_transcribe(port, form())
    assert (status, answer["error"]["message"]) == (500, "meetapp has failed through a fault of its own.")
    (report,) = (home / "reports").iterdir()
    assert str(report) in capsys.readouterr().err and "the words" not in report.read_text()


def test_too_many_requests_are_told_when_to_come_again():
    with serving(FakePool(), Limits(requests_per_minute=2)) as port:
        assert [ask(port, "GET", "/v1/models", authorization="")[0] for _ in range(3)] == [401] * 3
        assert [ask(port, "GET", "/v1/models")[0] for _ in range(2)] == [200, 200]
        status, headers, body = ask(port, "GET", "/v1/models")
    assert status == 429 and error(body)["code"] == "rate_limit_exceeded"
    assert 0 < int(headers["Retry-After"]) <= 30


def test_what_is_too_large_is_refused_as_soon_as_that_is_known():
    limits = Limits(upload_bytes=1 << 20, field_bytes=1000, num_fields=2)
    with serving(FakePool(), limits) as port:
        assert ask_to_transcribe(port, form(file=bytes(1 << 20)))[0] == 200
        assert ask_to_transcribe(port, form(file=bytes((1 << 20) + 1)))[0] == 413
        status, answer = ask_to_transcribe(port, form(("prompt", bytes(1001))))
        assert (status, answer["error"]["param"]) == (413, "prompt")
        assert status_of_part(port, 999_999_999_999, b"") == 413, "nothing of it has been sent"


def test_an_upload_for_which_there_is_no_room_is_refused(monkeypatch):
    monkeypatch.setattr("meetapp.service.upload.RESERVE_BYTES", 1 << 60)
    with serving(FakePool()) as port:
        status, answer = ask_to_transcribe(port, form())
    assert status == 507 and "no room on the disk" in answer["error"]["message"]


def test_an_upload_that_stalls_is_given_up():
    with serving(FakePool(), Limits(stall_s=0.2)) as port:
        assert status_of_part(port, 1000, b"--x\r\n") == 408


def test_a_recording_that_takes_too_long_is_given_up():
    class Slow(FakePool):
        @contextlib.asynccontextmanager
        async def session(self, rate=16000):
            await asyncio.sleep(60)
            yield

    with serving(Slow(), Limits(work_s=0.2)) as port:
        status, answer = ask_to_transcribe(port, form())
    assert status == 504 and "took longer than" in answer["error"]["message"]


@pytest.mark.parametrize("rate", ["0", "-1", "x", "1e4", "192001", "٤٨٠٠٠", "9" * 50])
def test_a_live_meeting_needs_a_rate_that_sound_has(port, rate):
    async def connect() -> int:
        url = f"http://127.0.0.1:{port}/v1/live"
        async with aiohttp.ClientSession(headers={"Authorization": f"Bearer {TOKEN}"}) as client:
            try:
                async with client.ws_connect(url, params={"rate": rate}):
                    return 101
            except aiohttp.WSServerHandshakeError as err:
                return err.status

    assert asyncio.run(connect()) == 400


def test_the_live_address_is_for_websockets(port):
    status, _, body = ask(port, "GET", "/v1/live")
    assert status == 426 and "WebSocket" in error(body)["message"]
