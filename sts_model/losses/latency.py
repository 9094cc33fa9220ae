"""When labels come out: FastEmit's lambda of each label, and what a late or early end of turn costs."""

import torch
from torch import Tensor
from torch.nn.functional import pad

from sts_model.vocabulary import EOT, SOT


def fastemit_weights(labels_NY: Tensor, words: float, marks: float) -> Tensor:
    """lambda_NY for `rnnt_loss`: `marks` at `<sot>` and `<eot>`, whose early emission cuts people off, else `words`.

    Source: Yu et al. 2020, arXiv 2010.11148; by token: papers 1.5.
    """
    is_mark_NY = (labels_NY == SOT) | (labels_NY == EOT)
    return torch.where(is_mark_NY, marks, words).to(torch.float32)


def end_penalty(
    labels_NY: Tensor,
    times_NY: Tensor,
    frames: int,
    late: float,
    early: float,
    buffer_frames: float,
    clamp_nats: float | None,
) -> Tensor:
    """penalty_NTU, to be taken from the label scores after the log-softmax, before the lattice; 0 but at `<eot>`.

        penalty[t,u] = max(0, late (t - tau[u] - buffer)) + max(0, early (tau[u] - t)),  at most clamp_nats

    Args:
        times_NY: tau, the encoder frame at which each turn ends. frames: T; late, early: nats a frame.
        clamp_nats: keeps one far-off label from outweighing a whole turn (ours); None is the papers' form.
    Returns:
        [N, T, Y + 1], float32.
    Source: Li et al. 2020, arXiv 2004.11544; Sklyar et al. 2022, arXiv 2205.05199; papers 1.5.
    """
    after_NTY = torch.arange(frames, device=times_NY.device)[:, None] - times_NY[:, None].float()
    penalty_NTY = late * (after_NTY - buffer_frames).clamp(min=0) + early * (-after_NTY).clamp(min=0)
    if clamp_nats is not None:
        penalty_NTY = penalty_NTY.clamp(max=clamp_nats)
    return pad(penalty_NTY.masked_fill(labels_NY[:, None] != EOT, 0.0), (0, 1))
