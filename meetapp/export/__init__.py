"""Export: turns in, the content of a file out; one module a format, and the one table of formats."""

from meetapp.export.format import Format
from meetapp.export.formats import FORMATS
from meetapp.export.options import AS_IT_IS, Options, Speakers
from meetapp.export.transcript import Transcript

__all__ = ["AS_IT_IS", "FORMATS", "Format", "Options", "Speakers", "Transcript"]
