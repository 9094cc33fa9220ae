"""Confidence becomes the share of words that are right, whatever the search believed of them."""

import json
from pathlib import Path

import numpy as np
import pytest
from test_pipeline import write_tiny_package

from sts_model.calibrate import Judged, fit, left_out, rounded
from sts_model.data.packs import DataError
from sts_model.evaluation.calibration import ece
from sts_model.package import change_search_config, read_search_config, verify
from sts_model.search.confidence import Calibration, Traits
from sts_model.search.config import SearchConfig


def _words(number: int = 3000) -> list[Judged]:
    """Words whose search is too sure of itself: right half as often in log-odds as their mass says."""
    rng = np.random.default_rng(1)
    odds_N = rng.normal(2.0, 2.0, number)
    mass_N, right_N = 1 / (1 + np.exp(-odds_N)), rng.random(number) < 1 / (1 + np.exp(-(0.5 * odds_N - 0.5)))
    clarity_N = rng.uniform(0.2, 0.99, number)
    return [
        Judged(str(i % 40), Traits(float(clarity_N[i]), float(mass_N[i]), 3), bool(right_N[i])) for i in range(number)
    ]


def _error(words: list[Judged], confidences: list[float]) -> float:
    found = ece([(confidence, word.right) for confidence, word in zip(confidences, words, strict=True)])
    assert found is not None
    return found


def test_a_fit_brings_confidence_to_the_share_that_is_right():
    words = _words()
    before = _error(words, [Calibration()(word.traits) for word in words])
    assert before > 0.05
    assert _error(words, left_out(words)) < 0.03
    found = fit(words)
    assert 0.3 < found.mass < 0.7 and abs(found.clarity) < 0.2


def test_by_itself_confidence_is_clarity():
    assert Calibration()(Traits(0.7, 0.1, 5)) == pytest.approx(0.7)
    assert 0 < Calibration()(Traits(0.0, 0.0, 1)) < Calibration()(Traits(1.0, 1.0, 1)) < 1


def test_words_that_are_all_right_tell_nothing():
    with pytest.raises(DataError):
        fit([Judged("a", Traits(0.9, 0.9, 3), True)] * 5)


def test_a_package_keeps_its_weights(tmp_path: Path):
    write_tiny_package(tmp_path)
    change_search_config(tmp_path, {"calibration": rounded(Calibration(0.5, 0.25, 0.125, -1.0))})
    assert read_search_config(tmp_path).calibration == Calibration(0.5, 0.25, 0.125, -1.0)
    assert json.loads((tmp_path / "search.json").read_text())["calibration"]["mass"] == 0.125
    verify(tmp_path)


@pytest.mark.parametrize("weights", [{"mass": "much"}, {"volume": 1.0}, [1.0], {"mass": float("inf")}])
def test_weights_that_are_none_are_one_sentence(weights):
    with pytest.raises(ValueError) as error:
        SearchConfig(calibration=weights)
    assert "calibration" in str(error.value) or "float" in str(error.value)
