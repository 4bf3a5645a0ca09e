"""Many files at once: on processes, and on a real Dask scheduler of which one worker is killed in the middle."""

import os
import signal
import socket
import subprocess
import sys
from collections.abc import Iterator
from importlib.util import find_spec
from pathlib import Path

import pyarrow as pa  # type: ignore[import-untyped]
import pyarrow.parquet as pq  # type: ignore[import-untyped]
import pytest

from flowchart import charts
from flowchart.chart import Chart
from flowchart.checks import ChartError
from missions.bulk.cluster import Task, classify_files, classify_one
from missions.files.problems import FileError

ROOT = Path(__file__).parents[2]
with_dask = pytest.mark.skipif(not find_spec("distributed"), reason="Dask is not installed: requirements-cluster.txt")


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Six files of 60,000 missions, one of them without a question and one with an answer that is none."""
    source = tmp_path / "in"
    source.mkdir()
    answers = ["ใช่", "no", "", "yes", "ไม่ใช่"]
    for n in range(5):
        rows = range(60_000)
        columns = {"id": [f"{n}-{row}" for row in rows], "q1": [answers[(row * 7 + n) % 5] for row in rows]}
        columns["q1"][n] = "x" if n == 3 else "no"
        pq.write_table(pa.table(columns), source / f"part{n}.parquet")
    pq.write_table(pa.table({"a": ["1"]}), source / "part9.parquet")
    return source


def check(results: dict[str, tuple[int, int] | None], out: Path) -> None:
    assert results.pop("part9.parquet") is None
    assert results == {f"part{n}.parquet": (60_000, int(n == 3)) for n in range(5)}
    assert {path.name for path in out.glob("*.parquet")} == {f"part{n}.parquet" for n in range(5)}
    assert not list(out.glob(".*")), "no half files"


def run(chart: Chart, folder: Path, out: Path, cluster: str | None) -> dict[str, tuple[int, int] | None]:
    found = classify_files(chart, str(folder / "*.parquet"), out, "th", cluster=cluster, workers=2)
    return {Path(r.source).name: (r.tally.missions, r.tally.problems) if r.tally else None for r in found}


def test_a_folder_on_the_processes_of_this_machine(chart: Chart, folder: Path, tmp_path: Path) -> None:
    check(run(chart, folder, tmp_path / "out", None), tmp_path / "out")
    assert (tmp_path / "out" / "part3.problems.csv").read_text("utf-8-sig").count("\n") == 2


def test_the_command_line_takes_a_pattern(folder: Path, tmp_path: Path) -> None:
    command = [
        sys.executable,
        "cli.py",
        "classify",
        str(folder / "part[01].parquet"),
        "-o",
        str(tmp_path / "out"),
        "--lang",
        "en",
    ]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, timeout=300, check=False)
    assert done.returncode == 0, done.stderr
    assert "48,002 decided, 71,998 incomplete, 0 problems" in done.stderr
    assert len(list((tmp_path / "out").glob("*.parquet"))) == 2


def test_a_pattern_that_cannot_be_used(chart: Chart, folder: Path, tmp_path: Path) -> None:
    (folder / "more").mkdir()
    (folder / "more" / "part0.parquet").write_bytes((folder / "part0.parquet").read_bytes())
    for pattern, code in (("none*.csv", "no_files"), ("**/part0.parquet", "same_output")):
        with pytest.raises(FileError) as caught:
            classify_files(chart, str(folder / pattern), tmp_path / "out", "th")
        assert caught.value.code == code


def test_a_worker_with_another_chart_refuses(folder: Path, tmp_path: Path) -> None:
    other = charts.default().model_copy(update={"edges": charts.default().edges[::-1]})
    with pytest.raises(ChartError, match="version_taken"):
        classify_one(
            Task(str(folder / "part0.parquet"), str(tmp_path / "o.parquet"), str(tmp_path / "p.csv"), "th", other)
        )
    assert not (tmp_path / "o.parquet").exists()


@pytest.fixture
def scheduler(tmp_path: Path) -> Iterator[tuple[str, list[subprocess.Popen[bytes]]]]:
    """A scheduler and two workers, each a process of its own."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        address = f"tcp://127.0.0.1:{free.getsockname()[1]}"
    dask = [sys.executable, "-m", "distributed.cli.dask_scheduler", "--host", address, "--no-dashboard"]
    worker = [
        sys.executable,
        "-m",
        "distributed.cli.dask_worker",
        address,
        "--nthreads",
        "1",
        "--no-nanny",
        "--no-dashboard",
    ]
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}
    processes = [
        subprocess.Popen(command, cwd=tmp_path, env=environment, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        for command in (dask, worker, worker)
    ]
    yield address, processes[1:]
    for process in processes:
        process.kill()
        process.wait()


@with_dask
@pytest.mark.filterwarnings("ignore")
def test_a_cluster_survives_a_killed_worker(
    chart: Chart, folder: Path, tmp_path: Path, scheduler: tuple[str, list[subprocess.Popen[bytes]]]
) -> None:
    address, workers = scheduler
    from distributed import Client  # type: ignore[import-not-found,unused-ignore]

    with Client(address, timeout="300s") as client:  # type: ignore[no-untyped-call,unused-ignore]
        client.wait_for_workers(2, timeout=300)
    out = tmp_path / "out"
    found = classify_files(chart, str(folder / "*.parquet"), out, "th", cluster=address)
    results: dict[str, tuple[int, int] | None] = {}
    for result in found:
        if not results:
            workers[0].send_signal(signal.SIGKILL)
            workers[0].wait(300)
        results[Path(result.source).name] = (result.tally.missions, result.tally.problems) if result.tally else None
    assert workers[0].poll() == -signal.SIGKILL
    assert workers[1].poll() is None
    for half in out.glob(".*"):
        half.unlink()  # what the killed worker was writing; it never had the name of a result
    check(results, out)
    alone = tmp_path / "alone"
    run(chart, folder, alone, None)
    for path in alone.glob("*.parquet"):
        assert pq.read_table(path).equals(pq.read_table(out / path.name))


@with_dask
@pytest.mark.filterwarnings("ignore")
def test_under_dask_too_a_file_that_cannot_be_written_is_named(chart: Chart, folder: Path, tmp_path: Path) -> None:
    out = tmp_path / "out"
    (out / "part0.parquet").mkdir(parents=True)
    found = classify_files(chart, str(folder / "part[01].parquet"), out, "en", cluster="local", workers=1)
    refused, done = sorted(found, key=lambda result: result.source)
    assert "part0.parquet cannot be written" in refused.refusal
    assert done.tally
    assert done.tally.missions == 60_000


@with_dask
def test_no_scheduler_is_a_clear_error(
    chart: Chart, folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("missions.bulk.cluster.PATIENCE", "1s")
    with pytest.raises(FileError, match="no_scheduler"):
        list(classify_files(chart, str(folder / "part0.parquet"), tmp_path / "out", "th", cluster="tcp://127.0.0.1:9"))
