"""The queue of imports on disk, and the watched folder: nothing is forgotten, nothing is imported twice."""

from hypothesis import given
from hypothesis import strategies as st

from meetapp.window.import_queue import ImportQueue, Waiting
from meetapp.window.watch import look, ready

names = st.text(st.characters(exclude_categories=["Cs"]), max_size=12)
JOBS = st.lists(
    st.builds(Waiting, file=names, title=names, model=names, home=names, tracks=st.lists(names, max_size=2)), max_size=5
)


@given(JOBS, st.integers(1, 9))
def test_a_queue_comes_back_with_its_choices(tmp_path_factory, jobs, meeting):
    path = tmp_path_factory.mktemp("q") / "queue.json"
    queue = ImportQueue(path)
    queue.add(jobs)
    queue.begun(meeting)
    queue.save()
    again = ImportQueue(path)
    again.load()
    assert again.waiting == queue.waiting
    if jobs:
        assert again.first is not None and again.first.meeting == meeting
        again.remove(again.first)
        assert again.waiting == queue.waiting[1:]
    assert path.stat().st_mode & 0o077 == 0


def test_what_is_no_queue_is_passed_over(tmp_path):
    for text in ("", "{", "[1]", '[{"colour": "red"}]', "{}"):
        (tmp_path / "queue.json").write_text(text, encoding="utf-8")
        queue = ImportQueue(tmp_path / "queue.json")
        queue.load()
        assert queue.waiting == ()


def test_a_file_is_ready_once_it_has_stopped_growing_and_until_it_is_known():
    half, whole = {"a.mp3": (10, 1)}, {"a.mp3": (20, 2)}
    assert ready(half, {}, {}) == []
    assert ready(whole, half, {}) == []
    assert ready(whole, whole, {}) == ["a.mp3"]
    assert ready(whole, whole, whole) == []
    assert ready(whole, whole, half) == ["a.mp3"]  # another recording of the same name


def test_only_recordings_are_seen(tmp_path):
    for name in ("talk.MP3", "film.mkv", "notes.txt", ".hidden.wav", "empty.wav"):
        (tmp_path / name).write_bytes(b"" if name == "empty.wav" else b"sound")
    (tmp_path / "folder.wav").mkdir()
    assert sorted(look(tmp_path)) == [str(tmp_path / "film.mkv"), str(tmp_path / "talk.MP3")]
    assert look(tmp_path / "gone") == {}
