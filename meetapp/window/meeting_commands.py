"""What the actions of the meeting that is shown do."""

from collections.abc import Callable
from functools import partial

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeySequence, QShortcut

from meetapp.window.actions import Actions
from meetapp.window.meeting_actions import DIGITS, READING, REDO_TOO
from meetapp.window.meeting_page import MeetingPage
from meetapp.window.turn_limits import NUDGE_S


def meeting_commands(page: MeetingPage) -> dict[str, Callable[[], object]]:
    """A call for each action."""
    playback, listening, editing, searching = page.playback, page.listening, page.editing, page.searching
    does: dict[str, Callable[[], object]] = {
        "play": playback.toggle,
        "play-cursor": page.play_here,
        "slower": partial(playback.step_speed, -1),
        "faster": partial(playback.step_speed, 1),
        "heard": listening.show_place,
        "only": listening.hear_only_at_cursor,
        "closer": page.timeline.zoom_in,
        "farther": page.timeline.zoom_out,
        "whole": page.timeline.show_whole,
        "find": page.open_find,
        "find-next": partial(searching.step, 1),
        "find-previous": partial(searching.step, -1),
        "replace": partial(page.open_find, replace=True),
        "undo": editing.undo,
        "redo": editing.redo,
        "edit": editing.edit_text,
        "split": editing.split,
        "merge": editing.merge,
        "delete-turn": editing.delete,
        "new-speaker": editing.give_to_new,
        "rest-new": editing.give_rest_to_new,
        "doubt": editing.next_doubt,
        "times": page.limits.ask,
        "begin-earlier": partial(page.limits.nudge, -NUDGE_S, is_end=False),
        "begin-later": partial(page.limits.nudge, NUDGE_S, is_end=False),
        "end-earlier": partial(page.limits.nudge, -NUDGE_S, is_end=True),
        "end-later": partial(page.limits.nudge, NUDGE_S, is_end=True),
    }
    return does | {f"speaker-{number}": partial(editing.give_to, number) for number in DIGITS}


def bind_reading_keys(page: MeetingPage, actions: Actions) -> None:
    """Lets keys that people type or press buttons with count only where the meeting is read."""
    for name in READING:
        action = actions[name]
        action.setShortcutContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
        page.window().removeAction(action)
        page.transcript.addAction(action)
        if name in ("play", "play-cursor"):
            page.timeline.addAction(action)
    QShortcut(QKeySequence(REDO_TOO), page, actions["redo"].trigger)
