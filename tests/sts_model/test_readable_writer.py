"""The writer gives each word its written form and touches nothing else; its file is small, whole, or one sentence."""

from pathlib import Path

import pytest
import torch
from hypothesis import given
from hypothesis import strategies as st
from safetensors.torch import load_file, save_file

from sts_model.readable.file import FILE, ReadableError, load, load_if_there, save
from sts_model.readable.labels import label
from sts_model.readable.marks import COMMA, NONE, QUESTION, STOP, Labelled
from sts_model.readable.net import MarkNet
from sts_model.readable.pauses import count
from sts_model.readable.score import CAPITALS, NAMES, Tally, baseline, score
from sts_model.readable.training import Recipe, train
from sts_model.readable.vocabulary import Vocabulary, build_vocabulary
from sts_model.readable.writer import Writer, write
from sts_model.turns import Word
from sts_model.wording import shown_words

LINES = [
    *(
        "Is it in May?",
        "It is in May.",
        "Can you see it, Anna?",
        "You can see it, Anna.",
        "I may see it.",
        "May I see it?",
    ),
    *("Yes, it is.", "Is it?", "No, I can see Anna.", "Anna may, yes."),
]
WORDS = "is it may anna i twenty five percent uh mm hmm xyzzy a'b"
PAUSES = count([(0.05, NONE)] * 500 + [(0.4, NONE)] * 20 + [(0.4, COMMA)] * 60 + [(1.0, STOP)] * 60)


def labelled(line: str) -> Labelled:
    found = label(line)
    assert found is not None
    return found


@pytest.fixture(scope="module")
def learned() -> tuple[Vocabulary, MarkNet]:
    turns = [labelled(f"{one} {other}") for one in LINES for other in LINES]
    vocabulary = build_vocabulary(turns)
    return vocabulary, train(turns, vocabulary, Recipe(epochs=60, batch_words=400, rate=1e-2, exchanged=0.0))


@pytest.fixture(scope="module")
def writer(learned: tuple[Vocabulary, MarkNet]) -> Writer:
    return Writer(*learned, PAUSES)


def heard(text: str, pause_samples: int = 800) -> tuple[Word, ...]:
    """Words of 4,000 samples, a pause of the same length after each."""
    step = 4_000 + pause_samples
    return tuple(Word(word, i * step, i * step + 4_000, 0.9) for i, word in enumerate(text.split()))


def text(words: tuple[Word, ...]) -> str:
    return " ".join(word.text for word in shown_words(words, "readable"))


def test_what_was_learned_is_written(writer: Writer) -> None:
    assert text(writer(heard("is it in may it is in may"))) == "Is it in May? It is in May."
    assert text(writer(heard("can you see it anna yes it is"))) == "Can you see it, Anna? Yes, it is."
    assert text(writer(heard("i may see it"))) == "I may see it."


@given(st.lists(st.sampled_from(WORDS.split()), max_size=12))
def test_only_written_forms_are_added(writer: Writer, texts: list[str]) -> None:
    words = heard(" ".join(texts))
    for final in (True, False):
        written = writer(words, final=final)
        assert tuple(Word(w.text, w.start_samples, w.end_samples, w.confidence) for w in written) == words
        assert all(word.written is not None for word in written)
    if words:
        assert text(writer(words)).endswith((".", "?"))


def test_unfinished_text_has_no_mark_where_it_breaks_off(writer: Writer) -> None:
    assert text(writer(heard("is it in may"), final=False)) == "Is it in May"


def test_a_long_pause_speaks_for_a_full_stop(writer: Writer) -> None:
    sentence = labelled("It is in May.").words
    scores = [writer.marks(sentence, [0.05] * 1 + [pause_s] + [0.05, 0.0])[0][1] for pause_s in (0.05, 1.0)]
    assert scores[0] == NONE
    assert PAUSES([1.0])[0, STOP] > 1 > 0 > PAUSES([1.0])[0, NONE] > PAUSES([1.0])[0, NONE] - 1
    assert PAUSES([0.05])[0, STOP] < 0


def test_figures_and_marks_share_the_last_word() -> None:
    said = ["it", "was", "five", "percent"]
    assert write(said, [NONE, NONE, COMMA, QUESTION], said) == ["It", "was", "5%?", ""]
    at = ["at", "five", "p", "m"]
    assert write(at, [NONE, NONE, NONE, STOP], at) == ["At", "5 p.m.", "", ""]


def test_the_file_gives_the_same_writer_and_is_small(learned, writer: Writer, tmp_path: Path) -> None:
    assert load_if_there(tmp_path) is None
    save(tmp_path / FILE, *learned, PAUSES)
    read = load_if_there(tmp_path)
    assert read is not None
    words = heard("can you see it anna it is in may twenty five")
    assert read(words) == writer(words)
    assert (tmp_path / FILE).stat().st_size < 500_000


def _change(name: str, tensor: torch.Tensor | None):
    def change(path: Path) -> None:
        tables = load_file(path)
        if tensor is None:
            del tables[name]
        else:
            tables[name] = tensor
        save_file(tables, path)

    return change


@pytest.mark.parametrize(
    "harm",
    [
        lambda path: path.write_bytes(path.read_bytes()[:-100]),
        lambda path: path.write_text("{}"),
        _change("words", None),
        _change("words", torch.tensor([255, 254], dtype=torch.uint8)),
        _change("spellings", torch.tensor(list(b"no tabs"), dtype=torch.uint8)),
        _change("spellings", torch.tensor(list(b"anna\tHanna\t0.9"), dtype=torch.uint8)),
        _change("pauses", torch.zeros(2, 2)),
        _change("out.bias", torch.full((5,), torch.nan)),
        _change("out.bias", torch.zeros(7)),
        _change("embedding.scale", torch.zeros(3, 1)),
        _change("stray", torch.zeros(1)),
    ],
)
def test_a_harmed_file_is_one_sentence(learned, tmp_path: Path, harm) -> None:
    save(tmp_path / FILE, *learned, PAUSES)
    harm(tmp_path / FILE)
    with pytest.raises(ReadableError, match=FILE):
        load(tmp_path / FILE)


def test_scores_count_marks_and_capitals_one_by_one() -> None:
    turn = labelled("Is it Anna? Yes, I see 25 of them.")
    spelt = [form or word for word, form in zip(turn.words, turn.forms, strict=True)]
    assert all(tally.f1 == 1.0 for name, tally in score([turn], lambda _: (turn.marks, spelt)).items())
    guessed = score([turn], baseline)
    assert guessed["."] == Tally(1, 0, 0)
    assert guessed["?"] == Tally(0, 0, 1)
    assert guessed[","] == Tally(0, 0, 1)
    assert guessed[CAPITALS] == Tally(2, 0, 2)  # "Is" and "I"; not "Anna" and "Yes"
    assert guessed[NAMES] == Tally(0, 0, 1)
    assert Tally(1, 2, 3) + Tally(1, 0, 0) == Tally(2, 2, 3)
