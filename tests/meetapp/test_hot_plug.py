"""Inputs that come and go while the window is open."""

from PySide6.QtCore import Qt

from meetapp.window import inputs as inputs_of
from meetapp.window.inputs import Input, InputList, parse_inputs


def test_what_is_plugged_in_is_asked_for_at_once(qtbot, monkeypatch, tmp_path):
    monkeypatch.setattr(inputs_of, "DEVICES", tmp_path)
    asked = []
    monkeypatch.setattr(InputList, "refresh", lambda self: asked.append(self))
    found = InputList()
    assert not asked
    (tmp_path / "pcmC1D0c").touch()
    qtbot.waitUntil(lambda: asked == [found])


def test_an_input_that_appears_is_offered_and_the_chosen_one_stays(show_window, qtbot):
    window = show_window()
    window.dock.want_input("mon")
    window.inputs.inputs = [*window.inputs.inputs, Input("usb2", "Headset", False, False)]
    window.inputs.changed.emit()
    box = window.dock.input
    assert [box.itemText(i) for i in range(box.count())][-1] == "Headset"
    assert window.dock.chosen_input == "mon"
    window.inputs.inputs = [each for each in window.inputs.inputs if each.name != "mon"]
    window.inputs.changed.emit()
    assert window.dock.chosen_input == "mic"


def test_opening_the_list_asks_again_when_the_answer_is_old(show_window, qtbot, monkeypatch):
    asked = []
    monkeypatch.setattr(InputList, "refresh_if_old", lambda self: asked.append(self))
    window = show_window()
    asked.clear()
    window.dock.input.setFocus()
    qtbot.keyClick(window.dock.input, Qt.Key.Key_Down, Qt.KeyboardModifier.AltModifier)
    assert asked
    window.dock.input.hidePopup()


def test_what_another_process_prints_is_read_or_refused():
    text = '[{"name": "a", "description": "A", "kind": "monitor"}]'
    assert parse_inputs(text) == [Input("a", "A", True, False)]
