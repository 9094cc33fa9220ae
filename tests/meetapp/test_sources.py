"""The file that a meeting is made from: known by its content, and nothing else."""

import stat

from hypothesis import given
from hypothesis import strategies as st

from meetapp.sources import Fingerprint, fingerprint, made_from, remember, remembered


def test_a_file_is_known_by_its_content_under_another_name(tmp_path):
    for name in ("one", "two"):
        (tmp_path / name).mkdir()
    first, copy, other = (tmp_path / name for name in ("first.wav", "copy.wav", "other.wav"))
    first.write_bytes(b"abc")
    copy.write_bytes(b"abc")
    other.write_bytes(b"abd")
    remember(tmp_path / "two", first)
    folders = [tmp_path / "one", tmp_path / "two"]
    assert made_from(copy, folders) == tmp_path / "two"
    assert made_from(other, folders) is None
    assert made_from(tmp_path / "gone.wav", folders) is None
    assert stat.S_IMODE((tmp_path / "two" / "source.json").stat().st_mode) == 0o600


def test_a_file_that_cannot_be_read_is_not_noted(tmp_path):
    assert fingerprint(tmp_path) is None
    remember(tmp_path, tmp_path / "gone.wav")
    assert remembered(tmp_path) is None


@given(st.binary(max_size=200))
def test_what_is_no_note_is_none(tmp_path_factory, content):
    folder = tmp_path_factory.mktemp("meeting")
    (folder / "source.json").write_bytes(content)
    assert isinstance(remembered(folder), Fingerprint | None)
