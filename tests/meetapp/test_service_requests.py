"""What a transcription request may ask for, who may ask, and how often: pure rules of the service."""

import os

import pytest
from hypothesis import given
from hypothesis import strategies as st

from meetapp.errors import InputError
from meetapp.service.app import listen
from meetapp.service.guard import is_here
from meetapp.service.limits import Limits, RateLimit
from meetapp.service.models import find_model
from meetapp.service.refusal import RefusalError
from meetapp.service.token import is_right, load_token
from meetapp.service.wanted import Wanted, parse
from sts_model.manifest import write_manifest

MODELS = frozenset({"ours"})


def asked(**fields: str) -> Wanted:
    """What one value of each field asks for; `name__` stands for `name[]`."""
    return parse([(name.replace("__", "[]"), value) for name, value in fields.items()], MODELS)


@pytest.mark.parametrize(
    ("fields", "wanted"),
    [
        ({}, Wanted()),
        ({"model": "whisper-1", "language": "en", "temperature": "0", "prompt": "Hello"}, Wanted()),
        ({"model": "ours", "language": "en-GB", "color": "blue"}, Wanted()),
        ({"language": "English", "chunking_strategy": "auto"}, Wanted()),
        ({"chunking_strategy": '{"type": "server_vad", "threshold": 0.5}'}, Wanted()),
        ({"chunking_strategy[type]": "server_vad", "known_speaker_names__": ""}, Wanted()),
        ({"response_format": "diarized_json", "stream": "true"}, Wanted("diarized_json", stream=True)),
        ({"stream": "False"}, Wanted()),
        ({"include__": "logprobs"}, Wanted(logprobs=True)),
        ({"response_format": "verbose_json"}, Wanted("verbose_json")),
        (
            {"response_format": "verbose_json", "timestamp_granularities__": "word"},
            Wanted("verbose_json", segments=False, words=True),
        ),
    ],
)
def test_what_is_supported_is_understood(fields, wanted):
    assert asked(**fields) == wanted


def test_both_granularities_come_as_a_list():
    form = [("response_format", "verbose_json"), *(("timestamp_granularities[]", each) for each in ("word", "segment"))]
    assert parse(form, MODELS) == Wanted("verbose_json", segments=True, words=True)


@pytest.mark.parametrize(
    ("fields", "param", "words"),
    [
        ({"model": "large-v9"}, "model", "There is no model 'large-v9'; there is ours."),
        ({"language": "de"}, "language", "the model hears English only"),
        ({"response_format": "docx"}, "response_format", "it can be json, text, srt"),
        ({"temperature": "1.5"}, "temperature", "must be a number from 0 to 1, not '1.5'"),
        ({"temperature": "nan"}, "temperature", "must be a number"),
        ({"temperature": "warm"}, "temperature", "must be a number"),
        ({"stream": "maybe"}, "stream", "must be true or false"),
        ({"stream": "true", "response_format": "srt"}, "stream", "goes with the response formats json, text"),
        ({"timestamp_granularities__": "word"}, "timestamp_granularities", "verbose_json only"),
        ({"response_format": "verbose_json", "timestamp_granularities__": "letter"}, "timestamp_granularities", "word"),
        ({"include__": "music"}, "include", "it can be logprobs"),
        ({"include__": "logprobs", "response_format": "text"}, "include", "json only"),
        ({"chunking_strategy": "whole"}, "chunking_strategy", "must be auto or server_vad"),
        ({"chunking_strategy": "{"}, "chunking_strategy", "must be auto or server_vad"),
        ({"known_speaker_names__": "agent"}, "known_speaker_names", "speakers are called A, B"),
    ],
)
def test_what_is_not_supported_is_refused_with_the_field_that_is_at_fault(fields, param, words):
    with pytest.raises(RefusalError, match=words.replace("?", r"\?")) as refused:
        asked(**fields)
    assert (refused.value.status, refused.value.param) == (400, param)
    assert str(refused.value).endswith(".")


NAMES = ("model", "language", "stream", "temperature", "response_format", "include[]", "chunking_strategy", "x")


@given(st.lists(st.tuples(st.sampled_from(NAMES), st.text(max_size=30))))
def test_any_form_is_understood_or_refused_in_a_sentence_that_can_be_sent(form):
    try:
        assert parse(form, MODELS)
    except RefusalError as err:
        assert err.status == 400 and err.body().encode()


@pytest.mark.parametrize(
    ("host", "here"),
    [
        ("127.0.0.1:8123", True),
        ("localhost:8123", True),
        ("LOCALHOST:8123", True),
        ("[::1]:8123", True),
        ("localhost", False),
        ("localhost:8124", False),
        ("evil.example:8123", False),
        ("127.0.0.1.evil.example:8123", False),
        ("localhost:8123@evil.example", False),
        ("[::2]:8123", False),
        ("localhost:８123", False),
        ("localhoſt:8123", False),
        ("", False),
    ],
)
def test_only_names_of_the_loopback_interface_are_here(host, here):
    assert is_here(host, 8123) is here


def test_a_host_without_a_port_is_the_port_of_the_web():
    assert is_here("localhost", 80)


@pytest.mark.parametrize("host", ["0.0.0.0", "192.168.0.1", "::", "", "meetapp.example"])
def test_no_other_machine_is_ever_listened_to(host):
    with pytest.raises(InputError, match="meetapp serves this machine alone"):
        listen(host, 0)


def test_localhost_is_the_loopback_interface():
    with listen("localhost", 0) as listening:
        assert listening.getsockname()[0] == "127.0.0.1"


@given(st.lists(st.floats(0, 10), max_size=200), st.integers(1, 50))
def test_no_minute_has_more_requests_than_a_burst_and_what_time_gives_back(steps, per_minute):
    rate, now_s, served = RateLimit(per_minute), 0.0, []
    for step in steps:
        now_s += step
        if rate.wait_s(now_s) == 0:
            served.append(now_s)
    assert all(sum(since <= at <= since + 60 for at in served) <= 2 * per_minute for since in served)


@given(st.integers(1, 1000))
def test_who_waits_as_long_as_told_is_served(per_minute):
    rate = RateLimit(per_minute)
    assert [rate.wait_s(0.0) for _ in range(per_minute)] == [0] * per_minute
    assert 0 < (wait_s := rate.wait_s(0.0)) <= 60
    assert rate.wait_s(float(wait_s)) == 0


@pytest.mark.parametrize(
    "limits",
    [{"upload_bytes": 0}, {"requests_per_minute": 0}, {"at_once": 0}, {"at_once": 65}, {"waiting": -1}],
)
def test_limits_that_make_no_sense_are_bad_input(limits):
    with pytest.raises(InputError, match="must lie between"):
        Limits(**limits)


def test_a_token_is_made_once_for_the_user_alone(tmp_path):
    path = tmp_path / "new" / "token"
    token = load_token(path)
    assert len(token) >= 32 and load_token(path) == token
    assert path.stat().st_mode & 0o077 == 0


@pytest.mark.parametrize(
    ("content", "words"), [(b"short", "one word of 16"), (b"two words " * 9, "one word"), (b"\xff" * 20, "not text")]
)
def test_a_file_without_a_token_is_bad_input(tmp_path, content, words):
    path = tmp_path / "token"
    path.write_bytes(content)
    path.chmod(0o600)
    with pytest.raises(InputError, match=words):
        load_token(path)


@pytest.mark.skipif(os.name != "posix", reason="modes are those of POSIX")
def test_a_token_that_others_can_read_is_none(tmp_path):
    path = tmp_path / "token"
    load_token(path)
    path.chmod(0o640)
    with pytest.raises(InputError, match="chmod 600"):
        load_token(path)


def test_a_token_file_that_cannot_be_made_is_bad_input(tmp_path):
    (tmp_path / "file").write_text("")
    with pytest.raises(InputError, match=r"token file .* cannot be"):
        load_token(tmp_path / "file" / "token")
    with pytest.raises(InputError, match="cannot be read"):
        load_token(tmp_path)


@pytest.mark.parametrize(
    ("shown", "right"),
    [("Bearer secret", True), ("bearer secret ", True), ("secret", False), ("Basic secret", False), ("", False)],
)
def test_the_token_is_shown_as_a_bearer(shown, right):
    assert is_right(shown, "secret") is right


@given(st.text())
def test_any_header_is_compared(shown):
    assert not is_right(shown.encode("utf-8", "replace").decode("ascii", "surrogateescape"), "secret" * 6)


def test_a_folder_that_is_no_model_is_bad_input(tmp_path):
    with pytest.raises(InputError, match="no model package"):
        find_model(tmp_path)


def test_a_model_is_called_as_its_manifest_says(tmp_path):
    info = write_manifest(tmp_path, "ours", "1.0")
    assert find_model(tmp_path).listed()["id"] == info.name
