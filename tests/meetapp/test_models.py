"""Model packages come whole or not at all, the shipped one and the one in use stay, and every refusal is a sentence."""

import json
from pathlib import Path

import pytest
from commands import meetapp

from meetapp import models, paths
from meetapp import settings as stored
from meetapp.cli.model_card import error_rates, fields
from meetapp.errors import InputError
from sts_model.manifest import MANIFEST, write_manifest

CARD = """# Model card: small

| | |
|---|---|
| licence | CC BY-SA 4.0 |

## How good it is

| test set | words | WER %, ours | cpWER % |
| --- | --- | --- | --- |
| clean | 10 | 12.5 [10–15] | |
| noisy | 10 | 30.0 | 44.1 |
"""


@pytest.fixture
def package(tmp_path: Path) -> Path:
    """A package that is whole, though no model is in it."""
    folder = tmp_path / "somewhere"
    folder.mkdir()
    (folder / "model.safetensors").write_bytes(b"weights")
    (folder / "card.md").write_text(CARD, encoding="utf-8")
    write_manifest(folder, "Small model", "1.2")
    return folder


def test_an_installed_package_is_listed_whole_beside_the_shipped_one(package: Path) -> None:
    (package / "notes.txt").write_text("not of the package", encoding="utf-8")
    installed = models.install(package)
    assert installed.name == "Small-model-1.2"
    assert {file.name for file in installed.folder.iterdir()} == {"card.md", "model.safetensors", MANIFEST}
    assert [(each.name, each.in_use, each.fault) for each in models.list_models()] == [
        (models.SHIPPED, True, ""),
        ("Small-model-1.2", False, ""),
    ]
    assert models.find_model("Small-model-1.2").size == len(b"weights") + len(CARD.encode())


@pytest.mark.parametrize(
    "harm",
    [
        lambda folder: (folder / "model.safetensors").write_bytes(b"Weights"),
        lambda folder: (folder / "model.safetensors").unlink(),
        lambda folder: (folder / MANIFEST).write_text("{}"),
        lambda folder: (folder / MANIFEST).unlink(),
        lambda folder: (folder / "stray.json").write_text("{}"),
        lambda folder: folder.rename(folder.with_name("elsewhere")),
    ],
)
def test_a_damaged_or_foreign_folder_is_refused_and_leaves_nothing(package: Path, harm) -> None:
    harm(package)
    with pytest.raises(InputError) as refused:
        models.install(package)
    assert str(refused.value).count("\n") == 0
    assert not models.models_folder().exists()


def test_a_copy_that_breaks_off_leaves_nothing(package: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def break_off(source: Path, target: Path) -> None:
        target.write_bytes(b"half")
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(models.shutil, "copyfile", break_off)
    with pytest.raises(InputError, match="full"):
        models.install(package)
    assert list(models.models_folder().iterdir()) == []
    assert len(models.list_models()) == 1


def test_a_package_that_changes_while_it_is_copied_is_refused(package: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    copy = models.shutil.copyfile

    def copy_and_change(source: Path, target: Path) -> None:
        copy(source, target)
        if source.name == "model.safetensors":
            target.write_bytes(b"other w")

    monkeypatch.setattr(models.shutil, "copyfile", copy_and_change)
    with pytest.raises(InputError, match="altered"):
        models.install(package)
    assert list(models.models_folder().iterdir()) == []


def test_the_same_version_is_not_installed_twice(package: Path) -> None:
    models.install(package)
    with pytest.raises(InputError, match="installed already"):
        models.install(package)


def test_the_one_in_use_stays_until_another_is_chosen(package: Path) -> None:
    installed = models.install(package)
    assert models.use(installed.name).in_use
    assert stored.chosen_model() == installed.folder
    assert [each.in_use for each in models.list_models()] == [False, True]
    with pytest.raises(InputError, match="in use"):
        models.remove(installed.name)
    models.use(models.SHIPPED)
    assert stored.load(paths.settings()).model == ""
    models.remove(installed.name)
    assert [each.name for each in models.list_models()] == [models.SHIPPED]
    assert not any(models.models_folder().iterdir())


def test_choosing_keeps_other_settings(package: Path) -> None:
    stored.save(paths.settings(), stored.Settings(theme="dark"))
    models.use(models.install(package).name)
    assert stored.load(paths.settings()).theme == "dark"


@pytest.mark.parametrize("name", ["nothing", "..", "../meetings", "", "."])
def test_names_that_are_not_listed_are_refused(name: str) -> None:
    for act in (models.remove, models.use, models.find_model):
        with pytest.raises(InputError, match="There is no model"):
            act(name)


def test_the_shipped_package_is_never_removed(package: Path) -> None:
    models.use(models.install(package).name)
    with pytest.raises(InputError, match="cannot be removed"):
        models.remove(models.SHIPPED)
    assert paths.default_model().is_dir()


def test_a_package_that_was_damaged_later_is_told_not_used(package: Path) -> None:
    installed = models.install(package)
    (installed.folder / "model.safetensors").write_bytes(b"")
    assert "altered" in models.find_model(installed.name).fault
    with pytest.raises(InputError, match="altered"):
        models.use(installed.name)
    models.remove(installed.name)


def test_a_card_tells_its_fields_and_error_rates() -> None:
    assert fields(CARD) == {"licence": "CC BY-SA 4.0"}
    assert [(rate.test_set, rate.measure, rate.value) for rate in error_rates(CARD)] == [
        ("clean", "WER %, ours", "12.5 [10–15]"),
        ("noisy", "WER %, ours", "30.0"),
        ("noisy", "cpWER %", "44.1"),
    ]
    assert fields("") == {} and error_rates("no | table") == []


def test_from_install_to_removal_at_the_command_line(package: Path, home: Path) -> None:
    done = meetapp("models", "install", package, home=home)
    assert (done.code, done.err) == (0, "")
    assert "meetapp models use Small-model-1.2" in done.out
    assert meetapp("models", "use", "Small-model-1.2", home=home).code == 0
    listed = json.loads(meetapp("models", "list", "--json", home=home).out)
    assert [(each["name"], each["in_use"]) for each in listed] == [("shipped", False), ("Small-model-1.2", True)]
    told = meetapp("models", "info", "Small-model-1.2", home=home).out
    assert "licence: CC BY-SA 4.0" in told
    assert "WER %, ours  clean: 12.5 [10–15]" in told
    refused = meetapp("models", "remove", "Small-model-1.2", home=home)
    assert (refused.code, refused.err.count("\n"), refused.out) == (2, 1, "")
    (models.models_folder() / "Small-model-1.2" / "card.md").unlink()
    assert meetapp("models", "verify", home=home).code == 2


def test_the_model_chosen_is_the_one_that_hears(package: Path, home: Path) -> None:
    """The package is whole but no model: only a command that takes it for one can say so."""
    models.use(models.install(package).name)
    recording = Path(__file__).resolve().parents[2] / "assets" / "demo" / "meeting.flac"
    done = meetapp("transcribe", recording, home=home, world="")
    assert done.code == 2
    assert "Small-model-1.2" in done.err
