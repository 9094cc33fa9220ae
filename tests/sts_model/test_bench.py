"""The bench measures any recording of ours, says how, and refuses others in a sentence."""

import json

import numpy as np
import pytest
import soundfile

from sts_model.__main__ import main
from sts_model.bench import pipeline as bench
from sts_model.package import ModelPackageError
from sts_model.units import SAMPLE_RATE


class StandIn:
    @classmethod
    def load(cls, folder):
        return cls()

    def accept(self, wave_S):
        return []

    def finish(self):
        return []


@pytest.fixture
def recording(tmp_path):
    path = tmp_path / "second.wav"
    soundfile.write(path, np.zeros(SAMPLE_RATE), SAMPLE_RATE)
    return path


def test_figures_name_command_commit_and_machine(recording, tmp_path, monkeypatch, capsys):
    monkeypatch.setattr("sts_model.pipeline.Pipeline", StandIn)
    written = tmp_path / "bench.json"
    assert main(["bench", "--file", str(recording), "--output", str(written)]) == 0
    report = json.loads(written.read_text(encoding="utf-8"))
    assert report["audio_s"] == 1.0
    assert 0 <= report["rtf"] < 1
    assert report["peak_memory_mib"] > 10
    assert report["commit"] and report["machine"]
    assert str(tmp_path) not in report["command"]
    assert "rtf" in capsys.readouterr().out


@pytest.mark.parametrize(("rate", "shape"), [(8_000, 8_000), (16_000, (16_000, 2)), (16_000, 0)])
def test_a_recording_of_another_form_is_refused(tmp_path, capsys, rate, shape):
    path = tmp_path / "other.wav"
    soundfile.write(path, np.zeros(shape), rate)
    assert main(["bench", "--file", str(path)]) == 2
    assert "must be mono at 16000 Hz" in capsys.readouterr().err


def test_a_missing_recording_is_named(tmp_path, capsys):
    assert main(["bench", "--file", str(tmp_path / "none.wav")]) == 2
    assert "none.wav" in capsys.readouterr().err


def test_every_chunk_reaches_the_pipeline(monkeypatch, tmp_path):
    heard = []
    monkeypatch.setattr(StandIn, "accept", lambda self, wave_S: heard.append(len(wave_S)) or [])
    monkeypatch.setattr("sts_model.pipeline.Pipeline", StandIn)
    bench.measure(tmp_path, np.zeros(1_000, np.float32), chunk_samples=300)
    assert heard == [300, 300, 300, 100]


def test_an_unusable_model_is_a_sentence(recording, monkeypatch, capsys):
    def refuse(folder):
        raise ModelPackageError("The model folder has no manifest.")

    monkeypatch.setattr(StandIn, "load", refuse)
    monkeypatch.setattr("sts_model.pipeline.Pipeline", StandIn)
    assert main(["bench", "--file", str(recording)]) == 2
    assert "no manifest" in capsys.readouterr().err


def test_the_loss_is_measured_next_to_torchaudios_and_json_comes_last(capsys, tmp_path):
    written = tmp_path / "loss.json"
    arguments = ["--shape", "2", "12", "5", "9", "--rounds", "1", "--threads", "1", "--output", str(written)]
    assert main(["bench", "rnnt-loss", *arguments]) == 0
    report = json.loads(capsys.readouterr().out.splitlines()[-1])
    assert report == json.loads(written.read_text(encoding="utf-8"))
    assert report["ours_s"] > 0 and report["torchaudio_s"] > 0
    assert report["ours_peak_mb"] >= 0 and report["torchaudio_peak_mb"] >= 0
    assert report["value_difference"] < 1e-4 and report["gradient_difference"] < 1e-4
    assert report["ours_gradient_error"] < 1e-5


def test_bench_alone_still_means_the_pipeline(recording, monkeypatch, capsys):
    monkeypatch.setattr("sts_model.pipeline.Pipeline", StandIn)
    assert main(["bench", "--file", str(recording), "--threads", "1"]) == 0
    assert "rtf" in capsys.readouterr().out
