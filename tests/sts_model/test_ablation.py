"""Arms differ by one choice, runs go on where they were, and no difference is claimed that is not there."""

import json
import sys
from dataclasses import asdict, replace
from pathlib import Path

import numpy as np
import pytest
import torch
from made_data import put_speech
from small_package import write_tiny_package

from sts_model.config import PRESETS
from sts_model.data.packs import AlignedWord, Alignment, DataError
from sts_model.evaluation.segments import Segment, TimedWord
from sts_model.model import Sts
from sts_model.package import read_model
from sts_model.package_search import build_search
from sts_model.search.config import SearchConfig
from sts_model.simulation.plan import Placement, Plan
from sts_model.training.ablation import runs as runs_module
from sts_model.training.ablation.clips import chosen_clips, count_clips
from sts_model.training.ablation.figures import METRICS, Group, Table, bootstrap, count_group, difference, group_of
from sts_model.training.ablation.hear import Test, hear_run, read_heard
from sts_model.training.ablation.phones import heard_phones, true_phones, turns_of
from sts_model.training.ablation.recogniser_study import RECOGNISER, WHOLE
from sts_model.training.ablation.report import arm_figures, findings, markdown, verdict
from sts_model.training.ablation.runs import Budget, Run, cost, finished, planned_runs, train_all, training_command
from sts_model.training.ablation.study import Study
from sts_model.training.ablation.turn_study import BASE_ARM, FINDINGS, FRESH, TURNS
from sts_model.turns import Emission
from sts_model.vocabulary import EOT, SOT, spell

BUDGET = Budget(minutes=2.0, rate=1e-3, batch_s=20.0, stage="multi")
STUDIES = pytest.mark.parametrize("study", [TURNS, RECOGNISER], ids=lambda study: study.stage)
FINISH = (
    "import json, sys, pathlib; folder = pathlib.Path(sys.argv[1]);"
    "(folder / 'checkpoint.pt').touch();"
    "(folder / 'log.jsonl').write_text(json.dumps({'elapsed_s': 120.0, 'step': 7, 'audio_s': 3600.0}))"
)


@STUDIES
def test_arms_have_names_of_their_own_and_findings_name_arms(study: Study) -> None:
    names = [arm.name for arm in study.arms]
    assert len(set(names)) == len(names)
    for finding in study.findings:
        assert {finding.arm, finding.against} <= set(names) and finding.metric in METRICS
    for arm in study.arms:
        SearchConfig(**{**study.search, **arm.search})
        assert arm.like is None or arm.like in names


@STUDIES
def test_an_arm_changes_one_thing(study: Study) -> None:
    kinds = {"fastemit": "fastemit", "fastemit_marks": "fastemit", "band_width": "band", "band_late": "band"}
    kinds |= dict.fromkeys(("eot_late", "eot_early", "eot_clamp_nats"), "eot")
    base = study.base
    for arm in study.arms:
        was = asdict(base.recipe)
        changed = {kinds.get(name, name) for name, value in asdict(arm.recipe).items() if value != was[name]}
        heard_otherwise = arm.like is not None and (bool(arm.search) or not arm.averaged)
        others = arm.fresh_masks + arm.synthetic + heard_otherwise
        assert len(changed) + others == (arm.name != base.name), arm.name
        assert arm.fresh_masks or arm.preset == base.preset, "another separator cannot begin with the masks"


def test_the_base_is_always_run() -> None:
    assert [arm.name for arm in TURNS.chosen(["heat"])] == [BASE_ARM, "heat"]
    assert [arm.name for arm in RECOGNISER.chosen(["last-weights"])] == [WHOLE, "last-weights"]
    assert TURNS.chosen(None) == TURNS.arms
    with pytest.raises(DataError, match="no arm nothing"):
        TURNS.chosen(["nothing"])


def _fake(run: runs_module.Run) -> list[str]:
    return [sys.executable, "-c", FINISH, str(run.folder)]


@pytest.fixture
def quick(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(runs_module, "POLL_S", 0.02)


@pytest.mark.usefixtures("quick")
def test_arms_are_trained_seed_after_seed_and_finished_ones_not_again(tmp_path: Path) -> None:
    runs = planned_runs(TURNS.chosen(["fastemit", "heat"]), [0, 1], tmp_path, tmp_path / "init.pt")
    assert [run.folder.name for run in runs[:4]] == ["sot-eot-0", "fastemit-0", "heat-0", "sot-eot-1"]
    said: list[str] = []
    train_all(runs, BUDGET, _fake, said.append)
    assert sum("trained" in line for line in said) == 6 and all(finished(run, BUDGET) for run in runs)
    assert cost(runs[0]) == {"minutes": 2.0, "steps": 7, "hours_heard": 1.0}
    assert json.loads((tmp_path / "heat-1" / "recipe.json").read_text())["rule"] == "heat"
    said.clear()
    train_all(runs, BUDGET, _fake, said.append)
    assert said == []


@pytest.mark.usefixtures("quick")
def test_an_arm_that_is_only_heard_otherwise_shares_a_training(tmp_path: Path) -> None:
    whole, last = planned_runs(RECOGNISER.chosen(["last-weights"]), [0], tmp_path)
    train_all([whole, last], BUDGET, _fake, lambda _: None)
    assert last.checkpoint == whole.checkpoint and cost(last) == cost(whole) and last.folder != whole.folder
    assert not last.folder.exists() and not last.arm.averaged


def test_only_the_arm_that_hears_synthetic_speech_is_given_it(tmp_path: Path) -> None:
    whole, synthetic = planned_runs(RECOGNISER.chosen(["synthetic"]), [0], tmp_path, synthetic=tmp_path / "pack")
    commands = [training_command(one, BUDGET, tmp_path, tmp_path) for one in (whole, synthetic)]
    assert "--synthetic" not in commands[0] and commands[1][-2:] == ["--synthetic", str(tmp_path / "pack")]
    assert "--init" not in commands[1]


@pytest.mark.parametrize(
    ("options", "sentence"),
    [
        (["--study", "turns"], "start from the same weights"),
        (["--study", "recogniser", "--init", "x"], "start from nothing"),
        (["--study", "recogniser"], "needs --synthetic"),
        (["--study", "recogniser", "--views", "phones"], "no view phones"),
    ],
)
def test_what_a_study_needs_is_asked_for(
    options: list[str], sentence: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    from sts_model.__main__ import main

    places = ["--features", str(tmp_path), "--work", str(tmp_path), "--output", str(tmp_path / "o.json")]
    assert main(["ablate", "--minutes", "1", *places, *options]) == 2
    assert sentence in capsys.readouterr().err


@pytest.mark.usefixtures("quick")
def test_a_failed_run_is_told_and_another_budget_is_refused(tmp_path: Path) -> None:
    runs = planned_runs(TURNS.chosen([BASE_ARM]), [0], tmp_path, tmp_path / "init.pt")
    with pytest.raises(DataError, match=r"sot-eot-0 failed: see .*train\.log"):
        train_all(runs, BUDGET, lambda _: [sys.executable, "-c", "raise SystemExit(1)"], lambda _: None)
    assert not finished(runs[0], BUDGET)
    train_all(runs, BUDGET, _fake, lambda _: None)
    with pytest.raises(DataError, match="another budget"):
        finished(runs[0], replace(BUDGET, minutes=3.0))


def test_the_command_of_a_run_is_one_that_train_takes(tmp_path: Path) -> None:
    from sts_model.__main__ import main

    (run,) = planned_runs(TURNS.chosen([FRESH])[1:], [3], tmp_path, tmp_path / "init.pt")
    command = training_command(run, BUDGET, tmp_path / "none", tmp_path / "features")
    assert command[1:4] == ["-m", "sts_model", "train"] and {"sts-small-mask", "--fresh-masks"} <= set(command)
    run.folder.mkdir()
    (run.folder / "recipe.json").write_text(run.arm.recipe.to_json())
    assert main(command[3:]) == 2, "all options are known; only the data is missing"


def _emissions(tokens: list[tuple[int, int]]) -> list[Emission]:
    return [Emission(token, frame, -0.1) for token, frame in tokens]


K, AE, T = spell(("K", "AE", "T"))


def test_turns_end_at_a_mark_or_a_gap() -> None:
    first = _emissions([(SOT, 1), (K, 2), (AE, 4), (T, 6), (EOT, 9), (EOT, 10), (K, 20), (SOT, 25), (T, 26), (K, 70)])
    turns = turns_of("m", [first, []], moving=False)
    assert [turn.words for turn in turns] == ["K AE T", "K", "T", "K"]
    marks = [turn.marks for turn in turns if turn.marks is not None]
    assert [(mark.sot_s, mark.eot_s) for mark in marks] == [(0.08, 0.4), (None, None), (1.04, None), (None, None)]


def test_a_voice_that_comes_over_is_one_turn_where_voices_move() -> None:
    first = _emissions([(SOT, 0), (K, 1), (EOT, 10), (T, 12), (EOT, 14)])
    second = _emissions([(SOT, 5), (K, 6), (AE, 8)])
    assert [turn.words for turn in turns_of("m", [first, second], moving=True)] == ["K", "K AE T"]
    assert [turn.words for turn in turns_of("m", [first, second], moving=False)] == ["K", "K AE", "T"]


def test_true_phones_are_where_the_plan_puts_them() -> None:
    word = AlignedWord("cat", 30, (("K", 10), ("AE", 10), ("T", 5)))
    alignment = Alignment(-1.0, (AlignedWord("<sil>", 0, (("SIL", 30),)), word))
    placement = Placement("f", "c", "s", 30, 55, "cat", 2.0, 0.0)
    (turn,) = true_phones(Plan("p", "0L", 4.0, (placement,), -20.0), {"f": {"c": alignment}})
    assert turn.words == "K AE T" and [round(p.start_s, 2) for p in turn.timed] == [2.0, 2.1, 2.2]


@pytest.mark.parametrize("preset", ["sts-tiny", "sts-tiny-mask"])
def test_a_model_alone_hears_something_of_any_wave(preset: str) -> None:
    torch.manual_seed(0)
    model = Sts(PRESETS[preset]()).eval()
    with torch.no_grad():
        model.joiner.out.bias[0] = -3.0
    wave_S = np.random.default_rng(0).normal(0, 0.1, 16_000).astype(np.float32)
    for turn in heard_phones(model, "m", wave_S):
        assert turn.words and 0 <= turn.start_time < turn.end_time <= 1.01


def _segment(words: str, start_s: float, speaker: str = "a", channel: int = 0) -> Segment:
    parts = words.split()
    timed = tuple(TimedWord(text, start_s + k, start_s + k + 0.5) for k, text in enumerate(parts))
    return Segment("m", speaker, start_s, start_s + len(parts), words, channel, timed)


def test_a_group_counts_errors_turns_and_second_voices() -> None:
    reference = [_segment("one two three", 0.0), _segment("four five", 1.2, "b")]
    right = count_group("m", "OV10", reference, [reference[0], replace(reference[1], channel=1)])
    assert right.ratios["orc"] == (0, 5) and right.ratios["counting"] == (1, 1)
    assert right.ratios["second"] == (2, 2)
    lost = count_group("m", "OV10", reference, reference[:1])
    assert lost.ratios["orc"] == (2, 5) and lost.ratios["counting"] == (0, 1) and lost.ratios["second"] == (0, 2)
    assert group_of(json.loads(json.dumps(right.to_json()))) == right


def _groups(errors: list[int], ep_ms: float = 300.0, condition: str = "0L") -> list[Group]:
    ratios = {"counting": (1.0, 1.0), "counting_large": (0.0, 0.0), "no_eot": (0.0, 2.0), "second": (1.0, 2.0)}
    return [
        Group(f"g{i}", condition, {"orc": (float(e), 100.0), **ratios}, (ep_ms, ep_ms + i))
        for i, e in enumerate(errors)
    ]


def test_figures_pool_over_groups_and_seeds() -> None:
    table = Table([_groups([10, 20]), _groups([30, 40])])
    assert table.whole("orc") == 0.25 and table.whole("counting_large") is None
    assert table.value("orc", np.array([1]), np.array([0, 0])) == 0.3
    assert table.whole("ep_p50") == 300.0
    with pytest.raises(ValueError, match="same groups"):
        Table([_groups([1]), _groups([1, 2])])


def test_an_interval_holds_the_truth_and_needs_two_groups() -> None:
    rng = np.random.default_rng(0)
    table = Table([_groups(list(rng.integers(10, 30, 40))) for _ in range(2)])
    low, high = bootstrap(table.shape, lambda s, g: table.value("orc", s, g)) or (1.0, 0.0)
    whole = table.whole("orc")
    assert whole is not None and low < whole < high
    one = Table([_groups([10])])
    assert bootstrap(one.shape, lambda s, g: one.value("orc", s, g)) is None
    assert bootstrap(table.shape, lambda s, g: table.value("counting_large", s, g)) is None


def test_only_a_difference_that_is_there_is_claimed() -> None:
    rng = np.random.default_rng(1)
    hard = rng.integers(10, 60, 40)
    base = [_groups(list(hard)), _groups(list(hard + rng.integers(-2, 3, 40)))]
    better = [_groups(list(hard - 4)), _groups(list(hard - 4 + rng.integers(-2, 3, 40)))]
    same = [_groups(list(hard + rng.integers(-2, 3, 40))) for _ in range(2)]
    heard = {BASE_ARM: base, "cot": better, "fastemit": same}
    verdicts = {
        (row["arm"], row["against"]): row["verdict"] for row in findings(FINDINGS, heard, 200) if row["metric"] == "orc"
    }
    assert verdicts == {(BASE_ARM, "cot"): "contradicted", ("fastemit", BASE_ARM): "undecided"}
    found, spread = difference(Table(better), Table(base), "orc", draws=200)
    assert spread is not None and -0.05 < spread[0] < spread[1] < -0.02 and found == pytest.approx(-0.04, abs=0.01)


def test_no_loss_allows_three_percent() -> None:
    finding = next(f for f in FINDINGS if f.no_loss and f.metric == "orc")
    assert verdict(finding, (-0.01, 0.001), 0.2) == "confirmed"
    assert verdict(finding, (-0.01, 0.02), 0.2) == "undecided"
    assert verdict(finding, (0.01, 0.02), 0.2) == "contradicted"
    assert verdict(finding, None, 0.2) == "undecided"


def test_the_report_has_a_row_for_every_arm_and_finding() -> None:
    seeds = [
        _groups([10, 20]) + _groups([5, 6], condition="OV10"),
        _groups([11, 19]) + _groups([7, 6], condition="OV10"),
    ]
    seeds = [[replace(group, id=f"{i}") for i, group in enumerate(groups)] for groups in seeds]
    arms = TURNS.chosen(["cot"])
    row = {
        "choices": "",
        "cost": [{"minutes": 2.0, "steps": 7, "hours_heard": 1.0}] * 2,
    }
    report = {
        "about": {
            **{"command": "ablate", "commit": "c", "budget": asdict(BUDGET), "seeds": [0, 1]},
            **{"start": "nothing", "heard": "4 groups", "search": {}},
        },
        "views": {"phones": "Phones"},
        "arms": {arm.name: {**row, "phones": arm_figures(seeds, 50)} for arm in arms},
        "findings": {"phones": findings(FINDINGS, {arm.name: seeds for arm in arms}, 50)},
    }
    text = markdown(json.loads(json.dumps(report)))
    assert text.count("| cot |") == 3 + sum(r["against"] == "cot" for r in report["findings"]["phones"])
    assert "undecided" in text and "contradicted" not in text.partition("## ")[2]


@pytest.mark.parametrize("units", ["phones", "letters"])
def test_clips_are_heard_with_the_tables_of_a_package(units: str, tmp_path: Path) -> None:
    data, package = tmp_path / "data", tmp_path / "package"
    put_speech(data, "librispeech-dev", clips=8)
    package.mkdir()
    write_tiny_package(package)
    arm = replace(RECOGNISER.base, recipe=replace(RECOGNISER.base.recipe, units=units))
    run = Run(arm, 0, tmp_path / "work")
    run.folder.mkdir(parents=True)
    model = read_model(package)
    state = {"config": model.config.to_json(), "averaged": model.state_dict(), "objective": {}}
    torch.save(state, run.checkpoint)
    test = Test(data, package, RECOGNISER.search, limit=4)
    hear_run(run, "clips", test)
    groups = read_heard(run, "clips", test)
    assert [group.id for group in groups] == [clip.id for clip in chosen_clips(data, 4)] and len(groups) == 4
    assert Table([groups]).metrics == ("wer",) and all(group.ratios["wer"][1] == 3 for group in groups)
    if units == "phones":
        assert groups == count_clips(model, build_search(model, package), data, 4)
