"""The file of a package that makes text readable: words, spellings, net and pauses, in less than a megabyte."""

from collections.abc import Iterable
from pathlib import Path

import numpy as np
import torch
from safetensors import SafetensorError
from safetensors.torch import load_file, save_file
from torch import Tensor

from sts_model.readable.marks import MARKS
from sts_model.readable.net import MarkNet
from sts_model.readable.pauses import NUM_PAUSES, Pauses
from sts_model.readable.vocabulary import Spelling, Vocabulary
from sts_model.readable.writer import Writer

FILE = "readable.safetensors"


class ReadableError(ValueError):
    """The file cannot be used; the message is what stands after "cannot be used:"."""


def save(path: Path, vocabulary: Vocabulary, net: MarkNet, pauses: Pauses) -> None:
    """Writes all that a `Writer` needs; embeddings in eight bits, other weights in sixteen."""
    weights = {name: value.half().contiguous() for name, value in net.state_dict().items()}
    rows_VD = net.embedding.weight.detach()
    scale_V1 = rows_VD.abs().amax(dim=1, keepdim=True).clamp_min(1e-6) / 127
    weights["embedding.weight"] = (rows_VD / scale_V1).round().to(torch.int8)
    weights["embedding.scale"] = scale_V1.half()
    weights["pauses"] = torch.from_numpy(pauses.logp_PM.astype(np.float32))
    weights["words"] = _packed(vocabulary.words)
    spellings = vocabulary.spellings.items()
    weights["spellings"] = _packed(f"{word}\t{each.form}\t{each.share:.2f}" for word, each in spellings)
    save_file(weights, path)


def load(path: Path) -> Writer:
    """The writer that `save` kept at `path`.

    Raises:
        OSError: the file cannot be read.
        ReadableError: it is broken or of another kind.
    """
    try:
        tables = load_file(path)
        words = tuple(_unpacked(tables.pop("words")))
        vocabulary = Vocabulary(words, dict(_spelling(line) for line in _unpacked(tables.pop("spellings"))))
        pauses_PM = tables.pop("pauses").float()
        tables["embedding.weight"] = tables["embedding.weight"].float() * tables.pop("embedding.scale").float()
        if pauses_PM.shape != (NUM_PAUSES, len(MARKS)):
            raise ReadableError(f"{path.name} has a table of pauses of another size")
        if not all(table.isfinite().all() for table in (pauses_PM, *tables.values())):
            raise ReadableError(f"{path.name} has weights that are no numbers")
        net = MarkNet(len(vocabulary))
        net.load_state_dict({name: table.float() for name, table in tables.items()})
    except (SafetensorError, KeyError, TypeError, ValueError, RuntimeError) as err:
        if isinstance(err, ReadableError):
            raise
        raise ReadableError(f"{path.name} is broken or made for another version") from err
    return Writer(vocabulary, net.eval(), Pauses(pauses_PM.numpy()))


def load_if_there(folder: Path) -> Writer | None:
    """The writer of a model package; None for a package that has none.

    Raises:
        OSError, ReadableError: see `load`.
    """
    path = folder / FILE
    return load(path) if path.exists() else None


def _spelling(line: str) -> tuple[str, Spelling]:
    word, form, share = line.split("\t")
    if form.lower() != word or not word:
        raise ReadableError(f"{FILE} spells a word as another")
    return word, Spelling(form, float(share))


def _packed(lines: Iterable[str]) -> Tensor:
    return torch.from_numpy(np.frombuffer("\n".join(lines).encode(), np.uint8).copy())


def _unpacked(packed: Tensor) -> list[str]:
    text = packed.numpy().tobytes().decode()
    return text.split("\n") if text else []
