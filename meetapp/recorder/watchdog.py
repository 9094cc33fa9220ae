"""Watchdog: notices within ten seconds that an input gives nothing, or nothing but zeros."""

from meetapp.events import Trouble

PATIENCE_S = 10.0


class Watchdog:
    """Told of every block, asked now and then; speaks once for each spell of trouble.

    A muted analogue microphone still hisses, so only exact zeros count as silence: quiet people are no trouble.
    """

    def __init__(self, device: str, now_s: float) -> None:
        self._device = device
        self._samples_s = self._sound_s = now_s
        self._said: str | None = None

    def saw(self, *, zeros: bool, now_s: float) -> None:
        """A block has come; `zeros` when all of it was exactly zero."""
        self._samples_s = now_s
        if not zeros:
            self._sound_s = now_s
            self._said = None

    def check(self, now_s: float) -> Trouble | None:
        """A sentence for the user when something has been wrong for PATIENCE_S and was not said yet."""
        trouble = None
        if now_s - self._samples_s >= PATIENCE_S:
            trouble = f"{self._device} has delivered nothing for {PATIENCE_S:.0f} seconds: is it still connected?"
        elif now_s - self._sound_s >= PATIENCE_S:
            trouble = f"{self._device} has delivered pure silence for {PATIENCE_S:.0f} seconds: is it muted?"
        if trouble is None or trouble == self._said:
            return None
        self._said = trouble
        return Trouble(trouble)

    def rest(self, now_s: float) -> None:
        """Starts the clock anew, as after a pause."""
        self._samples_s = self._sound_s = now_s
        self._said = None
