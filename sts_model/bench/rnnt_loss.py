"""The RNN-T loss next to torchaudio's: time, memory and agreement of value and gradient, in one run."""

import argparse
import json
import multiprocessing
import os
import time
from collections.abc import Callable, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import torch
from torch import Tensor

from sts_model.bench.machine import circumstances, memory_now, peak_memory
from sts_model.losses.rnnt import rnnt_loss, rnnt_loss_of_logits
from sts_model.vocabulary import BLANK

SHAPE = (16, 250, 41, 257)
"""Batch, frames, labels + 1, vocabulary."""


def add_parser(subparsers: Any) -> None:
    """Adds `rnnt-loss` to the parts that `bench` knows."""
    parser = subparsers.add_parser("rnnt-loss", help="our RNN-T loss next to torchaudio's", description=__doc__)
    parser.add_argument("--shape", type=int, nargs=4, default=SHAPE, metavar=("B", "T", "U", "V"))
    parser.add_argument("--rounds", type=int, default=5, help="the best of so many counts (default: %(default)s)")
    parser.add_argument("--threads", type=int, default=2, help="threads of torch (default: %(default)s)")
    parser.add_argument("--output", type=Path, help="write the figures here as JSON too")
    parser.set_defaults(run=run)


def run(args: argparse.Namespace) -> int:
    """Measures both and prints one line of JSON last.

    Forward and backward of each take turns, so that whatever else the machine does falls on both alike; the peak is
    that of a process of its own for each, over what was resident once its input was there.
    """
    peaks = {name: _in_own_process(name, args.shape, args.threads) for name in LOSSES}
    torch.set_num_threads(args.threads)
    batch = make_batch(args.shape)
    spent: dict[str, list[float]] = {name: [] for name in LOSSES}
    results: dict[str, tuple[Tensor, Tensor]] = {}
    for _ in range(args.rounds + 1):  # the first warms up
        for name in LOSSES:
            batch.logits_BTUV.grad = None
            began = time.perf_counter()
            loss_B = _forward_backward(name, batch)
            spent[name].append(time.perf_counter() - began)
            assert batch.logits_BTUV.grad is not None
            results[name] = (loss_B, batch.logits_BTUV.grad)
    best = {name: min(times[1:]) for name, times in spent.items()}
    (loss_B, grad_BTUV), (their_loss_B, their_grad_BTUV) = results["ours"], results["torchaudio"]
    exact_TUV = exact_gradient(batch)
    report = {
        "command": "python -m sts_model bench rnnt-loss",  # shape, rounds and threads stand beside it
        "ours_s": round(best["ours"], 4),
        "torchaudio_s": round(best["torchaudio"], 4),
        "speedup": round(best["torchaudio"] / best["ours"], 2),
        "ours_peak_mb": round(peaks["ours"], 1),
        "torchaudio_peak_mb": round(peaks["torchaudio"], 1),
        "value_difference": _relative(loss_B, their_loss_B),
        "gradient_difference": _relative(grad_BTUV, their_grad_BTUV),
        "ours_gradient_error": _relative(grad_BTUV[0], exact_TUV),
        "torchaudio_gradient_error": _relative(their_grad_BTUV[0], exact_TUV),
        "shape": list(args.shape),
        "threads": args.threads,
        "rounds": args.rounds,
        "load_before": round(os.getloadavg()[0], 2),
        **circumstances(),
    }
    if args.output:
        args.output.write_text(json.dumps(report, indent=1) + "\n", encoding="utf-8")
    for name in LOSSES:
        print(f"{name:>12}  {best[name]:.3f} s  {peaks[name]:.1f} MB  all rounds {[round(s, 3) for s in spent[name]]}")
    print(json.dumps(report))
    return 0


@dataclass(frozen=True)
class LossBatch:
    """Logits that want a gradient, labels, and ragged lengths; the first row fills the batch."""

    logits_BTUV: Tensor
    labels_BY: Tensor
    frames_B: Tensor
    labels_B: Tensor


def make_batch(shape: Sequence[int]) -> LossBatch:
    """The same batch every time, of rows at least half as long as the longest."""
    B, T, U, V = shape
    generator = torch.Generator().manual_seed(0)
    frames_B = torch.randint((T + 1) // 2, T + 1, (B,), generator=generator, dtype=torch.int32)
    labels_B = torch.randint(U // 2, U, (B,), generator=generator, dtype=torch.int32)
    frames_B[0], labels_B[0] = T, U - 1
    return LossBatch(
        torch.randn(B, T, U, V, generator=generator).requires_grad_(),
        torch.randint(1, V, (B, U - 1), generator=generator, dtype=torch.int32),
        frames_B,
        labels_B,
    )


def _ours(batch: LossBatch) -> Tensor:
    return rnnt_loss_of_logits(batch.logits_BTUV, batch.labels_BY, batch.frames_B, batch.labels_B).loss_B


def _torchaudios(batch: LossBatch) -> Tensor:
    from torchaudio.functional import rnnt_loss

    loss_B: Tensor = rnnt_loss(
        batch.logits_BTUV, batch.labels_BY, batch.frames_B, batch.labels_B, blank=0, reduction="none"
    )
    return loss_B


LOSSES: dict[str, Callable[[LossBatch], Tensor]] = {"ours": _ours, "torchaudio": _torchaudios}


def _forward_backward(name: str, batch: LossBatch) -> Tensor:
    loss_B = LOSSES[name](batch)
    loss_B.sum().backward()  # type: ignore[no-untyped-call]
    return loss_B.detach()


def peak_mb(name: str, shape: Sequence[int], threads: int) -> float:
    """Megabytes that forward and backward take beyond their input, in a process that did nothing else."""
    torch.set_num_threads(threads)
    _forward_backward(name, make_batch((2, 3, 3, 5)))  # loads and compiles what there is
    batch = make_batch(shape)
    before = memory_now()
    _forward_backward(name, batch)
    return (peak_memory() - before) / 1e6


def exact_gradient(batch: LossBatch) -> Tensor:
    """dL/dz of the first row by autograd, all of it in float64: in float32 torchaudio's recursion loses digits here."""
    z_1TUV = batch.logits_BTUV[:1].detach().double().requires_grad_()
    next_1TUY = torch.nn.functional.pad(batch.labels_BY[:1].long(), (0, 1))[:, None, :, None]
    logp_1TUV = z_1TUV.log_softmax(3)
    label_1TU = logp_1TUV.gather(3, next_1TUY.expand(-1, z_1TUV.shape[1], -1, -1)).squeeze(3)
    loss_1 = rnnt_loss(logp_1TUV[..., BLANK], label_1TU, batch.frames_B[:1], batch.labels_B[:1]).loss_B
    (gradient_1TUV,) = torch.autograd.grad(loss_1.sum(), z_1TUV)
    return gradient_1TUV[0]


def _in_own_process(name: str, shape: Sequence[int], threads: int) -> float:
    with ProcessPoolExecutor(1, mp_context=multiprocessing.get_context("spawn")) as pool:
        return pool.submit(peak_mb, name, tuple(shape), threads).result()


def _relative(ours: Tensor, theirs: Tensor) -> float:
    """Largest difference over the largest value."""
    return float(f"{float((ours - theirs).abs().max() / theirs.abs().max()):.2e}")
