"""Colours: text can be read on what it stands on, and speakers are told apart by people with deuteranopia."""

import itertools
import math

import pytest

from meetapp.window.tokens import DARK, LIGHT, Theme, mix, speaker_mark

THEMES = pytest.mark.parametrize("theme", [LIGHT, DARK], ids=lambda theme: theme.name)
TEXT, SIGN = 4.5, 3.0
APART, APART_FOR_DEUTERANOPES = 20.0, 14.0
# Machado, Oliveira and Fernandes 2009, deuteranopia at severity 1, on linear RGB.
DEUTERANOPIA = (
    (0.367322, 0.860646, -0.227968),
    (0.280085, 0.672501, 0.047413),
    (-0.011820, 0.042940, 0.968881),
)


def linear(colour: str) -> list[float]:
    channels = [int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)]
    return [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels]


def contrast(one: str, other: str) -> float:
    lights = sorted((0.2126 * r + 0.7152 * g + 0.0722 * b for r, g, b in (linear(one), linear(other))), reverse=True)
    return (lights[0] + 0.05) / (lights[1] + 0.05)


def seen_by_deuteranopes(rgb: list[float]) -> list[float]:
    return [min(1.0, max(0.0, sum(m * c for m, c in zip(row, rgb, strict=True)))) for row in DEUTERANOPIA]


def lab(rgb: list[float]) -> tuple[float, float, float]:
    r, g, b = rgb
    xyz = (
        (0.4124 * r + 0.3576 * g + 0.1805 * b) / 0.95047,
        0.2126 * r + 0.7152 * g + 0.0722 * b,
        (0.0193 * r + 0.1192 * g + 0.9505 * b) / 1.08883,
    )
    x, y, z = (t ** (1 / 3) if t > 0.008856 else 7.787 * t + 16 / 116 for t in xyz)
    return 116 * y - 16, 500 * (x - y), 200 * (y - z)


@THEMES
@pytest.mark.parametrize(
    ("text", "ground"),
    [
        ("ink", "panel"),
        ("ink", "background"),
        ("ink", "mark"),
        ("ink", "match"),
        ("dim", "panel"),
        ("dim", "background"),
        ("dim", "hover"),
        ("accent_ink", "accent"),
        ("accent", "panel"),
        ("record_ink", "record"),
        ("record", "panel"),
        ("warning", "panel"),
    ],
)
def test_text_can_be_read(theme: Theme, text: str, ground: str):
    assert contrast(getattr(theme, text), getattr(theme, ground)) >= TEXT


@THEMES
def test_signs_can_be_seen(theme: Theme):
    assert contrast(theme.good, theme.panel) >= SIGN


@THEMES
def test_names_can_be_read_on_the_page_and_on_their_cards(theme: Theme):
    for speaker in theme.speakers:
        assert contrast(speaker.ink, theme.panel) >= TEXT
        assert contrast(speaker.ink, speaker.wash) >= TEXT
        assert contrast(theme.ink, speaker.wash) >= TEXT


@THEMES
def test_eight_speakers_are_told_apart(theme: Theme):
    assert len(theme.speakers) == 8
    for one, other in itertools.combinations([linear(speaker.ink) for speaker in theme.speakers], 2):
        assert math.dist(lab(one), lab(other)) >= APART
        assert math.dist(lab(seen_by_deuteranopes(one)), lab(seen_by_deuteranopes(other))) >= APART_FOR_DEUTERANOPES


def test_after_eight_a_letter_is_the_second_sign():
    assert [speaker_mark(number) for number in (1, 8, 9, 16, 17)] == ["", "", "A", "A", "B"]
    assert LIGHT.speaker(9) == LIGHT.speaker(1)


def test_mixing_none_or_all_gives_either_colour():
    assert (mix("#102030", "#ffffff", 0.0), mix("#102030", "#ffffff", 1.0)) == ("#ffffff", "#102030")
