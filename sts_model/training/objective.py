"""What training minimises: the transducer loss, with the frame-wise and auxiliary terms that a recipe gives weight."""

from collections.abc import Sequence
from dataclasses import dataclass, fields, replace

import torch
from torch import Tensor, nn
from torch.nn import functional as F

from sts_model.losses.assignment import exchanged, pit_swaps
from sts_model.losses.auxiliary import activity_loss, ctc_loss, energy_loss, mask_loss
from sts_model.losses.band import band_scores
from sts_model.losses.full import full_scores
from sts_model.losses.latency import end_penalty, fastemit_weights
from sts_model.losses.pretext import CODES, RandomQuantizer, hide, pretext_loss
from sts_model.losses.risk import expected_errors
from sts_model.losses.rnnt import Rnnt, rnnt_loss
from sts_model.model import Sts
from sts_model.streaming import valid
from sts_model.training.batch import Batch
from sts_model.training.corpus import SILENCE_PHONE
from sts_model.training.precision import mixed_precision
from sts_model.training.recipe import Recipe
from sts_model.training.rivals import HEARD, RivalFinder, stacked
from sts_model.vocabulary import BLANK, EOT, starts_word


@dataclass(frozen=True)
class Terms:
    """The loss to minimise, and its parts for the log; what a recipe does without is 0.

    phone_accuracy: share of frames classified right. delay_frames, end_delay_frames: mean time from where a label is
    to where the lattice emits it, of all labels and of `<eot>`. risk_a_word: expected word errors.
    pretext_a_frame: of hidden frames; while there is a pretext, the other terms are not computed.
    """

    total: Tensor
    rnnt_a_label: float
    phone_a_frame: float
    activity_a_frame: float
    phone_accuracy: float
    ctc_a_label: float = 0.0
    mask_a_bin: float = 0.0
    energy_a_frame: float = 0.0
    delay_frames: float = 0.0
    end_delay_frames: float = 0.0
    risk_a_word: float = 0.0
    pretext_a_frame: float = 0.0

    @classmethod
    def mean(cls, every: Sequence["Terms"]) -> "Terms":
        total = torch.stack([terms.total for terms in every]).mean()
        names = [field.name for field in fields(cls) if field.name != "total"]
        return cls(total, **{name: sum(getattr(terms, name) for terms in every) / len(every) for name in names})


class Objective(nn.Module):
    """Weighted sum of the terms; holds the heads that the model itself does not have.

    The frame-wise phone head makes an encoder learn from the first minutes on; the lattice alone is slow to start.
    """

    def __init__(self, model: Sts, recipe: Recipe, rivals: RivalFinder | None = None) -> None:
        """`rivals` are asked for where the recipe gives word errors a weight."""
        super().__init__()
        self.model, self.recipe = model, recipe
        self.rivals = rivals if recipe.risk_weight else None
        self.phones = nn.Linear(model.encoder.width, SILENCE_PHONE + 1) if model.phones is None else model.phones
        self.ctc = nn.Linear(model.encoder.width, model.config.transducer.outputs) if recipe.ctc_weight else None
        frontend = model.config.frontend
        self.quantizer = RandomQuantizer(frontend.mels, frontend.stacked) if recipe.pretext_share else None
        self.codes = nn.Linear(model.encoder.width, CODES) if recipe.pretext_share else None

    def around(self, model: Sts) -> "Objective":
        """The same terms and heads for another model, such as the average of this one."""
        other = Objective(model, self.recipe, self.rivals)
        other.ctc, other.codes = self.ctc, self.codes
        if model.phones is None:
            other.phones = self.phones
        return other

    def forward(self, batch: Batch, progress: float = 1.0) -> Terms:
        """The terms of one batch; at which share `progress` of training it is says which of them count."""
        model, recipe = self.model, self.recipe
        frames_BLF = model.frontend.normalise(batch.frames_BLF, batch.lengths_B)
        if self.quantizer and self.codes and progress < recipe.pretext_share:
            return self._pretext(self.quantizer, self.codes, frames_BLF, batch)
        with mixed_precision(frames_BLF.device.type):
            heard = model(frames_BLF, batch.lengths_B, batch.channels)
            enc_NTJ = model.joiner.enc(heard.enc_NTD)
            if recipe.assignment == "pit" and batch.channels == 2:
                batch = self._cheaper(enc_NTJ, heard.lengths_N, batch)
            rnnt = self._rnnt(enc_NTJ, heard.lengths_N, batch, penalised=progress >= recipe.eot_after)
            risk = self._risk(self.rivals, heard.enc_NTD, enc_NTJ, heard.lengths_N, batch) if self.rivals else None
            phones_NTP = self.phones(heard.enc_NTD)
            ctc_NTV = self.ctc(heard.enc_NTD) if self.ctc else None
        valid_NT = valid(heard.lengths_N, heard.enc_NTD.shape[1])
        frames, labels = valid_NT.sum(), batch.num_labels_N.sum().clamp(min=1)
        logits_KP, truth_K = phones_NTP.float()[valid_NT], batch.phones_NT[valid_NT]
        phone = F.cross_entropy(logits_KP, truth_K)
        activity = activity_loss(heard.activity_NT, batch.active_NT, heard.lengths_N)
        # Per frame, not per label: an empty channel counts for what it is, and the scale fits the other two terms.
        total = rnnt.loss_B.sum() / frames + recipe.phone_weight * phone + recipe.activity_weight * activity
        ctc = mask = energy = total.new_zeros(())
        if ctc_NTV is not None:
            ctc = ctc_loss(ctc_NTV, batch.labels_NY, heard.lengths_N, batch.num_labels_N).sum()
            total = total + recipe.ctc_weight * ctc / frames
        masks = model.config.separator.masks
        if masks and heard.masks is not None and batch.sources_NLF is not None:
            mask = mask_loss(batch.frames_BLF, heard.masks, batch.sources_NLF, batch.lengths_B, masks.floor_nats)
            total = total + recipe.mask_weight * mask
        if recipe.mask_energy_weight:
            energy = energy_loss(heard.hidden_NTD, batch.active_NT, heard.lengths_N)
            total = total + recipe.mask_energy_weight * energy
        if risk is not None:
            total = total + recipe.risk_weight * risk / frames
        delay, end_delay = _delays(rnnt.times_BY, batch)
        return Terms(
            total,
            float(rnnt.loss_B.detach().sum() / labels),
            float(phone.detach()),
            float(activity.detach()),
            float((logits_KP.argmax(1) == truth_K).float().mean()),
            float(ctc.detach() / labels),
            float(mask.detach()),
            float(energy.detach()),
            delay,
            end_delay,
            0.0 if risk is None else float(risk.detach()) / max(1, _words(batch)),
        )

    def _pretext(self, quantizer: RandomQuantizer, codes: nn.Linear, frames_BLF: Tensor, batch: Batch) -> Terms:
        """How well the first channel's encoder guesses hidden frames."""
        hidden_BLF, hidden_BL = hide(frames_BLF)
        with mixed_precision(frames_BLF.device.type):
            heard = self.model(hidden_BLF, batch.lengths_B, 1)
            logits_BTV = codes(heard.enc_NTD)
        loss = pretext_loss(logits_BTV, quantizer(frames_BLF), hidden_BL, heard.lengths_N)
        return Terms(loss, 0.0, 0.0, 0.0, 0.0, pretext_a_frame=float(loss.detach()))

    def _rnnt(self, enc_NTJ: Tensor, frames_N: Tensor, batch: Batch, penalised: bool) -> Rnnt:
        """The lattice of projected encoder frames, `frames_N` of each row."""
        model, recipe = self.model, self.recipe
        pred_NUJ, sizes = model.predictor(batch.labels_NY), (frames_N, batch.num_labels_N)
        if recipe.lattice == "full":
            blank_NTU, label_NTU = full_scores(model.joiner, enc_NTJ, pred_NUJ, batch.labels_NY, *sizes)
        else:
            blank_NTU, label_NTU = band_scores(
                model.joiner, enc_NTJ, pred_NUJ, batch.labels_NY, batch.starts_NT, recipe.band_width, *sizes
            )
        if penalised and (recipe.eot_late or recipe.eot_early):
            label_NTU = label_NTU - end_penalty(
                batch.labels_NY,
                batch.times_NY,
                enc_NTJ.shape[1],
                recipe.eot_late,
                recipe.eot_early,
                recipe.eot_buffer_frames,
                recipe.eot_clamp_nats,
            )
        lambda_NY = fastemit_weights(batch.labels_NY, recipe.fastemit, recipe.fastemit_marks)
        return rnnt_loss(blank_NTU, label_NTU, *sizes, lambda_NY)

    def _risk(self, finder: RivalFinder, enc_NTD: Tensor, enc_NTJ: Tensor, frames_N: Tensor, batch: Batch) -> Tensor:
        """Errors that the search expects in all rows."""
        model = self.model
        labels = [row_Y[:count].cpu().numpy() for row_Y, count in zip(batch.labels_NY, batch.num_labels_N, strict=True)]
        with torch.no_grad():
            emissions = model.emissions(enc_NTD)
        found = finder.find(model, emissions, frames_N.cpu().numpy(), labels)
        rivals = stacked(found, enc_NTD.shape[1], enc_NTD.device)
        if rivals is None:
            return enc_NTD.new_zeros(())
        labels_KY, sizes = rivals.labels_KY, (frames_N[rivals.row_K], rivals.num_labels_K)
        scores = band_scores(
            model.joiner,
            enc_NTJ[rivals.row_K],
            model.predictor(labels_KY),
            labels_KY,
            rivals.starts_KT,
            HEARD.width,
            *sizes,
        )
        logp_K = -rnnt_loss(*scores, *sizes).loss_B
        risk_N = expected_errors(
            logp_K, rivals.scores_K, rivals.errors_K, rivals.row_K, len(found), self.recipe.risk_scale
        )
        return risk_N.sum()

    @torch.no_grad()
    def _cheaper(self, enc_NTJ: Tensor, frames_N: Tensor, batch: Batch) -> Batch:
        """The batch with the two channels' targets exchanged in those mixtures whose outputs fit them better so."""
        every_B = torch.ones_like(batch.lengths_B, dtype=torch.bool)
        kept, swapped = (
            self._rnnt(enc_NTJ, frames_N, targets, penalised=False).loss_B
            for targets in (batch, _exchange(batch, every_B))
        )
        return _exchange(batch, pit_swaps(kept, swapped))


def _words(batch: Batch) -> int:
    return sum(starts_word(label) for label in batch.labels_NY.flatten().tolist())


def _exchange(batch: Batch, swap_B: Tensor) -> Batch:
    return replace(
        batch,
        labels_NY=exchanged(batch.labels_NY, swap_B),
        num_labels_N=exchanged(batch.num_labels_N, swap_B),
        starts_NT=exchanged(batch.starts_NT, swap_B),
        phones_NT=exchanged(batch.phones_NT, swap_B),
        active_NT=exchanged(batch.active_NT, swap_B),
        times_NY=exchanged(batch.times_NY, swap_B),
        sources_NLF=None if batch.sources_NLF is None else exchanged(batch.sources_NLF, swap_B),
    )


def _delays(emitted_NY: Tensor, batch: Batch) -> tuple[float, float]:
    """Mean frames from the times of labels to when they are emitted: of all, and of `<eot>`; 0 where there is none."""
    late_NY = emitted_NY - batch.times_NY
    label_NY, end_NY = batch.labels_NY != BLANK, batch.labels_NY == EOT
    everywhere, at_ends = (float(late_NY[at].sum() / at.sum().clamp(min=1)) for at in (label_NY, end_NY))
    return everywhere, at_ends
