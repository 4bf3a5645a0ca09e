"""A small file hurts nobody but its sender: it is refused in a sentence, soon, and who asked stays small."""

import os
import resource
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable
from dataclasses import replace
from functools import partial
from pathlib import Path

import pytest

from flowchart.chart import Chart
from missions.bulk.cluster import classify_files
from missions.files.limited import AT_LENGTH, IN_PAGE, Limits, run_limited
from missions.files.problems import FileError
from missions.files.read import read_sheet
from missions.files.reading import read_limited, run_apart, start
from missions.files.sheet import MOST_BLANK
from tests.missions.bombs import (
    HEADER,
    TEXTS,
    WORKBOOKS,
    abort,
    fail,
    fill_memory,
    never_end,
    parquet,
    wait_for_ever,
    xlsx,
)
from tests.missions.measured import run, told
from tests.servers import ROOT
from text.words import LANGS

pytestmark = pytest.mark.skipif(not hasattr(os, "fork"), reason="processes are not forked here")
NEVER_TOO_SLOW = replace(IN_PAGE, seconds=300)
"""A bomb is to be refused for what it is, before it is ended for the time that it takes."""


def resident() -> int:
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024


@pytest.mark.slow
@pytest.mark.parametrize("name", [*WORKBOOKS, *TEXTS])
def test_a_bomb_is_refused_for_what_it_is_and_in_a_sentence(chart: Chart, name: str) -> None:
    data = (WORKBOOKS | TEXTS)[name]()
    before = resident()
    with pytest.raises(FileError) as caught:
        read_limited(data, chart, limits=NEVER_TOO_SLOW)
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


def test_a_tag_that_never_ends_is_not_read_again_from_each_of_its_letters(chart: Chart) -> None:
    # It went on until the worker was ended, for a file of 1.4 KB.
    tag = """<c r="A1" t="e" """ * 3_000
    rows = f"""{HEADER}<row r="2" x='{tag}'><c r="A2" t="e"><f>1/0</f><v>#DIV/0!</v></c></row>"""
    assert read_limited(xlsx(rows), chart).rows == [["#DIV/0!", ""]]


@pytest.mark.parametrize("above", ["", "id,q1\n1,yes\n"])
@pytest.mark.parametrize("header_row", [None, 1, 15_000_000])
def test_a_file_of_blank_lines_is_not_read_to_its_end(chart: Chart, above: str, header_row: int | None) -> None:
    with pytest.raises(FileError) as caught:
        read_sheet(above.encode() + b"\n" * (MOST_BLANK + 10), chart, header_row=header_row)
    assert caught.value.code == ("no_such_row" if above and header_row == 15_000_000 else "many_blank_rows")
    assert all(caught.value.sentence(lang) for lang in LANGS)


def test_for_a_small_file_no_python_is_started(chart: Chart) -> None:
    began = time.monotonic()
    subprocess.run([sys.executable, "-c", "import missions.files.reading"], cwd=ROOT, check=True)
    afresh = time.monotonic() - began
    start()
    text = "รหัส,ภารกิจ,ข้อ 1\n1,งาน,ใช่\n".encode()
    read_limited(text, chart)
    times = []
    for _ in range(9):
        began = time.monotonic()
        assert read_limited(text, chart).rows == [["1", "งาน", "ใช่"]]
        times.append(time.monotonic() - began)
    assert min(times) < afresh / 3, "the machine may be busy with other things now and then"


def test_others_read_while_a_bomb_goes_off(chart: Chart) -> None:
    bomb = threading.Thread(
        target=partial(pytest.raises, FileError, partial(read_limited, WORKBOOKS["merged cells"](), chart))
    )
    bomb.start()
    assert read_limited(b"id,q1\n1,yes\n", chart).rows == [["1", "yes"]]
    bomb.join()


@pytest.mark.parametrize("start_worker", [run_apart, run_limited])
@pytest.mark.parametrize(
    ("task", "seconds", "code"),
    [
        (fill_memory, 60, "too_much_memory"),
        (never_end, 1, "too_slow"),
        (wait_for_ever, 1, "too_slow"),
        (abort, 60, "too_much_memory"),
    ],
)
def test_what_ends_a_worker_is_said(
    start_worker: Callable[..., object], task: Callable[[], object], seconds: int, code: str
) -> None:
    with pytest.raises(FileError) as caught:
        start_worker(task, Limits(300, seconds))
    assert caught.value.code == code
    assert start_worker(os.getpid, Limits(300, 60)) != os.getpid()


@pytest.mark.parametrize("start_worker", [run_apart, run_limited])
def test_what_a_worker_raises_is_raised_here(start_worker: Callable[..., object]) -> None:
    with pytest.raises(KeyError, match="what is wrong"):
        start_worker(fail, Limits(300, 60))


def test_a_worker_leaves_no_process_behind() -> None:
    children = Path(f"/proc/{os.getpid()}/task/{os.getpid()}/children")
    before = children.read_text().split()
    with pytest.raises(FileError):
        run_limited(wait_for_ever, Limits(300, 0.2))
    assert set(children.read_text().split()) <= set(before)


@pytest.mark.slow
@told
@pytest.mark.parametrize(
    ("name", "make", "code"),
    [
        ("far.xlsx", WORKBOOKS["letters beyond XFD"], 2),
        ("string.xlsx", WORKBOOKS["one huge shared string"], 2),
        ("bomb.parquet", parquet, 2),
        ("wide.csv", TEXTS["4,000 extra columns"], 2),
        ("short.csv", lambda: TEXTS["short bad rows"]()[:150_000], 3),
    ],
)
def test_the_command_line_survives_and_leaves_nothing_behind(
    tmp_path: Path, name: str, make: Callable[[], bytes], code: int
) -> None:
    source = tmp_path / name
    source.write_bytes(make())
    done = run("classify", source, "-o", tmp_path / "out.csv", "--lang", "en")
    assert done.code == code, done.said[-2000:]
    assert "Traceback" not in done.said
    assert "panicked" not in done.said
    assert done.memory < AT_LENGTH.megabytes * 1.2
    assert {path.name for path in tmp_path.iterdir()} == {name} | ({"out.csv"} if code == 3 else set())


def test_a_bomb_among_other_files_is_refused_alone(chart: Chart, tmp_path: Path) -> None:
    (tmp_path / "bomb.xlsx").write_bytes(WORKBOOKS["a row beyond the last"]())
    (tmp_path / "good.csv").write_bytes(b"id,q1\n1,no\n")
    found = classify_files(chart, str(tmp_path / "*.*"), tmp_path / "out", "en", workers=1)
    results = {Path(result.source).name: result for result in found}
    assert "more memory" in results["bomb.xlsx"].refusal
    assert results["good.csv"].tally
    assert {path.name for path in (tmp_path / "out").iterdir()} == {"good.csv", "good.problems.csv"}


def interrupt() -> None:
    os.kill(os.getppid(), signal.SIGINT)
    wait_for_ever()


def test_what_is_interrupted_is_tidied_up() -> None:
    tidied: list[int] = []
    before = signal.signal(signal.SIGINT, signal.default_int_handler)  # ignored in what a shell starts with "&"
    try:
        with pytest.raises(KeyboardInterrupt):
            run_limited(interrupt, Limits(300, 60), tidied.append)
    finally:
        signal.signal(signal.SIGINT, before)
    assert len(tidied) == 1
