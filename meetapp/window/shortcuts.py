"""Keys of actions: those that the program has, those that the user gave instead, and which of them collide; no Qt."""

from collections.abc import Mapping


def effective(defaults: Mapping[str, str], chosen: Mapping[str, str]) -> dict[str, str]:
    """The keys of each action: the user's where there are any; an empty text is no key at all."""
    return {**defaults, **chosen}


def holder(keys: Mapping[str, str], wanted: str, apart_from: str) -> str | None:
    """The action other than `apart_from` that has the keys `wanted`; None when they are free."""
    if not wanted:
        return None
    return next((name for name, each in keys.items() if each == wanted and name != apart_from), None)


def give(
    defaults: Mapping[str, str], chosen: Mapping[str, str], name: str, wanted: str, *, take: bool = False
) -> dict[str, str]:
    """The user's choices after giving `wanted` to the action `name`, taken from whoever has it if `take`.

    What equals the program's own keys is no choice and is left out.
    """
    new = dict(chosen)
    loser = holder(effective(defaults, chosen), wanted, name)
    if loser is not None and take:
        new[loser] = ""
    new[name] = wanted
    return {each: keys for each, keys in new.items() if keys != defaults.get(each, "")}
