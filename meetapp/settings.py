"""The user's settings: one frozen value, kept as JSON that a person may edit."""

import json
from dataclasses import asdict, dataclass, fields
from pathlib import Path
from typing import Any, Literal, get_args

from meetapp.errors import InputError
from meetapp.meeting import write_private

# fmt: off
FormatName = Literal[
    "txt", "md", "html", "docx", "srt", "vtt", "csv", "tsv", "json",
    "seglst", "stm", "ctm", "rttm", "textgrid", "eaf", "pdf",
]
# fmt: on
EXPORT_FORMATS: tuple[str, ...] = get_args(FormatName)
THEMES = ("system", "light", "dark")


@dataclass(frozen=True)
class Settings:
    """What the user chose; an empty string leaves the choice to the program."""

    input: str = ""  # name of the microphone or monitor to record from
    model: str = ""  # folder of a model package
    export_format: str = "txt"
    export_folder: str = ""
    text_scale: int = 100  # per cent, 80 to 200
    theme: str = "system"

    def __post_init__(self) -> None:
        if not 80 <= self.text_scale <= 200:
            raise InputError(f"The setting text_scale must lie between 80 and 200, not at {self.text_scale}.")
        _one_of("export_format", self.export_format, EXPORT_FORMATS)
        _one_of("theme", self.theme, THEMES)


def load(path: Path) -> Settings:
    """The settings kept at `path`; the defaults when there are none yet.

    Raises:
        InputError: the file is not JSON, names an unknown setting, or gives one a value it cannot have.
    """
    try:
        text = path.read_text(encoding="utf-8")
    except FileNotFoundError:
        return Settings()
    except (OSError, UnicodeDecodeError) as err:
        raise InputError(f"The settings in {path} cannot be read: {err}.") from err
    try:
        named = json.loads(text)
    except ValueError as err:
        raise InputError(f"The settings in {path} are not JSON ({err}); correct or delete the file.") from err
    if not isinstance(named, dict):
        raise InputError(f"The settings in {path} must be one JSON object; correct or delete the file.")
    return parse(named, where=str(path))


def parse(named: dict[str, Any], *, where: str) -> Settings:
    """The settings that `named` holds; `where` tells the user which file to correct."""
    known = {field.name: field.type for field in fields(Settings)}
    for name, value in named.items():
        if name not in known:
            raise InputError(f"Unknown setting {name!r} in {where}; known are {', '.join(known)}.")
        kind = known[name]
        if isinstance(value, bool) or not (isinstance(kind, type) and isinstance(value, kind)):
            wanted = "a number" if kind is int else "text"
            raise InputError(f"The setting {name} in {where} must be {wanted}, not {value!r}.")
    return Settings(**named)


def save(path: Path, settings: Settings) -> None:
    """Keeps `settings` at `path`, whole or not at all."""
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    write_private(path, json.dumps(asdict(settings), ensure_ascii=False, indent=2) + "\n")


def _one_of(name: str, value: str, known: tuple[str, ...]) -> None:
    if value not in known:
        raise InputError(f"The setting {name} must be one of {', '.join(known)}, not {value!r}.")
