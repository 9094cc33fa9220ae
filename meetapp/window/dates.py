"""Which stretch of the past a meeting belongs to; no Qt, no language."""

from datetime import date, timedelta
from enum import Enum, auto


class Group(Enum):
    """Headings of the list of meetings, newest first."""

    TODAY = auto()
    YESTERDAY = auto()
    THIS_WEEK = auto()
    LAST_WEEK = auto()
    MONTH = auto()  # the heading is that month


def group_of(day: date, today: date) -> Group:
    """The group of a meeting held on `day`; weeks begin on Monday."""
    monday = today - timedelta(days=today.weekday())
    if day >= today:
        return Group.TODAY
    if day == today - timedelta(days=1):
        return Group.YESTERDAY
    if day >= monday:
        return Group.THIS_WEEK
    return Group.LAST_WEEK if day >= monday - timedelta(days=7) else Group.MONTH
