"""What the forms of the model share, where they differ, and how weights pass from one to the other."""

import json
from dataclasses import asdict, replace
from typing import Any

import pytest
import torch
from small_models import tiny_paper

from sts_model.config import PRESETS, ConfigError, EncoderConfig, LstmStackConfig, TransducerConfig, from_json
from sts_model.encoders import build_encoder
from sts_model.masking import Masker
from sts_model.model import Sts, adopt
from sts_model.predictor import RecurrentPredictor
from sts_model.vocabulary import BLANK, PHONES

TINY, TINY_MASK, TINY_2D = (PRESETS[name]() for name in ("sts-tiny", "sts-tiny-mask", "sts-tiny-mask-2d"))
TIED = replace(TINY, encoder=replace(TINY.encoder, tie=8))
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


def test_a_trunk_at_first_hears_nothing_of_new_convolutions_and_keeps_what_it_has_learnt_of_them() -> None:
    mask, planes, later = Sts(TINY_MASK).eval(), Sts(TINY_2D).eval(), Sts(TINY_2D).eval()
    adopt(planes, mask.state_dict())
    frames_BLF, lengths_B = _frames()
    with torch.inference_mode():
        expected, heard = mask(frames_BLF, lengths_B).enc_NTD, planes(frames_BLF, lengths_B).enc_NTD
        torch.testing.assert_close(heard, expected)
        planes.separator.mix.project.weight.normal_()
        adopt(later, planes.state_dict())
        heard = planes(frames_BLF, lengths_B).enc_NTD
        assert not torch.allclose(heard, expected, atol=1e-3)
        torch.testing.assert_close(later(frames_BLF, lengths_B).enc_NTD, heard, atol=0, rtol=0)


@pytest.mark.parametrize(
    "changes",
    [
        {"time_strides": (1, 2, 1)},
        {"time_strides": (1, 4, 1)},
        {"channels": (3, 4)},
        {"channels": (3, 0, 5)},
        {"width": 0},
    ],
)
def test_convolutions_that_cannot_work_are_refused(changes: dict[str, Any]) -> None:
    settings = asdict(TINY_2D)
    settings["separator"]["subsampling"].update(changes)
    with pytest.raises(ConfigError, match="subsampling"):
        from_json(json.dumps(settings))


def test_at_first_channel_0_gets_nearly_all_and_channel_1_nearly_nothing() -> None:
    torch.manual_seed(0)
    masks = TINY_MASK.separator.masks
    assert masks is not None
    frames_BLF, lengths_B = _frames()
    with torch.inference_mode():
        masked, lengths_N = Masker(TINY_MASK.frontend, masks)(frames_BLF, lengths_B)
    assert masked.masks_NLF.shape == (4, 40, MELS) and lengths_N.tolist() == [40, 28, 40, 28]
    assert masked.masks_NLF[:2].min() > -0.2 and masked.masks_NLF[2:].max() < -2.0
    torch.testing.assert_close(masked.frames_NLF[:2], frames_BLF[:, :40] + 0.3 * masked.masks_NLF[:2])
    torch.testing.assert_close(masked.frames_NLF[2:], frames_BLF[:, :40] + 0.3 * masked.masks_NLF[2:])


@pytest.mark.parametrize(("logit", "lowest"), [(-30.0, -8.0), (30.0, 0.0)])
def test_masks_end_at_their_floor_and_at_one(logit: float, lowest: float) -> None:
    masks = TINY_MASK.separator.masks
    assert masks is not None
    masker = Masker(TINY_MASK.frontend, masks)
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
        if not name.startswith(("masker.", "phones.")):
            torch.testing.assert_close(value, single[name], atol=0, rtol=0)


def test_emissions_hold_the_phones_of_a_model_that_knows_them() -> None:
    plain, knowing = Sts(TINY), Sts(TINY_MASK)
    heard = knowing(*_frames())
    J = TINY_MASK.transducer.joint
    emissions = knowing.emissions(heard.enc_NTD)
    torch.testing.assert_close(emissions[:, :, :J], knowing.joiner.enc(heard.enc_NTD))
    assert emissions.shape[2] == J + len(PHONES)
    share = emissions[:, :, J:].exp().sum(dim=2)
    assert (share > 0).all() and (share < 1).all()  # the rest is silence
    assert plain.emissions(heard.enc_NTD).shape[2] == J


def test_a_model_without_phones_leaves_those_of_another_out() -> None:
    plain, knowing = Sts(replace(TINY_MASK, phones=False)), Sts(TINY_MASK)
    adopt(plain, knowing.state_dict())
    assert plain.phones is None
    fresh = knowing.phones.weight.clone()
    adopt(knowing, plain.state_dict())
    torch.testing.assert_close(knowing.phones.weight, fresh, atol=0, rtol=0)


def test_a_model_of_two_voices_keeps_all_it_learnt() -> None:
    for config in (TINY, TINY_MASK, TIED):
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


@pytest.mark.parametrize(("preset", "low", "high"), [("sts-paper", 81e6, 82.2e6), ("sts-small-mask", 11e6, 12.6e6)])
def test_presets_have_the_size_they_are_known_by(preset: str, low: float, high: float) -> None:
    with torch.device("meta"):
        model = Sts(PRESETS[preset]())
    assert low < sum(weight.numel() for weight in model.parameters()) < high


def test_the_kinds_of_the_paper_run_from_frames_to_scores() -> None:
    config = tiny_paper()
    model = Sts(config)
    heard = model(*_frames())
    labels_NY = torch.randint(1, 30, (4, 5))
    logits = model.joiner(model.joiner.enc(heard.enc_NTD)[:, :, None], model.predictor(labels_NY)[:, None])
    assert heard.lengths_N.tolist() == [13, 10, 13, 10], "frames of 30 ms"
    assert logits.shape == (4, 13, 6, 30)
    logits.sum().backward()
    for name, weight in model.named_parameters():
        assert name.startswith("activity") or weight.grad is not None, name


def test_a_predictor_with_memory_steps_as_it_reads() -> None:
    torch.manual_seed(3)
    lstm = LstmStackConfig(layers=2, units=12)
    predictor = RecurrentPredictor(TransducerConfig(joint=16, embedding=8, kind="recurrent", lstm=lstm), lstm)
    labels_BY = torch.randint(1, 80, (2, 9))
    whole_BUJ = predictor(labels_BY)
    state, parts = predictor.initial_state(2), []
    for column in (torch.full((2, 1), BLANK), *labels_BY.split([1, 0, 3, 5], dim=1)):
        pred_BYJ, state = predictor.step(column, state)
        parts.append(pred_BYJ)
    torch.testing.assert_close(torch.cat(parts, dim=1), whole_BUJ, atol=1e-5, rtol=0)
    changed_BY = labels_BY.clone()
    changed_BY[:, 0] += 1
    assert (predictor(changed_BY)[:, -1] - whole_BUJ[:, -1]).abs().max() > 1e-6, "all labels count, not the last two"


def test_what_is_usable_here_has_our_frames_and_tokens() -> None:
    assert [name for name, preset in PRESETS.items() if not preset().usable] == ["sts-paper"]


def test_a_tie_changes_nothing_at_first_and_then_lets_channels_know_of_each_other() -> None:
    plain, tied = Sts(TINY).eval(), Sts(TIED).eval()
    adopt(tied, plain.state_dict())
    frames_BLF, lengths_B = _frames()
    with torch.inference_mode():
        expected, heard = plain(frames_BLF, lengths_B).enc_NTD, tied(frames_BLF, lengths_B).enc_NTD
        torch.testing.assert_close(heard, expected, atol=0, rtol=0)
        assert tied.tie is not None
        torch.nn.init.normal_(tied.tie.both.out.weight)
        other_NTD = expected.clone()
        other_NTD[2] += 1.0  # channel 1 of the first mixture
        difference_N = (tied.tie(other_NTD) - tied.tie(expected)).abs().amax(dim=(1, 2))
        alone, plain_alone = tied(frames_BLF, lengths_B, 1).enc_NTD, plain(frames_BLF, lengths_B, 1).enc_NTD
    assert difference_N[0] > 1e-4 and difference_N[2] > 1e-4
    assert difference_N[[1, 3]].max() < 1e-6, "no mixture knows of another"
    torch.testing.assert_close(alone, plain_alone, atol=0, rtol=0)


@pytest.mark.parametrize("config", [TIED, tiny_paper(), TINY_MASK], ids=["tied", "paper", "mask"])
def test_every_kind_of_part_survives_json(config: object) -> None:
    assert from_json(config.to_json()) == config  # type: ignore[attr-defined]


def test_an_encoder_has_the_sizes_of_its_kind() -> None:
    with pytest.raises(ConfigError, match="recurrent"):
        build_encoder(8, EncoderConfig(stack=TINY.encoder.stack, kind="recurrent"))
    with pytest.raises(ConfigError, match=r"transducer\.lstm"):
        TransducerConfig(kind="recurrent")
