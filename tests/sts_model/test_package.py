"""A model package is either exactly what was sealed, or one sentence."""

from pathlib import Path

import pytest
import torch
from small_models import tiny_paper

from sts_model.config import PRESETS, ConfigError, from_json
from sts_model.model import Sts
from sts_model.package import (
    CONFIG,
    MANIFEST,
    WEIGHTS,
    ModelPackageError,
    read_model,
    verify,
    write_manifest,
    write_model,
)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    torch.manual_seed(0)
    write_model(Sts(PRESETS["sts-tiny"]()), tmp_path / "model")
    write_manifest(tmp_path / "model", "tiny", "1")
    return tmp_path / "model"


def test_what_was_written_is_read(folder: Path) -> None:
    torch.manual_seed(0)
    written = Sts(PRESETS["sts-tiny"]()).eval()
    read = read_model(folder)
    assert verify(folder).title == "tiny 1"
    assert read.config == written.config
    frames_BLF, lengths_B = torch.randn(1, 40, read.config.frontend.mels), torch.tensor([40])
    with torch.inference_mode():
        torch.testing.assert_close(
            read(frames_BLF, lengths_B).enc_NTD, written(frames_BLF, lengths_B).enc_NTD, atol=1e-2, rtol=1e-2
        )


def _flip_a_byte(folder: Path) -> None:
    content = bytearray((folder / WEIGHTS).read_bytes())
    content[len(content) // 2] ^= 1
    (folder / WEIGHTS).write_bytes(content)


HARM = {
    "no folder": lambda folder: folder.rename(folder.with_name("elsewhere")),
    "no manifest": lambda folder: (folder / MANIFEST).unlink(),
    "manifest of another kind": lambda folder: (folder / MANIFEST).write_text("[]"),
    "newer format": lambda folder: (folder / MANIFEST).write_text('{"format": 99, "files": {}}'),
    "missing weights": lambda folder: (folder / WEIGHTS).unlink(),
    "altered weights": _flip_a_byte,
    "altered config": lambda folder: (folder / CONFIG).write_text("{}"),
    "a file outside": lambda folder: (folder / MANIFEST).write_text(
        '{"format": 1, "name": "x", "version": "1", "files": {"../x": {"bytes": 1, "sha256": ""}}}'
    ),
}


@pytest.mark.parametrize("harm", HARM)
def test_a_harmed_package_is_one_sentence(folder: Path, harm: str) -> None:
    HARM[harm](folder)
    with pytest.raises(ModelPackageError) as error:
        verify(folder)
    sentence = str(error.value)
    assert sentence.endswith(".") and "\n" not in sentence and str(folder) in sentence


@pytest.mark.parametrize(
    "config", ["", "[]", "{}", '{"separator": 1}', PRESETS["sts-small"]().to_json().replace("joint", "joined")]
)
def test_a_config_that_does_not_fit_is_one_sentence(folder: Path, config: str) -> None:
    (folder / CONFIG).write_text(config)
    write_manifest(folder, "tiny", "1")
    with pytest.raises(ModelPackageError, match="cannot be used"):
        read_model(folder)


def test_a_model_that_no_search_is_made_for_is_one_sentence(tmp_path: Path) -> None:
    write_model(Sts(tiny_paper()), tmp_path)
    with pytest.raises(ModelPackageError, match="no search"):
        read_model(tmp_path)


@pytest.mark.parametrize("preset", PRESETS)
def test_configs_survive_json(preset: str) -> None:
    config = PRESETS[preset]()
    assert from_json(config.to_json()) == config


def test_an_unknown_setting_is_named() -> None:
    with pytest.raises(ConfigError, match="colour"):
        from_json('{"colour": "red"}')
