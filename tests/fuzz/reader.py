"""What must hold whatever bytes are read as a file of missions, and the fuzzer that looks for bytes that break it.

``make fuzz`` runs this as a program; ``tests/fuzz/test_corpus.py`` checks what was found before.
"""

import sys
from functools import partial
from pathlib import Path

from flowchart import charts
from flowchart.chart import Chart
from missions.files.columns import match_columns
from missions.files.limited import Limits, run_limited
from missions.files.problems import FileError
from missions.files.read import Bounds, read_sheet
from missions.files.rows import read_rows
from missions.files.workbook import OLE, ZIP
from text.words import LANGS

CORPUS = Path(__file__).with_name("corpus")
NASTY = Path(__file__).parents[1] / "data" / "nasty"
_BOUNDS = Bounds(rows=2_000, cells=50_000)
_LIMITS = Limits(400, 10)


def check(chart: Chart, data: bytes) -> None:
    """Read ``data``: a table whose every row is accounted for, or a refusal in both languages."""
    try:
        if data.startswith((ZIP, OLE)):  # the reader of workbooks ends its process when it asks for too much memory
            run_limited(partial(_read, chart, data), _LIMITS)
        else:
            _read(chart, data)
    except FileError as refused:
        said = [refused.sentence(lang) for lang in LANGS]
        if not all(said):
            raise AssertionError(f"{refused.code} is said in no words") from None


def _read(chart: Chart, data: bytes) -> None:
    sheet = read_sheet(data, chart, bounds=_BOUNDS)
    assert all(len(row) == len(sheet.header) for row in sheet.rows)
    numbers = [*sheet.row_numbers, *sheet.foot_rows]
    assert len(sheet.row_numbers) == len(sheet.rows)
    assert numbers == sorted(set(numbers)), "each row once, in its order, and the foot at the end"
    assert not numbers or numbers[0] > sheet.header_row
    read = read_rows(chart, sheet, match_columns(chart, sheet.header))
    assert len(read.rows) == len(sheet.rows)
    for row in read.rows:
        for question, answer in row.answers.items():
            assert answer in chart.questions[question].answers
    for problem in (*sheet.problems, *read.problems):
        assert all(problem.sentence(lang) for lang in LANGS)


def main() -> None:
    """Fuzz until the time that libFuzzer's options give is over; the bytes of a failure are left in a file."""
    import atheris

    chart = charts.default()
    # Each function of these rooms tells the fuzzer which of its branches were taken.
    for name, module in list(sys.modules.items()):
        if name.startswith(("missions.files.", "text.")):
            for key, value in list(vars(module).items()):
                if callable(value) and getattr(value, "__module__", "") == name and hasattr(value, "__code__"):
                    atheris.instrument_func(value)
                    assert vars(module)[key] is value
                elif isinstance(value, type) and value.__module__ == name:
                    for method in vars(value).values():
                        if hasattr(method, "__code__"):
                            atheris.instrument_func(method)
    atheris.Setup(sys.argv, partial(check, chart))
    atheris.Fuzz()


if __name__ == "__main__":
    main()
