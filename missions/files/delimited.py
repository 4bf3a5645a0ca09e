"""CSV and its relatives as rows of text: separator found, damage tolerated but noticed."""

import csv
import io
import itertools
import re
from collections import Counter
from collections.abc import Iterator
from typing import TextIO, TypeAlias

from missions.files.columns import Headings, Score
from missions.files.problems import FileError

SEPARATORS = (",", ";", "\t", "|")
LONGEST = 2**24
"""Characters of a line or a cell. One that is longer has lost its end, and would fill the memory."""

_SAMPLE = 65_536
_SAMPLE_RECORDS = 50
_SEP_LINE = re.compile(r'"?sep=([,;\t|])"?(\r\n|\r|\n)', re.IGNORECASE)
"""The first line by which a file tells Excel its separator; Excel does not show it as a row."""
_LONGEST_SEP_LINE = len('"sep=,"\r\n')
_END = "\ue000end of file\ue000"
_Rank: TypeAlias = tuple[Score, float, int]

csv.field_size_limit(LONGEST)


def separator(sample: str, headings: Headings) -> tuple[str, int]:
    """The separator of a text that begins with ``sample``, and how many characters the line that tells it takes."""
    line = _SEP_LINE.match(sample)
    return (line[1], line.end()) if line else (_separator(sample, headings), 0)


def sample(text: TextIO) -> str:
    """As much of the beginning of a text as ``separator`` wants to see."""
    return text.read(_SAMPLE + _LONGEST_SEP_LINE)


class Records(Iterator[list[str]]):
    """The records of a text from where it stands, blank ones included. Nothing in it but its size is an error.

    ``size`` is how many bytes of UTF-8 the records given so far take. ``open_quote`` becomes true with the last
    record when a quotation mark in it is never closed. Raises ``FileError`` ``too_long``.
    """

    def __init__(self, text: TextIO, delimiter: str) -> None:
        self.size = 0
        self.count = 0
        self.open_quote = False
        self._text = text
        self._ended = False
        # A line of our own at the end is a record of its own unless a quotation mark is still open there.
        self._reader = csv.reader(itertools.chain(self._lines(), [_END]), delimiter=delimiter, strict=False)

    def _lines(self) -> Iterator[str]:
        while line := self._text.readline(LONGEST + 1):
            if len(line) > LONGEST:
                raise self._too_long()
            self.size += len(line) if line.isascii() else len(line.encode("utf-8", "replace"))
            yield line
        self._ended = True

    def _too_long(self) -> FileError:
        return FileError("too_long", row=self.count + 1, millions=LONGEST >> 20)

    def __next__(self) -> list[str]:
        try:
            record = next(self._reader)
        except csv.Error:
            raise self._too_long() from None
        if self._ended:
            if record == [_END]:
                raise StopIteration
            record[-1] = record[-1].removesuffix(_END)
            self.open_quote = True
        self.count += 1
        return record


def _separator(text: str, headings: Headings) -> str:
    """The separator under which a row is best recognised as header; failing that, the most even table."""
    absent = [separator for separator in SEPARATORS if separator not in text]
    tried = [separator for separator in SEPARATORS if separator not in absent[1:]]  # all absent ones do alike
    return max(tried, key=lambda separator: _rank(text, separator, headings))


def _rank(text: str, delimiter: str, headings: Headings) -> _Rank:
    reader = csv.reader(io.StringIO(text[:_SAMPLE], newline=""), delimiter=delimiter, strict=False)
    records = [record for record in itertools.islice(reader, _SAMPLE_RECORDS) if any(map(str.strip, record))]
    widths = Counter(len(record) for record in records if len(record) > 1)
    width, count = widths.most_common(1)[0] if widths else (0, 0)
    score = max((headings.score(record) for record in records), default=(0, 0, 0))
    return score, count / max(len(records), 1), width
