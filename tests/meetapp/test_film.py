"""Films: of a file with pictures and sound, the sound is decoded at its times and imported as any recording."""

import json

import av
import numpy as np
import pytest
from commands import meetapp
from made_media import PICTURES, beeps, write_film

from meetapp.media.decoder import Decoder


@pytest.mark.parametrize("suffix", PICTURES)
def test_the_sound_of_a_film_is_decoded_at_its_times(tmp_path, suffix):
    film = write_film(tmp_path / f"film{suffix}", beeps(2))
    with av.open(str(film)) as container:
        assert {stream.type for stream in container.streams} == {"video", "audio"}
        assert sum(1 for _ in container.decode(video=0)) == 40
    decoder = Decoder(film)
    wave_S = np.concatenate(list(decoder.blocks()))
    halves = np.abs(wave_S[:64_000].reshape(8, 8000).astype(np.float64)).mean(axis=1)
    assert (halves > 2000).tolist() == [True, True, False, False] * 2
    assert abs(len(wave_S) - 64_000) < 3000 and decoder.warning == ""  # codecs pad with up to a tenth of a second


def test_a_film_becomes_a_meeting_in_the_library(home, tmp_path):
    done = meetapp("import", write_film(tmp_path / "standup.mp4", beeps(2)), "--json", home=home)
    assert done.code == 0, done
    (listed,) = json.loads(done.out)
    assert (listed["title"], listed["state"]) == ("standup", "complete")
    shown = json.loads(meetapp("show", str(listed["id"]), "--json", home=home).out)
    assert [each["text"] for each in shown["segments"]] == ["beep", "beep"]
    assert [each["start"] for each in shown["segments"]] == pytest.approx([0.0, 2.0], abs=0.1)
