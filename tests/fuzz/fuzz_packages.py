"""Mutated model packages, most of them sealed anew by whoever made them, through loading and a second of sound."""

import random
import shutil
from pathlib import Path

import numpy as np
import torch
from fuzz_mutations import mutated, mutated_json, scribbled
from test_pipeline import write_tiny_package

from sts_model.package import MANIFEST, ModelPackageError, write_manifest
from sts_model.pipeline import Pipeline
from sts_model.units import SAMPLE_RATE


class Packages:
    name = "packages"
    limit_s = 60.0
    limit_mb = 2048

    def prepare(self, folder: Path) -> None:
        torch.set_num_threads(1)
        self._whole, self._case = folder / "whole", folder / "case"
        write_tiny_package(self._whole)
        (self._whole / "tracker.json").write_text("{}", encoding="utf-8")
        self._sound_S = np.random.default_rng(0).normal(0, 0.1, SAMPLE_RATE).astype(np.float32)
        write_manifest(self._whole, "tiny", "1")
        self._run(self._whole)  # what is compiled on its first use is no case's doing

    def run(self, rng: random.Random) -> str:
        shutil.rmtree(self._case, ignore_errors=True)
        shutil.copytree(self._whole, self._case)
        path = rng.choice(sorted(self._case.iterdir()))
        whole, other = path.read_bytes(), rng.choice(sorted(self._whole.iterdir())).read_bytes()
        if path.suffix == ".json":
            path.write_text(mutated_json(whole.decode(), rng), encoding="utf-8", errors="surrogateescape")
        else:
            path.write_bytes(_mutated_tensors(whole, rng, other))
        if path.name != MANIFEST and rng.random() < 0.85:
            try:
                write_manifest(self._case, "tiny", "1")
            except ModelPackageError:
                return "refused"
        try:
            self._run(self._case)
        except ModelPackageError:
            return "refused"
        return "read"

    def _run(self, folder: Path) -> None:
        pipeline = Pipeline.load(folder)
        pipeline.accept(self._sound_S)
        pipeline.finish()


def _mutated_tensors(data: bytes, rng: random.Random, other: bytes) -> bytes:
    """A safetensors file with its header, its numbers or anything wrong; a header that grew keeps the file whole."""
    size = int.from_bytes(data[:8], "little")
    header, numbers = data[8 : 8 + size], data[8 + size :]
    what = rng.random()
    if what < 0.4:
        header = mutated_json(header.decode(), rng).encode("utf-8", "surrogateescape")
    elif what < 0.8:
        numbers = scribbled(numbers, rng)
    else:
        return mutated(data, rng, other)
    return len(header).to_bytes(8, "little") + header + numbers
