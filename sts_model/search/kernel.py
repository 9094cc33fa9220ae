"""Compiled heart of the lexicon search: one row's frames through a beam of hypotheses, time-synchronous."""

from typing import Any

import numpy as np
from numpy.typing import NDArray

from sts_model.compiled import njit
from sts_model.search.beam import (
    FIELDS,
    ITEM,
    MAX_CANDIDATES,
    NEWER,
    NODE,
    OLDER,
    OPEN,
    SCORE,
    TABLE_SIZE,
    VALUES,
    WORD_START,
    merge_and_prune,
    only_best,
)
from sts_model.search.expand import CANDIDATES, ITEMS, RECENT, Beam, Knowledge, expand
from sts_model.search.history import END, ITEM_FIELDS, PARENT, SAID_EOT, TRAITS, WHAT, Said, commit
from sts_model.search.scores import token_logp
from sts_model.vocabulary import BLANK

Floats = NDArray[Any]
Ints = NDArray[np.int64]

LONGEST_WORD, STALE = 75, 50.0
"""Frames after which a word that is not finished costs more than any other would: nobody says one for three seconds."""

COMMIT_EVERY = 5
"""Frames between looks at what all hypotheses agree on; fixed, so that chunking changes nothing."""

COUNTS = 4
"""Numbers in `counts` before what was committed last."""

END_FRAMES = 8
"""Frames after an `<eot>` of the best hypothesis with nothing after it when it is settled (papers 8.5: 0.3 s)."""


@njit()
def _empty_beam() -> Beam:
    return np.empty((MAX_CANDIDATES, FIELDS), np.int64), np.empty((MAX_CANDIDATES, VALUES))


@njit()
def _row_of(
    pair: int, pairs: Ints, known: Ints, sound: tuple[Floats, Floats], joiner: tuple[Any, ...], hidden_J: Floats,
    logps: Floats,
) -> int:  # fmt: skip
    """Where the log-probabilities after a pair of tokens stand in `logps`, made when they are asked for first."""
    pred_PJ, weight_JV, bias_V = joiner
    for p in range(known[0]):
        if pairs[p] == pair:
            return p
    # Later hypotheses of a frame may need more rows than are kept: the last is then made anew.
    which = min(known[0], len(logps) - 1)
    known[0] = which + 1
    pairs[which] = pair
    enc_J, phones_V = sound
    token_logp(enc_J, pred_PJ[pair], weight_JV, bias_V, hidden_J, logps[which])
    for v in range(len(phones_V)):
        logps[which, v] += phones_V[v]
    return int(which)


@njit()
def _frame(
    sound: tuple[Floats, Floats], bonus: float, frame: int, num: int, joiner: tuple[Any, ...], knowledge: Knowledge,
    limits: tuple[Any, ...], beams: tuple[Beam, Beam, Beam], scratch: tuple[Ints, Ints, Floats, Floats], said: Said,
    fill: Ints,
) -> tuple[int, bool]:  # fmt: skip
    """Takes the `num` hypotheses of the first of `beams` through one frame, into the last; (how many, silence)."""
    now, next_, done = beams
    table, pairs, hidden_J, logps = scratch
    most, labels, beam, silence = int(limits[0]), int(limits[1]), limits[4], limits[5]
    V = len(joiner[2])
    num_done, best_done, silent = 0, -1e30, True
    known = np.zeros(1, np.int64)
    for label in range(labels + 1):
        fill[CANDIDATES] = 0
        for i in range(num):
            which = _row_of(now[0][i, OLDER] * V + now[0][i, NEWER], pairs, known, sound, joiner, hidden_J, logps)
            blank = logps[which, BLANK]
            silent = silent and blank > silence
            score = now[1][i, SCORE] + blank
            if now[0][i, NODE] != 0 and frame - now[0][i, WORD_START] > LONGEST_WORD:
                score -= STALE
            if score > best_done - beam and num_done < MAX_CANDIDATES:
                done[0][num_done], done[1][num_done] = now[0][i], now[1][i]
                done[1][num_done, SCORE] = score
                best_done = max(best_done, score)
                num_done += 1
            if label < labels:
                expand(i, now, logps[which], frame, best_done - beam, bonus, next_, said, fill, knowledge)
        if (label == 0 and silent) or fill[CANDIDATES] == 0:
            break
        num = merge_and_prune(next_[0], next_[1], fill[CANDIDATES], most, beam, table)
        now, next_ = next_, now
    return merge_and_prune(done[0], done[1], num_done, most, beam, table), silent


@njit()
def _ended(ints: Ints, floats: Floats, num: int, pool: Ints, frame: int) -> int:
    """Leaves the hypotheses that agree with the best on an `<eot>` END_FRAMES ago, if it said nothing since."""
    last = ints[0, ITEM]
    if ints[0, NODE] != 0 or ints[0, OPEN] != 0 or last < 0:
        return num
    if pool[last, WHAT] != SAID_EOT or frame - pool[last, END] != END_FRAMES:
        return num
    stay = 0
    for i in range(num):
        k = ints[i, ITEM]
        while k > last:  # parents come before children
            k = pool[k, PARENT]
        if k == last:
            ints[stay], floats[stay] = ints[i], floats[i]
            stay += 1
    return stay


@njit()
def _note(out: Ints, first: int, end: int, fill: Ints) -> None:
    """Puts the items out[first:end], oldest first, in front of what was committed before them."""
    for item in range(first, end):
        for k in range(len(fill) - 1, RECENT, -1):
            fill[k] = fill[k - 1]
        fill[RECENT] = out[item, WHAT]


@njit()
def search_frames(
    sounds: tuple[Floats, Floats], bonus_T: Floats, joiner: tuple[Any, ...], knowledge: Knowledge,
    limits: tuple[Any, ...], beam: Beam, said: Said, counts: Ints,
) -> Said:  # fmt: skip
    """Takes one row through all its frames; `beam`, `said` and `counts` are changed in place.

    Args:
        sounds: enc_TJ as `rises` gives them, and phones_TV: what tokens get for the phone that a frame sounds like.
        bonus_T: what every label of a frame gets on top.
        joiner: pred_PJ, also as `rises` gives them, weight_JV, bias_V.
        limits: hypotheses, labels a frame, silence frames, patience frames, beam, log-probability of silence, frames
            after which nearly all decide.
        counts: hypotheses, items in the pool, frames so far, frames of silence so far, and what was committed last.
    Returns:
        The items that became final, in order, and their traits. No hypothesis is left where scores are no numbers.
    """
    enc_TJ, phones_TV = sounds
    ages = (int(limits[6]), int(limits[3]))
    num, frame, quiet = counts[0], counts[2], counts[3]
    beams = (_empty_beam(), _empty_beam(), _empty_beam())
    now, done = beams[0], beams[2]
    scratch = (
        np.full(TABLE_SIZE, -1, np.int64),
        np.empty(MAX_CANDIDATES, np.int64),
        np.empty(enc_TJ.shape[1], np.float32),
        np.empty((2 * int(limits[0]) + 2, len(joiner[2]) + 1), np.float32),
    )
    moved = np.empty(len(said[0]), np.int64)
    out = (np.empty((len(said[0]), ITEM_FIELDS), np.int64), np.empty((len(said[0]), TRAITS)))
    num_out = 0
    fill = np.concatenate((np.array([0, counts[1]]), counts[COUNTS:]))
    for t in range(len(enc_TJ)):
        now[0][:num], now[1][:num] = beam[0][:num], beam[1][:num]
        num, silent = _frame(
            (enc_TJ[t], phones_TV[t]), bonus_T[t], frame, num, joiner, knowledge, limits, beams, scratch, said, fill
        )  # fmt: skip
        if num == 0:
            break
        quiet = quiet + 1 if silent else 0
        if quiet == int(limits[2]):
            num = only_best(done[0], done[1], num)
        num = _ended(done[0], done[1], num, said[0], frame)
        best = done[1][0, SCORE]
        for i in range(num):
            beam[0][i], beam[1][i] = done[0][i], done[1][i]
            beam[1][i, SCORE] -= best  # scores are compared, never read: kept small for a meeting of any length
        frame += 1
        if frame % COMMIT_EVERY == 0 or fill[ITEMS] > len(said[0]) // 2:
            before = num_out
            num, fill[ITEMS], num_out = commit(
                beam[0], beam[1], num, said, fill[ITEMS], frame, ages, out, num_out, moved
            )
            _note(out[0], before, num_out, fill)
    counts[0], counts[1], counts[2], counts[3] = num, fill[ITEMS], frame, quiet
    counts[COUNTS:] = fill[RECENT:]
    return out[0][:num_out].copy(), out[1][:num_out].copy()
