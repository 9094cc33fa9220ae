"""`python tests/chaos/faults.py --output FILE`: each fault once; the last line is JSON of what became of it."""

import argparse
import json
import sys
import tempfile
from dataclasses import asdict
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "end_to_end"))
sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "meetapp"))
sys.path.insert(0, str(Path(__file__).resolve().parents[2]))

from fault import Fault
from fault_live import DISKS, LIVE, can_mount
from fault_played import PLAYED, made
from power_cuts import cut_power, summary
from world import commit, made_world


def main() -> int:
    parser = argparse.ArgumentParser(description="Lets every fault befall a recording once.")
    parser.add_argument("--output", type=Path, help="write the result here, too")
    options = parser.parse_args()
    faults: list[Fault] = []
    with tempfile.TemporaryDirectory() as folder:
        faults += [play(made(Path(folder))) for play in PLAYED]
        with made_world(hears_loudness=True) as world:
            faults += [befall(world, Path(folder)) for befall in (*LIVE, *(DISKS if can_mount() else ()))]
    result = {
        "survived": sum(fault.survived for fault in faults),
        "of": len(faults),
        "faults": [asdict(fault) for fault in faults],
        "loss_of_power": summary(cut_power(100, seed=1)),
    }
    if options.output:
        head = {"command": "python tests/chaos/faults.py", "commit": commit()}
        options.output.write_text(json.dumps({**head, **result}, indent=2) + "\n", encoding="utf-8")
    print(json.dumps(result))
    return int(result["survived"] != result["of"])


if __name__ == "__main__":
    sys.exit(main())
