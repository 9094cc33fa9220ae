"""A recording of one voice, by the first channel and the lexicon search alone; nothing of the pipeline around them."""

import numpy as np
import torch
from numpy.typing import NDArray

from sts_model.data.packs import Wave
from sts_model.frontend import log_mel
from sts_model.model import Sts
from sts_model.search.lexicon_search import Floats, LexiconSearch
from sts_model.search.result import HeardWord


@torch.inference_mode()
def listen(model: Sts, wave_S: Wave) -> NDArray[np.float32]:
    """[1, T, J + P]: what the search hears of a recording."""
    raw_1LF = log_mel(torch.from_numpy(wave_S)[None], model.frontend.filters)
    heard = model(model.frontend.normalise(raw_1LF), torch.tensor([raw_1LF.shape[1]]), 1)
    emissions: NDArray[np.float32] = model.emissions(heard.enc_NTD).numpy()
    return emissions


def heard_words(search: LexiconSearch, emissions: Floats) -> str:
    """What the search makes of it."""
    (said,), state = search.step(emissions, search.initial_state(1))
    (rest,) = search.finish(state)
    return " ".join(item.text for item in (*said.committed, *rest.committed) if isinstance(item, HeardWord))
