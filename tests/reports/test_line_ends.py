"""No Thai word is cut at the end of a line, measured over every line end of the pack against the dictionary."""

import itertools
import re
from collections.abc import Callable

import pytest

from reports import SummaryInput
from reports.blueprint import blueprint_summary
from reports.document import shown
from reports.pdf import pdf_bytes
from tests.reports.test_blueprint import texts
from text.numbers import Digits
from text.thai_words import kept_together

THAI = "\u0e01-\u0e4e"
_NEAR = 14


def boundaries(text: str) -> tuple[str, set[int]]:
    """The text without spaces, and the places in it at which a line may end."""
    squeezed, ends = "", set()
    for piece in kept_together(text):
        for part in re.split(r"(\s+)", piece) if " " not in piece.strip() else [piece]:
            squeezed += re.sub(r"\s", "", part)
            ends.add(len(squeezed))
    return squeezed, ends


@pytest.mark.parametrize("digits", ["arabic", "thai"])
def test_no_line_ends_within_a_thai_word(sample: SummaryInput, digits: Digits, text_of_pdf: Callable[..., str]) -> None:
    document = blueprint_summary(sample, "th", digits)
    cells = [
        shown(cell, column.kind, digits)
        for table in document.tables()
        for row in table.rows
        for cell, column in zip(row, table.columns, strict=True)
    ]
    heads = [column.heading for table in document.tables() for column in table.columns]
    sources = [boundaries(text) for text in dict.fromkeys([*texts(document).split("\n"), *cells, *heads])]
    lines = [re.sub(r"\s", "", line) for line in text_of_pdf(pdf_bytes(document), "-raw").splitlines()]
    ends, cut = 0, []
    for line, following in itertools.pairwise(lines):
        if not re.search(f"[{THAI}]$", line) or not re.match(f"[{THAI}]", following):
            continue
        before, after = line[-_NEAR:], following[:_NEAR]
        places = [
            place.start() + len(before) in allowed
            for text, allowed in sources
            for place in re.finditer(re.escape(before + after), text)
        ]
        if places:
            ends += 1
            if not any(places):
                cut.append(f"{before}|{after}")
    assert ends > 300
    assert "; ".join(cut) == ""
