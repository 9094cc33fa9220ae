"""`python -m sts_model invented`: how many words a minute the model hears in noise without words, music and babble."""

import argparse
import json
from pathlib import Path
from typing import Any

from sts_model.commit import commit
from sts_model.data.packs import data_root
from sts_model.evaluation.systems import MODEL, load_system

SEED = 15


def add_parser(subparsers: Any) -> None:
    """Adds `invented` to the commands of sts_model."""
    parser = subparsers.add_parser("invented", help="words heard where nobody speaks", description=__doc__)
    parser.add_argument("--data", type=Path, help="folder of the shared data (default: MEETAPP_DATA or ../shared/data)")
    parser.add_argument("--model", type=Path, default=MODEL, help="model folder (default: %(default)s)")
    parser.add_argument("--minutes", type=int, default=20, help="of wordless noise (default: %(default)s)")
    parser.add_argument("--apart-minutes", type=int, default=5, help="of music, and of voices (default: %(default)s)")
    parser.add_argument("--seed", type=int, default=SEED)
    parser.add_argument("--output", type=Path, help="write the figures here as JSON")
    parser.set_defaults(run=run)


def run(args: argparse.Namespace) -> int:
    """Prints the figures as JSON; 0 when done."""
    from sts_model.evaluation.invented import PARTS, WORDLESS, count, draw_stretches, noise_kinds, wave

    data = data_root(args.data)
    kinds = noise_kinds(data)
    report: dict[str, Any] = {
        "command": f"python -m sts_model invented --minutes {args.minutes} --apart-minutes {args.apart_minutes}"
        f" --seed {args.seed}",
        "commit": commit(),
    }
    for part, minutes in {WORDLESS: args.minutes, **dict.fromkeys(PARTS, args.apart_minutes)}.items():
        stretches = draw_stretches(kinds, part, minutes, args.seed)
        heard = load_system("ours", args.model).hear(part, wave(data, stretches))
        report[part] = count(heard.segments, stretches)
    text = json.dumps(report, indent=1)
    print(text)
    if args.output:
        args.output.write_text(text + "\n", encoding="utf-8")
    return 0
