"""What training minimises: banded RNN-T loss, with frame-wise phones and speech activity beside it."""

from dataclasses import dataclass

import torch
from torch import Tensor, nn
from torch.nn import functional as F

from sts_model.losses.band import band_rnnt_loss
from sts_model.model import Sts
from sts_model.streaming import valid
from sts_model.training.batch import BAND, Batch
from sts_model.training.corpus import SILENCE_PHONE
from sts_model.training.recipe import Recipe


@dataclass(frozen=True)
class Terms:
    """The loss to minimise, and its parts for the log: a label, a frame, and the share of frames classified right."""

    total: Tensor
    rnnt_a_label: float
    phone_a_frame: float
    activity_a_frame: float
    phone_accuracy: float


class Objective(nn.Module):
    """Weighted sum of the terms; holds the frame-wise phone head, which is needed in training only.

    The frame-wise head makes an encoder learn from the first minutes on; the lattice alone is slow to start.
    """

    def __init__(self, model: Sts, recipe: Recipe) -> None:
        super().__init__()
        self.model, self.recipe = model, recipe
        self.phones = nn.Linear(model.encoder.width, SILENCE_PHONE + 1)

    def around(self, model: Sts) -> "Objective":
        """The same terms and heads for another model, such as the average of this one."""
        other = Objective(model, self.recipe)
        other.phones = self.phones
        return other

    def forward(self, batch: Batch, progress: float = 1.0) -> Terms:
        """The terms of one batch; `progress` is the share of training done, which some terms wait for."""
        model = self.model
        frames_BLF = model.frontend.normalise(batch.frames_BLF)
        with torch.autocast(frames_BLF.device.type, torch.bfloat16):
            heard = model(frames_BLF, batch.lengths_B, batch.channels)
            phones_NTP = self.phones(heard.enc_NTD)
            rnnt_N = band_rnnt_loss(
                model.joiner,
                model.joiner.enc(heard.enc_NTD),
                model.predictor(batch.labels_NY),
                batch.labels_NY,
                batch.starts_NT,
                BAND,
                heard.lengths_N,
                batch.num_labels_N,
            )
        valid_NT = valid(heard.lengths_N, heard.enc_NTD.shape[1])
        frames = valid_NT.sum()
        logits_KP, truth_K = phones_NTP.float()[valid_NT], batch.phones_NT[valid_NT]
        phone = F.cross_entropy(logits_KP, truth_K)
        activity = F.binary_cross_entropy_with_logits(heard.activity_NT.float()[valid_NT], batch.active_NT[valid_NT])
        # Per frame, not per label: an empty channel counts for what it is, and the scale fits the other two terms.
        rnnt = rnnt_N.sum() / frames
        labels = batch.num_labels_N.sum().clamp(min=1)
        return Terms(
            rnnt + self.recipe.phone_weight * phone + self.recipe.activity_weight * activity,
            float(rnnt_N.detach().sum() / labels),
            float(phone.detach()),
            float(activity.detach()),
            float((logits_KP.argmax(1) == truth_K).float().mean()),
        )
