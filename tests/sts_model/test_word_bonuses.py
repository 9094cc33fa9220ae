"""Bonuses of words go to where a word is missed as often as it is falsely heard."""

import json
from collections import Counter
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from made_data import put_speech
from small_package import write_tiny_package

from sts_model.__main__ import main
from sts_model.package import read_search_config, verify
from sts_model.word_bonuses import DEV, LEAST, RATES, Confusions, adjusted, confusions

counts = st.dictionaries(st.sampled_from(["in", "and", "a", "the"]), st.integers(0, 200)).map(Counter)


def test_what_is_said_and_not_heard_is_missed_and_the_other_way_round():
    found = confusions([("in the house", "and the house"), ("a dog", "a dog is in"), ("yes", "")])
    assert found.missed == Counter({"in": 1, "yes": 1})
    assert found.false == Counter({"and": 1, "is": 1, "in": 1})
    assert (found.errors, found.words) == (4, 6)


@given(counts, counts, st.floats(0.01, 1.0))
def test_words_move_towards_balance_and_rare_ones_stay(missed: Counter, false: Counter, rate: float):
    before = {"in": 0.5, "it": -0.25}
    after = adjusted(before, Confusions(missed, false, 0, 0), rate)
    assert after["it"] == -0.25
    for word in ("in", "and", "a", "the"):
        moved = after.get(word, 0.0) - before.get(word, 0.0)
        if missed[word] + false[word] < LEAST:
            assert moved == 0
        else:
            assert moved * (missed[word] - false[word]) >= 0
            assert abs(moved) <= 4 * rate + 0.001  # of 200 errors, all of one kind


def test_many_errors_of_one_kind_weigh_more_than_few():
    few, many = (adjusted({}, Confusions(Counter({"a": n}), Counter(), 0, 0), 1.0)["a"] for n in (LEAST, 100))
    assert 0 < few < many


def test_a_package_gets_its_bonuses_and_stays_whole(tmp_path: Path, capsys: pytest.CaptureFixture[str]):
    data, model = tmp_path / "data", tmp_path / "model"
    put_speech(data, DEV, clips=4)
    put_speech(data, "made-train", clips=4)
    write_tiny_package(model)
    assert main(["word-bonuses", "--data", str(data), "--model", str(model), "--hypotheses", "16"]) == 0
    lines = [json.loads(line) for line in capsys.readouterr().out.splitlines()]
    assert len(lines) == len(RATES) + 1 and lines[0]["words"] == 0
    verify(model)
    assert len(read_search_config(model).word_bonuses) == lines[-1]["words"]


def test_a_folder_that_is_no_package_is_one_sentence(tmp_path: Path, capsys: pytest.CaptureFixture[str]):
    assert main(["word-bonuses", "--data", str(tmp_path), "--model", str(tmp_path)]) == 2
    assert "is no model package" in capsys.readouterr().err


def test_a_package_that_was_altered_is_refused_before_anything_is_heard(tmp_path: Path, capsys: pytest.CaptureFixture):
    write_tiny_package(tmp_path / "model")
    (tmp_path / "model" / "search.json").write_text('{"beam": 9.0}')
    assert main(["word-bonuses", "--data", str(tmp_path / "none"), "--model", str(tmp_path / "model")]) == 2
    assert "was altered" in capsys.readouterr().err
