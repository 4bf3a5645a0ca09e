"""What a file says of its missions besides their names and answers: which column holds it, and numbers as written."""

import re
from collections.abc import Collection
from dataclasses import dataclass
from decimal import Decimal

from flowchart.chart import Chart
from missions.files.columns import Columns, Headings, headings_of
from missions.files.detail_fields import DETAIL_FIELDS, FURTHER, LISTED
from missions.files.sheet import Sheet
from text.numbers import TO_ARABIC
from text.thai import match_key
from text.word_lists import read_word_lists

_LISTS = read_word_lists(LISTED, but=FURTHER)
_PREFIXES = {field: _LISTS.pop(f"{field}_prefixes") for field in ("reason", "evidence")}
_FIELDS = {match_key(word): (field, rank) for field, words in _LISTS.items() for rank, word in enumerate(words)}
_FIELDS |= {
    match_key(word): (field.name, rank) for field in DETAIL_FIELDS.values() for rank, word in enumerate(field.headings)
}
_AMOUNT = re.compile(
    r"฿?(\d{1,15}(?:\.\d{1,6})?)(พัน|หมื่น|แสน|ล้าน|million)?(?:บาท|baht|thb|อัตรา|ตำแหน่ง|คน|positions?|posts?|people)?"
)
_TIMES = {"": 1, "พัน": 1_000, "หมื่น": 10_000, "แสน": 100_000, "ล้าน": 1_000_000, "million": 1_000_000}


@dataclass(frozen=True)
class Details:
    """Positions of columns, from 0: ``fields`` by the names in ``details.yaml``, the others by question id."""

    fields: dict[str, int]
    reasons: dict[str, int]
    evidence: dict[str, int]

    def unread(self, sheet: Sheet, columns: Columns, taken: Collection[str]) -> list[str]:
        """Headings of the columns that hold something and that nobody takes who takes only the fields ``taken``."""
        used = {*columns.questions.values(), *columns.fields.values(), *self.reasons.values(), *self.evidence.values()}
        used |= {at for field, at in self.fields.items() if field in taken}
        left = [at for at in range(len(sheet.header)) if at not in used]
        return [sheet.header[at] for at in left if sheet.header[at] and any(row[at].strip() for row in sheet.rows)]


def match_details(chart: Chart, sheet: Sheet, columns: Columns) -> Details:
    """The columns of the sheet that hold details; the preferred heading where several name one."""
    headings = headings_of(chart)
    fields: dict[str, tuple[int, int]] = {}
    of_question: dict[str, dict[str, int]] = {"reason": {}, "evidence": {}}
    taken = set(columns.questions.values())
    for at, heading in enumerate(sheet.header):
        if at in taken:
            continue
        if found := _FIELDS.get(match_key(heading)):
            field, rank = found
            fields[field] = min(fields.get(field, (rank, at)), (rank, at))
            continue
        for field, prefixes in _PREFIXES.items():
            if question := _question_after(headings, heading, prefixes):
                of_question[field].setdefault(question, at)
    positions = {field: at for field, (_, at) in fields.items()}
    return Details(positions, of_question["reason"], of_question["evidence"])


def read_amount(text: str) -> Decimal | None:
    """A number as people write it: Thai digits, commas, ล้าน and the like, บาท or อัตรา. None when it is none."""
    bare = re.sub(r"[,\s]", "", text.translate(TO_ARABIC)).casefold()
    found = _AMOUNT.fullmatch(bare)
    return Decimal(found[1]) * _TIMES[found[2] or ""] if found else None


def _question_after(headings: Headings, heading: str, prefixes: tuple[str, ...]) -> str | None:
    """The question that a heading such as "เหตุผล ข้อ 1" or "evidence_q1" speaks of."""
    for prefix in prefixes:
        if heading.casefold().startswith(prefix) and (rest := heading[len(prefix) :].strip(" _-:")):
            return headings.question(rest)
    return None
