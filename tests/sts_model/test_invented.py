"""Words heard in noise: the noise is what it says it is, and every word is counted where it was heard."""

import json

import numpy as np
import pytest
from made_data import put_lines, put_rooms_and_noise

from sts_model.__main__ import main
from sts_model.data.packs import DataError, for_testing
from sts_model.evaluation import invented
from sts_model.evaluation.invented import STRETCH_S, Stretch, count, draw_stretches, noise_kinds, wave
from sts_model.evaluation.segments import Segment, TimedWord
from sts_model.units import SAMPLE_RATE

KINDS = {"rain-1": "rain", "hum-1": "hum", "song-1": "music", "crowd-1": "babble", "cups-1": "cafe"}


def test_stretches_are_of_their_part_each_noise_as_often_as_the_others_and_the_same_for_a_seed():
    drawn = draw_stretches(KINDS, "wordless", 6, 1)
    assert drawn == draw_stretches(KINDS, "wordless", 6, 1) != draw_stretches(KINDS, "wordless", 6, 2)
    assert sorted(stretch.noise for stretch in drawn) == ["hum-1"] * 3 + ["rain-1"] * 3
    assert all(-60 <= stretch.level_dbfs <= -20 for stretch in drawn)
    assert {stretch.kind for stretch in draw_stretches(KINDS, "voices", 4, 1)} == {"babble", "cafe"}
    with pytest.raises(DataError, match="music"):
        draw_stretches({"rain-1": "rain"}, "music", 1, 1)


@pytest.fixture
def data(tmp_path):
    put_rooms_and_noise(tmp_path, 30)
    kinds = {f"noise-{i}": ["rain", "music", "babble"][i % 3] for i in range(30)}
    rows = [{"id": name, "shard": "noise-00.tar", "duration": 0.5, "kind": kind} for name, kind in kinds.items()]
    put_lines(tmp_path / "noise" / "manifest.jsonl", rows)
    return tmp_path


def test_a_stretch_is_a_minute_at_its_level(data):
    kinds = noise_kinds(data)
    assert kinds and all(for_testing(name) for name in kinds)
    name = next(iter(kinds))
    made_S = wave(data, [Stretch(name, kinds[name], -40.0, 0.1), Stretch(name, kinds[name], -20.0, 0.2)])
    assert len(made_S) == 2 * STRETCH_S * SAMPLE_RATE and made_S.dtype == np.float32
    levels = [20 * np.log10(np.sqrt(np.mean(np.square(half, dtype=float)))) for half in np.split(made_S, 2)]
    assert levels == pytest.approx([-40, -20], abs=0.3)


def test_words_are_counted_by_the_minute_the_kind_and_the_level():
    stretches = [Stretch("rain-1", "rain", -35.0, 0.0), Stretch("hum-1", "hum", -58.0, 0.0)]
    timed = (TimedWord("a", 1.0, 1.2, 0.5), TimedWord("b", 59.9, 60.2, 0.5), TimedWord("c", 61.0, 61.2, 0.5))
    made = count([Segment("s", "1", 1.0, 61.2, "a b c", 0, timed)], stretches)
    assert (made["words"], made["words_a_minute"]) == (3, 1.5)
    assert made["by_kind"] == {"hum": 1, "rain": 2}
    assert made["by_level"] == {"-60 to -50 dBFS": 1, "-40 to -30 dBFS": 2}


def test_the_command_reports_every_part(data, tmp_path, monkeypatch, capsys):
    monkeypatch.setattr(invented, "STRETCH_S", 2)
    out = tmp_path / "invented.json"
    given = ["--data", str(data), "--minutes", "3", "--apart-minutes", "1"]
    assert main(["invented", *given, "--output", str(out)]) == 0
    report = json.loads(out.read_text())
    assert report == json.loads(capsys.readouterr().out)
    assert {part: report[part]["minutes"] for part in ("wordless", "music", "voices")} == pytest.approx(
        {"wordless": 0.1, "music": 2 / 60, "voices": 2 / 60}
    )
