"""The bench of training counts all of its time once, and names what was trained."""

import numpy as np
import pytest

from sts_model.bench.training import PARTS, Task, measure
from sts_model.config import PRESETS
from sts_model.training.corpus import Corpus, Utterance
from sts_model.training.recipe import Recipe
from sts_model.training.stopwatch import Stopwatch
from sts_model.vocabulary import FIRST_INITIAL


def _corpus(mels: int) -> Corpus:
    rng = np.random.default_rng(0)
    utterances = tuple(
        Utterance(
            f"u{i}",
            f"s{i}",
            rng.normal(-4, 1, (200, mels)).astype(np.float16),
            np.full(10, FIRST_INITIAL, np.int16),
            (20 + 15 * np.arange(10)).astype(np.int32),
            np.zeros(200, np.uint8),
            (10, 190),
        )
        for i in range(12)
    )
    return Corpus(utterances, (rng.normal(-9, 1, (300, mels)).astype(np.float16),))


@pytest.mark.parametrize("preset", ["sts-tiny", "sts-tiny-mask"])
def test_shares_add_up_and_speed_is_above_nothing(preset: str) -> None:
    mels = PRESETS[preset]().frontend.mels
    figures = measure(_corpus(mels), Task(preset, "multi", "adamw", Recipe(), 20.0, 3))
    assert figures["hours_an_hour"] > 0 and set(figures["share"]) == set(PARTS)
    assert min(figures["share"].values()) >= 0
    assert sum(figures["share"].values()) == pytest.approx(1, abs=0.1)


def test_a_stopwatch_waits_for_the_device_on_both_sides() -> None:
    settled: list[int] = []
    watch = Stopwatch(lambda: settled.append(1))
    for _ in range(3):
        with watch.part("step"):
            pass
    assert len(settled) == 6 and list(watch.seconds) == ["step"] and watch.seconds["step"] >= 0
