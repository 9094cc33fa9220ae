"""Recognition encoders: one table from `encoder.kind` to its class; the two channels are rows of one batch."""

from sts_model.config import ConfigError, EncoderConfig
from sts_model.convolution import ConvStack

KINDS = {"convolution": ConvStack}


def build_encoder(in_width: int, config: EncoderConfig) -> ConvStack:
    """The encoder that `config.kind` names, for inputs of `in_width`.

    Raises:
        ConfigError: no encoder of that kind.
    """
    if config.kind not in KINDS:
        raise ConfigError(f"encoder.kind must be one of {', '.join(KINDS)}, not {config.kind!r}")
    return KINDS[config.kind](in_width, config.stack)
