"""Long meetings: the same passage twice, cut out of what was heard and compared; state that is really measured."""

import json
from dataclasses import dataclass
from itertools import pairwise
from types import SimpleNamespace

import numpy as np
import pytest
import torch
from made_data import put_rooms_and_noise, put_speech

from sts_model.__main__ import main
from sts_model.data.packs import DataError, read_alignments
from sts_model.evaluation import ours
from sts_model.evaluation.footprint import footprint
from sts_model.evaluation.long_form import score_sections, summarise, within
from sts_model.evaluation.long_meeting import EARLY, LATE, SECTIONS, draw_meeting, shortest_s
from sts_model.evaluation.segments import Segment, TimedWord
from sts_model.evaluation.word_times import planned
from sts_model.simulation.plan import Placement, Plan
from sts_model.simulation.sources import Sources, read_sources
from sts_model.turns import Turn, Word
from sts_model.units import ENCODER_FRAME_SAMPLES, SAMPLE_RATE

MINUTES = 10.5


@pytest.fixture(scope="module")
def data(tmp_path_factory):
    folder = tmp_path_factory.mktemp("data")
    put_speech(folder, "librispeech-dev", clips=200, speakers=6)
    put_rooms_and_noise(folder)
    return folder


@pytest.fixture(scope="module")
def blocks(data):
    return draw_meeting(read_sources(data, "dev", 1), "m", 1500.0, (14, 0))


def test_the_same_passage_is_in_the_first_five_and_the_last_ten_minutes(blocks):
    early, late = ([block for block in blocks if block.part == part] for part in (EARLY, LATE))
    assert [block.plan for block in early] == [block.plan for block in late]
    assert len(early) == SECTIONS and early[-1].end_s <= 300
    assert blocks[-1].end_s - late[0].start_s <= 600
    assert 1400 <= blocks[-1].end_s <= 1600
    assert 120 <= early[-1].end_s - early[0].start_s <= 200


def test_blocks_follow_each_other_in_whole_frames_of_one_room(blocks):
    for before, after in pairwise(blocks):
        assert after.start_s == pytest.approx(before.end_s)
    for block in blocks:
        samples = block.plan.duration_s * SAMPLE_RATE
        assert samples == pytest.approx(ENCODER_FRAME_SAMPLES * round(samples / ENCODER_FRAME_SAMPLES), abs=0.1)
    assert len({(b.plan.room, b.plan.noise, b.plan.snr_db, b.plan.loudness_dbfs) for b in blocks}) == 1
    levels = {(p.speaker, p.level_db) for block in blocks for p in block.plan.placements}
    assert len(levels) == len(dict(levels)) > 1


def test_what_the_passage_says_is_said_nowhere_else(blocks):
    passage = {(p.clip, p.first_frame) for b in blocks if b.part == EARLY for p in b.plan.placements}
    others = {(p.clip, p.first_frame) for b in blocks if b.part not in (EARLY, LATE) for p in b.plan.placements}
    assert passage and not passage & others


def test_too_few_speakers_are_a_sentence():
    with pytest.raises(DataError, match="needs 6 speakers"):
        draw_meeting(Sources((), (), {}), "m", 3600.0, (0,))


def heard_at(text, start_s, speaker="1"):
    timed = tuple(TimedWord(word, start_s + k, start_s + k + 0.5) for k, word in enumerate(text.split()))
    return Segment("m", speaker, start_s, timed[-1].end_s, text, 0, timed)


def test_words_are_cut_where_the_section_is():
    (cut,) = within([heard_at("a b c d", 9.0), heard_at("e", 20.0)], 10.0, 12.0)
    assert cut.words == "b c" and (cut.start_time, cut.end_time) == (0.0, 1.5)


def test_late_errors_are_measured_against_early_ones():
    placement = Placement("f", "c", "x", 0, 200, "a b c d", 0.0, 0.0)
    blocks = [
        SimpleNamespace(plan=Plan("p", "k", 10.0, (placement,), -20.0), start_s=at, end_s=at + 10, part=part, section=0)
        for at, part in ((0.0, EARLY), (10.0, "filler"), (50.0, LATE))
    ]
    sections = score_sections(blocks, [heard_at("a b c x", 1.0), heard_at("a b", 51.0)])
    assert sections[0][EARLY]["orcwer"]["substitutions"] == 1 and sections[0][LATE]["orcwer"]["deletions"] == 2
    prints = [{"at_s": at, "state_bytes": 100, "record_bytes": 10 * at, "turns": at} for at in (10, 90)]
    meeting = {"duration_s": 100.0, "seconds": 10.0, "footprints": prints, "sections": sections * 3}
    found = summarise([meeting, meeting])
    assert found["orcwer"]["early"] == 0.25 and found["orcwer"]["late"] == 0.5
    assert (found["orcwer"]["ratio"], found["orcwer"]["low"], found["orcwer"]["high"]) == (2, 2, 2)
    assert found["orcwer"]["within_5_percent"] is False and found["rtf"] == 0.1
    assert found["state"]["most_second_half_bytes"] == 100 and found["state"]["record_bytes_a_turn"] == 10


@dataclass
class Holder:
    tensor: torch.Tensor
    array: np.ndarray


def test_a_view_counts_for_all_it_keeps_alive_and_nothing_counts_twice():
    big, array = torch.zeros(1000), np.zeros(1000)
    small = footprint(Holder(big[:1], array[:2]))
    assert 12_000 <= small < 13_000
    assert footprint(Holder(big, array), Holder(big[1:], array[3:])) < 14_000
    assert footprint({"a": ["b" * 1000]}) > 1000
    circle: list = []
    circle.append(circle)
    assert footprint(circle) > 0


class Parrot:
    """A pipeline that hears one word a second: the same one."""

    def __init__(self):
        self.heard, self.turns, self.segments = 0, {}, {}
        self.state = self.voices = self.shown = self.tracker = None

    def accept(self, wave_S):
        first, self.heard = self.heard // SAMPLE_RATE, self.heard + len(wave_S)
        news = []
        for second in range(first, self.heard // SAMPLE_RATE):
            at = second * SAMPLE_RATE
            news.append(Turn(second, 0, 1, at, at + 8000, (Word("yes", at, at + 8000),)))
        self.turns |= {turn.id: turn for turn in news}
        return news

    def finish(self):
        return []


def test_the_command_goes_on_where_it_was_cut_off(data, tmp_path, monkeypatch, capsys):
    loads = []
    monkeypatch.setattr(ours, "load", lambda model: loads.append(model) or Parrot())
    words = ["--data", str(data), "--folder", str(tmp_path / "kept"), "--minutes", str(MINUTES)]
    assert main(["long-form", *words, "--meetings", "1"]) == 0
    output = tmp_path / "out.json"
    assert main(["long-form", *words, "--meetings", "2", "--output", str(output)]) == 0
    assert len(loads) == 2
    report = json.loads(output.read_text())
    assert report["meetings"] == 2 and report["sections"] == 2 * SECTIONS
    assert report["orcwer"]["ratio"] == pytest.approx(1.0, abs=0.1) and report["orcwer"]["words"] > 50
    assert report["command"].endswith("--meetings 2 --minutes 10.5 --seed 14") and report["commit"]
    assert len(report["footprints"]) == 2 and str(tmp_path) not in output.read_text()
    assert "s of audio" in capsys.readouterr().err


@pytest.mark.parametrize("options", [["--minutes", "9"], ["--meetings", "0"], ["--minutes", "inf"]])
def test_meetings_must_have_room_for_both_passages(data, tmp_path, capsys, options):
    assert main(["long-form", "--data", str(data), "--folder", str(tmp_path), *options]) == 2
    assert f"at least {shortest_s() / 60:g} minutes" in capsys.readouterr().err


def test_planned_words_have_times_of_their_own(data, blocks):
    plan = blocks[0].plan
    assert all(not segment.timed for segment in planned(plan, {}))
    aligned = planned(plan, {"librispeech-dev": read_alignments(data, "librispeech-dev")})
    for segment in aligned:
        assert " ".join(word.text for word in segment.timed) == segment.words
        assert segment.timed[0].start_s == pytest.approx(segment.start_time)
        assert segment.timed[-1].end_s == pytest.approx(segment.end_time, abs=0.011)
