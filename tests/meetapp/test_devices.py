"""Inputs go by the names people know; a choice that is not plain is a sentence, never a guess."""

import pytest

from meetapp.errors import DeviceError, InputError
from meetapp.recorder.devices import COMPUTER_SOUND, MAX_RATE, AudioInput, choose, parse_sources

SOURCES = [
    {
        "name": "alsa_output.pci.monitor",
        "description": "Monitor of Built-in Audio",
        "monitor_source": "alsa_output.pci",
        "sample_specification": "s32le 2ch 192000Hz",
    },
    {
        "name": "alsa_input.usb-Blue_Yeti",
        "description": "Blue Yeti",
        "monitor_source": "",
        "sample_specification": "s16le 2ch 44100Hz",
    },
    {
        "name": "alsa_input.webcam",
        "description": "Webcam",
        "monitor_source": "n/a",
        "sample_specification": "float32le",
    },
]
INPUTS = parse_sources(SOURCES, default="alsa_input.webcam", sink="alsa_output.pci")


def test_sources_are_microphones_or_monitors():
    assert [(each.description, each.kind, each.default) for each in INPUTS] == [
        ("Blue Yeti", "microphone", False),
        ("Webcam", "microphone", True),
        ("Monitor of Built-in Audio", "monitor", False),
    ]


def test_an_input_is_recorded_at_its_own_rate_but_not_above_the_limit():
    assert [each.rate for each in INPUTS] == [44_100, MAX_RATE, MAX_RATE]


@pytest.mark.parametrize(
    ("wanted", "found"),
    [
        ("", "Webcam"),
        ("default", "Webcam"),
        ("0", "Blue Yeti"),
        ("2", "Monitor of Built-in Audio"),
        ("blue yeti", "Blue Yeti"),
        ("ALSA_INPUT.WEBCAM", "Webcam"),
        ("yeti", "Blue Yeti"),
        ("monitor", "Monitor of Built-in Audio"),
    ],
)
def test_an_input_is_chosen_by_name_place_or_part(wanted, found):
    assert choose(INPUTS, wanted).description == found


def test_the_sound_of_the_computer_is_the_monitor_of_its_default_output():
    assert choose(INPUTS, COMPUTER_SOUND).name == "alsa_output.pci.monitor"
    headset = {"name": "headset.monitor", "monitor_source": "headset"}
    several = parse_sources([*SOURCES, headset], default="", sink="headset")
    assert choose(several, COMPUTER_SOUND).name == "headset.monitor"
    with pytest.raises(InputError, match="cannot be found among its inputs"):
        choose([each for each in INPUTS if each.kind == "microphone"], COMPUTER_SOUND)


def test_an_exact_name_wins_over_a_part_of_others():
    mic = AudioInput("mic", "Mic", "portaudio", 16_000)
    assert choose([AudioInput("mic2", "Mic 2", "portaudio", 16_000), mic], "mic") is mic


@pytest.mark.parametrize(
    ("wanted", "words"),
    [("alsa_input", "several.*'Blue Yeti'.*'Webcam'"), ("drum", "no input 'drum'.*'Blue Yeti'"), ("9", "no input '9'")],
)
def test_a_choice_that_is_not_plain_names_what_there_is(wanted, words):
    with pytest.raises(InputError, match=words):
        choose(INPUTS, wanted)


def test_without_any_input_there_is_one_sentence():
    with pytest.raises(DeviceError, match="connect a microphone"):
        choose([])
