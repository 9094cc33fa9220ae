"""Process that prints: a page in HTML on standard input, a PDF on standard output."""

import sys


def main() -> None:
    from PySide6.QtCore import QBuffer, QIODevice, QLocale
    from PySide6.QtGui import QFont, QGuiApplication, QPageSize, QPdfWriter, QTextDocument

    html = sys.stdin.buffer.read().decode()
    application = QGuiApplication(["meetapp"])
    document = QTextDocument()
    font = QFont(application.font())
    font.setPointSizeF(10)
    document.setDefaultFont(font)
    document.setHtml(html)
    paper = QBuffer()
    paper.open(QIODevice.OpenModeFlag.WriteOnly)
    writer = QPdfWriter(paper)
    writer.setTitle(document.metaInformation(QTextDocument.MetaInformation.DocumentTitle))
    writer.setCreator("meetapp")
    metric = QLocale.system().measurementSystem() == QLocale.MeasurementSystem.MetricSystem
    writer.setPageSize(QPageSize(QPageSize.PageSizeId.A4 if metric else QPageSize.PageSizeId.Letter))
    document.print_(writer)
    # The writer finishes the file when it goes.
    del writer
    sys.stdout.buffer.write(paper.data().data())


if __name__ == "__main__":
    main()
