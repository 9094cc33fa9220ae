"""A data folder in the form of the shared one, small and made up, for tests."""

import io
import json
import lzma
import tarfile
from pathlib import Path

import numpy as np
import soundfile

RATE = 16_000
WORDS = ("yes", "no", "meeting", "today", "we", "begin")


def tone(duration_s: float, hz: float = 220.0, level: float = 0.1) -> np.ndarray:
    return (level * np.sin(2 * np.pi * hz * np.arange(round(duration_s * RATE)) / RATE)).astype(np.float32)


def encoded(wave: np.ndarray) -> bytes:
    out = io.BytesIO()
    soundfile.write(out, wave, RATE, format="OGG", subtype="OPUS")
    return out.getvalue()


def put_shard(path: Path, waves: dict[str, np.ndarray]) -> None:
    with tarfile.open(path, "w") as shard:
        for name, wave in waves.items():
            content = encoded(wave)
            member = tarfile.TarInfo(f"{name}.opus")
            member.size = len(content)
            shard.addfile(member, io.BytesIO(content))


def put_lines(path: Path, rows: list[dict]) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    text = "".join(json.dumps(row) + "\n" for row in rows)
    if path.suffix == ".xz":
        path.write_bytes(lzma.compress(text.encode()))
    else:
        path.write_text(text, encoding="utf-8")


def put_speech(data: Path, folder: str, *, clips: int = 6, speakers: int = 3) -> None:
    """A speech folder of `clips` tones of 1.0, 1.5, ... s with three words each, and its alignments."""
    rows, waves, aligned = [], {}, []
    for i in range(clips):
        name, duration_s = f"{folder}-{i:03d}", 1.0 + 0.5 * (i % 4)
        waves[name] = tone(duration_s, 150 + 40 * (i % speakers))
        words = [WORDS[(i + j) % len(WORDS)] for j in range(3)]
        rows.append(
            {
                "id": name,
                "shard": "audio-000.tar",
                "duration": duration_s,
                "text": " ".join(words),
                "speaker": f"{folder}-s{i % speakers}",
                "gender": "f",
                "source": "made",
            }
        )
        frames = round(duration_s * 100)
        phone = (frames - 20) // 6
        spoken = [[word, 10 + 2 * phone * j, f"AA {phone} B {phone}"] for j, word in enumerate(words)]
        end = 10 + 6 * phone
        times = [["<sil>", 0, "SIL 10"], *spoken, ["<sil>", end, f"SIL {frames - end}"]]
        aligned.append({"id": name, "score": -12.0, "words": times if i % 5 != 4 else None})
    put_lines(data / "speech" / folder / "manifest.jsonl", rows)
    put_shard(data / "speech" / folder / "audio-000.tar", waves)
    put_lines(data / "alignments" / f"{folder}.jsonl.xz", aligned)


def put_rooms_and_noise(data: Path, number: int = 12) -> None:
    """Rooms of one echo and noises of half a second; about a fifth of the ids are for testing."""
    rooms = [{"id": f"room-{i}", "file": f"room-{i}.flac", "rt60_s": 0.3} for i in range(number)]
    noises = [{"id": f"noise-{i}", "shard": "noise-00.tar", "duration": 0.5} for i in range(number)]
    put_lines(data / "rooms" / "manifest.jsonl", rooms)
    put_lines(data / "noise" / "manifest.jsonl", noises)
    response = np.zeros(800, np.float32)
    response[[40, 400]] = 0.9, 0.2
    for room in rooms:
        soundfile.write(data / "rooms" / room["file"], response, RATE)
    rng = np.random.default_rng(0)
    hiss = {noise["id"]: rng.normal(0, 0.02, RATE // 2).astype(np.float32) for noise in noises}
    put_shard(data / "noise" / "noise-00.tar", hiss)
