"""Printing: the transcript on paper, looked at before it is printed."""

from PySide6.QtGui import QTextDocument
from PySide6.QtPrintSupport import QPrinter, QPrintPreviewDialog
from PySide6.QtWidgets import QWidget

from meetapp.export import FORMATS, Options, Transcript
from meetapp.export.as_pdf import paper

POINTS = 10.0


class PrintPreview(QPrintPreviewDialog):
    """Shows the pages of a transcript, and prints them."""

    def __init__(self, transcript: Transcript, options: Options, parent: QWidget | None = None) -> None:
        printer = QPrinter(QPrinter.PrinterMode.HighResolution)
        printer.setDocName(transcript.title)
        printer.setCreator("meetapp")
        super().__init__(printer, parent)
        self._printer = printer  # the dialog does not keep it
        self._document = QTextDocument(self)
        font = self._document.defaultFont()
        font.setPointSizeF(POINTS)
        self._document.setDefaultFont(font)
        self._document.setHtml(paper(FORMATS["pdf"].prepared(transcript, options), options))
        self.paintRequested.connect(self._document.print_)
