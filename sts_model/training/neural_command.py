"""`python -m sts_model neural-language`: the neural language model of a package, learned from the shared text."""

import argparse
import sys
from pathlib import Path

import torch
from safetensors import SafetensorError

from sts_model.data.lm_text import read_lm_text
from sts_model.data.packs import DataError, data_root
from sts_model.lexicon import Lexicon
from sts_model.neural_lm import FILE, NeuralLm
from sts_model.package import LEXICON
from sts_model.training.neural_lm import NeuralRecipe, NeuralTrainer, perplexity
from sts_model.training.neural_text import choose_net_words, coded, encode, net_words_of


def add_parser(subparsers: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    parser = subparsers.add_parser("neural-language", help=f"make {FILE} from the shared text, for a lexicon")
    parser.add_argument("--data", help="folder of the shared data (default: $MEETAPP_DATA, else ../shared/data)")
    parser.add_argument("--tables", type=Path, required=True, help=f"folder with {LEXICON}")
    parser.add_argument("--minutes", type=float, default=NeuralRecipe.minutes, help="by the clock, all runs together")
    parser.add_argument("--output", type=Path, required=True, help="folder to write to; a run there is continued")
    parser.add_argument("--init", type=Path, help=f"folder with the {FILE} that a new run starts from")
    parser.add_argument("--rate", type=float, default=NeuralRecipe.rate, help="learning rate, the highest")
    parser.add_argument("--seed", type=int, default=NeuralRecipe.seed, help="of the order in which text is read")
    parser.set_defaults(run=run)


def run(args: argparse.Namespace) -> int:
    """Learns, writes the file, and prints perplexities.

    Raises:
        DataError: text or lexicon is missing.
    """
    torch.set_num_threads(1)
    try:
        words = Lexicon.load(args.tables / LEXICON).words
    except OSError as err:
        raise DataError(f"The lexicon {args.tables / LEXICON} cannot be read.") from err
    text = read_lm_text(data_root(args.data))
    ids = {word: i for i, word in enumerate(words)}
    groups = {group: encode(stretches, ids) for group, stretches in text.train.items()}
    begin = _net_in(args.init, len(words)) if args.init else None
    net_words = net_words_of(begin, groups) if begin else choose_net_words(groups, len(words))
    args.output.mkdir(parents=True, exist_ok=True)
    texts = {group: coded(ids_N, net_words) for group, ids_N in groups.items()}
    recipe = NeuralRecipe(minutes=args.minutes, rate=args.rate, seed=args.seed)
    try:
        trainer = NeuralTrainer(texts, net_words, recipe, args.output, begin)
    except ValueError as err:
        raise DataError(f"The net in {args.init} cannot be gone on with: {err}.") from err
    net = trainer.train(lambda line: print(line, file=sys.stderr, flush=True))
    net.packed(net_words).save(args.output / FILE)
    for name, stretches in text.dev.items():
        found, sums = perplexity(net, net_words, coded(encode(stretches, ids), net_words))
        print(f"{name}: perplexity {found:.1f}, probabilities sum to exp({sums:.2f})", file=sys.stderr)
    print(f"{(args.output / FILE).stat().st_size / 1e6:.2f} MB  {FILE}")
    return 0


def _net_in(folder: Path, words: int) -> NeuralLm:
    """The net in `folder`, of a lexicon of so many words."""
    try:
        found = NeuralLm.load(folder / FILE)
    except (SafetensorError, OSError, ValueError, KeyError) as err:
        raise DataError(f"The net {folder / FILE} cannot be read: {err}.") from err
    if found.words != words:
        raise DataError(f"The net {folder / FILE} is of {found.words} words, the lexicon of {words}.")
    return found
