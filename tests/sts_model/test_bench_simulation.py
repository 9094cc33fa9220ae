"""The bench of simulation needs no data, and its figures say by how far the trainer is fed."""

import json

import numpy as np

from sts_model.__main__ import main
from sts_model.bench.simulation import ROWS, WAVES, made_corpus
from sts_model.training.corpus import SILENCE_PHONE


def test_it_measures_waves_and_rows_without_data(tmp_path, capsys):
    written = tmp_path / "simulation.json"
    assert main(["bench", "simulation", "--seconds", "0.3", "--output", str(written)]) == 0
    report = json.loads(capsys.readouterr().out.splitlines()[-1])
    assert report == json.loads(written.read_text(encoding="utf-8"))
    assert report["speech"] == "made up"
    assert all(report[name] > 1 for name in WAVES)
    assert report["rows_needed"] > 0 and all(report[name] > 0 for name in ROWS)


def test_made_up_utterances_are_whole():
    for utterance in made_corpus().utterances:
        first, last = utterance.speech_frames
        assert len(utterance.tokens_Y) == len(utterance.times_Y)
        assert first <= utterance.times_Y.min() and utterance.times_Y.max() < last <= utterance.frames
        spoken = np.flatnonzero(utterance.phones_L != SILENCE_PHONE)
        assert first == spoken[0] and spoken[-1] < last
