import pytest
import torch

from sts_model.training.precision import has_bfloat16, mixed_precision


@pytest.mark.parametrize(
    ("capabilities", "expected"), [({"avx2": True}, False), ({"avx512_bf16": True}, True), ({"amx_bf16": True}, True)]
)
def test_products_are_in_bfloat16_only_where_the_cpu_has_it(
    monkeypatch: pytest.MonkeyPatch, capabilities: dict[str, bool], expected: bool
) -> None:
    monkeypatch.setattr(torch.cpu, "get_capabilities", lambda: capabilities)
    assert has_bfloat16("cpu") is expected
    one = torch.ones(4, 4)
    with mixed_precision("cpu"):
        assert (one @ one).dtype == (torch.bfloat16 if expected else torch.float32)


def test_an_accelerator_has_bfloat16() -> None:
    assert has_bfloat16("cuda")
