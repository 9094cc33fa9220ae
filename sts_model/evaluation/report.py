"""The figures of a run as JSON and as Markdown tables, one a family, with a row for each test set and system."""

from collections.abc import Callable, Iterable, Sequence
from typing import Any

MEETING_METRICS = {
    "cpwer": "cpWER %",
    "tcpwer": "tcpWER %",
    "orcwer": "ORC-WER %",
    "der": "DER %",
    "der_collar_0.25": "DER % (collar 0.25 s)",
}
PERCENT = 100.0
TURN_METRICS = {
    "turn_counting": ("counted right %", PERCENT),
    "turn_counting_large": ("of more than 2 turns %", PERCENT),
    "count_error": ("count off by", 1.0),
    "matched_turns": ("matched (0.5 s) F1 %", PERCENT),
    "boundary_f1_0.25": ("boundaries F1 %, 0.25 s", PERCENT),
    "boundary_f1_0.5": ("0.5 s", PERCENT),
    "no_eot": ("no `<eot>` %", PERCENT),
    "omitted": ("turns omitted %", PERCENT),
    "duplicates": ("turns doubled %", PERCENT),
    "leaked_per_100": ("leaked words of 100", 1.0),
}
OVERLAP_METRICS = {"second_voice": ("second voice %", PERCENT), "first_voice": ("first voice %", PERCENT)}
CONFIDENCE_METRICS = {
    "words_right": ("words right %", PERCENT),
    "ece": ("ECE %", PERCENT),
    "brier": ("Brier", 1.0),
    "nce": ("NCE", 1.0),
}
PARTIAL_METRICS = {
    "upwr": ("UPWR %", PERCENT),
    "retractions": ("updates that take back %", PERCENT),
    "retracted_chars": ("characters taken back %", PERCENT),
}
FAMILIES: dict[str, tuple[str, dict[str, tuple[str, float]]]] = {
    "turns": ("Turns", TURN_METRICS),
    "overlap": ("Words found where two speak at once", OVERLAP_METRICS),
    "confidence": ("Confidence of words", CONFIDENCE_METRICS),
    "partials": ("Partial results", PARTIAL_METRICS),
}
STATISTICS = ("mean_ms", "p50_ms", "p90_ms")


def markdown(report: dict[str, Any]) -> str:
    """A table a family, with what made them in a sentence; tables without rows are left out."""
    sets = report["sets"]
    speech = {name: row for name, row in sets.items() if row["one_speaker"]}
    meetings = {name: row for name, row in sets.items() if not row["one_speaker"]}
    systems = report["systems"]
    parts = [f"`{report['command']}` at commit {report['commit']}; brackets: 95 % bootstrap interval over recordings."]
    if speech:
        parts.append(_table(["test set", "clips", "words", *[f"WER %, {s}" for s in systems]], _speech_rows(speech)))
    if meetings:
        columns = [
            (system, metric) for system in systems for metric in MEETING_METRICS if _has(meetings, system, metric)
        ]
        heads = [f"{MEETING_METRICS[metric]}, {system}" for system, metric in columns]
        rows = [[name, str(row["recordings"]), *_cells(row, columns)] for name, row in meetings.items()]
        parts.append(_table(["test set", "recordings", *heads], rows))
    parts += [_family(sets, family) for family in FAMILIES if _present(sets, family)]
    if _present(sets, "latency"):
        parts.append(_latency(sets))
    return "\n\n".join(parts) + "\n"


def _speech_rows(sets: dict[str, Any]) -> Iterable[Sequence[str]]:
    for name, row in sets.items():
        figures = [system["wer"] for system in row["systems"].values()]
        cells = [f"{_rate(f)} (S {f['substitutions']}, D {f['deletions']}, I {f['insertions']})" for f in figures]
        yield [_of(name, row), str(row["recordings"]), str(figures[0]["words"]), *cells]


def _has(sets: dict[str, Any], system: str, metric: str) -> bool:
    return any(metric in row["systems"][system] for row in sets.values())


def _present(sets: dict[str, Any], family: str) -> bool:
    return any(family in figures for row in sets.values() for figures in row["systems"].values())


def _cells(row: dict[str, Any], columns: Iterable[tuple[str, str]]) -> list[str]:
    return [_rate(row["systems"][system].get(metric)) for system, metric in columns]


def _family(sets: dict[str, Any], family: str) -> str:
    """One table of a family; figures without anything to count are dashes."""
    title, metrics = FAMILIES[family]
    rows = _rows(
        sets,
        family,
        lambda figures: [_rate(figures[metric], scale) for metric, (_, scale) in metrics.items()],
    )
    return f"{title}\n\n" + _table(["test set", "system", *[head for head, _ in metrics.values()]], rows)


def _latency(sets: dict[str, Any]) -> str:
    """Emission latencies over turns of which the start or end was heard; the number of those turns stands first."""
    names = next(
        list(figures["latency"]["placed"])
        for row in sets.values()
        for figures in row["systems"].values()
        if "latency" in figures
    )
    rows = _rows(sets, "latency", lambda figures: [_timing(figures["placed"][name]) for name in names])
    title = (
        "Emission latency in ms, mean / p50 / p90 without (and with) the algorithmic lookahead, over turns in which a"
        " word was heard where the first (SP, FS) or last one is (LS, EP, GIVEN); GIVEN: the turn was final"
    )
    return f"{title}\n\n" + _table(["test set", "system", *names], rows)


def _rows(sets: dict[str, Any], family: str, cells: Callable[[dict[str, Any]], list[str]]) -> Iterable[Sequence[str]]:
    for name, row in sets.items():
        for system, figures in row["systems"].items():
            if family in figures:
                yield [_of(name, row), system, *cells(figures[family])]


def _timing(figure: dict[str, Any]) -> str:
    if not figure["count"]:
        return "–"
    plain = " / ".join(f"{figure[name]['rate']:.0f}" for name in STATISTICS)
    behind = " / ".join(f"{figure[name]['with_lookahead']:.0f}" for name in STATISTICS)
    return f"{plain} (n {figure['count']})" if plain == behind else f"{plain} ({behind}; n {figure['count']})"


def _of(name: str, row: dict[str, Any]) -> str:
    return name if row["recordings"] == row["of"] else f"{name} (of {row['of']})"


def _rate(figure: dict[str, Any] | None, scale: float = PERCENT) -> str:
    if figure is None or figure["rate"] is None:
        return "–"
    digits = 1 if scale == PERCENT else 2
    spread = (
        "" if figure["low"] is None else f" [{scale * figure['low']:.{digits}f}–{scale * figure['high']:.{digits}f}]"
    )
    return f"{scale * figure['rate']:.{digits}f}{spread}"


def _table(heads: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    lines = [heads, ["---"] * len(heads), *rows]
    return "\n".join("| " + " | ".join(line) + " |" for line in lines)
