"""Names that a user lists go with the meeting to whatever engine hears it; those nobody can hear are told."""

from pathlib import Path

import pytest
import soundfile
from commands import meetapp
from hypothesis import given
from hypothesis import strategies as st

from meetapp import paths
from meetapp.engine.names import BOOST, loader
from meetapp.engine.run import load_pipeline
from meetapp.errors import InputError
from meetapp.events import EventReader, Trouble
from meetapp.meeting import create_at, events_path
from meetapp.vocabulary import keep, kept, read_vocabulary

DEMO = Path(__file__).resolve().parents[2] / "assets" / "demo" / "meeting.flac"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    create_at(tmp_path / "meeting", title="m", source="")
    return tmp_path / "meeting"


def test_a_list_is_read_as_it_would_be_said(tmp_path: Path) -> None:
    path = tmp_path / "names.txt"
    path.write_text(
        "\ufeffAnna O’Brien  # our client\n\n# only a remark\nRené\nSmith & Sons, Ltd.\nanna o'brien\n", "utf-8"
    )
    assert read_vocabulary(path) == ("anna o'brien", "rene", "smith sons ltd")


@pytest.mark.parametrize(
    "content", [b"\xff\xfe\x00", b"word\n" * 100_000, "\n".join(f"a{'b' * i}" for i in range(1001)).encode()]
)
def test_what_is_no_list_is_refused_in_a_sentence(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "names.txt"
    path.write_bytes(content)
    with pytest.raises(InputError, match=r"names\.txt"):
        read_vocabulary(path)
    with pytest.raises(InputError, match="cannot be read"):
        read_vocabulary(tmp_path / "missing.txt")


@given(st.text(max_size=60))
def test_what_is_kept_is_what_was_read(tmp_path_factory: pytest.TempPathFactory, text: str) -> None:
    folder = tmp_path_factory.mktemp("meeting")
    (folder / "names.txt").write_text(text, "utf-8", errors="replace")
    phrases = read_vocabulary(folder / "names.txt")
    keep(folder, phrases)
    assert kept(folder) == phrases


def test_a_list_may_begin_like_a_sealed_line(tmp_path: Path) -> None:
    (tmp_path / "names.txt").write_text("~ Wanjiku\n", "utf-8")
    assert read_vocabulary(tmp_path / "names.txt") == ("wanjiku",)


def test_without_a_list_nothing_is_kept_or_loaded_otherwise(folder: Path) -> None:
    keep(folder, ())
    assert [path.name for path in folder.iterdir() if path.suffix == ".txt"] == []
    load = loader(folder, paths.default_model())
    assert load.func is load_pipeline and "hot_words" not in load.keywords  # type: ignore[union-attr]


def test_words_without_a_pronunciation_are_told_once_and_the_rest_is_listened_for(folder: Path) -> None:
    keep(folder, ("ross miller", "xyzzyx plugh", "anna"))
    for _ in range(2):  # an engine that crashed is started again
        load = loader(folder, paths.default_model())
        assert load.keywords["hot_words"] == {"ross miller": BOOST, "anna": BOOST}  # type: ignore[union-attr]
    told = EventReader(events_path(folder)).read_new()
    assert told == [Trouble("The model has no pronunciation for these words of the vocabulary: plugh, xyzzyx.")]


def test_a_listed_name_is_heard_by_the_shipped_model(tmp_path: Path, home: Path) -> None:
    """The demo's first words end in "the new office", which the model, left alone, takes for something else."""
    wave_S, rate = soundfile.read(DEMO, stop=round(5.2 * 16_000))
    soundfile.write(tmp_path / "first.wav", wave_S, rate)
    (tmp_path / "names.txt").write_text("New Office\nXyzzyx\n", "utf-8")
    done = meetapp("transcribe", tmp_path / "first.wav", "--vocabulary", tmp_path / "names.txt", home=home, world="")
    assert done.code == 0
    assert "new office" in done.out.lower()
    assert "xyzzyx" in done.err


def test_a_list_that_cannot_be_read_stops_before_the_work(tmp_path: Path, home: Path) -> None:
    done = meetapp("transcribe", DEMO, "--vocabulary", tmp_path / "none.txt", home=home)
    assert (done.code, done.out, done.err.count("\n")) == (2, "", 1)
