"""Training of the speaker embedder: what crops it sees, that it goes on where it stopped, and how it is scored."""

import argparse
import dataclasses

import numpy as np
import pytest
import torch
from made_data import put_lines, put_rooms_and_noise, put_shard, put_speech, tone

from sts_model.data import prepare
from sts_model.data.packs import DataError, held_out
from sts_model.speakers.embedder import EmbedderConfig, SpeakerEmbedder, load_embedder
from sts_model.speakers.limits import TrackerConfig
from sts_model.training import speakers
from sts_model.training.speaker_data import (
    WARPS,
    CropConfig,
    CropSampler,
    crops,
    load_noises,
    load_voices,
    speech_folders,
)
from sts_model.training.speaker_scores import equal_error_rate, pair_eer, right_share, track, trained_statistics

SMALL = EmbedderConfig(width=16, bottleneck=8, dilations=(1,), pooled=16, attention=4, embedding=8)
CROPS = CropConfig(voices=3, shortest_frames=60, longest_frames=90)


@pytest.fixture(scope="module")
def made(tmp_path_factory):
    """Data with two folders to train on, one of clips whose speakers are unknown and a test set; and its features."""
    root = tmp_path_factory.mktemp("made")
    data, features = root / "data", root / "features"
    put_speech(data, "one-train", clips=8, speakers=4)
    put_speech(data, "two-test")
    put_rooms_and_noise(data)
    row = {"shard": "audio-000.tar", "duration": 1.0, "text": "", "source": "made"}
    unknown = [{"id": f"u{i}", "speaker": f"u{i}", "speaker_known": False, **row} for i in range(2)]
    put_lines(data / "speech" / "speakers-extra" / "manifest.jsonl", [*unknown, {"id": "k", "speaker": "k", **row}])
    put_shard(data / "speech" / "speakers-extra" / "audio-000.tar", {name: tone(1.0) for name in ("u0", "u1", "k")})
    prepare.run(argparse.Namespace(data=data, output=features))
    return data, features


def train(made, output, steps):
    parser = argparse.ArgumentParser()
    speakers.add_parser(parser.add_subparsers())
    paths = ["--data", str(made[0]), "--features", str(made[1]), "--output", str(output)]
    args = parser.parse_args(["train-speakers", *paths, "--steps", str(steps)])
    return args.run(args)


def test_voices_are_the_known_speakers_that_are_not_held_out(made):
    data, features = made
    names = {voice.speaker for voice in load_voices(data, features, speech_folders(data))}
    everyone = {f"one-train-s{i}" for i in range(4)} | {"k"}
    assert names == {name for name in everyone if not held_out(name)}
    kept = {voice.speaker for voice in load_voices(data, features, speech_folders(data), held_out=True)}
    assert kept == everyone - names


def test_missing_features_are_told_in_a_sentence(made, tmp_path):
    with pytest.raises(DataError, match="sts_model features"):
        load_voices(made[0], tmp_path, speech_folders(made[0]))


def test_a_batch_has_two_crops_a_voice_and_no_voice_twice(made):
    sampler = CropSampler(load_voices(*made, speech_folders(made[0])), load_noises(made[1]), CROPS, seed=0)
    lengths = set()
    for _ in range(10):
        frames_BLF, labels_B = sampler.draw()
        lengths.add(frames_BLF.shape[1])
        assert frames_BLF.shape[0] == 6
        assert frames_BLF.isfinite().all()
        assert labels_B[::2].equal(labels_B[1::2])
        assert len(labels_B.unique()) == 3
        assert int(labels_B.max()) < sampler.classes == len(WARPS) * len(sampler.voices)
    assert min(lengths) >= 60
    assert max(lengths) <= 90


def test_a_warp_of_one_leaves_a_clip_as_it_is(made):
    quiet = dataclasses.replace(CROPS, noise_p=0.0, talker_p=0.0, room_p=0.0, tilt_db=0.0, band_p=0.0, jitter=0.0)
    voices = load_voices(*made, ["one-train"])
    frames_BLF, labels_B = CropSampler(voices, [], quiet, seed=1).draw()
    for row in torch.nonzero(labels_B % len(WARPS) == 0).flatten():
        first = frames_BLF[row, 0].numpy()
        clips = voices[int(labels_B[row]) // len(WARPS)].clips
        assert min(np.abs(clip.astype(np.float32) - first).max(axis=1).min() for clip in clips) < 1e-3


def test_the_view_of_the_spectrum_tells_voices_apart(made):
    voices = load_voices(*made, ["two-test"], held_out=None)
    embedder = SpeakerEmbedder(dataclasses.replace(SMALL, spectrum=3)).eval()
    speakers.fit_spectrum(embedder, voices, frames=90)

    def embed(clips):
        frames_BLF = torch.from_numpy(np.stack(clips)).float()
        return embedder.spectrum(frames_BLF, torch.full((len(clips),), 90)).numpy()

    assert pair_eer(embed, crops(voices, 90, seed=1)) < 0.2


def test_training_goes_on_where_it_stopped_and_leaves_an_embedder(made, tmp_path, monkeypatch, capsys):
    monkeypatch.setattr(speakers, "EmbedderConfig", lambda **_: SMALL)
    monkeypatch.setattr(speakers, "_REPORT_STEPS", 1)
    assert train(made, tmp_path, 2) == 0
    capsys.readouterr()
    assert train(made, tmp_path, 3) == 0
    assert [line.split()[1] for line in capsys.readouterr().err.splitlines() if line.startswith("step")] == ["3"]
    emb_BE = load_embedder(tmp_path)(torch.randn(2, 70, 80), torch.tensor([70, 40]))
    assert emb_BE.isfinite().all()


@pytest.mark.parametrize(
    ("same", "other", "rate"),
    [([0.9, 0.8], [0.1, 0.2], 0.0), ([0.1, 0.2], [0.9, 0.8], 1.0), ([0.9, 0.3], [0.5, 0.1], 0.5)],
)
def test_equal_error_rate(same, other, rate):
    assert equal_error_rate(np.array(same), np.array(other)) == pytest.approx(rate)


@pytest.mark.parametrize(
    ("said", "share"),
    [([1, 2, 1], 1.0), ([2, 1, 2], 1.0), ([1, 1, 1], 0.8), ([1, 2, 3], 0.6), ([5, 5, 6], 0.6)],
)
def test_the_right_share_is_under_the_best_naming(said, share):
    assert right_share([0, 1, 0], said, [4.0, 2.0, 4.0]) == pytest.approx(share)


def test_crops_of_a_voice_come_from_different_clips(made):
    for clips in crops(load_voices(*made, ["two-test"], held_out=None), 90, seed=0):
        assert len(clips) > 1
        assert all(len(clip) == 90 for clip in clips)


def test_tones_of_different_pitch_are_different_voices_to_the_baseline(made):
    voices = load_voices(*made, ["two-test"], held_out=None)
    assert pair_eer(trained_statistics(voices, frames=90, size=4), crops(voices, 90, seed=0)) < 0.2


def test_separate_voices_are_tracked_without_error():
    who = [0, 1, 2, 0, 1, 2, 1, 0]
    result = track(TrackerConfig(), [(np.eye(4, dtype=np.float32)[who], who, [3.0] * len(who))])
    assert (result.online, result.final, result.speakers) == (1.0, 1.0, 3.0)
