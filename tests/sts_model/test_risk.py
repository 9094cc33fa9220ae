"""Training for fewer word errors: the expected errors of rivals, and what rivals a row has."""

from pathlib import Path

import numpy as np
import pytest
import torch
from hypothesis import given
from hypothesis import strategies as st
from small_package import write_tiny_package

from sts_model.lexicon import Lexicon
from sts_model.losses.risk import expected_errors
from sts_model.package import LEXICON, read_model
from sts_model.training.rivals import RivalFinder, spellings_of, stacked, word_errors, words_of
from sts_model.vocabulary import EOT, SOT, spell

CAT, CAP, A, UH = (spell(phones.split()) for phones in ("K AE T", "K AE P", "EY", "AH"))


def test_the_risk_and_its_gradient_are_those_of_the_formula() -> None:
    torch.manual_seed(0)
    row_K = torch.tensor([0, 0, 0, 2, 2])
    logp_K = torch.randn(5, dtype=torch.float64, requires_grad=True)
    scores_K, errors_K = torch.randn(5, dtype=torch.float64), torch.tensor([1.0, 0.0, 3.0, 2.0, 4.0]).double()
    risk_N = expected_errors(logp_K, scores_K, errors_K, row_K, rows=3, scale=0.5)
    risk_N.sum().backward()
    assert float(risk_N[1].detach()) == 0.0
    for row in (0, 2):
        mine = row_K == row
        p = torch.softmax(0.5 * scores_K[mine], 0)
        mean = (p * errors_K[mine]).sum()
        torch.testing.assert_close(risk_N[row].detach(), mean)
        assert logp_K.grad is not None
        torch.testing.assert_close(logp_K.grad[mine], 0.5 * p * (errors_K[mine] - mean))


def test_a_step_against_the_gradient_makes_better_readings_likelier() -> None:
    logp_K = torch.zeros(3, requires_grad=True)
    expected_errors(logp_K, torch.zeros(3), torch.tensor([2.0, 1.0, 3.0]), torch.zeros(3).long(), 1).sum().backward()
    assert logp_K.grad is not None
    assert logp_K.grad.argmin() == 1 and logp_K.grad.argmax() == 2 and abs(float(logp_K.grad.sum())) < 1e-6


def test_words_begin_with_a_word_initial_phone_and_marks_are_words_of_their_own() -> None:
    sot, eot = (SOT,), (EOT,)
    assert words_of(np.array([SOT, *CAT, *A, EOT, SOT, *CAP, EOT])) == [sot, CAT, A, eot, sot, CAP, eot]
    assert words_of(np.zeros(0, np.int64)) == []


def test_homophones_are_no_errors() -> None:
    assert word_errors([CAT, A], [(CAT,), (UH, A)]) == 0
    assert word_errors([CAT, A], [(CAP,), (UH, A), (CAT,)]) == 2
    assert word_errors([], [(CAT,)]) == 1 and word_errors([CAT], []) == 1


def test_two_turns_taken_for_one_are_two_errors() -> None:
    truth = words_of(np.array([SOT, *CAT, EOT, SOT, *A, EOT]))
    assert word_errors(truth, [((SOT,),), (CAT,), (A,), ((EOT,),)]) == 2
    assert word_errors(truth, [(word,) for word in truth]) == 0


@given(st.lists(st.sampled_from("abc"), max_size=6), st.lists(st.sampled_from("abc"), max_size=6))
def test_word_errors_are_a_distance(one: list[str], two: list[str]) -> None:
    truth, words = ([(ord(word),) for word in text] for text in (one, two))
    errors = word_errors(truth, [(word,) for word in words])
    assert errors == word_errors(words, [(word,) for word in truth])
    assert abs(len(one) - len(two)) <= errors <= max(len(one), len(two)) and (errors == 0) == (one == two)


@pytest.fixture(scope="module")
def package(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("package")
    write_tiny_package(folder)
    return folder


def test_spellings_are_those_that_the_tree_was_made_of(package: Path) -> None:
    lexicon = Lexicon.load(package / LEXICON)
    spellings = spellings_of(lexicon)
    assert set(spellings) == set(lexicon.words) and all(spellings.values())
    assert sum(map(len, spellings.values())) == len(lexicon.node_words)
    assert all(words_of(np.array(way)) == [way] for ways in spellings.values() for way in ways)


def test_rivals_differ_and_are_labels_of_the_row(package: Path) -> None:
    model = read_model(package)
    torch.manual_seed(1)
    frames_N = np.array([40, 25])
    enc_NTJ = 3 * torch.randn(2, 40, model.joiner.enc.out_features)
    truth = np.array([SOT, *CAT, EOT])
    found = RivalFinder(model, package, most=4).find(model, enc_NTJ, frames_N, [truth, truth])
    assert any(found), "something was heard"
    for rivals, frames in zip(found, frames_N, strict=True):
        assert len({tuple(rival.labels_Y) for rival in rivals}) == len(rivals) <= 4
        assert [rival.score for rival in rivals] == sorted((rival.score for rival in rivals), reverse=True)
        for rival in rivals:
            assert len(rival.times_Y) == len(rival.labels_Y) and (np.diff(rival.times_Y) >= 0).all()
            assert not len(rival.times_Y) or 0 <= rival.times_Y[0] <= rival.times_Y[-1] < frames
    rivals = stacked(found, 40, torch.device("cpu"))
    assert rivals is not None and len(rivals.row_K) == sum(map(len, found)) == len(rivals.starts_KT)
    assert stacked([[], []], 40, torch.device("cpu")) is None
