"""`package` makes of what training left a folder that can be listened with."""

from pathlib import Path

import numpy as np
import pytest
from small_package import write_tiny_package

from sts_model.__main__ import main
from sts_model.config import PRESETS
from sts_model.model import Sts
from sts_model.package import verify
from sts_model.pipeline import Pipeline
from sts_model.speakers.limits import CONFIG_FILE, read_tracker_config
from sts_model.training.objective import Objective
from sts_model.training.ranks import Ranks
from sts_model.training.recipe import Recipe
from sts_model.training.trainer import Plan, Trainer


@pytest.fixture
def parts(tmp_path: Path) -> Path:
    """A finished run, and a folder with tables and embedder."""
    Trainer(Objective(Sts(PRESETS["sts-tiny"]()), Recipe()), Plan(0.0), tmp_path / "run", Ranks()).save()
    tables = tmp_path / "tables"
    tables.mkdir()
    write_tiny_package(tables)
    return tmp_path


def _command(parts: Path, *more: str) -> list[str]:
    folders = ["--tables", str(parts / "tables"), "--speaker", str(parts / "tables"), "--output", str(parts / "made")]
    return ["package", "--checkpoint", str(parts / "run" / "checkpoint.pt"), *folders, "--version", "3", *more]


def test_a_package_is_complete_and_keeps_what_belongs_to_its_embedder(parts: Path) -> None:
    (parts / "tables" / CONFIG_FILE).write_text('{"stop": 0.5}', encoding="utf-8")
    assert main(_command(parts, "--name", "tiny", "--search", '{"beam": 7.0}')) == 0
    info = verify(parts / "made")
    assert info.title == "tiny 3" and CONFIG_FILE in info.files
    assert read_tracker_config(parts / "made").stop == 0.5
    pipeline = Pipeline.load(parts / "made")
    assert pipeline.search.config.beam == 7.0
    pipeline.accept(np.zeros(16_000, np.float32))
    assert pipeline.finish() == []


def test_an_embedder_without_limits_has_those_of_the_program(parts: Path) -> None:
    assert main(_command(parts)) == 0
    assert not (parts / "made" / CONFIG_FILE).exists()


def test_a_missing_part_is_one_sentence(parts: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (parts / "tables" / "lexicon.safetensors").unlink()
    assert main(_command(parts)) == 2
    said = capsys.readouterr().err.strip()
    assert said.count("\n") == 0 and "lexicon.safetensors, which is missing." in said
