"""Limits of the service: how much, how often and how long, so that no client can take the machine."""

import math
from dataclasses import dataclass

from meetapp.errors import InputError

MIB = 1 << 20


@dataclass(frozen=True)
class Limits:
    """What one service allows; the first four are the user's to choose.

    Fields:
        upload_bytes: the greatest file.
        requests_per_minute: of all clients together, in a burst or spread out.
        at_once: recordings heard at the same time; each takes an engine with a processor and most of a gigabyte.
        waiting: requests that may wait for an engine; more are refused.
        field_bytes: the longest value of a form field, and num_fields their number.
        stall_s: an upload, or a live meeting, that delivers nothing for so long is given up.
        work_s: a file that takes longer is given up.
        live_s: the longest live meeting.
        message_bytes: the longest message of a live meeting.
    """

    upload_bytes: int = 1024 * MIB
    requests_per_minute: int = 120
    at_once: int = 2
    waiting: int = 8
    field_bytes: int = MIB
    num_fields: int = 64
    stall_s: float = 60.0
    work_s: float = 6 * 3600.0
    live_s: float = 12 * 3600.0
    message_bytes: int = MIB

    def __post_init__(self) -> None:
        if not 1 <= self.upload_bytes <= 64 * 1024 * MIB:
            raise InputError("The largest upload must lie between 1 and 65536 MB.")
        if not 1 <= self.requests_per_minute <= 100_000:
            raise InputError("The requests in a minute must lie between 1 and 100000.")
        if not 1 <= self.at_once <= 64:
            raise InputError("The recordings heard at once must lie between 1 and 64.")
        if not 0 <= self.waiting <= 1000:
            raise InputError("The requests that wait must lie between 0 and 1000.")


class RateLimit:
    """Counts requests: a full minute's worth may come at once, then as many as time gives back."""

    def __init__(self, per_minute: int) -> None:
        self._most = self._left = float(per_minute)
        self._told_s = -math.inf

    def wait_s(self, now_s: float) -> int:
        """0 when a request may be served at `now_s`, and then it is counted; else whole seconds until the next may."""
        self._left = min(self._most, self._left + (now_s - self._told_s) * self._most / 60)
        self._told_s = now_s
        if self._left >= 1:
            self._left -= 1
            return 0
        return math.ceil((1 - self._left) * 60 / self._most)
