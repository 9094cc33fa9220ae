"""Keys of actions: nobody's keys are given away unasked, and what equals the program's own is no choice."""

from hypothesis import given
from hypothesis import strategies as st

from meetapp.window.shortcuts import effective, give, holder

NAMES = ("record", "stop", "pause", "find")
DEFAULTS = {"record": "Ctrl+R", "stop": "Ctrl+.", "pause": "P"}
KEYS = st.sampled_from(["", "Ctrl+R", "Ctrl+.", "P", "F5", "F6"])
CHANGES = st.lists(st.tuples(st.sampled_from(NAMES), KEYS), max_size=12)


@given(CHANGES)
def test_taking_keys_never_leaves_two_actions_with_the_same(changes):
    chosen: dict[str, str] = {}
    for name, keys in changes:
        chosen = give(DEFAULTS, chosen, name, keys, take=True)
        used = effective(DEFAULTS, chosen)
        assert used.get(name, "") == keys
        held = [each for each in used.values() if each]
        assert len(held) == len(set(held))
        assert all(DEFAULTS.get(each, "") != keys for each, keys in chosen.items())


def test_keys_of_another_action_are_known_to_be_its():
    keys = effective(DEFAULTS, {"record": "F5"})
    assert holder(keys, "Ctrl+.", "record") == "stop"
    assert holder(keys, "Ctrl+R", "stop") is None
    assert holder(keys, "F5", "record") is None
    assert holder(keys, "", "record") is None
