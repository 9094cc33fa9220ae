"""Any chunking of a stream gives what the whole gives at once, and no part looks further ahead than it says."""

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest
import torch
from hypothesis import given, settings
from hypothesis import strategies as st
from small_models import tiny_paper
from torch import Tensor

from sts_model.config import PRESETS, ConvStackConfig, FrontendConfig, LstmStackConfig, StsConfig
from sts_model.convolution import ConvStack, FactoredBlock
from sts_model.frontend import Frontend
from sts_model.masking import Masked, Masker
from sts_model.model import Heard, Sts
from sts_model.recurrence import LstmStack, ResidualLstm
from sts_model.separator import Separator
from sts_model.streaming import stack_frames
from sts_model.units import HOP, REDUCTION, WINDOW

TINY = PRESETS["sts-tiny"]()
TINY_MASK = PRESETS["sts-tiny-mask"]()
TINY_TIED = replace(TINY_MASK, encoder=replace(TINY_MASK.encoder, tie=8), preset="sts-tiny-mask-tied")
TINY_2D = PRESETS["sts-tiny-mask-2d"]()
TINY_PAPER = tiny_paper()
MODELS = [TINY, TINY_MASK, TINY_2D, TINY_TIED, TINY_PAPER]
CHUNKS = st.lists(st.integers(0, 23), min_size=1, max_size=12)


def _block() -> tuple[Any, int]:
    return FactoredBlock(12, 6, past=3, future=2), 12


def _causal_block() -> tuple[Any, int]:
    return FactoredBlock(12, 6, past=2, future=0), 12


def _stack() -> tuple[Any, int]:
    return ConvStack(10, ConvStackConfig(12, 6, past=(1, 2, 3), future=(2, 0, 1))), 10


def _lstm() -> tuple[Any, int]:
    return ResidualLstm(12, 8), 12


def _separator() -> tuple[Any, int]:
    return Separator(TINY.frontend, TINY.separator), TINY.frontend.mels


class _StackedMasker(Masker):
    """A masker whose outputs are encoder frames, masks beside the frames, so that it counts as other parts do."""

    def forward(self, frames_BLF: Tensor, lengths_B: Tensor) -> tuple[Tensor, Tensor]:  # type: ignore[override]
        masked, lengths_N = super().forward(frames_BLF, lengths_B)
        return _beside(masked), lengths_N // self.reduction

    def step(self, frames_BLF: Tensor, state: Any) -> tuple[Tensor, Any]:  # type: ignore[override]
        masked, state = super().step(frames_BLF, state)
        return _beside(masked), state

    def finish(self, state: Any) -> Tensor:  # type: ignore[override]
        return _beside(super().finish(state))


def _beside(masked: Masked) -> Tensor:
    return torch.cat([stack_frames(part, REDUCTION) for part in (masked.frames_NLF, masked.masks_NLF)], dim=2)


def _masker() -> tuple[Any, int]:
    masks = TINY_MASK.separator.masks
    assert masks is not None
    masker = _StackedMasker(TINY_MASK.frontend, masks)
    torch.nn.init.normal_(masker.out.weight)  # as after training: masks that depend on what is heard
    return masker, TINY_MASK.frontend.mels


def _lstm_stack() -> tuple[Any, int]:
    return LstmStack(10, LstmStackConfig(layers=2, units=12)), 10


def _recurrent_separator() -> tuple[Any, int]:
    return Separator(TINY_PAPER.frontend, TINY_PAPER.separator), TINY_PAPER.frontend.mels


PARTS = [_block, _causal_block, _stack, _lstm, _lstm_stack, _separator, _recurrent_separator, _masker]


def _built(make: Callable[[], tuple[Any, int]]) -> tuple[Any, int]:
    torch.manual_seed(1)
    part, width = make()
    return part.eval(), width


def _whole(part: Any, x_BLD: Tensor) -> Tensor:
    if isinstance(part, FactoredBlock):
        return part(x_BLD, torch.ones(len(x_BLD), x_BLD.shape[1], 1))
    return part(x_BLD, torch.full((len(x_BLD),), x_BLD.shape[1]))[0]


def _in_chunks(part: Any, x_BLD: Tensor, chunks: list[int]) -> Tensor:
    state, parts = part.initial_state(len(x_BLD)), []
    for chunk in x_BLD.split(chunks, dim=1):
        y_BTD, state = part.step(chunk, state)
        parts.append(y_BTD)
    return torch.cat([*parts, part.finish(state)], dim=1)


@pytest.mark.parametrize("make", PARTS)
@given(chunks=CHUNKS)
@settings(max_examples=25, deadline=None)
def test_steps_and_finish_give_the_whole(make: Callable[[], tuple[Any, int]], chunks: list[int]) -> None:
    part, width = _built(make)
    x_BLD = torch.randn(2, sum(chunks), width)
    with torch.inference_mode():
        torch.testing.assert_close(_in_chunks(part, x_BLD, chunks), _whole(part, x_BLD), atol=1e-4, rtol=0)


@pytest.mark.parametrize("make", PARTS)
def test_outputs_wait_exactly_for_the_lookahead(make: Callable[[], tuple[Any, int]]) -> None:
    part, width = _built(make)
    at, frames = 6, 12 * part.reduction + part.lookahead
    seen = (at + 1) * part.reduction + part.lookahead
    x_BLD = torch.randn(1, frames, width)
    beyond, within = x_BLD.clone(), x_BLD.clone()
    beyond[:, seen:] += 1.0
    within[:, seen - 1 :] += 1.0
    with torch.inference_mode():
        y, y_beyond, y_within = (_whole(part, x)[0, at] for x in (x_BLD, beyond, within))
    torch.testing.assert_close(y, y_beyond, atol=0, rtol=0)
    assert (y - y_within).abs().max() > 1e-6, "the part declares more lookahead than it uses"


@pytest.mark.parametrize("make", PARTS)
def test_an_output_leaves_as_soon_as_its_lookahead_is_there(make: Callable[[], tuple[Any, int]]) -> None:
    part, width = _built(make)
    needed = part.reduction + part.lookahead
    with torch.inference_mode():
        early, _ = part.step(torch.randn(1, needed - 1, width), part.initial_state(1))
        due, _ = part.step(torch.randn(1, needed, width), part.initial_state(1))
    assert (early.shape[1], due.shape[1]) == (0, 1)


@pytest.mark.parametrize("make", [_stack, _lstm, _lstm_stack, _separator, _recurrent_separator, _masker])
def test_padding_of_other_rows_changes_nothing(make: Callable[[], tuple[Any, int]]) -> None:
    part, width = _built(make)
    x_BLD = torch.randn(2, 40, width)
    with torch.inference_mode():
        batched, lengths = part(x_BLD, torch.tensor([40, 24]))
        alone = _whole(part, x_BLD[1:, :24])
    rows = len(batched) // 2
    torch.testing.assert_close(batched[1::2, : lengths[1]], alone, atol=1e-5, rtol=0)
    assert len(alone) == rows


def _sts_in_chunks(model: Sts, x_BLF: Tensor, chunks: list[int]) -> list[Heard]:
    state, parts = model.initial_state(len(x_BLF)), []
    for chunk in x_BLF.split(chunks, dim=1):
        heard, state = model.step(chunk, state)
        parts.append(heard)
    return [*parts, model.finish(state)]


def _model(config: StsConfig) -> Sts:
    torch.manual_seed(2)
    model = Sts(config).eval()
    if model.masker:
        torch.nn.init.normal_(model.masker.out.weight)
    if model.tie:
        torch.nn.init.normal_(model.tie.both.out.weight)
    return model


@pytest.mark.parametrize("config", MODELS, ids=lambda config: config.preset)
@given(chunks=CHUNKS)
@settings(max_examples=25, deadline=None)
def test_the_model_in_chunks_is_the_model_at_once(config: StsConfig, chunks: list[int]) -> None:
    model = _model(config)
    x_BLF = torch.randn(2, sum(chunks), config.frontend.mels)
    with torch.inference_mode():
        whole = model(x_BLF, torch.full((2,), sum(chunks)))
        parts = _sts_in_chunks(model, x_BLF, chunks)
    for name in ("enc_NTD", "activity_NT") + (("masks",) if model.masker else ()):
        joined = torch.cat([getattr(part, name) for part in parts], dim=1)
        torch.testing.assert_close(joined, getattr(whole, name), atol=1e-4, rtol=0)


@pytest.mark.parametrize("config", MODELS, ids=lambda config: config.preset)
def test_a_frame_of_the_model_leaves_with_its_lookahead(config: StsConfig) -> None:
    model = _model(config)
    needed = config.frontend.stacked + model.lookahead
    with torch.inference_mode():
        early, _ = model.step(torch.randn(1, needed - 1, config.frontend.mels), model.initial_state(1))
        due, _ = model.step(torch.randn(1, needed, config.frontend.mels), model.initial_state(1))
    assert (early.enc_NTD.shape[1], due.enc_NTD.shape[1]) == (0, 1)


def test_the_model_declares_its_lookahead() -> None:
    model = Sts(PRESETS["sts-small"]())
    assert model.lookahead * HOP / 16 == 400.0, "README and card say 400 ms"
    with torch.device("meta"):
        assert Sts(PRESETS["sts-paper"]()).lookahead == 0, "the paper's is all unidirectional LSTMs"
    assert Sts(PRESETS["sts-small-mask"]()).lookahead * HOP / 16 == 480.0, "masks look 80 ms ahead"


@given(chunks=st.lists(st.integers(0, 3 * WINDOW), min_size=1, max_size=12), warm_s=st.sampled_from([0.0, 0.2, 0.6]))
@settings(max_examples=25, deadline=None)
def test_the_front_end_in_chunks_is_the_front_end_at_once(chunks: list[int], warm_s: float) -> None:
    torch.manual_seed(3)
    frontend = Frontend(FrontendConfig(warm_s=warm_s))
    wave_BS = torch.randn(1, sum(chunks)) * 0.1
    whole_BLF, raw_BLF, _ = frontend.step(wave_BS, frontend.initial_state(1), last=True)
    state, frames, raws = frontend.initial_state(1), [], []
    for i, chunk in enumerate(wave_BS.split(chunks, dim=1), 1):
        frames_BLF, log_mel_BLF, state = frontend.step(chunk, state, last=i == len(chunks))
        frames.append(frames_BLF)
        raws.append(log_mel_BLF)
    torch.testing.assert_close(torch.cat(frames, dim=1), whole_BLF, atol=1e-4, rtol=0)
    torch.testing.assert_close(torch.cat(raws, dim=1), raw_BLF, atol=1e-4, rtol=0)
    torch.testing.assert_close(frontend.normalise(raw_BLF), whole_BLF, atol=1e-4, rtol=0)


def test_what_the_mean_starts_with_is_heard_at_the_beginning_only() -> None:
    torch.manual_seed(5)
    cold, warm = Frontend(FrontendConfig()), Frontend(FrontendConfig(warm_s=3.0))
    quiet_then_loud_1LF = torch.full((1, 1_500, 80), -8.0)
    quiet_then_loud_1LF[:, 50:] = 0.0
    first = warm.normalise(quiet_then_loud_1LF)[0, :50].mean(), cold.normalise(quiet_then_loud_1LF)[0, :50].mean()
    assert first[0] < -2.0 and first[1].abs() < 1e-6, "the cold mean takes what comes first for speech"
    torch.testing.assert_close(
        warm.normalise(quiet_then_loud_1LF)[:, -100:], cold.normalise(quiet_then_loud_1LF)[:, -100:], atol=0.01, rtol=0
    )
    waiting = warm.step(torch.randn(1, 3 * 16_000) * 0.1, warm.initial_state(1))
    assert waiting[0].shape[1] == 0, "300 windows are not whole before 3.015 s"
    assert warm.step(torch.zeros(1, 240), waiting[2])[0].shape[1] == 300


@given(lengths=st.lists(st.integers(1, 40), min_size=1, max_size=4))
@settings(max_examples=20, deadline=None)
def test_the_front_end_hears_no_padding(lengths: list[int]) -> None:
    torch.manual_seed(6)
    frontend = Frontend(FrontendConfig(warm_s=0.3))
    rows = [torch.randn(length, 80) for length in lengths]
    padded_BLF = torch.nn.utils.rnn.pad_sequence(rows, batch_first=True)
    together_BLF = frontend.normalise(padded_BLF, torch.tensor(lengths))
    for row_LF, heard_LF in zip(rows, together_BLF, strict=True):
        torch.testing.assert_close(heard_LF[: len(row_LF)], frontend.normalise(row_LF[None])[0], atol=1e-5, rtol=0)


@pytest.mark.parametrize("gain_db", [-30, 30])
def test_the_level_of_a_recording_does_not_matter(gain_db: int) -> None:
    torch.manual_seed(4)
    frontend = Frontend(FrontendConfig())
    wave_BS = torch.randn(1, 32_000) * 0.1 * torch.linspace(0.2, 1, 32_000)
    expected, _, _ = frontend.step(wave_BS, frontend.initial_state(1))
    scaled, _, _ = frontend.step(wave_BS * 10 ** (gain_db / 20), frontend.initial_state(1))
    torch.testing.assert_close(scaled, expected, atol=1e-2, rtol=0)


@pytest.mark.parametrize("config", MODELS, ids=lambda config: config.preset)
def test_no_state_grows_with_the_length_of_the_meeting(config: StsConfig) -> None:
    model = _model(config)

    def size(state: Any) -> int:
        if state is None:
            return 0
        if isinstance(state, Tensor):
            return state.numel()
        children = state if isinstance(state, tuple) else tuple(vars(state).values())
        return sum(size(child) for child in children)

    state, sizes = model.initial_state(1), []
    with torch.inference_mode():
        for _ in range(40):
            _, state = model.step(torch.randn(1, 12, config.frontend.mels), state)
            sizes.append(size(state))
    assert len(set(sizes[4:])) == 1
