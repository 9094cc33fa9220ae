"""Synthetic training speech: what is said, when, and that training reads it like any other pack."""

import sys
from pathlib import Path

import numpy as np
import pytest
from made_data import tone
from small_package import write_tiny_package

from sts_model.__main__ import main
from sts_model.data.packs import SILENCE
from sts_model.data.tts import VOICES, TtsError, Voice
from sts_model.package import read_model
from sts_model.training import corpus, synthesise
from sts_model.training.corpus import load_utterances
from sts_model.training.synthesise import SYNTHETIC, Part, align_clip, chosen_texts, make_part, write_pack
from sts_model.vocabulary import spell

WORDS = [("cat", spell(("K", "AE", "T"))), ("a", spell(("EY",)))]
ENGINE = """
import math, struct, sys, wave
with wave.open(sys.argv[sys.argv.index("-o") + 1], "wb") as out:
    out.setparams((1, 2, 16000, 0, "NONE", ""))
    out.writeframes(b"".join(struct.pack("<h", int(9000 * math.sin(k / 10))) for k in range(16000)))
"""
GROUPS = {group: ["cat a cat nobody a", "a a a a a a"] for group in synthesise.GROUPS}
PRONUNCIATIONS = {"cat": [("K", "AE", "T")], "a": [("AH",), ("EY",)]}


@pytest.fixture
def package(tmp_path: Path) -> Path:
    folder = tmp_path / "package"
    folder.mkdir()
    write_tiny_package(folder)
    return folder


def test_texts_are_the_same_for_a_seed_and_hold_only_words_with_a_pronunciation() -> None:
    texts = chosen_texts(GROUPS, PRONUNCIATIONS, 20, seed=1)
    assert texts == chosen_texts(GROUPS, PRONUNCIATIONS, 20, seed=1) != chosen_texts(GROUPS, PRONUNCIATIONS, 20, seed=2)
    assert len(texts) == 20 and {word for text in texts for word, _ in text} == {"cat", "a"}
    assert {spelling for text in texts for word, spelling in text if word == "a"} == {spell(("AH",))}


def test_the_phones_of_a_clip_fill_it_without_a_gap(package: Path) -> None:
    clip = align_clip(read_model(package), "c", "slt", tone(1.0), WORDS)
    assert clip is not None and clip.text == "cat a" and clip.score < 0
    assert [word for word, _, _ in clip.words] == [SILENCE, "cat", "a", SILENCE]
    end = 0
    for _, start, phones in clip.words:
        assert start == end and all(frames >= 0 for _, frames in phones)
        end += sum(frames for _, frames in phones)
    assert end == (len(clip.wave_S) - 400) // 160 + 1, "as many frames as the features have"


def test_too_short_a_clip_is_none(package: Path) -> None:
    model = read_model(package)
    assert align_clip(model, "c", "slt", tone(0.05), WORDS) is None
    assert align_clip(model, "c", "slt", tone(1.0), []) is None


def test_a_part_leaves_out_what_no_voice_says(package: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def speak(text: str, voice: Voice) -> np.ndarray:
        if text == "a":
            raise TtsError("no")
        return tone(0.8)

    monkeypatch.setattr(synthesise, "speak", speak)
    monkeypatch.setattr(synthesise, "WORST_LOSS", 1e6)  # these weights know no words
    monkeypatch.setattr(corpus, "WORST_SCORE", -1e6)
    part = Part(tmp_path / "part.pickle", 7, ((WORDS[0], WORDS[1]), (WORDS[1],), (WORDS[0],)), seed=0)
    make_part(part, package, [VOICES["slt"]])
    clips = synthesise._read_part(part.path)
    assert [clip.id[-2:] for clip in clips] == ["07", "09"] and clips[1].text == "cat"
    write_pack(clips, tmp_path)
    utterances = load_utterances(tmp_path, tmp_path / "features", [SYNTHETIC])
    assert [u.tokens_Y.tolist() for u in utterances] == [[*WORDS[0][1], *WORDS[1][1]], list(WORDS[0][1])]
    assert all((np.diff(u.times_Y) >= 0).all() and u.frames == 138 for u in utterances)
    letters = load_utterances(tmp_path, tmp_path / "features", [SYNTHETIC], units="letters")
    assert letters[1].speech_frames == utterances[1].speech_frames == (30, 108)


def test_without_a_voice_there_is_a_sentence(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(synthesise, "installed", lambda: ())
    assert main(["synthesise", "--output", str(tmp_path)]) == 2
    assert "No voice is installed" in capsys.readouterr().err


def test_the_command_goes_on_where_it_was(
    package: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    engine = tmp_path / "bin" / "flite"  # an engine for whoever has none: it says everything with one tone
    engine.parent.mkdir()
    engine.write_text(f"#!{sys.executable}\n{ENGINE}")
    engine.chmod(0o755)
    monkeypatch.setenv("PATH", str(engine.parent))
    monkeypatch.setattr(synthesise, "read_lm_text", lambda data: type("Text", (), {"train": GROUPS}))
    monkeypatch.setattr(synthesise, "read_pronunciations", lambda data: PRONUNCIATIONS)
    command = ["synthesise", "--data", str(tmp_path), "--output", str(tmp_path / "pack"), "--clips", "6"]
    command += ["--package", str(package), "--processes", "1"]
    assert main(command) == 0
    (part,) = (tmp_path / "pack" / "parts").glob("*.pickle")
    made = part.stat().st_mtime_ns
    assert main(command) == 0 and part.stat().st_mtime_ns == made
    assert "of 6 clips" in capsys.readouterr().err
