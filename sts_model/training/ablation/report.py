"""Arms and findings of an ablation as JSON and Markdown; a difference is claimed only where its interval excludes 0."""

from collections.abc import Iterable, Mapping, Sequence
from functools import partial
from typing import Any

from sts_model.training.ablation.figures import METRICS, MORE_IS_BETTER, RATIOS, Group, Table, bootstrap, difference
from sts_model.training.ablation.study import Finding

NO_LOSS = 0.03
"""A share of the other's figure that counts as no loss."""
CONFIRMED, CONTRADICTED, UNDECIDED = "confirmed", "contradicted", "undecided"

Heard = Mapping[str, Sequence[Sequence[Group]]]
"""The groups of each arm, seed by seed."""


def arm_figures(seeds: Sequence[Sequence[Group]], draws: int) -> dict[str, Any]:
    """Every metric with its interval, over seeds and groups, and the error rate of each condition."""
    table = Table(seeds)
    row: dict[str, Any] = {}
    for metric in table.metrics:
        spread = bootstrap(table.shape, partial(table.value, metric), draws=draws)
        low, high = spread or (None, None)
        row[metric] = {"value": table.whole(metric), "low": low, "high": high}
    errors = table.error_rate
    row["error_rate"] = errors
    row["by_condition"] = {
        condition: Table([[g for g in groups if g.condition == condition] for groups in seeds]).whole(errors)
        for condition in dict.fromkeys(group.condition for group in seeds[0])
    }
    row["by_seed"] = [Table([groups]).whole(errors) for groups in seeds]
    return row


def judge(finding: Finding, heard: Heard, draws: int) -> dict[str, Any] | None:
    """A finding with the difference that decides it; None when one of its arms was not run."""
    if finding.arm not in heard or finding.against not in heard:
        return None
    one, other = Table(heard[finding.arm]), Table(heard[finding.against])
    found, spread = difference(one, other, finding.metric, draws=draws)
    base = other.whole(finding.metric)
    low, high = spread or (None, None)
    return {
        "claim": finding.claim,
        "arm": finding.arm,
        "against": finding.against,
        "metric": finding.metric,
        "difference": found,
        "low": low,
        "high": high,
        "verdict": verdict(finding, spread, base),
    }


def verdict(finding: Finding, spread: tuple[float, float] | None, base: float | None) -> str:
    """What the interval of arm - other says of a claim; `base` is the other's figure."""
    if spread is None or base is None:
        return UNDECIDED
    low, high = spread if finding.metric in MORE_IS_BETTER else (-spread[1], -spread[0])
    if finding.no_loss:
        limit = -NO_LOSS * abs(base)
        return CONFIRMED if low >= limit else CONTRADICTED if high < limit else UNDECIDED
    return CONFIRMED if low > 0 else CONTRADICTED if high < 0 else UNDECIDED


def findings(claims: Iterable[Finding], heard: Heard, draws: int) -> list[dict[str, Any]]:
    """Every claim of which both arms were run."""
    rows = [judge(finding, heard, draws) for finding in claims]
    return [row for row in rows if row is not None]


def markdown(report: Mapping[str, Any]) -> str:
    """Cost of every arm, then for each view its figures and findings."""
    about, arms = report["about"], report["arms"]
    budget = about["budget"]
    parts = [
        f"`{about['command']}` at commit {about['commit']}. Every arm starts from {about['start']} and gets"
        f" {budget['minutes']:g} minutes of processor time with seeds {', '.join(map(str, about['seeds']))};"
        f" all hear the same {about['heard']}. Brackets: 95 % bootstrap interval over those and seeds, differences"
        " paired. A claim is confirmed or contradicted only where the interval excludes 0; “no loss” means less than"
        f" {NO_LOSS:.0%} of the other's figure. EP is without the lookahead. Search settings of all arms:"
        f" {about['search']}.",
        _table(
            ["arm", "choices that differ from the base", "minutes", "steps", "hours heard"],
            [[name, row["choices"] or "–", *_costs(row["cost"])] for name, row in arms.items()],
        ),
    ]
    for view, title in report["views"].items():
        rows = {name: row[view] for name, row in arms.items() if view in row}
        parts += [
            f"## {title}",
            _figures(rows),
            _conditions(rows),
            _table(
                ["claim", "arm", "against", "metric", "difference", "verdict"],
                [_finding(row) for row in report["findings"][view]],
            ),
        ]
    return "\n\n".join(parts) + "\n"


def _costs(costs: Sequence[Mapping[str, Any]]) -> list[str]:
    return [" / ".join(f"{one[name]:g}" for one in costs) for name in ("minutes", "steps", "hours_heard")]


def _figures(rows: Mapping[str, Any]) -> str:
    metrics = [metric for metric in METRICS if all(metric in row for row in rows.values())]
    cells = [[name, *(_cell(row, metric) for metric in metrics)] for name, row in rows.items()]
    return _table(["arm", *(METRICS[metric] for metric in metrics)], cells)


def _conditions(rows: Mapping[str, Any]) -> str:
    some = next(iter(rows.values()))
    metric, conditions = some["error_rate"], list(some["by_condition"])
    cells = [[name, *(_number(metric, row["by_condition"][c]) for c in conditions)] for name, row in rows.items()]
    return _table([f"{METRICS[metric]}, by condition", *conditions], cells)


def _finding(row: Mapping[str, Any]) -> list[str]:
    metric = row["metric"]
    spread = "" if row["low"] is None else f" [{_number(metric, row['low'])}, {_number(metric, row['high'])}]"
    shown = _number(metric, row["difference"]) + spread
    return [row["claim"], row["arm"], row["against"], METRICS[metric], shown, row["verdict"]]


def _cell(row: Mapping[str, Any], metric: str) -> str:
    figure = row[metric]
    spread = "" if figure["low"] is None else f" [{_number(metric, figure['low'])}–{_number(metric, figure['high'])}]"
    return _number(metric, figure["value"]) + spread


def _number(metric: str, value: float | None) -> str:
    if value is None:
        return "–"
    return f"{100 * value:.1f}" if metric in RATIOS else f"{value:.0f}"


def _table(heads: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    return "\n".join("| " + " | ".join(line) + " |" for line in [heads, ["---"] * len(heads), *rows])
