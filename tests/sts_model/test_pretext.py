"""Guessing hidden frames: what is hidden, what is to be guessed, and that a model learns it."""

import numpy as np
import torch
from made_rows import batches_of

from sts_model.config import PRESETS
from sts_model.losses.pretext import CODES, RandomQuantizer, hide, pretext_loss
from sts_model.model import Sts
from sts_model.training.objective import Objective
from sts_model.training.recipe import Recipe


def test_the_quantizer_never_learns_and_hears_what_sounds_alike() -> None:
    quantizer = RandomQuantizer(20, 4)
    assert list(quantizer.parameters()) == [] and quantizer.state_dict() == {}
    torch.manual_seed(0)
    sounds_SF = torch.randn(6, 80)
    which_BT = torch.randint(6, (3, 50))
    frames_BLF = (sounds_SF[which_BT] + 0.001 * torch.randn(3, 50, 80)).reshape(3, 200, 20)
    codes_BT = quantizer(frames_BLF)
    assert codes_BT.shape == (3, 50)
    assert torch.equal(codes_BT, RandomQuantizer(20, 4)(frames_BLF)), "the same in every process"
    for sound in range(6):
        assert len(codes_BT[which_BT == sound].unique()) == 1
    assert len(codes_BT.unique()) >= 5


def test_a_third_is_hidden_in_stretches() -> None:
    torch.manual_seed(1)
    frames_BLF = torch.full((20, 1000, 4), 7.0)
    hidden_BLF, hidden_BL = hide(frames_BLF)
    assert 0.2 < float(hidden_BL.float().mean()) < 0.45
    assert torch.equal(hidden_BLF[~hidden_BL], frames_BLF[~hidden_BL])
    assert float(hidden_BLF[hidden_BL].abs().max()) < 1.0
    changes = np.flatnonzero(np.diff(hidden_BL[0].int().numpy(), prepend=0, append=0))
    inner = [stop - start for start, stop in zip(changes[::2], changes[1::2], strict=True) if stop < 1000]
    assert inner and min(inner) >= 40


def test_only_hidden_frames_count() -> None:
    logits_BTV = torch.zeros(1, 4, CODES, requires_grad=True)
    codes_BT = torch.tensor([[1, 2, 3, 4]])
    hidden_BL = torch.zeros(1, 16, dtype=torch.bool)
    lengths_B = torch.tensor([3])
    assert float(pretext_loss(logits_BTV, codes_BT, hidden_BL, lengths_B).detach()) == 0.0
    hidden_BL[0, 3:] = True  # frame 0 in part, frame 3 beyond the row
    pretext_loss(logits_BTV, codes_BT, hidden_BL, lengths_B).backward()
    assert logits_BTV.grad is not None
    assert logits_BTV.grad.abs().sum(2)[0].gt(0).tolist() == [False, True, True, False]


def test_the_pretext_comes_first_and_then_words() -> None:
    torch.manual_seed(2)
    objective = Objective(Sts(PRESETS["sts-tiny"]()), Recipe(pretext_share=0.5))
    (batch,) = batches_of(1)
    first, second = objective(batch, 0.49), objective(batch, 0.5)
    assert first.pretext_a_frame > 3.0 and first.rnnt_a_label == 0.0
    assert second.pretext_a_frame == 0.0 and second.rnnt_a_label > 0.0


def test_hidden_frames_are_learnt() -> None:
    torch.manual_seed(3)
    objective = Objective(Sts(PRESETS["sts-tiny"]()), Recipe(pretext_share=0.5))
    optimizer = torch.optim.Adam(objective.parameters(), 1e-2)
    losses = []
    for batch in batches_of(60):
        terms = objective(batch, 0.0)
        optimizer.zero_grad()
        terms.total.backward()
        optimizer.step()
        losses.append(terms.pretext_a_frame)
    assert np.mean(losses[-5:]) < 0.75 * np.mean(losses[:5])
