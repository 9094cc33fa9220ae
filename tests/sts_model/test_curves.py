"""Curves of runs: what the log says, as numbers and as a picture."""

import json
from pathlib import Path

import pytest

from sts_model.__main__ import main


def _log(folder: Path, lines: list[dict]) -> None:
    folder.mkdir()
    (folder / "log.jsonl").write_text("".join(json.dumps(line) + "\n" for line in lines))


def _dev(hours: float, loss: float, **more: float) -> dict:
    return {"what": "dev", "audio_s": hours * 3600, "elapsed_s": hours * 60, "rnnt_a_label": loss, **more}


def test_dev_lines_become_numbers_and_a_picture(tmp_path: Path) -> None:
    _log(tmp_path / "a", [_dev(1, 2.0, risk_a_word=0.0), {"what": "train"}, _dev(2, 1.5, risk_a_word=0.0)])
    _log(tmp_path / "b", [_dev(1, 3.0, risk_a_word=0.25)])
    output = tmp_path / "out" / "curves.json"
    assert main(["curves", f"one={tmp_path / 'a'}", f"two={tmp_path / 'b'}", "--output", str(output)]) == 0
    content = json.loads(output.read_text())
    assert content["curves"] == {
        "one": [
            {"hours": 1.0, "minutes": 1.0, "rnnt_a_label": 2.0},
            {"hours": 2.0, "minutes": 2.0, "rnnt_a_label": 1.5},
        ],
        "two": [{"hours": 1.0, "minutes": 1.0, "rnnt_a_label": 3.0, "risk_a_word": 0.25}],
    }
    picture = output.with_suffix(".png").read_bytes()
    width, height = (int.from_bytes(picture[at : at + 4]) for at in (16, 20))
    assert picture[:4] == b"\x89PNG" and width > 2 * height, "two panels, as no run tells of phones"


@pytest.mark.parametrize(
    ("run", "sentence"), [("nothing", "NAME=FOLDER"), ("x=nowhere", "cannot be read"), ("x={}", "another form")]
)
def test_what_is_no_run_is_a_sentence(
    run: str, sentence: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    _log(tmp_path / "broken", [{"step": 1}])
    assert main(["curves", run.format(tmp_path / "broken"), "--output", str(tmp_path / "c.json")]) == 2
    assert sentence in capsys.readouterr().err and not (tmp_path / "c.json").exists()


def test_a_package_that_is_not_installed_is_a_sentence(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def missing(*_: object) -> None:
        raise ModuleNotFoundError("none", name=module)

    monkeypatch.setattr("sts_model.training.curves.draw", missing)
    _log(tmp_path / "a", [_dev(1, 2.0)])
    arguments = ["curves", f"one={tmp_path / 'a'}", "--output", str(tmp_path / "curves.json")]
    module = "matplotlib.pyplot"
    assert main(arguments) == 3
    assert "needs the package matplotlib: install" in capsys.readouterr().err
    module = "sts_model.nothing"
    with pytest.raises(ModuleNotFoundError):
        main(arguments)
