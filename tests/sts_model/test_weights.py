"""Weights are read without what only training needs."""

import subprocess
import sys
from pathlib import Path

MODEL = Path(__file__).resolve().parents[2] / "assets" / "models" / "default"


def test_reading_a_model_does_not_load_pytorchs_compiler():
    code = (
        "import sys; from pathlib import Path; from sts_model.package import read_model\n"
        f"read_model(Path({str(MODEL)!r}))\n"
        "print(sorted({'torch._dynamo', 'torch._inductor', 'sympy'} & set(sys.modules)))"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, timeout=300, check=True)
    assert done.stdout.strip() == "[]"
