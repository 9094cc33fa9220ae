"""Greedy search: the loudest tokens come out, at their frames, however the frames are cut."""

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st
from made_emissions import joiner, peaks

from sts_model.search.greedy import GreedySearch
from sts_model.vocabulary import EOT, SOT, spell


def test_peaks_come_out_at_their_frames():
    cat = spell(("K", "AE", "T"))
    enc_TJ = peaks(10, [(1, SOT), (2, cat[0]), (4, cat[1]), (5, cat[2]), (8, EOT)])
    search = GreedySearch(*joiner())
    said, _ = search.step(enc_TJ[None], search.initial_state(1))
    assert [(one.token, one.frame) for one in said[0]] == [(SOT, 1), (cat[0], 2), (cat[1], 4), (cat[2], 5), (EOT, 8)]
    assert all(-0.1 < one.logp <= 0 for one in said[0])


def test_a_token_that_stays_likely_is_put_out_as_often_as_a_frame_may_hold():
    search = GreedySearch(*joiner(repeats=True), labels_per_frame=2)
    said, _ = search.step(peaks(1, [(0, SOT)])[None], search.initial_state(1))
    assert [one.token for one in said[0]] == [SOT, SOT]


@settings(max_examples=20)
@given(cuts=st.lists(st.integers(1, 7), min_size=1, max_size=8), seed=st.integers(0, 99))
def test_any_chunking_gives_the_whole_answer(cuts, seed):
    enc_NTJ = np.random.default_rng(seed).normal(0, 1, (3, sum(cuts), 81)).astype(np.float32)
    search = GreedySearch(*joiner(seed))
    whole, _ = search.step(enc_NTJ, search.initial_state(3))
    state, parts, start = search.initial_state(3), [[], [], []], 0
    for cut in cuts:
        said, state = search.step(enc_NTJ[:, start : start + cut], state)
        start += cut
        for row, more in zip(parts, said, strict=True):
            row += more
    assert [[(one.token, one.frame) for one in row] for row in parts] == [
        [(one.token, one.frame) for one in row] for row in whole
    ]
