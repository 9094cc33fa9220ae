"""The terms beside the lattice say what their formulas say, and the objective takes up what a recipe asks for."""

from dataclasses import replace

import numpy as np
import pytest
import torch
from torch import Tensor

from sts_model.config import PRESETS, ConfigError
from sts_model.losses.assignment import exchanged, pit_swaps
from sts_model.losses.auxiliary import activity_loss, ctc_loss, energy_loss, mask_loss
from sts_model.losses.latency import end_penalty, fastemit_weights
from sts_model.losses.rnnt import rnnt_loss
from sts_model.model import Sts
from sts_model.training.batch import Batch
from sts_model.training.objective import Objective, Terms
from sts_model.training.recipe import Recipe, recipe_from_json
from sts_model.vocabulary import BLANK, EOT, SOT


def test_only_the_end_of_a_turn_is_penalised_by_how_late_or_early_it_is() -> None:
    labels_NY, times_NY = torch.tensor([[SOT, 7, EOT], [EOT, BLANK, BLANK]]), torch.tensor([[0, 4, 6], [2, -1, -1]])
    penalty_NTU = end_penalty(labels_NY, times_NY, 30, late=0.5, early=0.25, buffer_frames=3.0, clamp_nats=5.0)
    assert penalty_NTU.shape == (2, 30, 4) and not penalty_NTU[:, :, [0, 1, 3]][0].any()
    for row, label, end in ((0, 2, 6), (1, 0, 2)):
        expected_T = [min(5.0, max(0.0, 0.5 * (t - end - 3)) + max(0.0, 0.25 * (end - t))) for t in range(30)]
        torch.testing.assert_close(penalty_NTU[row, :, label], torch.tensor(expected_T))
    assert end_penalty(labels_NY, times_NY, 30, 0.5, 0.25, 3.0, None).max() == pytest.approx(0.5 * (29 - 2 - 3))


def test_a_penalty_moves_the_end_of_turn_to_its_time_and_fastemit_pulls_words_only() -> None:
    labels_NY, times_NY = torch.tensor([[9, EOT]]), torch.tensor([[2, 8]])
    blank_NTU = torch.full((1, 40, 3), -0.3)
    label_NTU = torch.full((1, 40, 3), -1.4)
    sizes = torch.tensor([40]), torch.tensor([2])
    penalty_NTU = end_penalty(labels_NY, times_NY, 40, 0.5, 0.5, 2.0, None)
    free, held = rnnt_loss(blank_NTU, label_NTU, *sizes), rnnt_loss(blank_NTU, label_NTU - penalty_NTU, *sizes)
    assert abs(held.times_BY[0, 1] - 8) < 3 < abs(free.times_BY[0, 1] - 8)
    torch.testing.assert_close(
        fastemit_weights(torch.tensor([[SOT, 9, EOT]]), 0.01, 0.005), torch.tensor([[0.005, 0.01, 0.005]])
    )


def test_the_activity_terms_count_valid_frames_of_both_channels() -> None:
    torch.manual_seed(0)
    hidden_NTD, logits_NT = torch.randn(2, 5, 3), torch.randn(2, 5)
    active_NT, lengths = torch.tensor([[1.0, 1, 0, 0, 0], [0, 0, 1, 0, 0]]), [5, 3]
    bce, energy = [], []
    for n, length in enumerate(lengths):
        for t in range(length):
            share, v = float(logits_NT[n, t].sigmoid()), float(active_NT[n, t])
            bce.append(-(v * np.log(share) + (1 - v) * np.log(1 - share)))
            energy.append((1 - v) * float((hidden_NTD[n, t] ** 2).sum()) / 3)
    assert float(activity_loss(logits_NT, active_NT, torch.tensor(lengths))) == pytest.approx(np.mean(bce), rel=1e-5)
    assert float(energy_loss(hidden_NTD, active_NT, torch.tensor(lengths))) == pytest.approx(np.mean(energy), rel=1e-5)


def _slow_ctc(logp_TV: Tensor, labels: list[int]) -> float:
    """-log of the sum over all frame-wise paths that collapse to `labels`."""
    T, V = logp_TV.shape
    total = 0.0
    for path in np.ndindex(*(V,) * T):
        said = [v for i, v in enumerate(path) if v != BLANK and (i == 0 or path[i - 1] != v)]
        if said == labels:
            total += float(np.exp(sum(float(logp_TV[t, v]) for t, v in enumerate(path))))
    return -float(np.log(total)) if total else 0.0


def test_ctc_sums_every_path_and_an_impossible_row_counts_nothing() -> None:
    torch.manual_seed(1)
    logits_NTV = torch.randn(3, 4, 3)
    loss_N = ctc_loss(
        logits_NTV, torch.tensor([[1, 2], [2, 2], [1, 1]]), torch.tensor([4, 4, 2]), torch.tensor([2, 2, 2])
    )
    logp_NTV = logits_NTV.log_softmax(2)
    expected = [_slow_ctc(logp_NTV[0], [1, 2]), _slow_ctc(logp_NTV[1], [2, 2]), _slow_ctc(logp_NTV[2, :2], [1, 1])]
    torch.testing.assert_close(loss_N, torch.tensor(expected), rtol=1e-4, atol=1e-5)
    assert loss_N[2] == 0


def test_masks_that_give_back_the_sources_cost_nothing_and_a_shut_mask_still_learns() -> None:
    torch.manual_seed(2)
    sources_NLF = torch.randn(4, 6, 3) * 3
    sources_NLF[3] = -16.0
    mixture_BLF = torch.logaddexp(sources_NLF[:2], sources_NLF[2:])
    right_NLF = sources_NLF - mixture_BLF.repeat(2, 1, 1)
    lengths_B = torch.tensor([6, 4])
    assert float(mask_loss(mixture_BLF, right_NLF, sources_NLF, lengths_B, 8.0)) < 1e-9
    wrong_NLF = right_NLF + torch.randn(4, 6, 3)
    expected = 0.0
    for n in range(4):
        for t in range(int(lengths_B[n % 2])):
            for f in range(3):
                mixture = float(mixture_BLF[n % 2, t, f])
                heard, meant = mixture + float(wrong_NLF[n, t, f]), float(sources_NLF[n, t, f])
                floored = [np.logaddexp(x, mixture - 8.0) for x in (heard, meant)]
                expected += (floored[0] - floored[1]) ** 2 / (10 * 3)
    loss = mask_loss(mixture_BLF, wrong_NLF, sources_NLF, lengths_B, 8.0)
    assert float(loss) == pytest.approx(expected, rel=1e-4)
    shut_NLF = torch.full_like(right_NLF, -8.0).requires_grad_()
    mask_loss(mixture_BLF, shut_NLF, sources_NLF, lengths_B, 8.0).backward()
    assert shut_NLF.grad is not None and (shut_NLF.grad[:3, :4] < 0).all()


def test_pit_exchanges_the_mixtures_that_are_cheaper_so() -> None:
    swap_B = pit_swaps(torch.tensor([1.0, 5, 2, 5]), torch.tensor([3.0, 1, 4, 1]))
    assert swap_B.tolist() == [False, True]
    assert exchanged(torch.tensor([[10], [11], [20], [21]]), swap_B).flatten().tolist() == [10, 21, 20, 11]


def _batch() -> Batch:
    """Two mixtures of noise; the first channel says two words and ends, the second one word."""
    torch.manual_seed(3)
    labels_NY = torch.tensor([[SOT, 5, 45, EOT], [SOT, 6, EOT, BLANK], [SOT, 7, EOT, BLANK], [BLANK] * 4])
    times_NY = torch.tensor([[0, 2, 4, 8], [1, 3, 6, -1], [5, 6, 8, -1], [-1] * 4])
    active_NT = torch.zeros(4, 12)
    active_NT[0, :8] = active_NT[1, 1:6] = active_NT[2, 5:8] = 1.0
    return Batch(
        torch.randn(2, 48, 20),
        torch.tensor([48, 40]),
        2,
        labels_NY,
        torch.tensor([4, 3, 3, 0]),
        torch.zeros(4, 12, dtype=torch.long),
        torch.randint(0, 40, (4, 12)),
        active_NT,
        times_NY,
        torch.randn(4, 48, 20),
    )


@pytest.mark.parametrize(
    "change",
    [
        {"ctc_weight": 0.2},
        {"fastemit": 0.01, "fastemit_marks": 0.005},
        {"eot_late": 0.1, "eot_early": 0.1},
        {"mask_energy_weight": 0.01},
        {"assignment": "pit"},
        {"lattice": "full"},
    ],
)
def test_every_choice_of_a_recipe_trains_all_weights(change: dict[str, float | str]) -> None:
    objective = Objective(Sts(PRESETS["sts-tiny"]()), Recipe(**change))  # type: ignore[arg-type]
    objective(_batch()).total.backward()
    for name, weight in objective.named_parameters():
        assert weight.grad is not None and weight.grad.isfinite().all(), name


def test_a_separator_that_masks_learns_from_the_sources() -> None:
    objective = Objective(Sts(PRESETS["sts-tiny-mask"]()), Recipe(mask_weight=1.0))
    terms = objective(_batch())
    terms.total.backward()
    assert terms.mask_a_bin > 0
    assert all(weight.grad is not None for weight in objective.model.parameters())


def test_the_penalty_waits_for_its_share_of_training() -> None:
    torch.manual_seed(4)
    objective = Objective(Sts(PRESETS["sts-tiny"]()), Recipe(eot_late=2.0, eot_buffer_frames=0.0, eot_after=0.5))
    with torch.no_grad():
        early, late = objective(_batch(), progress=0.4), objective(_batch(), progress=0.5)
    assert late.total > early.total and late.end_delay_frames < early.end_delay_frames


def test_exchanged_channels_cost_the_same_under_pit_only() -> None:
    torch.manual_seed(5)
    model, batch = Sts(PRESETS["sts-tiny"]()), _batch()
    flipped = replace(
        batch,
        **{
            name: getattr(batch, name).roll(2, 0)
            for name in ("labels_NY", "num_labels_N", "phones_NT", "active_NT", "times_NY")
        },
    )
    with torch.no_grad():
        costs = {
            assignment: [
                float(Objective(model, Recipe(assignment=assignment, phone_weight=0.0))(b).total)
                for b in (batch, flipped)
            ]
            for assignment in ("rule", "pit")
        }
    assert costs["pit"][0] == pytest.approx(costs["pit"][1], rel=1e-5)
    assert abs(costs["rule"][0] - costs["rule"][1]) > 3e-4
    assert costs["pit"][0] <= min(costs["rule"]) + 0.1


def test_a_recipe_is_read_as_written_and_nonsense_is_a_sentence() -> None:
    recipe = Recipe(fastemit=0.005, eot_clamp_nats=None, assignment="pit")
    assert recipe_from_json(recipe.to_json()) == recipe and recipe_from_json("{}") == Recipe()
    for text in ("{", '{"no_such": 1}', '{"assignment": "best"}', '{"turn_tokens": "cot", "eot_late": 0.1}', "[]"):
        with pytest.raises(ConfigError):
            recipe_from_json(text)


def test_terms_of_several_batches_average() -> None:
    mean = Terms.mean([Terms(torch.tensor(1.0), 1, 2, 3, 4), Terms(torch.tensor(3.0), 3, 2, 1, 0, ctc_a_label=2)])
    assert float(mean.total) == 2 and (mean.rnnt_a_label, mean.activity_a_frame, mean.ctc_a_label) == (2, 2, 1)
