"""Events come back as they went, whatever stands in their words, and no line of any kind stops a reader."""

import json
import os

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from made_turns import turns

from meetapp.errors import MediaError
from meetapp.events import EventReader, EventWriter, RecordingStarted, Trouble, TurnAdded, decode, encode, tell_failure
from sts_model.turns import Word

ANY_JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=5),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner, max_size=3),
    max_leaves=6,
)
GOOD = {"id": 0, "channel": 0, "speaker": 1, "start_samples": 0, "end_samples": 9, "words": []}


@given(turn=turns())
def test_a_turn_comes_back(turn):
    assert decode(encode(TurnAdded(turn))) == TurnAdded(turn)


@given(message=st.text())
def test_any_words_come_back_through_the_file(tmp_path_factory, message):
    path = tmp_path_factory.mktemp("events") / "events.jsonl"
    writer = EventWriter(path)
    writer.write(Trouble(message))
    writer.write(Trouble("after"))
    writer.close()
    written = message.encode(errors="replace").decode()
    assert EventReader(path).read_new() == [Trouble(written), Trouble("after")]


@pytest.mark.parametrize("line_end", ["\u2028", "\u2029", "\x85", "\x0b", "\x1c"])
def test_line_ends_of_other_kinds_inside_words_are_no_ends_of_lines(tmp_path, line_end):
    writer = EventWriter(tmp_path / "events.jsonl")
    writer.write(RecordingStarted(f"a{line_end}b", 16_000))
    assert EventReader(tmp_path / "events.jsonl").read_new() == [RecordingStarted(f"a{line_end}b", 16_000)]


def test_a_name_that_is_no_text_is_told_as_far_as_it_is_one(tmp_path):
    name = os.fsdecode(b"caf\xe9.wav")
    writer = EventWriter(tmp_path / "events.jsonl")
    writer.write(RecordingStarted(name, 16_000))
    assert tell_failure(tmp_path / "events.jsonl", MediaError(f"{name} is damaged.")) == 2
    started, trouble = EventReader(tmp_path / "events.jsonl").read_new()
    assert (started.device, trouble.message) == ("caf?.wav", "caf?.wav is damaged.")


@settings(max_examples=300)
@given(fields=st.dictionaries(st.sampled_from([*GOOD, "words", "kind", "text"]), ANY_JSON, max_size=4))
def test_what_is_not_a_turn_is_refused_and_what_is_has_the_kinds_it_says(fields):
    try:
        event = decode(json.dumps({"kind": "TurnAdded", "turn": {**GOOD, **fields}}))
    except ValueError:
        return
    turn = event.turn
    assert all(type(n) is int for n in (turn.id, turn.channel, turn.speaker, turn.start_samples, turn.end_samples))
    assert all(isinstance(word, Word) and isinstance(word.text, str) for word in turn.words) and turn.text is not None


@pytest.mark.parametrize(
    "line",
    [
        *(
            "",
            "1",
            "[]",
            "null",
            '"x"',
            "{}",
            '{"kind": []}',
            '{"kind": "Unknown"}',
            '{"kind": "Finished"}',
            "[" * 10**5,
        ),
        '{"kind": "Finished", "duration_s": "1"}',
        '{"kind": "Finished", "duration_s": NaN}',
        '{"kind": "Finished", "duration_s": true}',
        '{"kind": "Trouble", "message": 5}',
        f'{{"kind": "Finished", "duration_s": {"9" * 5000}}}',
        '{"kind": "TurnAdded", "turn": [1]}',
    ],
)
def test_what_is_not_an_event_is_refused(line):
    with pytest.raises(ValueError):
        decode(line)


def test_fields_of_a_newer_version_are_passed_over():
    line = json.dumps({"kind": "TurnAdded", "turn": {**GOOD, "mood": "fine"}, "sure": True})
    assert decode(line).turn.speaker == 1
