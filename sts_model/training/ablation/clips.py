"""Word errors of single clips of the dev set."""

from pathlib import Path

from sts_model.data.packs import Clip, WaveStore, read_manifest
from sts_model.data.text import normalise
from sts_model.evaluation.one_voice import heard_words, listen
from sts_model.evaluation.wer import wer
from sts_model.model import Sts
from sts_model.search.lexicon_search import LexiconSearch
from sts_model.training.ablation.figures import Group

FOLDER = "librispeech-dev"
CLIPS = 100


def chosen_clips(data: Path, limit: int | None) -> list[Clip]:
    """`limit` clips of the dev set, evenly spread over its speakers; CLIPS when it is None."""
    clips = read_manifest(data / "speech" / FOLDER)
    return clips[:: max(1, len(clips) // (limit or CLIPS))][: limit or CLIPS]


def count_clips(model: Sts, search: LexiconSearch, data: Path, limit: int | None) -> list[Group]:
    """The word errors of each clip."""
    waves = WaveStore(data / "speech" / FOLDER)
    return [_count(clip, heard_words(search, listen(model, waves[clip.id]))) for clip in chosen_clips(data, limit)]


def _count(clip: Clip, heard: str) -> Group:
    errors = wer(normalise(clip.text), normalise(heard))
    return Group(clip.id, FOLDER, {"wer": (float(errors.errors), float(errors.words))}, ())
