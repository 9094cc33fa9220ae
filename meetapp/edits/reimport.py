"""An edited transcript read back: what a person changed in it, as edits of the meeting that it was exported from."""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence

from meetapp.edits.apply import EditedMeeting
from meetapp.edits.find import seen, voice
from meetapp.edits.kinds import AddTurn, Change, DeleteTurns, MergeTurns, MoveTurns, RenameSpeaker, Seen, SetText
from meetapp.edits.matching import Match, match_turns, says
from meetapp.edits.retext import as_shown
from sts_model.turns import Turn
from sts_model.wording import worded


def reimport(meeting: EditedMeeting, read: Sequence[Turn], names: Mapping[int, str]) -> list[Change]:
    """The edits that make `meeting` say what a file does; none when the file is as it was exported.

    Words that stayed keep their times, limits of turns are not changed, and it does not matter in which wording the
    file was written, nor whether it has the names of people. A turn that the file does not have is deleted.

    Args:
        read: turns of the file in order of start.
        names: of the file's speakers; one without a name is called by the number.
    """
    matches = match_turns(meeting.turns, read)
    numbers = _numbers(meeting, matches, names)
    edits: list[Change] = [
        RenameSpeaker(voice(meeting.turns, number), names[speaker])
        for speaker, number in numbers.items()
        if speaker in names and _called(meeting.names, number) != names[speaker]
    ]
    verbatim = _is_verbatim(matches)
    for match in matches:
        edits += _edits(meeting, match, numbers, verbatim)
    return edits


def _is_verbatim(matches: Sequence[Match]) -> bool:
    """Whether the file has bare words where capitals are shown: then a small letter is no correction."""
    shown = sum(_capitals(worded(turn, "readable").text) for match in matches for turn in match.shown)
    return 2 * sum(_capitals(turn.text) for match in matches for turn in match.read) < shown


def _capitals(text: str) -> int:
    return sum(word != word.lower() for word in text.split())


def _edits(meeting: EditedMeeting, match: Match, numbers: Mapping[int, int], verbatim: bool) -> Iterator[Change]:
    """What is to be done about these turns; each edit sees them as the one before it leaves them."""
    about = tuple(seen(turn) for turn in match.shown)
    if not match.read:
        yield DeleteTurns(about)
        return
    first, text = match.read[0], " ".join(turn.text for turn in match.read)
    number = numbers.get(first.speaker)
    if not about:
        number = _latest_speaker(meeting.turns, first) if number is None else number
        speaker, new = voice(meeting.turns, number), number >= meeting.free_speaker
        yield AddTurn(first.start_samples, first.end_samples, speaker, text, first.channel, new)
        return
    if number is not None and any(turn.speaker != number for turn in match.shown):
        yield MoveTurns(about, voice(meeting.turns, number), number >= meeting.free_speaker)
    if not says(match.shown, text):
        if len(about) > 1:
            yield MergeTurns(about)
        words = tuple(word for turn in match.shown for word in turn.words)
        yield SetText(_as_one(about), as_shown(words, text) if verbatim else text)


def _numbers(meeting: EditedMeeting, matches: Sequence[Match], names: Mapping[int, str]) -> dict[int, int]:
    """What each speaker of the file is numbered in the meeting: by name, else by what they say, else anew.

    A file that does not say who speaks, and so has one speaker without a name, has none.
    """
    talk: dict[int, Counter[int]] = {}
    for match in matches:
        for turn in match.read:
            heard = talk.setdefault(turn.speaker, Counter())
            heard.update({other.speaker: other.end_samples - other.start_samples for other in match.shown})
    known = {_called(meeting.names, number): number for number in {turn.speaker for turn in meeting.turns}}
    if len(talk) == 1 and not names and len(known) > 1:
        return {}
    numbers = {speaker: known[_called(names, speaker)] for speaker in talk if _called(names, speaker) in known}
    numbers |= {speaker: speaker for speaker in talk if speaker not in names and speaker in known.values()}
    free = meeting.free_speaker
    for speaker in sorted(talk.keys() - numbers.keys()):
        likely, share = max(talk[speaker].items(), key=lambda item: item[1], default=(0, 0))
        if share * 2 > talk[speaker].total() and likely not in numbers.values():
            numbers[speaker] = likely
        else:
            numbers[speaker], free = free, free + 1
    return numbers


def _called(names: Mapping[int, str], number: int) -> str:
    """As files have it: on one line."""
    return " ".join(names.get(number, "").split()) or f"Speaker {number}"


def _latest_speaker(turns: Sequence[Turn], new: Turn) -> int:
    """Who spoke last when `new` begins."""
    before = [turn.speaker for turn in turns if turn.start_samples <= new.start_samples]
    return before[-1] if before else turns[0].speaker


def _as_one(turns: Sequence[Seen]) -> Seen:
    """The turn that merging `turns`, in order, makes."""
    end_samples = max(turn.end_samples for turn in turns)
    return Seen(turns[0].id, turns[0].start_samples, end_samples, " ".join(turn.text for turn in turns))
