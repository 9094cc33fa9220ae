

def test_clean_sources_of_a_recorded_mixture_hold_no_more_than_it_does(monkeypatch):
    monkeypatch.setattr(recording, "P_TELEPHONE", 1.0)
    monkeypatch.setattr(mixing, "P_NOISE", 0.0)
    monkeypatch.setattr(augment, "mask", lambda rng, frames_LF: None)
    rows = mixture_rows(np.random.default_rng(0), made_corpus(), 800, "heat", options=mixing.Options(sources=True))
    for _ in range(5):
        row = next(rows)
        assert row.sources_CLF is not None and (row.sources_CLF <= row.frames_LF).all()
