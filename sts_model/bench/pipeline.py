"""How fast and how large the streaming pipeline is on this machine."""

import argparse
import json
import time
from pathlib import Path

import numpy as np
import soundfile
from numpy.typing import NDArray

from sts_model.bench.machine import circumstances, peak_memory
from sts_model.data.packs import DataError
from sts_model.units import SAMPLE_RATE, samples, seconds

MODEL = Path("assets/models/default")
RECORDING = Path("assets/demo/meeting.flac")


def add_options(parser: argparse.ArgumentParser) -> None:
    """The options of `bench` itself."""
    parser.add_argument("--model", type=Path, default=MODEL, help="model folder (default: %(default)s)")
    parser.add_argument("--file", type=Path, default=RECORDING, help="16 kHz FLAC or WAV (default: %(default)s)")
    parser.add_argument("--chunk-s", type=float, default=0.1, help="seconds of audio at a time (default: %(default)s)")
    parser.add_argument("--threads", type=int, default=1, help="threads of torch (default: %(default)s)")
    parser.add_argument("--output", type=Path, help="write the figures here as JSON")
    parser.set_defaults(run=run)


def run(args: argparse.Namespace) -> int:
    """Measures once, prints a few lines, and writes JSON when asked."""
    import torch

    torch.set_num_threads(args.threads)
    wave_S = _read(args.file)
    figures = measure(args.model, wave_S, max(1, samples(args.chunk_s)))
    options = f"--file {args.file.name} --chunk-s {args.chunk_s} --threads {args.threads}"
    report = {
        "command": f"python -m sts_model bench {options}",
        **circumstances(),
        **figures,
    }
    if args.output:
        args.output.write_text(json.dumps(report, indent=1) + "\n", encoding="utf-8")
    for name, value in report.items():
        print(f"{name:>16}  {value}")
    return 0


def measure(model: Path, wave_S: NDArray[np.float32], chunk_samples: int) -> dict[str, float]:
    """Times of one pass over `wave_S` in chunks; loading and the first chunk, which warms up, are apart.

    Returns:
        rtf is time over audio; a chunk's milliseconds are what a live meeting waits for on top of the lookahead.
    Raises:
        DataError: the model folder cannot be used.
    """
    from sts_model.package import ModelPackageError
    from sts_model.pipeline import Pipeline

    began = time.perf_counter()
    try:
        pipeline = Pipeline.load(model)
    except ModelPackageError as err:
        raise DataError(str(err)) from err
    load_s = time.perf_counter() - began
    spent = []
    for start in range(0, len(wave_S), chunk_samples):
        began = time.perf_counter()
        pipeline.accept(wave_S[start : start + chunk_samples])
        spent.append(time.perf_counter() - began)
    began = time.perf_counter()
    pipeline.finish()
    finish_s = time.perf_counter() - began
    chunk_ms = 1000 * np.array(spent)
    return {
        "audio_s": round(seconds(len(wave_S)), 2),
        "load_s": round(load_s, 3),
        "first_chunk_ms": round(float(chunk_ms[0]), 2),
        "chunk_ms_median": round(float(np.median(chunk_ms)), 2),
        "chunk_ms_p95": round(float(np.percentile(chunk_ms, 95)), 2),
        "chunk_ms_max": round(float(chunk_ms[1:].max(initial=0.0)), 2),
        "finish_s": round(finish_s, 3),
        "rtf": round((sum(spent) + finish_s) / seconds(len(wave_S)), 4),
        "peak_memory_mib": round(peak_memory() / 2**20),
    }


def _read(path: Path) -> NDArray[np.float32]:
    try:
        wave_S, rate = soundfile.read(path, dtype="float32")
    except soundfile.LibsndfileError as err:
        raise DataError(f"Cannot read the recording {path}: {err}") from err
    if rate != SAMPLE_RATE or wave_S.ndim != 1 or len(wave_S) == 0:
        raise DataError(f"The recording {path} must be mono at {SAMPLE_RATE} Hz, and not empty.")
    return np.asarray(wave_S, dtype=np.float32)
