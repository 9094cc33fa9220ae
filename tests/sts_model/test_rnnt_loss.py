"""The RNN-T loss against torchaudio, against enumeration of every alignment, and its band against the whole lattice."""

import itertools
import math

import numpy as np
import pytest
import torch
import torchaudio
from hypothesis import given, settings
from hypothesis import strategies as st
from torch import Tensor

from sts_model.config import TransducerConfig
from sts_model.joiner import Joiner
from sts_model.losses.band import band_rnnt_loss, band_starts
from sts_model.losses.rnnt import rnnt_loss
from sts_model.predictor import Predictor


def _maps(logits_BTUV: Tensor, labels_BY: Tensor) -> tuple[Tensor, Tensor]:
    logp_BTUV = logits_BTUV.log_softmax(3)
    B, T, U, _ = logits_BTUV.shape
    index = torch.nn.functional.pad(labels_BY, (0, 1))[:, None, :, None].expand(B, T, U, 1)
    return logp_BTUV[..., 0], logp_BTUV.gather(3, index).squeeze(3)


def test_value_and_gradient_are_torchaudios_on_a_ragged_batch() -> None:
    torch.manual_seed(0)
    logits_BTUV = torch.randn(4, 25, 9, 7, requires_grad=True)
    labels_BY = torch.randint(1, 7, (4, 8))
    frames_B, num_labels_B = torch.tensor([25, 13, 7, 1]), torch.tensor([8, 5, 0, 3])
    expected_B = torchaudio.functional.rnnt_loss(
        logits_BTUV, labels_BY.int(), frames_B.int(), num_labels_B.int(), blank=0, reduction="none"
    )
    (expected_grad,) = torch.autograd.grad(expected_B.sum(), logits_BTUV)
    loss_B = rnnt_loss(*_maps(logits_BTUV, labels_BY), frames_B, num_labels_B)
    (grad,) = torch.autograd.grad(loss_B.sum(), logits_BTUV)
    torch.testing.assert_close(loss_B, expected_B, rtol=1e-4, atol=1e-5)
    torch.testing.assert_close(grad, expected_grad, rtol=1e-4, atol=1e-5)


@given(frames=st.integers(1, 4), labels=st.integers(0, 3), seed=st.integers(0, 99))
@settings(max_examples=20, deadline=None)
def test_the_loss_sums_every_alignment(frames: int, labels: int, seed: int) -> None:
    generator = torch.Generator().manual_seed(seed)
    blank_TU, label_TU = (-torch.rand(2, frames, labels + 1, generator=generator) - 0.1).unbind(0)
    total = 0.0
    for emit_at in itertools.combinations_with_replacement(range(frames), labels):
        emitted, logp = 0, 0.0
        for t in range(frames):
            while emitted < labels and emit_at[emitted] == t:
                logp += float(label_TU[t, emitted])
                emitted += 1
            logp += float(blank_TU[t, emitted])
        total += math.exp(logp)
    loss = rnnt_loss(blank_TU[None], label_TU[None], torch.tensor([frames]), torch.tensor([labels]))
    assert float(loss) == pytest.approx(-math.log(total), rel=1e-4)


def test_probability_flows_through_every_frame_and_every_label_once() -> None:
    torch.manual_seed(1)
    blank_BTU = (-torch.rand(1, 12, 6)).requires_grad_()
    label_BTU = (-torch.rand(1, 12, 6)).requires_grad_()
    rnnt_loss(blank_BTU, label_BTU, torch.tensor([12]), torch.tensor([5])).sum().backward()
    assert blank_BTU.grad is not None and label_BTU.grad is not None
    torch.testing.assert_close(-blank_BTU.grad.sum(2), torch.ones(1, 12), atol=1e-4, rtol=0)
    torch.testing.assert_close(-label_BTU.grad[:, :, :5].sum(1), torch.ones(1, 5), atol=1e-4, rtol=0)


@given(times=st.lists(st.integers(0, 39), max_size=60), frames=st.integers(1, 40), late=st.integers(0, 6))
@settings(deadline=None)
def test_some_alignment_of_all_labels_stays_inside_the_band(times: list[int], frames: int, late: int) -> None:
    times_Y = np.sort(np.minimum(np.array(times, np.int64), frames - 1))
    width = 8
    if len(times) > (width - 1) * frames:
        with pytest.raises(ValueError, match="do not fit"):
            band_starts(times_Y, frames, width, late)
        return
    start_T = band_starts(times_Y, frames, width, late)
    assert start_T[0] < width and (start_T[0] == 0 or len(times) > 0)
    assert (np.diff(start_T) >= 0).all() and (np.diff(start_T) < width).all()
    assert start_T[-1] <= len(times) < start_T[-1] + width


def test_a_band_as_wide_as_the_lattice_changes_nothing() -> None:
    torch.manual_seed(2)
    config = TransducerConfig(joint=16, embedding=8)
    joiner, predictor = Joiner(12, config), Predictor(config)
    labels_NY, num_labels_N = torch.randint(1, 81, (2, 5)), torch.tensor([5, 3])
    labels_NY[1, 3:] = 0
    frames_N = torch.tensor([14, 9])
    enc_NTJ, pred_NUJ = joiner.enc(torch.randn(2, 14, 12)), predictor(labels_NY)
    whole = rnnt_loss(*_maps(joiner(enc_NTJ[:, :, None], pred_NUJ[:, None]), labels_NY), frames_N, num_labels_N)
    starts_NT = torch.zeros(2, 14, dtype=torch.long)
    banded = band_rnnt_loss(joiner, enc_NTJ, pred_NUJ, labels_NY, starts_NT, 6, frames_N, num_labels_N)
    torch.testing.assert_close(banded, whole, rtol=1e-4, atol=1e-4)


def test_a_band_around_the_right_times_loses_little() -> None:
    torch.manual_seed(3)
    config = TransducerConfig(joint=16, embedding=8)
    joiner, predictor = Joiner(12, config), Predictor(config)
    times_Y = np.arange(20) * 3
    labels_NY, frames_N, num_labels_N = torch.randint(1, 81, (1, 20)), torch.tensor([62]), torch.tensor([20])
    enc_NTJ, pred_NUJ = joiner.enc(torch.randn(1, 62, 12)), predictor(labels_NY)
    losses = [
        float(
            band_rnnt_loss(
                joiner,
                enc_NTJ,
                pred_NUJ,
                labels_NY,
                torch.from_numpy(band_starts(times_Y, 62, width, 5))[None],
                width,
                frames_N,
                num_labels_N,
            ).detach()
        )
        for width in (4, 8, 16)
    ]
    assert losses[0] > losses[1] > losses[2], "a wider band holds more alignments"
