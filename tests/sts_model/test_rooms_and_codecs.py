"""Simulated rooms obey acoustics, codecs and telephones keep the times, and plans of before keep their sound."""

import json
from dataclasses import replace

import numpy as np
import pytest
from made_data import put_rooms_and_noise, put_speech, tone

from sts_model.__main__ import main
from sts_model.simulation import codecs, conditions
from sts_model.simulation.conditions import Conditions, Transmission, draw_room, draw_transmission
from sts_model.simulation.plan import Placement, Plan, draw_plan, read_plans, write_plans
from sts_model.simulation.render import render, transmitted
from sts_model.simulation.sources import read_sources
from sts_model.simulation.spaces import MIXED_S, TAPS, Space, draw_space, responses

ROOM = Space((6.0, 5.0, 3.0), 0.5, (3.0, 2.5, 1.0), ("near", "far"), ((3.0, 3.5, 1.0), (0.5, 0.5, 1.0)), seed=4)
EVERYTHING = Conditions(rooms="any", p_clipped=0.5, p_telephone=0.4, p_codec=0.4)


def images_by_hand(space, place, reach_m):
    """(distance, reflections) of every image: walls unfolded one after the other."""
    found = []
    orders = range(-6, 7)
    for nx in orders:
        for ny in orders:
            for nz in orders:
                image = [
                    n * side + (x if n % 2 == 0 else side - x)
                    for n, side, x in zip((nx, ny, nz), space.size_m, place, strict=True)
                ]
                distance = float(np.linalg.norm(np.array(image) - space.microphone_m))
                if distance <= reach_m:
                    found.append((distance, abs(nx) + abs(ny) + abs(nz)))
    return sorted(found)


def test_images_are_those_of_unfolded_walls():
    from sts_model.simulation.spaces import _images

    place = np.array(ROOM.places_m[1])
    distances, bounces = _images(np.array(ROOM.size_m), place, np.array(ROOM.microphone_m), 20.0)
    expected = images_by_hand(ROOM, ROOM.places_m[1], 20.0)
    assert len(distances) == len(expected) > 300
    found = sorted(zip(distances.tolist(), bounces.tolist(), strict=True))
    np.testing.assert_allclose([d for d, _ in found], [d for d, _ in expected])
    assert sorted(b for _, b in found) == sorted(b for _, b in expected)


def test_the_direct_sound_comes_first_at_its_place_and_fades_with_distance():
    for speaker, place in zip(ROOM.speakers, ROOM.places_m, strict=True):
        response_S = responses(ROOM)[speaker]
        distance = np.linalg.norm(np.array(place) - ROOM.microphone_m)
        assert response_S[TAPS] == pytest.approx(1 / distance, rel=0.02)
        assert np.abs(response_S[: TAPS - 1]).max() < 0.02


def decay_s(response_S):
    """Reverberation time from the decay between -5 and -25 dB of what follows the direct sound, after Schroeder."""
    left = np.cumsum((response_S[TAPS + 80 :].astype(float) ** 2)[::-1])[::-1]
    level_db = 10 * np.log10(left / left[0] + 1e-12)
    return 3 * (np.argmax(level_db < -25) - np.argmax(level_db < -5)) / 16_000


@pytest.mark.parametrize("rt60_s", [0.25, 0.4, 0.6])
def test_a_room_decays_in_the_time_it_is_given(rt60_s):
    for response_S in responses(replace(ROOM, rt60_s=rt60_s)).values():
        assert decay_s(response_S) == pytest.approx(rt60_s, rel=0.2)


def test_early_and_late_reflections_join_without_a_step():
    energies = []
    for seed in range(8):
        response_S = responses(replace(ROOM, seed=seed))["far"]
        join = round(MIXED_S * 16_000) + TAPS
        before, after = response_S[join - 240 : join], response_S[join : join + 240]
        energies.append(float((after**2).sum() / (before**2).sum()))
    assert 0.3 < np.mean(energies) < 1.5  # 15 ms of decay are a factor of 0.66


@pytest.mark.parametrize("seed", range(20))
def test_rooms_are_drawn_with_everyone_inside_and_the_microphone_where_it_was_asked_for(seed):
    for near in (True, False):
        space = draw_space(np.random.default_rng(seed), ["a", "b", "c", "d"], near)
        away = np.linalg.norm(np.array(space.places_m) - space.microphone_m, axis=1)
        assert (away[0] < 0.7) if near else (away.min() > 0.7)
        assert set(responses(space)) == {"a", "b", "c", "d"}


def test_a_place_outside_the_room_is_an_error():
    with pytest.raises(ValueError, match="outside the room"):
        responses(replace(ROOM, microphone_m=(7.0, 1.0, 1.0)))


def placed(speaker, start_s):
    return Placement("made", speaker, speaker, 10, 60, "yes", start_s, 0.0)


def test_talkers_at_two_places_sound_as_loud_as_they_are_near():
    plan = Plan("p", "sts", 4.0, (placed("near", 0.5), placed("far", 2.5)), -25.0, space=replace(ROOM, rt60_s=0.2))
    noise = np.random.default_rng(0).normal(0, 0.1, 16_000).astype(np.float32)
    clips = {("made", speaker): noise for speaker in ROOM.speakers}
    wave_S = render(plan, clips, None, None)
    near, far = (float((wave_S[start : start + 8_000] ** 2).mean()) for start in (8_000, 40_000))
    assert near > 1.5 * far > 0
    assert np.abs(wave_S[:7_000]).max() < 1e-3 < np.abs(wave_S[8_000:8_800]).max()
    assert np.array_equal(wave_S, render(plan, clips, None, None))


def speechlike(seconds=3.0):
    """Noise of many bands that comes and goes: its correlation has one clear peak."""
    rng = np.random.default_rng(1)
    wave_S = np.convolve(rng.normal(0, 0.2, round(seconds * 16_000)), np.ones(6) / 6, "same")
    wave_S[16_000:24_000] *= 0.01
    return wave_S.astype(np.float32)


@pytest.mark.parametrize("name", codecs.CODECS)
def test_a_codec_keeps_length_and_times_and_loses_something(name):
    if not codecs.available(name):
        pytest.skip(f"this PyAV does not encode {name}")
    sent_S = speechlike()
    heard_S = codecs.through_codec(sent_S, name)
    assert heard_S.shape == sent_S.shape and heard_S.dtype == np.float32
    assert abs(codecs._delay(sent_S, heard_S)) <= 1
    band_sent, band_heard = (codecs.band_limited(wave_S, 300, 3_000) for wave_S in (sent_S, heard_S))
    assert np.corrcoef(band_sent, band_heard)[0, 1] > 0.75
    assert not np.array_equal(heard_S, sent_S)
    assert np.array_equal(heard_S, codecs.through_codec(sent_S, name))


def test_every_codec_that_can_be_drawn_is_known():
    assert {*conditions.TELEPHONE_CODECS, *conditions.CODECS} == set(codecs.CODECS)


def test_an_unknown_codec_is_an_error():
    with pytest.raises(ValueError, match="codec gsm is unknown"):
        codecs.through_codec(tone(0.1), "gsm")


def test_the_band_of_a_telephone_leaves_nothing_outside():
    mixed_S = tone(1.0, 100) + tone(1.0, 1_000) + tone(1.0, 5_000)
    heard_S = transmitted(mixed_S, Transmission(band_hz=(300.0, 3_400.0)))
    power = np.abs(np.fft.rfft(heard_S))[[100, 1_000, 5_000]]
    assert power[1] > 300 * max(power[0], power[2])
    np.testing.assert_allclose(heard_S[4_000:12_000], tone(1.0, 1_000)[4_000:12_000], atol=2e-3)


def test_clipping_flattens_the_peaks():
    wave_S = tone(1.0, level=0.5)
    clipped_S = transmitted(wave_S, Transmission(overdrive_db=6.0))
    assert np.abs(clipped_S).max() == pytest.approx(0.25, rel=0.01)
    assert (np.abs(clipped_S) > 0.249).mean() > 0.5


def test_conditions_are_drawn_as_often_as_they_say():
    rng = np.random.default_rng(0)
    ways = [draw_transmission(rng, EVERYTHING) for _ in range(2_000)]
    found = [way for way in ways if way is not None]
    assert np.mean([way.overdrive_db is not None for way in found]) * len(found) / 2_000 == pytest.approx(0.5, abs=0.05)
    assert sum(way.band_hz is not None for way in found) / 2_000 == pytest.approx(0.4, abs=0.05)
    assert sum(way.codec in conditions.CODECS for way in found) / 2_000 == pytest.approx(0.4, abs=0.05)
    rooms = [draw_room(rng, EVERYTHING, ["r"], ["a", "b"]) for _ in range(2_000)]
    assert np.mean([room == "r" for room, _ in rooms]) == pytest.approx(0.375, abs=0.05)
    assert np.mean([space is not None for _, space in rooms]) == pytest.approx(0.375, abs=0.05)
    assert draw_transmission(rng, Conditions()) is None
    assert draw_room(rng, Conditions(rooms="none"), ["r"], ["a"]) == (None, None)


@pytest.fixture(scope="module", name="data")
def made(tmp_path_factory):
    folder = tmp_path_factory.mktemp("data")
    put_speech(folder, "librispeech-dev", clips=64, speakers=4)
    put_rooms_and_noise(folder)
    return folder


def test_plans_with_rooms_and_codecs_survive_their_file(data, tmp_path):
    sources = read_sources(data, "dev", seed=1)
    rng = np.random.default_rng(3)
    drawn = [
        draw_plan(rng, f"m{i}", "conversation", sources.voices, 20.0, sources.rooms, sources.noises, EVERYTHING)
        for i in range(12)
    ]
    assert any(plan.space for plan in drawn) and any(plan.transmission for plan in drawn)
    write_plans(tmp_path / "plans.jsonl", drawn)
    assert read_plans(tmp_path / "plans.jsonl") == drawn


def test_plans_of_before_there_were_rooms_and_codecs_are_read_and_sound_the_same(tmp_path):
    old = (
        '{"id": "m", "kind": "sts", "duration_s": 2.0, "placements": [{"folder": "made", "clip": "a", "speaker": "a", '
        '"first_frame": 10, "end_frame": 60, "words": "yes", "start_s": 1.0, "level_db": 0.0}], '
        '"loudness_dbfs": -20.0, "room": null, "noise": null, "snr_db": 12.0, "noise_start_s": 0.0}\n'
    )
    (tmp_path / "plans.jsonl").write_text(old, encoding="utf-8")
    (plan,) = read_plans(tmp_path / "plans.jsonl")
    clip_S = tone(1.0)
    wave_S = render(plan, {("made", "a"): clip_S}, None, None)
    ramp = np.linspace(0, 1, 800, dtype=np.float32)
    piece_S = clip_S[800:10_400] * np.concatenate([ramp, np.ones(8_000, np.float32), ramp[::-1]])
    expected_S = np.zeros(32_000)
    expected_S[15_200:24_800] = piece_S
    expected_S *= 0.1 / np.sqrt((expected_S[16_000:24_000] ** 2).mean())
    np.testing.assert_allclose(wave_S, expected_S, atol=1e-6)


def simulate(data, folder, *options):
    arguments = ["--hours", "0.02", "--split", "dev", "--data", str(data), "--seconds", "10", "15"]
    return main(["simulate", *arguments, "--output", str(folder), *options])


def test_the_command_makes_rooms_codecs_and_cuts(data, tmp_path):
    options = ["--rooms", "simulated", "--microphone", "far", "--telephone", "0.5", "--codec", "0.5", "--clipped", "1"]
    assert simulate(data, tmp_path, *options, "--lhotse") == 0
    plans = read_plans(tmp_path / "plans.jsonl")
    assert all(plan.room is None and plan.transmission and plan.transmission.overdrive_db for plan in plans)
    assert {bool(plan.transmission.band_hz) for plan in plans} == {True, False}
    cuts = [json.loads(line) for line in (tmp_path / "cuts.jsonl").read_text().splitlines()]
    assert [cut["id"] for cut in cuts] == [plan.id for plan in plans]
    assert [s["text"] for s in cuts[0]["supervisions"]] == [p.words for p in plans[0].placements]


def test_lhotse_reads_the_cuts(data, tmp_path):
    lhotse = pytest.importorskip("lhotse")
    assert simulate(data, tmp_path, "--lhotse") == 0
    plans = read_plans(tmp_path / "plans.jsonl")
    cuts = lhotse.CutSet.from_file(tmp_path / "cuts.jsonl").with_recording_path_prefix(str(tmp_path))
    for cut, plan in zip(cuts, plans, strict=True):
        lhotse.validate(cut)
        assert cut.load_audio().shape == (1, cut.num_samples)
        assert [s.speaker for s in cut.supervisions] == [p.speaker for p in plan.placements]


@pytest.mark.parametrize("options", [["--codec", "1.5"], ["--telephone", "0.6", "--codec", "0.6"]])
def test_impossible_shares_are_a_sentence(data, tmp_path, capsys, options):
    assert simulate(data, tmp_path, *options) == 2
    assert "share" in capsys.readouterr().err
