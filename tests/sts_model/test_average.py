"""The mean of two runs."""

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
import torch

from sts_model.__main__ import main
from sts_model.config import PRESETS
from sts_model.model import Sts
from sts_model.package import read_model, write_manifest, write_model
from sts_model.training.checkpoint import read_checkpoint, start_from
from sts_model.training.objective import Objective
from sts_model.training.ranks import Ranks
from sts_model.training.recipe import Recipe
from sts_model.training.trainer import Plan, Trainer


def _run(folder: Path, preset: str, stage: str, seed: int, *, phones: bool | None = None) -> Path:
    torch.manual_seed(seed)
    config = PRESETS[preset]()
    config = config if phones is None else replace(config, phones=phones)
    Trainer(Objective(Sts(config), Recipe()), Plan(0.0), folder, Ranks(), stage).save()
    return folder / "checkpoint.pt"


def test_every_weight_is_between_those_of_both_runs(tmp_path: Path) -> None:
    first = _run(tmp_path / "a", "sts-tiny-mask", "single", 1)
    second = _run(tmp_path / "b", "sts-tiny-mask", "multi", 2)
    mean = tmp_path / "new" / "mean.pt"
    assert main(["average", str(first), str(second), "--share", "0.25", "--output", str(mean)]) == 0
    a, b, m = (read_checkpoint(path).state_dict() for path in (first, second, mean))
    for name in m:
        np.testing.assert_allclose(m[name], 0.75 * a[name] + 0.25 * b[name], rtol=1e-5, atol=1e-6, err_msg=name)
    objective = Objective(Sts(PRESETS["sts-tiny-mask"]()), Recipe())
    start_from(objective, mean, "multi")
    np.testing.assert_array_equal(objective.model.state_dict()["joiner.out.bias"], m["joiner.out.bias"])


def test_a_package_has_a_mean_with_a_run(tmp_path: Path) -> None:
    package = tmp_path / "package"
    package.mkdir()
    torch.manual_seed(3)
    write_model(Sts(PRESETS["sts-tiny-mask"]()), package)
    write_manifest(package, "tiny", "1")
    run = _run(tmp_path / "run", "sts-tiny-mask", "multi", 2)
    assert main(["average", str(package), str(run), "--output", str(tmp_path / "mean.pt")]) == 0
    a, b = read_model(package).state_dict(), read_checkpoint(run).state_dict()
    for name, weight in read_checkpoint(tmp_path / "mean.pt").state_dict().items():
        np.testing.assert_allclose(weight, (a[name] + b[name]) / 2, rtol=1e-5, atol=1e-6, err_msg=name)


def test_a_run_without_convolutions_has_those_of_the_other_and_does_not_hear_them(tmp_path: Path) -> None:
    first = _run(tmp_path / "a", "sts-tiny-mask", "single", 1)
    second = _run(tmp_path / "b", "sts-tiny-mask-2d", "multi", 2)
    mean = tmp_path / "mean.pt"
    assert main(["average", str(first), str(second), "--share", "0.25", "--output", str(mean)]) == 0
    a, b, m = (read_checkpoint(path).state_dict() for path in (first, second, mean))
    trunk, stacked = "separator.mix.project.weight", a["separator.mix.project.weight"].shape[1]
    np.testing.assert_allclose(m[trunk][:, stacked:], 0.25 * b[trunk][:, stacked:], rtol=1e-5, atol=1e-6)
    a[trunk] = torch.nn.functional.pad(a[trunk], (0, b[trunk].shape[1] - stacked))
    for name in m:
        expected = 0.75 * a.get(name, b[name]) + 0.25 * b[name]
        np.testing.assert_allclose(m[name], expected, rtol=1e-5, atol=1e-6, err_msg=name)
    assert main(["average", str(second), str(first), "--output", str(tmp_path / "none.pt")]) == 2


def test_of_two_runs_the_second_says_whether_their_mean_has_a_head_for_phones(tmp_path: Path) -> None:
    without = _run(tmp_path / "a", "sts-tiny-mask", "single", 1, phones=False)
    having = _run(tmp_path / "b", "sts-tiny-mask", "multi", 2, phones=True)
    a, b = (read_checkpoint(path).state_dict() for path in (without, having))
    for first, second, head in ((without, having, b["phones.weight"]), (having, without, None)):
        mean = tmp_path / "mean.pt"
        assert main(["average", str(first), str(second), "--output", str(mean)]) == 0
        m = read_checkpoint(mean).state_dict()
        np.testing.assert_allclose(m["joiner.out.bias"], (a["joiner.out.bias"] + b["joiner.out.bias"]) / 2, atol=1e-6)
        assert ("phones.weight" in m) == (head is not None)
        if head is not None:
            np.testing.assert_array_equal(m["phones.weight"], head)


def test_a_head_for_phones_from_before_it_was_the_models_goes_on_in_it(tmp_path: Path) -> None:
    before = _run(tmp_path / "a", "sts-tiny-mask", "single", 1, phones=False)
    objective = Objective(Sts(PRESETS["sts-tiny-mask"]()), Recipe())
    start_from(objective, before, "single")
    head = torch.load(before, weights_only=True)["objective"]["phones.weight"]
    assert objective.model.phones is objective.phones
    np.testing.assert_array_equal(objective.model.state_dict()["phones.weight"], head)


@pytest.mark.parametrize("broken", ["other model", "share", "missing", "text", "weights", "folder"])
def test_what_has_no_mean_is_a_sentence(broken: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    first = _run(tmp_path / "a", "sts-tiny-mask", "single", 1)
    second = first
    if broken == "other model":
        second = _run(tmp_path / "b", "sts-tiny", "multi", 2)
    elif broken == "missing":
        second = tmp_path / "none.pt"
    elif broken == "text":
        second = tmp_path / "text.pt"
        second.write_text("no weights")
    elif broken == "weights":
        second = tmp_path / "weights.pt"
        torch.save({"a": torch.zeros(2)}, second)
    elif broken == "folder":
        first = tmp_path
    share = "1.5" if broken == "share" else "0.5"
    output = tmp_path / "mean.pt"
    assert main(["average", str(first), str(second), "--share", share, "--output", str(output)]) == 2
    assert capsys.readouterr().err.count("\n") == 1 and not output.exists()
