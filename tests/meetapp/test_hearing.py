"""How a meeting is heard: what is kept in its folder, what the commands refuse, and what the engine makes of it."""

import json
from pathlib import Path

import pytest
from commands import meetapp
from hypothesis import given
from hypothesis import strategies as st

from meetapp.engine.names import loader
from meetapp.errors import InputError
from meetapp.hearing import AS_SET, FILE, Hearing, keep, kept, speaker_count
from meetapp.journal import JournalWriter, Start
from meetapp.paths import default_model
from meetapp.window.catalog import told_speakers
from sts_model.effort import EFFORTS
from sts_model.speakers.count import SpeakerCount

counts = st.tuples(st.integers(0, 50), st.integers(50, 100)).map(lambda each: SpeakerCount(*each))
hearings = st.builds(
    Hearing,
    st.just(SpeakerCount()) | counts,
    st.sampled_from(["", *EFFORTS]),
    st.integers(0, 64),
    st.none() | st.booleans(),
)


@given(hearings)
def test_what_is_kept_is_what_was_wanted(tmp_path_factory: pytest.TempPathFactory, hearing: Hearing) -> None:
    folder = tmp_path_factory.mktemp("meeting")
    keep(folder, hearing)
    assert kept(folder) == hearing
    assert (folder / FILE).exists() == (hearing != AS_SET)
    keep(folder, AS_SET)
    assert kept(folder) == AS_SET


def test_of_several_tracks_the_number_of_people_is_the_most_that_speak_in_each(tmp_path: Path) -> None:
    keep(tmp_path, Hearing(SpeakerCount(3, 3), "fast"), several=True)
    assert kept(tmp_path) == Hearing(SpeakerCount(0, 3), "fast")


def test_the_window_shows_what_was_told_of_several_tracks(tmp_path: Path) -> None:
    journal = JournalWriter(tmp_path)
    for track in (0, 1):
        journal.append(Start(track, "mic", 16_000, 0, 0.0, 0.0))
    journal.close()
    keep(tmp_path, Hearing(SpeakerCount(3, 3)), several=True)
    assert told_speakers(tmp_path) == 3


@pytest.mark.parametrize("text", ["", "[]", '{"effort": "lazy"}', '{"threads": -1}', '{"speakers": {"least": 200}}'])
def test_a_damaged_file_is_told(tmp_path: Path, text: str) -> None:
    (tmp_path / FILE).write_text(text, encoding="utf-8")
    with pytest.raises(InputError):
        kept(tmp_path)


def test_a_number_is_exact_and_limits_are_limits() -> None:
    assert speaker_count(3) == SpeakerCount(3, 3)
    assert speaker_count(least=2, most=4) == SpeakerCount(2, 4)
    with pytest.raises(InputError, match="not both"):
        speaker_count(3, most=4)


@pytest.mark.parametrize(
    ("options", "says"),
    [
        (("--num-speakers", "2", "--max-speakers", "4"), "Give either the number of speakers or limits for it"),
        (("--min-speakers", "5", "--max-speakers", "4"), "There cannot be at least 5 speakers and at most 4."),
    ],
)
def test_numbers_that_contradict_each_other_stop_before_the_work(tmp_path: Path, options, says: str) -> None:
    for command in (("transcribe",), ("import",)):
        done = meetapp(*command, tmp_path / "talk.wav", *options, home=tmp_path)
        assert (done.code, done.out, done.err.count("\n")) == (2, "", 1)
        assert says in done.err


def test_the_shipped_model_is_loaded_as_the_meeting_is_to_be_heard(tmp_path: Path) -> None:
    from meetapp.engine.resume import ResumePoint

    hearing = Hearing(SpeakerCount(2, 2), "careful")
    pipeline = loader(tmp_path, default_model(), hearing)(default_model(), ResumePoint())
    assert pipeline.tracker.count == SpeakerCount(2, 2)  # type: ignore[attr-defined]
    assert pipeline.search.config.beam == 14.0  # type: ignore[attr-defined]
    assert json.loads(pipeline.packed_voices())["turns"] == []
