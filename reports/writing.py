"""Writing a summary as a file of one of three kinds.

Each writer is imported when it is asked for: a process that writes one kind is spared the libraries of the others.
"""

from collections.abc import Callable, Sequence
from typing import Literal, TypeAlias, get_args

from reports.blueprint import blueprint_summary, cover_only
from reports.document import Document
from reports.fonts_used import SARABUN, Lettering
from reports.sheets import mission_sheet, worksheets
from reports.summary import SummaryInput
from text.numbers import Digits
from text.words import Lang

FileKind: TypeAlias = Literal["docx", "pdf", "xlsx"]
KINDS: tuple[FileKind, ...] = get_args(FileKind)
MEDIA_TYPES: dict[FileKind, str] = {
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "pdf": "application/pdf",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}
Content: TypeAlias = Literal["summary", "sheet", "worksheet"]
"""The cabinet summary; each mission on a page; a blank worksheet for each mission, to fill in by hand."""
_CONTENTS: dict[Content, Callable[[SummaryInput, Lang, Digits], Document]] = {
    "summary": blueprint_summary,
    "sheet": mission_sheet,
    "worksheet": worksheets,
}
Progress: TypeAlias = Callable[[int, int], None]
"""Is told how many steps of how many are done."""


def unheard(done: int, total: int) -> None:
    """A progress that nobody follows."""


def write(
    summary: SummaryInput,
    kind: FileKind,
    lang: Lang = "th",
    *,
    digits: Digits = "arabic",
    lettering: Lettering = SARABUN,
    content: Content = "summary",
    progress: Progress = unheard,
) -> bytes:
    """As ``write_all``, a file of one kind."""
    kinds = (kind,)
    return write_all(summary, kinds, lang, digits=digits, lettering=lettering, content=content, progress=progress)[kind]


def write_all(
    summary: SummaryInput,
    kinds: Sequence[FileKind],
    lang: Lang = "th",
    *,
    digits: Digits = "arabic",
    lettering: Lettering = SARABUN,
    content: Content = "summary",
    progress: Progress = unheard,
) -> dict[FileKind, bytes]:
    """The summary, or what else ``content`` makes of its missions, as a file of each kind.

    They are set in ``lettering``, which must be installed (``reports.typesetting.is_installed``). The first step of
    ``progress`` is the document, and each kind is one more. What several kinds need is worked out once.
    """
    steps = 1 + len(kinds)
    progress(0, steps)
    document = _CONTENTS[content](summary, lang, digits)
    made: dict[FileKind, bytes] = {}
    for kind in kinds:
        progress(1 + len(made), steps)
        made[kind] = _written(document, kind, lettering)
    progress(steps, steps)
    return made


def _written(document: Document, kind: FileKind, lettering: Lettering) -> bytes:
    if kind == "docx":
        from reports.docx import docx_bytes

        return docx_bytes(document, lettering)
    if kind == "pdf":
        from reports.pdf import pdf_bytes

        return pdf_bytes(document, lettering)
    from reports.xlsx import xlsx_bytes

    return xlsx_bytes(document, lettering)


def first_page(
    summary: SummaryInput, lang: Lang = "th", *, digits: Digits = "arabic", pixels_per_inch: float = 110
) -> bytes:
    """The cover as a PNG picture: a preview."""
    from reports.pdf import png_pages

    return png_pages(cover_only(summary, lang, digits), pixels_per_inch)[0]
