"""Reading the shared speech packs: order, times, hold-out rule, and a sentence when something is missing."""

from pathlib import Path

import numpy as np
import pytest
from made_data import put_lines, put_speech, tone

from sts_model.data.packs import (
    DataError,
    WaveStore,
    data_root,
    for_testing,
    held_out,
    iter_waves,
    read_alignments,
    read_manifest,
)


@pytest.fixture
def data(tmp_path: Path) -> Path:
    put_speech(tmp_path, "made-train")
    return tmp_path


def test_waves_come_in_manifest_order_with_their_length(data):
    folder = data / "speech" / "made-train"
    clips = read_manifest(folder)
    waves = list(iter_waves(folder))
    assert [name for name, _ in waves] == [clip.id for clip in clips]
    assert all(len(wave) == round(clip.duration_s * 16_000) for clip, (_, wave) in zip(clips, waves, strict=True))
    assert all(wave.dtype == np.float32 and wave.ndim == 1 for _, wave in waves)
    assert np.abs(waves[0][1]).max() == pytest.approx(np.abs(tone(1.0)).max(), abs=0.02)


def test_only_wanted_waves_are_decoded(data):
    assert [name for name, _ in iter_waves(data / "speech" / "made-train", {"made-train-002"})] == ["made-train-002"]


def test_a_store_gives_any_wave_by_id(data):
    folder = data / "speech" / "made-train"
    store = WaveStore(folder)
    for name, wave in iter_waves(folder):
        assert np.array_equal(store[name], wave)
    with pytest.raises(DataError, match="no audio other"):
        store["other"]


def test_alignments_give_words_with_phone_durations(data):
    alignments = read_alignments(data, "made-train")
    assert "made-train-004" not in alignments  # null in the file
    alignment = alignments["made-train-000"]
    assert [word.text for word in alignment.words] == ["<sil>", "yes", "no", "meeting", "<sil>"]
    assert alignment.words[1].phones == (("AA", 13), ("B", 13))
    assert alignment.speech_frames == (10, 88)
    assert alignment.words[-1].end_frame == 100


def test_hold_out_rules_are_stable():
    assert [n for n in range(100) if held_out(f"speaker-{n}")] == [5, 7, 12, 59]
    assert sum(for_testing(f"noise-{n}") for n in range(1000)) == pytest.approx(200, abs=40)


def test_data_root_prefers_the_option_then_the_variable(tmp_path, monkeypatch):
    (tmp_path / "a").mkdir()
    (tmp_path / "b").mkdir()
    monkeypatch.setenv("MEETAPP_DATA", str(tmp_path / "b"))
    assert data_root(tmp_path / "a") == tmp_path / "a"
    assert data_root(None) == tmp_path / "b"
    with pytest.raises(DataError, match="--data"):
        data_root(tmp_path / "none")


@pytest.mark.parametrize(
    ("rows", "complaint"),
    [
        ([{"id": "x"}], "another form"),
        ([{"id": "x", "shard": "a", "duration": -1, "text": "", "speaker": "s"}], "duration"),
        ([{"id": "x", "shard": "a", "duration": "nan", "text": "", "speaker": "s"}], "duration"),
    ],
)
def test_a_bad_manifest_line_is_a_sentence(tmp_path, rows, complaint):
    put_lines(tmp_path / "manifest.jsonl", rows)
    with pytest.raises(DataError, match=complaint):
        read_manifest(tmp_path)


def test_missing_and_broken_files_are_sentences(tmp_path):
    with pytest.raises(DataError, match="missing"):
        read_manifest(tmp_path)
    with pytest.raises(DataError, match="no tar shards"):
        list(iter_waves(tmp_path))
    (tmp_path / "audio-000.tar").write_text("not a tar file")
    with pytest.raises(DataError, match="cannot be read"):
        list(iter_waves(tmp_path))
    (tmp_path / "alignments").mkdir()
    (tmp_path / "alignments" / "x.jsonl.xz").write_bytes(b"junk")
    with pytest.raises(DataError, match="cannot be read"):
        read_alignments(tmp_path, "x")
