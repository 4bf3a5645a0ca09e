"""What the first user should not wait for."""

import gc
from functools import cache

from engine.rules import decide
from flowchart import charts
from missions.files import reading
from missions.mission import sample_missions


@cache
def warm_up() -> None:
    """Load the chart and build its rules, and spare the garbage collector what stays for good. Once a process."""
    reading.start()
    chart = charts.default()
    decide(chart, {})
    sample_missions(chart)
    gc.collect()
    gc.freeze()
