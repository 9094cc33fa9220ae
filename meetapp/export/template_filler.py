"""Process that fills in a template: a job in JSON on standard input, text on standard output.

A template may come from anywhere. Jinja's sandbox keeps it from files and code, but not from counting for hours or
asking for all memory, even while it is only compiled: so this is a process of its own, and confined.
"""

import json
import sys
from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from meetapp.confined import confine
from meetapp.export.cues import clock

if TYPE_CHECKING:
    from jinja2.sandbox import SandboxedEnvironment

MEMORY_BYTES = 1 << 30
CPU_S = 20.0
MOST_CHARACTERS = 64 << 20

# Exit codes: the template is none, or it failed for this meeting.
MISTAKE, FAULT = 2, 3


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


def main() -> int:
    job = json.loads(sys.stdin.buffer.read())
    confine(MEMORY_BYTES, CPU_S)
    code, text = fill(job)
    sys.stdout.buffer.write(text.encode(errors="replace"))
    return code


def fill(job: dict[str, Any]) -> tuple[int, str]:
    """The exit code, and what the template makes of the job's context, or what is wrong with it."""
    from jinja2 import TemplateSyntaxError

    try:
        template = _environment(job["escaped"]).from_string(job["source"])
        text = "" if job["context"] is None else template.render(_seen(job["context"]))
    except TemplateSyntaxError as err:
        return MISTAKE, f"line {err.lineno}: {_line(err.message or 'it is none')}"
    except _faults() as err:
        return FAULT, _line(str(err)) or type(err).__name__
    if len(text) > MOST_CHARACTERS:
        return FAULT, "it makes a file of more than 64 million characters"
    return 0, text


def _line(text: str) -> str:
    return " ".join(text.split()).rstrip(".")[:300]


def _seen(context: dict[str, Any]) -> dict[str, Any]:
    turns = []
    for turn in context["turns"]:
        words = tuple(WordView(*word) for word in turn["words"])
        turns.append(TurnView(**{**turn, "words": words}))
    return {**context, "turns": turns}


def _environment(escaped: bool) -> "SandboxedEnvironment":
    from jinja2 import StrictUndefined
    from jinja2.sandbox import ImmutableSandboxedEnvironment

    environment = ImmutableSandboxedEnvironment(
        autoescape=escaped, undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True, keep_trailing_newline=True
    )
    filters: dict[str, Callable[[float], str]] = {
        "clock": lambda s: clock(round(s) * 1000, ".")[:-4].removeprefix("0"),
        "srt_time": lambda s: clock(round(s * 1000), ","),
        "vtt_time": lambda s: clock(round(s * 1000), "."),
    }
    environment.filters.update(filters)
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
        SyntaxError,
        TypeError,
        ValueError,
    )


if __name__ == "__main__":
    sys.exit(main())
