"""Mutations: bytes, and values inside JSON, made wrong in the ways that files in the wild and in malice are wrong."""

import json
import random
import struct
from collections.abc import Callable
from typing import Any

ODD_NUMBERS = [
    0,
    1,
    0x7F,
    0x80,
    0xFF,
    0x7FFF,
    0x8000,
    0xFFFF,
    0x7FFFFFFF,
    0x80000000,
    0xFFFFFFFF,
    1 << 62,
    (1 << 64) - 1,
]
ODD_VALUES: list[Any] = [
    *(None, True, False, "", "x", "../../x", "\x00", "\u2028", "😀" * 50, [], {}, [[]], {"a": {}}, "NaN", "1e999"),
    *(0, -1, 1, 2, 255, 1 << 20, 1 << 31, 1 << 63, -(1 << 63), 10**30, 0.5, -0.5, 1e-300, 1e300, -1e300),
    *(float("nan"), float("inf"), -float("inf")),
]
HEADER_BYTES = 400


def mutated(data: bytes, rng: random.Random, other: bytes = b"") -> bytes:
    """`data` with one to four things wrong; `other` may lend a piece."""
    for _ in range(rng.choice((1, 1, 1, 2, 2, 3, 4))):
        data = rng.choice(_MUTATIONS)(data, rng, other) if data else bytes(rng.randbytes(rng.randrange(64)))
    return data


def scribbled(data: bytes, rng: random.Random) -> bytes:
    """`data` with some bytes changed and none moved: what reads the numbers is tried, not what finds them."""
    held = bytearray(data)
    for _ in range(rng.choice((1, 1, 2, 8)) if held else 0):
        at = rng.randrange(len(held))
        held[at] = rng.choice((0, 1, 0x7B, 0x7F, 0xFB, 0xFF, held[at] ^ (1 << rng.randrange(8))))
    return bytes(held)


def mutated_json(text: str, rng: random.Random) -> str:
    """JSON with one to three values replaced, removed or doubled; now and then bytes wrong, or nested without end."""
    if rng.random() < 0.15:
        return mutated(text.encode(), rng).decode("utf-8", "surrogateescape")
    if rng.random() < 0.05:
        return "[" * rng.choice((100, 1000, 100_000))
    value = json.loads(text)
    for _ in range(rng.choice((1, 1, 2, 3))):
        value = _changed(value, rng)
    return json.dumps(value, ensure_ascii=False)


def _changed(value: Any, rng: random.Random) -> Any:
    keys = list(value) if isinstance(value, dict) else list(range(len(value))) if isinstance(value, list) else []
    if not keys or rng.random() < 0.05:
        return rng.choice(ODD_VALUES)
    key = rng.choice(keys)
    what = rng.random()
    if what < 0.7:
        value[key] = _changed(value[key], rng)
    elif what < 0.8:
        del value[key]
    elif isinstance(value, dict):
        value[rng.choice(["odd", "", *keys])] = rng.choice(ODD_VALUES)
    else:
        value += [value[key]] * rng.choice((1, 1, 2, 300))
    return value


def _flip_bits(data: bytes, rng: random.Random, _other: bytes) -> bytes:
    held = bytearray(data)
    for _ in range(rng.choice((1, 2, 8, max(1, len(data) // 100)))):
        held[rng.randrange(len(held))] ^= 1 << rng.randrange(8)
    return bytes(held)


def _set_bytes(data: bytes, rng: random.Random, _other: bytes) -> bytes:
    at = rng.randrange(len(data))
    return data[:at] + rng.choice((b"\x00", b"\xff", rng.randbytes(4), b"\x80\x00\x00\x00")) + data[at + 1 :]


def _cut_end(data: bytes, rng: random.Random, _other: bytes) -> bytes:
    return data[: rng.randrange(len(data))]


def _cut_out(data: bytes, rng: random.Random, _other: bytes) -> bytes:
    at = rng.randrange(len(data))
    return data[:at] + data[at + rng.randrange(1, 1 + max(1, len(data) // 4)) :]


def _repeat(data: bytes, rng: random.Random, _other: bytes) -> bytes:
    at, size = rng.randrange(len(data)), rng.randrange(1, 1 + min(4096, len(data)))
    return data[:at] + data[at : at + size] * rng.choice((2, 2, 3, 50)) + data[at + size :]


def _borrow(data: bytes, rng: random.Random, other: bytes) -> bytes:
    at, begin = rng.randrange(len(data)), rng.randrange(len(other) + 1)
    return data[:at] + other[begin : begin + rng.randrange(1, 2000)] + data[at:]


def _zero_block(data: bytes, rng: random.Random, _other: bytes) -> bytes:
    at, size = rng.randrange(len(data)), min(len(data), rng.choice((4, 16, 512, 4096)))
    return (data[:at] + bytes(size) + data[at + size :])[: len(data)]


def _edit_header(data: bytes, rng: random.Random, _other: bytes) -> bytes:
    """A number near the beginning, where sizes, rates and counts are, becomes an odd one."""
    form = rng.choice(("<B", "<H", ">H", "<I", ">I", "<Q", ">Q"))
    size = struct.calcsize(form)
    number = rng.choice(ODD_NUMBERS) & ((1 << 8 * size) - 1)
    at = rng.randrange(min(HEADER_BYTES, len(data)))
    return data[:at] + struct.pack(form, number) + data[at + size :]


_MUTATIONS: tuple[Callable[[bytes, random.Random, bytes], bytes], ...] = (
    *(_flip_bits, _set_bytes, _cut_end, _cut_out, _repeat, _borrow, _zero_block),
    *(_edit_header, _edit_header, _edit_header),
)
