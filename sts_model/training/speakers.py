"""`python -m sts_model train-speakers` and `score-speakers`: the embedder learns to tell voices apart."""

import argparse
import math
import sys
import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import torch
import torch.nn.functional as F
from torch import Tensor, nn
from torch.optim.swa_utils import AveragedModel, get_ema_multi_avg_fn

from sts_model.data.packs import data_root
from sts_model.speakers.embedder import EmbedderConfig, SpeakerEmbedder, long_term_spectrum, save_embedder
from sts_model.training.discriminant import discriminant
from sts_model.training.precision import mixed_precision
from sts_model.training.speaker_data import (
    CropConfig,
    CropSampler,
    Voice,
    crops,
    load_noises,
    load_voices,
    speech_folders,
)

_CHECKPOINT = "speaker-training.pt"
_SPECTRUM = 40
_REPORT_STEPS = 100
_SAVE_STEPS = 200


@dataclass(frozen=True)
class SpeakerTrainingConfig:
    """The recipe; `margin` and `scale` are those of the additive angular margin, `pair_scale` of the pairs."""

    steps: int = 2600
    peak_rate: float = 1.5e-3
    weight_decay: float = 0.02
    warmup: float = 0.03
    margin: float = 0.1
    scale: float = 30.0
    pair_scale: float = 15.0
    averaging: float = 0.99
    seed: int = 13


def add_parser(subparsers: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    train = subparsers.add_parser("train-speakers", help="train the speaker embedder")
    _common(train)
    train.add_argument("--output", type=Path, required=True, help="folder for the weights and the checkpoint")
    train.add_argument("--steps", type=int, default=SpeakerTrainingConfig.steps, help="batches (default: %(default)s)")
    train.add_argument("--device", default="cpu", help="cpu or cuda (default: %(default)s)")
    train.set_defaults(run=run)
    score = subparsers.add_parser("score-speakers", help="error rates of the speaker embedder and the tracker")
    _common(score)
    score.add_argument("--model", type=Path, required=True, help="folder with the weights of the embedder")
    score.add_argument("--output", type=Path, help="write the figures here as JSON")
    score.set_defaults(run=run_scores)


def run_scores(args: argparse.Namespace) -> int:
    from sts_model.training.speaker_scores import score  # scipy is of the extra `eval`

    torch.set_num_threads(args.threads)
    return score(data_root(args.data), args.features, args.model, args.output)


def run(args: argparse.Namespace) -> int:
    """Trains from the last checkpoint in `args.output`, or from the start, and writes the weights."""
    torch.set_num_threads(args.threads)
    data = data_root(args.data)
    voices = load_voices(data, args.features, speech_folders(data))
    recipe = SpeakerTrainingConfig(steps=args.steps)
    sampler = CropSampler(voices, load_noises(args.features), CropConfig(), recipe.seed)
    hours = sum(voice.seconds for voice in voices) / 3600
    print(f"{len(voices)} voices, {hours:.1f} h, {sampler.classes} classes", file=sys.stderr)
    args.output.mkdir(parents=True, exist_ok=True)
    trainer = SpeakerTrainer(recipe, EmbedderConfig(spectrum=_SPECTRUM), sampler, torch.device(args.device))
    trainer.fit(args.output / _CHECKPOINT)
    embedder = trainer.averaged()
    fit_spectrum(embedder, voices)
    save_embedder(embedder, args.output)
    return 0


def fit_spectrum(embedder: SpeakerEmbedder, voices: Sequence[Voice], frames: int = 300, per_voice: int = 8) -> None:
    """Fits the embedder's view of the long-term spectrum, if it has one, to crops of `voices` as they are."""
    if embedder.spectrum is None:
        return
    sample = crops(voices, frames, seed=0, per_voice=per_voice)
    crops_NLF = torch.from_numpy(np.concatenate([np.stack(clips) for clips in sample])).float()
    config = embedder.config
    lengths_N = torch.full((len(crops_NLF),), frames)
    statistics_ND = long_term_spectrum(crops_NLF, lengths_N, config.range_nats)
    class_N = np.repeat(np.arange(len(sample)), [len(clips) for clips in sample])
    mean_D, directions_DE = discriminant(statistics_ND.numpy(), class_N, config.spectrum)
    embedder.spectrum.set(torch.from_numpy(mean_D), torch.from_numpy(directions_DE))


class VoiceLoss(nn.Module):
    """Each crop must find the other crop of its voice among the batch, and its voice among all by an angle of `margin`.

    The first part has nothing to learn of its own and leads from the first step; the second sees every voice at once.
    Source: Chung et al. 2020, In defence of metric learning, arXiv 2003.11982 (angular prototypical, two crops a
    voice); Deng et al. 2019, ArcFace, arXiv 1801.07698.
    """

    def __init__(self, embedding: int, classes: int, recipe: SpeakerTrainingConfig) -> None:
        super().__init__()
        self.pair_scale = recipe.pair_scale
        self.scale = recipe.scale
        self.weight_VE = nn.Parameter(torch.randn(classes, embedding) / math.sqrt(embedding))

    def forward(self, emb_BE: Tensor, labels_B: Tensor, margin: float) -> tuple[Tensor, Tensor]:
        """The loss, and the share of voices whose second crop is the nearest to the first.

        Args:
            emb_BE: unit length; rows 2i and 2i + 1 are one voice, and no other rows are.
        """
        pair_VV = self.pair_scale * emb_BE[::2] @ emb_BE[1::2].T
        own_V = torch.arange(len(pair_VV), device=emb_BE.device)
        pair_loss = (F.cross_entropy(pair_VV, own_V) + F.cross_entropy(pair_VV.T, own_V)) / 2
        cosine_BV = F.linear(emb_BE, F.normalize(self.weight_VE, dim=1)).clamp(-0.9999, 0.9999)
        harder_B1 = (cosine_BV.gather(1, labels_B[:, None]).acos() + margin).clamp(max=math.pi).cos()
        class_loss = F.cross_entropy(self.scale * cosine_BV.scatter(1, labels_B[:, None], harder_B1), labels_B)
        return pair_loss + class_loss, (pair_VV.argmax(dim=1) == own_V).float().mean()


class SpeakerTrainer:
    """One loop: draw, step, average, report, save; `fit` goes on where the checkpoint stopped."""

    def __init__(
        self, recipe: SpeakerTrainingConfig, config: EmbedderConfig, sampler: CropSampler, device: torch.device
    ) -> None:
        torch.manual_seed(recipe.seed)
        self.recipe = recipe
        self.sampler = sampler
        self.device = device
        self.step = 0
        self.embedder = SpeakerEmbedder(config).to(device)
        self.loss = VoiceLoss(config.embedding, sampler.classes, recipe).to(device)
        average = get_ema_multi_avg_fn(recipe.averaging)  # type: ignore[no-untyped-call]
        self.average = AveragedModel(self.embedder, multi_avg_fn=average, use_buffers=True)
        parameters = [*self.embedder.parameters(), *self.loss.parameters()]
        self.optimizer = torch.optim.AdamW(parameters, lr=recipe.peak_rate, weight_decay=recipe.weight_decay)

    def fit(self, checkpoint: Path) -> None:
        if checkpoint.exists():
            self._restore(checkpoint)
        start, loss_sum, right_sum = time.monotonic(), 0.0, 0.0
        while self.step < self.recipe.steps:
            loss, right = self._train_step()
            loss_sum, right_sum = loss_sum + loss, right_sum + right
            if self.step % _REPORT_STEPS == 0:
                print(
                    f"step {self.step} loss {loss_sum / _REPORT_STEPS:.3f} right {right_sum / _REPORT_STEPS:.3f}"
                    f" {time.monotonic() - start:.0f} s",
                    file=sys.stderr,
                    flush=True,
                )
                loss_sum, right_sum = 0.0, 0.0
            if self.step % _SAVE_STEPS == 0 or self.step == self.recipe.steps:
                self._save(checkpoint)

    def averaged(self) -> SpeakerEmbedder:
        """The running average of the weights, which is what ships."""
        embedder = self.average.module
        assert isinstance(embedder, SpeakerEmbedder)
        return embedder.eval()

    def _train_step(self) -> tuple[float, float]:
        done = self.step / self.recipe.steps
        for group in self.optimizer.param_groups:
            group["lr"] = self.recipe.peak_rate * _schedule(done, self.recipe.warmup)
        margin = self.recipe.margin * min(1.0, max(0.0, (done - 0.1) / 0.3))
        frames_BLF, labels_B = (tensor.to(self.device) for tensor in self.sampler.draw())
        lengths_B = torch.full((len(frames_BLF),), frames_BLF.shape[1], device=self.device)
        with mixed_precision(self.device.type):
            emb_BE = self.embedder.learned(frames_BLF, lengths_B)
        loss, right = self.loss(emb_BE, labels_B, margin)
        self.optimizer.zero_grad()
        loss.backward()
        nn.utils.clip_grad_norm_(self.embedder.parameters(), 5.0)
        self.optimizer.step()
        self.average.update_parameters(self.embedder)
        self.step += 1
        return loss.item(), right.item()

    def _save(self, path: Path) -> None:
        partial = path.with_suffix(".partial")
        torch.save({"step": self.step, **{name: part.state_dict() for name, part in self._parts().items()}}, partial)
        partial.replace(path)

    def _restore(self, path: Path) -> None:
        saved = torch.load(path, map_location=self.device, weights_only=True)
        for name, part in self._parts().items():
            part.load_state_dict(saved[name])
        self.step = int(saved["step"])
        # Crops after a restart must not be those of the start again.
        self.sampler.reseed(self.recipe.seed + self.step)

    def _parts(self) -> dict[str, Any]:
        return {
            "embedder": self.embedder,
            "loss": self.loss,
            "average": self.average,
            "optimizer": self.optimizer,
        }


def _common(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--data", type=Path, help="the shared data (default: MEETAPP_DATA or ../shared/data)")
    parser.add_argument("--features", type=Path, required=True, help="what `python -m sts_model features` wrote")
    parser.add_argument("--threads", type=int, default=1, help="processor threads (default: %(default)s)")


def _schedule(done: float, warmup: float) -> float:
    """Share of the peak rate: a ramp, then half a cosine down to a hundredth."""
    if done < warmup:
        return max(done / warmup, 0.01)
    return 0.01 + 0.99 * 0.5 * (1 + math.cos(math.pi * (done - warmup) / (1 - warmup)))
