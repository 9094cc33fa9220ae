"""`python -m sts_model bench`: what things cost on this machine; alone the pipeline, with a name a part of training."""

from typing import Any

from sts_model.bench import pipeline, rnnt_loss, simulation, training


def add_parser(subparsers: Any) -> None:
    """Adds `bench` to the commands of sts_model."""
    parser = subparsers.add_parser("bench", help="speed and memory of the pipeline here", description=__doc__)
    pipeline.add_options(parser)
    parts = parser.add_subparsers(metavar="PART")
    for part in (rnnt_loss, simulation, training):
        part.add_parser(parts)
