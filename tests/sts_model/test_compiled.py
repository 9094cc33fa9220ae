"""Compiled functions in a built program, which has a library with them and no numba."""

import subprocess
import sys
from pathlib import Path

from sts_model.compiled import AHEAD


def test_what_the_library_has_is_taken_from_it_and_the_rest_stays_python(tmp_path):
    (tmp_path / f"{AHEAD}.py").write_text("def search_frames(): return 'compiled ahead'")
    (tmp_path / "numba.py").write_text("raise ImportError('a built program has no numba')")
    code = (
        f"import sys; sys.path.insert(0, {str(tmp_path)!r}); from sts_model.search import history, kernel; "
        "print(kernel.search_frames(), type(history.say).__name__)"
    )
    command = [sys.executable, "-c", code]
    root = Path(__file__).resolve().parents[2]
    done = subprocess.run(command, capture_output=True, encoding="utf-8", timeout=120, cwd=root, check=False)
    assert done.stdout == "compiled ahead function\n", done.stderr
