"""What a trained arm hears: phones of groups by the model alone, words of them by the pipeline, or words of clips."""

import json
import multiprocessing
import shutil
from collections.abc import Callable, Mapping, Sequence
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
from sts_model.lexicon import Lexicon
from sts_model.model import Sts
from sts_model.ngram import Ngram
from sts_model.package import (
    LANGUAGE_MODEL,
    LEXICON,
    MANIFEST,
    SEARCH_CONFIG,
    WEIGHTS,
    read_search_config,
    write_manifest,
    write_model,
)
from sts_model.package_search import build_search
from sts_model.search.config import SearchConfig
from sts_model.simulation.plan import Plan, read_plans
from sts_model.simulation.sources import Renderer
from sts_model.training.ablation.clips import count_clips
from sts_model.training.ablation.figures import Group, count_group, group_of
from sts_model.training.ablation.phones import heard_phones, true_phones
from sts_model.training.ablation.runs import AT_A_TIME, Run
from sts_model.training.checkpoint import read_checkpoint
from sts_model.training.letters import spelt_lexicon


@dataclass(frozen=True)
class Test:
    """What is heard: each condition's first `limit` groups, or so many clips; all of them where none is given.

    `package` gives tables and embedder, `search` is changed in its settings for all arms.
    """

    __test__ = False  # not a pytest class

    data: Path
    package: Path
    search: Mapping[str, Any]
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
    """Hears with one run, in one thread, and writes what is counted in each group or clip."""
    torch.set_num_threads(1)
    groups = _COUNTS[view](run, test)
    path = heard_file(run, view, test)
    path.parent.mkdir(exist_ok=True)
    partial = path.with_suffix(".partial")
    partial.write_text(json.dumps([group.to_json() for group in groups]) + "\n", encoding="utf-8")
    partial.replace(path)


def _count_clips(run: Run, test: Test) -> list[Group]:
    model = _model(run)
    return count_clips(model, build_search(model, assemble(run, test)), test.data, test.limit)


def _count_phones(run: Run, test: Test) -> list[Group]:
    model, plans, renderer = _model(run), test.plans(), Renderer(test.data)
    alignments = _alignments(plans, test)
    return [
        count_group(
            plan.id, plan.kind, true_phones(plan, alignments), heard_phones(model, plan.id, renderer.wave(plan))
        )
        for plan in plans
    ]


def _count_words(run: Run, test: Test) -> list[Group]:
    package, plans, renderer = assemble(run, test), test.plans(), Renderer(test.data)
    alignments = _alignments(plans, test)
    groups = []
    for plan in plans:
        _, result = hear("ours", package, plan.id, renderer.wave(plan))
        reference = normalised(planned(plan, alignments))
        groups.append(count_group(plan.id, plan.kind, reference, normalised(result.heard.segments)))
    return groups


_COUNTS: Mapping[str, Callable[[Run, Test], list[Group]]] = {
    "phones": _count_phones,
    "words": _count_words,
    "clips": _count_clips,
}


def _model(run: Run) -> Sts:
    return read_checkpoint(run.checkpoint, averaged=run.arm.averaged)


def _alignments(plans: Sequence[Plan], test: Test) -> Alignments:
    folders = {placement.folder for plan in plans for placement in plan.placements}
    return {folder: read_alignments(test.data, folder) for folder in folders}


def assemble(run: Run, test: Test) -> Path:
    """A package of the run's model with tables, embedder and search of another; the search as the arm needs it.

    Raises:
        DataError: the other package is not there.
    """
    folder = run.folder / "package"
    folder.mkdir(parents=True, exist_ok=True)
    template = test.package
    if not (template / MANIFEST).exists():
        raise DataError(f"There is no model package {template} to take tables and embedder from.")
    for path in template.iterdir():
        if path.is_file() and path.name not in (MANIFEST, WEIGHTS):
            shutil.copyfile(path, folder / path.name)
    if run.arm.recipe.units == "letters":
        words, ngram = Lexicon.load(folder / LEXICON).words, Ngram.load(folder / LANGUAGE_MODEL)
        spelt_lexicon(words, ngram.arrays[0]).save(folder / LEXICON)
    write_model(_model(run), folder)
    settings: dict[str, Any] = {**asdict(read_search_config(template)), **test.search, **run.arm.search}
    (folder / SEARCH_CONFIG).write_text(json.dumps(asdict(SearchConfig(**settings)), indent=1) + "\n", encoding="utf-8")
    write_manifest(folder, f"arm-{run.folder.name}", "0")
    return folder
