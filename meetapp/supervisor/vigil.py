"""Vigil: notices that a child is alive but does nothing any more, told from its signs of life."""

from pathlib import Path

from meetapp.locks import Role, last_beat

# Longer than this between two looks, and it was this process that slept: then the others did, too.
OWN_SLEEP_S = 5.0


class Vigil:
    """Watches whoever acts as `role` for the meeting in `folder`.

    Args:
        patience_s: how long no sign of life is no reason to worry, the child's start included.
    """

    def __init__(self, folder: Path, role: Role, patience_s: float) -> None:
        self._folder, self._role, self._patience_s = folder, role, patience_s
        self._beat = 0
        self._seen_s = self._looked_s = float("-inf")

    def is_hung(self, now_s: float) -> bool:
        """Whether it has been too long; then the time is counted anew, for the next child."""
        beat = last_beat(self._folder, self._role)
        if beat != self._beat or now_s - self._looked_s > OWN_SLEEP_S:
            self._beat, self._seen_s = beat, now_s
        self._looked_s = now_s
        if now_s - self._seen_s < self._patience_s:
            return False
        self._seen_s = now_s
        return True
