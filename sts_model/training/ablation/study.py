"""What an ablation is made of: arms one choice away from the base, and what is claimed of each choice."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from sts_model.data.packs import DataError
from sts_model.training.recipe import Recipe


@dataclass(frozen=True)
class Arm:
    """A recipe under a name.

    Fields:
        fresh_masks: the separator starts anew, as that of another form must.
        synthetic: synthesised speech is among what it hears.
        like: the arm whose training it shares; only how it is heard differs.
        averaged: it is heard with the average of its weights, not with the last ones.
        search: settings of the search that its tokens need.
    """

    name: str
    recipe: Recipe
    preset: str = "sts-small-mask"
    fresh_masks: bool = False
    synthetic: bool = False
    like: str | None = None
    averaged: bool = True
    search: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True)
class Finding:
    """A claim that `arm` is better than `against` by `metric`; with `no_loss`, that it is at most 3 % worse."""

    claim: str
    arm: str
    against: str
    metric: str
    no_loss: bool = False


@dataclass(frozen=True)
class Study:
    """Arms that are trained in one stage and heard alike.

    Fields:
        arms: the base is the first.
        heard: what all arms hear.
        views: ways of hearing, see `sts_model.training.ablation.hear`, each with its title.
        search: settings of all arms on top of the package's.
        from_scratch: arms start from nothing, not from a model that is given.
    """

    stage: str
    arms: tuple[Arm, ...]
    findings: tuple[Finding, ...]
    heard: str
    views: Mapping[str, str]
    search: Mapping[str, Any]
    from_scratch: bool = False

    @property
    def base(self) -> Arm:
        return self.arms[0]

    def chosen(self, names: Sequence[str] | None) -> tuple[Arm, ...]:
        """The arms of those names in the order of the table, and the base with them; all when no names are given.

        Raises:
            DataError: an unknown name.
        """
        known = [arm.name for arm in self.arms]
        if unknown := sorted(set(names or ()) - set(known)):
            raise DataError(f"There is no arm {', '.join(unknown)}; the arms are {', '.join(known)}.")
        wanted = {*(names or known), self.base.name}
        wanted |= {arm.like for arm in self.arms if arm.name in wanted and arm.like}
        return tuple(arm for arm in self.arms if arm.name in wanted)
