"""About: what this is and under which terms, the model's card, and what others have given to it."""

from functools import partial

from PySide6.QtCore import Qt, QUrl
from PySide6.QtGui import QColor, QFont, QTextLength, QTextTable
from PySide6.QtWidgets import (
    QApplication,
    QDialog,
    QHBoxLayout,
    QLabel,
    QPushButton,
    QTabWidget,
    QTextBrowser,
    QVBoxLayout,
    QWidget,
)

from meetapp import __version__
from meetapp.window import notices, tokens
from meetapp.window.icons import program_icon
from meetapp.window.jobs import Jobs
from meetapp.window.models import card_of
from meetapp.window.notices import Notice
from meetapp.window.theme import Appearance
from meetapp.window.versions import versions

SIZE, SIGN_PX = (720, 560), 48


class AboutDialog(QDialog):
    """Read from disk off the GUI thread: the metadata of fifty packages takes a moment."""

    def __init__(self, appearance: Appearance, jobs: Jobs, model: str, parent: QWidget | None = None) -> None:
        """`model` is the folder of the package in use; empty for the program's own."""
        super().__init__(parent)
        self._appearance = appearance
        self.setWindowTitle(self.tr("About meetapp"))
        self._sign, self._name = QLabel(), QLabel(self.tr("meetapp %1").replace("%1", __version__))
        self._text = QLabel(
            self.tr(
                "Records meetings and shows who said what, wholly on this computer. No account, no network connection."
            )
        )
        self._text.setWordWrap(True)
        self._text.setProperty("tone", "dim")
        self.tabs = QTabWidget()
        self.tabs.setAccessibleName(self.tr("About meetapp"))
        self.card = self._page(self.tr("Model"))
        self.licence = self._page(self.tr("Licence"))
        self.notices = self._page(self.tr("Third-party notices"))
        self.notices.setPlainText(self.tr("Collecting…"))
        self.notices.setOpenLinks(False)
        self.notices.anchorClicked.connect(self._on_link)
        self._packages: list[Notice] = []
        self.copy = QPushButton(self.tr("Copy versions"))
        self.copy.setProperty("look", "quiet")
        self.copy.setAccessibleName(self.tr("Copy versions"))
        self.copy.clicked.connect(lambda: QApplication.clipboard().setText(versions()))
        self._arrange()
        appearance.changed.connect(self._restyle)
        self._restyle()
        self.resize(appearance.px(SIZE[0]), appearance.px(SIZE[1]))
        jobs.run(partial(card_of, model), self._show_card)
        jobs.run(notices.own_licence, self.licence.setPlainText)
        jobs.run(notices.collect, self._show_notices)

    def _page(self, title: str) -> QTextBrowser:
        page = QTextBrowser()
        page.setOpenExternalLinks(True)
        page.setAccessibleName(title)
        page.document().setDocumentMargin(tokens.SPACE_4)
        self.tabs.addTab(page, title)
        return page

    def _arrange(self) -> None:
        words = QVBoxLayout()
        words.setSpacing(2)
        words.addWidget(self._name)
        words.addWidget(self._text)
        head = QHBoxLayout()
        head.setSpacing(tokens.SPACE_4)
        head.addWidget(self._sign, 0, Qt.AlignmentFlag.AlignTop)
        head.addLayout(words, 1)
        close = QPushButton(self.tr("Close"))
        close.setAccessibleName(self.tr("Close"))
        close.setDefault(True)
        close.clicked.connect(self.close)
        foot = QHBoxLayout()
        foot.addWidget(self.copy)
        foot.addStretch(1)
        foot.addWidget(close)
        column = QVBoxLayout(self)
        column.setContentsMargins(tokens.SPACE_5, tokens.SPACE_5, tokens.SPACE_5, tokens.SPACE_3)
        column.setSpacing(tokens.SPACE_4)
        column.addLayout(head)
        column.addWidget(self.tabs, 1)
        column.addLayout(foot)

    def _show_card(self, markdown: str) -> None:
        self.card.setMarkdown(markdown or self.tr("This model has no card."))
        for frame in self.card.document().rootFrame().childFrames():
            if isinstance(frame, QTextTable):
                _tidy(frame, self._appearance.colour("line"))

    def _show_notices(self, packages: list[Notice]) -> None:
        self._packages = packages
        self._on_link(QUrl("notice:"))

    def _on_link(self, url: QUrl) -> None:
        """Shows one licence, or the list of all."""
        package = next((each for each in self._packages if each.name == url.path()), None)
        page = notices.list_html(self._packages)
        self.notices.setHtml(notices.notice_html(package, self.tr("All packages")) if package else page)

    def _restyle(self) -> None:
        look = self._appearance
        self._sign.setPixmap(program_icon().pixmap(look.px(SIGN_PX), look.px(SIGN_PX)))
        self._name.setFont(look.font(tokens.TITLE_PX, QFont.Weight.DemiBold))
        self._text.setFont(look.font(tokens.CONTROL_PX))
        self.copy.setFont(look.font(tokens.NAME_PX))
        for page in (self.card, self.licence, self.notices):
            page.document().setDefaultFont(look.font(tokens.NAME_PX))


def _tidy(table: QTextTable, line: QColor) -> None:
    """As wide as the page, and without the empty heading that Markdown wants of every table."""
    if not any(table.cellAt(0, column).firstCursorPosition().block().text() for column in range(table.columns())):
        table.removeRows(0, 1)
    form = table.format().toTableFormat()
    form.setWidth(QTextLength(QTextLength.Type.PercentageLength, 100))
    form.setCellPadding(tokens.SPACE_1)
    form.setTopMargin(tokens.SPACE_3)
    form.setBorderBrush(line)
    form.setBorderCollapse(True)
    table.setFormat(form)
