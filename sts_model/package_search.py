"""The search of a model package: its lexicon, language model and settings, with what a user wants listened for."""

from collections.abc import Iterable, Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

import torch
from safetensors import SafetensorError

from sts_model.effort import WIDTHS, Effort
from sts_model.lexicon import Lexicon
from sts_model.model import Sts
from sts_model.neural_lm import FILE as NEURAL_LM
from sts_model.neural_lm import NeuralLm
from sts_model.ngram import Ngram
from sts_model.package import LANGUAGE_MODEL, LEXICON, read_search_config, unusable
from sts_model.predictor import Predictor
from sts_model.search.lexicon_search import LexiconSearch


def unknown_words(folder: Path, phrases: Iterable[str]) -> set[str]:
    """Words of `phrases`, lower case, that the lexicon of the package in `folder` lacks: no hot words.

    Raises:
        ModelPackageError: the lexicon cannot be read.
    """
    try:
        known = set(Lexicon.load(folder / LEXICON).words)
    except (SafetensorError, OSError, ValueError, KeyError) as err:
        raise unusable(folder, err) from err
    return {word for phrase in phrases for word in phrase.split()} - known


def build_search(
    model: Sts,
    folder: Path,
    hot_words: Mapping[str, float] | None = None,
    effort: Effort = "balanced",
    settings: Mapping[str, Any] | None = None,
) -> LexiconSearch:
    """The search over `model` with the lexicon, language model and settings of a package folder.

    `settings` are fields of the search's config that replace the package's.

    Raises:
        HotWordError: the hot words cannot be listened for.
        ValueError: the predictor looks further back than a table can hold, or the tables do not fit each other.
    """
    if not isinstance(model.predictor, Predictor):
        raise ValueError("the search needs a stateless predictor")
    config = replace(read_search_config(folder), **WIDTHS[effort], **(settings or {}))
    if hot_words is not None:
        config = replace(config, hot_words=hot_words)
    lexicon, ngram = Lexicon.load(folder / LEXICON), Ngram.load(folder / LANGUAGE_MODEL)
    if len(lexicon.words) > ngram.words:
        raise ValueError(f"the lexicon has {len(lexicon.words)} words, of which the language model knows {ngram.words}")
    neural = NeuralLm.load(folder / NEURAL_LM) if (folder / NEURAL_LM).exists() else None
    if neural is not None and neural.words != len(lexicon.words):
        raise ValueError(f"the neural language model is of {neural.words} words, the lexicon of {len(lexicon.words)}")
    with torch.inference_mode():
        return LexiconSearch(
            model.predictor.table().numpy(),
            model.joiner.out.weight.numpy(),
            model.joiner.out.bias.numpy(),
            lexicon,
            ngram,
            config,
            neural,
        )
