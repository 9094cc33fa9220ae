"""Sample clock: how much sound was lost, told from when the blocks arrived."""

# Blocks are never punctual to the sample; less than this is no measurable loss.
MIN_GAP_S = 0.02


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
