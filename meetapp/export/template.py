"""Template: people's own formats, written in Jinja and filled in by a limited process, in Jinja's sandbox.

A template sees `title`, `created`, `speakers` (names) and `turns`; a turn has `number` (from 1), `speaker`, `start`,
`end` (seconds), `text`, `overlaps` and `words` (each with `text`, `start`, `end`, `confidence`). Filters for times:
`clock` (0:01:02), `srt_time` (00:01:02,345) and `vtt_time` (00:01:02.345). It reads no files and runs no code:

    # {{ title }}
    {% for turn in turns %}
    {{ turn.start | clock }} {{ turn.speaker }}: {{ turn.text }}
    {% endfor %}

The name of the file says what comes out: `minutes.md.jinja` makes `.md`; for HTML and XML everything is escaped.
"""

import json
import subprocess
from pathlib import Path

from meetapp import children
from meetapp.errors import InputError
from meetapp.export.arrange import overlapping
from meetapp.export.format import PAGE, Format
from meetapp.export.options import Options
from meetapp.export.template_filler import FAULT, MISTAKE
from meetapp.export.transcript import Transcript, one_line
from sts_model.units import seconds

_ENDINGS = (".jinja", ".jinja2", ".j2")
_ESCAPED = (".html", ".htm", ".xhtml", ".xml")
_MAX_BYTES = 1 << 20
_LIMIT_S = 120.0
"""On the clock; the process that fills in has a shorter limit of processor time."""


def load_template(path: Path) -> Format:
    """The format that the template at `path` describes.

    Raises:
        InputError: it cannot be read, or is no template.
    """
    try:
        if path.stat().st_size > _MAX_BYTES:
            raise InputError(f"The template {path.name} is larger than a megabyte; that is no template.")
        source = path.read_text(encoding="utf-8-sig")
    except OSError as err:
        raise InputError(f"The template {path} cannot be read: {err.strerror}.") from err
    except UnicodeDecodeError as err:
        raise InputError(f"The template {path.name} is not text in UTF-8; save it as that.") from err
    made = path.with_suffix("") if path.suffix.lower() in _ENDINGS else path
    return from_source(source, name=path.name, suffix=made.suffix or ".txt")


def from_source(source: str, *, name: str, suffix: str) -> Format:
    """The format that `source` describes; `name` is for messages.

    Raises:
        InputError: it is no template.
    """
    job = {"source": source, "escaped": suffix.lower() in _ESCAPED, "context": None}
    _filled(job, name)

    def make(transcript: Transcript, options: Options) -> str:
        return _filled({**job, "context": _context(transcript, options)}, name)

    about = "What your own template says."
    return Format("template", name, suffix, make, PAGE, about=about, overlap="As your template writes it.")


def _filled(job: dict[str, object], name: str) -> str:
    """What the template makes of the context; without one it is only looked at.

    Raises:
        InputError: it has a mistake, does not work, or takes more time or memory than a template needs.
    """
    command = children.command("meetapp.export.template_filler")
    try:
        done = subprocess.run(
            command, input=json.dumps(job).encode(), capture_output=True, timeout=_LIMIT_S, check=False
        )
    except subprocess.TimeoutExpired as err:
        raise InputError(f"The template {name} takes too long.") from err
    answer = done.stdout.decode(errors="replace")
    if done.returncode == MISTAKE:
        raise InputError(f"The template {name} has a mistake in {answer}.")
    if done.returncode == FAULT:
        raise InputError(f"The template {name} does not work for this meeting: {answer}.")
    if done.returncode > 0:
        raise InputError(f"The template {name} does not work.")
    if done.returncode:
        raise InputError(f"The template {name} takes too long, or too much memory.")
    return answer


def _context(transcript: Transcript, options: Options) -> dict[str, object]:
    named = options.speakers != "none"
    turns = [
        {
            "number": number,
            "speaker": transcript.speaker(turn) if named else "",
            "start": turn.start_s,
            "end": turn.end_s,
            "text": one_line(turn.text),
            "overlaps": over,
            "words": [
                (one_line(w.text), seconds(w.start_samples), seconds(w.end_samples), w.confidence) for w in turn.words
            ],
        }
        for number, (turn, over) in enumerate(
            zip(transcript.turns, overlapping(transcript.turns), strict=True), start=1
        )
    ]
    speakers = [transcript.name(number) for number in transcript.numbers] if named else []
    return {"title": transcript.title, "created": transcript.created, "speakers": speakers, "turns": turns}
