"""The test sets: recordings with their references, and where their waves come from."""

import zlib
from collections.abc import Callable, Collection, Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np

from sts_model.data.packs import DataError, Wave, iter_waves, read_alignments, read_manifest, read_wave
from sts_model.evaluation import word_times
from sts_model.evaluation.groups import CONDITIONS, GROUP_PLANS
from sts_model.evaluation.segments import Segment, read_rttm, read_seglst
from sts_model.simulation.plan import Plan, read_plans
from sts_model.simulation.sources import Renderer

SPEECH_SETS = (
    "librispeech-dev",
    "librispeech-test-clean",
    "librispeech-test-other",
    "commonvoice-test",
    "speechocean762-test",
    "an4-test",
    "vctk-noisy-test",
)
FOLDER_SETS = {
    "ami-meetings": ("meetings", ("ami_*.opus",)),
    "other-meetings": ("meetings", ("azure_*.opus", "google_*.opus")),
    "ami-mixtures": ("mixtures", ("amimix_*.opus",)),
}
DEMO = Path("assets/demo")
PLANS = Path(__file__).with_name("simulated.jsonl")
"""Made by `simulate --kind conversation --hours 0.14 --split dev --seed 13`."""
MEETING_SETS = ("simulated", *FOLDER_SETS, "demo")
SETS = (*SPEECH_SETS, *MEETING_SETS)
"""Scored unless others are named."""
GROUPS = "groups"
GROUP_SETS = (GROUPS, *(f"{GROUPS}-{condition}" for condition in CONDITIONS))
"""All utterance groups, and those of one condition each."""
NEED_NO_DATA = ("demo",)
SUBSET_SEED = 13


@dataclass(frozen=True)
class Recording:
    """What is known of a recording: words by speaker and, where apart, the exact speaker times.

    `condition` parts a set into groups of recordings that get figures of their own.
    """

    id: str
    reference: tuple[Segment, ...]
    speaker_times: tuple[Segment, ...] = ()
    condition: str = ""

    @property
    def spans(self) -> tuple[Segment, ...]:
        return self.speaker_times or self.reference


Waves = Callable[[Collection[str]], Iterator[tuple[str, Wave]]]


@dataclass(frozen=True)
class TestSet:
    """Recordings to score; `waves(ids)` reads those of the given ids. `num_all` counts them before any subset."""

    __test__ = False  # not a pytest class

    name: str
    one_speaker: bool
    recordings: tuple[Recording, ...]
    waves: Waves
    num_all: int

    def conditions(self) -> "list[TestSet]":
        """A set for each condition there is, when there are several."""
        names = dict.fromkeys(recording.condition for recording in self.recordings)
        if len(names) < 2:
            return []
        chosen = {name: tuple(r for r in self.recordings if r.condition == name) for name in names}
        return [
            replace(self, name=f"{self.name}-{name}", recordings=own, num_all=len(own)) for name, own in chosen.items()
        ]


def open_set(name: str, data: Path | None, limit: int | None = None) -> TestSet:
    """The test set of that name, or a seeded subset of `limit` recordings.

    Raises:
        DataError: its files are missing or unreadable, or there is no such set.
    """
    if name == "demo":
        found = _folder_set(name, DEMO, ("*.flac",))
    elif data is None:
        raise DataError(f"The test set {name} needs the data folder: give it with --data PATH.")
    elif name == "simulated":
        found = _planned_set(name, read_plans(PLANS), data)
    elif name in GROUP_SETS:
        condition = name.removeprefix(GROUPS).removeprefix("-")
        plans = [plan for plan in read_plans(GROUP_PLANS) if condition in ("", plan.kind)]
        found = _planned_set(name, plans, data)
    elif name in FOLDER_SETS:
        folder, patterns = FOLDER_SETS[name]
        found = _folder_set(name, data / folder, patterns)
    elif (data / "speech" / name).is_dir():
        found = _speech_set(name, data / "speech" / name)
    else:
        raise DataError(f"There is no test set {name} in {data}; known sets are {', '.join((*SETS, *GROUP_SETS))}.")
    return found if limit is None else _subset(found, limit)


def _subset(found: TestSet, limit: int) -> TestSet:
    """`limit` recordings, drawn by the set's name and a fixed seed, so that each run scores the same ones."""
    if limit >= len(found.recordings):
        return found
    rng = np.random.default_rng([SUBSET_SEED, zlib.crc32(found.name.encode())])
    chosen = sorted(rng.choice(len(found.recordings), limit, replace=False))
    return replace(found, recordings=tuple(found.recordings[i] for i in chosen))


def _speech_set(name: str, folder: Path) -> TestSet:
    clips = read_manifest(folder)
    recordings = tuple(
        Recording(clip.id, (Segment(clip.id, clip.speaker, 0.0, clip.duration_s, clip.text),)) for clip in clips
    )
    return TestSet(name, True, recordings, lambda ids: iter_waves(folder, ids), len(recordings))


def _planned_set(name: str, planned: Sequence[Plan], data: Path) -> TestSet:
    """Committed plans, rendered from the data when asked for."""
    plans = {plan.id: plan for plan in planned}
    folders = sorted({placement.folder for plan in planned for placement in plan.placements})
    alignments = {folder: read_alignments(data, folder) for folder in folders}
    renderer = Renderer(data)

    def waves(ids: Collection[str]) -> Iterator[tuple[str, Wave]]:
        return ((plan_id, renderer.wave(plan)) for plan_id, plan in plans.items() if plan_id in ids)

    recordings = tuple(
        Recording(plan_id, word_times.planned(plan, alignments), condition=plan.kind if name == GROUPS else "")
        for plan_id, plan in plans.items()
    )
    return TestSet(name, False, recordings, waves, len(recordings))


def _folder_set(name: str, folder: Path, patterns: Sequence[str]) -> TestSet:
    """Recordings beside which lie `<id>.seglst.json`, `<id>.rttm` or both."""
    # A mixture's own headset channels have the speaker as a second suffix.
    found = sorted(path for pattern in patterns for path in folder.glob(pattern))
    paths = {path.stem: path for path in found if "." not in path.stem}
    if not paths:
        raise DataError(f"The test set {name} has no recordings in {folder}.")
    recordings = tuple(_recording(path) for path in paths.values())

    def waves(ids: Collection[str]) -> Iterator[tuple[str, Wave]]:
        return ((recording_id, read_wave(path)) for recording_id, path in paths.items() if recording_id in ids)

    return TestSet(name, False, recordings, waves, len(recordings))


def _recording(path: Path) -> Recording:
    seglst, rttm = path.with_suffix(".seglst.json"), path.with_suffix(".rttm")
    if not seglst.exists() and not rttm.exists():
        raise DataError(f"The recording {path} has no reference beside it.")
    reference = read_seglst(seglst) if seglst.exists() else ()
    words = path.with_suffix(".words.tsv")
    if words.exists():
        reference = word_times.with_times(reference, word_times.read_words(words))
    return Recording(path.stem, reference, read_rttm(rttm) if rttm.exists() else ())
