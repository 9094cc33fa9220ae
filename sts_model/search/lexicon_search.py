"""Lexicon search: encoder frames of several rows to words, with a pronunciation tree and an n-gram language model."""

import numpy as np
from numpy.typing import NDArray

from sts_model.lexicon import Lexicon
from sts_model.ngram import Ngram
from sts_model.search.config import SearchConfig
from sts_model.search.result import RowResult

Floats = NDArray[np.float32]


class SearchState:
    """Skeleton."""


class LexiconSearch:
    """Time-synchronous beam search over (tree node, language model context, last two tokens, turn open)."""

    def __init__(
        self,
        pred_PJ: Floats,
        weight_VJ: Floats,
        bias_V: Floats,
        lexicon: Lexicon,
        ngram: Ngram,
        config: SearchConfig | None = None,
    ) -> None:
        raise NotImplementedError

    def initial_state(self, rows: int) -> SearchState:
        raise NotImplementedError

    def step(self, enc_NTJ: Floats, state: SearchState) -> tuple[list[RowResult], SearchState]:
        raise NotImplementedError

    def finish(self, state: SearchState) -> list[RowResult]:
        raise NotImplementedError
