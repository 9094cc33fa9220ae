"""How the loss shares a CPU: large compiled work in threads that sleep while they wait, small work in one thread.

Threads of OpenMP spin at the end of every operation. Where a lattice takes hundreds of small ones on a machine that
is busy with something else, that costs twenty times what the work does.
"""

from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager

import torch
from torch import Tensor

_WORTH_A_THREAD = 2**20
"""Numbers in the first array below which starting threads takes longer than they save."""


def in_threads(kernel: Callable[..., None], *tensors: Tensor) -> None:
    """`kernel`, which must not hold Python's lock, over blocks of rows of all tensors, in as many threads as torch's.

    There are more blocks than threads, for some hold padding only.
    """
    arrays = [tensor.detach().numpy() for tensor in tensors]
    threads, rows = torch.get_num_threads(), len(arrays[0])
    if threads == 1 or arrays[0].size < _WORTH_A_THREAD:
        kernel(*arrays)
        return
    step = -(-rows // (8 * threads))
    starts = range(0, rows, step)
    with ThreadPoolExecutor(threads) as pool:
        done = [pool.submit(kernel, *(array[start : start + step] for array in arrays)) for start in starts]
        for block in done:
            block.result()


@contextmanager
def one_thread() -> Iterator[None]:
    """Torch's operations inside take one thread."""
    threads = torch.get_num_threads()
    if threads == 1:
        yield
        return
    torch.set_num_threads(1)
    try:
        yield
    finally:
        torch.set_num_threads(threads)
