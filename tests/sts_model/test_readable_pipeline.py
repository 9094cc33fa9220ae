"""A package with a writer gives words their written forms, final and partial; one without leaves them bare."""

from pathlib import Path

import numpy as np
import pytest
import torch
from test_pipeline import write_tiny_package

from sts_model.package import ModelPackageError, write_manifest
from sts_model.pipeline import Pipeline
from sts_model.readable.file import FILE, save
from sts_model.readable.net import MarkNet
from sts_model.readable.pauses import count
from sts_model.readable.vocabulary import Vocabulary
from sts_model.turns import Partial, Turn
from sts_model.units import SAMPLE_RATE


def heard(folder: Path) -> list[Turn | Partial]:
    noise_S = np.random.default_rng(3).normal(0, 0.1, 6 * SAMPLE_RATE).astype(np.float32)
    pipeline = Pipeline.load(folder)
    return [*pipeline.accept(noise_S), *pipeline.finish()]


def bare(results: list[Turn | Partial]) -> list[tuple[object, ...]]:
    """All but the written forms."""
    return [
        (type(each), each.channel, each.start_samples, [(w.text, w.start_samples, w.end_samples) for w in each.words])
        for each in results
    ]


@pytest.fixture(scope="module")
def package(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("readable-package")
    write_tiny_package(folder)
    return folder


def test_written_forms_are_added_and_nothing_else_changes(package: Path) -> None:
    without = heard(package)
    assert any(each.words for each in without)
    assert all(word.written is None for each in without for word in each.words)
    torch.manual_seed(1)
    vocabulary = Vocabulary(("one", "two"), {})
    save(package / FILE, vocabulary, MarkNet(len(vocabulary)).eval(), count([]))
    write_manifest(package, "tiny", "2")
    written = heard(package)
    assert bare(written) == bare(without)
    assert all(word.written is not None for each in written for word in each.words)
    for turn in written:
        if isinstance(turn, Turn) and turn.words:
            assert "".join(word.written or "" for word in turn.words).endswith((".", "?"))
    (package / FILE).write_bytes(b"no tables")
    write_manifest(package, "tiny", "3")
    with pytest.raises(ModelPackageError, match=FILE):
        Pipeline.load(package)
