"""A journal torn or altered anywhere still gives every line that is whole, and never a wrong one."""

import math
import zlib
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from meetapp.journal import (
    Anchor,
    Gap,
    JournalReader,
    JournalWriter,
    Pause,
    Resume,
    Start,
    Stop,
    decode,
    encode,
    has_sound,
    journal_path,
    track_path,
)

counts, times = st.integers(0, 1 << 50), st.floats(0, 1e10)
words = st.text(st.characters(exclude_categories=["Cs"]), max_size=20)
records = st.one_of(
    st.builds(Start, counts, words, counts, counts, times, times),
    st.builds(Anchor, counts, counts, times, times),
    st.builds(Gap, counts, counts, counts, times, words),
    st.builds(Pause, counts, counts, times),
    st.builds(Resume, counts, counts, times),
    st.builds(Stop, counts, counts, times),
)


def journal_of(folder: Path, lines: list) -> bytes:
    writer = JournalWriter(folder)
    for line in lines:
        writer.append(line)
    writer.close()
    return journal_path(folder).read_bytes()


@given(record=records)
def test_a_record_comes_back(record):
    assert decode(encode(record)) == record


@given(lines=st.lists(records, max_size=5), data=st.data())
def test_a_journal_torn_anywhere_gives_its_whole_lines_and_can_be_continued(tmp_path_factory, lines, data):
    folder = tmp_path_factory.mktemp("m")
    whole = journal_of(folder, lines)
    cut = data.draw(st.integers(0, len(whole)))
    journal_path(folder).write_bytes(whole[:cut])
    kept = lines[: whole[:cut].count(b"\n")]
    assert JournalReader(folder).read_new() == kept
    journal_of(folder, [Stop(0, 5, 1.0)])
    read = JournalReader(folder).read_new()
    # A line that lost only its newline is whole again once the next writer has ended it.
    assert read in ([*kept, Stop(0, 5, 1.0)], [*lines[: len(kept) + 1], Stop(0, 5, 1.0)])


@given(lines=st.lists(records, min_size=1, max_size=4), data=st.data())
def test_an_altered_byte_costs_its_line_and_no_other(tmp_path_factory, lines, data):
    folder = tmp_path_factory.mktemp("m")
    whole = bytearray(journal_of(folder, lines))
    at = data.draw(st.integers(0, len(whole) - 1))
    whole[at] ^= data.draw(st.integers(1, 255))
    journal_path(folder).write_bytes(whole)
    read = JournalReader(folder).read_new()
    assert len(read) >= len(lines) - 2
    assert all(record in lines for record in read)


def test_a_reader_follows_and_waits_for_whole_lines(tmp_path):
    reader = JournalReader(tmp_path)
    assert reader.read_new() == []
    line = encode(Stop(0, 1, 2.0))
    journal_path(tmp_path).write_bytes(line[:20])
    assert reader.read_new() == []
    journal_path(tmp_path).write_bytes(line)
    assert reader.read_new() == [Stop(0, 1, 2.0)]
    assert reader.read_new() == []


@pytest.mark.parametrize(
    "record",
    [
        Stop(0, -1, 1.0),
        Stop(0, 1, math.inf),
        Stop(0, True, 1.0),
        Start(0, "x", 1.5, 0, 0.0, 0.0),  # type: ignore[arg-type]
        Gap(0, 1, 1, 0.0, 7),  # type: ignore[arg-type]
    ],
)
def test_values_no_recorder_writes_are_refused(record):
    with pytest.raises(ValueError, match="journal"):
        decode(encode(record))


@pytest.mark.parametrize("line", [b"", b"{}", b"\xff\xfe", b'{"kind":"stop","crc":"00000000"}', b"[]"])
def test_what_is_not_a_record_is_refused(line):
    with pytest.raises(ValueError, match="journal"):
        decode(line)


@pytest.mark.parametrize("kind", [b"[]", b"{}", b"1", b"null", b"[" * 100_000])
def test_a_whole_line_of_no_kind_is_refused(kind):
    body = b'{"kind":' + kind
    with pytest.raises(ValueError):
        decode(body + b',"crc":"' + f'{zlib.crc32(body):08x}"}}'.encode())


@pytest.mark.parametrize("name", ["0.pcm", "1.pcm", "0.flac", "1.flac"])
def test_there_is_sound_when_any_track_has_some(tmp_path, name):
    assert not has_sound(tmp_path)
    tracks = track_path(tmp_path).parent
    tracks.mkdir()
    for other in ("0.pcm", "0.peaks", "0.flac.new", "notes.pcm"):
        (tracks / other).write_bytes(b"" if other == "0.pcm" else b"something")
    (tracks / "2.pcm").write_bytes(b"\0")  # half a sample, torn by a crash
    assert not has_sound(tmp_path)
    (tracks / name).write_bytes(b"\0\0")
    assert has_sound(tmp_path)


def test_a_track_that_is_compressed_while_it_is_looked_for_is_sound(tmp_path, monkeypatch):
    track = track_path(tmp_path)
    track.parent.mkdir()
    track.write_bytes(b"\0\0")
    stat = Path.stat

    def compressed_first(path, **how):
        if path == track and track.with_suffix(".flac.new").exists():
            track.with_suffix(".flac.new").replace(track.with_suffix(".flac"))
            track.unlink()
        return stat(path, **how)

    track.with_suffix(".flac.new").write_bytes(b"fLaC")
    monkeypatch.setattr(Path, "stat", compressed_first)
    assert has_sound(tmp_path) and not track.exists()
