"""Times as people read them: clock, gutter, length; no Qt, no language."""

import re

from meetapp.export.transcript import one_line

_TIME = re.compile(r"(?:(?:(\d{1,3}):)?(\d{1,3}):)?(\d{1,6}(?:\.\d{0,6})?)", re.ASCII)


def clock(seconds: float) -> str:
    """`00:13:34`: elapsed time that never changes its width."""
    whole = max(0, int(seconds))
    return f"{whole // 3600:02d}:{whole // 60 % 60:02d}:{whole % 60:02d}"


def gutter(seconds: float) -> str:
    """`13:02`, or `1:02:07` past the hour: where a turn begins."""
    whole = max(0, int(seconds))
    if whole >= 3600:
        return f"{whole // 3600}:{whole // 60 % 60:02d}:{whole % 60:02d}"
    return f"{whole // 60:02d}:{whole % 60:02d}"


def exact(seconds: float) -> str:
    """`13:02.5`, or `1:02:07.5` past the hour: where a turn begins or ends, to the tenth of a second."""
    tenths = max(0, round(seconds * 10))
    return f"{gutter(tenths // 10)}.{tenths % 10}"


def parse_time(words: str) -> float | None:
    """The seconds that `words` name, as `exact` writes them or in seconds alone; None when they are no time."""
    found = _TIME.fullmatch(words.strip().replace(",", "."))
    if found is None:
        return None
    hours, minutes, seconds = (float(part or 0) for part in found.groups())
    return hours * 3600 + minutes * 60 + seconds


def tick_step(total_s: float, ticks: int = 8) -> int:
    """Seconds between marks on a timeline of `total_s`, a step that people count in, for about `ticks` marks."""
    wanted = total_s / ticks
    steps = (5, 10, 15, 30, 60, 120, 300, 600, 900, 1800, 3600, 7200, 14_400)
    return next((step for step in steps if step >= wanted), steps[-1])


def safe_name(title: str) -> str:
    """`title` as a file name that every system takes."""
    kept = "".join(" " if letter in '<>:"/\\|?*' else letter for letter in one_line(title))
    cut = " ".join(kept.split()).encode(errors="ignore")[:200].decode(errors="ignore")  # systems count bytes, to 255
    return cut[:80].strip(". ") or "meeting"
