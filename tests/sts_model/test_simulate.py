"""Plans and waves of simulated meetings: pieces, levels, rooms and noise where the plan says, and the command."""

import json
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
import soundfile
from made_data import put_rooms_and_noise, put_speech, tone

from sts_model.__main__ import main
from sts_model.data.packs import AlignedWord, Alignment, DataError, for_testing
from sts_model.evaluation.segments import read_rttm, read_seglst
from sts_model.simulation.pieces import cut_pieces
from sts_model.simulation.plan import Placement, Plan, draw_plan, read_plans, reference, write_plans
from sts_model.simulation.render import render, reverberate
from sts_model.simulation.sources import Renderer, read_sources


@pytest.fixture(scope="module")
def data(tmp_path_factory) -> Path:
    folder = tmp_path_factory.mktemp("data")
    put_speech(folder, "librispeech-dev", clips=64, speakers=4)
    put_speech(folder, "made-train", clips=75, speakers=5)
    put_rooms_and_noise(folder)
    return folder


def word(text, start, frames):
    return AlignedWord(text, start, (("AA", frames),))


def test_pieces_are_cut_only_at_pauses_and_hold_every_word():
    words = (word("<sil>", 0, 20), word("a", 20, 10), word("<sil>", 30, 5), word("b", 35, 10), word("<sil>", 45, 30))
    alignment = Alignment(-10.0, (*words, word("c", 75, 10), word("<sil>", 85, 15)))
    cuts = {tuple(cut_pieces(np.random.default_rng(seed), "x", alignment)) for seed in range(20)}
    texts = {tuple(piece.words for piece in pieces) for pieces in cuts}
    assert texts == {("a b c",), ("a b", "c")}
    first = next(pieces[0] for pieces in cuts if len(pieces) == 2)
    assert (first.first_frame, first.end_frame, first.length_s) == (20, 45, 0.25)
    assert cut_pieces(np.random.default_rng(0), "x", replace(alignment, score=-40.0)) == []


def placement(start_s=1.0, level_db=0.0, speaker="a"):
    return Placement("made", speaker, speaker, 10, 60, "yes", start_s, level_db)


def plan(*placements, **changes):
    return Plan("p", "sts", 4.0, placements, loudness_dbfs=-20.0, **changes)


def energy(wave_S):
    return float(np.sqrt((wave_S.astype(float) ** 2).mean()))


def test_a_piece_sounds_where_the_plan_puts_it():
    wave = render(plan(placement()), {("made", "a"): tone(1.0)}, None, None)
    assert wave.dtype == np.float32 and len(wave) == 64_000
    assert energy(wave[16_000:24_000]) == pytest.approx(0.1, rel=0.05)  # -20 dBFS
    assert energy(wave[:15_000]) == energy(wave[25_000:]) == 0


def test_level_differences_between_speakers_are_kept():
    clips = {("made", "a"): tone(1.0, level=0.01), ("made", "b"): tone(1.0, level=0.3)}
    wave = render(plan(placement(level_db=3.0), placement(2.0, -3.0, "b")), clips, None, None)
    ratio = energy(wave[17_600:22_400]) / energy(wave[33_600:38_400])
    assert 20 * np.log10(ratio) == pytest.approx(6.0, abs=0.1)


def test_noise_stands_below_speech_by_the_planned_ratio():
    noise = np.random.default_rng(0).normal(0, 0.3, 8_000).astype(np.float32)
    wave = render(plan(placement(), noise="n", snr_db=15.0), {("made", "a"): tone(1.0)}, None, noise)
    assert 20 * np.log10(energy(wave[:15_000]) / 0.1) == pytest.approx(-15.0, abs=0.3)


def test_a_loud_meeting_is_not_clipped():
    loud = replace(plan(placement()), loudness_dbfs=0.0)
    assert np.abs(render(loud, {("made", "a"): tone(1.0)}, None, None)).max() == pytest.approx(0.99, abs=0.001)


def test_a_room_adds_its_echo_without_delaying_the_direct_sound():
    click = np.zeros(1000, np.float32)
    click[100] = 1.0
    response = np.zeros(500, np.float32)
    response[[50, 250]] = 1.0, 0.5
    wet = reverberate(click, response)
    assert wet.argmax() == 100 and wet[300] == pytest.approx(wet[100] / 2, abs=1e-5)


def test_plans_survive_their_file_and_render_the_same(data, tmp_path):
    sources = read_sources(data, "dev", seed=1)
    rng = np.random.default_rng(3)
    drawn = [
        draw_plan(rng, f"m{i}", "conversation", sources.voices, 20.0, sources.rooms, sources.noises) for i in range(4)
    ]
    write_plans(tmp_path / "plans.jsonl", drawn)
    assert read_plans(tmp_path / "plans.jsonl") == drawn
    assert np.array_equal(Renderer(data).wave(drawn[0]), Renderer(data).wave(drawn[0]))


def test_rooms_and_noises_keep_to_their_split(data):
    dev, train = (read_sources(data, split, seed=1) for split in ("dev", "train"))
    assert dev.rooms and all(map(for_testing, [*dev.rooms, *dev.noises]))
    assert train.rooms and not any(map(for_testing, [*train.rooms, *train.noises]))
    assert {voice.folder for voice in dev.voices} == {"librispeech-dev"}
    assert {voice.folder for voice in train.voices} == {"made-train"}


def test_the_command_writes_audio_and_references_that_agree(data, tmp_path, capsys):
    options = ["--kind", "conversation", "--hours", "0.01", "--split", "dev", "--data", str(data), "--seed", "5"]
    assert main(["simulate", *options, "--seconds", "15", "20", "--output", str(tmp_path)]) == 0
    plans = read_plans(tmp_path / "plans.jsonl")
    assert sum(a_plan.duration_s for a_plan in plans) >= 36
    for a_plan in plans:
        info = soundfile.info(tmp_path / f"{a_plan.id}.flac")
        assert (info.samplerate, info.channels) == (16_000, 1)
        assert info.duration == pytest.approx(a_plan.duration_s, abs=0.01) and info.duration <= 20
        entries = json.loads((tmp_path / f"{a_plan.id}.seglst.json").read_text())
        assert set(entries[0]) == {"session_id", "speaker", "start_time", "end_time", "words"}
        segments = read_seglst(tmp_path / f"{a_plan.id}.seglst.json")
        assert [s.words for s in segments] == [p.words for p in a_plan.placements]
        turns = read_rttm(tmp_path / f"{a_plan.id}.rttm")
        assert [t.speaker for t in turns] == [s.speaker for s in segments]
        assert reference(a_plan)[0].session_id == a_plan.id
    assert "s, " in capsys.readouterr().err


@pytest.mark.parametrize(
    ("options", "sentence"),
    [
        (["--data", "/nowhere/at/all"], "no data folder"),
        (["--split", "test"], "no speech for the split test"),
        (["--speakers", "5", "9"], "has only 4 speakers"),
        (["--speakers", "4", "3"], "--speakers must be"),
        (["--seconds", "0", "3"], "--seconds must be"),
        (["--hours", "nan"], "--hours must be"),
        (["--seconds", "1", "1.1"], "No utterance fits"),
    ],
)
def test_what_is_missing_is_a_sentence_and_exit_code_2(data, tmp_path, capsys, options, sentence):
    arguments = ["simulate", "--hours", "0.001", "--split", "dev", "--data", str(data), "--output", str(tmp_path)]
    assert main([*arguments, *options]) == 2
    captured = capsys.readouterr()
    assert sentence in captured.err and "Traceback" not in captured.err


def test_a_plan_of_missing_audio_is_a_sentence(data):
    with pytest.raises(DataError, match="no audio nobody"):
        Renderer(data).wave(plan(replace(placement(speaker="nobody"), folder="librispeech-dev")))
