"""A model package is either exactly what was sealed, or one sentence."""

import json
import re
import resource
from collections.abc import Callable
from pathlib import Path

import pytest
import torch
from safetensors.torch import save_file
from small_models import tiny_paper

from sts_model.config import PRESETS, ConfigError, from_json
from sts_model.model import Sts
from sts_model.package import (
    CONFIG,
    MANIFEST,
    SEARCH_CONFIG,
    WEIGHTS,
    ModelPackageError,
    read_model,
    read_search_config,
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
            read(frames_BLF, lengths_B).enc_NTD, written(frames_BLF, lengths_B).enc_NTD, atol=5e-2, rtol=1e-2
        )


def _manifest_with(**changes: object) -> Callable[[Path], object]:
    def harm(folder: Path) -> None:
        content = json.loads((folder / MANIFEST).read_text())
        for name, value in changes.items():
            content["files"][CONFIG if name == "size" else WEIGHTS if name == "digest" else name] = value
        (folder / MANIFEST).write_text(json.dumps(content))

    return harm


def _double_a_name(folder: Path) -> None:
    text = (folder / MANIFEST).read_text()
    (folder / MANIFEST).write_text(text.replace('"files": {', '"files": {"config.json": {"bytes": 1, "sha256": ""},'))


def _link_the_weights(folder: Path) -> None:
    (folder / WEIGHTS).rename(folder.parent / "elsewhere")
    (folder / WEIGHTS).symlink_to(folder.parent / "elsewhere")


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
    "an absolute name": _manifest_with(**{"/etc/passwd": {"bytes": 1, "sha256": ""}}),
    "a name of Windows": _manifest_with(**{"..\\x": {"bytes": 1, "sha256": ""}}),
    "a name with a line end": _manifest_with(**{"a\nb": {"bytes": 1, "sha256": ""}}),
    "a huge size": _manifest_with(size={"bytes": 1 << 62, "sha256": ""}),
    "a negative size": _manifest_with(size={"bytes": -1, "sha256": ""}),
    "a size that is none": _manifest_with(size={"bytes": "1", "sha256": ""}),
    "a digest that is none": _manifest_with(digest={"bytes": 1, "sha256": 5}),
    "an entry that is none": _manifest_with(size=[]),
    "a file named twice": _double_a_name,
    "a link": _link_the_weights,
    "settings that nobody sealed": lambda folder: (folder / "tracker.json").write_text("{}"),
    "a manifest without end": lambda folder: (folder / MANIFEST).write_text("[" * 100_000),
    "a manifest of megabytes": lambda folder: (folder / MANIFEST).write_text(" " * (2 << 20)),
    "a manifest that is a folder": lambda folder: ((folder / MANIFEST).unlink(), (folder / MANIFEST).mkdir()),
    "a name that is none": lambda folder: (folder / MANIFEST).write_text(
        '{"format": 1, "name": {}, "version": "1", "files": {}}'
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
    "config",
    [
        *("", "[]", "{}", '{"separator": 1}', "[" * 100_000, " " * (2 << 20)),
        PRESETS["sts-small"]().to_json().replace("joint", "joined"),
        PRESETS["sts-small"]().to_json().replace('"joint": 256', f'"joint": {1 << 40}'),
        PRESETS["sts-tiny"]().to_json().replace('"joint": 16', '"joint": 1048576'),
        PRESETS["sts-tiny"]().to_json().replace('"joint": 16', '"joint": -16'),
        PRESETS["sts-tiny"]().to_json().replace('"joint": 16', '"joint": "16"'),
        PRESETS["sts-tiny"]().to_json().replace('"memory_s": 4.0', '"memory_s": NaN'),
        PRESETS["sts-tiny"]().to_json().replace('"mels": 20', '"mels": 1e6'),
    ],
)
def test_a_config_that_does_not_fit_is_one_sentence(folder: Path, config: str) -> None:
    (folder / CONFIG).write_text(config)
    write_manifest(folder, "tiny", "1")
    with pytest.raises(ModelPackageError, match="cannot be used"):
        read_model(folder)


def _weights_of(tensors: dict[str, torch.Tensor]) -> dict[str, torch.Tensor]:
    return {**Sts(PRESETS["sts-tiny"]()).state_dict(), **tensors}


@pytest.mark.parametrize(
    ("tensors", "words"),
    [
        ({"activity.bias": torch.tensor([torch.nan])}, "no numbers"),
        ({"activity.bias": torch.zeros(2)}, "of the shape [2] where [1] is asked for"),
        ({"odd\nname": torch.zeros(1)}, "which its settings do not ask for"),
    ],
)
def test_weights_that_do_not_fit_are_one_sentence(folder: Path, tensors: dict[str, torch.Tensor], words: str) -> None:
    save_file(_weights_of(tensors), folder / WEIGHTS)
    with pytest.raises(ModelPackageError, match=re.escape(words)) as error:
        read_model(folder)
    assert "\n" not in str(error.value)


@pytest.mark.parametrize("header", [b"\xff" * 8, (1 << 62).to_bytes(8, "little"), b"\0" * 8, b""])
def test_weights_that_are_no_safetensors_are_one_sentence(folder: Path, header: bytes) -> None:
    (folder / WEIGHTS).write_bytes(header + b"{}")
    with pytest.raises(ModelPackageError, match="cannot be used"):
        read_model(folder)


def test_sizes_that_the_weights_do_not_have_take_no_memory(folder: Path) -> None:
    config = PRESETS["sts-tiny"]().to_json().replace('"joint": 16', '"joint": 1048576')  # 35 million million weights
    (folder / CONFIG).write_text(config)
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    with pytest.raises(ModelPackageError, match="is asked for"):
        read_model(folder)
    assert resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before < 100_000


@pytest.mark.parametrize(
    "search",
    [
        *('{"hypotheses": 1000000}', '{"beam": "wide"}', '{"hot_words": {"a": "b"}}', '{"calibration": []}', "[1]"),
        *('{"word_bonuses": {"a": "b"}}', '{"word_bonuses": {"a": NaN}}', '{"word_bonuses": ["a"]}'),
    ],
)
def test_search_settings_that_cannot_work_are_one_sentence(folder: Path, search: str) -> None:
    (folder / SEARCH_CONFIG).write_text(search)
    with pytest.raises(ModelPackageError, match="cannot be used"):
        read_search_config(folder)


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
