"""A whole country's missions: this program beside DuckDB, polars, pandas and other rule engines, in one run.

Each file is classified by a process of its own, the programs taking turns, so that a slow moment of the machine strikes
all alike; time and memory are the operating system's account of the process, start-up included. Ratios are to
DuckDB's run of the same turn. ``make bench`` sets it up and runs it.
"""

import argparse
import os
import platform
import subprocess
import sys
import tempfile
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from statistics import median
from time import perf_counter
from typing import Any

import numpy as np
import pyarrow.csv as pc  # type: ignore[import-untyped]

from bench.national_file import write_file
from bench.national_peers import FILES, ROWS
from engine.table import RESULT_COLUMNS, table_of
from flowchart import charts
from flowchart.chart import Chart
from missions.files.columns import match_columns
from missions.files.read import read_sheet
from missions.files.rows import read_answers

ROOT = Path(__file__).parents[1]
OURS = "this program"
_SAMPLE = 2_000
_SLOW = {"pandas": 1_000_000}
"""Up to how many missions a program takes part: pandas holds the whole file in memory."""


# A process is charged with the peak memory of the one that started it, so a small one starts it.
_MEASURED = """
import resource, subprocess, sys, time
start = time.perf_counter()
code = subprocess.run([sys.executable, *sys.argv[1:]], stdout=subprocess.DEVNULL).returncode
wall = time.perf_counter() - start
used = resource.getrusage(resource.RUSAGE_CHILDREN)
print(wall, used.ru_utime + used.ru_stime, used.ru_maxrss / 1024)
sys.exit(code)
"""


@dataclass(frozen=True)
class Run:
    """One process: seconds on the clock, seconds of processor, peak memory in MB."""

    wall: float
    cpu: float
    memory: float


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--sizes", type=int, nargs="+", default=[10_000, 100_000, 1_000_000], metavar="N")
    parser.add_argument("--runs", type=int, default=5)
    parser.add_argument("--folder", type=Path, help="where to put the files (default: a temporary folder)")
    options = parser.parse_args()
    chart = charts.default()
    print(f"{_machine()}, Python {platform.python_version()}, {chart.stamp}")
    with tempfile.TemporaryDirectory(dir=options.folder) as folder:
        for rows in options.sizes:
            _files(chart, Path(folder), rows, options.runs)
        _codes(chart, Path(folder))
        _one_by_one(chart, Path(folder))


def _files(chart: Chart, folder: Path, rows: int, runs: int) -> None:
    source = folder / f"missions{rows}.csv"
    write_file(source, rows)
    targets = {name: folder / f"{name}.csv" for name in (OURS, *FILES) if rows <= _SLOW.get(name, rows)}
    commands = {name: FILES[name](chart, source, target) for name, target in targets.items() if name != OURS}
    problems = folder / "problems.csv"
    commands[OURS] = ["cli.py", "classify", str(source), "-o", str(targets[OURS]), "--problems", str(problems)]
    turns: list[dict[str, Run]] = []
    for turn in range(runs + 1):
        done = {name: _process(commands[name]) for name in targets}
        if turn:  # the first brings the file into memory
            turns.append(done)
    print(f"\n{rows:,} missions, {source.stat().st_size / 1e6:,.0f} MB, medians of {runs}")
    print(f"{'':<14}{'wall s':>8}{'CPU s':>8}{'MB':>7}{'missions/s':>12}{'wall ÷ DuckDB':>15}{'CPU ÷ DuckDB':>14}")
    for name in targets:
        wall, cpu, memory = (median(getattr(turn[name], what) for turn in turns) for what in ("wall", "cpu", "memory"))
        ratios = [
            median(getattr(t[name], what) / getattr(t["DuckDB"], what) for t in turns) for what in ("wall", "cpu")
        ]
        print(
            f"{name:<14}{wall:>8.2f}{cpu:>8.2f}{memory:>7.0f}{rows / wall:>12,.0f}{ratios[0]:>15.2f}{ratios[1]:>14.2f}"
        )
    if rows <= 1_000_000:
        for name, target in targets.items():
            _compare(targets[OURS], target, name)
        print("every row has the same result in each")
    for path in (source, *targets.values()):
        path.unlink()


def _process(command: list[str]) -> Run:
    done = subprocess.run([sys.executable, "-c", _MEASURED, *command], cwd=ROOT, capture_output=True, check=False)
    if done.returncode not in (0, 3):
        raise SystemExit(f"{' '.join(command)} ended with {done.returncode}: {done.stderr.decode()[-1000:]}")
    return Run(*map(float, done.stdout.split()))


def _compare(ours: Path, other: Path, name: str) -> None:
    """Raise when a row has another result. The others' query does not heed later answers in what is possible."""
    first, second = (_results(path) for path in (ours, other))
    for column in RESULT_COLUMNS:
        same = first[column] == second[column]
        if column == "possible":
            same |= first["unused"] != ""
        if not same.all():
            row = int(np.flatnonzero(~same)[0])
            raise SystemExit(
                f"{name}, mission {first['id'][row]}, {column}: {second[column][row]!r} is not {first[column][row]!r}"
            )


def _results(path: Path) -> dict[str, Any]:
    columns = ["id", *RESULT_COLUMNS]
    convert = pc.ConvertOptions(include_columns=columns, column_types=dict.fromkeys(columns, "string"))
    table = pc.read_csv(path, parse_options=pc.ParseOptions(newlines_in_values=True), convert_options=convert)
    order = np.argsort(table["id"].to_numpy())  # DuckDB does not always keep the order of rows
    return {name: table[name].to_numpy()[order] for name in columns}


def _sample(chart: Chart, folder: Path, rows: int) -> Any:
    source = folder / "sample.csv"
    write_file(source, rows)
    sheet = read_sheet(source.read_bytes(), chart)
    return read_answers(chart, sheet, match_columns(chart, sheet.header))[0]


def _codes(chart: Chart, folder: Path) -> None:
    """The decision itself, from answers that are numbers already."""
    table = table_of(chart)
    some = table.codes(_sample(chart, folder, 50_000))
    codes = np.asfortranarray(np.tile(some, (80, 1)))
    table.outcomes(codes)
    seconds = []
    for _ in range(7):
        start = perf_counter()
        table.outcomes(codes)
        seconds.append(perf_counter() - start)
    print(f"\ndecision on codes: {len(codes) / median(seconds) / 1e6:,.0f} million missions/s (median of 7)")


def _one_by_one(chart: Chart, folder: Path) -> None:
    """Rules asked once per row."""
    frame = _sample(chart, folder, _SAMPLE)
    rows: list[Mapping[str, str]] = [
        dict(zip(frame.columns, row, strict=True)) for row in frame.itertuples(index=False)
    ]
    table = table_of(chart)
    expected = table.columns(table.outcomes(table.codes(frame)), "th")["disposition"].tolist()
    print(f"\nrules asked per row, {len(rows):,} missions, missions/s (median of 5)")
    for name, engine in ROWS.items():
        decide = engine(chart)
        if [decide(row) for row in rows] != expected:
            raise SystemExit(f"{name} decides otherwise")
        seconds = []
        for _ in range(5):
            start = perf_counter()
            for row in rows:
                decide(row)
            seconds.append(perf_counter() - start)
        print(f"{name:<24}{len(rows) / median(seconds):>12,.0f}")
    print("every row has the same result in each")


def _machine() -> str:
    try:
        lines = Path("/proc/cpuinfo").read_text().splitlines()
        model = next(line.partition(":")[2].strip() for line in lines if line.startswith("model name"))
    except (OSError, StopIteration):
        model = platform.processor()
    return f"{os.cpu_count()} × {model}, {platform.system()}"


if __name__ == "__main__":
    main()
