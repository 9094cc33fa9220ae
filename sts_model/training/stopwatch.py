"""Where the time of training goes: seconds by part, added up."""

import time
from collections import defaultdict
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from torch import nn


def _nothing() -> None:
    """On a CPU, what was called has been done."""


class Stopwatch:
    """Adds up the seconds of each part; `settle` waits for a device that works behind the caller's back."""

    def __init__(self, settle: Callable[[], None] = _nothing) -> None:
        self.settle = settle
        self.seconds: dict[str, float] = defaultdict(float)

    @contextmanager
    def part(self, name: str) -> Iterator[None]:
        """Times what is done inside; parts inside each other count in both."""
        self.settle()
        began = time.perf_counter()
        yield
        self.settle()
        self.seconds[name] += time.perf_counter() - began

    def follow(self, name: str, module: nn.Module) -> None:
        """Times every forward pass of a module as a part of that name."""
        began = 0.0

        def before(*_: object) -> None:
            nonlocal began
            self.settle()
            began = time.perf_counter()

        def after(*_: object) -> None:
            self.settle()
            self.seconds[name] += time.perf_counter() - began

        module.register_forward_pre_hook(before)
        module.register_forward_hook(after)
