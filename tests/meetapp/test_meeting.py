"""A meeting's folder is private, says what it is, and shows whether it was cut short."""

import json

import pytest

from meetapp import meeting
from meetapp.errors import InputError, StorageError


def test_a_new_meeting_is_private_and_comes_back(tmp_path):
    folder = meeting.create(tmp_path / "meetings", title="Réunion", source="Webcam")
    assert folder.parent == tmp_path / "meetings"
    for path in (folder, *folder.rglob("*")):
        assert path.stat().st_mode & 0o077 == 0, path
    opened = meeting.open_meeting(folder)
    assert (opened.title, opened.source) == ("Réunion", "Webcam")


def test_two_meetings_of_one_second_are_two_folders(tmp_path):
    folders = {meeting.create(tmp_path, title="", source="") for _ in range(5)}
    assert len(folders) == 5


def test_the_marker_stands_until_the_work_is_done(tmp_path):
    folder = meeting.create(tmp_path, title="", source="")
    assert not meeting.is_in_progress(folder)
    meeting.mark_in_progress(folder)
    assert meeting.is_in_progress(folder)
    meeting.mark_done(folder)
    meeting.mark_done(folder)
    assert not meeting.is_in_progress(folder)


@pytest.mark.parametrize(
    "text", ["", "[]", "{", '{"title": "x"}', json.dumps({"title": 1, "created": "", "source": ""})]
)
def test_a_damaged_description_is_a_sentence(tmp_path, text):
    folder = meeting.create(tmp_path, title="", source="")
    (folder / "meeting.json").write_text(text)
    with pytest.raises(InputError, match="damaged"):
        meeting.open_meeting(folder)


def test_any_other_folder_is_no_meeting(tmp_path):
    with pytest.raises(InputError, match="not a meeting"):
        meeting.open_meeting(tmp_path)


def test_a_file_in_the_way_is_a_sentence(tmp_path):
    (tmp_path / "taken").write_text("")
    with pytest.raises(StorageError, match="is a file"):
        meeting.create_at(tmp_path / "taken", title="", source="")
    with pytest.raises(StorageError, match="Cannot write"):
        meeting.create(tmp_path / "taken", title="", source="")


def test_a_file_replaced_by_a_refused_write_stays_whole(tmp_path, monkeypatch):
    path = tmp_path / "kept.json"
    meeting.write_private(path, "old")

    def refuse(fd: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(meeting.os, "fsync", refuse)
    with pytest.raises(StorageError, match="disk is full"):
        meeting.write_private(path, "new")
    assert path.read_text() == "old"


@pytest.mark.parametrize(
    "content", [b"[" * 100_000, b"\xff", b"5", b"[]", b'{"title": 1, "created": "", "source": ""}']
)
def test_a_description_that_is_none_is_a_sentence(tmp_path, content):
    (tmp_path / "meeting.json").write_bytes(content)
    with pytest.raises(InputError, match=r"meeting\.json in .* is damaged; .*\.$"):
        meeting.open_meeting(tmp_path)


def test_a_description_that_may_not_be_read_is_a_sentence(tmp_path):
    (tmp_path / "meeting.json").mkdir()
    with pytest.raises(InputError, match=r"meeting\.json in .* cannot be read: .*\.$"):
        meeting.open_meeting(tmp_path)
