"""Which end of the log a PDF was made from, written into its properties so that a check can read it again."""

import io
import re

import pikepdf

from reports.summary import Source

_KEYWORD = re.compile(r"mission-review:([0-9a-f]{32}):(\d{1,9}):([0-9a-f]{64})")


def keywords(source: Source) -> tuple[str, ...]:
    """The keyword that names the review, the number of its last change and the hash; none for a file."""
    return (f"mission-review:{source.review}:{source.log}:{source.head}",) if source.review else ()


def tip_of(pdf: bytes) -> dict[str, str | int]:
    """The end of the log that a PDF names, as the audit takes one. Raises ``ValueError`` when it names none."""
    try:
        with pikepdf.open(io.BytesIO(pdf)) as opened:
            found = _KEYWORD.search(str(opened.docinfo.get("/Keywords", "")))
    except pikepdf.PdfError:
        found = None
    if found is None:
        raise ValueError("no keyword")
    return {"chain": found[1], "seq": int(found[2]), "hash": found[3]}
