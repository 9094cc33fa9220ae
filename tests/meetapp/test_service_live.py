"""The promises of a live meeting hold whatever the engine says, and sound may come in pieces of any length."""

import sys
from array import array

from hypothesis import given, settings
from hypothesis import strategies as st
from made_turns import turn, turns

from meetapp import meeting
from meetapp.events import (
    EngineStarted,
    Finished,
    LevelChanged,
    PartialChanged,
    Progress,
    RecordingStarted,
    Trouble,
    TurnAdded,
)
from meetapp.service.live import LiveTurns
from meetapp.service.live_socket import Sound
from meetapp.tracks import TrackReader
from sts_model.turns import Partial

FINISHED = Finished(9.0)


@st.composite
def partials(draw):
    said = draw(turns())
    return Partial(said.channel, said.start_samples, said.words)


EVENTS = st.one_of(
    st.builds(PartialChanged, partials()),
    st.builds(TurnAdded, turns(last_id=6)),
    st.builds(Progress, st.just(1.0), st.just(2.0), st.just(0.1)),
    st.builds(Trouble, st.text()),
    st.just(EngineStarted("model")),
    st.just(FINISHED),
)


def all_messages(*events) -> list[dict]:
    live = LiveTurns()
    return [message for event in events for message in live.messages(event)]


def kinds(*events) -> list[str]:
    return [message["kind"] for message in all_messages(*events)]


def partial(text: str, start_s: float = 0.0, channel: int = 0) -> PartialChanged:
    said = turn(0, text, start_s, start_s + 1, channel=channel)
    return PartialChanged(Partial(channel, said.start_samples, said.words))


@given(st.lists(EVENTS, max_size=40))
def test_every_turn_starts_once_and_ends_once_and_its_text_stays(events):
    messages = all_messages(*events, FINISHED)
    assert [message["kind"] for message in messages].count("Finished") == 1 and messages[-1]["kind"] == "Finished"
    started = [message["id"] for message in messages if message["kind"] == "TurnStarted"]
    assert started == list(range(len(started)))
    channels = {message["id"]: message["channel"] for message in messages if message["kind"] == "TurnStarted"}
    open_turns, ended = set(), {}
    for message in messages:
        kind, id = message["kind"], message.get("id")
        if kind == "TurnStarted":
            assert not any(channels[other] == channels[id] for other in open_turns)
            open_turns.add(id)
        elif kind == "PartialChanged":
            assert id in open_turns and message["channel"] == channels[id]
        elif kind in ("TurnAdded", "TurnWithdrawn"):
            open_turns.remove(id)
            ended[id] = message.get("speaker")
        elif kind == "SpeakerChanged":
            assert ended[id] is not None and ended[id] != message["speaker"]
            ended[id] = message["speaker"]
    assert not open_turns and set(ended) == set(started)


@given(st.lists(st.builds(TurnAdded, turns(last_id=6)), max_size=20))
def test_at_the_end_the_client_knows_the_speakers_that_the_engine_knows(events):
    by_engine = {event.turn.id: event.turn.speaker for event in events}
    by_client = {message["id"]: message["speaker"] for message in all_messages(*events) if "speaker" in message}
    order = list(dict.fromkeys(event.turn.id for event in events))
    assert by_client == {place: chr(ord("A") + by_engine[id] - 1) for place, id in enumerate(order)}


def test_a_turn_as_it_is_said():
    messages = all_messages(
        RecordingStarted("client", 16000),
        EngineStarted("ours 1"),
        LevelChanged(0, -20.0, -10.0, 1.0),
        partial("good"),
        partial("good morning"),
        TurnAdded(turn(7, "good morning", 0, 1)),
        PartialChanged(Partial(0, 0, ())),
        TurnAdded(turn(7, "good morning", 0, 1, speaker=2)),
        FINISHED,
    )
    assert [message["kind"] for message in messages] == [
        *("EngineStarted", "TurnStarted", "PartialChanged", "PartialChanged"),
        *("TurnAdded", "SpeakerChanged", "Finished"),
    ]
    assert messages[1] == {"kind": "TurnStarted", "id": 0, "channel": 0, "start_s": 0.0}
    assert messages[4] == {
        "kind": "TurnAdded",
        "id": 0,
        "channel": 0,
        "start_s": 0.0,
        "speaker": "A",
        "end_s": 1.0,
        "text": "good morning",
        "words": [
            {"word": "good", "start": 0.0, "end": 0.5, "probability": 1.0},
            {"word": "morning", "start": 0.5, "end": 1.0, "probability": 1.0},
        ],
    }
    assert messages[5] == {"kind": "SpeakerChanged", "id": 0, "speaker": "B"}


def test_a_turn_that_nobody_saw_begin_starts_before_it_ends():
    assert kinds(TurnAdded(turn(0, "yes")), FINISHED) == ["TurnStarted", "TurnAdded", "Finished"]


def test_what_turns_out_to_be_no_turn_is_withdrawn():
    assert kinds(partial("hm"), PartialChanged(Partial(0, 0, ())), FINISHED) == [
        *("TurnStarted", "PartialChanged", "TurnWithdrawn", "Finished")
    ]
    assert kinds(partial("hm"), partial("so", channel=1), FINISHED)[-3:] == ["TurnWithdrawn"] * 2 + ["Finished"]


class Client:
    """Where the sound of a session goes."""

    def __init__(self, folder):
        self.folder = meeting.create(folder, title="", source="")


@settings(max_examples=20)  # each syncs files
@given(st.binary(max_size=60), st.lists(st.integers(1, 7)))
def test_any_chunking_of_the_sound_gives_the_same_track(tmp_path_factory, data, lengths):
    client = Client(tmp_path_factory.mktemp("meetings"))
    sound, rest = Sound(client, 16_000, most_s=60.0), data
    for length in [*lengths, len(data)]:
        sound.append(rest[:length])
        rest = rest[length:]
    sound.end()
    sound.end()
    samples = array("h", data[: len(data) // 2 * 2])
    if sys.byteorder == "big":
        samples.byteswap()
    heard = TrackReader(client.folder).read_new()
    assert [round(float(each) * 32768) for each in heard] == samples.tolist()


def test_a_track_is_full_at_its_longest(tmp_path):
    client = Client(tmp_path)
    sound = Sound(client, 8_000, most_s=0.01)
    sound.append(bytes(158))
    assert not sound.is_full
    sound.append(bytes(2))
    assert sound.is_full
    sound.close()
    assert not TrackReader(client.folder, start_samples=80).ended, "it was broken off"
