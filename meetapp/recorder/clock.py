"""Clocks: how much sound was lost, told from when the blocks arrived, and how long the computer slept."""

import time

# Blocks are never punctual to the sample; less than this is no measurable loss.
MIN_GAP_S = 0.02
MIN_SLEEP_S = 0.5


class SampleClock:
    """Compares samples with the clock, to tell how much was lost where the device says that some was."""

    def __init__(self, rate: int) -> None:
        self._rate = rate
        self._samples = 0
        self._least_lag_s: float | None = None

    def lost_s(self, num_samples: int, arrived_s: float) -> float:
        """How much later this block came than the steadiest ones did; 0 when too little to measure."""
        if self._least_lag_s is None:
            return 0.0
        late_s = self._lag_s(num_samples, arrived_s) - self._least_lag_s
        return late_s if late_s >= MIN_GAP_S else 0.0

    def count(self, num_samples: int, arrived_s: float, *, after_loss: bool = False) -> None:
        lag_s = self._lag_s(num_samples, arrived_s)
        self._samples += num_samples
        if self._least_lag_s is None or after_loss or lag_s < self._least_lag_s:
            self._least_lag_s = lag_s

    def _lag_s(self, num_samples: int, arrived_s: float) -> float:
        return arrived_s - (self._samples + num_samples) / self._rate


class SleepClock:
    """Notices that the computer slept, from a clock that counts sleep beside one that does not (Linux has both)."""

    def __init__(self) -> None:
        self._awake_offset_s = _sleep_so_far_s()

    def slept_s(self) -> float:
        """How long the computer slept since the last call; 0 for less than MIN_SLEEP_S."""
        offset_s = _sleep_so_far_s()
        slept_s = offset_s - self._awake_offset_s
        self._awake_offset_s = offset_s
        return slept_s if slept_s >= MIN_SLEEP_S else 0.0


def _sleep_so_far_s() -> float:
    if not hasattr(time, "CLOCK_BOOTTIME"):
        return 0.0
    return time.clock_gettime(time.CLOCK_BOOTTIME) - time.monotonic()
