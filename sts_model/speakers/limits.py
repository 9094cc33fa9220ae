"""Limits of the speaker tracker: how like voices are that count as one, chosen with the embedder of a package."""

from dataclasses import dataclass
from pathlib import Path

from sts_model.checked import check_fields, read_settings
from sts_model.config import ConfigError

CONFIG_FILE = "tracker.json"


@dataclass(frozen=True)
class TrackerConfig:
    """Limits of likeness (1 is one voice, 0 strangers) and seconds: as good as the embedder that they were chosen with.

    These are for an embedder without a view; a package has a file of others for its own.
    """

    new_below: float = 0.72
    """A turn less like every known speaker than this is a new speaker."""
    short_new_below: float = 0.2
    """The same for a turn shorter than `short_s`, whose vector says little."""
    short_s: float = 1.0
    half_s: float = 1.0
    """Speech of this length gives vectors that are half voice, half noise."""
    recent_turns: int = 24
    """How far back a turn may still change its speaker before the end of the meeting."""
    move_gain: float = 0.05
    """How much more like another speaker a recent turn must be to move there."""
    same_above: float = 0.85
    """Two speakers more alike than this are one."""
    stop: float = 0.74
    """Likeness below which the final clustering merges no two clusters."""
    least_speaker_s: float = 3.0
    """Who spoke less than this in the whole meeting is, in the final pass, most likely one of the others."""
    least_share: float = 0.0
    """The same as a share of all that was said, where that is more, but never more than `rare_s`."""
    rare_s: float = 10.0
    """Who spoke for so long is somebody, however long the meeting."""
    parted_below: float = -2.0
    """Likeness of what is said before and after a gap between words below which two people said it."""
    parted_s: float = 1.0
    """How much must be said on both sides to tell."""
    longest_s: float = 8.0
    """Seconds of a turn beyond which it counts no more."""
    anchors: int = 500
    """The final clustering looks at this many of the longest turns; the rest follow them."""

    def __post_init__(self) -> None:
        limits = (self.new_below, self.short_new_below, self.same_above, self.stop, self.parted_below)
        if not all(-2 <= limit <= 2 for limit in limits):
            raise ConfigError(f"speaker tracker limits are likenesses from -2 to 2, not {limits}")
        seconds = (self.short_s, self.half_s, self.least_speaker_s, self.rare_s, self.parted_s)
        if min(seconds) < 0 or self.longest_s <= 0:
            raise ConfigError(f"speaker tracker seconds must not be negative, not {seconds}, {self.longest_s}")
        if not 0 <= self.least_share < 1:
            raise ConfigError(f"speaker tracker least_share must be from 0 to below 1, not {self.least_share}")
        if self.recent_turns < 0 or self.anchors < 1 or self.move_gain < 0:
            raise ConfigError(f"speaker tracker needs anchors, not {self.anchors}, {self.recent_turns} recent turns")


def read_tracker_config(folder: Path) -> TrackerConfig:
    """The limits chosen with the embedder in `folder`; the defaults where it has no file of them.

    Raises:
        ConfigError: the file has settings that cannot be used; the message is a sentence.
    """
    path = folder / CONFIG_FILE
    if not path.exists():
        return TrackerConfig()
    try:
        values = read_settings(path)
        check_fields(TrackerConfig, values, "tracker")
        return TrackerConfig(**values)
    except (OSError, ValueError) as err:
        raise ConfigError(f"The {CONFIG_FILE} in {folder} cannot be used: {err}") from err
