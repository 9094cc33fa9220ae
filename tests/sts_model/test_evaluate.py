"""The evaluate command on a small made-up data folder: figures, subset, reuse, and a sentence when data is missing."""

import json
from itertools import pairwise
from pathlib import Path
from types import SimpleNamespace

import pytest
import soundfile
from made_data import put_lines, put_speech, tone

from sts_model.__main__ import main
from sts_model.data.packs import for_testing
from sts_model.evaluation import ours, sets, systems
from sts_model.evaluation.heard import Heard
from sts_model.evaluation.hearing import Result, read_kept, write_kept
from sts_model.evaluation.segments import (
    Marks,
    Segment,
    TimedWord,
    from_seglst,
    read_rttm,
    read_seglst,
    to_rttm,
    to_seglst,
)
from sts_model.evaluation.sets import open_set
from sts_model.evaluation.stability import Stability
from sts_model.simulation.plan import read_plans
from sts_model.turns import Partial, Turn, Word

RATE = 16_000


class Parrot:
    """A pipeline that says "yes no" once it has heard a second, and revises the speaker at the end.

    What it says stands between marks of frames 1 and 13 in the first channel; its words start and end with frames.
    """

    def __init__(self) -> None:
        self.heard = 0
        self.segments = {}
        self.model = SimpleNamespace(lookahead=10)
        self.search = None

    @classmethod
    def load(cls, folder, **_):
        return cls()

    def turn(self, speaker):
        words = (Word("yes", 1920, 4480, 0.8), Word("no", 4480, 7680, 0.6))
        return Turn(0, 0, speaker, 640, 7680, words)

    def accept(self, wave_S):
        before, self.heard = self.heard, self.heard + len(wave_S)
        if not before < RATE <= self.heard:
            return [Partial(0, 1920, (Word("yet", 1920, 4480),))] if not before else []
        self.segments[0] = SimpleNamespace(sot_frame=1, eot_frame=13, ended="eot")
        return [self.turn(1), Partial(0, 0, ())]

    def finish(self):
        return [self.turn(2)]


@pytest.fixture(autouse=True)
def parrot(monkeypatch):
    monkeypatch.setattr(ours, "Pipeline", Parrot)


@pytest.fixture
def data(tmp_path: Path) -> Path:
    folder = tmp_path / "data"
    put_speech(folder, "an4-test", clips=6)
    (folder / "meetings").mkdir()
    put_meeting(folder / "meetings", "ami_one", ".opus")
    put_meeting(folder / "meetings", "ami_two", ".opus")
    return folder


def put_meeting(folder: Path, name: str, suffix: str) -> None:
    container = {"format": "OGG", "subtype": "OPUS"} if suffix == ".opus" else {}
    soundfile.write(folder / f"{name}{suffix}", tone(2.0), RATE, **container)
    segments = [Segment(name, "x", 0.1, 0.5, "Yes, no."), Segment(name, "y", 1.0, 1.5, "Today")]
    words = ["start\tend\tspeaker\tword", "0.1\t0.3\tx\tYes,", "0.3\t0.5\tx\tno.", "1.0\t1.5\ty\tToday"]
    (folder / f"{name}.words.tsv").write_text("\n".join(words) + "\n")
    (folder / f"{name}.seglst.json").write_text(json.dumps(to_seglst(segments)))
    (folder / f"{name}.rttm").write_text(to_rttm(segments))


def evaluate(*options: object) -> int:
    return main(["evaluate", *map(str, options)])


def test_a_run_scores_clips_and_meetings(data, tmp_path, capsys):
    output = tmp_path / "figures.json"
    assert evaluate("--data", data, "--sets", "an4-test,ami-meetings", "--output", output) == 0
    report = json.loads(output.read_text())
    clips = report["sets"]["an4-test"]
    # Texts are "yes no meeting", "no meeting today", ...: each heard as "yes no".
    assert clips["recordings"] == clips["of"] == 6
    assert clips["systems"]["ours"]["wer"]["words"] == 18
    meetings = report["sets"]["ami-meetings"]["systems"]["ours"]
    assert {k: meetings["cpwer"][k] for k in ("deletions", "words", "recordings")} == {
        "deletions": 2,
        "words": 6,
        "recordings": 2,
    }
    assert meetings["orcwer"]["rate"] == pytest.approx(1 / 3)
    assert meetings["der"]["missed_s"] == pytest.approx(1.04) and meetings["der"]["rate"] == pytest.approx(1.16 / 1.8)
    assert 0 <= meetings["rtf"] < 1
    assert meetings["tcpwer"]["rate"] == pytest.approx(1 / 3)
    printed = capsys.readouterr()
    assert printed.out == output.with_suffix(".md").read_text()
    assert "| ami-meetings | 2 | 33.3" in printed.out and "an4-test" in printed.err
    assert report["command"] == "python -m sts_model evaluate --systems ours --sets an4-test,ami-meetings"
    assert report["commit"] and report["limit"] is None and str(tmp_path) not in json.dumps(report)


def test_a_run_tells_turns_latency_overlap_confidence_and_partials(data, tmp_path):
    output = tmp_path / "figures.json"
    assert evaluate("--data", data, "--sets", "ami-meetings,an4-test", "--output", output) == 0
    figures = json.loads(output.read_text())["sets"]["ami-meetings"]["systems"]["ours"]
    turns = {name: (row["count"], row["of"]) for name, row in figures["turns"].items() if name != "ended"}
    assert (
        turns["turn_counting"] == (0, 2) and turns["count_error"] == (2, 2) and turns["turn_counting_large"] == (0, 0)
    )
    # Heard from 0.04 to 0.48 s, said from 0.1 to 0.5 s.
    assert turns["matched_turns"] == (4, 6) and turns["boundary_f1_0.25"] == (8, 12)
    assert turns["omitted"] == (2, 4) and turns["no_eot"] == (0, 2) and turns["leaked_per_100"] == (0, 4)
    assert figures["turns"]["ended"] == {"eot": 2}
    assert figures["overlap"]["second_voice"]["of"] == 0
    latency = figures["latency"]["placed"]
    # <sot> ends at 0.08 s, the first phone at 0.16, the last word at 0.48, <eot> at 0.56; given once 1.0 s were heard.
    expected = {"SP": -20, "FS": 60, "LS": -20, "EP": 60, "GIVEN": 500}
    assert {name: row["p50_ms"]["rate"] for name, row in latency.items()} == pytest.approx(expected)
    assert latency["EP"]["p90_ms"]["with_lookahead"] == pytest.approx(60 + 100 + 15)
    assert figures["latency"]["exact"]["EP"]["count"] == 2 and figures["latency"]["turns"] == 4
    assert figures["confidence"]["ece"]["rate"] == pytest.approx(0.3)
    # "yet" was shown and taken back.
    assert (figures["partials"]["upwr"]["count"], figures["partials"]["upwr"]["of"]) == (2, 4)
    table = output.with_suffix(".md").read_text()
    for head in ("counted right %", "second voice %", "UPWR %", "| EP |", "ECE %"):
        assert head in table


def test_a_limit_scores_the_same_subset_each_time(data):
    first, second = (open_set("an4-test", data, 3) for _ in range(2))
    assert first.recordings == second.recordings and len(first.recordings) == 3 and first.num_all == 6
    assert [name for name, _ in first.waves({r.id for r in first.recordings})] == [r.id for r in first.recordings]


def test_what_was_heard_is_not_run_again(data, tmp_path, monkeypatch):
    details, output = tmp_path / "details.json", tmp_path / "out.json"
    assert evaluate("--data", data, "--sets", "an4-test", "--limit", 3, "--details", details) == 0
    monkeypatch.setattr(Parrot, "accept", lambda *_: pytest.fail("run again"))
    assert evaluate("--data", data, "--sets", "an4-test", "--limit", 3, "--reuse", details, "--output", output) == 0
    report = json.loads(output.read_text())
    assert report["reused"]["ours"]["command"].endswith("--sets an4-test --limit 3")
    assert report["sets"]["an4-test"]["of"] == 6


def heard(name):
    timed = (TimedWord("meeting", 0.2, 0.6, 0.5),)
    return Segment(name, "1", 0, 1, "meeting", 0, timed, Marks(0.1, None, "silence", 1.0))


def test_both_systems_stand_side_by_side(data, tmp_path, capsys):
    kept = {
        "pocketsphinx": {
            "an4-test": {
                f"an4-test-{i:03d}": Result(Heard((heard(f"an4-test-{i:03d}"),), 0.5, Stability(1, 2), 0.4), 1.0)
                for i in range(6)
            },
            "ami-meetings": {name: Result(Heard((), 0.5), 2.0) for name in ("ami_one", "ami_two")},
        }
    }
    write_kept(tmp_path / "kept.json", kept, {"commit": "abc"})
    assert read_kept(tmp_path / "kept.json") == (kept, {"commit": "abc"})
    options = ["--systems", "ours,pocketsphinx", "--sets", "an4-test,ami-meetings", "--reuse", tmp_path / "kept.json"]
    assert evaluate("--data", data, *options) == 0
    out = capsys.readouterr().out
    assert "| WER %, ours | WER %, pocketsphinx |" in out
    assert "ORC-WER %, pocketsphinx" in out and "cpWER %, pocketsphinx" not in out


def test_the_demo_needs_no_data_folder(tmp_path, monkeypatch, capsys):
    put_meeting(tmp_path, "meeting", ".flac")
    monkeypatch.setattr(sets, "DEMO", tmp_path)
    monkeypatch.setenv("MEETAPP_DATA", str(tmp_path / "none"))
    assert evaluate("--sets", "demo") == 0
    assert "| demo | 1 |" in capsys.readouterr().out


def test_two_processes_hear_the_same(data, tmp_path):
    options = ["--data", data, "--sets", "an4-test", "--systems", "pocketsphinx", "--limit", 3]
    for processes in (1, 2):
        details = tmp_path / f"{processes}.json"
        assert evaluate(*options, "--processes", processes, "--details", details) == 0
    one, two = (read_kept(tmp_path / f"{n}.json")[0]["pocketsphinx"]["an4-test"] for n in (1, 2))
    assert {name: result.heard.segments for name, result in one.items()} == {
        name: result.heard.segments for name, result in two.items()
    }


def test_the_committed_meetings_are_conversations_of_dev_speech():
    plans = read_plans(sets.PLANS)
    assert len(plans) == 6 and all(55 <= plan.duration_s <= 120 for plan in plans)
    for plan in plans:
        assert {placement.folder for placement in plan.placements} == {"librispeech-dev"}
        assert len({placement.speaker for placement in plan.placements}) in (3, 4)
        assert all(name is None or for_testing(name) for name in (plan.room, plan.noise))
    pairs = [(a, b) for plan in plans for a, b in pairwise(plan.placements)]
    assert 0.3 < sum(b.start_s < a.end_s for a, b in pairs) / len(pairs) < 0.7


def test_pocketsphinx_hears_a_tone_without_words(data, capsys):
    assert evaluate("--data", data, "--sets", "ami-meetings", "--systems", "pocketsphinx", "--limit", 1) == 0
    assert "ORC-WER %, pocketsphinx" in capsys.readouterr().out


@pytest.mark.parametrize(
    ("options", "sentence"),
    [
        (["--data", "/nowhere"], "no data folder /nowhere"),
        (["--sets", "an5-test"], "no test set an5-test"),
        (["--sets", "ami-mixtures"], "has no recordings"),
        (["--sets", "simulated"], "is missing"),
        (["--reuse", "/nowhere.json"], "kept results /nowhere.json cannot be read"),
    ],
)
def test_what_is_missing_is_a_sentence_and_exit_code_2(data, capsys, options, sentence):
    assert evaluate("--data", data, "--sets", "an4-test", *options) == 2
    captured = capsys.readouterr()
    assert sentence in captured.err and "Traceback" not in captured.err


def test_a_folder_without_a_model_is_a_sentence(data, tmp_path, capsys, monkeypatch):
    monkeypatch.undo()
    systems.load_system.cache_clear()
    assert evaluate("--data", data, "--sets", "an4-test", "--model", tmp_path) == 2
    captured = capsys.readouterr()
    assert str(tmp_path) in captured.err and "Traceback" not in captured.err


def test_a_clip_that_no_shard_has_is_a_sentence(data, capsys):
    manifest = data / "speech" / "an4-test" / "manifest.jsonl"
    rows = [json.loads(line) for line in manifest.read_text().splitlines()]
    put_lines(manifest, [*rows, {**rows[0], "id": "ghost"}])
    assert evaluate("--data", data, "--sets", "an4-test") == 2
    assert "no audio of ghost" in capsys.readouterr().err


@pytest.mark.parametrize("options", [["--limit", "0"], ["--systems", "theirs"], ["--processes", "3"], ["--sets", ","]])
def test_wrong_options_are_refused(options, capsys):
    with pytest.raises(SystemExit) as stop:
        evaluate(*options)
    assert stop.value.code == 2


def test_seglst_and_rttm_survive_their_files(tmp_path):
    segments = (Segment("m", "x", 0.25, 1.5, "a b"), Segment("m", "y", 1.0, 2.0, "c"))
    assert from_seglst(to_seglst(segments)) == segments
    (tmp_path / "m.rttm").write_text(to_rttm(segments))
    assert [(t.speaker, t.start_time, t.end_time) for t in read_rttm(tmp_path / "m.rttm")] == [
        ("x", 0.25, 1.5),
        ("y", 1.0, 2.0),
    ]


def test_a_broken_list_of_words_is_a_sentence(data, capsys):
    (data / "meetings" / "ami_one.words.tsv").write_text("start\tend\n1\t2\n")
    assert evaluate("--data", data, "--sets", "ami-meetings") == 2
    assert "are not start, end, speaker and word" in capsys.readouterr().err


@pytest.mark.parametrize("text", ["", "{}", "[1]", '[{"speaker": "x"}]'])
def test_a_broken_reference_is_a_sentence(tmp_path, text):
    (tmp_path / "m.seglst.json").write_text(text)
    (tmp_path / "m.rttm").write_text("SPEAKER m 1 x\n")
    with pytest.raises(sets.DataError, match="is not SegLST"):
        read_seglst(tmp_path / "m.seglst.json")
    with pytest.raises(sets.DataError, match="is not RTTM"):
        read_rttm(tmp_path / "m.rttm")
