"""The shapes of answers and streams, read with the types of OpenAI's own client."""

import json
import math

import pytest
from hypothesis import given
from hypothesis import strategies as st
from made_turns import turn, turns
from openai.types.audio import (
    Transcription,
    TranscriptionDiarized,
    TranscriptionTextDeltaEvent,
    TranscriptionTextDoneEvent,
    TranscriptionTextSegmentEvent,
    TranscriptionVerbose,
)

from meetapp.exchange.subtitles import parse_srt
from meetapp.service.answer import Heard, answer, letter
from meetapp.service.stream import TextStream, server_sent
from meetapp.service.wanted import Wanted
from sts_model.turns import merge_turns

EMPTY = Heard((), 2.0)
TWO = Heard((turn(0, "good morning", 0, 1), turn(1, "good morning all", 0.5, 2, speaker=2, channel=1)), 2.25)

EVENTS = {
    "transcript.text.delta": TranscriptionTextDeltaEvent,
    "transcript.text.segment": TranscriptionTextSegmentEvent,
    "transcript.text.done": TranscriptionTextDoneEvent,
}


def parsed(heard: Heard, **wanted: object) -> dict:
    body, kind = answer(heard, Wanted(**wanted))
    assert kind == "application/json"
    return json.loads(body)


def told(stream: TextStream, each) -> list:
    """The events about one turn, each as the client's own type has it."""
    return [EVENTS[event["type"]].model_validate(event, strict=True) for event in stream.ended(each)]


def test_json_is_the_text_and_how_long_it_took_to_say():
    assert parsed(TWO) == {"text": "good morning good morning all", "usage": {"type": "duration", "seconds": 3}}
    assert Transcription.model_validate(parsed(TWO)).usage.seconds == 3


def test_text_is_the_same_as_a_line():
    assert answer(TWO, Wanted("text")) == ("good morning good morning all\n", "text/plain")


def test_diarized_json_says_who_said_what_and_when():
    made = parsed(TWO, response_format="diarized_json")
    assert made["segments"] == [
        {
            "type": "transcript.text.segment",
            "id": "seg_0",
            "start": 0.0,
            "end": 1.0,
            "text": "good morning",
            "speaker": "A",
        },
        {
            "type": "transcript.text.segment",
            "id": "seg_1",
            "start": 0.5,
            "end": 2.0,
            "text": "good morning all",
            "speaker": "B",
        },
    ]
    assert (made["task"], made["duration"], made["text"]) == ("transcribe", 2.25, "good morning good morning all")
    assert TranscriptionDiarized.model_validate(made)


def test_an_empty_recording_has_the_full_shape():
    assert parsed(EMPTY, response_format="diarized_json") == {
        "task": "transcribe",
        "duration": 2.0,
        "text": "",
        "segments": [],
        "usage": {"type": "duration", "seconds": 2},
    }
    verbose = parsed(EMPTY, response_format="verbose_json", words=True)
    assert TranscriptionVerbose.model_validate(verbose)
    assert (verbose["text"], verbose["words"], verbose["segments"], verbose["language"]) == ("", [], [], "english")
    assert parsed(EMPTY, logprobs=True)["logprobs"] == []
    assert answer(EMPTY, Wanted("srt"))[0] == "" and answer(EMPTY, Wanted("vtt"))[0] == "WEBVTT\n"


def test_verbose_json_has_what_was_asked_for():
    assert "words" not in parsed(TWO, response_format="verbose_json")
    made = parsed(TWO, response_format="verbose_json", words=True, segments=False)
    assert "segments" not in made
    assert made["words"][1] == {"word": "morning", "start": 0.5, "end": 1.0}


def test_subtitles_name_the_speakers():
    assert [(each.text, each.start_s) for each in parse_srt(answer(TWO, Wanted("srt"))[0]).turns] == [
        ("good morning", 0.0),
        ("good morning all", 0.5),
    ]
    assert "<v B>good morning all" in answer(TWO, Wanted("vtt"))[0]


@pytest.mark.parametrize(("number", "name"), [(1, "A"), (26, "Z"), (27, "AA"), (52, "AZ"), (53, "BA"), (703, "AAA")])
def test_speakers_are_letters(number, name):
    assert letter(number) == name


@given(st.lists(turns(), max_size=5), st.floats(0, 1e6))
def test_whatever_was_said_the_answer_is_what_the_client_knows(said, duration_s):
    heard = Heard(tuple(merge_turns([], said)), duration_s)
    assert TranscriptionDiarized.model_validate(parsed(heard, response_format="diarized_json"))
    assert TranscriptionVerbose.model_validate(parsed(heard, response_format="verbose_json", words=True))
    made = Transcription.model_validate(parsed(heard, logprobs=True))
    assert all(each.logprob <= 0 and math.isfinite(each.logprob) for each in made.logprobs)
    assert bytes(b for each in made.logprobs for b in map(int, each.bytes)).decode().split() == heard.text.split()
    assert answer(heard, Wanted("vtt"))[0].startswith("WEBVTT\n")


@given(st.lists(turns(), max_size=8), st.booleans())
def test_the_deltas_put_together_are_the_last_text_and_each_segment_comes_once(said, diarized):
    stream = TextStream(Wanted("diarized_json" if diarized else "json", stream=True))
    events = [event for each in said for event in told(stream, each)]
    heard = Heard(tuple(merge_turns([], said)), 1.0)
    done = stream.done(heard)
    assert TranscriptionTextDoneEvent.model_validate(done)
    deltas = [event for event in events if event.type == "transcript.text.delta"]
    assert "".join(event.delta for event in deltas) == done["text"]
    segments = [event.id for event in events if event.type == "transcript.text.segment"]
    assert len(set(segments)) == len(segments) == (len({each.id for each in said}) if diarized else 0)
    assert ("segments" in done) is diarized


def test_a_speaker_known_better_at_the_end_is_in_the_last_event():
    stream = TextStream(Wanted("diarized_json", stream=True))
    first, again = turn(0, "hello", speaker=1), turn(0, "hello", speaker=2)
    assert [event.type for event in told(stream, first)] == ["transcript.text.delta", "transcript.text.segment"]
    assert told(stream, again) == []
    assert stream.done(Heard((again,), 1.0))["segments"][0]["speaker"] == "B"


def test_log_probabilities_go_with_the_deltas_when_they_were_asked_for():
    stream = TextStream(Wanted(stream=True, logprobs=True))
    (delta,) = told(stream, turn(0, "hello there"))
    assert [each.token for each in delta.logprobs] == [" hello", " there"]
    assert len(stream.done(Heard((), 1.0))["logprobs"]) == 2


def test_an_event_is_one_line_whatever_is_in_it():
    assert server_sent({"delta": "a\nb\u2028"}) == 'data: {"delta": "a\\nb\u2028"}\n\n'.encode()
