"""Recognition encoders: one table from `encoder.kind` to its sizes; the two channels are rows of one batch."""

from sts_model.config import ConfigError, ConvStackConfig, EncoderConfig, LstmStackConfig
from sts_model.stacks import Stack, build_stack

KINDS = {"convolution": ConvStackConfig, "recurrent": LstmStackConfig}


def build_encoder(in_width: int, config: EncoderConfig) -> Stack:
    """The encoder that `config.kind` names, for inputs of `in_width`.

    Raises:
        ConfigError: no encoder of that kind, or sizes of another.
    """
    if config.kind not in KINDS:
        raise ConfigError(f"encoder.kind must be one of {', '.join(KINDS)}, not {config.kind!r}")
    if not isinstance(config.stack, KINDS[config.kind]):
        raise ConfigError(f"encoder.stack does not hold the sizes of an encoder of kind {config.kind}")
    return build_stack(in_width, config.stack)
