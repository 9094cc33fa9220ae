"""Which weights get which steps, and that both kinds of optimizer learn and go on where they were."""

import copy
import os
import socket
from pathlib import Path

import pytest
import torch
from torch import multiprocessing, nn

from sts_model.convolution import FactoredBlock
from sts_model.training.muon import Muon, _by_gram, _directly, orthogonalised
from sts_model.training.optimizer import OPTIMIZERS, build_optimizers
from sts_model.training.ranks import Ranks


class _Net(nn.Module):
    def __init__(self) -> None:
        super().__init__()
        self.inner, self.out = nn.Linear(128, 160), nn.Linear(160, 3)
        self.memory, self.embed = nn.LSTM(128, 128, batch_first=True), nn.Embedding(300, 128)

    def forward(self, ids_BT: torch.Tensor) -> torch.Tensor:
        out_BTV: torch.Tensor = self.out(self.inner(self.memory(self.embed(ids_BT))[0]).relu())
        return out_BTV


def _weights(optimizer: torch.optim.Optimizer) -> list[torch.Tensor]:
    return [weight for group in optimizer.param_groups for weight in group["params"]]


@pytest.mark.parametrize("kind", OPTIMIZERS)
def test_every_weight_has_one_optimizer(kind: str) -> None:
    net = _Net()
    weights = [id(w) for optimizer in build_optimizers(net, kind, 1e-3, 0.01, Ranks()) for w in _weights(optimizer)]
    assert sorted(weights) == sorted(id(w) for w in net.parameters())


def test_muon_moves_only_wide_matrices_between_hidden_layers() -> None:
    net = _Net()
    adam, muon = build_optimizers(net, "muon", 1e-3, 0.01, Ranks())
    assert isinstance(adam, torch.optim.AdamW) and _weights(muon) == [net.inner.weight]


def test_a_net_without_wide_matrices_has_adamw_alone() -> None:
    assert len(build_optimizers(nn.Linear(8, 8), "muon", 1e-3, 0.01, Ranks())) == 1


@pytest.mark.parametrize("kind", OPTIMIZERS)
def test_steps_lower_the_loss_and_go_on_from_a_saved_state(kind: str) -> None:
    torch.manual_seed(0)
    ids_BT, wanted_BT = torch.randint(300, (16, 10)), torch.randint(3, (16, 10))

    def train(net: _Net, optimizers: list[torch.optim.Optimizer], steps: int) -> float:
        for _ in range(steps):
            loss = nn.functional.cross_entropy(net(ids_BT).flatten(0, 1), wanted_BT.flatten())
            net.zero_grad()
            loss.backward()
            for optimizer in optimizers:
                optimizer.step()
        return float(loss.detach())

    net, other = _Net(), _Net()
    optimizers = build_optimizers(net, kind, 1e-3, 0.01, Ranks())
    before, after = train(net, optimizers, 1), train(net, optimizers, 30)
    assert after < 0.8 * before
    others = build_optimizers(other, kind, 1e-3, 0.01, Ranks())
    other.load_state_dict(net.state_dict())
    for optimizer, saved in zip(others, optimizers, strict=True):
        optimizer.load_state_dict(copy.deepcopy(saved.state_dict()))
    assert train(other, others, 3) == pytest.approx(train(net, optimizers, 3), rel=1e-4)


def test_one_muon_step_moves_as_far_as_one_of_adamw() -> None:
    moved = {}
    for kind in OPTIMIZERS:
        torch.manual_seed(0)
        layer = nn.Linear(256, 128)
        before = layer.weight.detach().clone()
        layer(torch.randn(64, 256)).pow(2).sum().backward()
        for optimizer in build_optimizers(layer, kind, 1e-2, 0.0, Ranks()):
            optimizer.step()
        moved[kind] = float((layer.weight.detach() - before).pow(2).mean().sqrt())
    assert 0.1 * moved["adamw"] < moved["muon"] < moved["adamw"]  # 0.2 by design


def test_an_unknown_kind_is_an_error() -> None:
    with pytest.raises(ValueError, match="adamw, muon"):
        build_optimizers(_Net(), "sgd", 1e-3, 0.01, Ranks())


def test_our_muon_steps_where_torch_s_does() -> None:
    torch.manual_seed(4)
    ours, theirs = (nn.Parameter(torch.randn(128, 160)) for _ in range(2))
    theirs.data.copy_(ours.data)
    mine = Muon([ours], 1e-2, 0.1, Ranks())
    reference = torch.optim.Muon([theirs], 1e-2, weight_decay=0.1, adjust_lr_fn="match_rms_adamw")
    before = ours.detach().clone()
    for _ in range(3):
        ours.grad = torch.randn(128, 160)
        theirs.grad = ours.grad.clone()
        mine.step()
        reference.step()
    moved = (ours.detach() - before).norm()
    assert float((ours - theirs).detach().norm() / moved) < 0.02  # torch's is rounded to bfloat16


@pytest.mark.parametrize("shape", [(128, 160), (300, 128), (128, 256)])
def test_an_orthogonalised_matrix_has_singular_values_near_1(shape: tuple[int, int]) -> None:
    torch.manual_seed(5)
    values = torch.linalg.svdvals(orthogonalised(torch.randn(shape)))
    assert float(values.min()) > 0.5 and float(values.max()) < 1.3


def test_the_gram_matrix_gives_the_same() -> None:
    torch.manual_seed(7)
    wide = torch.randn(64, 300) / 100
    torch.testing.assert_close(_by_gram(wide), _directly(wide), rtol=1e-3, atol=1e-5)


def test_the_taps_of_a_block_are_orthogonalised_one_by_one() -> None:
    torch.manual_seed(8)
    block = FactoredBlock(160, 130, past=1, future=1)
    before = block.up.weight.detach().clone()
    block.up.weight.grad = torch.randn_like(before)
    block.down.weight.grad = torch.randn_like(block.down.weight)
    for optimizer in build_optimizers(block, "muon", 1e-2, 0.0, Ranks()):
        optimizer.step()
    for tap in (block.up.weight.detach() - before).chunk(3, dim=1):
        values = torch.linalg.svdvals(tap)
        assert float(values.min()) > 0.4 * float(values.max())


def _steps(ranks: Ranks) -> list[torch.Tensor]:
    torch.manual_seed(6)
    weights = [nn.Parameter(torch.randn(128, 140)) for _ in range(3)]
    muon = Muon(weights, 1e-2, 0.1, ranks)
    for _ in range(2):
        for weight in weights:
            weight.grad = torch.randn(128, 140)
        muon.step()
    return [weight.detach() for weight in weights]


def _one_of_two(rank: int, port: int, folder: str) -> None:
    os.environ |= {"RANK": str(rank), "WORLD_SIZE": "2", "MASTER_ADDR": "127.0.0.1", "MASTER_PORT": str(port)}
    torch.save(_steps(Ranks()), Path(folder) / f"{rank}.pt")


def test_two_processes_that_share_the_work_step_where_one_does(tmp_path: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    multiprocessing.spawn(_one_of_two, (port, str(tmp_path)), nprocs=2)
    alone = _steps(Ranks())
    for rank in range(2):
        torch.testing.assert_close(torch.load(tmp_path / f"{rank}.pt"), alone)
