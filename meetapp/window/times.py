"""Times as people read them: clock, gutter, length; no Qt, no language."""


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


def tick_step(total_s: float, ticks: int = 8) -> int:
    """Seconds between marks on a timeline of `total_s`, a step that people count in, for about `ticks` marks."""
    wanted = total_s / ticks
    steps = (5, 10, 15, 30, 60, 120, 300, 600, 900, 1800, 3600, 7200, 14_400)
    return next((step for step in steps if step >= wanted), steps[-1])


def safe_name(title: str) -> str:
    """`title` as a file name that every system takes."""
    kept = "".join(" " if letter in '<>:"/\\|?*' or ord(letter) < 32 else letter for letter in title)
    return " ".join(kept.split()).rstrip(".")[:80] or "meeting"
