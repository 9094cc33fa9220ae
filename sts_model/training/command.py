"""`python -m sts_model train`: one stage of the recipe; the same command on CPU and GPU, continued when run again.

`torchrun --nproc-per-node 2 -m sts_model train --threads 1 ...` shares every step among two processes.
"""

import argparse
import json
from collections.abc import Sequence
from dataclasses import asdict, replace
from pathlib import Path

import torch
from torch.utils.data import DataLoader

from sts_model.config import PRESETS, ConfigError
from sts_model.data.packs import DataError, data_root
from sts_model.evaluation.systems import MODEL
from sts_model.model import Sts
from sts_model.training.batch import Band
from sts_model.training.checkpoint import start_from
from sts_model.training.corpus import load_corpus, load_utterances, train_folders
from sts_model.training.feed import STAGES, Feed, FeedPlan, dev_batches, options_of
from sts_model.training.objective import Objective
from sts_model.training.optimizer import OPTIMIZERS
from sts_model.training.ranks import Ranks
from sts_model.training.recipe import Recipe, recipe_from_json
from sts_model.training.rivals import RivalFinder
from sts_model.training.synthesise import SYNTHETIC
from sts_model.training.trainer import CLOCKS, Plan, Trainer


def add_parser(subparsers: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    parser = subparsers.add_parser("train", help="train the recogniser: stage single, then stage multi")
    parser.add_argument("--stage", choices=STAGES, required=True)
    parser.add_argument("--data", type=Path, help="the shared data (default: MEETAPP_DATA or ../shared/data)")
    parser.add_argument("--features", type=Path, required=True, help="folder that `features` wrote")
    parser.add_argument("--run-folder", type=Path, required=True, help="checkpoint and log; an existing run goes on")
    parser.add_argument("--synthetic", type=Path, help="folder of `synthesise`, whose clips are heard among the real")
    parser.add_argument("--init", type=Path, help="checkpoint of an earlier stage, or a model package, to start from")
    parser.add_argument("--fresh-masks", action="store_true", help="the masks of --init are not taken along")
    parser.add_argument(
        "--preset", choices=[name for name in sorted(PRESETS) if PRESETS[name]().usable], default="sts-small"
    )
    parser.add_argument("--recipe", type=Path, help="choices of the objective as JSON (default: those that ship)")
    parser.add_argument(
        "--set", action="append", default=[], dest="settings", metavar="NAME=VALUE", help="a choice of the recipe"
    )
    parser.add_argument(
        "--tables",
        type=Path,
        default=MODEL,
        help="package whose lexicon and language model tell word errors, where the recipe has a risk_weight"
        " (default: %(default)s)",
    )
    parser.add_argument(
        "--minutes", type=float, required=True, help="training time; the learning rate falls to its end"
    )
    parser.add_argument("--optimizer", choices=OPTIMIZERS, default="adamw")
    parser.add_argument("--rate", type=float, default=2e-3, help="peak learning rate")
    parser.add_argument("--warmup", type=int, default=200, help="steps until the learning rate is at its peak")
    parser.add_argument("--clock", choices=sorted(CLOCKS), default="wall", help="whose minutes count")
    parser.add_argument("--batch-s", type=float, default=150.0, help="seconds of audio in a batch of each process")
    parser.add_argument("--row-s", type=float, default=15.0, help="longest row")
    parser.add_argument("--cut", action="store_true", help="rows of one voice come in pieces, cut at pauses")
    parser.add_argument("--alone-share", type=float, default=0.0, help="share of rows of one voice that are one clip")
    parser.add_argument("--quiet-share", type=float, default=0.0, help="share of rows in which nobody speaks")
    parser.add_argument("--single-share", type=float, default=0.3, help="share of one-voice rows in stage multi")
    parser.add_argument("--long-share", type=float, default=0.0, help="share of rows of up to 45 s, for long meetings")
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--threads", type=int, default=2)
    parser.set_defaults(run=run)


def run(args: argparse.Namespace) -> int:
    """Trains until the time is used up, or goes on with what the run folder holds."""
    recipe = chosen_recipe(args.recipe, args.settings)
    data = data_root(args.data)
    torch.set_num_threads(args.threads)
    torch.manual_seed(args.seed)
    ranks = Ranks()
    config = replace(PRESETS[args.preset](), channel_rule=recipe.rule)
    model = Sts(config)
    rivals = RivalFinder(model, args.tables) if recipe.risk_weight else None
    objective = Objective(model, recipe, rivals)
    if args.init:
        start_from(objective, args.init, args.stage, fresh_masks=args.fresh_masks)
    trainer = Trainer(
        objective,
        Plan(args.minutes, args.rate, args.warmup, optimizer=args.optimizer, clock=args.clock),
        args.run_folder,
        ranks,
        args.stage,
    )
    plan = FeedPlan(
        args.stage,
        recipe.rule,
        args.row_s,
        args.batch_s,
        args.single_share,
        args.long_share,
        options_of(recipe, sources=config.separator.kind == "mask"),
        Band(recipe.band_width, recipe.band_late),
        args.cut,
        args.alone_share,
        args.quiet_share,
    )
    train = load_corpus(data, args.features, train_folders(data), units=recipe.units)
    if args.synthetic:
        more = load_utterances(args.synthetic, args.synthetic / "features", [SYNTHETIC], units=recipe.units)
        train = replace(train, utterances=train.utterances + more)
    feed = Feed(train, plan, (args.seed, trainer.progress.step, ranks.rank))
    loader = DataLoader(feed, batch_size=None, num_workers=1, prefetch_factor=8)
    dev = load_corpus(data, args.features, ["librispeech-dev"], units=recipe.units)
    trainer.run(iter(loader), list(dev_batches(dev, plan)))
    return 0


def chosen_recipe(path: Path | None, settings: Sequence[str]) -> Recipe:
    """The recipe in a file, or the default one, with settings of the form name=value changed; values are JSON or text.

    Raises:
        DataError: the file cannot be read, or a setting is unknown or cannot work.
    """
    try:
        values = asdict(recipe_from_json(path.read_text(encoding="utf-8")) if path else Recipe())
        values |= dict(_setting(text) for text in settings)
        return recipe_from_json(json.dumps(values))
    except OSError as err:
        raise DataError(f"The recipe {path} cannot be read: {err.strerror}.") from err
    except ConfigError as err:
        raise DataError(str(err)) from err


def _setting(text: str) -> tuple[str, object]:
    name, equals, value = text.partition("=")
    if not equals:
        raise DataError(f"A setting of the recipe has the form NAME=VALUE, not {text!r}.")
    try:
        return name, json.loads(value)
    except json.JSONDecodeError:
        return name, value
