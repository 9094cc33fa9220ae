"""Separated voices: what the masks let through is heard, and nothing else, however the recording comes in."""

import numpy as np
import pytest
import torch
from hypothesis import given, settings
from hypothesis import strategies as st
from torch import Tensor

from sts_model.config import PRESETS, ConfigError
from sts_model.frontend import log_mel
from sts_model.listen import Voices, bin_weights, part_voices
from sts_model.model import Sts
from sts_model.units import SAMPLE_RATE

MELS = 80
QUIET = -8.0
"""Logarithm of the power a mask leaves at least."""


def _tone(hertz: float, samples: int = SAMPLE_RATE) -> Tensor:
    return 0.3 * torch.sin(2 * torch.pi * hertz * torch.arange(samples) / SAMPLE_RATE)


def _heard(wave_S: Tensor, masks_CLF: Tensor) -> Tensor:
    voices = Voices(masks_CLF.shape[2])
    ready_CS, state = voices.step(wave_S, masks_CLF, voices.initial_state(len(masks_CLF)))
    return torch.cat([ready_CS, voices.finish(state)], dim=1)


def _masks(wave_S: Tensor, value: float = 0.0) -> Tensor:
    return torch.full((2, log_mel(wave_S[None]).shape[1], MELS), value)


@pytest.mark.parametrize("samples", [0, 1, 399, 400, 1000, 16_000, 16_123])
def test_masks_of_one_give_back_the_wave(samples: int) -> None:
    torch.manual_seed(0)
    wave_S = torch.randn(samples) * 0.2
    heard_CS = _heard(wave_S, _masks(wave_S))
    torch.testing.assert_close(heard_CS, wave_S.expand(2, -1), atol=1e-5, rtol=0)


def test_a_tone_in_one_mask_alone_is_heard_in_that_channel_alone() -> None:
    low_S, high_S = _tone(400), _tone(2500)
    masks_CLF = _masks(low_S, QUIET)
    low_loudest = log_mel(low_S[None])[0] > log_mel(high_S[None])[0]
    masks_CLF[0, low_loudest], masks_CLF[1, ~low_loudest] = 0.0, 0.0
    heard_CS = _heard(low_S + high_S, masks_CLF)
    for channel, (mine_S, other_S) in enumerate([(low_S, high_S), (high_S, low_S)]):
        left_S = heard_CS[channel] - mine_S
        assert left_S.square().mean() < 2e-3 * mine_S.square().mean()
        assert (heard_CS[channel] @ other_S).abs() < 0.03 * other_S @ other_S


def test_a_mask_takes_off_the_power_it_says() -> None:
    wave_S = _tone(1000)
    heard_CS = _heard(wave_S, _masks(wave_S, -2.0))
    torch.testing.assert_close(heard_CS[0], wave_S * np.exp(-1.0), atol=1e-4, rtol=0)


@given(chunks=st.lists(st.tuples(st.integers(0, 1500), st.integers(0, 8)), min_size=1, max_size=12))
@settings(max_examples=25, deadline=None)
def test_any_chunking_of_samples_and_masks_gives_the_whole(chunks: list[tuple[int, int]]) -> None:
    torch.manual_seed(1)
    wave_S = torch.randn(sum(samples for samples, _ in chunks)) * 0.2
    masks_CLF = -4 * torch.rand(2, log_mel(wave_S[None]).shape[1], MELS)
    voices = Voices(MELS)
    state, parts, at, used = voices.initial_state(), [], 0, 0
    for samples, frames in chunks:
        ready_CS, state = voices.step(wave_S[at : at + samples], masks_CLF[:, used : used + frames], state)
        at, used = at + samples, min(used + frames, masks_CLF.shape[1])
        parts.append(ready_CS)
    ready_CS, state = voices.step(wave_S[at:], masks_CLF[:, used:], state)
    joined_CS = torch.cat([*parts, ready_CS, voices.finish(state)], dim=1)
    torch.testing.assert_close(joined_CS, _heard(wave_S, masks_CLF), atol=1e-4, rtol=0)
    assert joined_CS.shape == (2, len(wave_S))


@pytest.mark.parametrize("mels", [20, 80])
def test_every_bin_of_the_spectrum_takes_its_mask_from_somewhere(mels: int) -> None:
    weights = bin_weights(mels)
    torch.testing.assert_close(weights.sum(dim=1), torch.ones(len(weights)))
    assert (weights >= 0).all()


@pytest.mark.parametrize("block", [700, 16_000, 400_000])
def test_a_model_parts_a_recording_in_blocks_of_any_size(block: int) -> None:
    torch.manual_seed(2)
    model = Sts(PRESETS["sts-tiny-mask"]()).eval()
    assert model.masker is not None
    torch.nn.init.normal_(model.masker.out.weight)
    wave_S = (torch.randn(200_000) * 0.1).numpy()
    blocks = [wave_S[first : first + block] for first in range(0, len(wave_S), block)]
    heard_CS = np.concatenate(list(part_voices(model, blocks)), axis=1)
    assert heard_CS.shape == (2, len(wave_S))
    with torch.inference_mode():
        frames_1LF, _, _ = model.frontend.step(torch.from_numpy(wave_S)[None], model.frontend.initial_state(1))
        masks = model(frames_1LF, torch.tensor([frames_1LF.shape[1]])).masks
    assert masks is not None
    np.testing.assert_allclose(heard_CS, _heard(torch.from_numpy(wave_S), masks).numpy(), atol=1e-4)


def test_a_model_without_masks_says_so() -> None:
    with pytest.raises(ConfigError, match="implicit"):
        next(part_voices(Sts(PRESETS["sts-tiny"]()), []))
