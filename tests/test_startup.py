"""A command and the first page load only what they need: these lists say all that may be imported."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
_RUN = """
import runpy, sys
before = set(sys.modules)
try:
    runpy.run_path("cli.py", run_name="__main__")
except SystemExit:
    pass
sys.stderr.write(" ".join(sorted(set(sys.modules) - before)))
"""
HELP = {"typer", "annotated_doc", "shellingham", "cython_runtime", "yaml", "commands", "text"}
DECIDE = HELP | {
    "pydantic",
    "pydantic_core",
    "annotated_types",
    "typing_extensions",
    "typing_inspection",
    "durable",
    "durable_rules_engine",
    "rapidfuzz",
    "flowchart",
    "engine",
    "missions",
}
"""Packages of others and rooms of ours. No numpy, polars, pandas, rich or SQLAlchemy."""


@pytest.mark.parametrize(
    ("arguments", "allowed"),
    [(["--help"], HELP), (["--version"], HELP), (["decide", "q1=no"], DECIDE)],
    ids=["help", "version", "decide"],
)
def test_nothing_is_loaded_that_the_command_does_not_need(arguments: list[str], allowed: set[str]) -> None:
    done = subprocess.run(
        [sys.executable, "-c", _RUN, *arguments], cwd=ROOT, capture_output=True, check=False, timeout=300
    )
    packages = {name.partition(".")[0] for name in done.stderr.decode().split()}
    foreign = {name for name in packages if name not in sys.stdlib_module_names and not name.startswith("_")}
    assert foreign - allowed == set()
    assert "text" in foreign, done.stdout.decode()


def test_classifying_loads_no_tables_of_pandas(tmp_path: Path) -> None:
    source = tmp_path / "missions.csv"
    rows = "".join(f"M{n},ภารกิจที่ {n},{'yes' if n % 2 else 'maybe'}\r\n" for n in range(500))
    source.write_text(f"id,name,necessary\r\n{rows}", encoding="utf-8")
    written = ["-o", str(tmp_path / "out.csv"), "--problems", str(tmp_path / "p.csv")]
    command = [sys.executable, "-c", _RUN, "classify", str(source), *written, "--trust"]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, check=False, timeout=300)
    loaded = set(done.stderr.decode().split())
    assert "polars" in loaded
    assert not loaded & {"pandas", "pyarrow", "rich"}
    assert (tmp_path / "p.csv").read_bytes().count(b"\r\n") == 251


_FIRST_PAGE = """
import sys, streamlit
from streamlit.testing.v1 import AppTest
from streamlit.web import bootstrap, cli
before = set(sys.modules)
page = AppTest.from_file(sys.argv[1], default_timeout=300).run()
assert not page.exception and len(page.title) == 1, page
sys.stderr.write("loaded: " + " ".join(sorted(set(sys.modules) - before)))
"""
LANDING = DECIDE - {"typer", "annotated_doc", "shellingham", "rapidfuzz", "commands"} | {
    "ui",
    "record",
    "packaging",
    "streamlit",
}
"""No numpy, pandas, pyarrow, altair, polars or SQLAlchemy: what a page needs of them is loaded when it is shown."""


def test_the_first_page_loads_no_database_and_no_tables(tmp_path: Path) -> None:
    record = {**os.environ, "BLUEPRINT_DATABASE_URL": f"sqlite:///{tmp_path}/record.db"}
    done = subprocess.run(
        [sys.executable, "-c", _FIRST_PAGE, str(ROOT / "app.py")],
        cwd=ROOT,
        env=record,
        capture_output=True,
        check=False,
        timeout=300,
    )
    loaded = done.stderr.decode().partition("loaded: ")[2].split()
    packages = {name.partition(".")[0] for name in loaded}
    foreign = {name for name in packages if name not in sys.stdlib_module_names and not name.startswith("_")}
    assert foreign - LANDING == set()
    assert "ui.walk.choose" in loaded, done.stderr.decode()
    assert {name for name in loaded if name.startswith("record.")} <= {
        "record.lengths",
        "record.signing_key",
        "record.store_error",
        "record.words",
    }
    assert list(tmp_path.iterdir()) == []
