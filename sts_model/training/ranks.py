"""Training in several processes that share each step: gradients are averaged, the clock of the first counts for all."""

import atexit
import os
from collections.abc import Iterable, Sequence

import torch
import torch.distributed as dist
from torch import Tensor, nn


class Ranks:
    """The processes torchrun started, or just this one. Two with a thread each beat one with two on small models."""

    def __init__(self) -> None:
        self.rank, self.size = int(os.environ.get("RANK", "0")), int(os.environ.get("WORLD_SIZE", "1"))
        cuda = torch.cuda.is_available()
        self.device = torch.device(f"cuda:{os.environ.get('LOCAL_RANK', '0')}" if cuda else "cpu")
        if self.size > 1 and not dist.is_initialized():
            dist.init_process_group("nccl" if cuda else "gloo")
            # Its threads may hold tensors; when the interpreter goes first, giving them back aborts the process.
            atexit.register(dist.destroy_process_group)

    @property
    def first(self) -> bool:
        return self.rank == 0

    def average_gradients(self, parameters: Iterable[nn.Parameter], sums: Sequence[float]) -> list[float]:
        """Replaces every gradient by its mean over ranks; `sums` of all ranks, added up, travel in the same message."""
        if self.size == 1:
            return list(sums)
        gradients = [p.grad for p in parameters if p.grad is not None]
        news = torch.tensor(sums, dtype=torch.float32, device=self.device)
        flat = torch.cat([*(gradient.flatten() for gradient in gradients), news])
        dist.all_reduce(flat)
        start = 0
        for gradient in gradients:
            gradient.copy_(flat[start : start + gradient.numel()].view_as(gradient)).div_(self.size)
            start += gradient.numel()
        return [float(value) for value in flat[start:]]

    def agree(self, module: nn.Module) -> None:
        """Everyone gets the weights of the first."""
        if self.size > 1:
            tensors: list[Tensor] = [*module.parameters(), *module.buffers()]
            for tensor in tensors:
                dist.broadcast(tensor.data, 0)
