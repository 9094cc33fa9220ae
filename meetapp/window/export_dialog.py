"""Export: the formats at the left; at the right the options of the one chosen, and how the file will begin."""

from dataclasses import replace
from functools import partial
from pathlib import Path

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QFont, QFontDatabase
from PySide6.QtWidgets import (
    QDialog,
    QFileDialog,
    QHBoxLayout,
    QLabel,
    QPushButton,
    QTextBrowser,
    QVBoxLayout,
    QWidget,
)

from meetapp.export import FORMATS, Format, Transcript
from meetapp.export.template import load_template
from meetapp.window import export_choice, tokens
from meetapp.window.export_fields import ExportFields
from meetapp.window.export_list import OWN, FormatList
from meetapp.window.jobs import Jobs
from meetapp.window.preferences import Preferences
from meetapp.window.theme import Appearance

SIZE, LIST_PX = (860, 620), 272


class ExportDialog(QDialog):
    """Chooses a format and its options for one meeting; what was chosen is remembered once it is used."""

    wanted = Signal(object)  # Format: to be written with the options that the settings now have

    def __init__(
        self,
        appearance: Appearance,
        preferences: Preferences,
        jobs: Jobs,
        transcript: Transcript,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._appearance, self._preferences, self._jobs = appearance, preferences, jobs
        self._transcript = transcript
        self._template: Format | None = None
        self._asked, self._gone = 0, False
        self.setWindowTitle(self.tr("Export"))
        chosen = preferences.settings
        self.formats = FormatList(appearance)
        self.fields = ExportFields(appearance, chosen)
        self._title, self.note = QLabel(), QLabel()
        self.note.setWordWrap(True)
        self.preview = QTextBrowser()
        self.preview.setAccessibleName(self.tr("How the file begins"))
        self.preview.setOpenLinks(False)
        self.preview.document().setDocumentMargin(tokens.SPACE_3)
        self.template = QPushButton(self.tr("Choose a template…"))
        self.template.setAccessibleName(self.tr("Choose a template"))
        self.template.clicked.connect(self._choose_template)
        self.export = QPushButton(self.tr("Export…"))
        self._arrange()
        self.formats.currentRowChanged.connect(self._show)
        self.fields.changed.connect(self._show_preview)
        appearance.changed.connect(self._restyle)
        self._restyle()
        self.formats.choose(OWN if chosen.export_template else chosen.export_format)
        if chosen.export_template:
            self.use_template(Path(chosen.export_template))
        self.formats.setFocus()
        self.resize(appearance.px(SIZE[0]), appearance.px(SIZE[1]))

    @property
    def form(self) -> Format | None:
        """The format chosen; None while that is a template which nobody has named."""
        return self._template if self.formats.chosen == OWN else FORMATS[self.formats.chosen]

    def use_template(self, path: Path) -> None:
        """Takes the template at `path` for the user's own form."""
        self._jobs.run(partial(load_template, path), partial(self._on_template, path), self._on_refusal)

    def show_trouble(self, sentence: str) -> None:
        """Says why nothing was written."""
        self._note(sentence, tone="warning")

    def done(self, result: int) -> None:
        """Closes the dialog; an answer that is still on its way finds nobody."""
        self._gone = True
        super().done(result)

    # Making

    def _arrange(self) -> None:
        right = QVBoxLayout()
        right.setContentsMargins(tokens.SPACE_5, tokens.SPACE_4, tokens.SPACE_5, tokens.SPACE_4)
        right.setSpacing(tokens.SPACE_3)
        right.addWidget(self._title)
        right.addWidget(self.template, 0, Qt.AlignmentFlag.AlignLeft)
        right.addWidget(self.fields)
        right.addWidget(self.note)
        right.addWidget(self.preview, 1)
        left = QVBoxLayout()
        left.setContentsMargins(tokens.SPACE_3, tokens.SPACE_3, tokens.SPACE_3, tokens.SPACE_3)
        left.addWidget(self.formats)
        across = QHBoxLayout()
        across.setSpacing(0)
        across.addLayout(left)
        across.addLayout(right, 1)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addLayout(across, 1)
        column.addWidget(self._foot())

    def _foot(self) -> QWidget:
        cancel = QPushButton(self.tr("Cancel"))
        cancel.setAccessibleName(self.tr("Cancel"))
        cancel.clicked.connect(self.reject)
        self.export.setAccessibleName(self.tr("Export"))
        self.export.setProperty("look", "primary")
        self.export.setDefault(True)
        self.export.clicked.connect(self._accept)
        foot = QWidget()
        foot.setObjectName("foot")
        foot.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        line = QHBoxLayout(foot)
        line.setContentsMargins(tokens.SPACE_4, tokens.SPACE_2, tokens.SPACE_4, tokens.SPACE_2)
        line.addStretch(1)
        line.addWidget(cancel)
        line.addWidget(self.export)
        return foot

    # Showing

    def _show(self) -> None:
        form = self.form
        own = self.formats.chosen == OWN
        self.template.setVisible(own)
        self._title.setText(self.tr(form.label) if form is not None else self.tr("Own template"))
        self.fields.setVisible(form is not None)
        self.export.setEnabled(form is not None)
        self._note(" ".join(self.tr(each) for each in (form.overlap, form.loses) if each) if form is not None else "")
        if form is None:
            self._asked += 1
            self.preview.setPlainText("")
            return
        self.fields.show_for(form.takes)
        self._show_preview()

    def _show_preview(self) -> None:
        """Asks for the beginning of the file; an answer to an older question is passed over."""
        form = self.form
        if form is None:
            return
        self._asked += 1
        options = export_choice.options_of(replace(self._preferences.settings, **self.fields.values))
        work = partial(export_choice.preview, form, self._transcript, options)
        self._jobs.run(work, partial(self._on_preview, self._asked, form.name), partial(self._on_fault, self._asked))

    def _on_preview(self, asked: int, name: str, text: str) -> None:
        if self._gone or asked != self._asked:
            return
        if name in export_choice.PAGES:
            self.preview.document().setDefaultFont(self._appearance.font(tokens.NAME_PX))
            self.preview.setHtml(text)
        else:
            self.preview.document().setDefaultFont(self._fixed())
            self.preview.setPlainText(text)

    def _on_fault(self, asked: int, sentence: str) -> None:
        if not self._gone and asked == self._asked:
            self.show_trouble(sentence)
            self.preview.setPlainText("")
            self.export.setEnabled(False)

    def _note(self, words: str, tone: str = "dim") -> None:
        self.note.setText(words)
        self.note.setProperty("tone", tone)
        self.note.style().polish(self.note)

    def _fixed(self) -> QFont:
        font = QFontDatabase.systemFont(QFontDatabase.SystemFont.FixedFont)
        font.setPointSizeF(self._appearance.font(tokens.SECONDARY_PX).pointSizeF())
        return font

    # Choosing

    def _choose_template(self) -> None:
        name, _ = QFileDialog.getOpenFileName(
            self, self.tr("Choose a template"), "", self.tr("Templates (*.jinja *.jinja2 *.j2);;All files (*)")
        )
        if name:
            self.use_template(Path(name))

    def _on_template(self, path: Path, form: Format) -> None:
        self._template, self._template_path = form, path
        if not self._gone:
            self._show()

    def _on_refusal(self, sentence: str) -> None:
        self._template = None
        if not self._gone:
            self._show()
            self.show_trouble(sentence)

    def _accept(self) -> None:
        form = self.form
        if form is None:
            return
        own = self.formats.chosen == OWN
        known = {} if own else {"export_format": form.name}
        self._preferences.change(**self.fields.values, **known, export_template=str(self._template_path) if own else "")
        self._preferences.save_later(self._jobs)
        self.wanted.emit(form)

    def _restyle(self) -> None:
        look = self._appearance
        self._title.setFont(look.font(tokens.TITLE_PX, QFont.Weight.DemiBold))
        self.note.setFont(look.font(tokens.NAME_PX))
        self.formats.setFixedWidth(look.px(LIST_PX))
