"""`meetapp devices`: the inputs of this machine."""

import json
from dataclasses import asdict

from meetapp.errors import DeviceError
from meetapp.recorder.devices import list_inputs


def list_devices(*, as_json: bool) -> None:
    """Prints the inputs, the default one marked with a star.

    Raises:
        SystemPartError: PortAudio is missing, or there is no input.
    """
    inputs = list_inputs()
    if not inputs:
        raise DeviceError("No audio input was found: connect a microphone and try again.")
    if as_json:
        print(json.dumps([asdict(each) for each in inputs], ensure_ascii=False, indent=1))
        return
    for each in inputs:
        print(f"{'*' if each.default else ' '} {each.description}  [{each.kind}, {each.rate} Hz]  {each.name}")
