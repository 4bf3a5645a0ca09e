"""How long it takes to say what would change a decision: ``python -m bench.whatif``."""

import random
import statistics
import time

import numpy as np

from engine.flips import FlipTable
from engine.whatif import what_if
from flowchart import charts

_ONE, _MANY = 2_000, 1_000_000


def main() -> None:
    for chart in charts.all_charts():
        chance = random.Random(1)
        sizes = [len(question.answers) + 1 for question in chart.questions.values()]
        times = []
        for _ in range(_ONE):
            answers = {q.id: chance.choice(["", *q.answers]) for q in chart.questions.values()}
            begun = time.perf_counter()
            what_if(chart, answers)
            times.append(time.perf_counter() - begun)
        print(f"{chart.id}: one mission {1000 * statistics.median(times):.2f} ms (median of {_ONE:,})")
        draw = np.random.default_rng(1)
        codes = np.stack([draw.integers(0, size, _MANY) for size in sizes], axis=1).astype(np.int8)
        table = FlipTable(chart)
        for what in ("none met before", "all known"):
            used = time.process_time()
            table.numbers(codes)
            print(f"{_MANY:,} patterns at random, {what}: {time.process_time() - used:.2f} s of the processor")


if __name__ == "__main__":
    main()
