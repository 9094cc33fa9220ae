"""What the forms of the model share, where they differ, and how weights pass from one to the other."""

import pytest
import torch

from sts_model.config import PRESETS, ConfigError, from_json
from sts_model.masking import Masker
from sts_model.model import Sts, adopt

TINY, TINY_MASK = PRESETS["sts-tiny"](), PRESETS["sts-tiny-mask"]()
MELS = TINY.frontend.mels


def _frames() -> tuple[torch.Tensor, torch.Tensor]:
    torch.manual_seed(7)
    return torch.randn(2, 41, MELS), torch.tensor([41, 30])


def test_one_voice_alone_passes_without_masks() -> None:
    single, mask = Sts(TINY).eval(), Sts(TINY_MASK).eval()
    adopt(mask, single.state_dict())
    frames_BLF, lengths_B = _frames()
    with torch.inference_mode():
        expected, heard = single(frames_BLF, lengths_B, 1), mask(frames_BLF, lengths_B, 1)
    assert heard.masks is None
    torch.testing.assert_close(heard.enc_NTD, expected.enc_NTD, atol=0, rtol=0)
    torch.testing.assert_close(heard.lengths_N, expected.lengths_N)


def test_at_first_channel_0_gets_nearly_all_and_channel_1_nearly_nothing() -> None:
    torch.manual_seed(0)
    masks = TINY_MASK.separator.masks
    assert masks is not None
    frames_BLF, lengths_B = _frames()
    with torch.inference_mode():
        masked, lengths_N = Masker(MELS, 0.3, masks)(frames_BLF, lengths_B)
    assert masked.masks_NLF.shape == (4, 40, MELS) and lengths_N.tolist() == [40, 28, 40, 28]
    assert masked.masks_NLF[:2].min() > -0.2 and masked.masks_NLF[2:].max() < -2.0
    torch.testing.assert_close(masked.frames_NLF[:2], frames_BLF[:, :40] + 0.3 * masked.masks_NLF[:2])
    torch.testing.assert_close(masked.frames_NLF[2:], frames_BLF[:, :40] + 0.3 * masked.masks_NLF[2:])


@pytest.mark.parametrize(("logit", "lowest"), [(-30.0, -8.0), (30.0, 0.0)])
def test_masks_end_at_their_floor_and_at_one(logit: float, lowest: float) -> None:
    masks = TINY_MASK.separator.masks
    assert masks is not None
    masker = Masker(MELS, 0.3, masks)
    torch.nn.init.zeros_(masker.out.weight)
    torch.nn.init.constant_(masker.out.bias, logit)
    masked, _ = masker(*_frames())
    torch.testing.assert_close(masked.masks_NLF, torch.full_like(masked.masks_NLF, lowest), atol=1e-3, rtol=0)


def test_every_weight_of_the_mask_form_learns() -> None:
    model = Sts(TINY_MASK)
    heard = model(*_frames())
    (heard.enc_NTD.square().sum() + heard.activity_NT.sum()).backward()
    for part in (model.masker, model.separator, model.encoder, model.activity):
        assert part is not None
        for name, weight in part.named_parameters():
            assert weight.grad is not None and weight.grad.abs().sum() > 0, name


def test_a_recogniser_of_one_voice_fits_both_forms() -> None:
    single = Sts(TINY).state_dict()
    implicit, mask = Sts(TINY), Sts(TINY_MASK)
    assert mask.masker is not None
    fresh = mask.masker.out.weight.clone()
    adopt(implicit, single, copy_channel=True)
    adopt(mask, single)
    first, second = implicit.separator.channels
    for one, other in zip(first.parameters(), second.parameters(), strict=True):
        torch.testing.assert_close(one, other, atol=0, rtol=0)
    torch.testing.assert_close(mask.masker.out.weight, fresh, atol=0, rtol=0)
    for name, value in mask.state_dict().items():
        if not name.startswith("masker."):
            torch.testing.assert_close(value, single[name], atol=0, rtol=0)


def test_a_model_of_two_voices_keeps_all_it_learnt() -> None:
    for config in (TINY, TINY_MASK):
        trained, model = Sts(config).state_dict(), Sts(config)
        adopt(model, trained)
        for name, value in model.state_dict().items():
            torch.testing.assert_close(value, trained[name], atol=0, rtol=0)


def test_weights_of_another_size_are_refused() -> None:
    with pytest.raises(ConfigError, match="another model"):
        adopt(Sts(PRESETS["sts-tiny"]()), Sts(PRESETS["sts-small"]()).state_dict())


@pytest.mark.parametrize("change", ['"kind": "masks"', '"kind": "implicit"'])
def test_a_kind_and_what_it_needs_go_together(change: str) -> None:
    with pytest.raises(ConfigError, match="separator"):
        from_json(TINY_MASK.to_json().replace('"kind": "mask"', change))
