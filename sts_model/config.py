"""Settings of every part of the model as frozen dataclasses, read from and written to JSON, and the presets."""

import json
from dataclasses import asdict, dataclass, field, is_dataclass, replace
from math import prod
from typing import Any, get_args, get_type_hints

from sts_model.checked import check_fields, object_of, short
from sts_model.units import REDUCTION
from sts_model.vocabulary import VOCABULARY_SIZE

FURTHEST_TAP = 1000
MOST_LAYERS = 64
LONGEST_WARM_S = 30.0


class ConfigError(ValueError):
    """A setting that cannot work, in one sentence."""


def _check_sizes(what: str, *sizes: int) -> None:
    if min(sizes) < 1:
        raise ConfigError(f"{what} needs sizes of at least 1, not {', '.join(map(str, sizes))}")


@dataclass(frozen=True)
class FrontendConfig:
    """Log-mel frames and their normalisation; `stacked` of them side by side make an encoder frame.

    `warm_s`: nothing comes out before so much of a recording is there, whose mean is what its first frames stand
    against; 0 for none.
    """

    mels: int = 80
    memory_s: float = 4.0
    warm_s: float = 0.0
    beta: float = 0.5
    scale: float = 0.3
    stacked: int = REDUCTION

    def __post_init__(self) -> None:
        if min(self.mels, self.memory_s, self.stacked) <= 0:
            values = f"{self.mels}, {self.memory_s} and {self.stacked}"
            raise ConfigError(f"frontend needs mels, memory_s and stacked above 0, not {values}")
        if not 0 <= self.warm_s <= LONGEST_WARM_S:
            raise ConfigError(f"frontend.warm_s must be 0 to {LONGEST_WARM_S}, not {self.warm_s}")


@dataclass(frozen=True)
class ConvStackConfig:
    """Factored convolution blocks: `past[i]` and `future[i]` are the outer taps of block i, in encoder frames."""

    width: int
    bottleneck: int
    past: tuple[int, ...]
    future: tuple[int, ...]

    def __post_init__(self) -> None:
        if len(self.past) != len(self.future):
            raise ConfigError(f"a stack needs as many past as future taps, not {len(self.past)} and {len(self.future)}")
        if not self.past or min(self.past) < 1 or min(self.future) < 0 or max(*self.past, *self.future) > FURTHEST_TAP:
            raise ConfigError(
                f"taps reach 1 to {FURTHEST_TAP} back and 0 to {FURTHEST_TAP} ahead, not {self.past} and {self.future}"
            )
        _check_sizes("a stack", self.width, self.bottleneck)


@dataclass(frozen=True)
class LstmStackConfig:
    """Unidirectional LSTM layers of `units` each."""

    layers: int
    units: int

    def __post_init__(self) -> None:
        _check_sizes("an LSTM", self.layers, self.units)
        if self.layers > MOST_LAYERS:
            raise ConfigError(f"an LSTM has at most {MOST_LAYERS} layers, not {self.layers}")


StackConfig = ConvStackConfig | LstmStackConfig


@dataclass(frozen=True)
class MaskConfig:
    """Mask estimator: a stack, an LSTM of `memory` units, a stack; masks take off at most `floor_nats` of log power."""

    before: ConvStackConfig
    memory: int
    after: ConvStackConfig
    floor_nats: float = 8.0

    def __post_init__(self) -> None:
        _check_sizes("a mask estimator", self.memory)


@dataclass(frozen=True)
class SubsamplingConfig:
    """Convolutions over time and frequency: of each layer its channels and strides; at last `width` values a frame."""

    channels: tuple[int, ...]
    time_strides: tuple[int, ...]
    bin_strides: tuple[int, ...]
    width: int

    def __post_init__(self) -> None:
        if not len(self.channels) == len(self.time_strides) == len(self.bin_strides) > 0:
            raise ConfigError("each layer of separator.subsampling needs channels and a stride in time and in bins")
        _check_sizes("separator.subsampling", self.width, *self.channels)
        if not {*self.time_strides, *self.bin_strides} <= {1, 2}:
            raise ConfigError(
                f"strides of separator.subsampling are 1 or 2, not {self.time_strides} and {self.bin_strides}"
            )


@dataclass(frozen=True)
class SeparatorConfig:
    """A trunk (MixEnc), at its end an LSTM of `memory` units unless that is 0, then a stack a channel (SepEnc).

    Kind `implicit`: one trunk and two different stacks. Kind `mask`: `masks` part the voices before a trunk and a
    stack that both channels share. With `subsampling`, the trunk hears its convolutions beside the frames themselves.
    """

    mix: StackConfig
    sep: StackConfig
    memory: int
    kind: str = "implicit"
    masks: MaskConfig | None = None
    subsampling: SubsamplingConfig | None = None

    def __post_init__(self) -> None:
        if self.memory < 0:
            raise ConfigError(f"separator.memory must be 0 or above, not {self.memory}")
        if self.kind not in ("implicit", "mask"):
            raise ConfigError(f"separator.kind must be implicit or mask, not {self.kind!r}")
        if (self.kind == "mask") != (self.masks is not None):
            raise ConfigError("separator.masks goes with separator.kind mask, and with no other")
        if self.subsampling and not isinstance(self.mix, ConvStackConfig):
            raise ConfigError("separator.subsampling goes with a trunk of convolutions")


@dataclass(frozen=True)
class EncoderConfig:
    """Tied recognition encoder; `kind` chooses the class, `stack` holds its sizes.

    `tie` above 0: an LSTM of so many units over both channels lets each know of the other before the joiner.
    """

    stack: StackConfig
    kind: str = "convolution"
    tie: int = 0

    def __post_init__(self) -> None:
        if self.tie < 0:
            raise ConfigError(f"encoder.tie must be 0 or above, not {self.tie}")


@dataclass(frozen=True)
class TransducerConfig:
    """Predictor, and joiner `joint` wide over `outputs` tokens.

    The predictor sees the last `context` labels (kind `stateless`) or all of them (kind `recurrent`, through `lstm`).
    """

    joint: int = 256
    embedding: int = 128
    context: int = 2
    outputs: int = VOCABULARY_SIZE
    kind: str = "stateless"
    lstm: LstmStackConfig | None = None

    def __post_init__(self) -> None:
        _check_sizes("the transducer", self.joint, self.embedding, self.context, self.outputs)
        if self.kind not in ("stateless", "recurrent"):
            raise ConfigError(f"transducer.kind must be stateless or recurrent, not {self.kind!r}")
        if (self.kind == "recurrent") != (self.lstm is not None):
            raise ConfigError("transducer.lstm goes with transducer.kind recurrent, and with no other")


@dataclass(frozen=True)
class StsConfig:
    """`phones`: the model tells the phone of each encoder frame, too, which the search may ask beside the joiner."""

    separator: SeparatorConfig
    encoder: EncoderConfig
    frontend: FrontendConfig = field(default_factory=FrontendConfig)
    transducer: TransducerConfig = field(default_factory=TransducerConfig)
    channel_rule: str = "solo"
    preset: str = "custom"
    phones: bool = False

    def __post_init__(self) -> None:
        subsampling, stacked = self.separator.subsampling, self.frontend.stacked
        if subsampling and prod(subsampling.time_strides) != stacked:
            raise ConfigError(
                f"separator.subsampling makes a frame of {prod(subsampling.time_strides)}, the front end of {stacked}"
            )

    @property
    def usable(self) -> bool:
        """Whether the targets of training and the search are made for it: our frames, our tokens, pairs of labels."""
        transducer = self.transducer
        tokens = (transducer.outputs, transducer.kind, transducer.context) == (VOCABULARY_SIZE, "stateless", 2)
        return self.frontend.stacked == REDUCTION and tokens

    def to_json(self) -> str:
        return json.dumps(asdict(self), indent=2)


def from_json(text: str) -> StsConfig:
    """The config that `StsConfig.to_json` wrote.

    Raises:
        ConfigError: a key is unknown or missing, or a value cannot work.
    """
    try:
        values = object_of(text)
    except ValueError as err:
        raise ConfigError(f"the model's config is not JSON that can be read: {err}") from err
    config: StsConfig = _build(StsConfig, values, "config")
    return config


def _build(kind: Any, values: Any, where: str) -> Any:
    if not isinstance(values, dict):
        raise ConfigError(f"{where} must be an object, not {short(values)}")
    try:
        check_fields(kind, values, where)
    except ValueError as err:
        raise ConfigError(str(err)) from err
    known = get_type_hints(kind)
    built = {}
    for name, value in values.items():
        if value is not None and (part := _part(known[name], value)):
            value = _build(part, value, f"{where}.{name}")
        built[name] = tuple(value) if isinstance(value, list) else value
    try:
        return kind(**built)
    except TypeError as err:
        raise ConfigError(f"{where}: {err}") from err


def _part(kind: Any, value: Any) -> Any:
    """The dataclass that `kind` is or may be, the one with the settings of `value` first; None for a plain value."""
    parts = [choice for choice in (kind, *get_args(kind)) if is_dataclass(choice)]
    fitting = [part for part in parts if isinstance(value, dict) and set(value) <= set(get_type_hints(part))]
    return next(iter([*fitting, *parts]), None)


_WARM = FrontendConfig(warm_s=3.0)


def _small() -> StsConfig:
    return StsConfig(
        preset="sts-small",
        frontend=_WARM,
        separator=SeparatorConfig(
            mix=ConvStackConfig(512, 160, past=(1, 1, 2, 2), future=(1, 1, 0, 0)),
            sep=ConvStackConfig(512, 160, past=(1, 2), future=(1, 1)),
            memory=256,
        ),
        encoder=EncoderConfig(
            stack=ConvStackConfig(
                640,
                192,
                past=(1, 2, 2, 3, 3, 3, 4, 4, 4, 4, 4, 4),
                future=(1, 1, 1, 1, 1, 1, 0, 0, 0, 0, 0, 0),
            )
        ),
    )


def _mini() -> StsConfig:
    """A fifth of sts-small: for questions that are asked of many models trained from nothing."""
    return StsConfig(
        preset="sts-mini",
        frontend=_WARM,
        separator=SeparatorConfig(
            mix=ConvStackConfig(256, 128, past=(1, 1), future=(1, 1)),
            sep=ConvStackConfig(256, 128, past=(2,), future=(1,)),
            memory=128,
        ),
        encoder=EncoderConfig(
            stack=ConvStackConfig(320, 128, past=(1, 2, 3, 3, 4, 4, 4, 4), future=(1, 1, 1, 1, 1, 1, 0, 0))
        ),
    )


def _tiny() -> StsConfig:
    return StsConfig(
        preset="sts-tiny",
        frontend=FrontendConfig(mels=20, warm_s=0.5),
        separator=SeparatorConfig(
            mix=ConvStackConfig(24, 12, past=(1,), future=(1,)),
            sep=ConvStackConfig(24, 12, past=(1,), future=(0,)),
            memory=16,
        ),
        encoder=EncoderConfig(stack=ConvStackConfig(32, 16, past=(1, 2), future=(1, 0))),
        transducer=TransducerConfig(joint=16, embedding=8),
    )


def _masking(config: StsConfig, masks: MaskConfig) -> StsConfig:
    separator = replace(config.separator, kind="mask", masks=masks)
    return replace(config, separator=separator, preset=f"{config.preset}-mask", phones=True)


def _small_mask() -> StsConfig:
    before = ConvStackConfig(384, 128, past=(1, 2, 3), future=(1, 1, 0))
    after = ConvStackConfig(384, 128, past=(1, 2, 4), future=(0, 0, 0))
    return _masking(_small(), MaskConfig(before, 256, after))


def _small_mask_2d() -> StsConfig:
    layers = SubsamplingConfig(
        channels=(32, 64, 64, 96), time_strides=(2, 2, 1, 1), bin_strides=(2, 2, 1, 2), width=256
    )
    return _hearing_planes(_small_mask(), layers)


def _tiny_mask_2d() -> StsConfig:
    return _hearing_planes(_tiny_mask(), SubsamplingConfig((3, 4, 5), (1, 2, 2), (2, 2, 1), 8))


def _hearing_planes(config: StsConfig, layers: SubsamplingConfig) -> StsConfig:
    return replace(config, separator=replace(config.separator, subsampling=layers), preset=f"{config.preset}-2d")


def _tiny_mask() -> StsConfig:
    before = ConvStackConfig(24, 12, past=(1,), future=(1,))
    after = ConvStackConfig(24, 12, past=(2,), future=(0,))
    return _masking(_tiny(), MaskConfig(before, 16, after))


def _paper() -> StsConfig:
    """Sklyar et al. 2022, arXiv 2205.05199; the split of the recurrent layers among the parts is our reading."""
    lstm = LstmStackConfig(layers=2, units=1024)
    return StsConfig(
        preset="sts-paper",
        frontend=FrontendConfig(mels=64, stacked=3),
        separator=SeparatorConfig(mix=lstm, sep=lstm, memory=0),
        encoder=EncoderConfig(stack=lstm, kind="recurrent"),
        transducer=TransducerConfig(joint=512, embedding=512, outputs=2503, kind="recurrent", lstm=lstm),
        channel_rule="overlap-switch",
    )


PRESETS = {
    "sts-mini": _mini,
    "sts-paper": _paper,
    "sts-small": _small,
    "sts-small-mask": _small_mask,
    "sts-small-mask-2d": _small_mask_2d,
    "sts-tiny": _tiny,
    "sts-tiny-mask": _tiny_mask,
    "sts-tiny-mask-2d": _tiny_mask_2d,
}
