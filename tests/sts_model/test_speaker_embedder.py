"""The embedder: what it ignores (level, padding, company in the batch), and what it refuses to load."""

import json
from dataclasses import replace

import numpy as np
import pytest
import torch
from hypothesis import given, settings
from hypothesis import strategies as st

from sts_model.config import ConfigError
from sts_model.frontend import log_mel
from sts_model.speakers.embedder import (
    CONFIG_FILE,
    WEIGHTS_FILE,
    EmbedderConfig,
    EmbedderError,
    SpeakerEmbedder,
    load_embedder,
    long_term_spectrum,
    save_embedder,
)

SMALL = EmbedderConfig(width=24, bottleneck=8, dilations=(1, 2), pooled=20, attention=8, embedding=12, spectrum=6)


@pytest.fixture(scope="module")
def embedder():
    """Weights at random, and batch norms that have seen something, as after training."""
    torch.manual_seed(0)
    made = SpeakerEmbedder(SMALL).train()
    for _ in range(20):
        made(3 * torch.randn(8, 90, 80), torch.full((8,), 90))
    made.spectrum.set(torch.randn(160), torch.randn(160, 6))
    return made.eval()


def frames(length: int, seed: int = 0) -> torch.Tensor:
    generator = torch.Generator().manual_seed(seed)
    return 3 * torch.randn(1, length, 80, generator=generator) - 4


def speech_like(seconds: float, level: float) -> torch.Tensor:
    rng = np.random.default_rng(3)
    t = np.arange(round(seconds * 16_000)) / 16_000
    buzz = sum(np.sin(2 * np.pi * 120 * k * t) / k for k in range(1, 30))
    wave = buzz * (0.6 + 0.4 * np.sin(2 * np.pi * 3 * t)) + 0.1 * rng.standard_normal(len(t))
    return torch.from_numpy((level * wave).astype(np.float32))[None]


def test_vectors_have_the_configured_size_and_unit_length(embedder):
    emb_BE = embedder(torch.cat([frames(70, 1), frames(70, 2)]), torch.tensor([70, 50]))
    assert emb_BE.shape == (2, 12 + 6)
    assert torch.allclose(emb_BE.norm(dim=1), torch.ones(2), atol=1e-5)


def test_a_view_is_what_is_left_of_the_vector_and_is_kept_on_disk(embedder, tmp_path):
    viewed = SpeakerEmbedder(replace(SMALL, view=5)).eval()
    viewed.load_state_dict(embedder.state_dict(), strict=False)
    viewed.view.set(torch.randn(18), torch.randn(18, 5))
    save_embedder(viewed, tmp_path)
    lengths_B = torch.tensor([70])
    emb_BE = load_embedder(tmp_path)(frames(70), lengths_B)
    assert emb_BE.shape == (1, 5)
    assert torch.allclose(emb_BE, viewed.view(embedder(frames(70), lengths_B)), atol=2e-2)


@pytest.mark.parametrize("gain_db", [-30, 30])
def test_level_changes_nothing(embedder, gain_db):
    quiet, loud = speech_like(2.0, 0.01), speech_like(2.0, 0.01 * 10 ** (gain_db / 20))
    one_BLF, other_BLF = log_mel(quiet), log_mel(loud)
    lengths_B = torch.tensor([one_BLF.shape[1]])
    cosine = (embedder(one_BLF, lengths_B) * embedder(other_BLF, lengths_B)).sum()
    assert cosine > 0.999


def test_the_network_does_not_hear_the_microphone(embedder):
    heard_BLF = frames(120)
    shifted_BLF = heard_BLF + 0.5 * torch.linspace(-1, 1, 80)
    lengths_B = torch.tensor([120])
    # Not exactly: the range under the peak is cut before the mean is taken.
    assert (embedder.learned(heard_BLF, lengths_B) * embedder.learned(shifted_BLF, lengths_B)).sum() > 0.98


def test_the_long_term_spectrum_is_the_mean_without_the_level_and_the_deviation():
    heard_BLF = frames(50)
    statistics_BD = long_term_spectrum(
        torch.cat([heard_BLF, torch.full((1, 9, 80), 50.0)], 1), torch.tensor([50]), 99.0
    )
    mean_F = heard_BLF[0].mean(dim=0)
    assert torch.allclose(statistics_BD[0, :80], mean_F - mean_F.mean(), atol=1e-4)
    assert torch.allclose(statistics_BD[0, 80:], heard_BLF[0].std(dim=0, correction=0), atol=1e-4)


@settings(max_examples=25, deadline=None)
@given(length=st.integers(1, 120), padding=st.integers(0, 70), filler=st.sampled_from([0.0, -23.0, 1e4, float("nan")]))
def test_padding_changes_nothing_whatever_it_holds(embedder, length, padding, filler):
    heard_BLF = frames(length)
    padded_BLF = torch.cat([heard_BLF, torch.full((1, padding, 80), filler)], dim=1)
    lengths_B = torch.tensor([length])
    assert torch.allclose(embedder(heard_BLF, lengths_B), embedder(padded_BLF, lengths_B), atol=1e-4)


def test_company_in_the_batch_changes_nothing(embedder):
    one, other = frames(60, 1), frames(90, 2)
    batch_BLF = torch.zeros(2, 90, 80)
    batch_BLF[0, :60], batch_BLF[1] = one[0], other[0]
    emb_BE = embedder(batch_BLF, torch.tensor([60, 90]))
    assert torch.allclose(emb_BE[:1], embedder(one, torch.tensor([60])), atol=1e-4)
    assert torch.allclose(emb_BE[1:], embedder(other, torch.tensor([90])), atol=1e-4)


def test_the_default_size_fits_the_package():
    weights = SpeakerEmbedder(EmbedderConfig(spectrum=40)).state_dict().values()
    assert sum(value.numel() for value in weights) <= 1_500_000


def test_what_is_saved_is_loaded(embedder, tmp_path):
    save_embedder(embedder, tmp_path)
    loaded = load_embedder(tmp_path)
    lengths_B = torch.tensor([80])
    assert loaded.config == SMALL
    assert not loaded.training
    assert (embedder(frames(80), lengths_B) * loaded(frames(80), lengths_B)).sum() > 0.999


def test_a_missing_file_is_named(embedder, tmp_path):
    save_embedder(embedder, tmp_path)
    (tmp_path / WEIGHTS_FILE).unlink()
    with pytest.raises(EmbedderError, match="speaker"):
        load_embedder(tmp_path)


@pytest.mark.parametrize(
    "config",
    ["{", "[]", '{"wings": 2}', '{"width": "wide"}', '{"width": 0}', '{"dilations": 3}', json.dumps({"width": 8})],
)
def test_a_config_that_does_not_fit_is_refused_in_one_sentence(embedder, tmp_path, config):
    save_embedder(embedder, tmp_path)
    (tmp_path / CONFIG_FILE).write_text(config, encoding="utf-8")
    with pytest.raises(EmbedderError, match="speaker"):
        load_embedder(tmp_path)


def test_cut_weights_are_refused(embedder, tmp_path):
    save_embedder(embedder, tmp_path)
    content = (tmp_path / WEIGHTS_FILE).read_bytes()
    (tmp_path / WEIGHTS_FILE).write_bytes(content[: len(content) // 2])
    with pytest.raises(EmbedderError, match="cannot be read"):
        load_embedder(tmp_path)


def test_sizes_that_cannot_work_are_refused():
    with pytest.raises(ConfigError, match="at least 1"):
        EmbedderConfig(width=0)
