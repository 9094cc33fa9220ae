"""Figures pooled over recordings, as they stand in a report: a value, its interval, and the counts behind it."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import asdict
from typing import Any

import numpy as np

from sts_model.evaluation.bootstrap import Part, interval, spread
from sts_model.evaluation.der import SpeakerErrors
from sts_model.evaluation.wer import WordErrors

PERCENTILES = {"p50_ms": 50, "p90_ms": 90}


def pooled(parts: Iterable[WordErrors] | Iterable[SpeakerErrors]) -> dict[str, Any]:
    """Sums over recordings, the rate of the sums, and its interval."""
    counted: list[Any] = list(parts)
    if not counted:
        return {"rate": None, "recordings": 0}
    total = sum(counted[1:], start=counted[0])
    totals = [part.words if isinstance(part, WordErrors) else part.speech_s for part in counted]
    low, high = interval([part.errors for part in counted], totals) or (None, None)
    counts = {name: round(value, 2) for name, value in asdict(total).items()}
    return {"rate": total.rate, "low": low, "high": high, "recordings": len(counted), **counts}


def ratio(parts: Sequence[tuple[float, float]]) -> dict[str, Any]:
    """sum / sum of (count, of) over recordings, with its interval; rate None without anything to count."""
    counts, of = [part[0] for part in parts], [part[1] for part in parts]
    low, high = interval(counts, of) or (None, None)
    rate = sum(counts) / sum(of) if sum(of) else None
    return {"rate": rate, "low": low, "high": high, "count": sum(counts), "of": sum(of)}


def pooled_any(parts: Sequence[list[Any]], statistic: Callable[[list[Any]], float | None]) -> dict[str, Any]:
    """`statistic` of all that the recordings give together, with its interval."""
    low, high = spread(parts, lambda chosen: statistic(_joined(chosen))) or (None, None)
    return {"rate": statistic(_joined(parts)), "low": low, "high": high}


def timings(parts: Sequence[list[float]], lookahead_ms: float) -> dict[str, Any]:
    """Mean, 50th and 90th percentile of what the recordings give, without and with the lookahead, and the number."""
    found: dict[str, Any] = {"count": sum(map(len, parts))}
    statistics: dict[str, Callable[[list[float]], float]] = {"mean_ms": lambda values: float(np.mean(values))}
    for name, percent in PERCENTILES.items():
        statistics[name] = lambda values, percent=percent: float(np.percentile(values, percent))  # type: ignore[misc]
    for name, statistic in statistics.items():
        known = pooled_any(parts, lambda values, statistic=statistic: statistic(values) if values else None)  # type: ignore[misc]
        found[name] = {key: None if value is None else round(value, 1) for key, value in known.items()}
        found[name]["with_lookahead"] = None if known["rate"] is None else round(known["rate"] + lookahead_ms, 1)
    return found


def _joined(parts: Iterable[list[Part]]) -> list[Part]:
    return [value for part in parts for value in part]
