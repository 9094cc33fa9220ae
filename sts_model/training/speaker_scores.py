"""How well voices are told apart: equal error rates of pairs, and simulated meetings through the tracker."""

import json
from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

import numpy as np
import torch
from numpy.typing import NDArray

from sts_model.speakers.embedder import SpeakerEmbedder, load_embedder
from sts_model.speakers.limits import TrackerConfig, read_tracker_config
from sts_model.speakers.tracker import SpeakerTracker
from sts_model.training.discriminant import discriminant
from sts_model.training.speaker_data import Clip, Voice, crops, load_voices, speech_folders

Vectors = NDArray[np.float32]
Embed = Callable[[list[Clip]], Vectors]

PAIR_SETS = ("librispeech-dev", "librispeech-test-clean")
CROP_S = (1.5, 3.0)


@dataclass(frozen=True)
class MeetingShape:
    """A simulated meeting: whose turns follow each other, of which lengths in seconds, and how heard."""

    speakers: int = 4
    turns: int = 40
    shortest_s: float = 1.0
    longest_s: float = 8.0


@dataclass(frozen=True)
class TrackingScore:
    """Share of the turn time with the right speaker as shown before and after `finish`; how many speakers came out."""

    online: float
    final: float
    speakers: float


def score(data: Path, features: Path, model: Path, output: Path | None) -> int:
    """Prints, and writes to `output`, the figures of the embedder in `model`; 0."""
    embed, limits = neural(load_embedder(model)), read_tracker_config(model)
    statistics = trained_statistics(load_voices(data, features, speech_folders(data)))
    figures: dict[str, Any] = {"eer": {}, "tracking": {}}
    for name in PAIR_SETS:
        voices = load_voices(data, features, [name], held_out=None)
        for crop_s in CROP_S:
            pairs = crops(voices, round(100 * crop_s), seed=1)
            figures["eer"][f"{name} {crop_s} s"] = {
                "embedder": pair_eer(embed, pairs),
                "log-mel statistics with LDA": pair_eer(statistics, pairs),
            }
        for speakers in (2, 4, 6):
            shape = MeetingShape(speakers=speakers)
            figures["tracking"][f"{name} {speakers} speakers"] = asdict(
                track_meetings(embed, voices, shape, limits, meetings=20, seed=2)
            )
    figures["tracker"] = asdict(limits)
    text = json.dumps(figures, indent=2)
    if output:
        output.parent.mkdir(parents=True, exist_ok=True)
        output.write_text(text + "\n", encoding="utf-8")
    print(text)
    return 0


def neural(embedder: SpeakerEmbedder) -> Embed:
    """Embedding of clips one by one, as the pipeline does it."""

    def embed(clips: list[Clip]) -> Vectors:
        with torch.inference_mode():
            rows = [torch.from_numpy(np.asarray(clip, np.float32))[None] for clip in clips]
            return np.concatenate([embedder(row, torch.tensor([row.shape[1]])).numpy() for row in rows])

    return embed


def trained_statistics(voices: Sequence[Voice], *, frames: int = 300, size: int = 60) -> Embed:
    """The baseline: mean and deviation of each bin over time, projected to where voices differ (LDA)."""
    sample = crops(voices, frames, seed=0, per_voice=8)
    of_voice = np.repeat(np.arange(len(sample)), [len(clips) for clips in sample])
    mean_D, project_DE = discriminant(np.concatenate([_statistics(clips) for clips in sample]), of_voice, size)

    def embed(clips: list[Clip]) -> Vectors:
        emb_NE = (_statistics(clips) - mean_D) @ project_DE
        unit_NE: Vectors = (emb_NE / np.linalg.norm(emb_NE, axis=1, keepdims=True)).astype(np.float32)
        return unit_NE

    return embed


def _statistics(clips: list[Clip]) -> NDArray[np.float64]:
    rows = [np.asarray(clip, np.float64) for clip in clips]
    return np.stack([np.concatenate([(row - row.mean()).mean(axis=0), row.std(axis=0)]) for row in rows])


def pair_eer(embed: Embed, sets: list[list[Clip]]) -> float:
    """Equal error rate over all pairs of crops, by cosine."""
    emb_NE = np.concatenate([embed(clips) for clips in sets])
    voice_N = np.repeat(np.arange(len(sets)), [len(clips) for clips in sets])
    upper_NN = np.triu(np.ones((len(emb_NE), len(emb_NE)), bool), 1)
    same_NN = voice_N[:, None] == voice_N[None, :]
    cosine_NN = emb_NE @ emb_NE.T
    return equal_error_rate(cosine_NN[upper_NN & same_NN], cosine_NN[upper_NN & ~same_NN])


def equal_error_rate(same_N: NDArray[Any], other_N: NDArray[Any]) -> float:
    """The error rate at the threshold where as many same pairs are refused as other pairs accepted, in shares."""
    threshold_N = np.sort(np.concatenate([same_N, other_N]))
    refused_N = np.searchsorted(np.sort(same_N), threshold_N) / len(same_N)
    accepted_N = 1 - np.searchsorted(np.sort(other_N), threshold_N) / len(other_N)
    at = int(np.abs(refused_N - accepted_N).argmin())
    return float((refused_N[at] + accepted_N[at]) / 2)


def track_meetings(
    embed: Embed, voices: Sequence[Voice], shape: MeetingShape, config: TrackerConfig, *, meetings: int, seed: int
) -> TrackingScore:
    """Mean score over simulated meetings of `voices`."""
    rng = np.random.default_rng(seed)
    drawn = [_draw_meeting(rng, voices, shape) for _ in range(meetings)]
    return track(config, [(embed(clips), who, [len(clip) / 100 for clip in clips]) for clips, who in drawn])


def track(config: TrackerConfig, meetings: Sequence[tuple[Vectors, list[int], list[float]]]) -> TrackingScore:
    """Mean score over meetings of embeddings, true speakers and lengths in seconds of turns in order."""
    rows = []
    for emb_NE, who, lengths_s in meetings:
        tracker = SpeakerTracker(config)
        shown: dict[int, int] = {}
        for i, (emb_E, length_s) in enumerate(zip(emb_NE, lengths_s, strict=True)):
            said = tracker.label(i, emb_E, length_s, float(i))
            shown |= said.revisions | {i: said.speaker}
        online = [shown[i] for i in range(len(who))]
        final = tracker.finish()
        last = [final[i] for i in range(len(who))]
        rows.append((right_share(who, online, lengths_s), right_share(who, last, lengths_s), max(last)))
    online_mean, final_mean, speakers_mean = np.mean(rows, axis=0)
    return TrackingScore(float(online_mean), float(final_mean), float(speakers_mean))


def right_share(true: Sequence[int], said: Sequence[int], lengths_s: Sequence[float]) -> float:
    """Share of the time whose speaker is right, under the best one-to-one naming of the speakers said."""
    from scipy.optimize import linear_sum_assignment  # of the extra `eval`

    shared = np.zeros((max(true) + 1, max(said) + 1))
    np.add.at(shared, (list(true), list(said)), list(lengths_s))
    rows, columns = linear_sum_assignment(-shared)
    return float(shared[rows, columns].sum() / sum(lengths_s))


def _draw_meeting(
    rng: np.random.Generator, voices: Sequence[Voice], shape: MeetingShape
) -> tuple[list[Clip], list[int]]:
    """Turns, each of another speaker than the one before and of another clip, and who speaks them.

    Lengths are log-uniform, cut where the clip is shorter; a speaker's clips come again only after all of them.
    """
    chosen = [voices[i] for i in rng.choice(len(voices), shape.speakers, replace=False)]
    unused: list[list[int]] = [[] for _ in chosen]
    clips: list[Clip] = []
    who: list[int] = []
    for _ in range(shape.turns):
        speaker = int(rng.choice([s for s in range(shape.speakers) if not who or s != who[-1]]))
        frames = round(100 * float(np.exp(rng.uniform(np.log(shape.shortest_s), np.log(shape.longest_s)))))
        if not unused[speaker]:
            unused[speaker] = [int(i) for i in rng.permutation(len(chosen[speaker].clips))]
        clip = chosen[speaker].clips[unused[speaker].pop()]
        start = int(rng.integers(max(0, len(clip) - frames) + 1))
        clips.append(clip[start : start + frames])
        who.append(speaker)
    return clips, who
