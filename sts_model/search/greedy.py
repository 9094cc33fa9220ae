"""Greedy search: the likeliest token at each step, no lexicon, no language model; the plainest measure of a model."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from sts_model.turns import Emission
from sts_model.vocabulary import BLANK

Floats = NDArray[np.float32]


@dataclass(frozen=True)
class GreedyState:
    """The last two tokens of each row, older first, and the frames heard so far."""

    last_N2: NDArray[np.int64]
    frame: int


class GreedySearch:
    """Asks the joiner frame by frame for all rows at once; a row goes to the next frame at blank."""

    def __init__(self, pred_PJ: Floats, weight_VJ: Floats, bias_V: Floats, *, labels_per_frame: int = 3) -> None:
        """pred_PJ: predictor rows for all pairs of last tokens, older * V + newer; weight_VJ, bias_V: the joiner."""
        self._pred_PJ, self._weight_JV, self._bias_V = pred_PJ, weight_VJ.T, bias_V
        self.labels_per_frame = labels_per_frame

    def initial_state(self, rows: int) -> GreedyState:
        """Nothing said."""
        return GreedyState(np.full((rows, 2), BLANK, np.int64), 0)

    def step(self, enc_NTJ: Floats, state: GreedyState) -> tuple[list[list[Emission]], GreedyState]:
        """The tokens of each row in its next encoder frames, already projected for the joiner."""
        rows, frames = enc_NTJ.shape[:2]
        said: list[list[Emission]] = [[] for _ in range(rows)]
        last_N2 = state.last_N2.copy()
        for t in range(frames):
            going = np.arange(rows)
            for _ in range(self.labels_per_frame):
                logp_NV = self._logp(enc_NTJ[going, t], last_N2[going])
                token_N = logp_NV.argmax(axis=1)
                for row, token, logp_V in zip(going, token_N, logp_NV, strict=True):
                    if token != BLANK:
                        said[row].append(Emission(int(token), state.frame + t, float(logp_V[token])))
                        last_N2[row] = last_N2[row, 1], token
                going = going[token_N != BLANK]
                if not len(going):
                    break
        return said, GreedyState(last_N2, state.frame + frames)

    def _logp(self, enc_NJ: Floats, last_N2: NDArray[np.int64]) -> Floats:
        pair_N = last_N2[:, 0] * len(self._bias_V) + last_N2[:, 1]
        logits_NV = np.tanh(enc_NJ + self._pred_PJ[pair_N]) @ self._weight_JV + self._bias_V
        logits_NV -= logits_NV.max(axis=1, keepdims=True)
        logp_NV: Floats = logits_NV - np.log(np.exp(logits_NV).sum(axis=1, keepdims=True))
        return logp_NV
