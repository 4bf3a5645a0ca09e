"""A small file hurts nobody but its sender: it is refused in a sentence, soon, and who asked stays small."""

import os
import resource
import threading
import time
from collections.abc import Callable
from functools import partial
from pathlib import Path

import pytest

from flowchart.chart import Chart
from missions.files.limited import Limits, run_limited
from missions.files.problems import FileError
from missions.files.reading import read_limited, run_apart, start
from tests.missions.bombs import TEXTS, WORKBOOKS, abort, fail, fill_memory, never_end, wait_for_ever
from text.words import LANGS

pytestmark = pytest.mark.skipif(not hasattr(os, "fork"), reason="processes are not forked here")
SOON = 20
"""Seconds."""


def resident() -> int:
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024


@pytest.mark.parametrize("name", [*WORKBOOKS, *TEXTS])
def test_a_bomb_is_refused_soon_and_in_a_sentence(chart: Chart, name: str) -> None:
    data = (WORKBOOKS | TEXTS)[name]()
    before, began = resident(), time.monotonic()
    with pytest.raises(FileError) as caught:
        read_limited(data, chart)
    assert time.monotonic() - began < SOON
    assert resident() - before < 200 + 3 * len(data) // 1_000_000
    assert all(caught.value.sentence(lang) for lang in LANGS)
    assert caught.value.code in {
        "too_much_memory",
        "many_rows",
        "many_cells",
        "many_columns",
        "many_sheets",
        "long_cell",
        "not_a_workbook",
    }


def test_a_small_file_is_open_within_a_third_of_a_second(chart: Chart) -> None:
    start()
    text = "รหัส,ภารกิจ,ข้อ 1\n1,งาน,ใช่\n".encode()
    read_limited(text, chart)
    times = []
    for _ in range(9):
        began = time.monotonic()
        assert read_limited(text, chart).rows == [["1", "งาน", "ใช่"]]
        times.append(time.monotonic() - began)
    assert min(times) < 0.3, "the machine may be busy with other things now and then"


def test_others_read_while_a_bomb_goes_off(chart: Chart) -> None:
    bomb = threading.Thread(
        target=partial(pytest.raises, FileError, partial(read_limited, WORKBOOKS["merged cells"](), chart))
    )
    bomb.start()
    assert read_limited(b"id,q1\n1,yes\n", chart).rows == [["1", "yes"]]
    bomb.join()


@pytest.mark.parametrize("run", [run_apart, run_limited])
@pytest.mark.parametrize(
    ("task", "code"),
    [
        (fill_memory, "too_much_memory"),
        (never_end, "too_slow"),
        (wait_for_ever, "too_slow"),
        (abort, "too_much_memory"),
    ],
)
def test_what_ends_a_worker_is_said(run: Callable[..., object], task: Callable[[], object], code: str) -> None:
    with pytest.raises(FileError) as caught:
        run(task, Limits(300, 1))
    assert caught.value.code == code
    assert run(os.getpid, Limits(300, 5)) != os.getpid()


@pytest.mark.parametrize("run", [run_apart, run_limited])
def test_what_a_worker_raises_is_raised_here(run: Callable[..., object]) -> None:
    with pytest.raises(KeyError, match="what is wrong"):
        run(fail, Limits(300, 5))


def test_a_worker_leaves_no_process_behind() -> None:
    children = Path(f"/proc/{os.getpid()}/task/{os.getpid()}/children")
    before = children.read_text()
    with pytest.raises(FileError):
        run_limited(wait_for_ever, Limits(300, 0.2))
    assert children.read_text() == before
