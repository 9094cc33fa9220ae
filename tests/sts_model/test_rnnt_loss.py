"""The RNN-T loss against torchaudio, enumeration and a slow recursion, and its band against the whole lattice."""

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
from sts_model.losses.band import band_scores, band_starts
from sts_model.losses.full import full_scores
from sts_model.losses.kernels import NEVER, exp_below_zero
from sts_model.losses.rnnt import rnnt_loss, rnnt_loss_of_logits
from sts_model.losses.scores import OUTSIDE, node_scores
from sts_model.predictor import Predictor


def _ragged() -> tuple[Tensor, Tensor, Tensor, Tensor]:
    torch.manual_seed(0)
    labels_BY = torch.randint(1, 7, (4, 8))
    return torch.randn(4, 25, 9, 7), labels_BY, torch.tensor([25, 13, 7, 1]), torch.tensor([8, 5, 0, 3])


def _slow_gradient(
    logits_TUV: Tensor, labels_Y: list[int], lambda_Y: list[float]
) -> tuple[float, np.ndarray, np.ndarray]:
    """-log P, dL/dz and the mean frame of each label, written out node by node in float64 (papers 8.1, 8.2)."""
    logp = logits_TUV.double().log_softmax(2).numpy()
    T, U, V = logp.shape
    alpha, beta = np.full((T, U), -np.inf), np.full((T, U), -np.inf)
    for t, u in itertools.product(range(T), range(U)):
        if t == u == 0:
            alpha[t, u] = 0.0
        if t > 0:
            alpha[t, u] = np.logaddexp(alpha[t, u], alpha[t - 1, u] + logp[t - 1, u, 0])
        if u > 0:
            alpha[t, u] = np.logaddexp(alpha[t, u], alpha[t, u - 1] + logp[t, u - 1, labels_Y[u - 1]])
    for t, u in itertools.product(reversed(range(T)), reversed(range(U))):
        if t == T - 1 and u == U - 1:
            beta[t, u] = logp[t, u, 0]
        if t < T - 1:
            beta[t, u] = np.logaddexp(beta[t, u], beta[t + 1, u] + logp[t, u, 0])
        if u < U - 1:
            beta[t, u] = np.logaddexp(beta[t, u], beta[t, u + 1] + logp[t, u, labels_Y[u]])
    total = beta[0, 0]
    gradient, times = np.zeros((T, U, V)), np.zeros(U - 1)
    for t, u in itertools.product(range(T), range(U)):
        after = beta[t + 1, u] if t < T - 1 else (0.0 if u == U - 1 else -np.inf)
        blank, label = math.exp(alpha[t, u] + logp[t, u, 0] + after - total), 0.0
        if u < U - 1:
            flow = math.exp(alpha[t, u] + logp[t, u, labels_Y[u]] + beta[t, u + 1] - total)
            times[u] += t * flow
            label = (1 + lambda_Y[u]) * flow
            gradient[t, u, labels_Y[u]] -= label
        gradient[t, u] += np.exp(logp[t, u]) * (blank + label)
        gradient[t, u, 0] -= blank
    return -total, gradient, times


def test_value_and_gradient_are_torchaudios_on_a_ragged_batch() -> None:
    logits_BTUV, labels_BY, frames_B, num_labels_B = _ragged()
    logits_BTUV.requires_grad_()
    expected_B = torchaudio.functional.rnnt_loss(
        logits_BTUV, labels_BY.int(), frames_B.int(), num_labels_B.int(), blank=0, reduction="none"
    )
    weights_B = torch.tensor([1.0, 2.0, 0.5, 3.0])
    (expected_grad,) = torch.autograd.grad((expected_B * weights_B).sum(), logits_BTUV)
    loss_B, _ = rnnt_loss_of_logits(logits_BTUV, labels_BY, frames_B, num_labels_B)
    (grad,) = torch.autograd.grad((loss_B * weights_B).sum(), logits_BTUV)
    torch.testing.assert_close(loss_B, expected_B, rtol=1e-4, atol=0)
    torch.testing.assert_close(grad, expected_grad, rtol=1e-4, atol=1e-6)


def test_fastemit_and_emission_times_are_those_of_an_explicit_recursion() -> None:
    logits_BTUV, labels_BY, frames_B, num_labels_B = _ragged()
    logits_BTUV = (3 * logits_BTUV).requires_grad_()
    lambda_BY = torch.rand(4, 8) * 0.5
    loss_B, times_BY = rnnt_loss_of_logits(logits_BTUV, labels_BY, frames_B, num_labels_B, lambda_BY)
    (grad,) = torch.autograd.grad(loss_B.sum(), logits_BTUV)
    for b, (T, Y) in enumerate(zip(frames_B.tolist(), num_labels_B.tolist(), strict=True)):
        slow = _slow_gradient(logits_BTUV[b, :T, : Y + 1].detach(), labels_BY[b].tolist(), lambda_BY[b].tolist())
        assert loss_B[b].item() == pytest.approx(slow[0], rel=1e-5)
        np.testing.assert_allclose(grad[b, :T, : Y + 1].numpy(), slow[1], rtol=1e-5, atol=1e-6)
        np.testing.assert_allclose(times_BY[b, :Y].detach().numpy(), slow[2], rtol=1e-5, atol=1e-5)
        assert not grad[b, T:].any() and not grad[b, :, Y + 1 :].any() and not times_BY[b, Y:].any()


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
    loss_B, _ = rnnt_loss(blank_TU[None], label_TU[None], torch.tensor([frames]), torch.tensor([labels]))
    assert float(loss_B) == pytest.approx(-math.log(total), rel=1e-4)


def test_probability_flows_through_every_frame_and_every_label_once() -> None:
    torch.manual_seed(1)
    blank_BTU = (-torch.rand(1, 12, 6)).requires_grad_()
    label_BTU = (-torch.rand(1, 12, 6)).requires_grad_()
    rnnt_loss(blank_BTU, label_BTU, torch.tensor([12]), torch.tensor([5])).loss_B.sum().backward()
    assert blank_BTU.grad is not None and label_BTU.grad is not None
    torch.testing.assert_close(-blank_BTU.grad.sum(2), torch.ones(1, 12), atol=1e-5, rtol=0)
    torch.testing.assert_close(-label_BTU.grad[:, :, :5].sum(1), torch.ones(1, 5), atol=1e-5, rtol=0)


def test_long_rows_keep_their_digits() -> None:
    torch.manual_seed(4)
    blank_BTU = (-5 * torch.rand(1, 900, 301)).requires_grad_()
    label_BTU = -5 * torch.rand(1, 900, 301)
    rnnt_loss(blank_BTU, label_BTU, torch.tensor([900]), torch.tensor([300])).loss_B.sum().backward()
    assert blank_BTU.grad is not None
    torch.testing.assert_close(-blank_BTU.grad.sum(2), torch.ones(1, 900), atol=1e-5, rtol=0)


@pytest.mark.parametrize("many", [False, True])
def test_scores_and_their_gradient_are_those_of_log_softmax(many: bool) -> None:
    torch.manual_seed(5)
    nodes = 30_000 if many else 40  # many: enough for threads
    logits_KV = (4 * torch.randn(nodes, 81)).requires_grad_()
    next_K = torch.randint(0, 81, (nodes,))
    next_K[::7] = OUTSIDE
    weights_2K = torch.randn(2, nodes)
    scores_2K = torch.stack(node_scores(logits_KV, next_K))
    inside_K = next_K != OUTSIDE
    logp_KV = logits_KV.double().log_softmax(1)
    expected_2K = torch.stack([logp_KV[:, 0], logp_KV.gather(1, next_K.clamp(min=0)[:, None]).squeeze(1)]).float()
    assert (scores_2K[:, ~inside_K] == NEVER).all()
    torch.testing.assert_close(scores_2K[:, inside_K], expected_2K[:, inside_K], rtol=1e-6, atol=2e-6)
    (grad,) = torch.autograd.grad((scores_2K * weights_2K)[:, inside_K].sum(), logits_KV)
    (expected_grad,) = torch.autograd.grad((expected_2K * weights_2K)[:, inside_K].sum(), logits_KV)
    torch.testing.assert_close(grad, expected_grad, rtol=1e-5, atol=1e-6)


def test_bfloat16_logits_are_summed_in_float32(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sts_model.losses.scores._SLICE", 1000)
    logits_BTUV, labels_BY, frames_B, num_labels_B = _ragged()
    losses, grads = [], []
    for dtype in (torch.bfloat16, torch.float32):
        z_BTUV = logits_BTUV.bfloat16().to(dtype).requires_grad_()
        loss_B, _ = rnnt_loss_of_logits(z_BTUV, labels_BY, frames_B, num_labels_B)
        losses.append(loss_B)
        grads.append(torch.autograd.grad(loss_B.sum(), z_BTUV)[0])
    assert losses[0].dtype == torch.float32 and grads[0].dtype == torch.bfloat16
    torch.testing.assert_close(losses[0], losses[1], rtol=1e-5, atol=1e-5)
    torch.testing.assert_close(grads[0], grads[1].bfloat16(), rtol=1e-2, atol=1e-5)


@pytest.mark.skipif(not torch.cuda.is_available(), reason="needs a GPU")
def test_a_gpu_gives_the_same() -> None:
    logits_BTUV, labels_BY, frames_B, num_labels_B = _ragged()
    results = []
    for device in ("cpu", "cuda"):
        z_BTUV = logits_BTUV.to(device).requires_grad_()
        loss_B, times_BY = rnnt_loss_of_logits(z_BTUV, *(x.to(device) for x in (labels_BY, frames_B, num_labels_B)))
        results.append([x.cpu() for x in (loss_B, times_BY, torch.autograd.grad(loss_B.sum(), z_BTUV)[0])])
    torch.testing.assert_close(results[0], results[1], rtol=1e-4, atol=1e-5)


def test_what_is_no_number_stays_none() -> None:
    logits_BTUV, labels_BY, frames_B, num_labels_B = _ragged()
    logits_BTUV[1] = math.nan
    loss_B, _ = rnnt_loss_of_logits(logits_BTUV, labels_BY, frames_B, num_labels_B)
    assert loss_B.isnan().tolist() == [False, True, False, False]


def test_the_exponential_is_right_to_float32() -> None:
    x_K = np.linspace(-86, 0, 20_001).astype(np.float32)
    ours_K = np.array([exp_below_zero(x) for x in x_K])
    np.testing.assert_allclose(ours_K, np.exp(x_K.astype(np.float64)), rtol=5e-7)
    assert exp_below_zero(np.float32(-1e4)) < 1e-37


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


def _transducer() -> tuple[Joiner, Predictor]:
    config = TransducerConfig(joint=16, embedding=8)
    return Joiner(12, config), Predictor(config)


def test_slices_and_a_band_as_wide_as_the_lattice_change_nothing() -> None:
    torch.manual_seed(2)
    joiner, predictor = _transducer()
    labels_NY, num_labels_N, frames_N = torch.randint(1, 81, (2, 5)), torch.tensor([5, 3]), torch.tensor([14, 9])
    labels_NY[1, 3:] = 0
    enc_NTJ, pred_NUJ = joiner.enc(torch.randn(2, 14, 12)), predictor(labels_NY)
    starts_NT = torch.zeros(2, 14, dtype=torch.long)
    losses = [
        rnnt_loss_of_logits(joiner(enc_NTJ[:, :, None], pred_NUJ[:, None]), labels_NY, frames_N, num_labels_N),
        rnnt_loss(
            *full_scores(joiner, enc_NTJ, pred_NUJ, labels_NY, frames_N, num_labels_N, nodes_a_slice=30),
            frames_N,
            num_labels_N,
        ),
        rnnt_loss(
            *band_scores(joiner, enc_NTJ, pred_NUJ, labels_NY, starts_NT, 6, frames_N, num_labels_N),
            frames_N,
            num_labels_N,
        ),
    ]
    weights = [*joiner.parameters(), *predictor.parameters()]
    grads = [torch.autograd.grad(rnnt.loss_B.sum(), weights, retain_graph=True) for rnnt in losses]
    for loss, grad in zip(losses[1:], grads[1:], strict=True):
        torch.testing.assert_close(loss, losses[0], rtol=1e-4, atol=1e-4)
        torch.testing.assert_close(grad, grads[0], rtol=1e-3, atol=1e-5)


def test_a_long_lattice_never_has_more_logits_than_a_slice() -> None:
    joiner, predictor = _transducer()
    sizes: list[int] = []
    joiner.register_forward_hook(lambda _module, _inputs, logits: sizes.append(logits[..., 0].numel()))
    labels_NY, frames_N, num_labels_N = torch.randint(1, 81, (2, 40)), torch.tensor([300, 200]), torch.tensor([40, 9])
    enc_NTJ = joiner.enc(torch.randn(2, 300, 12))
    maps = full_scores(joiner, enc_NTJ, predictor(labels_NY), labels_NY, frames_N, num_labels_N, nodes_a_slice=1000)
    rnnt_loss(*maps, frames_N, num_labels_N).loss_B.sum().backward()
    assert max(sizes) <= 1000 and sum(sizes) == 2 * 2 * 300 * 41, "once forward and once for the gradient"


def test_a_band_around_the_right_times_loses_little() -> None:
    torch.manual_seed(3)
    joiner, predictor = _transducer()
    times_Y = np.arange(20) * 3
    labels_NY, frames_N, num_labels_N = torch.randint(1, 81, (1, 20)), torch.tensor([62]), torch.tensor([20])
    enc_NTJ, pred_NUJ = joiner.enc(torch.randn(1, 62, 12)), predictor(labels_NY)
    losses = []
    for width in (4, 8, 16):
        starts_NT = torch.from_numpy(band_starts(times_Y, 62, width, 5))[None]
        maps = band_scores(joiner, enc_NTJ, pred_NUJ, labels_NY, starts_NT, width, frames_N, num_labels_N)
        losses.append(float(rnnt_loss(*maps, frames_N, num_labels_N).loss_B.detach()))
    assert losses[0] > losses[1] > losses[2], "a wider band holds more alignments"
