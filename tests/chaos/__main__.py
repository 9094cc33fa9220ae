"""`python tests/chaos --kills 20`: kill -9 at random moments of a live recording; the last line is JSON.

The recorder hears a known sound through PortAudio from a virtual microphone, so that what a kill cost can be measured
to the sample. `worst_audio_loss_s` is sound lost from before a kill, `worst_recovery_s` the longest time from a kill
until sound was recorded again.
"""

import argparse
import json
import random
import sys
import time
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "end_to_end"))
sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "meetapp"))
sys.path.insert(0, str(Path(__file__).resolve().parents[2]))

import numpy as np
import soundfile
from kills import TARGETS, Meeting, Tally
from known_sound import RATE, Wave, bursts, speech
from world import ROOT, commit, made_world

DEMO = ROOT / "assets" / "demo" / "meeting.flac"
KILLS_A_MEETING = 12
SECONDS_A_KILL = 40.0  # more than it takes on a busy machine; the sound must not end before the kills


def main() -> int:
    options = parse(sys.argv[1:])
    rng = random.Random(options.seed)
    tally = Tally()
    began_s = time.monotonic()
    with made_world(hears_loudness=options.model == "loudness", encrypted=options.encrypted) as world:
        left = options.kills
        while left > 0 and (time.monotonic() - began_s) / 60 < options.minutes:
            number = min(left, KILLS_A_MEETING)
            known_S = known_sound(options.model, 30.0 + number * SECONDS_A_KILL, rng.randrange(1 << 30))
            run_meeting(Meeting(world, known_S, rng, tally), number, options, rng)
            left -= number
            print(f"{sum(tally.kills.values())} kills, {tally.meetings} meetings", file=sys.stderr, flush=True)
    result = summary(tally)
    if options.output:
        command = f"python tests/chaos --kills {options.kills} --seed {options.seed} --model {options.model}"
        command += f" --minutes {options.minutes:g}" + " --encrypted" * options.encrypted
        head = {"command": command, "commit": commit(), "model": options.model}
        options.output.write_text(json.dumps({**head, **result}, indent=2) + "\n", encoding="utf-8")
    print(json.dumps(result))
    return int(bool(result["turns_lost"] or result["edits_lost"] or result["worst_audio_loss_s"] > 1.0))


def run_meeting(meeting: Meeting, kills: int, options: argparse.Namespace, rng: random.Random) -> None:
    targets = options.targets
    try:
        for each in range(kills):
            meeting.kill(targets[each % len(targets)] if options.each else rng.choice(targets))
        meeting.end()
    except BaseException:
        meeting.abandon()
        raise


def parse(arguments: list[str]) -> argparse.Namespace:
    parser = argparse.ArgumentParser(description="Kills processes of a live recording and measures what it cost.")
    parser.add_argument("--kills", type=int, default=20)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--model", choices=("loudness", "default"), default="loudness", help="what hears the sound")
    parser.add_argument("--targets", nargs="+", choices=TARGETS, default=TARGETS)
    parser.add_argument("--each", action="store_true", help="one target after the other instead of at random")
    parser.add_argument("--encrypted", action="store_true", help="the library is encrypted")
    parser.add_argument("--minutes", type=float, default=60.0, help="begin no meeting after so many")
    parser.add_argument("--output", type=Path, help="write the result here, too")
    return parser.parse_args(arguments)


def known_sound(model: str, seconds: float, seed: int) -> Wave:
    if model == "loudness":
        return bursts(seconds, seed)
    voice_S, rate = soundfile.read(DEMO, dtype="float32", always_2d=True)
    times = np.arange(int(len(voice_S) * RATE / rate)) * rate / RATE
    return speech(seconds, seed, np.interp(times, np.arange(len(voice_S)), voice_S[:, 0]).astype(np.float32))


def summary(tally: Tally) -> dict[str, object]:
    return {
        "kills": sum(tally.kills.values()),
        "worst_audio_loss_s": round(max([tally.lost_elsewhere_s, *tally.losses_s]), 3),
        "turns_lost": tally.turns_lost,
        "edits_lost": tally.edits_lost,
        "worst_recovery_s": round(max(tally.downtimes_s, default=0.0), 3),
        "median_recovery_s": round(float(np.median(tally.downtimes_s)), 3) if tally.downtimes_s else 0.0,
        "killed": dict(sorted(tally.kills.items())),
        "worst_until_all_is_back_s": {name: round(value, 2) for name, value in sorted(tally.back_s.items())},
        "worst_timeline_error_s": round(tally.drift_s, 3),
        "worst_loss_beside_recorder_kills_s": round(tally.lost_elsewhere_s, 3),
        "overruns": tally.overruns,
        "turns": tally.turns,
        "turns_doubled": tally.turns_doubled,
        "meetings": tally.meetings,
        "meetings_unreadable": tally.unreadable,
        "recorded_s": round(tally.recorded_s, 1),
        "kills_not_placed": tally.unplaced,
    }


if __name__ == "__main__":
    sys.exit(main())
