"""`python -m sts_model curves`: what runs learnt and when, out of their logs, as JSON and as a picture."""

import argparse
import json
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from sts_model.commit import commit
from sts_model.data.packs import DataError

LOG = "log.jsonl"
PANELS = {
    "rnnt_a_label": "loss of dev, nats a label",
    "phone_accuracy": "dev frames classified right",
    "risk_a_word": "expected word errors of dev",
}
"""Fields of a log's dev lines that have a panel of their own, where a run has anything to say there."""


def add_parser(subparsers: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """Adds `curves` to the commands of sts_model."""
    parser = subparsers.add_parser("curves", help="draw the dev curves of training runs")
    parser.add_argument("runs", nargs="+", metavar="NAME=FOLDER", help="a run folder and what to call it")
    parser.add_argument("--panels", nargs="+", choices=PANELS, default=list(PANELS), help="(default: all)")
    parser.add_argument("--output", type=Path, required=True, help="JSON of the curves; beside it as PNG")
    parser.set_defaults(run=run)


def run(args: argparse.Namespace) -> int:
    """Writes both files.

    Raises:
        DataError: a folder has no log, or the log has lines of another form.
    """
    curves = {name: read_curve(Path(folder)) for name, folder in map(_named, args.runs)}
    args.output.parent.mkdir(parents=True, exist_ok=True)
    content = {"commit": commit(), "fields": PANELS, "curves": curves}
    args.output.write_text(json.dumps(content, indent=1) + "\n", encoding="utf-8")
    draw(curves, args.panels, args.output.with_suffix(".png"))
    return 0


def read_curve(folder: Path) -> list[dict[str, float]]:
    """The dev lines of a run: hours of audio heard, minutes of training, and the fields of PANELS that say something.

    Raises:
        DataError: there is no log, or it has lines of another form.
    """
    path = folder / LOG
    try:
        lines = [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]
        return [_point(line) for line in lines if line["what"] == "dev"]
    except OSError as err:
        raise DataError(f"The log {path} cannot be read: {err.strerror}.") from err
    except (ValueError, KeyError, TypeError) as err:
        raise DataError(f"The log {path} has a line of another form: {err!r}.") from err


def draw(curves: Mapping[str, Sequence[Mapping[str, float]]], wanted: Sequence[str], path: Path) -> None:
    """One panel for each wanted field that any curve has, over hours heard; logarithmic where a curve goes far."""
    from matplotlib.figure import Figure

    panels = [field for field in wanted if any(field in point for points in curves.values() for point in points)]
    figure = Figure(figsize=(6 * max(1, len(panels)), 4.5), layout="constrained")
    for axes, field in zip(figure.subplots(1, max(1, len(panels)), squeeze=False)[0], panels, strict=False):
        for name, points in curves.items():
            told = [point for point in points if field in point]
            if told:
                axes.plot([point["hours"] for point in told], [point[field] for point in told], label=name)
        low, high = axes.get_ylim()
        axes.set(xlabel="hours heard", ylabel=PANELS[field], yscale="log" if high > 5 * low > 0 else "linear")
        axes.grid(alpha=0.3)
        axes.legend(frameon=False)
    figure.savefig(path, dpi=110)


def _point(line: Mapping[str, Any]) -> dict[str, float]:
    point = {"hours": round(line["audio_s"] / 3600, 3), "minutes": round(line["elapsed_s"] / 60, 2)}
    return point | {field: float(line[field]) for field in PANELS if line.get(field)}


def _named(text: str) -> tuple[str, str]:
    name, equals, folder = text.partition("=")
    if not equals:
        raise DataError(f"A run has the form NAME=FOLDER, not {text!r}.")
    return name, folder
