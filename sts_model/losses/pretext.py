"""Masked prediction of what frames sound like: a task that needs no transcript."""

import torch
from torch import Tensor, nn
from torch.nn import functional as F

CODES, DIMENSIONS = 512, 16
MASK_FRAMES = 40
"""Feature frames that are hidden at once: 400 ms, as in the paper."""
MASK_STARTS = 0.01
"""Share of feature frames at which hiding begins; a third of all are hidden in the end."""
NOISE = 0.1


class RandomQuantizer(nn.Module):
    """The code of each encoder frame: which of random unit vectors is next to a random projection of its features.

    Neither learns. What a code means is arbitrary, that frames of one code sound alike is not.
    Source: Chiu et al. 2022, Self-supervised learning with random-projection quantizer, arXiv 2202.01855, section 3.1.
    """

    projection_ID: Tensor
    codes_VD: Tensor

    def __init__(self, mels: int, stacked: int) -> None:
        super().__init__()
        fixed = torch.Generator().manual_seed(0)
        projection_ID = torch.randn(mels * stacked, DIMENSIONS, generator=fixed) / (mels * stacked) ** 0.5
        codes_VD = F.normalize(torch.randn(CODES, DIMENSIONS, generator=fixed), dim=1)
        self.register_buffer("projection_ID", projection_ID, persistent=False)
        self.register_buffer("codes_VD", codes_VD, persistent=False)
        self.stacked = stacked

    @torch.no_grad()
    def forward(self, frames_BLF: Tensor) -> Tensor:
        """codes_BT of normalised frames, T = L // stacked."""
        B, L, F_ = frames_BLF.shape
        T = L // self.stacked
        stacked_BTI = frames_BLF[:, : T * self.stacked].reshape(B, T, self.stacked * F_)
        mean_I, std_I = stacked_BTI.mean((0, 1)), stacked_BTI.std((0, 1)) + 1e-3
        places_BTD = F.normalize(((stacked_BTI - mean_I) / std_I) @ self.projection_ID, dim=2)
        return (places_BTD @ self.codes_VD.T).argmax(2)


def hide(frames_BLF: Tensor) -> tuple[Tensor, Tensor]:
    """Frames with random stretches replaced by noise, and hidden_BL, where."""
    starts_BL = torch.rand(frames_BLF.shape[:2], device=frames_BLF.device) < MASK_STARTS
    reach_B1L = F.pad(starts_BL.float()[:, None], (MASK_FRAMES - 1, 0))
    hidden_BL = F.max_pool1d(reach_B1L, MASK_FRAMES, stride=1)[:, 0] > 0
    noise_BLF = NOISE * torch.randn_like(frames_BLF)
    return torch.where(hidden_BL[..., None], noise_BLF, frames_BLF), hidden_BL


def pretext_loss(logits_BTV: Tensor, codes_BT: Tensor, hidden_BL: Tensor, lengths_B: Tensor) -> Tensor:
    """Mean cross-entropy of the codes of encoder frames that were hidden as a whole; 0 where none was.

    Args:
        hidden_BL: at the rate of feature frames. lengths_B: of rows, in encoder frames.
    """
    T = logits_BTV.shape[1]
    stacked = hidden_BL.shape[1] // T
    hidden_BT = hidden_BL[:, : T * stacked].reshape(len(hidden_BL), T, stacked).all(2)
    hidden_BT &= torch.arange(T, device=lengths_B.device) < lengths_B[:, None]
    if not hidden_BT.any():
        return logits_BTV.sum() * 0.0
    return F.cross_entropy(logits_BTV[hidden_BT].float(), codes_BT[:, :T][hidden_BT])
