"""Classifying what a caller sent, in the limited process that reads it. JSON lines go through the one way of files."""

import csv
import json
from pathlib import Path
from typing import Literal, TypeAlias

from flowchart import charts
from flowchart.chart import Chart
from missions.bulk.stream import classify_file
from missions.files.output import unguard
from missions.files.problems import FileError
from text.words import Lang

Kind: TypeAlias = Literal["lines", "file"]
KINDS: dict[str, Kind] = {
    "application/x-ndjson": "lines",
    "text/csv": "file",
    "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet": "file",
    "application/vnd.oasis.opendocument.spreadsheet": "file",
    "application/octet-stream": "file",
}
"""What may be sent, by media type."""
_MOST_COLUMNS = 1_000


def classify_upload(chart: Chart, chart_file: Path, folder: str, kind: Kind, lang: Lang) -> str:
    """Classify ``in`` of the folder. Returns the path of the result: a CSV, or JSON lines for JSON lines.

    Raises ``FileError``.
    """
    chart = charts.adopt(chart, chart_file)
    source, target = Path(folder, "in"), Path(folder, "out.csv")
    if kind == "lines":
        _lines_to_csv(source, given := Path(folder, "in.csv"))
        source = given
    with source.open("rb") as file:
        classify_file(chart, file, str(target), lang)
    if kind == "file":
        return str(target)
    return str(_csv_to_lines(target, Path(folder, "out.jsonl")))


def _lines_to_csv(source: Path, target: Path) -> None:
    """Write JSON objects, one a line, as a CSV; the first one's names are the columns."""
    header: dict[str, None] = {}
    try:
        with source.open(encoding="utf-8-sig") as lines, target.open("w", encoding="utf-8", newline="") as file:
            rows = csv.writer(file, lineterminator="\n")
            for number, line in enumerate(lines, 1):
                if not line.strip():
                    continue
                row = _object(line, number)
                if not header:
                    header = dict.fromkeys(row)
                    rows.writerow(header)
                if set(row) - set(header):
                    raise FileError("line_columns", row=number, names=", ".join(sorted(set(row) - set(header)))[:200])
                rows.writerow([_text(row.get(name)) for name in header])
    except UnicodeError:
        raise FileError("not_json_lines", row=1) from None


def _object(line: str, number: int) -> dict[str, object]:
    try:
        row = json.loads(line)
    except (ValueError, RecursionError):
        row = None
    if not isinstance(row, dict) or not row or len(row) > _MOST_COLUMNS:
        raise FileError("not_json_lines", row=number)
    return row


def _text(value: object) -> str:
    """A value as a cell; a text with a lone surrogate or NUL has none and is refused where it is read."""
    if value is None:
        return ""
    text = value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)
    return text.encode("utf-8", "replace").decode().replace("\0", "")


def _csv_to_lines(source: Path, target: Path) -> Path:
    csv.field_size_limit(2**31 - 1)
    with source.open(encoding="utf-8-sig", newline="") as file, target.open("w", encoding="utf-8") as lines:
        for row in csv.DictReader(file):
            told = {name: unguard(value) if value else "" for name, value in row.items() if name is not None}
            lines.write(json.dumps(told, ensure_ascii=False) + "\n")
    return target
