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
def project(model: Sts, wave_S: Wave) -> NDArray[np.float32]:
    """[1, T, J]: the encoder frames of a recording, projected for the joiner."""
    raw_1LF = log_mel(torch.from_numpy(wave_S)[None], model.frontend.filters)
    heard = model(model.frontend.normalise(raw_1LF), torch.tensor([raw_1LF.shape[1]]), 1)
    enc_1TJ: NDArray[np.float32] = model.joiner.enc(heard.enc_NTD).numpy()
    return enc_1TJ


def heard_words(search: LexiconSearch, enc_1TJ: Floats) -> str:
    """What the search makes of projected frames."""
    (said,), state = search.step(enc_1TJ, search.initial_state(1))
    (rest,) = search.finish(state)
    return " ".join(item.text for item in (*said.committed, *rest.committed) if isinstance(item, HeardWord))
