"""Where the processor time of a run goes: ``python -m bench.profile``. In one thread, so that all of it is seen."""

import argparse
import cProfile
import pstats
import tempfile
from collections.abc import Callable
from concurrent.futures import Executor, Future
from pathlib import Path
from typing import Any

from bench.national_file import write_file
from flowchart import charts
from missions.bulk import results, stream


class _Inline(Executor):
    """Does at once what it is given."""

    def __init__(self, *_: object) -> None:
        pass

    def submit(self, fn: Callable[..., Any], /, *args: Any, **kwargs: Any) -> Future[Any]:
        done: Future[Any] = Future()
        done.set_result(fn(*args, **kwargs))
        return done


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--size", type=int, default=1_000_000, metavar="N")
    rows = parser.parse_args().size
    vars(results)["ThreadPoolExecutor"] = vars(stream)["ThreadPoolExecutor"] = _Inline
    with tempfile.TemporaryDirectory() as folder:
        source = Path(folder) / "missions.csv"
        write_file(source, rows)
        profile = cProfile.Profile()
        with source.open("rb") as file, profile:
            stream.classify_file(charts.default(), file, str(Path(folder) / "out.csv"), "th")
    found = pstats.Stats(profile).sort_stats("tottime").print_stats(16)
    found.sort_stats("cumulative").print_stats("missions|engine", 30)


if __name__ == "__main__":
    main()
