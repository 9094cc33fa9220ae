"""Weights are read without what only training needs, and as they were meant where they are kept as bytes."""

import subprocess
import sys
from pathlib import Path

import pytest
import torch
from safetensors.torch import save_file
from torch import nn

from sts_model.weights import WeightsError, packed, read_weights

MODEL = Path(__file__).resolve().parents[2] / "assets" / "models" / "default"


def test_reading_a_model_does_not_load_pytorchs_compiler():
    code = (
        "import sys; from pathlib import Path; from sts_model.package import read_model\n"
        f"read_model(Path({str(MODEL)!r}))\n"
        "print(sorted({'torch._dynamo', 'torch._inductor', 'sympy'} & set(sys.modules)))"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, timeout=300, check=True)
    assert done.stdout.strip() == "[]"


def test_weights_in_bytes_are_read_as_they_were_meant(tmp_path):
    torch.manual_seed(0)
    written = nn.Sequential(nn.Linear(7, 5), nn.Conv1d(5, 3, 2))
    save_file(packed(written.state_dict()), tmp_path / "weights.safetensors")
    read = read_weights(lambda: nn.Sequential(nn.Linear(7, 5), nn.Conv1d(5, 3, 2)), tmp_path / "weights.safetensors")
    for name, value in written.state_dict().items():
        step = value.abs().flatten(1).max(dim=1).values.max() / 127 if value.ndim > 1 else 1e-3
        torch.testing.assert_close(read.state_dict()[name], value, atol=float(step), rtol=0)


def test_bytes_without_their_scale_are_refused(tmp_path):
    tables = packed(nn.Linear(7, 5).state_dict())
    del tables["weight.scale"]
    save_file(tables | {"bias.scale": torch.ones(1)}, tmp_path / "weights.safetensors")
    with pytest.raises(WeightsError, match="scale"):
        read_weights(lambda: nn.Linear(7, 5), tmp_path / "weights.safetensors")
