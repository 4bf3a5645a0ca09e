"""CSV and its relatives as rows of text: separator found, damage tolerated but noticed."""

import csv
import io
import itertools
import re
from collections import Counter
from dataclasses import dataclass
from typing import TypeAlias

from missions.columns import Headings, Score

SEPARATORS = (",", ";", "\t", "|")

_SAMPLE = 65_536
_SAMPLE_RECORDS = 50
_SEP_LINE = re.compile(r'"?sep=([,;\t|])"?(\r\n|\r|\n)', re.IGNORECASE)
"""The first line by which a file tells Excel its separator; Excel does not show it as a row."""
_END = "\ue000end of file\ue000"
_Rank: TypeAlias = tuple[Score, float, int]

csv.field_size_limit(2**31 - 1)


@dataclass(frozen=True)
class Table:
    """The records of a text, blank ones included. ``open_quote``: the last one runs to the end of the text."""

    records: list[list[str]]
    delimiter: str
    open_quote: bool


def split(text: str, headings: Headings) -> Table:
    """Cut a text into records and cells. Nothing in it is an error."""
    line = _SEP_LINE.match(text)
    if line:
        text = text[line.end() :]
    delimiter = line[1] if line else _separator(text, headings)
    lines = io.StringIO(text, newline="")
    # A line of our own at the end is a record of its own unless a quotation mark is still open there.
    records = list(csv.reader(itertools.chain(lines, [_END]), delimiter=delimiter, strict=False))
    last = records.pop()
    if last == [_END]:
        return Table(records, delimiter, open_quote=False)
    last[-1] = last[-1].removesuffix(_END)
    return Table([*records, last], delimiter, open_quote=True)


def _separator(text: str, headings: Headings) -> str:
    """The separator under which a row is best recognised as header; failing that, the most even table."""
    best, _ = max(((d, _rank(text, d, headings)) for d in SEPARATORS), key=lambda found: found[1])
    return best


def _rank(text: str, delimiter: str, headings: Headings) -> _Rank:
    reader = csv.reader(io.StringIO(text[:_SAMPLE], newline=""), delimiter=delimiter, strict=False)
    records = [record for record in itertools.islice(reader, _SAMPLE_RECORDS) if any(map(str.strip, record))]
    widths = Counter(len(record) for record in records if len(record) > 1)
    width, count = widths.most_common(1)[0] if widths else (0, 0)
    score = max((headings.score(record) for record in records), default=(0, 0, 0))
    return score, count / max(len(records), 1), width
