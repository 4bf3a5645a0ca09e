"""How long 1,000 missions take as DOCX, PDF and XLSX together, and how much memory: ``python -m bench.summary``.

The files are written as the page writes them, in a process of their own; the memory is that of this process.
"""

import argparse
import itertools
import resource
import time
from dataclasses import replace

from flowchart import charts
from missions.files.read import read_sheet
from missions.mission import sample_file
from reports import KINDS, write_apart
from reports.from_file import summary_of_file
from text.words import LANGS


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--missions", type=int, default=1000)
    count = parser.parse_args().missions
    chart = charts.default()
    sample = sample_file(chart)
    if sample is None:
        raise SystemExit(f"{chart.key} has no sample missions")
    data = sample.read_bytes()
    summary = summary_of_file(chart, data, read_sheet)
    repeated = itertools.islice(itertools.cycle(summary.missions), count)
    missions = tuple(replace(mission, code=f"{mission.code}-{n}") for n, mission in enumerate(repeated))
    summary = replace(summary, missions=missions)
    for lang in LANGS:
        started, used = time.perf_counter(), _processor_time()
        for kind, data in write_apart(summary, KINDS, lang).items():
            print(f"{lang} {kind}: {len(data) / 1e6:.1f} MB")
        wall, cpu = time.perf_counter() - started, _processor_time() - used
        peak = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / 1024
        print(f"{lang}: {count} missions, all three: {wall:.1f} s ({cpu:.1f} s of processor), at most {peak:.0f} MB")


def _processor_time() -> float:
    spent = resource.getrusage(resource.RUSAGE_CHILDREN)
    return spent.ru_utime + spent.ru_stime


if __name__ == "__main__":
    main()
