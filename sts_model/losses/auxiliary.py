"""Terms beside the lattice: speech activity, silence of the unused channel, CTC, and masks against clean sources."""

import torch
from torch import Tensor
from torch.nn import functional as F

from sts_model.streaming import valid
from sts_model.vocabulary import BLANK


def activity_loss(logits_NT: Tensor, active_NT: Tensor, lengths_N: Tensor) -> Tensor:
    """mean over channels and frames of BCE(sigmoid(logit), v): the activity head, form A.

    Args:
        active_NT: v, 1 while a turn of the channel is on. lengths_N: frames of each row that count.
    Source: Sklyar et al. 2022, arXiv 2205.05199 (multi-task with speech activity); papers 1.5, form A.
    """
    counts_NT = valid(lengths_N, logits_NT.shape[1])
    return F.binary_cross_entropy_with_logits(logits_NT.float()[counts_NT], active_NT[counts_NT])


def energy_loss(hidden_NTD: Tensor, active_NT: Tensor, lengths_N: Tensor) -> Tensor:
    """mean over channels and frames of (1 - v) ||h||^2 / D: a channel stays quiet while its own voice is silent.

    Source: papers 1.5, form B.
    """
    counts_NT = valid(lengths_N, hidden_NTD.shape[1])
    energy_NT = hidden_NTD.float().square().mean(2)
    return ((1 - active_NT) * energy_NT)[counts_NT].mean()


def ctc_loss(logits_NTV: Tensor, labels_NY: Tensor, frames_N: Tensor, num_labels_N: Tensor) -> Tensor:
    """loss_N = -log of the sum over all CTC alignments; 0 for a row with more labels than its frames can hold.

    Source: Graves et al. 2006; as auxiliary of the encoder: Raj et al. 2023, arXiv 2306.10559; papers 7.3.
    """
    logp_TNV = logits_NTV.float().log_softmax(2).transpose(0, 1)
    return F.ctc_loss(logp_TNV, labels_NY, frames_N, num_labels_N, blank=BLANK, reduction="none", zero_infinity=True)


def mask_loss(
    mixture_BLF: Tensor, log_masks_NLF: Tensor, sources_NLF: Tensor, lengths_B: Tensor, floor_nats: float
) -> Tensor:
    """Masked streams against clean sources: squared difference of log-mel, both over the same floor.

        floored(x) = log(exp(x) + exp(mixture - floor_nats))
        loss = sum_c mean_{t,f} (floored(mixture + log mask_c) - floored(source_c))^2

    So no mask is asked for what it cannot reach; a hard maximum would give a mask shut by mistake no gradient.

    Args:
        mixture_BLF: log-mel, not normalised; log_masks_NLF, sources_NLF: N = C * B rows, channel-major.
        lengths_B: feature frames of each mixture. floor_nats: most that a mask takes off.
    Source: Raj et al. 2023, SURT 2.0, arXiv 2306.10559; floors on both sides after papers 7.3.
    """
    B, L, mels = mixture_BLF.shape
    L = min(L, log_masks_NLF.shape[1])
    channels = len(log_masks_NLF) // B
    mixture_NLF = mixture_BLF[:, :L].repeat(channels, 1, 1)
    masked_NLF = mixture_NLF + log_masks_NLF[:, :L].float()
    least_NLF = mixture_NLF - floor_nats
    difference_NLF = torch.logaddexp(masked_NLF, least_NLF) - torch.logaddexp(sources_NLF[:, :L], least_NLF)
    lengths_B = lengths_B.clamp(max=L)
    counts_NL = valid(lengths_B.repeat(channels), L)
    return difference_NLF[counts_NL].square().sum() / (lengths_B.sum() * mels)
