"""Compiled heart of the lexicon search: one row's frames through a beam of hypotheses, time-synchronous.

A hypothesis is a row of `FIELDS` numbers in `ints`, and of `SCORE`, `LOGP` in `floats`; what it has said is a chain of
items in a pool, each pointing to the item before. Hypotheses of the same (tree node, language model context, last two
tokens, turn open) are merged.
"""

import math
from typing import Any

import numpy as np
from numpy.typing import NDArray

from sts_model.compiled import njit
from sts_model.ngram import next_context, score_word
from sts_model.search.scores import token_logp
from sts_model.vocabulary import BLANK, EOT, SOT

Floats = NDArray[Any]
Ints = NDArray[np.int64]

NODE, CONTEXT, OLDER, NEWER, OPEN, ITEM, WORD_START, WORD_TOKENS, FIELDS = range(9)
SCORE, LOGP, VALUES = range(3)

PARENT, WHAT, START, END, ITEM_FIELDS = range(5)
SAID_SOT, SAID_EOT = -1, -2
"""Values of WHAT that are no word ids."""

LONGEST_WORD, STALE = 75, 50.0
"""Frames after which a word that is not finished costs more than any other would: nobody says one for three seconds."""

COMMIT_EVERY = 5
"""Frames between looks at what all hypotheses agree on; fixed, so that chunking changes nothing."""

MAX_CANDIDATES = 6000
TABLE_SIZE = 16_384


@njit()
def _slot(ints: Ints, table: Ints, i: int) -> int:
    """Place of hypothesis `i` in the hash table: where its equal stands, or a free place."""
    key = (
        ints[i, NODE] * 1_000_003 + ints[i, CONTEXT] * 8_191 + ints[i, OLDER] * 131 + ints[i, NEWER] * 7 + ints[i, OPEN]
    )
    place = (key ^ (key >> 17)) & (TABLE_SIZE - 1)
    while table[place] >= 0:
        j = int(table[place])
        same = True
        for field in (NODE, CONTEXT, OLDER, NEWER, OPEN):
            if ints[i, field] != ints[j, field]:
                same = False
                break
        if same:
            return int(place)
        place = (place + 1) & (TABLE_SIZE - 1)
    return int(place)


@njit()
def merge_and_prune(ints: Ints, floats: Floats, num: int, most: int, beam: float, table: Ints) -> int:
    """Merges equal hypotheses among the first `num` and keeps the best `most` within `beam`; how many stay, in front.

    Scores of equals are added as probabilities; the better one's history stays.
    """
    used = np.empty(num, np.int64)
    kept = 0
    for i in range(num):
        place = _slot(ints, table, i)
        j = table[place]
        if j < 0:
            if kept != i:
                ints[kept] = ints[i]
                floats[kept] = floats[i]
            table[place] = kept
            used[kept] = place
            kept += 1
        else:
            one, two = floats[j, SCORE], floats[i, SCORE]
            if two > one:
                ints[j] = ints[i]
                floats[j] = floats[i]
                one, two = two, one
            floats[j, SCORE] = one + math.log1p(math.exp(two - one))
    for k in range(kept):
        table[used[k]] = -1
    order = np.argsort(-floats[:kept, SCORE])
    kept = min(kept, most)
    ints_sorted, floats_sorted = ints[order[:kept]], floats[order[:kept]]
    best = floats_sorted[0, SCORE] if kept else 0.0
    stay = 0
    while stay < kept and floats_sorted[stay, SCORE] >= best - beam:
        ints[stay] = ints_sorted[stay]
        floats[stay] = floats_sorted[stay]
        stay += 1
    return stay


@njit()
def _say(
    pool: Ints, confidence: Floats, count: int, parent: int, what: int, start: int, end: int, logp: float, tokens: int
) -> int:
    pool[count, PARENT] = parent
    pool[count, WHAT] = what
    pool[count, START] = start
    pool[count, END] = end
    confidence[count] = math.exp(logp / max(1, tokens))
    return count + 1


@njit()
def _expand(
    i: int,
    ints: Ints,
    floats: Floats,
    logp_V: Floats,
    frame: int,
    next_ints: Ints,
    next_floats: Floats,
    num: int,
    floor: float,
    bonus: float,
    tree: tuple[Any, ...],
    lm: tuple[Any, ...],
    settings: tuple[Any, ...],
    ilm_PV: Floats,
    pool: Ints,
    confidence: Floats,
    count: int,
) -> tuple[int, int]:
    """Every label that hypothesis `i` may put out now, as candidates after the first `num`; (candidates, items)."""
    first_child, child_token, child_node, first_word, node_words, lookahead = tree
    lm_scale, word_bonus, token_bonus, mark_bonus, ilm_scale, opening_penalty, start_context = settings
    node, newer, is_open = ints[i, NODE], ints[i, NEWER], ints[i, OPEN]
    V = len(logp_V) - 1
    pair = ints[i, OLDER] * V + newer
    if node == 0:
        mark = EOT if is_open else SOT
        score = floats[i, SCORE] + logp_V[mark] + mark_bonus + bonus
        if score > floor and num < MAX_CANDIDATES and count < len(pool):
            next_ints[num] = ints[i]
            next_ints[num, OLDER], next_ints[num, NEWER] = newer, mark
            next_ints[num, OPEN] = 1 - is_open
            next_ints[num, CONTEXT] = int(start_context)
            next_ints[num, ITEM] = count
            count = _say(
                pool, confidence, count, ints[i, ITEM], SAID_EOT if is_open else SAID_SOT, frame, frame, 0.0, 1
            )
            next_floats[num, SCORE] = score
            num += 1
    for arc in range(first_child[node], first_child[node + 1]):
        token, child = child_token[arc], child_node[arc]
        acoustic = floats[i, SCORE] + logp_V[token] + token_bonus + bonus - ilm_scale * ilm_PV[pair, token]
        acoustic -= lm_scale * lookahead[node]
        if node == 0 and not is_open:
            acoustic -= opening_penalty
        score = acoustic + lm_scale * lookahead[child]
        if score <= floor or num + 1 >= MAX_CANDIDATES:
            continue
        begins = node == 0
        start = frame if begins else ints[i, WORD_START]
        # When to speak is left out of a word's confidence: that a label may come a frame later is no doubt of the word.
        logp = logp_V[token] - logp_V[V] + (0.0 if begins else floats[i, LOGP])
        tokens = 1 + (0 if begins else ints[i, WORD_TOKENS])
        if first_child[child + 1] > first_child[child]:
            next_ints[num] = ints[i]
            next_ints[num, NODE] = child
            next_ints[num, OLDER], next_ints[num, NEWER] = newer, token
            next_ints[num, OPEN] = 1
            next_ints[num, WORD_START], next_ints[num, WORD_TOKENS] = start, tokens
            next_floats[num, SCORE], next_floats[num, LOGP] = score, logp
            num += 1
        context = ints[i, CONTEXT] if is_open else int(start_context)
        for w in range(first_word[child], first_word[child + 1]):
            word = node_words[w]
            word_score = acoustic + lm_scale * score_word(lm, context, word) + word_bonus
            if word_score <= floor or num >= MAX_CANDIDATES or count >= len(pool):
                continue
            next_ints[num] = ints[i]
            next_ints[num, NODE] = 0
            next_ints[num, CONTEXT] = next_context(lm, context, word)
            next_ints[num, OLDER], next_ints[num, NEWER] = newer, token
            next_ints[num, OPEN] = 1
            next_ints[num, ITEM] = count
            count = _say(pool, confidence, count, ints[i, ITEM], word, start, frame, logp, tokens)
            next_floats[num, SCORE], next_floats[num, LOGP] = word_score, 0.0
            num += 1
    return num, count


@njit()
def _forget_unreachable(ints: Ints, num: int, pool: Ints, confidence: Floats, count: int, moved: Ints) -> int:
    """Keeps only the items that some hypothesis leads back to; the new count."""
    for k in range(count):
        moved[k] = -1
    for i in range(num):
        k = ints[i, ITEM]
        while k >= 0 and moved[k] < 0:
            moved[k] = 0
            k = pool[k, PARENT]
    kept = 0
    for k in range(count):  # parents come before children, so that they have moved already
        if moved[k] == 0:
            parent = pool[k, PARENT]
            pool[kept] = pool[k]
            pool[kept, PARENT] = moved[parent] if parent >= 0 else -1
            confidence[kept] = confidence[k]
            moved[k] = kept
            kept += 1
    for i in range(num):
        if ints[i, ITEM] >= 0:
            ints[i, ITEM] = moved[ints[i, ITEM]]
    return kept


@njit()
def _root(pool: Ints, k: int) -> int:
    while k >= 0 and pool[k, PARENT] >= 0:
        k = pool[k, PARENT]
    return k


@njit()
def commit(
    ints: Ints,
    floats: Floats,
    num: int,
    pool: Ints,
    confidence: Floats,
    count: int,
    frame: int,
    patience: int,
    moved: Ints,
    out: Ints,
    out_confidence: Floats,
    num_out: int,
) -> tuple[int, int, int]:
    """Puts out the items all hypotheses share, oldest first; those too old are put out as the best one has them.

    Returns (hypotheses left, items left, items put out).
    """
    count = _forget_unreachable(ints, num, pool, confidence, count, moved)
    while num_out < len(out):
        oldest = _root(pool, ints[0, ITEM])
        if oldest < 0:
            break
        agreed = True
        for i in range(1, num):
            if _root(pool, ints[i, ITEM]) != oldest:
                agreed = False
                break
        if not agreed:
            if frame - pool[oldest, END] <= patience:
                break
            stay = 0
            for i in range(num):
                if _root(pool, ints[i, ITEM]) == oldest:
                    ints[stay] = ints[i]
                    floats[stay] = floats[i]
                    stay += 1
            num = stay
        out[num_out] = pool[oldest]
        out_confidence[num_out] = confidence[oldest]
        num_out += 1
        for k in range(count):
            if pool[k, PARENT] == oldest:
                pool[k, PARENT] = -1
        for i in range(num):
            if ints[i, ITEM] == oldest:
                ints[i, ITEM] = -1
        count = _forget_unreachable(ints, num, pool, confidence, count, moved)
    return num, count, num_out


@njit()
def _only_best(ints: Ints, floats: Floats, num: int) -> int:
    """Leaves the best hypothesis that is not in the middle of a word, or else the best; always 1."""
    for i in range(num):
        if ints[i, NODE] == 0:
            ints[0], floats[0] = ints[i], floats[i]
            break
    return 1


@njit()
def search_frames(
    enc_TJ: Floats,
    bonus_T: Floats,
    joiner: tuple[Any, ...],
    tree: tuple[Any, ...],
    lm: tuple[Any, ...],
    settings: tuple[Any, ...],
    limits: tuple[Any, ...],
    ints: Ints,
    floats: Floats,
    pool: Ints,
    confidence: Floats,
    counts: Ints,
) -> tuple[Ints, Floats]:
    """Takes one row through all its frames; `ints`, `floats`, `pool`, `confidence` and `counts` are changed in place.

    Args:
        bonus_T: what every label of a frame gets on top.
        joiner: pred_PJ, weight_JV, bias_V, ilm_PV; `ilm_PV` is what the transducer believes without sound.
        settings: lm_scale, word_bonus, token_bonus, mark_bonus, ilm_scale, opening_penalty, start context.
        limits: hypotheses, labels a frame, silence frames, patience frames, beam, log-probability of silence.
        counts: hypotheses, items in the pool, frames so far, frames of silence so far.
    Returns:
        out, out_confidence: items that became final, in order.
    """
    pred_PJ, weight_JV, bias_V, ilm_PV = joiner
    most, labels, silence_frames, patience = int(limits[0]), int(limits[1]), int(limits[2]), int(limits[3])
    beam, silence = limits[4], limits[5]
    V = len(bias_V)
    num, count, frame, quiet = counts[0], counts[1], counts[2], counts[3]
    now_ints, now_floats = np.empty((MAX_CANDIDATES, FIELDS), np.int64), np.empty((MAX_CANDIDATES, VALUES))
    next_ints, next_floats = np.empty((MAX_CANDIDATES, FIELDS), np.int64), np.empty((MAX_CANDIDATES, VALUES))
    done_ints, done_floats = np.empty((MAX_CANDIDATES, FIELDS), np.int64), np.empty((MAX_CANDIDATES, VALUES))
    table = np.full(TABLE_SIZE, -1, np.int64)
    moved = np.empty(len(pool), np.int64)
    pairs = np.empty(MAX_CANDIDATES, np.int64)
    logps = np.empty((2 * most + 2, V + 1), np.float32)
    out = np.empty((len(pool), ITEM_FIELDS), np.int64)
    out_confidence = np.empty(len(pool))
    num_out = 0
    for t in range(len(enc_TJ)):
        now = num
        now_ints[:now], now_floats[:now] = ints[:num], floats[:num]
        done, best_done = 0, -1e30
        silent = True
        num_pairs = 0
        for label in range(labels + 1):
            num_next = 0
            for i in range(now):
                pair = now_ints[i, OLDER] * V + now_ints[i, NEWER]
                which = -1
                for p in range(num_pairs):
                    if pairs[p] == pair:
                        which = p
                        break
                if which < 0:
                    # Later hypotheses of a frame may need more rows than are kept: the last is then made anew.
                    which = min(num_pairs, len(logps) - 1)
                    num_pairs = which + 1
                    pairs[which] = pair
                    token_logp(enc_TJ[t], pred_PJ[pair], weight_JV, bias_V, logps[which])
                blank = logps[which, BLANK]
                silent = silent and blank > silence
                score = now_floats[i, SCORE] + blank
                if now_ints[i, NODE] != 0 and frame - now_ints[i, WORD_START] > LONGEST_WORD:
                    score -= STALE
                if score > best_done - beam and done < MAX_CANDIDATES:
                    done_ints[done], done_floats[done] = now_ints[i], now_floats[i]
                    done_floats[done, SCORE] = score
                    best_done = max(best_done, score)
                    done += 1
                if label < labels:
                    floor = best_done - beam
                    num_next, count = _expand(
                        i, now_ints, now_floats, logps[which], frame, next_ints, next_floats, num_next, floor,
                        bonus_T[t], tree, lm, settings, ilm_PV, pool, confidence, count,
                    )  # fmt: skip
            if label == 0 and silent:
                break
            now = merge_and_prune(next_ints, next_floats, num_next, most, beam, table) if num_next else 0
            if now == 0:
                break
            now_ints[:now], now_floats[:now] = next_ints[:now], next_floats[:now]
        num = merge_and_prune(done_ints, done_floats, done, most, beam, table)
        quiet = quiet + 1 if silent else 0
        if quiet == silence_frames:
            num = _only_best(done_ints, done_floats, num)
        best = done_floats[0, SCORE]
        for i in range(num):
            ints[i], floats[i] = done_ints[i], done_floats[i]
            floats[i, SCORE] -= best  # scores are compared, never read: kept small for a meeting of any length
        frame += 1
        if frame % COMMIT_EVERY == 0 or count > len(pool) // 2:
            num, count, num_out = commit(
                ints, floats, num, pool, confidence, count, frame, patience, moved, out, out_confidence, num_out
            )
    counts[0], counts[1], counts[2], counts[3] = num, count, frame, quiet
    return out[:num_out].copy(), out_confidence[:num_out].copy()
