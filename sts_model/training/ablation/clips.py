"""Words of single clips, by the model of one channel and the lexicon search; nothing of the pipeline around them."""

from pathlib import Path

import torch

from sts_model.data.packs import Clip, Wave, WaveStore, read_manifest
from sts_model.data.text import normalise
from sts_model.evaluation.wer import wer
from sts_model.frontend import log_mel
from sts_model.model import Sts
from sts_model.search.lexicon_search import LexiconSearch
from sts_model.search.result import HeardWord
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
    return [_count(model, search, clip, waves[clip.id]) for clip in chosen_clips(data, limit)]


def _count(model: Sts, search: LexiconSearch, clip: Clip, wave_S: Wave) -> Group:
    errors = wer(normalise(clip.text), normalise(heard_words(model, search, wave_S)))
    return Group(clip.id, FOLDER, {"wer": (float(errors.errors), float(errors.words))}, ())


@torch.inference_mode()
def heard_words(model: Sts, search: LexiconSearch, wave_S: Wave) -> str:
    """What the search makes of a recording of one voice."""
    raw_1LF = log_mel(torch.from_numpy(wave_S)[None], model.frontend.filters)
    heard = model(model.frontend.normalise(raw_1LF), torch.tensor([raw_1LF.shape[1]]), 1)
    (said,), state = search.step(model.joiner.enc(heard.enc_NTD).numpy(), search.initial_state(1))
    (rest,) = search.finish(state)
    return " ".join(item.text for item in (*said.committed, *rest.committed) if isinstance(item, HeardWord))
