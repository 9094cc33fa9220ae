"""Sealed blocks and lines: any chunking, cut or altered bit costs what it touches, and no nonce is used twice."""

import contextlib
import os
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from meetapp.errors import InputError
from meetapp.sealed import keyring_access, keys
from meetapp.sealed.blocks import MOST_BYTES, Block, BlockWriter, Index, read_head, tail
from meetapp.sealed.lines import LineSealer, unseal
from meetapp.sealed.reading import SealedBytes
from meetapp.sealed.writing import HELD_BYTES, SealedStream

SECRET = keys.new_secret()
PUBLIC = keys.public_of(SECRET)
NAME = "0.pcm"
# One entry is a block of so many bytes; a negative one is so much silence; 0 is the end of one writer and the next.
steps = st.lists(st.integers(-50, 90), min_size=1, max_size=12)


@pytest.fixture(autouse=True)
def key(monkeypatch):
    monkeypatch.setattr(keyring_access, "library_secret", lambda: SECRET)


def write(path: Path, sizes: list[int], seed: bytes = b"") -> bytes:
    """Puts that at the end of the file; what it should say."""
    plain = bytearray()
    writer = BlockWriter(path, PUBLIC, NAME)
    for place, size in enumerate(sizes):
        data = bytes((7 * place + at + len(seed)) % 255 + 1 for at in range(max(0, size)))
        if size > 0:
            writer.append(data)
        elif size < 0:
            data = bytes(-size)
            writer.silence(-size)
        else:
            writer.close()
            writer = BlockWriter(path, PUBLIC, NAME)
        plain += data
    writer.close()
    return bytes(plain)


def blocks_of(path: Path) -> list[Block]:
    with path.open("rb") as file:
        found = [read_head(file, head) for head in Index(path).refresh().heads]
    assert None not in found
    return found


def read(path: Path) -> bytes:
    return SealedBytes(path, NAME).read()


@given(sizes=steps, data=st.data())
def test_any_blocks_by_any_writers_read_from_anywhere(tmp_path_factory, sizes, data):
    path = tmp_path_factory.mktemp("m") / NAME
    plain = write(path, sizes)
    assert read(path) == plain and tail(path) == (path.stat().st_size, len(plain))
    first, count = data.draw(st.integers(0, len(plain) + 5)), data.draw(st.integers(0, len(plain) + 5))
    assert SealedBytes(path, NAME).read_at(first, count) == plain[first : first + count]


@given(sizes=steps, more=steps, data=st.data())
def test_a_file_cut_anywhere_is_a_prefix_that_can_be_continued(tmp_path_factory, sizes, more, data):
    path = tmp_path_factory.mktemp("m") / NAME
    plain = write(path, sizes)
    blocks = blocks_of(path)
    cut = data.draw(st.integers(0, path.stat().st_size))
    os.truncate(path, cut)
    whole = sum(block.length for block in blocks if block.end <= cut)
    assert read(path) == plain[:whole]
    added = write(path, more, b"more")
    assert read(path) == plain[:whole] + added


@given(sizes=steps, data=st.data())
def test_an_altered_bit_costs_one_block_and_moves_nothing(tmp_path_factory, sizes, data):
    path = tmp_path_factory.mktemp("m") / NAME
    plain = write(path, [*sizes, 40])
    blocks = blocks_of(path)
    sealed = bytearray(path.read_bytes())
    bit = data.draw(st.integers(0, 8 * len(sealed) - 1))
    sealed[bit // 8] ^= 1 << bit % 8
    path.write_bytes(sealed)
    hit = next(block for block in blocks if bit // 8 < block.end)
    got = read(path)
    assert got == (plain[: hit.place] + bytes(hit.length) + plain[hit.place + hit.length :])[: len(got)]
    assert len(got) >= len(plain) - (hit.length if hit is blocks[-1] else 0)


@given(st.lists(steps, min_size=1, max_size=4), st.data())
def test_no_key_and_number_ever_come_twice(tmp_path_factory, runs, data):
    path = tmp_path_factory.mktemp("m") / NAME
    seen = set()
    for sizes in runs:
        write(path, sizes)
        now = {
            (block.sender, block.number, path.read_bytes()[block.at : block.end])
            for block in blocks_of(path)
            if block.length and block.mark == b"data"
        }
        seen |= now
        os.truncate(path, data.draw(st.integers(0, path.stat().st_size)))
    assert len({(sender, number) for sender, number, _ in seen}) == len(seen)


def test_a_disk_that_refuses_takes_no_part_of_a_block_and_no_number_again(tmp_path, monkeypatch):
    path = tmp_path / NAME
    writer = BlockWriter(path, PUBLIC, NAME)
    writer.append(b"before")
    size = path.stat().st_size
    whole = os.write
    monkeypatch.setattr(os, "write", lambda fd, data: whole(fd, data[:20]) if len(data) > 90 else os.dup(-1))
    with pytest.raises(OSError):
        writer.append(b"lost" * 10)
    monkeypatch.undo()
    assert path.stat().st_size == size
    writer.append(b" after")
    monkeypatch.setattr(keyring_access, "library_secret", lambda: SECRET)
    assert read(path) == b"before after"
    assert [block.number for block in blocks_of(path)] == [0, 2]


def test_what_is_long_becomes_several_blocks(tmp_path):
    writer = BlockWriter(tmp_path / NAME, PUBLIC, NAME)
    plain = os.urandom(2 * MOST_BYTES + 1)
    writer.append(plain)
    assert len(blocks_of(tmp_path / NAME)) == 3 and read(tmp_path / NAME) == plain


def test_a_file_of_another_name_or_library_says_nothing(tmp_path, monkeypatch):
    write(tmp_path / NAME, [20, 30])
    other = SealedBytes(tmp_path / NAME, "1.pcm")
    assert other.read() == bytes(50) and other.damaged == 2
    monkeypatch.setattr(keyring_access, "library_secret", keys.new_secret)
    assert read(tmp_path / NAME) == bytes(50)


@given(sizes=st.lists(st.integers(1, 40_000), min_size=1, max_size=6), head=st.binary(max_size=50))
def test_a_stream_may_write_its_beginning_again(tmp_path_factory, sizes, head):
    path = tmp_path_factory.mktemp("m") / NAME
    plain = bytearray(os.urandom(sum(sizes)))
    with SealedStream(path, PUBLIC, NAME) as stream:
        at = 0
        for size in sizes:
            stream.write(bytes(plain[at : at + size]))
            at += size
        head = head[: len(plain)]
        stream.seek(0)
        stream.write(head)
        assert stream.seek(0, os.SEEK_END) == len(plain)
        with pytest.raises(OSError, match="beginning"):
            stream.seek(HELD_BYTES + 1)
            stream.write(b"x")
    plain[: len(head)] = head
    assert read(path) == bytes(plain)


@given(st.lists(st.text(st.characters(exclude_categories=["Cs"])), max_size=5))
def test_lines_open_one_by_one(texts):
    writer = LineSealer(PUBLIC, "events.jsonl")
    sealed = [writer.seal(text) for text in texts]
    assert [unseal(line, "events.jsonl") for line in reversed(sealed)] == texts[::-1]
    assert all("\n" not in line and line.isascii() for line in sealed)


@given(text=st.text("ab~ {", min_size=1), data=st.data())
def test_a_line_that_is_torn_or_altered_is_none_and_takes_no_other_with_it(text, data):
    writer = LineSealer(PUBLIC, "events.jsonl")
    line, following = writer.seal(text), writer.seal("next")
    torn = line[: data.draw(st.integers(1, len(line) - 1))]
    with pytest.raises(ValueError):
        unseal(torn, "events.jsonl")
    assert unseal(torn + following, "events.jsonl") == "next"
    bit = data.draw(st.integers(8, 8 * len(line) - 1))
    altered = bytearray(line.encode())
    altered[bit // 8] ^= 1 << bit % 8
    with contextlib.suppress(ValueError):  # base64's last letter has bits to spare
        assert unseal(altered.decode("latin-1"), "events.jsonl") == text
    with pytest.raises(ValueError):
        unseal(line, "edits.jsonl")


def test_a_recovery_key_is_forgiving_in_form_and_not_in_content():
    text = keys.recovery_key(SECRET)
    assert keys.from_recovery_key(f"  {text.lower().replace('-', ' ')}\n") == SECRET
    for wrong in ("", "hello", text[:-1], ("A" if text[0] != "A" else "B") + text[1:]):
        with pytest.raises(InputError, match="no recovery key"):
            keys.from_recovery_key(wrong)


def test_the_end_is_found_without_reading_all_and_behind_garbage_too(tmp_path):
    path = tmp_path / NAME
    plain = write(path, [80] * 40)
    end = path.stat().st_size
    writer = BlockWriter(path, PUBLIC, NAME)
    writer.append(os.urandom(3 * MOST_BYTES))
    writer.close()
    assert tail(path) == (path.stat().st_size, len(plain) + 3 * MOST_BYTES)
    os.truncate(path, end)
    os.truncate(path, end + 4 * MOST_BYTES)  # what a loss of power leaves: room, and nothing in it
    assert tail(path) == (end, len(plain))
    assert write(path, [5]) and len(read(path)) == len(plain) + 5
