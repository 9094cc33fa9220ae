"""Design tokens: the one place that names a colour or a size; plain values, so that tests can judge them."""

from dataclasses import dataclass

TITLE_PX, TRANSCRIPT_PX, CONTROL_PX, NAME_PX = 19.0, 15.0, 14.0, 13.0
SECONDARY_PX, CAPTION_PX, CLOCK_PX = 12.5, 11.0, 20.0
"""Type scale, in pixels at 100 %."""

TRANSCRIPT_LINE = 1.5
"""Line height of the transcript, in font sizes."""

SPACE_1, SPACE_2, SPACE_3, SPACE_4, SPACE_5 = 4, 8, 12, 16, 22
"""The spacing grid."""

RADIUS, LANE_RADIUS = 8, 3
SIDEBAR_PX, SIDEBAR_MAX_PX, PEOPLE_PX, DOCK_PX, GUTTER_PX, READING_PX = 236, 340, 248, 76, 58, 820
"""Widths and heights of the four places; `READING_PX` is the widest comfortable line, `SIDEBAR_MAX_PX` leaves
the transcript its room when text is large."""

SCALES = (0.8, 0.9, 1.0, 1.1, 1.25, 1.5, 1.75, 2.0)
"""Text sizes that the user may choose, as factors."""


@dataclass(frozen=True)
class SpeakerColour:
    """How one speaker is marked: ink for the name, wash behind a card of overlapping speech."""

    ink: str
    wash: str


@dataclass(frozen=True)
class Theme:
    """All colours of one appearance; `speakers` are told apart also by people with deuteranopia (see the test)."""

    name: str
    background: str
    panel: str
    line: str
    ink: str
    dim: str
    faint: str
    accent: str
    accent_ink: str
    record: str
    record_ink: str
    hover: str
    mark: str
    match: str
    good: str
    warning: str
    speakers: tuple[SpeakerColour, ...]

    def speaker(self, number: int) -> SpeakerColour:
        """The colour of speaker `number`, counted from 1; repeats after the last."""
        return self.speakers[(number - 1) % len(self.speakers)]


def speaker_mark(number: int, colours: int = 8) -> str:
    """A letter for the dot of a speaker whose colour is taken already; empty for the first of each colour."""
    lap = (number - 1) // colours
    return "" if lap == 0 else chr(ord("A") + (lap - 1) % 26)


def mix(ink: str, ground: str, share: float) -> str:
    """`share` of `ink` over `ground`, both `#rrggbb`."""
    pairs = ((int(ink[i : i + 2], 16), int(ground[i : i + 2], 16)) for i in (1, 3, 5))
    return "#" + "".join(f"{round(under + (over - under) * share):02x}" for over, under in pairs)


def _speakers(inks: tuple[str, ...], panel: str, share: float) -> tuple[SpeakerColour, ...]:
    return tuple(SpeakerColour(ink, mix(ink, panel, share)) for ink in inks)


_LIGHT_INKS = ("#1467d6", "#b44b00", "#257849", "#8850bf", "#b2337a", "#017586", "#6a5700", "#3e4553")
_DARK_INKS = ("#77a8ff", "#ef9f62", "#70ce94", "#c89df4", "#ef80a8", "#5cd0da", "#ecd96d", "#cacfd8")

LIGHT = Theme(
    name="light",
    background="#f6f6f4",
    panel="#ffffff",
    line="#e3e3df",
    ink="#1d1f21",
    dim="#63686d",
    faint="#b4b9be",
    accent="#2f6fde",
    accent_ink="#ffffff",
    record="#d23b3b",
    record_ink="#ffffff",
    hover="#e9effa",
    mark="#fff2b8",
    match="#ffc861",
    good="#2e8b57",
    warning="#9a5b00",
    speakers=_speakers(_LIGHT_INKS, "#ffffff", 0.10),
)

DARK = Theme(
    name="dark",
    background="#17191b",
    panel="#1f2225",
    line="#303438",
    ink="#e8eaec",
    dim="#9aa0a6",
    faint="#5a6066",
    accent="#6ea0ff",
    accent_ink="#10141a",
    record="#ff6b63",
    record_ink="#10141a",
    hover="#262c36",
    mark="#5a4d12",
    match="#7a5a00",
    good="#6fcf97",
    warning="#f0b860",
    speakers=_speakers(_DARK_INKS, "#1f2225", 0.13),
)
