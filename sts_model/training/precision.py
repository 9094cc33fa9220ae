"""In which precision matrix products are trained: bfloat16 where the machine has it, float32 where it is emulated."""

import torch

CPU_BFLOAT16 = ("avx512_bf16", "amx_bf16")
"""What a CPU must have; without it a product in bfloat16 takes 50 times as long as one in float32 (AMD EPYC, Zen 3)."""


def has_bfloat16(device_type: str) -> bool:
    """Whether the machine multiplies in bfloat16 itself."""
    if device_type != "cpu":
        return True
    capabilities = torch.cpu.get_capabilities()
    return any(capabilities.get(name, False) for name in CPU_BFLOAT16)


def mixed_precision(device_type: str) -> torch.autocast:
    """Autocast to bfloat16, or nothing at all; weights, sums and losses stay float32 in both."""
    return torch.autocast(device_type, torch.bfloat16, enabled=has_bfloat16(device_type))
