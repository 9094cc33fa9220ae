"""What a trained arm makes of the groups: phones by the model alone, words by the whole streaming pipeline."""

import json
import multiprocessing
import shutil
from collections.abc import Callable, Sequence
from concurrent.futures import ProcessPoolExecutor, as_completed
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

import torch

from sts_model.data.packs import DataError, read_alignments
from sts_model.evaluation.groups import GROUP_PLANS
from sts_model.evaluation.hearing import hear
from sts_model.evaluation.segments import normalised
from sts_model.evaluation.word_times import Alignments, planned
from sts_model.package import MANIFEST, SEARCH_CONFIG, WEIGHTS, read_search_config, write_manifest, write_model
from sts_model.search.config import SearchConfig
from sts_model.simulation.plan import Plan, read_plans
from sts_model.simulation.sources import Renderer
from sts_model.training.ablation.arms import SEARCH
from sts_model.training.ablation.figures import Group, count_group, group_of
from sts_model.training.ablation.phones import heard_phones, true_phones
from sts_model.training.ablation.runs import AT_A_TIME, Run
from sts_model.training.checkpoint import read_checkpoint

PHONES, WORDS = "phones", "words"
VIEWS = (PHONES, WORDS)


@dataclass(frozen=True)
class Test:
    """Which groups are heard how: all of `view`, each condition's first `limit` groups where one is given."""

    __test__ = False  # not a pytest class

    data: Path
    package: Path
    limit: int | None = None

    def plans(self) -> list[Plan]:
        """The groups, condition by condition."""
        kept: dict[str, list[Plan]] = {}
        for plan in read_plans(GROUP_PLANS):
            kept.setdefault(plan.kind, []).append(plan)
        return [plan for plans in kept.values() for plan in plans[: self.limit]]


def hear_all(runs: Sequence[Run], views: Sequence[str], test: Test, say: Callable[[str], None]) -> None:
    """Hears with every run that has not heard yet, in two processes; results lie beside the checkpoints."""
    missing = [(run, view) for view in views for run in runs if not heard_file(run, view, test).exists()]
    with ProcessPoolExecutor(AT_A_TIME, mp_context=multiprocessing.get_context("spawn")) as pool:
        going = {pool.submit(hear_run, run, view, test): f"{run.folder.name}: {view} heard" for run, view in missing}
        for future in as_completed(going):
            future.result()
            say(going[future])


def heard_file(run: Run, view: str, test: Test) -> Path:
    """Where the counts of a run lie."""
    return run.folder / f"{view}-{test.limit or 'all'}.json"


def read_heard(run: Run, view: str, test: Test) -> list[Group]:
    """The counts of a run that has heard, group by group."""
    return [group_of(row) for row in json.loads(heard_file(run, view, test).read_text(encoding="utf-8"))]


def hear_run(run: Run, view: str, test: Test) -> None:
    """Hears the groups with one run, in one thread, and writes what is counted in each."""
    torch.set_num_threads(1)
    plans, renderer = test.plans(), Renderer(test.data)
    folders = {placement.folder for plan in plans for placement in plan.placements}
    alignments = {folder: read_alignments(test.data, folder) for folder in folders}
    groups = (_count_phones if view == PHONES else _count_words)(run, plans, renderer, alignments, test)
    path = heard_file(run, view, test)
    partial = path.with_suffix(".partial")
    partial.write_text(json.dumps([group.to_json() for group in groups]) + "\n", encoding="utf-8")
    partial.replace(path)


def _count_phones(
    run: Run, plans: Sequence[Plan], renderer: Renderer, alignments: Alignments, test: Test
) -> list[Group]:
    model = read_checkpoint(run.checkpoint)
    return [
        count_group(
            plan.id, plan.kind, true_phones(plan, alignments), heard_phones(model, plan.id, renderer.wave(plan))
        )
        for plan in plans
    ]


def _count_words(
    run: Run, plans: Sequence[Plan], renderer: Renderer, alignments: Alignments, test: Test
) -> list[Group]:
    package = assemble(run, test.package)
    groups = []
    for plan in plans:
        _, result = hear("ours", package, plan.id, renderer.wave(plan))
        reference = normalised(planned(plan, alignments))
        groups.append(count_group(plan.id, plan.kind, reference, normalised(result.heard.segments)))
    return groups


def assemble(run: Run, template: Path) -> Path:
    """A package of the run's model with tables, embedder and search of another; the search as the arm needs it.

    Raises:
        DataError: the other package is not there.
    """
    folder = run.folder / "package"
    folder.mkdir(exist_ok=True)
    if not (template / MANIFEST).exists():
        raise DataError(f"There is no model package {template} to take tables and embedder from.")
    for path in template.iterdir():
        if path.is_file() and path.name not in (MANIFEST, WEIGHTS):
            shutil.copyfile(path, folder / path.name)
    write_model(read_checkpoint(run.checkpoint), folder)
    settings: dict[str, Any] = {**asdict(read_search_config(template)), **SEARCH, **run.arm.search}
    (folder / SEARCH_CONFIG).write_text(json.dumps(asdict(SearchConfig(**settings)), indent=1) + "\n", encoding="utf-8")
    write_manifest(folder, f"arm-{run.folder.name}", "0")
    return folder
