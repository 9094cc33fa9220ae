"""Utterance groups: the committed list keeps its promises, and starts give the overlap that a condition asks for."""

from collections import Counter
from itertools import pairwise

import made_data
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from made_data import put_rooms_and_noise, put_speech

from sts_model.__main__ import main
from sts_model.data.packs import for_testing
from sts_model.evaluation.groups import CONDITIONS, GROUP_PLANS, GROUPS, LARGEST_OVERLAP, starts_s
from sts_model.evaluation.sets import GROUP_SETS, open_set
from sts_model.simulation.plan import read_plans

SHARES = {"0L": 0.0, "0S": 0.0, "OV10": 0.1, "OV20": 0.2, "OV30": 0.3, "OV40": 0.4}


@pytest.fixture(scope="module")
def plans():
    return read_plans(GROUP_PLANS)


def overlapped_share(starts, lengths):
    spoken = np.zeros(round(100 * max(s + n for s, n in zip(starts, lengths, strict=True))) + 1, int)
    for start, length in zip(starts, lengths, strict=True):
        spoken[round(100 * start) : round(100 * (start + length))] += 1
    return (spoken > 1).sum() / (spoken > 0).sum(), spoken.max()


def test_every_condition_has_its_groups(plans):
    for condition in CONDITIONS:
        sizes = Counter(len(plan.placements) for plan in plans if plan.kind == condition)
        assert sizes == GROUPS
    assert len({plan.id for plan in plans}) == len(plans)


def test_no_utterance_is_heard_twice_and_all_is_dev(plans):
    clips = [placement.clip for plan in plans for placement in plan.placements]
    assert len(set(clips)) == len(clips)
    assert {placement.folder for plan in plans for placement in plan.placements} == {"librispeech-dev"}
    assert all(name is None or for_testing(name) for plan in plans for name in (plan.room, plan.noise))


def test_turns_of_a_group_change_speaker_and_never_three_speak(plans):
    for plan in plans:
        assert all(a.speaker != b.speaker for a, b in pairwise(plan.placements))
        starts = [placement.start_s for placement in plan.placements]
        share, most = overlapped_share(starts, [p.end_s - p.start_s for p in plan.placements])
        assert most <= 2 and share <= SHARES[plan.kind] + 0.02
        assert plan.placements[0].start_s >= 0.3 and plan.duration_s >= max(p.end_s for p in plan.placements) + 0.3


@given(lengths=st.lists(st.floats(2.0, 14.0), min_size=3, max_size=5), seed=st.integers(0, 99))
@settings(max_examples=30, deadline=None)
def test_starts_give_the_share_of_overlap(lengths, seed):
    for condition, share in SHARES.items():
        starts = starts_s(np.random.default_rng(seed), lengths, condition)
        found, most = overlapped_share(starts, lengths)
        assert found <= share + 0.02 and most <= 2
        gaps = [b - a - n for a, b, n in zip(starts, starts[1:], lengths, strict=False)]
        if condition == "0L":
            assert all(2.89 <= gap <= 3.01 for gap in gaps)
        assert all(
            -gap <= LARGEST_OVERLAP * min(pair) + 1e-6 for gap, pair in zip(gaps, pairwise(lengths), strict=True)
        )


def test_equal_utterances_reach_the_share():
    for seed in range(5):
        starts = starts_s(np.random.default_rng(seed), [6.0] * 4, "OV20")
        assert overlapped_share(starts, [6.0] * 4)[0] == pytest.approx(0.2, abs=0.02)


def test_the_command_draws_the_same_list_again(tmp_path, monkeypatch):
    monkeypatch.setattr(made_data, "put_shard", lambda *_: None)  # no sound is needed for a list
    put_speech(tmp_path, "librispeech-dev", clips=640, speakers=8)
    put_rooms_and_noise(tmp_path)
    for name in ("one", "two"):
        assert main(["groups", "--data", str(tmp_path), "--output", str(tmp_path / name)]) == 0
    assert (tmp_path / "one").read_text() == (tmp_path / "two").read_text()
    assert len(read_plans(tmp_path / "one")) == len(CONDITIONS) * sum(GROUPS.values())


def test_too_few_utterances_are_a_sentence(tmp_path, capsys):
    put_speech(tmp_path, "librispeech-dev", clips=40, speakers=2)
    assert main(["groups", "--data", str(tmp_path), "--output", str(tmp_path / "list")]) == 2
    assert "too few utterances" in capsys.readouterr().err


def test_each_condition_is_a_set_and_all_are_one(tmp_path):
    put_speech(tmp_path, "librispeech-dev")
    sets = {name: open_set(name, tmp_path) for name in GROUP_SETS}
    assert len(sets["groups"].recordings) == sum(len(sets[f"groups-{c}"].recordings) for c in CONDITIONS)
    parts = sets["groups"].conditions()
    assert [part.name for part in parts] == [f"groups-{c}" for c in CONDITIONS]
    assert all(part.recordings == sets[part.name].recordings or part.num_all == 24 for part in parts)
    assert sets["groups-OV40"].conditions() == []
    assert all(r.id.startswith("group-OV40") for r in sets["groups-OV40"].recordings)
