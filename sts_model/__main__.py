"""`python -m sts_model`: make data, train, score and time a model; each command in a module of its own."""

import argparse
import sys
from collections.abc import Sequence
from importlib import import_module

from sts_model.data.packs import DataError

COMMANDS = (
    "sts_model.data.prepare",
    "sts_model.data.language",
    "sts_model.simulation.command",
    "sts_model.simulation.compare",
    "sts_model.training.synthesise",
    "sts_model.training.command",
    "sts_model.training.average",
    "sts_model.training.curves",
    "sts_model.training.ablation.command",
    "sts_model.training.neural_command",
    "sts_model.training.speakers",
    "sts_model.readable.training_command",
    "sts_model.readable.scoring_command",
    "sts_model.assemble",
    "sts_model.word_bonuses",
    "sts_model.calibrate",
    "sts_model.evaluation.groups_command",
    "sts_model.evaluation.command",
    "sts_model.evaluation.long_form_command",
    "sts_model.evaluation.invented_command",
    "sts_model.bench",
)


def main(arguments: Sequence[str] | None = None) -> int:
    """Runs one command; 2 and a sentence on standard error when what it needs is missing, 3 when that is a package."""
    parser = argparse.ArgumentParser(prog="python -m sts_model", description=__doc__)
    subparsers = parser.add_subparsers(required=True, metavar="COMMAND")
    for module in COMMANDS:
        import_module(module).add_parser(subparsers)
    args = parser.parse_args(arguments)
    try:
        return int(args.run(args))
    except DataError as err:
        print(err, file=sys.stderr)
        return 2
    except ModuleNotFoundError as err:
        package = (err.name or "").partition(".")[0]
        if package in ("", "sts_model"):  # a fault of ours
            raise
        print(f"This needs the package {package}: install the extra with `pip install -e .[eval]`.", file=sys.stderr)
        return 3


if __name__ == "__main__":
    sys.exit(main())
