"""Edits of turns, each applied to a state; False when what it is about is not there any more.

A turn that an edit makes has the edit's id below zero for its own, where the model has none.
"""

from collections.abc import Sequence
from dataclasses import replace

from meetapp.edits.find import find_speaker, find_turn, is_inside, is_same, word_at
from meetapp.edits.kinds import (
    AddTurn,
    CheckWords,
    DeleteTurns,
    MergeTurns,
    MoveTurns,
    Seen,
    SetText,
    SetTimes,
    SplitTurn,
    Voice,
)
from meetapp.edits.retext import cut, retext, spread
from meetapp.edits.state import State
from sts_model.turns import Turn


def set_text(state: State, _id: int, edit: SetText) -> bool:
    """What the person wrote stands for the time of the turn seen; what a changed turn says beside it stays."""
    turn = find_turn(state.turns, edit.turn)
    if turn is None:
        return False
    if is_same(turn, edit.turn):
        state.turns.put_words(replace(turn, words=retext(turn.words, edit.text, turn.start_samples, turn.end_samples)))
    else:
        state.turns.put_words(_with_text(_grown_over(state, turn, edit.turn), edit.turn, edit.text))
    return True


def check_words(state: State, _id: int, edit: CheckWords) -> bool:
    """Nobody doubts the words any more; where others stand by now, those are not what was checked."""
    turn = find_turn(state.turns, edit.turn)
    if turn is None:
        return False
    inside = {place for place, word in enumerate(turn.words) if is_inside(word, edit.words)}
    if not inside or " ".join(turn.words[place].text for place in sorted(inside)) != edit.words.text:
        return False
    words = (replace(word, confidence=1.0) if place in inside else word for place, word in enumerate(turn.words))
    state.turns.put(replace(turn, words=tuple(words)))
    return True


def split_turn(state: State, id: int, edit: SplitTurn) -> bool:
    turn = find_turn(state.turns, edit.turn)
    if turn is None:
        return False
    place = edit.word if turn.text == edit.turn.text else word_at(turn, edit.at_samples)
    if not 0 < place < len(turn.words):
        return False
    before, after = cut(turn.words, place)
    first_end, second_start = (
        min(max(edge, turn.start_samples), turn.end_samples)
        for edge in (before[-1].end_samples, after[0].start_samples)
    )
    state.turns.put(replace(turn, end_samples=first_end, words=before))
    state.turns.put(replace(turn, id=-id, start_samples=second_start, words=after))
    return True


def merge_turns(state: State, _id: int, edit: MergeTurns) -> bool:
    turns = _found(state, edit.turns)
    if not turns or None in turns:
        return False
    ordered = sorted({turn.id: turn for turn in turns if turn}.values(), key=_place)
    for turn in ordered:
        state.turns.remove(turn.id)
    words = tuple(word for turn in ordered for word in turn.words)
    state.turns.put(replace(ordered[0], end_samples=max(turn.end_samples for turn in ordered), words=words))
    return True


def move_turns(state: State, _id: int, edit: MoveTurns) -> bool:
    turns = _found(state, edit.turns, whole=True)
    speaker = _speaker(state, edit.speaker, new=edit.new)
    for turn in turns:
        if turn is not None:
            state.turns.put(replace(turn, speaker=speaker, certainty=None))
    return None not in turns


def set_times(state: State, _id: int, edit: SetTimes) -> bool:
    """Of a turn that has other limits since, only the one that the person moved is moved."""
    turn = find_turn(state.turns, edit.turn, whole=True)
    if turn is None:
        return False
    start = turn.start_samples if edit.start_samples == edit.turn.start_samples else edit.start_samples
    end = turn.end_samples if edit.end_samples == edit.turn.end_samples else edit.end_samples
    if not 0 <= start < end:
        return False
    state.turns.put(replace(turn, start_samples=start, end_samples=end))
    return True


def with_words_inside(turn: Turn) -> Turn:
    """`turn` with the times of its words within its own; the very same one where they are."""
    first, last = turn.start_samples, turn.end_samples
    if all(first <= word.start_samples and word.end_samples <= last for word in turn.words):
        return turn
    words = (
        replace(
            word,
            start_samples=min(max(first, word.start_samples), last),
            end_samples=min(max(first, word.end_samples), last),
        )
        for word in turn.words
    )
    return replace(turn, words=tuple(words))


def delete_turns(state: State, _id: int, edit: DeleteTurns) -> bool:
    """Takes turns away; of a turn that has grown since, what was said in the time of the one seen."""
    applied = True
    for sought in dict.fromkeys(edit.turns):  # named twice, the second would find another that is just like it
        whole = find_turn(state.turns, sought, whole=True)
        part = find_turn(state.turns, sought)
        if whole is not None:
            state.turns.remove(whole.id)
        elif part is not None:
            state.turns.put_words(_with_text(part, sought, ""))
        else:
            applied = False
    return applied


def add_turn(state: State, id: int, edit: AddTurn) -> bool:
    end_samples = max(edit.start_samples, edit.end_samples)
    words = tuple(spread(edit.text.split(), edit.start_samples, end_samples))
    speaker = _speaker(state, edit.speaker, new=edit.new)
    state.turns.put_words(Turn(-id, edit.channel, speaker, edit.start_samples, end_samples, words))
    return bool(words)


def _found(state: State, sought: Sequence[Seen], *, whole: bool = False) -> list[Turn | None]:
    return [find_turn(state.turns, each, whole=whole) for each in sought]


def _speaker(state: State, speaker: Voice, *, new: bool) -> int:
    return speaker.number if new else find_speaker(state.turns, speaker)


def _with_text(turn: Turn, span: Seen, text: str) -> Turn:
    """`turn` with its words in that time replaced by `text`."""
    inside = [place for place, word in enumerate(turn.words) if is_inside(word, span)]
    first = inside[0] if inside else word_at(turn, span.start_samples)
    before, rest = cut(turn.words, first)
    replaced, after = cut(rest, inside[-1] + 1 - first if inside else 0)
    start, end = max(turn.start_samples, span.start_samples), min(turn.end_samples, span.end_samples)
    return replace(turn, words=before + retext(replaced, text, start, max(start, end)) + after)


def _grown_over(state: State, turn: Turn, span: Seen) -> Turn:
    """`turn` with all that its speaker says in that time, in turns of their own until now."""
    pieces = [
        each
        for each in state.turns.around(span.start_samples, span.end_samples)
        if each.speaker == turn.speaker
        and span.start_samples * 2 <= each.start_samples + each.end_samples <= span.end_samples * 2
        and each.id != turn.id
    ]
    ordered = sorted([*pieces, turn], key=_place)
    for piece in pieces:
        state.turns.remove(piece.id)
    return replace(
        turn,
        start_samples=ordered[0].start_samples,
        end_samples=max(piece.end_samples for piece in ordered),
        words=tuple(word for piece in ordered for word in piece.words),
    )


def _place(turn: Turn) -> tuple[int, int, int]:
    return turn.start_samples, turn.channel, turn.id
