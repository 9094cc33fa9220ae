"""Recipe: every choice of the training objective in one place, so that an ablation is a change of one value."""

import json
from dataclasses import asdict, dataclass

from sts_model.config import ConfigError

TURN_TOKENS = ("sot-eot", "cot")
CHANNEL_RULES = ("solo", "heat", "overlap-switch")
ASSIGNMENTS = ("rule", "pit")
LATTICES = ("band", "full")
UNITS = ("phones", "letters")


@dataclass(frozen=True)
class Recipe:
    """Weights and switches of the terms; the defaults are what the shipped model was trained with.

    Fields:
        phone_weight, activity_weight: frame-wise phones, and the activity head (form A).
        mask_weight: masked streams against clean sources; counts only where the separator gives masks.
        mask_energy_weight: energy of the separator's output where a channel's own voice is silent (form B).
        ctc_weight: CTC on the encoder's frames.
        risk_weight: word errors a frame that the search is to expect over its likeliest readings; needs its tables.
        risk_scale: of the search's scores, below 1 so that more than the best reading has a say.
        fastemit, fastemit_marks: lambda of FastEmit for words, and for `<sot>` and `<eot>`.
        eot_late, eot_early: nats a frame that `<eot>` costs after and before the turn's end.
        eot_buffer_frames: frames after the end that cost nothing; eot_clamp_nats: most it can cost (None: no limit).
        eot_after: share of training after which the penalty is on.
        units: what words are spelt in, see `sts_model.training.letters`.
        augment: rows come in other speeds, voices, rooms and noise, with parts hidden.
        hidden_bins, gap_frames, gap_every_s: how much is hidden, see `sts_model.training.augment.Hiding`.
        pretext_share: of training, from its start, in which the encoder only guesses what hidden frames sound like.
        turn_tokens, rule, drop_edge_tokens: what the targets are made of, see `sts_model.training.targets`.
        assignment: `rule` takes each channel's targets as placed; `pit` the cheaper of the two placements of each row.
        lattice: `band` around the label times, or `full`.
        band_width, band_late: labels that the band is wide, and frames after its time that a label may come. Beyond
            it a label is impossible, so a narrow band leaves FastEmit and the end-of-turn penalty little to do.
    Source: papers 1.5 (objective), 7.1 to 7.3 (assignment, auxiliary terms), 8.2 (FastEmit).
    """

    phone_weight: float = 0.3
    activity_weight: float = 0.2
    mask_weight: float = 0.2
    mask_energy_weight: float = 0.0
    ctc_weight: float = 0.0
    risk_weight: float = 0.0
    risk_scale: float = 0.5
    fastemit: float = 0.0
    fastemit_marks: float = 0.0
    eot_late: float = 0.0
    eot_early: float = 0.0
    eot_buffer_frames: float = 5.0
    eot_clamp_nats: float | None = 5.0
    eot_after: float = 0.2
    units: str = "phones"
    augment: bool = True
    hidden_bins: int = 10
    gap_frames: int = 12
    gap_every_s: float = 3.0
    pretext_share: float = 0.0
    turn_tokens: str = "sot-eot"
    rule: str = "solo"
    assignment: str = "rule"
    drop_edge_tokens: bool = False
    lattice: str = "band"
    band_width: int = 8
    band_late: int = 5

    def __post_init__(self) -> None:
        for name, choices in (
            ("turn_tokens", TURN_TOKENS),
            ("rule", CHANNEL_RULES),
            ("assignment", ASSIGNMENTS),
            ("lattice", LATTICES),
            ("units", UNITS),
        ):
            if getattr(self, name) not in choices:
                raise ConfigError(f"{name} must be one of {', '.join(choices)}, not {getattr(self, name)!r}")
        if self.band_width < 2 or self.band_late < 0:
            raise ConfigError(f"a band is at least 2 wide and not early, not {self.band_width} and {self.band_late}")
        if min(self.hidden_bins, self.gap_frames) < 0 or self.gap_every_s <= 0:
            raise ConfigError("hidden_bins and gap_frames must be at least 0, and gap_every_s above 0")
        if not 0 <= self.pretext_share < 1:
            raise ConfigError(f"pretext_share must be at least 0 and below 1, not {self.pretext_share}")
        if self.turn_tokens == "cot" and (self.eot_late or self.eot_early):
            raise ConfigError("the end-of-turn penalty needs <eot>, which turn_tokens cot does not write")

    def to_json(self) -> str:
        return json.dumps(asdict(self), indent=2)


def recipe_from_json(text: str) -> Recipe:
    """The recipe that `to_json` wrote; settings left out keep their defaults.

    Raises:
        ConfigError: not JSON, a setting is unknown, or a value cannot work.
    """
    try:
        return Recipe(**json.loads(text))
    except (json.JSONDecodeError, TypeError) as err:
        raise ConfigError(f"the recipe cannot be read: {err}") from err
