"""The user's settings: one frozen value, kept as JSON that a person may edit."""

import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field, fields
from pathlib import Path
from typing import Any, Literal, get_args

from meetapp import paths
from meetapp.errors import InputError
from meetapp.hearing import MOST_THREADS
from meetapp.meeting import write_private
from sts_model.effort import EFFORTS
from sts_model.wording import WORDINGS

# fmt: off
FormatName = Literal[
    "txt", "md", "html", "docx", "srt", "vtt", "csv", "tsv", "json",
    "seglst", "stm", "ctm", "rttm", "qda", "textgrid", "eaf", "pdf",
]
# fmt: on
EXPORT_FORMATS: tuple[str, ...] = get_args(FormatName)
THEMES = ("system", "light", "dark")
AUDIO = ("keep", "compress", "discard")
DELETE_WHAT = ("sound", "meeting")
SPEAKERS = ("names", "numbers", "none")

CHOICES = {
    "export_format": EXPORT_FORMATS,
    "export_speakers": SPEAKERS,
    "export_wording": WORDINGS,
    "theme": THEMES,
    "audio": AUDIO,
    "effort": EFFORTS,
    "delete_what": DELETE_WHAT,
}
"""Settings that are one of a few words."""

RANGES = {
    "text_scale": (80, 200),
    "caption_size": (16, 200),
    "silence_minutes": (0, 240),
    "stop_after_silence": (0, 240),
    "export_merge_s": (-1, 3600),
    "threads": (1, MOST_THREADS),
    "delete_after_days": (0, 36_500),
}
"""Settings that are a number between two others."""


@dataclass(frozen=True)
class Settings:
    """What the user chose; an empty string leaves the choice to the program."""

    input: str = ""  # name of the microphone or monitor to record from
    model: str = ""  # folder of a model package
    names: str = ""  # names and words to listen for, separated by commas
    second_input: str = ""  # another input to record beside it, as the sound of the computer; empty: none
    effort: str = "balanced"  # how far the recogniser looks for what was said: speed against accuracy
    threads: int = 1  # how many processors at most may make text of one meeting
    low_priority: bool = False  # other programs go before the making of text
    live_text: bool = True  # write text while recording; otherwise when asked to
    keep_awake: bool = True  # the machine does not fall asleep while it records
    silence_minutes: int = 10  # offer to stop after that much silence; 0 never does
    remind_consent: bool = True  # before a recording: have the others been asked?
    stop_after_silence: int = 0  # minutes of silence after which a recording stops by itself; 0 never does
    global_record_key: str = ""  # a key that starts and stops a recording from every program
    global_bookmark_key: str = ""
    close_to_tray: bool = True  # closing the window while it records leaves the icon in the tray
    show_confidence: bool = True  # dots under words that the model is unsure of
    reduce_motion: bool = False  # nothing blinks
    export_format: str = "txt"
    export_folder: str = ""
    export_template: str = ""  # a form of the user's own, where that was used last
    export_timestamps: bool = True
    export_speakers: str = "names"
    export_wording: str = "readable"
    export_merge_s: int = -1  # pauses up to so many seconds part no turns of a speaker; -1: as fits the format
    export_short_subtitles: bool = False  # two lines at a time; otherwise whole turns
    export_highlight: bool = False  # each word of a subtitle is underlined while it is spoken
    meetings_folder: str = ""  # where new meetings are kept
    watch_folder: str = ""  # recordings that appear here are imported
    after_meeting: str = ""  # a command that is run when a meeting is complete
    audio: str = "keep"  # what becomes of the sound once the text is complete
    delete_after_days: int = 0  # at a start, what is older than this is deleted for good; 0 keeps everything
    delete_what: str = "sound"  # of a meeting that is so old
    plain_copies: bool = True  # transcript.txt and transcript.json in each meeting's folder, for other programs
    text_scale: int = 100  # per cent, 80 to 200
    caption_size: int = 44  # of the caption window's text, in pixels
    theme: str = "system"
    shortcuts: dict[str, str] = field(default_factory=dict)  # keys other than those the program has, by action

    def __post_init__(self) -> None:
        for name, known in CHOICES.items():
            if getattr(self, name) not in known:
                raise InputError(f"The setting {name} must be one of {', '.join(known)}, not {getattr(self, name)!r}.")
        for name, (least, most) in RANGES.items():
            if not least <= getattr(self, name) <= most:
                raise InputError(
                    f"The setting {name} must lie between {least} and {most}, not at {getattr(self, name)}."
                )
        if not all(isinstance(word, str) for pair in self.shortcuts.items() for word in pair):
            raise InputError("The setting shortcuts must give each action its keys as text.")


def load(path: Path) -> Settings:
    """The settings kept at `path`; the defaults when there are none yet.

    Raises:
        InputError: the file is not JSON, names an unknown setting, or gives one a value it cannot have.
    """
    return parse(_read(path), where=str(path))


def load_what_can_be(path: Path) -> tuple[Settings, list[str]]:
    """The settings kept at `path` as far as they are usable, and a sentence for each that is not."""
    try:
        named = _read(path)
    except InputError as err:
        return Settings(), [str(err)]
    good: dict[str, Any] = {}
    problems = []
    for name, value in named.items():
        try:
            parse({name: value}, where=str(path))
        except InputError as err:
            problems.append(str(err))
        else:
            good[name] = value
    return Settings(**good), problems


def parse(named: Mapping[str, Any], *, where: str) -> Settings:
    """The settings that `named` holds; `where` tells the user which file to correct."""
    kinds = {each.name: type(getattr(Settings(), each.name)) for each in fields(Settings)}
    for name, value in named.items():
        if name not in kinds:
            raise InputError(f"Unknown setting {name!r} in {where}; known are {', '.join(kinds)}.")
        if type(value) is not kinds[name]:
            raise InputError(f"The setting {name} in {where} must be {_KINDS[kinds[name]]}, not {value!r}.")
    return Settings(**named)


def save(path: Path, settings: Settings) -> None:
    """Keeps `settings` at `path`, whole or not at all."""
    paths.make_private(path.parent)
    write_private(path, json.dumps(asdict(settings), ensure_ascii=False, indent=2) + "\n")


def chosen_model() -> Path:
    """The model package that new meetings are heard with, by the user's settings.

    Raises:
        InputError: the settings cannot be read.
    """
    chosen = load(paths.settings()).model
    return Path(chosen) if chosen else paths.default_model()


def set_aside(path: Path) -> Path:
    """Where the file that was at `path` lies now, for its owner to look at: nothing of it is overwritten."""
    aside = path.with_name(path.name + ".unreadable")
    if path.exists():
        path.replace(aside)
    return aside


_KINDS = {bool: "true or false", int: "a number", str: "text", dict: "an object"}


def _read(path: Path) -> dict[str, Any]:
    try:
        text = path.read_text(encoding="utf-8")
    except FileNotFoundError:
        return {}
    except (OSError, UnicodeDecodeError) as err:
        why = err.strerror if isinstance(err, OSError) else "they are not text in UTF-8"
        raise InputError(f"The settings in {path} cannot be read: {why}.") from err
    try:
        named = json.loads(text)
    except ValueError as err:
        raise InputError(f"The settings in {path} are not JSON ({err}); correct or delete the file.") from err
    if not isinstance(named, dict):
        raise InputError(f"The settings in {path} must be one JSON object; correct or delete the file.")
    return named
