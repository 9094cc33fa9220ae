"""A model folder that is not as it was shipped: one sentence, exit code 2, whatever is wrong with it."""

import shutil
from pathlib import Path

import pytest
from commands import meetapp
from made_media import beeps, write_sound

from meetapp import paths

SHIPPED = paths.default_model()

pytestmark = pytest.mark.skipif(not (SHIPPED / "manifest.json").exists(), reason="no model is shipped yet")


def no_weights(folder: Path) -> None:
    (folder / "model.safetensors").unlink()


def altered_weights(folder: Path) -> None:
    data = bytearray((folder / "model.safetensors").read_bytes())
    data[-1] ^= 1
    (folder / "model.safetensors").write_bytes(data)


def altered_config(folder: Path) -> None:
    (folder / "config.json").write_text("{}", encoding="utf-8")


def no_manifest(folder: Path) -> None:
    (folder / "manifest.json").unlink()


def damaged_manifest(folder: Path) -> None:
    (folder / "manifest.json").write_text("{", encoding="utf-8")


def newer_format(folder: Path) -> None:
    (folder / "manifest.json").write_text('{"format": 99, "name": "x", "version": "1", "files": {}}', encoding="utf-8")


@pytest.mark.parametrize(
    ("spoil", "words"),
    [
        (no_weights, "lacks the file model.safetensors"),
        (altered_weights, "model.safetensors of the model folder"),
        (altered_config, "config.json of the model folder"),
        (no_manifest, "is no model package"),
        (damaged_manifest, "cannot be read"),
        (newer_format, "a format this version does not know"),
    ],
)
def test_a_spoilt_model_folder_is_one_sentence(tmp_path, spoil, words):
    folder = tmp_path / "model"
    shutil.copytree(SHIPPED, folder)
    spoil(folder)
    done = meetapp("transcribe", write_sound(tmp_path / "a.wav", beeps(1)), "--model", folder, home=tmp_path, world="")
    assert (done.code, done.out) == (2, ""), done
    (line,) = done.err.splitlines()
    assert words in line and str(folder) in line and line.endswith(".")
