"""How well likely duplicates are found, and how long it takes: ``python -m bench.similar``.

``similar.csv`` holds invented missions in the style of Thai departments; those with one group's number are what a
reviewer would call duplicates or overlapping. The weights and thresholds were chosen on it. ``similar_held_out.csv``
was written afterwards, about other work, and nothing was chosen on it.
"""

import argparse
import csv
import random
import resource
import time
from itertools import product
from pathlib import Path

import numpy as np

from missions.similar import GROUPED, GROUPED_BY_LETTERS, Named, likely_duplicates, scores_of
from missions.vectors import Floats
from text.thai_words import kept_together

SETS = ("similar", "similar_held_out")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--size", type=int, default=20_000, metavar="N", help="missions that are timed; 0 for none")
    size = parser.parse_args().size
    for name, meaning in product(SETS, (True, False)):
        rows, threshold = labelled(name), GROUPED if meaning else GROUPED_BY_LETTERS
        scores = scores_of([row["mission"] for row in rows], meaning=meaning)
        first, average = quality(scores, [row["group"] for row in rows])
        right, share = grouped(scores, [row["group"] for row in rows], threshold)
        print(
            f"{name:16}  {'letters and meaning' if meaning else 'letters':20} P@1 {first:.3f}  MAP {average:.3f}  "
            f"pairs from {threshold:g} on: {right:.2f} right, {share:.2f} of all"
        )
    if size:
        timed(invented(labelled(SETS[0]), size))


def labelled(name: str) -> list[dict[str, str]]:
    """The missions of a test set: group, department and name."""
    with Path(__file__).with_name(f"{name}.csv").open(encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file))


def quality(scores: Floats, groups: list[str]) -> tuple[float, float]:
    """How often the likeliest is a duplicate (P@1), and the mean of average precision (MAP), over grouped missions."""
    firsts, averages = [], []
    for n, group in enumerate(groups):
        others = [m for m in np.argsort(-scores[n], kind="stable") if m != n]
        places = [place for place, m in enumerate(others, 1) if group and groups[m] == group]
        if places:
            firsts.append(places[0] == 1)
            averages.append(np.mean([found / place for found, place in enumerate(places, 1)]))
    return float(np.mean(firsts)), float(np.mean(averages))


def grouped(scores: Floats, groups: list[str], threshold: float) -> tuple[float, float]:
    """Of the pairs from the threshold on the share that are duplicates, and of the duplicates the share found."""
    pairs = [(n, m) for n in range(len(groups)) for m in range(n)]
    same = np.array([bool(groups[n]) and groups[n] == groups[m] for n, m in pairs])
    over = np.array([scores[n, m] >= threshold for n, m in pairs])
    return float(same[over].mean()), float(over[same].mean())


def invented(rows: list[dict[str, str]], size: int) -> list[Named]:
    """Different names of about the length of real ones, of the words of the test set."""
    chance = random.Random(1)
    words = [word for row in rows for word in kept_together(row["mission"]) if word.strip()]
    return [
        Named("".join(chance.choices(words, k=12)), "กระทรวง", chance.choice(rows)["department"]) for _ in range(size)
    ]


def timed(missions: list[Named]) -> None:
    """The time and memory of all missions compared with all."""
    since: dict[str, tuple[float, float]] = {}
    until: dict[str, tuple[float, float]] = {}
    last = (time.perf_counter(), time.process_time())

    def told(now: str, _done: int, _all: int) -> None:
        nonlocal last
        since.setdefault(now, last)
        until[now] = last = (time.perf_counter(), time.process_time())

    found = likely_duplicates(missions, 5, told=told)
    for stage in until:
        wall, processor = (end - begun for end, begun in zip(until[stage], since[stage], strict=True))
        print(f"{len(missions):,} missions, {stage}: {wall:.1f} s ({processor:.1f} s of the processor)")
    most = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
    length = np.mean([len(mission.name) for mission in missions])
    print(f"names of {length:.0f} letters on average, {len(found.groups):,} groups, at most {most:,} MB of memory")


if __name__ == "__main__":
    main()
