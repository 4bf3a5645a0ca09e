"""How many missions are decided in a second, from one by one to a whole file. ``make bench`` runs it."""

import argparse
import csv
import os
import platform
import subprocess
import sys
import tempfile
from collections.abc import Callable
from itertools import islice
from pathlib import Path
from statistics import median
from time import perf_counter

import pandas as pd

from bench.generate import patterns, write_missions
from engine.rules import decide
from engine.table import classify, table_of
from flowchart.chart import Chart, blueprint

ROOT = Path(__file__).parents[1]
SEED = 2551
_MADE_WITH_PROBLEMS = 3  # what the command line returns when some answers were not understood
_ONE_BY_ONE = 5_000
_IN_MEMORY = 1_000_000


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rows", type=int, default=100_000, help="missions in the CSV file (default: 100,000)")
    rows = parser.parse_args().rows
    chart = blueprint()
    print(f"Python {platform.python_version()}, pandas {pd.__version__}, {_machine()}, seed {SEED}, {chart.stamp}")
    print(f"{'missions per second':<46}{'missions':>10}{'median':>14}{'min':>14}{'max':>14}{'runs':>6}")
    _in_memory(chart)
    with tempfile.TemporaryDirectory() as folder:
        source = Path(folder, "missions.csv")
        write_missions(chart, source, rows, SEED)
        size = f"{source.stat().st_size / 1e6:.1f} MB"
        _report(f"CSV file to CSV file, {size}, with start-up", rows, 3, lambda: _classify_file(source, rows))


def _in_memory(chart: Chart) -> None:
    distinct = list(patterns(chart, _ONE_BY_ONE, SEED))
    decide(chart, distinct[0])  # builds the ruleset
    _report("decide, one by one", _ONE_BY_ONE, 5, lambda: [decide(chart, answers) for answers in distinct])

    some = pd.DataFrame(islice(patterns(chart, 100_000, SEED), 100_000), columns=list(chart.questions), dtype="str")
    frame = pd.concat([some] * (_IN_MEMORY // len(some)), ignore_index=True)
    table = table_of(chart)
    codes = table.codes(frame)
    table.outcomes(codes)  # learns the patterns that occur
    _report("lookup, answers as codes", len(codes), 7, lambda: table.outcomes(codes))
    _report("classify, a frame of answers as text", len(frame), 5, lambda: classify(chart, frame))


def _classify_file(source: Path, rows: int) -> None:
    output = source.with_name("classified.csv")
    command = [sys.executable, "cli.py", "classify", str(source), "-o", str(output)]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, encoding="utf-8", check=False)
    if done.returncode not in (0, _MADE_WITH_PROBLEMS):
        sys.exit(f"{' '.join(command)} returned {done.returncode}:\n{done.stderr}")
    with output.open(encoding="utf-8-sig", newline="") as file:
        written = sum(1 for _ in csv.reader(file)) - 1
    if written != rows:
        sys.exit(f"{written:,} of {rows:,} missions were written")


def _report(what: str, missions: int, runs: int, run: Callable[[], object]) -> None:
    speeds = []
    for _ in range(runs):
        start = perf_counter()
        run()
        speeds.append(missions / (perf_counter() - start))
    figures = "".join(f"{speed:>14,.0f}" for speed in (median(speeds), min(speeds), max(speeds)))
    print(f"{what:<46}{missions:>10,}{figures}{runs:>6}", flush=True)


def _machine() -> str:
    return f"{platform.system()} {platform.machine()}, {os.cpu_count()} cores"


if __name__ == "__main__":
    main()
