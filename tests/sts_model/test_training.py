"""Training rows say truly what was laid out, and the loop learns, stops and goes on."""

import time
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
import torch
from small_package import write_tiny_package

from sts_model.config import PRESETS
from sts_model.data.packs import DataError
from sts_model.model import Sts
from sts_model.package import read_model, write_manifest, write_model
from sts_model.training import augment, precision
from sts_model.training.batch import SHELF_FRAMES, Band, Batch, batches, collate
from sts_model.training.checkpoint import read_checkpoint, read_recipe, start_from
from sts_model.training.command import chosen_recipe
from sts_model.training.corpus import SILENCE_PHONE, Corpus, Utterance
from sts_model.training.feed import Feed, FeedPlan
from sts_model.training.mixing import FLOOR, Options
from sts_model.training.objective import Objective
from sts_model.training.ranks import Ranks
from sts_model.training.recipe import Recipe
from sts_model.training.rivals import RivalFinder
from sts_model.training.rows import mixture_rows, single_rows
from sts_model.training.trainer import Plan, Trainer
from sts_model.vocabulary import BLANK, EOT, FIRST_INITIAL, SOT

MELS = 20
PLAIN = Options(plain=True)


def _utterance(rng: np.random.Generator, number: int) -> Utterance:
    """Phones of 10 frames each, every phone a bin of its own; 20 frames of silence around."""
    phones = rng.integers(0, MELS, size=int(rng.integers(4, 20)))
    frames_LF = np.full((40 + 10 * len(phones), MELS), -12.0, np.float16)
    phones_L = np.full(len(frames_LF), SILENCE_PHONE, np.uint8)
    for i, phone in enumerate(phones):
        span = slice(20 + 10 * i, 30 + 10 * i)
        frames_LF[span, phone] = 0.0
        phones_L[span] = phone
    tokens_Y = (phones + FIRST_INITIAL).astype(np.int16)
    times_Y = (25 + 10 * np.arange(len(phones))).astype(np.int32)
    return Utterance(f"u{number}", f"s{number}", frames_LF, tokens_Y, times_Y, phones_L, (20, len(frames_LF) - 20))


@pytest.fixture
def corpus() -> Corpus:
    rng = np.random.default_rng(0)
    noise_LF = rng.normal(-10, 1, (300, MELS)).astype(np.float16)
    return Corpus(tuple(_utterance(rng, i) for i in range(30)), (noise_LF,))


def test_a_row_of_one_voice_has_each_clip_between_its_turn_tokens(corpus: Corpus) -> None:
    rows = list(single_rows(np.random.default_rng(1), corpus, 600, options=PLAIN))
    tokens = [token for row in rows for token in row.channels[0].tokens_Y.tolist()]
    assert tokens.count(SOT) == tokens.count(EOT) == len(corpus.utterances)
    assert len(tokens) == sum(len(u.tokens_Y) + 2 for u in corpus.utterances)
    for row in rows:
        target = row.channels[0]
        assert len(row.frames_LF) <= 600 and (np.diff(target.times_Y) >= 0).all()
        phone_tokens = target.tokens_Y >= FIRST_INITIAL
        at_time = target.phones_T[target.times_Y[phone_tokens]]
        np.testing.assert_array_equal(at_time, target.tokens_Y[phone_tokens] - FIRST_INITIAL)


def test_a_mixture_puts_overlapping_turns_on_different_channels(corpus: Corpus) -> None:
    rows = mixture_rows(np.random.default_rng(2), corpus, 1000, "heat", options=PLAIN)
    overlaps = 0
    for _, row in zip(range(30), rows, strict=False):
        overlaps += int((row.channels[0].active_T * row.channels[1].active_T).sum())
        for target in row.channels:
            starts, stops = (np.flatnonzero(target.tokens_Y == token) for token in (SOT, EOT))
            assert len(starts) == len(stops) and (starts < stops).all() and (stops[:-1] < starts[1:]).all()
            assert len(target.tokens_Y) == 0 or (target.tokens_Y[0], target.tokens_Y[-1]) == (SOT, EOT)
            assert ((target.phones_T != SILENCE_PHONE) <= (target.active_T > 0)).all()
    assert overlaps > 30, "meetings without overlap teach no separation"


def test_where_a_voice_is_loud_the_mixture_is(corpus: Corpus) -> None:
    row = next(mixture_rows(np.random.default_rng(3), corpus, 1000, "heat", options=PLAIN))
    active_T = np.maximum(row.channels[0].active_T, row.channels[1].active_T) > 0
    level_T = row.frames_LF[: len(active_T) * 4].reshape(len(active_T), 4, -1).max(axis=(1, 2))
    assert level_T[active_T].mean() > level_T[~active_T].mean() + 5
    assert row.frames_LF.min() >= FLOOR - 1e-3


def test_powers_add_in_a_mixture() -> None:
    one, two = np.full((3, 4), np.log(2.0), np.float32), np.full((3, 4), np.log(3.0), np.float32)
    np.testing.assert_allclose(np.exp(augment.power_sum([one, two])), 5.0, rtol=1e-5)


def test_a_room_smears_forward_only() -> None:
    frames_LF = np.full((60, 4), -20.0, np.float32)
    frames_LF[20] = 0.0
    smeared_LF = augment.reverberate(frames_LF, 0.5, 3.0)
    np.testing.assert_allclose(smeared_LF[20], 0.0, atol=1e-3)
    assert smeared_LF[25, 0] > smeared_LF[35, 0] > -10 and smeared_LF[10].max() < -15


@pytest.mark.parametrize("speed", [0.8, 1.0, 1.25])
def test_a_faster_utterance_is_shorter(speed: float) -> None:
    frames_LF = np.random.default_rng(0).normal(size=(100, 8)).astype(np.float16)
    assert len(augment.warp(frames_LF, augment.Warp(speed))) == round(100 / speed)
    if speed == 1.0:
        np.testing.assert_allclose(augment.warp(frames_LF, augment.Warp(1.0)), frames_LF, atol=1e-3)


def _batches(corpus: Corpus) -> Iterator[Batch]:
    rng = np.random.default_rng(4)
    while True:
        yield from batches(single_rows(rng, corpus, 600, options=PLAIN), 2400)


def test_padding_is_blank_and_batches_keep_their_size(corpus: Corpus) -> None:
    batch = next(_batches(corpus))
    assert batch.frames_BLF.shape[0] * batch.frames_BLF.shape[1] <= 2400
    for labels_Y, num in zip(batch.labels_NY, batch.num_labels_N, strict=True):
        assert (labels_Y[num:] == BLANK).all() and (labels_Y[:num] != BLANK).all()


def test_training_learns_and_an_interrupted_run_goes_on(corpus: Corpus, tmp_path: Path) -> None:
    torch.manual_seed(0)
    dev = [collate(list(single_rows(np.random.default_rng(5), corpus, 600, options=PLAIN))[:4])]
    first = Objective(Sts(PRESETS["sts-tiny"]()), Recipe())
    with torch.no_grad():
        before = float(first(dev[0]).total)
    Trainer(first, Plan(minutes=0.05, peak_rate=1e-2, warmup=5, clock="cpu"), tmp_path, Ranks()).run(
        _batches(corpus), dev
    )
    again = Trainer(Objective(Sts(PRESETS["sts-tiny"]()), Recipe()), Plan(minutes=0.1, clock="cpu"), tmp_path, Ranks())
    assert again.progress.step > 5 and again.progress.elapsed_s >= 3.0
    with torch.no_grad():
        after = float(again.objective(dev[0]).total)
    assert after < 0.8 * before
    again.run(_batches(corpus), dev)
    assert again.done and read_checkpoint(tmp_path / "checkpoint.pt").config == PRESETS["sts-tiny"]()


def test_both_channels_train(corpus: Corpus) -> None:
    rows = mixture_rows(np.random.default_rng(6), corpus, 600, "heat")
    batch = collate([next(rows) for _ in range(3)])
    objective = Objective(Sts(PRESETS["sts-tiny"]()), Recipe())
    terms = objective(batch)
    terms.total.backward()
    assert torch.isfinite(terms.total)
    for name, weight in objective.named_parameters():
        assert weight.grad is not None and torch.isfinite(weight.grad).all(), name


def test_the_recipe_and_the_stage_are_kept_and_another_recipe_does_not_go_on(corpus: Corpus, tmp_path: Path) -> None:
    recipe = Recipe(rule="heat", phone_weight=0.5)
    Trainer(Objective(Sts(PRESETS["sts-tiny"]()), recipe), Plan(0.0), tmp_path, Ranks(), "multi").save()
    assert read_recipe(tmp_path / "checkpoint.pt") == recipe
    with pytest.raises(DataError, match="another recipe"):
        Trainer(Objective(Sts(PRESETS["sts-tiny"]()), Recipe()), Plan(0.0), tmp_path, Ranks(), "multi")


@pytest.mark.parametrize("preset", ["sts-tiny", "sts-tiny-mask"])
def test_stage_multi_starts_from_one_voice_and_a_later_one_from_two(preset: str, tmp_path: Path) -> None:
    runs = {name: tmp_path / name for name in ("single", "multi")}
    single = Objective(Sts(PRESETS["sts-tiny"]()), Recipe())
    Trainer(single, Plan(0.0), runs["single"], Ranks()).save()
    multi = Objective(Sts(PRESETS[preset]()), Recipe())
    start_from(multi, runs["single"] / "checkpoint.pt", "multi")
    np.testing.assert_array_equal(multi.phones.weight.detach(), single.phones.weight.detach())
    for channel in multi.model.separator.channels:
        _assert_same_weights(channel, single.model.separator.channels[0])
    with torch.no_grad():
        for weight in multi.model.separator.parameters():
            weight += torch.randn_like(weight)
    Trainer(multi, Plan(0.0), runs["multi"], Ranks(), "multi").save()
    later = Objective(Sts(PRESETS[preset]()), Recipe())
    start_from(later, runs["multi"] / "checkpoint.pt", "multi")
    _assert_same_weights(later.model, multi.model)


def test_training_goes_on_from_a_package(tmp_path: Path) -> None:
    write_model(Sts(PRESETS["sts-tiny-mask"]()), tmp_path)
    write_manifest(tmp_path, "tiny", "1")
    objective = Objective(Sts(PRESETS["sts-tiny-mask"]()), Recipe())
    start_from(objective, tmp_path, "multi")
    _assert_same_weights(objective.model, read_model(tmp_path))


def test_masks_start_anew_where_that_is_asked_for(tmp_path: Path) -> None:
    write_model(Sts(PRESETS["sts-tiny-mask"]()), tmp_path)
    write_manifest(tmp_path, "tiny", "1")
    objective = Objective(Sts(PRESETS["sts-tiny-mask"]()), Recipe())
    fresh = {name: value.clone() for name, value in objective.model.state_dict().items() if name.startswith("masker.")}
    start_from(objective, tmp_path, "multi", fresh_masks=True)
    shipped, now = read_model(tmp_path).state_dict(), objective.model.state_dict()
    assert fresh
    for name in now:
        np.testing.assert_array_equal(now[name], fresh.get(name, shipped[name]), err_msg=name)


def test_cut_rows_say_what_the_clips_do_in_shorter_rows(corpus: Corpus) -> None:
    pause = np.s_[60:120]
    paused = []
    for utterance in corpus.utterances[:10]:
        frames_LF = np.insert(utterance.frames_LF, [60] * 60, np.float16(-12.0), axis=0)
        phones_L = np.insert(utterance.phones_L, [60] * 60, SILENCE_PHONE)
        times_Y = utterance.times_Y + np.where(utterance.times_Y >= 60, 60, 0).astype(np.int32)
        assert (phones_L[pause] == SILENCE_PHONE).all()
        speech = (20, len(frames_LF) - 20)
        paused.append(replace(utterance, frames_LF=frames_LF, phones_L=phones_L, times_Y=times_Y, speech_frames=speech))
    corpus = replace(corpus, utterances=tuple(paused))
    whole, cut = (
        list(single_rows(np.random.default_rng(1), corpus, 100, options=PLAIN, cut=cut)) for cut in (False, True)
    )
    assert len(cut) > len(whole)
    said = [sorted(t for row in rows for t in row.channels[0].tokens_Y.tolist() if t > EOT) for rows in (whole, cut)]
    assert said[0] == said[1]


def test_expected_word_errors_are_a_term_with_a_gradient(corpus: Corpus, tmp_path: Path) -> None:
    write_tiny_package(tmp_path)
    model, recipe = read_model(tmp_path), Recipe(phone_weight=0.0, activity_weight=0.0, risk_weight=30.0)
    batch = collate(list(single_rows(np.random.default_rng(5), corpus, 300, options=PLAIN))[:6])
    grads, terms = [], []
    for weight in (0.0, 30.0):
        objective = Objective(model, replace(recipe, risk_weight=weight), RivalFinder(model, tmp_path))
        model.zero_grad()
        terms.append(objective(batch))
        terms[-1].total.backward()  # type: ignore[no-untyped-call]
        weights = [model.joiner.enc.weight, *model.encoder.parameters()]
        grads.append(torch.cat([w.grad.flatten() for w in weights if w.grad is not None]))
    words = sum(int((row_Y >= FIRST_INITIAL).sum()) for row_Y in batch.labels_NY)
    frames = int((batch.lengths_B // 4).sum())
    assert terms[0].risk_a_word == 0.0 and 0.1 < terms[1].risk_a_word < 3.0
    more = float((terms[1].total - terms[0].total).detach())
    assert more == pytest.approx(30.0 * terms[1].risk_a_word * words / frames, rel=1e-3)
    assert bool(grads[1].isfinite().all()) and float((grads[1] - grads[0]).norm()) > 1e-3 * float(grads[0].norm())


def test_word_errors_can_be_trained_in_bfloat16(
    corpus: Corpus, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    write_tiny_package(tmp_path)
    monkeypatch.setattr(precision, "has_bfloat16", lambda device_type: True)
    model = read_model(tmp_path)
    objective = Objective(model, Recipe(phone_weight=0.0, risk_weight=30.0), RivalFinder(model, tmp_path))
    batch = next(iter(Feed(corpus, FeedPlan("single", "solo", 6.0, 20.0, cut=True), (0,))))
    terms = objective(batch)
    terms.total.backward()
    assert 0.1 < terms.risk_a_word < 3.0
    assert all(weight.grad.isfinite().all() for weight in objective.parameters() if weight.grad is not None)


@pytest.mark.parametrize("alone_share", [0.0, 0.5, 1.0])
def test_rows_may_be_one_clip(corpus: Corpus, alone_share: float) -> None:
    rows = list(single_rows(np.random.default_rng(9), corpus, 100_000, options=PLAIN, alone_share=alone_share))
    clips = len(corpus.utterances)
    assert sum(len(row.frames_LF) for row in rows) == sum(u.frames for u in corpus.utterances), "every clip once"
    assert {0.0: len(rows) == 1, 0.5: 1 < len(rows) < clips, 1.0: len(rows) == clips}[alone_share]


def _assert_same_weights(one: torch.nn.Module, other: torch.nn.Module) -> None:
    for (name, mine), theirs in zip(one.state_dict().items(), other.state_dict().values(), strict=True):
        np.testing.assert_array_equal(mine, theirs, err_msg=name)


def test_sources_are_what_each_channel_carries(corpus: Corpus) -> None:
    options = Options(plain=True, sources=True)
    rows = mixture_rows(np.random.default_rng(7), corpus, 1000, "heat", options=options)
    for _, row in zip(range(10), rows, strict=False):
        assert row.sources_CLF is not None and row.sources_CLF.shape == (2, *row.frames_LF.shape)
        together_LF = np.logaddexp(*row.sources_CLF)
        np.testing.assert_allclose(np.maximum(together_LF, -10), np.maximum(row.frames_LF, -10), atol=0.05)
        for target, source_LF in zip(row.channels, row.sources_CLF, strict=True):
            loud_T = source_LF[: len(target.active_T) * 4 : 4].max(axis=1) > FLOOR + 8
            assert (loud_T <= (np.convolve(target.active_T, np.ones(7), "same") > 0)).all()


@pytest.mark.parametrize(("options", "shape"), [(Options(sources=True), (6, 600, MELS)), (Options(), None)])
def test_a_batch_has_sources_when_asked_for(corpus: Corpus, options: Options, shape: tuple[int, ...] | None) -> None:
    rows = mixture_rows(np.random.default_rng(8), corpus, 600, "solo", options=options)
    sources_NLF = collate([next(rows) for _ in range(3)]).sources_NLF
    assert (sources_NLF is None) == (shape is None)
    if sources_NLF is not None and shape is not None:
        assert (sources_NLF.shape[0], sources_NLF.shape[2]) == (shape[0], shape[2])


def test_a_third_voice_is_left_out_and_counted(corpus: Corpus) -> None:
    rows = mixture_rows(np.random.default_rng(9), corpus, 3000, "heat", options=PLAIN, max_voices=4)
    many = [next(rows) for _ in range(100)]
    assert sum(row.left_out for row in many) > 0
    for row in many:
        for target in row.channels:
            marks = target.tokens_Y[target.tokens_Y <= EOT]
            assert marks.tolist() == [SOT, EOT] * (len(marks) // 2)


def test_long_rows_are_heard_in_batches_of_their_own(corpus: Corpus) -> None:
    plan = FeedPlan("multi", "solo", row_s=6.0, batch_s=60.0, long_share=0.3)
    lengths = [batch.lengths_B for batch, _ in zip(Feed(corpus, plan, (0,)), range(60), strict=False)]
    assert max(int(lengths_B.max()) for lengths_B in lengths) > 2500
    for lengths_B in lengths:
        assert len(lengths_B) * int(lengths_B.max()) <= 6000
        assert int(lengths_B.max()) - int(lengths_B.min()) < SHELF_FRAMES


@pytest.mark.parametrize("setting", ["rule=sideways", "no_such=1", "fastemit"])
def test_a_setting_that_cannot_work_is_told(setting: str) -> None:
    with pytest.raises(DataError):
        chosen_recipe(None, [setting])


def test_settings_change_a_recipe(tmp_path: Path) -> None:
    (tmp_path / "recipe.json").write_text('{"rule": "heat", "fastemit": 0.01}')
    recipe = chosen_recipe(tmp_path / "recipe.json", ["fastemit=0.005", "turn_tokens=cot", "eot_clamp_nats=null"])
    assert recipe == Recipe(rule="heat", fastemit=0.005, turn_tokens="cot", eot_clamp_nats=None)


def test_a_wider_band_lets_more_alignments_pass(corpus: Corpus) -> None:
    torch.manual_seed(1)
    model = Sts(PRESETS["sts-tiny"]())
    rows = list(single_rows(np.random.default_rng(10), corpus, 600, options=PLAIN))[:4]
    losses = []
    for band in (Band(6, 2), Band(12, 25)):
        objective = Objective(model, Recipe(band_width=band.width, band_late=band.late))
        losses.append(objective(collate(rows, band)).rnnt_a_label)
    losses.append(Objective(model, Recipe(lattice="full"))(collate(rows)).rnnt_a_label)
    assert losses[0] > losses[1] > losses[2] > 0


def test_processor_time_can_be_what_counts(corpus: Corpus, tmp_path: Path) -> None:
    plan = Plan(minutes=0.01, warmup=5, clock="cpu")
    trainer = Trainer(Objective(Sts(PRESETS["sts-tiny"]()), Recipe()), plan, tmp_path, Ranks())
    before = time.process_time()
    trainer.run(
        _batches(corpus), [collate(list(single_rows(np.random.default_rng(5), corpus, 600, options=PLAIN))[:2])]
    )
    assert trainer.done and trainer.progress.elapsed_s <= time.process_time() - before + 0.01
