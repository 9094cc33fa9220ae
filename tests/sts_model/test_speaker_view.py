"""The view of an embedding keeps what tells voices of one meeting apart, and drops what turns of one voice vary in."""

import numpy as np
import pytest
import torch

from sts_model.speakers.view import View, fit_view

SIZE = 6


def _turns(rng: np.random.Generator, meetings: int) -> tuple[np.ndarray, list[str], list[str]]:
    """Voices differ in dimension 0, their turns in dimension 1, meetings in dimension 2; a little noise in all."""
    emb, names, speakers = [], [], []
    for meeting in range(meetings):
        room = 5 * rng.standard_normal()
        for speaker in range(4):
            voice = rng.standard_normal()
            for _ in range(5):
                signal_E = np.array([voice, 3 * rng.standard_normal(), room, 0, 0, 0])
                emb.append(signal_E + 0.1 * rng.standard_normal(SIZE))
                names.append(f"m{meeting}")
                speakers.append(f"s{speaker}")
    return np.stack(emb), names, speakers


def test_the_first_direction_is_that_in_which_voices_of_one_meeting_differ():
    _, directions_EK = fit_view(*_turns(np.random.default_rng(0), 40), size=2)
    first_E = np.abs(directions_EK[:, 0]) / np.linalg.norm(directions_EK[:, 0])
    assert first_E[0] > 0.95
    assert np.linalg.norm(directions_EK[:, 1]) < np.linalg.norm(directions_EK[:, 0])


def test_turns_of_one_voice_are_more_alike_in_the_view():
    rng = np.random.default_rng(1)
    view = View(SIZE, 1)
    view.set(*(torch.from_numpy(x).float() for x in fit_view(*_turns(rng, 40), size=1)))
    emb_NE, _, _ = _turns(rng, 1)
    seen_N = view(torch.from_numpy(emb_NE).float())[:, 0]
    voice_N = torch.from_numpy(emb_NE[:, 0])
    clear_N = voice_N.abs() > 0.5
    assert torch.equal(seen_N.abs().round(), torch.ones(len(seen_N)))
    assert len({(s * v).sign().item() for s, v in zip(seen_N[clear_N], voice_N[clear_N], strict=True)}) == 1


def test_meetings_that_compare_no_voices_cannot_be_fitted():
    with pytest.raises(ValueError, match="three voices"):
        fit_view(np.eye(SIZE), ["m"] * SIZE, ["a", "a", "a", "b", "b", "b"], size=1)


@pytest.mark.parametrize("size", [0, SIZE + 1])
def test_a_view_has_no_more_dimensions_than_the_embedding(size):
    with pytest.raises(ValueError, match="dimensions"):
        fit_view(np.eye(SIZE), ["m"] * SIZE, ["a"] * SIZE, size=size)
