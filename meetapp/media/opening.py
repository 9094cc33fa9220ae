"""Opening a media file: what is no recording is refused with a sentence, and how long the file claims to be."""

from pathlib import Path

import av
from av.audio.stream import AudioStream
from av.container import InputContainer

from meetapp.errors import MediaError
from meetapp.media.readable import check_readable

# Text drawn as video, lists that lead to other files, pictures: FFmpeg opens them, but none is a recording.
NOT_RECORDINGS = {"tty", "hls", "concat", "dash", "image2", "lavfi", "subviewer", "srt", "webvtt", "ass", "lrc"}
# Without a header these only guess their length.
GUESSED_LENGTH = {"mp3", "aac", "ac3", "eac3", "amr"}


def open_recording(path: Path) -> InputContainer:
    """The media file at `path`, opened.

    Raises:
        MediaError: there is no such file, it cannot be read, or it is no recording.
    """
    check_readable(path)
    try:
        # `file:` since a name like `a:b.wav` would be read as an address; no other file or address is followed.
        container = av.open(
            f"file:{path.absolute()}", options={"protocol_whitelist": "file"}, metadata_errors="replace"
        )
    except av.FFmpegError as err:
        raise _unknown_format(path) from err
    names = set(container.format.name.split(","))
    if not container.streams.get():
        container.close()
        raise _unknown_format(path)
    if names & NOT_RECORDINGS or container.format.name.endswith("_pipe"):
        container.close()
        raise MediaError(f"{path.name} is not a recording that can be read: it holds text or pictures.")
    return container


def announced_s(path: Path, container: InputContainer, stream: AudioStream) -> float:
    """How long the file says it is; 0 when it does not say."""
    if container.format.name in GUESSED_LENGTH:
        return 0.0
    if stream.duration and stream.time_base:
        said_s = float(stream.duration * stream.time_base)
    else:
        said_s = (container.duration or 0) / av.time_base
    return said_s * _riff_growth(path)


def _unknown_format(path: Path) -> MediaError:
    return MediaError(f"{path.name} is not a recording that can be read: its format is unknown or damaged.")


def _riff_growth(path: Path) -> float:
    """How many times longer than the file its RIFF header claims: FFmpeg goes by the file alone."""
    with path.open("rb") as file:
        head, actual = file.read(8), path.stat().st_size
    claimed = int.from_bytes(head[4:8], "little") + 8
    # Recorders that could not go back to fill in the size leave none, or the greatest.
    if head[:4] != b"RIFF" or claimed >= 0xFFFFFF00:
        return 1.0
    return max(1.0, claimed / max(1, actual))
