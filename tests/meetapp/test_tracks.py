"""A track gives back every sample that was written, whatever the blocks, the cuts and the crashes."""

import errno
import os
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from meetapp import tracks
from meetapp.errors import StorageError
from meetapp.journal import Gap, JournalReader, Start, Stop, stop_track, track_path
from meetapp.tracks import TrackReader, TrackWriter

RATE = 16_000
blocks = st.lists(st.integers(0, 400), max_size=12)


def sound(num_samples: int, seed: int = 0) -> np.ndarray:
    return np.random.default_rng(seed).integers(-32768, 32768, num_samples).astype(np.int16)


def write(folder: Path, wave_S: np.ndarray, sizes: list[int]) -> TrackWriter:
    writer = TrackWriter(folder, device="test", rate=RATE)
    for block_S in np.split(wave_S, np.cumsum(sizes)[:-1]) if sizes else []:
        writer.append(block_S)
    return writer


def as_int16(wave_S: np.ndarray) -> np.ndarray:
    return np.round(wave_S * 32768).astype(np.int16)


def read_all(reader: TrackReader, at_once: int = 1 << 20) -> np.ndarray:
    pieces = [np.zeros(0, np.float32)]
    while len(piece := reader.read_new(at_once)):
        pieces.append(piece)
    return as_int16(np.concatenate(pieces))


@given(sizes=blocks, at_once=st.integers(1, 700))
def test_any_blocks_read_in_any_pieces_are_the_whole(tmp_path_factory, sizes, at_once):
    folder, wave_S = tmp_path_factory.mktemp("m"), sound(sum(sizes))
    write(folder, wave_S, sizes).stop()
    reader = TrackReader(folder)
    np.testing.assert_array_equal(read_all(reader, at_once), wave_S)
    assert reader.ended and reader.rate == RATE


@given(sizes=blocks, data=st.data())
def test_a_file_cut_anywhere_gives_the_prefix(tmp_path_factory, sizes, data):
    folder, wave_S = tmp_path_factory.mktemp("m"), sound(sum(sizes))
    write(folder, wave_S, sizes).close()
    cut = data.draw(st.integers(0, 2 * len(wave_S)))
    os.truncate(track_path(folder), cut)
    np.testing.assert_array_equal(read_all(TrackReader(folder)), wave_S[: cut // 2])


@given(sizes=blocks, more=st.integers(0, 300), data=st.data())
def test_a_cut_track_can_be_continued(tmp_path_factory, sizes, more, data):
    folder, wave_S = tmp_path_factory.mktemp("m"), sound(sum(sizes))
    write(folder, wave_S, sizes).close()
    cut = data.draw(st.integers(0, 2 * len(wave_S)))
    os.truncate(track_path(folder), cut)
    again = TrackWriter(folder, device="another", rate=48_000)
    silence = again.samples - cut // 2
    again.append(sound(more, seed=1))
    again.stop()
    assert again.rate == RATE, "a track keeps its rate"
    expected = np.concatenate([wave_S[: cut // 2], np.zeros(silence, np.int16), sound(more, seed=1)])
    np.testing.assert_array_equal(read_all(TrackReader(folder)), expected)


def test_a_reader_follows_a_growing_track(tmp_path):
    reader = TrackReader(tmp_path)
    assert reader.rate is None and not reader.ended and not len(reader.read_new())
    writer = TrackWriter(tmp_path, device="test", rate=RATE)
    assert reader.rate == RATE and not reader.ended
    for seed in range(3):
        writer.append(sound(50, seed))
        np.testing.assert_array_equal(as_int16(reader.read_new()), sound(50, seed))
        assert not reader.ended
    writer.append(sound(10))
    writer.stop()
    assert not reader.ended, "stopped, but not fully read"
    assert len(reader.read_new()) == 10 and reader.ended


def test_a_reader_may_start_in_the_middle(tmp_path):
    write(tmp_path, sound(100), [100]).stop()
    reader = TrackReader(tmp_path, start_samples=60)
    np.testing.assert_array_equal(read_all(reader), sound(100)[60:])
    assert reader.ended


def test_a_track_whose_end_was_lost_still_ends(tmp_path):
    write(tmp_path, sound(100), [100]).stop()
    os.truncate(track_path(tmp_path), 81)
    reader = TrackReader(tmp_path)
    assert len(read_all(reader)) == 40 and reader.ended


def test_a_gap_is_silence_in_the_file_and_its_true_length_in_the_journal(tmp_path):
    writer = write(tmp_path, sound(100), [100])
    writer.gap(0.01, "test")
    writer.gap(1000.0, "asleep")
    writer.append(sound(10))
    writer.stop()
    short, long = (record for record in JournalReader(tmp_path).read_new() if isinstance(record, Gap))
    assert (short.samples, short.silence_samples) == (100, 160)
    assert (long.samples, long.lost_s, long.silence_samples) == (260, 1000.0, int(tracks.MAX_SILENCE_S) * RATE)
    wave_S = read_all(TrackReader(tmp_path))
    assert not wave_S[100:-10].any() and len(wave_S) == writer.samples
    np.testing.assert_array_equal(wave_S[-10:], sound(10))


def test_a_dead_recorders_track_is_declared_complete_once(tmp_path):
    write(tmp_path, sound(30), [30]).close()
    assert not TrackReader(tmp_path, start_samples=30).ended
    stop_track(tmp_path)
    stop_track(tmp_path)
    assert TrackReader(tmp_path, start_samples=30).ended
    stops = [record for record in JournalReader(tmp_path).read_new() if isinstance(record, Stop)]
    assert [record.samples for record in stops] == [30]


def test_files_are_private(tmp_path):
    write(tmp_path, sound(1), [1]).stop()
    for path in tmp_path.rglob("*"):
        assert path.stat().st_mode & 0o077 == 0, path


@pytest.mark.parametrize(
    ("number", "words"),
    [(errno.ENOSPC, "disk is full"), (errno.EROFS, "read-only"), (errno.EACCES, "read-only"), (errno.EIO, "kept")],
)
@pytest.mark.parametrize("taken", [0, 7])
def test_a_disk_that_refuses_is_a_sentence_and_costs_nothing_earlier(tmp_path, monkeypatch, number, words, taken):
    writer = write(tmp_path, sound(100), [100])
    real_write, calls = os.write, []

    def refuse(fd: int, data: bytes) -> int:
        calls.append(len(data))
        if len(calls) == 1 and taken:
            return real_write(fd, data[:taken])
        raise OSError(number, os.strerror(number))

    monkeypatch.setattr(os, "write", refuse)
    with pytest.raises(StorageError, match=words):
        writer.append(sound(50, 1))
    monkeypatch.undo()
    kept = taken // 2
    writer.append(sound(20, 2))  # space was made: the next block begins on a whole sample
    writer.stop()
    expected = np.concatenate([sound(100), sound(50, 1)[:kept], sound(20, 2)])
    np.testing.assert_array_equal(read_all(TrackReader(tmp_path)), expected)


def test_a_folder_that_cannot_hold_a_track_is_a_sentence(tmp_path):
    (tmp_path / "file").write_text("")
    with pytest.raises(StorageError, match="Cannot write in"):
        TrackWriter(tmp_path / "file", device="test", rate=RATE)


def test_sound_is_synced_within_the_promised_time(tmp_path, monkeypatch):
    writer, synced, now = write(tmp_path, sound(1), [1]), [], [0.0]
    monkeypatch.setattr(os, "fsync", lambda fd: synced.append(now[0]))
    monkeypatch.setattr(tracks.time, "monotonic", lambda: now[0])
    writer._synced = 0.0
    for tenth in range(100):
        now[0] = tenth / 10
        writer.append(sound(1600))
    spaces = np.diff([0.0, *sorted(set(synced))])
    assert len(synced) > 4 and spaces.max() <= tracks.SYNC_S + 0.2


@pytest.mark.parametrize("block", [np.zeros((2, 2), np.int16), np.zeros(4, np.float32)])
def test_a_block_of_another_kind_is_our_bug(tmp_path, block):
    with pytest.raises(ValueError, match="int16"):
        TrackWriter(tmp_path, device="test", rate=RATE).append(block)


def test_time_lost_between_two_recorders_is_a_gap_but_paused_time_is_not(tmp_path, monkeypatch):
    now = [1000.0]
    monkeypatch.setattr(tracks.time, "monotonic", lambda: now[0])
    writer = write(tmp_path, sound(RATE), [RATE])
    writer.close()
    now[0] += 3.0  # one second of it was recorded
    writer = TrackWriter(tmp_path, device="test", rate=RATE)
    assert writer.samples == 3 * RATE
    writer.pause()
    writer.close()
    now[0] += 50.0
    writer = TrackWriter(tmp_path, device="test", rate=RATE)
    assert writer.samples == 3 * RATE
    starts = [record.samples for record in JournalReader(tmp_path).read_new() if isinstance(record, Start)]
    assert starts == [0, RATE, 3 * RATE]
