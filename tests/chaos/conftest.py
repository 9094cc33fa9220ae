"""The chaos tests use the virtual microphone of the end-to-end tests and the stand-in model of the program's tests."""

import sys
from pathlib import Path

for part in ("end_to_end", "meetapp"):
    sys.path.append(str(Path(__file__).resolve().parents[1] / part))
