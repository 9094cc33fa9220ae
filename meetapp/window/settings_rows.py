"""What the settings dialog offers: sections and rows as plain values, so that search and tests need no widgets."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Literal

Tr = Callable[[str], str]
Kind = Literal["switch", "choice", "number", "folder", "text", "told"]
SECTIONS = ("general", "recording", "recognition", "appearance", "storage", "shortcuts", "privacy")

KEPT_DAYS = (7, 30, 90, 180, 365)


@dataclass(frozen=True)
class Row:
    """One setting: the field of `Settings` it changes, where it stands and what it says.

    `options` are pairs of value and words; of a number, the value that means more than it says. `hint` stands in the
    field of a folder or text while it is empty, and is the unit of a number. What is told is no setting: `hint` is it.
    """

    name: str
    section: str
    title: str
    help: str
    kind: Kind
    options: tuple[tuple[object, str], ...] = ()
    hint: str = ""

    def answers(self, question: str) -> bool:
        """Whether every word of `question` occurs in what the row says."""
        said = " ".join([self.title, self.help, self.name, *(words for _, words in self.options)]).casefold()
        return all(word in said for word in question.casefold().split())


def section_titles(tr: Tr) -> dict[str, str]:
    """What the sections are called."""
    return {
        "general": tr("General"),
        "recording": tr("Recording"),
        "recognition": tr("Recognition"),
        "appearance": tr("Appearance"),
        "storage": tr("Storage"),
        "shortcuts": tr("Shortcuts"),
        "privacy": tr("Privacy"),
    }


def rows(
    tr: Tr,
    *,
    inputs: tuple[tuple[object, str], ...],
    models: tuple[tuple[object, str], ...],
    formats: tuple[tuple[object, str], ...],
    sizes: tuple[int, ...],
    home: str,
    keys_problem: str,
    is_encrypted: bool,
) -> list[Row]:
    """All rows in order; what depends on this machine is given; `keys_problem` is why there are no system-wide keys."""
    system = (("", tr("As the system")), *inputs)
    return [
        Row(
            "close_to_tray",
            "general",
            tr("Go on in the tray"),
            tr("Closing the window while something is recorded leaves an icon in the system tray."),
            "switch",
        ),
        Row(
            "export_format",
            "general",
            tr("Export format"),
            tr("The format that “Export as last time” writes."),
            "choice",
            formats,
        ),
        Row(
            "export_folder",
            "general",
            tr("Export folder"),
            tr("Where exported files are offered to be written."),
            "folder",
            hint=home,
        ),
        Row(
            "after_meeting",
            "general",
            tr("Run after a meeting"),
            tr(
                "A command of yours that is run, without a shell, when the text of a meeting is complete. "
                "MEETAPP_MEETING, MEETAPP_FOLDER, MEETAPP_TITLE and MEETAPP_SOURCE tell it of which."
            ),
            "text",
            hint=tr("/home/me/bin/file-minutes --quiet"),
        ),
        Row(
            "input",
            "recording",
            tr("Input"),
            tr("The microphone, or the sound of the loudspeakers, that new recordings listen to."),
            "choice",
            system,
        ),
        Row(
            "live_text",
            "recording",
            tr("Write text while recording"),
            tr("Without it only sound is recorded, and the text is made when you ask for it."),
            "switch",
        ),
        Row(
            "keep_awake",
            "recording",
            tr("Keep the computer awake"),
            tr("While something is recorded, the computer does not fall asleep by itself."),
            "switch",
        ),
        Row(
            "silence_minutes",
            "recording",
            tr("Offer to stop after silence"),
            tr("When nobody has spoken for so long, the window asks whether to stop."),
            "number",
            ((0, tr("Never")),),
            tr(" min"),
        ),
        Row(
            "stop_after_silence",
            "recording",
            tr("Stop by itself after silence"),
            tr("A recording ends when nobody has spoken for so long, as long as the window or its icon is there."),
            "choice",
            (
                (0, tr("Never")),
                *((minutes, tr("After %1 min").replace("%1", str(minutes))) for minutes in (10, 30, 60)),
            ),
        ),
        Row(
            "global_record_key",
            "recording",
            tr("Key to start and stop, in every program"),
            keys_problem or tr("Starts or stops a recording whatever program is in front. Empty: no such key."),
            "text",
            hint="Ctrl+Alt+R",
        ),
        Row(
            "global_bookmark_key",
            "recording",
            tr("Key to set a bookmark, in every program"),
            keys_problem or tr("Marks the moment in the recording that goes on. Empty: no such key."),
            "text",
            hint="Ctrl+Alt+B",
        ),
        Row(
            "model",
            "recognition",
            tr("Model"),
            tr("What turns sound into text. New recordings and imports use it; old ones can be recognised again."),
            "choice",
            models,
        ),
        Row(
            "names",
            "recognition",
            tr("Names and words to listen for"),
            tr("People, products and places that the model would not guess, separated by commas."),
            "text",
            hint=tr("Chiara Rossi, Friedrichshain"),
        ),
        Row(
            "effort",
            "recognition",
            tr("Speed or accuracy"),
            tr("Careful looks further for what was said, gets a few more words right, and takes longer."),
            "choice",
            (("fast", tr("Fast")), ("balanced", tr("Balanced")), ("careful", tr("Careful"))),
        ),
        Row(
            "threads",
            "recognition",
            tr("Processor cores for a meeting"),
            tr("Making the text of one meeting uses no more of them. One is enough to keep up with people talking."),
            "number",
        ),
        Row(
            "low_priority",
            "recognition",
            tr("Let other programs go first"),
            tr("Text is made with what other programs leave of the computer. Sound is recorded as always."),
            "switch",
        ),
        Row(
            "show_confidence",
            "recognition",
            tr("Mark unsure words"),
            tr("Words that the model is unsure of are underlined with dots."),
            "switch",
        ),
        Row(
            "theme",
            "appearance",
            tr("Theme"),
            tr("Light or dark, or as the rest of the system."),
            "choice",
            (("system", tr("As the system")), ("light", tr("Light")), ("dark", tr("Dark"))),
        ),
        Row(
            "text_scale",
            "appearance",
            tr("Text size"),
            tr("The size of all text in the window."),
            "choice",
            tuple((size, f"{size} %") for size in sizes),
        ),
        Row(
            "caption_size",
            "appearance",
            tr("Size of captions"),
            tr("The size of the text in the window of captions for an audience."),
            "number",
            hint=tr(" px"),
        ),
        Row(
            "reduce_motion",
            "appearance",
            tr("Reduce motion"),
            tr("Nothing blinks. Level meters still move."),
            "switch",
        ),
        Row(
            "meetings_folder",
            "storage",
            tr("Folder of meetings"),
            tr("Where new meetings are kept. Those that exist stay where they are."),
            "folder",
            hint=home,
        ),
        Row(
            "audio",
            "storage",
            tr("Sound after the text is complete"),
            tr("Compressed sound is the same sound in less room. Without sound nothing can be played or heard again."),
            "choice",
            (("keep", tr("Keep as it is")), ("compress", tr("Compress")), ("discard", tr("Discard"))),
        ),
        Row(
            "delete_after_days",
            "storage",
            tr("Delete by itself"),
            tr("What is older is deleted for good whenever the window starts. Nothing brings it back."),
            "choice",
            ((0, tr("Never")), *((days, tr("After %1 days").replace("%1", str(days))) for days in KEPT_DAYS)),
        ),
        Row(
            "delete_what",
            "storage",
            tr("What is then deleted"),
            tr("Without its sound a meeting keeps its text, but cannot be played or recognised again."),
            "choice",
            (("sound", tr("The sound")), ("meeting", tr("The whole meeting"))),
        ),
        Row(
            "plain_copies",
            "storage",
            tr("Text as plain files"),
            tr(
                "transcript.txt and transcript.json in each meeting's folder follow your edits, for other programs."
                " There are none while the library is encrypted."
            ),
            "switch",
        ),
        Row(
            "watch_folder",
            "storage",
            tr("Watched folder"),
            tr("Recordings that appear in this folder are imported by themselves."),
            "folder",
            hint=tr("None"),
        ),
        Row(
            "remind_consent",
            "privacy",
            tr("Remind me to ask for consent"),
            tr("Before a recording begins, the window reminds you to ask everybody. In many places the law wants it."),
            "switch",
        ),
        Row(
            "encryption",
            "privacy",
            tr("Encryption"),
            tr(
                "Encrypts sound, text and library on the disk, with a key in the keyring of the system. "
                "The command “meetapp encryption on” or “off” switches it, for old meetings too."
            ),
            "told",
            hint=tr("On") if is_encrypted else tr("Off"),
        ),
    ]
