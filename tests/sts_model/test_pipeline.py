"""The pipeline gives the same turns for any chunking, counts on from where it is told, and knows its package."""

import functools
import itertools
from pathlib import Path

import numpy as np
import pytest
import torch
from hypothesis import example, given, settings
from hypothesis import strategies as st
from small_package import write_tiny_package

from sts_model.package import LANGUAGE_MODEL, LEXICON, ModelPackageError, write_manifest
from sts_model.package_search import build_search
from sts_model.pipeline import Pipeline
from sts_model.turns import Partial, Turn
from sts_model.units import SAMPLE_RATE


@pytest.fixture(scope="module")
def package(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("package")
    write_tiny_package(folder)
    return folder


@functools.cache
def _sound() -> np.ndarray:
    rng = np.random.default_rng(0)
    envelope = np.repeat(rng.random(40) > 0.4, SAMPLE_RATE // 5).astype(np.float32)
    return (rng.normal(0, 0.1, len(envelope)) * envelope).astype(np.float32)


def _turns(pipeline: Pipeline, chunks: list[int]) -> list[Turn]:
    by_id: dict[int, Turn] = {}
    sound = _sound()
    edges = [0, *np.cumsum(chunks).tolist(), len(sound)]
    for start, stop in itertools.pairwise(edges):
        by_id.update((turn.id, turn) for turn in pipeline.accept(sound[start:stop]) if isinstance(turn, Turn))
    by_id.update((turn.id, turn) for turn in pipeline.finish() if isinstance(turn, Turn))
    return sorted(by_id.values(), key=lambda turn: (turn.start_samples, turn.channel, turn.end_samples))


def _said(turns: list[Turn]) -> list[tuple[int, int, str]]:
    return [(turn.channel, turn.start_samples, turn.text) for turn in turns]


@given(chunks=st.lists(st.integers(0, 40_000), max_size=6).filter(lambda chunks: sum(chunks) < 120_000))
@example(chunks=[240])
@settings(max_examples=12)
def test_any_chunking_gives_the_same_turns(package: Path, chunks: list[int]) -> None:
    whole = _turns(Pipeline.load(package), [])
    assert whole, "the sound must give turns, or this tests nothing"
    assert _said(_turns(Pipeline.load(package), chunks)) == _said(whole)


def test_turns_lie_inside_the_recording_and_words_inside_their_turn(package: Path) -> None:
    for turn in _turns(Pipeline.load(package), [16_000] * 5):
        assert 0 <= turn.start_samples < turn.end_samples <= len(_sound()) + SAMPLE_RATE
        assert turn.words and turn.speaker >= 1
        for word in turn.words:
            assert turn.start_samples <= word.start_samples < word.end_samples <= turn.end_samples
            assert 0 <= word.confidence <= 1


def test_a_resumed_pipeline_counts_on(package: Path) -> None:
    first = _turns(Pipeline.load(package), [])
    later = _turns(Pipeline.load(package, start_samples=160_000, next_turn_id=7), [])
    assert min(turn.id for turn in later) == 7
    assert [turn.start_samples - 160_000 for turn in later] == [turn.start_samples for turn in first]


def test_a_partial_ends_when_its_turn_has_come(package: Path) -> None:
    pipeline = Pipeline.load(package)
    shown: dict[int, Partial] = {}
    news = [*(n for start in range(0, len(_sound()), 1600) for n in pipeline.accept(_sound()[start : start + 1600]))]
    for item in [*news, *pipeline.finish()]:
        if isinstance(item, Partial):
            shown[item.channel] = item
    assert shown and all(partial.words == () for partial in shown.values())


def test_silence_says_nothing(package: Path) -> None:
    pipeline = Pipeline.load(package)
    assert pipeline.accept(np.zeros(0, np.float32)) == []
    assert pipeline.name == "tiny 1"


def test_a_net_that_says_no_probabilities_is_one_sentence(tmp_path: Path) -> None:
    write_tiny_package(tmp_path)
    pipeline = Pipeline.load(tmp_path)
    with torch.no_grad():
        pipeline.model.joiner.enc.bias.fill_(torch.nan)  # finite weights can come to this, too: they overflow
    with pytest.raises(ModelPackageError, match=r"The model tiny 1 cannot be used: .* no probabilities\."):
        pipeline.accept(_sound())


@pytest.mark.parametrize("name", [LEXICON, LANGUAGE_MODEL, "speaker.safetensors", "search.json"])
def test_a_table_of_another_kind_is_one_sentence(tmp_path: Path, name: str) -> None:
    write_tiny_package(tmp_path)
    (tmp_path / name).write_bytes(b"[]")
    write_manifest(tmp_path, "tiny", "1")
    with pytest.raises(ModelPackageError) as error:
        Pipeline.load(tmp_path)
    assert str(tmp_path) in str(error.value) and "\n" not in str(error.value)


@pytest.mark.parametrize(("logit", "silent"), [(-20.0, True), (20.0, False)])
def test_the_second_channel_says_nothing_where_it_sounds_empty(package: Path, logit: float, silent: bool) -> None:
    pipeline = Pipeline.load(package)
    pipeline.search = build_search(pipeline.model, package, settings={"echo_penalty": 100.0, "shy_bonus": 3.0})
    with torch.no_grad():
        pipeline.model.activity.weight.zero_()
        pipeline.model.activity.bias.fill_(logit)
    channels = {turn.channel for turn in _turns(pipeline, [8_000] * 8)}
    assert (1 not in channels) is silent
