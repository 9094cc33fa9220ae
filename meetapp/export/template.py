"""Template: people's own formats, written in Jinja and run in its sandbox.

A template sees `title`, `created`, `speakers` (names) and `turns`; a turn has `number` (from 1), `speaker`, `start`,
`end` (seconds), `text`, `overlaps` and `words` (each with `text`, `start`, `end`, `confidence`). Filters for times:
`clock` (0:01:02), `srt_time` (00:01:02,345) and `vtt_time` (00:01:02.345). It reads no files and runs no code:

    # {{ title }}
    {% for turn in turns %}
    {{ turn.start | clock }} {{ turn.speaker }}: {{ turn.text }}
    {% endfor %}

The name of the file says what comes out: `minutes.md.jinja` makes `.md`; for HTML and XML everything is escaped.
"""

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from meetapp.errors import InputError
from meetapp.export.arrange import overlapping
from meetapp.export.cues import clock
from meetapp.export.format import PAGE, Format
from meetapp.export.options import Options
from meetapp.export.transcript import Transcript, one_line
from sts_model.units import seconds

if TYPE_CHECKING:
    from jinja2.sandbox import SandboxedEnvironment

_ENDINGS = (".jinja", ".jinja2", ".j2")
_ESCAPED = (".html", ".htm", ".xhtml", ".xml")
_MAX_BYTES = 1 << 20


@dataclass(frozen=True)
class WordView:
    """A word as a template sees it; times in seconds."""

    text: str
    start: float
    end: float
    confidence: float


@dataclass(frozen=True)
class TurnView:
    """A turn as a template sees it; times in seconds, `speaker` empty when the user wants no names."""

    number: int
    speaker: str
    start: float
    end: float
    text: str
    overlaps: bool
    words: tuple[WordView, ...]


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
    from jinja2 import TemplateSyntaxError

    try:
        template = _environment(suffix.lower() in _ESCAPED).from_string(source)
    except TemplateSyntaxError as err:
        raise InputError(f"The template {name} has a mistake in line {err.lineno}: {err.message}.") from err

    def make(transcript: Transcript, options: Options) -> str:
        try:
            return template.render(_context(transcript, options))
        except _faults() as err:
            reason = " ".join(str(err).split()).rstrip(".") or type(err).__name__
            raise InputError(f"The template {name} does not work for this meeting: {reason}.") from err

    about = "What your own template says."
    return Format("template", name, suffix, make, PAGE, about=about, overlap="As your template writes it.")


def _environment(escaped: bool) -> "SandboxedEnvironment":
    from jinja2 import StrictUndefined
    from jinja2.sandbox import ImmutableSandboxedEnvironment

    environment = ImmutableSandboxedEnvironment(
        autoescape=escaped, undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True, keep_trailing_newline=True
    )
    environment.filters["clock"] = lambda s: clock(round(s) * 1000, ".")[:-4].removeprefix("0")
    environment.filters["srt_time"] = lambda s: clock(round(s * 1000), ",")
    environment.filters["vtt_time"] = lambda s: clock(round(s * 1000), ".")
    return environment


def _faults() -> tuple[type[Exception], ...]:
    """What a template that someone wrote can raise: its own errors, and those of its arithmetic."""
    from jinja2 import TemplateError

    return (
        TemplateError,
        ArithmeticError,
        AttributeError,
        LookupError,
        MemoryError,
        RecursionError,
        TypeError,
        ValueError,
    )


def _context(transcript: Transcript, options: Options) -> dict[str, object]:
    named = options.speakers != "none"
    turns = [
        TurnView(
            number=number,
            speaker=transcript.speaker(turn) if named else "",
            start=turn.start_s,
            end=turn.end_s,
            text=one_line(turn.text),
            overlaps=over,
            words=tuple(
                WordView(one_line(w.text), seconds(w.start_samples), seconds(w.end_samples), w.confidence)
                for w in turn.words
            ),
        )
        for number, (turn, over) in enumerate(
            zip(transcript.turns, overlapping(transcript.turns), strict=True), start=1
        )
    ]
    speakers = [transcript.name(number) for number in transcript.numbers] if named else []
    return {"title": transcript.title, "created": transcript.created, "speakers": speakers, "turns": turns}
