"""The figures of a run as JSON and as the Markdown tables of the README."""

from collections.abc import Iterable, Sequence
from typing import Any

MEETING_METRICS = {
    "cpwer": "cpWER %",
    "orcwer": "ORC-WER %",
    "der": "DER %",
    "der_collar_0.25": "DER % (collar 0.25 s)",
}


def markdown(report: dict[str, Any]) -> str:
    """Two tables, single speakers and meetings, with what made them in a sentence; tables without rows are left out."""
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
    return "\n\n".join(parts) + "\n"


def _speech_rows(sets: dict[str, Any]) -> Iterable[Sequence[str]]:
    for name, row in sets.items():
        figures = [system["wer"] for system in row["systems"].values()]
        cells = [f"{_rate(f)} (S {f['substitutions']}, D {f['deletions']}, I {f['insertions']})" for f in figures]
        yield [_of(name, row), str(row["recordings"]), str(figures[0]["words"]), *cells]


def _has(sets: dict[str, Any], system: str, metric: str) -> bool:
    return any(metric in row["systems"][system] for row in sets.values())


def _cells(row: dict[str, Any], columns: Iterable[tuple[str, str]]) -> list[str]:
    return [_rate(row["systems"][system].get(metric)) for system, metric in columns]


def _of(name: str, row: dict[str, Any]) -> str:
    return name if row["recordings"] == row["of"] else f"{name} (of {row['of']})"


def _rate(figure: dict[str, Any] | None) -> str:
    if figure is None or figure["rate"] is None:
        return "–"
    spread = "" if figure["low"] is None else f" [{100 * figure['low']:.1f}–{100 * figure['high']:.1f}]"
    return f"{100 * figure['rate']:.1f}{spread}"


def _table(heads: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    lines = [heads, ["---"] * len(heads), *rows]
    return "\n".join("| " + " | ".join(line) + " |" for line in lines)
