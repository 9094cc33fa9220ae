"""A model package of the smallest size, for tests that need one to listen with."""

from pathlib import Path

import torch
from small_language import lexicon, ngram

from sts_model.config import PRESETS
from sts_model.model import Sts
from sts_model.package import LANGUAGE_MODEL, LEXICON, write_manifest, write_model
from sts_model.speakers.embedder import EmbedderConfig, SpeakerEmbedder, save_embedder
from sts_model.vocabulary import BLANK


def write_tiny_package(folder: Path) -> None:
    """A package whose weights know nothing, with a joiner biased towards words, so that noise gives turns."""
    torch.manual_seed(5)
    model = Sts(PRESETS["sts-tiny"]())
    with torch.no_grad():
        model.joiner.enc.weight.mul_(4.0)
        model.joiner.out.weight.mul_(6.0)
        model.joiner.out.bias[BLANK] += 1.0
        model.activity.bias += 8.0  # and somebody is always there
    write_model(model, folder)
    language = ngram()
    language.save(folder / LANGUAGE_MODEL)
    lexicon(language).save(folder / LEXICON)
    mels = PRESETS["sts-tiny"]().frontend.mels
    save_embedder(SpeakerEmbedder(EmbedderConfig(mels=mels, width=16, bottleneck=8, pooled=16, attention=8)), folder)
    (folder / "search.json").write_text("{}", encoding="utf-8")
    write_manifest(folder, "tiny", "1")
