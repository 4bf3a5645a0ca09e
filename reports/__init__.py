"""The blueprint summary for cabinet: one document, written as DOCX, PDF and XLSX.

``write`` makes a file; ``write_apart`` makes several in a process of its own, so that a page is not blocked;
``first_page`` is the preview. The input is a ``SummaryInput``; ``reports.from_file`` makes one from a file (and is not
imported here, so that the process that writes is small).
"""

from reports.fonts_used import LETTERINGS, OFFICIAL, SARABUN, Lettering
from reports.sheets import blank
from reports.summary import Change, Name, ReviewedMission, Source, SummaryInput
from reports.tally import Tally
from reports.writing import KINDS, MEDIA_TYPES, FileKind, first_page, write
from reports.writing_process import WritingError, write_apart
from text.numbers import Digits

__all__ = [
    "KINDS",
    "LETTERINGS",
    "MEDIA_TYPES",
    "OFFICIAL",
    "SARABUN",
    "Change",
    "Digits",
    "FileKind",
    "Lettering",
    "Name",
    "ReviewedMission",
    "Source",
    "SummaryInput",
    "Tally",
    "WritingError",
    "blank",
    "first_page",
    "write",
    "write_apart",
]
