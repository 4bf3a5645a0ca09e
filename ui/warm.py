"""What users should not wait for: the first page is loaded while its browser starts, the others when it was shown."""

import gc
from functools import cache
from threading import Event, Thread
from time import sleep

from ui.routes import MODULES, load

_PAINTED = 2.0
"""Seconds after which a browser has asked for all that a page needs."""
_FURTHER = ("ui.who", "ui.walk.drafted", "ui.walk.on_record", "streamlit.emojis")
"""What pages load when they are used; of emojis, a pattern that is compiled."""
_shown = Event()


def beside_pages() -> None:
    """Load what the first page needs, and the rest when it was shown, beside the server that starts."""
    Thread(target=_beside, name="warm", daemon=True).start()


def shown() -> None:
    """Say that a page was shown."""
    _shown.set()


@cache
def warm_up() -> None:
    """Load all pages, the chart and its rules, and spare the garbage collector what stays for good. Once a process."""
    _load_first()
    for module in (*MODULES.values(), *_FURTHER):
        load(module)
    from engine.rules import decide
    from flowchart import charts
    from missions.files import reading

    decide(charts.default(), {})
    reading.start()
    gc.collect()
    gc.freeze()


def _load_first() -> None:
    """Load what the first page needs."""
    load("ui.frame")
    load(MODULES["walk"])
    from flowchart import charts
    from missions.mission import sample_missions

    for chart in charts.all_charts():
        sample_missions(chart)


def _beside() -> None:
    _load_first()
    _shown.wait()
    sleep(_PAINTED)
    warm_up()
