"""`python tests/fuzz/guided.py PARSER [-max_total_time=60 ...]`: fuzzing of one of our parsers, guided by coverage.

It needs atheris, which is no dependency of the project (`pip install atheris`); options after the parser are
libFuzzer's. Refusals are what a parser may raise, anything else ends the run with the input that did it.
"""

import contextlib
import json
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path

import atheris

with atheris.instrument_imports(include=["meetapp", "sts_model.checked", "sts_model.config", "sts_model.manifest"]):
    from meetapp import events, journal
    from meetapp.edits import as_json
    from meetapp.errors import InputError
    from meetapp.exchange import seglst, subtitles
    from meetapp.meeting import open_meeting
    from meetapp.store.turns import unpack_words
    from sts_model import config
    from sts_model.checked import check_fields, object_of
    from sts_model.manifest import MANIFEST, ModelPackageError, verify
    from sts_model.search.config import SearchConfig


def _text(data: bytes) -> str:
    return data.decode("utf-8", "surrogateescape")


def _search(data: bytes) -> None:
    values = object_of(_text(data))
    check_fields(SearchConfig, values, "search")
    SearchConfig(**values)


def _description(data: bytes) -> None:
    with tempfile.TemporaryDirectory(dir="/dev/shm") as folder:
        (Path(folder) / "meeting.json").write_bytes(data)
        open_meeting(Path(folder))


def _manifest(data: bytes) -> None:
    with tempfile.TemporaryDirectory(dir="/dev/shm") as folder:
        (Path(folder) / MANIFEST).write_bytes(data)
        verify(Path(folder))


PARSERS: dict[str, Callable[[bytes], object]] = {
    "journal": journal.decode,
    "events": lambda data: events.decode(_text(data)),
    "edits": lambda data: as_json.decode_logged(_text(data)),
    "words": lambda data: unpack_words(_text(data)),
    "srt": lambda data: subtitles.parse_srt(_text(data)),
    "vtt": lambda data: subtitles.parse_vtt("WEBVTT\n\n" + _text(data)),
    "seglst": lambda data: seglst.parse(_text(data), "m"),
    "config": lambda data: config.from_json(_text(data)),
    "search": _search,
    "description": _description,
    "manifest": _manifest,
}

_CUE = b"1\n00:00:01,000 --> 00:00:02,000\nAnna: <i>hello</i>\n\n2\n00:00:02,500 --> 00:00:03,000\nBob: hi &amp;\n"
_WORD = {"text": "hi", "start_samples": 0, "end_samples": 9, "confidence": 1.0, "written": None}
_TURN = {"id": 0, "channel": 0, "speaker": 1, "start_samples": 0, "end_samples": 9, "words": [_WORD]}
_NAMED = {"speaker": {"number": 1, "turns": []}, "name": "Anna"}
EXAMPLES = {
    "journal": journal.encode(journal.Gap(0, 1, 2, 0.5, "the device was unplugged")),
    "events": json.dumps({"kind": "TurnAdded", "turn": _TURN}).encode(),
    "edits": json.dumps({"id": 1, "action": 1, "created": 0.5, "kind": "RenameSpeaker", "edit": _NAMED}).encode(),
    "words": b'[["hi",0,9,1.0],["there",9,12,0.5,"there."]]',
    "srt": _CUE,
    "vtt": b"00:01.000 --> 00:02.000 align:left\n<v Anna>hi</v> <v.loud Bob>you\n\nNOTE x\n\nSTYLE\n::cue {}\n\n"
    + _CUE,
    "seglst": b'[{"session_id": "m", "speaker": "A", "start_time": 0, "end_time": "1.5", "words": "a b"}]',
    "config": config.PRESETS["sts-tiny-mask"]().to_json().encode(),
    "search": b'{"hypotheses": 96, "hot_words": {"anna bell": 2.5}, "word_bonuses": {"and": -1.4}, '
    b'"phone_scale": 0.25, "calibration": {"bias": 0.1}, "beam": 12.0}',
    "manifest": b'{"format": 1, "name": "m", "version": "1", "files": {"a.json": {"bytes": 1, "sha256": "00"}}}',
    "description": b'{"title": "T", "created": "2026-01-02T03:04:05+0100", "source": "", "tags": ["a"]}',
}


def main() -> None:
    name = sys.argv.pop(1)
    parse = PARSERS[name]

    def once(data: bytes) -> None:
        with contextlib.suppress(ValueError, InputError, ModelPackageError):
            parse(data)

    with tempfile.TemporaryDirectory() as corpus:
        (Path(corpus) / "whole").write_bytes(EXAMPLES.get(name, b"{}"))
        atheris.Setup([*sys.argv, corpus], once)
        atheris.Fuzz()


if __name__ == "__main__":
    main()
