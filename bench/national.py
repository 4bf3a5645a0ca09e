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

from bench.national_file import KINDS, write_file
from bench.national_peers import FILES, ROWS, duckdb_command, workbook_command
from engine.columns import RESULT_COLUMNS
from engine.flips import FlipTable
from engine.table import table_of
from flowchart import charts
from flowchart.chart import Chart
from missions.files.columns import match_columns
from missions.files.read import read_sheet
from missions.files.rows import read_answers
from missions.mission import sample_file

ROOT = Path(__file__).parents[1]
OURS = "this program"
WHATIF = "this program, --whatif"
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
    parser.add_argument("--sizes", type=int, nargs="*", default=[20_000, 1_000_000], metavar="N")
    parser.add_argument("--kinds", type=int, default=1_000_000, metavar="N", help="missions in a file of each kind")
    parser.add_argument("--xlsx", type=int, default=100_000, metavar="N", help="missions in a workbook")
    parser.add_argument("--runs", type=int, default=5)
    parser.add_argument("--folder", type=Path, help="where to put the files (default: a temporary folder)")
    options = parser.parse_args()
    chart = charts.default()
    print(f"{_machine()}, Python {platform.python_version()}, {chart.stamp}")
    with tempfile.TemporaryDirectory(dir=options.folder) as folder:
        _startup(Path(folder), options.runs)
        for rows in options.sizes:
            _files(chart, Path(folder), rows, options.runs)
        if options.kinds:
            _kinds(chart, Path(folder), options.kinds, options.runs)
        if options.xlsx:
            _workbook(Path(folder), options.xlsx, options.runs)
        _codes(chart, Path(folder))
        _one_by_one(chart, Path(folder))


def _ours(source: Path, target: Path) -> list[str]:
    return [
        "cli.py",
        "classify",
        str(source),
        "-o",
        str(target),
        "--problems",
        str(target.with_suffix(".problems.csv")),
    ]


def _in_turn(commands: Mapping[str, list[str]], runs: int) -> list[dict[str, Run]]:
    """The runs of each program, turn by turn; the first turn, which brings the files into memory, is left out."""
    return [{name: _process(command) for name, command in commands.items()} for _ in range(runs + 1)][1:]


def _median(turns: list[dict[str, Run]], name: str, what: str, beside: str = "") -> float:
    """The median of a figure, or of its ratio to another program's of the same turn."""
    figures: list[float] = [getattr(t[name], what) / (getattr(t[beside], what) if beside else 1) for t in turns]
    return median(figures)


def _startup(folder: Path, runs: int) -> None:
    """What has little to do: all of it is starting."""
    commands = {
        "import pandas": ["-c", "import pandas"],
        "--help": ["cli.py", "--help"],
        "--version": ["cli.py", "--version"],
        "decide": ["cli.py", "decide", f"{charts.default().start.id}=no"],
        "81 missions": _ours(sample_file(charts.default()) or Path(), folder / "sample.csv"),
    }
    turns = _in_turn(commands, 2 * runs)
    print(
        f"\nstarting, medians of {2 * runs}\n{'':<24}{'wall s':>8}{'CPU s':>8}{'wall ÷ pandas':>15}{'CPU ÷ pandas':>14}"
    )
    for name in commands:
        wall, cpu = (_median(turns, name, what) for what in ("wall", "cpu"))
        ratios = [_median(turns, name, what, "import pandas") for what in ("wall", "cpu")]
        print(f"{name:<24}{wall:>8.2f}{cpu:>8.2f}{ratios[0]:>15.2f}{ratios[1]:>14.2f}")


def _files(chart: Chart, folder: Path, rows: int, runs: int) -> None:
    """The bench file by every program."""
    source = folder / f"missions{rows}.csv"
    write_file(source, rows)
    targets = {name: folder / f"{name}.csv" for name in (OURS, *FILES) if rows <= _SLOW.get(name, rows)}
    commands = {name: FILES[name](chart, source, target) for name, target in targets.items() if name != OURS}
    ours = {OURS: _ours(source, targets[OURS]), WHATIF: [*_ours(source, folder / "whatif.csv"), "--whatif"]}
    turns = _in_turn(ours | commands, runs)
    print(f"\n{rows:,} missions, {source.stat().st_size / 1e6:,.0f} MB, medians of {runs}")
    _head()
    for name in ours | commands:
        _row(name, turns, name, "DuckDB", rows)
    if rows <= 1_000_000:
        for name, target in targets.items():
            _compare(targets[OURS], target, name)
        print("every row has the same result in each")
    for path in (source, *targets.values(), folder / "whatif.csv"):
        path.unlink()


def _kinds(chart: Chart, folder: Path, rows: int, runs: int) -> None:
    """Every kind of file by this program and by DuckDB, where that reads it, and beside our own time for the first."""
    first = folder / "first.csv"
    write_file(first, rows)
    target, other = folder / "ours.csv", folder / "duckdb.csv"
    print(f"\n{rows:,} missions of each kind, medians of {runs}")
    _head("wall ÷ ours")
    for kind in KINDS:
        source = folder / "kind.csv"
        write_file(source, rows, kind)
        commands = {OURS: _ours(source, target), "first": _ours(first, target.with_name("first_out.csv"))}
        peer = "DuckDB" if kind.encoding.startswith("utf-8") else ""
        if peer:
            commands[peer] = duckdb_command(chart, source, other, kind.separator)
        turns = _in_turn(commands, runs)
        _row(kind.name, turns, OURS, peer, rows, "first")
        if peer and not kind.at_random and kind.dirt < 0.1:
            _compare(target, other, f"DuckDB, {kind.name}")
    print("ours: this program with the bench file; every row of the clean kinds has the same result as DuckDB's")


def _workbook(folder: Path, rows: int, runs: int) -> None:
    """A workbook in and out, beside polars' reader and the same writing of the same cells, which decide nothing."""
    text, source, target = (folder / name for name in ("book.csv", "book.xlsx", "book_out.xlsx"))
    write_file(text, rows)
    _process(["cli.py", "classify", str(text), "-o", str(source)])
    turns = _in_turn({OURS: _ours(source, target), "polars": workbook_command(source, folder / "peer.xlsx")}, runs)
    print(f"\na workbook of {rows:,} missions in and out, {source.stat().st_size / 1e6:,.0f} MB, medians of {runs}")
    _head("")
    _row(OURS, turns, OURS, "polars", rows)
    _row("polars.read_excel, xlsxwriter", turns, "polars", "polars", rows)


def _head(last: str = "") -> None:
    print(
        f"{'':<30}{'wall s':>8}{'CPU s':>8}{'MB':>7}{'missions/s':>12}{'wall ÷ peer':>13}{'CPU ÷ peer':>12}{last:>13}"
    )


def _row(name: str, turns: list[dict[str, Run]], program: str, peer: str, rows: int, own: str = "") -> None:
    wall, cpu, memory = (_median(turns, program, what) for what in ("wall", "cpu", "memory"))
    ratios = [f"{_median(turns, program, what, peer):.2f}" if peer else "–" for what in ("wall", "cpu")]
    beside = f"{_median(turns, program, 'wall', own):.2f}" if own else ""
    figures = f"{wall:>8.2f}{cpu:>8.2f}{memory:>7.0f}{rows / wall:>12,.0f}"
    print(f"{name:<30}{figures}{ratios[0]:>13}{ratios[1]:>12}{beside:>13}", flush=True)


def _process(command: list[str]) -> Run:
    # As for a user: the first turn leaves the compiled modules behind.
    environment = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
    done = subprocess.run(
        [sys.executable, "-c", _MEASURED, *command], cwd=ROOT, env=environment, capture_output=True, check=False
    )
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
    for name, work in {"decision": table.outcomes, "what would change it": FlipTable(chart).numbers}.items():
        work(codes)
        seconds = []
        for _ in range(7):
            start = perf_counter()
            work(codes)
            seconds.append(perf_counter() - start)
        print(f"\n{name}, on codes: {len(codes) / median(seconds) / 1e6:,.0f} million missions/s (median of 7)")
    answers = [len(question.answers) + 1 for question in chart.questions.values()]
    codes = np.random.default_rng(1).integers(0, answers, size=(1_000_000, len(answers)), dtype=np.int8)
    start = perf_counter()
    FlipTable(chart).numbers(np.asfortranarray(codes))
    print(f"the same, a million patterns at random never met before: {1 / (perf_counter() - start):,.2f} million/s")


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
