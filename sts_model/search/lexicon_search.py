"""Lexicon search: encoder frames of several rows to words, with a pronunciation tree and an n-gram language model."""

from collections.abc import Sequence
from copy import copy
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from sts_model.lexicon import Lexicon
from sts_model.neural_lm import WORDS_BACK, NeuralLm, nothing
from sts_model.ngram import Ngram
from sts_model.search import beam, history, kernel
from sts_model.search.confidence import Traits
from sts_model.search.config import SearchConfig
from sts_model.search.hot_words import build_hot_words, raised_lookahead
from sts_model.search.result import HeardWord, Item, RowResult, TurnMark
from sts_model.search.scores import rises
from sts_model.vocabulary import BLANK, EOT, FIRST_INITIAL, SOT, VOCABULARY_SIZE

Floats = NDArray[np.float32]

UNFINISHED = 1e9
"""What it costs to be in the middle of a word when nothing more comes."""

UNHEARD = 6.0
"""A phone that a frame does not sound like at all costs no more, in nats before `phone_scale`."""

POOL_ITEMS = 8192
"""Items that all hypotheses of a row may hold between two commits."""


class SearchError(ValueError):
    """A search that cannot go on, in one sentence."""


@dataclass(frozen=True)
class RowState:
    """The beam of one row: hypotheses (integers and scores), the pool of what they said with its traits, and counts.

    `settled` items have been committed so far, `shown` of all that it said are on show.
    """

    ints: NDArray[np.int64]
    floats: NDArray[np.float64]
    pool: NDArray[np.int64]
    traits: NDArray[np.float64]
    counts: NDArray[np.int64]
    settled: int = 0
    shown: int = 0

    def copy(self) -> "RowState":
        return replace(
            self,
            ints=self.ints.copy(),
            floats=self.floats.copy(),
            pool=self.pool.copy(),
            traits=self.traits.copy(),
            counts=self.counts.copy(),
        )


@dataclass(frozen=True)
class SearchState:
    rows: tuple[RowState, ...]


class LexiconSearch:
    """Time-synchronous beam search over (tree node, language model context, last two tokens, turn open, hot phrase).

    P is the mean of the n-gram's and, where there is one, the neural model's, weighted by `neural_share`.
    A word's score is acoustic + lm_scale * ln P(word | words before) + its bonus, and for each phone token_bonus +
    phone_scale * ln P(phone | frame) - ilm_scale * what the transducer believes of it without sound; the best word
    below a tree node counts ahead.
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
        neural: NeuralLm | None = None,
    ) -> None:
        """pred_PJ: predictor rows for all pairs of last tokens, older * V + newer; weight_VJ, bias_V: the joiner.

        `neural` knows the words of `lexicon`; its memory of what it computed is the search's own, no state.

        Raises:
            HotWordError: the hot words of `config` cannot be listened for.
            ValueError: a word that is to have a bonus is not in the lexicon.
        """
        self.config = c = config or SearchConfig()
        self.words = lexicon.words
        self._start = int(ngram.start)
        hot = build_hot_words(c.hot_words, lexicon.words)
        tree = (
            lexicon.first_child,
            lexicon.child_token,
            lexicon.child_node,
            lexicon.first_word,
            lexicon.node_words,
            raised_lookahead(lexicon, hot.word_boost, c.lm_scale),
            _word_bonuses(lexicon.words, c),
        )
        scores = (c.lm_scale, c.token_bonus, c.mark_bonus, c.ilm_scale, c.opening_penalty)
        share = c.neural_share if neural else 0.0
        settings = (*(float(score) for score in scores), float(c.odd_mark_cost), float(self._start), float(share))
        self._held_S = hot.held_S
        self._beyond_sound = (tree, ngram.arrays, hot.tables, settings, (neural or nothing()).arrays())
        self._hear_with(pred_PJ, weight_VJ, bias_V)
        frames = (c.hypotheses, c.labels_per_frame, c.silence_frames, c.patience_frames)
        self._limits = (*map(float, frames), float(c.beam), float(np.log(c.silence)), float(c.settle_frames))

    def over(self, pred_PJ: Floats, weight_VJ: Floats, bias_V: Floats) -> "LexiconSearch":
        """The same search with the predictor and joiner of another transducer, such as one that has learnt since."""
        search = copy(self)
        search._hear_with(pred_PJ, weight_VJ, bias_V)
        return search

    def _hear_with(self, pred_PJ: Floats, weight_VJ: Floats, bias_V: Floats) -> None:
        self._joiner = tuple(np.ascontiguousarray(x, np.float32) for x in (rises(pred_PJ), weight_VJ.T, bias_V))
        tree, ngram, hot, settings, neural = self._beyond_sound
        self._knowledge = (tree, ngram, hot, _internal_lm(pred_PJ, weight_VJ, bias_V), settings, neural)

    def prepare(self) -> None:
        """Has what runs in every frame compiled, which takes half a minute on a machine where it never ran."""
        dims = self._joiner[0].shape[1]
        self.step(np.zeros((1, 1, dims), np.float32), self.initial_state(1))

    def initial_state(self, rows: int) -> SearchState:
        """Nothing said, every turn closed."""
        ints = np.zeros((self.config.hypotheses, beam.FIELDS), np.int64)
        ints[0, beam.CONTEXT], ints[0, beam.ITEM] = self._start, -1
        row = RowState(
            ints,
            np.zeros((self.config.hypotheses, beam.VALUES)),
            np.zeros((POOL_ITEMS, history.ITEM_FIELDS), np.int64),
            np.zeros((POOL_ITEMS, history.TRAITS)),
            np.array([1, 0, 0, 0, *[history.SAID_SOT] * WORDS_BACK], np.int64),
        )
        return SearchState(tuple(row.copy() for _ in range(rows)))

    def step(
        self, emissions: Floats, state: SearchState, bonus_NT: Floats | None = None
    ) -> tuple[list[RowResult], SearchState]:
        """What the next encoder frames of each row, as `Sts.emissions` gives them, make certain or likely.

        `bonus_NT` is added to the score of every label put out in a frame.

        Raises:
            SearchError: no hypothesis is left, since what the model says are no probabilities.
        """
        results, rows = [], []
        bonus_NT = np.zeros(emissions.shape[:2], np.float32) if bonus_NT is None else bonus_NT
        J = self._joiner[0].shape[1]
        for heard, bonus_T, before in zip(emissions, bonus_NT, state.rows, strict=True):
            row = before.copy()
            out, traits = kernel.search_frames(
                (np.ascontiguousarray(rises(heard[:, :J]), np.float32), self._phones(heard[:, J:])),
                np.ascontiguousarray(bonus_T, np.float32),
                self._joiner,
                self._knowledge,
                self._limits,
                (row.ints, row.floats),
                (row.pool, row.traits),
                row.counts,
            )
            if row.counts[0] == 0:
                raise SearchError("what its network says are no probabilities")
            committed = tuple(self._item(*pair) for pair in zip(out, traits, strict=True))
            likely = self._chain(row, 0)
            row = self._with_shown(row, len(out), likely)
            partial = tuple(self._item(row.pool[k], row.traits[k]) for k in likely)
            results.append(RowResult(committed, partial, _settled_frame(row), row.shown - row.settled))
            rows.append(row)
        return results, SearchState(tuple(rows))

    def _phones(self, logp_TP: Floats) -> Floats:
        """phones_TV: what each token gets for the phone that a frame sounds like; nothing without phones."""
        phones_TV = np.zeros((len(logp_TP), VOCABULARY_SIZE), np.float32)
        if logp_TP.shape[1]:
            each_TP = self.config.phone_scale * np.maximum(logp_TP, -UNHEARD)
            phones_TV[:, FIRST_INITIAL:] = np.concatenate([each_TP, each_TP], axis=1)
        return phones_TV

    def finish(self, state: SearchState) -> list[RowResult]:
        """All that is still open, as the best hypothesis has it that is not in the middle of a word."""
        return [RowResult(self.hypotheses(row, 1)[0][1]) for row in state.rows]

    def hypotheses(self, row: RowState, most: int) -> list[tuple[float, tuple[Item, ...]]]:
        """Scores of the likeliest `most` hypotheses of a row's beam and what each has said that is open, best first.

        Those in the middle of a word come after all others.
        """
        ints, floats = row.ints[: row.counts[0]], row.floats[: row.counts[0]]
        scores = floats[:, beam.SCORE] - self._held_S[ints[:, beam.HOT]]
        scores[ints[:, beam.NODE] != 0] -= UNFINISHED
        best = np.argsort(-scores, kind="stable")[:most]
        return [
            (float(scores[i]), tuple(self._item(row.pool[k], row.traits[k]) for k in self._chain(row, int(i))))
            for i in best
        ]

    def _chain(self, row: RowState, hypothesis: int) -> list[int]:
        """Places in the pool of what a hypothesis has said, oldest first."""
        chain: list[int] = []
        k = int(row.ints[hypothesis, beam.ITEM])
        while k >= 0:
            chain.append(k)
            k = int(row.pool[k, history.PARENT])
        return chain[::-1]

    def _with_shown(self, row: RowState, committed: int, likely: list[int]) -> RowState:
        """The row with as much of `likely` on show as enough hypotheses agree on, or was there before."""
        settled = row.settled + committed
        sure = 0
        while sure < len(likely) and row.traits[likely[sure], history.NOW] >= self.config.show_mass:
            sure += 1
        shown = settled + max(sure, min(row.shown - settled, len(likely)))
        return replace(row, settled=settled, shown=shown)

    def _item(self, item: NDArray[np.int64], traits: NDArray[np.float64]) -> Item:
        what, start, end = int(item[history.WHAT]), int(item[history.START]), int(item[history.END])
        if what < 0:
            return TurnMark(SOT if what == history.SAID_SOT else EOT, end)
        known = traits_of(traits)
        return HeardWord(self.words[what], start, end, round(self.config.calibration(known), 4), known)


def traits_of(traits: NDArray[np.float64]) -> Traits:
    """The traits of a word as the pool holds them."""
    looks = traits[history.LOOKS]
    mass = traits[history.MASS] / looks if looks else 1.0
    return Traits(float(traits[history.CLARITY]), float(mass), int(traits[history.TOKENS]))


def _settled_frame(row: RowState) -> int:
    """Where the oldest thing begins that hypotheses may still disagree on: an item, or a word that is not finished."""
    num, frame = int(row.counts[0]), int(row.counts[2])
    ints = row.ints[:num]
    starts = np.where(ints[:, beam.NODE] != 0, ints[:, beam.WORD_START], frame)
    item = ints[:, beam.ITEM].copy()
    while (item >= 0).any():
        starts = np.where(item >= 0, np.minimum(starts, row.pool[item, history.START]), starts)
        item = np.where(item >= 0, row.pool[item, history.PARENT], -1)
    return int(starts.min())


def _word_bonuses(words: Sequence[str], config: SearchConfig) -> Floats:
    """What each word gets beyond what sound and language model say."""
    if strange := sorted(config.word_bonuses.keys() - set(words)):
        raise ValueError(f"search.word_bonuses has {strange[0]!a}, which the lexicon lacks")
    return np.array([config.word_bonus + config.word_bonuses.get(word, 0.0) for word in words], np.float32)


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
