"""Turn-taking is counted as defined, and simulated conversations come near to the ones they are drawn from."""

import json

import numpy as np
import pytest

from sts_model.__main__ import main
from sts_model.simulation.compare import compare
from sts_model.simulation.measure import count, merged
from sts_model.simulation.supply import ScoredTurn
from sts_model.simulation.turntaking import GRID, SOURCES, at_percent, percent_of, profiles

NEAR = {
    "offset_s 5 %": 0.35,
    "offset_s 25 %": 0.2,
    "offset_s 50 %": 0.15,
    "offset_s 75 %": 0.15,
    "offset_s 95 %": 0.7,
    "offsets below 0": 0.08,
    "offsets within 0.2 s": 0.06,
    "offsets above 1 s": 0.05,
    "pause_s 25 %": 0.1,
    "pause_s 50 %": 0.15,
    "pause_s 75 %": 0.35,
    "turn_s 25 %": 0.8,
    "turn_s 50 %": 1.6,
    "turn_s 75 %": 2.2,
    "silence": 0.05,
    "two or more voices": 0.03,
    "three or more voices": 0.015,
    "inserts among segments": 0.07,
    "inserts a minute": 0.8,
    "turns a minute": 2.3,
    "same speaker next": 0.05,
    "back to the one before": 0.06,
    "share of the first": 0.06,
    "share of the second": 0.06,
}
"""By how much a simulation of eight hours may differ from its corpus."""


def turn(speaker, start_s, end_s):
    return ScoredTurn(speaker, 0, start_s, end_s)


def test_short_silences_of_one_speaker_belong_to_a_segment():
    segments = merged([turn(0, 0, 2), turn(1, 1, 3), turn(0, 2.9, 4), turn(0, 5.5, 6)])
    assert [(s.speaker, s.start_s, s.end_s) for s in segments] == [(0, 0, 4), (1, 1, 3), (0, 5.5, 6)]


def test_figures_of_a_conversation_counted_by_hand():
    # 0 speaks, 1 says mm-hmm inside, 1 takes over early, pauses and goes on, 0 comes back after a gap.
    turns = [turn(0, 0, 10), turn(1, 4, 4.5), turn(1, 9, 13), turn(1, 15, 16), turn(0, 16.5, 20)]
    figures = count([turns]).figures()
    assert figures["inserts among segments"] == pytest.approx(1 / 5)
    assert figures["inserts a minute"] == pytest.approx(3)
    assert figures["offset_s 50 %"] == pytest.approx(np.median([-1.0, 0.5]))
    assert figures["offsets below 0"] == 0.5
    assert figures["pause_s 50 %"] == pytest.approx(2)
    assert figures["turns a minute"] == pytest.approx(9)
    assert figures["turn_s 50 %"] == pytest.approx(7)
    assert figures["silence"] == pytest.approx(2.5 / 20)
    assert figures["two or more voices"] == pytest.approx(1.5 / 17.5)
    assert figures["same speaker next"] == pytest.approx(1 / 3)
    assert figures["back to the one before"] == 1.0
    assert figures["share of the first"] == pytest.approx(13.5 / 19)


def test_percentiles_are_read_both_ways():
    percentiles = profiles()["icsi"].segment_s
    for percent in (2, 13, 50, 97):
        assert percent_of(percentiles, at_percent(percentiles, percent)) == pytest.approx(percent, abs=1e-6)
    assert len(percentiles) == len(GRID)


@pytest.mark.parametrize("corpus", SOURCES)
def test_simulated_conversations_are_near_to_real_ones(corpus):
    both = compare(corpus, hours=8, seed=1)
    assert both["real"].keys() == both["simulated"].keys() == NEAR.keys()
    far = {
        name: (both["real"][name], simulated)
        for name, simulated in both["simulated"].items()
        if abs(simulated - both["real"][name]) > NEAR[name]
    }
    assert not far


def test_the_command_prints_a_table_and_json(capsys):
    assert main(["turntaking", "--hours", "0.2"]) == 0
    lines = capsys.readouterr().out.splitlines()
    assert lines[0].count("simulated") == len(SOURCES)
    assert json.loads(lines[-1]).keys() == set(SOURCES)
    assert main(["turntaking", "--hours", "0"]) == 2
