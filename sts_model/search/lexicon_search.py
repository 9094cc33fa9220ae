"""Lexicon search: encoder frames of several rows to words, with a pronunciation tree and an n-gram language model."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from sts_model.lexicon import Lexicon
from sts_model.ngram import Ngram
from sts_model.search import kernel
from sts_model.search.config import SearchConfig
from sts_model.search.result import HeardWord, Item, RowResult, TurnMark
from sts_model.vocabulary import BLANK, EOT, SOT

Floats = NDArray[np.float32]

POOL_ITEMS = 8192
"""Items that all hypotheses of a row may hold between two commits."""


@dataclass(frozen=True)
class RowState:
    """The beam of one row: hypotheses (integers and scores), the pool of what they said, and counts of both."""

    ints: NDArray[np.int64]
    floats: NDArray[np.float64]
    pool: NDArray[np.int64]
    confidence: NDArray[np.float64]
    counts: NDArray[np.int64]

    def copy(self) -> "RowState":
        return RowState(*(array.copy() for array in vars(self).values()))


@dataclass(frozen=True)
class SearchState:
    rows: tuple[RowState, ...]


class LexiconSearch:
    """Time-synchronous beam search over (tree node, language model context, last two tokens, turn open).

    A word's score is acoustic + lm_scale * ln P(word | words before) + word_bonus + token_bonus a phone - ilm_scale *
    what the transducer believes of the phones without sound; the best word below a tree node counts ahead.
    Source: Zhou et al. 2020, A phoneme-based neural transducer, arXiv 2010.16368; search ours.
    """

    def __init__(
        self,
        pred_PJ: Floats,
        weight_VJ: Floats,
        bias_V: Floats,
        lexicon: Lexicon,
        ngram: Ngram,
        config: SearchConfig | None = None,
    ) -> None:
        """pred_PJ: predictor rows for all pairs of last tokens, older * V + newer; weight_VJ, bias_V: the joiner."""
        self.config = config or SearchConfig()
        self.words = lexicon.words
        self._joiner = (
            np.ascontiguousarray(pred_PJ, np.float32),
            np.ascontiguousarray(weight_VJ.T, np.float32),
            np.ascontiguousarray(bias_V, np.float32),
            _internal_lm(pred_PJ, weight_VJ, bias_V),
        )
        self._tree = (
            lexicon.first_child,
            lexicon.child_token,
            lexicon.child_node,
            lexicon.first_word,
            lexicon.node_words,
            lexicon.lookahead,
        )
        self._lm, self._start = ngram.arrays, int(ngram.start)
        c = self.config
        tokens = (c.lm_scale, c.word_bonus, c.token_bonus, c.mark_bonus)
        self._settings = (*tokens, c.ilm_scale, c.opening_penalty, float(self._start))
        self._limits = (
            float(c.hypotheses),
            float(c.labels_per_frame),
            float(c.silence_frames),
            float(c.patience_frames),
            c.beam,
            float(np.log(c.silence)),
        )

    def initial_state(self, rows: int) -> SearchState:
        """Nothing said, every turn closed."""
        ints = np.zeros((self.config.hypotheses, kernel.FIELDS), np.int64)
        ints[0, kernel.CONTEXT], ints[0, kernel.ITEM] = self._start, -1
        row = RowState(
            ints,
            np.zeros((self.config.hypotheses, kernel.VALUES)),
            np.zeros((POOL_ITEMS, kernel.ITEM_FIELDS), np.int64),
            np.zeros(POOL_ITEMS),
            np.array([1, 0, 0, 0], np.int64),
        )
        return SearchState(tuple(row.copy() for _ in range(rows)))

    def step(
        self, enc_NTJ: Floats, state: SearchState, bonus_NT: Floats | None = None
    ) -> tuple[list[RowResult], SearchState]:
        """What the next encoder frames of each row, already projected for the joiner, make certain or likely.

        `bonus_NT` is added to the score of every label put out in a frame.
        """
        results, rows = [], []
        bonus_NT = np.zeros(enc_NTJ.shape[:2], np.float32) if bonus_NT is None else bonus_NT
        for enc_TJ, bonus_T, before in zip(enc_NTJ, bonus_NT, state.rows, strict=True):
            row = before.copy()
            out, confidence = kernel.search_frames(
                np.ascontiguousarray(enc_TJ, np.float32),
                np.ascontiguousarray(bonus_T, np.float32),
                self._joiner,
                self._tree,
                self._lm,
                self._settings,
                self._limits,
                row.ints,
                row.floats,
                row.pool,
                row.confidence,
                row.counts,
            )
            committed = tuple(self._item(*pair) for pair in zip(out, confidence, strict=True))
            results.append(RowResult(committed, self._said_by(row, 0), _settled_frame(row)))
            rows.append(row)
        return results, SearchState(tuple(rows))

    def finish(self, state: SearchState) -> list[RowResult]:
        """All that is still open, as the best hypothesis has it that is not in the middle of a word."""
        results = []
        for row in state.rows:
            between_words = np.flatnonzero(row.ints[: row.counts[0], kernel.NODE] == 0)
            results.append(RowResult(self._said_by(row, int(between_words[0]) if len(between_words) else 0)))
        return results

    def _said_by(self, row: RowState, hypothesis: int) -> tuple[Item, ...]:
        items: list[Item] = []
        k = int(row.ints[hypothesis, kernel.ITEM])
        while k >= 0:
            items.append(self._item(row.pool[k], row.confidence[k]))
            k = int(row.pool[k, kernel.PARENT])
        return tuple(reversed(items))

    def _item(self, item: NDArray[np.int64], confidence: float) -> Item:
        what, start, end = int(item[kernel.WHAT]), int(item[kernel.START]), int(item[kernel.END])
        if what < 0:
            return TurnMark(SOT if what == kernel.SAID_SOT else EOT, end)
        return HeardWord(self.words[what], start, end, round(min(1.0, float(confidence)), 4))


def _settled_frame(row: RowState) -> int:
    """Where the oldest thing begins that hypotheses may still disagree on: an item, or a word that is not finished."""
    num, frame = int(row.counts[0]), int(row.counts[2])
    ints = row.ints[:num]
    starts = np.where(ints[:, kernel.NODE] != 0, ints[:, kernel.WORD_START], frame)
    item = ints[:, kernel.ITEM].copy()
    while (item >= 0).any():
        starts = np.where(item >= 0, np.minimum(starts, row.pool[item, kernel.START]), starts)
        item = np.where(item >= 0, row.pool[item, kernel.PARENT], -1)
    return int(starts.min())


def _internal_lm(pred_PJ: Floats, weight_VJ: Floats, bias_V: Floats) -> Floats:
    """ilm_PV: ln P(token | last two tokens) of the transducer without sound, among phones.

    Source: Meng et al. 2020, Internal language model estimation, arXiv 2011.01991 (zero-encoder form).
    """
    logits_PV = np.tanh(pred_PJ) @ weight_VJ.T + bias_V
    no_phones = [BLANK, SOT, EOT]
    logits_PV[:, no_phones] = -np.inf
    logits_PV -= logits_PV.max(axis=1, keepdims=True)
    ilm_PV: Floats = logits_PV - np.log(np.exp(logits_PV).sum(axis=1, keepdims=True))
    ilm_PV[:, no_phones] = 0.0
    return ilm_PV.astype(np.float32)
